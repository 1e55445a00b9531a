//! The laws of what is compared, without a database.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::fleet::{Device, Status};

const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

fn rules() -> Rules {
    Rules { silence: WEEK, ignored: Vec::new() }
}

fn day(number: i64) -> Timestamp {
    let start: Timestamp = "2026-11-01T00:00:00Z".parse().unwrap();
    start + SignedDuration::from_hours(24 * number)
}

fn device(profile: &str, id: &str) -> Device {
    Device { vendor: "rms".to_owned(), profile: profile.to_owned(), id: id.to_owned(), ..Device::default() }
}

fn named(id: &str, name: &str) -> Device {
    Device { name: Some(name.to_owned()), ..device("field", id) }
}

fn whole() -> Scope {
    Scope::complete("rms", "field")
}

fn state(number: i64, scopes: Vec<Scope>, devices: &[Device]) -> State {
    State::gathered(day(number), Vec::new(), scopes, devices)
}

fn seen(number: i64, devices: &[Device]) -> State {
    state(number, vec![whole()], devices)
}

fn told(difference: &Difference) -> Vec<(Kind, &str, &str)> {
    difference.changes.iter().map(|change| (change.change, change.id.as_str(), change.detail.as_str())).collect()
}

#[test]
fn what_came_what_went_and_what_is_different_is_told() {
    let old = seen(0, &[named("1", "pump"), named("2", "gate")]);
    let new = seen(1, &[named("2", "north gate"), named("3", "mast")]);

    let difference = diff(&old, &new, &rules());

    assert_eq!(
        told(&difference),
        [(Kind::New, "3", ""), (Kind::Gone, "1", ""), (Kind::Changed, "2", "name: gate → north gate")]
    );
    assert_eq!(
        serde_json::to_value(&difference.changes[2]).unwrap(),
        json!({
            "change": "changed", "vendor": "rms", "profile": "field", "id": "2", "name": "north gate", "serial": null,
            "site": null, "last_seen": null, "detail": "name: gate → north gate",
            "fields": [{"field": "name", "old": "gate", "new": "north gate"}],
        })
    );
    assert_eq!(difference.unseen, []);
}

#[test]
fn when_it_was_last_seen_and_the_order_of_its_lists_are_no_change() {
    let tags = |tags: [&str; 2]| tags.map(str::to_owned).to_vec();
    let was = Device { tags: tags(["a", "b"]), addresses: tags(["::1", "10.0.0.1"]), ..device("field", "1") };
    let now = Device {
        last_seen: Some(day(1)),
        tags: tags(["b", "a"]),
        addresses: tags(["10.0.0.1", "::1"]),
        ..device("field", "1")
    };

    assert_eq!(diff(&seen(0, &[was]), &seen(1, &[now]), &rules()), Difference::default());
}

#[test]
fn what_may_differ_is_no_change() {
    let online = Device { status: Status::Online, ..device("field", "1") };
    let (old, new) = (seen(0, &[online]), seen(1, &[device("field", "1")]));

    let strict = diff(&old, &new, &rules());
    let lenient = diff(&old, &new, &Rules { ignored: vec!["status".to_owned()], ..rules() });

    assert_eq!(told(&strict), [(Kind::Changed, "1", "status: online → unknown")]);
    assert_eq!(lenient.changes, []);
}

#[test]
fn devices_of_a_profile_that_failed_are_neither_gone_nor_new() {
    let failed = whole().without(Outcome::Failed, "403: no");
    let (old, new) = (seen(0, &[device("field", "1")]), state(1, vec![failed.clone()], &[]));

    let there = diff(&old, &new, &rules());
    let back = diff(&new, &old, &rules());

    let unseen = |side| Unseen {
        vendor: "rms".to_owned(),
        profile: "field".to_owned(),
        side,
        why: Why::Failed(failed.error.clone()),
    };
    assert_eq!(there, Difference { changes: Vec::new(), unseen: vec![unseen(Side::New)] });
    assert_eq!(back, Difference { changes: Vec::new(), unseen: vec![unseen(Side::Old)] });
}

#[test]
fn a_profile_that_was_not_whole_tells_what_is_there_and_not_what_is_not() {
    let partly = || whole().without(Outcome::Incomplete, "page 2: 500");
    let old = seen(0, &[named("1", "a"), named("2", "b")]);
    let new = state(1, vec![partly()], &[named("2", "c"), named("3", "d")]);

    let there = diff(&old, &new, &rules());
    let back = diff(&new, &old, &rules());

    assert_eq!(told(&there), [(Kind::New, "3", ""), (Kind::Changed, "2", "name: b → c")]);
    assert_eq!(told(&back), [(Kind::Gone, "3", ""), (Kind::Changed, "2", "name: c → b")]);
    assert_eq!(there.unseen[0].why, Why::Incomplete(Some("page 2: 500".to_owned())));
}

