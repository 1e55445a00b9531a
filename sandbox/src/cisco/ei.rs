//! The six operations of Edge Intelligence.

use super::agents::agent;
use super::asset_types::AssetTypes;
use super::options::{CiscoEiPaging, CiscoOptions};
use super::refusal::Refusal;
use super::{Call, Place};
use crate::exchange::{Reply, Request};
use serde_json::{Map, Value};
use std::ops::Range;

/// How many records a page has where the request does not say.
const USUAL: u64 = 20;

/// A tenant's Edge Intelligence.
#[derive(Debug)]
pub(super) struct Ei {
    seed: u64,
    tenant: u64,
    agents: u64,
    types: AssetTypes,
}

impl Ei {
    pub(super) fn new(seed: u64, tenant: u64, agents: u64) -> Ei {
        Ei { seed, tenant, agents, types: AssetTypes::new(seed) }
    }

    pub(super) fn answer(&mut self, call: &Call<'_>, place: &Place<'_>) -> Result<Reply, Refusal> {
        let operation = (call.operation.method.as_str(), call.operation.path.as_str());
        if !place.tenant.has_ei {
            return absent(operation.1);
        }
        let paging = place.options.ei_paging;
        match operation {
            (_, "/nbapi/ei/v1/agents") => {
                page(call, paging, "agents", self.agents, |index| agent(self.seed, self.tenant, index))
            }
            ("GET", "/nbapi/ei/v1/assetTypes") => {
                let types = self.types.all();
                let one = |index: u64| usize::try_from(index).ok().and_then(|index| types.get(index)).cloned();
                page(call, paging, "assetTypes", types.len() as u64, |index| one(index).into())
            }
            ("POST", _) => self.types.create(call.members()).map(|value| call.json(&value)),
            ("GET", _) => self.types.get(call.slot("id")).map(|one| call.json(&one.clone().into())),
            ("DELETE", _) => self.types.delete(call.slot("id")).map(|()| call.done()),
            (verb, _) => {
                let changed = self.types.update(call.slot("id"), call.members(), verb == "PUT");
                changed.map(|value| call.json(&value))
            }
        }
    }
}

/// The path that the operation has in the table, and whether its verb is the one of this cloud.
pub(super) fn canonical(request: &Request, options: &CiscoOptions) -> Result<String, Refusal> {
    let single = request.path.strip_prefix(if options.ei_singular { SINGULAR } else { PLURAL });
    let is_other = request.path.starts_with(if options.ei_singular { PLURAL } else { SINGULAR });
    if is_other {
        return Err(Refusal::not_found());
    }
    let Some(id) = single else { return Ok(request.path.clone()) };
    let (verb, refused) = if options.ei_patches { ("PATCH", "PUT") } else { ("PUT", "PATCH") };
    if request.method == refused {
        return Err(Refusal::method(Some(if verb == "PUT" { "GET, PUT, DELETE" } else { "GET, PATCH, DELETE" })));
    }
    Ok(format!("{PLURAL}{id}"))
}

const PLURAL: &str = "/nbapi/ei/v1/assetTypes/";
const SINGULAR: &str = "/nbapi/ei/v1/assetType/";

/// Where it is not enabled, one list is empty and everything else is forbidden: both have to be borne.
fn absent(path: &str) -> Result<Reply, Refusal> {
    if path == "/nbapi/ei/v1/agents" {
        return Ok(Reply::json(200, r#"{"agents":[]}"#));
    }
    Err(Refusal::late(403, "Edge Intelligence is not enabled for this organization"))
}

fn page(
    call: &Call<'_>,
    paging: CiscoEiPaging,
    member: &str,
    total: u64,
    record: impl Fn(u64) -> Value,
) -> Result<Reply, Refusal> {
    let (rows, mut rest) = window(call, paging, total)?;
    let mut answer = Map::new();
    answer.insert(member.to_owned(), rows.map(record).collect());
    answer.append(&mut rest);
    Ok(call.json(&answer.into()))
}

/// Which records are asked for, and what else the answer says.
fn window(call: &Call<'_>, paging: CiscoEiPaging, total: u64) -> Result<(Range<u64>, Map<String, Value>), Refusal> {
    let (names, first) = match paging {
        CiscoEiPaging::Whole => return known(call, &[]).map(|()| (0..total, Map::new())),
        CiscoEiPaging::Pages(first) => (["page", "size"], first),
        CiscoEiPaging::Offsets => (["offset", "limit"], 0),
    };
    known(call, &names)?;
    let size = call.query.number(names[1]).unwrap_or(USUAL);
    let place = call.query.number(names[0]).unwrap_or(first);
    let below = place.checked_sub(first).ok_or_else(|| Refusal::late(400, "There is no such page."))?;
    let start = if names[0] == "page" { below.saturating_mul(size) } else { below }.min(total);
    let rest = [(names[0], place), (names[1], size), ("total", total)];
    let rest = rest.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    Ok((start..start.saturating_add(size).min(total), rest))
}

fn known(call: &Call<'_>, names: &[&str]) -> Result<(), Refusal> {
    match call.query.pairs().find(|(name, _)| !names.contains(name)) {
        Some((name, _)) => Err(Refusal::late(400, format!("The {name} parameter is unknown."))),
        None => Ok(()),
    }
}
