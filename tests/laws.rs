//! Laws over the tables of every vendor: what must be true of a row whoever writes it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod inside;

use std::collections::{BTreeMap, BTreeSet};

use clap::{Arg, Command};
use inside::samples::{self, Extent, Row, rows};
use inside::{each, run, run_words, sandbox};
use rmctl::catalog::{Argument, Effect, Group, Kind, Operation, Place, Run, Vendor};
use rmctl::vendor::ALL;
use serde_json::Value;

/// Rows whose effect is not the one of their verb, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("ninjaone organizations installers generate-for-location", "the vendor makes an installer, by a GET"),
    ("ninjaone tickets boards run", "it lists tickets and changes none"),
    ("rms devices configurator read", "it asks devices for their settings and changes none"),
    ("rms devices connect status", "it asks devices whether they are connected"),
    ("rms files download-zip", "it packs files for this answer alone"),
];

fn groups() -> Vec<(String, &'static Group)> {
    fn add(words: &str, groups: &'static [Group], found: &mut Vec<(String, &'static Group)>) {
        for group in groups {
            let words = format!("{words} {}", group.name);
            found.push((words.clone(), group));
            add(&words, group.groups, found);
        }
    }
    let mut found = Vec::new();
    ALL.iter().for_each(|vendor| add(vendor.settings.key, vendor.groups, &mut found));
    found
}

/// The words of the rows for which the law does not hold.
fn offenders(law: impl Fn(&Row) -> bool) -> Vec<String> {
    rows().into_iter().filter(|row| !law(row)).map(|row| row.words).collect()
}

fn nobody() -> Vec<String> {
    Vec::new()
}

fn is_kebab(name: &str) -> bool {
    let fits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    name.split('-').all(fits) && name.starts_with(|letter: char| letter.is_ascii_lowercase())
}

/// An imperative that begins with a capital, on one line, without a full stop.
fn is_sentence(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_uppercase())
        && !text.ends_with('.')
        && text.chars().count() <= 80
        && !text.contains('\n')
}

#[test]
fn names_are_kebab_case() {
    let names = rows().into_iter().map(|row| row.words).chain(groups().into_iter().map(|(words, _)| words));

    let odd: Vec<String> = names.filter(|words| !words.split(' ').all(is_kebab)).collect();

    assert_eq!(odd, nobody());
}

#[test]
fn no_two_things_have_the_same_words() {
    let all: Vec<String> = rows()
        .into_iter()
        .map(|row| row.words)
        .chain(groups().into_iter().map(|(words, _)| words))
        .chain(ALL.iter().flat_map(|vendor| vendor.aliases.iter().map(|alias| (*alias).to_owned())))
        .chain(ALL.iter().map(|vendor| vendor.settings.key.to_owned()))
        .collect();

    let distinct: BTreeSet<&String> = all.iter().collect();

    assert_eq!(distinct.len(), all.len());
}

#[test]
fn every_slot_of_a_path_has_its_positional_and_in_its_order() {
    let odd = offenders(|row| {
        let slots: Vec<&str> =
            row.operation.path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
        let arguments = row.operation.arguments.iter();
        let positionals: Vec<&str> =
            arguments.filter(|argument| argument.place == Place::Path).map(|argument| argument.name).collect();
        slots == positionals
    });

    assert_eq!(odd, nobody());
}

#[test]
fn what_stands_in_the_path_is_required_and_positional() {
    let odd = offenders(|row| {
        let mut slots = row.operation.arguments.iter().filter(|argument| argument.place == Place::Path);
        slots.all(|argument| argument.required && argument.positional)
    });

    assert_eq!(odd, nobody());
}

#[test]
fn positionals_stand_before_flags() {
    let odd = offenders(|row| row.operation.arguments.is_sorted_by_key(|argument| !argument.positional));

    assert_eq!(odd, nobody());
}

