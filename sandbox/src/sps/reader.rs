//! Bodies that were sent: what is taken of them, what is dropped in silence, what is refused at once.
//!
//! Dropped are unknown members at any depth and optional members of a wrong type. Refused are missing members that are
//! required, values of a wrong form, and objects where a key belongs.

use super::keys::Keys;
use super::shape::{Form, Kind, Member, PASSWORDS, Shape, Target};
use crate::wrong::Problem;
use serde_json::{Map, Value};
use std::net::IpAddr;

/// Reads a body.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    keys: &'a mut Keys,
    /// The keys of passwords that stood in the body in plain.
    pub(super) minted: Vec<String>,
}

/// Why a value is not taken.
#[derive(Debug)]
enum Wrong {
    /// Of another type. An optional member is dropped for it.
    Type(Problem),
    /// The request is refused for it.
    Form(Problem),
}

impl Wrong {
    fn into_problem(self) -> Problem {
        match self {
            Wrong::Type(problem) | Wrong::Form(problem) => problem,
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(keys: &'a mut Keys) -> Reader<'a> {
        Reader { keys, minted: Vec::new() }
    }

    /// The body as it is stored: all members there, references as keys.
    pub(super) fn body(&mut self, shape: &Shape, sent: &Value) -> Result<Value, Problem> {
        self.value(shape, sent, "").map_err(Wrong::into_problem)
    }

    fn value(&mut self, shape: &Shape, sent: &Value, place: &str) -> Result<Value, Wrong> {
        if sent.is_null() && (shape.nullable || matches!(shape.kind, Kind::Reference(_))) {
            return Ok(Value::Null);
        }
        match &shape.kind {
            Kind::Any => Ok(sent.clone()),
            Kind::Text(form) => text(*form, sent, place),
            Kind::Truth if sent.is_boolean() => Ok(sent.clone()),
            Kind::Integer(limits) => match sent.as_i64() {
                Some(number) if limits.contains(&number) => Ok(sent.clone()),
                Some(_) => Err(form(place, "The number is out of range")),
                None => Err(kind(place)),
            },
            Kind::Choice(choices) => match sent.as_str() {
                Some(chosen) if choices.iter().any(|choice| choice == chosen) => Ok(sent.clone()),
                Some(_) => Err(form(place, "The value is none of the choices")),
                None => Err(kind(place)),
            },
            Kind::Reference(target) => self.reference(target, sent, place),
            Kind::List(item) => self.list(item, sent, place),
            Kind::Keyed(entry) => self.keyed(entry, sent, place),
            Kind::Object(members) => self.object(members, sent, place),
            Kind::Truth => Err(kind(place)),
        }
    }

    fn reference(&mut self, target: &Target, sent: &Value, place: &str) -> Result<Value, Wrong> {
        if sent.is_string() {
            return Ok(sent.clone());
        }
        let inline = sent.as_object().filter(|members| members.len() == 1).and_then(|members| members.get("plain"));
        if target.collection == PASSWORDS && inline.is_some_and(Value::is_string) {
            let key = self.keys.uuid();
            self.minted.push(key.clone());
            return Ok(Value::from(key));
        }
        Err(form(place, "A reference is a key"))
    }

    fn list(&mut self, item: &Shape, sent: &Value, place: &str) -> Result<Value, Wrong> {
        let items = sent.as_array().ok_or_else(|| kind(place))?;
        let numbered = items.iter().enumerate();
        let read = numbered.map(|(index, sent)| self.strictly(item, sent, &inside(place, &index.to_string())));
        read.collect::<Result<_, _>>().map(Value::Array)
    }

    fn keyed(&mut self, entry: &Shape, sent: &Value, place: &str) -> Result<Value, Wrong> {
        let entries = sent.as_object().ok_or_else(|| kind(place))?;
        let mut read = Map::new();
        for (key, sent) in entries {
            let value = if key == "@order" { sent.clone() } else { self.strictly(entry, sent, &inside(place, key))? };
            read.insert(key.clone(), value);
        }
        Ok(Value::Object(read))
    }

    fn strictly(&mut self, shape: &Shape, sent: &Value, place: &str) -> Result<Value, Wrong> {
        self.value(shape, sent, place).map_err(|wrong| Wrong::Form(wrong.into_problem()))
    }

    fn object(&mut self, members: &[Member], sent: &Value, place: &str) -> Result<Value, Wrong> {
        let sent = sent.as_object().ok_or_else(|| kind(place))?;
        let mut read = Map::new();
        for member in members.iter().filter(|member| member.exists_in(sent)) {
            if let Some(value) = self.member(member, sent.get(&member.name), &inside(place, &member.name))? {
                read.insert(member.name.clone(), value);
            }
        }
        Ok(Value::Object(read))
    }

    /// What only some choices require may be missing until the whole configuration is looked at.
    fn member(&mut self, member: &Member, sent: Option<&Value>, place: &str) -> Result<Option<Value>, Wrong> {
        let read = sent.map(|sent| self.value(&member.shape, sent, place));
        match read {
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(Wrong::Type(_))) if !member.is_needed => Ok(self.blank(member, place)),
            Some(Err(wrong)) => Err(Wrong::Form(wrong.into_problem())),
            None if !member.is_needed => Ok(self.blank(member, place)),
            None if !member.choices.is_empty() => Ok(None),
            None => Err(form(place, "The element is required")),
        }
    }

    fn blank(&mut self, member: &Member, place: &str) -> Option<Value> {
        let shape = &member.shape;
        if !member.choices.is_empty() && shape.default.is_none() {
            return None;
        }
        match (&shape.kind, &shape.default) {
            (_, None) if shape.nullable => Some(Value::Null),
            (Kind::Object(_), default) => {
                let empty = Value::Object(Map::new());
                let whole = self.value(shape, default.as_ref().unwrap_or(&empty), place);
                Some(whole.unwrap_or(Value::Null))
            }
            (_, Some(default)) => Some(default.clone()),
            (Kind::Text(_), None) => Some(Value::from("")),
            (Kind::Truth, None) => Some(Value::from(false)),
            (Kind::List(_), None) => Some(Value::Array(Vec::new())),
            (Kind::Keyed(_), None) => Some(Value::Object(Map::new())),
            _ => Some(Value::Null),
        }
    }
}

fn text(form_of_text: Form, sent: &Value, place: &str) -> Result<Value, Wrong> {
    let text = sent.as_str().ok_or_else(|| kind(place))?;
    let fits = match form_of_text {
        Form::Free | Form::Word | Form::PlainUrl => true,
        Form::Address => text.parse::<IpAddr>().is_ok(),
        Form::Network => is_network(text),
        Form::Pem => text.starts_with("-----BEGIN ") && text.trim_end().ends_with("-----"),
    };
    if fits { Ok(sent.clone()) } else { Err(form(place, "The text is not written as it must be")) }
}

fn is_network(text: &str) -> bool {
    let Some((address, prefix)) = text.split_once('/') else { return false };
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    prefix.parse::<u8>().is_ok_and(|prefix| prefix <= most)
}

fn form(place: &str, message: &str) -> Wrong {
    Wrong::Form(Problem::new(place, message))
}

fn kind(place: &str) -> Wrong {
    Wrong::Type(Problem::new(place, "The value is of a wrong type"))
}

pub(super) fn inside(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}
