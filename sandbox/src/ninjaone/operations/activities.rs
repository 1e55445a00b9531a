//! Alerts, activities and jobs.

use crate::exchange::Reply;
use crate::ninjaone::call::Call;
use crate::ninjaone::filter::Filter;
use crate::ninjaone::records::project;
use crate::ninjaone::refusal::Refusal;
use crate::ninjaone::state::State;
use crate::ninjaone::time;
use crate::table::At;
use crate::table::Record;
use serde_json::{Value, json};

fn array(call: &Call<'_>, records: impl Iterator<Item = Record>) -> Reply {
    let rows: Value = records.map(|record| project(&record, call.operation.shown())).collect();
    call.json(rows.to_string())
}

pub(super) fn alerts(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let filter = state.filter(call.query.get("df"))?;
    let source = call.query.get("sourceType");
    let devices = state.fleet.from(0).filter(|device| filter.admits(device));
    let alerts = devices.filter_map(|device| state.alert(&device));
    Ok(array(call, alerts.filter(|alert| source.is_none_or(|source| alert.at("sourceType") == source))))
}

pub(super) fn alerts_of_device(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    Ok(array(call, state.alert(&state.device(call.id("id")?)?).into_iter()))
}

/// With or without data for the activity that says so.
pub(super) fn reset(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let uid = call.slot("uid");
    let device = state.alerting(uid).ok_or_else(Refusal::not_found)?;
    let (index, id, now) = (device.index, device.id(), state.now());
    state.reset.insert(index);
    let mut members = json!({ "deviceId": id, "seriesUid": uid, "message": "Alert was reset.", "userId": 1 });
    if !call.body.value.is_null() {
        members["data"] = call.body.value.clone();
    }
    state.activities.add(now, "CONDITION", "RESET", members);
    Ok(call.done())
}

/// What is asked of an activity.
struct Wanted<'a> {
    filter: Option<Filter>,
    device: Option<u64>,
    after: Option<i64>,
    before: Option<i64>,
    words: Vec<(&'static str, Vec<String>)>,
    class: &'a str,
}

impl Wanted<'_> {
    fn admits(&self, state: &State, activity: &Record) -> bool {
        let device = activity.get("deviceId").and_then(Value::as_u64);
        let at = activity.at("activityTime").as_f64().unwrap_or(0.0) as i64;
        let word =
            |member: &str| activity.get(member).map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
        let is_of_class = match self.class {
            "SYSTEM" => activity.at("activityType") == "SYSTEM",
            "USER" => activity.contains_key("userId"),
            "DEVICE" => device.is_some(),
            _ => true,
        };
        is_of_class
            && self.after.is_none_or(|after| at >= after)
            && self.before.is_none_or(|before| at < before)
            && self.device.is_none_or(|wanted| device == Some(wanted))
            && self.words.iter().all(|(member, words)| word(member).is_some_and(|word| words.contains(&word)))
            && self.filter.as_ref().is_none_or(|filter| {
                device.and_then(|id| state.fleet.find(id)).is_some_and(|device| filter.admits(&device))
            })
    }
}

/// Parameters and the members that they are about.
const WORDS: &[(&str, &str)] = &[
    ("type", "activityType"),
    ("activityType", "activityType"),
    ("status", "statusCode"),
    ("user", "userId"),
    ("seriesUid", "seriesUid"),
    ("sourceConfigUid", "sourceConfigUid"),
];

fn wanted<'a>(state: &State, call: &'a Call<'_>, device: Option<u64>) -> Result<Wanted<'a>, Refusal> {
    let second = |name: &str| match call.query.get(name) {
        Some(text) => {
            time::since(text).map(Some).ok_or_else(|| Refusal::app(400, format!("{name}: cannot read `{text}`")))
        }
        None => Ok(None),
    };
    let choices = |text| crate::ninjaone::reports::choices(text);
    let words = WORDS.iter().filter_map(|(name, member)| Some((*member, choices(call.query.get(name)?))));
    Ok(Wanted {
        filter: call.query.get("df").map(|text| state.filter(Some(text))).transpose()?,
        device,
        after: second("after")?,
        before: second("before")?,
        words: words.collect(),
        class: call.query.get("class").unwrap_or("ALL"),
    })
}

/// Activities on a page where none are asked for.
const USUAL: u64 = 200;

fn page(state: &mut State, call: &Call<'_>, device: Option<u64>) -> Result<(Vec<Record>, u64), Refusal> {
    let now = state.now();
    state.activities.go_on(now);
    let wanted = wanted(state, call, device)?;
    let newest = state.activities.newest(call.query.number("olderThan"), call.query.number("newerThan"));
    let page = newest.filter(|activity| wanted.admits(state, activity)).take(call.page(USUAL, state.max_page));
    Ok((page.collect(), state.activities.last()))
}

pub(super) fn list(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (activities, last) = page(state, call, None)?;
    Ok(call.json(json!({ "lastActivityId": last, "activities": activities }).to_string()))
}

pub(super) fn of_device(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?.id();
    let (activities, last) = page(state, call, Some(device))?;
    let own = activities.first().map(|activity| activity.at("id").clone());
    Ok(call.json(json!({ "lastActivityId": last, "activities": activities, "lastNodeActivityId": own }).to_string()))
}

pub(super) fn jobs(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let filter = state.filter(call.query.get("df"))?;
    let kind = call.query.get("jobType");
    let jobs = running(state).into_iter().filter(|job| {
        let device = job.at("deviceId").as_u64().and_then(|id| state.fleet.find(id));
        device.is_some_and(|device| filter.admits(&device)) && kind.is_none_or(|kind| job.at("jobType") == kind)
    });
    Ok(array(call, jobs))
}

pub(super) fn jobs_of_device(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let device = state.device(call.id("id")?)?.id();
    Ok(array(call, running(state).into_iter().filter(|job| job.at("deviceId") == device)))
}

/// What runs now: looking at it lets it go on, too.
fn running(state: &mut State) -> Vec<Record> {
    let jobs = state.activities.jobs();
    let now = state.now();
    state.activities.go_on(now);
    jobs
}
