//! Credits: pools that are used up and moved, and codes that carry them.

use super::devices::unknown;
use super::resources::{CODES, CREDITS};
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::Track;
use crate::rms::envelope;
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};

/// The pack that is given where the request names none.
const USUAL_TYPE: u64 = 2;

/// Every pack given is a credit less, even for a device that has one already: live, packs cannot be taken back.
pub(super) fn credit_devices(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut tracks = Vec::new();
    for (number, item) in call.items().iter().enumerate() {
        let id = item["device_id"].as_u64().unwrap_or(0);
        let index = state.fleet.index(id).ok_or_else(|| unknown(&format!("data.{number}.device_id")))?;
        let kind = item["credit_type_id"].as_u64().unwrap_or(USUAL_TYPE);
        if !take(state, "credit_type_id", &kind.into(), None, 1) {
            tracks.push(Track::failed(id, "There are not enough credits.", -2));
            continue;
        }
        let mut change = item.as_object().cloned().unwrap_or_default();
        change.shift_remove("device_id");
        change.shift_remove("credit_type_id");
        change.insert("management_credit_type_id".into(), kind.into());
        tracks.push(Track::done(id, "Credit assigned.").then(move |state| state.fleet.change(index, change)));
    }
    Ok(state.accept(call, tracks))
}

/// Take credits out of the first pool of that kind that has as many.
fn take(state: &mut State, member: &str, kind: &Value, company: Option<u64>, amount: u64) -> bool {
    let fits = |pool: &&mut Record| {
        let is_theirs = company.is_none_or(|id| pool["company_id"] == id);
        is_theirs && pool[member] == *kind && left(pool) >= amount
    };
    let Some(pool) = state.table_mut(&CREDITS).records_mut().find(fits) else {
        return false;
    };
    let rest = left(pool) - amount;
    pool.insert("credit_left".into(), rest.into());
    true
}

fn left(pool: &Record) -> u64 {
    pool["credit_left"].as_u64().unwrap_or(0)
}

pub(super) fn move_credits(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let [source, target, amount] = ["source", "target", "amount"].map(|name| call.member(name).as_u64().unwrap_or(0));
    state.table(&super::COMPANIES).get(target).ok_or_else(|| unknown("target"))?;
    let kind = call.member("credit_type_name").clone();
    if !take(state, "credit_type_name", &kind, Some(source), amount) {
        return Err(Refusal::invalid("amount", "There are not enough credits."));
    }
    give(state, &kind, target, amount);
    Ok(envelope::success(call))
}

/// Credits that come in are a pool of their own.
fn give(state: &mut State, kind: &Value, company: u64, amount: u64) {
    let pool = json!({
        "company_id": company, "credit_type": "paid", "credit_type_name": kind, "credit_type_id": USUAL_TYPE,
        "credit_count": amount, "credit_left": amount, "assigned_at": state.stamp(), "deleted_at": null,
    });
    state.create(&CREDITS, pool.as_object().cloned().unwrap_or_default());
}

pub(super) fn create_code(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    super::records::check_company(state, call)?;
    let amount = call.member("amount").as_u64().unwrap_or(0);
    let kind = call.member("credit_type_name").clone();
    let company = call.member("company_id").as_u64().unwrap_or(super::ACCOUNT);
    if !take(state, "credit_type_name", &kind, Some(company), amount) {
        return Err(Refusal::invalid("amount", "There are not enough credits."));
    }
    let code = state.hex(32);
    let record = json!({
        "company_id": company, "code": code, "credits_amount": amount, "is_used": false, "credit_type": kind,
        "comment": call.member("comment"), "email": "jane@example.com", "activated_at": null,
    });
    state.create(&CODES, record.as_object().cloned().unwrap_or_default());
    let body = json!({ "success": true, "meta": { "credit_code": code } });
    Ok(Reply::json(call.operation.status, body.to_string()))
}

/// A code is good once.
pub(super) fn activate(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let wanted = call.member("code").clone();
    let mut codes = state.table_mut(&CODES).records_mut();
    let code = codes.find(|code| code["code"] == wanted && code["is_used"] == false).ok_or_else(|| unknown("code"))?;
    code.insert("is_used".into(), true.into());
    code.insert("used_by_company_id".into(), super::ACCOUNT.into());
    let (kind, amount) = (code["credit_type"].clone(), code["credits_amount"].as_u64().unwrap_or(0));
    drop(codes);
    give(state, &kind, super::ACCOUNT, amount);
    let pool = json!({ "company_id": super::ACCOUNT, "licence_count": amount, "licence_left": amount });
    let body = json!({ "success": true, "data": [pool], "meta": { "amount": amount } });
    Ok(Reply::json(call.operation.status, body.to_string()))
}
