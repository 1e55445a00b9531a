//! The time, given: sessions end and records are stamped by it.

use std::fmt;
use std::sync::Arc;

/// Seconds since 1970, from wherever they come.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The time of the machine.
    pub fn real() -> Clock {
        Clock(Arc::new(machine_time))
    }

    /// A time that a test decides.
    pub fn given(seconds: impl Fn() -> i64 + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(seconds))
    }

    /// Seconds since 1970.
    pub fn now(&self) -> i64 {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clock")
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the sandbox reads the time")]
fn machine_time() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
}

/// `2026-01-23 04:56:07`, in UTC, as RMS writes times.
pub(crate) fn written(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}
