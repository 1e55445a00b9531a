//! A person's login: the page to open, the redirect that comes back, the code that is traded for a grant.

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{BY_PERSON, CLIENT_ID, GRANT_TYPE, Oauth, REDIRECT_URI, SCOPE, TOKEN_PATH, answer, pkce};
use crate::auth::{ByPerson, Grant, Pending};
use crate::failure::{Code, Failure};
use crate::http::{Fault, Transport, add_pairs};
use crate::surroundings::LocalFuture;

impl Oauth {
    /// The profile's path for tokens is the vendor's older or newer one, and the page stands beside it.
    fn authorize_path(&self) -> String {
        let beside = self.account.plain(TOKEN_PATH).and_then(|path| path.strip_suffix("/token"));
        match beside {
            Some(folder) => format!("{folder}/authorize"),
            None => self.below(self.flow.authorize_path.unwrap_or_default()),
        }
    }

    fn page(&self, pending: &Pending) -> Url {
        let mut url = self.at(&self.authorize_path());
        let scope = self.account.plain(SCOPE).unwrap_or(self.flow.person_scope);
        let pairs = [
            ("response_type", "code"),
            (CLIENT_ID, self.client_id()),
            (REDIRECT_URI, &pending.redirect_uri),
            (SCOPE, scope),
            ("state", pending.state.expose_secret()),
            ("code_challenge", &pkce::challenge(&pending.verifier)),
            ("code_challenge_method", "S256"),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        add_pairs(&mut url, said.map(|(name, value)| (name.to_owned(), value.to_owned())));
        url
    }

    async fn trade(&self, transport: &dyn Transport, pending: &Pending, code: &SecretString) -> Result<Grant, Fault> {
        let form = [
            (GRANT_TYPE, BY_PERSON),
            ("code", code.expose_secret()),
            (REDIRECT_URI, &pending.redirect_uri),
            ("code_verifier", pending.verifier.expose_secret()),
        ];
        let reply = self.ask(transport, &form).await?;
        Ok(answer::grant(&self.asked(), &reply)?)
    }

    /// What a command is told that needs a person's login and finds none.
    pub(super) fn nobody_there(&self) -> Failure {
        let message = "nobody is logged in, or the login has ended";
        Failure::new(Code::Unauthenticated, message).hint(format!("`{}`", self.login_command()))
    }
}

impl ByPerson for Oauth {
    fn redirect_uri(&self) -> Option<&str> {
        self.account.plain(REDIRECT_URI)
    }

    fn begin(&self, redirect_uri: &str) -> (Url, Pending) {
        let pending = Pending {
            redirect_uri: redirect_uri.to_owned(),
            state: pkce::unguessable(),
            verifier: pkce::unguessable(),
        };
        (self.page(&pending), pending)
    }

    fn finish<'a>(
        &'a self,
        transport: &'a dyn Transport,
        pending: &'a Pending,
        code: &'a SecretString,
    ) -> LocalFuture<'a, Result<Grant, Fault>> {
        Box::pin(self.trade(transport, pending, code))
    }
}
