//! A login that counts itself, and runs and processes that share its grants.

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
        Box::pin(async move { Ok(Grant { expires_at, ..Grant::lasting(token) }) })
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

    clock.advance(Duration::from_secs(245));

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
fn a_grant_that_was_kept_elsewhere_is_taken_up_without_a_login_and_can_be_read_out() {
    let (store, clock, by) = (store(), Rc::new(ManualClock::default()), Counting::default());
    let of_this_run = || Grants::new(None, store.clone(), clock.clone(), Rc::default());
    let (first, second) = (of_this_run(), of_this_run());
    assert!(first.held().is_none());
    obtain(&first, &by);
    let kept = first.held().unwrap().token;

    block_on(second.bring(Grant::lasting(kept))).unwrap();

    assert_eq!((obtain(&second, &by).as_str(), by.0.get()), ("token-1", 1));
    assert_eq!(second.held().unwrap().token.expose_secret(), "token-1");
    assert!(store.read("grant-a").is_none());
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
