//! What is different between a file and the tables. Pure.

use std::collections::HashMap;

use super::described::{Described, File, Parameter, key};
use crate::catalog::{Operation, Place, Product};

/// A row and the words that name it.
type Named = (String, &'static Operation);

/// One thing that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `missing` here, `gone` there, or `changed`.
    pub kind: &'static str,
    /// The method.
    pub method: String,
    /// The path, in the file's words where it is in the file.
    pub path: String,
    /// The words after `rmctl`, where there is a row.
    pub command: Option<String>,
    /// The file's name of it, where it has one.
    pub operation_id: Option<String>,
    /// What differs; empty where all of it does.
    pub detail: String,
}

/// What of the tables the file is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope {
    /// The one product whose file it is. What others have is not looked for in it; and where products share a row, it
    /// requires what all of them require, and has the values of all.
    pub product: Option<Product>,
}

impl Scope {
    fn has(self, only: Option<Product>) -> bool {
        self.product.is_none() || only.is_none() || only == self.product
    }

    fn is_of_one(self) -> bool {
        self.product.is_some()
    }
}

/// The operations of the file that no row has.
pub fn lacking<'f>(file: &'f File, rows: &[Named]) -> impl Iterator<Item = &'f Described> {
    let keys: Vec<String> = rows.iter().map(|(_, row)| key(row.verb, row.path)).collect();
    file.operations.iter().filter(move |operation| !keys.contains(&operation.key()))
}

/// Everything, in the order of the file; then the rows below `prefix` that it lacks.
pub fn compare(file: &File, prefix: &str, rows: &[Named], scope: Scope) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut keyed: HashMap<String, Vec<&Named>> = HashMap::new();
    for named in rows.iter().filter(|(_, row)| scope.has(row.only)) {
        keyed.entry(key(named.1.verb, named.1.path)).or_default().push(named);
    }
    for operation in &file.operations {
        let same = keyed.remove(&operation.key()).unwrap_or_default();
        match same[..] {
            [] => found.push(difference("missing", operation, None, String::new())),
            [(words, row)] => found.extend(
                details(operation, row, scope)
                    .into_iter()
                    .map(|detail| difference("changed", operation, Some(words), detail)),
            ),
            // Rows that share a request are told apart by a parameter, which only the tables know.
            _ => {}
        }
    }
    let is_gone = |row: &Operation| row.path.starts_with(prefix) && keyed.contains_key(&key(row.verb, row.path));
    found.extend(rows.iter().filter(|(_, row)| is_gone(row)).map(gone));
    found
}

fn difference(kind: &'static str, operation: &Described, words: Option<&String>, detail: String) -> Difference {
    Difference {
        kind,
        method: operation.method.clone(),
        path: operation.path.clone(),
        command: words.cloned(),
        operation_id: operation.id.clone(),
        detail,
    }
}

fn gone((words, row): &Named) -> Difference {
    Difference {
        kind: "gone",
        method: row.verb.to_owned(),
        path: row.path.to_owned(),
        command: Some(words.clone()),
        operation_id: None,
        detail: String::new(),
    }
}

/// What a row takes besides its slots.
struct Taken<'r> {
    name: &'r str,
    required: bool,
    values: &'r [&'r str],
}

fn taken(row: &Operation, scope: Scope) -> Vec<Taken<'_>> {
    let arguments = row
        .arguments
        .iter()
        .filter(|argument| matches!(argument.place, Place::Query | Place::Body | Place::File))
        .filter(|argument| scope.has(argument.only) && !argument.vendor_name().ends_with('*'))
        .map(|argument| Taken { name: argument.vendor_name(), required: argument.required, values: argument.values });
    let ids = row.ids.map(|ids| Taken { name: ids.member, required: true, values: &[] });
    arguments.chain(ids).collect()
}

fn details(operation: &Described, row: &Operation, scope: Scope) -> Vec<String> {
    let ours = taken(row, scope);
    let filled: Vec<&str> = row.fixed.iter().map(|(name, _)| *name).chain(row.repeated.iter().copied()).collect();
    let theirs: Vec<&Parameter> =
        operation.parameters.iter().filter(|parameter| parameter.place != Place::Path).collect();
    let mut details = Vec::new();
    for parameter in &theirs {
        match ours.iter().find(|one| one.name == parameter.name) {
            Some(one) => details.extend(between(parameter, one, scope.is_of_one())),
            None if filled.contains(&parameter.name.as_str()) => {}
            None => details.push(format!("`{}` is not in the command", parameter.name)),
        }
    }
    let gone = ours.iter().filter(|one| theirs.iter().all(|parameter| parameter.name != one.name));
    details.extend(gone.map(|one| format!("`{}` is not in the file", one.name)));
    details
}

