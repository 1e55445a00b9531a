//! What must be true of a whole configuration: said at the commit, or at the write where the box is set so.

use super::config::{Config, last_word};
use super::reader::inside;
use super::references::{Reference, references};
use super::shape::{Form, Kind, PASSWORDS, Shape};
use super::tree::{Tree, href, parent};
use crate::wrong::Problem;
use serde_json::Value;

/// A configuration that is to become the box's.
#[derive(Debug)]
pub(super) struct Rules<'a> {
    pub(super) tree: &'a Tree,
    pub(super) config: &'a Config,
    /// What it was. References that led nowhere before do not matter.
    pub(super) before: &'a Config,
}

impl Rules<'_> {
    /// All that is wrong with the objects that changed, and with those that refer to what was deleted.
    pub(super) fn problems(&self, changed: &[String]) -> Vec<Problem> {
        let problems = changed.iter().flat_map(|path| match self.config.get(path) {
            Some(body) => self.of_object(path, body),
            None => self.of_deleted(path),
        });
        problems.collect()
    }

    fn of_object(&self, path: &str, body: &Value) -> Vec<Problem> {
        let Some(shape) = self.tree.shape(path) else { return Vec::new() };
        let mut problems = Vec::new();
        completeness(shape, body, String::new(), &mut problems);
        problems.extend(self.dead_references(path, shape, body));
        problems.extend(self.shared_passwords(shape, body));
        problems.extend(self.of_connection(path, body));
        problems.extend(self.of_options(path));
        let rooted = |problem: Problem| {
            Problem::new(format!("{}/{}", href(path), problem.place.replace('.', "/")), problem.message)
        };
        problems.into_iter().map(rooted).collect()
    }

    fn dead_references(&self, path: &str, shape: &Shape, body: &Value) -> Vec<Problem> {
        let before = self.before.get(path).map(|body| references(shape, body)).unwrap_or_default();
        let fresh = references(shape, body).into_iter().filter(|new| {
            let was_there = before.iter().any(|old| old.key == new.key && old.place == new.place);
            !was_there && !self.exists(&new.target.collection, new.key)
        });
        let told = |new: Reference<'_>| Problem::new(new.place, format!("There is no `{}`", new.key));
        fresh.map(told).collect()
    }

    fn exists(&self, collection: &str, key: &str) -> bool {
        if collection != "address" {
            return self.config.get(&format!("{collection}/{key}")).is_some();
        }
        let mut words = key.split('.');
        let nic = words.next().and_then(|nic| self.config.get(&format!("network/nics/{nic}")));
        words.try_fold(nic.unwrap_or(&Value::Null), |value, word| value.get(word)).is_some_and(Value::is_string)
    }

    /// Each password belongs to one place.
    fn shared_passwords(&self, shape: &Shape, body: &Value) -> Vec<Problem> {
        let used = |key: &str| {
            let shaped = self.config.bodies().filter_map(|(path, body)| Some((self.tree.shape(path)?, body)));
            let all = shaped.flat_map(|(shape, body)| references(shape, body));
            all.filter(|one| one.target.collection == PASSWORDS && one.key == key).count()
        };
        let passwords = references(shape, body).into_iter().filter(|one| one.target.collection == PASSWORDS);
        let shared = passwords.filter(|one| used(one.key) > 1);
        shared.map(|one| Problem::new(one.place, "The password is already used elsewhere")).collect()
    }

    fn of_deleted(&self, path: &str) -> Vec<Problem> {
        let (collection, key) = (parent(path), last_word(path));
        let mut problems = Vec::new();
        for (user, body) in self.config.bodies() {
            let Some(shape) = self.tree.shape(user) else { continue };
            let users =
                references(shape, body).into_iter().filter(|one| one.target.collection == collection && one.key == key);
            problems.extend(users.map(|_| Problem::new(href(path), format!("It is used by {}", href(user)))));
        }
        problems
    }

    /// Rules between the members of a connection, and between it and what it refers to.
    fn of_connection(&self, path: &str, body: &Value) -> Vec<Problem> {
        if !parent(path).ends_with("/connections") {
            return Vec::new();
        }
        let policies = &body["policies"];
        let mut problems = Vec::new();
        let days = body["channel_database_cleanup"]["days"].as_i64();
        let archive = self.referred("policies/archive_cleanup_policies", &policies["archive_cleanup_policy"]);
        if days > archive["retention_days"].as_i64().or(days) {
            problems
                .push(Problem::new("channel_database_cleanup.days", "It exceeds the retention of the archive policy"));
        }
        let protocol = path.split('/').next().unwrap_or_default();
        if days > self.global_days(protocol).or(days) {
            problems.push(Problem::new(
                "channel_database_cleanup.days",
                "It exceeds the retention of the protocol's options",
            ));
        }
        let login = self.referred(&format!("{protocol}/authentication_policies"), &policies["authentication_policy"]);
        if login["backend"]["selection"] == "ldap" && policies["ldap_server"].is_null() {
            problems.push(Problem::new("policies.ldap_server", "The authentication policy needs an LDAP server"));
        }
        problems
    }

    fn referred(&self, collection: &str, key: &Value) -> &Value {
        let path = format!("{collection}/{}", key.as_str().unwrap_or_default());
        self.config.get(&path).unwrap_or(&Value::Null)
    }

    /// For how many days the options of a protocol keep what is known of its channels.
    fn global_days(&self, protocol: &str) -> Option<i64> {
        let options = self.config.get(&format!("{protocol}/options"))?;
        let old = &options["audit"]["cleanup"]["channel_database_cleanup_days"];
        options["channel_database_cleanup"]["days"].as_i64().or(old.as_i64())
    }

    /// The options must keep longer than each connection, and than each archive that a connection uses.
    fn of_options(&self, path: &str) -> Vec<Problem> {
        let Some((protocol, "options")) = path.split_once('/') else { return Vec::new() };
        let Some(days) = self.global_days(protocol) else { return Vec::new() };
        let connections = self.config.bodies().filter(|(path, _)| parent(path) == format!("{protocol}/connections"));
        let shorter = connections.filter(|(_, body)| {
            let archive = &body["policies"]["archive_cleanup_policy"];
            let archive = self.referred("policies/archive_cleanup_policies", archive)["retention_days"].as_i64();
            body["channel_database_cleanup"]["days"].as_i64().max(archive) > Some(days)
        });
        let told = |(user, _): (&String, &Value)| {
            Problem::new("channel_database_cleanup.days", format!("It is exceeded by {}", href(user)))
        };
        shorter.map(told).collect()
    }
}

