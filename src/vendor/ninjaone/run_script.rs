//! `ninjaone scripts run`: runs a script on devices and waits for how it ended there.
//!
//! The vendor accepts a run without a word. What becomes of it is seen among the device's activities only: those newer than
//! the newest before the run, of one series, with the script's name as their source.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::{rows, scripts};
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::dialect::{Answer, Ending, Page};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::{Fault, Request};
use crate::plan::id_value;
use crate::record::Record;
use crate::session::abandoned;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const RUN_SCRIPT: Operation = Operation::workflow("run", Effect::Destroy, run)
    .about("Run a script on devices and wait for its end")
    .examples(&[("42 43 --script 7 --run-as system", ""), ("--by-org Harbour --script 7", "on all of an organization")])
    .on_each("device")
    .arguments(&[
        Argument::workflow("script", Kind::Integer).help("the script with this id, as `scripts list` shows it"),
        Argument::workflow("action", Kind::String)
            .help("the built-in action with this uid, as `devices scripts options` shows it"),
        Argument::workflow("parameters", Kind::String).help("parameters of the script or action"),
        Argument::workflow("run-as", Kind::String).help("`system`, `loggedonuser`, or the id of a credential"),
    ])
    .one_of(&["script", "action"])
    .warning("A script can change anything on the device.")
    .waits();

/// Devices at a time.
const AT_ONCE: usize = 4;
const FIRST_LOOK: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// More than these are not new on one device in the time of a run.
const LATEST: usize = 200;

fn run<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let what = what(given);
        let request = |device: &String| work.plan(&scripts::RUN, &what.clone().with("id", device.as_str()));
        let requests: Vec<Request> = given.ids.iter().map(request).collect::<Result<_, _>>()?;
        if work.dry_run {
            return Ok(Outcome::WouldSend(requests));
        }
        work.check_writable(Effect::Destroy)?;
        let name = script_name(work, given).await?;
        let runs = given.ids.iter().zip(&requests).map(|(device, request)| {
            let name = name.as_deref();
            async move { (device.clone(), run_on(work, device, request, name).await) }
        });
        Ok(Outcome::Each(stream::iter(runs).buffered(AT_ONCE).collect().await))
    })
}

/// What is run, and how, as the row of one device takes it.
fn what(given: &Given) -> Given {
    let kind = if given.values.contains_key("script") { "SCRIPT" } else { "ACTION" };
    let members = [("script", "script"), ("uid", "action"), ("parameters", "parameters"), ("runAs", "run-as")];
    let members = members.into_iter().filter_map(|(name, flag)| Some((name, given.values.get(flag)?.clone())));
    members.fold(Given::default().with("type", kind), |what, (name, value)| what.with(name, value))
}

/// What activities call the script. Of a built-in action it is not known.
async fn script_name(work: &Work<'_>, given: &Given) -> Result<Option<String>, Fault> {
    let Some(id) = given.text("script") else {
        return Ok(None);
    };
    let all = work.list(&scripts::LIST, &Given::default()).await?;
    let script = all.iter().find(|script| text_of(&script["id"]) == id);
    let script = script.ok_or_else(|| {
        Failure::new(Code::NotFound, format!("there is no script `{id}`"))
            .hint("`rmctl ninjaone scripts list` lists them")
    })?;
    Ok(script["name"].as_str().map(str::to_owned))
}

async fn run_on(work: &Work<'_>, device: &str, request: &Request, name: Option<&str>) -> Result<Answer, Fault> {
    let before = work.list(&rows::LATEST_ACTIVITIES, &latest(device)).await?;
    let newest = before.iter().filter_map(|activity| activity["id"].as_i64()).max().unwrap_or(0);
    work.change(&scripts::RUN, request).await?;
    if work.no_wait {
        let handle = Record::from(json!({ "deviceId": id_value(device), "newerThan": newest }));
        return Ok(Answer::Page(Page { records: vec![handle], ..Page::default() }));
    }
    let mut look = work.plan(&rows::LATEST_ACTIVITIES, &latest(device))?;
    look.follows_change = true;
    follow(work, device, &look, newest, name).await
}

fn latest(device: &str) -> Given {
    Given::default().with("id", device).with("pageSize", LATEST)
}

