//! The applications that may log in.

/// A machine-to-machine application: client credentials, no user.
pub const NINJAONE_CLIENT_ID: &str = "sandbox-services";
/// The secret of [`NINJAONE_CLIENT_ID`].
pub const NINJAONE_CLIENT_SECRET: &str = "sandbox-services-secret-4f9a1c";
/// A machine-to-machine application that may only read.
pub const NINJAONE_READING_CLIENT_ID: &str = "sandbox-reading";
/// The secret of [`NINJAONE_READING_CLIENT_ID`].
pub const NINJAONE_READING_CLIENT_SECRET: &str = "sandbox-reading-secret-77b0d2";
/// A native application: a user's code with PKCE, no secret, redirected to any port of 127.0.0.1.
pub const NINJAONE_NATIVE_CLIENT_ID: &str = "sandbox-native";
/// A web application: a user's code and a secret.
pub const NINJAONE_WEB_CLIENT_ID: &str = "sandbox-web";
/// The secret of [`NINJAONE_WEB_CLIENT_ID`].
pub const NINJAONE_WEB_CLIENT_SECRET: &str = "sandbox-web-secret-c3e851";
/// The one redirect URI of [`NINJAONE_WEB_CLIENT_ID`], to the character.
pub const NINJAONE_WEB_REDIRECT: &str = "http://localhost:8888/";

/// Where a user is sent back to.
#[derive(Debug)]
enum Redirect {
    Nowhere,
    /// `http://127.0.0.1:<any port>/...`
    Loopback,
    Exactly(&'static str),
}

/// An application as an administrator has registered it.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) id: &'static str,
    pub(super) secret: Option<&'static str>,
    pub(super) grants: &'static [&'static str],
    pub(super) scopes: &'static [&'static str],
    redirect: Redirect,
}

const ALL: &[&str] = &["monitoring", "management", "control"];
const WITH_REFRESH: &[&str] = &["monitoring", "management", "control", "offline_access"];
const OF_A_USER: &[&str] = &["authorization_code", "refresh_token"];

const CLIENTS: &[Client] = &[
    Client {
        id: NINJAONE_CLIENT_ID,
        secret: Some(NINJAONE_CLIENT_SECRET),
        grants: &["client_credentials"],
        scopes: ALL,
        redirect: Redirect::Nowhere,
    },
    Client {
        id: NINJAONE_READING_CLIENT_ID,
        secret: Some(NINJAONE_READING_CLIENT_SECRET),
        grants: &["client_credentials"],
        scopes: &["monitoring"],
        redirect: Redirect::Nowhere,
    },
    Client {
        id: NINJAONE_NATIVE_CLIENT_ID,
        secret: None,
        grants: OF_A_USER,
        scopes: WITH_REFRESH,
        redirect: Redirect::Loopback,
    },
    Client {
        id: NINJAONE_WEB_CLIENT_ID,
        secret: Some(NINJAONE_WEB_CLIENT_SECRET),
        grants: OF_A_USER,
        scopes: WITH_REFRESH,
        redirect: Redirect::Exactly(NINJAONE_WEB_REDIRECT),
    },
];

impl Client {
    pub(super) fn find(id: &str) -> Option<&'static Client> {
        CLIENTS.iter().find(|client| client.id == id)
    }

    pub(super) fn may_return_to(&self, uri: &str) -> bool {
        match self.redirect {
            Redirect::Nowhere => false,
            Redirect::Loopback => is_loopback(uri),
            Redirect::Exactly(known) => uri == known,
        }
    }

    /// The scopes asked for, all of the application where none are; none where one is not the application's.
    pub(super) fn scopes(&self, asked: &str) -> Option<Vec<&'static str>> {
        let asked: Vec<&str> = asked.split(' ').filter(|scope| !scope.is_empty()).collect();
        if asked.is_empty() {
            return Some(self.scopes.to_vec());
        }
        asked.into_iter().map(|scope| self.scopes.iter().copied().find(|known| *known == scope)).collect()
    }
}

fn is_loopback(uri: &str) -> bool {
    let Some(rest) = uri.strip_prefix("http://127.0.0.1:") else {
        return false;
    };
    let (port, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    port.parse::<u16>().is_ok() && !path.contains('#')
}
