//! A scheme that numbers its tokens, over a transport with a script.

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