#[test]
fn an_effect_is_the_one_of_its_verb_or_has_a_reason() {
    let suits = |operation: &Operation| match operation.verb {
        "GET" | "HEAD" => operation.effect == Effect::Read,
        "DELETE" => operation.effect == Effect::Destroy,
        "POST" | "PUT" | "PATCH" => operation.effect != Effect::Read,
        "" => matches!(operation.run, Run::Workflow(_)),
        _ => false,
    };

    let odd = offenders(|row| suits(row.operation) || EXCEPTIONS.iter().any(|(words, _)| *words == row.words));
    let idle: Vec<&str> = EXCEPTIONS
        .iter()
        .filter(|(words, reason)| {
            reason.is_empty() || !rows().iter().any(|row| row.words == *words && !suits(row.operation))
        })
        .map(|(words, _)| *words)
        .collect();

    assert_eq!((odd, idle), (nobody(), vec![]));
}

/// A warning is shown by the question, and only what destroys asks one.
#[test]
fn what_is_warned_of_is_asked_about() {
    let odd = offenders(|row| row.operation.warning.is_none() || row.operation.effect == Effect::Destroy);

    assert_eq!(odd, nobody());
}

#[test]
fn a_row_has_a_path_or_is_a_workflow() {
    let odd = offenders(|row| match row.operation.run {
        Run::Request => row.operation.path.starts_with('/'),
        Run::Workflow(_) => row.operation.path.is_empty(),
    });

    assert_eq!(odd, nobody());
}

#[test]
fn what_runs_in_the_place_of_a_row_is_a_job_and_takes_the_argument_that_calls_it() {
    let odd = offenders(|row| {
        row.operation.instead.is_none_or(|(argument, job)| {
            let takes_it = |row: &Operation| row.arguments.iter().any(|one| one.name == argument);
            matches!(job.run, Run::Workflow(_)) && takes_it(row.operation) && takes_it(job)
        })
    });

    assert_eq!(odd, nobody());
}

fn leaves(command: &Command, words: &str) -> Vec<(String, Command)> {
    let below: Vec<(String, Command)> =
        command.get_subcommands().flat_map(|below| leaves(below, &format!("{words} {}", below.get_name()))).collect();
    match command.has_subcommands() {
        true => below,
        false => vec![(words.trim().to_owned(), command.clone())],
    }
}

/// Every flag of each row as the user types it, those of all rows included.
fn flags() -> BTreeMap<String, Vec<String>> {
    let mut tree = rmctl::cli::tree(ALL, None);
    tree.build();
    let known: BTreeSet<String> = rows().into_iter().map(|row| row.words).collect();
    leaves(&tree, "")
        .into_iter()
        .filter(|(words, _)| known.contains(words))
        .map(|(words, command)| (words, command.get_arguments().filter_map(Arg::get_long).map(str::to_owned).collect()))
        .collect()
}

#[test]
fn every_row_is_a_command() {
    let commands: Vec<String> = flags().into_keys().collect();
    let mut expected: Vec<String> = rows().into_iter().map(|row| row.words).collect();
    expected.sort();

    assert_eq!(commands, expected);
}

#[test]
fn no_command_has_a_flag_twice_not_even_one_that_all_have() {
    let twice: Vec<(String, String)> = flags()
        .into_iter()
        .flat_map(|(words, mut flags)| {
            flags.sort();
            let pairs: Vec<String> =
                flags.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect();
            pairs.into_iter().map(move |flag| (words.clone(), flag))
        })
        .collect();

    assert_eq!(twice, []);
}

#[test]
fn flags_are_kebab_case() {
    let odd: BTreeSet<String> = flags().into_values().flatten().filter(|flag| !is_kebab(flag)).collect();

    assert_eq!(odd, BTreeSet::new());
}

#[test]
fn what_would_shadow_a_global_flag_is_offered_for_the_server() {
    let listed = run(&sandbox(), "rmctl api rms --list -o json").json();
    let list = listed.as_array().unwrap().iter().find(|row| row["command"] == "rms devices list").unwrap();
    let sort = list["params"].as_array().unwrap().iter().find(|param| param["name"] == "sort").unwrap();

    assert!(flags()["rms devices list"].contains(&"server-sort".to_owned()));
    assert_eq!(sort["flag"], "--server-sort");
}

