//! An operation and what was given for it become a request. Pure: the part that is easy to get wrong is trivial to test.

mod body;
mod check;

pub use body::{id_value, mask_refused};
pub use check::check_given;

use reqwest::Method;
use serde_json::Value;
use url::Url;

use crate::catalog::{Argument, Body, Effect, Kind, Operation, Place, Term, kebab};
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::{Expected, Repeat, Request, add_pairs};

/// The request for `operation`, below `base`.
pub fn plan(base: &Url, operation: &Operation, given: &Given) -> Result<Request, Failure> {
    let mut url = join(base, &path(operation, given)?)?;
    add_query(&mut url, operation, given);
    let method = Method::from_bytes(operation.verb.as_bytes()).expect("the laws of the tables check every verb");
    let mut request = Request::new(method, url, repeat(operation.effect));
    request.name = operation.name.to_owned();
    request.pages = operation.paging;
    request.answer = operation.answer;
    request.no_file = operation.no_file;
    request.expected = expected(operation, given);
    check_given(operation, given)?;
    operation.check.map_or(Ok(()), |check| check(given))?;
    body::put(request, operation, given)
}

/// Whether a request of this effect may be sent twice.
pub fn repeat(effect: Effect) -> Repeat {
    if effect.is_change() { Repeat::OnlyIfUnsent } else { Repeat::Freely }
}

/// `path` below `base`. Appended as text: joining by the rules of URLs would drop the base's own path.
pub fn join(base: &Url, path: &str) -> Result<Url, Failure> {
    let text = format!("{}{path}", base.as_str().trim_end_matches('/'));
    Url::parse(&text).map_err(|error| Failure::usage(format!("`{path}` is no path: {error}")))
}

/// One path segment of opaque text.
pub fn encode(id: &str) -> String {
    url::form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>().replace('+', "%20").replace('*', "%2A")
}

fn path(operation: &Operation, given: &Given) -> Result<String, Failure> {
    let given_detour = operation
        .arguments
        .iter()
        .any(|argument| argument.place == Place::Detour && given.values.contains_key(argument.name));
    let mut path = operation.detour.filter(|_| given_detour).unwrap_or(operation.path).to_owned();
    let in_path = |place| place == Place::Path || (given_detour && place == Place::Detour);
    for slot in operation.arguments.iter().filter(|argument| in_path(argument.place)) {
        let value = given.text(slot.name).unwrap_or_default();
        if slot.kind == Kind::Integer && !is_whole(&value) {
            return Err(Failure::usage(format!("`{value}` is no whole number, which {} takes", flag_of(slot))));
        }
        let segments: Vec<&str> = match slot.segments {
            true => value.trim_matches('/').split('/').collect(),
            false => vec![&value],
        };
        // An empty segment, or dots, would be another path.
        if segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Err(Failure::usage(format!("`{value}` is no value for {}", flag_of(slot))));
        }
        let encoded: Vec<String> = segments.into_iter().map(encode).collect();
        path = path.replace(&format!("{{{}}}", slot.name), &encoded.join("/"));
    }
    Ok(path)
}

fn is_whole(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How a positional is called in help: `access_id` is `ACCESS_ID`.
pub fn placeholder(name: &str) -> String {
    kebab(name).to_uppercase().replace('-', "_")
}

fn add_query(url: &mut Url, operation: &Operation, given: &Given) {
    if operation.body != Body::Form {
        add_pairs(url, operation.select.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    if operation.body == Body::None {
        let left = operation.fixed.iter().filter(|(name, _)| !given.values.contains_key(*name));
        add_pairs(url, left.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    }
    let known = operation.arguments.iter().filter(|argument| argument.place == Place::Query);
    let pairs: Vec<(String, String)> = known
        .filter_map(|argument| {
            let value = given.values.get(argument.name)?;
            Some((argument.vendor_name().to_owned(), text_of(&as_sent(argument, value))))
        })
        .chain(given.parameters.iter().cloned())
        .collect();
    add_pairs(url, with_terms(pairs, operation, given));
}

/// The terms that flags stand for join the expression that was given, or make one.
fn with_terms(mut pairs: Vec<(String, String)>, operation: &Operation, given: &Given) -> Vec<(String, String)> {
    for argument in operation.arguments {
        let Some((term, value)) = argument.term.zip(given.values.get(argument.name)) else {
            continue;
        };
        let term_text = worded(&term, value);
        match pairs.iter_mut().find(|(name, _)| name == term.parameter) {
            Some((_, expression)) => *expression = format!("{expression} AND {term_text}"),
            None => pairs.push((term.parameter.to_owned(), term_text)),
        }
    }
    pairs
}

/// What records must show if the vendor filters by the terms that were given.
fn expected(operation: &Operation, given: &Given) -> Vec<Expected> {
    let shown = operation.arguments.iter().filter_map(|argument| {
        let (term, value) = (argument.term.filter(|term| !term.shown.is_empty())?, given.values.get(argument.name)?);
        let values = match value {
            Value::Bool(asked) => vec![Value::Bool(*asked != term.inverted)],
            Value::Array(values) => values.clone(),
            value => vec![value.clone()],
        };
        Some(Expected { flag: argument.flag(), places: term.shown, values })
    });
    shown.collect()
}

fn worded(term: &Term, value: &Value) -> String {
    match value {
        Value::Bool(false) => term.negated.to_owned(),
        Value::Bool(true) => term.form.to_owned(),
        Value::Array(values) => term.form.replace("{}", &values.iter().map(text_of).collect::<Vec<_>>().join(", ")),
        value => term.form.replace("{}", &text_of(value)),
    }
}

/// A value as the vendor writes it.
fn as_sent(argument: &Argument, value: &Value) -> Value {
    match value {
        Value::Bool(yes) if argument.digit => Value::from(u8::from(*yes)),
        value => value.clone(),
    }
}

fn flag_of(argument: &Argument) -> String {
    match argument.place {
        Place::Path => placeholder(argument.name),
        _ => format!("--{}", argument.flag()),
    }
}

#[cfg(test)]
mod tests;
