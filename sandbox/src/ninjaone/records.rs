//! List, get, create, update and delete, as they are for every kind of stored record.

use super::call::Call;
use super::refusal::Refusal;
use super::resources::Resource;
use super::state::State;
use crate::exchange::Reply;
use crate::facts::{Kind, Schema};
use crate::table::At;
use crate::table::{Record, shown};
use serde_json::Value;

/// Parameters and slots, and the members of a record that they are about.
pub(super) type About = &'static [(&'static str, &'static str)];

/// Records on a page of a list that pages. UNCERTAIN: the vendor does not say.
const USUAL: u64 = 1000;

pub(super) fn list(state: &State, call: &Call<'_>, resource: &Resource, about: About) -> Reply {
    let fits = |record: &&Record| about.iter().all(|(name, member)| is_about(call, name, record.get(*member)));
    let records = state.table(resource).records().filter(fits);
    if !call.operation.query.contains_key("after") {
        return answer(call, records);
    }
    let after = call.query.number("after").unwrap_or(0);
    let later = records.filter(|record| record.at(resource.key.member()).as_u64().is_some_and(|id| id > after));
    answer(call, later.take(call.page(USUAL, state.max_page)))
}

/// Whether a record is one of those that a slot or a parameter asks for.
fn is_about(call: &Call<'_>, name: &str, stored: Option<&Value>) -> bool {
    let slot = call.slots.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    if name == "includeArchived" {
        return call.query.is_set(name) || stored != Some(&Value::Bool(true));
    }
    let Some(wanted) = slot.or(call.query.get(name)) else {
        return true;
    };
    let text = stored.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default();
    if name.ends_with("Name") {
        return text.to_lowercase().contains(&wanted.to_lowercase());
    }
    wanted.split(',').any(|wanted| text == wanted.trim())
}

/// Records as the operation shows them: an array, or an object around it.
pub(super) fn answer<'a>(call: &Call<'_>, records: impl Iterator<Item = &'a Record>) -> Reply {
    let answer = call.operation.answer.as_ref();
    let around = answer.filter(|answer| answer.kind == Kind::Object).and_then(|answer| answer.members.first());
    let schema = around.map_or(call.operation.shown(), |(_, list)| list.items.as_deref());
    let rows: Vec<Value> = records.map(|record| project(record, schema)).collect();
    let rows = Value::Array(rows);
    call.json(around.map_or_else(|| rows.to_string(), |(name, _)| serde_json::json!({ name: rows }).to_string()))
}

/// The members that the vendor shows in this place.
pub(super) fn project(record: &Record, schema: Option<&Schema>) -> Value {
    let mut record = shown(record);
    if let Some(schema) = schema.filter(|schema| !schema.members.is_empty()) {
        record.retain(|name, _| schema.members.contains_key(name));
    }
    Value::Object(record)
}

/// One record, or nothing where the operation answers nothing.
pub(super) fn one(state: &State, call: &Call<'_>, resource: &Resource, number: u64) -> Result<Reply, Refusal> {
    let record = state.record(resource, number)?;
    match call.operation.answer.as_ref().map(|answer| answer.kind) {
        None if call.operation.method != "GET" => Ok(call.done()),
        Some(Kind::Array) => Ok(answer(call, std::iter::once(record))),
        _ => Ok(call.json(project(record, call.operation.shown()).to_string())),
    }
}

/// The number of the record in the path: the slot that is about its key, else the last one.
fn named(state: &State, call: &Call<'_>, resource: &Resource, about: About) -> Result<u64, Refusal> {
    let key = about.iter().find(|(_, member)| *member == resource.key.member()).map(|(name, _)| *name);
    let last = call.slots.last().map_or("", |(name, _)| name.as_str());
    let number = state.number(resource, call.slot(key.unwrap_or(last)))?;
    // A record of another owner is not found below this one.
    let record = state.record(resource, number)?;
    let is_owned = about.iter().all(|(name, member)| is_about(call, name, record.get(*member)));
    if is_owned { Ok(number) } else { Err(Refusal::not_found()) }
}

pub(super) fn get(state: &State, call: &Call<'_>, resource: &Resource, about: About) -> Result<Reply, Refusal> {
    one(state, call, resource, named(state, call, resource, about)?)
}

/// What the path says of a new record.
pub(super) fn placed(call: &Call<'_>, mut members: Record, about: About) -> Record {
    for (name, member) in about {
        if let Some((_, value)) = call.slots.iter().find(|(known, _)| known == name) {
            let number = value.parse::<u64>().map(Value::from);
            members.insert((*member).into(), number.unwrap_or_else(|_| value.as_str().into()));
        }
    }
    members
}

