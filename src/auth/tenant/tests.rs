//! Logins in JSON and the tenant beside them, over a transport with a script.

use std::rc::Rc;
use std::time::Duration;

use super::*;
use crate::auth::{Grants, Signed};
use crate::catalog::{Field, Settings};
use crate::failure::Code;
use crate::http::Content;
use crate::store::{Memory, Store};
use crate::testing::{ManualClock, Scripted, block_on, refused, reply, reply_with_body, unanswered};

static SETTINGS: Settings = Settings {
    key: "plant",
    name: "Plant",
    env: "PLANT",
    url: Some("https://us.plant.example/base"),
    regions: &[],
    fields: &[
        Field::plain("username", "user"),
        Field::secret("password", "password"),
        Field::plain("client_id", "key"),
        Field::secret("client_secret", "secret of the key"),
        Field::plain("organization", "organization"),
        Field::plain("tenant_id", "tenant"),
        Field::plain("token_path", "where tokens are had"),
    ],
    credentials: &[&["username", "password"], &["client_id", "client_secret"]],
};

const DOOR: Door = Door {
    by_password: "/iam/auth/token",
    by_key: Some("/nbapi/iam/v1/auth/token"),
    token: "/access_token",
    life: "/expires_in",
    refresh_token: Some("/refresh_token"),
    tenants: Some("/iam/users/me"),
    user_hint: None,
    key_hint: Some("`client_id` has several forms"),
    gone: Some(Gone { why: "it has been retired", hint: "`rmctl other` is what remains" }),
};

const USER: &[(&str, &str)] = &[("username", "me@plant.example"), ("password", "canary-password")];
const KEY: &[(&str, &str)] = &[("client_id", "My-Key"), ("client_secret", "canary-secret")];
const TOKEN: &str = r#"{"access_token":"at-1","refresh_token":"rt-1","token_type":"bearer","expires_in":300,"refresh_expires_in":1800}"#;
const SECOND: &str = r#"{"access_token":"at-2","token_type":"bearer","expires_in":300}"#;
const ONE_TENANT: &str = r#"{"roles":[{"tenant_name":"A","tenant_id":"t-1","role_name":"admin"},{"tenant_name":"A","tenant_id":"t-1","role_name":"viewer"}]}"#;
const TWO_TENANTS: &str = r#"{"roles":[{"tenant_name":"A","tenant_id":"t-1"},{"tenant_name":"B","tenant_id":"t-2"},{"tenant_name":"A","tenant_id":"t-1"}]}"#;

fn with<'a>(values: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [values, more].concat()
}

fn login_of(values: &[(&str, &str)]) -> TokenLogin {
    TokenLogin::new(Arc::new(Account::given(&SETTINGS, "hq", values).unwrap()), DOOR)
}

fn answer(status: u16, body: &str) -> Result<Reply, Fault> {
    Ok(reply_with_body(status, body))
}

/// Path and body of a login; path, token and tenant of anything else.
fn shown(request: &Request) -> String {
    let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("-").to_owned();
    match (&request.content, request.confidential) {
        (Content::Bytes { bytes, media: "application/json" }, true) => {
            format!("{} {}", request.url.path(), std::str::from_utf8(bytes).unwrap())
        }
        _ => format!("{} {} {}", request.url.path(), header("authorization"), header("x-tenant-id")),
    }
}

/// What outlives a run: the store and the time.
struct Desk {
    store: Arc<dyn Store>,
    clock: Rc<ManualClock>,
}

impl Desk {
    fn new() -> Self {
        Self { store: Arc::new(Memory::default()), clock: Rc::default() }
    }

    /// A run in which some requests are sent.
    fn run(&self, values: &[(&str, &str)], count: usize, script: Vec<Result<Reply, Fault>>) -> Run {
        let scripted = Scripted::new(script);
        let by = Rc::new(login_of(values));
        let grants = Grants::new(Some("grant".into()), self.store.clone(), self.clock.clone(), Rc::default());
        let origins = vec![by.account.url().origin()];
        let signed = Signed::new(&scripted, by, Rc::new(grants), origins, self.clock.clone());
        let request = Request::get("https://us.plant.example/base/things".parse().unwrap());
        let outcomes: Vec<_> = (0..count).map(|_| block_on(signed.send(&request)).map(|reply| reply.status)).collect();
        Run { outcomes, sent: scripted.seen().iter().map(shown).collect() }
    }
}

struct Run {
    outcomes: Vec<Result<u16, Fault>>,
    sent: Vec<String>,
}

