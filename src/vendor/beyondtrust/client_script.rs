//! `beyondtrust client-script`: addresses whose answer is a script for the vendor's console. Printing one asks nobody.

use std::path::Path;

use serde_json::json;

use super::product::RS;
use super::whole_file;
use crate::catalog::{Argument, Effect, Group, Kind, Operation, Place};
use crate::given::{Given, text_of};
use crate::http::{Fault, Request, add_pairs};
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const CLIENT_SCRIPT: Group = Group {
    name: "client-script",
    about: "Links and scripts that make a person's console do something",
    operations: OPERATIONS,
    groups: &[],
};

const PATH: &str = "/api/client_script";

const fn action(name: &'static str, action: &'static str) -> Operation {
    Operation::workflow(name, Effect::Read, script).on(action)
}

const OPERATIONS: &[Operation] = &[
    action("login", "login").about("Print a link that lets the console log in").arguments(&[MORE, SAVE]),
    action("generate-session-key", "generate_session_key")
        .about("Print a link that makes a session key")
        .only(RS)
        .arguments(&[CUSTOM, MORE, SAVE]),
    action("push-and-start-local", "push_and_start_local")
        .about("Print a link that jumps to a computer near the console")
        .arguments(&[
            Argument::workflow("hostname", Kind::String).required().help("host name of the computer"),
            CUSTOM,
            MORE,
            SAVE,
        ]),
    action("push-and-start-remote", "push_and_start_remote")
        .about("Print a link that jumps to a computer through a Jumpoint")
        .arguments(&[TARGET, JUMPOINT, CUSTOM, MORE, SAVE]),
    action("start-jump-item-session", "start_jump_item_session")
        .about("Print a link that starts a session with a Jump Item")
        .arguments(&[
            Argument::workflow("search_string", Kind::String).help("text to find it by"),
            Argument::workflow("client.hostname", Kind::String).spelled("hostname").help("part of its host name"),
            Argument::workflow("client.tag", Kind::String).spelled("tag").help("part of its tag"),
            Argument::workflow("client.comments", Kind::String).spelled("comments").help("part of the remarks on it"),
            Argument::workflow("client.private_ip", Kind::String)
                .spelled("private-ip")
                .help("part of its private address; Jump Clients only"),
            Argument::workflow("client.public_ip", Kind::String)
                .spelled("public-ip")
                .help("part of its public address; Jump Clients only"),
            Argument::workflow("jump.method", Kind::String)
                .spelled("method")
                .help("only reached in this way, such as `pinned` (a Jump Client) or `shelljump`"),
            CUSTOM,
            MORE,
            SAVE,
        ])
        .checked(check_search),
    action("start-shell-jump-session", "start_shell_jump_session")
        .about("Print a link that starts an SSH or Telnet session")
        .arguments(&[
            TARGET,
            JUMPOINT,
            USERNAME,
            Argument::workflow("protocol", Kind::String).values(&["ssh", "telnet"]).help("protocol; SSH by default"),
            Argument::workflow("port", Kind::Integer).help("port; 22 by default"),
            Argument::workflow("terminal", Kind::String).values(&["xterm", "vt100"]).help("type of the terminal"),
            CUSTOM,
            MORE,
            SAVE,
        ]),
    action("start-rdp-session", "start_rdp_session")
        .about("Print a link that starts an RDP session")
        .only(RS)
        .arguments(&[
            TARGET,
            JUMPOINT,
            USERNAME,
            Argument::workflow("display_size", Kind::String)
                .help("`primary_display` (the default), `all_displays` or WIDTHxHEIGHT"),
            Argument::workflow("quality", Kind::String)
                .values(&["low", "performance", "performance_quality", "quality"])
                .help("quality of the picture"),
            Argument::workflow("console", Kind::String).values(&["no", "yes"]).help("take the machine's own screen"),
            CUSTOM,
            MORE,
            SAVE,
        ]),
    action("start-vnc-session", "start_vnc_session")
        .about("Print a link that starts a VNC session")
        .only(RS)
        .arguments(&[TARGET, JUMPOINT, CUSTOM, MORE, SAVE]),
    action("start-vpro-session", "start_vpro_session")
        .about("Print a link that starts a vPro session")
        .only(RS)
        .arguments(&[
            TARGET,
            Argument::workflow("jumpoint", Kind::String).required().help("Jumpoint that reaches it, set up for vPro"),
            CUSTOM,
            MORE,
            SAVE,
        ]),
];

