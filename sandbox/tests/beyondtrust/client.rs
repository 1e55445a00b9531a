//! The least HTTP client that can log in to a site.

use crate::wire;
pub(crate) use crate::wire::Answer;
use data_encoding::BASE64;
use sandbox::{
    BEYONDTRUST_CLIENT_ID, BEYONDTRUST_CLIENT_SECRET, BEYONDTRUST_READING_CLIENT_ID, BEYONDTRUST_READING_CLIENT_SECRET,
    BeyondTrustOptions, BeyondTrustProduct, Clock, Options, Sandbox,
};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// `2026-01-23T05:00:00Z`
const NOW: i64 = 1_769_144_400;
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const JSON: &str = "Content-Type: application/json\r\n";

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).next_back()
    }

    /// The status, and the members that are wrong.
    pub(crate) fn wrong(&self) -> (u16, Vec<String>) {
        (self.status, self.json()["errors"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect())
    }

    /// The members of each record that have this name.
    pub(crate) fn each(&self, name: &str) -> Vec<Value> {
        self.json().as_array().unwrap().iter().map(|record| record[name].clone()).collect()
    }
}

/// A simulator with the clock it goes by, and a token of the account that may do everything.
pub(crate) struct Client {
    sandbox: Sandbox,
    clock: Arc<AtomicI64>,
    pub(crate) token: String,
}

pub(crate) fn client() -> Client {
    with(BeyondTrustOptions::default())
}

pub(crate) fn support() -> Client {
    with(BeyondTrustOptions { product: BeyondTrustProduct::RemoteSupport, ..BeyondTrustOptions::default() })
}

pub(crate) fn with(beyondtrust: BeyondTrustOptions) -> Client {
    let clock = Arc::new(AtomicI64::new(NOW));
    let shown = Arc::clone(&clock);
    let clock_of_site = Clock::given(move || shown.load(Ordering::Relaxed));
    let options = Options { clock: clock_of_site, beyondtrust, ..Options::default() };
    let mut client = Client { sandbox: Sandbox::start(options).unwrap(), clock, token: String::new() };
    client.token = client.new_token();
    client
}

/// The header of a login.
pub(crate) fn basic(id: &str, secret: &str) -> String {
    format!("Authorization: Basic {}\r\n", BASE64.encode(format!("{id}:{secret}").as_bytes()))
}

impl Client {
    /// Let time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn login(&self, secret: &str) -> Answer {
        self.trade(&basic(BEYONDTRUST_CLIENT_ID, secret), "grant_type=client_credentials")
    }

    pub(crate) fn trade(&self, authorization: &str, form: &str) -> Answer {
        self.raw("POST", "/oauth2/token", &format!("{authorization}{FORM}"), form)
    }

    pub(crate) fn new_token(&self) -> String {
        self.login(BEYONDTRUST_CLIENT_SECRET).json()["access_token"].as_str().unwrap().to_owned()
    }

    /// The token of an account that only reads.
    pub(crate) fn reading(mut self) -> Client {
        let authorization = basic(BEYONDTRUST_READING_CLIENT_ID, BEYONDTRUST_READING_CLIENT_SECRET);
        let answer = self.trade(&authorization, "grant_type=client_credentials").json();
        self.token = answer["access_token"].as_str().unwrap().to_owned();
        self
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None)
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, None)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, Some(body))
    }

    pub(crate) fn patch(&self, path: &str, body: &Value) -> Answer {
        self.ask("PATCH", path, Some(body))
    }

    /// With the token, in the Configuration API.
    pub(crate) fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let head = format!("{}Accept: application/json\r\n", self.bearer());
        let head = if body.is_some() { format!("{head}{JSON}") } else { head };
        let body = body.map(Value::to_string).unwrap_or_default();
        self.raw(method, &format!("/api/config/v1{path}"), &head, &body)
    }

    /// A question to the Command API, and its answer as text.
    pub(crate) fn command(&self, query: &str) -> (u16, String) {
        let answer = self.raw("GET", &format!("/api/command?{query}"), &self.bearer(), "");
        (answer.status, answer.text().to_owned())
    }

    /// A change by the Command API, in a form.
    pub(crate) fn change(&self, form: &str) -> (u16, String) {
        let answer = self.raw("POST", "/api/command", &format!("{}{FORM}", self.bearer()), form);
        (answer.status, answer.text().to_owned())
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.token)
    }

    pub(crate) fn raw(&self, method: &str, path: &str, head: &str, body: &str) -> Answer {
        wire::raw(&self.sandbox.origin(), method, &format!("/beyondtrust{path}"), head, body.as_bytes()).unwrap()
    }
}

/// What a shell jump needs.
pub(crate) fn shell_jump(name: &str) -> Value {
    json!({ "name": name, "jumpoint_id": 1, "hostname": "h.example.com", "protocol": "ssh", "jump_group_id": 1 })
}
