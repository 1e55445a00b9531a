//! Logins by OAuth 2, of apps and of persons, over a transport with a script.

use std::time::Duration;

use super::*;
use crate::auth::{Grants, Signed};
use crate::catalog::Field;
use crate::http::Content;
use crate::store::{Memory, Store};
use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body, reply_with_header, unanswered};
use std::rc::Rc;

static SETTINGS: Settings = Settings {
    key: "cloud",
    name: "Cloud",
    env: "CLOUD",
    url: Some("https://us.cloud.example"),
    regions: &[("us", "https://us.cloud.example"), ("eu", "https://eu.cloud.example")],
    fields: &[
        Field::plain("client_id", "client id"),
        Field::secret("client_secret", "client secret"),
        Field::plain("scope", "scopes"),
        Field::plain("grant_type", "who logs in").values(&[BY_APP, BY_PERSON]),
        Field::plain("redirect_uri", "where the browser comes back"),
        Field::plain("token_path", "where tokens are had"),
    ],
    credentials: &[&["client_id", "client_secret"], &["client_id"]],
};

const FLOW: Flow = Flow {
    token_paths: &["/ws/oauth/token", "/oauth/token"],
    authorize_path: Some("/ws/oauth/authorize"),
    client_in: ClientIn::Form,
    person_scope: "read offline_access",
    denies: |_| true,
    unknown_client: &["Client app not exist"],
};

const APP: &[(&str, &str)] = &[("client_id", "app-1"), ("client_secret", "s&cret canary")];
const PERSON: &[(&str, &str)] = &[("client_id", "app-1")];
const TOKEN: &str = r#"{"access_token":"at-1","token_type":"bearer","expires_in":3600}"#;

fn oauth_with(flow: Flow, values: &[(&str, &str)]) -> Oauth {
    Oauth::new(Arc::new(Account::given(&SETTINGS, "hq", values).unwrap()), flow)
}

fn oauth(values: &[(&str, &str)]) -> Oauth {
    oauth_with(FLOW, values)
}

fn with<'a>(values: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [values, more].concat()
}

/// URL and form of a request, in one line.
fn shown(request: &Request) -> String {
    let Content::Bytes { bytes, media } = &request.content else { panic!("a token request has a form") };
    assert_eq!(*media, "application/x-www-form-urlencoded");
    assert!(request.confidential);
    format!("{} {} {}", request.method, request.url, std::str::from_utf8(bytes).unwrap())
}

struct Login {
    outcome: Result<Grant, Fault>,
    sent: Vec<String>,
    requests: Vec<Request>,
}

impl Login {
    fn failure(self) -> Failure {
        match self.outcome {
            Err(Fault::Local(failure)) => *failure,
            other => panic!("{other:?}"),
        }
    }
}

fn log_in(by: &Oauth, script: Vec<Result<Reply, Fault>>) -> Login {
    let scripted = Scripted::new(script);
    let outcome = block_on(by.login(&scripted));
    let requests = scripted.seen();
    Login { outcome, sent: requests.iter().map(shown).collect(), requests }
}

fn answer(status: u16, body: &str) -> Result<Reply, Fault> {
    Ok(reply_with_body(status, body))
}

#[test]
fn an_app_sends_id_and_secret_in_the_form_and_a_scope_where_one_is_configured() {
    let plain = log_in(&oauth(APP), vec![answer(200, TOKEN)]);
    let scoped = log_in(&oauth(&with(APP, &[("scope", "read write")])), vec![answer(200, TOKEN)]);

    let start = "POST https://us.cloud.example/ws/oauth/token grant_type=client_credentials";
    assert_eq!(plain.sent, [format!("{start}&client_id=app-1&client_secret=s%26cret+canary")]);
    assert_eq!(scoped.sent, [format!("{start}&scope=read+write&client_id=app-1&client_secret=s%26cret+canary")]);
    let grant = plain.outcome.unwrap();
    assert_eq!(grant.token.expose_secret(), "at-1");
    assert_eq!(grant.lives_for, Some(Duration::from_secs(3600)));
    assert!(grant.refresh_token.is_none());
}