fn between(theirs: &Parameter, ours: &Taken<'_>, is_shared: bool) -> Vec<String> {
    let name = &theirs.name;
    let required = match (theirs.required, ours.required) {
        _ if is_shared => None,
        (true, false) => Some(format!("`{name}` is required in the file alone")),
        (false, true) => Some(format!("`{name}` is required in the command alone")),
        _ => None,
    };
    let values = match (theirs.values.is_empty(), ours.values.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("`{name}` may be anything in the file")),
        (false, true) => Some(format!("`{name}` may be anything in the command")),
        (false, false) => differing_values(theirs, ours, is_shared),
    };
    required.into_iter().chain(values).collect()
}

fn differing_values(theirs: &Parameter, ours: &Taken<'_>, is_shared: bool) -> Option<String> {
    let added = theirs.values.iter().map(String::as_str).filter(|value| !ours.values.contains(value));
    let is_lost = |value: &&str| !is_shared && !theirs.values.iter().any(|other| other == value);
    let lost = ours.values.iter().copied().filter(is_lost);
    let told = [("in the file alone", quoted(added)), ("in the command alone", quoted(lost))];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(whose, values)| format!("{whose}: {values}"))
        .collect();
    (!told.is_empty()).then(|| format!("values of `{}` {}", theirs.name, told.join("; ")))
}

fn quoted<'v>(values: impl Iterator<Item = &'v str>) -> String {
    values.map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Argument, Kind};
    use crate::spec::read;

    static LIST: Operation = Operation::list("list", "/things").arguments(&[
        Argument::query("state", Kind::String).values(&["up", "down"]),
        Argument::query("old", Kind::String),
        Argument::query("free", Kind::String),
    ]);
    static GET: Operation = Operation::get("get", "/things/{thing_id}").arguments(&[Argument::path("thing_id")]);
    static GONE: Operation = Operation::delete("delete", "/things/{id}").arguments(&[Argument::path("id")]);
    static ELSEWHERE: Operation = Operation::get("get", "/other");

    const FILE: &str = "
openapi: 3.0.0
info: {title: x}
paths:
  /things:
    get:
      operationId: thingsGet
      parameters:
        - {name: state, in: query, required: true, schema: {enum: [up, sideways]}}
        - {name: new, in: query, schema: {type: string}}
        - {name: free, in: query, schema: {enum: [a]}}
    put: {operationId: thingsPut}
  /things/{id}:
    get: {operationId: thingGet}
";

    fn rows() -> Vec<Named> {
        [("v list", &LIST), ("v get", &GET), ("v delete", &GONE), ("v other", &ELSEWHERE)]
            .map(|(words, row)| (words.to_owned(), row))
            .to_vec()
    }

    #[test]
    fn missing_gone_and_changed_are_told_with_what_changed() {
        let file = read(FILE.as_bytes()).unwrap();

        let found = compare(&file, "/things", &rows(), Scope::default());

        let told: Vec<String> =
            found.iter().map(|one| format!("{} {} {}: {}", one.kind, one.method, one.path, one.detail)).collect();
        assert_eq!(
            told,
            [
                "changed GET /things: `state` is required in the file alone",
                "changed GET /things: values of `state` in the file alone: `sideways`; in the command alone: `down`",
                "changed GET /things: `new` is not in the command",
                "changed GET /things: `free` may be anything in the command",
                "changed GET /things: `old` is not in the file",
                "missing PUT /things: ",
                "gone DELETE /things/{id}: ",
            ]
        );
    }

    #[test]
    fn what_the_tables_lack_is_what_is_missing() {
        let file = read(FILE.as_bytes()).unwrap();

        let lacking: Vec<_> = lacking(&file, &rows()).filter_map(|one| one.id.clone()).collect();

        assert_eq!(lacking, ["thingsPut"]);
    }
}
