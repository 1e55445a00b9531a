//! The vendor's answers to what went well: bare records and bare arrays.

use crate::exchange::Reply;
use bytes::Bytes;
use serde::{Serialize, Serializer};

/// 204, all that a ping and a reset answer.
pub(super) fn nothing() -> Reply {
    Reply { status: 204, headers: vec![], body: Bytes::new() }
}

pub(super) fn record(record: impl Serialize) -> Reply {
    Reply::json(200, serde_json::to_vec(&record).expect(LAW))
}

/// Each record is made, written and forgotten.
pub(super) fn list(records: impl IntoIterator<Item = impl Serialize>) -> Reply {
    let mut text = Vec::new();
    serde_json::Serializer::new(&mut text).collect_seq(records).expect(LAW);
    Reply::json(200, text)
}

const LAW: &str = "members have names and memory takes every byte";
