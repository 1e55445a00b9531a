//! Files and images: what is uploaded can be downloaded again.

use super::resources::{FILES, IMAGES};
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::envelope;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use crate::zip;
use bytes::Bytes;
use serde_json::{Value, json};

/// What files contain that nobody uploaded: forty bytes, some of them no text.
const CONTENT: &[u8; 40] = b"\x00\xff\x1f\x8bthe content of a file of the sandbox";

/// The smallest image there is.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";

pub(super) fn upload(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    super::records::check_company(state, call)?;
    let (name, content) = sent(call)?;
    let is_there = state.table(&FILES).records().any(|file| file["name"] == name.as_str());
    if is_there {
        return Err(Refusal::conflict("A file of that name already exists."));
    }
    let mut file = call.members();
    file.insert("name".into(), name.into());
    file.insert("file_size".into(), content.len().into());
    file.insert("device_id".into(), Value::Null);
    let id = state.create(&FILES, file);
    state.contents.insert(id, content);
    let body = json!({ "success": true, "meta": { "id": id } });
    Ok(Reply::json(call.operation.status, body.to_string()))
}

/// The name and the bytes of the one file of a form.
fn sent(call: &Call<'_>) -> Result<(String, Bytes), Refusal> {
    let file = call.body.files.first().ok_or_else(Refusal::malformed)?;
    Ok((file.file.clone().unwrap_or_default(), file.content.clone()))
}

pub(super) fn download(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id("id")?;
    let name = name(state.record(&FILES, id)?);
    let reply = Reply::content(200, "application/octet-stream", content(state, id));
    Ok(reply.with("content-disposition", format!("attachment; filename=\"{name}\"")))
}

fn name(file: &Record) -> String {
    file["name"].as_str().unwrap_or("file").to_owned()
}

fn content(state: &State, id: u64) -> Bytes {
    state.contents.get(&id).cloned().unwrap_or(Bytes::from_static(CONTENT))
}

pub(super) fn zip(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let ids = call.ids("files");
    let files = ids.iter().map(|id| Ok((name(state.record(&FILES, *id)?), content(state, *id))));
    let files: Vec<(String, Bytes)> = files.collect::<Result<_, Refusal>>()?;
    Ok(Reply::content(200, "application/zip", zip::archive(&files)))
}

pub(super) fn upload_image(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    super::records::check_company(state, call)?;
    let (name, content) = sent(call)?;
    let mut image = call.members();
    image.insert("name".into(), name.into());
    image.insert("size".into(), content.len().into());
    state.create(&IMAGES, image);
    Ok(envelope::success(call))
}

pub(super) fn image(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    state.record(&IMAGES, call.id("id")?)?;
    Ok(Reply::content(200, "image/png", PIXEL))
}

/// A document that nobody stored.
pub(super) fn document(kind: &str) -> &'static [u8] {
    match kind {
        "application/pdf" => b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
        "application/csv" => b"serial,password\n6003212345,example\n",
        _ => CONTENT,
    }
}
