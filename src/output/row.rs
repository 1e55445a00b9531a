//! A record on its way through the engine: its text, and its value once something had to look inside.

use std::cell::OnceCell;

use serde_json::Value;

use super::Error;
use crate::failure::{Code, Failure};
use crate::record::Record;

#[derive(Debug)]
pub(super) struct Row {
    record: Record,
    value: OnceCell<Value>,
}

impl Row {
    pub(super) fn new(record: Record) -> Self {
        Self { record, value: OnceCell::new() }
    }

    pub(super) fn text(&self) -> &[u8] {
        self.record.as_bytes()
    }

    /// Parsed once. A record that is nested too deeply to be parsed is the vendor's error, not a panic.
    pub(super) fn value(&self) -> Result<&Value, Error> {
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        let value = serde_json::from_slice(self.text()).map_err(unreadable)?;
        Ok(self.value.get_or_init(|| value))
    }

    pub(super) fn into_record(self) -> Record {
        self.record
    }
}

impl From<Value> for Row {
    fn from(value: Value) -> Self {
        Self { record: Record::from(&value), value: OnceCell::from(value) }
    }
}

fn unreadable(error: serde_json::Error) -> Error {
    Failure::new(Code::VendorError, format!("cannot read a record: {error}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    #[test]
    fn a_record_that_is_nested_too_deeply_is_the_vendors_error() {
        let text = "[".repeat(100_000) + &"]".repeat(100_000);
        let row = Row::new(Record::from_json_bytes(Bytes::from(text)));

        let Err(Error::Failure(failure)) = row.value() else { panic!("it was parsed") };

        assert_eq!(failure.code, Code::VendorError);
        assert_eq!(failure.message, "cannot read a record: recursion limit exceeded at line 1 column 128");
    }
}