#[test]
fn basic_credentials_go_as_they_are_and_leave_the_form() {
    let flow = Flow { client_in: ClientIn::Basic, authorize_path: None, ..FLOW };

    let login = log_in(&oauth_with(flow, APP), vec![answer(200, TOKEN)]);

    assert_eq!(login.sent, ["POST https://us.cloud.example/ws/oauth/token grant_type=client_credentials"]);
    let header = &login.requests[0].headers[AUTHORIZATION];
    assert_eq!(header.to_str().unwrap(), format!("Basic {}", STANDARD.encode("app-1:s&cret canary")));
    assert!(header.is_sensitive());
}

#[test]
fn the_older_path_is_tried_only_where_the_newer_one_does_not_exist() {
    let missing = || answer(404, "<html>Not Found</html>");
    let unknown = || answer(404, r#"{"resultCode":"Client app not exist"}"#);

    let older = log_in(&oauth(APP), vec![missing(), answer(200, TOKEN)]);
    let refused = log_in(&oauth(APP), vec![unknown()]);
    let unauthorized = log_in(&oauth(APP), vec![answer(401, r#"{"error":"invalid_client"}"#)]);
    let own = log_in(&oauth(&with(APP, &[("token_path", "/my/token")])), vec![missing()]);

    let urls = |login: &Login| login.requests.iter().map(|request| request.url.path().to_owned()).collect::<Vec<_>>();
    assert_eq!(urls(&older), ["/ws/oauth/token", "/oauth/token"]);
    assert!(older.outcome.is_ok());
    assert_eq!([&refused, &unauthorized].map(|login| urls(login).len()), [1, 1]);
    assert_eq!(urls(&own), ["/my/token"]);
}

#[test]
fn an_unknown_client_is_told_with_the_regions() {
    let body = r#"{"resultCode":"Client app not exist","errorMessage":"no such app"}"#;

    let failure = log_in(&oauth(APP), vec![answer(404, body)]).failure();

    assert_eq!(failure.code, Code::Unauthenticated);
    assert_eq!(
        failure.message,
        "cannot log in: 404: us.cloud.example does not know the client id `app-1`: it is of another region, or it was removed"
    );
    assert_eq!(failure.hint.as_deref(), Some("`region = \"NAME\"` in the profile; the regions are us, eu"));
    assert_eq!((failure.http_status, failure.vendor_code.as_deref()), (Some(404), Some("Client app not exist")));
}

#[test]
fn each_refusal_has_its_code_and_says_what_the_vendor_said() {
    let table = [
        (400, r#"{"error":"invalid_client","error_description":"bad"}"#, Code::Unauthenticated),
        (401, r#"{"error":"unauthorized_client"}"#, Code::Unauthenticated),
        (401, "", Code::Unauthenticated),
        (400, r#"{"error":"invalid_scope"}"#, Code::Forbidden),
        (403, "<html>portal</html>", Code::VendorError),
        (429, "", Code::RateLimited),
        (503, "<html>", Code::VendorError),
        (302, "", Code::VendorError),
    ];

    let found = table.map(|(status, body, _)| {
        let failure = log_in(&oauth(APP), vec![answer(status, body)]).failure();
        (failure.http_status, failure.code)
    });

    assert_eq!(found, table.map(|(status, _, code)| (Some(status), code)));
    let failure = log_in(&oauth(APP), vec![answer(400, table[0].1)]).failure();
    assert_eq!(failure.message, "cannot log in: 400: invalid_client: bad");
    assert_eq!(failure.hint.as_deref(), Some("`rmctl auth login -p hq`"));
    let limited = log_in(&oauth(APP), vec![Ok(reply_with_header(429, "retry-after", "17"))]).failure();
    assert_eq!(limited.retry_after, Some(17));
}

#[test]
fn an_answer_without_a_token_is_not_repeated_in_the_message() {
    let bodies = [
        "<html>canary</html>",
        "canary",
        r#"{"token":"canary"}"#,
        r#"{"access_token":""}"#,
        r#"{"access_token":"can\nary"}"#,
        r#"{"access_token":"canary","token_type":"mac"}"#,
        "[]",
        "",
    ];

    let failures = bodies.map(|body| log_in(&oauth(APP), vec![answer(200, body)]).failure());

    assert!(failures.iter().all(|failure| failure.code == Code::VendorError));
    assert!(failures.iter().all(|failure| !format!("{failure:?}").contains("canary")), "{failures:?}");
    assert_eq!(failures[0].message, "cannot log in: the answer of us.cloud.example has no token: it is HTML");
}

#[test]
fn a_life_is_read_as_a_number_and_as_text_and_never_leaves_the_calendar() {
    let life = |value: &str| {
        let body = format!(r#"{{"access_token":"at","expires_in":{value}}}"#);
        log_in(&oauth(APP), vec![answer(200, &body)]).outcome.unwrap().lives_for.map(|life| life.as_secs())
    };

    assert_eq!(
        ["60", "\"60\"", "59.9", "null", "\"soon\"", "-1"].map(life),
        [Some(60), Some(60), Some(59), None, None, None]
    );
    assert_eq!(life("18446744073709551615"), Some(315_360_000));
}

#[test]
fn who_logs_in_is_said_by_the_profile_or_by_the_secret() {
    let person = |values: &[(&str, &str)]| oauth(values).by_person().is_some();

    assert!(!person(APP));
    assert!(person(PERSON));
    assert!(person(&with(APP, &[("grant_type", BY_PERSON)])));
    assert!(!person(&with(PERSON, &[("grant_type", BY_APP)])));
    assert!(oauth_with(Flow { authorize_path: None, ..FLOW }, PERSON).by_person().is_none());
}

#[test]
fn without_a_person_s_login_nothing_is_sent_and_the_command_is_named() {
    let failure = log_in(&oauth(PERSON), vec![]).failure();

    assert_eq!(failure.code, Code::Unauthenticated);
    assert_eq!(failure.hint.as_deref(), Some("`rmctl auth login -p hq`"));
}

#[test]
fn the_page_asks_for_a_code_with_a_challenge_and_hides_the_verifier() {
    let by = oauth(PERSON);
    let (url, pending) = by.begin("http://localhost:8888/");

    let state = pending.state.expose_secret();
    let challenge = pkce::challenge(&pending.verifier);
    assert_eq!(
        url.as_str(),
        format!(
            "https://us.cloud.example/ws/oauth/authorize?response_type=code&client_id=app-1\
             &redirect_uri=http%3A%2F%2Flocalhost%3A8888%2F&scope=read%20offline_access&state={state}\
             &code_challenge={challenge}&code_challenge_method=S256"
        )
    );
    assert!(!url.as_str().contains(pending.verifier.expose_secret()));
}

#[test]
fn the_page_stands_beside_a_token_path_of_the_profile() {
    let path =
        |token_path| oauth(&with(PERSON, &[("token_path", token_path)])).begin("http://localhost/").0.path().to_owned();

    assert_eq!(path("/oauth/token"), "/oauth/authorize");
    assert_eq!(path("/odd"), "/ws/oauth/authorize");
}

#[test]
fn a_code_is_traded_with_the_verifier_and_with_the_secret_where_there_is_one() {
    let trade = |values: &[(&str, &str)]| {
        let by = oauth(values);
        let (_, pending) = by.begin("http://127.0.0.1:9");
        let scripted = Scripted::new(vec![answer(200, TOKEN)]);
        block_on(by.finish(&scripted, &pending, &SecretString::from("c+1"))).unwrap();
        shown(&scripted.seen()[0]).replace(pending.verifier.expose_secret(), "VERIFIER")
    };
    let common = "POST https://us.cloud.example/ws/oauth/token grant_type=authorization_code&code=c%2B1\
                  &redirect_uri=http%3A%2F%2F127.0.0.1%3A9&code_verifier=VERIFIER&client_id=app-1";

    assert_eq!(trade(PERSON), common);
    assert_eq!(trade(&with(APP, &[("grant_type", BY_PERSON)])), format!("{common}&client_secret=s%26cret+canary"));
}

#[test]
fn the_vendor_s_paths_stand_below_that_of_the_url_and_the_profile_s_does_not() {
    let path = |values: &[(&str, &str)]| {
        let url = [("url", "https://proxy.example/cloud/")];
        log_in(&oauth(&with(&with(APP, &url), values)), vec![answer(200, TOKEN)]).requests[0].url.path().to_owned()
    };

    assert_eq!(path(&[]), "/cloud/ws/oauth/token");
    assert_eq!(path(&[("token_path", "/my/token")]), "/my/token");
}

#[test]
fn the_secret_goes_to_the_configured_origin_whatever_the_path_says() {
    let foreign = log_in(&oauth(&with(APP, &[("token_path", "//evil.example/token")])), vec![answer(200, TOKEN)]);
    let relative = log_in(&oauth(&with(APP, &[("token_path", "https://evil.example/token")])), vec![]);

    assert_eq!(foreign.requests[0].url.host_str(), Some("us.cloud.example"));
    assert_eq!(relative.failure().code, Code::Usage);
}

/// A person's account with a grant that was brought, and what happens to it.
struct Conversation {
    by: Rc<Oauth>,
    grants: Rc<Grants>,
    clock: Rc<ManualClock>,
    store: Arc<dyn Store>,
}

impl Conversation {
    fn of(values: &[(&str, &str)]) -> Self {
        Self::with(values, Arc::new(Memory::default()), Rc::default())
    }

    fn with(values: &[(&str, &str)], store: Arc<dyn Store>, clock: Rc<ManualClock>) -> Self {
        let grants = Rc::new(Grants::new(Some("grant".into()), store.clone(), clock.clone(), Rc::default()));
        Self { by: Rc::new(oauth(values)), grants, clock, store }
    }

    fn bring(&self, token: &str, refresh: Option<&str>) {
        let grant = Grant {
            lives_for: Some(Duration::from_secs(3600)),
            refresh_token: refresh.map(SecretString::from),
            ..Grant::lasting(SecretString::from(token))
        };
        block_on(self.grants.bring(grant)).unwrap();
    }

    /// One request to the API; its outcome and the forms and credentials that went out.
    fn ask(&self, script: Vec<Result<Reply, Fault>>) -> (Result<u16, Fault>, Vec<String>) {
        let scripted = Scripted::new(script);
        let origins = vec![self.by.account.url().origin()];
        let signed = Signed::new(&scripted, self.by.clone(), self.grants.clone(), origins, self.clock.clone());
        let request = Request::get("https://us.cloud.example/v2/things".parse().unwrap());
        let outcome = block_on(signed.send(&request)).map(|reply| reply.status);
        let told = |request: &Request| match request.headers.get(AUTHORIZATION) {
            Some(value) => value.to_str().unwrap().to_owned(),
            None => shown(request).split(' ').next_back().unwrap().replace("&client_id=app-1", ""),
        };
        (outcome, scripted.seen().iter().map(told).collect())
    }
}

const REFRESHED: &str = r#"{"access_token":"at-2","expires_in":3600}"#;
const ROTATED: &str = r#"{"access_token":"at-2","expires_in":3600,"refresh_token":"rt-2"}"#;
const GONE: &str = r#"{"error":"invalid_grant"}"#;

#[test]
fn a_grant_that_ended_is_refreshed_a_minute_early_and_keeps_its_refresh_token() {
    let talk = Conversation::of(PERSON);
    talk.bring("at-1", Some("rt-1"));
    talk.clock.advance(Duration::from_secs(3600 - 61));
    assert_eq!(talk.ask(vec![Ok(reply(200))]), (Ok(200), vec!["Bearer at-1".to_owned()]));

    talk.clock.advance(Duration::from_secs(1));
    let first = talk.ask(vec![answer(200, REFRESHED), Ok(reply(200))]);
    talk.clock.advance(Duration::from_secs(3600));
    let second = talk.ask(vec![answer(200, ROTATED), Ok(reply(200))]);
    talk.clock.advance(Duration::from_secs(3600));
    let third = talk.ask(vec![answer(200, REFRESHED), Ok(reply(200))]);

    let refresh = |token| format!("grant_type=refresh_token&refresh_token={token}");
    assert_eq!(first, (Ok(200), vec![refresh("rt-1"), "Bearer at-2".to_owned()]));
    assert_eq!(second.1[0], refresh("rt-1"));
    assert_eq!(third.1[0], refresh("rt-2"));
}

#[test]
fn a_401_is_answered_by_the_refresh_token_also_in_another_process() {
    let talk = Conversation::of(PERSON);
    talk.bring("at-1", Some("rt-1"));
    let other = Conversation::with(PERSON, talk.store.clone(), talk.clock.clone());

    let (outcome, told) = other.ask(vec![Ok(reply(401)), answer(200, REFRESHED), Ok(reply(200))]);

    assert_eq!(outcome, Ok(200));
    assert_eq!(told, ["Bearer at-1", "grant_type=refresh_token&refresh_token=rt-1", "Bearer at-2"]);
}

#[test]
fn a_person_whose_refresh_token_is_refused_is_told_to_log_in_and_it_is_not_tried_again() {
    let talk = Conversation::of(PERSON);
    talk.bring("at-1", Some("rt-1"));
    talk.clock.advance(Duration::from_secs(3600));

    let (outcome, told) = talk.ask(vec![answer(400, GONE)]);
    let again = talk.ask(vec![]);
    let next_run = Conversation::with(PERSON, talk.store.clone(), talk.clock.clone()).ask(vec![]);

    let Err(Fault::Local(failure)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(failure.code, Code::Unauthenticated);
    assert_eq!(failure.hint.as_deref(), Some("`rmctl auth login -p hq`"));
    assert_eq!(told, ["grant_type=refresh_token&refresh_token=rt-1"]);
    assert!(again.0.is_err() && next_run.0.is_err());
}

#[test]
fn an_app_whose_refresh_token_is_refused_logs_in_anew() {
    let talk = Conversation::of(APP);
    talk.bring("at-1", Some("rt-1"));
    talk.clock.advance(Duration::from_secs(3600));

    let (outcome, told) = talk.ask(vec![answer(400, GONE), answer(200, TOKEN), Ok(reply(200))]);

    assert_eq!((outcome, told.len()), (Ok(200), 3));
    assert!(told[1].starts_with("grant_type=client_credentials"), "{told:?}");
}

#[test]
fn a_refresh_that_could_not_be_answered_keeps_the_refresh_token() {
    let talk = Conversation::of(PERSON);
    talk.bring("at-1", Some("rt-1"));
    talk.clock.advance(Duration::from_secs(3600));

    let (lost, _) = talk.ask(vec![unanswered()]);
    let (down, _) = talk.ask(vec![answer(503, "<html>")]);
    let (outcome, told) = talk.ask(vec![answer(200, REFRESHED), Ok(reply(200))]);

    assert!(matches!(lost, Err(Fault::Unreached { .. })), "{lost:?}");
    assert!(matches!(down, Err(Fault::Local(failure)) if failure.retryable));
    assert_eq!((outcome, told[0].as_str()), (Ok(200), "grant_type=refresh_token&refresh_token=rt-1"));
}

#[test]
fn credentials_that_were_refused_are_not_tried_again_in_the_same_run() {
    let talk = Conversation::of(APP);

    let (first, _) = talk.ask(vec![answer(401, r#"{"error":"invalid_client"}"#)]);
    let (second, told) = talk.ask(vec![]);

    assert_eq!(first, second);
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn a_short_life_is_used_for_the_most_part() {
    let talk = Conversation::of(APP);
    let short = r#"{"access_token":"at-s","expires_in":40}"#;
    talk.ask(vec![answer(200, short), Ok(reply(200))]).0.unwrap();

    talk.clock.advance(Duration::from_secs(29));
    let (_, within) = talk.ask(vec![Ok(reply(200))]);
    talk.clock.advance(Duration::from_secs(1));
    let (_, after) = talk.ask(vec![answer(200, TOKEN), Ok(reply(200))]);

    assert_eq!(within, ["Bearer at-s"]);
    assert_eq!(after.len(), 2);
}

#[test]
fn accounts_that_differ_in_scope_who_or_secret_have_grants_of_their_own() {
    let key = crate::store::HashKey::of(&Memory::default());
    let accounts = [
        APP.to_vec(),
        PERSON.to_vec(),
        with(APP, &[("scope", "read")]),
        with(APP, &[("grant_type", BY_PERSON)]),
        vec![("client_id", "app-1"), ("client_secret", "another")],
        vec![("client_id", "app-2")],
        with(PERSON, &[("url", "https://eu.cloud.example")]),
    ];

    let mut names = accounts.map(|values| Account::given(&SETTINGS, "hq", &values).unwrap().fingerprint(&key).unwrap());

    names.sort();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    assert!(names.iter().all(|name| !name.contains("canary")));
}

#[test]
fn nothing_that_is_debugged_shows_a_token() {
    let grant = Grant { refresh_token: Some("canary".into()), ..Grant::lasting("canary".into()) };

    assert!(!format!("{grant:?}").contains("canary"));
}
