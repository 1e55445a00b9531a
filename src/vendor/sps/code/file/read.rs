//! Reads documents: from files, from folders with all that is below them, from standard input.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::{Document, shown, tidy};
use crate::failure::Failure;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 32 << 20;
const MOST_VALUES: usize = 1_000_000;
const MOST_DOCUMENTS: usize = 100_000;
const DEEPEST: usize = 64;
const MEMBERS: [&str; 5] = ["path", "name", "key", "body", "order"];

/// All documents of what was typed: paths, and under `-` what standard input held.
pub(in super::super) fn documents(typed: &Value) -> Result<Vec<Document>, Failure> {
    let mut documents = Vec::new();
    for source in typed.as_array().into_iter().flatten() {
        match (source.as_str(), source["-"].as_str()) {
            (Some(path), _) => read_path(Path::new(path), &mut documents)?,
            (None, Some(text)) => documents.extend(parse(text, "standard input", Path::new(""))?),
            (None, None) => {}
        }
    }
    Ok(documents)
}

fn read_path(path: &Path, documents: &mut Vec<Document>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| Failure::usage(format!("cannot read {}: {error}", shown(path)));
    if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        documents.extend(read_file(path)?);
        return Ok(());
    }
    for file in files(path).map_err(unreadable)? {
        documents.extend(read_file(&file)?);
    }
    Ok(())
}

/// The files of documents in a folder and below it, in the order of their names. Links to folders are not followed.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
        let path = entry.path();
        let is_document =
            path.extension().is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|own| ending == *own));
        match entry.file_type()?.is_dir() {
            true => found.extend(files(&path)?),
            false if is_document => found.push(path),
            false => {}
        }
    }
    Ok(found)
}

fn read_file(path: &Path) -> Result<Vec<Document>, Failure> {
    let unreadable = |cause: &dyn std::fmt::Display| Failure::usage(format!("cannot read {}: {cause}", shown(path)));
    let metadata = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
    if metadata.len() > LARGEST {
        return Err(unreadable(&format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    parse(&text, &shown(path), path.parent().unwrap_or(Path::new("")))
}

/// The documents in a text.
pub(in super::super) fn parse(text: &str, origin: &str, folder: &Path) -> Result<Vec<Document>, Failure> {
    let values = values(text, origin)?;
    let listed = values.into_iter().flat_map(|value| match value {
        Value::Array(items) => items,
        one => vec![one],
    });
    let numbered =
        listed.enumerate().map(|(at, value)| document(value, &format!("{origin}, document {}", at + 1), folder));
    numbered.collect()
}

/// JSON where it is JSON, for the sake of its messages; YAML otherwise.
pub(in super::super) fn values(text: &str, origin: &str) -> Result<Vec<Value>, Failure> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with(['{', '['])
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(vec![value]);
    }
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 4 * MOST_VALUES,
            max_nodes: MOST_VALUES,
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
            max_documents: MOST_DOCUMENTS,
            max_total_scalar_bytes: LARGEST as usize,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 100_000,
        },
        strict_booleans: true,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options::<Value>(text, options).map_err(|error| unreadable(&error, origin))
}

fn unreadable(error: &serde_saphyr::Error, origin: &str) -> Failure {
    let words = error.to_string();
    let line = words.lines().next().unwrap_or_default();
    let reason = line.split(" at line").next().unwrap_or(line);
    let place = error.location().map(|place| format!(" at line {}, column {}", place.line(), place.column()));
    Failure::usage(format!("{origin} is neither YAML nor JSON: {reason}{}", place.unwrap_or_default()))
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
