//! A conversation with one account: single answers, whole lists, and work that is waited for.

mod distinct;
mod pages;

pub use pages::{Pages, Shortfall};

use std::borrow::Cow;
use std::rc::Rc;
use std::time::Duration;

use crate::dialect::{Answer, Dialect, Ending, Page};
use crate::http::{Fault, Interrupt, Refusal, Reply, Request, Transport};
use crate::record::Record;
use crate::surroundings::Clock;

/// Looks at work that goes on come less and less often: each may count against a quota.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Told while something takes long.
pub trait Progress {
    /// What is going on now.
    fn doing(&self, what: &str);

    /// What was done, or is about to be, for people.
    fn tell(&self, _text: &str) {}

    /// Something that the user can do something about.
    fn warn(&self, _text: &str) {}
}

/// Everything a command needs to talk to its vendor.
pub struct Session {
    /// The whole stack.
    pub transport: Box<dyn Transport>,
    /// Reads the replies.
    pub dialect: Box<dyn Dialect>,
    /// Paces the polls.
    pub clock: Rc<dyn Clock>,
    /// Ends the waiting.
    pub interrupt: Interrupt,
    /// Hears what is going on.
    pub progress: Rc<dyn Progress>,
}

impl Session {
    /// One request and what its reply means.
    pub async fn ask(&self, request: &Request) -> Result<Answer, Fault> {
        let mut way = self.dialect.known_way(request).map_or(Cow::Borrowed(request), Cow::Owned);
        let mut first: Option<Refusal> = None;
        loop {
            let refusal = match self.ask_as_it_is(&way).await {
                Err(Fault::Refused(refusal)) => refusal,
                outcome => return outcome,
            };
            match self.dialect.another_way(&way, &refusal) {
                Some(other) => way = Cow::Owned(other),
                None => {
                    let same = first.filter(|first| first.status == refusal.status);
                    return Err(Fault::Refused(same.unwrap_or(refusal)));
                }
            }
            first = first.or(Some(refusal));
        }
    }

    async fn ask_as_it_is(&self, request: &Request) -> Result<Answer, Fault> {
        let answer = match self.send(request).await {
            Ok(reply) => self.read(request, &reply),
            Err(fault) => Err(fault),
        };
        match request.follows_change {
            true => answer.map_err(|fault| unheard(request, fault)),
            false => answer,
        }
    }

    /// One request and its reply; no trace shows what was asked for in clear.
    pub async fn send(&self, request: &Request) -> Result<Reply, Fault> {
        match self.dialect.reveals(request) {
            true => self.transport.send(&Request { revealing: true, ..request.clone() }).await,
            false => self.transport.send(request).await,
        }
    }

    /// What a reply means, with the facts that need no knowledge of the vendor.
    pub fn read(&self, request: &Request, reply: &Reply) -> Result<Answer, Fault> {
        self.dialect.read(request, reply).map_err(|fault| match fault {
            Fault::Refused(refusal) => Fault::Refused(Refusal {
                clock_ahead: reply.clock_ahead(self.clock.now()).filter(|_| refusal.about_time),
                retry_after: reply.retry_after(self.clock.now()),
                request_id: reply.request_id().or(refusal.request_id),
                ..refusal
            }),
            other => other,
        })
    }

    /// The answer, once the work that it accepted has ended; still at work when the time is over.
    pub async fn wait(&self, answer: Answer, longest: Duration) -> Result<Answer, Broken> {
        let mut answer = answer;
        let mut ended = Vec::new();
        let began = self.clock.ticks();
        let mut pause = Duration::ZERO;
        while let Answer::Working(mut working) = answer {
            // What has ended stays so, even where a later look tells nothing.
            match working.ended.is_empty() {
                true => working.ended.clone_from(&ended),
                false => ended.clone_from(&working.ended),
            }
            pause = working.pause.max(pause.mul_f64(1.5)).min(LONGEST_PAUSE);
            let waited = self.clock.ticks().saturating_sub(began);
            if waited + pause > longest {
                return Ok(Answer::Working(working));
            }
            self.progress.doing(working.said.as_deref().unwrap_or("waiting for the work to end"));
            let looked = async {
                self.interrupt.race(self.clock.sleep(pause)).await?;
                self.ask(&working.ask).await
            };
            answer = looked.await.map_err(|fault| Broken { fault: abandoned(fault), ended: working.ended })?;
        }
        Ok(answer)
    }

    /// One page, smaller if the vendor will not give as many records; with the request that brought it.
    async fn page(&self, request: Request) -> (Request, Result<Page, Fault>) {
        let mut request = request;
        loop {
            let refusal = match self.ask(&request).await {
                Ok(Answer::Page(page)) => return (request, Ok(page)),
                Ok(_) => return (request, Ok(Page::default())),
                Err(Fault::Refused(refusal)) => refusal,
                Err(fault) => return (request, Err(fault)),
            };
            match self.dialect.smaller_page(&request, &refusal) {
                Some(smaller) => request = smaller,
                None => return (request, Err(Fault::Refused(refusal))),
            }
        }
    }

    /// The pages of a list, beginning with `first`.
    pub fn pages(&self, first: Request) -> Pages<'_> {
        Pages::of(self, first)
    }

    /// All records of a list in memory; for lists that are known to be short. Part of a list is a fault: what is not in
    /// it would be taken for something that does not exist.
    pub async fn records(&self, first: Request) -> Result<Vec<Record>, Fault> {
        let is_paged = first.pages.is_some();
        let mut pages = self.pages(first);
        let mut records = Vec::new();
        while let Some(page) = pages.next().await? {
            records.extend(page);
        }
        // Where a list does not page, it is not known what its total counts.
        match pages.shortfall().filter(|_| is_paged) {
            Some(shortfall) => Err(shortfall.failure().into()),
            None => Ok(records),
        }
    }
}

/// Why nothing more is known of accepted work, and what had ended by then.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    /// What became of the last look.
    pub fault: Fault,
    /// The things that had ended before.
    pub ended: Vec<Ending>,
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self { fault, ended: Vec::new() }
    }
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        broken.fault
    }
}

/// Not to look any more does not end the work.
pub(crate) fn abandoned(fault: Fault) -> Fault {
    match fault {
        Fault::Interrupted(signal) => Fault::Abandoned(signal),
        other => other,
    }
}

/// The vendor has accepted the change: whatever keeps its end from being read, it may have happened.
fn unheard(request: &Request, fault: Fault) -> Fault {
    let host = request.url.host_str().unwrap_or_default().to_owned();
    let cause = format!("the work was accepted, and asking how it ended met this: {fault}");
    match fault {
        Fault::Interrupted(_) => fault,
        Fault::Refused(Refusal { status, .. }) | Fault::Garbled { status, .. } => {
            Fault::Garbled { host, status, cause }
        }
        _ => Fault::Unanswered { host, cause },
    }
}

#[cfg(test)]
mod tests;
