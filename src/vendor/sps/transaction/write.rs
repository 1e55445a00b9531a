//! Changes inside a transaction: each is sent once, and read again to see that all of it stuck.

use serde_json::Value;
use url::Url;

use super::verify::{Dropped, dropped};
use super::{CONFIGURATION, Stage, Transaction};
use crate::failure::{Code, Failure};
use crate::http::{Content, Fault, Repeat, Reply, Request};
use crate::plan::{encode, join};
use crate::record::Record;

/// What was written so far.
#[derive(Default)]
pub(super) struct Written {
    /// Changes that the box took.
    pub(super) count: usize,
    /// The objects, as they were sent, and where they are.
    pub(super) objects: Vec<Sent>,
}

/// An object that was sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sent {
    url: Url,
    body: Value,
}

impl Transaction<'_> {
    /// Make a change, and see that all of it stuck.
    pub(in super::super) async fn write(&self, request: &Request) -> Result<Reply, Fault> {
        let request = Request { repeat: Repeat::OnlyIfUnsent, ..request.clone() };
        let reply = self.change(&request).await?;
        self.written.borrow_mut().count += 1;
        if let Some(sent) = self.sent(&request, &reply) {
            self.check_stuck(&sent).await?;
            self.written.borrow_mut().objects.push(sent);
        }
        Ok(reply)
    }

    /// What the transaction shows of an object before it is replaced, envelope on; `None` where nobody may look.
    pub(in super::super) async fn look(&self, place: &str) -> Result<Option<Value>, Fault> {
        let mut request = Request::get(join(self.work.account.url(), place)?);
        request.name = "read what is to be changed".to_owned();
        request.fresh = true;
        let reply = self.send(&request).await?;
        match reply.status {
            401 => return Err(self.login_ended()),
            405 if !reply.is_html() => return Ok(None),
            _ => self.session.read(&request, &reply).map_err(|fault| self.unread(fault, "it", None))?,
        };
        Ok(Some(Record::from_json_bytes(reply.body).parse()?))
    }

    fn has_written(&self) -> bool {
        self.written.borrow().count > 0
    }

    /// One attempt; another one after opening, where the box says that nothing was open, or waiting for its lock.
    async fn change(&self, request: &Request) -> Result<Reply, Fault> {
        let mut has_opened = false;
        loop {
            // The first write may be what opens it.
            let before = self.stage.replace(Stage::Open);
            let reply = self.send(request).await.inspect_err(|fault| match fault {
                Fault::Unanswered { .. } | Fault::Garbled { .. } => {}
                _ => self.stage.set(before),
            })?;
            match reply.status {
                401 => return Err(self.login_ended()),
                409 if self.is_closed().await => {
                    match (self.has_written() || self.joined, has_opened || self.opens_itself.get()) {
                        (true, _) => return Err(self.lost(&self.fault_of(request, &reply))),
                        (false, true) => self.wait_for_lock(self.locked_by(request, &reply)).await?,
                        (false, false) => {
                            has_opened = true;
                            self.begin().await?;
                        }
                    }
                }
                423 if !self.has_written() => self.wait_for_lock(self.locked_by(request, &reply)).await?,
                _ => return self.session.read(request, &reply).map(|_| reply),
            }
        }
    }

    /// The box has forgotten what was written before.
    fn lost(&self, refused: &Fault) -> Fault {
        let cannot = self.cannot();
        let message = format!("{cannot}: {refused}: the box dropped the transaction in the middle");
        Failure { http_status: Some(409), ..Failure::new(Code::Conflict, message) }.into()
    }

    /// What can be compared, and where it is to be read again.
    fn sent(&self, request: &Request, reply: &Reply) -> Option<Sent> {
        let base = self.work.account.url();
        let path = request.url.path().strip_prefix(base.path().trim_end_matches('/')).unwrap_or(request.url.path());
        if !path.starts_with(CONFIGURATION) {
            return None;
        }
        let Content::Bytes { bytes, .. } = &request.content else { return None };
        let body: Value = serde_json::from_slice(bytes).ok()?;
        // A secret by itself is never shown again.
        let is_comparable = body.as_object().is_some_and(|body| !body.contains_key("plain"));
        let url = match request.method {
            _ if !is_comparable => return None,
            reqwest::Method::PUT => Some(request.url.clone()),
            reqwest::Method::POST => created(base, path, reply),
            _ => return None,
        };
        if url.is_none() {
            self.warn_of_unread(path);
        }
        Some(Sent { url: url?, body })
    }

    fn warn_of_unread(&self, path: &str) {
        let text = format!("`{path}` cannot be read again, so nobody knows whether all of it stuck");
        self.session.progress.warn(&text);
    }

    async fn check_stuck(&self, sent: &Sent) -> Result<(), Fault> {
        let missed = match self.missed(sent).await {
            Ok(missed) if missed.is_empty() => return Ok(()),
            Ok(missed) => missed,
            Err(fault) if self.wishes.keeps && !matches!(fault, Fault::Interrupted(_)) => {
                let text = format!("what was written could not be read again: {fault}");
                self.session.progress.warn(&text);
                return Ok(());
            }
            Err(fault) => return Err(fault),
        };
        let words: Vec<String> = missed.iter().map(Dropped::words).collect();
        let text = format!("the box did not keep {}", words.join(", "));
        match self.wishes.keeps {
            true => {
                self.session.progress.warn(&text);
                Ok(())
            }
            false => Err(Failure::new(Code::Rejected, format!("{}: {text}", self.cannot()))
                .hint("look for a mistyped member; `--keep` commits what is left")
                .into()),
        }
    }

    /// What the box has not kept of an object.
    async fn missed(&self, sent: &Sent) -> Result<Vec<Dropped>, Fault> {
        let mut request = Request::get(sent.url.clone());
        request.name = "read what was written".to_owned();
        request.fresh = true;
        let reply = self.send(&request).await?;
        match reply.status {
            401 => return Err(self.login_ended()),
            405 => {
                let path = request.url.path();
                self.session
                    .progress
                    .warn(&format!("`{path}` cannot be read, so nobody knows whether all of it stuck"));
                return Ok(Vec::new());
            }
            _ => {
                let hint = Some("`--keep` commits without looking");
                self.session.read(&request, &reply).map_err(|fault| self.unread(fault, "what was written", hint))?
            }
        };
        Ok(dropped(&sent.body, &body_of(&reply)?))
    }

    /// A refusal of the read must not seem to be one of the change.
    fn unread(&self, fault: Fault, what: &str, hint: Option<&str>) -> Fault {
        let Fault::Refused(refusal) = &fault else { return fault };
        let message = format!("{}: {what} cannot be read again: {fault}", self.cannot());
        let code = match refusal.status {
            403 => Code::Forbidden,
            _ => Code::VendorError,
        };
        Failure {
            hint: hint.map(str::to_owned),
            http_status: Some(refusal.status),
            vendor_code: refusal.code.clone(),
            vendor_message: refusal.message.clone(),
            ..Failure::new(code, message)
        }
        .into()
    }

    /// Whether a login from outside sees everything that was written.
    pub(super) async fn is_seen_outside(&self) -> bool {
        let objects = self.written.borrow().objects.clone();
        for sent in &objects {
            let request = Request { fresh: true, tidies: true, ..Request::get(sent.url.clone()) };
            let seen = match self.work.session.send(&request).await {
                Ok(reply) if reply.is_success() => {
                    body_of(&reply).is_ok_and(|body| dropped(&sent.body, &body).is_empty())
                }
                _ => false,
            };
            if !seen {
                return false;
            }
        }
        !objects.is_empty() && objects.len() == self.written.borrow().count
    }
}

/// The object without its envelope.
fn body_of(reply: &Reply) -> Result<Value, Failure> {
    let mut answer: Value = Record::from_json_bytes(reply.body.clone()).parse()?;
    Ok(answer.get_mut("body").map(Value::take).unwrap_or(answer))
}

/// Where a created thing is, as the answer says.
fn created(base: &Url, collection: &str, reply: &Reply) -> Option<Url> {
    let answer: Value = serde_json::from_slice(&reply.body).ok()?;
    let is_path = |href: &&str| href.starts_with(CONFIGURATION) && !href.contains(['#', '?']);
    let href = answer["meta"]["href"].as_str().filter(is_path).filter(|href| *href != collection).map(str::to_owned);
    let by_key = || Some(format!("{}/{}", collection.trim_end_matches('/'), encode(answer["key"].as_str()?)));
    join(base, &href.or_else(by_key)?).ok()
}