#[test]
fn the_list_of_the_tables_names_the_flags_that_the_commands_have() {
    let listed = run(&sandbox(), "rmctl api rms --list -o json").json();
    let of_all: Vec<String> =
        rmctl::cli::tree(ALL, None).get_arguments().filter_map(Arg::get_long).map(str::to_owned).collect();
    let mut flags = flags();
    flags.values_mut().for_each(|flags| flags.retain(|flag| !of_all.contains(flag)));

    let unknown: Vec<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| {
            let words = row["command"].as_str().unwrap().to_owned();
            let params = row["params"].as_array().unwrap().clone();
            params.into_iter().filter_map(move |param| Some((words.clone(), param["flag"].as_str()?.to_owned())))
        })
        .filter(|(words, flag)| !flags[words].contains(&flag.trim_start_matches("--").to_owned()))
        .map(|(words, flag)| format!("{words} {flag}"))
        .collect();

    assert_eq!(unknown, nobody());
}

#[test]
fn no_argument_stands_twice_in_the_same_place() {
    let odd = offenders(|row| {
        let arguments = row.operation.arguments;
        let places: BTreeSet<(&str, String)> = arguments.iter().map(|a| (a.name, format!("{:?}", a.place))).collect();
        places.len() == arguments.len()
    });

    assert_eq!(odd, nobody());
}

#[test]
fn an_argument_in_a_body_has_a_body_to_be_in() {
    let odd = offenders(|row| {
        let in_body = row.operation.arguments.iter().any(|argument| argument.place == Place::Body);
        !in_body || row.operation.body != rmctl::catalog::Body::None
    });

    assert_eq!(odd, nobody());
}

#[test]
fn one_of_names_arguments_of_the_row() {
    let odd = offenders(|row| {
        let names: Vec<&str> = row.operation.arguments.iter().map(|argument| argument.name).collect();
        row.operation.one_of.iter().all(|name| names.contains(name))
    });

    assert_eq!(odd, nobody());
}

#[test]
fn a_row_that_pages_leaves_its_paging_to_the_runner() {
    let odd = offenders(|row| {
        let paging = row.operation.arguments.iter().any(|argument| argument.paging);
        paging == row.operation.paging.is_some() && (!paging || row.operation.list)
    });

    assert_eq!(odd, nobody());
}

#[test]
fn choices_have_values() {
    let odd = offenders(|row| {
        let choices = row.operation.arguments.iter().filter(|argument| argument.kind == Kind::Choices);
        choices.map(|argument| argument.values).all(|values| !values.is_empty())
    });

    assert_eq!(odd, nobody());
}

#[test]
fn abouts_are_imperative_sentences_that_fit_a_line() {
    let odd = offenders(|row| is_sentence(row.operation.about) && !row.operation.about.starts_with("The "));
    let groups: Vec<String> =
        groups().into_iter().filter(|(_, group)| !is_sentence(group.about)).map(|(words, _)| words).collect();

    assert_eq!((odd, groups), (nobody(), nobody()));
}

fn is_unexplained(argument: &Argument) -> bool {
    // What the runner fills is not offered, and a list of values explains itself.
    argument.help.is_empty() && !argument.paging && argument.values.is_empty()
}

#[test]
fn every_argument_has_help() {
    let silent: Vec<String> = rows()
        .iter()
        .flat_map(|row| {
            row.operation
                .arguments
                .iter()
                .filter(|argument| is_unexplained(argument))
                .map(|argument| format!("{}: {}", row.words, argument.name))
        })
        .collect();

    assert_eq!(silent, nobody());
}

#[test]
fn every_list_has_columns_and_no_column_twice() {
    let odd = offenders(|row| {
        let columns: Vec<&&str> = row.operation.columns.iter().chain(row.operation.wide).collect();
        let distinct: BTreeSet<&&&str> = columns.iter().collect();
        // A record whose members nobody knows beforehand has no columns to choose.
        let is_open = row.operation.members.is_empty();
        (!row.operation.list || is_open || !row.operation.columns.is_empty()) && distinct.len() == columns.len()
    });

    assert_eq!(odd, nobody());
}

