//! `/api/firmware`: slots with releases, testing one, starting it at the next boot.

use super::Sps;
use super::call::Call;
use super::refusal::Refusal;
use crate::exchange::Reply;
use serde_json::{Value, json};

/// The release that no test lets pass.
const BROKEN: &str = "8.1.0-broken";

const ISO: &str = "application/x-iso9660-image";

/// The slots, which are numbered from 1.
#[derive(Debug)]
pub(super) struct Firmware {
    slots: [Option<String>; 5],
    after_reboot: usize,
}

impl Firmware {
    pub(super) fn new(release: &str) -> Firmware {
        let filled = |release: &str| Some(release.to_owned());
        Firmware { slots: [filled(release), filled("8.0.2"), None, filled(BROKEN), None], after_reboot: 0 }
    }

    fn slot(&self, index: usize) -> Value {
        let key = (index + 1).to_string();
        let body = self.slots[index].as_ref().map(|release| {
            json!({
                "after_reboot": self.after_reboot == index, "current": index == 0,
                "upgrade_news": null, "upgrade_notes": "", "version": release,
            })
        });
        json!({ "body": body.unwrap_or(json!({})), "key": key, "meta": { "href": href(index) } })
    }

    fn meta(&self) -> Value {
        json!({
            "current_slot": href(0), "href": "/api/firmware/slots", "parent": "/api/firmware",
            "number_of_empty_slots": self.slots.iter().filter(|slot| slot.is_none()).count(),
            "slot_after_reboot": href(self.after_reboot),
        })
    }

    /// A new release goes where nothing is.
    fn fill(&mut self, release: &str) -> Result<usize, Refusal> {
        let empty = self.slots.iter().position(Option::is_none);
        let index = empty.ok_or_else(|| Refusal::conflict("There is no empty slot".into(), json!({})))?;
        self.slots[index] = Some(release.to_owned());
        Ok(index)
    }
}

fn href(index: usize) -> String {
    format!("/api/firmware/slots/{}", index + 1)
}

impl Sps {
    pub(super) fn firmware(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        call.knows_only(&[])?;
        let words: Vec<&str> = call.words[1..].iter().map(String::as_str).collect();
        match (words.as_slice(), call.method()) {
            ([], "GET") => {
                let item = json!({ "key": "slots", "meta": { "href": "/api/firmware/slots" } });
                Ok(Reply::json(200, json!({ "items": [item], "meta": { "href": call.path } }).to_string()))
            }
            (["slots"], "GET") => {
                let items: Vec<Value> = (0..5).map(|index| self.firmware.slot(index)).collect();
                Ok(Reply::json(200, json!({ "items": items, "meta": self.firmware.meta() }).to_string()))
            }
            (["slots", key], "GET") => Ok(Reply::json(200, self.firmware.slot(index(call, key)?).to_string())),
            (["slots", key], "DELETE") => self.empty_slot(call, key),
            (["test"], "POST") => self.try_slot(call).map(|index| tried(call, index)),
            (["upgrade"], "POST") => {
                let index = self.try_slot(call)?;
                self.firmware.after_reboot = index;
                Ok(tried(call, index))
            }
            (["fetch"], "POST") => {
                call.json()?;
                self.firmware.fill("8.0.3").map(|index| filled(call, index))
            }
            ([] | ["slots" | "test" | "upgrade" | "fetch"] | ["slots", _], method) => {
                Err(Refusal::wrong_method(method, &call.path))
            }
            _ => Err(Refusal::not_found(&call.path)),
        }
    }

    pub(super) fn upload(&mut self, call: &Call<'_>) -> Result<Reply, Refusal> {
        if call.words.get(1).is_none_or(|word| word != "firmware") || call.words.len() != 2 {
            return Err(Refusal::not_found(&call.path));
        }
        call.allows(&["POST"])?;
        if call.request.header("content-type") != Some(ISO) {
            return Err(Refusal::body("The content type is not that of an ISO image"));
        }
        if call.request.body.is_empty() {
            return Err(Refusal::special(400, "IncompleteRequestBodyError", "The image is empty"));
        }
        self.firmware.fill("8.0.3").map(|index| filled(call, index))
    }

    fn empty_slot(&mut self, call: &Call<'_>, key: &str) -> Result<Reply, Refusal> {
        let index = index(call, key)?;
        if index == 0 || index == self.firmware.after_reboot {
            return Err(Refusal::conflict("The slot is in use".into(), json!({ "slot": key })));
        }
        self.firmware.slots[index] = None;
        Ok(Reply::json(200, json!({ "meta": { "href": call.path } }).to_string()))
    }

    fn try_slot(&self, call: &Call<'_>) -> Result<usize, Refusal> {
        let body = call.json()?;
        let incomplete = || Refusal::special(400, "IncompleteRequestBodyError", "The body names no slot");
        let slot = body["slot_id"].as_u64().and_then(|slot| usize::try_from(slot).ok()).ok_or_else(incomplete)?;
        let release = slot.checked_sub(1).and_then(|index| self.firmware.slots.get(index)?.as_deref());
        match release {
            None => Err(Refusal::special(404, "ResourceNotFound", "The slot is empty")),
            Some(BROKEN) => Err(Refusal::special(400, "FirmwareTestFailed", "The release cannot be started here")),
            Some(_) => Ok(slot - 1),
        }
    }
}

fn index(call: &Call<'_>, key: &str) -> Result<usize, Refusal> {
    (0..5).find(|index| key == (index + 1).to_string()).ok_or_else(|| Refusal::not_found(&call.path))
}

fn tried(call: &Call<'_>, index: usize) -> Reply {
    let body = json!({ "test_summary": "HA check started\nHA check finished" });
    let meta = json!({ "href": call.path, "parent": "/api/firmware", "slot": href(index) });
    Reply::json(200, json!({ "body": body, "key": (index + 1).to_string(), "meta": meta }).to_string())
}

fn filled(call: &Call<'_>, index: usize) -> Reply {
    let meta = json!({ "href": call.path, "slot": href(index) });
    Reply::json(201, json!({ "key": (index + 1).to_string(), "meta": meta }).to_string())
}
