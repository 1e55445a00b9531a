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
