//! The Reporting API, version 2: Jump Clients of which one machine has several. Privileged Remote Access alone has it.

use super::super::accounts::Account;
use super::super::refusal::Refusal;
use super::super::site::Site;
use crate::body;
use crate::exchange::{Reply, Request};
use crate::facts::{self, Operation};
use crate::query::{self, Query};
use crate::router::Router;
use crate::table::{At, Record};
use crate::wrong::Wrong;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

const CLIENTS: &str = "/jump-client";
/// Filters that fit where they are a part of the value; the others fit exactly.
const PARTS: &[&str] = &["name", "jump_group", "comments", "tag", "system_identifier"];
const USUAL: usize = 500;

fn operations() -> &'static [Operation] {
    static OPERATIONS: OnceLock<Vec<Operation>> = OnceLock::new();
    OPERATIONS.get_or_init(|| facts::parse(include_str!("operations.json")))
}

impl Site {
    /// Judge and carry out one request of version 2.
    pub(in super::super) fn report_v2(
        &mut self,
        request: &Request,
        path: &str,
        account: &Account,
    ) -> Result<Reply, Refusal> {
        if !account.may_report {
            return Err(Refusal::forbidden());
        }
        let router = Router::new(operations());
        let route = router.find(&request.method, path)?;
        if !request.header("accept").unwrap_or_default().contains("application/json") {
            return Err(Refusal::Said(406, "Not Acceptable".into()));
        }
        let (query, problems) = query::read(route.operation, &request.query);
        let known = Wrong::unless_empty(problems);
        let body = known.and_then(|()| body::check(route.operation, request)).map_err(unknown_is_400)?;
        match (request.method.as_str(), route.slots.first()) {
            ("GET", Some((_, id))) => self.duplicate(id),
            ("GET", None) => Ok(self.listed(&query)),
            _ => self.remove(&body.value),
        }
    }

    fn duplicate(&self, id: &str) -> Result<Reply, Refusal> {
        let found = self.duplicates().into_iter().find(|one| one["id"] == id.parse::<u64>().unwrap_or_default());
        let found = found.ok_or_else(Refusal::not_found)?;
        Ok(Reply::json(200, json!({ "data": found }).to_string()))
    }

    fn listed(&self, query: &Query) -> Reply {
        let number =
            |name: &str, usual| query.number(name).and_then(|number| usize::try_from(number).ok()).unwrap_or(usual);
        let (limit, offset) = (number("limit", USUAL), number("offset", 0));
        let fitting: Vec<Value> = self.duplicates().into_iter().filter(|one| fits(query, one)).collect();
        let total = fitting.len();
        let items: Vec<Value> = fitting.into_iter().skip(offset).take(limit).collect();
        let data = json!({ "count": items.len(), "items": items, "offset": offset, "limit": limit, "total": total });
        Reply::json(200, json!({ "data": data }).to_string())
    }

    /// Of each machine the Jump Client that was connected last stays, unless all of them may go.
    fn remove(&mut self, body: &Value) -> Result<Reply, Refusal> {
        let all = self.duplicates();
        let wanted: Vec<&Value> = match (body["ids"].as_array(), body["system_identifiers"].as_array()) {
            (Some(ids), None) => {
                let wanted: Vec<&Value> = all.iter().filter(|one| ids.contains(&one["id"])).collect();
                if wanted.len() < ids.len() {
                    return Err(Refusal::not_found());
                }
                wanted
            }
            (None, Some(machines)) => all.iter().filter(|one| machines.contains(&one["system_identifier"])).collect(),
            _ => return Err(Refusal::member("ids", "Either ids or system_identifiers are given.")),
        };
        if wanted.is_empty() {
            return Err(Refusal::not_found());
        }
        let kept: HashSet<u64> = if body["allow_delete_all"] == true { HashSet::new() } else { self.newest(&all) };
        for id in wanted.iter().filter_map(|one| one["id"].as_u64()).filter(|id| !kept.contains(id)) {
            self.lists.remove(CLIENTS, id);
        }
        Ok(Reply { status: 204, headers: Vec::new(), body: bytes::Bytes::new() })
    }

    /// The one of each machine that was connected last.
    fn newest(&self, all: &[Value]) -> HashSet<u64> {
        let mut newest: BTreeMap<String, (String, u64)> = BTreeMap::new();
        for one in all {
            let id = one["id"].as_u64().unwrap_or(0);
            let client = self.lists.get(CLIENTS, id).unwrap_or_default();
            let seen = client.at("last_connect_timestamp").as_str().unwrap_or_default().to_owned();
            let known = newest.entry(one["system_identifier"].to_string()).or_default();
            *known = known.clone().max((seen, id));
        }
        newest.into_values().map(|(_, id)| id).collect()
    }

    /// One machine is what has one name.
    fn duplicates(&self) -> Vec<Value> {
        let clients = self.lists.all(CLIENTS);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        clients.iter().for_each(|one| *counts.entry(one.at("hostname").to_string()).or_default() += 1);
        let several = clients.iter().filter(|one| counts[&one.at("hostname").to_string()] > 1);
        several.map(|one| self.shown(one)).collect()
    }

    fn shown(&self, client: &Record) -> Value {
        let group = self.lists.get("/jump-group", client.at("jump_group_id").as_u64().unwrap_or(0)).unwrap_or_default();
        let name = client.at("hostname").as_str().unwrap_or_default();
        json!({
            "id": client.at("id"),
            "name": client.at("name"),
            "jump_group": group.at("name"),
            "install_time": client.at("last_access_timestamp"),
            "comments": null,
            "tag": client.at("tag"),
            "status": if client.at("is_lost") == true { "offline" } else { "online" },
            "system_identifier": format!("machine of {name}"),
        })
    }
}

fn fits(query: &Query, one: &Value) -> bool {
    let mut filters = query.pairs().filter(|(name, _)| !["limit", "offset"].contains(name));
    filters.all(|(name, wanted)| {
        let shown = one[name].as_str().map_or_else(|| one[name].to_string(), str::to_owned).to_lowercase();
        let wanted = wanted.to_lowercase();
        if PARTS.contains(&name) { shown.contains(&wanted) } else { shown == wanted }
    })
}

/// This API says 400 of what it does not know.
fn unknown_is_400(wrong: Wrong) -> Refusal {
    match wrong {
        Wrong::Values(problems) => match problems.iter().find(|problem| problem.is_unknown) {
            Some(unknown) => Refusal::Said(400, format!("Unrecognized field: {}", unknown.place)),
            None => Wrong::Values(problems).into(),
        },
        other => other.into(),
    }
}
