//! How a vendor's replies are read: records, the next page, work that goes on, or a refusal in the vendor's own words. Pure.

mod few_words;

pub use few_words::few_words;

use std::time::Duration;

use serde_json::value::RawValue;

use crate::catalog::Operation;
use crate::http::{Fault, Refusal, Repeat, Reply, Request};
use crate::record::Record;

/// What a reply means.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Records, and perhaps more of them elsewhere.
    Page(Page),
    /// The work was accepted and goes on.
    Working(Working),
    /// The work has ended, for each thing by itself.
    Ended(Vec<Ending>),
}

/// A page of records, or one thing.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The records without their envelope. No record where the vendor sent none.
    pub records: Vec<Record>,
    /// The answer was a list, not one thing.
    pub list: bool,
    /// How to ask for the next page.
    pub next: Option<Request>,
    /// How many there are in all, as the vendor says.
    pub total: Option<u64>,
    /// Items that the vendor refused while it did the others.
    pub refused: Vec<Refusal>,
}

/// Work that has not ended.
#[derive(Debug, Clone)]
pub struct Working {
    /// How to ask again.
    pub ask: Request,
    /// When to ask again.
    pub pause: Duration,
    /// What `--no-wait` prints.
    pub handle: Record,
    /// What the vendor says it is doing.
    pub said: Option<String>,
    /// The things that have ended already.
    pub ended: Vec<Ending>,
}

/// How the work ended for one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// The thing.
    pub id: String,
    /// The vendor's last word on it, whole.
    pub record: Record,
    /// The vendor's sentence, if it failed.
    pub failure: Option<String>,
}

/// The only code that most vendors need.
pub trait Dialect {
    /// What the reply to `sent` means.
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault>;

    /// The first page with as many records as the vendor gives at once.
    fn first_page(&self, request: Request, operation: Option<&Operation>, limit: Option<usize>) -> Request;

    /// The page after one that brings `count` of `total` records, where that can be foreseen.
    fn following(&self, _sent: &Request, _count: u64, _total: u64) -> Option<Request> {
        None
    }

    /// A smaller page, after the vendor refused the size of this one.
    fn smaller_page(&self, _sent: &Request, _refusal: &Refusal) -> Option<Request> {
        None
    }

    /// Whether the answer shows secrets because the request says so, in members that have no names of their own.
    fn reveals(&self, _request: &Request) -> bool {
        false
    }

    /// The request in the form that this server is known to take, where that is another one.
    fn known_way(&self, _request: &Request) -> Option<Request> {
        None
    }

    /// The same in another form, after the server knew nothing of this one. A refusal with the same status then leaves
    /// the first one standing.
    fn another_way(&self, _sent: &Request, _refusal: &Refusal) -> Option<Request> {
        None
    }

    /// The member by which records of such a list are told apart.
    fn tells_apart_by(&self, _request: &Request) -> &'static str {
        "id"
    }

    /// The vendor's word for a permission, in its right spelling.
    fn scope_spelling(&self, word: &str) -> String {
        word.to_owned()
    }
}

/// A whole answer that nobody can read. Of a change it is not known whether it happened.
pub fn garbled(sent: &Request, reply: &Reply, cause: &str) -> Fault {
    let host = sent.url.host_str().unwrap_or_default().to_owned();
    Fault::Garbled { host, status: reply.status, cause: cause.to_owned() }
}

/// What no API says in a success: a page of HTML, or nothing where the status promises something.
pub fn unusable(sent: &Request, reply: &Reply) -> Option<Fault> {
    match reply {
        _ if reply.is_html() => Some(garbled(sent, reply, "it is HTML, as of a proxy or a login page")),
        _ if reply.body.is_empty() => Some(garbled(sent, reply, "it is empty")),
        _ => None,
    }
}

/// The vendor's words on one line, cut where they are longer than anybody reads.
pub fn short(text: &str, longest: usize) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(longest) {
        _ if words.is_empty() => None,
        Some((end, _)) => Some(format!("{}...", &words[..end])),
        None => Some(words),
    }
}

/// An error page of a gateway, or of a program that broke down, says nothing of what happened to a change before.
pub fn of_unknown_end(sent: &Request, reply: &Reply, is_vendor_s: bool) -> Option<Fault> {
    let says_nothing = sent.repeat == Repeat::OnlyIfUnsent && reply.status >= 500 && !is_vendor_s;
    says_nothing.then(|| garbled(sent, reply, &format!("status {} without the vendor's words", reply.status)))
}

/// A part of the answer as a record, without a copy.
pub fn record(reply: &Reply, raw: &RawValue) -> Record {
    Record::from_json_bytes(reply.body.slice_ref(raw.get().as_bytes()))
}
