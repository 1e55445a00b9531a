//! What is different between a row and its operation in the vendor's file.

use std::fmt;

use rmctl::catalog::{Argument, Body, Effect, Kind as Ours, Operation, Paging, Place, Product};

use super::described::{Described, Kind as Theirs, Layout, Parameter};

/// One thing that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The parameter or member; empty for the operation itself.
    pub(super) name: String,
    pub(super) aspect: Aspect,
    words: String,
}

/// In what they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// One of them does not have it.
    Existence,
    Type,
    Values,
    Required,
    Layout,
    Paging,
    List,
    Waits,
    Saves,
    Product,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => out.write_str(&self.words),
            name => write!(out, "`{name}`: {}", self.words),
        }
    }
}

fn difference(name: &str, aspect: Aspect, words: impl Into<String>) -> Difference {
    Difference { name: name.to_owned(), aspect, words: words.into() }
}

/// All differences.
pub(super) fn compare(row: &Operation, described: &Described) -> Vec<Difference> {
    let mut found = Vec::new();
    found.extend(slots(row, described));
    found.extend(arguments(&given_in(row, &[Place::Query]), &described.query));
    let body: Vec<Parameter> = described.body.iter().filter(|member| !is_filled(row, &member.name)).cloned().collect();
    found.extend(arguments(&body_arguments(row, described), &body));
    found.retain(|one: &Difference| one.aspect != Aspect::Required || !is_id(row, &one.name));
    found.extend(filled(row, described));
    found.extend(layout(row, described));
    found.extend(paging(row, described));
    // What a change answers is shown as it comes.
    if row.effect == Effect::Read {
        found.extend(flag("list", Aspect::List, row.list, is_list(row, described)));
    }
    found.extend(product("", row.only, described.only));
    found.extend(flag("waits", Aspect::Waits, row.waits, described.waits));
    found.extend(flag("saves", Aspect::Saves, row.saves, described.saves));
    found
}

/// At the end of the name of an argument whose members are members of the body itself.
const SPREAD: char = '*';

fn given_in(row: &Operation, places: &[Place]) -> Vec<Argument> {
    let arguments = row.arguments.iter().copied();
    arguments.filter(|argument| places.contains(&argument.place)).collect()
}

/// Members that are no flags are members all the same: ids, what the command itself stands for, and slots said again.
fn body_arguments(row: &Operation, described: &Described) -> Vec<Argument> {
    let kind_of = |name: &str| described.body.iter().find(|member| member.name == name).map(|member| member.kind);
    let mut arguments = given_in(row, &[Place::Body, Place::File]);
    // Where a member may have any name, so may those that have a flag of their own.
    arguments.retain(|argument| !is_spread(argument) && described.layout != Layout::Open);
    arguments.extend(row.ids.filter(|_| row.body != Body::Ids).map(|ids| {
        let kind = id_kind(ids.listed, kind_of(ids.member));
        Argument::body(ids.member, kind).required()
    }));
    arguments
}

fn is_spread(argument: &Argument) -> bool {
    argument.vendor_name().ends_with(SPREAD)
}

/// A command always has its ids, even where the vendor would do without.
fn is_id(row: &Operation, name: &str) -> bool {
    row.ids.is_some_and(|ids| ids.member == name)
}

/// Ids are of whatever type the vendor makes them; what counts is whether there may be many.
fn id_kind(listed: bool, theirs: Option<Theirs>) -> Ours {
    match (listed, theirs) {
        (true, Some(Theirs::Strings)) => Ours::Strings,
        (true, _) => Ours::Integers,
        (false, Some(Theirs::String)) => Ours::String,
        (false, _) => Ours::Integer,
    }
}

/// Members that the row fills by itself: they only have to exist, and to allow the value.
fn filled(row: &Operation, described: &Described) -> Vec<Difference> {
    let repeated = row.repeated.iter().map(|name| (*name, None));
    let fixed = row.fixed.iter().map(|(name, value)| (*name, Some(*value)));
    let mut found = Vec::new();
    for (name, value) in repeated.chain(fixed) {
        let Some(theirs) = described.body.iter().find(|member| member.name == name) else {
            found.push(difference(name, Aspect::Existence, "not in the specification"));
            continue;
        };
        let allowed = |value: &str| theirs.values.is_empty() || theirs.values.iter().any(|one| one == value);
        if let Some(value) = value.filter(|value| !allowed(value)) {
            let words = format!("the specification has {:?}, the row always {value}", theirs.values);
            found.push(difference(name, Aspect::Values, words));
        }
    }
    found
}

