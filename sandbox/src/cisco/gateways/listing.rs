//! Pages of gateways. Only the order by eid is the same from page to page.

use super::device::Device;
use super::{Call, Gateways};
use crate::cisco::refusal::Refusal;
use crate::exchange::Reply;
use serde_json::{Value, json};

/// How many gateways a page has where the request does not say.
const USUAL: u64 = 50;
/// So many rows come twice on the next page, and as many never, where the order is another one.
const DRIFT: u64 = 3;

pub(super) fn answer(gateways: &Gateways, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (page, size) = (call.query.number("page").unwrap_or(1), call.query.number("size").unwrap_or(USUAL));
    let sorting = call.query.get("sortBy");
    let mut numbers = filtered(gateways, call.query.get("filter"))?;
    if let Some(field) = sorting.filter(|field| *field != "eid") {
        numbers.sort_by_cached_key(|number| value(&gateways.device(*number), field).to_owned());
    }
    if call.query.get("sortDir") == Some("desc") {
        numbers.reverse();
    }
    let total = numbers.len() as u64;
    let before = (page - 1).saturating_mul(size);
    let count = total.saturating_sub(before).min(size);
    let step = if sorting == Some("eid") { size } else { size.saturating_sub(DRIFT) };
    let start = (page - 1).saturating_mul(step);
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let rows = numbers.iter().skip(place(start)).take(place(count));
    let rows: Vec<Value> = rows.map(|number| gateways.device(*number).row()).collect();
    Ok(call.json(&json!({ "page": page, "size": size, "total": total, "results": rows })))
}

/// `field:value`, where the value is the whole of it.
fn filtered(gateways: &Gateways, filter: Option<&str>) -> Result<Vec<u64>, Refusal> {
    let Some(filter) = filter else { return Ok(gateways.order.clone()) };
    let (field, wanted) = filter.split_once(':').unwrap_or_default();
    if !["name", "SN", "configGroup"].contains(&field) {
        return Err(Refusal::late(400, format!("The filter {filter} is not valid")));
    }
    let fits = |number: &u64| value(&gateways.device(*number), field) == wanted;
    Ok(gateways.order.iter().copied().filter(fits).collect())
}

fn value<'a>(device: &'a Device, field: &str) -> &'a str {
    match field {
        "name" => &device.name,
        "SN" => device.serial(),
        "configGroup" => &device.group,
        "deviceType" => &device.kind,
        _ => device.status,
    }
}
