//! What was typed for a row becomes typed values.

use clap::ArgMatches;
use jiff::Timestamp;
use serde_json::{Map, Number, Value};

use super::arguments::{IDS_FROM, id_of, is_flag, positionals, takes_many, transaction_flags};
use super::select::{selector_id, selectors, typed_words};
use super::{Call, lists};
use crate::catalog::{Argument, Kind, Operation, Place, Selector, Vendor};
use crate::failure::Failure;
use crate::given::Given;
use crate::output::unknown;
use crate::plan::placeholder;

/// Where `@FILE`, `-` and `7d` lead.
pub struct Inputs<'a> {
    /// Read whole, once.
    stdin: &'a mut dyn std::io::Read,
    is_read: bool,
    now: Timestamp,
}

impl<'a> Inputs<'a> {
    /// With this as standard input, at this time.
    pub fn new(stdin: &'a mut dyn std::io::Read, now: Timestamp) -> Self {
        Self { stdin, is_read: false, now }
    }

    /// What a file holds, or standard input where it is called `-`.
    pub fn file(&mut self, path: &str) -> Result<String, Failure> {
        match path {
            "-" => self.read(path),
            path => self.read(&format!("@{path}")),
        }
    }

    /// The text itself, or what `@FILE` or `-` names.
    pub fn read(&mut self, typed: &str) -> Result<String, Failure> {
        match typed.strip_prefix('@') {
            _ if typed == "-" => self.standard_input(),
            Some(path) => std::fs::read_to_string(path)
                .map(without_mark)
                .map_err(|error| unreadable(&format!("`{path}`"), &error)),
            None => Ok(typed.to_owned()),
        }
    }

    /// A second reader would find nothing there, and take that for what was meant.
    fn standard_input(&mut self) -> Result<String, Failure> {
        if std::mem::replace(&mut self.is_read, true) {
            return Err(Failure::usage("standard input is named more than once, and can be read once")
                .hint("keep one of the two in a file"));
        }
        let mut text = String::new();
        let read = self.stdin.read_to_string(&mut text);
        read.map(|_| without_mark(text)).map_err(|error| unreadable("standard input", &error))
    }
}

/// Spreadsheets put a byte order mark in front, which is no part of the first value.
fn without_mark(text: String) -> String {
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}

fn unreadable(what: &str, error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::InvalidData => Failure::usage(format!("cannot read {what}: it is no text in UTF-8")),
        _ => Failure::usage(format!("cannot read {what}: {error}")),
    }
}

/// A row, and what was given for it.
pub(super) fn call(
    vendor: &'static Vendor,
    operation: &'static Operation,
    words: String,
    matches: &ArgMatches,
    inputs: &mut Inputs<'_>,
) -> Result<Call, Failure> {
    let selected = selected(vendor, operation, matches);
    let given = given(vendor, operation, !selected.is_empty(), matches, inputs)?;
    check_parameters(vendor, operation, &given)?;
    let names_many = operation.arguments.iter().any(|own| own.names_many && given.values.contains_key(own.name));
    Ok(Call {
        vendor,
        operation,
        words,
        given,
        wait: matches.try_get_one("wait").ok().flatten().copied(),
        selected,
        from_file: !texts(matches, IDS_FROM).is_empty(),
        names_many,
        resume: texts(matches, "resume").pop(),
        retry_unknown: matches.try_get_one("retry-unknown").ok().flatten().copied().unwrap_or(false),
        save: texts(matches, "save").pop(),
        no_wait: matches.get_flag("no-wait"),
    })
}

/// Words, flags, and what the files hold that they name.
fn given(
    vendor: &'static Vendor,
    operation: &'static Operation,
    is_selected: bool,
    matches: &ArgMatches,
    inputs: &mut Inputs<'_>,
) -> Result<Given, Failure> {
    let mut given = Given::default();
    let typed = positionals(operation).map(|argument| texts(matches, &id_of(argument.name))).collect();
    let typed = typed_words(vendor, operation, is_selected, typed)?;
    for (argument, words) in positionals(operation).zip(typed) {
        take_positional(operation, argument, words, &mut given, inputs.now)?;
    }
    given.ids.extend(texts(matches, "ids"));
    if let Some(file) = texts(matches, IDS_FROM).first() {
        given.ids.extend(lists::ids(&inputs.file(file)?)?);
    }
    if let Some(file) = texts(matches, "items").first() {
        given.items = Some(lists::items(operation, &inputs.file(file)?)?);
    }
    let flags = operation.arguments.iter().filter(|argument| is_flag(argument));
    for argument in flags.chain(transaction_flags(vendor, operation)) {
        if let Some(value) = value(argument, matches, inputs)? {
            given.values.insert(argument.name.to_owned(), value);
        }
    }
    if let Some(typed) = texts(matches, "body").first() {
        given.body = Some(json("--body", &inputs.read(typed)?)?);
    }
    given.parameters = texts(matches, "param").iter().map(|typed| pair(typed)).collect::<Result<_, _>>()?;
    Ok(given)
}

