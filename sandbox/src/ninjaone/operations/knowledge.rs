//! Documents, checklists, articles, folders and relations, where they are more than records.

use super::{ARTICLES, CHECKLIST_TEMPLATES, CHECKLISTS, DOCUMENTS, FOLDERS, ORGANIZATIONS, RELATED, TEMPLATES};
use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::records::{self, About};
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::ninjaone::time::Moment;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

const HOST: About = &[("entityType", "entityType"), ("entityId", "entityId")];

/// Requests map fields to values; records list them.
fn listed(state: &State, mut members: Record, member: &str) -> Record {
    let now = Moment::new(state.now(), 0).value();
    if let Some(Value::Object(fields)) = members.shift_remove("fields") {
        let each =
            fields.into_iter().map(|(name, value)| json!({ "name": name, "value": value, "valueUpdateTime": now }));
        members.insert(member.into(), each.collect());
    }
    members
}

fn document(state: &mut State, members: Record) -> Result<u64, Refusal> {
    let of = |member: &str| members.get(member).and_then(Value::as_u64).unwrap_or(0);
    state.record(&ORGANIZATIONS, of("organizationId"))?;
    let template = state.record(&TEMPLATES, of("documentTemplateId"))?.at("name").clone();
    let mut members = listed(state, members, "fields");
    members.insert("documentTemplateName".into(), template);
    state.create(&DOCUMENTS, members)
}

pub(super) fn create_document(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let about: About = &[("organizationId", "organizationId"), ("documentTemplateId", "documentTemplateId")];
    let number = document(state, records::placed(call, call.members(), about))?;
    records::one(state, call, &DOCUMENTS, number)
}

fn items(call: &Call<'_>) -> Vec<Record> {
    call.body.value.as_array().into_iter().flatten().filter_map(|item| item.as_object().cloned()).collect()
}

pub(super) fn create_documents(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let numbers = items(call).into_iter().map(|item| document(state, item)).collect::<Result<Vec<_>, _>>()?;
    records::several(state, call, &DOCUMENTS, &numbers)
}

/// The fields that were sent replace those of the same name; the answer shows them alone.
fn change(state: &mut State, number: u64, members: Record) -> Result<(), Refusal> {
    let mut members = listed(state, members, "updatedFields");
    let updated = members.get("updatedFields").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut fields = state.record(&DOCUMENTS, number)?.at("fields").as_array().cloned().unwrap_or_default();
    fields.retain(|field| updated.iter().all(|other| other.at("name") != field.at("name")));
    fields.extend(updated);
    members.insert("fields".into(), fields.into());
    state.update(&DOCUMENTS, number, members)
}

pub(super) fn update_document(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.id("clientDocumentId")?;
    if state.record(&DOCUMENTS, number)?.at("organizationId") != call.id("organizationId")? {
        return Err(Refusal::not_found());
    }
    change(state, number, call.members())?;
    records::one(state, call, &DOCUMENTS, number)
}

pub(super) fn update_documents(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut numbers = Vec::new();
    for item in items(call) {
        let number = item.get("documentId").and_then(Value::as_u64).ok_or_else(Refusal::not_found)?;
        change(state, number, item)?;
        numbers.push(number);
    }
    records::several(state, call, &DOCUMENTS, &numbers)
}

/// Only what is archived may be deleted, as the operation's title says.
pub(super) fn delete_document(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.id("clientDocumentId")?;
    if state.record(&DOCUMENTS, number)?.at("_archived") != true {
        return Err(Refusal::app(400, "The document is not archived."));
    }
    records::delete(state, call, &DOCUMENTS, &[])
}

pub(super) fn checklists_from_templates(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let organization = call.id("organizationId")?;
    state.record(&ORGANIZATIONS, organization)?;
    let mut numbers = Vec::new();
    for template in records::numbered(state, call, &CHECKLIST_TEMPLATES, "")? {
        let mut members = state.record(&CHECKLIST_TEMPLATES, template)?.clone();
        members.shift_remove("id");
        members.insert("organizationId".into(), organization.into());
        numbers.push(state.create(&CHECKLISTS, members)?);
    }
    records::several(state, call, &CHECKLISTS, &numbers)
}

