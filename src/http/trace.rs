//! Shows what leaves and what comes back, with every secret masked.

use std::rc::Rc;
use std::time::SystemTime;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, SET_COOKIE};
use serde_json::Value;

use super::{Content, Fault, Reply, Request, Transport};
use crate::surroundings::{Clock, LocalFuture};

/// What stands in the place of a secret.
pub const HIDDEN: &str = "<hidden>";

/// Bodies are cut at this many characters: a trace is read by a person.
const LONGEST_BODY: usize = 20_000;

/// Where traces go. Scrubs live secrets itself.
pub trait Trace {
    /// 2: requests and answers, 3: headers and bodies as well.
    fn level(&self) -> u8;
    /// One line, without its line break.
    fn line(&self, text: &str);
}

/// Tells `trace` of each attempt.
pub struct Traced<T> {
    next: T,
    trace: Rc<dyn Trace>,
    secret_members: &'static [&'static str],
    clock: Rc<dyn Clock>,
}

impl<T: Transport> Traced<T> {
    /// `next`, told to `trace`; the JSON members named are masked in bodies.
    pub fn new(next: T, trace: Rc<dyn Trace>, secret_members: &'static [&'static str], clock: Rc<dyn Clock>) -> Self {
        Self { next, trace, secret_members, clock }
    }

    fn tell_request(&self, request: &Request) {
        self.trace.line(&format!("> {} {}", request.method, request.url));
        if self.trace.level() > 2 {
            self.tell_headers('>', &request.headers);
            if let Content::Bytes { bytes, .. } = &request.content {
                self.tell_body('>', bytes, request.confidential || request.sealed);
            }
        }
    }

    fn tell_outcome(&self, request: &Request, outcome: &Result<Reply, Fault>, started: SystemTime) {
        let took = self.clock.now().duration_since(started).unwrap_or_default().as_millis();
        match outcome {
            Err(fault) => self.trace.line(&format!("< {fault} ({took} ms)")),
            Ok(reply) => {
                let size = reply.saved.unwrap_or(reply.body.len() as u64);
                self.trace.line(&format!("< {} ({took} ms, {size} bytes)", reply.status));
                if self.trace.level() > 2 {
                    self.tell_headers('<', &reply.headers);
                    self.tell_body('<', &reply.body, request.confidential || request.revealing);
                }
            }
        }
    }

    fn tell_headers(&self, mark: char, headers: &HeaderMap) {
        for (name, value) in headers {
            let secret = value.is_sensitive() || [AUTHORIZATION, COOKIE, SET_COOKIE].contains(name);
            let text = if secret { HIDDEN.into() } else { String::from_utf8_lossy(value.as_bytes()) };
            self.trace.line(&format!("{mark} {name}: {text}"));
        }
    }

    fn tell_body(&self, mark: char, body: &[u8], confidential: bool) {
        if body.is_empty() {
            return;
        }
        let text = match confidential {
            true => format!("{HIDDEN} ({} bytes)", body.len()),
            false => masked_body(body, self.secret_members),
        };
        let shown: String = text.chars().take(LONGEST_BODY).collect();
        let cut = if shown.len() < text.len() { " …" } else { "" };
        self.trace.line(&format!("{mark} {shown}{cut}"));
    }
}

/// A body as a trace may show it: secret members masked where it is JSON, nothing but its size where it is no text.
fn masked_body(body: &[u8], members: &[&str]) -> String {
    if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
        mask(&mut value, members);
        return value.to_string();
    }
    match std::str::from_utf8(body) {
        Ok(text) if text.trim_start().starts_with('<') => masked_elements(text, members),
        Ok(text) => text.to_owned(),
        Err(_) => format!("({} bytes that are no text)", body.len()),
    }
}

