//! The flags that every command has, before or after its words.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::flags::{switch, text};
use crate::output::{Format, Page};

/// What the global flags said; `None` and `false` where they were silent.
#[derive(Debug, Clone, Default)]
pub struct Globals {
    /// `--profile`, as often as it was given.
    pub profiles: Vec<String>,
    /// `--output`.
    pub output: Option<String>,
    /// `--columns`.
    pub columns: Option<Vec<String>>,
    /// `--sort`.
    pub sort: Option<String>,
    /// `--filter`.
    pub filters: Vec<String>,
    /// `--jq`.
    pub jq: Option<String>,
    /// `--limit`.
    pub limit: Option<usize>,
    /// `--no-header`.
    pub no_header: bool,
    /// `--quiet`.
    pub quiet: bool,
    /// `--verbose`, counted.
    pub verbose: u8,
    /// `--dry-run`.
    pub dry_run: bool,
    /// `--yes`.
    pub yes: bool,
    /// `--timeout`, in seconds.
    pub timeout: Option<u64>,
    /// `--retries`.
    pub retries: Option<u32>,
    /// `--rate`, in requests a second.
    pub rate: Option<f64>,
    /// `--print-curl`.
    pub print_curl: bool,
    /// `--color`.
    pub color: Option<String>,
    /// `--no-input`.
    pub no_input: bool,
    /// `--show-secrets`.
    pub show_secrets: bool,
    /// `--raw-output`.
    pub raw_output: bool,
    /// `--formulas`.
    pub formulas: bool,
    /// `--fail-on-empty`.
    pub fail_on_empty: bool,
    /// `--jobs`.
    pub jobs: usize,
    /// `--max-affected`.
    pub max_affected: Option<usize>,
    /// `--max-retry-wait`, in seconds.
    pub max_retry_wait: u64,
    /// `--no-cache`.
    pub no_cache: bool,
    /// `--max-age`, in seconds.
    pub max_age: Option<u64>,
    /// `--sandbox`.
    pub sandbox: bool,
}

const HEADING: &str = "Global options";

/// How much of the global flags a help shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// `-h` of a command: its own flags only.
    None,
    /// `-h` of the program: what is used daily.
    Everyday,
    /// `--help`, and everything made from the tree.
    All,
}

/// The flags, for the root of the tree.
pub(super) fn arguments(detail: Detail) -> Vec<Arg> {
    let everyday = everyday().into_iter().map(|argument| argument.hide_short_help(detail == Detail::None));
    let seldom = seldom().into_iter().map(|argument| argument.hide_short_help(detail != Detail::All));
    let help = [help().hide_short_help(detail == Detail::None)];
    let all = everyday.chain(seldom).chain(help);
    all.map(|argument| last_counts(argument).global(true).help_heading(HEADING)).collect()
}

/// Whoever has an alias with a flag in it types the same flag again.
fn last_counts(argument: Arg) -> Arg {
    match argument.get_action() {
        ArgAction::Set | ArgAction::SetTrue => {
            let itself = argument.get_id().clone();
            argument.overrides_with(itself)
        }
        _ => argument,
    }
}

fn everyday() -> [Arg; 12] {
    [
        text("profile", "NAME", "which configured account, repeatable [env: RMCTL_PROFILE]")
            .short('p')
            .action(ArgAction::Append),
        text("output", "FORMAT", "how to print the result [default: table] [env: RMCTL_OUTPUT]")
            .short('o')
            .value_parser(PossibleValuesParser::new(formats())),
        text("columns", "A,B.c", "which members, in this order").value_delimiter(',').action(ArgAction::Append),
        text("sort", "KEY", "sort by a member, `-KEY` for descending").allow_hyphen_values(true),
        text("filter", "EXPR", "KEY=VALUE, KEY!=VALUE or KEY~REGEX, repeatable").action(ArgAction::Append),
        text("jq", "EXPR", "jq over the whole result"),
        number("limit", "N", "stop after N records").value_parser(value_parser!(usize)),
        switch("quiet", "fewer messages").short('q').conflicts_with("verbose"),
        Arg::new("verbose")
            .short('v')
            .long("verbose")
            .action(ArgAction::Count)
            .help("more messages; -vv traces requests, -vvv bodies"),
        switch("dry-run", "print the change that would be sent, send none"),
        switch("yes", "do not ask before destroying").short('y'),
        switch("sandbox", "use the built-in simulators: no account, no network [env: RMCTL_SANDBOX]"),
    ]
}

