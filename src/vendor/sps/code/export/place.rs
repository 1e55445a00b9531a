//! Where the file of an object is: the same for the same objects, and never outside of the folder. Pure.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::super::file::{Document, slug};

/// The places that are taken.
#[derive(Default)]
pub(super) struct Places(BTreeSet<String>);

impl Places {
    /// The place of the next file, below the folder.
    pub(super) fn of(&mut self, document: &Document) -> PathBuf {
        let mut folders: Vec<String> = document.path.split('/').map(slug).collect();
        let stem = match (&document.name, &document.key) {
            _ if document.order.is_some() => "@order".to_owned(),
            (Some(name), Some(key)) => format!("{}~{}", slug(name), slug(key)),
            (Some(name), None) => slug(name),
            (None, Some(key)) => slug(key),
            (None, None) => folders.pop().unwrap_or_default(),
        };
        let folder = folders.join("/");
        let mut place = format!("{folder}/{stem}.yaml");
        let mut number = 2;
        // File systems may not tell capitals from small letters.
        while !self.0.insert(place.to_lowercase()) {
            place = format!("{folder}/{stem}~{number}.yaml");
            number += 1;
        }
        PathBuf::from(place.trim_start_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, key: Option<&str>) -> Document {
        let key = key.map(str::to_owned);
        Document { path: "telnet/connections".into(), name: Some(name.into()), key, ..Document::default() }
    }

    #[test]
    fn each_object_has_a_place_of_its_own() {
        let single = Document { path: "telnet/options".into(), ..Document::default() };
        let order = Document { path: "telnet/connections".into(), order: Some(Vec::new()), ..Document::default() };
        let hostile = Document { path: "../x/\u{7}".into(), ..Document::default() };
        let mut places = Places::default();

        let found = [
            entry("demo", None),
            entry("Demo", None),
            entry("twice", Some("-2")),
            entry("../../x", None),
            single,
            order,
            hostile,
        ]
        .map(|document| places.of(&document).display().to_string());

        assert_eq!(
            found,
            [
                "telnet/connections/demo.yaml",
                "telnet/connections/Demo~2.yaml",
                "telnet/connections/twice~2.yaml",
                "telnet/connections/x.yaml",
                "telnet/options.yaml",
                "telnet/connections/@order.yaml",
                "unnamed/x/unnamed.yaml",
            ]
        );
    }
}