/// XML, in which the text of elements of these names is masked.
fn masked_elements(text: &str, members: &[&str]) -> String {
    let is_secret = |tag: &str| {
        let name = tag.split(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        members.contains(&name) || ALWAYS_SECRET.contains(&name)
    };
    let parts = text.split('<').enumerate().map(|(number, part)| match part.split_once('>') {
        Some((tag, inside)) if number > 0 && is_secret(tag) && !inside.trim().is_empty() => format!("{tag}>{HIDDEN}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("<")
}

/// Members that are secrets at any vendor.
const ALWAYS_SECRET: &[&str] = &[
    "password",
    "password_confirmation",
    "secret",
    "client_secret",
    "token",
    "access_token",
    "refresh_token",
    "id_token",
];

/// Replace the value of every secret member, at any depth. A member that is an object is looked into instead.
pub fn mask(value: &mut Value, members: &[&str]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, members)),
        Value::Object(object) => {
            for (name, member) in object.iter_mut() {
                let secret = members.contains(&name.as_str()) || ALWAYS_SECRET.contains(&name.as_str());
                match member {
                    Value::Null => {}
                    Value::Object(_) | Value::Array(_) if !secret => mask(member, members),
                    // `GET /user` describes the token in an object of that name.
                    Value::Object(_) => mask(member, members),
                    _ if secret => *member = Value::from(HIDDEN),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

impl<T: Transport> Transport for Traced<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        if self.trace.level() < 2 {
            return self.next.send(request);
        }
        Box::pin(async move {
            self.tell_request(request);
            let started = self.clock.now();
            let outcome = self.next.send(request).await;
            self.tell_outcome(request, &outcome, started);
            outcome
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secret_elements_are_masked_as_members_are() {
        let xml = "<?xml version=\"1.0\"?><list xmlns:a=\"urn:a\"><a:link kind=\"x\">https://x/?h=1&amp;b=2</a:link>\n<name>n</name><link/>\
                   <password>p</password> </list>";

        let masked = masked_body(xml.as_bytes(), &["link"]);

        assert_eq!(
            masked,
            "<?xml version=\"1.0\"?><list xmlns:a=\"urn:a\"><a:link kind=\"x\"><hidden></a:link>\n<name>n</name><link/>\
             <password><hidden></password> </list>"
        );
    }

    #[test]
    fn secret_members_are_masked_at_any_depth_and_nothing_else_is() {
        let mut body = json!({"link": "x", "a": [{"url": "y", "name": "n"}], "token": {"exp": 1, "password": "p"}, "secret": null});

        mask(&mut body, &["link", "url"]);

        assert_eq!(
            body,
            json!({"link": HIDDEN, "a": [{"url": HIDDEN, "name": "n"}], "token": {"exp": 1, "password": HIDDEN}, "secret": null})
        );
    }

    /// Keeps all that is told.
    #[derive(Default)]
    struct Kept(std::cell::RefCell<Vec<String>>);

    impl Trace for Kept {
        fn level(&self) -> u8 {
            3
        }

        fn line(&self, text: &str) {
            self.0.borrow_mut().push(text.to_owned());
        }
    }

    #[test]
    fn of_a_confidential_exchange_a_trace_shows_that_it_was() {
        let (kept, clock) = (Rc::new(Kept::default()), Rc::new(crate::testing::ManualClock::default()));
        let answer = crate::testing::reply_with_body(200, "<html>token=canary</html>");
        let traced = Traced::new(crate::testing::Scripted::new(vec![Ok(answer)]), kept.clone(), &[], clock);
        let mut request = Request::get("https://h/token".parse().unwrap()).form(&[("password_hint", "canary")]);
        request.confidential = true;

        crate::testing::block_on(traced.send(&request)).unwrap();

        assert_eq!(
            *kept.0.borrow(),
            [
                "> GET https://h/token",
                "> accept: application/json",
                "> <hidden> (20 bytes)",
                "< 200 (0 ms, 25 bytes)",
                "< <hidden> (25 bytes)"
            ]
        );
    }

    #[test]
    fn a_secret_list_is_masked_whole() {
        let mut body = json!({"password": ["a", "b"]});

        mask(&mut body, &[]);

        assert_eq!(body, json!({"password": HIDDEN}));
    }
}
