//! Grants and where they live: in memory for this run, and on disk for the next where a login trades for them.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::Authenticator;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Redactor, Transport};
use crate::store::{Guard, Lock, Store};
use crate::surroundings::Clock;

/// A grant is replaced this long before it ends, so that no request arrives with one that just did.
const MARGIN: Duration = Duration::from_secs(60);
/// A short-lived grant serves at least this part of its life.
const SHORTEST_USE: f64 = 0.75;
/// How long another process may take over its login before this one does its own.
const LONGEST_LOGIN: Duration = Duration::from_secs(30);
/// What was learned longer ago is learned anew.
const LIFE_OF_NOTES: u64 = 24 * 3600;
const GLANCE: Duration = Duration::from_millis(50);

/// What a login brings.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The token, cookie or key.
    pub token: SecretString,
    /// When it ends; `None` where nobody says.
    pub expires_at: Option<SystemTime>,
    /// How long it lives, counted from when it was asked for, where the vendor says that instead.
    pub lives_for: Option<Duration>,
    /// What brings the next grant without a new login.
    pub refresh_token: Option<SecretString>,
}

impl Grant {
    /// A grant without an end.
    pub fn lasting(token: SecretString) -> Self {
        Self { token, expires_at: None, lives_for: None, refresh_token: None }
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        let margin = self.lives_for.map_or(MARGIN, |life| MARGIN.min(life.mul_f64(1.0 - SHORTEST_USE)));
        self.expires_at.is_none_or(|end| now + margin < end)
    }

    /// The end as a time of the calendar.
    fn asked_for_at(mut self, asked: SystemTime) -> Self {
        self.expires_at = self.expires_at.or_else(|| asked.checked_add(self.lives_for?));
        self
    }

    /// What is left of it when the vendor refuses its token.
    fn ended(mut self) -> Option<Self> {
        self.refresh_token.is_some().then(|| {
            self.expires_at = Some(UNIX_EPOCH);
            self
        })
    }
}

