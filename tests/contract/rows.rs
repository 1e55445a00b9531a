//! Every row, run against the strict sandbox with the least that it takes and with the most.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rmctl::catalog::{Argument, Body, Place};
use sandbox::{Sandbox, Seen};
use serde_json::{Value, json};

use crate::inside::samples::{Extent, Row, facts, folder, forms, furnished, has_json, requests, rows, sample};
use crate::inside::{Ran, run_words};

fn fact(row: &Row) -> &'static Value {
    row.fact().unwrap_or(&Value::Null)
}

/// The rows of RMS, BeyondTrust, NinjaRMM, NinjaOne, Cisco's cloud, its boxes, and SPS: a ring that runs over fewer has lost some.
const ROWS: usize = 230 + 300 + 7 + 310 + 11 + 3 + 249;

/// One run of a row, and what arrived of it.
struct Done {
    row: Row,
    words: Vec<String>,
    ran: Ran,
    arrived: Vec<Seen>,
    saved: Option<Vec<u8>>,
}

impl Done {
    /// The row's own request: before it may come a login, or a look at what is to be changed.
    fn own(&self) -> Option<&Seen> {
        self.arrived.iter().find(|seen| self.row.sends(seen))
    }

    /// A form as an object of texts, without the member that says which of its path's operations it is.
    fn body(&self) -> Value {
        let sent = self.own().map_or("", |seen| seen.body.as_str());
        if self.row.operation.body != Body::Form {
            return serde_json::from_str(sent).unwrap_or_default();
        }
        let selects = |name: &str| self.row.operation.select.is_some_and(|(selector, _)| selector == name);
        let fields = url::form_urlencoded::parse(sent.as_bytes()).into_owned();
        fields.filter(|(name, _)| !selects(name)).map(|(name, text)| (name, Value::from(text))).collect()
    }
}

fn carry_out(row: &Row, folder: &Path, words: Vec<String>) -> Done {
    let sandbox = furnished(row, folder);
    carry_out_on(row, &sandbox, folder, words)
}

fn carry_out_on(row: &Row, sandbox: &Sandbox, folder: &Path, words: Vec<String>) -> Done {
    let before = sandbox.requests().len();
    let ran = run_words(sandbox, words.clone());
    Done {
        row: row.clone(),
        words,
        ran,
        arrived: sandbox.requests().split_off(before),
        saved: std::fs::read(folder.join("saved")).ok(),
    }
}

/// All that is wrong with a row, in words; a panic is one thing of them.
fn complaints(rows: &[Row], check: impl Fn(&Row) -> Vec<String> + Sync) -> Vec<String> {
    crate::inside::each(rows, |row| {
        let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(row)));
        let found = found.unwrap_or_else(|_| vec!["panicked".to_owned()]);
        found.into_iter().map(|one| format!("{}: {one}", row.words)).collect()
    })
}

