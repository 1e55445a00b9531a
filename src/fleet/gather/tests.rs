//! Many accounts with a script each: one that fails, one that is slow, one that is incomplete.

use std::rc::Rc;
use std::sync::Arc;

use tokio::sync::Notify;

use super::*;
use crate::config::Account;
use crate::fleet::Device;
use crate::http::{Interrupt, Redactor, Reply, Signal, Transport};
use crate::session::{Progress, Session};
use crate::store::Memory;
use crate::surroundings::LocalFuture;
use crate::testing::{ManualClock, Scripted, block_on, refused, reply_with_body, work_with};
use crate::vendor::ninjaone::NINJAONE;
use crate::vendor::rms::RMS;

struct Silent;

impl Progress for Silent {
    fn doing(&self, _: &str) {}
}

/// Answers nothing before the gate is open.
struct Slow(Rc<Notify>, Scripted);

impl Transport for Slow {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(async move {
            self.0.notified().await;
            self.1.send(request).await
        })
    }
}

struct Desk {
    account: Arc<Account>,
    session: Session,
    state: Memory,
    redactor: Rc<Redactor>,
}

fn desk(transport: impl Transport + 'static) -> Desk {
    desk_of(&RMS, &[("url", "https://vendor.example/api"), ("token", "secret")], transport)
}

fn desk_of(vendor: &'static Vendor, values: &[(&str, &str)], transport: impl Transport + 'static) -> Desk {
    let account = Arc::new(Account::given(&vendor.settings, "test", values).unwrap());
    let session = Session {
        transport: Box::new(transport),
        dialect: (vendor.dialect)(&account).unwrap(),
        clock: Rc::new(ManualClock::default()),
        interrupt: Interrupt::default(),
        progress: Rc::new(Silent),
    };
    Desk { account, session, state: Memory::default(), redactor: Rc::default() }
}

fn scripted(script: Vec<Result<Reply, Fault>>) -> Desk {
    desk(Scripted::new(script))
}