#[test]
fn a_profile_that_only_one_of_them_asked_is_not_compared() {
    let both = vec![whole(), Scope::complete("rms", "lab")];
    let (old, new) = (seen(0, &[]), state(1, both, &[device("lab", "1"), device("field", "2")]));

    let difference = diff(&old, &new, &rules());

    assert_eq!(told(&difference), [(Kind::New, "2", "")]);
    assert_eq!(difference.unseen.iter().map(|unseen| &unseen.why).collect::<Vec<_>>(), [&Why::NotAsked]);
}

#[test]
fn kinds_of_devices_that_only_one_of_them_looked_at_are_neither_new_nor_gone() {
    let including = |words: &[&str], devices: &[Device]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        State::gathered(day(0), words, vec![whole()], devices)
    };
    let (less, more) = (including(&[], &[]), including(&["items"], &[device("field", "1")]));

    assert_eq!(diff(&less, &more, &rules()).changes, []);
    assert_eq!(diff(&more, &less, &rules()).changes, []);
    assert_eq!(told(&diff(&more, &including(&["items", "x"], &[]), &rules())), [(Kind::Gone, "1", "")]);
}

#[test]
fn a_device_falls_silent_once() {
    let last = |status| Device { status, last_seen: Some(day(0)), ..device("field", "1") };
    let change = |from: i64, to: i64, status| {
        let rules = Rules { ignored: vec!["status".to_owned()], ..rules() };
        told(&diff(&seen(from, &[last(status)]), &seen(to, &[last(status)]), &rules)).len()
    };
    let difference = diff(&seen(1, &[last(Status::Offline)]), &seen(9, &[last(Status::Offline)]), &rules());

    assert_eq!(told(&difference), [(Kind::Silent, "1", "last seen 2026-11-01T00:00:00Z")]);
    assert_eq!(change(1, 7, Status::Offline), 0, "seven days are not too long");
    assert_eq!(change(8, 9, Status::Offline), 0, "it was silent already");
    assert_eq!(change(1, 9, Status::Online), 0, "it is there");
}

#[test]
fn a_member_that_an_older_rmctl_did_not_know_is_no_change() {
    let mut old = seen(0, &[named("1", "a")]);
    for sighting in old.devices.values_mut() {
        sighting.document = json!({"vendor": "rms", "profile": "field", "id": "1", "name": "a"}).to_string();
    }

    assert_eq!(diff(&old, &seen(1, &[named("1", "a")]), &rules()).changes, []);
}

#[test]
fn nothing_of_what_a_device_was_made_from_is_kept() {
    let raw = Device { raw: Some(json!({"token": "canary"})), ..device("field", "1") };

    let (_, sighting) = Sighting::of(&raw);

    assert!(!sighting.document.contains("canary"));
}

fn moment(number: i64, outcome: Outcome, device: Option<&Device>) -> Moment {
    let state = seen(number, device.map(std::slice::from_ref).unwrap_or_default());
    let snapshot = Snapshot { id: Some(number), scopes: Vec::new(), ..state.snapshot };
    Moment { snapshot, outcome, sighting: state.devices.into_values().next() }
}

#[test]
fn a_history_begins_with_what_was_known_and_tells_each_change_once() {
    let (pump, north) = (named("1", "pump"), named("1", "north"));
    let key = Sighting::of(&pump).0;
    let moments = [
        moment(1, Outcome::Complete, Some(&pump)),
        moment(2, Outcome::Complete, Some(&pump)),
        moment(3, Outcome::Incomplete, None),
        moment(4, Outcome::Complete, Some(&north)),
        moment(5, Outcome::Complete, None),
        moment(6, Outcome::Complete, None),
        moment(7, Outcome::Complete, Some(&north)),
    ];

    let told = |moments: &[Moment]| -> Vec<(&'static str, Option<i64>)> {
        events(&key, moments, &rules()).iter().map(|event| (event.change, event.snapshot)).collect()
    };

    assert_eq!(told(&moments), [("known", Some(1)), ("changed", Some(4)), ("gone", Some(5)), ("new", Some(7))]);
    assert_eq!(told(&moments[4..]), [("new", Some(7))]);
}

fn snapshots() -> Vec<Snapshot> {
    let snapshot = |(id, label): (i64, Option<&str>)| Snapshot {
        id: Some(id),
        label: label.map(str::to_owned),
        scopes: Vec::new(),
        ..seen(id, &[]).snapshot
    };
    [(9, Some("release")), (5, None), (2, Some("release"))].map(snapshot).to_vec()
}

