//! An operation and what was given for it become a request. Pure: the part that is easy to get wrong is trivial to test.

use reqwest::Method;
use serde_json::{Map, Number, Value, json};
use url::Url;

use crate::catalog::{Argument, Body, Effect, Kind, Operation, Place, Term, kebab, measure};
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::{Content, Expected, HIDDEN, Part, Repeat, Request, add_pairs};

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
    request.sealed = is_sealed(operation);
    check_given(operation, given)?;
    operation.check.map_or(Ok(()), |check| check(given))?;
    match operation.body {
        Body::Multipart => request.content = form(operation, given),
        Body::File(media) => request.content = file(operation, given, media),
        _ => {}
    }
    match body(operation, given)? {
        Some(body) if operation.body == Body::Form => Ok(as_form(request, operation, &body)),
        Some(body) => Ok(request.json(&body)),
        None => Ok(request),
    }
}

/// Whether the body is nothing but a secret.
fn is_sealed(operation: &Operation) -> bool {
    let is_secret = |argument: &Argument| argument.place == Place::Body && argument.secret;
    operation.body == Body::Value && operation.arguments.iter().any(is_secret)
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

/// What the vendor would refuse in any case is refused before anything is sent.
pub fn check_given(operation: &Operation, given: &Given) -> Result<(), Failure> {
    check_required(operation, given)?;
    operation.arguments.iter().try_for_each(|argument| check_limits(argument, given))
}

/// Says nothing of the value itself, which may be a secret.
fn check_limits(argument: &Argument, given: &Given) -> Result<(), Failure> {
    let size = given.values.get(argument.name).and_then(measure);
    match size.filter(|size| !argument.limits.allow(*size)) {
        None => Ok(()),
        Some(size) => {
            let (flag, limits) = (flag_of(argument), argument.limits.of(argument.kind));
            Err(Failure::usage(format!("`{flag}` takes {limits}, not {size}")))
        }
    }
}

fn check_required(operation: &Operation, given: &Given) -> Result<(), Failure> {
    let whole = given.body.is_some() || given.items.is_some();
    let missing = operation.arguments.iter().filter(|argument| {
        let in_body = matches!(argument.place, Place::Body | Place::File);
        argument.required && !given.values.contains_key(argument.name) && !(in_body && whole)
    });
    let flags: Vec<String> = missing.clone().map(|argument| format!("`{}`", flag_of(argument))).collect();
    let failure = match &flags[..] {
        [] => return Ok(()),
        [flag] => Failure::usage(format!("{flag} is required")),
        [flags @ .., last] => Failure::usage(format!("{} and {last} are required", flags.join(", "))),
    };
    Err(failure.hint(missing.map(how_to_say).collect::<Vec<_>>().join("; ")))
}

/// `--account ACCOUNT`, and what that is.
fn how_to_say(argument: &Argument) -> String {
    let value = match argument.values {
        _ if argument.place == Place::Path => String::new(),
        _ if argument.kind == Kind::Boolean => String::new(),
        _ if argument.secret => " @FILE".to_owned(),
        _ if argument.place == Place::File || argument.is_on_disk || argument.kind == Kind::Paths => " PATH".to_owned(),
        [] => format!(" {}", placeholder(argument.name)),
        values => format!(" {}", values.join("|")),
    };
    format!("`{}{value}`: {}", flag_of(argument), argument.help)
}

fn flag_of(argument: &Argument) -> String {
    match argument.place {
        Place::Path => placeholder(argument.name),
        _ => format!("--{}", argument.flag()),
    }
}

fn body(operation: &Operation, given: &Given) -> Result<Option<Value>, Failure> {
    let flags = body_members(operation, given);
    let whole = given.body.clone();
    let body = match (operation.body, whole) {
        (Body::None | Body::Multipart | Body::File(_), _) => return Ok(None),
        (Body::Value, whole) => match whole.or_else(|| flags.into_iter().next().map(|(_, value)| value)) {
            Some(value) => value,
            None => return Ok(None),
        },
        (Body::Object | Body::Form, whole) => overlay(operation, whole, flags)?,
        (Body::DataList, Some(whole)) => over_the_only_item(whole, |whole| whole.get_mut(operation.items), flags)?,
        (Body::DataList, None) => json!({ operation.items: items(operation, given, &flags)? }),
        (Body::List, Some(whole)) => over_the_only_item(whole, |whole| Some(whole), flags)?,
        (Body::List, None) => items(operation, given, &flags)?,
        (Body::Ids, Some(whole)) => whole,
        (Body::Ids, None) => ids_member(operation, given).map_or_else(|| json!([]), |(_, ids)| ids),
    };
    match body {
        body if holds_mask(&body) => Err(mask_refused()),
        body if is_no_change(operation, given, &body) => Err(nothing_to_change()),
        body => Ok(Some(body)),
    }
}

/// Whether members are to be changed and none is named.
fn is_no_change(operation: &Operation, given: &Given, body: &Value) -> bool {
    let changes_members = operation.verb == "PATCH" || operation.name == "update";
    changes_members && given.body.is_none() && body.as_object().is_some_and(Map::is_empty)
}

fn nothing_to_change() -> Failure {
    Failure::usage("it is not said what is to be changed")
        .hint("`--help` lists the flags; `--body JSON` gives members too")
}

/// A mask that came from an earlier answer would become the secret.
pub fn mask_refused() -> Failure {
    Failure::usage(format!("the body holds `{HIDDEN}`, which stands for a secret that was not shown"))
        .hint("read the record again with `--show-secrets`, or leave that member out")
}

/// One item of the flags, one for each id, or those of `--items`, each under the flags.
fn items(operation: &Operation, given: &Given, flags: &Map<String, Value>) -> Result<Value, Failure> {
    let item = |base: Option<Value>| overlay(operation, base, flags.clone());
    match (operation.ids, &given.items) {
        (_, Some(items)) => items.iter().map(|base| item(Some(base.clone()))).collect(),
        (Some(ids), None) if !ids.listed => {
            let bases = given.ids.iter().map(|id| json!({ ids.member: member_value(operation, ids.member, id) }));
            bases.map(|base| item(Some(base))).collect()
        }
        _ => Ok(Value::Array(vec![item(None)?])),
    }
}

/// At the end of the name of an argument whose members are members of the body itself.
const SPREAD: char = '*';

/// The flags, the slots that the body repeats, and the ids that stand beside them.
fn body_members(operation: &Operation, given: &Given) -> Map<String, Value> {
    let members = operation.arguments.iter().filter(|argument| argument.place == Place::Body);
    let given_members = members.filter_map(|argument| Some((argument, given.values.get(argument.name)?)));
    let flags = given_members.flat_map(|(argument, value)| members_of(operation, argument, value));
    let repeated = operation
        .repeated
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), member_value(operation, name, &given.text(name)?))));
    flags.chain(repeated).chain(ids_member(operation, given)).collect()
}

