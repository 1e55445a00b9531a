//! How a box answers: `success`, `data` and `message` around everything.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::catalog::Operation;
use crate::dialect::{Answer, Dialect, Page, few_words, garbled, of_unknown_end, record, unusable};
use crate::http::{Fault, Refusal, Reply, Request};

/// Reads the replies of a box.
pub(super) struct Local;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Envelope<'a> {
    success: Option<bool>,
    data: Option<&'a RawValue>,
    message: Option<Cow<'a, str>>,
}

impl Dialect for Local {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        match reply.status {
            204 => Ok(Answer::Page(Page::default())),
            200..300 => match unusable(sent, reply) {
                Some(fault) => Err(fault),
                None => read_success(sent, reply).map(Answer::Page),
            },
            _ => Err(read_refusal(sent, reply)),
        }
    }

    /// No list is known to page.
    fn first_page(&self, request: Request, _: Option<&Operation>, _: Option<usize>) -> Request {
        request
    }
}

fn read_success(sent: &Request, reply: &Reply) -> Result<Page, Fault> {
    let envelope: Envelope<'_> =
        serde_json::from_slice(&reply.body).map_err(|error| garbled(sent, reply, &error.to_string()))?;
    match envelope.success {
        Some(true) => {}
        Some(false) => return Err(Fault::Refused(refusal(reply, envelope.message))),
        None => return Err(garbled(sent, reply, "it has no `success`")),
    }
    let Some(data) = envelope.data else {
        return Ok(Page::default());
    };
    match serde_json::from_str::<Vec<&RawValue>>(data.get()) {
        Ok(items) => {
            let records = items.into_iter().map(|raw| record(reply, raw)).collect();
            Ok(Page { records, list: true, ..Page::default() })
        }
        Err(_) => Ok(Page { records: vec![record(reply, data)], ..Page::default() }),
    }
}

fn read_refusal(sent: &Request, reply: &Reply) -> Fault {
    let envelope = serde_json::from_slice::<Envelope<'_>>(&reply.body).ok();
    let said = envelope.and_then(|envelope| envelope.message.or_else(|| envelope.success.map(|_| Cow::Borrowed(""))));
    match of_unknown_end(sent, reply, said.is_some()) {
        Some(fault) => fault,
        None => Fault::Refused(refusal(reply, said.or_else(|| few_words(reply).map(Cow::Owned)))),
    }
}

fn refusal(reply: &Reply, said: Option<Cow<'_, str>>) -> Refusal {
    let message = said.filter(|said| !said.is_empty()).map(Cow::into_owned);
    Refusal { status: reply.status, message, ..Refusal::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Repeat;
    use crate::testing::reply_with_body;
    use reqwest::Method;
    use serde_json::Value;

    fn read(method: Method, status: u16, body: &str) -> Result<Vec<Value>, Fault> {
        let repeat = if method == Method::GET { Repeat::Freely } else { Repeat::OnlyIfUnsent };
        let sent = Request::new(method, "https://box.example/api".parse().unwrap(), repeat);
        match Local.read(&sent, &reply_with_body(status, body))? {
            Answer::Page(page) => Ok(page.records.iter().map(|record| record.parse().unwrap()).collect()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_in_the_envelope_is_the_record_or_the_list() {
        let bodies = [
            r#"{"success":true,"data":{"a":1.50},"message":"ok"}"#,
            r#"{"success":true,"data":[{"a":1},{"a":2}]}"#,
            r#"{"success":true,"data":null}"#,
            r#"{"success":true,"message":"Pipeline undeployed"}"#,
        ];

        let found = bodies.map(|body| Value::Array(read(Method::GET, 200, body).unwrap()).to_string());

        assert_eq!(found, [r#"[{"a":1.50}]"#, r#"[{"a":1},{"a":2}]"#, "[]", "[]"]);
    }

    #[test]
    fn a_no_is_a_refusal_in_the_words_of_the_box_whatever_its_status() {
        let no = r#"{"success":false,"message":"No such \"pipeline\""}"#;
        let said = [200, 400, 404, 500].map(|status| match read(Method::DELETE, status, no).unwrap_err() {
            Fault::Refused(refusal) => (refusal.status, refusal.message),
            other => panic!("{other:?}"),
        });

        let words = Some("No such \"pipeline\"".to_owned());
        assert_eq!(said, [200, 400, 404, 500].map(|status| (status, words.clone())));
    }

    #[test]
    fn what_nobody_can_read_leaves_open_whether_a_change_happened() {
        let garbled = [(200, "<html>"), (200, ""), (200, "{}"), (502, "<html>")];

        assert!(
            garbled
                .iter()
                .all(|(status, body)| { matches!(read(Method::POST, *status, body), Err(Fault::Garbled { .. })) })
        );
        assert!(matches!(read(Method::GET, 502, "<title>Bad</title>"), Err(Fault::Refused(_))));
    }
}
