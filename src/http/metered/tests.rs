//! Runs that share a quota, over a clock that is moved by hand.

use super::*;
use crate::http::Signal;
use crate::store::{Disk, Memory};
use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_header};

const LISTS: Quota = Quota {
    name: "lists",
    count: 3,
    window: Duration::from_secs(599),
    counts: |request| request.url.path().ends_with('s'),
};
static QUOTAS: [Quota; 1] = [LISTS];

fn store() -> Arc<dyn Store> {
    Arc::new(Memory::default())
}

fn metered<T: Transport>(next: T, store: &Arc<dyn Store>, clock: &Rc<ManualClock>, longest: u64) -> Metered<T> {
    let account: AccountName = Rc::new(|| Box::pin(async { Ok("account".to_owned()) }));
    let longest = Duration::from_secs(longest);
    Metered::new(next, &QUOTAS, longest, store.clone(), account, clock.clone(), Interrupt::default())
}

/// Each request is another process's.
fn send(store: &Arc<dyn Store>, clock: &Rc<ManualClock>, longest: u64, path: &str) -> Result<u16, Fault> {
    let scripted = Scripted::new(vec![Ok(reply(200))]);
    let request = Request::get(format!("https://vendor.example{path}").parse().unwrap());
    block_on(metered(&scripted, store, clock, longest).send(&request)).map(|reply| reply.status)
}

#[test]
fn a_request_over_the_count_waits_until_the_first_has_left_the_window() {
    let (store, clock) = (store(), Rc::new(ManualClock::default()));
    for _ in 0..3 {
        send(&store, &clock, 60, "/things").unwrap();
        clock.advance(Duration::from_secs(200));
    }

    send(&store, &clock, 60, "/things").unwrap();
    assert_eq!(clock.slept().as_secs(), 600);

    send(&store, &clock, 200, "/things").unwrap();
    assert_eq!(clock.slept().as_secs(), 800);
}

#[test]
fn a_longer_wait_than_allowed_sends_nothing_and_takes_no_turn() {
    let (store, clock) = (store(), Rc::new(ManualClock::default()));
    for _ in 0..3 {
        send(&store, &clock, 60, "/things").unwrap();
    }

    let refused = [1, 2].map(|_| send(&store, &clock, 60, "/things"));
    assert_eq!(refused, [1, 2].map(|_| Err(Fault::Throttled(Duration::from_secs(600)))));
    assert_eq!(clock.slept(), Duration::ZERO);

    assert_eq!(send(&store, &clock, 600, "/things"), Ok(200));
    assert_eq!(clock.slept().as_secs(), 600);
}

#[test]
fn those_who_wait_at_once_get_a_turn_each() {
    let (store, clock) = (store(), Rc::new(ManualClock::default()));
    let waits = [1, 2, 3, 4, 5, 6, 7].map(|_| metered(&Scripted::new(vec![]), &store, &clock, 1200).take(&LISTS, "a"));

    assert_eq!(waits.map(|wait| wait.as_secs()), [0, 0, 0, 600, 600, 600, 1200]);
}

#[test]
fn what_is_not_counted_does_not_wait() {
    let (store, clock) = (store(), Rc::new(ManualClock::default()));

    let sent = [0; 10].map(|_| send(&store, &clock, 0, "/thing"));

    assert_eq!((sent, clock.slept()), ([0; 10].map(|_| Ok(200)), Duration::ZERO));
}

#[test]
fn a_clock_that_was_set_back_neither_opens_nor_closes_the_window() {
    let mut turns = Turns::default();
    let took = [10_000.0, 10_100.0, 10_200.0].map(|now| turns.take(&LISTS, now, Duration::ZERO).as_secs());

    let set_back_by_an_hour = turns.take(&LISTS, 6_600.0, Duration::ZERO);
    let later = turns.take(&LISTS, 7_000.0, Duration::ZERO);

    assert_eq!((took, set_back_by_an_hour.as_secs(), later.as_secs()), ([0; 3], 400, 0));
}

#[test]
fn a_large_quota_keeps_its_count_in_a_small_file() {
    const HOUR: Quota = Quota { name: "hour", count: 15_000, window: Duration::from_secs(3599), counts: |_| true };
    let mut turns = Turns::default();

    let waits: Vec<Duration> =
        (0..15_000).map(|number| turns.take(&HOUR, f64::from(number) / 10.0, Duration::ZERO)).collect();
    let wait = turns.take(&HOUR, 1500.0, Duration::ZERO);

    assert_eq!(waits.iter().max(), Some(&Duration::ZERO));
    // The first is gone an hour after it came, or one grain of six seconds later.
    assert!((2100..=2106).contains(&wait.as_secs()), "{wait:?}");
    assert!(turns.taken.len() <= 251, "{}", turns.taken.len());
}

