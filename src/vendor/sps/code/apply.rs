//! `sps apply`: makes the box what files say, in one transaction, and sends nothing where it is that already.

use serde_json::{Value, json};

use super::super::transaction::{TRANSACTIONS, Transaction, is_left_open, within};
use super::body::legal;
use super::file::{self, Document, entry_path, url_path};
use super::known::secrets;
use super::mirror::Mirror;
use super::plan::{Action, Made, Manner, Step, plan, spared};
use super::{FILES, NO_VALIDATE};
use crate::catalog::{Argument, Effect, Kind, Operation, Undone};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Refusal, Reply};
use crate::output::visible;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

/// The command.
pub(in super::super) const APPLY: Operation = Operation::stream("apply", Effect::Write, run)
    .about("Apply files to the configuration, all in one transaction")
    .examples(&[
        ("-f config/ --dry-run", "the plan"),
        ("-f change.yaml", ""),
        ("-f config/ --prune", "and delete what no file has"),
    ])
    .on(file::ROOT)
    .arguments(&[
        FILES,
        Argument::workflow("prune", Kind::Boolean)
            .help("delete what is in the collections of the files, and in none of the files"),
        NO_VALIDATE,
    ])
    .columns(&["action", "path", "name", "key", "members"], &[])
    .says_of_none("nothing differs, and nothing was sent")
    .named_by("key");

fn run<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let documents = documents(work, given)?;
        let manner =
            Manner { prunes: given.is_set("prune"), unchecked: given.is_set(NO_VALIDATE.name), ..Manner::default() };
        let steps = planned(work, &documents, manner).await?;
        if work.dry_run {
            return would(work, given, &steps);
        }
        confirm_deletions(work, &steps).await?;
        let done = execute(work, given, steps, &documents, manner).await?;
        let records: Vec<Record> = done.iter().map(Record::from).collect();
        Ok(work.hand_over(&records))
    })
}

/// The documents that were named, with their secrets.
pub(super) fn documents(work: &Work<'_>, given: &Given) -> Result<Vec<Document>, Failure> {
    let typed = given.values.get(FILES.name).cloned().unwrap_or_default();
    let mut documents = file::documents_of(&typed)?;
    documents.iter_mut().try_for_each(|document| revealed(work, document))?;
    match documents.is_empty() {
        true => Err(Failure::usage("the files hold no document").hint("`rmctl sps export DIR` writes some")),
        false => Ok(documents),
    }
}

/// Put the secrets of a document in their places.
pub(super) fn revealed(work: &Work<'_>, document: &mut Document) -> Result<(), Failure> {
    let (folder, origin) = (document.folder.clone(), document.origin.clone());
    let Some(body) = &mut document.body else { return Ok(()) };
    if holds_mask(body) {
        return Err(crate::plan::mask_refused());
    }
    file::reveal(body, &folder, work.environment, work.redactor)
        .map_err(|failure| Failure { message: format!("{origin}: {}", failure.message), ..failure })
}

/// What was hidden when it was shown would overwrite what it hid.
fn holds_mask(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(holds_mask),
        Value::Object(members) => members.values().any(holds_mask),
        other => other == crate::output::HIDDEN,
    }
}

/// The plan, and a word on what `--prune` spares although its file is gone.
pub(super) async fn planned(work: &Work<'_>, documents: &[Document], manner: Manner) -> Result<Vec<Step>, Fault> {
    let mirror = Mirror::new(work, work.session);
    let steps = plan(&mirror, documents, manner).await?;
    if manner.prunes {
        spared(&mirror, documents).await?.iter().for_each(|text| work.listener.warn(text));
    }
    Ok(steps)
}

async fn confirm_deletions(work: &Work<'_>, steps: &[Step]) -> Result<(), Fault> {
    let doomed: Vec<String> = steps.iter().filter(|step| step.action == Action::Delete).map(Step::words).collect();
    match doomed.is_empty() {
        true => Ok(()),
        false => {
            work.check_writable(Effect::Destroy)?;
            work.person.confirm(&format!("Delete what no file has: {}?", doomed.join(", "))).await
        }
    }
}

/// The plan and the requests, none of which is sent.
pub(super) fn would(work: &Work<'_>, given: &Given, steps: &[Step]) -> Result<Outcome, Fault> {
    let none = Made::new();
    let records: Vec<Value> = steps.iter().map(|step| step.record(&none)).collect();
    let requests: Vec<_> =
        steps.iter().map(|step| step.request(work.account.url(), &none)).collect::<Result<_, _>>()?;
    let lines: Vec<String> = steps.iter().map(Step::lines).collect();
    let (text, requests) = match steps.is_empty() {
        true => ("nothing differs".to_owned(), requests),
        false => (lines.join("\n"), (TRANSACTIONS.steps)(work.account, given, requests)?),
    };
    Ok(Outcome::Plan { plan: json!(records), text, requests })
}

/// Carry out the steps of files. In a transaction that stays open there may be changes that only it shows: what is to be
/// done is looked at once more there.
async fn execute(
    work: &Work<'_>,
    given: &Given,
    steps: Vec<Step>,
    documents: &[Document],
    manner: Manner,
) -> Result<Vec<Value>, Fault> {
    let joins = given.is_set("no_commit") && (is_left_open(work) || !steps.is_empty());
    if !joins {
        return changes(work, given, steps).await;
    }
    let done = within(work, given, async |transaction| {
        let again = plan(&Mirror::new(work, transaction.session()), documents, manner).await?;
        let deletes = |steps: &[Step]| steps.iter().filter(|step| step.action == Action::Delete).count();
        match deletes(&again) > deletes(&steps) {
            true => Err(Fault::from(Failure::new(
                Code::Conflict,
                "the open transaction has objects that would be deleted and were not asked about",
            ))
            .into()),
            false => write(work, transaction, &again).await,
        }
    });
    done.await.map_err(|undone| undone.fault)
}