pub(super) fn create(
    state: &mut State,
    call: &Call<'_>,
    resource: &'static Resource,
    about: About,
) -> Result<Reply, Refusal> {
    let number = state.create(resource, placed(call, call.members(), about))?;
    one(state, call, resource, number)
}

pub(super) fn update(
    state: &mut State,
    call: &Call<'_>,
    resource: &'static Resource,
    about: About,
) -> Result<Reply, Refusal> {
    let number = named(state, call, resource, about)?;
    state.update(resource, number, call.members())?;
    one(state, call, resource, number)
}

pub(super) fn delete(
    state: &mut State,
    call: &Call<'_>,
    resource: &'static Resource,
    about: About,
) -> Result<Reply, Refusal> {
    let number = named(state, call, resource, about)?;
    state.table_mut(resource).remove(number);
    state.contents.remove(&(resource.name, number));
    Ok(call.done())
}

/// The objects of a body that is a list of them, or that has the list as its one member.
fn items(call: &Call<'_>) -> Vec<Record> {
    let list = match &call.body.value {
        Value::Object(members) => members.values().next().cloned().unwrap_or(Value::Null),
        list => list.clone(),
    };
    let Value::Array(items) = list else { return Vec::new() };
    items.into_iter().filter_map(|item| if let Value::Object(item) = item { Some(item) } else { None }).collect()
}

pub(super) fn create_all(
    state: &mut State,
    call: &Call<'_>,
    resource: &'static Resource,
    about: About,
) -> Result<Reply, Refusal> {
    let created = items(call).into_iter().map(|item| state.create(resource, placed(call, item, about)));
    let numbers = created.collect::<Result<Vec<_>, _>>()?;
    several(state, call, resource, &numbers)
}

/// Each item names its record by the key. One that does not exist spoils them all.
pub(super) fn update_all(state: &mut State, call: &Call<'_>, resource: &'static Resource) -> Result<Reply, Refusal> {
    let items = items(call).into_iter().map(|item| super::resources::renamed(resource, item));
    let name = |item: &Record| {
        item.get(resource.key.member()).map(|name| name.as_str().map_or(name.to_string(), str::to_owned))
    };
    let numbered = items.map(|item| Ok((state.number(resource, &name(&item).unwrap_or_default())?, item)));
    let numbered: Vec<(u64, Record)> = numbered.collect::<Result<_, Refusal>>()?;
    let numbers: Vec<u64> = numbered.iter().map(|(number, _)| *number).collect();
    for (number, item) in numbered {
        state.update(resource, number, item)?;
    }
    several(state, call, resource, &numbers)
}

pub(super) fn several(state: &State, call: &Call<'_>, resource: &Resource, numbers: &[u64]) -> Result<Reply, Refusal> {
    if call.operation.answer.is_none() {
        return Ok(call.done());
    }
    let records = numbers.iter().map(|number| state.record(resource, *number));
    let records: Vec<&Record> = records.collect::<Result<_, _>>()?;
    match call.operation.answer.as_ref().map(|answer| answer.kind) {
        Some(Kind::Array) => Ok(answer(call, records.into_iter())),
        _ => Ok(call.json(
            records
                .first()
                .map_or_else(|| Value::Object(Record::new()), |record| project(record, call.operation.shown()))
                .to_string(),
        )),
    }
}

/// The records that a body names by number, all of which have to exist.
pub(super) fn numbered(state: &State, call: &Call<'_>, resource: &Resource, member: &str) -> Result<Vec<u64>, Refusal> {
    let numbers = call.numbers(member);
    numbers.iter().try_for_each(|number| state.record(resource, *number).map(|_| ()))?;
    Ok(numbers)
}

pub(super) fn delete_all(
    state: &mut State,
    call: &Call<'_>,
    resource: &'static Resource,
    member: &str,
) -> Result<Reply, Refusal> {
    for number in numbered(state, call, resource, member)? {
        state.table_mut(resource).remove(number);
        state.contents.remove(&(resource.name, number));
    }
    Ok(call.done())
}

/// Records of the body, or of the path, get a member: archived, active, completed.
pub(super) fn mark(
    state: &mut State,
    call: &Call<'_>,
    resource: &'static Resource,
    (ids, member, word): (&str, &str, &str),
) -> Result<Reply, Refusal> {
    let numbers = match call.slots.last() {
        Some((_, name)) => vec![state.number(resource, name)?],
        None => numbered(state, call, resource, ids)?,
    };
    let value = serde_json::from_str(word).unwrap_or(Value::Null);
    for number in &numbers {
        state.update(resource, *number, Record::from_iter([(member.to_owned(), Value::clone(&value))]))?;
    }
    several(state, call, resource, &numbers)
}