#[test]
fn columns_and_words_are_members_of_a_closed_record() {
    let odd = offenders(|row| {
        let operation = row.operation;
        let named = operation.columns.iter().chain(operation.wide);
        let named = named.chain(operation.words.iter().map(|(member, _, _)| member));
        let mut first = named.map(|path| path.split('.').next().unwrap());
        operation.members.is_empty() || first.all(|member| operation.members.contains(&member))
    });

    assert_eq!(odd, nobody());
}

#[test]
fn the_columns_of_a_change_are_those_of_its_results() {
    let odd = offenders(|row| {
        let mut first = row.operation.columns.iter().map(|path| path.split('.').next().unwrap());
        let is_stream = row.operation.list;
        !row.operation.effect.is_change() || is_stream || first.all(|member| RESULT.contains(&member))
    });

    assert_eq!(odd, nobody());
}

const RESULT: [&str; 4] = ["id", "status", "result", "error"];

/// Lists of what has no name of its own: things that happened, at a time and no more.
const NAMELESS: &[&str] = &[
    "rms automations logs get",
    "rms automations logs list",
    "rms companies data history",
    "rms credits history",
    "rms credits move-history",
    "rms data-collect configs logs",
    "rms devices actions logs",
    "rms devices configurator logs get",
    "rms devices configurator logs list",
    "rms devices custom-data list",
    "rms devices information-history get",
    "rms devices links list",
    "rms devices locations history",
    "rms vpn hubs logs connections",
    "rms vpn hubs logs list",
    "rms vpn hubs users logs",
];

#[test]
fn what_names_a_record_is_a_member_of_a_closed_one() {
    let has_name = |row: &Row| {
        let operation = row.operation;
        let name = operation.id.split('.').next().unwrap();
        !operation.list || operation.members.is_empty() || operation.members.contains(&name)
    };

    let mut odd = offenders(has_name);
    odd.sort();

    assert_eq!(odd, NAMELESS);
}

/// Every record that the sandbox has for a list.
fn records(row: &Row) -> Vec<Value> {
    let folder = samples::folder();
    let mut words = samples::sample(row, Extent::Least, folder.path());
    words.push("--show-secrets".to_owned());
    let ran = run_words(&samples::furnished(row, folder.path()), words);
    assert_eq!(ran.exit, 0, "{}: {ran:?}", row.words);
    ran.json().as_array().unwrap().clone()
}

/// What is about a transaction that an earlier run has left open: each run of these tests stands alone.
const OF_EARLIER_RUNS: &[&str] = &["sps transaction changes"];

/// What has no end is not read to its end.
fn lists() -> Vec<Row> {
    let is_readable =
        |row: &Row| !row.operation.endless && !OF_EARLIER_RUNS.contains(&row.words.as_str()) && row.operation.list;
    let newer = samples::forms().into_iter().filter(Row::is_newer);
    rows().into_iter().chain(newer).filter(is_readable).collect()
}

/// Whether the specification draws the member, where the vendor's file says what answers hold. Much of that is only true
/// of devices and accounts that the sandbox does not have.
fn is_drawn(row: &Row, path: &str) -> bool {
    if matches!(row.operation.run, Run::Workflow(_)) {
        // A job that shows some of the records of a list shows what that list shows.
        let is_source =
            |list: &&Row| list.operation.members == row.operation.members && !list.operation.path.is_empty();
        return lists().iter().filter(is_source).any(|list| is_drawn(list, path));
    }
    let pointer: String = path.split('.').map(|member| format!("/members/{member}")).collect();
    row.samples().draws_answers
        && row.facts().any(|fact| {
            let around = row.operation.answer.map_or(&fact["answer"], |member| &fact["answer"]["members"][member]);
            let item = if around["items"].is_null() { around } else { &around["items"] };
            item.pointer(&pointer).is_some()
        })
}

