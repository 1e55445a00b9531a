//! Which alerts are wanted, and which of them are new. Pure.

use std::collections::HashSet;

use jiff::Timestamp;

use super::Alert;
use crate::failure::Failure;
use crate::moment::Moment;

/// What is wanted of all alerts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Concern {
    /// Any of these severities, in the vendors' words.
    pub severities: Vec<String>,
    /// What began then or later.
    pub since: Option<Timestamp>,
    /// What is about this device: its id, or a part of its name.
    pub device: Option<String>,
}

impl Concern {
    /// Whether the alert is wanted. What has no time may be of any time.
    pub fn admits(&self, alert: &Alert) -> bool {
        let is_bad_enough = self.severities.is_empty()
            || alert
                .severity
                .as_ref()
                .is_some_and(|own| self.severities.iter().any(|one| one.eq_ignore_ascii_case(own)));
        let is_recent = self.since.is_none_or(|since| alert.created_at.is_none_or(|began| began >= since));
        is_bad_enough && is_recent && self.device.as_deref().is_none_or(|device| is_about(alert, device))
    }
}

fn is_about(alert: &Alert, device: &str) -> bool {
    let has_id = alert.device_id.as_deref() == Some(device);
    let wanted = device.to_lowercase();
    has_id || alert.device.as_ref().is_some_and(|name| name.to_lowercase().contains(&wanted))
}

/// A time, or how long ago it was: `2026-01-31T08:00:00Z`, `2026-01-31`, `90m`, `24h`, `7d`. A number alone is none of them: it
/// is an id where the vendors speak of `since`.
pub fn since(text: &str, now: Timestamp) -> Result<Timestamp, Failure> {
    let moment = Moment::read(text, now).map(|moment| moment.begin);
    moment.ok_or_else(|| {
        Failure::usage(format!("`{text}` is neither a time nor a span"))
            .hint("`--since 24h`, `--since 7d`, `--since 2026-01-31T08:00:00Z`")
    })
}

/// The alerts that were seen, by vendor, profile and id.
#[derive(Debug, Default)]
pub struct Seen(HashSet<(String, String, String)>);

impl Seen {
    /// Whether it is seen for the first time.
    pub fn is_new(&mut self, alert: &Alert) -> bool {
        self.0.insert((alert.vendor.clone(), alert.profile.clone(), alert.id.clone()))
    }
}

/// The oldest first; what has no time comes last.
pub fn in_order(alerts: &mut [Alert]) {
    alerts.sort_by_key(|alert| (alert.created_at.is_none(), alert.created_at));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn alert(id: &str) -> Alert {
        Alert {
            vendor: "ninja".into(),
            profile: "msp".into(),
            id: id.into(),
            device_id: Some("17".into()),
            device: Some("Reception PC".into()),
            severity: Some("critical".into()),
            created_at: Some(at("2026-01-31T08:00:00Z")),
            ..Alert::default()
        }
    }

    #[test]
    fn a_span_counts_back_from_now_and_a_time_is_itself() {
        let now = at("2026-01-31T08:00:00Z");
        let times = ["90m", "2026-01-31T07:00:00Z", "2026-01-30"].map(|text| since(text, now).unwrap());

        assert_eq!(times, [at("2026-01-31T06:30:00Z"), at("2026-01-31T07:00:00Z"), at("2026-01-30T00:00:00Z")]);
        assert!(["", "soon", "7", "-1d"].iter().all(|text| since(text, now).is_err()));
    }

    #[test]
    fn severity_time_and_device_choose_together() {
        let wanted = |concern: Concern| concern.admits(&alert("1"));
        let severity = |word: &str| Concern { severities: vec![word.to_owned()], ..Concern::default() };
        let device = |text: &str| Concern { device: Some(text.to_owned()), ..Concern::default() };
        let since = |text: &str| Concern { since: Some(at(text)), ..Concern::default() };

        assert!(wanted(Concern::default()) && wanted(severity("CRITICAL")) && !wanted(severity("minor")));
        assert!(
            wanted(device("17")) && wanted(device("reception")) && !wanted(device("1")) && !wanted(device("server"))
        );
        assert!(wanted(since("2026-01-31T08:00:00Z")) && !wanted(since("2026-01-31T08:00:01Z")));
    }

    #[test]
    fn an_alert_without_a_severity_is_none_of_those_that_are_named() {
        let concern = Concern { severities: vec!["critical".to_owned()], ..Concern::default() };

        assert!(!concern.admits(&Alert { severity: None, ..alert("1") }));
    }

    #[test]
    fn the_same_id_of_another_profile_is_another_alert() {
        let mut seen = Seen::default();
        let other = Alert { profile: "other".into(), ..alert("1") };

        assert_eq!([alert("1"), alert("1"), other, alert("2")].map(|one| seen.is_new(&one)), [true, false, true, true]);
    }
}
