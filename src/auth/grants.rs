//! Grants and where they live: in memory for this run, and on disk for the next where a login trades for them.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::Authenticator;
use crate::http::{Fault, Redactor, Transport};
use crate::store::{Guard, Lock, Store};
use crate::surroundings::Clock;

/// A grant is replaced this long before it ends, so that no request arrives with one that just did.
const MARGIN: Duration = Duration::from_secs(20);
/// How long another process may take over its login before this one does its own.
const LONGEST_LOGIN: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(50);

/// What a login brings.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The token, cookie or key.
    pub token: SecretString,
    /// When it ends; `None` where nobody says.
    pub expires_at: Option<SystemTime>,
}

impl Grant {
    /// A grant without an end.
    pub fn lasting(token: SecretString) -> Self {
        Self { token, expires_at: None }
    }

    fn is_fresh(&self, now: SystemTime) -> bool {
        self.expires_at.is_none_or(|end| now + MARGIN < end)
    }
}

/// A grant as its file holds it; the end in seconds since 1970.
#[derive(Serialize, Deserialize)]
struct Stored {
    token: String,
    expires_at: Option<u64>,
}

/// The grants of one account: at most one login at a time, over all processes.
pub struct Grants {
    /// The file, for schemes whose grant outlives the run.
    file: Option<String>,
    store: Arc<dyn Store>,
    current: RefCell<Option<Grant>>,
    clock: Rc<dyn Clock>,
    redactor: Rc<Redactor>,
}

impl Grants {
    /// Grants that live in `file` of the store, or only in this run.
    pub fn new(file: Option<String>, store: Arc<dyn Store>, clock: Rc<dyn Clock>, redactor: Rc<Redactor>) -> Self {
        Self { file, store, current: RefCell::default(), clock, redactor }
    }

    /// A grant that has not ended: this run's, another process's, or a new one.
    pub async fn obtain(&self, by: &dyn Authenticator, transport: &dyn Transport) -> Result<Grant, Fault> {
        if let Some(grant) = self.known() {
            return Ok(grant);
        }
        let Some(file) = &self.file else {
            return Ok(self.keep(by.login(transport).await?));
        };
        let turn = self.wait_for_turn(file).await;
        if let Some(grant) = self.known() {
            return Ok(grant);
        }
        let grant = self.keep(by.login(transport).await?);
        self.write(file, &grant);
        drop(turn);
        Ok(grant)
    }

    /// Forget a grant that the vendor refused, unless another process has replaced it already.
    pub fn forget(&self, refused: &Grant) {
        self.current.take();
        let Some(file) = &self.file else { return };
        let _ = self.store.update(file, &mut |old| {
            let stored = decode(old.as_deref())?;
            (stored.token.expose_secret() != refused.token.expose_secret()).then_some(old).flatten()
        });
    }

    /// The grant that exists already, if it is fresh; asks nobody.
    pub fn known(&self) -> Option<Grant> {
        let now = self.clock.now();
        if let Some(grant) = self.current.borrow().clone().filter(|grant| grant.is_fresh(now)) {
            return Some(grant);
        }
        let stored = decode(self.store.read(self.file.as_ref()?).as_deref())?;
        stored.is_fresh(now).then(|| self.keep(stored))
    }

    fn keep(&self, grant: Grant) -> Grant {
        self.redactor.learn(grant.token.expose_secret());
        self.current.replace(Some(grant.clone()));
        grant
    }

