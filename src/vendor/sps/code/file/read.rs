//! Reads documents: from files, from folders with all that is below them, from standard input.

use std::path::Path;

use serde_json::{Map, Value};

use super::{Document, tidy};
use crate::documents::{self, shown};
use crate::failure::Failure;

const MEMBERS: [&str; 5] = ["path", "name", "key", "body", "order"];

/// All documents of what was typed: paths, and under `-` what standard input held.
pub(in super::super) fn documents_of(typed: &Value) -> Result<Vec<Document>, Failure> {
    let mut found = Vec::new();
    for source in typed.as_array().into_iter().flatten() {
        match (source.as_str(), source["-"].as_str()) {
            (Some(path), _) => {
                for file in documents::files(Path::new(path))? {
                    let folder = file.parent().unwrap_or(Path::new(""));
                    found.extend(parse(&documents::text(&file)?, &shown(&file), folder)?);
                }
            }
            (None, Some(text)) => found.extend(parse(text, "standard input", Path::new(""))?),
            (None, None) => {}
        }
    }
    Ok(found)
}

/// The documents in a text.
pub(in super::super) fn parse(text: &str, origin: &str, folder: &Path) -> Result<Vec<Document>, Failure> {
    let listed = documents::values(text, origin)?.into_iter().flat_map(documents::items);
    let numbered =
        listed.enumerate().map(|(at, value)| document(value, &format!("{origin}, document {}", at + 1), folder));
    numbered.collect()
}

fn document(value: Value, origin: &str, folder: &Path) -> Result<Document, Failure> {
    let wrong = |what: String| Failure::usage(format!("{origin}: {what}"));
    let Value::Object(mut members) = value else {
        return Err(wrong("it is no mapping".to_owned()).hint("`path: telnet/connections`, `name: ...`, `body: ...`"));
    };
    if let Some(unknown) = members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(wrong(format!("unknown member `{unknown}`; there are `{}`", MEMBERS.join("`, `"))));
    }
    let typed = text(&mut members, "path").map_err(wrong)?.ok_or_else(|| wrong("`path` is missing".to_owned()))?;
    let path = tidy(&typed).ok_or_else(|| wrong(format!("`path` is `{typed}`, which is none of the configuration")))?;
    let (name, key) = (text(&mut members, "name").map_err(wrong)?, text(&mut members, "key").map_err(wrong)?);
    let (body, order) = (members.remove("body"), order(&mut members).map_err(wrong)?);
    let found = Document { path, name, key, body, order, origin: origin.to_owned(), folder: folder.to_owned() };
    check(found)
}

fn check(document: Document) -> Result<Document, Failure> {
    match (&document.body, &document.order) {
        (None, None) => Err(document.wrong("it has neither `body` nor `order`")),
        (Some(_), Some(_)) => Err(document.wrong("it has both `body` and `order`; they go in two documents")),
        (None, Some(_)) if document.is_entry() => Err(document.wrong("`order` is of a collection, which has no name")),
        (Some(Value::Object(_)), _) | (None, _) => with_name(document),
        (Some(_), _) if document.is_entry() => Err(document.wrong("`body` is no mapping")),
        _ => Ok(document),
    }
}

/// The name stands beside the body; in it, it must be the same.
fn with_name(document: Document) -> Result<Document, Failure> {
    let mut document = document;
    let inner = document.body.as_ref().and_then(|body| body["name"].as_str()).map(str::to_owned);
    match (&document.name, inner) {
        (Some(name), Some(inner)) if *name != inner => {
            Err(document.wrong(format!("its `name` is `{name}`, and that in its `body` is `{inner}`")))
        }
        (Some(name), None) => {
            let name = Value::from(name.as_str());
            if let Some(Value::Object(body)) = &mut document.body {
                body.shift_insert(0, "name".to_owned(), name);
            }
            Ok(document)
        }
        _ => Ok(document),
    }
}

fn text(members: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
        // A key that looks like a number is read as one.
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(format!("`{name}` is no text")),
    }
}

fn order(members: &mut Map<String, Value>) -> Result<Option<Vec<String>>, String> {
    match members.remove("order") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(items)) => {
            let text = |item: Value| match item {
                Value::String(text) => Ok(text),
                Value::Number(number) => Ok(number.to_string()),
                _ => Err("`order` is no list of names".to_owned()),
            };
            items.into_iter().map(text).collect::<Result<_, _>>().map(Some)
        }
        Some(_) => Err("`order` is no list of names".to_owned()),
    }
}