impl Run {
    fn failure(&self) -> &Failure {
        match self.outcomes.last() {
            Some(Err(Fault::Local(failure))) => failure,
            other => panic!("{other:?}"),
        }
    }
}

/// One login, and what was sent for it.
fn log_in(values: &[(&str, &str)], script: Vec<Result<Reply, Fault>>) -> (Result<Grant, Fault>, Vec<String>) {
    let scripted = Scripted::new(script);
    let outcome = block_on(login_of(values).login(&scripted));
    (outcome, scripted.seen().iter().map(shown).collect())
}

fn refusal_of(values: &[(&str, &str)], reply: Result<Reply, Fault>) -> Failure {
    match log_in(values, vec![reply]).0 {
        Err(Fault::Local(failure)) => *failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn users_and_keys_log_in_with_json_each_at_its_own_path() {
    let sent = |values: &[(&str, &str)]| log_in(values, vec![answer(201, TOKEN)]).1.remove(0);

    assert_eq!(sent(USER), r#"/base/iam/auth/token {"username":"me@plant.example","password":"canary-password"}"#);
    assert_eq!(
        sent(KEY),
        r#"/base/nbapi/iam/v1/auth/token {"grant_type":"client_credentials","client_id":"My-Key","client_secret":"canary-secret"}"#
    );
}

#[test]
fn the_id_of_a_key_is_sent_as_it_is_and_only_an_organization_makes_the_older_form() {
    let sent = |more: &[(&str, &str)]| log_in(&with(KEY, more), vec![answer(200, TOKEN)]).1.remove(0);
    let raw = sent(&[("client_id", "Acme->My-Key"), ("token_path", "/iam/auth/token")]);
    let made = sent(&[("organization", "Acme Corp")]);

    assert!(raw.starts_with("/base/iam/auth/token ") && raw.contains(r#""client_id":"Acme->My-Key""#), "{raw}");
    assert!(made.contains(r#""client_id":"acme corp->my-key""#), "{made}");
}

#[test]
fn a_token_path_that_leads_elsewhere_is_refused_before_anything_is_sent() {
    let (outcome, sent) = log_in(&with(USER, &[("token_path", "https://evil.example/token")]), vec![]);

    assert!(matches!(outcome, Err(Fault::Local(failure)) if failure.code == Code::Usage));
    assert_eq!(sent, Vec::<String>::new());
}

#[test]
fn a_200_and_a_201_bring_a_grant_with_or_without_a_refresh_token() {
    let grants =
        [(200, TOKEN), (201, SECOND)].map(|(status, body)| log_in(USER, vec![answer(status, body)]).0.unwrap());

    let told = grants.each_ref().map(|grant| {
        let refresh = grant.refresh_token.as_ref().map(|token| token.expose_secret().to_owned());
        (grant.token.expose_secret().to_owned(), grant.lives_for, refresh)
    });
    let life = Some(Duration::from_secs(300));
    assert_eq!(told, [("at-1".to_owned(), life, Some("rt-1".to_owned())), ("at-2".to_owned(), life, None)]);
}

#[test]
fn wrong_credentials_are_told_from_everything_else_that_fails() {
    let no = r#"{"message":"Invalid credentials"}"#;
    let codes = [400, 401, 403, 404, 429, 500, 302].map(|status| refusal_of(USER, answer(status, no)).code);

    use Code::{RateLimited, Unauthenticated, VendorError};
    let wrong = [Unauthenticated; 3];
    assert_eq!(codes[..3], wrong);
    assert_eq!(codes[3..], [VendorError, RateLimited, VendorError, VendorError]);
    let (user, key) = (refusal_of(USER, answer(401, no)), refusal_of(KEY, answer(401, no)));
    assert_eq!(user.message, "cannot log in: 401: Invalid credentials");
    assert_eq!(user.hint.as_deref(), Some("`rmctl auth login -p hq`"));
    assert_eq!(key.hint.as_deref(), Some("`rmctl auth login -p hq`; `client_id` has several forms"));
}

#[test]
fn a_service_that_has_been_switched_off_is_told_with_what_remains() {
    let page = "<html>Goodbye</html>";
    let told = [answer(200, page), answer(404, page), answer(403, page), answer(404, r#"{"message":"Not Found"}"#)]
        .map(|reply| refusal_of(USER, reply));

    for failure in &told {
        assert_eq!(failure.code, Code::VendorError, "{failure:?}");
        assert!(failure.message.ends_with("; it has been retired"), "{failure:?}");
        assert_eq!(failure.hint.as_deref(), Some("`rmctl other` is what remains"));
    }
}

#[test]
fn a_host_without_an_address_may_have_been_given_up_and_one_that_refuses_has_not() {
    let lookup = "failed to lookup address information: Name or service not known";
    let no_address = Err(Fault::Unreached { host: "us.plant.example".into(), cause: lookup.into() });

    let unknown = log_in(USER, vec![no_address]).0.unwrap_err();
    let down = log_in(USER, vec![refused()]).0.unwrap_err();

    assert!(
        matches!(&unknown, Fault::Unreached { cause, .. } if cause.starts_with(lookup) && cause.contains("it has been retired: `rmctl other`"))
    );
    assert!(matches!(&down, Fault::Unreached { cause, .. } if cause == "connection refused"));
}

#[test]
fn an_answer_without_a_token_says_nothing_of_what_it_held() {
    for body in [r#"{"access_token":""}"#, r#"{"token":"canary"}"#, "canary", r#"{"access_token":"a canary"}"#] {
        let failure = refusal_of(USER, answer(200, body));

        assert_eq!(failure.code, Code::VendorError, "{body}");
        assert!(!format!("{failure:?}").contains("canary"), "{body}");
    }
}

#[test]
fn the_only_tenant_is_found_once_and_kept_for_later_runs() {
    let desk = Desk::new();

    let first = desk.run(USER, 2, vec![answer(201, TOKEN), answer(200, ONE_TENANT), Ok(reply(200)), Ok(reply(200))]);
    let second = desk.run(USER, 1, vec![Ok(reply(200))]);
    desk.clock.advance(Duration::from_secs(25 * 3600));
    let later =
        desk.run(USER, 1, vec![answer(400, "{}"), answer(201, SECOND), answer(200, ONE_TENANT), Ok(reply(200))]);

    let thing = "/base/things Bearer at-1 t-1";
    assert_eq!(first.sent[1..], ["/base/iam/users/me Bearer at-1 -", thing, thing]);
    assert_eq!(second.sent, [thing]);
    assert_eq!(later.sent[2..], ["/base/iam/users/me Bearer at-2 -", "/base/things Bearer at-2 t-1"]);
}

#[test]
fn a_configured_tenant_is_not_asked_for() {
    let values = [with(USER, &[("tenant_id", "t-9")]), with(KEY, &[("tenant_id", "t-9")])];

    let sent =
        values.map(|values| Desk::new().run(&values, 1, vec![answer(200, TOKEN), Ok(reply(200))]).sent.remove(1));

    assert_eq!(sent, ["/base/things Bearer at-1 t-9", "/base/things Bearer at-1 t-9"]);
}

#[test]
fn one_of_several_tenants_is_never_guessed() {
    let run = Desk::new().run(USER, 1, vec![answer(200, TOKEN), answer(200, TWO_TENANTS)]);

    let failure = run.failure();
    assert_eq!(failure.code, Code::Ambiguous);
    assert_eq!(failure.message, "the login belongs to 2 tenants: t-1 (`A`), t-2 (`B`)");
    assert_eq!(failure.hint.as_deref(), Some("`rmctl plant tenants use NAME -p hq` chooses one"));
}

#[test]
fn a_key_without_a_tenant_is_told_so_before_anything_is_sent() {
    let run = Desk::new().run(KEY, 1, vec![]);

    assert_eq!((run.failure().code, run.sent.len()), (Code::Usage, 0));
    assert!(run.failure().hint.as_ref().unwrap().starts_with("`tenant_id = \"...\"` in profile `hq`"));
}

#[test]
fn the_question_for_tenants_that_fails_says_why_and_leaves_the_request_unsent() {
    let met = |reply| Desk::new().run(USER, 1, vec![answer(200, TOKEN), reply]);
    let statuses = [(403, Code::Forbidden), (404, Code::VendorError)];

    let codes = statuses.map(|(status, _)| met(answer(status, r#"{"message":"No."}"#)).failure().code);
    // What may pass soon is tried again with the request that waits for it.
    let passing = [429, 503].map(|status| met(answer(status, r#"{"message":"No."}"#)));
    let none = met(answer(200, r#"{"roles":[]}"#));
    let lost = met(unanswered());

    assert_eq!(codes, statuses.map(|(_, code)| code));
    assert_eq!(passing.map(|run| (run.outcomes, run.sent.len())), [429, 503].map(|status| (vec![Ok(status)], 2)));
    assert_eq!(none.failure().code, Code::Forbidden);
    assert!(matches!(lost.outcomes[0], Err(Fault::Unreached { .. })));
}

#[test]
fn a_401_is_answered_by_a_new_login_and_never_by_a_refresh() {
    let values = with(USER, &[("tenant_id", "t-1")]);
    let script = vec![answer(200, TOKEN), Ok(reply(401)), answer(200, SECOND), Ok(reply(200))];

    let run = Desk::new().run(&values, 1, script);

    assert_eq!(run.outcomes, [Ok(200)]);
    assert!(run.sent[2].starts_with("/base/iam/auth/token {\"username\""), "{:?}", run.sent);
    assert_eq!(run.sent[3], "/base/things Bearer at-2 t-1");
}

#[test]
fn a_refresh_token_is_used_where_it_works_and_a_refusal_costs_one_request_a_run() {
    let values = with(USER, &[("tenant_id", "t-1")]);
    let (works, fails) = (Desk::new(), Desk::new());
    for desk in [&works, &fails] {
        desk.run(&values, 1, vec![answer(200, TOKEN), Ok(reply(200))]);
        desk.clock.advance(Duration::from_secs(241));
    }

    let refreshed = works.run(&values, 1, vec![answer(200, SECOND), Ok(reply(200))]);
    let repeated = fails.run(&values, 1, vec![answer(404, "<html>"), answer(200, TOKEN), Ok(reply(200))]);
    fails.clock.advance(Duration::from_secs(241));
    let next = fails.run(&values, 1, vec![answer(200, SECOND), Ok(reply(200))]);

    let refresh = r#"/base/iam/auth/token {"grant_type":"refresh_token","refresh_token":"rt-1"}"#;
    assert_eq!((&*refreshed.sent[0], &refreshed.outcomes[0]), (refresh, &Ok(200)));
    assert_eq!((&*repeated.sent[0], &repeated.outcomes[0]), (refresh, &Ok(200)));
    // What the run after the refusal kept has no refresh token.
    assert!(next.sent[0].contains("\"username\""), "{:?}", next.sent);
}

#[test]
fn a_grant_is_used_until_a_minute_before_its_end() {
    let values = with(USER, &[("tenant_id", "t-1")]);
    let desk = Desk::new();
    desk.run(&values, 1, vec![answer(200, SECOND), Ok(reply(200))]);

    desk.clock.advance(Duration::from_secs(239));
    let within = desk.run(&values, 1, vec![Ok(reply(200))]);
    desk.clock.advance(Duration::from_secs(1));
    let after = desk.run(&values, 1, vec![answer(200, SECOND), Ok(reply(200))]);

    assert_eq!((within.sent.len(), after.sent.len()), (1, 2));
}

#[test]
fn what_is_shown_in_the_place_of_a_signed_request_has_no_secret() {
    let request = || Request::get("https://us.plant.example/base/things".parse().unwrap());
    let (mut dry, mut line, mut own) = (request(), request(), request());
    own.set_header(X_TENANT_ID, "t-7", false);

    login_of(USER).pretend(&mut dry, ManualClock::start());
    login_of(USER).sign_by_shell(&mut line);
    login_of(&with(USER, &[("tenant_id", "t-1")])).pretend(&mut own, ManualClock::start());

    assert_eq!(shown(&dry), format!("/base/things Bearer {HIDDEN} <tenant_id>"));
    assert_eq!(shown(&line), "/base/things Bearer $(rmctl auth token -p hq) $(rmctl plant tenants list -o name -p hq)");
    assert!(line.headers[X_TENANT_ID].is_sensitive());
    assert_eq!(shown(&own), format!("/base/things Bearer {HIDDEN} t-7"));
}

#[test]
fn roles_are_gathered_by_tenant_and_rows_without_one_are_left_out() {
    let user = json!({"roles": [
        {"tenant_id": "t-2", "tenant_name": "B", "role_name": "x"},
        {"tenant_id": "t-1", "role_name": "y"},
        {"tenant_name": "nowhere"},
        {"tenant_id": "t-2", "tenant_name": "B", "role_name": "z"},
        {"tenant_id": "t-2", "tenant_name": "B", "role_name": "x"},
    ]});

    let found: Vec<Value> = memberships(&user).iter().map(Membership::record).collect();

    assert_eq!(
        found,
        [
            json!({"tenant_id": "t-2", "tenant_name": "B", "roles": ["x", "z"]}),
            json!({"tenant_id": "t-1", "tenant_name": "", "roles": ["y"]}),
        ]
    );
    assert_eq!(memberships(&json!({"roles": "none"})), []);
}
