//! Tickets: boards, comments, the log.

use super::{BOARDS, CONTACTS, END_USERS, LOG_ENTRIES, ORGANIZATIONS, STATUSES, TECHNICIANS, TICKETS};
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::records::{self, project};
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

/// A status is sent as a number or a name, and shown whole.
fn status(state: &State, call: &Call<'_>) -> Result<Value, Refusal> {
    let word = call.member("status").as_str().unwrap_or_default();
    let known = state.table(&STATUSES).records().find(|status| {
        word.parse().is_ok_and(|id: u64| status.at("statusId") == id)
            || status.at("name").as_str().is_some_and(|name| name.eq_ignore_ascii_case(word))
    });
    let known = known.ok_or_else(|| Refusal::app(400, format!("status: `{word}` does not exist")))?;
    Ok(Value::Object(known.clone()))
}

/// What is to be stored: the description goes into the log.
fn members(state: &State, call: &Call<'_>) -> Result<Record, Refusal> {
    let client = call.member("clientId").as_u64().unwrap_or(0);
    state
        .record(&ORGANIZATIONS, client)
        .map_err(|_| Refusal::app(400, format!("clientId: {client} does not exist")))?;
    let mut members = call.members();
    members.insert("status".into(), status(state, call)?);
    members.shift_remove("description");
    Ok(members)
}

fn write(state: &mut State, ticket: u64, kind: &str, entry: &Value) -> Result<u64, Refusal> {
    let members = json!({
        "ticketId": ticket,
        "type": kind,
        "body": entry.at("body"),
        "htmlBody": entry.at("htmlBody"),
        "publicEntry": entry.at("public"),
        "timeTracked": entry.at("timeTracked"),
        "appUserContactId": 1,
        "appUserContactType": "TECHNICIAN",
    });
    state.create(&LOG_ENTRIES, members.as_object().cloned().unwrap_or_default())
}

pub(super) fn create(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = state.create(&TICKETS, members(state, call)?)?;
    write(state, number, "DESCRIPTION", call.member("description"))?;
    records::one(state, call, &TICKETS, number)
}

/// Who has seen an older version may not write over the newer one.
pub(super) fn update(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.id("ticketId")?;
    let version = state.record(&TICKETS, number)?.at("version").as_u64().unwrap_or(0);
    if call.member("version").as_u64() != Some(version) {
        return Err(Refusal::coded(409, "ticket_version_conflict", json!({ "version": version })));
    }
    let mut members = members(state, call)?;
    members.insert("version".into(), (version + 1).into());
    state.update(&TICKETS, number, members)?;
    write(state, number, "SAVE", &json!({ "body": "", "public": false }))?;
    records::one(state, call, &TICKETS, number)
}

pub(super) fn comment(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ticket = call.id("ticketId")?;
    state.record(&TICKETS, ticket)?;
    if !call.member("comment").is_object() {
        return Err(Refusal::app(400, "comment: is required"));
    }
    let number = write(state, ticket, "COMMENT", call.member("comment"))?;
    for part in &call.body.files {
        state.contents.insert((LOG_ENTRIES.name, number), part.content.clone());
    }
    Ok(call.done())
}

/// From the oldest entry on; the anchor is the last one that was seen.
pub(super) fn log(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ticket = call.id("ticketId")?;
    state.record(&TICKETS, ticket)?;
    let anchor = call.query.number("anchorId").unwrap_or(0);
    let kind = call.query.get("type");
    let entries = state.table(&LOG_ENTRIES).records().filter(|entry| {
        entry.at("ticketId") == ticket
            && entry.at("id").as_u64().is_some_and(|id| id > anchor)
            && kind.is_none_or(|kind| entry.at("type") == kind)
    });
    Ok(records::answer(call, entries.take(call.page(500, state.max_page))))
}

