//! `/api/troubleshooting/support-bundle`: asked for, waited for, downloaded, deleted.

use super::Sps;
use super::call::Call;
use super::refusal::Refusal;
use crate::exchange::Reply;
use serde_json::{Value, json};

const HERE: &str = "/api/troubleshooting/support-bundle";

/// So many looks at a bundle find it unfinished.
const LOOKS: u32 = 2;

/// A bundle: its key, and how often somebody looked.
#[derive(Debug)]
pub(super) struct Bundle {
    key: String,
    looks: u32,
}

impl Bundle {
    fn shown(&self) -> Value {
        let status = if self.looks > LOOKS { "finished" } else { "running" };
        let href = format!("{HERE}/{}", self.key);
        json!({ "body": { "status": status }, "key": self.key, "meta": { "href": href, "parent": HERE } })
    }
}

impl Sps {
    pub(super) fn troubleshooting(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        let words: Vec<&str> = call.words[1..].iter().map(String::as_str).collect();
        match (words.as_slice(), call.method()) {
            ([], "GET") => {
                let item = json!({ "key": "support-bundle", "meta": { "href": HERE } });
                Ok(Reply::json(200, json!({ "items": [item], "meta": { "href": call.path } }).to_string()))
            }
            (["support-bundle"], "GET") => {
                let items: Vec<Value> = self.bundles.iter().map(Bundle::shown).collect();
                Ok(Reply::json(200, json!({ "items": items, "meta": { "href": HERE } }).to_string()))
            }
            (["support-bundle"], "POST") => Ok(self.bundle()),
            (["support-bundle", key], "GET") => {
                let position = self.bundle_at(call, key)?;
                self.bundles[position].looks += 1;
                Ok(Reply::json(200, self.bundles[position].shown().to_string()))
            }
            (["support-bundle", key], "DELETE") => {
                let position = self.bundle_at(call, key)?;
                self.bundles.remove(position);
                Ok(Reply::json(200, json!({ "meta": { "href": call.path } }).to_string()))
            }
            (["support-bundle", key, "download"], "GET") => {
                let position = self.bundle_at(call, key)?;
                self.download(call, position)
            }
            ([] | ["support-bundle", ..], method) => Err(Refusal::wrong_method(method, &call.path)),
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    fn bundle(&mut self) -> Reply {
        let key = self.keys.uuid();
        let meta = json!({ "href": format!("{HERE}/{key}"), "parent": HERE });
        let body = json!({ "key": key, "meta": meta });
        self.bundles.push(Bundle { key, looks: 0 });
        Reply::json(201, body.to_string())
    }

    fn bundle_at(&self, call: &Call<'_>, key: &str) -> Result<usize, Refusal> {
        let position = self.bundles.iter().position(|bundle| bundle.key == key);
        position.ok_or_else(|| Refusal::not_found(&call.path))
    }

    fn download(&self, call: &Call<'_>, position: usize) -> Result<Reply, Refusal> {
        let bundle = &self.bundles[position];
        if bundle.looks <= LOOKS {
            return Err(Refusal::not_found(&call.path));
        }
        let bytes = format!("support bundle {}\n", bundle.key).repeat(400);
        let name = "attachment; filename=\"support-bundle.tar.gz\"";
        Ok(Reply::content(200, "application/octet-stream", bytes).with("content-disposition", name))
    }
}