fn seldom() -> [Arg; 16] {
    [
        switch("no-header", "no header line in tabular formats"),
        number("timeout", "SECS", "limit of one request [default: 30]").value_parser(value_parser!(u64).range(1..)),
        number("retries", "N", "attempts after the first [default: 3]").value_parser(value_parser!(u32).range(..=100)),
        number("rate", "N/s", "own ceiling of requests a second").value_parser(rate),
        switch("print-curl", "print the equivalent curl line instead of sending"),
        text("color", "WHEN", "colours [env: NO_COLOR, CLICOLOR, CLICOLOR_FORCE]")
            .value_parser(PossibleValuesParser::new(["auto", "always", "never"])),
        switch("no-input", "never prompt"),
        switch("show-secrets", "show secret members of records"),
        switch("raw-output", "strings from --jq without quotes"),
        switch("formulas", "leave csv cells that a spreadsheet would run as a formula"),
        switch("fail-on-empty", "an empty list is exit 3"),
        number("jobs", "N", "items at a time [default: 4]").value_parser(value_parser!(u64).range(1..=64)),
        number("max-affected", "N", "refuse to change more items").value_parser(value_parser!(usize)),
        number("max-retry-wait", "SECS", "longest single wait for a retry [default: 60]")
            .value_parser(value_parser!(u64)),
        switch("no-cache", "ask the vendor even where an answer is cached"),
        number("max-age", "SECS", "how old a cached answer may be").value_parser(value_parser!(u64)),
    ]
}

/// Pages are formats of one command, whose help names them.
fn formats() -> Vec<PossibleValue> {
    let pages = Page::ALL.map(|page| PossibleValue::new(page.name()).hide(true));
    Format::ALL.map(|format| PossibleValue::new(format.name())).into_iter().chain(pages).collect()
}

/// One layout for both: a line a flag.
fn help() -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::HelpShort)
        .help("this help; `-h` shows less, `--help` all")
}

/// `-1` is a bad number, not an unknown flag.
fn number(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    text(name, value, help).allow_negative_numbers(true)
}

/// `5`, `0.5` or `5/s`.
fn rate(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix("/s").unwrap_or(text).parse::<f64>().ok();
    number.filter(|rate| rate.is_finite() && *rate > 0.0).ok_or_else(|| "a rate is a number above zero".to_owned())
}

impl Globals {
    pub(super) fn of(matches: &ArgMatches) -> Self {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let texts = |name: &str| matches.get_many::<String>(name).map(|values| values.cloned().collect::<Vec<_>>());
        let number = |name: &str| matches.get_one::<u64>(name).copied();
        let size = |name: &str| matches.get_one::<usize>(name).copied();
        let is_set = |name: &str| matches.get_flag(name);
        Self {
            profiles: texts("profile").unwrap_or_default(),
            output: text("output"),
            columns: texts("columns"),
            sort: text("sort"),
            filters: texts("filter").unwrap_or_default(),
            jq: text("jq"),
            limit: size("limit"),
            no_header: is_set("no-header"),
            quiet: is_set("quiet"),
            verbose: matches.get_count("verbose"),
            dry_run: is_set("dry-run"),
            yes: is_set("yes"),
            timeout: number("timeout"),
            retries: matches.get_one::<u32>("retries").copied(),
            rate: matches.get_one::<f64>("rate").copied(),
            print_curl: is_set("print-curl"),
            color: text("color"),
            no_input: is_set("no-input"),
            show_secrets: is_set("show-secrets"),
            raw_output: is_set("raw-output"),
            formulas: is_set("formulas"),
            fail_on_empty: is_set("fail-on-empty"),
            jobs: number("jobs").unwrap_or(4) as usize,
            max_affected: size("max-affected"),
            max_retry_wait: number("max-retry-wait").unwrap_or(60),
            no_cache: is_set("no-cache"),
            max_age: number("max-age"),
            sandbox: is_set("sandbox"),
        }
    }
}
