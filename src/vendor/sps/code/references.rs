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
mod tests {
    use super::*;
    use serde_json::json;

    fn reference(key: &str, href: &str) -> Value {
        json!({"key": key, "meta": {"href": format!("/api/configuration/{href}")}})
    }

    fn names(entries: &[(&str, &str)]) -> Names {
        Names::new(entries.iter().map(|(key, name)| ((*key).to_owned(), Some((*name).to_owned()))))
    }

    fn asked(value: &str) -> Reference {
        Reference {
            pointer: "/policies/audit_policy".into(),
            member: "policies.audit_policy".into(),
            collection: "policies/audit_policies".into(),
            value: value.into(),
        }
    }

    #[test]
    fn links_tell_what_members_refer_to() {
        let answer = json!({"key": "1", "meta": {}, "body": {
            "policies": {
                "audit_policy": reference("781", "policies/audit_policies/781"),
                "settings": reference("-302", "telnet#settings_policies/-302"),
                "backup_policy": {"key": null, "meta": {}},
            },
            "shared_secret": reference("uuid", "passwords#uuid"),
            "listen": [{"address": reference("nic1.interfaces.ff.addresses.1", "network/nics/nic1#interfaces/ff/addresses/1")}],
            "rules": [{"time": reference("-100", "policies/time_policies/-100")}],
        }});

        let pattern = Pattern::of("telnet/connections", [&answer]);

        let collections = ["policies.audit_policy", "policies.settings", "shared_secret", "rules[].time"];
        assert_eq!(
            collections.map(|member| pattern.collection(member).unwrap()),
            ["policies/audit_policies", "telnet/settings_policies", "passwords", "policies/time_policies"]
        );
        assert_eq!(pattern.collection("listen[].address"), None);
    }

    #[test]
    fn what_no_sibling_shows_stands_in_the_guide() {
        let pattern = Pattern::of("ssh/connections", []);

        let found = [
            "policies.channel_policy",
            "policies.aa_plugin",
            "indexing.policy",
            "server_side_transport_security.sps_certificate.signing_ca",
            "rules[].actions.content_policy",
            "active_pattern_sets[]",
            "rules[].time_policy",
        ]
        .map(|member| pattern.collection(member));

        let expected = [
            "ssh/channel_policies",
            "plugins/aa",
            "policies/indexing",
            "policies/signing_cas",
            "policies/content_policies",
            "ssh/pattern_sets",
            "policies/time_policies",
        ];
        assert_eq!(found, expected.map(|collection| Some(collection.to_owned())));
        let none = ["web_gateway_authentication.groups[]", "access_control[].authorizer", "my_indexing.policy", "name"];
        assert_eq!(none.map(|member| pattern.collection(member)), [None, None, None, None]);
    }

    #[test]
    fn references_are_found_at_any_depth_with_their_place() {
        let body = json!({"rules": [{"actions": {"content_policy": "no_passwords"}}], "policies": {"aa_plugin": null}});

        let found = Pattern::of("telnet/channel_policies", []).references(&body);

        assert_eq!(
            found,
            [Reference {
                pointer: "/rules/0/actions/content_policy".into(),
                member: "rules[0].actions.content_policy".into(),
                collection: "policies/content_policies".into(),
                value: "no_passwords".into(),
            }]
        );
        assert_eq!(body.pointer(&found[0].pointer), Some(&json!("no_passwords")));
    }

    #[test]
    fn a_name_is_used_only_where_nothing_else_has_it() {
        let names = names(&[("1", "default"), ("2", "twice"), ("3", "twice"), ("4", "1")]);

        assert_eq!(["1", "2", "4", "5"].map(|key| names.name_of(key)), [Some("default"), None, None, None]);
    }

    #[test]
    fn a_key_goes_before_a_name_and_a_name_of_two_things_is_none() {
        let names = names(&[("1", "default"), ("2", "twice"), ("3", "twice"), ("4", "1")]);

        assert_eq!(names.key_of("default"), Ok(Some("1")));
        assert_eq!(names.key_of("1"), Ok(Some("1")));
        assert_eq!(names.key_of("twice"), Err(vec!["2", "3"]));
        assert_eq!(names.key_of("none"), Ok(None));
    }

    #[test]
    fn an_unknown_name_is_told_with_its_member_and_the_nearest() {
        let names = names(&[("1", "default"), ("2", "remote-timestamping")]);

        let (near, far) = (names.unknown("`demo`", &asked("defualt")), names.unknown("`demo`", &asked("xyz")));

        assert_eq!(near.code, Code::NotFound);
        assert_eq!(
            near.message,
            "`demo`: `policies.audit_policy` is `defualt`, and nothing in `policies/audit_policies` is called so"
        );
        assert_eq!(near.hint.as_deref(), Some("there is `default`"));
        assert_eq!(far.hint.as_deref(), Some("there are `default`, `remote-timestamping`"));
    }
}
