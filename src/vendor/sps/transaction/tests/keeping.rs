//! Transactions that outlive a command, and what dead runs leave.

use super::*;
use crate::workflow::Outcome;

fn no_commit() -> Given {
    Given::default().with("no_commit", true)
}

fn command(desk: &Desk, name: &str, given: &Given) -> Result<Value, String> {
    let operation = GROUP.operations.iter().find(|operation| operation.name == name).unwrap();
    let crate::catalog::Run::Workflow(job) = operation.run else { panic!("a job") };
    let work = Work { operation: Some(operation), ..desk.work() };
    match block_on(job(&work, given)) {
        Ok(Outcome::Result { record, .. }) => Ok(record),
        Ok(_) => Ok(Value::Null),
        Err(Fault::Local(failure)) => Err(format!("{}: {}", failure.code.word(), failure.message)),
        Err(fault) => Err(fault.to_string()),
    }
}

const STAYS: &str = "the transaction that was left open stays so; `rmctl sps transaction changes` shows what is in it";

#[test]
fn a_transaction_is_left_open_and_the_next_command_joins_it_and_another_commits_it() {
    let desk = Desk::new(Machine::with(&[]));

    desk.write(&no_commit()).unwrap();
    let (open, logouts) = (desk.machine.open.get(), desk.machine.logouts.get());
    desk.write(&no_commit()).unwrap();
    let shown = command(&desk, "status", &Given::default()).unwrap();
    let committed = command(&desk, "commit", &Given::default().with("commit_message", "why"));
    let after = command(&desk, "commit", &Given::default());

    assert_eq!((open, logouts), (true, 0));
    assert_eq!(seen(&desk.machine).iter().filter(|request| *request == "POST /api/transaction").count(), 1);
    assert_eq!(
        shown,
        json!({
            "status": "open", "commit_message": "optional", "opened_at": "2027-01-15T08:00:00Z",
            "pid": std::process::id(), "remaining_seconds": 600, "left_open": [],
        })
    );
    assert_eq!(committed, Ok(json!({"status": "committed"})));
    assert_eq!(*desk.machine.bodies.borrow(), [json!({"status": "commit", "commit_message": "why", "message": "why"})]);
    assert_eq!(after, Err("not_found: there is no transaction that was left open".to_owned()));
    assert_eq!(desk.machine.logouts.get(), 1);
}

#[test]
fn the_session_of_a_transaction_left_open_is_in_the_journal_and_of_no_other() {
    let (kept, other) = (Desk::new(Machine::with(&[])), Desk::new(Machine::with(&[])));

    kept.write(&no_commit()).unwrap();
    other.write(&Given::default()).unwrap();

    let journal = |desk: &Desk| Journal::of(&desk.work()).kept().is_some();
    assert_eq!((journal(&kept), journal(&other)), (true, false));
    assert_eq!(kept.redactor.scrub("s3ssion"), crate::http::HIDDEN);
    assert_eq!(
        kept.told().pop().unwrap(),
        "nothing is committed: the transaction stays open, and ends at 2027-01-15T08:10:00Z if nobody uses it; \
         `rmctl sps transaction commit` or `rollback` ends it, and `changes` shows it"
    );
}

#[test]
fn an_ordinary_change_meets_the_transaction_left_open_and_sends_nothing() {
    let desk = Desk::new(Machine::with(&[]));
    desk.write(&no_commit()).unwrap();
    let before = seen(&desk.machine).len();

    let outcome = desk.write(&Given::default());

    let text = "`--no-commit` has left a transaction open at 2027-01-15T08:00:00Z, and this is no part of it";
    assert_eq!(outcome, Err(text.to_owned()));
    assert_eq!(seen(&desk.machine)[before..], ["GET /api/transaction"]);
}

#[test]
fn a_transaction_left_open_that_has_ended_is_in_nobody_s_way() {
    let desk = Desk::new(Machine::with(&[]));
    desk.write(&no_commit()).unwrap();
    desk.machine.logged_out.set(true);
    desk.machine.open.set(false);

    desk.write(&Given::default()).unwrap();

    assert!(
        desk.told()
            .contains(&"warning: the transaction that was left open has ended, and what was in it is lost".to_owned())
    );
    assert!(Journal::of(&desk.work()).kept().is_none());
}

#[test]
fn a_refusal_leaves_the_work_of_earlier_commands_where_it_is() {
    let desk = Desk::new(Machine::with(&[]));
    desk.write(&no_commit()).unwrap();
    desk.machine.troubles.borrow_mut().push((Step::Write, Trouble::Status(400)));
    let refused = desk.write(&no_commit());
    desk.machine.troubles.borrow_mut().push((Step::Commit, Trouble::Status(400)));
    let uncommitted = command(&desk, "commit", &Given::default());
    let open = desk.machine.open.get();
    let rolled_back = command(&desk, "rollback", &Given::default());

    let words = format!("400: Word: the box says so; {STAYS}");
    assert_eq!((refused, uncommitted), (Err(words.clone()), Err(words)));
    assert!(open && !desk.machine.open.get());
    assert_eq!(rolled_back, Ok(json!({"status": "rolled_back"})));
    assert!(Journal::of(&desk.work()).kept().is_none());
}