#[test]
fn a_snapshot_is_named_by_number_label_time_or_place_in_line() {
    let find = |text: &str| {
        let found = Reference::read(text).find(&snapshots(), day(10)).map(|snapshot| snapshot.id.unwrap());
        found.map_err(|failure| failure.message)
    };

    let found = ["latest", "previous", "5", "release", "-1d", "-2d", "2026-11-06", "2026-11-09T23:59:59Z"].map(find);

    assert_eq!(found.map(Result::unwrap), [9, 5, 5, 9, 9, 5, 5, 5]);
    assert_eq!(find("7").unwrap_err(), "there is no snapshot 7");
    assert_eq!(find("relaese").unwrap_err(), "there is no snapshot `relaese`; did you mean `release`");
    assert_eq!(
        find("-9d").unwrap_err(),
        "there is no snapshot from 2026-11-02T00:00:00Z or before: the oldest is from 2026-11-03T00:00:00Z"
    );
}

#[test]
fn a_time_that_names_no_zone_is_one_of_utc_and_no_day() {
    let at = |time: &str| Reference::At(time.parse().unwrap());

    let read = ["2026-11-06", "2026-11-06 12:00", "2026-11-06T12:00:00", "2026-11-06T12:00:00+02:00"];

    assert_eq!(
        read.map(Reference::read),
        [
            at("2026-11-06T23:59:59Z"),
            at("2026-11-06T12:00:00Z"),
            at("2026-11-06T12:00:00Z"),
            at("2026-11-06T10:00:00Z")
        ]
    );
}

#[test]
fn a_label_names_nothing_else() {
    let refused = ["", " ", "12", "now", "latest", "2026-11-01", "-7d", "7d", "-x", "a\nb"];

    assert!(refused.into_iter().all(|label| Reference::check_label(label).is_err()));
    assert!(["before the move", "7 days", "v1.2"].into_iter().all(|label| Reference::check_label(label).is_ok()));
}

prop_compose! {
    fn any_device()(
        profile in prop::sample::select(vec!["field", "lab"]),
        id in 0..6_u8,
        name in prop::option::of("[a-c]{0,2}"),
        status in prop::sample::select(vec![Status::Online, Status::Offline, Status::Unknown]),
        seen in prop::option::of(-20..5_i64),
        tags in prop::collection::vec("[a-b]", 0..3),
    ) -> Device {
        Device { name, status, tags, last_seen: seen.map(day), ..device(profile, &id.to_string()) }
    }
}

prop_compose! {
    fn any_state(number: i64)(
        devices in prop::collection::vec(any_device(), 0..10),
        outcome in prop::sample::select(vec![Outcome::Complete, Outcome::Incomplete, Outcome::Failed]),
    ) -> State {
        let lab = Scope { outcome, ..Scope::complete("rms", "lab") };
        state(number, vec![whole(), lab], &devices)
    }
}

fn ids(difference: &Difference, kind: Kind) -> BTreeSet<(&str, &str)> {
    let of_kind = difference.changes.iter().filter(|change| change.change == kind);
    of_kind.map(|change| (change.profile.as_str(), change.id.as_str())).collect()
}

proptest! {
    #[test]
    fn a_state_does_not_differ_from_itself(state in any_state(0)) {
        prop_assert_eq!(diff(&state, &state, &rules()).changes, []);
    }

    #[test]
    fn seen_from_the_other_side_new_is_gone_and_each_change_is_turned_round(old in any_state(0), new in any_state(0)) {
        let (there, back) = (diff(&old, &new, &rules()), diff(&new, &old, &rules()));

        prop_assert_eq!(ids(&there, Kind::New), ids(&back, Kind::Gone));
        prop_assert_eq!(ids(&there, Kind::Gone), ids(&back, Kind::New));
        let turned = |difference: &Difference, turn: bool| -> Vec<(String, String, Value, Value)> {
            let changed = difference.changes.iter().filter(|change| change.change == Kind::Changed);
            let fields = changed.flat_map(|change| change.fields.iter().map(|field| (change.id.clone(), field.clone())));
            fields.map(|(id, Field { field, old, new })| match turn {
                true => (id, field, new, old),
                false => (id, field, old, new),
            }).collect()
        };
        prop_assert_eq!(turned(&there, false), turned(&back, true));
    }

    #[test]
    fn what_is_whole_on_both_sides_is_accounted_for(old in any_state(0), new in any_state(9)) {
        let difference = diff(&old, &new, &rules());

        let of_field = |state: &State| state.devices.keys().filter(|key| key.profile == "field").cloned().collect::<BTreeSet<_>>();
        let (was, is) = (of_field(&old), of_field(&new));
        let told = |kind| ids(&difference, kind).into_iter().filter(|(profile, _)| *profile == "field").count();
        prop_assert_eq!(told(Kind::New), is.difference(&was).count());
        prop_assert_eq!(told(Kind::Gone), was.difference(&is).count());
    }
}
