//! `cisco asset-types export`: each asset type as a file that `apply` takes.

use std::path::Path;

use serde_json::{Value, json};

use super::compare::kept;
use super::{GET, LIST};
use crate::dialect::Answer;
use crate::documents;
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::output::yaml_text;
use crate::plan::encode;
use crate::record::Record;
use crate::workflow::{Handed, Outcome, Work, of_read};

pub(super) async fn export(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let folder = given.text("folder").unwrap_or_default();
    let is_json = given.text("format").as_deref() == Some("json");
    for asset_type in whole(work).await? {
        let name = asset_type["name"].as_str().map_or_else(|| text_of(&asset_type["id"]), str::to_owned);
        let ending = if is_json { "json" } else { "yaml" };
        // A name is text of the vendor's and must lead nowhere else.
        let file = Path::new(&folder).join(format!("{}.{ending}", encode(&name).replace('.', "%2E")));
        let document = Value::Object(kept(&asset_type, &[]));
        let text = if is_json { format!("{document:#}\n") } else { yaml_text(&document) };
        documents::write(&file, &text)?;
        let record = Record::from(json!({ "name": name, "file": file.display().to_string() }));
        if work.listener.record(&record) == Handed::Lost {
            break;
        }
    }
    Ok(Outcome::Streamed)
}

/// All asset types with all that they say: what lists show of them is not published to the end.
pub(super) async fn whole(work: &Work<'_>) -> Result<Vec<Value>, Fault> {
    let mut found = Vec::new();
    for asset_type in work.list(&LIST, &Given::default()).await? {
        let is_whole = ["name", "config", "dataModel"].iter().all(|name| asset_type.get(*name).is_some());
        found.push(match asset_type["id"].as_str().filter(|_| !is_whole) {
            Some(id) => one(work, id, &asset_type).await?,
            None => asset_type,
        });
    }
    Ok(found)
}

/// What the list shows of it and what it shows by itself.
async fn one(work: &Work<'_>, id: &str, listed: &Value) -> Result<Value, Fault> {
    let answer = work.session.ask(&work.plan(&GET, &Given::default().with("id", id))?).await;
    let answer = answer.map_err(|fault| of_read(&GET, fault))?;
    let Answer::Page(page) = answer else {
        return Err(Failure::new(Code::VendorError, format!("the asset type `{id}` cannot be read")).into());
    };
    let alone = page.records.first().map_or(Ok(Value::Null), Record::parse)?;
    let mut members = listed.as_object().cloned().unwrap_or_default();
    members.extend(alone.as_object().cloned().unwrap_or_default());
    Ok(Value::Object(members))
}
