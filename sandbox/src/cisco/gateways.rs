//! The gateways of a tenant: computed from seed and number, with what was done to them on top.

mod device;
mod listing;
mod push;

use super::accounts::VIEW_PASSWORD;
use super::refusal::Refusal;
use super::{Call, Place};
use crate::exchange::Reply;
use device::Device;
use push::Pushes;
use serde_json::{Value, json};
use std::collections::HashMap;

use device::MODELS;
pub(super) use device::eid;
pub use device::{CISCO_ADMIN_PASSWORD, CISCO_FAILING_EID, CISCO_FIRST_EID, CISCO_FIRST_SERIAL, CISCO_SHARED_SERIAL};

/// The number of the first gateway that was added; those below are computed.
const ADDED: u64 = 1 << 40;

/// The gateways of one tenant.
#[derive(Debug)]
pub(super) struct Gateways {
    seed: u64,
    /// The numbers of all, by eid.
    order: Vec<u64>,
    added: HashMap<u64, Device>,
    names: HashMap<u64, String>,
    pushes: Pushes,
    next: u64,
    /// Serials of other tenants begin elsewhere.
    tenant: u64,
}

impl Gateways {
    pub(super) fn new(seed: u64, count: u64, tenant: u64) -> Gateways {
        let groups = MODELS.len();
        let order = (0..groups as u64).flat_map(|group| (group..count).step_by(groups)).collect();
        Gateways {
            seed,
            order,
            added: HashMap::new(),
            names: HashMap::new(),
            pushes: Pushes::default(),
            next: ADDED,
            tenant,
        }
    }

    pub(super) fn answer(&mut self, call: &Call<'_>, place: &Place<'_>) -> Result<Reply, Refusal> {
        let shows_password = call.token.may(place.tenant, &[VIEW_PASSWORD]);
        self.pushes.pass(place.now, call.operation.method == "GET");
        match (call.operation.method.as_str(), call.operation.path.as_str()) {
            ("GET", "/nbapi/edm/v1/devices") => listing::answer(self, call),
            ("GET", _) => self.detail(call, shows_password),
            ("PUT", _) => Ok(self.each(call, |gateways, item| gateways.rename(item))),
            ("POST", "/nbapi/edm/v1/devices") => Ok(self.each(call, |gateways, item| gateways.add(item))),
            ("POST", _) => self.push(call, place.now),
            _ => Ok(self.delete(call)),
        }
    }

    /// One of them as it is now.
    fn device(&self, number: u64) -> Device {
        let added = self.added.get(&number).cloned();
        let mut device = added.unwrap_or_else(|| Device::computed(self.seed, self.tenant, number));
        if let Some(name) = self.names.get(&number) {
            device.name.clone_from(name);
        }
        if let Some(status) = self.pushes.status(number) {
            device.status = status;
        }
        device
    }

    fn eid(&self, number: u64) -> String {
        self.added.get(&number).map_or_else(|| eid(self.tenant, number), |device| device.eid.clone())
    }

    fn position(&self, eid: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|number| self.eid(*number).as_str().cmp(eid))
    }

    fn find(&self, eid: &str) -> Option<u64> {
        self.position(eid).ok().map(|place| self.order[place])
    }

    fn detail(&self, call: &Call<'_>, shows_password: bool) -> Result<Reply, Refusal> {
        let eid = call.slot("eid");
        let number = self.find(eid).ok_or_else(|| Refusal::late(404, format!("No device with eid {eid}")))?;
        Ok(call.json(&self.device(number).detail(shows_password)))
    }

    /// Carry out each item of the body for itself.
    fn each(&mut self, call: &Call<'_>, work: impl Fn(&mut Gateways, &Value) -> Result<(), &'static str>) -> Reply {
        let items = call.body.value.as_array().cloned().unwrap_or_default();
        let results = items.iter().map(|item| (text(item, "eid"), work(self, item))).collect();
        bulk(call, results)
    }

    fn rename(&mut self, item: &Value) -> Result<(), &'static str> {
        let number = self.find(text(item, "eid")).ok_or(UNKNOWN)?;
        self.names.insert(number, text(&item["fields"], "field:name").to_owned());
        Ok(())
    }

    fn add(&mut self, item: &Value) -> Result<(), &'static str> {
        let Err(place) = self.position(text(item, "eid")) else { return Err("The device exists already") };
        let device = Device::added(text(item, "eid"), &item["fields"])?;
        self.added.insert(self.next, device);
        self.order.insert(place, self.next);
        self.next += 1;
        Ok(())
    }

    fn delete(&mut self, call: &Call<'_>) -> Reply {
        let eids = call.member("eids").as_array().cloned().unwrap_or_default();
        let results = eids.iter().filter_map(Value::as_str).map(|eid| (eid, self.remove(eid))).collect();
        bulk(call, results)
    }

    fn remove(&mut self, eid: &str) -> Result<(), &'static str> {
        let place = self.position(eid).map_err(|_| UNKNOWN)?;
        self.order.remove(place);
        Ok(())
    }

    /// A push that runs refuses the whole request.
    fn push(&mut self, call: &Call<'_>, now: i64) -> Result<Reply, Refusal> {
        let items = call.body.value.as_array().cloned().unwrap_or_default();
        let running = items
            .iter()
            .map(|item| text(item, "eid"))
            .find(|eid| self.find(eid).is_some_and(|number| self.pushes.is_running(number)));
        if let Some(eid) = running {
            return Err(Refusal::late(400, format!("A configuration push is already running on {eid}")));
        }
        Ok(self.each(call, |gateways, item| gateways.begin(item, now)))
    }

    fn begin(&mut self, item: &Value, now: i64) -> Result<(), &'static str> {
        let number = self.find(text(item, "eid")).ok_or(UNKNOWN)?;
        let device = self.device(number);
        if text(&item["fields"], "deviceType") != device.kind.to_lowercase() {
            return Err("The device is of another type");
        }
        self.pushes.begin(number, device.status == device::FAILED, now);
        Ok(())
    }
}

const UNKNOWN: &str = "The device does not exist";

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// The vendor's answer to a change of many; what stands in its records is not published.
fn bulk(call: &Call<'_>, results: Vec<(&str, Result<(), &'static str>)>) -> Reply {
    let failed = results.iter().filter(|(_, result)| result.is_err()).count();
    let records: Vec<Value> = results
        .iter()
        .map(|(eid, result)| match result {
            Ok(()) => json!({ "eid": eid, "status": "SUCCESS" }),
            Err(message) => json!({ "eid": eid, "status": "FAILURE", "message": message }),
        })
        .collect();
    call.json(&json!({ "failedCount": failed, "recordCount": records.len(), "records": records }))
}
