//! The format `yaml`: a list as a sequence, a record as a mapping.
//!
//! The layout is ours, because no serializer of YAML can be given a number as text, and numbers keep every digit. What
//! needs quotes is the library's to know.

use std::io::Write;

use serde_json::{Map, Value};

use super::form::Form;
use super::row::Row;
use super::visible::is_unseen;
use super::{Error, Shape};

pub(super) struct Yaml {
    shape: Shape,
    is_empty: bool,
}

impl Yaml {
    pub(super) fn new(shape: Shape) -> Self {
        Self { shape, is_empty: true }
    }
}

impl Form for Yaml {
    fn row(&mut self, row: &Row, out: &mut dyn Write) -> Result<(), Error> {
        let mut text = String::new();
        match self.shape {
            Shape::One => node(row.value()?, 0, &mut text),
            Shape::List => item(row.value()?, 0, &mut text),
        }
        self.is_empty = false;
        Ok(out.write_all(text.as_bytes())?)
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        match self.shape {
            Shape::List if self.is_empty => Ok(out.write_all(b"[]\n")?),
            _ => Ok(()),
        }
    }
}

/// A value as a text by itself.
pub(crate) fn yaml_text(value: &Value) -> String {
    let mut text = String::new();
    node(value, 0, &mut text);
    text
}

/// A value and its line end, from where the line has got to; further lines begin at `indent`.
fn node(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => mapping(members, indent, out),
        Value::Array(items) if !items.is_empty() => sequence(items, indent, out),
        scalar => {
            out.push_str(&plain(scalar));
            out.push('\n');
        }
    }
}

fn mapping(members: &Map<String, Value>, indent: usize, out: &mut String) {
    for (position, (key, value)) in members.iter().enumerate() {
        if position > 0 {
            pad(indent, out);
        }
        out.push_str(&name(key));
        out.push(':');
        member(value, indent, out);
    }
}

/// The value of a member: nested ones begin on their own line, and lists need no deeper one.
fn member(value: &Value, indent: usize, out: &mut String) {
    let deeper = match value {
        Value::Object(members) if !members.is_empty() => indent + 2,
        Value::Array(items) if !items.is_empty() => indent,
        scalar => {
            out.push(' ');
            return node(scalar, indent, out);
        }
    };
    out.push('\n');
    pad(deeper, out);
    node(value, deeper, out);
}

fn sequence(items: &[Value], indent: usize, out: &mut String) {
    for (position, value) in items.iter().enumerate() {
        if position > 0 {
            pad(indent, out);
        }
        item(value, indent, out);
    }
}

fn item(value: &Value, indent: usize, out: &mut String) {
    out.push_str("- ");
    node(value, indent + 2, out);
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// A scalar, or an empty collection: for these JSON is YAML, but strings mostly need no quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

/// Keys are quoted more readily than values: a plain one must not be long, nor look like the start of something.
fn name(key: &str) -> String {
    let is_word = key.len() < 100 && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if is_word && key.starts_with(|first: char| first.is_ascii_alphabetic()) { scalar(key) } else { quoted(key) }
}

fn scalar(text: &str) -> String {
    if text.contains(|letter: char| letter.is_control() || is_unseen(letter)) {
        return quoted(text);
    }
    let mut options = serde_saphyr::SerializerOptions::default();
    options.prefer_block_scalars = false;
    let written = serde_saphyr::to_string_with_options(&text, options);
    written.map_or_else(|_| quoted(text), |line| line.trim_end_matches('\n').to_owned())
}

/// In double quotes, as JSON has them, with everything escaped that cannot be seen.
fn quoted(text: &str) -> String {
    let is_hidden = |letter: char| (letter.is_control() && letter >= '\x7f') || is_unseen(letter);
    let mut quoted = String::new();
    for letter in Value::from(text).to_string().chars() {
        match u32::from(letter) {
            code if !is_hidden(letter) => quoted.extend(char::from_u32(code)),
            code @ ..=0xffff => quoted.push_str(&format!("\\u{code:04x}")),
            code => quoted.push_str(&format!("\\U{code:08x}")),
        }
    }
    quoted
}