fn assert_no(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// What must hold of any row that was carried out.
fn wrong(row: &Row, done: &Done) -> Vec<String> {
    let operation = row.operation;
    let mut wrong = Vec::new();
    if let Some(exit) = row.refused() {
        let is_refused = done.ran.exit == exit && done.ran.stdout.is_empty() && done.own().is_some();
        return (!is_refused).then(|| format!("{:?}", done.ran)).into_iter().collect();
    }
    if done.ran.exit != 0 {
        wrong.push(format!("exit {}: {} {:?}", done.ran.exit, done.words.join(" "), done.ran));
        return wrong;
    }
    if done.own().is_none() {
        wrong.push(format!("{:?} arrived", done.arrived));
    }
    let polls = done.arrived.iter().filter(|seen| seen.path.starts_with("/status/channel/")).count();
    if (polls > 0) != operation.waits {
        wrong.push(format!("{polls} looks at a channel"));
    }
    if row.is_file() {
        // JSON is YAML, too.
        let may_be = operation.path.ends_with(".yaml");
        let is_json = !may_be && done.saved.as_ref().is_some_and(|bytes| bytes.starts_with(b"{"));
        if done.saved.as_ref().is_none_or(Vec::is_empty) || is_json || !done.ran.stdout.is_empty() {
            wrong.push("no file was saved".to_owned());
        }
        return wrong;
    }
    match serde_json::from_str::<Value>(&done.ran.stdout) {
        Ok(Value::Array(records)) if operation.list && records.iter().all(|record| is_record(row, record)) => {}
        Ok(Value::Array(records)) if !operation.list && records.len() != 1 => {}
        Ok(record) if !operation.list && (record.is_number() || is_record(row, &record)) => {}
        _ => wrong.push(format!("standard output is {:?}", done.ran.stdout)),
    }
    if operation.waits && done.ran.json()["status"] != "completed" {
        wrong.push(format!("ended with {}", done.ran.stdout));
    }
    wrong
}

/// Records are objects, unless the vendor says that they are bare ids or texts.
fn is_record(row: &Row, record: &Value) -> bool {
    let answer = &fact(row)["answer"];
    match answer["items"].as_object().map_or(&answer["type"], |items| &items["type"]).as_str() {
        Some("string") => record.is_string(),
        Some("integer") => record.is_number(),
        _ => record.is_object(),
    }
}

/// The operations that a vendor's seed document names, where there is no specification to take facts from.
const NINJA: &[(&str, &str)] = &[
    ("GET", "/v1/ping"),
    ("GET", "/v1/customers"),
    ("GET", "/v1/customers/{id}"),
    ("GET", "/v1/devices"),
    ("GET", "/v1/devices/{id}"),
    ("GET", "/v1/alerts"),
    ("DELETE", "/v1/alerts/{id}"),
];

/// What the standard of SCIM has, and the documentation of BeyondTrust of it; no file draws it.
const SCIM: &[(&str, &str)] = &[
    ("GET", "/api/scim/v2/Users"),
    ("GET", "/api/scim/v2/Users/{id}"),
    ("POST", "/api/scim/v2/Users"),
    ("DELETE", "/api/scim/v2/Users/{id}"),
    ("GET", "/api/scim/v2/Groups"),
    ("GET", "/api/scim/v2/Groups/{id}"),
    ("POST", "/api/scim/v2/Groups"),
    ("PUT", "/api/scim/v2/Groups/{id}"),
    ("DELETE", "/api/scim/v2/Groups/{id}"),
];

/// Operations that no row is, because a job, a login or another way of a row sends them.
const OF_JOBS: &[(&str, &str)] = &[
    ("PATCH", "/nbapi/ei/v1/assetTypes/{id}"),
    ("POST", "/nbapi/edm/v1/devices/config"),
    ("POST", "/api/v2/edge-intelligence/token"),
    ("POST", "/api/v2/edge-intelligence/change-password"),
    ("POST", "/api/v2/edge-intelligence/pipelines"),
    ("DELETE", "/api/v2/edge-intelligence/pipelines/{name}"),
    ("GET", "/api/v2/edge-intelligence/pipelines/{name}/status"),
    ("GET", "/api/authentication"),
    ("DELETE", "/api/authentication"),
    ("GET", "/api/transaction"),
    ("POST", "/api/transaction"),
    ("PUT", "/api/transaction"),
    ("DELETE", "/api/transaction"),
    ("GET", "/api/transaction/changes"),
    ("GET", "/api/audit/sessions"),
];

/// Places of the tree of SPS that only `sps config` reaches.
const WITHOUT_ROW: &[&str] = &[
    "/api/configuration/aaa/local_database",
    "/api/configuration/alerting/system_alerts",
    "/api/configuration/alerting/traffic_alerts",
    "/api/configuration/local_services",
    "/api/configuration/local_services/indexer",
    "/api/configuration/management",
    "/api/configuration/network",
];

/// Changed as one object by commands, while the strict box has only what is below: which of the two a box has is not certain.
const WHOLE_OR_PARTS: &[&str] = &["/api/configuration/alerting", "/api/configuration/management/snmp"];

/// What is sent by the jobs of SPS that change one object each, by the path that they are about and their name.
fn sent_by_jobs() -> BTreeSet<[String; 2]> {
    let is_certain = |row: &Row| !WHOLE_OR_PARTS.contains(&row.operation.subject);
    let of_tree = |row: &Row| row.operation.subject.starts_with("/api/configuration/");
    let jobs = rows().into_iter().filter(|row| of_tree(row) && is_certain(row));
    let sent = jobs.flat_map(|row| {
        let subject = row.operation.subject;
        match row.operation.name {
            "create" => vec![["POST".to_owned(), subject.to_owned()]],
            "edit" | "replace" => vec![["PUT".to_owned(), format!("{subject}/{{key}}")]],
            "set" => vec![["PUT".to_owned(), subject.to_owned()]],
            "order" => ["GET", "PUT"].map(|verb| [verb.to_owned(), format!("{subject}/@order")]).to_vec(),
            _ => Vec::new(),
        }
    });
    sent.collect()
}

#[test]
fn the_rows_are_the_operations_of_the_vendors() {
    let (rows, selected) = (described(), forms().len() - described().len());
    let of_facts =
        facts().iter().map(|fact| [&fact["method"], &fact["path"]].map(|text| text.as_str().unwrap().to_owned()));
    let of_seeds = NINJA.iter().chain(SCIM).map(|(verb, path)| [verb, path].map(|text| (*text).to_owned()));

    let ours: BTreeSet<[String; 2]> =
        rows.iter().map(|row| [row.operation.verb, row.operation.path].map(str::to_owned)).collect();
    let theirs: BTreeSet<[String; 2]> = of_facts.chain(of_seeds).collect();
    let of_jobs: BTreeSet<[String; 2]> =
        OF_JOBS.iter().map(|(verb, path)| [verb, path].map(|text| (*text).to_owned())).collect();
    let of_jobs = &of_jobs | &sent_by_jobs();
    let walked: BTreeSet<[String; 2]> = ours.iter().filter(|[_, path]| path.ends_with("/{path}")).cloned().collect();
    let only_walked = |[_, path]: &&[String; 2]| WITHOUT_ROW.contains(&&**path);
    let (unnamed, theirs): (BTreeSet<_>, BTreeSet<_>) = theirs.into_iter().partition(|own| only_walked(&own));

    assert!(ours.is_disjoint(&of_jobs) && of_jobs.is_subset(&theirs));
    assert_eq!(&(&ours - &walked) | &of_jobs, theirs);
    // One operation of RMS has a shorthand besides its own command.
    assert_eq!(rows.len(), ours.len() + 1);
    // Seven that are read, three of which are changed.
    assert_eq!((walked.len(), unnamed.len()), (4, WITHOUT_ROW.len() + 3));
    // What the Command API and the Reporting API of BeyondTrust do.
    assert_eq!(selected, 46);
}

#[test]
fn every_row_does_with_the_least_that_it_takes_what_the_vendor_expects() {
    let rows = forms();

    let found = complaints(&rows, |row| {
        let folder = folder();
        let words = sample(row, Extent::Least, folder.path());
        wrong(row, &carry_out(row, folder.path(), words))
    });

    assert_no(&found);
    assert!(rows.len() >= ROWS, "{}", rows.len());
}

#[test]
fn every_row_does_with_the_most_that_it_takes_what_the_vendor_expects() {
    let rows = forms();

    let found = complaints(&rows, |row| {
        let folder = folder();
        let words = sample(row, Extent::Most, folder.path());
        wrong(row, &carry_out(row, folder.path(), words))
    });

    assert_no(&found);
    assert!(rows.len() >= ROWS, "{}", rows.len());
}

/// The positionals of a row that are no ids in the body.
fn without_ids(row: &Row, folder: &Path) -> Vec<String> {
    let all = sample(row, Extent::Least, folder);
    let positionals = row.operation.arguments.iter().filter(|argument| argument.positional).count();
    let mut words = all[..1 + row.words.split(' ').count() + positionals].to_vec();
    words.extend(["--yes", "-o", "json"].map(str::to_owned));
    if row.is_file() {
        words.push(format!("--save={}", folder.join("saved").display()));
    }
    words
}

#[test]
fn the_body_of_a_row_can_be_given_whole() {
    let rows: Vec<Row> = requests().into_iter().filter(|row| has_json(row.operation)).collect();

    let found = complaints(&rows, |row| {
        let folder = folder();
        let sandbox = furnished(row, folder.path());
        let first = carry_out_on(row, &sandbox, folder.path(), sample(row, Extent::Most, folder.path()));
        let sandbox = furnished(row, folder.path());
        let mut words = without_ids(row, folder.path());
        words.push(format!("--body={}", first.body()));
        let second = carry_out_on(row, &sandbox, folder.path(), words);
        let same = second.ran.exit == first.ran.exit && second.body() == first.body() && !first.body().is_null();
        (!same).then(|| format!("{:?} for {}", second.ran, first.body())).into_iter().collect()
    });

    assert_no(&found);
    assert!(rows.len() > 80, "{}", rows.len());
}

#[test]
fn the_items_of_a_row_can_come_from_a_file() {
    let is_of_items = |row: &Row| matches!(row.operation.body, Body::DataList | Body::List);
    let rows: Vec<Row> = requests().into_iter().filter(is_of_items).collect();

    let found = complaints(&rows, |row| {
        let folder = folder();
        let first = carry_out(row, folder.path(), sample(row, Extent::Most, folder.path()));
        let items = match row.operation.body {
            Body::List => first.body(),
            _ => first.body()[row.operation.items].clone(),
        };
        let file = folder.path().join("items");
        std::fs::write(&file, items.to_string()).unwrap();
        let mut words = without_ids(row, folder.path());
        words.push(format!("--items={}", file.display()));
        let second = carry_out(row, folder.path(), words);
        let same = second.ran.exit == 0 && second.body() == first.body() && items[0].is_object();
        (!same).then(|| format!("{:?} for {}", second.ran, first.body())).into_iter().collect()
    });

    assert_no(&found);
    assert!(rows.len() > 15, "{}", rows.len());
}

#[test]
fn the_names_that_fields_takes_are_a_list_of_words() {
    let has = |row: &Row| row.operation.arguments.iter().any(|argument| argument.name == "fields_only");
    let rows: Vec<Row> = requests()
        .into_iter()
        .filter(|row| has(row) && !row.operation.saves && !row.operation.effect.is_change())
        .collect();

    let found = complaints(&rows, |row| {
        let folder = folder();
        let mut words = sample(row, Extent::Least, folder.path());
        words.push("--fields-only".to_owned());
        let done = carry_out(row, folder.path(), words);
        let names: Vec<String> = serde_json::from_str(&done.ran.stdout).unwrap_or_default();
        names.is_empty().then(|| format!("{:?}", done.ran)).into_iter().collect()
    });

    assert_no(&found);
    assert!(rows.len() > 8, "{}", rows.len());
}

/// Values of a protocol that a vendor's rows offer and its specification does not name, with the reason.
const BEYOND: &[(&str, &str, &str)] =
    &[("rms", "sftp", "the vendor's guide names it"), ("rms", "telnet", "the vendor's guide names it")];

/// What the facts say of an argument: the schemas of its query parameter, slot or body member, in each product and in each
/// of the forms that a body may have.
fn schemas(row: &Row, argument: &Argument) -> Vec<&'static Value> {
    let (operation, name) = (row.operation, argument.vendor_name());
    let of_body = |body: &'static Value| match operation.body {
        Body::DataList => &body["members"][operation.items]["items"]["members"][name],
        Body::List => &body["items"]["members"][name],
        _ => &body["members"][name],
    };
    let of_fact = |fact: &'static Value| match argument.place {
        Place::Term => vec![shown(argument)],
        Place::Path => vec![&fact["slots"][name]],
        Place::Query => vec![&fact["query"][name]],
        _ => shapes(&fact["body"]["schema"]).into_iter().map(of_body).collect(),
    };
    row.facts().flat_map(of_fact).collect()
}

