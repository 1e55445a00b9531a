//! What tells a record from another: a hash of its id, found without parsing the record where that can be.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde::Deserialize;
use serde_json::value::RawValue;

pub(super) fn hash_of<'a>(parts: impl Iterator<Item = &'a [u8]>) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.for_each(|part| part.hash(&mut hasher));
    hasher.finish()
}

/// A hash of what `member` of the record holds; `None` where it has none. Records that begin with a plain id are not
/// parsed.
pub(super) fn id_hash(record: &[u8], member: &str) -> Option<u64> {
    let id = match leading_id(record).filter(|_| member == "id") {
        Some(id) => id,
        None => slow_id(record, member)?.get().as_bytes(),
    };
    (id != b"null").then(|| hash_of(std::iter::once(id)))
}

fn leading_id(record: &[u8]) -> Option<&[u8]> {
    let rest = record.strip_prefix(b"{\"id\":")?;
    let end = rest.iter().position(|byte| matches!(byte, b',' | b'}'))?;
    let id = &rest[..end];
    id.iter().all(u8::is_ascii_alphanumeric).then_some(id)
}

fn slow_id<'a>(record: &'a [u8], member: &str) -> Option<&'a RawValue> {
    #[derive(Deserialize)]
    struct Identified<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
    }
    if member == "id" {
        return serde_json::from_slice::<Identified<'_>>(record).ok()?.id;
    }
    let members: BTreeMap<Cow<'a, str>, &'a RawValue> = serde_json::from_slice(record).ok()?;
    members.get(member).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_may_be_told_apart_by_another_member() {
        let first = id_hash(br#"{"id":1,"eid":"a"}"#, "eid");

        assert_eq!(first, id_hash(br#"{"eid":"a","id":2}"#, "eid"));
        assert_ne!(first, id_hash(br#"{"id":1,"eid":"b"}"#, "eid"));
        assert_eq!(id_hash(br#"{"id":1}"#, "eid"), None);
    }

    #[test]
    fn the_same_id_is_the_same_wherever_it_stands_in_the_record() {
        let first = id_hash(br#"{"id":7,"a":1}"#, "id");

        assert_eq!(first, id_hash(br#"{"a":{"id":8}, "id" : 7}"#, "id"));
        assert_ne!(first, id_hash(br#"{"id":8,"a":1}"#, "id"));
        assert_ne!(first, id_hash(br#"{"id":"7","a":1}"#, "id"));
        assert_eq!(id_hash(br#"{"a":1}"#, "id"), None);
        assert_eq!(id_hash(br#"{"id":null}"#, "id"), None);
        assert_eq!(id_hash(b"17", "id"), None);
    }
}
