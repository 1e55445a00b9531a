//! Who we are, for a vendor: logging in is slow and may fail, signing is pure. Knows neither configuration files nor the terminal.

mod bearer;
mod grants;
mod hmac;
mod signed;

pub use bearer::Bearer;
pub use grants::{Grant, Grants};
pub use hmac::Hmac;
pub use signed::Signed;

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use secrecy::SecretString;

use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::http::{Fault, HIDDEN, Reply, Request, Transport};
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

    /// What a dry run shows in the place of a signed request: nothing that came of a secret.
    fn pretend(&self, request: &mut Request, now: SystemTime) {
        self.sign(&Grant::lasting(HIDDEN.into()), request, now);
    }

    /// Put on a request what a shell would, its variables in the place of secrets; answers the commands that set those
    /// variables which the environment does not have.
    fn sign_by_shell(&self, request: &mut Request) -> Vec<String> {
        self.sign(&self.variables(), request, UNIX_EPOCH);
        Vec::new()
    }

    /// What looks wrong with the credentials and need not be, as warnings.
    fn oddities(&self, _: &Grant) -> Vec<String> {
        Vec::new()
    }

    /// Learn from a refusal. `true` if it says that nothing was done, and the same request, signed anew, may do better.
    fn amend(&self, _: &Reply, _: SystemTime) -> bool {
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