const TARGET: Argument =
    Argument::workflow("target", Kind::String).required().help("host name or address of the machine");
const JUMPOINT: Argument =
    Argument::workflow("jumpoint", Kind::String).help("Jumpoint that reaches it; the user chooses otherwise");
const USERNAME: Argument =
    Argument::workflow("username", Kind::String).help("who to log in as; the user is asked otherwise");
/// Fields of a session that a site has of its own.
pub(super) const CUSTOM: Argument = Argument::workflow("custom", Kind::Pairs)
    .help("a field of the session by its code name, such as `external_key`, and its value; repeatable");
/// What has no flag.
pub(super) const MORE: Argument =
    Argument::workflow("param", Kind::Pairs).help("any other parameter by the vendor's name, and its value");
const SAVE: Argument = Argument::workflow("save", Kind::String)
    .on_disk()
    .help("fetch the script into this file; without it, print the link");

/// A console that is told nothing to look for finds everything.
fn check_search(given: &Given) -> Result<(), crate::failure::Failure> {
    let is_term = |name: &String| name == "search_string" || name.starts_with("client.") || name == "param";
    match given.values.keys().any(is_term) {
        true => Ok(()),
        false => Err(crate::failure::Failure::usage("nothing says which Jump Item is meant")
            .hint("give `--search-string`, `--hostname`, `--tag`, `--comments` or an address")),
    }
}

fn script<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let operation = work.operation.expect("a command runs it");
        operation.check.map_or(Ok(()), |check| check(given))?;
        let fixed = [("type", "rep"), ("operation", "generate"), ("action", operation.subject)];
        let request = link(work, PATH, &fixed, operation, given)?;
        let Some(target) = given.text("save") else {
            let url = request.url.to_string();
            return Ok(Outcome::Result { record: json!({ "url": url }), line: url, open: None });
        };
        whole_file::folder_of(&target)?;
        let request = whole_file::of(request);
        if work.dry_run {
            return Ok(Outcome::WouldSend(vec![request]));
        }
        let bytes = whole_file::save(work, &request, Path::new(&target)).await?;
        Ok(Outcome::Result { record: json!({ "saved": target, "bytes": bytes }), line: target, open: None })
    })
}

/// The address with what was given, by the vendor's names.
pub(super) fn link(
    work: &Work<'_>,
    path: &str,
    fixed: &[(&str, &str)],
    operation: &Operation,
    given: &Given,
) -> Result<Request, Fault> {
    let mut request = Request::get(crate::plan::join(work.account.url(), path)?);
    let fixed = fixed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let own = operation.arguments.iter().filter(|argument| is_sent(argument));
    let own = own.filter_map(|argument| Some((argument.name.to_owned(), given.text(argument.name)?)));
    let pairs =
        fixed.chain(own).chain(members(given, CUSTOM.name, "session.custom.")).chain(members(given, MORE.name, ""));
    add_pairs(&mut request.url, pairs.collect::<Vec<_>>());
    Ok(request)
}

fn is_sent(argument: &Argument) -> bool {
    argument.place == Place::Workflow && ![SAVE.name, CUSTOM.name, MORE.name].contains(&argument.name)
}

fn members(given: &Given, name: &str, prefix: &str) -> Vec<(String, String)> {
    let members = given.values.get(name).and_then(|value| value.as_object()).into_iter().flatten();
    members.map(|(name, value)| (format!("{prefix}{name}"), text_of(value))).collect()
}
