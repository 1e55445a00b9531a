//! What a job may do beyond its own conversation: open others, and write to the profile.

use std::rc::Rc;

use super::context::{Context, Opened};
use crate::auth::{Grant, Grants};
use crate::failure::Failure;
use crate::http::Fault;
use crate::sought::quoted;
use crate::surroundings::LocalFuture;
use crate::workflow::{self, Elsewhere, Own};

/// What lies beyond one conversation.
pub(super) struct Office<'w> {
    pub(super) context: &'w Context<'w>,
    pub(super) opened: &'w Opened,
}

impl workflow::Office for Office<'_> {
    fn set(&self, settings: &[(&str, &str)]) -> Result<(), Failure> {
        let account = &self.opened.account;
        if self.context.sandbox.is_some() {
            return Err(Failure::usage("the sandbox has no profile to write to"));
        }
        match account.profile() {
            Some(profile) => self.context.config.editor()?.set_profile(profile, account.vendor(), settings),
            None => Err(Failure::usage("the account is of the environment, and there is no profile to write to")
                .hint(exports(account.vendor().env, settings))),
        }
    }

    fn open_at(&self, url: &str) -> Result<Elsewhere, Failure> {
        let opened = self.context.open_account(self.opened.vendor, self.opened.account.at(url)?)?;
        Ok(Elsewhere { account: opened.account, session: opened.session })
    }

    fn grant<'a>(&'a self, refused: Option<&'a Grant>) -> LocalFuture<'a, Result<Grant, Fault>> {
        let opened = self.opened;
        refused.into_iter().for_each(|grant| opened.grants.forget(grant));
        Box::pin(async move { opened.grants.obtain(&*opened.authenticator, &*opened.session.transport).await })
    }

    fn own(&self, grant: Option<Grant>) -> LocalFuture<'_, Result<Own, Fault>> {
        let (context, opened) = (self.context, self.opened);
        Box::pin(async move {
            let authenticator = (opened.vendor.authenticator)(opened.account.clone())?;
            let (cache, clock, redactor) =
                (context.stores.cache.clone(), context.clock.clone(), context.redactor.clone());
            let grants = Rc::new(Grants::new(None, cache, clock, redactor));
            if let Some(grant) = grant {
                grants.bring(grant).await?;
            }
            let session =
                context.session(opened.vendor, &opened.account, &authenticator, &grants, &opened.heard, None)?;
            Ok(Own { session, grants, authenticator })
        })
    }
}

fn exports(vendor: &str, settings: &[(&str, &str)]) -> String {
    let words = settings.iter().map(|(key, value)| format!("RMCTL_{vendor}_{}={}", key.to_uppercase(), quoted(value)));
    format!("`export {}`", words.collect::<Vec<_>>().join(" "))
}
