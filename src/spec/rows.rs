//! Imported operations as rows, like those of the tables.

use super::described::{Described, Parameter};
use super::kept::Kept;
use super::words::{kebab, unique};
use crate::catalog::{Argument, Group, Operation, Paging, Place, Vendor};

/// The word under which imported operations stand.
pub const GROUP: &str = "x";

/// The rows of `kept`, which pages and waits as the vendor's own `rows` do. They stay until the process ends: make them
/// once, and only for a command line that names the group.
pub fn group(vendor: &'static Vendor, rows: &[(String, &'static Operation)], kept: &Kept) -> &'static Group {
    let habits = Habits::of(vendor, rows);
    let operations: Vec<Operation> =
        kept.named().into_iter().filter_map(|(word, _, operation)| row(word, operation, &habits)).collect();
    Box::leak(Box::new(Group { name: GROUP, about: ABOUT, operations: operations.leak(), groups: &[] }))
}

/// One line of help.
pub const ABOUT: &str = "Operations imported by `rmctl spec import`";

/// What the tables know of the vendor as a whole.
struct Habits {
    /// Ways to page, each with the parameters that it takes.
    paging: Vec<(Paging, Vec<&'static str>)>,
    /// Some answers only accept the work.
    waits: bool,
    /// What is a secret wherever it stands.
    secret: &'static [&'static str],
}

impl Habits {
    fn of(vendor: &'static Vendor, rows: &[(String, &'static Operation)]) -> Self {
        let mut paging: Vec<(Paging, Vec<&str>)> = Vec::new();
        for (_, row) in rows {
            let names: Vec<&str> =
                row.arguments.iter().filter(|argument| argument.paging).map(|argument| argument.name).collect();
            match row.paging {
                Some(way) if !names.is_empty() && !paging.contains(&(way, names.clone())) => paging.push((way, names)),
                _ => {}
            }
        }
        Self { paging, waits: rows.iter().any(|(_, row)| row.waits), secret: vendor.secret_members }
    }

    /// The way to page whose parameters the operation takes, all of them.
    fn paging_of(&self, operation: &Described) -> Option<&(Paging, Vec<&'static str>)> {
        let takes = |name: &&str| {
            let mut parameters = operation.parameters.iter();
            parameters.any(|parameter| parameter.place == Place::Query && parameter.name == *name)
        };
        let is_list = operation.list || operation.method == "GET";
        self.paging.iter().find(|(_, names)| is_list && !operation.saves && names.iter().all(takes))
    }
}

fn row(word: String, operation: &Described, habits: &Habits) -> Option<Operation> {
    let paging = habits.paging_of(operation);
    let paged = paging.map_or(&[][..], |(_, names)| names);
    let list = operation.list || paging.is_some();
    let mut row = Operation::get(text(&word), text(&operation.path))
        .about(text(&operation.about))
        .arguments(arguments(&operation.parameters, paged))
        .effect(operation.effect())
        .secret(habits.secret);
    row.verb = text(&operation.method);
    row.body = operation.body.body()?;
    row.paging = paging.map(|(way, _)| *way);
    row.list = list;
    row.saves = operation.saves;
    row.waits = habits.waits && !list && !operation.saves;
    Some(row)
}

fn arguments(parameters: &[Parameter], paged: &[&str]) -> &'static [Argument] {
    let mut flags: Vec<String> = Vec::new();
    let argument = |parameter: &Parameter| {
        let flag = flag_of(&parameter.name, &mut flags);
        let name = text(&parameter.name);
        let mut argument = match parameter.place {
            Place::Path => Argument::path(name),
            Place::File => Argument::file(name),
            Place::Body => Argument::body(name, parameter.kind),
            _ => Argument::query(name, parameter.kind),
        };
        argument.required = parameter.required;
        argument.secret = parameter.secret;
        argument.paging = paged.contains(&name);
        argument
            .spelled(text(&flag))
            .values(parameter.values.iter().map(|value| text(value)).collect::<Vec<_>>().leak())
            .help(text(&parameter.about))
    };
    parameters.iter().map(argument).collect::<Vec<_>>().leak()
}

/// A flag that no other parameter has, nor would have if `server-` had to be put before one of them.
fn flag_of(name: &str, taken: &mut Vec<String>) -> String {
    let word = Some(kebab(name)).filter(|word| !word.is_empty());
    let word = word.unwrap_or_else(|| "parameter".to_owned());
    let word = unique(&word, |word| taken.iter().any(|other| other == word || *other == format!("server-{word}")));
    taken.extend([word.clone(), format!("server-{word}")]);
    word
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Body, Effect, Kind};
    use crate::spec::{Source, read};
    use crate::vendor::rms::RMS;

    static PAGED: Operation = Operation::list("list", "/things")
        .arguments(&[Argument::paging("limit", Kind::Integer), Argument::paging("offset", Kind::Integer)])
        .pages(Paging::Offset)
        .waits();

    fn rows(paths: &str) -> &'static [Operation] {
        let file = read(format!("openapi: 3.0.0\npaths: {paths}").as_bytes()).unwrap();
        let kept = Kept::default().with(Source::of(&file, file.operations.clone()));
        group(&RMS, &[("rms list".to_owned(), &PAGED)], &kept).operations
    }

    #[test]
    fn the_method_decides_the_effect() {
        let rows = rows("{/x: {get: {}, head: {}, post: {}, put: {}, patch: {}, delete: {}}}");

        let effects: Vec<_> = rows.iter().map(|row| (row.verb, row.effect)).collect();
        use Effect::{Destroy, Read, Write};
        assert_eq!(
            effects,
            [("GET", Read), ("HEAD", Read), ("POST", Write), ("PUT", Write), ("PATCH", Write), ("DELETE", Destroy)]
        );
    }

    #[test]
    fn a_list_pages_as_the_vendor_does_or_not_at_all() {
        let rows = rows(
            "{/x: {get: {parameters: [{name: limit, in: query}, {name: offset, in: query}, {name: q, in: query}]}}, \
             /y: {get: {parameters: [{name: limit, in: query}]}}}",
        );

        let paging = |row: &Operation| {
            let paged: Vec<&str> =
                row.arguments.iter().filter(|argument| argument.paging).map(|argument| argument.name).collect();
            (row.paging, row.list, row.waits, paged)
        };
        assert_eq!(paging(&rows[0]), (Some(Paging::Offset), true, false, vec!["limit", "offset"]));
        assert_eq!(paging(&rows[1]), (None, false, true, vec![]));
    }

    #[test]
    fn no_two_parameters_have_the_same_flag() {
        let rows = rows(
            "{/x: {get: {parameters: [{name: a_b, in: query}, {name: a-b, in: query}, {name: sort, in: query}, \
             {name: server-sort, in: query}, {name: ü, in: query}]}}}",
        );

        let flags: Vec<_> = rows[0].arguments.iter().filter_map(|argument| argument.spelling).collect();
        assert_eq!(flags, ["a-b", "a-b-2", "sort", "server-sort-2", "parameter"]);
    }

    #[test]
    fn what_no_row_can_send_is_no_row() {
        let rows = rows(
            "{/x: {post: {requestBody: {content: {text/csv: {}}}}, put: {requestBody: {content: {multipart/form-data: {}}}}}}",
        );

        assert_eq!(rows.iter().map(|row| row.body).collect::<Vec<_>>(), [Body::Multipart]);
    }
}
