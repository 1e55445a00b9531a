//! What rows can be told apart by: effect, paging, layout of the body, and what an answer holds.

use std::path::Path;

use crate::failure::Failure;
use crate::given::Given;
use crate::record::Record;
use crate::workflow::Workflow;

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