#[test]
fn what_two_quotas_count_waits_for_both() {
    static BOTH: [Quota; 2] = [
        Quota { name: "second", count: 2, window: Duration::from_secs(1), counts: |_| true },
        Quota { name: "minute", count: 3, window: Duration::from_secs(59), counts: |_| true },
    ];
    let (store, clock) = (store(), Rc::new(ManualClock::default()));
    let scripted = Scripted::new((0..4).map(|_| Ok(reply(200))).collect());
    let metered = Metered { quotas: &BOTH, ..metered(&scripted, &store, &clock, 60) };
    let request = Request::get("https://vendor.example/things".parse().unwrap());

    let slept = [1, 2, 3, 4].map(|_| {
        block_on(metered.send(&request)).unwrap();
        clock.slept().as_secs()
    });

    assert_eq!(slept, [0, 0, 2, 60]);
}

#[test]
fn a_broken_file_is_no_file() {
    let without_sense = r#"{"as_of":0,"taken":[[-1e308,1],[1e308,1]]}"#;
    for broken in ["", "{", "[]", r#"{"as_of":1,"taken":["x"]}"#, r#"{"as_of":1,"taken":[1,2]}"#, without_sense] {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        let _ = store.replace(&file_of(&LISTS, "account"), broken.as_bytes());

        assert_eq!(send(&store, &clock, 0, "/things"), Ok(200), "{broken}");
    }
}

#[test]
fn one_run_keeps_count_where_nothing_can_be_kept() {
    let (store, clock): (Arc<dyn Store>, _) = (Arc::new(Disk::new(None)), Rc::new(ManualClock::default()));
    let scripted = Scripted::new(vec![Ok(reply(200)), Ok(reply(200)), Ok(reply(200))]);
    let metered = metered(&scripted, &store, &clock, 60);
    let request = Request::get("https://vendor.example/things".parse().unwrap());

    let sent = [0; 4].map(|_| block_on(metered.send(&request)).map(|reply| reply.status));

    assert_eq!(sent, [Ok(200), Ok(200), Ok(200), Err(Fault::Throttled(Duration::from_secs(600)))]);
}

#[test]
fn what_a_429_has_closed_is_waited_for_before_anything_is_signed() {
    let (store, clock) = (store(), Rc::new(ManualClock::default()));
    let limits = super::super::Limits { per_second: None, burst: 1.0, longest_wait: Duration::from_secs(900) };
    let scripted = Scripted::new(vec![Ok(reply_with_header(429, "retry-after", "300")), Ok(reply(200))]);
    let throttled = super::super::Throttled::new(
        &scripted,
        limits,
        store.clone(),
        || "account".to_owned(),
        clock.clone(),
        Interrupt::default(),
    );
    let request = Request::get("https://vendor.example/things".parse().unwrap());
    block_on(throttled.send(&request)).unwrap();

    let refused = send(&store, &clock, 60, "/things");
    assert_eq!(refused, Err(Fault::Throttled(Duration::from_secs(300))));

    let told = Rc::new(RefCell::new(Vec::new()));
    let heard = told.clone();
    let metered = metered(throttled, &store, &clock, 900).telling(move |wait| heard.borrow_mut().push(wait));
    block_on(metered.send(&request)).unwrap();
    assert_eq!((clock.slept().as_secs(), &*told.borrow()), (300, &vec![Duration::from_secs(300)]));
}

#[test]
fn clean_up_waits_for_its_turn_after_an_interrupt_and_nothing_else_does() {
    let sent = |tidies| {
        let (store, clock) = (store(), Rc::new(ManualClock::default()));
        for _ in 0..3 {
            send(&store, &clock, 0, "/things").unwrap();
        }
        let scripted = Scripted::new(vec![Ok(reply(200))]);
        let metered = metered(&scripted, &store, &clock, 600);
        metered.interrupt.raise(Signal::Interrupt);
        let request = Request::get("https://vendor.example/things".parse().unwrap());
        let outcome = block_on(metered.send(&Request { tidies, ..request }));
        (outcome.map(|reply| reply.status), scripted.sent())
    };

    assert_eq!(sent(true), (Ok(200), 1));
    assert_eq!(sent(false), (Err(Fault::Interrupted(Signal::Interrupt)), 0));
}

#[test]
fn it_is_known_how_many_turns_are_left() {
    let (store, clock) = (store(), Rc::new(ManualClock::default()));
    let left = || turns_left(&*store, "account", &LISTS, clock.now());
    let untouched = left();
    send(&store, &clock, 60, "/things").unwrap();
    let after_one = left();
    clock.advance(Duration::from_secs(601));

    assert_eq!([untouched, after_one, left()], [3, 2, 3]);
}

#[test]
fn it_is_known_when_the_next_turn_comes() {
    let (store, clock) = (store(), Rc::new(ManualClock::default()));
    let until = || used_up_until(&*store, "account", &LISTS, clock.now());
    let before = until();
    for _ in 0..3 {
        send(&store, &clock, 60, "/things").unwrap();
    }

    assert_eq!((before, until()), (None, Some(ManualClock::start() + Duration::from_secs(600))));
}