/// The forms that a body may have.
fn shapes(schema: &'static Value) -> Vec<&'static Value> {
    schema["one_of"].as_array().map_or_else(|| vec![schema], |forms| forms.iter().collect())
}

/// The values that a schema names.
fn choices(schema: &'static Value) -> impl Iterator<Item = String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    schema["enum"].as_array().or(schema["items"]["enum"].as_array()).into_iter().flatten().map(text)
}

/// The rows that are in no specification, because one path is all of them, are left out.
fn described() -> Vec<Row> {
    let mut rows = forms();
    rows.retain(|row| row.operation.select.is_none());
    rows
}

/// What the facts say of a member of the body by which things are named.
fn named_by(row: &Row, member: &str) -> &'static Value {
    let (body, operation) = (&fact(row)["body"]["schema"], row.operation);
    let schema = match operation.body {
        Body::Ids => &body["items"],
        Body::DataList => &body["members"][operation.items]["items"]["members"][member],
        Body::List => &body["items"]["members"][member],
        _ => &body["members"][member],
    };
    if schema["items"].is_null() { schema } else { &schema["items"] }
}

#[test]
fn ids_in_a_body_are_texts_where_the_vendor_wants_texts() {
    let mut checked = 0;
    let mut odd = Vec::new();
    for row in described() {
        let operation = row.operation;
        let members = operation.ids.iter().map(|ids| ids.member).chain(operation.repeated.iter().copied());
        for member in members {
            let is_text = named_by(&row, member)["type"] == "string";
            checked += 1;
            if is_text != operation.texts.contains(&member) {
                odd.push(format!("{}: {member}", row.words));
            }
        }
    }

    assert_no(&odd);
    assert!(checked > 50, "{checked}");
}

