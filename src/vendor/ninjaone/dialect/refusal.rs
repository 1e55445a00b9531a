//! NinjaOne's three shapes of errors, and what comes instead of one: a bare string, or a page of HTML.

use serde_json::Value;

use crate::dialect::{few_words, of_unknown_end, short};
use crate::failure::Code;
use crate::given::text_of;
use crate::http::{Fault, Refusal, Reply, Request};

/// More of a message than this is of no use to anybody.
const LONGEST: usize = 160;

/// An answer that says no.
pub(super) fn read(sent: &Request, reply: &Reply) -> Fault {
    let body: Option<Value> = serde_json::from_slice(&reply.body).ok();
    let words = body.as_ref().and_then(words);
    if let Some(fault) = of_unknown_end(sent, reply, words.is_some()) {
        return fault;
    }
    let plain = || Words { message: few_words(reply), ..Words::default() };
    Fault::Refused(refusal(reply, words.unwrap_or_else(plain)))
}

/// An answer whose status says yes, and whose body is one of the vendor's errors.
pub(super) fn inside_success(reply: &Reply) -> Option<Fault> {
    // To look for the member is much cheaper than to parse a page of records.
    if reply.body.len() > 64 << 10 || !has(&reply.body, b"\"incidentId\"") {
        return None;
    }
    let body: Value = serde_json::from_slice(&reply.body).ok()?;
    let is_error = body.get("incidentId").is_some() && body.get("resultCode").is_some();
    is_error.then(|| words(&body)).flatten().map(|words| Fault::Refused(refusal(reply, words)))
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// What is wrong with a success that is no JSON.
pub(super) fn not_json(reply: &Reply) -> String {
    let said = few_words(reply).map(|text| format!(": `{text}`")).unwrap_or_default();
    match reply.is_html() {
        true => format!("it is a page of HTML{said}; the vendor is said to answer so when it limits requests"),
        false => format!("it is no JSON{said}"),
    }
}

#[derive(Default)]
struct Words {
    code: Option<String>,
    message: Option<String>,
    incident: Option<String>,
}

fn words(body: &Value) -> Option<Words> {
    if let Value::String(text) = body {
        return Some(Words { message: short(text, LONGEST), ..Words::default() });
    }
    let text =
        |name: &str| body.get(name).filter(|value| !value.is_null()).map(text_of).filter(|text| !text.is_empty());
    let incident = text("incidentId");
    if let Some(error) = text("error") {
        return Some(Words { message: text("error_description").or(Some(error.clone())), code: Some(error), incident });
    }
    if let Some(code) = text("errorCode") {
        return Some(Words { message: text("message").or(Some(code.clone())), code: Some(code), incident });
    }
    let result = text("resultCode").filter(|word| word != "FAILURE");
    let (code, said) = error_message(body.get("errorMessage"));
    let message = [said.or_else(|| result.clone()).or_else(|| text("message")), text("errorDetails")];
    let message = message.into_iter().flatten().collect::<Vec<_>>().join(": ");
    let words = Words { code: result.or(code), message: short(&message, LONGEST), incident };
    (words.code.is_some() || words.message.is_some() || words.incident.is_some()).then_some(words)
}

/// A sentence, a word for the error, or an object with the word and what it is about.
fn error_message(said: Option<&Value>) -> (Option<String>, Option<String>) {
    match said {
        Some(Value::String(text)) if !text.is_empty() => {
            (Some(text.clone()).filter(|text| !text.contains(' ')), Some(text.clone()))
        }
        Some(Value::Object(object)) => {
            let code = object.get("code").map(text_of);
            let params = object.get("params").and_then(Value::as_object);
            let about = params.into_iter().flatten().map(|(name, value)| format!("{name} = {}", text_of(value)));
            let about = about.collect::<Vec<_>>().join(", ");
            let word = code.clone().unwrap_or_default();
            let said = if about.is_empty() { word } else { format!("{word} ({about})") };
            (code, short(&said, LONGEST))
        }
        _ => (None, None),
    }
}

fn refusal(reply: &Reply, words: Words) -> Refusal {
    let means = words.code.as_deref().and_then(meaning);
    let hint = words.code.as_deref().filter(|code| *code == USER_REQUIRED).map(|_| USER_HINT.to_owned());
    Refusal {
        status: reply.status,
        code: words.code,
        message: words.message,
        request_id: words.incident,
        means,
        hint,
        ..Refusal::default()
    }
}

/// Words that mean more than their status.
fn meaning(code: &str) -> Option<Code> {
    match code {
        "missing_header" | "invalid_header" | "not_authenticated" | "invalid_token" | "expired_token" => {
            Some(Code::Unauthenticated)
        }
        USER_REQUIRED => Some(Code::Forbidden),
        _ => None,
    }
}

/// The call belongs to a person, and the token to a program.
const USER_REQUIRED: &str = "user_context_required";
const USER_HINT: &str =
    "`rmctl auth login -p NAME` logs a user in, where the profile has `grant_type = \"authorization_code\"`";
