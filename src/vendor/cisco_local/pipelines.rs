//! `cisco-local pipelines`: deploy, look at and take back what is computed on boxes, on one or on many at once.

use super::boxes::{self, BOXES, Talk};
use super::deploy;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::dialect::Answer;
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::plan::plan;
use crate::workflow::{Outcome, Work};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::workflow("deploy", Effect::Write, |work, given| Box::pin(deploy::deploy(work, given)))
        .about("Deploy a pipeline from files")
        .examples(&[
            ("pump --sources sources.yaml --target target.yaml", ""),
            ("pump --sources sources.yaml --target target.yaml --boxes boxes.csv", "on many boxes"),
        ])
        .arguments(&[
            NAME,
            file("sources", "the sources: YAML or JSON").required(),
            file("target", "the target: YAML or JSON").required(),
            file("logic", "the script, or a document with the script and its settings"),
            file("output-model", "the output model: YAML or JSON"),
            file("variables", "values for `$NAME` and `${NAME}` in the other files: YAML or JSON"),
            Argument::workflow("invoke-every", Kind::Integer).help("milliseconds between two runs of the script"),
            Argument::workflow("no-validate", Kind::Boolean).help("leave the check of the name to the server"),
            BOXES,
        ])
        .named_by("name")
        .waits(),
    Operation::workflow("status", Effect::Read, |work, given| Box::pin(at_each(work, given, &STATUS)))
        .about("Show how a pipeline is doing")
        .arguments(&[NAME, BOXES])
        .columns(&["id", "status", "result.healthStatus.pipelineStatus", "error.message"], &[]),
    Operation::get("get", "/api/v2/edge-intelligence/pipelines/{name}")
        .about("Show the configuration of pipelines, where the box has it")
        .arguments(&[Argument::path("name").help("name of the pipeline")])
        .secret(&["password", "privateKey"]),
    Operation::workflow("undeploy", Effect::Destroy, |work, given| Box::pin(at_each(work, given, &UNDEPLOY)))
        .about("Take a pipeline back")
        .arguments(&[NAME, BOXES])
        .warning("Its data is neither read nor sent any more."),
];

const NAME: Argument = Argument::workflow("name", Kind::String).required().positional().help("name of the pipeline");

pub(super) const STATUS: Operation = Operation::get("status", "/api/v2/edge-intelligence/pipelines/{name}/status")
    .about("Show how a pipeline is doing")
    .arguments(&[Argument::path("name")]);

const UNDEPLOY: Operation = Operation::delete("undeploy", "/api/v2/edge-intelligence/pipelines/{name}")
    .about("Take a pipeline back")
    .arguments(&[Argument::path("name")]);

const fn file(name: &'static str, help: &'static str) -> Argument {
    Argument::workflow(name, Kind::String).on_disk().help(help)
}

/// The request of a row, at the box that is talked to.
pub(super) fn request(talk: &Talk<'_>, operation: &Operation, given: &Given) -> Result<Request, Fault> {
    let mut request = plan(talk.url, operation, given)?;
    request.name = operation.about.to_lowercase();
    Ok(request)
}

async fn at_each(work: &Work<'_>, given: &Given, operation: &'static Operation) -> Result<Outcome, Fault> {
    let name = given.text("name").unwrap_or_default();
    let asked = Given::default().with("name", name.as_str());
    if operation.effect.is_change() {
        if work.dry_run {
            return Ok(Outcome::WouldSend(would_send(work, given, |talk| request(talk, operation, &asked))?));
        }
        work.check_writable(operation.effect)?;
        boxes::check_affected(work, given)?;
    }
    boxes::each(work, given, &name, async |talk: &Talk<'_>| -> Result<Answer, Fault> {
        talk.session.ask(&request(talk, operation, &asked)?).await
    })
    .await
}

/// The request for each box, none of which is opened.
pub(super) fn would_send(
    work: &Work<'_>,
    given: &Given,
    request: impl Fn(&Talk<'_>) -> Result<Request, Fault>,
) -> Result<Vec<Request>, Fault> {
    let of = |url: &url::Url, variables| request(&Talk { session: work.session, url, variables });
    match boxes::listed(given)? {
        None => Ok(vec![of(work.account.url(), &Default::default())?]),
        Some(listed) => listed.iter().map(|own| of(work.account.at(&own.url)?.url(), &own.variables)).collect(),
    }
}