/// A grant as its file holds it; times in seconds, since 1970 or long.
#[derive(Serialize, Deserialize)]
struct Stored {
    token: String,
    expires_at: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lives_for: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// Something that later runs should know beside the grants.
#[derive(Serialize, Deserialize)]
struct Note {
    /// When it was learned, in seconds since 1970.
    at: u64,
    text: String,
}

fn beside(file: &str) -> String {
    format!("{file} note")
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

/// Names the file of an account's grants. A hash of the secret is in it, which takes as long as the secret takes.
pub type Name = Arc<dyn Fn() -> Result<String, Failure> + Send + Sync>;

/// The grants of one account: at most one login at a time, over all processes.
pub struct Grants {
    /// Names the file, for schemes whose grant outlives the run.
    name: Option<Name>,
    file: OnceCell<String>,
    store: Arc<dyn Store>,
    current: RefCell<Option<Grant>>,
    /// Credentials that were refused once are not tried again in this run: some vendors lock the account.
    refused: RefCell<Option<Failure>>,
    own_turn: tokio::sync::Mutex<()>,
    clock: Rc<dyn Clock>,
    redactor: Rc<Redactor>,
}

impl Grants {
    /// Grants that live in `file` of the store, or only in this run.
    pub fn new(file: Option<String>, store: Arc<dyn Store>, clock: Rc<dyn Clock>, redactor: Rc<Redactor>) -> Self {
        let name = file.map(|file| Arc::new(move || Ok(file.clone())) as Name);
        Self::of(name, store, clock, redactor)
    }

    /// Grants that live in the file that `name` names, when the first of them is needed.
    pub fn named(name: Name, store: Arc<dyn Store>, clock: Rc<dyn Clock>, redactor: Rc<Redactor>) -> Self {
        Self::of(Some(name), store, clock, redactor)
    }

    fn of(name: Option<Name>, store: Arc<dyn Store>, clock: Rc<dyn Clock>, redactor: Rc<Redactor>) -> Self {
        let (file, current, refused) = (OnceCell::new(), RefCell::default(), RefCell::default());
        Self { name, file, store, current, refused, own_turn: tokio::sync::Mutex::default(), clock, redactor }
    }

    /// A grant that has not ended: this run's, another process's, one that a refresh token brings, or a new one.
    pub async fn obtain(&self, by: &dyn Authenticator, transport: &dyn Transport) -> Result<Grant, Fault> {
        self.fetch_name().await?;
        if let Some(grant) = self.known() {
            return Ok(grant);
        }
        // Requests of this run wait for one another without a look at the clock, those of other processes by a file.
        let _own = self.own_turn.lock().await;
        if let Some(grant) = self.known() {
            return Ok(grant);
        }
        let turn = self.wait_for_turn().await;
        if let Some(grant) = self.known() {
            return Ok(grant);
        }
        if let Some(failure) = &*self.refused.borrow() {
            return Err(failure.clone().into());
        }
        let asked = self.clock.now();
        let outcome = self.renew(by, transport).await;
        self.learn_secrets(by);
        let outcome = outcome.map(|grant| self.accept(grant.asked_for_at(asked)));
        self.remember_refusal(&outcome);
        drop(turn);
        outcome
    }

    /// What a scheme has fetched or been told, nothing may show.
    pub(super) fn learn_secrets(&self, by: &dyn Authenticator) {
        by.secrets().iter().for_each(|secret| self.redactor.learn(secret.expose_secret()));
    }

    async fn renew(&self, by: &dyn Authenticator, transport: &dyn Transport) -> Result<Grant, Fault> {
        let ended = self.last();
        let Some(token) = ended.as_ref().and_then(|grant| grant.refresh_token.as_ref()) else {
            return by.login(transport).await;
        };
        self.redactor.learn(token.expose_secret());
        match by.refresh(transport, token).await? {
            Some(grant) => Ok(Grant { refresh_token: grant.refresh_token.or_else(|| Some(token.clone())), ..grant }),
            None => {
                self.discard().await?;
                by.login(transport).await
            }
        }
    }

    fn remember_refusal(&self, outcome: &Result<Grant, Fault>) {
        if let Err(Fault::Local(failure)) = outcome
            && failure.code == Code::Unauthenticated
        {
            self.refused.replace(Some((**failure).clone()));
        }
    }

    /// Take a grant that was brought in another way than by [`Grants::obtain`].
    pub async fn bring(&self, grant: Grant) -> Result<Grant, Failure> {
        self.fetch_name().await?;
        self.refused.take();
        Ok(self.accept(grant.asked_for_at(self.clock.now())))
    }

    /// Forget a grant that the vendor refused, unless another request or process has replaced it already. What can renew
    /// it stays.
    pub fn forget(&self, refused: &Grant) {
        // Of several requests under way the first may have brought another one already.
        let is_it = |grant: &Grant| grant.token.expose_secret() == refused.token.expose_secret();
        self.current.replace_with(|current| match current.take() {
            Some(grant) if is_it(&grant) => grant.ended(),
            newer => newer,
        });
        let Some(file) = self.file() else { return };
        let _ = self.store.update(file, &mut |old| {
            let stored = decode(old.as_deref())?;
            match is_it(&stored) {
                true => stored.ended().map(|grant| encode(&grant)),
                false => old,
            }
        });
    }

    /// Forget all, the refresh token too; whether there was something.
    pub async fn discard(&self) -> Result<bool, Failure> {
        self.fetch_name().await?;
        let current = self.current.take().is_some();
        let Some(file) = self.file() else { return Ok(current) };
        let stored = self.store.read(file).is_some();
        let _ = self.store.remove(file);
        Ok(current || stored)
    }

    /// What was noted beside the grants, unless that was too long ago.
    pub async fn noted(&self) -> Result<Option<String>, Failure> {
        self.fetch_name().await?;
        let Some(bytes) = self.file().and_then(|file| self.store.read(&beside(file))) else { return Ok(None) };
        let note: Option<Note> = serde_json::from_slice(&bytes).ok();
        let now = seconds(self.clock.now());
        Ok(note.filter(|note| now.saturating_sub(note.at) < LIFE_OF_NOTES).map(|note| note.text))
    }

    /// Note something beside the grants, for later runs.
    pub fn note(&self, text: &str) {
        let Some(file) = self.file() else { return };
        let note = Note { at: seconds(self.clock.now()), text: text.to_owned() };
        let bytes = serde_json::to_vec(&note).expect("texts are JSON");
        // Without it the next run asks again.
        let _ = self.store.replace(&beside(file), &bytes);
    }

    /// The grant that exists already, if it is fresh; asks nobody.
    pub fn known(&self) -> Option<Grant> {
        let now = self.clock.now();
        if let Some(grant) = self.current.borrow().clone().filter(|grant| grant.is_fresh(now)) {
            return Some(grant);
        }
        let stored = self.stored()?;
        stored.is_fresh(now).then(|| self.keep(stored))
    }

    /// The grant that this run holds, ended or not; asks nobody and looks into no file.
    pub fn held(&self) -> Option<Grant> {
        self.current.borrow().clone()
    }

    /// The newest grant, ended or not.
    pub fn last(&self) -> Option<Grant> {
        self.stored().or_else(|| self.current.borrow().clone())
    }

    fn stored(&self) -> Option<Grant> {
        decode(self.store.read(self.file()?).as_deref())
    }

    fn file(&self) -> Option<&str> {
        if self.file.get().is_none() {
            let _ = self.file.set(self.name.as_ref()?().ok()?);
        }
        self.file.get().map(String::as_str)
    }

    /// A keyring or a program may have the secret that the name is made of: Ctrl-C must be heard meanwhile.
    async fn fetch_name(&self) -> Result<(), Failure> {
        let (Some(name), None) = (&self.name, self.file.get()) else { return Ok(()) };
        let name = name.clone();
        let broken = || Failure::new(Code::Internal, "the thread that named a grant broke down");
        let file = tokio::task::spawn_blocking(move || name()).await.unwrap_or_else(|_| Err(broken()))?;
        let _ = self.file.set(file);
        Ok(())
    }

    fn accept(&self, grant: Grant) -> Grant {
        if let Some(file) = self.file() {
            let _ = self.store.replace(file, &encode(&grant));
        }
        self.keep(grant)
    }

    fn keep(&self, grant: Grant) -> Grant {
        let secrets = std::iter::once(&grant.token).chain(&grant.refresh_token);
        secrets.for_each(|secret| self.redactor.learn(secret.expose_secret()));
        self.current.replace(Some(grant.clone()));
        grant
    }

    /// The lock of the login, or `None` where there can be none, or where its holder takes too long.
    async fn wait_for_turn(&self) -> Option<Guard> {
        let file = self.file()?;
        let mut waited = Duration::ZERO;
        while waited < LONGEST_LOGIN {
            match self.store.try_lock(file) {
                Lock::Held(guard) => return Some(guard),
                Lock::Busy => self.clock.sleep(GLANCE).await,
                Lock::Unavailable(_) => return None,
            }
            waited += GLANCE;
        }
        None
    }
}

fn encode(grant: &Grant) -> Vec<u8> {
    let seconds = |end: SystemTime| end.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let text = |secret: &SecretString| secret.expose_secret().to_owned();
    let stored = Stored {
        token: text(&grant.token),
        expires_at: grant.expires_at.map(seconds),
        lives_for: grant.lives_for.map(|life| life.as_secs()),
        refresh_token: grant.refresh_token.as_ref().map(text),
    };
    serde_json::to_vec(&stored).expect("texts and numbers are JSON")
}

fn decode(bytes: Option<&[u8]>) -> Option<Grant> {
    let stored: Stored = serde_json::from_slice(bytes?).ok()?;
    let time = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    Some(Grant {
        token: SecretString::from(stored.token),
        expires_at: stored.expires_at.map(|end| time(end).unwrap_or(UNIX_EPOCH)),
        lives_for: stored.lives_for.map(Duration::from_secs),
        refresh_token: stored.refresh_token.map(SecretString::from),
    })
}

#[cfg(test)]
mod tests;