/// A vendor that ignores what it does not know would answer as if it had not been asked for.
fn check_parameters(vendor: &Vendor, operation: &Operation, given: &Given) -> Result<(), Failure> {
    let unknown_one = given.parameters.iter().find(|(name, _)| !operation.has_parameter(name));
    match unknown_one.filter(|_| vendor.ignores_unknown) {
        None => Ok(()),
        Some((name, _)) if operation.parameters().next().is_none() => {
            Err(Failure::usage(format!("unknown parameter `{name}`; this takes none")))
        }
        Some((name, _)) => Err(unknown("parameter", name, operation.parameters())
            .hint(format!("{} ignores parameters that it does not know, in silence", vendor.settings.name))),
    }
}

/// What `--by-serial` and its like say, and their short forms.
fn selected(
    vendor: &'static Vendor,
    operation: &'static Operation,
    matches: &ArgMatches,
) -> Vec<(&'static Selector, String)> {
    let ways = selectors(vendor, operation).into_iter();
    ways.flat_map(|way| texts(matches, &selector_id(way)).into_iter().map(move |value| (way, value))).collect()
}

fn take_positional(
    operation: &'static Operation,
    argument: &'static Argument,
    typed: Vec<String>,
    given: &mut Given,
    now: Timestamp,
) -> Result<(), Failure> {
    if argument.place == Place::Path && takes_many(operation) {
        given.ids = typed;
        return Ok(());
    }
    if argument.trailing {
        given.values.insert(argument.name.to_owned(), typed.into());
        return Ok(());
    }
    for text in typed {
        given.values.insert(argument.name.to_owned(), convert(argument, text, now)?);
    }
    Ok(())
}

/// All values that were typed for what the row may not have.
fn texts(matches: &ArgMatches, id: &str) -> Vec<String> {
    matches.try_get_many::<String>(id).ok().flatten().map(|values| values.cloned().collect()).unwrap_or_default()
}

pub(super) fn value(
    argument: &'static Argument,
    matches: &ArgMatches,
    inputs: &mut Inputs<'_>,
) -> Result<Option<Value>, Failure> {
    let typed = texts(matches, &id_of(argument.name));
    let Some(last) = typed.last() else { return Ok(None) };
    if argument.secret {
        let text = secret(argument, last, inputs)?;
        return match argument.kind {
            Kind::Object | Kind::Array => json(&format!("--{}", argument.flag()), &text).map(Some),
            _ => Ok(Some(Value::from(text))),
        };
    }
    match argument.kind {
        Kind::Strings | Kind::Choices => Ok(Some(typed.into_iter().map(Value::from).collect())),
        Kind::Paths => typed.iter().map(|text| path(text, inputs)).collect::<Result<Value, _>>().map(Some),
        Kind::Integers => typed.into_iter().map(|text| number(argument, &text)).collect::<Result<Value, _>>().map(Some),
        Kind::Pairs => {
            typed.iter().map(|text| member(text)).collect::<Result<Map<_, _>, _>>().map(|map| Some(map.into()))
        }
        Kind::Object | Kind::Array => Ok(Some(json(&format!("--{}", argument.flag()), &inputs.read(last)?)?)),
        _ => convert(argument, last.clone(), inputs.now).map(Some),
    }
}

/// A path as it was typed; standard input cannot be read again later.
fn path(typed: &str, inputs: &mut Inputs<'_>) -> Result<Value, Failure> {
    match typed {
        "-" => Ok(serde_json::json!({ "-": inputs.read(typed)? })),
        path => Ok(Value::from(path)),
    }
}

/// `NAME=VALUE`, where the value may be JSON.
fn member(typed: &str) -> Result<(String, Value), Failure> {
    let (name, text) = pair(typed)?;
    let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Ok((name, value))
}

fn convert(argument: &'static Argument, text: String, now: Timestamp) -> Result<Value, Failure> {
    if !argument.values.is_empty() && !argument.values.contains(&text.as_str()) {
        let name = placeholder(argument.name);
        return Err(Failure::usage(format!("`{name}` takes `{}`, not `{text}`", argument.values.join("`, `"))));
    }
    if let Some(when) = argument.when.filter(|when| !when.written.is(&text)) {
        return when.settle(&typed_name(argument), &text, now);
    }
    match argument.kind {
        Kind::Integer | Kind::Number => number(argument, &text),
        Kind::Boolean => Ok(Value::Bool(text == "true")),
        _ => Ok(Value::from(text)),
    }
}

