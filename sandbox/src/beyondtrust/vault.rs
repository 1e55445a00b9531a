//! The Vault: accounts that are lent, groups that hold accounts, and the Jump Items that accounts may be used for.

use super::refusal::Refusal;
use super::reporting::Activity;
use super::work::Job;
use crate::exchange::Reply;
use crate::table::{At, Record};
use serde_json::{Value, json};

const ACCOUNTS: &str = "/vault/account";
const GROUPS: &str = "/vault/account-group";
const POLICIES: &str = "/vault/account-policy";
/// It holds what no other group does.
const USUAL_GROUP: u64 = 1;
const NOT_LENT: &[&str] = &["x509_ca", "x509_csr"];
const NOT_FORCED: &[&str] = &["ssh", "ssh_ca", "x509_ca", "x509_csr"];

/// Whether the list is not kept, but found among the accounts.
pub(super) fn is_computed(list: &str) -> bool {
    list == "/vault/account-group/{id}/account"
}

/// What is particular to the Vault; nothing where it is as everywhere.
pub(super) fn perform(job: &mut Job<'_>) -> Option<Result<Reply, Refusal>> {
    let method = job.call.operation.method.as_str();
    let id = job.call.slot("id").parse().unwrap_or_default();
    if let Some((entry, place)) = job.template.split_once("/jump-item-association") {
        return entry.starts_with("/vault/account").then(|| associate(job, entry, place));
    }
    match (method, job.template) {
        ("POST", "/vault/account/{id}/check-out") => Some(check_out(job, id)),
        ("POST", "/vault/account/{id}/check-in") => Some(check_in(job, id)),
        ("POST", "/vault/account/{id}/force-check-in") => Some(force(job, id)),
        ("POST", "/vault/account/{id}/rotate") => Some(rotate(job, id)),
        ("PATCH", "/vault/account/{id}") => same_type(job, id).err().map(Err),
        ("DELETE", "/vault/account/{id}") => personal(job, id).map(Err),
        ("DELETE", "/vault/account-group/{id}") => empty_group(job, id).err().map(Err),
        (_, "/vault/account-group/{id}/account") => Some(accounts_of(job, id)),
        (_, "/vault/account-group/{id}/account/{account_id}") => Some(account_of(job, id)),
        _ => None,
    }
}

fn account(job: &Job<'_>, id: u64) -> Record {
    job.site.lists.get(ACCOUNTS, id).unwrap_or_default()
}

fn is_of(account: &Record, kinds: &[&str]) -> bool {
    account.at("type").as_str().is_some_and(|kind| kinds.contains(&kind))
}

fn check_out(job: &mut Job<'_>, id: u64) -> Result<Reply, Refusal> {
    let account = account(job, id);
    if is_of(&account, NOT_LENT) {
        return Err(Refusal::Said(422, "This account cannot be checked out.".into()));
    }
    let is_out = job.site.check_outs.iter().any(|(known, _)| *known == id);
    if is_out && !is_shared(job, &account) {
        return Err(Refusal::Said(422, "This account is checked out.".into()));
    }
    job.site.check_outs.insert((id, job.call.token.id));
    note(job, id, "Credentials Checked Out");
    let now = super::blank::written(job.now);
    job.site.lists.merge(ACCOUNTS, id, Record::from_iter([("last_checkout_timestamp".into(), json!(now))]));
    let given = ["username", "type", "password", "private_key", "signed_public_cert", "token"];
    let lent: Record = given.iter().filter_map(|name| Some(((*name).into(), account.get(*name)?.clone()))).collect();
    Ok(Reply::json(200, Value::Object(lent).to_string()))
}

/// Whether several may have it at a time: the account's policy says it, else that of its group; without any it is not so.
fn is_shared(job: &Job<'_>, account: &Record) -> bool {
    let group = account.at("account_group_id").as_u64().and_then(|id| job.site.lists.get(GROUPS, id));
    let named = |record: &Record| record.at("account_policy").as_str().map(str::to_owned);
    let Some(name) = named(account).or_else(|| named(&group?)) else {
        return false;
    };
    let policies = job.site.lists.all(POLICIES);
    let policy = policies.iter().find(|policy| policy.at("code_name") == name.as_str());
    policy.is_some_and(|policy| policy.at("allow_simultaneous_checkout") == true)
}

fn note(job: &mut Job<'_>, account: u64, event: &'static str) {
    job.site.activities.push(Activity { at: job.now, event, account, by: job.call.token });
}

fn check_in(job: &mut Job<'_>, id: u64) -> Result<Reply, Refusal> {
    match job.site.check_outs.remove(&(id, job.call.token.id)) {
        true => {
            note(job, id, "Credentials Checked In");
            Ok(job.done())
        }
        false => Err(Refusal::Said(422, "This account is not checked out.".into())),
    }
}

fn force(job: &mut Job<'_>, id: u64) -> Result<Reply, Refusal> {
    if is_of(&account(job, id), NOT_FORCED) {
        return Err(Refusal::Said(422, "This account cannot be checked in by force.".into()));
    }
    job.site.check_outs.retain(|(known, _)| *known != id);
    Ok(job.done())
}

/// The secret is another one afterwards.
fn rotate(job: &mut Job<'_>, id: u64) -> Result<Reply, Refusal> {
    let account = account(job, id);
    if !account.contains_key("password") {
        return Err(Refusal::Said(422, "This account cannot be rotated.".into()));
    }
    let password = format!("rotated-{}", job.site.dice.below(1 << 40));
    job.site.lists.merge(ACCOUNTS, id, Record::from_iter([("password".into(), json!(password))]));
    Ok(job.done())
}

