//! Who is logged in, and the transaction that each login may hold.

use super::config::Config;
use super::keys::Keys;
use std::collections::BTreeMap;

/// The user name that the sandbox tells rmctl.
pub const SPS_USERNAME: &str = "admin";

/// The password of [`SPS_USERNAME`]; a letter of it is not ASCII.
pub const SPS_PASSWORD: &str = "Pässwort-sandbox";

/// A user who may look and not touch.
pub const SPS_READING_USERNAME: &str = "auditor";

/// The password of [`SPS_READING_USERNAME`].
pub const SPS_READING_PASSWORD: &str = "reading-sandbox";

#[derive(Debug)]
pub(super) struct User {
    pub(super) name: &'static str,
    password: &'static str,
    pub(super) may_write: bool,
}

const USERS: [User; 2] = [
    User { name: SPS_USERNAME, password: SPS_PASSWORD, may_write: true },
    User { name: SPS_READING_USERNAME, password: SPS_READING_PASSWORD, may_write: false },
];

impl User {
    pub(super) fn with(name: &str, password: &str) -> Option<&'static User> {
        USERS.iter().find(|user| user.name == name && user.password == password)
    }

    /// Whose certificate it is, where any is taken.
    pub(super) fn of_certificate() -> &'static User {
        &USERS[0]
    }
}

/// A transaction: what was when it was opened, and what would be.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) base: Config,
    pub(super) config: Config,
}

#[derive(Debug)]
pub(super) struct Login {
    pub(super) user: &'static User,
    pub(super) method: String,
    /// What a browser has to show in `X-Token`.
    pub(super) token: String,
    pub(super) draft: Option<Draft>,
    used: i64,
    /// How many requests it is good for.
    left: u64,
}

impl Login {
    fn lives(&self, now: i64, seconds: i64) -> bool {
        self.left > 0 && now.saturating_sub(self.used) < seconds
    }
}

/// All logins by the values of their cookies.
#[derive(Debug)]
pub(super) struct Logins {
    open: BTreeMap<String, Login>,
    seconds: i64,
    requests: u64,
}

impl Logins {
    pub(super) fn new(seconds: i64, requests: Option<u64>) -> Logins {
        Logins { open: BTreeMap::new(), seconds, requests: requests.unwrap_or(u64::MAX) }
    }

    pub(super) fn begin(&mut self, user: &'static User, method: String, now: i64, keys: &mut Keys) -> String {
        let (session, token) = (keys.hex(40), keys.hex(32));
        self.open.insert(session.clone(), Login { user, method, token, draft: None, used: now, left: self.requests });
        session
    }

    pub(super) fn end(&mut self, session: &str) {
        self.open.remove(session);
    }

    /// A login that is used lives on; one that was not used for too long is gone, with its transaction.
    pub(super) fn touch(&mut self, session: &str, now: i64) -> bool {
        let seconds = self.seconds;
        self.open.retain(|_, login| login.lives(now, seconds));
        let Some(login) = self.open.get_mut(session) else { return false };
        (login.used, login.left) = (now, login.left - 1);
        true
    }

    pub(super) fn get(&self, session: &str) -> Option<&Login> {
        self.open.get(session)
    }

    pub(super) fn get_mut(&mut self, session: &str) -> Option<&mut Login> {
        self.open.get_mut(session)
    }

    /// Who else holds a transaction.
    pub(super) fn other_writer(&self, session: &str) -> Option<&Login> {
        self.open.iter().find(|(known, login)| *known != session && login.draft.is_some()).map(|(_, login)| login)
    }

    /// How many transactions are open now.
    pub(super) fn drafts(&self, now: i64) -> usize {
        let alive = self.open.values().filter(|login| login.lives(now, self.seconds));
        alive.filter(|login| login.draft.is_some()).count()
    }

    pub(super) fn seconds(&self) -> i64 {
        self.seconds
    }
}
