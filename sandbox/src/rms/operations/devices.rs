//! The devices themselves: list, get, add, change, move, delete.

use super::resources::{RULES, SESSIONS};
use super::tags;
use crate::exchange::Reply;
use crate::query::Query;
use crate::rms::call::Call;
use crate::rms::channels::Track;
use crate::rms::envelope;
use crate::rms::fleet::{FIELDS, Field, Filter, Order, field, filters, order, write_device};
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use crate::writer::Writer;

pub(super) fn list(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    if call.query.is_set("fields_only") {
        return Ok(names(call));
    }
    let fields = fields(&call.query)?;
    let (indices, total) = page(state, &call.query)?;
    let around = state.surroundings();
    let mut writer = Writer::default();
    writer.raw(envelope::PAGE);
    for (number, index) in indices.into_iter().enumerate() {
        writer.raw(if number == 0 { "" } else { "," });
        write_device(&fields, &state.fleet.device(index), &around, &mut writer);
    }
    Ok(envelope::end_page(call, writer.finish(), total))
}

pub(super) fn get(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?;
    if call.query.is_set("fields_only") {
        return Ok(names(call));
    }
    let mut writer = Writer::default();
    write_device(&fields(&call.query)?, &device, &state.surroundings(), &mut writer);
    Ok(Reply::json(200, format!(r#"{{"success":true,"data":{}}}"#, writer.as_str())))
}

fn names(call: &Call<'_>) -> Reply {
    envelope::data(call, &FIELDS.iter().map(|(name, _)| *name).collect())
}

/// The members that were asked for, in the order of the device; all of them without a choice.
pub(super) fn fields(query: &Query) -> Result<Vec<&'static Field>, Refusal> {
    let Some(wanted) = query.list("fields") else {
        return Ok(FIELDS.iter().collect());
    };
    match wanted.iter().find(|name| field(name).is_none()) {
        Some(_) => Err(Refusal::invalid("fields", "The selected fields is invalid.")),
        None => Ok(FIELDS.iter().filter(|(name, _)| wanted.contains(name)).collect()),
    }
}

/// The devices of a page, and how many there are on all pages.
pub(super) fn page(state: &State, query: &Query) -> Result<(Vec<u64>, u64), Refusal> {
    let filters = filters(query)?;
    let order = order(&query.sorters())?;
    let (offset, limit) = (query.offset(), query.limit());
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    if filters.is_empty() && order.is_natural() {
        return Ok((state.fleet.indices(offset).take(size).collect(), state.fleet.len()));
    }
    let fitting = fitting(state, &filters);
    let total = fitting.len() as u64;
    let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
    Ok((sorted(state, &order, fitting).into_iter().skip(skipped).take(size).collect(), total))
}

/// The devices that pass every filter.
pub(super) fn fitting(state: &State, filters: &[Filter]) -> Vec<u64> {
    let passes = |index: &u64| {
        let device = state.fleet.device(*index);
        filters.iter().all(|filter| filter.passes(&device))
    };
    state.fleet.indices(0).filter(passes).collect()
}

fn sorted(state: &State, order: &Order, indices: Vec<u64>) -> Vec<u64> {
    if order.is_natural() {
        return indices;
    }
    let around = state.surroundings();
    let keys = indices.into_iter().map(|index| (order.keys(&state.fleet.device(index), &around), index));
    let mut keyed: Vec<_> = keys.collect();
    keyed.sort_by(|(left, _), (right, _)| order.compare(left, right));
    keyed.into_iter().map(|(_, index)| index).collect()
}

pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let index = state.device(call.id("id")?)?.index;
    let change = changed(state, call.members(), "")?;
    state.fleet.change(index, change);
    Ok(envelope::success(call))
}

pub(super) fn update_all(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut changes = Vec::new();
    for (number, item) in call.items().iter().enumerate() {
        let index = item["id"].as_u64().and_then(|id| state.fleet.index(id));
        let index = index.ok_or_else(|| unknown(&format!("data.{number}.id")))?;
        let members = item.as_object().cloned().unwrap_or_default();
        changes.push((index, changed(state, members, &format!("data.{number}."))?));
    }
    changes.into_iter().for_each(|(index, change)| state.fleet.change(index, change));
    Ok(envelope::success(call))
}

/// A body as the change of a device: tags by their ids, the password forgotten.
fn changed(state: &State, mut members: Record, place: &str) -> Result<Record, Refusal> {
    members.shift_remove("id");
    members.shift_remove("password_confirmation");
    if let Some(ids) = members.shift_remove("tag_id") {
        members.insert("tags".into(), tags::checked(state, &ids, &format!("{place}tag_id"))?.into());
    }
    members.insert("updated_at".into(), state.stamp().into());
    Ok(members)
}

pub(super) fn delete(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let indices = indices(state, &call.ids("device_id"), "device_id")?;
    for (id, index) in call.ids("device_id").into_iter().zip(indices) {
        state.fleet.remove(index);
        forget(state, id);
    }
    Ok(envelope::success(call))
}

/// What belonged to a device goes with it.
fn forget(state: &mut State, device: u64) {
    for resource in [&RULES, &SESSIONS] {
        let of_device =
            |record: &&Record| ["device_id", "_device"].iter().any(|name| record.get(*name) == Some(&device.into()));
        let ids: Vec<u64> =
            state.table(resource).records().filter(of_device).filter_map(|one| one["id"].as_u64()).collect();
        ids.into_iter().for_each(|id| drop(state.table_mut(resource).remove(id)));
    }
}

/// The indices of devices that all exist.
pub(super) fn indices(state: &State, ids: &[u64], place: &str) -> Result<Vec<u64>, Refusal> {
    let numbered = ids.iter().enumerate();
    numbered.map(|(number, id)| state.fleet.index(*id).ok_or_else(|| unknown(&format!("{place}.{number}")))).collect()
}

pub(super) fn unknown(place: &str) -> Refusal {
    Refusal::invalid(place, format!("The selected {place} is invalid."))
}

pub(super) fn move_all(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    super::records::check_company(state, call)?;
    let company = call.member("company_id").clone();
    let ids = call.ids("device_id");
    let indices = indices(state, &ids, "device_id")?;
    let tracks = ids.iter().zip(indices).map(|(id, index)| {
        let change = Record::from_iter([("company_id".to_owned(), company.clone())]);
        Track::done(id, "Device moved.").then(move |state| state.fleet.change(index, change))
    });
    let tracks = tracks.collect();
    Ok(state.accept(call, tracks))
}

pub(super) fn monitor(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut tracks = Vec::new();
    for (number, item) in call.items().iter().enumerate() {
        let id = item["device_id"].as_u64().unwrap_or(0);
        let index = state.fleet.index(id).ok_or_else(|| unknown(&format!("data.{number}.device_id")))?;
        let change = Record::from_iter([("monitoring_enabled".to_owned(), item["monitoring_enabled"].clone())]);
        tracks.push(Track::done(id, "Monitoring changed.").then(move |state| state.fleet.change(index, change)));
    }
    Ok(state.accept(call, tracks))
}