/// Only by the row: what a flag can say too is compared as a flag.
fn is_filled(row: &Operation, name: &str) -> bool {
    let fills = row.repeated.contains(&name) || row.fixed.iter().any(|(member, _)| *member == name);
    let in_body = given_in(row, &[Place::Body, Place::File]);
    fills && in_body.iter().all(|argument| argument.name != name)
}

/// Positionals come in the order of the path, and ids are text whatever the vendor makes them of.
fn slots(row: &Operation, described: &Described) -> Option<Difference> {
    let ours: Vec<&str> = given_in(row, &[Place::Path]).iter().map(|slot| slot.name).collect();
    let theirs: Vec<&str> = described.slots.iter().map(|slot| slot.name.as_str()).collect();
    let words = format!("the path has {theirs:?}, the row {ours:?}");
    (ours != theirs).then(|| difference("", Aspect::Existence, words))
}

fn arguments(ours: &[Argument], theirs: &[Parameter]) -> Vec<Difference> {
    let mut found = Vec::new();
    for argument in ours {
        match theirs.iter().find(|parameter| parameter.name == argument.vendor_name()) {
            Some(parameter) => found.extend(argument_differences(argument, parameter)),
            None => found.push(difference(argument.vendor_name(), Aspect::Existence, "not in the specification")),
        }
    }
    let lacking =
        theirs.iter().filter(|parameter| ours.iter().all(|argument| argument.vendor_name() != parameter.name));
    found.extend(lacking.map(|parameter| difference(&parameter.name, Aspect::Existence, "not in the row")));
    found
}

fn argument_differences(ours: &Argument, theirs: &Parameter) -> Vec<Difference> {
    let mut found = Vec::new();
    if !fits(ours, theirs.kind) {
        let words = format!("the specification has {:?}, the row {:?}", theirs.kind, ours.kind);
        found.push(difference(ours.vendor_name(), Aspect::Type, words));
    }
    if sorted(ours.values.iter().copied()) != sorted(theirs.values.iter().map(String::as_str)) {
        let words = format!("the specification has {:?}, the row {:?}", theirs.values, ours.values);
        found.push(difference(ours.vendor_name(), Aspect::Values, words));
    }
    found.extend(product(ours.vendor_name(), ours.only, theirs.only));
    if ours.required != theirs.required {
        let words = match theirs.required {
            true => "required, but not in the row",
            false => "not required, but in the row",
        };
        found.push(difference(ours.vendor_name(), Aspect::Required, words));
    }
    found
}

fn fits(ours: &Argument, theirs: Theirs) -> bool {
    match theirs {
        Theirs::String => ours.kind == Ours::String,
        Theirs::Integer => ours.kind == Ours::Integer,
        Theirs::Number => ours.kind == Ours::Number,
        Theirs::Boolean => ours.kind == Ours::Boolean,
        Theirs::Object => matches!(ours.kind, Ours::Object | Ours::Pairs),
        Theirs::File => ours.place == Place::File,
        Theirs::Commas => matches!(ours.kind, Ours::Strings | Ours::Integers | Ours::Choices),
        Theirs::Integers => ours.kind == Ours::Integers,
        Theirs::Strings => matches!(ours.kind, Ours::Strings | Ours::Choices),
        Theirs::Array => ours.kind == Ours::Array,
    }
}

fn product(name: &str, ours: Option<Product>, theirs: Option<&'static str>) -> Option<Difference> {
    let ours = ours.map(|product| product.key);
    let words = format!("the specification has it for {theirs:?} only, the row for {ours:?}");
    (ours != theirs).then(|| difference(name, Aspect::Product, words))
}

fn sorted<'a>(values: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut values: Vec<&str> = values.collect();
    values.sort_unstable();
    values
}

fn layout(row: &Operation, described: &Described) -> Option<Difference> {
    let same = match described.layout {
        Layout::None => row.body == Body::None,
        Layout::Object => row.body == Body::Object,
        Layout::DataList => row.body == Body::DataList && row.items == described.items,
        Layout::List => row.body == Body::List,
        Layout::Ids => row.body == Body::Ids,
        Layout::Open => row.body == Body::Object && row.arguments.iter().any(is_spread),
        Layout::Parts => row.body == Body::Multipart,
    };
    let words = format!("the specification has the body {:?}, the row {:?}", described.layout, row.body);
    (!same).then(|| difference("", Aspect::Layout, words))
}

