//! One record of a vendor as the text that the vendor sent; parsed only where something has to look inside.

use bytes::Bytes;
use serde_json::Value;

use crate::failure::{Code, Failure};

/// JSON text of one value. Cheap to clone: it shares the page that it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record(Bytes);

impl Record {
    /// A record from bytes that are one whole JSON value, which the caller has seen to.
    pub fn from_json_bytes(bytes: Bytes) -> Self {
        Self(bytes)
    }

    /// The vendor's bytes, untouched: every digit, every unknown member, the vendor's order.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The record parsed; numbers keep their text, members keep their order. Fails where it is nested too deeply.
    pub fn parse(&self) -> Result<Value, Failure> {
        serde_json::from_slice(&self.0)
            .map_err(|error| Failure::new(Code::VendorError, format!("cannot read a record: {error}")))
    }
}

impl From<&Value> for Record {
    fn from(value: &Value) -> Self {
        Self(Bytes::from(value.to_string()))
    }
}

impl From<Value> for Record {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}