async fn follow(
    work: &Work<'_>,
    device: &str,
    look: &Request,
    newest: i64,
    name: Option<&str>,
) -> Result<Answer, Fault> {
    let session = work.session;
    let began = session.clock.ticks();
    let mut pause = FIRST_LOOK;
    loop {
        let waited = session.clock.ticks().saturating_sub(began);
        if waited + pause > work.wait {
            return Err(Fault::WorkUnended(work.wait.as_secs()));
        }
        session.interrupt.race(session.clock.sleep(pause)).await.map_err(abandoned)?;
        let Answer::Page(page) = session.ask(look).await.map_err(abandoned)? else {
            return Err(Fault::WorkUnended(work.wait.as_secs()));
        };
        let activities = page.records.iter().map(Record::parse).collect::<Result<Vec<_>, _>>()?;
        match seen(&activities, newest, name) {
            Seen::Nothing => session.progress.doing(&format!("{device}: waiting for the run to begin")),
            Seen::Underway(status) => session.progress.doing(&format!("{device}: {status}")),
            Seen::Ended(activity) => return Ok(Answer::Ended(vec![ending(device, &activity)])),
            Seen::Several => return Err(several(device).into()),
        }
        pause = pause.mul_f64(1.5).min(LONGEST_PAUSE);
    }
}

#[derive(Debug, PartialEq)]
enum Seen {
    Nothing,
    Underway(String),
    Ended(Value),
    /// More than one run fits.
    Several,
}

/// Under which types runs are reported, where the name of the script does not tell.
const TYPES: [&str; 3] = ["SCRIPTING", "ACTION", "ACTIONSET"];
const GOES_ON: [&str; 4] = ["START_REQUESTED", "STARTED", "IN_PROCESS", "CANCEL_REQUESTED"];
const ENDS: [&str; 3] = ["COMPLETED", "CANCELLED", "BLOCKED"];

fn seen(activities: &[Value], newest: i64, name: Option<&str>) -> Seen {
    let is_new = |activity: &&Value| activity["id"].as_i64().is_some_and(|id| id > newest);
    let mut mine: Vec<&Value> = activities.iter().filter(is_new).filter(|activity| fits(activity, name)).collect();
    mine.sort_by_key(|activity| activity["id"].as_i64());
    let series: BTreeSet<&str> = mine.iter().filter_map(|activity| activity["seriesUid"].as_str()).collect();
    if series.len() > 1 {
        return Seen::Several;
    }
    match (mine.iter().rfind(|activity| has_ended(activity)), mine.last()) {
        (Some(end), _) => Seen::Ended((*end).clone()),
        (None, Some(last)) => Seen::Underway(text_of(&last["status"])),
        (None, None) => Seen::Nothing,
    }
}

fn fits(activity: &Value, name: Option<&str>) -> bool {
    let is_run = activity["activityType"].as_str().is_some_and(|own| TYPES.contains(&own));
    let source = activity["sourceName"].as_str().filter(|source| !source.is_empty());
    match (name, source) {
        (Some(name), Some(source)) => source == name,
        _ => is_run,
    }
}

fn has_ended(activity: &Value) -> bool {
    let status = activity["statusCode"].as_str().unwrap_or_default();
    ENDS.contains(&status) || (activity["activityResult"].is_string() && !GOES_ON.contains(&status))
}

fn ending(device: &str, activity: &Value) -> Ending {
    let result = activity["activityResult"].as_str().unwrap_or_default();
    let status = activity["statusCode"].as_str().unwrap_or_default();
    let is_good = result == "SUCCESS" || (result.is_empty() && status == "COMPLETED");
    let word = if result.is_empty() { status } else { result };
    let failure = (!is_good).then(|| match activity["message"].as_str().filter(|message| !message.is_empty()) {
        Some(message) => format!("{word}: {message}"),
        None => format!("the vendor says `{word}` and no more"),
    });
    Ending { id: device.to_owned(), record: Record::from(activity), failure }
}

fn several(device: &str) -> Failure {
    let message =
        format!("the run on `{device}` was accepted, and several runs are reported: which is this one is not known");
    Failure::new(Code::OutcomeUnknown, message).hint("`rmctl ninjaone activities list` shows how they end")
}

#[cfg(test)]
mod tests;
