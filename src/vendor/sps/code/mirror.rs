//! What the box has, read once: answers by their paths, the entries of collections, and their names.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use super::body::inside;
use super::file::{ROOT, entry_path, url_path};
use super::known::Known;
use super::references::{Names, Pattern, is_nameless};
use crate::http::{Fault, Refusal, Request};
use crate::plan::join;
use crate::record::Record;
use crate::session::Session;
use crate::workflow::Work;

/// One entry of a collection.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Object {
    /// What the box calls it.
    pub(super) key: String,
    /// What people call it.
    pub(super) name: Option<String>,
    /// The answer that shows it, or the item of a list.
    pub(super) answer: Value,
}

impl Object {
    fn of(answer: &Value) -> Option<Self> {
        let key = answer["key"].as_str()?.to_owned();
        let name = inside(answer)["name"].as_str().map(str::to_owned);
        Some(Self { key, name, answer: answer.clone() })
    }

    /// Objects that came with the box cannot be deleted.
    pub(super) fn is_built_in(&self) -> bool {
        self.key.strip_prefix('-').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The name, or the key where there is none.
    pub(super) fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.key)
    }
}

/// An answer, or the status with which the box keeps it to itself.
pub(super) type Answer = Result<Rc<Value>, u16>;

/// Reads the box and remembers it.
pub(super) struct Mirror<'s> {
    session: &'s Session,
    base: &'s Url,
    /// Secrets that the box has already.
    pub(super) known: Known<'s>,
    answers: RefCell<BTreeMap<String, Answer>>,
    entries: RefCell<BTreeMap<String, Option<Rc<Vec<Object>>>>>,
}

impl<'s> Mirror<'s> {
    /// Of the box that the conversation is with.
    pub(super) fn new(work: &'s Work<'_>, session: &'s Session) -> Self {
        let (base, known) = (work.account.url(), Known::new(work.state));
        Self { session, base, known, answers: RefCell::default(), entries: RefCell::default() }
    }

    /// What is at this place below the configuration.
    pub(super) async fn answer(&self, path: &str) -> Result<Answer, Fault> {
        let place = if path.is_empty() { ROOT.to_owned() } else { url_path(path) };
        self.ask(&place).await
    }

    async fn ask(&self, place: &str) -> Result<Answer, Fault> {
        if let Some(answer) = self.answers.borrow().get(place) {
            return Ok(answer.clone());
        }
        let answer = self.read(place).await?;
        self.answers.borrow_mut().insert(place.to_owned(), answer.clone());
        Ok(answer)
    }

    /// The same, whatever was read before.
    pub(super) async fn read(&self, place: &str) -> Result<Answer, Fault> {
        let mut request = Request { fresh: true, ..Request::get(join(self.base, place)?) };
        request.name = format!("read {place}");
        let reply = self.session.send(&request).await?;
        match self.session.read(&request, &reply) {
            Ok(_) => Ok(Ok(Rc::new(Record::from_json_bytes(reply.body).parse()?))),
            Err(Fault::Refused(Refusal { status: status @ (403..=405), .. })) => Ok(Err(status)),
            Err(fault) => Err(fault),
        }
    }

    /// The entries of a collection in their order; `None` where the box shows none.
    pub(super) async fn entries(&self, collection: &str) -> Result<Option<Rc<Vec<Object>>>, Fault> {
        if let Some(entries) = self.entries.borrow().get(collection) {
            return Ok(entries.clone());
        }
        let entries = self.read_entries(collection).await?.map(Rc::new);
        self.entries.borrow_mut().insert(collection.to_owned(), entries.clone());
        Ok(entries)
    }

    async fn read_entries(&self, collection: &str) -> Result<Option<Vec<Object>>, Fault> {
        let Ok(answer) = self.answer(collection).await? else { return Ok(None) };
        let Some(items) = answer["items"].as_array() else { return Ok(None) };
        let mut objects: Vec<Object> = items.iter().filter_map(Object::of).collect();
        for object in objects.iter_mut().filter(|object| object.answer["body"].is_null()) {
            if let Ok(answer) = self.ask(&entry_path(collection, &object.key)).await? {
                *object = Object::of(&answer).unwrap_or_else(|| object.clone());
            }
        }
        Ok(Some(objects))
    }

    /// What the entries of a collection are called; `None` where that cannot be known.
    pub(super) async fn names(&self, collection: &str) -> Result<Option<Names>, Fault> {
        if is_nameless(collection) {
            return Ok(None);
        }
        let entries = self.entries(collection).await?;
        Ok(entries.map(|entries| Names::new(entries.iter().map(|entry| (entry.key.clone(), entry.name.clone())))))
    }

    /// What refers to what in the objects of a collection, or in the one object that there is.
    pub(super) async fn pattern(&self, path: &str) -> Result<Pattern, Fault> {
        match self.entries(path).await? {
            Some(entries) => Ok(Pattern::of(path, entries.iter().map(|entry| &entry.answer))),
            None => Ok(Pattern::of(path, self.answer(path).await?.iter().map(|answer| &**answer))),
        }
    }

    /// The same body with names in the place of keys, where a name means that one thing alone.
    pub(super) async fn named(&self, pattern: &Pattern, body: &Value) -> Result<Value, Fault> {
        let mut named = body.clone();
        for reference in pattern.references(body) {
            let names = self.names(&reference.collection).await?;
            if let Some(name) = names.as_ref().and_then(|names| names.name_of(&reference.value)) {
                put(&mut named, &reference.pointer, name);
            }
        }
        Ok(named)
    }

    /// The keys of an ordered collection as its order has them; `None` where it has no order.
    pub(super) async fn order(&self, collection: &str) -> Result<Option<(Vec<String>, Rc<Value>)>, Fault> {
        let Ok(listed) = self.answer(collection).await? else { return Ok(None) };
        if listed["meta"]["order"].as_str().is_none() {
            return Ok(None);
        }
        let order = self.ask(&order_path(collection)).await?;
        Ok(order.ok().map(|answer| (super::order::keys(&answer), answer)))
    }
}

/// Where the order of a collection is.
pub(super) fn order_path(collection: &str) -> String {
    format!("{}/@order", url_path(collection))
}

/// Put a text where a pointer leads.
pub(super) fn put(body: &mut Value, pointer: &str, text: &str) {
    if let Some(place) = body.pointer_mut(pointer) {
        *place = Value::from(text);
    }
}
