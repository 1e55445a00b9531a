//! Forms with files, read strictly.

use crate::body::Body;
use crate::facts::{Kind, Schema};
use crate::wrong::Wrong;
use bytes::Bytes;
use serde_json::{Map, Value};

/// One part of a form.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// Given for files alone.
    pub(crate) file: Option<String>,
    /// Of the part itself.
    media: Option<String>,
    pub(crate) content: Bytes,
}

/// The form as an object whose files are represented by their names.
pub(crate) fn read(content_type: &str, bytes: &Bytes, schema: &Schema) -> Result<Body, Wrong> {
    let parts = parts(content_type, bytes).ok_or(Wrong::Malformed)?;
    let mut members = Map::new();
    for part in &parts {
        let name = part.name.trim_end_matches("[]");
        let Some(known) = schema.members.get(name) else {
            members.insert(name.into(), Value::Null); // The check says that it is unknown.
            continue;
        };
        add(&mut members, name, known, part)?;
    }
    let files = parts.into_iter().filter(|part| part.file.is_some()).collect();
    Ok(Body { value: Value::Object(members), files })
}

fn add(members: &mut Map<String, Value>, name: &str, known: &Schema, part: &Part) -> Result<(), Wrong> {
    let is_file = known.items.as_deref().unwrap_or(known).kind == Kind::File;
    if is_file != part.file.is_some() {
        return Err(Wrong::value(name, format!("The {name} must be a file, or must not be one.")));
    }
    if known.kind == Kind::Object && part.media.as_deref() != Some("application/json") {
        return Err(Wrong::value(name, format!("The {name} must be of type application/json.")));
    }
    let text = part.file.clone().unwrap_or_else(|| String::from_utf8_lossy(&part.content).into_owned());
    let typed = |schema: &Schema| schema.typed(&text).unwrap_or(Value::String(text.clone()));
    match &known.items {
        Some(items) => {
            let list = members.entry(name).or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().into_iter().for_each(|list| list.push(typed(items)));
        }
        None => {
            members.insert(name.into(), typed(known));
        }
    }
    Ok(())
}

fn parts(content_type: &str, bytes: &Bytes) -> Option<Vec<Part>> {
    let boundary = content_type.split(';').find_map(|piece| piece.trim().strip_prefix("boundary="))?;
    let fence = format!("--{}", boundary.trim_matches('"'));
    let mut parts = Vec::new();
    let mut from = find(bytes, fence.as_bytes(), 0)? + fence.len();
    while !bytes[from..].starts_with(b"--") {
        let fence = format!("\r\n{fence}");
        let until = find(bytes, fence.as_bytes(), from)?;
        parts.push(part(&bytes.slice(from + 2..until))?);
        from = until + fence.len();
    }
    Some(parts)
}

fn part(bytes: &Bytes) -> Option<Part> {
    let end = find(bytes, b"\r\n\r\n", 0)?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let disposition = head.split("\r\n").find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let media = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let media =
        media.filter(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, media)| media.trim().to_owned());
    Some(Part {
        media: media.last(),
        name: parameter(disposition, "name")?,
        file: parameter(disposition, "filename"),
        content: bytes.slice(end + 4..),
    })
}

fn parameter(header: &str, name: &str) -> Option<String> {
    let begin = format!(" {name}=\"");
    let rest = &header[header.find(&begin)? + begin.len()..];
    Some(rest[..rest.find('"')?].to_owned())
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.windows(wanted.len()).position(|window| window == wanted)?;
    Some(from + found)
}
