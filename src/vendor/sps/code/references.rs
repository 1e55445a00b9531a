//! Which members refer to other objects, and what those are called. Pure.

use std::collections::BTreeMap;

use serde_json::Value;

use super::body::{inside, key_of};
use super::compare::below;
use crate::failure::{Code, Failure, nearest};

const ROOT: &str = "/api/configuration/";

/// Members that refer to something wherever they stand, with the collection; `$` is the protocol. From the vendor's guide.
const DOCUMENTED: &[(&str, &str)] = &[
    ("policies.aa_plugin", "plugins/aa"),
    ("policies.analytics_policy", "policies/analytics"),
    ("policies.archive_cleanup_policy", "policies/archive_cleanup_policies"),
    ("policies.audit_policy", "policies/audit_policies"),
    ("policies.authentication_policy", "$/authentication_policies"),
    ("policies.backup_policy", "policies/backup_policies"),
    ("policies.channel_policy", "$/channel_policies"),
    ("policies.credential_store", "policies/credentialstores"),
    ("policies.ldap_server", "policies/ldap_servers"),
    ("policies.settings", "$/settings_policies"),
    ("policies.usermapping_policy", "policies/usermapping_policies"),
    ("indexing.policy", "policies/indexing"),
    ("sps_certificate.signing_ca", "policies/signing_cas"),
    ("peer_certificate_check.trusted_ca", "policies/trusted_ca_lists"),
    ("backend.user_database", "policies/user_databases"),
    ("active_pattern_sets[]", "$/pattern_sets"),
    ("actions.content_policy", "policies/content_policies"),
    ("rules[].time_policy", "policies/time_policies"),
];

/// Collections that cannot be listed: what is in them has no name.
const NAMELESS: &[&str] = &["passwords", "private_keys", "x509"];

/// Whether the entries of a collection are only known by their keys.
pub(super) fn is_nameless(collection: &str) -> bool {
    NAMELESS.contains(&collection)
}

/// What the objects of one collection refer to: members, with `[]` for the entries of lists, and collections.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Pattern {
    path: String,
    learned: BTreeMap<String, Option<String>>,
}

impl Pattern {
    /// What answers of the box, at this path, show of it.
    pub(super) fn of<'a>(path: &str, answers: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut pattern = Self { path: path.to_owned(), learned: BTreeMap::new() };
        answers.into_iter().for_each(|answer| pattern.learn("", inside(answer)));
        pattern
    }

    fn learn(&mut self, member: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn(&format!("{member}[]"), item)),
            Value::Object(members) => match key_of(members) {
                Some(Value::String(_)) => {
                    let href = value["meta"]["href"].as_str();
                    self.learned.insert(member.to_owned(), href.and_then(collection_of));
                }
                Some(_) => {}
                None => members.iter().for_each(|(name, value)| self.learn(&below(member, name), value)),
            },
            _ => {}
        }
    }

    /// The collection that a member refers to.
    pub(super) fn collection(&self, member: &str) -> Option<String> {
        if let Some(learned) = self.learned.get(member) {
            return learned.clone();
        }
        let protocol = self.path.split('/').next().unwrap_or_default();
        let is_meant = |suffix: &str| {
            member.strip_suffix(suffix).is_some_and(|before| before.is_empty() || before.ends_with(['.', ']']))
        };
        let (_, collection) = DOCUMENTED.iter().find(|(suffix, _)| is_meant(suffix))?;
        Some(collection.replace('$', protocol))
    }

    /// Every reference in a body: where it stands as JSON pointer, the member in words, the collection and the value.
    pub(super) fn references(&self, body: &Value) -> Vec<Reference> {
        let mut found = Vec::new();
        self.collect(&Place::default(), body, &mut found);
        found
    }

    fn collect(&self, place: &Place, value: &Value, found: &mut Vec<Reference>) {
        match value {
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.collect(&place.entry(at), item, found);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    self.collect(&place.member(name), member, found);
                }
            }
            Value::String(text) => found.extend(self.collection(&place.pattern).map(|collection| Reference {
                pointer: place.pointer.clone(),
                member: place.words.clone(),
                collection,
                value: text.clone(),
            })),
            _ => {}
        }
    }
}

/// Where a value stands, as a pointer, in words, and as a pattern.
#[derive(Default)]
struct Place {
    pointer: String,
    words: String,
    pattern: String,
}