    /// The lock of the login, or `None` where there can be none, or where its holder takes too long.
    async fn wait_for_turn(&self, file: &str) -> Option<Guard> {
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

    fn write(&self, file: &str, grant: &Grant) {
        let seconds = |end: SystemTime| end.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let stored =
            Stored { token: grant.token.expose_secret().to_owned(), expires_at: grant.expires_at.map(seconds) };
        let _ = self.store.replace(file, &serde_json::to_vec(&stored).expect("a text and a number are JSON"));
    }
}

fn decode(bytes: Option<&[u8]>) -> Option<Grant> {
    let stored: Stored = serde_json::from_slice(bytes?).ok()?;
    let expires_at = stored.expires_at.map(|seconds| UNIX_EPOCH + Duration::from_secs(seconds));
    Some(Grant { token: SecretString::from(stored.token), expires_at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Request;
    use crate::surroundings::LocalFuture;
    use crate::testing::{ManualClock, Scripted, block_on};
    use std::cell::Cell;

    /// Counts its logins and numbers its tokens.
    #[derive(Default)]
    struct Counting(Cell<u32>);

    impl Authenticator for Counting {
        fn login<'a>(&'a self, _: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
            self.0.set(self.0.get() + 1);
            let token = SecretString::from(format!("token-{}", self.0.get()));
            let expires_at = Some(ManualClock::start() + Duration::from_secs(300));
            Box::pin(async move { Ok(Grant { token, expires_at }) })
        }

        fn sign(&self, _: &Grant, _: &mut Request, _: SystemTime) {}

        fn variables(&self) -> Grant {
            Grant::lasting(SecretString::from("$TOKEN"))
        }
    }

    fn store() -> Arc<dyn Store> {
        Arc::new(crate::store::Memory::default())
    }

    fn grants(store: &Arc<dyn Store>, clock: &Rc<ManualClock>) -> Grants {
        Grants::new(Some("grant-a".into()), store.clone(), clock.clone(), Rc::default())
    }

    fn obtain(grants: &Grants, by: &Counting) -> String {
        let nobody = Scripted::new(vec![]);
        block_on(grants.obtain(by, &nobody)).unwrap().token.expose_secret().to_owned()
    }

    #[test]
    fn one_login_serves_this_run_and_the_next() {
        let (store, clock, by) = (store(), Rc::new(ManualClock::default()), Counting::default());
        let first = grants(&store, &clock);

        let tokens = [obtain(&first, &by), obtain(&first, &by), obtain(&grants(&store, &clock), &by)];

        assert_eq!(tokens, ["token-1", "token-1", "token-1"]);
    }

    #[test]
    fn a_grant_is_replaced_before_it_ends() {
        let (store, clock, by) = (store(), Rc::new(ManualClock::default()), Counting::default());
        let grants = grants(&store, &clock);
        obtain(&grants, &by);

        clock.advance(Duration::from_secs(285));

        assert_eq!(obtain(&grants, &by), "token-2");
    }

    #[test]
    fn a_refused_grant_is_forgotten_but_not_the_one_that_replaced_it() {
        let (store, clock, by) = (store(), Rc::new(ManualClock::default()), Counting::default());
        let (first, second) = (grants(&store, &clock), grants(&store, &clock));
        obtain(&first, &by);
        let refused = first.known().unwrap();
        second.forget(&refused);
        assert_eq!(obtain(&second, &by), "token-2");

        first.forget(&refused);

        assert_eq!(obtain(&first, &by), "token-2");
    }

    #[test]
    fn half_a_file_is_no_grant() {
        let (store, clock, by) = (store(), Rc::new(ManualClock::default()), Counting::default());
        let _ = store.replace("grant-a", br#"{"token":"tok"#);

        assert_eq!(obtain(&grants(&store, &clock), &by), "token-1");
    }

    /// A clock that lets others go on while somebody waits.
    struct Yielding;

    impl Clock for Yielding {
        fn now(&self) -> SystemTime {
            ManualClock::start()
        }

        fn sleep<'a>(&'a self, _: Duration) -> LocalFuture<'a, ()> {
            Box::pin(tokio::task::yield_now())
        }

        fn chance(&self) -> f64 {
            0.5
        }
    }

    /// Takes a few turns of the others over each login.
    #[derive(Default)]
    struct Slow(Counting);

    impl Authenticator for Slow {
        fn login<'a>(&'a self, transport: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
            Box::pin(async move {
                for _ in 0..5 {
                    tokio::task::yield_now().await;
                }
                self.0.login(transport).await
            })
        }

        fn sign(&self, _: &Grant, _: &mut Request, _: SystemTime) {}

        fn variables(&self) -> Grant {
            self.0.variables()
        }
    }

    #[test]
    fn those_who_race_for_a_grant_share_one_login() {
        let (store, by, nobody) = (store(), Slow::default(), Scripted::new(vec![]));
        let new = || Grants::new(Some("grant-a".into()), store.clone(), Rc::new(Yielding), Rc::default());
        let (one, other) = (new(), new());

        let tokens = block_on(async {
            tokio::join!(one.obtain(&by, &nobody), one.obtain(&by, &nobody), other.obtain(&by, &nobody))
        });

        let token = |grant: Result<Grant, Fault>| grant.unwrap().token.expose_secret().to_owned();
        assert_eq!([token(tokens.0), token(tokens.1), token(tokens.2)], ["token-1", "token-1", "token-1"]);
        assert_eq!(by.0.0.get(), 1);
    }

    #[test]
    fn a_login_that_another_process_never_ends_is_not_waited_for_for_ever() {
        let (store, clock, by) = (store(), Rc::new(ManualClock::default()), Counting::default());
        let Lock::Held(_stuck) = store.try_lock("grant-a") else { panic!("the lock is free") };

        assert_eq!(obtain(&grants(&store, &clock), &by), "token-1");
        assert_eq!(clock.slept(), LONGEST_LOGIN);
    }
}
