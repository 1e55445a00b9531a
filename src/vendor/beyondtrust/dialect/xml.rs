//! Answers in XML, by one rule: attributes and child elements are members, by their names without a namespace, in their
//! order; an element that has neither is its text; text beside them is the member `#text`. An element that may stand more
//! than once is always an array, and so is any other that does. Values stay texts, as XML has no other.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value};

use super::permission;
use crate::dialect::garbled;
use crate::failure::Code;
use crate::http::{Fault, Refusal, Reply, Request};
use crate::record::Record;

/// The member for text beside attributes and child elements.
const TEXT: &str = "#text";
/// The root, or a member of it, that says no in an answer whose status says yes.
const ERROR: &str = "error";
/// The root that says what was done, in words.
const SUCCESS: &str = "success";
/// What answers that are nested deeper are, is not known.
const DEEPEST: usize = 64;

/// Elements that may stand more than once where they stand.
const MANY: &[&str] = &[
    "answer",
    "appliance",
    "appliance_summary",
    "connected_client",
    "count",
    "custom_attribute",
    "customer",
    "event",
    "event_archive",
    "exit_survey",
    "ip",
    "issue",
    "license_time_interval",
    "permission",
    "question",
    "rep",
    "representative",
    "session",
    "session_summary",
    "state_archive",
    "summary",
    "support_team",
    "team_activity",
    "value",
    "vault_account_activity",
];

/// The paths of the site that answer in XML.
pub(super) fn speaks(request: &Request) -> bool {
    ["/api/command", "/api/reporting"].iter().any(|path| request.url.path().ends_with(path))
}

/// The records of an answer, and whether they are a list.
pub(super) fn records(sent: &Request, reply: &Reply) -> Result<(Vec<Record>, bool), Fault> {
    let text = std::str::from_utf8(&reply.body).map_err(|_| garbled(sent, reply, "it is no UTF-8"))?;
    let no_xml = |cause: String| garbled(sent, reply, &format!("it is no XML: {cause}"));
    let Document { root, value, items } = parse(text, sent.answer).map_err(no_xml)?;
    if root.eq_ignore_ascii_case("html") {
        return Err(garbled(sent, reply, "it is HTML, as of a proxy or a login page"));
    }
    let error = if root == ERROR { Some(&value) } else { value.get(ERROR) };
    if let Some(error) = error {
        return Err(Fault::Refused(refusal(sent, reply, error)));
    }
    if sent.save.is_some() {
        return Err(garbled(sent, reply, "it is XML, and no file"));
    }
    Ok(match (sent.answer, value) {
        (Some(path), value) if items.is_empty() && !is_empty_list(&root, &value, path) => {
            return Err(garbled(sent, reply, &format!("it is no list, but a `{root}`")));
        }
        (Some(_), _) => (items, true),
        // Words alone are said of what was done; what else says some is of no answer.
        (None, Value::String(words)) if !words.is_empty() && root != SUCCESS => {
            return Err(garbled(sent, reply, &format!("it is words alone, in a `{root}`")));
        }
        (None, text @ Value::String(_)) => (vec![Record::from(Value::Object(Map::from_iter([(root, text)])))], false),
        (None, value) => (vec![Record::from(value)], false),
    })
}

/// An empty list has nothing in its root, or a root that is named after what it would hold. What is neither is no list.
fn is_empty_list(root: &str, value: &Value, path: &str) -> bool {
    let element = path.split('.').next().unwrap_or(path);
    // Of `activity` there are `activities`.
    let is_named_after = root.contains(element.strip_suffix('y').unwrap_or(element));
    value.as_str() == Some("") || is_named_after || value.get(element).is_some()
}

