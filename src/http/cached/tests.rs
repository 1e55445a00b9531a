//! One user's runs, one after the other, over a transport with a script.

use super::*;
use crate::http::Repeat;
use crate::store::Memory;
use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body, reply_with_header, unanswered};

fn is_under(request: &Request, path: &str) -> bool {
    request.url.path().starts_with(path)
}

static KEPT: [Kept; 2] = [
    Kept {
        name: "alerts",
        life: Duration::from_secs(600),
        holds: |request| is_under(request, "/alerts"),
        ends_with: |request| request.method == Method::DELETE && is_under(request, "/alerts/"),
    },
    Kept {
        name: "devices",
        life: Duration::from_secs(600),
        holds: |request| is_under(request, "/devices"),
        ends_with: |_| false,
    },
];

/// One user's runs, one after the other.
struct Desk {
    store: Arc<dyn Store>,
    clock: Rc<ManualClock>,
}

#[derive(Debug, PartialEq)]
struct Ran {
    bodies: Vec<Result<String, Fault>>,
    sent: usize,
    /// Ages that were told, in seconds.
    told: Vec<u64>,
}

fn desk() -> Desk {
    Desk { store: Arc::new(Memory::default()), clock: Rc::default() }
}

fn get(path: &str) -> Request {
    Request::get(format!("https://vendor.example{path}").parse().unwrap())
}

fn delete(path: &str) -> Request {
    Request::new(Method::DELETE, get(path).url, Repeat::OnlyIfUnsent)
}

const EVERYDAY: Freshness = Freshness { asks_anew: false, max_age: None };

impl Desk {
    fn of(&self, account: &'static str, with: Freshness, asked: &[Request], script: Vec<Result<Reply, Fault>>) -> Ran {
        let scripted = Scripted::new(script);
        let told = Rc::new(RefCell::new(Vec::new()));
        let heard = told.clone();
        let name: AccountName = Rc::new(move || Box::pin(async move { Ok(account.to_owned()) }));
        let cached = Cached::new(&scripted, &KEPT, with, self.store.clone(), name, self.clock.clone())
            .telling(move |_, age| heard.borrow_mut().push(age.as_secs()));
        let body = |reply: Reply| String::from_utf8(reply.body.to_vec()).unwrap();
        let bodies = asked.iter().map(|request| block_on(cached.send(request)).map(body)).collect();
        Ran { bodies, sent: scripted.sent(), told: told.take() }
    }

    fn run(&self, with: Freshness, asked: &[Request], script: Vec<Result<Reply, Fault>>) -> Ran {
        self.of("account", with, asked, script)
    }

    /// A list that is asked for, and may be answered with `body`; whether it was asked for.
    fn asks(&self, path: &str, body: &str) -> bool {
        self.run(EVERYDAY, &[get(path)], vec![answer(body)]).sent == 1
    }
}

fn answer(body: &str) -> Result<Reply, Fault> {
    let reply = reply_with_header(200, "content-type", "application/json");
    Ok(Reply { body: Bytes::from(body.to_owned()), ..reply })
}

fn ran(bodies: &[&str], sent: usize, told: &[u64]) -> Ran {
    Ran { bodies: bodies.iter().map(|body| Ok((*body).to_owned())).collect(), sent, told: told.to_vec() }
}

#[test]
fn the_second_run_is_answered_without_a_request_and_told_how_old_the_answer_is() {
    let desk = desk();

    let first = desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);
    desk.clock.advance(Duration::from_secs(192));
    let second = desk.run(EVERYDAY, &[get("/devices"), get("/devices")], vec![]);

    assert_eq!((first, second), (ran(&["[1]"], 1, &[]), ran(&["[1]", "[1]"], 0, &[192])));
}

#[test]
fn an_answer_is_no_longer_given_when_its_life_has_ended() {
    let desk = desk();
    desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

    desk.clock.advance(Duration::from_secs(600));

    assert_eq!(desk.run(EVERYDAY, &[get("/devices")], vec![answer("[2]")]), ran(&["[2]"], 1, &[]));
}

#[test]
fn a_request_for_no_kept_answer_renews_the_one_there_is_and_keeps_none_where_there_was_none() {
    let desk = desk();
    let anew = |path: &str| Request { fresh: true, ..get(path) };
    desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

    let asked = desk.run(EVERYDAY, &[anew("/devices"), anew("/alerts/since/5")], vec![answer("[2]"), answer("[3]")]);
    let kept = desk.run(EVERYDAY, &[get("/devices")], vec![]);

    assert_eq!((asked, kept), (ran(&["[2]", "[3]"], 2, &[]), ran(&["[2]"], 0, &[0])));
    assert!(desk.asks("/alerts/since/5", "[4]"));
}