fn page(ids: std::ops::Range<u32>, total: u32) -> Result<Reply, Fault> {
    let records: Vec<String> = ids.map(|id| format!(r#"{{"id":{id},"password":"x"}}"#)).collect();
    let text = format!(r#"{{"success":true,"data":[{}],"meta":{{"total":{total}}}}}"#, records.join(","));
    Ok(reply_with_body(200, &text))
}

/// What was heard, in its order: `PROFILE ID`, or `PROFILE lost after N`.
fn heard(desks: &[Desk], wish: &Wish, mut hear: impl FnMut(&str) -> ControlFlow<()>) -> Vec<String> {
    let parties: Vec<Party<'_>> = desks
        .iter()
        .enumerate()
        .map(|(number, desk)| Party {
            vendor: &RMS,
            profile: format!("p{number}"),
            work: work_with(&desk.session, &desk.account, &desk.state, &desk.redactor),
        })
        .collect();
    let mut lines = Vec::new();
    let _ = block_on(gather::<Device, ()>(&parties, wish, &mut |number, heard| {
        let new = match heard {
            Heard::Found(_, found) => found.iter().map(|device| format!("{} {}", device.profile, device.id)).collect(),
            Heard::Lost(loss) => vec![format!("p{number} lost after {}", loss.fetched)],
        };
        lines.extend(new);
        hear(lines.last().expect("each has a line"))
    }));
    lines
}

fn all(desks: &[Desk]) -> Vec<String> {
    heard(desks, &Wish::default(), |_| ControlFlow::Continue(()))
}

#[test]
fn an_account_that_fails_holds_back_no_other() {
    let desks = [scripted(vec![refused()]), scripted(vec![page(1..3, 2)])];

    assert_eq!(all(&desks), ["p0 lost after 0", "p1 1", "p1 2"]);
}

#[test]
fn records_come_while_a_slow_account_has_not_answered() {
    let gate = Rc::new(Notify::new());
    let slow = desk(Slow(gate.clone(), Scripted::new(vec![page(1..2, 1)])));
    let desks = [slow, scripted(vec![page(1..3, 2)])];

    let lines = heard(&desks, &Wish::default(), |_| {
        gate.notify_one();
        ControlFlow::Continue(())
    });

    assert_eq!(lines, ["p1 1", "p1 2", "p0 1"]);
}

#[test]
fn no_page_is_asked_for_after_as_many_as_are_wanted() {
    let desks = [scripted(vec![page(1..4, 9)]), scripted(vec![page(1..3, 9), page(3..5, 9)])];
    let wish = Wish { at_most: Some(3), ..Wish::default() };

    let lines = heard(&desks, &wish, |_| ControlFlow::Continue(()));

    assert_eq!(lines, ["p0 1", "p0 2", "p0 3", "p1 1", "p1 2", "p1 3", "p1 4"]);
}

#[test]
fn a_list_that_ends_too_early_is_a_loss_after_what_came() {
    let desks = [scripted(vec![page(1..3, 5), page(1..3, 5)])];

    assert_eq!(all(&desks), ["p0 1", "p0 2", "p0 lost after 2"]);
}

#[test]
fn every_account_that_fails_is_heard_of() {
    let interrupted = Err(Fault::Interrupted(Signal::Interrupt));
    let desks = [scripted(vec![refused()]), scripted(vec![interrupted])];

    assert_eq!(all(&desks), ["p0 lost after 0", "p1 lost after 0"]);
}

#[test]
fn who_has_heard_enough_leaves_slow_accounts_alone() {
    let slow = desk(Slow(Rc::new(Notify::new()), Scripted::new(vec![])));
    let desks = [slow, scripted(vec![page(1..3, 2)])];

    let lines = heard(&desks, &Wish::default(), |_| ControlFlow::Break(()));

    assert_eq!(lines, ["p1 1", "p1 2"]);
}

#[test]
fn a_record_that_cannot_be_read_takes_no_other_with_it() {
    let text = r#"{"success":true,"data":[{"id":1,"tags":7},{"id":2}],"meta":{"total":2}}"#;
    let desks = [scripted(vec![Ok(reply_with_body(200, text))])];

    assert_eq!(all(&desks), ["p0 2", "p0 lost after 1"]);
}

#[test]
fn thin_records_are_asked_for_unless_whole_ones_are_wanted() {
    let fields = |wish: Wish| {
        let script = Rc::new(Scripted::new(vec![page(1..2, 1)]));
        let desks = [desk(Shared(script.clone()))];
        heard(&desks, &wish, |_| ControlFlow::Continue(()));
        script.seen()[0].query("fields").is_some()
    };

    assert!(fields(Wish::default()));
    assert!(!fields(Wish { raw: true, ..Wish::default() }));
}

#[test]
fn names_are_asked_for_beside_the_first_page() {
    let answer = |text: &str| Ok(reply_with_body(200, text));
    let devices = answer(r#"[{"id":7,"organizationId":3}]"#);
    let script = vec![devices, answer(r#"[{"id":3,"name":"Acme"}]"#), answer("[]"), answer("[]")];
    let script = Rc::new(Scripted::new(script));
    let values = [("url", "https://vendor.example"), ("client_id", "a"), ("client_secret", "b")];
    let desk = desk_of(&NINJAONE, &values, Shared(script.clone()));
    let work = work_with(&desk.session, &desk.account, &desk.state, &desk.redactor);
    let party = Party { vendor: &NINJAONE, profile: "p".to_owned(), work };
    let mut sites = Vec::new();

    let _ = block_on(gather::<Device, ()>(&[party], &Wish::default(), &mut |_, heard| {
        if let Heard::Found(_, found) = heard {
            sites.extend(found.into_iter().map(|device| (device.id, device.site)));
        }
        ControlFlow::Continue(())
    }));

    assert_eq!(sites, [("7".to_owned(), Some("Acme".to_owned()))]);
    let asked: Vec<String> = script.seen().iter().map(|request| request.url.path().to_owned()).collect();
    assert_eq!(asked, ["/v2/devices-detailed", "/v2/organizations", "/v2/organizations", "/v2/devices-detailed"]);
}

struct Shared(Rc<Scripted>);

impl Transport for Shared {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        self.0.send(request)
    }
}
