//! Conversations with an account that answers from a script.

use super::*;

use crate::config::Account;
use crate::http::Signal;
use crate::testing::{ManualClock, Scripted, block_on, refused, reply_with_body, unanswered};
use std::cell::RefCell;

/// Remembers what it is told, and may interrupt then.
#[derive(Default)]
struct Told {
    said: RefCell<Vec<String>>,
    interrupts: Option<Interrupt>,
    sets_back: Option<Rc<ManualClock>>,
}

impl Progress for Told {
    fn doing(&self, what: &str) {
        self.said.borrow_mut().push(what.to_owned());
        if let Some(interrupt) = &self.interrupts {
            interrupt.raise(Signal::Interrupt);
        }
        if let Some(clock) = &self.sets_back {
            clock.set_back(Duration::from_secs(3600));
        }
    }
}

struct Desk {
    session: Session,
    script: Rc<Scripted>,
    clock: Rc<ManualClock>,
    told: Rc<Told>,
}

impl Transport for Rc<Scripted> {
    fn send<'a>(&'a self, request: &'a Request) -> crate::surroundings::LocalFuture<'a, Result<Reply, Fault>> {
        (**self).send(request)
    }
}

fn desk_with(script: Vec<Result<Reply, Fault>>, told: Told) -> Desk {
    let vendor = &crate::vendor::rms::RMS;
    let values = [("url", "https://vendor.example/api"), ("token", "secret")];
    let account = Account::given(&vendor.settings, "test", &values).unwrap();
    let (script, clock, told) = (Rc::new(Scripted::new(script)), Rc::new(ManualClock::default()), Rc::new(told));
    let session = Session {
        transport: Box::new(script.clone()),
        dialect: (vendor.dialect)(&account).unwrap(),
        clock: clock.clone(),
        interrupt: told.interrupts.clone().unwrap_or_default(),
        progress: told.clone(),
    };
    Desk { session, script, clock, told }
}

/// Calls a 400 a refusal about time, and every other reply one of another kind.
struct Punctual;

impl Dialect for Punctual {
    fn read(&self, _: &Request, reply: &Reply) -> Result<Answer, Fault> {
        let about_time = reply.status == 400;
        Err(Fault::Refused(Refusal { status: reply.status, about_time, ..Refusal::default() }))
    }

    fn first_page(&self, request: Request, _: Option<&crate::catalog::Operation>, _: Option<usize>) -> Request {
        request
    }
}

#[test]
fn the_clock_is_compared_with_the_server_s_where_a_refusal_is_about_time() {
    let mut desk = desk(vec![]);
    desk.session.dialect = Box::new(Punctual);
    let date = httpdate::fmt_http_date(ManualClock::start() - Duration::from_secs(1802));
    let request = Request::get("https://vendor.example/api/things".parse().unwrap());

    let ahead = [400, 403].map(|status| {
        let reply = crate::testing::reply_with_header(status, "date", &date);
        let Err(Fault::Refused(refusal)) = desk.session.read(&request, &reply) else { panic!("a refusal") };
        refusal.clock_ahead
    });

    assert_eq!(ahead, [Some(1802), None]);
}

fn desk(script: Vec<Result<Reply, Fault>>) -> Desk {
    desk_with(script, Told::default())
}