fn stands_in(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members.contains_key(name) || members.values().any(|value| stands_in(value, name)),
        Value::Array(items) => items.iter().any(|item| stands_in(item, name)),
        _ => false,
    }
}

/// A secret of one thing's own answer, which no list was seen to show and none may; and what a syslog has where a line broke.
const KEPT_BACK: &[&str] = &["beyondtrust report syslog: text", "cisco gateways list: adminPassword"];

#[test]
fn every_column_exists_in_a_record_of_the_sandbox_or_is_drawn() {
    let mut dead = each(&lists(), |row| {
        let records = records(row);
        let has = |path: &str| {
            let pointer = format!("/{}", path.replace('.', "/"));
            records.iter().any(|record| record.pointer(&pointer).is_some())
        };
        // A secret is hidden wherever it stands.
        let hides = |name: &str| records.iter().any(|record| stands_in(record, name));
        let columns = row.operation.columns.iter().chain(row.operation.wide).filter(|path| !has(path));
        let secrets = row.operation.secret.iter().filter(|name| !hides(name));
        let dead = columns.chain(secrets).filter(|path| !is_drawn(row, path));
        dead.map(|path| format!("{}: {path}", row.words)).collect()
    });

    dead.sort();
    assert_eq!(dead, KEPT_BACK);
}

#[test]
fn every_member_of_the_sandbox_s_records_is_known_where_the_record_is_closed() {
    let mut closed = lists();
    closed.retain(|row| !row.operation.members.is_empty());

    let strange: BTreeSet<String> = each(&closed, |row| {
        let members = row.operation.members;
        let records = records(row);
        let names = records.iter().flat_map(|record| record.as_object().unwrap().keys().cloned());
        names.filter(|name| !members.contains(&name.as_str())).map(|name| format!("{}: {name}", row.words)).collect()
    })
    .into_iter()
    .collect();

    assert_eq!(strange, BTreeSet::new());
}

#[test]
fn every_row_that_waits_is_answered_by_a_channel_and_no_other_is() {
    let mut rows = samples::requests();
    rows.retain(|row| !row.operation.list && !row.operation.saves && row.refused().is_none());

    let odd = each(&rows, |row| {
        let folder = samples::folder();
        let mut words = samples::sample(row, Extent::Least, folder.path());
        words.push("--no-wait".to_owned());
        let ran = run_words(&samples::furnished(row, folder.path()), words);
        let answered = serde_json::from_str::<Value>(&ran.stdout).unwrap_or_default()["channel"].is_string();
        (ran.exit != 0 || answered != row.operation.waits)
            .then(|| format!("{}: {ran:?}", row.words))
            .into_iter()
            .collect()
    });

    assert_eq!(odd, nobody());
}

fn environment_of(vendor: &Vendor) -> Vec<&'static str> {
    let prefix = format!("RMCTL_{}_", vendor.settings.env);
    sandbox().environment().into_iter().filter_map(|(name, _)| name.strip_prefix(prefix.as_str())).collect()
}

#[test]
fn every_vendor_has_a_simulator_that_its_commands_reach() {
    let without: Vec<&str> = ALL
        .iter()
        .filter(|vendor| {
            let given = environment_of(vendor);
            let is_given = |field: &&str| given.contains(&field.to_uppercase().as_str());
            !given.contains(&"URL") || !vendor.settings.credentials.iter().any(|set| set.iter().all(is_given))
        })
        .map(|vendor| vendor.settings.key)
        .collect();

    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn every_vendor_s_credentials_are_fields_of_it() {
    let odd: Vec<&str> = ALL
        .iter()
        .filter(|vendor| {
            // Any profile may have a certificate.
            let own = vendor.settings.fields.iter().map(|field| field.key);
            let fields: Vec<&str> = own.chain(["client_cert_file"]).collect();
            !vendor.settings.credentials.iter().flat_map(|set| set.iter()).all(|key| fields.contains(key))
        })
        .map(|vendor| vendor.settings.key)
        .collect();

    assert_eq!(odd, Vec::<&str>::new());
}
