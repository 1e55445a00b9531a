//! The least HTTP client that can sign and ask.

use crate::wire;
pub(crate) use crate::wire::Answer;
use data_encoding::BASE64;
use ring::hmac;
use sandbox::{Clock, NINJA_KEY_ID, NINJA_SECRET, Options, Sandbox};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// `DATE` in seconds.
pub(crate) const NOW: i64 = 1_769_144_400;

/// When the tests take place. The signatures in them are for it.
pub(crate) const DATE: &str = "Fri, 23 Jan 2026 05:00:00 GMT";

impl Answer {
    pub(crate) fn rows(&self) -> Vec<Value> {
        self.json().as_array().unwrap().clone()
    }

    /// The ids of a list, in its order.
    pub(crate) fn ids(&self) -> Vec<u64> {
        self.rows().iter().map(|row| row["id"].as_u64().unwrap()).collect()
    }

    /// Status and word of a refusal, whose envelope must be whole.
    pub(crate) fn refusal(&self) -> (u16, String) {
        let body = self.json();
        let is_whole = body["error_description"].is_string() && body["error_code"].is_u64();
        assert!(is_whole && body.as_object().unwrap().len() == 3, "{body}");
        (self.status, body["error"].as_str().unwrap().to_owned())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let is_it = |line: &&str| line.split(':').next().unwrap().eq_ignore_ascii_case(name);
        self.head.lines().find(is_it)?.split_once(": ").map(|(_, value)| value)
    }
}

/// A simulator with the clock it goes by.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    clock: Arc<AtomicI64>,
}

pub(crate) fn client() -> Client {
    with(Options::default())
}

/// Without the limits, which most tests are not about.
pub(crate) fn unlimited() -> Client {
    with(Options { ninja_limits: false, ..Options::default() })
}

pub(crate) fn with(options: Options) -> Client {
    at(NOW, options)
}

pub(crate) fn at(now: i64, options: Options) -> Client {
    let clock = Arc::new(AtomicI64::new(now));
    let shown = Arc::clone(&clock);
    let options = Options { clock: Clock::given(move || shown.load(Ordering::Relaxed)), ..options };
    Client { sandbox: Sandbox::start(options).unwrap(), clock }
}

impl Client {
    /// Let time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path)
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path)
    }

    pub(crate) fn ask(&self, method: &str, path: &str) -> Answer {
        self.ask_as((NINJA_KEY_ID, NINJA_SECRET), method, path)
    }

    /// As rmctl should: path only, dated by the clock.
    pub(crate) fn ask_as(&self, (id, secret): (&str, &str), method: &str, target: &str) -> Answer {
        let date = date_of(self.clock.load(Ordering::Relaxed));
        let path = target.split('?').next().unwrap();
        let signature = sign(secret, &format!("{method}\n\n\n{date}\n{path}"));
        self.raw(method, target, &format!("Date: {date}\r\nAuthorization: NJ {id}:{signature}\r\n"), "")
    }

    /// With this signature, at `DATE`.
    pub(crate) fn signed(&self, method: &str, path: &str, signature: &str) -> Answer {
        self.headed(method, path, &format!("Date: {DATE}\r\nAuthorization: NJ {NINJA_KEY_ID}:{signature}\r\n"))
    }

    pub(crate) fn headed(&self, method: &str, target: &str, head: &str) -> Answer {
        self.raw(method, target, head, "")
    }

    pub(crate) fn raw(&self, method: &str, target: &str, head: &str, body: &str) -> Answer {
        wire::raw(&self.sandbox.origin(), method, target, head, body.as_bytes()).unwrap()
    }
}

fn sign(secret: &str, text: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    BASE64.encode(hmac::sign(&key, BASE64.encode(text.as_bytes()).as_bytes()).as_ref())
}

pub(crate) fn date_of(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).unwrap().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
