//! What the operations of the Configuration API do, each by its shape: list, show, create, change, delete, copy.

use super::blank::{filled, shown, written};
use super::pages::{self, Page};
use super::references;
use super::refusal::Refusal;
use super::site::Site;
use super::surface::{Call, Surface, below};
use super::vault;
use crate::exchange::{Reply, Request};
use crate::table::{At, Record};
use serde_json::{Value, json};

/// One call, and the place that it is about.
pub(super) struct Job<'a> {
    pub(super) site: &'a mut Site,
    pub(super) surface: &'a Surface,
    pub(super) request: &'a Request,
    pub(super) call: &'a Call<'a>,
    /// The path with its slots, below that of the API.
    pub(super) template: &'a str,
    pub(super) now: i64,
}

pub(super) fn perform(
    site: &mut Site,
    surface: &Surface,
    request: &Request,
    call: &Call<'_>,
    now: i64,
) -> Result<Reply, Refusal> {
    let template = below(call.operation);
    let mut job = Job { site, surface, request, call, template, now };
    job.check_around()?;
    match vault::perform(&mut job) {
        Some(done) => done,
        None => job.usual(),
    }
}

impl Job<'_> {
    /// The things that the path names have to be there.
    fn check_around(&self) -> Result<(), Refusal> {
        for (at, _) in self.template.match_indices("/{") {
            let (list, rest) = self.template.split_at(at);
            let slot = rest[2..].split('}').next().unwrap_or_default();
            let is_checked = self.surface.is_list(list) && !vault::is_computed(list);
            if is_checked && !self.is_there(list, self.call.slot(slot)) {
                return Err(Refusal::not_found());
            }
        }
        Ok(())
    }

    fn is_there(&self, list: &str, named: &str) -> bool {
        match named.parse() {
            Ok(id) => self.site.lists.has(&self.at(list), id),
            // Installers have a long name besides their number.
            Err(_) => self.site.lists.all(&self.at(list)).iter().any(|one| one.at("installer_id") == named),
        }
    }

    /// A part of the path with what stands in its slots.
    pub(super) fn at(&self, template: &str) -> String {
        let words = template.split('/').map(|word| match word.strip_prefix('{') {
            Some(slot) => self.call.slot(slot.trim_end_matches('}')),
            None => word,
        });
        words.collect::<Vec<_>>().join("/")
    }

    fn usual(&mut self) -> Result<Reply, Refusal> {
        let (list, word) = self.template.rsplit_once('/').unwrap_or_default();
        let is_entry = word.starts_with('{');
        match self.call.operation.method.as_str() {
            "GET" if !self.call.operation.download.is_empty() => Ok(self.file()),
            "GET" if self.surface.is_list(self.template) => Ok(self.list(self.site.lists.all(&self.at(self.template)))),
            "POST" if self.surface.is_list(self.template) => self.create(),
            "GET" if is_entry => Ok(self.entry(list, word)),
            "PATCH" if is_entry => self.change(list, word),
            "DELETE" if is_entry => self.delete(list, word),
            "POST" if word == "copy" => self.copy(list),
            _ => self.rest(),
        }
    }

    pub(super) fn list(&self, all: Vec<Record>) -> Reply {
        let items = self.call.operation.answer.as_ref().and_then(|answer| answer.items.as_deref());
        let fitting: Vec<Record> = all.into_iter().filter(|record| pages::fits(self.call, record)).collect();
        let page = Page::of(self.call, fitting.len());
        let is_paged = self.call.operation.query.contains_key("per_page");
        let records = if is_paged { page.cut(fitting) } else { fitting };
        let told: Vec<Value> =
            records.iter().map(|record| items.map_or(Value::Null, |items| shown(items, record))).collect();
        let reply = Reply::json(self.call.operation.status, Value::Array(told).to_string());
        if is_paged { page.told(reply, self.request) } else { reply }
    }

    /// The list and the number of what the path names last.
    fn named(&self, list: &str, word: &str) -> (String, u64) {
        let slot = word.trim_matches(['{', '}']);
        (self.at(list), self.call.slot(slot).parse().unwrap_or_default())
    }

    fn entry(&self, list: &str, word: &str) -> Reply {
        let (path, id) = self.named(list, word);
        self.told(list, &self.site.lists.get(&path, id).unwrap_or_default())
    }

    /// A thing, where the answer is one; nothing otherwise.
    pub(super) fn told(&self, list: &str, record: &Record) -> Reply {
        let status = self.call.operation.status;
        let is_read = self.call.operation.method == "GET";
        let schema = self.call.operation.answer.as_ref().or(self.surface.entry(list).filter(|_| is_read));
        match schema {
            Some(schema) => Reply::json(status, shown(schema, record).to_string()),
            None => self.done(),
        }
    }

    /// A success that says nothing.
    pub(super) fn done(&self) -> Reply {
        Reply { status: self.call.operation.status, headers: Vec::new(), body: bytes::Bytes::new() }
    }

    fn create(&mut self) -> Result<Reply, Refusal> {
        let members = self.call.members();
        references::check(&self.site.lists, &members, &Record::new())?;
        let path = self.at(self.template);
        let (key, is_given) = self.surface.key(self.template);
        let mut record = match self.surface.entry(self.template) {
            Some(schema) => filled(schema, &members, self.now),
            None => members.clone(),
        };
        self.add_what_the_site_knows(&mut record);
        let id = match is_given {
            false => self.site.lists.add(&path, record),
            true => {
                let id = self.new_member(&path, key, &members)?;
                self.site.lists.put(&path, id, record);
                id
            }
        };
        let record = self.site.lists.get(&path, id).unwrap_or_default();
        Ok(self.told(self.template, &record).with("location", format!("{}/{id}", self.request.path)))
    }

    /// What joins is named by the client, and joins once.
    fn new_member(&self, path: &str, key: &str, members: &Record) -> Result<u64, Refusal> {
        let id = members.at(key).as_u64().ok_or_else(|| Refusal::member(key, "The field is required."))?;
        match self.site.lists.has(path, id) {
            true => Err(Refusal::member(key, "It is there already.")),
            false => Ok(id),
        }
    }

    fn add_what_the_site_knows(&mut self, record: &mut Record) {
        if record.at("code_name") == "" {
            let name = record.get("name").or(record.get("display_name")).and_then(Value::as_str).unwrap_or_default();
            let code = name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
            record.insert("code_name".into(), code.into());
        }
        if record.contains_key("team_id") && self.template.starts_with("/team/") {
            record.insert("team_id".into(), json!(self.call.slot("id").parse::<u64>().unwrap_or_default()));
        }
        if record.contains_key("installer_id") {
            let minutes = record.get("valid_duration").and_then(Value::as_i64).unwrap_or(1440);
            let name = self.site.dice.word(b"0123456789abcdef", 32);
            let file = format!("sra-scc-{name}.msi");
            let key =
                json!({ "encodedInfo": format!("w0eec30{name}"), "filename": file, "installerPath": "/download" });
            record.insert("installer_id".into(), name.into());
            record.insert("key_info".into(), key);
            record.insert("expiration_timestamp".into(), written(self.now + minutes * 60).into());
        }
    }

    fn change(&mut self, list: &str, word: &str) -> Result<Reply, Refusal> {
        let (path, id) = self.named(list, word);
        let known = self.site.lists.get(&path, id).unwrap_or_default();
        let members = self.call.members();
        references::check(&self.site.lists, &members, &known)?;
        self.site.lists.merge(&path, id, members);
        Ok(self.told(list, &self.site.lists.get(&path, id).unwrap_or_default()))
    }

    /// With it goes what cannot be without it.
    fn delete(&mut self, list: &str, word: &str) -> Result<Reply, Refusal> {
        let (path, id) = self.named(list, word);
        let lists = &mut self.site.lists;
        match list {
            "/jump-group" => {
                let members = [("jump_group_id", json!(id)), ("jump_group_type", json!("shared"))];
                ["/jump-item/", "/jump-client"].iter().for_each(|prefix| lists.remove_where(prefix, &members));
                lists.remove_memberships("jump_group_id", id);
            }
            "/jumpoint" => {
                lists.remove_where("/jump-item/", &[("jumpoint_id", json!(id))]);
                lists.remove_memberships("jumpoint_id", id);
            }
            "/user" => lists.remove_memberships("user_id", id),
            "/team" => lists.remove_memberships("team_id", id),
            _ => {}
        }
        lists.remove(&path, id);
        Ok(self.done())
    }

    fn copy(&mut self, entry: &str) -> Result<Reply, Refusal> {
        let (list, word) = entry.rsplit_once('/').unwrap_or_default();
        let (path, id) = self.named(list, word);
        let mut record = self.site.lists.get(&path, id).unwrap_or_default();
        let members = self.call.members();
        references::check(&self.site.lists, &members, &record)?;
        record.extend(members);
        let copied = self.site.lists.add(&path, record);
        if list == "/group-policy" {
            return Ok(self.told(list, &self.site.lists.get(&path, copied).unwrap_or_default()));
        }
        let body = json!({ "action": "copy", "success": "1", "destId": copied });
        Ok(Reply::json(self.call.operation.status, body.to_string()))
    }

    /// What is not kept: the answer has the right shape, and nothing in it.
    fn rest(&self) -> Result<Reply, Refusal> {
        references::check(&self.site.lists, &self.call.members(), &Record::new())?;
        Ok(match &self.call.operation.answer {
            Some(schema) => {
                let blank = shown(schema, &filled(schema, &Record::new(), self.now));
                Reply::json(self.call.operation.status, blank.to_string())
            }
            None => self.done(),
        })
    }

    fn file(&self) -> Reply {
        let kind = self.call.operation.download.first().map_or("application/octet-stream", String::as_str);
        let name = self.template.rsplit('/').find(|word| !word.starts_with('{')).unwrap_or("file");
        let content = format!("{name} of the sandbox\n").repeat(100);
        Reply::content(200, kind, content).with("content-disposition", format!("attachment; filename=\"{name}\""))
    }
}
