//! The form of each object's body, read from `shapes.json`: members, types, defaults, and which choice they belong to.
//!
//! A member is written `name[!][@choice,...][~protocol,...]`: `!` is required, `@` says with which `selection` (or `on`
//! for `enabled`) it exists at all, `~` in which protocols. A type is `kind[?] [limits][=default]`, `?` may be null.
//! What the vendor's documents do not name (the limits of a channel's rule, most policies) is made up here in the
//! vendor's manner; no client may rely on those names.

use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// A type with what a missing value becomes.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    pub(super) default: Option<Value>,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Any,
    Text(Form),
    Integer(RangeInclusive<i64>),
    Truth,
    Choice(Vec<String>),
    Reference(Target),
    List(Box<Shape>),
    /// Entries under keys, with their order in `@order`.
    Keyed(Box<Shape>),
    Object(Vec<Member>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Free,
    /// Without whitespace; the box says so only when it looks at the whole configuration.
    Word,
    Address,
    Network,
    /// `http://` without a password.
    PlainUrl,
    Pem,
}

/// What a reference leads to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The collection, from `/api/configuration/`.
    pub(super) collection: String,
    /// Shown as a key, and not as an object.
    pub(super) is_bare: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) is_needed: bool,
    /// The choices it belongs to; all of them, if empty.
    pub(super) choices: Vec<String>,
    pub(super) shape: Shape,
}

impl Member {
    pub(super) fn exists_in(&self, body: &Map<String, Value>) -> bool {
        self.choices.is_empty() || choice(body).is_some_and(|chosen| self.choices.iter().any(|known| known == chosen))
    }
}

/// What decides about the members beside it.
fn choice(body: &Map<String, Value>) -> Option<&str> {
    match (body.get("selection"), body.get("enabled")) {
        (Some(selection), _) => selection.as_str(),
        (None, Some(Value::Bool(true))) => Some("on"),
        _ => None,
    }
}

/// All shapes, by their names.
#[derive(Debug)]
pub(super) struct Shapes(Map<String, Value>);

impl Shapes {
    pub(super) fn new() -> Shapes {
        Shapes(serde_json::from_str(include_str!("configuration/shapes.json")).expect(LAW))
    }

    /// `$` in references is the protocol.
    pub(super) fn shape(&self, name: &str, protocol: &str) -> Shape {
        self.read(&self.0[name], protocol)
    }

    fn read(&self, written: &Value, protocol: &str) -> Shape {
        match written {
            Value::Array(items) => Shape::of(Kind::List(Box::new(self.read(&items[0], protocol)))),
            Value::Object(members) => self.object(members, protocol),
            _ => self.word(written.as_str().expect(LAW), protocol),
        }
    }

    fn object(&self, members: &Map<String, Value>, protocol: &str) -> Shape {
        if let Some(entry) = members.get("*") {
            return Shape::of(Kind::Keyed(Box::new(self.read(entry, protocol))));
        }
        let named = members.iter().filter(|(name, _)| *name != "=");
        let read = named.filter_map(|(name, written)| self.member(name, written, protocol)).collect();
        Shape { default: members.get("=").cloned(), ..Shape::of(Kind::Object(read)) }
    }

    fn member(&self, written: &str, shape: &Value, protocol: &str) -> Option<Member> {
        let (written, protocols) = written.split_once('~').unwrap_or((written, ""));
        if !protocols.is_empty() && !protocols.split(',').any(|known| known == protocol) {
            return None;
        }
        let (name, choices) = written.split_once('@').unwrap_or((written, ""));
        Some(Member {
            name: name.trim_end_matches('!').to_owned(),
            is_needed: name.ends_with('!'),
            choices: choices.split(',').filter(|choice| !choice.is_empty()).map(str::to_owned).collect(),
            shape: self.read(shape, protocol),
        })
    }

    fn word(&self, written: &str, protocol: &str) -> Shape {
        let (written, default) = written.split_once('=').map_or((written, None), |(kind, value)| (kind, Some(value)));
        let (kind, rest) = written.split_once(' ').unwrap_or((written, ""));
        if kind == "use" {
            return self.shape(rest, protocol);
        }
        let nullable = kind.ends_with('?');
        let kind = kind_of(kind.trim_end_matches('?'), rest, protocol);
        let is_plain = matches!(kind, Kind::Integer(_) | Kind::Truth);
        let parsed = |text: &str| if is_plain { serde_json::from_str(text).expect(LAW) } else { Value::from(text) };
        Shape { kind, nullable, default: default.map(parsed) }
    }
}

fn kind_of(kind: &str, rest: &str, protocol: &str) -> Kind {
    let target =
        |collection: &str, is_bare| Kind::Reference(Target { collection: collection.replace('$', protocol), is_bare });
    match kind {
        "any" => Kind::Any,
        "text" => Kind::Text(Form::Free),
        "word" => Kind::Text(Form::Word),
        "ip" => Kind::Text(Form::Address),
        "cidr" => Kind::Text(Form::Network),
        "plain_url" => Kind::Text(Form::PlainUrl),
        "pem" => Kind::Text(Form::Pem),
        "bool" => Kind::Truth,
        "int" => Kind::Integer(limits(rest)),
        "enum" => Kind::Choice(rest.split('|').map(str::to_owned).collect()),
        "ref" => target(rest, false),
        "key" => target(rest, true),
        "secret" => target(PASSWORDS, false),
        _ => unreachable!("{LAW}: {kind}"),
    }
}

fn limits(written: &str) -> RangeInclusive<i64> {
    let (least, most) = written.split_once("..").expect(LAW);
    least.parse().expect(LAW)..=most.parse().expect(LAW)
}

impl Shape {
    fn of(kind: Kind) -> Shape {
        Shape { kind, nullable: false, default: None }
    }

    /// The shape of what has no body.
    pub(super) fn none() -> Shape {
        Shape::of(Kind::Any)
    }
}

/// References to it may be given as `{"plain": ...}`, and each of its keys is used once.
pub(super) const PASSWORDS: &str = "passwords";

const LAW: &str = "the file of shapes is written as described above";
