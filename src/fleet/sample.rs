//! For the tests of mappings: one record through a feed.

use bytes::Bytes;
use url::Url;

use super::{Feed, Scene};
use crate::record::Record;

/// What a feed makes of a record, without any names.
pub(crate) fn read<T>(feed: &Feed<T>, text: &str) -> T {
    let url = Url::parse("https://vendor.example").unwrap();
    read_in(feed, &Scene::at(&url), text).expect("it is one of these things")
}

/// The same, with what was learned before.
pub(crate) fn read_in<T>(feed: &Feed<T>, scene: &Scene<'_>, text: &str) -> Option<T> {
    let record = Record::from_json_bytes(Bytes::from(text.to_owned()));
    (feed.read)(&record, scene).unwrap()
}