/// The words of an expression are not written down anywhere, but records show them.
fn shown(argument: &Argument) -> &'static Value {
    let place = argument.term.and_then(|term| term.shown.first()).unwrap();
    let member = place.trim_start_matches('/');
    let mut schemas = facts().iter().map(|fact| &fact["answer"]["items"]["members"][member]);
    schemas.find(|schema| schema["enum"].is_array()).unwrap_or(&Value::Null)
}

#[test]
fn the_values_that_a_row_offers_are_those_that_the_vendor_takes() {
    let odd: Vec<String> = described()
        .iter()
        .flat_map(|row| row.operation.arguments.iter().map(move |argument| (row, argument)))
        .filter(|(_, argument)| !argument.values.is_empty())
        .filter_map(|(row, argument)| {
            let theirs: BTreeSet<String> = schemas(row, argument).into_iter().flat_map(choices).collect();
            let is_beyond = |value: &&&str| {
                let is_it =
                    |(vendor, beyond, _): &(&str, &str, &str)| *vendor == row.samples().vendor && beyond == *value;
                argument.name == "protocol" && BEYOND.iter().any(is_it)
            };
            let ours: BTreeSet<String> =
                argument.values.iter().filter(|value| !is_beyond(value)).map(ToString::to_string).collect();
            (ours != theirs).then(|| format!("{} {}: {ours:?}, not {theirs:?}", row.words, argument.name))
        })
        .collect();

    assert_no(&odd);
}

