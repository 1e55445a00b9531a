//! `rmctl api`: the words of a raw request.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use reqwest::Method;
use serde_json::{Map, Value};

use super::arguments::flag_argument;
use super::flags::{several, switch, text, typed};
use super::values::{Inputs, json, pair, value};
use crate::catalog::{Argument, Vendor};
use crate::failure::Failure;
use crate::given::Given;

/// A raw request as it was typed.
pub struct ApiCall {
    /// Whose API it is.
    pub vendor: &'static Vendor,
    /// The method.
    pub method: Method,
    /// The path as the vendor's documentation writes it, with its query.
    pub path: String,
    /// Query parameters from fields, for methods without a body.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Option<String>,
    /// Headers besides our own.
    pub headers: Vec<(String, String)>,
    /// Status and headers go in front of the answer.
    pub include: bool,
    /// The records of all pages.
    pub paginate: bool,
    /// All pages as they came, in one array.
    pub slurp: bool,
    /// Wait for the result of accepted work, this long.
    pub wait: Option<u64>,
    /// What is said of the transaction that the change is part of.
    pub transaction: Given,
    /// The body of the answer goes to this file.
    pub save: Option<String>,
    /// `--list`: the table of operations instead of a request.
    pub list: bool,
    /// `--describe`: all that is known of one operation instead of a request.
    pub describe: Option<String>,
}

/// One `-f` or `-F`.
type Field = (String, Value);

pub(super) fn command(vendors: &'static [&'static Vendor]) -> Command {
    Command::new("api")
        .about("Send a request of your own, with login, paging and retries")
        .after_help(EXAMPLES)
        .args(words(vendors))
        .args(flags())
        .args(transaction_arguments(vendors).map(flag_argument))
}

fn words(vendors: &'static [&'static Vendor]) -> [Arg; 2] {
    let names = vendors.iter().flat_map(|vendor| vendor.aliases.iter().copied().chain([vendor.settings.key]));
    [
        Arg::new("vendor")
            .value_name("VENDOR")
            .required(true)
            .value_parser(PossibleValuesParser::new(names))
            .help("whose API"),
        Arg::new("words")
            .value_name("[METHOD] PATH")
            .num_args(1..=2)
            .required_unless_present_any(["list", "describe"])
            .help("path as the vendor's documentation writes it"),
    ]
}

fn flags() -> [Arg; 12] {
    [
        several("raw-field", "KEY=VALUE", "a text: query parameter of a GET, body member otherwise").short('f'),
        several("field", "KEY=VALUE", "the same, typed: true, null, 12, [..], {..}, @FILE").short('F'),
        text("input", "FILE", "the body, or - for standard input"),
        several("header", "NAME:VALUE", "one more header").short('H'),
        switch("include", "status and headers in front of the answer").short('i'),
        switch("paginate", "the records of all pages"),
        switch("slurp", "with --paginate: the pages as they came, in one array").requires("paginate"),
        text("wait", "SECS", "wait for the result of accepted work")
            .value_parser(value_parser!(u64))
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("120"),
        switch("no-wait", "print the answer and go, which is the default").hide(true),
        text("save", "PATH", "the answer's body goes to a file"),
        switch("list", "the vendor's operations that have commands").conflicts_with_all(["words", "paginate"]),
        text("describe", "NAME", "one operation, by its command or by METHOD PATH: parameters, columns, an example")
            .num_args(1..)
            .conflicts_with_all(["words", "paginate", "list"]),
    ]
}

const EXAMPLES: &str = "\
Examples:
  rmctl api rms /devices -o ndjson --paginate
  rmctl api rms GET /devices -f status=online -f fields=id,name
  rmctl api rms POST /devices/actions -F 'device_id[]=42' -f action=reboot
  rmctl api rms --list
  rmctl api rms --describe devices list";

pub(super) fn understand(
    vendors: &'static [&'static Vendor],
    matches: &ArgMatches,
    inputs: &mut Inputs<'_>,
) -> Result<ApiCall, Failure> {
    let name = matches.get_one::<String>("vendor").expect("clap requires it");
    let vendor = vendors
        .iter()
        .find(|vendor| vendor.settings.key == name || vendor.aliases.contains(&name.as_str()))
        .expect("clap allows no other");
    let (method, path) = method_and_path(matches)?;
    let method_given = typed(matches, "words").len() == 2;
    let fields = fields(matches, inputs)?;
    let input = matches.get_one::<String>("input");
    if !method_given && (!fields.is_empty() || input.is_some()) {
        return Err(
            Failure::usage("a request with fields or a body needs its method").hint("say GET or POST before the path")
        );
    }
    let in_query = matches!(method, Method::GET | Method::HEAD);
    let (query, members) = if in_query { (fields, Vec::new()) } else { (Vec::new(), fields) };
    Ok(ApiCall {
        vendor,
        method,
        path,
        query: query.into_iter().map(|(name, value)| (name, crate::given::text_of(&value))).collect(),
        body: body(members, input, inputs)?,
        headers: typed(matches, "header").iter().map(|one| header(one)).collect::<Result<_, _>>()?,
        include: matches.get_flag("include"),
        paginate: matches.get_flag("paginate"),
        slurp: matches.get_flag("slurp"),
        wait: matches.get_one::<u64>("wait").copied(),
        transaction: transaction(vendors, matches, inputs)?,
        save: matches.get_one::<String>("save").cloned(),
        list: matches.get_flag("list"),
        describe: Some(typed(matches, "describe").join(" ")).filter(|name| !name.is_empty()),
    })
}

