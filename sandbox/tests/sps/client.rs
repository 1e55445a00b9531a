//! The least HTTP client that can log in and ask.

use crate::wire;
pub(crate) use crate::wire::Answer;
use data_encoding::BASE64;
use sandbox::{Clock, Options, SPS_PASSWORD, SPS_USERNAME, Sandbox, SpsOptions};
use serde_json::Value;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// When the tests take place.
pub(crate) const NOW: i64 = 1_769_144_400;

pub(crate) const CONNECTIONS: &str = "/configuration/telnet/connections";

/// The connection of the vendor's own example.
pub(crate) const DEMO: &str = "/configuration/telnet/connections/18762920615d68fa3d858d0";

impl Answer {
    /// Status and type of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.json()["error"]["type"].as_str().unwrap().to_owned())
    }

    pub(crate) fn headers(&self, name: &str) -> Vec<String> {
        let pairs = self.head.lines().filter_map(|line| line.split_once(": "));
        pairs.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned()).collect()
    }

    /// The value of the cookie that counts.
    pub(crate) fn session(&self) -> String {
        let cookies = self.headers("set-cookie");
        let mine = cookies.iter().find_map(|cookie| cookie.strip_prefix("session_id=")).unwrap();
        mine.split(';').next().unwrap().to_owned()
    }
}

/// A box with the clock it goes by.
pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    clock: Arc<AtomicI64>,
}

pub(crate) fn rig(sps: SpsOptions) -> Rig {
    let clock = Arc::new(AtomicI64::new(NOW));
    let shown = Arc::clone(&clock);
    let clock_given = Clock::given(move || shown.load(Ordering::Relaxed));
    let sandbox = Sandbox::start(Options { sps, clock: clock_given, ..Options::default() }).unwrap();
    Rig { sandbox, clock }
}

impl Rig {
    /// Let time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn raw(&self, method: &str, path: &str, head: &str, body: &str) -> Answer {
        wire::raw(&self.sandbox.origin(), method, &format!("/sps/api{path}"), head, body.as_bytes()).unwrap()
    }

    pub(crate) fn log_in_as(&self, name: &str, password: &str, query: &str) -> Answer {
        let credentials = BASE64.encode(format!("{name}:{password}").as_bytes());
        let head = format!("Authorization: Basic {credentials}\r\n");
        self.raw("GET", &format!("/authentication{query}"), &head, "")
    }

    pub(crate) fn user(&self) -> User<'_> {
        let session = self.log_in_as(SPS_USERNAME, SPS_PASSWORD, "").session();
        User { rig: self, session, head: Cell::new("") }
    }
}

/// Somebody who has logged in.
pub(crate) struct User<'a> {
    pub(crate) rig: &'a Rig,
    pub(crate) session: String,
    /// Further headers.
    pub(crate) head: Cell<&'static str>,
}

impl User<'_> {
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    pub(crate) fn body(&self, path: &str) -> Value {
        self.get(path).json()["body"].clone()
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, "")
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, &body.to_string())
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        self.ask("PUT", path, &body.to_string())
    }

    pub(crate) fn open(&self) -> Answer {
        self.ask("POST", "/transaction", "")
    }

    pub(crate) fn commit(&self) -> Answer {
        self.ask("PUT", "/transaction", r#"{"status":"commit"}"#)
    }

    pub(crate) fn changes(&self) -> Vec<Value> {
        self.get("/transaction/changes").json()["changes"].as_array().unwrap().clone()
    }

    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
        let head = format!("Cookie: ticket=x; session_id={}\r\n{kind}{}", self.session, self.head.get());
        self.rig.raw(method, path, &head, body)
    }
}

/// A body as it was shown, with references as keys, as it must be sent.
pub(crate) fn sendable(shown: &Value) -> Value {
    match shown {
        Value::Object(members) if members.contains_key("key") && members.contains_key("meta") => members["key"].clone(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), sendable(value))).collect())
        }
        Value::Array(items) => items.iter().map(sendable).collect(),
        other => other.clone(),
    }
}