/// Downloads that the specification draws as an answer without content.
const DOWNLOADS: &[&str] =
    &["/v2/knowledgebase/article/{articleId}/download", "/v2/related-items/{relatedItemId}/attachment/download"];

/// They page as their standard says, which no file of the vendor draws.
const OF_STANDARD: &[&str] = &["beyondtrust scim groups list", "beyondtrust scim users list"];

/// How they page is published nowhere, so that their answers show it.
const LEARNED: &[&str] = &["cisco agents list", "cisco asset-types list"];

#[test]
fn a_row_pages_where_the_vendor_does_and_waits_and_saves_where_it_says_so() {
    let says = |row: &Row| {
        let fact = fact(row);
        let is_set = |member: &str| !matches!(&fact[member], Value::Null | Value::Bool(false));
        let saves = is_set("download") || DOWNLOADS.contains(&row.operation.path);
        let places = [&fact["query"], &fact["body"]["schema"]["members"]];
        let mut sizes = row.samples().page_sizes.iter().flat_map(|size| places.map(|place| &place[*size]));
        let pages = sizes.any(|size| !size.is_null()) || OF_STANDARD.contains(&row.words.as_str());
        json!({ "pages": pages && !saves, "waits": is_set("channel"), "saves": saves })
    };
    let does = |row: &Row| json!({ "pages": row.operation.paging.is_some(), "waits": row.operation.waits, "saves": row.operation.saves });

    let odd: BTreeMap<String, Value> = described()
        .into_iter()
        .filter(|row| says(row) != does(row))
        .map(|row| (row.words.clone(), says(&row)))
        .collect();

    let learned = json!({ "pages": true, "waits": false, "saves": false });
    assert_eq!(odd, LEARNED.iter().map(|words| ((*words).to_owned(), learned.clone())).collect());
}

/// A row that takes many ids in one request sends one for two of them; the others send two.
#[test]
fn two_ids_are_one_request_where_the_vendor_takes_them_together() {
    let with_ids = |row: &Row| row.operation.ids.is_some();
    let rows: Vec<Row> = requests().into_iter().filter(with_ids).collect();

    let found = complaints(&rows, |row| {
        let folder = folder();
        let sandbox = furnished(row, folder.path());
        let mut words = sample(row, Extent::Least, folder.path());
        let positionals = row.operation.arguments.iter().filter(|argument| argument.positional).count();
        let place = 1 + row.words.split(' ').count() + positionals;
        let second = (row.samples().second_id)(row.operation.ids.unwrap());
        words.insert(place + 1, second.to_owned());
        words.push("--no-wait".to_owned());
        let done = carry_out_on(row, &sandbox, folder.path(), words);
        let own = done.arrived.iter().filter(|seen| row.sends(seen)).count();
        let expected = if row.operation.ids.unwrap().batch { 1 } else { 2 };
        let named = done.arrived.iter().any(|seen| seen.body.contains(second));
        (own != expected || !named).then(|| format!("{own} requests")).into_iter().collect()
    });

    assert_no(&found);
    assert!(rows.len() > 20, "{}", rows.len());
}
