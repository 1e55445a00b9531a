//! Who we are, for a vendor: logging in is slow and may fail, signing is pure. Knows neither configuration files nor the terminal.

mod bearer;
mod cookie;
mod grants;
mod hmac;
mod loopback;
mod oauth;
mod signed;
mod tenant;

pub use bearer::Bearer;
pub use cookie::Cookie;
pub use grants::{Grant, Grants, Name};
pub use hmac::Hmac;
pub use loopback::{Arrival, Listener};
pub use oauth::{BY_APP, BY_PERSON, CLIENT_ID, CLIENT_SECRET, ClientIn, Flow, GRANT_TYPE, Oauth, may_be_by_person};
pub use signed::Signed;
pub use tenant::{Door, Gone, Membership, TENANT_ID, TokenLogin, memberships};

use std::rc::Rc;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::config::{Account, CLIENT_CERT_FILE, CLIENT_KEY, ClientCertificate};
use crate::failure::{Code, Failure};
use crate::http::{AskIdentity, Fault, HIDDEN, Identity, Redactor, Reply, Request, Transport};
use crate::store::HashKey;
use crate::surroundings::LocalFuture;

/// One scheme of authentication.
pub trait Authenticator {
    /// Trade the configured secrets for a grant.
    fn login<'a>(&'a self, transport: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>>;

    /// Put the grant on one attempt of a request.
    fn sign(&self, grant: &Grant, request: &mut Request, now: SystemTime);

    /// The shell variables that stand for the secrets in a curl line.
    fn variables(&self) -> Grant;

    /// Whether the grant is a token that other programs can send. What signs requests is a secret and no token.
    fn has_token(&self) -> bool {
        true
    }

    /// Whether a new login can replace a grant that was refused.
    fn renews(&self) -> bool {
        false
    }

    /// Whether a 401 is about the grant. At some vendors it may be about what was asked for instead.
    fn is_denied(&self, _: &Reply) -> bool {
        true
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

    /// Learn from a refusal, by a question to the vendor where that takes one. `true` if it says that nothing was done, and
    /// the same request, signed anew, may do better.
    fn amend<'a>(&'a self, _: &'a dyn Transport, _: Refused<'a>) -> LocalFuture<'a, bool> {
        Box::pin(async { false })
    }

    /// Tell the vendor that a grant is needed no longer, as well as that can be told: what comes of it changes nothing.
    fn logout<'a>(&'a self, _: &'a dyn Transport, _: &'a Grant) -> LocalFuture<'a, ()> {
        Box::pin(async {})
    }

    /// What must be asked before this request can be signed, where something must.
    fn question(&self, _: &Request) -> Result<Option<Request>, Failure> {
        Ok(None)
    }

    /// Learn from the answer to the question. What comes back is noted for later runs, which
    /// [recall](Authenticator::recall) it.
    fn learn(&self, _: &Reply) -> Result<String, Failure> {
        Ok(String::new())
    }

    /// Take what an earlier run has learned.
    fn recall(&self, _: &str) {}

    /// Trade a refresh token for a grant; `None` where the vendor takes it no longer. Schemes without one keep the default.
    fn refresh<'a>(
        &'a self,
        _: &'a dyn Transport,
        _: &'a SecretString,
    ) -> LocalFuture<'a, Result<Option<Grant>, Fault>> {
        Box::pin(async { Ok(None) })
    }

    /// The secrets that were fetched for logins, which nothing may show.
    fn secrets(&self) -> Vec<SecretString> {
        Vec::new()
    }

    /// The login that a person has to do, where the account needs one.
    fn by_person(&self) -> Option<&dyn ByPerson> {
        None
    }
}

/// A request that the vendor refused, and how.
#[derive(Clone, Copy)]
pub struct Refused<'a> {
    /// The request, unsigned.
    pub request: &'a Request,
    /// What it was signed with.
    pub grant: &'a Grant,
    /// The refusal.
    pub reply: &'a Reply,
    /// When it came.
    pub now: SystemTime,
}

/// A login that a person does in a browser.
pub trait ByPerson {
    /// Where the vendor sends the browser back to, if the profile says: compared by it character by character.
    fn redirect_uri(&self) -> Option<&str>;

    /// The page to open, and what to keep until the browser comes back.
    fn begin(&self, redirect_uri: &str) -> (Url, Pending);

    /// Trade the code that the browser brought.
    fn finish<'a>(
        &'a self,
        transport: &'a dyn Transport,
        pending: &'a Pending,
        code: &'a SecretString,
    ) -> LocalFuture<'a, Result<Grant, Fault>>;
}

/// A login that began here and has not come back.
pub struct Pending {
    /// Where it comes back to.
    pub redirect_uri: String,
    /// What it brings back, so that no other login is taken for it.
    pub state: SecretString,
    /// What only the one who began it can show.
    pub verifier: SecretString,
}

/// [`Account::fingerprint`], for the thread that runs the futures.
pub async fn fingerprint(account: &Arc<Account>, key: &HashKey, redactor: &Redactor) -> Result<String, Failure> {
    for field in account.credentials().iter().filter(|field| account.has_secret(field)) {
        redactor.learn(secret(account, field).await?.expose_secret());
    }
    account.fingerprint(key)
}

/// What a shell puts in the place of a token that ends.
fn token_command(account: &Account) -> String {
    match account.profile() {
        Some(name) => format!("$(rmctl auth token -p {name})"),
        None => format!("$(rmctl auth token --vendor {})", account.vendor().key),
    }
}

/// What the account shows to servers that ask who the client is; `None` where it has no certificate.
pub fn identity(account: &Arc<Account>, redactor: &Rc<Redactor>) -> Option<AskIdentity> {
    if account.plain(CLIENT_CERT_FILE).is_none() && !account.has_secret(CLIENT_KEY) {
        return None;
    }
    let (account, redactor) = (account.clone(), redactor.clone());
    Some(Rc::new(move || {
        let (account, redactor) = (account.clone(), redactor.clone());
        Box::pin(async move {
            let broken = || Failure::new(Code::Internal, "the thread that fetched a client certificate broke down");
            let found = tokio::task::spawn_blocking(move || account.client_certificate()).await;
            let found = found.unwrap_or_else(|_| Err(broken()))?;
            let ClientCertificate { certificate, key } =
                found.ok_or_else(|| Failure::new(Code::Internal, "an account lost its client certificate"))?;
            redactor.learn(key.expose_secret());
            Ok(Identity { certificate, key })
        })
    }))
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
