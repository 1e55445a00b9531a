//! The least HTTP client that can log in to a box.

use crate::wire;
pub(crate) use crate::wire::Answer;
use sandbox::{CISCO_LOCAL_PASSWORD, CISCO_LOCAL_USERNAME, CiscoLocalOptions, Clock, Options, Sandbox};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// `2026-01-23T05:00:00Z`
const NOW: i64 = 1_769_144_400;
const JSON: &str = "Content-Type: application/json\r\n";

impl Answer {
    /// The status, and the words of the envelope of what is wrong.
    pub(crate) fn refusal(&self) -> (u16, String) {
        assert!(!self.text().contains(CISCO_LOCAL_PASSWORD));
        let body = self.json();
        assert_eq!((&body["success"], body.as_object().unwrap().len()), (&json!(false), 2));
        (self.status, body["message"].as_str().unwrap().to_owned())
    }

    /// What stands in the envelope of a success.
    pub(crate) fn data(&self) -> Value {
        let mut body = self.json();
        assert_eq!(body["success"], json!(true));
        body["data"].take()
    }
}

/// A simulator with the clock it goes by, and a login to its first box.
pub(crate) struct Client {
    sandbox: Sandbox,
    clock: Arc<AtomicI64>,
    pub(crate) token: String,
}

pub(crate) fn client() -> Client {
    with(CiscoLocalOptions::default())
}

pub(crate) fn with(cisco_local: CiscoLocalOptions) -> Client {
    let clock = Arc::new(AtomicI64::new(NOW));
    let shown = Arc::clone(&clock);
    let clock_of_box = Clock::given(move || shown.load(Ordering::Relaxed));
    let options = Options { clock: clock_of_box, cisco_local, ..Options::default() };
    let mut client = Client { sandbox: Sandbox::start(options).unwrap(), clock, token: String::new() };
    client.token = client.token_of("", CISCO_LOCAL_PASSWORD);
    client
}

impl Client {
    /// Let time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn login(&self, place: &str, password: &str) -> Answer {
        self.post(place, "/token", &json!({ "username": CISCO_LOCAL_USERNAME, "password": password }))
    }

    pub(crate) fn token_of(&self, place: &str, password: &str) -> String {
        self.login(place, password).data()["token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn post(&self, place: &str, path: &str, body: &Value) -> Answer {
        self.raw("POST", place, path, JSON, &body.to_string())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.at("GET", "", path, None)
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.at("DELETE", "", path, None)
    }

    pub(crate) fn deploy(&self, body: &Value) -> Answer {
        self.at("POST", "", "/pipelines", Some(body))
    }

    /// With the token, at the box that has this place.
    pub(crate) fn at(&self, method: &str, place: &str, path: &str, body: Option<&Value>) -> Answer {
        let bearer = format!("Authorization: Bearer {}\r\n", self.token);
        let head = if body.is_some() { format!("{bearer}{JSON}") } else { bearer };
        self.raw(method, place, path, &head, &body.map(Value::to_string).unwrap_or_default())
    }

    pub(crate) fn raw(&self, method: &str, place: &str, path: &str, head: &str, body: &str) -> Answer {
        let target = format!("/cisco-local{place}/api/v2/edge-intelligence{path}");
        wire::raw(&self.sandbox.origin(), method, &target, head, body.as_bytes()).unwrap()
    }
}