#[test]
fn a_first_change_that_fails_leaves_nothing_open() {
    let found = [Step::Open, Step::Write, Step::Reread, Step::Changes].map(|step| {
        let desk = Desk::new(Machine::with(&[(step, Trouble::Status(400))]));
        let outcome = desk.write(&no_commit());
        (outcome.is_err(), desk.machine.open.get(), Journal::of(&desk.work()).kept().is_some())
    });

    assert_eq!(found, [(true, false, false); 4]);
}

#[test]
fn what_could_not_be_rolled_back_can_be_later() {
    let hopeless = (Step::Rollback, Trouble::Status(500));
    let desk = Desk::new(Machine::with(&[(Step::Write, Trouble::Status(400)), hopeless, hopeless, hopeless]));

    desk.write(&no_commit()).unwrap_err();
    let rolled_back = command(&desk, "rollback", &Given::default());

    assert_eq!(rolled_back, Ok(json!({"status": "rolled_back"})));
    assert!(!desk.machine.open.get());
}

/// The process dies in the middle: nothing is tidied up.
fn killed(desk: &Desk) {
    let work = desk.work();
    let given = Given::default();
    let run = within(&work, &given, async |_| -> Result<(), Undone> { std::future::pending().await });
    let moment = async { tokio::task::yield_now().await };
    let ended = block_on(futures_util::future::select(Box::pin(run), Box::pin(moment)));
    assert!(matches!(ended, futures_util::future::Either::Right(_)));
}

#[test]
fn what_a_killed_run_left_open_is_told_once_and_shown_until_it_has_ended() {
    let desk = Desk::new(Machine::with(&[]));
    killed(&desk);
    assert!(desk.machine.open.get());

    desk.write(&Given::default()).unwrap();
    desk.write(&Given::default()).unwrap();
    let shown = command(&desk, "status", &Given::default()).unwrap();
    desk.clock.advance(Duration::from_secs(661));
    let later = command(&desk, "status", &Given::default()).unwrap();

    let pid = std::process::id();
    let warnings: Vec<String> = desk.told().into_iter().filter(|text| text.starts_with("warning")).collect();
    let text = format!(
        "warning: an earlier run (pid {pid}) may have left a transaction open at 2027-01-15T08:00:00Z; \
         the box drops it by 2027-01-15T08:10:00Z at the latest"
    );
    assert_eq!(warnings, [text]);
    let left = json!({"pid": pid, "opened_at": "2027-01-15T08:00:00Z", "ends_at": "2027-01-15T08:10:00Z"});
    assert_eq!((&shown["status"], &shown["left_open"]), (&json!("closed"), &json!([left])));
    assert_eq!(later["left_open"], json!([]));
}

#[test]
fn what_runs_note_has_the_form_that_earlier_versions_wrote() {
    let desk = Desk::new(Machine::with(&[]));
    let name = format!("transactions of {}", desk.account.identity_key());

    killed(&desk);

    let pid = std::process::id();
    let text = format!(
        r#"{{"kept":null,"runs":[{{"account":"hq","pid":{pid},"opened_at":1800000000,"ends_at":1800000600,"slot":0,"told":false}}]}}"#
    );
    assert_eq!(String::from_utf8(desk.state.read(&name).unwrap()).unwrap(), text);
}

#[test]
fn what_nobody_could_roll_back_is_shown_later_without_being_told_again() {
    let hopeless = (Step::Rollback, Trouble::Status(500));
    let desk = Desk::new(Machine::with(&[(Step::Write, Trouble::Status(400)), hopeless, hopeless, hopeless]));
    desk.write(&Given::default()).unwrap_err();

    let shown = command(&desk, "status", &Given::default()).unwrap();
    desk.write(&Given::default()).unwrap();

    assert_eq!(shown["left_open"].as_array().unwrap().len(), 1);
    assert!(!desk.told().iter().any(|text| text.contains("earlier run")));
}

#[test]
fn two_commands_do_not_use_the_transaction_left_open_at_once() {
    let desk = Desk::new(Machine::with(&[]));
    desk.write(&no_commit()).unwrap();
    let work = desk.work();
    let journal = Journal::of(&work);
    let turn = block_on(journal.turn()).unwrap();

    let second = command(&desk, "rollback", &Given::default());
    drop(turn);
    let third = command(&desk, "rollback", &Given::default());

    assert_eq!(second, Err("conflict: another command uses the transaction that was left open".to_owned()));
    assert_eq!(third, Ok(json!({"status": "rolled_back"})));
}

#[test]
fn a_transaction_that_has_ended_takes_no_newer_one_with_it() {
    let desk = Desk::new(Machine::with(&[]));
    let work = desk.work();
    let journal = Journal::of(&work);
    let (old, new) = (Grant::lasting("old".into()), Grant::lasting("new".into()));
    journal.keep(&new, None).unwrap();

    journal.forget(&old);
    let left = journal.kept().is_some();
    journal.forget(&new);

    assert_eq!((left, journal.kept().is_some()), (true, false));
}