/// What the choices require (the rest was required when it was sent), references that may not be null, and names without whitespace.
fn completeness(shape: &Shape, value: &Value, place: String, problems: &mut Vec<Problem>) {
    match (&shape.kind, value) {
        (Kind::Reference(_), Value::Null) if !shape.nullable => {
            problems.push(Problem::new(place, "It cannot be null"));
        }
        (Kind::Text(Form::Word), Value::String(text)) if text.contains(char::is_whitespace) => {
            problems.push(Problem::new(place, "It cannot contain whitespace"));
        }
        (Kind::Text(Form::PlainUrl), Value::String(url)) if !url.starts_with("http://") || url.contains('@') => {
            problems.push(Problem::new(place, "Only plain http without a password is supported"));
        }
        (Kind::List(item), Value::Array(items)) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(index, value)| completeness(item, value, inside(&place, &index.to_string()), problems));
        }
        (Kind::Object(members), Value::Object(values)) => {
            for member in members.iter().filter(|member| member.exists_in(values)) {
                let place = inside(&place, &member.name);
                match values.get(&member.name) {
                    Some(value) => completeness(&member.shape, value, place, problems),
                    None if member.is_needed && !member.choices.is_empty() => {
                        problems.push(Problem::new(place, "The element is required"))
                    }
                    None => {}
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sps::keys::Keys;

    /// What is wrong with the configuration that a box starts with.
    fn wrong(is_old: bool) -> Vec<String> {
        let tree = Tree::new(is_old);
        let config = Config::seeded(&tree, &mut Keys::new(1));
        let all: Vec<String> = config.paths().cloned().collect();
        let rules = Rules { tree: &tree, config: &config, before: &Config::default() };
        rules.problems(&all).into_iter().map(|problem| problem.place).collect()
    }

    #[test]
    fn the_box_starts_with_one_reference_to_what_is_gone_and_nothing_else_wrong() {
        let orphan = "/api/configuration/ssh/connections/540200000156a1b2c3d4e6/policies/analytics_policy";

        assert_eq!([wrong(false), wrong(true)], [[orphan], [orphan]]);
    }
}
