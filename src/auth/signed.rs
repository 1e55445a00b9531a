//! Signs each attempt anew, for the configured origins only, and once more after a 401, with a new login, or after a refusal that the scheme has learned from.

use std::cell::Cell;
use std::rc::Rc;

use url::Origin;

use super::{Authenticator, Grant, Grants, Refused};
use crate::failure::{Code, Failure};
use crate::http::{Fault, Repeat, Reply, Request, Transport};
use crate::surroundings::{Clock, LocalFuture};

/// `next`, with credentials.
pub struct Signed<T> {
    next: T,
    by: Rc<dyn Authenticator>,
    grants: Rc<Grants>,
    origins: Vec<Origin>,
    clock: Rc<dyn Clock>,
    warn: Box<dyn Fn(&str)>,
    has_warned: Cell<bool>,
    asking: tokio::sync::Mutex<()>,
}

impl<T: Transport> Signed<T> {
    /// Requests to other than these `origins` go out without any credential.
    pub fn new(
        next: T,
        by: Rc<dyn Authenticator>,
        grants: Rc<Grants>,
        origins: Vec<Origin>,
        clock: Rc<dyn Clock>,
    ) -> Self {
        Self {
            next,
            by,
            grants,
            origins,
            clock,
            warn: Box::new(|_| ()),
            has_warned: Cell::default(),
            asking: tokio::sync::Mutex::default(),
        }
    }

    /// The same, which tells `warn` once of what looks wrong with the credentials.
    #[must_use]
    pub fn warning(self, warn: impl Fn(&str) + 'static) -> Self {
        Self { warn: Box::new(warn), ..self }
    }

    async fn exchange(&self, request: &Request) -> Result<Reply, Fault> {
        // A login brings its own credentials, and cannot wait for what it is to bring.
        if request.confidential || !self.origins.contains(&request.url.origin()) {
            return self.next.send(request).await;
        }
        if let Some(passing) = self.settle(request).await? {
            return Ok(passing);
        }
        let grant = self.grant_for(request).await?;
        if !self.has_warned.replace(true) {
            self.by.oddities(&grant).iter().for_each(|oddity| (self.warn)(oddity));
        }
        let reply = self.amended(request, &grant).await?;
        if reply.status != 401 || request.bound || !self.by.renews() || !self.by.is_denied(&reply) {
            return Ok(reply);
        }
        self.grants.forget(&grant);
        let renewed = self.obtain().await?;
        self.amended(request, &renewed).await
    }

    /// What belongs to the login that is there goes out with it, though it may have ended: only the vendor knows, and a
    /// new one would be another.
    async fn grant_for(&self, request: &Request) -> Result<Grant, Fault> {
        match self.grants.held().filter(|_| request.bound) {
            Some(grant) => Ok(grant),
            None => self.obtain().await,
        }
    }

    /// What has to be known before the request can be signed: of this run, of an earlier one, or asked for now.
    /// Answers what may pass soon, so that it is tried again with the request that waits for it.
    async fn settle(&self, request: &Request) -> Result<Option<Reply>, Fault> {
        if self.by.question(request)?.is_none() {
            return Ok(None);
        }
        // Of several requests one asks, and the others wait for what it learns.
        let _turn = self.asking.lock().await;
        let Some(question) = self.by.question(request)? else {
            return Ok(None);
        };
        if let Some(noted) = self.grants.noted().await? {
            self.by.recall(&noted);
            return Ok(None);
        }
        let reply = Box::pin(self.exchange(&question)).await.map_err(before_sending)?;
        if may_pass(request, &reply) {
            return Ok(Some(reply));
        }
        self.grants.note(&self.by.learn(&reply)?);
        Ok(None)
    }

    async fn obtain(&self) -> Result<Grant, Fault> {
        self.grants.obtain(&*self.by, &self.next).await.map_err(before_sending)
    }

    /// One attempt, and another one after a refusal that the scheme has learned from.
    async fn amended(&self, request: &Request, grant: &Grant) -> Result<Reply, Fault> {
        let reply = self.attempt(request, grant).await?;
        match !reply.is_success() && self.amend(request, grant, &reply).await {
            true => self.attempt(request, grant).await,
            false => Ok(reply),
        }
    }

