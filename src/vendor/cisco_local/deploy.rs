//! `cisco-local pipelines deploy`: the box accepts a pipeline at once, and its status tells whether it runs.

use std::time::Duration;

use serde_json::Value;

use super::boxes::{self, Talk};
use super::files::Parts;
use super::pipelines::{STATUS, request, would_send};
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::dialect::{Answer, Ending, Page};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::plain_name;
use crate::record::Record;
use crate::session::abandoned;
use crate::workflow::{Outcome, Work};

const DEPLOY: Operation = Operation::post("deploy", "/api/v2/edge-intelligence/pipelines")
    .about("Deploy a pipeline")
    .object()
    .arguments(&[Argument::body("name", Kind::String), Argument::body("data", Kind::Object)]);

const FIRST_LOOK: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// `Stopped` is the only status that was ever seen; these are what else would be said of a pipeline that runs.
const RUNS: &[&str] = &["running", "active", "healthy", "started", "ok", "up"];
const FAILS: &[&str] = &["fail", "error", "invalid", "crash"];

pub(super) async fn deploy(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let name = given.text("name").unwrap_or_default();
    if !given.is_set("no-validate") {
        plain_name::check(&name, "a pipeline")?;
    }
    let parts = Parts::of(given)?;
    let body = |talk: &Talk<'_>| -> Result<Request, Fault> {
        let body = Given::default().with("name", name.as_str()).with("data", parts.data(talk.variables)?);
        request(talk, &DEPLOY, &body)
    };
    if work.dry_run {
        return Ok(Outcome::WouldSend(would_send(work, given, body)?));
    }
    work.check_writable(Effect::Write)?;
    boxes::check_affected(work, given)?;
    let (name, body) = (&name, &body);
    boxes::each(work, given, name, async move |talk: &Talk<'_>| -> Result<Answer, Fault> {
        let answer = talk.session.ask(&body(talk)?).await?;
        match work.no_wait {
            true => Ok(answer),
            false => follow(work, talk, name).await,
        }
    })
    .await
}

async fn follow(work: &Work<'_>, talk: &Talk<'_>, name: &str) -> Result<Answer, Fault> {
    let session = talk.session;
    let look = Request { follows_change: true, ..request(talk, &STATUS, &Given::default().with("name", name))? };
    let began = session.clock.ticks();
    let mut pause = FIRST_LOOK;
    loop {
        let waited = session.clock.ticks().saturating_sub(began);
        if waited + pause > work.wait {
            return Err(Fault::WorkUnended(work.wait.as_secs()));
        }
        session.interrupt.race(session.clock.sleep(pause)).await.map_err(abandoned)?;
        let record = match session.ask(&look).await.map_err(abandoned)? {
            Answer::Page(Page { records, .. }) => records.into_iter().next(),
            _ => None,
        };
        let seen = record.as_ref().map_or(Ok(Value::Null), Record::parse)?;
        let status = seen["healthStatus"]["pipelineStatus"].as_str().unwrap_or("without a status");
        let word = status.to_lowercase();
        let failure = FAILS.iter().any(|sign| word.contains(sign)).then(|| format!("the box says `{status}`"));
        if failure.is_some() || RUNS.contains(&word.as_str()) {
            let record = record.unwrap_or_else(|| Record::from(Value::Null));
            return Ok(Answer::Ended(vec![Ending { id: name.to_owned(), record, failure }]));
        }
        session.progress.doing(&format!("{name}: {status}"));
        pause = pause.mul_f64(1.5).min(LONGEST_PAUSE);
    }
}
