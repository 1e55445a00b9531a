//! `beyondtrust jump-clients prune`: which Jump Clients are of no use any more, why, and their deletion.

use std::collections::HashMap;

use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::{Value, json};

use super::jump_clients;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::{Fault, Request};
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const PRUNE: Operation = Operation::workflow("prune", Effect::Destroy, prune)
    .about("Delete Jump Clients that are lost, uninstalled, silent or there twice")
    .examples(&[
        ("--lost --duplicates --dry-run", "what would go, and why"),
        ("--days 90", "silent for so long; asks first"),
    ])
    .asks_itself()
    .says("nothing was deleted")
    .arguments(&[
        Argument::workflow("lost", Kind::Boolean)
            .names_many()
            .help("those that the site counts as lost; passive ones are, where they did not check in for long"),
        Argument::workflow("uninstalled", Kind::Boolean)
            .names_many()
            .help("those that were uninstalled at their machine"),
        Argument::workflow("duplicates", Kind::Boolean)
            .names_many()
            .help("those with the name, host name and Jump Group of one that connected later; the last one stays"),
        Argument::workflow("days", Kind::Integer)
            .names_many()
            .help("of those only the ones whose last connection began so many days ago or earlier; alone, all of them"),
    ]);

const DAY: i64 = 86_400;

fn prune<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let criteria = Criteria::of(given, work.now())?;
        let all = work.list(&jump_clients::LIST, &Given::default()).await?;
        let doomed = criteria.choose(&all);
        let requests = doomed.iter().map(|one| deletion(work, one)).collect::<Result<Vec<_>, _>>()?;
        let lines = words(&doomed, all.len());
        if work.dry_run {
            let plan = doomed.iter().map(Doomed::record).collect();
            return Ok(Outcome::Plan { plan, text: lines.join("\n"), requests });
        }
        lines.iter().for_each(|line| work.session.progress.tell(line));
        if doomed.is_empty() {
            return Ok(Outcome::Each(Vec::new()));
        }
        work.check_affected(doomed.len())?;
        work.person.confirm_many(&question(doomed.len()), doomed.len()).await?;
        Ok(Outcome::Each(delete(work, &doomed, &requests).await))
    })
}

fn deletion(work: &Work<'_>, doomed: &Doomed<'_>) -> Result<Request, Fault> {
    work.plan(&jump_clients::DELETE, &Given::default().with("id", doomed.client.id.as_str()))
}

async fn delete(
    work: &Work<'_>,
    doomed: &[Doomed<'_>],
    requests: &[Request],
) -> Vec<(String, Result<crate::dialect::Answer, Fault>)> {
    let each = doomed.iter().zip(requests).map(|(one, request)| async {
        work.session.progress.doing(&format!("deleting {}", one.client.id));
        (one.client.id.clone(), work.session.ask(request).await)
    });
    stream::iter(each).buffered(work.jobs.max(1)).collect().await
}

fn question(count: usize) -> String {
    match count {
        1 => "Delete this Jump Client?".to_owned(),
        count => format!("Delete these {count} Jump Clients?"),
    }
}

fn words(doomed: &[Doomed<'_>], all: usize) -> Vec<String> {
    let lines = doomed.iter().map(|one| {
        let client = &one.client;
        let place = Some(client.hostname).filter(|host| !host.is_empty() && *host != client.name);
        let place = place.map(|host| format!(" ({host})")).unwrap_or_default();
        format!("delete {} {}{place}: {}", client.id, client.name, one.reasons.join(", "))
    });
    let end = match doomed.len() {
        0 => format!("none of {all} Jump Clients fits"),
        count => format!("{count} of {all} Jump Clients"),
    };
    lines.chain([end]).collect()
}

/// What the user wants to be rid of.
#[derive(Debug, Clone, Default, PartialEq)]
struct Criteria {
    lost: bool,
    uninstalled: bool,
    duplicates: bool,
    days: Option<i64>,
    now: i64,
}

/// A Jump Client, as far as it matters here.
#[derive(Debug, Clone, PartialEq)]
struct Client<'v> {
    id: String,
    name: &'v str,
    hostname: &'v str,
    /// Name, host name and Jump Group, by which it is there twice. The vendor's own copies stand in other groups.
    key: String,
    is_lost: bool,
    is_uninstalled: bool,
    /// Seconds since 1970; `None` where it is not known.
    connected: Option<i64>,
    /// It has not been disconnected since.
    is_here: bool,
    value: &'v Value,
}

/// One that goes, and why.
#[derive(Debug)]
struct Doomed<'v> {
    client: Client<'v>,
    reasons: Vec<String>,
}

impl Doomed<'_> {
    fn record(&self) -> Value {
        json!({
            "id": self.client.value["id"],
            "name": self.client.name,
            "hostname": self.client.hostname,
            "last_connect_timestamp": self.client.value["last_connect_timestamp"],
            "reasons": self.reasons,
        })
    }
}

