//! What holds in every database. Each law is given an empty one.

use jiff::{SignedDuration, Timestamp};
use rmctl::failure::{Code, Failure};
use rmctl::fleet::memory::{Kept, Key, Memory, Outcome, Place, Reference, Rules, Scope, State, Wish, events};
use rmctl::fleet::{Device, Status};

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A law, and an empty database for it.
pub(crate) type Law = fn(Place);

macro_rules! laws {
    ($($name:ident),* $(,)?) => {
        pub(crate) const LAWS: &[(&str, Law)] = &[$((stringify!($name), |place| block_on($name(place)))),*];

        mod in_sqlite {
            $(#[test]
            fn $name() {
                let folder = tempfile::tempdir().unwrap();
                super::block_on(super::$name(super::Place::in_folder(folder.path())));
            })*
        }
    };
}

laws![
    what_was_kept_is_read_again,
    who_only_looks_makes_nothing,
    a_snapshot_that_cannot_be_whole_is_not_there,
    two_at_once_are_both_kept,
    old_snapshots_go_and_the_newest_stays,
    what_is_left_tells_the_same_after_old_ones_went,
    a_history_goes_through_all_snapshots_that_saw_the_profile,
    the_database_of_a_newer_version_is_left_alone,
];

fn day(number: i64) -> Timestamp {
    let start: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    start + SignedDuration::from_hours(24 * number)
}

fn device(id: &str, name: &str) -> Device {
    Device {
        vendor: "rms".to_owned(),
        profile: "field".to_owned(),
        id: id.to_owned(),
        name: Some(name.to_owned()),
        status: Status::Offline,
        last_seen: Some(day(0)),
        tags: vec!["wet".to_owned()],
        ..Device::default()
    }
}

fn field() -> Scope {
    Scope::complete("rms", "field")
}

fn seen(number: i64, devices: &[Device]) -> State {
    State::gathered(day(number), Vec::new(), vec![field()], devices)
}

async fn open(place: &Place) -> Memory {
    Memory::open(place, Wish::Change).await.unwrap().unwrap()
}

async fn keep(memory: &mut Memory, state: &State) -> Kept {
    memory.keep(state, None, None).await.unwrap()
}

/// Take a snapshot of one device.
pub(crate) async fn try_to_keep(place: &Place) -> Result<Kept, Failure> {
    let mut memory = Memory::open(place, Wish::Change).await?.unwrap();
    let kept = memory.keep(&seen(0, &[device("1", "pump")]), None, None).await;
    memory.close().await;
    kept
}

pub(crate) async fn keep_one(place: &Place) {
    try_to_keep(place).await.unwrap();
}

pub(crate) async fn count(place: &Place) -> usize {
    Memory::open(place, Wish::Look).await.unwrap().unwrap().snapshots().await.unwrap().len()
}

fn key(id: &str) -> Key {
    Key { vendor: "rms".to_owned(), profile: "field".to_owned(), id: id.to_owned() }
}

async fn what_was_kept_is_read_again(place: Place) {
    let lab = Scope::complete("sps", "lab").without(Outcome::Failed, "no answer from `lab` within 30s");
    let hostile = Device { last_seen: None, ..device("b\0c'\"$1", "'); DROP TABLE versions; -- \u{1b}[2J\0 鍵") };
    let devices = [device("1", "pump"), device("2", "gate"), hostile];
    let words = vec!["jump-items".to_owned(), "gateways".to_owned()];
    let state = State::gathered(day(3), words, vec![field(), lab], &devices);
    let mut memory = open(&place).await;

    let kept = memory.keep(&state, Some("before the move"), None).await.unwrap();
    memory.close().await;
    let mut memory = Memory::open(&place, Wish::Look).await.unwrap().unwrap();
    let listed = memory.snapshots().await.unwrap();
    let read = memory.state(&listed[0]).await.unwrap();

    assert_eq!(listed, [kept.snapshot]);
    assert_eq!(listed[0].label.as_deref(), Some("before the move"));
    assert_eq!(listed[0].devices(), 3);
    let documents = |state: &State| state.devices.values().cloned().collect::<Vec<_>>();
    assert_eq!(documents(&read), documents(&state));
    assert_eq!(read.devices.keys().map(|key| &*key.id).collect::<Vec<_>>(), ["1", "2", "b\u{fffd}c'\"$1"]);
}

async fn who_only_looks_makes_nothing(place: Place) {
    let first = Memory::open(&place, Wish::Look).await.unwrap();
    let second = Memory::open(&place, Wish::Look).await.unwrap();

    assert!(first.is_none() && second.is_none());
}

async fn a_snapshot_that_cannot_be_whole_is_not_there(place: Place) {
    let twice = State::gathered(day(0), Vec::new(), vec![field(), field()], &[device("1", "pump")]);
    let mut memory = open(&place).await;

    let refused = memory.keep(&twice, None, None).await;

    assert!(refused.is_err());
    assert_eq!(memory.snapshots().await.unwrap(), []);
    keep(&mut memory, &seen(1, &[device("1", "pump")])).await;
    assert_eq!(memory.snapshots().await.unwrap().len(), 1);
}