/// The parameters by which a list pages, and the way that they mean; the first that an operation takes whole is its own.
const WAYS: &[(Paging, &[&str])] = &[
    (Paging::Offset, &["limit", "offset"]),
    (Paging::Cursor, &["cursor", "pageSize"]),
    (Paging::CursorName, &["cursorName", "pageSize"]),
    (Paging::OlderThan, &["olderThan", "pageSize"]),
    (Paging::AfterId, &["after", "pageSize"]),
    (Paging::LastCursor, &["lastCursorId", "pageSize"]),
    (Paging::AnchorId, &["anchorId", "pageSize"]),
    (Paging::AnchorNaturalId, &["anchorNaturalId", "pageSize"]),
    (Paging::LinkHeader, &["current_page", "per_page"]),
];

/// A file comes whole; a list pages where it takes all parameters of a way, and those are the runner's.
fn paging(row: &Operation, described: &Described) -> Option<Difference> {
    let takes = |name: &&str| described.query.iter().chain(&described.body).any(|parameter| parameter.name == *name);
    let way = WAYS.iter().find(|(_, names)| names.iter().all(takes) && !described.saves);
    let ours = sorted(row.arguments.iter().filter(|argument| argument.paging).map(|argument| argument.name));
    let same = ours == way.map_or(&[][..], |(_, names)| names) && row.paging == way.map(|(paging, _)| *paging);
    let words = format!("the specification pages: {way:?}, the row: {:?} by {ours:?}", row.paging);
    (!same).then(|| difference("", Aspect::Paging, words))
}

/// Records stand in the member that the row names, or else in `data`, or they are the answer.
fn is_list(row: &Operation, described: &Described) -> bool {
    let is_member = |member: &str| described.lists.iter().any(|list| list == member);
    match row.answer {
        Some(member) => is_member(member),
        None => described.is_list || is_member("data"),
    }
}

fn flag(name: &str, aspect: Aspect, ours: bool, theirs: bool) -> Option<Difference> {
    let words = format!("{name}: the specification says {theirs}, the row {ours}");
    (ours != theirs).then(|| difference("", aspect, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(name: &str, kind: Theirs, values: &[&str], required: bool) -> Parameter {
        Parameter {
            name: name.to_owned(),
            kind,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            required,
            only: None,
        }
    }

    fn aspects(row: &Operation, described: &Described) -> Vec<(String, Aspect)> {
        let found = compare(row, described);
        found.into_iter().map(|one| (one.name, one.aspect)).collect()
    }

    const ARGUMENTS: &[Argument] = &[
        Argument::path("id"),
        Argument::query("state", Ours::String).values(&["up", "down"]),
        Argument::query("size", Ours::Integer),
    ];

    fn described() -> Described {
        Described {
            slots: vec![parameter("id", Theirs::Integer, &[], true)],
            query: vec![
                parameter("state", Theirs::String, &["down", "up"], false),
                parameter("size", Theirs::Integer, &[], false),
            ],
            ..Described::default()
        }
    }

    #[test]
    fn a_row_like_its_operation_has_no_difference() {
        let row = Operation::get("get", "/things/{id}").arguments(ARGUMENTS);

        assert_eq!(aspects(&row, &described()), []);
    }

    #[test]
    fn each_aspect_is_told_with_its_name() {
        let row = Operation::get("get", "/things/{id}").arguments(ARGUMENTS).waits();
        let query =
            vec![parameter("state", Theirs::Integer, &["up"], true), parameter("color", Theirs::String, &[], false)];

        let found = aspects(&row, &Described { query, ..described() });

        let expected = [
            ("state", Aspect::Type),
            ("state", Aspect::Values),
            ("state", Aspect::Required),
            ("size", Aspect::Existence),
            ("color", Aspect::Existence),
            ("", Aspect::Waits),
        ];
        assert_eq!(found, expected.map(|(name, aspect)| (name.to_owned(), aspect)));
    }

    #[test]
    fn a_list_pages_only_by_both_parameters() {
        let row = Operation::list("list", "/things/{id}").arguments(ARGUMENTS);
        let mut described = Described { lists: vec!["data".to_owned()], ..described() };
        described.query.push(parameter("limit", Theirs::Integer, &[], false));
        described.query.push(parameter("offset", Theirs::Integer, &[], false));

        let found = aspects(&row, &described);

        assert!(found.contains(&(String::new(), Aspect::Paging)));
    }
}
