//! How NinjaRMM v1 answers: bare arrays and objects, nothing where there is nothing to say, and errors known by a word.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::catalog::Operation;
use crate::dialect::{Answer, Dialect, Page, few_words, garbled, of_unknown_end, record, unusable};
use crate::failure::Code;
use crate::given::text_of;
use crate::http::{Fault, Refusal, Reply, Request};
use crate::record::Record;

/// Reads the replies of the API.
pub(super) struct Ninja;

impl Dialect for Ninja {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        match reply.status {
            204 => Ok(Answer::Page(Page::default())),
            200..300 => match unusable(sent, reply) {
                Some(fault) => Err(fault),
                None => read_success(sent, reply),
            },
            _ => Err(read_refusal(sent, reply)),
        }
    }

    /// The vendor knows no pages: every list is whole.
    fn first_page(&self, request: Request, _: Option<&Operation>, _: Option<usize>) -> Request {
        request
    }
}

fn read_success(sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
    if let Ok(items) = serde_json::from_slice::<Vec<&RawValue>>(&reply.body) {
        let records = items.into_iter().map(|raw| record(reply, raw)).collect();
        return Ok(Answer::Page(Page { records, list: true, ..Page::default() }));
    }
    if let Some(problem) = Problem::of(reply) {
        return Err(Fault::Refused(problem.refusal(reply.status)));
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(&reply.body) {
        Ok(_) => {
            let records = vec![Record::from_json_bytes(reply.body.clone())];
            Ok(Answer::Page(Page { records, ..Page::default() }))
        }
        Err(error) => Err(garbled(sent, reply, &error.to_string())),
    }
}

/// The vendor's error. Its numbers have changed their meaning over the years, its words have not.
#[derive(Deserialize)]
struct Problem {
    error: String,
    #[serde(alias = "error_message", default)]
    error_description: Value,
}

impl Problem {
    fn of(reply: &Reply) -> Option<Self> {
        serde_json::from_slice(&reply.body).ok()
    }

    fn refusal(self, status: u16) -> Refusal {
        let said = Some(&self.error_description).filter(|said| !said.is_null() && **said != "").map(text_of);
        let means = meaning(&self.error);
        Refusal {
            status,
            means,
            about_time: is_about_time(&self.error),
            message: said.or_else(|| Some(self.error.clone())),
            code: Some(self.error),
            ..Refusal::default()
        }
    }
}

/// What the vendor's words mean; the statuses that they come with are documented for none of them.
fn meaning(word: &str) -> Option<Code> {
    match word {
        "invalid_header" | "missing_header" => Some(Code::Rejected),
        "not_authenticated" => Some(Code::Unauthenticated),
        word if is_about_time(word) => Some(Code::Unauthenticated),
        "user_context_required" => Some(Code::Forbidden),
        "invalid_id" => Some(Code::NotFound),
        "rate_limit_exceeded" | "too_many_requests" => Some(Code::RateLimited),
        _ => None,
    }
}

/// One is in the vendor's list of errors, the other in its prose.
fn is_about_time(word: &str) -> bool {
    matches!(word, "skewed_time" | "RequestTimeTooSkewed")
}

fn read_refusal(sent: &Request, reply: &Reply) -> Fault {
    let problem = Problem::of(reply);
    match (of_unknown_end(sent, reply, problem.is_some()), problem) {
        (Some(fault), _) => fault,
        (None, Some(problem)) => Fault::Refused(problem.refusal(reply.status)),
        (None, None) => {
            Fault::Refused(Refusal { status: reply.status, message: few_words(reply), ..Refusal::default() })
        }
    }
}

#[cfg(test)]
mod tests;
