//! List, get, create, update and delete, as they are for every kind of stored record.

use super::resources::Resource;
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::{NO_DEVICE, Track};
use crate::rms::envelope;
use crate::rms::listing;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::{Record, shown};
use serde_json::Value;

pub(super) fn list(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    let mut records: Vec<Record> = state.table(resource).records().cloned().collect();
    (resource.count)(state, &mut records);
    answer(call, resource.listing.select(records, &call.query))
}

/// A page of records that have been filtered and sorted.
pub(super) fn answer(call: &Call<'_>, records: Vec<Record>) -> Result<Reply, Refusal> {
    let known: Vec<&str> = members(call);
    if call.query.is_set("fields_only") {
        return Ok(envelope::data(call, &known.into()));
    }
    let total = records.len() as u64;
    let pages = call.operation.query.contains_key("limit");
    let records = if pages { listing::cut(records, &call.query) } else { records };
    let rows = records.iter().map(|record| listing::only(record, &call.query, &known));
    let rows: Value = rows.collect::<Result<Vec<_>, _>>()?.into();
    Ok(envelope::page(call, &rows.to_string(), total))
}

fn members<'a>(call: &Call<'a>) -> Vec<&'a str> {
    let record = call.operation.record();
    record.into_iter().flat_map(|record| record.members.keys().map(String::as_str)).collect()
}

pub(super) fn get(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    let mut records = [state.record(resource, id(call)?)?.clone()];
    (resource.count)(state, &mut records);
    Ok(envelope::data(call, &Value::Object(shown(&records[0]))))
}

pub(super) fn create(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    check_company(state, call)?;
    state.create(resource, hidden_too(call.members()));
    Ok(envelope::success(call))
}

pub(super) fn update(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    check_company(state, call)?;
    state.update(resource, id(call)?, call.members())?;
    Ok(envelope::success(call))
}

pub(super) fn delete(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    state.table_mut(resource).remove(id(call)?).ok_or_else(Refusal::not_found)?;
    Ok(envelope::success(call))
}

pub(super) fn create_later(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    check_company(state, call)?;
    let members = hidden_too(call.members());
    let track = Track::done(NO_DEVICE, "Successfully created.").then(move |state| {
        state.create(resource, members);
    });
    Ok(state.accept(call, vec![track]))
}

pub(super) fn delete_later(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    let id = id(call)?;
    state.record(resource, id)?;
    let track = Track::done(NO_DEVICE, "Successfully deleted.").then(move |state| {
        state.table_mut(resource).remove(id);
    });
    Ok(state.accept(call, vec![track]))
}

/// The last slot of the path.
fn id(call: &Call<'_>) -> Result<u64, Refusal> {
    let name = call.slots.last().map_or("", |(name, _)| name);
    call.id(name)
}

/// Records belong to companies that exist.
pub(super) fn check_company(state: &State, call: &Call<'_>) -> Result<(), Refusal> {
    match call.member("company_id").as_u64() {
        Some(id) if state.table(&super::COMPANIES).get(id).is_none() => {
            Err(Refusal::invalid("company_id", "The selected company_id is invalid."))
        }
        _ => Ok(()),
    }
}

/// Some lists filter by a company that their records do not show.
fn hidden_too(mut members: Record) -> Record {
    let company = members.get("company_id").cloned().unwrap_or(super::ACCOUNT.into());
    members.insert("_company".into(), company);
    members
}
