//! Which clients are chosen, why, and what is left of those of the same machine.

use super::*;

const NOW: i64 = 1_800_000_000;

fn ago(days: i64) -> String {
    jiff::Timestamp::from_second(NOW - days * DAY).unwrap().strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// One that connected so many days ago and has been away since.
fn client(id: u64, name: &str, days: i64) -> Value {
    json!({
        "id": id, "name": name, "hostname": format!("{name}.example"), "jump_group_id": 1, "jump_group_type": "shared",
        "connection_type": "active", "is_lost": false,
        "last_connect_timestamp": ago(days), "last_disconnect_timestamp": ago(days - 1),
    })
}

fn with(mut client: Value, member: &str, value: Value) -> Value {
    client[member] = value;
    client
}

fn chosen(criteria: &Criteria, all: &[Value]) -> Vec<(String, String)> {
    let criteria = Criteria { now: NOW, ..criteria.clone() };
    criteria.choose(all).into_iter().map(|one| (one.client.id, one.reasons.join(", "))).collect()
}

fn ids(criteria: &Criteria, all: &[Value]) -> String {
    chosen(criteria, all).into_iter().map(|(id, _)| id).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_kind_is_chosen_by_its_own_member_and_kinds_add_up() {
    let all = [
        client(1, "a", 5),
        with(client(2, "b", 100), "is_lost", json!(true)),
        with(client(3, "c", 5), "connection_type", json!("uninstalled")),
    ];
    let lost = Criteria { lost: true, ..Criteria::default() };
    let both = Criteria { uninstalled: true, ..lost.clone() };

    assert_eq!(chosen(&lost, &all), [("2".to_owned(), "lost".to_owned())]);
    assert_eq!(ids(&both, &all), "2 3");
}

#[test]
fn days_narrow_the_kinds_and_choose_alone() {
    let all = [
        client(1, "a", 90),
        with(client(2, "b", 89), "is_lost", json!(true)),
        with(client(3, "c", 91), "is_lost", json!(true)),
    ];
    let days = Criteria { days: Some(90), ..Criteria::default() };

    assert_eq!(ids(&days, &all), "1 3");
    assert_eq!(
        chosen(&Criteria { lost: true, ..days }, &all),
        [("3".to_owned(), "lost, last connected 91 days ago".to_owned())]
    );
}

#[test]
fn what_is_connected_or_has_no_known_time_is_not_silent() {
    let here = with(client(1, "a", 200), "last_disconnect_timestamp", json!(ago(201)));
    let never_away = with(client(2, "b", 200), "last_disconnect_timestamp", Value::Null);
    let unknown = with(client(3, "c", 200), "last_connect_timestamp", Value::Null);
    let days = Criteria { days: Some(1), ..Criteria::default() };

    assert_eq!(ids(&days, &[here, never_away, unknown]), "");
}

#[test]
fn of_the_same_the_one_that_connected_last_stays() {
    let all = [client(1, "a", 3), client(2, "A", 2), client(3, "a", 30), client(4, "b", 9)];
    let duplicates = Criteria { duplicates: true, ..Criteria::default() };

    let found = chosen(&duplicates, &[&all[..], &[with(client(5, "A", 1), "hostname", json!("a.example"))]].concat());

    let why = "there again as 5, which connected later".to_owned();
    let same_host = |id: u64| with(client(id, "a", 3), "hostname", json!("a.example"));
    assert_eq!(found, [("1".to_owned(), why.clone()), ("2".to_owned(), why.clone()), ("3".to_owned(), why)]);
    assert_eq!(ids(&duplicates, &[same_host(1), same_host(2)]), "", "neither is the older");
}

#[test]
fn another_host_or_group_a_nameless_one_and_one_in_use_are_no_duplicates() {
    let older = || client(1, "a", 30);
    let duplicates = Criteria { duplicates: true, ..Criteria::default() };
    let beside = |one: Value| ids(&duplicates, &[one, client(2, "a", 1)]);
    let nameless = |id: u64, days: i64| with(client(id, "", days), "hostname", json!(""));

    assert_eq!(beside(older()), "1");
    assert_eq!(beside(with(older(), "hostname", json!("other"))), "");
    assert_eq!(beside(with(older(), "jump_group_id", json!(2))), "");
    assert_eq!(beside(with(older(), "last_disconnect_timestamp", json!(""))), "");
    assert_eq!(ids(&duplicates, &[nameless(1, 9), nameless(2, 1)]), "");
}

#[test]
fn one_that_was_uninstalled_replaces_none() {
    let gone = with(client(2, "a", 1), "connection_type", json!("uninstalled"));

    assert_eq!(ids(&Criteria { duplicates: true, ..Criteria::default() }, &[client(1, "a", 30), gone]), "");
}

#[test]
fn times_come_as_texts_and_as_numbers() {
    let found = [json!("2027-01-15T08:00:00+00:00"), json!(1_800_000_000), json!("1800000000"), json!(""), json!(0)];

    assert_eq!(found.each_ref().map(moment), [Some(NOW), Some(NOW), Some(NOW), None, None]);
}

#[test]
fn without_a_criterion_or_with_a_wrong_one_nothing_is_asked() {
    let none = Criteria::of(&Given::default().with("lost", false), NOW).unwrap_err();
    let zero = Criteria::of(&Given::default().with("days", 0), NOW).unwrap_err();

    assert_eq!(none.message, "nothing says which Jump Clients are meant");
    assert_eq!(zero.message, "`--days` is a number of days, 1 or more");
}

#[test]
fn the_plan_says_what_goes_and_why() {
    let all = [with(client(1, "a", 100), "is_lost", json!(true)), client(2, "b", 1)];
    let criteria = Criteria { lost: true, now: NOW, ..Criteria::default() };

    assert_eq!(words(&criteria.choose(&all), 2), ["delete 1 a (a.example): lost", "1 of 2 Jump Clients"]);
    assert_eq!(words(&[], 2), ["none of 2 Jump Clients fits"]);
}
