//! The body of a request: members, items, ids, or the parts of a form.

use serde_json::{Map, Number, Value, json};

use super::as_sent;
use crate::catalog::{Argument, Body, Operation, Place};
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::{Content, HIDDEN, Part, Request};

/// The request, with what was given in its body.
pub(super) fn put(mut request: Request, operation: &Operation, given: &Given) -> Result<Request, Failure> {
    request.sealed = is_sealed(operation);
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