/// A missing permission is told as one, or as if there were nothing at that address.
fn refusal(sent: &Request, reply: &Reply, error: &Value) -> Refusal {
    let said = error.as_str().or_else(|| error[TEXT].as_str()).unwrap_or_default();
    let message = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_denied = message.contains(permission::MISSING) || message.to_lowercase().contains("permission");
    Refusal {
        status: reply.status,
        means: if is_denied { Some(Code::Forbidden) } else { is_missing(&message).then_some(Code::NotFound) },
        hint: is_denied.then(|| permission::hint(sent)).flatten(),
        code: error["code"].as_str().map(str::to_owned),
        message: Some(message).filter(|text| !text.is_empty()),
        ..Refusal::default()
    }
}

/// The words are all that tells a thing that is not there from a request that is wrong.
fn is_missing(message: &str) -> bool {
    let words = message.to_lowercase();
    let says_none = words.starts_with("no ") && (words.starts_with("no such ") || words.contains(" found"));
    says_none || words.contains("not found") || words.contains("does not exist")
}

#[derive(Default)]
struct Element {
    name: String,
    members: Map<String, Value>,
    text: String,
}

impl Element {
    fn of(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut element = Self { name: start.local_name().as_ref().to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            element.put(attribute.key.local_name().as_ref().to_owned(), Value::from(value.into_owned()), false);
        }
        Ok(element)
    }

    fn put(&mut self, name: String, value: Value, is_one_of_many: bool) {
        match self.members.get_mut(&name) {
            Some(Value::Array(items)) => items.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None if is_one_of_many => drop(self.members.insert(name, Value::Array(vec![value]))),
            None => drop(self.members.insert(name, value)),
        }
    }

    fn into_value(mut self) -> Value {
        let text = self.text.trim();
        match (self.members.is_empty(), text.is_empty()) {
            (true, _) => Value::from(text),
            (false, true) => Value::Object(self.members),
            (false, false) => {
                self.members.insert(TEXT.to_owned(), Value::from(text));
                Value::Object(self.members)
            }
        }
    }
}

struct Document {
    /// The name of the root.
    root: String,
    /// What is in it, without the items.
    value: Value,
    items: Vec<Record>,
}

/// Elements of the path below the root, in dots, are items: a report is large, and each is made a record as soon as it ends.
fn parse(text: &str, path: Option<&str>) -> Result<Document, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut items = Vec::new();
    loop {
        let ended = match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) if open.len() < DEEPEST => {
                open.push(Element::of(&start)?);
                None
            }
            Event::Start(_) => return Err("it is nested too deep".to_owned()),
            Event::Empty(start) => Some(Element::of(&start)?),
            Event::End(_) => open.pop(),
            Event::Eof => return Err("it ends early".to_owned()),
            event => {
                add_text(open.last_mut(), &event)?;
                None
            }
        };
        let Some(element) = ended else { continue };
        let is_item = path.is_some_and(|path| stands_at(path, &open, &element.name));
        let name = element.name.clone();
        match open.last_mut() {
            Some(_) if is_item => items.push(Record::from(element.into_value())),
            Some(around) => around.put(name.clone(), element.into_value(), MANY.contains(&&*name)),
            None => return Ok(Document { root: name, value: element.into_value(), items }),
        }
    }
}

/// Whether an element of this name, in those that are open, is at the path below the first of them.
fn stands_at(path: &str, open: &[Element], name: &str) -> bool {
    let around = open.iter().skip(1).map(|element| element.name.as_str());
    !open.is_empty() && path.split('.').eq(around.chain([name]))
}

fn add_text(element: Option<&mut Element>, event: &Event<'_>) -> Result<(), String> {
    let Some(element) = element else { return Ok(()) };
    match event {
        Event::Text(text) => element.text.push_str(&text.xml10_content()),
        Event::CData(text) => element.text.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => element.text.push_str(&meaning(reference)?),
        _ => {}
    }
    Ok(())
}

/// The five that XML has, and characters by number. What a document defines for itself is not looked up.
fn meaning(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    let known = quick_xml::escape::resolve_xml_entity(&name);
    known.map(str::to_owned).ok_or_else(|| "it has an unknown entity".to_owned())
}

#[cfg(test)]
mod tests;
