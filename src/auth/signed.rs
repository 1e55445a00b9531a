//! Signs each attempt anew, for the configured origins only, and logs in once more after a 401.

use std::rc::Rc;

use url::Origin;

use super::{Authenticator, Grants};
use crate::http::{Fault, Reply, Request, Transport};
use crate::surroundings::{Clock, LocalFuture};

/// `next`, with credentials.
pub struct Signed<T> {
    next: T,
    by: Rc<dyn Authenticator>,
    grants: Rc<Grants>,
    origins: Vec<Origin>,
    clock: Rc<dyn Clock>,
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
        }
    }

    async fn exchange(&self, request: &Request) -> Result<Reply, Fault> {
        if !self.origins.contains(&request.url.origin()) {
            return self.next.send(request).await;
        }
        let grant = self.grants.obtain(&*self.by, &self.next).await?;
        let reply = self.attempt(request, &grant).await?;
        if reply.status != 401 || !self.by.renews() {
            return Ok(reply);
        }
        self.grants.forget(&grant);
        let renewed = self.grants.obtain(&*self.by, &self.next).await?;
        self.attempt(request, &renewed).await
    }

    async fn attempt(&self, request: &Request, grant: &super::Grant) -> Result<Reply, Fault> {
        let mut signed = request.clone();
        self.by.sign(grant, &mut signed, self.clock.now());
        self.next.send(&signed).await
    }
}

impl<T: Transport> Transport for Signed<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(self.exchange(request))
    }
}
