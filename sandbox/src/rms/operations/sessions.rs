//! Connect sessions: the links that lead into a device's network, and those to the device itself.

use super::access::device_of;
use super::resources::{LINKS, SESSIONS};
use crate::clock::written;
use crate::exchange::Reply;
use crate::rms::call::Call;
use crate::rms::channels::{NO_DEVICE, Track};
use crate::rms::refusal::Refusal;
use crate::rms::state::State;
use crate::table::Record;
use serde_json::{Value, json};

/// Where the links of sessions lead.
const PROXY: &str = "proxy1-connect.rms.teltonika-networks.com";

/// The link stands in the channel's last event without a scheme, in the session's `url` with one.
pub(super) fn start(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let access = call.id("access_id")?;
    let device = device_of(state, access)?;
    let (id, company, is_online) = (device.id, device.company, device.is_online());
    if !is_online {
        return Ok(state.accept(call, vec![Track::offline(id)]));
    }
    let duration = call.member("duration").as_i64().unwrap_or(0);
    let link = format!("{}.{PROXY}", state.hex(32));
    let session = session(state, access, id, company, &link);
    let track = ready(id, &link).then(move |state| open(state, session, duration));
    Ok(state.accept(call, vec![track]))
}

fn ready(device: u64, link: &str) -> Track {
    let end = json!({ "status": "completed", "type": "link", "value": "Session is ready.", "link": link });
    Track::ending(device, end)
}

fn session(state: &State, access: u64, device: u64, company: u64, link: &str) -> Record {
    let session = json!({
        "start_time": null, "end_time": null, "input_data": null, "output_data": null, "username": null,
        "email": "ops@example.com", "company_id": company, "company_name": state.company(company),
        "url": format!("https://{link}"), "ttl": 0, "_access": access, "_device": device, "_end": 0,
    });
    session.as_object().cloned().unwrap_or_default()
}

/// The time runs from the moment at which the link works.
fn open(state: &mut State, mut session: Record, duration: i64) {
    let now = state.now();
    session.insert("start_time".into(), now.to_string().into());
    end(&mut session, now.saturating_add(duration));
    state.table_mut(&SESSIONS).add(session);
}

/// Times of sessions are seconds in texts.
pub(super) fn end(session: &mut Record, at: i64) {
    session.insert("end_time".into(), at.to_string().into());
    session.insert("_end".into(), at.into());
}

fn left(session: &Record, now: i64) -> i64 {
    session["_end"].as_i64().map_or(0, |end| (end - now).max(0))
}

/// Newest first. `ttl` is what is left at the moment of asking.
pub(super) fn list(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let access = call.id("access_id")?;
    device_of(state, access)?;
    let now = state.now();
    let of_rule = state.table(&SESSIONS).records().rev().filter(|session| session["_access"] == access);
    let asked = of_rule.filter(|session| is_asked(call, left(session, now) > 0));
    let records = asked.cloned().map(|mut session| {
        session.insert("ttl".into(), left(&session, now).into());
        session
    });
    let records = records.collect();
    super::records::answer(call, records)
}

fn is_asked(call: &Call<'_>, is_active: bool) -> bool {
    call.query.get("active").is_none_or(|active| (active == "true") == is_active)
}

pub(super) fn close(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.id("session_id")?;
    let device = state.record(&SESSIONS, id)?["_device"].as_u64().unwrap_or(0);
    let track = Track::done(device, "Session closed.").then(move |state| {
        let now = state.now();
        if let Some(session) = state.table_mut(&SESSIONS).get_mut(id) {
            end(session, now);
        }
    });
    Ok(state.accept(call, vec![track]))
}

pub(super) fn restart(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let host = call.member("url").as_str().unwrap_or_default().trim_start_matches("https://").to_owned();
    let url = Value::from(format!("https://{host}"));
    let found = state.table(&SESSIONS).records().find(|session| session["url"] == url);
    let track = match found.and_then(|session| session["_device"].as_u64()) {
        Some(device) => ready(device, &host),
        None => Track::failed(NO_DEVICE, "Session does not exist.", -97),
    };
    Ok(state.accept(call, vec![track]))
}

/// The sessions that began in a span of time.
pub(super) fn logs(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let now = state.now();
    let [from, until] =
        ["start_date", "end_date"].map(|name| call.query.get(name).unwrap_or_default().replace('T', " "));
    let sessions = state.table(&SESSIONS).records().rev();
    let asked = sessions.filter(|session| is_asked(call, left(session, now) > 0)).map(|session| {
        let time = |name: &str| written(session[name].as_str().and_then(|text| text.parse().ok()).unwrap_or(0));
        let log = json!({
            "id": session["id"], "type": "lan-webui", "start_time": time("start_time"), "end_time": time("end_time"),
            "input_data": 0, "output_data": 0, "username": "jane.doe", "company_name": session["company_name"],
            "start_date": time("start_time"), "end_date": time("end_time"), "user_id": 1,
        });
        log.as_object().cloned().unwrap_or_default()
    });
    let within =
        |log: &Record| log["start_time"].as_str().is_some_and(|at| from.as_str() <= at && at <= until.as_str());
    let is_other = |log: &Record| ["type", "user_id"].iter().any(|name| differs(call, log, name));
    let mut logs: Vec<Record> = asked.filter(|log| within(log) && !is_other(log)).collect();
    sort(&mut logs, call);
    logs.iter_mut()
        .for_each(|log| log.retain(|name, _| !matches!(name.as_str(), "start_date" | "end_date" | "user_id")));
    super::records::answer(call, logs)
}

fn differs(call: &Call<'_>, log: &Record, name: &str) -> bool {
    call.query.get(name).is_some_and(|wanted| log[name].to_string().trim_matches('"') != wanted)
}

fn sort(logs: &mut [Record], call: &Call<'_>) {
    for (name, is_down) in call.query.sorters().into_iter().rev() {
        let key = |log: &Record| log[name].to_string();
        logs.sort_by(|left, right| if is_down { key(right).cmp(&key(left)) } else { key(left).cmp(&key(right)) });
    }
}

pub(super) fn link_webui(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    link(state, call, "webui")
}

pub(super) fn link_cli(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    link(state, call, "cli")
}

/// A link to the device itself, which needs no rule.
fn link(state: &mut State, call: &Call<'_>, kind: &'static str) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?;
    let (id, is_online) = (device.id, device.is_online());
    if !is_online {
        return Ok(state.accept(call, vec![Track::offline(id)]));
    }
    let duration = call.member("duration").as_i64().unwrap_or(0);
    let url = format!("rms.teltonika-networks.com/proxy?rms_token={}&q=", state.hex(13));
    let track = ready(id, &url).then(move |state| {
        let now = state.now();
        let link = json!({
            "url": format!("https://{url}"), "created_at": written(now), "_device": id, "_type": kind,
            "_end": now.saturating_add(duration),
        });
        state.table_mut(&LINKS).add(link.as_object().cloned().unwrap_or_default());
    });
    Ok(state.accept(call, vec![track]))
}

/// The links to a device that still work.
pub(super) fn links(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?.id;
    let now = state.now();
    let kind = call.query.get("type").unwrap_or_default();
    let links = state.table(&LINKS).records().filter(|link| link["_device"] == device && link["_type"] == kind);
    let links = links.filter(|link| left(link, now) > 0).map(|link| {
        let shown = json!({
            "link_id": link["id"], "url": link["url"], "ttl": left(link, now), "active": 1, "created_at": link["created_at"],
        });
        shown.as_object().cloned().unwrap_or_default()
    });
    let links = links.collect();
    super::records::answer(call, links)
}
