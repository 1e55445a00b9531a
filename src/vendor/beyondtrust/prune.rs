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
mod tests;