/// The flags of changes that are part of a transaction, for vendors that have them.
fn transaction_arguments(vendors: &[&'static Vendor]) -> impl Iterator<Item = &'static Argument> {
    vendors.iter().filter_map(|vendor| vendor.transactions.as_ref()).flat_map(|transactions| transactions.arguments)
}

fn transaction(vendors: &[&'static Vendor], matches: &ArgMatches, inputs: &mut Inputs<'_>) -> Result<Given, Failure> {
    let mut given = Given::default();
    for argument in transaction_arguments(vendors) {
        if let Some(value) = value(argument, matches, inputs)? {
            given.values.insert(argument.name.to_owned(), value);
        }
    }
    Ok(given)
}

fn method_and_path(matches: &ArgMatches) -> Result<(Method, String), Failure> {
    let mut words = typed(matches, "words");
    let path = words.pop().unwrap_or_else(|| "/".to_owned());
    let method = words.pop().unwrap_or_else(|| "GET".to_owned()).to_uppercase();
    let known = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    let Some(method) = known.into_iter().find(|known| known.as_str() == method) else {
        return Err(Failure::usage(format!("`{method}` is no method")).hint("GET, HEAD, POST, PUT, PATCH or DELETE"));
    };
    match path.starts_with('/') {
        true => Ok((method, path)),
        false => Err(Failure::usage(format!("the path `{path}` does not begin with `/`"))
            .hint("write it as the vendor's documentation does, without the host")),
    }
}

fn header(typed: &str) -> Result<(String, String), Failure> {
    match typed.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => Err(Failure::usage(format!("`{typed}` is not of the form NAME:VALUE"))),
    }
}

fn fields(matches: &ArgMatches, inputs: &mut Inputs<'_>) -> Result<Vec<Field>, Failure> {
    let mut fields = Vec::new();
    for field in typed(matches, "raw-field") {
        let (name, value) = pair(&field)?;
        fields.push((name, Value::from(value)));
    }
    for field in typed(matches, "field") {
        let (name, value) = pair(&field)?;
        fields.push((name, typed_value(&value, inputs)?));
    }
    Ok(fields)
}

/// JSON where it is JSON, text where it is not.
fn typed_value(text: &str, inputs: &mut Inputs<'_>) -> Result<Value, Failure> {
    if text.starts_with('@') || text == "-" {
        return inputs.read(text).map(Value::from);
    }
    Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)))
}

fn body(members: Vec<Field>, input: Option<&String>, inputs: &mut Inputs<'_>) -> Result<Option<String>, Failure> {
    let base = match input.map(String::as_str) {
        None if members.is_empty() => return Ok(None),
        None => Value::Object(Map::new()),
        Some(file) => {
            let text = inputs.read(if file == "-" { "-".to_owned() } else { format!("@{file}") }.as_str())?;
            if members.is_empty() {
                return Ok(Some(text));
            }
            json("--input", &text)?
        }
    };
    let body = members.into_iter().try_fold(base, |body, (name, value)| insert(body, &name, value))?;
    Ok(Some(body.to_string()))
}

/// `a=1`, `a[b]=1` and `a[]=1`, as gh reads them.
fn insert(mut body: Value, name: &str, value: Value) -> Result<Value, Failure> {
    let wrong = || Failure::usage(format!("`{name}` does not fit the fields before it"));
    let (first, rest) = name.split_once('[').unwrap_or((name, ""));
    let mut place = body.as_object_mut().ok_or_else(wrong)?.entry(first).or_insert(Value::Null);
    for key in rest.split('[').filter(|key| !key.is_empty()) {
        let key = key.strip_suffix(']').ok_or_else(wrong)?;
        if place.is_null() {
            *place = if key.is_empty() { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
        }
        place = match place {
            Value::Array(items) if key.is_empty() => {
                items.push(Value::Null);
                items.last_mut().expect("one was just added")
            }
            Value::Object(object) if !key.is_empty() => object.entry(key).or_insert(Value::Null),
            _ => return Err(wrong()),
        };
    }
    *place = value;
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn inserted(fields: &[(&str, Value)]) -> Result<Value, Failure> {
        fields.iter().try_fold(json!({}), |body, (name, value)| insert(body, name, value.clone()))
    }

    #[test]
    fn fields_make_members_lists_and_objects() {
        let body = inserted(&[("a", json!(1)), ("b[]", json!(2)), ("b[]", json!("3")), ("c[d][e]", json!(null))]);

        assert_eq!(body.unwrap(), json!({"a": 1, "b": [2, "3"], "c": {"d": {"e": null}}}));
    }

    #[test]
    fn fields_that_contradict_each_other_are_refused() {
        let failure = inserted(&[("a", json!(1)), ("a[b]", json!(2))]).unwrap_err();

        assert_eq!(failure.message, "`a[b]` does not fit the fields before it");
    }
}
