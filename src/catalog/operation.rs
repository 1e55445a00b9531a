//! A vendor's operation as a row: verb, path, effect, arguments, and how its answer is shown.

mod kinds;
mod writing;

pub use kinds::{Body, Check, Effect, Ids, Pack, Paging, Receive, Run, Unpacked};

use std::collections::BTreeSet;

use super::{Argument, Place, Product};
use crate::http::HTML;
use crate::workflow::{Guard, Hears, Workflow};

/// Values that mean something, as member, value and word.
pub type Words = &'static [(&'static str, &'static str, &'static str)];

/// One row: everything that makes this operation different from the others.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The verb that the user types.
    pub name: &'static str,
    /// One line of help.
    pub about: &'static str,
    /// What people type after its words, and what that is for; for rows whose help does not say it by itself.
    pub examples: &'static [(&'static str, &'static str)],
    /// The HTTP method.
    pub verb: &'static str,
    /// The path as the vendor's documentation writes it, slots in braces.
    pub path: &'static str,
    /// What a job is about, as a path; for jobs that several rows share.
    pub subject: &'static str,
    /// The path that it takes instead where the argument of its slot is given.
    pub detour: Option<&'static str>,
    /// What it does to the vendor's state.
    pub effect: Effect,
    /// Everything the user may give, positionals first and in order.
    pub arguments: &'static [Argument],
    /// Layout of the body.
    pub body: Body,
    /// Ids in the body.
    pub ids: Option<Ids>,
    /// Members that the command itself gives to the body, or to each item of it, or to the query where there is no body; a
    /// flag of the same name goes over them.
    pub fixed: &'static [(&'static str, &'static str)],
    /// The parameter, and its value, by which the vendor knows it among those of the same path: in the form where there is
    /// one, else in the query.
    pub select: Option<(&'static str, &'static str)>,
    /// Path slots whose values the vendor wants in the body as well, under the same names.
    pub repeated: &'static [&'static str],
    /// Ids, repeated slots and values of pairs that are texts in the body, even where they look like numbers.
    pub texts: &'static [&'static str],
    /// The member under which the items of `Body::DataList` stand.
    pub items: &'static str,
    /// The member of the answer in which the records stand, where it is not the one that the vendor uses elsewhere; empty
    /// where the answer itself is the record.
    pub answer: Option<&'static str>,
    /// How the list pages; `None` where the answer is whole.
    pub paging: Option<Paging>,
    /// The answer only accepts the work; its result is waited for.
    pub waits: bool,
    /// The answer is a file, not records.
    pub saves: bool,
    /// Media types of answers that are not the file, but say why there is none.
    pub no_file: &'static [&'static str],
    /// The answer is a list even where it does not page.
    pub list: bool,
    /// The member by which a record is named, as the format `name` prints it.
    pub id: &'static str,
    /// Its records come as things happen, until somebody stops it.
    pub endless: bool,
    /// Columns of `table`, as dotted paths.
    pub columns: &'static [&'static str],
    /// Columns that `wide` adds.
    pub wide: &'static [&'static str],
    /// Values that mean something, as member, value and word; tables show the word.
    pub words: Words,
    /// Every member that a record is known to have; empty where the record is open.
    pub members: &'static [&'static str],
    /// Members of its records that are secrets.
    pub secret: &'static [&'static str],
    /// Arguments of which exactly one must be given.
    pub one_of: &'static [&'static str],
    /// The permission that it needs, in the vendor's word.
    pub scope: Option<&'static str>,
    /// What is said besides when it is confirmed.
    pub warning: Option<&'static str>,
    /// What it means without any id, which is confirmed; `None` where ids are needed.
    pub without_ids: Option<&'static str>,
    /// The only product of the vendor that has it.
    pub only: Option<Product>,
    /// The same in a newer API of the vendor, for servers that have it. What it takes has the same names; its records may
    /// be others.
    pub newer: Option<&'static Operation>,
    /// What is said where the vendor sends no record.
    pub done: &'static str,
    /// What is said where its list is empty, where that is more than that nothing was found.
    pub nothing: Option<&'static str>,
    /// It asks before it destroys, once it knows what.
    pub asks_itself: bool,
    /// Judges what was given before anything is asked or sent.
    pub check: Option<Check>,
    /// Judges the ids before anything is asked or sent.
    pub guard: Option<Guard>,
    /// The answer is a file, which holds the records; `--save` takes it as it is.
    pub pack: Option<Pack>,
    /// The job that runs in its place where this argument is given.
    pub instead: Option<(&'static str, &'static Operation)>,
    /// Is told what became of each of its requests.
    pub hears: Option<Hears>,
    /// What runs.
    pub run: Run,
}