impl<'v> Client<'v> {
    fn of(value: &'v Value) -> Self {
        let text = |member: &str| value[member].as_str().unwrap_or_default();
        let (name, hostname) = (text("name"), text("hostname"));
        let group = format!("{} {}", text("jump_group_type"), text_of(&value["jump_group_id"]));
        let connected = moment(&value["last_connect_timestamp"]);
        let disconnected = moment(&value["last_disconnect_timestamp"]);
        Self {
            id: text_of(&value["id"]),
            name,
            hostname,
            key: format!("{}\n{}\n{group}", name.to_lowercase(), hostname.to_lowercase()),
            is_lost: value["is_lost"] == true,
            is_uninstalled: value["connection_type"] == "uninstalled",
            connected,
            is_here: connected.is_some() && disconnected < connected,
            value,
        }
    }
}

/// Seconds since 1970 from what the site writes: a text, or a number at older ones.
fn moment(value: &Value) -> Option<i64> {
    let text = text_of(value);
    let seconds = text.parse::<i64>().ok().filter(|seconds| *seconds > 0);
    seconds.or_else(|| text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second))
}

impl Criteria {
    fn of(given: &Given, now: i64) -> Result<Self, Failure> {
        let days = given.text("days").map(|days| days.parse().ok().filter(|days| (1..=100_000).contains(days)));
        let days = match days {
            Some(None) => return Err(Failure::usage("`--days` is a number of days, 1 or more")),
            days => days.flatten(),
        };
        let (lost, uninstalled) = (given.is_set("lost"), given.is_set("uninstalled"));
        let criteria = Self { lost, uninstalled, duplicates: given.is_set("duplicates"), days, now };
        match criteria.has_kinds() || days.is_some() {
            true => Ok(criteria),
            false => Err(Failure::usage("nothing says which Jump Clients are meant")
                .hint("give `--lost`, `--uninstalled`, `--duplicates`, `--days N`, or several of them")),
        }
    }

    fn has_kinds(&self) -> bool {
        self.lost || self.uninstalled || self.duplicates
    }

    /// Those that go, in the order of the list.
    fn choose<'v>(&self, all: &'v [Value]) -> Vec<Doomed<'v>> {
        let clients: Vec<Client<'v>> = all.iter().map(Client::of).collect();
        let newest = if self.duplicates { newest(&clients) } else { HashMap::new() };
        let reasons: Vec<Vec<String>> = clients.iter().map(|client| self.reasons(client, &newest)).collect();
        let chosen = clients.into_iter().zip(reasons).filter(|(_, reasons)| !reasons.is_empty());
        chosen.map(|(client, reasons)| Doomed { client, reasons }).collect()
    }

    /// Why it goes; nothing where it stays.
    fn reasons(&self, client: &Client<'_>, newest: &HashMap<String, (i64, String)>) -> Vec<String> {
        let kinds = [
            (self.lost && client.is_lost).then(|| "lost".to_owned()),
            (self.uninstalled && client.is_uninstalled).then(|| "uninstalled".to_owned()),
            later(client, newest).map(|other| format!("there again as {other}, which connected later")),
        ];
        let mut reasons: Vec<String> = kinds.into_iter().flatten().collect();
        let age = self.days.map(|days| (days, age(client, self.now)));
        match age {
            Some((days, Some(age))) if age >= days && (!reasons.is_empty() || !self.has_kinds()) => {
                reasons.push(format!("last connected {age} days ago"));
                reasons
            }
            Some(_) => Vec::new(),
            None => reasons,
        }
    }
}

/// Whole days since its last connection began. One that is connected is not silent, however long ago that began; of one
/// that nothing is known of, neither is its age.
fn age(client: &Client<'_>, now: i64) -> Option<i64> {
    client.connected.filter(|_| !client.is_here).map(|connected| (now - connected) / DAY)
}

/// When and as what each thing connected last, by what makes things the same. What has no name is like nothing else.
fn newest(clients: &[Client<'_>]) -> HashMap<String, (i64, String)> {
    let mut newest: HashMap<String, (i64, String)> = HashMap::new();
    for client in clients.iter().filter(|client| !client.name.is_empty() && !client.is_uninstalled) {
        let Some(connected) = client.connected else { continue };
        let known = newest.entry(client.key.clone()).or_insert_with(|| (connected, client.id.clone()));
        if connected > known.0 {
            *known = (connected, client.id.clone());
        }
    }
    newest
}

/// The one that is the same and connected later. Of two that did at the same moment none is the older, and one that is
/// connected is in use.
fn later<'n>(client: &Client<'_>, newest: &'n HashMap<String, (i64, String)>) -> Option<&'n str> {
    let (connected, id) = newest.get(&client.key)?;
    (!client.is_here && client.connected? < *connected).then_some(id)
}

#[cfg(test)]
mod tests {
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

        let found =
            chosen(&duplicates, &[&all[..], &[with(client(5, "A", 1), "hostname", json!("a.example"))]].concat());

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
        let found =
            [json!("2027-01-15T08:00:00+00:00"), json!(1_800_000_000), json!("1800000000"), json!(""), json!(0)];

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
}
