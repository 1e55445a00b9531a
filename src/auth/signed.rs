//! Signs each attempt anew, for the configured origins only, and once more after a 401, with a new login, or after a refusal that the scheme has learned from.

use std::cell::Cell;
use std::rc::Rc;

use url::Origin;

use super::{Authenticator, Grant, Grants, Refused};
use crate::failure::{Code, Failure};
use crate::http::{Fault, Repeat, Reply, Request, Transport};
use crate::surroundings::{Clock, LocalFuture};

/// `next`, with credentials.
pub struct Signed<T> {
    next: T,
    by: Rc<dyn Authenticator>,
    grants: Rc<Grants>,
    origins: Vec<Origin>,
    clock: Rc<dyn Clock>,
    warn: Box<dyn Fn(&str)>,
    has_warned: Cell<bool>,
    asking: tokio::sync::Mutex<()>,
}

impl<T: Transport> Signed<T> {
    /// Requests to other than these `origins` go out without any credential.
    pub fn new(
        next: T,
        by: Rc<dyn Authenticator>,
        grants: Rc<Grants>,
        origins: Vec<Origin>,
        clock: Rc<dyn Clock>,
    ) -> Self {
        Self {
            next,
            by,
            grants,
            origins,
            clock,
            warn: Box::new(|_| ()),
            has_warned: Cell::default(),
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// The same, which tells `warn` once of what looks wrong with the credentials.
    #[must_use]
    pub fn warning(self, warn: impl Fn(&str) + 'static) -> Self {
        Self { warn: Box::new(warn), ..self }
    }

    async fn exchange(&self, request: &Request) -> Result<Reply, Fault> {
        // A login brings its own credentials, and cannot wait for what it is to bring.
        if request.confidential || !self.origins.contains(&request.url.origin()) {
            return self.next.send(request).await;
        }
        if let Some(passing) = self.settle(request).await? {
            return Ok(passing);
        }
        let grant = self.grant_for(request).await?;
        if !self.has_warned.replace(true) {
            self.by.oddities(&grant).iter().for_each(|oddity| (self.warn)(oddity));
        }
        let reply = self.amended(request, &grant).await?;
        if reply.status != 401 || request.bound || !self.by.renews() || !self.by.is_denied(&reply) {
            return Ok(reply);
        }
        self.grants.forget(&grant);
        let renewed = self.obtain().await?;
        self.amended(request, &renewed).await
    }

    /// What belongs to the login that is there goes out with it, though it may have ended: only the vendor knows, and a
    /// new one would be another.
    async fn grant_for(&self, request: &Request) -> Result<Grant, Fault> {
        match self.grants.held().filter(|_| request.bound) {
            Some(grant) => Ok(grant),
            None => self.obtain().await,
        }
    }

    /// What has to be known before the request can be signed: of this run, of an earlier one, or asked for now.
    /// Answers what may pass soon, so that it is tried again with the request that waits for it.
    async fn settle(&self, request: &Request) -> Result<Option<Reply>, Fault> {
        if self.by.question(request)?.is_none() {
            return Ok(None);
        }
        // Of several requests one asks, and the others wait for what it learns.
        let _turn = self.asking.lock().await;
        let Some(question) = self.by.question(request)? else {
            return Ok(None);
        };
        if let Some(noted) = self.grants.noted().await? {
            self.by.recall(&noted);
            return Ok(None);
        }
        let reply = Box::pin(self.exchange(&question)).await.map_err(before_sending)?;
        if may_pass(request, &reply) {
            return Ok(Some(reply));
        }
        self.grants.note(&self.by.learn(&reply)?);
        Ok(None)
    }

    async fn obtain(&self) -> Result<Grant, Fault> {
        self.grants.obtain(&*self.by, &self.next).await.map_err(before_sending)
    }

    /// One attempt, and another one after a refusal that the scheme has learned from.
    async fn amended(&self, request: &Request, grant: &Grant) -> Result<Reply, Fault> {
        let reply = self.attempt(request, grant).await?;
        match !reply.is_success() && self.amend(request, grant, &reply).await {
            true => self.attempt(request, grant).await,
            false => Ok(reply),
        }
    }

    async fn amend(&self, request: &Request, grant: &Grant, reply: &Reply) -> bool {
        let refused = Refused { request, grant, reply, now: self.clock.now() };
        let learned = self.by.amend(&self.next, refused).await;
        self.grants.learn_secrets(&*self.by);
        learned
    }

    async fn attempt(&self, request: &Request, grant: &Grant) -> Result<Reply, Fault> {
        let mut signed = request.clone();
        self.by.sign(grant, &mut signed, self.clock.now());
        self.next.send(&signed).await
    }
}

/// In the place of a change's answer only what says that nothing was carried out.
fn may_pass(request: &Request, reply: &Reply) -> bool {
    match reply.status {
        429 => true,
        408 | 500 | 502 | 503 | 504 => request.repeat == Repeat::Freely,
        _ => false,
    }
}

/// Of the request that waited for this, not one byte was written.
fn before_sending(fault: Fault) -> Fault {
    match fault {
        Fault::Unanswered { host, cause } => Fault::Unreached { host, cause },
        Fault::Garbled { status, .. } => {
            let mut failure = Failure::new(Code::VendorError, format!("cannot log in: {fault}"));
            failure.http_status = Some(status);
            failure.retryable = true;
            failure.into()
        }
        other => other,
    }
}

impl<T: Transport> Transport for Signed<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(self.exchange(request))
    }
}

#[cfg(test)]
mod tests;
