//! A client that is logged in, by its secret or as a user.

use crate::wire;
pub(crate) use crate::wire::Answer;
use sandbox::{
    Clock, NINJAONE_CLIENT_ID, NINJAONE_CLIENT_SECRET, NINJAONE_WEB_CLIENT_ID, NINJAONE_WEB_CLIENT_SECRET,
    NINJAONE_WEB_REDIRECT, Options, Sandbox,
};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 2026-01-23, when nothing else is said.
pub(crate) const NOW: i64 = 1_769_144_167;

/// A simulator, its time, and a token for it.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    pub(crate) token: String,
    time: Arc<AtomicI64>,
}

/// With a user, who may do everything.
pub(crate) fn client() -> Client {
    with(Options::default())
}

pub(crate) fn with(options: Options) -> Client {
    let mut client = stranger(options);
    client.token = client.user_token("monitoring management control");
    client
}

/// Without any token.
pub(crate) fn stranger(options: Options) -> Client {
    let time = Arc::new(AtomicI64::new(NOW));
    let given = Arc::clone(&time);
    let clock = Clock::given(move || given.load(Ordering::Relaxed));
    Client { sandbox: Sandbox::start(Options { clock, ..options }).unwrap(), token: String::new(), time }
}

impl Client {
    /// Let time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.time.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", b"")
    }

    pub(crate) fn rows(&self, path: &str) -> Vec<Value> {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json().as_array().unwrap().clone()
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: Value) -> Answer {
        self.ask(method, path, "Content-Type: application/json\r\n", body.to_string().as_bytes())
    }

    pub(crate) fn post(&self, path: &str) -> Answer {
        self.ask("POST", path, "", b"")
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, "", b"")
    }

    pub(crate) fn ask(&self, method: &str, path: &str, head: &str, body: &[u8]) -> Answer {
        let head = format!("Authorization: Bearer {}\r\n{head}", self.token);
        self.raw(method, path, &head, body)
    }

    pub(crate) fn raw(&self, method: &str, path: &str, head: &str, body: &[u8]) -> Answer {
        wire::raw(&self.sandbox.origin(), method, path, head, body).unwrap()
    }

    /// Parts of a form: name, name of the file where it is one, content.
    pub(crate) fn form(&self, path: &str, parts: &[(&str, Option<&str>, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, file, content) in parts {
            let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
            let media = if content.starts_with(b"{") { "Content-Type: application/json\r\n" } else { "" };
            let head = format!("--fence\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n{media}\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--fence--\r\n");
        self.ask("POST", path, "Content-Type: multipart/form-data; boundary=fence\r\n", &body)
    }

    pub(crate) fn trade_at(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let form: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.raw("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form.join("&").as_bytes())
    }

    pub(crate) fn trade(&self, form: &[(&str, &str)]) -> Answer {
        self.trade_at("/ws/oauth/token", form)
    }

    pub(crate) fn machine_token(&self) -> String {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", NINJAONE_CLIENT_ID),
            ("client_secret", NINJAONE_CLIENT_SECRET),
        ];
        token(&self.trade(&form))
    }

    /// What the browser is sent to.
    pub(crate) fn authorize(&self, query: &[(&str, &str)]) -> Answer {
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.raw("GET", &format!("/ws/oauth/authorize?{}", query.join("&")), "", b"")
    }

    pub(crate) fn user_token(&self, scope: &str) -> String {
        let login = self.authorize(&[
            ("response_type", "code"),
            ("client_id", NINJAONE_WEB_CLIENT_ID),
            ("redirect_uri", NINJAONE_WEB_REDIRECT),
            ("scope", scope),
            ("state", "s"),
        ]);
        let code = parameter(&login, "code").unwrap();
        token(&self.trade(&[
            ("grant_type", "authorization_code"),
            ("client_id", NINJAONE_WEB_CLIENT_ID),
            ("client_secret", NINJAONE_WEB_CLIENT_SECRET),
            ("redirect_uri", NINJAONE_WEB_REDIRECT),
            ("code", &code),
        ]))
    }
}

pub(crate) fn token(answer: &Answer) -> String {
    answer.json()["access_token"].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

/// Where a redirect leads.
pub(crate) fn location(answer: &Answer) -> String {
    let line = answer.head.lines().find_map(|line| line.strip_prefix("location: "));
    line.unwrap_or_else(|| panic!("no redirect: {}", answer.head)).to_owned()
}

/// A parameter of the place that a redirect leads to.
pub(crate) fn parameter(answer: &Answer, name: &str) -> Option<String> {
    let place = location(answer);
    let query = place.split_once('?')?.1;
    query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).map(str::to_owned)
}

pub(crate) fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

pub(crate) fn ids(rows: &[Value]) -> Vec<u64> {
    rows.iter().map(|row| row["id"].as_u64().unwrap()).collect()
}