impl Operation {
    const fn new(name: &'static str, verb: &'static str, path: &'static str, effect: Effect) -> Self {
        Self {
            name,
            about: "",
            examples: &[],
            verb,
            path,
            subject: "",
            detour: None,
            effect,
            arguments: &[],
            body: Body::None,
            ids: None,
            fixed: &[],
            select: None,
            repeated: &[],
            texts: &[],
            items: "data",
            answer: None,
            paging: None,
            waits: false,
            saves: false,
            no_file: HTML,
            list: false,
            id: "id",
            endless: false,
            columns: &[],
            wide: &[],
            words: &[],
            members: &[],
            secret: &[],
            one_of: &[],
            scope: None,
            warning: None,
            without_ids: None,
            only: None,
            newer: None,
            done: "done",
            nothing: None,
            asks_itself: false,
            check: None,
            guard: None,
            pack: None,
            instead: None,
            hears: None,
            run: Run::Request,
        }
    }

    /// A GET that answers one thing.
    pub const fn get(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "GET", path, Effect::Read)
    }

    /// A GET that answers a list.
    pub const fn list(name: &'static str, path: &'static str) -> Self {
        let mut operation = Self::get(name, path);
        operation.list = true;
        operation
    }

    /// The list with this path among rows; that it is there, the compiler checks.
    pub const fn list_among(rows: &'static [Self], path: &str) -> &'static Self {
        let mut place = 0;
        while !(rows[place].list && is_same(rows[place].path, path)) {
            place += 1;
        }
        &rows[place]
    }

    /// A POST that changes something.
    pub const fn post(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "POST", path, Effect::Write)
    }

    /// A PUT that changes something.
    pub const fn put(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "PUT", path, Effect::Write)
    }

    /// A PATCH that changes something.
    pub const fn patch(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "PATCH", path, Effect::Write)
    }

    /// A DELETE, which destroys.
    pub const fn delete(name: &'static str, path: &'static str) -> Self {
        Self::new(name, "DELETE", path, Effect::Destroy)
    }

    /// A job of several requests. Its verb and path are empty: it has none of its own.
    pub const fn workflow(name: &'static str, effect: Effect, workflow: Workflow) -> Self {
        let mut operation = Self::new(name, "", "", effect);
        operation.run = Run::Workflow(workflow);
        operation
    }

    /// A job that hands over records while it runs.
    pub const fn stream(name: &'static str, effect: Effect, workflow: Workflow) -> Self {
        let mut operation = Self::workflow(name, effect, workflow);
        operation.list = true;
        operation
    }

    /// Whether the vendor knows this query parameter here.
    pub fn has_parameter(&self, name: &str) -> bool {
        self.parameters().any(|own| own == name)
    }

    /// The names of all query parameters, those that flags are terms of among them.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        let names = self.arguments.iter().filter_map(|argument| match argument.place {
            Place::Query => Some(argument.name),
            _ => argument.term.map(|term| term.parameter),
        });
        names.collect::<BTreeSet<_>>().into_iter()
    }

    /// Whether this is a path of it, whatever stands in the slots.
    pub fn is_at(&self, path: &str) -> bool {
        fits(self.path, path) || self.detour.is_some_and(|detour| fits(detour, path))
    }
}

/// Texts cannot be compared otherwise before the program runs.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    one.len() == other.len() && place == one.len()
}

fn fits(template: &str, path: &str) -> bool {
    let (mut slots, mut segments) = (template.trim_end_matches('/').split('/'), path.split('/'));
    loop {
        match (slots.next(), segments.next()) {
            (None, None) => return true,
            (Some(slot), Some(segment)) if slot == segment || (slot.starts_with('{') && !segment.is_empty()) => {}
            _ => return false,
        }
    }
}
