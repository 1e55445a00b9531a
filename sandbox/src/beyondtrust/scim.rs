//! SCIM by RFC 7643 and 7644: what an identity provider does with users and groups, and no more of the standard.

use super::accounts::Account;
use super::blank::written;
use super::options::BeyondTrustOptions;
use crate::exchange::{Reply, Request};
use serde_json::{Map, Value, json};

const MEDIA: &str = "application/scim+json";
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// So many of a list are given at once, whatever is asked for.
const PAGE: usize = 5;

/// A member, and whether a value is what it should be.
type Member = (&'static str, fn(&Value) -> bool);

/// One of the two kinds of things.
struct Kind {
    path: &'static str,
    schema: &'static str,
    /// The member that no two things share.
    name: &'static str,
    /// Members that can be given, and what they are.
    members: &'static [Member],
    is_replaced: bool,
}

const KINDS: [Kind; 2] = [
    Kind {
        path: "Users",
        schema: "urn:ietf:params:scim:schemas:core:2.0:User",
        name: "userName",
        members: &[
            ("userName", is_name),
            ("displayName", Value::is_string),
            ("externalId", Value::is_string),
            ("name", Value::is_object),
            ("emails", are_values),
            ("active", Value::is_boolean),
        ],
        is_replaced: false,
    },
    Kind {
        path: "Groups",
        schema: "urn:ietf:params:scim:schemas:core:2.0:Group",
        name: "displayName",
        members: &[("displayName", is_name), ("externalId", Value::is_string), ("members", are_values)],
        is_replaced: true,
    },
];

fn is_name(value: &Value) -> bool {
    value.as_str().is_some_and(|name| !name.trim().is_empty())
}

/// A list of objects that each have a `value`.
fn are_values(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(|item| item["value"].is_string()))
}

