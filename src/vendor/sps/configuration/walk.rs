//! `sps config`: any node of the tree of configuration by its path, for what has no command of its own.

use serde_json::{Value, json};

use super::super::tree;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::plan::encode;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

const ROOT: &str = "/api/configuration";

const PATH: Argument = Argument::rest("path").help("where it is below the configuration, as `telnet/options`");

pub(in super::super) const CONFIG: Group = Group {
    name: "config",
    about: "Any part of the configuration by its path",
    operations: &[
        LS,
        Operation::get("get", "/api/configuration/{path}")
            .about("Show a part of the configuration")
            .arguments(&[PATH])
            .named_by("key"),
        Operation::post("post", "/api/configuration/{path}")
            .about("Create an entry in a part of the configuration, from --body")
            .value_body()
            .arguments(&[PATH]),
        Operation::put("put", "/api/configuration/{path}")
            .about("Replace a part of the configuration with --body")
            .value_body()
            .arguments(&[PATH]),
        Operation::delete("delete", "/api/configuration/{path}")
            .about("Delete a part of the configuration")
            .arguments(&[PATH]),
    ],
    groups: &[],
};

pub(in super::super) const LS: Operation = Operation::stream("ls", Effect::Read, ls)
    .about("List what is in a part of the configuration")
    .arguments(&[Argument::workflow("path", Kind::String)
        .positional()
        .help("where, as `telnet/connections`; nothing for the whole tree")])
    .columns(&["key", "name", "href"], &[])
    .named_by("key");

fn ls<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let path = path(&given.text("path").unwrap_or_default())?;
        let answer = tree::get(work.session, work.account.url(), &path).await?;
        let records: Vec<Record> = below(&answer).iter().map(Record::from).collect();
        Ok(work.hand_over(&records))
    })
}

/// The node of the tree; an empty segment, or dots, would be another one.
fn path(typed: &str) -> Result<String, Failure> {
    let typed = typed.strip_prefix(ROOT).unwrap_or(typed).trim_matches('/');
    if typed.is_empty() {
        return Ok(ROOT.to_owned());
    }
    let segments: Vec<&str> = typed.split('/').collect();
    match segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
        true => Err(Failure::usage(format!("`{typed}` is no value for PATH"))),
        false => Ok(segments.into_iter().fold(ROOT.to_owned(), |path, segment| format!("{path}/{}", encode(segment)))),
    }
}

/// The items of a list with their places; the names of the members of anything else.
fn below(answer: &Value) -> Vec<Value> {
    if let Some(items) = answer["items"].as_array() {
        return items
            .iter()
            .map(|item| json!({"key": item["key"], "name": item["body"]["name"], "href": item["meta"]["href"]}))
            .collect();
    }
    let names = answer["body"].as_object().into_iter().flat_map(|members| members.keys());
    names.map(|name| json!({"key": name, "name": null, "href": null})).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_below_the_configuration_however_it_is_typed() {
        let paths = ["", "/", "telnet/connections", "/telnet/connections/", "/api/configuration/telnet", "a b/@order"]
            .map(|typed| path(typed).unwrap());

        assert_eq!(
            paths,
            [
                "/api/configuration",
                "/api/configuration",
                "/api/configuration/telnet/connections",
                "/api/configuration/telnet/connections",
                "/api/configuration/telnet",
                "/api/configuration/a%20b/%40order",
            ]
        );
        assert_eq!(path("a/../b").unwrap_err().message, "`a/../b` is no value for PATH");
    }

    #[test]
    fn below_a_list_are_its_items_and_below_an_object_its_members() {
        let item = json!({"key": "1", "meta": {"href": "/api/configuration/x/1"}, "body": {"name": "a"}});

        let items = below(&json!({"items": [item, {"key": "2", "meta": {}}], "meta": {}}));
        let members = below(&json!({"key": "options", "body": {"service": {}}, "meta": {}}));

        assert_eq!(
            items,
            [
                json!({"key": "1", "name": "a", "href": "/api/configuration/x/1"}),
                json!({"key": "2", "name": null, "href": null}),
            ]
        );
        assert_eq!(members, [json!({"key": "service", "name": null, "href": null})]);
    }
}
