//! The body of a request against the facts: its content type, its members, their types.

use crate::exchange::Request;
use crate::facts::Operation;
use crate::multipart::{self, Part};
use crate::wrong::Wrong;
use serde_json::Value;

/// A body that fits its operation.
#[derive(Debug)]
pub(crate) struct Body {
    /// What was sent, forms as objects; null where the operation takes no body.
    pub(crate) value: Value,
    /// The files of a form.
    pub(crate) files: Vec<Part>,
}

/// Refuse a body that the operation does not take as it was sent.
pub(crate) fn check(operation: &Operation, request: &Request) -> Result<Body, Wrong> {
    let Some(facts) = &operation.body else {
        // Clients may say what they would have sent; only what they did send counts.
        let is_empty = request.body.is_empty() || &*request.body == b"{}";
        let none = Body { value: Value::Null, files: Vec::new() };
        return if is_empty { Ok(none) } else { Err(Wrong::value("body", "The body is not expected.")) };
    };
    let sent = request.header("content-type").unwrap_or_default();
    let kind = sent.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case(&facts.content) {
        return Err(Wrong::ContentType);
    }
    let body = match facts.content.as_str() {
        "multipart/form-data" => multipart::read(sent, &request.body, &facts.schema)?,
        _ => json(&request.body)?,
    };
    Wrong::unless_empty(facts.schema.problems(&body.value, ""))?;
    Ok(body)
}

fn json(bytes: &[u8]) -> Result<Body, Wrong> {
    let value = serde_json::from_slice(bytes).map_err(|_| Wrong::Malformed)?;
    Ok(Body { value, files: Vec::new() })
}
