//! A vendor's operation as a row: verb, path, effect, arguments, and how its answer is shown.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Argument, Place, Product};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::HTML;
use crate::record::Record;
use crate::workflow::{Guard, Hears, Workflow};

/// Values that mean something, as member, value and word.
pub type Words = &'static [(&'static str, &'static str, &'static str)];

/// What an operation does to the vendor's state. Retrying, confirming, dry run and transactions are decided from this alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing changes.
    Read,
    /// Something changes.
    Write,
    /// Something is lost, costs money, or cannot be undone.
    Destroy,
}

impl Effect {
    /// The word of `api --list`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Destroy => "destructive",
        }
    }

    /// Whether sending it twice could matter.
    pub fn is_change(self) -> bool {
        self != Self::Read
    }
}

/// How a list is asked for page by page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// `limit` and `offset` in the query, with the vendor's total in the answer.
    Offset,
    /// `pageSize`, and `after` with the id of the last record. The answer says neither how many there are nor whether more
    /// follow.
    AfterId,
    /// `pageSize`, and `cursor` with the name that the last answer gave.
    Cursor,
    /// Newest first: `pageSize`, and `olderThan` with the smallest id so far.
    OlderThan,
    /// `pageSize`, and `cursorName` with what the last answer gave.
    CursorName,
    /// `page`, counted from 1, and `size`, with the vendor's total in the answer.
    Numbered,
    /// `pageSize` and `lastCursorId` in the body, from the last answer's `metadata`.
    LastCursor,
    /// `pageSize`, and `anchorId` with the id of the last entry.
    AnchorId,
    /// `pageSize`, and `anchorNaturalId` with the natural id of the last record.
    AnchorNaturalId,
    /// The answer has a link to the next page, among its `meta`.
    Link,
    /// `per_page` and `current_page`, and a header with the address of the next page.
    LinkHeader,
    /// `startIndex`, counted from 1, and `count`, with the vendor's total in the answer.
    StartIndex,
}

/// How the arguments in the body are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// No body.
    None,
    /// The arguments are the members of an object.
    Object,
    /// The arguments are the members of the items in the list under `data`.
    DataList,
    /// The arguments are the members of the items in the list that is the body.
    List,
    /// The body is the list of ids itself.
    Ids,
    /// The arguments are the fields of a form, as browsers send it.
    Form,
    /// The arguments are the parts of a form, files among them.
    Multipart,
    /// The body is the value of the one argument itself.
    Value,
    /// The body is a file as it is, of this media type.
    File(&'static str),
}

/// The ids of the things acted on, where they are in the body: positionals of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ids {
    /// The body member that lists them; in a body that is a list, the member of each item that names one.
    pub member: &'static str,
    /// The vendor takes many in one request; otherwise each gets a request of its own.
    pub batch: bool,
    /// The member holds the list of ids, in the object or in the one item; otherwise it holds one id, in the object or in
    /// an item of its own.
    pub listed: bool,
}

/// Judges by itself what was given.
pub type Check = fn(&Given) -> Result<(), Failure>;

/// What comes out of a file that holds records.
#[derive(Debug)]
pub enum Unpacked {
    /// The next record.
    Record(Record),
    /// Something that the user should know of what is in the file.
    Warning(String),
}

/// Takes what comes out of a file, and says whether more is wanted.
pub type Receive<'a> = &'a mut dyn FnMut(Unpacked) -> bool;

