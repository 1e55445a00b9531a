//! Technicians, end users, contacts and the roles of users.

use super::{CONTACTS, END_USERS, ORGANIZATIONS, TECHNICIANS, USER_ROLES};
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::records;
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::resources::Resource;
use crate::ninjaone::state::State;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

/// Both kinds, each with the word for it.
fn all(state: &State) -> Vec<Record> {
    let kinds = [("TECHNICIAN", &TECHNICIANS), ("END_USER", &END_USERS)];
    let marked = kinds.iter().flat_map(|(kind, resource)| {
        state.table(resource).records().map(|user| {
            let mut user = user.clone();
            user.insert("userType".into(), (*kind).into());
            user
        })
    });
    marked.collect()
}

/// Roles are shown only where they are asked for.
fn shown(call: &Call<'_>, users: Vec<Record>, fits: impl Fn(&Record) -> bool) -> Reply {
    let users: Vec<Record> = users
        .into_iter()
        .filter(fits)
        .map(|mut user| {
            if !call.query.is_set("includeRoles") {
                user.shift_remove("roles");
            }
            user
        })
        .collect();
    records::answer(call, users.iter())
}

pub(super) fn list(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let kind = call.query.get("userType");
    Ok(shown(call, all(state), |user| kind.is_none_or(|kind| user.at("userType") == kind)))
}

pub(super) fn of_organization(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let organization = call.id("id")?;
    state.record(&ORGANIZATIONS, organization)?;
    Ok(shown(call, all(state), |user| user.get("organizationId").is_some_and(|id| *id == organization)))
}

/// With a UUID, which devices name their owners by.
fn create(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    let mut members = call.members();
    if let Some(id) = members.get("organizationId").and_then(Value::as_u64) {
        state
            .record(&ORGANIZATIONS, id)
            .map_err(|_| Refusal::app(400, format!("organizationId: {id} does not exist")))?;
    }
    members.insert("uid".into(), state.uid().into());
    let number = state.create(resource, members)?;
    records::one(state, call, resource, number)
}

pub(super) fn create_contact(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    create(state, call, &CONTACTS)
}

pub(super) fn create_technician(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    create(state, call, &TECHNICIANS)
}

pub(super) fn create_end_user(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    create(state, call, &END_USERS)
}

/// The members of the role in the path, and the users that the body names.
fn members(state: &State, call: &Call<'_>) -> Result<(u64, Vec<Value>, Vec<Value>), Refusal> {
    let number = call.id("roleId")?;
    let members = state.record(&USER_ROLES, number)?.at("members").as_array().cloned().unwrap_or_default();
    let users = all(state);
    let named = call.numbers("").into_iter().map(|id| {
        let user = users.iter().find(|user| user.at("id") == id).ok_or_else(Refusal::not_found)?;
        let name =
            [&user.at("firstName"), &user.at("lastName")].map(|name| name.as_str().unwrap_or_default()).join(" ");
        Ok(json!({ "id": id, "email": user.at("email"), "name": name, "source": "MANUAL" }))
    });
    Ok((number, members, named.collect::<Result<_, Refusal>>()?))
}

fn set(state: &mut State, call: &Call<'_>, number: u64, members: Vec<Value>) -> Result<Reply, Refusal> {
    state.update(&USER_ROLES, number, Record::from_iter([("members".to_owned(), members.into())]))?;
    records::one(state, call, &USER_ROLES, number)
}

pub(super) fn add_members(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (number, mut members, named) = members(state, call)?;
    members.retain(|member| named.iter().all(|other| other.at("id") != member.at("id")));
    members.extend(named);
    set(state, call, number, members)
}

pub(super) fn remove_members(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (number, mut members, named) = members(state, call)?;
    members.retain(|member| named.iter().all(|other| other.at("id") != member.at("id")));
    set(state, call, number, members)
}