/// What one object's steps come to: the plan of a dry run, or what was done.
pub(super) enum Done {
    Would(Outcome),
    Records(Vec<Value>),
}

/// Carry out steps in one transaction, or show them.
pub(super) async fn carry_out(work: &Work<'_>, given: &Given, steps: Vec<Step>) -> Result<Done, Fault> {
    match work.dry_run {
        true => would(work, given, &steps).map(Done::Would),
        false => changes(work, given, steps).await.map(Done::Records),
    }
}

/// The same for the wishes of documents, which are looked at once more in a transaction that stays open.
pub(super) async fn carry_out_anew(
    work: &Work<'_>,
    given: &Given,
    steps: Vec<Step>,
    documents: &[Document],
    manner: Manner,
) -> Result<Done, Fault> {
    match work.dry_run {
        true => would(work, given, &steps).map(Done::Would),
        false => execute(work, given, steps, documents, manner).await.map(Done::Records),
    }
}

/// The outcome of a command about one object.
pub(super) fn one_result(done: Done, label: &str) -> Outcome {
    let records = match done {
        Done::Would(outcome) => return outcome,
        Done::Records(records) => records,
    };
    let record =
        records.into_iter().next().unwrap_or_else(|| json!({ "name": label, "action": "none", "members": [] }));
    let line = match (record["action"].as_str(), record["key"].as_str()) {
        (Some("none"), _) => format!("{}: nothing differs, nothing was sent", visible(label)),
        (Some("create"), Some(key)) => visible(key).into_owned(),
        (Some(action), _) => format!("{}: {}", visible(label), past(action)),
        (None, _) => "done".to_owned(),
    };
    Outcome::Result { record, line, open: None }
}

fn past(action: &str) -> &str {
    let words = [("update", "updated"), ("replace", "replaced"), ("delete", "deleted"), ("reorder", "moved")];
    words.iter().find(|(own, _)| *own == action).map_or(action, |(_, past)| past)
}

async fn changes(work: &Work<'_>, given: &Given, steps: Vec<Step>) -> Result<Vec<Value>, Fault> {
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let steps = &steps;
    let done = within(work, given, async |transaction| write(work, transaction, steps).await);
    let records = done.await.map_err(|undone| undone.fault)?;
    if !given.is_set("no_commit") {
        remember(work, steps, &records).await;
    }
    Ok(records)
}

/// The keys under which the box keeps the secrets that were sent, so that the same ones need not be sent again. What cannot
/// be read is sent again.
async fn remember(work: &Work<'_>, steps: &[Step], records: &[Value]) {
    let mirror = Mirror::new(work, work.session);
    for (step, record) in steps.iter().zip(records) {
        let Some(body) = step.body.as_ref().filter(|body| !secrets(body).is_empty()) else { continue };
        let place = record["key"].as_str().map_or_else(|| url_path(&step.path), |key| entry_path(&step.path, key));
        if let Ok(Ok(answer)) = mirror.read(&place).await {
            mirror.known.remember(body, &legal(&answer));
        }
    }
}

async fn write(work: &Work<'_>, transaction: &Transaction<'_>, steps: &[Step]) -> Result<Vec<Value>, Undone> {
    let mut made = Made::new();
    let mut records = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let undone = |fault| Undone { at: Some(at), fault };
        check_unchanged(transaction, step).await.map_err(undone)?;
        let request = step.request(work.account.url(), &made).map_err(|failure| undone(failure.into()))?;
        let reply = transaction.write(&request).await.map_err(|fault| undone(about(work, step, fault)))?;
        if let (Action::Create, Some(name), Some(key)) = (step.action, &step.name, created(&reply)) {
            made.insert((step.path.clone(), name.clone()), key);
        }
        records.push(step.record(&made));
    }
    Ok(records)
}

/// What is sent takes the place of the whole object, and with it of what somebody else has changed since it was read.
async fn check_unchanged(transaction: &Transaction<'_>, step: &Step) -> Result<(), Fault> {
    let Some(there) = &step.there else { return Ok(()) };
    let now = transaction.look(&step.place()).await?;
    match now.is_none_or(|answer| legal(&answer) == *there) {
        true => Ok(()),
        false => Err(Failure::new(Code::Conflict, format!("{} has changed since it was read", step.words()))
            .hint("the same command looks at it anew; `rmctl sps transaction changes` shows what a transaction left open has changed")
            .into()),
    }
}

fn created(reply: &Reply) -> Option<String> {
    let answer: Value = serde_json::from_slice(&reply.body).ok()?;
    answer["key"].as_str().map(str::to_owned)
}

/// The same fault with the name of what it is about.
fn about(work: &Work<'_>, step: &Step, fault: Fault) -> Fault {
    let is_one_of_many = work.operation.is_some_and(|operation| operation.list);
    match fault {
        Fault::Refused(refusal) => {
            let source = match refusal.source {
                Some(source) => format!("{}: {source}", step.words()),
                None => step.words(),
            };
            Fault::Refused(Refusal { source: Some(source), ..refusal })
        }
        Fault::Local(failure) if is_one_of_many => {
            let message = format!("{}: {}", step.words(), failure.message);
            Failure { message, ..*failure }.into()
        }
        other => other,
    }
}
