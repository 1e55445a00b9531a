//! `sps transaction`: what is open, what it would change, and its end.

use serde_json::{Value, json};

use super::super::SECRETS;
use super::journal::{Entry, Journal, Kept, time};
use super::status::Status;
use super::wishes::{COMMIT_MESSAGE, Wishes};
use super::{Ending, Stage, Transaction, requests};
use crate::catalog::{Effect, Group, Operation};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Request, in_words};
use crate::record::Record;
use crate::workflow::{Outcome, Work};

/// The commands.
pub(in crate::vendor::sps) const GROUP: Group = Group {
    name: "transaction",
    about: "The transaction that `--no-commit` has left open",
    operations: OPERATIONS,
    groups: &[],
};

const OPERATIONS: &[Operation] = &[
    Operation::workflow("status", Effect::Read, |work, _| Box::pin(status(work)))
        .about("Show whether a transaction is open, and what killed runs have left")
        .on(requests::PATH)
        .columns(&["status", "commit_message", "opened_at", "pid", "remaining_seconds"], &["left_open"])
        .members(&["status", "commit_message", "opened_at", "pid", "remaining_seconds", "left_open"]),
    Operation::stream("changes", Effect::Read, |work, _| Box::pin(changes(work)))
        .about("List what the open transaction would change")
        .on(requests::PATH)
        .named_by("path")
        .secret(SECRETS)
        .columns(&["type", "path", "old_value", "new_value"], &["old_order", "new_order"])
        .members(&["type", "path", "old_value", "new_value", "old_order", "new_order"]),
    Operation::workflow("commit", Effect::Write, |work, given| Box::pin(commit(work, given)))
        .about("Commit the open transaction")
        .on(requests::PATH)
        .arguments(&[COMMIT_MESSAGE]),
    Operation::workflow("rollback", Effect::Write, |work, _| Box::pin(rollback(work)))
        .about("Roll the open transaction back")
        .on(requests::PATH),
];

async fn status(work: &Work<'_>) -> Result<Outcome, Fault> {
    let journal = Journal::of(work);
    let left = journal.left();
    let open = match journal.kept() {
        Some(kept) => {
            let transaction = Transaction::taken_up(work, &kept, Wishes::default()).await?;
            match transaction.is_alive().await? {
                true => Some((kept, transaction.status().await?)),
                false => {
                    transaction.mourn();
                    None
                }
            }
        }
        None => None,
    };
    let (record, mut lines) = match &open {
        Some((kept, status)) => of_open(kept, status.as_ref(), &left),
        None => {
            let message = ask_of_message(work).await?;
            (record("closed", message, None, None, &left), vec!["no transaction is open".to_owned()])
        }
    };
    lines.extend(left.iter().map(Entry::words));
    Ok(Outcome::Result { record, line: lines.join("\n"), open: None })
}

fn of_open(kept: &Kept, status: Option<&Status>, left: &[Entry]) -> (Value, Vec<String>) {
    let message = status.and_then(|status| status.commit_message.clone());
    let remaining = status.and_then(|status| status.remaining);
    let ends = remaining.map(|span| format!("; it ends in {} if it is not used", in_words(span))).unwrap_or_default();
    let wants = match message.as_deref() {
        Some("required") => "; the commit needs `--commit-message TEXT`",
        _ => "",
    };
    let line = format!("open since {}, by process {}{ends}{wants}", time(kept.opened_at), kept.pid);
    (record("open", message, Some(kept), remaining.map(|span| span.as_secs()), left), vec![line])
}

fn record(status: &str, message: Option<String>, kept: Option<&Kept>, remaining: Option<u64>, left: &[Entry]) -> Value {
    let left: Vec<Value> = left
        .iter()
        .map(
            |entry| json!({ "pid": entry.pid, "opened_at": time(entry.opened_at), "ends_at": entry.ends_at.map(time) }),
        )
        .collect();
    json!({
        "status": status,
        "commit_message": message,
        "opened_at": kept.map(|kept| time(kept.opened_at)),
        "pid": kept.map(|kept| kept.pid),
        "remaining_seconds": remaining,
        "left_open": left,
    })
}

/// Whether the box wants messages, for people who are about to change something.
async fn ask_of_message(work: &Work<'_>) -> Result<Option<String>, Fault> {
    let request = requests::status(work.account.url())?;
    let reply = work.session.send(&request).await?;
    match reply.status {
        404 | 405 if !reply.is_html() => Ok(None),
        _ => {
            work.session.read(&request, &reply)?;
            Ok(Status::of(&reply).and_then(|status| status.commit_message))
        }
    }
}

/// The transaction that was left open, for the one command that may use it now.
async fn taken_up<'w>(work: &'w Work<'w>, wishes: Wishes) -> Result<Transaction<'w>, Fault> {
    let journal = Journal::of(work);
    let turn = match journal.kept() {
        Some(_) => journal.turn().await?,
        None => None,
    };
    let Some(kept) = journal.kept() else { return Err(none()) };
    let transaction = Transaction { _turn: turn, ..Transaction::taken_up(work, &kept, wishes).await? };
    match transaction.is_alive().await? {
        true => Ok(transaction),
        false => {
            transaction.mourn();
            Err(none())
        }
    }
}

fn none() -> Fault {
    Failure::new(Code::NotFound, "there is no transaction that was left open")
        .hint("`--no-commit` on any change leaves one open")
        .into()
}

async fn changes(work: &Work<'_>) -> Result<Outcome, Fault> {
    let transaction = taken_up(work, Wishes::default()).await?;
    let records: Vec<Record> = transaction.pending().await?.iter().map(Record::from).collect();
    Ok(work.hand_over(&records))
}

async fn commit(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let wishes = Wishes::of(given)?;
    if work.dry_run {
        return planned(work, requests::commit(work.account.url(), wishes.message.as_deref())?);
    }
    work.check_writable(Effect::Write)?;
    let transaction = taken_up(work, wishes).await?;
    let committed = async {
        transaction.check_message(transaction.status().await?.as_ref())?;
        transaction.review().await?;
        transaction.commit().await
    };
    match committed.await {
        Ok(()) => end(&transaction, "committed").await,
        Err(fault) if transaction.stage.get() == Stage::Over => Err(fault),
        Err(fault) => Err(transaction.undone_joined(fault).await),
    }
}

async fn rollback(work: &Work<'_>) -> Result<Outcome, Fault> {
    if work.dry_run {
        return planned(work, requests::rollback(work.account.url())?);
    }
    work.check_writable(Effect::Write)?;
    let transaction = taken_up(work, Wishes::default()).await?;
    match transaction.roll_back().await {
        Ending::Unknown(cause) => {
            let message = format!("the transaction could not be rolled back ({cause}){}", transaction.lease());
            Err(Failure::new(Code::VendorError, message).into())
        }
        Ending::RolledBack | Ending::Gone => end(&transaction, "rolled back").await,
    }
}

/// There has to be one for it.
fn planned(work: &Work<'_>, request: Request) -> Result<Outcome, Fault> {
    match Journal::of(work).kept() {
        Some(_) => Ok(Outcome::WouldSend(vec![request])),
        None => Err(none()),
    }
}

async fn end(transaction: &Transaction<'_>, how: &str) -> Result<Outcome, Fault> {
    transaction.forget();
    transaction.stage.set(Stage::Over);
    transaction.leave().await;
    let record = json!({ "status": how.replace(' ', "_") });
    Ok(Outcome::Result { record, line: format!("the transaction is {how}"), open: None })
}