#[test]
fn the_user_may_take_older_answers_and_younger_ones_only() {
    let desk = desk();
    let with = |seconds| Freshness { max_age: Some(Duration::from_secs(seconds)), ..EVERYDAY };
    desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);
    desk.clock.advance(Duration::from_secs(700));

    let older = desk.run(with(701), &[get("/devices")], vec![]);
    let younger = desk.run(with(700), &[get("/devices")], vec![answer("[2]")]);

    assert_eq!((older, younger), (ran(&["[1]"], 0, &[700]), ran(&["[2]"], 1, &[])));
}

#[test]
fn who_asks_anew_is_answered_anew_and_so_is_the_next_one() {
    let desk = desk();
    let anew = Freshness { asks_anew: true, ..EVERYDAY };
    desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

    let asked = desk.run(anew, &[get("/devices")], vec![answer("[2]")]);

    assert_eq!(asked, ran(&["[2]"], 1, &[]));
    assert_eq!(desk.run(EVERYDAY, &[get("/devices")], vec![]), ran(&["[2]"], 0, &[0]));
}

#[test]
fn answers_are_of_their_account_and_of_their_url() {
    let desk = desk();
    desk.run(EVERYDAY, &[get("/devices")], vec![answer("[1]")]);

    let other_account = desk.of("other", EVERYDAY, &[get("/devices")], vec![answer("[2]")]);
    let other_url = desk.run(EVERYDAY, &[get("/devices?x=1")], vec![answer("[3]")]);
    let not_kept = desk.run(EVERYDAY, &[get("/ping"), get("/ping")], vec![answer("1"), answer("2")]);

    assert_eq!((other_account, other_url), (ran(&["[2]"], 1, &[]), ran(&["[3]"], 1, &[])));
    assert_eq!(not_kept, ran(&["1", "2"], 2, &[]));
}

#[test]
fn only_whole_answers_are_kept() {
    let html = reply_with_header(200, "content-type", "text/html");
    let answers = [
        reply_with_body(200, "[1, "),
        reply_with_body(200, "<html>"),
        Reply { body: Bytes::from("1"), ..html },
        reply_with_body(201, "[]"),
        reply_with_body(500, "[]"),
        reply_with_body(429, "{}"),
        reply(200),
        reply(204),
    ];

    let asked_again = answers.map(|answer| {
        let desk = desk();
        desk.run(EVERYDAY, &[get("/devices")], vec![Ok(answer)]);
        desk.asks("/devices", "[1]")
    });

    assert_eq!(asked_again, [true; 8]);
}

#[test]
fn a_change_ends_the_answers_that_it_makes_untrue_and_no_others_however_it_ends() {
    for outcome in [Ok(reply(204)), Ok(reply(500)), unanswered()] {
        let desk = desk();
        let lists = [get("/alerts"), get("/alerts/since/5"), get("/devices")];
        desk.run(EVERYDAY, &lists, vec![answer("[1]"), answer("[2]"), answer("[3]")]);

        desk.run(EVERYDAY, &[delete("/alerts/7")], vec![outcome]);

        let asked = ["/alerts", "/alerts/since/5", "/devices"].map(|path| desk.asks(path, "[4]"));
        assert_eq!(asked, [true, true, false]);
        assert!(!desk.asks("/alerts", "[5]"));
    }
}

#[test]
fn broken_files_and_answers_of_the_future_are_none() {
    let desk = desk();
    let file = "answer GET https://vendor.example/devices account";
    let future = format!("{{\"at\":{},\"era\":0,\"media\":null}}\n[9]", 1_800_000_500);

    let asked = ["", "{}", "{}\n[9]", "[9]", &future].map(|broken| {
        let _ = desk.store.replace(file, broken.as_bytes());
        desk.asks("/devices", "[1]")
    });

    assert_eq!(asked, [true; 5]);
}

#[test]
fn without_an_account_nothing_is_sent() {
    let scripted = Scripted::new(vec![]);
    let name: AccountName = Rc::new(|| Box::pin(async { Err(crate::failure::Failure::usage("no key")) }));
    let cached = Cached::new(&scripted, &KEPT, EVERYDAY, desk().store, name, Rc::new(ManualClock::default()));

    let outcome = block_on(cached.send(&get("/devices")));

    assert_eq!(outcome.unwrap_err().to_string(), "no key");
}
