//! The least HTTP client that can ask a simulator.

use crate::wire;
pub(crate) use crate::wire::Answer;
use sandbox::{Options, RMS_TOKEN, Sandbox};
use serde_json::Value;

/// A simulator and a token for it.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    pub(crate) token: &'static str,
}

pub(crate) fn client() -> Client {
    with(Options::default())
}

pub(crate) fn with(options: Options) -> Client {
    Client { sandbox: Sandbox::start(options).unwrap(), token: RMS_TOKEN }
}

impl Client {
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None)
    }

    pub(crate) fn send(&self, method: &str, path: &str, body: Value) -> Answer {
        self.ask(method, path, Some(&body.to_string()))
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.ask("DELETE", path, None)
    }

    fn ask(&self, method: &str, path: &str, body: Option<&str>) -> Answer {
        let kind = if body.is_some() { "Content-Type: application/json\r\n" } else { "" };
        let head = format!("Authorization: Bearer {}\r\n{kind}", self.token);
        self.raw(method, &format!("/rms/api{path}"), &head, body.unwrap_or_default().as_bytes()).unwrap()
    }

    pub(crate) fn poll(&self, channel: &str) -> Answer {
        let head = format!("Authorization: Bearer {}\r\n", self.token);
        self.raw("GET", &format!("/status/channel/{channel}"), &head, b"").unwrap()
    }

    /// One request on a connection of its own; nothing where no whole answer came.
    pub(crate) fn raw(&self, method: &str, target: &str, head: &str, body: &[u8]) -> Option<Answer> {
        wire::raw(&self.sandbox.origin(), method, target, head, body)
    }

    /// All that came back until the connection ended.
    pub(crate) fn bytes(&self, method: &str, target: &str, head: &str, body: &[u8]) -> Vec<u8> {
        wire::bytes(&self.sandbox.origin(), method, target, head, body)
    }

    /// Poll until the channel's last event of every key ends it; all answers, the 404 first.
    pub(crate) fn wait(&self, accepted: &Answer) -> Vec<Answer> {
        let channel = channel(accepted);
        let mut answers = Vec::new();
        for _ in 0..10 {
            let answer = self.poll(&channel);
            let is_over = answer.status == 200 && ends(&answer.data()).iter().all(|end| end != "processing");
            answers.push(answer);
            if is_over {
                return answers;
            }
        }
        panic!("no end: {answers:?}");
    }

    /// The last word on every key.
    pub(crate) fn outcome(&self, accepted: &Answer) -> Vec<String> {
        let answers = self.wait(accepted);
        ends(&answers.last().unwrap().data())
    }
}

pub(crate) fn channel(accepted: &Answer) -> String {
    accepted.json()["meta"]["channel"].as_str().unwrap_or_else(|| panic!("no channel: {accepted:?}")).to_owned()
}

/// What the first of the vendor's errors is about.
pub(crate) trait Refused {
    fn data(&self) -> Value;
    fn refusal(&self) -> (u16, String);
}

impl Refused for Answer {
    fn data(&self) -> Value {
        self.json()["data"].clone()
    }

    fn refusal(&self) -> (u16, String) {
        let body = self.json();
        assert_eq!(body["success"], false, "{body}");
        (self.status, body["errors"][0]["source"].as_str().unwrap_or_default().to_owned())
    }
}

/// The last event of every key, some of which come without an array.
pub(crate) fn last_events(data: &Value) -> Vec<Value> {
    let keys = data.as_object().unwrap().values();
    keys.map(|events| events.as_array().map_or(events, |events| events.last().unwrap()).clone()).collect()
}

fn ends(data: &Value) -> Vec<String> {
    last_events(data).iter().map(|event| event["status"].as_str().unwrap().to_owned()).collect()
}