/// A number keeps every digit that was typed.
pub(super) fn number(argument: &'static Argument, text: &str) -> Result<Value, Failure> {
    let whole = text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse::<Number>().ok().filter(|_| argument.kind == Kind::Number || whole);
    number
        .map(Value::Number)
        .ok_or_else(|| Failure::usage(format!("`{text}` is no whole number, which `{}` takes", typed_name(argument))))
}

/// What people call it.
fn typed_name(argument: &Argument) -> String {
    if argument.positional { placeholder(argument.name) } else { format!("--{}", argument.flag()) }
}

/// A plain value would stay in the shell's history and in the list of processes.
fn secret(argument: &'static Argument, typed: &str, inputs: &mut Inputs<'_>) -> Result<String, Failure> {
    if typed != "-" && !typed.starts_with('@') {
        let flag = argument.flag();
        return Err(Failure::usage(format!("`--{flag}` is a secret and is not taken from the command line"))
            .hint(format!("`--{flag} @FILE`, or `--{flag} -` for standard input")));
    }
    Ok(inputs.read(typed)?.trim_end_matches(['\n', '\r']).to_owned())
}

pub(super) fn json(flag: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Failure::usage(format!("`{flag}` is no JSON: {} at {place}", reason(&error)))
    })
}

fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line").next().unwrap_or(&text).to_owned()
}

pub(super) fn pair(typed: &str) -> Result<(String, String), Failure> {
    match typed.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(Failure::usage(format!("`{typed}` is not of the form NAME=VALUE"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Command, understand};
    use crate::vendor::ALL;

    /// 2027-01-15T08:00:00Z.
    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn call_of(line: &str) -> Result<Call, Failure> {
        let words: Vec<&str> = line.split(' ').collect();
        let matches = crate::cli::tree(ALL, None).try_get_matches_from(words).unwrap();
        match understand(ALL, &[], &[], &matches, &mut Inputs::new(&mut std::io::empty(), NOW))?.command {
            Command::Operation(call) => Ok(*call),
            _ => panic!("`{line}` is no operation"),
        }
    }

    #[test]
    fn a_parameter_that_the_vendor_would_ignore_is_refused() {
        let failure = call_of("rmctl ninjaone organizations list --param off=x").err().unwrap();

        assert_eq!(failure.message, "unknown parameter `off`; there are `of`, `after`, `pageSize`");
        assert_eq!(failure.hint.as_deref(), Some("NinjaOne ignores parameters that it does not know, in silence"));
        let none = call_of("rmctl ninjaone tickets statuses list --param x=1").err().unwrap();
        assert_eq!(none.message, "unknown parameter `x`; this takes none");
    }

    #[test]
    fn a_parameter_that_it_knows_is_taken_and_another_vendor_takes_all() {
        let known = call_of("rmctl ninjaone organizations list --param of=x").unwrap();
        let other = call_of("rmctl rms devices list --param off=x").unwrap();

        assert_eq!(known.given.parameters, [("of".to_owned(), "x".to_owned())]);
        assert_eq!(other.given.parameters, [("off".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn a_letter_is_a_flag_and_a_file_may_name_many_things() {
        let applied = call_of("rmctl cisco asset-types apply -f types").unwrap();
        let one = call_of("rmctl cisco-local pipelines status plc").unwrap();
        let many = call_of("rmctl cisco-local pipelines status plc --boxes list").unwrap();

        assert_eq!(applied.given, Given::default().with("file", "types"));
        assert_eq!([applied.is_many(), one.is_many(), many.is_many()], [true, false, true]);
    }

    #[test]
    fn a_time_is_said_as_people_do_and_given_as_the_vendor_writes_it() {
        let query = call_of("rmctl ninjaone activities list --after 24h --before 20260131").unwrap();
        let body = call_of("rmctl ninjaone devices maintenance schedule 7 --end 2h").unwrap();
        let number = call_of("rmctl ninjaone tickets create --followup-time 2027-01-16").map(|call| call.given);

        assert_eq!(query.given, Given::default().with("after", 1_799_913_600).with("before", "20260131"));
        assert_eq!(body.given.text("end").as_deref(), Some("2027-01-15T10:00:00Z"));
        assert_eq!(number.unwrap().text("followupTime").as_deref(), Some("1800057600"));
        let wrong = call_of("rmctl sps sessions search --start soon").err().unwrap();
        assert_eq!(wrong.message, "`--start` is a time, a day or a span, and `soon` is none of them");
    }

    #[test]
    fn a_job_on_things_takes_their_ids_and_its_own_flags() {
        let call = call_of("rmctl ninjaone scripts run 7 8 --script 93 --run-as system --no-wait").unwrap();

        assert_eq!(call.given.ids, ["7", "8"]);
        assert_eq!(
            call.given,
            Given { ids: call.given.ids.clone(), ..Given::default() }.with("script", 93).with("run-as", "system")
        );
        assert!(call.no_wait && call.is_many());
    }
}