/// The member that an argument is, or the members that it holds.
fn members_of(operation: &Operation, argument: &Argument, value: &Value) -> Vec<(String, Value)> {
    let is_text = operation.texts.contains(&argument.name);
    match (argument.vendor_name().strip_suffix(SPREAD), value) {
        (Some(before), Value::Object(members)) => members
            .iter()
            .map(|(name, value)| {
                (format!("{before}{name}"), if is_text { text_of(value).into() } else { value.clone() })
            })
            .collect(),
        _ => vec![(argument.vendor_name().to_owned(), as_sent(argument, value))],
    }
}

/// A value as the vendor writes it.
fn as_sent(argument: &Argument, value: &Value) -> Value {
    match value {
        Value::Bool(yes) if argument.digit => Value::from(u8::from(*yes)),
        value => value.clone(),
    }
}

fn ids_member(operation: &Operation, given: &Given) -> Option<(String, Value)> {
    let ids = operation.ids.filter(|_| !given.ids.is_empty())?;
    let value_of = |id: &String| member_value(operation, ids.member, id);
    let value = match (ids.listed, operation.body) {
        (true, _) => given.ids.iter().map(value_of).collect(),
        (false, Body::Object | Body::Form) => value_of(&given.ids[0]),
        // Each id is in an item of its own.
        (false, _) => return None,
    };
    Some((ids.member.to_owned(), value))
}

