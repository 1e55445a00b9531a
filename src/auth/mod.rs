//! Who we are, for a vendor: logging in is slow and may fail, signing is pure. Knows neither configuration files nor the terminal.

mod bearer;
mod grants;
mod signed;

pub use bearer::Bearer;
pub use grants::{Grant, Grants};
pub use signed::Signed;

use std::sync::Arc;
use std::time::SystemTime;

use secrecy::SecretString;

use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Request, Transport};
use crate::surroundings::LocalFuture;

/// One scheme of authentication.
pub trait Authenticator {
    /// Trade the configured secrets for a grant.
    fn login<'a>(&'a self, transport: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>>;

    /// Put the grant on one attempt of a request.
    fn sign(&self, grant: &Grant, request: &mut Request, now: SystemTime);

    /// The shell variables that stand for the secrets in a curl line.
    fn variables(&self) -> Grant;

    /// Whether a new login can replace a grant that was refused.
    fn renews(&self) -> bool {
        false
    }
}

/// A secret of the account. A keyring, a file or a program may take long, and Ctrl-C must be heard meanwhile.
async fn secret(account: &Arc<Account>, field: &'static str) -> Result<SecretString, Failure> {
    if account.is_at_hand(field) {
        return account.secret(field);
    }
    let account = account.clone();
    let fetched = tokio::task::spawn_blocking(move || account.secret(field)).await;
    fetched.unwrap_or_else(|_| Err(Failure::new(Code::Internal, "the thread that fetched a secret broke down")))
}