impl Place {
    fn entry(&self, at: usize) -> Self {
        Self {
            pointer: format!("{}/{at}", self.pointer),
            words: format!("{}[{at}]", self.words),
            pattern: format!("{}[]", self.pattern),
        }
    }

    fn member(&self, name: &str) -> Self {
        Self {
            pointer: format!("{}/{}", self.pointer, name.replace('~', "~0").replace('/', "~1")),
            words: below(&self.words, name),
            pattern: below(&self.pattern, name),
        }
    }
}

/// A member of a body that refers to an entry of a collection.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reference {
    /// Where it stands in the body, as a JSON pointer.
    pub(super) pointer: String,
    /// The same as people write it.
    pub(super) member: String,
    /// What it refers to.
    pub(super) collection: String,
    /// The key or the name.
    pub(super) value: String,
}

/// The collection in the link to an entry; `None` where the link leads inside something that is no collection. After a `#`
/// stands the place inside the body of what is before it.
pub(super) fn collection_of(href: &str) -> Option<String> {
    let path = href.strip_prefix(ROOT)?.trim_end_matches('/');
    match path.split_once('#') {
        None => path.rsplit_once('/').map(|(collection, _)| collection.to_owned()),
        Some((parent, inside)) => match inside.split('/').collect::<Vec<_>>()[..] {
            [_] => Some(parent.to_owned()),
            [member, _] => Some(format!("{parent}/{member}")),
            _ => None,
        },
    }
}

/// What the entries of one collection are called.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names(Vec<(String, Option<String>)>);

impl Names {
    /// From keys and names.
    pub(super) fn new(entries: impl IntoIterator<Item = (String, Option<String>)>) -> Self {
        Self(entries.into_iter().collect())
    }

    /// The name of a key, where nothing else could be meant by it.
    pub(super) fn name_of(&self, key: &str) -> Option<&str> {
        let name = self.0.iter().find(|(own, _)| own == key)?.1.as_deref()?;
        let is_meant = |entry: &&(String, Option<String>)| entry.1.as_deref() == Some(name) || entry.0 == name;
        (self.0.iter().filter(is_meant).count() == 1).then_some(name)
    }

    /// The key that a key or name means; `None` where there is neither.
    pub(super) fn key_of<'a>(&'a self, typed: &'a str) -> Result<Option<&'a str>, Vec<&'a str>> {
        if let Some((key, _)) = self.0.iter().find(|(key, _)| key == typed) {
            return Ok(Some(key));
        }
        let named: Vec<&str> = self.named(typed).collect();
        match named[..] {
            [] => Ok(None),
            [key] => Ok(Some(key)),
            _ => Err(named),
        }
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(_, own)| own.as_deref() == Some(name)).map(|(key, _)| key.as_str())
    }

    /// Every name.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(_, name)| name.as_deref())
    }

    /// Why what a member names is not to be found.
    pub(super) fn unknown(&self, of: &str, reference: &Reference) -> Failure {
        let Reference { member, value, collection, .. } = reference;
        let message = format!("{of}: `{member}` is `{value}`, and nothing in `{collection}` is called so");
        self.nothing(message, collection, value)
    }

    /// Why there is no entry of this key or name.
    pub(super) fn none(&self, collection: &str, typed: &str) -> Failure {
        self.nothing(format!("nothing in `{collection}` is called `{typed}`"), collection, typed)
    }

    fn nothing(&self, message: String, collection: &str, value: &str) -> Failure {
        let names: Vec<&str> = self.all().collect();
        let failure = Failure::new(Code::NotFound, message);
        match (nearest(value, names.iter().copied()), &names[..]) {
            (Some(near), _) => failure.hint(format!("there is `{near}`")),
            (None, []) => failure.hint(format!("there is nothing in `{collection}`")),
            (None, names) => failure.hint(format!("there are {}", quoted(names))),
        }
    }

    /// Why what a member names could be several things.
    pub(super) fn ambiguous(of: &str, reference: &Reference, keys: &[&str]) -> Failure {
        let Reference { member, value, collection, .. } = reference;
        let message = format!("{of}: `{member}` is `{value}`, the name of {} things in `{collection}`", keys.len());
        Failure::new(Code::Ambiguous, message).hint(format!("name one by its key: {}", quoted(keys)))
    }
}

/// As many as a line may have.
fn quoted(names: &[&str]) -> String {
    let more = if names.len() > 10 { ", ..." } else { "" };
    let shown: Vec<String> = names.iter().take(10).map(|name| format!("`{name}`")).collect();
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests;
