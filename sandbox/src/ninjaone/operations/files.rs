//! Files: what is uploaded can be downloaded again.

use super::{ARTICLES, RELATED, SCAN_GROUPS};
use crate::exchange::Reply;
use crate::multipart::Part;
use crate::ninjaone::call::Call;
use crate::ninjaone::records;
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::resources::Resource;
use crate::ninjaone::state::State;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

/// What files contain that nobody uploaded: some of it is no text.
const CONTENT: &[u8] = b"\x00\xff\x1f\x8bthe content of a file of the sandbox";

fn files<'a>(call: &'a Call<'_>) -> Result<&'a [Part], Refusal> {
    let files = call.body.files.as_slice();
    if files.is_empty() { Err(Refusal::app(400, "a file is required")) } else { Ok(files) }
}

fn name(part: &Part) -> &str {
    part.file.as_deref().unwrap_or_default()
}

/// The vendor's size of a file is a text.
fn metadata(part: &Part, content: String) -> Value {
    let extension = name(part).rsplit_once('.').map_or("", |(_, extension)| extension);
    json!({
        "name": name(part),
        "mimeType": "application/octet-stream",
        "size": part.content.len().to_string(),
        "extension": extension,
        "contentId": content,
    })
}

pub(super) fn upload_temporary(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let rows: Value = files(call)?.iter().map(|part| metadata(part, state.uid())).collect();
    Ok(call.json(rows.to_string()))
}

pub(super) fn upload_articles(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut numbers = Vec::new();
    for part in files(call)? {
        let members = json!({
            "name": name(part),
            "organizationId": call.member("organizationId"),
            "parentFolderId": call.member("folderId"),
            "path": call.member("folderPath"),
            "isNinjaArticle": false,
        });
        let number = state.create(&ARTICLES, members.as_object().cloned().unwrap_or_default())?;
        state.contents.insert((ARTICLES.name, number), part.content.clone());
        numbers.push(number);
    }
    records::several(state, call, &ARTICLES, &numbers)
}

fn download(state: &State, resource: &Resource, number: u64, name: &Value) -> Reply {
    let content = state.contents.get(&(resource.name, number)).cloned();
    let reply = Reply::content(200, "application/octet-stream", content.unwrap_or_else(|| CONTENT.into()));
    reply.with("content-disposition", format!("attachment; filename={name}"))
}

pub(super) fn download_article(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.id("articleId")?;
    Ok(download(state, &ARTICLES, number, state.record(&ARTICLES, number)?.at("name")))
}

pub(super) fn attach(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let part = &files(call)?[0];
    let members = json!({ "type": "VALUE", "relEntityType": "ATTACHMENT", "value": metadata(part, state.uid()) });
    let about = &[("entityType", "entityType"), ("entityId", "entityId")];
    let members: Record = records::placed(call, members.as_object().cloned().unwrap_or_default(), about);
    let number = state.create(&RELATED, members)?;
    state.contents.insert((RELATED.name, number), part.content.clone());
    records::one(state, call, &RELATED, number)
}

/// Only attachments have a content.
pub(super) fn download_attachment(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.id("relatedItemId")?;
    let item = state.record(&RELATED, number)?;
    if item.at("relEntityType") != "ATTACHMENT" {
        return Err(Refusal::not_found());
    }
    Ok(download(state, &RELATED, number, item.at("value").at("name")))
}

/// A line of the file is a record; the first line has the headers.
pub(super) fn upload_scan(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let number = call.id("scan-group-id")?;
    let part = &files(call)?[0];
    let lines = String::from_utf8_lossy(&part.content).lines().filter(|line| !line.trim().is_empty()).count();
    let members = json!({ "fileName": name(part), "status": "COMPLETE", "recordsProcessed": lines.saturating_sub(1) });
    state.update(&SCAN_GROUPS, number, members.as_object().cloned().unwrap_or_default())?;
    records::one(state, call, &SCAN_GROUPS, number)
}
