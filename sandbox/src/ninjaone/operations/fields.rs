//! Custom fields: their definitions, page by page, and their values.

use super::{END_USERS, FIELDS, LOCATIONS, ORGANIZATIONS};
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::records::{self, project};
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::ninjaone::values::Owner;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

/// UNCERTAIN: the specification has no member for the next page. A client of the vendor's staff tries four names,
/// of which this is the first.
const CURSOR: &str = "cursorName";

/// Definitions on a page where none are asked for.
const USUAL: u64 = 50;

pub(super) fn list(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let size = call.page(USUAL, state.max_page);
    let begin = match call.query.get("cursorName") {
        Some(name) => state.cursors.find(name, "custom-fields", state.now())?.prefix,
        None => 0,
    };
    let fields: Vec<Value> = state.table(&FIELDS).records().map(|field| project(field, None)).collect();
    let page: Vec<&Value> = fields.iter().skip(begin).take(size).collect();
    let end = begin + page.len();
    let mut body = json!({ "page": begin / size.max(1), "pageSize": size, "count": page.len(), "results": page });
    if end < fields.len() {
        let next = crate::ninjaone::cursors::Position { prefix: end, ..Default::default() };
        let now = state.now();
        body[CURSOR] = state.cursors.open("custom-fields", begin as u64, next, now).at("name").clone();
    }
    Ok(call.json(body.to_string()))
}

/// The definitions of what devices and their surroundings have.
pub(super) fn definitions(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let scopes = call.query.list("scopes").unwrap_or_else(|| vec!["all"]);
    let fits = |field: &&Record| {
        let of: Vec<String> = field
            .at("definitionScope")
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_lowercase)
            .collect();
        scopes.contains(&"all") || of.iter().any(|scope| scopes.contains(&scope.as_str()))
    };
    Ok(records::answer(call, state.table(&FIELDS).records().filter(fits)))
}

/// A field keeps its number when its name changes.
pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = state.number(&FIELDS, call.slot("fieldName"))?;
    state.update(&FIELDS, number, call.members())?;
    records::one(state, call, &FIELDS, number)
}

/// Answers the names that were deleted.
pub(super) fn delete_all(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let names = call.query.list("fieldNames").ok_or_else(|| Refusal::app(400, "fieldNames: is required"))?;
    let numbers = names.iter().map(|name| state.number(&FIELDS, name)).collect::<Result<Vec<_>, _>>()?;
    for number in numbers {
        state.table_mut(&FIELDS).remove(number);
    }
    Ok(call.json(json!(names).to_string()))
}

/// Whose values the path means.
fn owner(state: &State, call: &Call<'_>) -> Result<Owner, Refusal> {
    let id = call.id("id")?;
    let path = call.operation.path.as_str();
    if path.starts_with("/v2/device/") {
        return state.device(id).map(|device| Owner::Node(device.id()));
    }
    if path.starts_with("/v2/user/") {
        return state.record(&END_USERS, id).map(|_| Owner::EndUser(id));
    }
    state.record(&ORGANIZATIONS, id)?;
    if !path.contains("/location/") {
        return Ok(Owner::Organization(id));
    }
    let location = call.id("locationId")?;
    let is_below = state.record(&LOCATIONS, location)?.at("organizationId") == id;
    if is_below { Ok(Owner::Location(location)) } else { Err(Refusal::not_found()) }
}

/// A device inherits what it has not, from its location and its organization.
pub(super) fn values(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = owner(state, call)?;
    let mut values = Record::new();
    if let (true, Owner::Node(id)) = (call.query.is_set("withInheritance"), owner) {
        let device = state.device(id)?;
        values.extend(state.values_of(Owner::Organization(device.organization()), false));
        values.extend(state.values_of(Owner::Location(device.location()), false));
    }
    values.extend(state.values_of(owner, false));
    Ok(call.json(Value::Object(values).to_string()))
}

pub(super) fn set_values(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = owner(state, call)?;
    state.set_values(owner, call.members())?;
    Ok(call.done())
}