fn same_type(job: &Job<'_>, id: u64) -> Result<(), Refusal> {
    let account = account(job, id);
    let other = job.call.member("type").as_str().is_some_and(|kind| account.at("type") != kind);
    if other { Err(Refusal::member("type", "The type cannot be changed.")) } else { Ok(()) }
}

fn personal(job: &Job<'_>, id: u64) -> Option<Refusal> {
    (account(job, id).at("personal") == true).then(Refusal::forbidden)
}

/// The accounts of a group that goes are in the usual one afterwards.
fn empty_group(job: &mut Job<'_>, id: u64) -> Result<(), Refusal> {
    if id == USUAL_GROUP {
        return Err(Refusal::Said(422, "The default group cannot be deleted.".into()));
    }
    for account in members_of(job, id) {
        move_to(job, account.at("id").as_u64().unwrap_or_default(), USUAL_GROUP);
    }
    Ok(())
}

fn members_of(job: &Job<'_>, group: u64) -> Vec<Record> {
    let all = job.site.lists.all(ACCOUNTS);
    all.into_iter().filter(|account| account.at("account_group_id") == group).collect()
}

/// An account of a group is shown by its number alone.
fn membership(account: &Record) -> Record {
    let members = [("account_id", "id"), ("account_group_id", "account_group_id")];
    members.iter().map(|(name, known)| ((*name).into(), account.at(known).clone())).collect()
}

fn move_to(job: &mut Job<'_>, account: u64, group: u64) {
    job.site.lists.merge(ACCOUNTS, account, Record::from_iter([("account_group_id".into(), json!(group))]));
}

fn accounts_of(job: &mut Job<'_>, group: u64) -> Result<Reply, Refusal> {
    if job.call.operation.method == "GET" {
        let members = members_of(job, group).iter().map(membership).collect();
        return Ok(job.list(members));
    }
    let id = job.call.member("account_id").as_u64().filter(|id| job.site.lists.has(ACCOUNTS, *id));
    let id = id.ok_or_else(|| Refusal::member("account_id", "The selected account id is invalid."))?;
    move_to(job, id, group);
    Ok(job.told(ACCOUNTS, &membership(&account(job, id))))
}

fn account_of(job: &mut Job<'_>, group: u64) -> Result<Reply, Refusal> {
    let id = job.call.slot("account_id").parse().unwrap_or_default();
    let found = job.site.lists.get(ACCOUNTS, id).filter(|account| account.at("account_group_id") == group);
    let found = found.ok_or_else(Refusal::not_found)?;
    if job.call.operation.method == "GET" {
        return Ok(job.told(ACCOUNTS, &membership(&found)));
    }
    move_to(job, id, USUAL_GROUP);
    Ok(job.done())
}

/// An account has none of its own as long as it inherits that of its group; a group always has one.
fn associate(job: &mut Job<'_>, entry: &str, place: &str) -> Result<Reply, Refusal> {
    let path = format!("{}/jump-item-association", job.at(entry));
    let nothing = json!({ "shared_jump_groups": [], "host": [], "name": [], "tag": [], "comment": [] });
    let blank = json!({ "filter_type": "any_jump_items", "criteria": nothing, "jump_items": [] });
    let with_criteria = |mut blank: Record| {
        blank.insert("filter_type".into(), json!("criteria"));
        blank
    };
    let of_group = blank.as_object().cloned().filter(|_| entry.starts_with(GROUPS)).map(with_criteria);
    let known = job.site.lists.get(&path, 1).or(of_group);
    let members = job.call.members();
    let changed = match (job.call.operation.method.as_str(), place) {
        ("GET", _) => return known.map(|known| job.told(entry, &known)).ok_or_else(Refusal::not_found),
        ("POST", "") if known.is_some() => return Err(Refusal::Said(422, "There is one already.".into())),
        ("POST", "") => blank.as_object().cloned().unwrap_or_default().into_iter().chain(members).collect(),
        ("PATCH", "") => known.ok_or_else(Refusal::not_found)?.into_iter().chain(members).collect(),
        ("DELETE", "") => {
            known.ok_or_else(Refusal::not_found)?;
            job.site.lists.remove(&path, 1);
            return Ok(job.done());
        }
        (method, place) => amended(known.ok_or_else(Refusal::not_found)?, method == "POST", place, &members)?,
    };
    job.site.lists.put(&path, 1, changed.clone());
    // What was added is answered alone, with what it was added to.
    let around = json!(job.call.slot("id").parse::<u64>().unwrap_or_default());
    let named = Record::from_iter([("account_group_id".into(), around)]);
    Ok(job.told(entry, &changed.into_iter().chain(named).chain(job.call.members()).collect()))
}

/// With one Jump Item or one Jump Group more, or less.
fn amended(mut known: Record, is_added: bool, place: &str, members: &Record) -> Result<Record, Refusal> {
    let is_item = place == "/jump-item";
    let one = if is_item { Value::Object(members.clone()) } else { members.at("shared_jump_group_id").clone() };
    if one.is_null() {
        return Err(Refusal::member("shared_jump_group_id", "The field is required."));
    }
    if !is_item && known.at("filter_type") != "criteria" {
        return Err(Refusal::Said(422, "The association has no criteria.".into()));
    }
    let list = match is_item {
        true => known.get_mut("jump_items"),
        false => known.get_mut("criteria").and_then(|criteria| criteria.get_mut("shared_jump_groups")),
    };
    let list = list.and_then(Value::as_array_mut).ok_or_else(Refusal::not_found)?;
    match (is_added, list.iter().position(|known| *known == one)) {
        (true, None) => list.push(one),
        (false, Some(at)) => drop(list.remove(at)),
        (true, Some(_)) => {}
        (false, None) => return Err(Refusal::not_found()),
    }
    Ok(known)
}