/// A file that holds records, as an answer.
#[derive(Debug, Clone, Copy)]
pub struct Pack {
    /// What the file is.
    pub noun: &'static str,
    /// Whether a file that begins like this may be one. What is none was not sent by the vendor's program.
    pub begins: fn(&[u8]) -> bool,
    /// Reads it as a stream: what is in it may be larger than any memory.
    pub unpack: fn(&Path, &Given, Receive<'_>) -> Result<(), Failure>,
}

/// What runs when the command is called.
#[derive(Clone, Copy)]
pub enum Run {
    /// One request, its pages, and the waiting for its result.
    Request,
    /// Several requests that do one human job.
    Workflow(Workflow),
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Request => "Request",
            Self::Workflow(_) => "Workflow",
        })
    }
}

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

    /// What a job that several rows share is about.
    pub const fn on(mut self, path: &'static str) -> Self {
        self.subject = path;
        self
    }

    /// Its records come as things happen, until somebody stops it.
    pub const fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    /// Its records are in a file, of which answers of these media types say why there is none.
    pub const fn packed(self, pack: Pack, no_file: &'static [&'static str]) -> Self {
        let mut operation = self.saves_unless(no_file);
        operation.pack = Some(pack);
        operation
    }

    /// Where this argument is given the job runs in its place.
    pub const fn instead(mut self, argument: &'static str, job: &'static Operation) -> Self {
        self.instead = Some((argument, job));
        self
    }

    /// A job that asks before it destroys, because only it knows what.
    pub const fn asks_itself(mut self) -> Self {
        self.asks_itself = true;
        self
    }

    /// What this refuses is never sent.
    pub const fn checked(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    /// Ids that this refuses are never sent.
    pub const fn guarded(mut self, guard: Guard) -> Self {
        self.guard = Some(guard);
        self
    }

    /// This is told what became of each of its requests.
    pub const fn heard_by(mut self, hears: Hears) -> Self {
        self.hears = Some(hears);
        self
    }

    /// One line of help.
    pub const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// With lines for the end of its help: what stands after its words, and what that is for.
    pub const fn examples(mut self, examples: &'static [(&'static str, &'static str)]) -> Self {
        self.examples = examples;
        self
    }

    /// Everything the user may give.
    pub const fn arguments(mut self, arguments: &'static [Argument]) -> Self {
        self.arguments = arguments;
        self
    }

    /// Another effect than the verb suggests.
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// It takes this path where the argument of its slot is given.
    pub const fn detour(mut self, path: &'static str) -> Self {
        self.detour = Some(path);
        self
    }

    /// What is said where the vendor sends no record.
    pub const fn says(mut self, done: &'static str) -> Self {
        self.done = done;
        self
    }

    /// What is said where its list is empty.
    pub const fn says_of_none(mut self, nothing: &'static str) -> Self {
        self.nothing = Some(nothing);
        self
    }

    /// The answer is a list, whatever the verb.
    pub const fn listed(mut self) -> Self {
        self.list = true;
        self
    }

    /// The arguments in the body are members of an object.
    pub const fn object(mut self) -> Self {
        self.body = Body::Object;
        self
    }

    /// The arguments in the body are members of the items under `data`.
    pub const fn data_list(mut self) -> Self {
        self.body = Body::DataList;
        self
    }

    /// The arguments in the body are members of the items of the list that is the body.
    pub const fn list_body(mut self) -> Self {
        self.body = Body::List;
        self
    }

    /// The arguments in the body are fields of a form, as browsers send it.
    pub const fn form(mut self) -> Self {
        self.body = Body::Form;
        self
    }

    /// One of several operations of its path, known by this parameter.
    pub const fn selected_by(mut self, parameter: &'static str, value: &'static str) -> Self {
        self.select = Some((parameter, value));
        self
    }

    /// The arguments in the body are parts of a form.
    pub const fn multipart(mut self) -> Self {
        self.body = Body::Multipart;
        self
    }

    /// The value of the one argument is the body.
    pub const fn value_body(mut self) -> Self {
        self.body = Body::Value;
        self
    }

    /// A file is the body, of this media type.
    pub const fn file_body(mut self, media: &'static str) -> Self {
        self.body = Body::File(media);
        self
    }

    /// The ids acted on are in the body, many in one request.
    pub const fn batch_ids(self, member: &'static str) -> Self {
        let listed = self.is_object();
        self.with_ids(Ids { member, batch: true, listed })
    }

    /// The ids acted on stand together in the one item of a body that is a list, many in one request.
    pub const fn gathered_ids(self, member: &'static str) -> Self {
        self.with_ids(Ids { member, batch: true, listed: true })
    }

    /// The ids acted on are in the body, one a request: the vendor does not loop over them.
    pub const fn single_ids(self, member: &'static str) -> Self {
        let listed = self.is_object();
        self.with_ids(Ids { member, batch: false, listed })
    }

    /// The id acted on is a member of the body by itself, one a request.
    pub const fn one_id(self, member: &'static str) -> Self {
        self.with_ids(Ids { member, batch: false, listed: false })
    }

    /// The body is the list of the ids acted on; `member` is what help calls one.
    pub const fn id_list(mut self, member: &'static str) -> Self {
        self.body = Body::Ids;
        self.ids = Some(Ids { member, batch: true, listed: true });
        self
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

    const fn is_object(&self) -> bool {
        matches!(self.body, Body::None | Body::Object)
    }

    const fn with_ids(mut self, ids: Ids) -> Self {
        if self.is_object() {
            self.body = Body::Object;
        }
        self.ids = Some(ids);
        self
    }

    /// Members that the command itself gives; a flag of the same name goes over them.
    pub const fn fixed(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed = members;
        self
    }

    /// Path slots that the body repeats.
    pub const fn repeated(mut self, slots: &'static [&'static str]) -> Self {
        self.repeated = slots;
        self
    }

    /// Ids and repeated slots that are texts, whatever they look like.
    pub const fn texts(mut self, members: &'static [&'static str]) -> Self {
        self.texts = members;
        self
    }

    /// The arguments in the body are members of the items under this member.
    pub const fn items_under(mut self, member: &'static str) -> Self {
        self.body = Body::DataList;
        self.items = member;
        self
    }

    /// The records stand in this member of the answer.
    pub const fn answers_in(mut self, member: &'static str) -> Self {
        self.answer = Some(member);
        self
    }

    /// The answer is a file.
    pub const fn saves(mut self) -> Self {
        self.saves = true;
        self
    }

    /// The answer is a file, unless it is of one of these media types.
    pub const fn saves_unless(mut self, media: &'static [&'static str]) -> Self {
        self.no_file = media;
        self.saves()
    }

    /// A job on things that are named by their ids, of which there may be many.
    pub const fn on_each(mut self, member: &'static str) -> Self {
        self.ids = Some(Ids { member, batch: false, listed: false });
        self
    }

    /// Records are named by this member.
    pub const fn named_by(mut self, member: &'static str) -> Self {
        self.id = member;
        self
    }

    /// The list pages.
    pub const fn pages(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// The answer only accepts the work.
    pub const fn waits(mut self) -> Self {
        self.waits = true;
        self
    }

    /// Whether this is a path of it, whatever stands in the slots.
    pub fn is_at(&self, path: &str) -> bool {
        fits(self.path, path) || self.detour.is_some_and(|detour| fits(detour, path))
    }

    /// Columns of `table`, and those that `wide` adds.
    pub const fn columns(mut self, table: &'static [&'static str], wide: &'static [&'static str]) -> Self {
        self.columns = table;
        self.wide = wide;
        self
    }

    /// Values that mean something, as member, value and word.
    pub const fn words(mut self, words: Words) -> Self {
        self.words = words;
        self
    }

    /// Every member that a record is known to have.
    pub const fn members(mut self, members: &'static [&'static str]) -> Self {
        self.members = members;
        self
    }

    /// Members of its records that are secrets.
    pub const fn secret(mut self, members: &'static [&'static str]) -> Self {
        self.secret = members;
        self
    }

    /// Arguments of which exactly one must be given.
    pub const fn one_of(mut self, arguments: &'static [&'static str]) -> Self {
        self.one_of = arguments;
        self
    }

    /// The permission that it needs.
    pub const fn scope(mut self, scope: &'static str) -> Self {
        self.scope = Some(scope);
        self
    }

    /// Without ids it is about everything: what is said when that is confirmed.
    pub const fn or_all(mut self, warning: &'static str) -> Self {
        self.without_ids = Some(warning);
        self
    }

    /// No other product of the vendor has it.
    pub const fn only(mut self, product: Product) -> Self {
        self.only = Some(product);
        self
    }

    /// The same in a newer API of the vendor.
    pub const fn newer(mut self, newer: &'static Operation) -> Self {
        self.newer = Some(newer);
        self
    }

    /// What is said besides when it is confirmed.
    pub const fn warning(mut self, warning: &'static str) -> Self {
        self.warning = Some(warning);
        self
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