/// An id, or a slot, as this member of the body wants it.
fn member_value(operation: &Operation, member: &str, id: &str) -> Value {
    if operation.texts.contains(&member) { Value::from(id) } else { id_value(id) }
}

/// Ids are opaque, but a vendor that numbers its things wants numbers.
pub fn id_value(id: &str) -> Value {
    let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && (id == "0" || !id.starts_with('0'));
    match id.parse::<Number>() {
        Ok(number) if digits => Value::Number(number),
        _ => Value::from(id),
    }
}

/// What the command stands for, the base over it, and the flags over that.
fn overlay(operation: &Operation, base: Option<Value>, flags: Map<String, Value>) -> Result<Value, Failure> {
    let fixed = operation.fixed.iter();
    let fixed = fixed.map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
    match base {
        None => Ok(Value::Object(fixed.chain(flags).collect())),
        Some(Value::Object(object)) => Ok(Value::Object(fixed.chain(object).chain(flags).collect())),
        Some(other) if flags.is_empty() => Ok(other),
        Some(_) => Err(Failure::usage("flags go over a `--body` that is an object, and this one is not")),
    }
}

fn over_the_only_item(
    mut base: Value,
    list: impl FnOnce(&mut Value) -> Option<&mut Value>,
    flags: Map<String, Value>,
) -> Result<Value, Failure> {
    if flags.is_empty() {
        return Ok(base);
    }
    match list(&mut base).and_then(Value::as_array_mut).map(Vec::as_mut_slice) {
        Some([Value::Object(item)]) => item.extend(flags),
        _ => return Err(Failure::usage("flags go over a `--body` with exactly one item")),
    }
    Ok(base)
}

/// The fields of a form, what selects the operation first.
fn as_form(request: Request, operation: &Operation, body: &Value) -> Request {
    let members = body.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), text_of(value)));
    let select = operation.select.map(|(name, value)| (name, value.to_owned()));
    let fields: Vec<(&str, String)> = select.into_iter().chain(members).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    request.form(&fields)
}

/// The one file that is the body.
fn file(operation: &Operation, given: &Given, media: &'static str) -> Content {
    let argument = operation.arguments.iter().find(|argument| argument.place == Place::File);
    match argument.and_then(|argument| given.text(argument.name)) {
        Some(path) => Content::File { path: path.into(), media },
        None => Content::Empty,
    }
}

/// The parts of a form: files by their path, everything else as text, lists part by part.
fn form(operation: &Operation, given: &Given) -> Content {
    let mut parts = Vec::new();
    for argument in operation.arguments {
        let Some(value) = given.values.get(argument.name) else {
            continue;
        };
        let text = |name: String, value: &Value| Part::Text { name, text: text_of(value) };
        match (argument.place, value) {
            (Place::File, path) => {
                parts.push(Part::File { name: argument.name.to_owned(), path: text_of(path).into() })
            }
            (Place::Body, Value::Array(items)) => {
                parts.extend(items.iter().map(|item| text(format!("{}[]", argument.name), item)));
            }
            (Place::Body, object @ Value::Object(_)) => {
                parts.push(Part::Json { name: argument.name.to_owned(), json: object.to_string() });
            }
            (Place::Body, value) => parts.push(text(argument.name.to_owned(), value)),
            _ => {}
        }
    }
    Content::Form(parts)
}

fn holds_mask(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(HIDDEN),
        Value::Array(items) => items.iter().any(holds_mask),
        Value::Object(object) => object.values().any(holds_mask),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
