//! `sps troubleshooting`, and `sps support-bundle`: collects what the vendor's support wants and saves it.

use std::path::Path;
use std::time::Duration;

use reqwest::header::ACCEPT;
use serde_json::{Value, json};

use super::code::set;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work, of_read};

pub(super) const TROUBLESHOOTING: Group = Group {
    name: "troubleshooting",
    about: "What helps to find a fault",
    operations: &[
        Operation::get("get", "/api/configuration/troubleshooting")
            .about("Show how faults are looked for")
            .named_by("key"),
        set("/api/configuration/troubleshooting").about("Change how faults are looked for"),
    ],
    groups: &[Group {
        name: "support-bundles",
        about: "Support bundles, step by step; `sps support-bundle` does all",
        operations: &[CREATE, GET, DOWNLOAD, DELETE],
        groups: &[],
    }],
};

const BUNDLE: Argument = Argument::path("id").help("key of the bundle, as `create` answers");

const CREATE: Operation =
    Operation::post("create", "/api/troubleshooting/support-bundle").about("Begin to collect a support bundle");
const GET: Operation = Operation::get("get", "/api/troubleshooting/support-bundle/{id}")
    .about("Show how far support bundles are")
    .arguments(&[BUNDLE])
    .named_by("key");
const DOWNLOAD: Operation = Operation::get("download", "/api/troubleshooting/support-bundle/{id}/download")
    .about("Save a support bundle")
    .arguments(&[BUNDLE])
    .saves();
const DELETE: Operation = Operation::delete("delete", "/api/troubleshooting/support-bundle/{id}")
    .about("Delete support bundles on the box")
    .arguments(&[BUNDLE]);

pub(super) const SUPPORT_BUNDLE: Operation = Operation::workflow("support-bundle", Effect::Write, run)
    .about("Collect a support bundle, save it, and delete it on the box")
    .arguments(&[Argument::workflow("save", Kind::String).required().on_disk().help("where the file goes")])
    .waits();

const FIRST_LOOK: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

fn run<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let Some(target) = given.text("save").filter(|target| !target.is_empty()) else {
            return Err(Failure::usage("`--save` is required").hint("`--save PATH` says where the file goes").into());
        };
        let create = work.plan(&CREATE, &Given::default())?;
        if work.dry_run {
            return Ok(Outcome::WouldSend(vec![create, tidying(work, "<key>")?]));
        }
        work.check_writable(Effect::Write)?;
        let key = created(work, &create).await?;
        if work.no_wait {
            return Ok(Outcome::Result { record: json!({ "key": key }), line: key, open: None });
        }
        let saved = collect(work, &key, Path::new(&target)).await;
        // Whatever became of it, what it takes on the box's disk is given back.
        let deleted = work.session.ask(&tidying(work, &key)?).await;
        match (saved.map_err(|fault| of_read(&SUPPORT_BUNDLE, fault)), deleted) {
            (Ok(()), Ok(_)) => {
                Ok(Outcome::Result { record: json!({ "key": key, "saved": target }), line: target, open: None })
            }
            (Ok(()), Err(fault)) => Err(left_behind(&key, &target, &fault).into()),
            (Err(fault), deleted) => {
                if deleted.is_err() {
                    work.session.progress.warn(&format!("the bundle `{key}` may be left on the box"));
                }
                Err(fault)
            }
        }
    })
}

fn of(key: &str) -> Given {
    Given::default().with("id", key)
}

fn tidying(work: &Work<'_>, key: &str) -> Result<Request, Fault> {
    Ok(Request { tidies: true, ..work.plan(&DELETE, &of(key))? })
}

async fn created(work: &Work<'_>, create: &Request) -> Result<String, Fault> {
    let answer = one(work, create).await?;
    let host = create.url.host_str().unwrap_or_default().to_owned();
    let unnamed = || Fault::Garbled { host, status: 200, cause: "it names no bundle".to_owned() };
    answer["key"].as_str().map(str::to_owned).ok_or_else(unnamed)
}

async fn one(work: &Work<'_>, request: &Request) -> Result<Value, Fault> {
    match work.session.ask(request).await? {
        Answer::Page(page) => Ok(page.records.first().map(Record::parse).transpose()?.unwrap_or_default()),
        Answer::Working(_) | Answer::Ended(_) => Ok(Value::Null),
    }
}

/// Waits until the bundle is whole, and saves it.
async fn collect(work: &Work<'_>, key: &str, target: &Path) -> Result<(), Fault> {
    let session = work.session;
    let look = work.plan(&GET, &of(key))?;
    let began = session.clock.ticks();
    let mut pause = FIRST_LOOK;
    loop {
        let bundle = one(work, &look).await?;
        match bundle["status"].as_str().unwrap_or_default() {
            "finished" => break,
            status @ ("failed" | "error") => {
                return Err(Fault::WorkFailed(format!("the box says `{status}` of the bundle and no more")));
            }
            status => session.progress.doing(&format!("support bundle: {status}")),
        }
        let waited = session.clock.ticks().saturating_sub(began);
        if waited + pause > work.wait {
            return Err(unended(work.wait).into());
        }
        session.interrupt.race(session.clock.sleep(pause)).await?;
        pause = pause.mul_f64(1.5).min(LONGEST_PAUSE);
    }
    session.progress.doing("support bundle: saving it");
    let mut download = work.plan(&DOWNLOAD, &of(key))?;
    download.set_header(ACCEPT, "*/*", false);
    download.save = Some(target.to_owned());
    session.ask(&download).await.map(drop)
}

/// It does not go on: the bundle is deleted.
fn unended(wait: Duration) -> Failure {
    let message = format!("the support bundle was not whole after {} s; it is deleted", wait.as_secs());
    Failure::new(Code::WaitFailed, message).hint("`--wait SECS` waits longer")
}

fn left_behind(key: &str, target: &str, fault: &Fault) -> Failure {
    let message = format!("the bundle is saved to `{target}`, and cannot be deleted on the box: {fault}");
    Failure::new(Code::Partial, message)
        .hint(format!("`rmctl sps troubleshooting support-bundles delete {key}` deletes it"))
}