/// Status, SCIM's word where it has one, and a sentence.
struct Wrong(u16, Option<&'static str>, String);

impl Wrong {
    fn value(sentence: impl Into<String>) -> Wrong {
        Wrong(400, Some("invalidValue"), sentence.into())
    }

    fn missing() -> Wrong {
        Wrong(404, None, "Resource not found.".into())
    }

    fn into_reply(self) -> Reply {
        let Wrong(status, word, detail) = self;
        let mut body = json!({ "schemas": [ERROR], "status": status.to_string(), "detail": detail });
        if let Some(word) = word {
            body["scimType"] = word.into();
        }
        told(status, &body)
    }
}

fn told(status: u16, body: &Value) -> Reply {
    Reply::content(status, MEDIA, body.to_string())
}

/// What the provider has.
pub(super) struct Provider {
    /// Where it is: with a version in the path, or without.
    base: &'static str,
    /// How many of each kind there were.
    counts: [u64; 2],
    /// Things with their kind, in the order in which they came.
    things: Vec<(usize, Map<String, Value>)>,
}

impl Provider {
    pub(super) fn new(options: &BeyondTrustOptions, now: i64) -> Provider {
        let base = if options.scim_version { "/api/scim/v2" } else { "/api/scim" };
        let mut provider = Provider { base, counts: [0; 2], things: Vec::new() };
        let people = ["anna", "ben", "carla", "dario", "elif", "finn", "greta"];
        let ids: Vec<String> = people.iter().map(|name| provider.add(0, person(name), now)).collect();
        for (name, member) in [("Operators", &ids[0]), ("Helpers", &ids[1])] {
            let group = json!({ "displayName": name, "externalId": name, "members": [{ "value": member }] });
            provider.add(1, group.as_object().cloned().unwrap_or_default(), now);
        }
        provider
    }

    /// Everything below the base path; nothing where the path is another one.
    pub(super) fn answer(&mut self, request: &Request, path: &str, account: &Account, now: i64) -> Option<Reply> {
        let rest = path.strip_prefix(self.base)?.strip_prefix('/')?;
        let (place, id) = rest.split_once('/').map_or((rest, None), |(place, id)| (place, Some(id)));
        let kind = KINDS.iter().position(|kind| kind.path == place)?;
        if !account.may_provision {
            return Some(Reply::json(403, json!({ "message": "Forbidden" }).to_string()));
        }
        let done = match (request.method.as_str(), id) {
            ("GET", None) => self.list(kind, &request.query),
            ("POST", None) => self.create(kind, request, now),
            ("GET", Some(id)) => self.at(kind, id).map(|at| told(200, &self.shown(at))),
            ("PUT", Some(id)) if KINDS[kind].is_replaced => self.replace(kind, id, request, now),
            ("DELETE", Some(id)) => self.delete(kind, id),
            _ => Err(Wrong(405, None, "Method not allowed.".into())),
        };
        Some(done.unwrap_or_else(Wrong::into_reply))
    }

    fn at(&self, kind: usize, id: &str) -> Result<usize, Wrong> {
        self.things.iter().position(|(own, thing)| *own == kind && thing["id"] == id).ok_or_else(Wrong::missing)
    }

    fn shown(&self, at: usize) -> Value {
        Value::Object(self.things[at].1.clone())
    }

    fn add(&mut self, kind: usize, mut members: Map<String, Value>, now: i64) -> String {
        self.counts[kind] += 1;
        let id = self.counts[kind].to_string();
        let of = &KINDS[kind];
        let meta = json!({ "resourceType": of.path.trim_end_matches('s'), "created": written(now),
            "lastModified": written(now), "location": format!("{}/{}/{id}", self.base, of.path) });
        members.insert("id".into(), id.clone().into());
        members.insert("schemas".into(), json!([of.schema]));
        members.insert("meta".into(), meta);
        self.things.push((kind, members));
        id
    }

    fn list(&self, kind: usize, query: &str) -> Result<Reply, Wrong> {
        let (mut start, mut count, mut filter) = (1, PAGE, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let number = || value.parse::<i64>().map_err(|_| Wrong::value(format!("{name} must be a number.")));
            match &*name {
                "startIndex" => start = usize::try_from(number()?.max(1)).unwrap_or(1),
                "count" => count = usize::try_from(number()?.max(0)).unwrap_or(0).min(PAGE),
                "filter" => filter = Some(wanted(&KINDS[kind], &value)?),
                _ => return Err(Wrong(400, Some("invalidSyntax"), format!("{name} is not known."))),
            }
        }
        let fits = |thing: &Map<String, Value>| {
            let name = thing[KINDS[kind].name].as_str().unwrap_or_default();
            filter.as_ref().is_none_or(|wanted| name.eq_ignore_ascii_case(wanted))
        };
        let all: Vec<&Map<String, Value>> =
            self.things.iter().filter(|(own, thing)| *own == kind && fits(thing)).map(|(_, thing)| thing).collect();
        let page: Vec<_> = all.iter().skip(start - 1).take(count).collect();
        let body = json!({ "schemas": [LIST], "totalResults": all.len(), "startIndex": start,
            "itemsPerPage": page.len(), "Resources": page });
        Ok(told(200, &body))
    }

    fn create(&mut self, kind: usize, request: &Request, now: i64) -> Result<Reply, Wrong> {
        let members = self.read(kind, request, None)?;
        let id = self.add(kind, members, now);
        let reply = told(201, &self.shown(self.things.len() - 1));
        Ok(reply.with("location", format!("{}/{}/{id}", self.base, KINDS[kind].path)))
    }

    /// What is not given is gone.
    fn replace(&mut self, kind: usize, id: &str, request: &Request, now: i64) -> Result<Reply, Wrong> {
        let at = self.at(kind, id)?;
        let mut members = self.read(kind, request, Some(id))?;
        let mut meta = self.things[at].1["meta"].clone();
        meta["lastModified"] = written(now).into();
        members.insert("id".into(), id.into());
        members.insert("schemas".into(), json!([KINDS[kind].schema]));
        members.insert("meta".into(), meta);
        self.things[at].1 = members;
        Ok(told(200, &self.shown(at)))
    }

    /// Whoever is deleted is in no group any longer.
    fn delete(&mut self, kind: usize, id: &str) -> Result<Reply, Wrong> {
        let at = self.at(kind, id)?;
        self.things.remove(at);
        for (_, thing) in &mut self.things {
            if let Some(members) = thing.get_mut("members").and_then(Value::as_array_mut).filter(|_| kind == 0) {
                members.retain(|member| member["value"] != id);
            }
        }
        Ok(Reply { status: 204, headers: Vec::new(), body: bytes::Bytes::new() })
    }

    fn read(&self, kind: usize, request: &Request, own: Option<&str>) -> Result<Map<String, Value>, Wrong> {
        let media = request.header("content-type").unwrap_or_default();
        if media.split(';').next() != Some(MEDIA) {
            return Err(Wrong(415, None, format!("The body must be {MEDIA}.")));
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let Value::Object(mut members) = body else {
            return Err(Wrong(400, Some("invalidSyntax"), "The body is no object.".into()));
        };
        let of = &KINDS[kind];
        if members.remove("schemas") != Some(json!([of.schema])) {
            return Err(Wrong(400, Some("invalidSyntax"), "The schemas are not those of the resource.".into()));
        }
        for (name, value) in &members {
            let known = of.members.iter().find(|(known, _)| known == name);
            let (_, is_right) = known.ok_or_else(|| Wrong::value(format!("Attribute {name} is not known.")))?;
            if !is_right(value) {
                return Err(Wrong::value(format!("Attribute {name} is malformed.")));
            }
        }
        self.check_name(kind, &members, own)?;
        self.check_members(&members)?;
        Ok(members)
    }

    fn check_name(&self, kind: usize, members: &Map<String, Value>, own: Option<&str>) -> Result<(), Wrong> {
        let name = KINDS[kind].name;
        let given = members.get(name).ok_or_else(|| Wrong::value(format!("Attribute {name} is required.")))?;
        let is_taken = |thing: &Map<String, Value>| thing[name] == *given && own.is_none_or(|own| thing["id"] != own);
        match self.things.iter().any(|(own_kind, thing)| *own_kind == kind && is_taken(thing)) {
            true => Err(Wrong(409, Some("uniqueness"), format!("There is a {name} {given} already."))),
            false => Ok(()),
        }
    }

    fn check_members(&self, members: &Map<String, Value>) -> Result<(), Wrong> {
        let named = members.get("members").and_then(Value::as_array).into_iter().flatten();
        let is_there = |id: &Value| self.things.iter().any(|(kind, thing)| *kind == 0 && thing["id"] == *id);
        match named.map(|member| &member["value"]).find(|id| !is_there(id)) {
            Some(missing) => Err(Wrong::value(format!("There is no resource {missing}."))),
            None => Ok(()),
        }
    }
}

/// Of all filters there is one: the name is this.
fn wanted(kind: &Kind, filter: &str) -> Result<String, Wrong> {
    let mut words = filter.splitn(3, ' ');
    let (member, operator, value) = (words.next(), words.next(), words.next());
    let value = value.and_then(|value| value.strip_prefix('"')?.strip_suffix('"'));
    match (member, operator, value) {
        (Some(member), Some("eq"), Some(value)) if member == kind.name => Ok(value.to_owned()),
        _ => Err(Wrong(400, Some("invalidFilter"), format!("Only {} eq is known.", kind.name))),
    }
}

fn person(name: &str) -> Map<String, Value> {
    let given: String = name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
    let person = json!({
        "userName": format!("{name}@example.com"),
        "displayName": given,
        "externalId": name,
        "name": { "givenName": given, "familyName": "Example" },
        "emails": [{ "value": format!("{name}@example.com"), "primary": true }],
        "active": true,
    });
    person.as_object().cloned().unwrap_or_default()
}