/// Checklists become templates, under their own names or new ones.
pub(super) fn promote(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    for item in call.body.value.as_array().into_iter().flatten() {
        let number = item.as_u64().or(item.at("id").as_u64()).unwrap_or(0);
        let mut members = state.record(&CHECKLISTS, number)?.clone();
        for member in ["id", "organizationId", "completed"] {
            members.shift_remove(member);
        }
        if let Some(name) = item.at("name").as_str() {
            members.insert("name".into(), name.into());
        }
        state.create(&CHECKLIST_TEMPLATES, members)?;
    }
    Ok(call.done())
}

fn articles(state: &State, call: &Call<'_>, is_global: bool) -> Reply {
    let ids = call.query.list("organizationIds");
    let name = call.query.get("articleName").unwrap_or_default().to_lowercase();
    let articles = state.table(&ARTICLES).records().filter(|article| {
        let organization = article.get("organizationId").and_then(Value::as_u64);
        let is_archived = article.at("isArchived") == true;
        organization.is_none() == is_global
            && (call.query.is_set("includeArchived") || !is_archived)
            && article.at("name").as_str().unwrap_or_default().to_lowercase().contains(&name)
            && ids.as_ref().is_none_or(|ids| organization.is_some_and(|id| ids.contains(&id.to_string().as_str())))
    });
    records::answer(call, articles)
}

pub(super) fn articles_of_organizations(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(articles(state, call, false))
}

pub(super) fn global_articles(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(articles(state, call, true))
}

/// A folder with what is in it, by path slot or by parameter.
pub(super) fn folder(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let named = call.slots.first().map(|(_, id)| id.as_str()).or(call.query.get("folderId"));
    let number = named.map_or(Some(1), |id| id.parse().ok()).ok_or_else(Refusal::not_found)?;
    let mut folder = state.record(&FOLDERS, number)?.clone();
    let inside = |resource, is_folder: bool| {
        let records =
            state.table(resource).records().filter(|one| one.get("parentFolderId").is_some_and(|id| *id == number));
        records.map(move |one| json!({ "id": one.at("id"), "name": one.at("name"), "isFolder": is_folder, "isArchived": one.at("isArchived") }))
    };
    let content: Value = inside(&FOLDERS, true).chain(inside(&ARTICLES, false)).collect();
    folder.insert("content".into(), content);
    Ok(call.json(records::project(&folder, call.operation.shown()).to_string()))
}

pub(super) fn move_items(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut place = Record::new();
    for (theirs, ours) in [("destinationFolderId", "parentFolderId"), ("destinationOrganizationId", "organizationId")] {
        if !call.member(theirs).is_null() {
            place.insert(ours.into(), call.member(theirs).clone());
        }
    }
    for (member, resource) in [("folderIds", &FOLDERS), ("documentIds", &ARTICLES)] {
        for number in call.ids(member) {
            state.update(resource, number, place.clone())?;
        }
    }
    Ok(call.done())
}

pub(super) fn relate_all(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    records::create_all(state, call, &RELATED, HOST)
}

/// What is secret is kept and never shown.
pub(super) fn relate_secret(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut value = call.members();
    for member in ["password", "totpSecret"] {
        if value.contains_key(member) {
            value.insert(member.into(), "**********".into());
        }
    }
    let members = json!({ "type": "VALUE", "relEntityType": "CREDENTIAL", "value": value });
    let members = records::placed(call, members.as_object().cloned().unwrap_or_default(), HOST);
    let number = state.create(&RELATED, members)?;
    records::one(state, call, &RELATED, number)
}

pub(super) fn unrelate(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id("entityId")?;
    let of_host = state
        .table(&RELATED)
        .records()
        .filter(|item| item.at("entityId") == id && item.at("entityType") == call.slot("entityType"));
    let numbers: Vec<u64> = of_host.filter_map(|item| item.at("id").as_u64()).collect();
    for number in numbers {
        state.table_mut(&RELATED).remove(number);
    }
    Ok(call.done())
}
