//! One change of the box, as a record, as a line, and as a request.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use super::super::compare::{Difference, record};
use super::super::file::{Document, entry_path, url_path};
use super::super::mirror::order_path;
use super::super::order;
use crate::failure::Failure;
use crate::http::{Repeat, Request};
use crate::output::visible;
use crate::plan::join;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Action {
    Create,
    Update,
    Reorder,
    Delete,
}

impl Action {
    /// The word of records.
    pub(in super::super) fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Reorder => "reorder",
            Self::Delete => "delete",
        }
    }
}

/// A key that only an answer before can give.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Open {
    /// Where in the body it goes, as a JSON pointer.
    pub(in super::super) pointer: String,
    /// The collection in which the thing is created.
    pub(in super::super) collection: String,
    /// What it is called.
    pub(in super::super) name: String,
}

/// The keys of what was created, by collection and name.
pub(in super::super) type Made = BTreeMap<(String, String), String>;

impl Open {
    pub(super) fn new(pointer: &str, collection: &str, name: &str) -> Self {
        Self { pointer: pointer.to_owned(), collection: collection.to_owned(), name: name.to_owned() }
    }

    /// What stands there before.
    pub(super) fn placeholder(&self) -> String {
        format!("<key of {} {}>", self.collection, self.name)
    }

    fn key<'m>(&self, made: &'m Made) -> Option<&'m String> {
        made.get(&(self.collection.clone(), self.name.clone()))
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Step {
    /// What is done.
    pub(in super::super) action: Action,
    /// Where.
    pub(in super::super) path: String,
    /// What the object is called.
    pub(in super::super) name: Option<String>,
    /// Its key, where it has one already.
    pub(in super::super) key: Option<String>,
    /// What is sent.
    pub(in super::super) body: Option<Value>,
    /// What it replaces, where it replaces a body.
    pub(in super::super) there: Option<Value>,
    /// What of that is not known yet.
    pub(in super::super) open: Vec<Open>,
    /// What changes, with names for references; the whole body where that comes or goes.
    pub(in super::super) found: Vec<Difference>,
}

impl Step {
    /// One that puts the entries of a collection in order; the names before and after.
    pub(super) fn order(
        document: &Document,
        answer: &Value,
        keys: &[String],
        open: Vec<Open>,
        names: [Vec<String>; 2],
    ) -> Self {
        let [old, new] = names;
        Self {
            action: Action::Reorder,
            path: document.path.clone(),
            name: None,
            key: None,
            body: Some(order::reordered(answer, keys)),
            there: None,
            open,
            found: vec![Difference { member: "@order".into(), old: Some(json!(old)), new: Some(json!(new)) }],
        }
    }

    /// "`telnet/connections` `demo`".
    pub(in super::super) fn words(&self) -> String {
        match self.name.as_ref().or(self.key.as_ref()) {
            Some(name) => format!("`{}` `{}`", visible(&self.path), visible(name)),
            None => format!("`{}`", visible(&self.path)),
        }
    }

    /// The result of the contract.
    pub(in super::super) fn record(&self, made: &Made) -> Value {
        let members = self.found.iter().map(|difference| difference.member.as_str());
        let members: Vec<&str> = members.filter(|member| !member.is_empty()).collect();
        json!({
            "path": self.path,
            "name": self.name,
            "key": self.key_after(made),
            "action": self.action.word(),
            "members": members,
        })
    }

    fn key_after<'m>(&'m self, made: &'m Made) -> Option<&'m String> {
        let created = || made.get(&(self.path.clone(), self.name.clone()?));
        self.key.as_ref().or_else(created)
    }

    /// The records of `diff`: one a member, and one for what is to be created or deleted.
    pub(in super::super) fn differences(&self) -> Vec<Value> {
        let (name, key) = (self.name.as_deref(), self.key.as_deref());
        self.found.iter().map(|difference| record(&self.path, name, key, difference)).collect()
    }

    /// What is done, for people: a line, and one for each member.
    pub(in super::super) fn lines(&self) -> String {
        let members = self.found.iter().flat_map(Difference::lines);
        let members: String = members.map(|line| format!("\n  {}", visible(&line))).collect();
        format!("{} {}{members}", self.action.word(), self.words())
    }

    /// Where the object is that it is about.
    pub(in super::super) fn place(&self) -> String {
        match (&self.action, &self.key) {
            (Action::Reorder, _) => order_path(&self.path),
            (_, Some(key)) => entry_path(&self.path, key),
            (_, None) => url_path(&self.path),
        }
    }

    /// The request, as far as the keys are known.
    pub(in super::super) fn request(&self, base: &Url, made: &Made) -> Result<Request, Failure> {
        let method = match self.action {
            Action::Create => Method::POST,
            Action::Update | Action::Reorder => Method::PUT,
            Action::Delete => Method::DELETE,
        };
        let mut request = Request::new(method, join(base, &self.place())?, Repeat::OnlyIfUnsent);
        request.name = format!("{} {}", self.action.word(), self.words());
        match (&self.action, &self.body) {
            (Action::Delete, _) | (_, None) => Ok(request),
            (_, Some(body)) => Ok(request.json(&self.filled(body, made))),
        }
    }

    /// The body with the keys of what was created before.
    fn filled(&self, body: &Value, made: &Made) -> Value {
        let mut body = body.clone();
        for open in &self.open {
            let Some(key) = open.key(made) else { continue };
            match self.action {
                Action::Reorder => replace_all(&mut body, &open.placeholder(), key),
                _ => super::put(&mut body, &open.pointer, key),
            }
        }
        body
    }
}

fn replace_all(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace_all(item, old, new)),
        Value::Object(members) => members.values_mut().for_each(|member| replace_all(member, old, new)),
        Value::String(text) if text == old => new.clone_into(text),
        _ => {}
    }
}