/// The newest ticket first; `lastCursorId` is the last one that was seen.
pub(super) fn run_board(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let board = state.record(&BOARDS, call.id("boardId")?)?;
    let last = call.member("lastCursorId").as_u64().filter(|id| *id > 0).unwrap_or(u64::MAX);
    let wanted = call.member("searchCriteria").as_str().unwrap_or_default().to_lowercase();
    let size = call.member("pageSize").as_u64().unwrap_or(50).min(state.max_page).max(1);
    let tickets = state.table(&TICKETS).records().rev().filter(|ticket| {
        let is_on = board.get("_status").is_none_or(|status| ticket.at("status").at("name") == status);
        let is_found = ticket.at("subject").as_str().unwrap_or_default().to_lowercase().contains(&wanted);
        is_on
            && is_found
            && ticket.at("id").as_u64().is_some_and(|id| id < last)
            && fits(ticket, call.member("filters"))
    });
    let columns = call.member("includeColumns");
    let page: Vec<Value> =
        tickets.take(usize::try_from(size).unwrap_or(usize::MAX)).map(|ticket| row(ticket, columns)).collect();
    let cursor = page.last().map_or(json!(0), |ticket| ticket.at("id").clone());
    let metadata = json!({ "columns": board.at("columns"), "sortBy": board.at("sortBy"), "attributes": {}, "filters": [], "lastCursorId": cursor });
    Ok(call.json(json!({ "data": page, "metadata": metadata }).to_string()))
}

/// Rules compare a member's text; `is` and `equals` are the words that clients send.
fn fits(ticket: &Record, filters: &Value) -> bool {
    filters.as_array().into_iter().flatten().all(|rule| {
        let stored = &ticket.get(rule.at("field").as_str().unwrap_or_default()).cloned().unwrap_or(Value::Null);
        let stored = stored.get("name").unwrap_or(stored);
        let text = stored.as_str().map_or_else(|| stored.to_string(), str::to_owned);
        let is_same = rule.at("value").as_str().is_some_and(|value| value.eq_ignore_ascii_case(&text));
        is_same != rule.at("operator").as_str().unwrap_or_default().contains("not")
    })
}

/// The id is always there, because a client has to go on from it.
fn row(ticket: &Record, columns: &Value) -> Value {
    let mut ticket = project(ticket, None);
    if let (Some(columns), Some(members)) = (columns.as_array(), ticket.as_object_mut()) {
        members.retain(|name, _| name == "id" || columns.iter().any(|column| column == name));
    }
    ticket
}

pub(super) fn contacts(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let contacts: Vec<Record> = state
        .table(&CONTACTS)
        .records()
        .map(|contact| {
            let mut contact = contact.clone();
            let client = contact.at("organizationId").as_u64().and_then(|id| state.table(&ORGANIZATIONS).get(id));
            contact.insert("clientName".into(), client.map_or(Value::Null, |client| client.at("name").clone()));
            contact.insert("clientId".into(), contact.at("organizationId").clone());
            contact
        })
        .collect();
    Ok(records::answer(call, contacts.iter()))
}

/// Technicians, end users and contacts; the anchor is the last natural id that was seen.
pub(super) fn people(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let kinds = [("TECHNICIAN", &TECHNICIANS), ("END_USER", &END_USERS), ("CONTACT", &CONTACTS)];
    let anchor = call.query.number("anchorNaturalId").unwrap_or(0);
    let client = call.query.number("clientId");
    let wanted = call.query.get("searchCriteria").unwrap_or_default().to_lowercase();
    let mut people: Vec<Record> = Vec::new();
    for (kind, resource) in
        kinds.iter().filter(|(kind, _)| call.query.get("userType").is_none_or(|wanted| wanted == *kind))
    {
        for person in state.table(resource).records() {
            let mut person = person.clone();
            person.insert("userType".into(), (*kind).into());
            person.insert("clientId".into(), person.get("organizationId").cloned().unwrap_or(Value::Null));
            person.insert("naturalId".into(), person.at("id").to_string().into());
            people.push(person);
        }
    }
    people.sort_by_key(|person| person.at("id").as_u64());
    let fits = |person: &&Record| {
        let is_found = ["firstName", "lastName", "email"]
            .iter()
            .any(|member| person.at(member).as_str().unwrap_or_default().to_lowercase().contains(&wanted));
        is_found
            && person.at("id").as_u64().is_some_and(|id| id > anchor)
            && client.is_none_or(|id| person.at("clientId") == id)
    };
    Ok(records::answer(call, people.iter().filter(fits).take(call.page(50, state.max_page))))
}
