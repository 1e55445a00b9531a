//! The least HTTP client that can log in and ask for a tenant.

use crate::wire;
pub(crate) use crate::wire::Answer;
use sandbox::{
    CISCO_MANY_USERNAME, CISCO_PASSWORD, CISCO_READING_USERNAME, CISCO_TENANT_ID, CISCO_USERNAME, CiscoOptions, Clock,
    Options, Sandbox,
};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// When the tests take place.
pub(crate) const NOW: i64 = 1_769_144_400;

pub(crate) const USERS: &str = "/iam/auth/token";
pub(crate) const KEYS: &str = "/nbapi/iam/v1/auth/token";
const JSON: &str = "Content-Type: application/json\r\n";

impl Answer {
    /// The status, and the words of the envelope.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.json()["message"].as_str().unwrap().to_owned())
    }

    /// A text member of each record in a list.
    pub(crate) fn column(&self, list: &str, member: &str) -> Vec<String> {
        self.json()[list].as_array().unwrap().iter().map(|row| row[member].as_str().unwrap().to_owned()).collect()
    }
}

/// A simulator with the clock it goes by, and one login.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    clock: Arc<AtomicI64>,
    pub(crate) token: String,
    pub(crate) tenant: String,
}

pub(crate) fn client() -> Client {
    with(CiscoOptions::default())
}

pub(crate) fn with(cisco: CiscoOptions) -> Client {
    of(Options { cisco, ..Options::default() })
}

pub(crate) fn many() -> Client {
    client().logged_in(CISCO_MANY_USERNAME)
}

pub(crate) fn reader() -> Client {
    client().logged_in(CISCO_READING_USERNAME)
}

pub(crate) fn of(options: Options) -> Client {
    let clock = Arc::new(AtomicI64::new(NOW));
    let shown = Arc::clone(&clock);
    let options = Options { clock: Clock::given(move || shown.load(Ordering::Relaxed)), ..options };
    let sandbox = Sandbox::start(options).unwrap();
    let client = Client { sandbox, clock, token: String::new(), tenant: CISCO_TENANT_ID.into() };
    client.logged_in(CISCO_USERNAME)
}

impl Client {
    pub(crate) fn logged_in(mut self, username: &str) -> Client {
        let answer = self.login(USERS, &json!({ "username": username, "password": CISCO_PASSWORD }));
        self.token = access(&answer).unwrap_or_default();
        self
    }

    /// Let time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn login(&self, path: &str, body: &Value) -> Answer {
        self.raw("POST", path, JSON, &body.to_string())
    }

    pub(crate) fn me(&self) -> Answer {
        self.raw("GET", "/iam/users/me", &self.bearer(), "")
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.raw("GET", target, &self.head(), "")
    }

    pub(crate) fn send(&self, method: &str, target: &str, body: &Value) -> Answer {
        self.raw(method, target, &format!("{}{JSON}", self.head()), &body.to_string())
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.token)
    }

    fn head(&self) -> String {
        format!("{}x-tenant-id: {}\r\n", self.bearer(), self.tenant)
    }

    pub(crate) fn raw(&self, method: &str, target: &str, head: &str, body: &str) -> Answer {
        wire::raw(&self.sandbox.origin(), method, target, head, body.as_bytes()).unwrap()
    }
}

/// The access token of a login; none where there is no JSON.
pub(crate) fn access(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    body["access_token"].as_str().map(str::to_owned)
}