    async fn amend(&self, request: &Request, grant: &Grant, reply: &Reply) -> bool {
        let refused = Refused { request, grant, reply, now: self.clock.now() };
        let learned = self.by.amend(&self.next, refused).await;
        self.grants.learn_secrets(&*self.by);
        learned
    }

    async fn attempt(&self, request: &Request, grant: &Grant) -> Result<Reply, Fault> {
        let mut signed = request.clone();
        self.by.sign(grant, &mut signed, self.clock.now());
        self.next.send(&signed).await
    }
}

/// In the place of a change's answer only what says that nothing was carried out.
fn may_pass(request: &Request, reply: &Reply) -> bool {
    match reply.status {
        429 => true,
        408 | 500 | 502 | 503 | 504 => request.repeat == Repeat::Freely,
        _ => false,
    }
}

/// Of the request that waited for this, not one byte was written.
fn before_sending(fault: Fault) -> Fault {
    match fault {
        Fault::Unanswered { host, cause } => Fault::Unreached { host, cause },
        Fault::Garbled { status, .. } => {
            let mut failure = Failure::new(Code::VendorError, format!("cannot log in: {fault}"));
            failure.http_status = Some(status);
            failure.retryable = true;
            failure.into()
        }
        other => other,
    }
}

impl<T: Transport> Transport for Signed<T> {
    fn send<'a>(&'a self, request: &'a Request) -> LocalFuture<'a, Result<Reply, Fault>> {
        Box::pin(self.exchange(request))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::SystemTime;

    use reqwest::Method;
    use reqwest::header::AUTHORIZATION;
    use secrecy::{ExposeSecret as _, SecretString};

    use super::*;
    use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body, unanswered};

    /// Logs in by a request of its own and numbers its tokens, or reads a lasting one.
    #[derive(Default)]
    struct Scheme {
        renews: bool,
        /// A 401 without a body is not about the grant.
        tells_why: bool,
        /// Learns something from each 400.
        learns: bool,
        /// How long its tokens live.
        lives_for: Option<std::time::Duration>,
        logins: Cell<u32>,
        learned: Cell<u32>,
    }

    impl Authenticator for Scheme {
        fn login<'a>(&'a self, transport: &'a dyn Transport) -> LocalFuture<'a, Result<Grant, Fault>> {
            self.logins.set(self.logins.get() + 1);
            let token = SecretString::from(format!("token-{}", self.logins.get()));
            Box::pin(async move {
                let login = Request::get("https://vendor.example/login".parse().unwrap());
                let reply = transport.send(&login).await?;
                match reply.is_success() {
                    true => Ok(Grant { lives_for: self.lives_for, ..Grant::lasting(token) }),
                    false => Err(Fault::Garbled {
                        host: "vendor.example".into(),
                        status: reply.status,
                        cause: "it is HTML".into(),
                    }),
                }
            })
        }

        fn sign(&self, grant: &Grant, request: &mut Request, _: SystemTime) {
            let learned = "+".repeat(self.learned.get() as usize);
            request.set_header(AUTHORIZATION, &format!("{}{learned}", grant.token.expose_secret()), true);
        }

        fn oddities(&self, grant: &Grant) -> Vec<String> {
            vec![format!("`{}` is short", grant.token.expose_secret())]
        }