async fn two_at_once_are_both_kept(place: Place) {
    let devices = |start: u32| (start..start + 300).map(|id| device(&id.to_string(), "pump")).collect::<Vec<_>>();
    let (one, other) = (seen(1, &devices(0)), seen(1, &devices(100)));
    let (mut first, mut second) = (open(&place).await, open(&place).await);

    let (_, _) = futures_util::join!(keep(&mut first, &one), keep(&mut second, &other));

    let listed = first.snapshots().await.unwrap();
    let mut states =
        vec![first.state(&listed[0]).await.unwrap().devices, first.state(&listed[1]).await.unwrap().devices];
    states.sort_by_key(|devices| devices.contains_key(&key("399")));
    assert_eq!(states, [one.devices, other.devices]);
}

async fn old_snapshots_go_and_the_newest_stays(place: Place) {
    let mut memory = open(&place).await;
    for number in [1, 2, 3] {
        keep(&mut memory, &seen(number, &[device("1", "pump")])).await;
    }

    let with_next = memory.keep(&seen(4, &[]), None, Some(day(2))).await.unwrap();
    let pruned = memory.prune(day(9)).await.unwrap();
    let again = memory.prune(day(9)).await.unwrap();
    let next = keep(&mut memory, &seen(5, &[])).await;

    assert_eq!((with_next.snapshot.id, with_next.removed), (Some(4), vec![1]));
    assert_eq!((pruned, again), (vec![2, 3], vec![]));
    assert_eq!(next.snapshot.id, Some(5), "a number is never given twice");
}

async fn what_is_left_tells_the_same_after_old_ones_went(place: Place) {
    let mut memory = open(&place).await;
    keep(&mut memory, &seen(1, &[device("1", "pump"), device("2", "gate")])).await;
    let second = seen(2, &[device("1", "pump"), device("2", "north gate")]);
    keep(&mut memory, &second).await;
    keep(&mut memory, &seen(3, &[device("1", "pump")])).await;

    memory.prune(day(2)).await.unwrap();

    let listed = memory.snapshots().await.unwrap();
    assert_eq!(memory.state(&listed[1]).await.unwrap().devices, second.devices);
    assert_eq!(words(&mut memory, "2").await, [("known", Some(2)), ("gone", Some(3))]);
    assert_eq!(words(&mut memory, "1").await, [("known", Some(2))]);
}

async fn words(memory: &mut Memory, id: &str) -> Vec<(&'static str, Option<i64>)> {
    let moments = memory.moments(&key(id)).await.unwrap();
    let rules = Rules { silence: std::time::Duration::from_secs(1), ignored: Vec::new() };
    events(&key(id), &moments, &rules).iter().map(|event| (event.change, event.snapshot)).collect()
}

async fn a_history_goes_through_all_snapshots_that_saw_the_profile(place: Place) {
    let mut memory = open(&place).await;
    let failed = |number| {
        let scope = field().without(Outcome::Failed, "500");
        State::gathered(day(number), Vec::new(), vec![scope], &[])
    };
    let elsewhere = State::gathered(day(4), Vec::new(), vec![Scope::complete("rms", "lab")], &[]);
    for state in [
        seen(1, &[]),
        seen(2, &[device("1", "pump")]),
        failed(3),
        elsewhere,
        seen(5, &[device("1", "north")]),
        seen(6, &[]),
    ] {
        keep(&mut memory, &state).await;
    }

    assert_eq!(words(&mut memory, "1").await, [("new", Some(2)), ("changed", Some(5)), ("gone", Some(6))]);
    assert_eq!(memory.owners("1").await.unwrap(), [key("1")]);
    assert_eq!(memory.owners("2").await.unwrap(), []);
    let listed = memory.snapshots().await.unwrap();
    assert_eq!(Reference::read("previous").find(&listed, day(9)).unwrap().id, Some(5));
}

async fn the_database_of_a_newer_version_is_left_alone(place: Place) {
    keep_one(&place).await;
    let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
               SELECT 99, 'later', success, checksum, 0 FROM _sqlx_migrations";
    super::sqlite::run(&place, sql).await;

    let refused = Memory::open(&place, Wish::Change).await.err().unwrap();
    let looked = Memory::open(&place, Wish::Look).await.err().unwrap();

    assert_eq!((refused.code, &refused.message), (Code::Usage, &looked.message));
    assert!(
        refused.message.ends_with("by a newer rmctl: their form is 99, and this one knows 1"),
        "{}",
        refused.message
    );
    super::sqlite::run(&place, "DELETE FROM _sqlx_migrations WHERE version = 99").await;
    assert_eq!(count(&place).await, 1);
}
