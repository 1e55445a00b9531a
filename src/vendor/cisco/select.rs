//! Gateways by name or serial number, out of the whole list: the only client that is known to filter on the server does it
//! in a way that is broken.

use serde_json::Value;

use super::gateways;
use crate::catalog::{Operation, Place, Selector, Selectors};
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::Sought;
use crate::workflow::Work;

pub(super) const SELECTORS: Selectors = Selectors {
    ways: &[
        Selector { name: "name", many: false, help: "the gateway with this name" },
        Selector { name: "serial", many: false, help: "the gateway with this serial number" },
    ],
    target,
    find: |work, selector, value| Box::pin(find(work, selector, value)),
};

/// Whatever takes the id of a gateway that is there already.
fn target(operation: &Operation) -> Option<&'static str> {
    let slot = operation.arguments.iter().find(|argument| argument.place == Place::Path && argument.name == "eid");
    let in_body = operation.ids.map(|ids| ids.member).filter(|member| ["eid", "eids"].contains(member));
    in_body.or(slot.map(|slot| slot.name))
}

async fn find(work: &Work<'_>, selector: &Selector, value: &str) -> Result<Vec<String>, Fault> {
    let mut found = work.list(&gateways::LIST, &Given::default()).await?;
    found.retain(|gateway| match selector.name {
        "serial" => serials(gateway).any(|serial| serial.eq_ignore_ascii_case(value)),
        _ => gateway["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case(value)),
    });
    let search = "`rmctl cisco gateways list` lists all".to_owned();
    let sought = Sought { by: selector.name, value, instead: "its eid", search };
    Ok(vec![text_of(&sought.the_one(found, candidate)?["eid"])])
}

/// The serial number is the end of the `eid`, too.
fn serials(gateway: &Value) -> impl Iterator<Item = &str> {
    let of_eid = gateway["eid"].as_str().and_then(|eid| eid.rsplit_once('+')).map(|(_, serial)| serial);
    gateway["SN"].as_str().into_iter().chain(of_eid)
}

fn candidate(gateway: &Value) -> String {
    format!("{} (`{}`)", text_of(&gateway["eid"]), gateway["name"].as_str().unwrap_or("-"))
}