        fn amend<'a>(&'a self, _: &'a dyn Transport, refused: Refused<'a>) -> LocalFuture<'a, bool> {
            let learns = self.learns && refused.reply.status == 400;
            self.learned.set(self.learned.get() + u32::from(learns));
            Box::pin(async move { learns })
        }

        fn variables(&self) -> Grant {
            Grant::lasting(SecretString::from("$TOKEN"))
        }

        fn renews(&self) -> bool {
            self.renews
        }

        fn is_denied(&self, reply: &Reply) -> bool {
            !self.tells_why || !reply.body.is_empty()
        }
    }

    struct Sent {
        outcome: Result<u16, Fault>,
        /// Path and credential of each request.
        seen: Vec<(String, String)>,
    }

    fn send(renews: bool, url: &str, script: Vec<Result<Reply, Fault>>) -> Sent {
        send_by(Scheme { renews, ..Scheme::default() }, url, script)
    }

    fn signed(scripted: &Scripted, scheme: Scheme) -> Signed<&Scripted> {
        signed_at(Rc::default(), scripted, scheme)
    }

    fn signed_at(clock: Rc<ManualClock>, scripted: &Scripted, scheme: Scheme) -> Signed<&Scripted> {
        let store: Arc<dyn crate::store::Store> = Arc::new(crate::store::Memory::default());
        let grants = Rc::new(Grants::new(Some("grant".into()), store, clock.clone(), Rc::default()));
        let origins = vec!["https://vendor.example/api".parse::<url::Url>().unwrap().origin()];
        Signed::new(scripted, Rc::new(scheme), grants, origins, clock)
    }

    fn send_by(scheme: Scheme, url: &str, script: Vec<Result<Reply, Fault>>) -> Sent {
        let scripted = Scripted::new(script);
        let signed = signed(&scripted, scheme);
        let request = Request::new(Method::POST, url.parse().unwrap(), Repeat::OnlyIfUnsent);

        let outcome = block_on(signed.send(&request));

        Sent { outcome: outcome.map(|reply| reply.status), seen: credentials(&scripted) }
    }

    fn credentials(scripted: &Scripted) -> Vec<(String, String)> {
        let credential = |request: &Request| {
            let value = request.headers.get(AUTHORIZATION);
            value.map_or(String::new(), |value| value.to_str().unwrap().to_owned())
        };
        scripted.seen().iter().map(|request| (request.url.path().to_owned(), credential(request))).collect()
    }

    fn seen(requests: &[(&str, &str)]) -> Vec<(String, String)> {
        requests.iter().map(|(path, credential)| ((*path).to_owned(), (*credential).to_owned())).collect()
    }

    const THINGS: &str = "https://vendor.example/api/things";

    #[test]
    fn credentials_go_to_their_own_origin_and_to_no_other() {
        let own = send(true, THINGS, vec![Ok(reply(200)), Ok(reply(200))]);
        let others = [
            "http://vendor.example/api/things",
            "https://vendor.example:8443/api/things",
            "https://vendor.example.evil.example/api/things",
            "https://evil.example/api/things",
        ]
        .map(|url| send(true, url, vec![Ok(reply(200))]).seen);

        assert_eq!(own.seen, seen(&[("/login", ""), ("/api/things", "token-1")]));
        assert_eq!(others, std::array::from_fn(|_| seen(&[("/api/things", "")])));
    }

    #[test]
    fn a_401_is_answered_by_one_new_login_also_for_a_change() {
        let sent = send(true, THINGS, vec![Ok(reply(200)), Ok(reply(401)), Ok(reply(200)), Ok(reply(201))]);

        assert_eq!(sent.outcome, Ok(201));
        assert_eq!(
            sent.seen,
            seen(&[("/login", ""), ("/api/things", "token-1"), ("/login", ""), ("/api/things", "token-2")])
        );
    }

    #[test]
    fn a_401_that_is_not_about_the_grant_is_the_answer() {
        let telling = || Scheme { renews: true, tells_why: true, ..Scheme::default() };

        let of_the_request = send_by(telling(), THINGS, vec![Ok(reply(200)), Ok(reply(401))]);
        let of_the_grant = send_by(
            telling(),
            THINGS,
            vec![Ok(reply(200)), Ok(reply_with_body(401, "denied")), Ok(reply(200)), Ok(reply(201))],
        );

        assert_eq!((of_the_request.outcome, of_the_request.seen.len()), (Ok(401), 2));
        assert_eq!((of_the_grant.outcome, of_the_grant.seen.len()), (Ok(201), 4));
    }

    #[test]
    fn a_second_401_is_the_answer() {
        let sent = send(true, THINGS, vec![Ok(reply(200)), Ok(reply(401)), Ok(reply(200)), Ok(reply(401))]);

        assert_eq!((sent.outcome, sent.seen.len()), (Ok(401), 4));
    }

    #[test]
    fn what_cannot_be_renewed_is_not_tried_again() {
        let sent = send(false, THINGS, vec![Ok(reply(200)), Ok(reply(401))]);

        assert_eq!((sent.outcome, sent.seen.len()), (Ok(401), 2));
    }

    fn bound(request: Request) -> Request {
        Request { bound: true, ..request }
    }

    #[test]
    fn a_401_is_the_answer_where_another_login_would_mean_something_else() {
        let scripted = Scripted::new(vec![Ok(reply(200)), Ok(reply(201)), Ok(reply(401)), Ok(reply(401))]);
        let signed = signed(&scripted, Scheme { renews: true, ..Scheme::default() });
        let send = |request| block_on(signed.send(&request)).map(|reply| reply.status);
        let thing = || Request::get(THINGS.parse().unwrap());

        let statuses = [send(thing()), send(bound(thing())), send(bound(thing()))];

        assert_eq!(statuses, [Ok(201), Ok(401), Ok(401)]);
        let thing = ("/api/things", "token-1");
        assert_eq!(credentials(&scripted), seen(&[("/login", ""), thing, thing, thing]));
    }

    #[test]
    fn what_belongs_to_a_login_goes_out_with_it_though_it_should_have_ended() {
        let clock = Rc::new(ManualClock::default());
        let scripted = Scripted::new(vec![Ok(reply(200)); 5]);
        let lives_for = Some(std::time::Duration::from_secs(100));
        let signed = signed_at(clock.clone(), &scripted, Scheme { lives_for, ..Scheme::default() });
        let thing = || Request::get(THINGS.parse().unwrap());

        block_on(signed.send(&bound(thing()))).unwrap();
        clock.advance(std::time::Duration::from_secs(200));
        block_on(signed.send(&bound(thing()))).unwrap();
        block_on(signed.send(&thing())).unwrap();

        let thing = |token| ("/api/things", token);
        let expected = [("/login", ""), thing("token-1"), thing("token-1"), ("/login", ""), thing("token-2")];
        assert_eq!(credentials(&scripted), seen(&expected));
    }

    #[test]
    fn other_refusals_are_no_reason_for_a_login() {
        let statuses = [403, 404, 409, 429, 500];

        let sent = statuses.map(|status| send(true, THINGS, vec![Ok(reply(200)), Ok(reply(status))]).seen.len());

        assert_eq!(sent, [2, 2, 2, 2, 2]);
    }

    #[test]
    fn a_refusal_that_the_scheme_has_learned_from_is_answered_once_also_for_a_change() {
        let learning = || Scheme { learns: true, ..Scheme::default() };

        let amended = send_by(learning(), THINGS, vec![Ok(reply(200)), Ok(reply(400)), Ok(reply(201))]);
        let again = send_by(learning(), THINGS, vec![Ok(reply(200)), Ok(reply(400)), Ok(reply(400))]);

        assert_eq!(amended.outcome, Ok(201));
        assert_eq!(amended.seen, seen(&[("/login", ""), ("/api/things", "token-1"), ("/api/things", "token-1+")]));
        assert_eq!((again.outcome, again.seen.len()), (Ok(400), 3));
    }

    #[test]
    fn what_looks_wrong_with_the_credentials_is_told_once() {
        let scripted = Scripted::new(vec![Ok(reply(200)), Ok(reply(200)), Ok(reply(200))]);
        let told = Rc::new(std::cell::RefCell::new(Vec::new()));
        let heard = told.clone();
        let signed = signed(&scripted, Scheme::default()).warning(move |text| heard.borrow_mut().push(text.to_owned()));

        for _ in 0..2 {
            block_on(signed.send(&Request::get(THINGS.parse().unwrap()))).unwrap();
        }

        assert_eq!(*told.borrow(), ["`token-1` is short"]);
    }

    #[test]
    fn a_login_without_an_answer_leaves_the_request_unsent() {
        let first = send(true, THINGS, vec![unanswered()]);
        let renewal = send(true, THINGS, vec![Ok(reply(200)), Ok(reply(401)), unanswered()]);

        assert!(matches!(first.outcome, Err(Fault::Unreached { .. })));
        assert!(matches!(renewal.outcome, Err(Fault::Unreached { .. })));
    }

    #[test]
    fn a_login_whose_answer_cannot_be_read_says_nothing_of_the_change() {
        let sent = send(true, THINGS, vec![Ok(reply_with_body(502, "<html>"))]);

        let Err(Fault::Local(failure)) = sent.outcome else { panic!("a failure before sending") };
        assert_eq!((failure.code, failure.http_status), (Code::VendorError, Some(502)));
    }
}
