//! JSON text, written straight into a buffer.

use std::fmt::{Display, Write};

/// A JSON text in the making.
#[derive(Debug, Default)]
pub(crate) struct Writer(String);

impl Writer {
    pub(crate) fn raw(&mut self, json: &str) {
        self.0.push_str(json);
    }

    pub(crate) fn null(&mut self) {
        self.raw("null");
    }

    pub(crate) fn number(&mut self, number: impl Display) {
        let _ = write!(self.0, "{number}"); // Writing to a string cannot fail.
    }

    /// Most texts need no escapes and are copied whole.
    pub(crate) fn text(&mut self, text: &str) {
        self.0.push('"');
        if text.bytes().any(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\')) {
            text.chars().for_each(|character| self.escape(character));
        } else {
            self.0.push_str(text);
        }
        self.0.push('"');
    }

    fn escape(&mut self, character: char) {
        match character {
            '"' => self.0.push_str("\\\""),
            '\\' => self.0.push_str("\\\\"),
            '\n' => self.0.push_str("\\n"),
            control if u32::from(control) < 0x20 => {
                let _ = write!(self.0, "\\u{:04x}", u32::from(control)); // Writing to a string cannot fail.
            }
            plain => self.0.push(plain),
        }
    }

    pub(crate) fn key(&mut self, name: &str) {
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// The members of an object, one after the other.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    writer: &'a mut Writer,
    is_first: bool,
}

impl<'a> Members<'a> {
    pub(crate) fn begin(writer: &'a mut Writer) -> Members<'a> {
        writer.raw("{");
        Members { writer, is_first: true }
    }

    fn key(&mut self, name: &str) -> &mut Writer {
        if !std::mem::replace(&mut self.is_first, false) {
            self.writer.raw(",");
        }
        self.writer.key(name);
        self.writer
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.key(name).text(value);
    }

    /// A number, a truth, or any other JSON that is written as it is.
    pub(crate) fn plain(&mut self, name: &str, json: impl Display) {
        self.key(name).number(json);
    }

    pub(crate) fn texts<'b>(&mut self, name: &str, values: impl IntoIterator<Item = &'b str>) {
        let writer = self.key(name);
        writer.raw("[");
        for (index, value) in values.into_iter().enumerate() {
            writer.raw(if index == 0 { "" } else { "," });
            writer.text(value);
        }
        writer.raw("]");
    }

    pub(crate) fn object(&mut self, name: &str, write: impl FnOnce(&mut Members<'_>)) {
        let mut members = Members::begin(self.key(name));
        write(&mut members);
        members.end();
    }

    /// An array of objects, as many as there are numbers.
    pub(crate) fn objects(&mut self, name: &str, count: u64, write: impl Fn(&mut Members<'_>, u64)) {
        let writer = self.key(name);
        writer.raw("[");
        for index in 0..count {
            writer.raw(if index == 0 { "" } else { "," });
            let mut members = Members::begin(writer);
            write(&mut members, index);
            members.end();
        }
        writer.raw("]");
    }

    pub(crate) fn end(self) {
        self.writer.raw("}");
    }
}
