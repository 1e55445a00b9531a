//! A long-lived token of the user's, sent as it is: there is nothing to trade and nothing to renew.

use std::sync::Arc;
use std::time::SystemTime;

use reqwest::header::AUTHORIZATION;
use secrecy::{ExposeSecret as _, SecretString};

use super::{Authenticator, Grant, secret, token_command};
use crate::config::{Account, Origin};
use crate::http::{Fault, Request, Transport};
use crate::surroundings::LocalFuture;

/// `Authorization: Bearer` and the secret of one field.
pub struct Bearer {
    account: Arc<Account>,
    field: &'static str,
}

impl Bearer {
    /// The token is the account's secret `field`.
    pub fn new(account: Arc<Account>, field: &'static str) -> Self {
        Self { account, field }
    }
}

impl Authenticator for Bearer {
    fn login<'a>(&'a self, _: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
        Box::pin(async { Ok(Grant::lasting(secret(&self.account, self.field).await?)) })
    }

    fn sign(&self, grant: &Grant, request: &mut Request, _: SystemTime) {
        request.set_header(AUTHORIZATION, &format!("Bearer {}", grant.token.expose_secret()), true);
    }

    /// Where no variable holds the token, the shell asks for it.
    fn variables(&self) -> Grant {
        let vendor = self.account.vendor().env;
        Grant::lasting(SecretString::from(match self.account.origin(self.field) {
            Some(Origin::Profile { .. }) => token_command(&self.account),
            _ => format!("$RMCTL_{vendor}_{}", self.field.to_uppercase()),
        }))
    }
}