fn list(ids: &str, total: u64) -> Result<Reply, Fault> {
    let records: Vec<String> = ids.split_whitespace().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    bare_list(&records, &format!(r#"{{"total":{total}}}"#))
}

fn bare_list(records: &[String], meta: &str) -> Result<Reply, Fault> {
    let records = records.join(",");
    Ok(reply_with_body(200, &format!(r#"{{"success":true,"data":[{records}],"meta":{meta}}}"#)))
}

fn first(limit: u64) -> Request {
    let url = format!("https://vendor.example/api/things?limit={limit}&offset=0");
    let mut request = Request::get(url.parse().unwrap());
    request.pages = Some(crate::catalog::Paging::Offset);
    request
}

struct Reading {
    ids: Vec<String>,
    shortfall: Option<Shortfall>,
    offsets: Vec<String>,
    total: Option<u64>,
}

/// Read to the end; panics on a fault.
fn read_all(limit: u64, script: Vec<Result<Reply, Fault>>) -> Reading {
    let desk = desk(script);
    let mut pages = desk.session.pages(first(limit));
    let mut records = Vec::new();
    while let Some(page) = block_on(pages.next()).unwrap() {
        records.extend(page);
    }
    let text = |record: &Record| String::from_utf8_lossy(record.as_bytes()).into_owned();
    Reading {
        ids: records.iter().map(text).map(|text| text.replace("{\"id\":", "").replace('}', "")).collect(),
        shortfall: pages.shortfall(),
        total: pages.total(),
        offsets: desk.script.seen().iter().map(|request| request.query("offset").unwrap()).collect(),
    }
}

fn short(fetched: u64, total: u64) -> Option<Shortfall> {
    Some(Shortfall { fetched, total: Some(total), repeated: false })
}

#[test]
fn a_record_that_moved_to_the_next_page_comes_once() {
    let reading = read_all(2, vec![list("1 2", 3), list("2 3", 3)]);

    assert_eq!(reading.ids, ["1", "2", "3"]);
    assert_eq!(reading.shortfall, None);
    assert_eq!(reading.offsets, ["0", "2"]);
}

#[test]
fn what_fell_between_two_pages_is_found_by_a_second_reading() {
    let reading = read_all(2, vec![list("1 2", 4), list("2 4", 4), list("1 2", 4), list("3 4", 4)]);

    assert_eq!(reading.ids, ["1", "2", "4", "3"]);
    assert_eq!(reading.shortfall, None);
    assert_eq!(reading.offsets, ["0", "2", "0", "2"]);
}

#[test]
fn what_a_second_reading_does_not_find_is_missing() {
    let reading = read_all(2, vec![list("1 2", 3), list("", 3), list("1 2", 3), list("", 3)]);

    assert_eq!(reading.ids, ["1", "2"]);
    assert_eq!(reading.shortfall, short(2, 3));
    assert_eq!(reading.offsets.len(), 4);
}

#[test]
fn a_total_that_changes_in_the_middle_counts_as_the_last_page_has_it() {
    let grown = read_all(2, vec![list("1 2", 3), list("3 4", 4)]);
    let shrunk = read_all(2, vec![list("1 2", 4), list("3", 3)]);

    assert_eq!((grown.ids.len(), grown.shortfall, grown.total), (4, None, Some(4)));
    assert_eq!((shrunk.ids.len(), shrunk.shortfall, shrunk.total), (3, None, Some(3)));
}

#[test]
fn a_page_that_comes_again_ends_the_reading() {
    let repeated = Some(Shortfall { fetched: 2, total: Some(9), repeated: true });

    let at_once = read_all(2, vec![list("1 2", 9), list("1 2", 9)]);

    assert_eq!((at_once.ids, at_once.shortfall), (vec!["1".into(), "2".into()], repeated));
}

#[test]
fn pages_that_come_in_turns_end_the_reading_too() {
    let page = |ids: [&str; 2]| bare_list(&ids.map(|id| format!(r#"{{"id":{id}}}"#)), "{}");

    let reading = read_all(2, vec![page(["1", "2"]), page(["3", "4"]), page(["1", "2"])]);

    assert_eq!(reading.ids, ["1", "2", "3", "4"]);
    assert_eq!(reading.shortfall, Some(Shortfall { fetched: 4, total: None, repeated: true }));
}

#[test]
fn pages_of_known_things_that_never_look_the_same_end_the_reading() {
    let page = |at: u32| bare_list(&[1, 2].map(|id| format!(r#"{{"id":{id},"seen_at":{at}}}"#)), "{}");

    let reading = read_all(2, (0..9).map(page).collect());

    assert_eq!(reading.ids.len(), 2);
    assert_eq!(reading.shortfall, Some(Shortfall { fetched: 2, total: None, repeated: true }));
    assert_eq!(reading.offsets, ["0", "2", "4", "6"]);
}

#[test]
fn records_without_an_id_all_count_and_are_not_read_again() {
    let names = ["{}".to_owned(), r#"{"id":null}"#.to_owned()];

    let reading = read_all(2, vec![bare_list(&names, r#"{"total":3}"#), bare_list(&[], r#"{"total":3}"#)]);

    assert_eq!(reading.shortfall, short(2, 3));
    assert_eq!(reading.offsets, ["0", "2"]);
}

#[test]
fn a_smaller_page_is_kept_to_and_a_second_reading_begins_at_the_beginning() {
    let too_large = || {
        Ok(reply_with_body(
            422,
            r#"{"success":false,"errors":[{"source":"limit","message":"The limit is too large."}]}"#,
        ))
    };
    let desk =
        desk(vec![too_large(), list("1", 3), list("2", 3), list("2", 3), list("1", 3), list("2", 3), list("3", 3)]);
    let mut pages = desk.session.pages(first(1000));
    let mut count = 0;

    while let Some(page) = block_on(pages.next()).unwrap() {
        count += page.len();
    }

    let asked: Vec<String> = desk.script.seen().iter().map(|request| request.url.query().unwrap().to_owned()).collect();
    assert_eq!((count, pages.shortfall()), (3, None));
    assert_eq!(
        asked,
        [
            "limit=1000&offset=0",
            "offset=0&limit=100",
            "limit=100&offset=1",
            "limit=100&offset=2",
            "offset=0&limit=100",
            "limit=100&offset=1",
            "limit=100&offset=2",
        ]
    );
}

#[test]
fn a_fault_in_the_middle_leaves_what_was_counted() {
    let desk = desk(vec![list("1 2", 4), unanswered()]);
    let mut pages = desk.session.pages(first(2));

    let came = block_on(pages.next()).unwrap().unwrap().len();
    let fault = block_on(pages.next()).unwrap_err();

    assert!(matches!(fault, Fault::Unanswered { .. }));
    assert_eq!((came, pages.fetched(), pages.shortfall()), (2, 2, short(2, 4)));
}

#[test]
fn a_list_in_memory_is_all_of_its_pages() {
    let desk = desk(vec![list("1 2", 3), list("3", 3)]);

    let records = block_on(desk.session.records(first(2))).unwrap();

    assert_eq!(records.len(), 3);
}

#[test]
fn part_of_a_list_is_not_taken_for_the_list() {
    let desk = desk(vec![list("1", 2), list("", 2), list("1", 2), list("", 2)]);

    let fault = block_on(desk.session.records(first(1))).unwrap_err();

    assert_eq!(fault.to_string(), "the vendor's list is not complete: 1 of 2 records came");
}

#[test]
fn a_list_that_does_not_page_may_count_otherwise() {
    let desk = desk(vec![list("1", 2), list("1", 2)]);
    let whole = Request::get("https://vendor.example/api/things".parse().unwrap());

    assert_eq!(block_on(desk.session.records(whole)).unwrap().len(), 1);
}

fn accepted(repeat: crate::http::Repeat) -> Request {
    Request::new(reqwest::Method::POST, "https://vendor.example/api/things".parse().unwrap(), repeat)
}

fn channel() -> Result<Reply, Fault> {
    Ok(reply_with_body(201, r#"{"success":true,"meta":{"channel":"c"}}"#))
}

fn event(status: &str, value: &str) -> Result<Reply, Fault> {
    let body = serde_json::json!({"success": true, "data": {"7": [{"status": status, "value": value}]}});
    Ok(reply_with_body(200, &body.to_string()))
}

fn not_there() -> Result<Reply, Fault> {
    Ok(reply_with_body(404, r#"{"code":"CHANNEL_NOT_FOUND"}"#))
}

fn wait(desk: &Desk, request: &Request, longest: u64) -> Result<Answer, Fault> {
    wait_for_each(desk, request, longest).map_err(Fault::from)
}

fn wait_for_each(desk: &Desk, request: &Request, longest: u64) -> Result<Answer, Broken> {
    block_on(async {
        let answer = desk.session.ask(request).await?;
        desk.session.wait(answer, Duration::from_secs(longest)).await
    })
}

fn half_done() -> Result<Reply, Fault> {
    let events = |status| serde_json::json!([{ "status": status, "value": "" }]);
    let data = serde_json::json!({ "7": events("completed"), "8": events("processing") });
    Ok(reply_with_body(200, &serde_json::json!({ "success": true, "data": data }).to_string()))
}

fn ids(ended: &[Ending]) -> Vec<&str> {
    ended.iter().map(|ending| ending.id.as_str()).collect()
}

#[test]
fn what_had_ended_is_known_when_a_look_fails() {
    let desk = desk(vec![channel(), half_done(), not_there(), unanswered()]);

    let broken = wait_for_each(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap_err();

    assert_eq!(ids(&broken.ended), ["7"]);
    assert!(matches!(broken.fault, Fault::Unanswered { .. }));
}

#[test]
fn what_had_ended_is_known_when_the_time_is_over() {
    let desk = desk(vec![channel(), half_done(), not_there(), not_there()]);

    let answer = wait_for_each(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 1).unwrap();

    assert!(matches!(answer, Answer::Working(working) if ids(&working.ended) == ["7"]));
}

#[test]
fn work_is_looked_at_less_and_less_often_until_it_ends() {
    let mut script = vec![channel(), not_there()];
    script.extend(std::iter::repeat_n(event("processing", "Rebooting."), 6));
    script.push(event("completed", "ok"));
    let desk = desk(script);

    let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap();

    assert!(matches!(answer, Answer::Ended(endings) if endings[0].failure.is_none()));
    // 0.2 s, then each half as long again: 0.3, 0.45, 0.675, 1.0125, 1.51875, and two seconds at the most, twice.
    assert_eq!(desk.clock.slept().as_millis(), 8156);
    assert_eq!(
        desk.told.said.borrow()[..3],
        ["waiting for the work to end", "waiting for the work to end", "Rebooting."]
    );
}

#[test]
fn the_waiting_ends_in_time() {
    let mut script = vec![channel()];
    script.extend(std::iter::repeat_n(event("processing", "Rebooting."), 4));
    let desk = desk(script);

    let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 2).unwrap();

    assert!(matches!(answer, Answer::Working(working) if working.said == Some("Rebooting.".into())));
    assert!(desk.clock.slept() <= Duration::from_secs(2));
}

#[test]
fn the_waiting_ends_in_time_although_the_clock_is_set_back_meanwhile() {
    let mut script = vec![channel()];
    script.extend(std::iter::repeat_n(event("processing", "Rebooting."), 9));
    let mut desk = desk(script);
    desk.session.progress = Rc::new(Told { sets_back: Some(desk.clock.clone()), ..Told::default() });

    let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 2).unwrap();

    assert!(matches!(answer, Answer::Working(_)));
    assert!(desk.clock.slept() <= Duration::from_secs(2));
}

#[test]
fn no_time_to_wait_is_no_look() {
    let desk = desk(vec![channel()]);

    let answer = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 0).unwrap();

    assert!(matches!(answer, Answer::Working(_)));
    assert_eq!(desk.script.sent(), 1);
}

#[test]
fn an_interrupt_ends_the_waiting() {
    let interrupt = Interrupt::default();
    let told = Told { interrupts: Some(interrupt), ..Told::default() };
    let desk = desk_with(vec![channel()], told);

    let fault = wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap_err();

    assert_eq!(fault, Fault::Abandoned(Signal::Interrupt));
    assert_eq!(desk.script.sent(), 1);
}

#[test]
fn an_accepted_change_whose_end_cannot_be_read_may_have_happened() {
    let refusal = r#"{"success":false,"errors":[{"code":"E","message":"No."}]}"#;
    let met = |poll: Result<Reply, Fault>| {
        let desk = desk(vec![channel(), poll]);
        wait(&desk, &accepted(crate::http::Repeat::OnlyIfUnsent), 120).unwrap_err()
    };

    assert!(matches!(met(refused()), Fault::Unanswered { .. }));
    assert!(matches!(met(unanswered()), Fault::Unanswered { .. }));
    assert!(matches!(met(Ok(reply_with_body(401, refusal))), Fault::Garbled { status: 401, .. }));
    assert!(matches!(met(Ok(reply_with_body(500, "<html>"))), Fault::Garbled { status: 500, .. }));
    assert!(matches!(met(Ok(reply_with_body(200, "<html>"))), Fault::Garbled { status: 200, .. }));
    assert_eq!(
        met(Ok(reply_with_body(403, refusal))).to_string(),
        "the answer of vendor.example cannot be read: the work was accepted, and asking how it ended met this: 403: No."
    );
}

#[test]
fn a_read_whose_end_cannot_be_read_fails_as_reads_do() {
    let desk = desk(vec![channel(), refused()]);

    let fault = wait(&desk, &accepted(crate::http::Repeat::Freely), 120).unwrap_err();

    assert!(matches!(fault, Fault::Unreached { .. }));
}

/// Knows two forms of each request, and what it has learned of them.
struct Forms {
    known: bool,
}

impl Forms {
    fn other(request: &Request) -> Option<Request> {
        let is_usual = request.url.path().ends_with("/things");
        let url = "https://vendor.example/api/thing".parse().unwrap();
        is_usual.then(|| Request { url, ..request.clone() })
    }
}

impl Dialect for Forms {
    fn read(&self, _: &Request, reply: &Reply) -> Result<Answer, Fault> {
        let message = Some(String::from_utf8_lossy(&reply.body).into_owned());
        match reply.is_success() {
            true => Ok(Answer::Page(Page::default())),
            false => Err(Fault::Refused(Refusal { status: reply.status, message, ..Refusal::default() })),
        }
    }

    fn first_page(&self, request: Request, _: Option<&crate::catalog::Operation>, _: Option<usize>) -> Request {
        request
    }

    fn known_way(&self, request: &Request) -> Option<Request> {
        self.known.then(|| Self::other(request)).flatten()
    }

    fn another_way(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        (refusal.status == 404).then(|| Self::other(sent)).flatten()
    }
}

#[test]
fn a_form_that_the_server_does_not_know_gives_way_to_the_other_one() {
    let ask = |known, script: &[(u16, &str)]| {
        let script = script.iter().map(|(status, body)| Ok(reply_with_body(*status, body))).collect();
        let mut desk = desk(script);
        desk.session.dialect = Box::new(Forms { known });
        let request = Request::get("https://vendor.example/api/things".parse().unwrap());
        let outcome = block_on(desk.session.ask(&request)).map(drop).map_err(|fault| fault.to_string());
        let paths: Vec<String> = desk.script.seen().iter().map(|seen| seen.url.path().to_owned()).collect();
        (outcome, paths.join(" "))
    };
    let both = "/api/things /api/thing".to_owned();

    assert_eq!(ask(false, &[(404, "a"), (200, "")]), (Ok(()), both.clone()));
    assert_eq!(ask(true, &[(200, "")]), (Ok(()), "/api/thing".to_owned()));
    assert_eq!(ask(false, &[(404, "a"), (404, "b")]), (Err("404: a".to_owned()), both.clone()));
    assert_eq!(ask(false, &[(404, "a"), (400, "b")]), (Err("400: b".to_owned()), both));
    assert_eq!(ask(false, &[(400, "a")]), (Err("400: a".to_owned()), "/api/things".to_owned()));
}
