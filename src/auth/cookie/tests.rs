//! A login that is a cookie, over a transport with a script.

use std::rc::Rc;
use std::time::Duration;

use super::*;
use crate::auth::{Grants, Signed};
use crate::catalog::Settings;
use crate::config::keyring::{Keyring, MemoryKeyring};
use crate::config::{Choice, Config};
use crate::failure::Code;
use crate::http::Reply;
use crate::store::{Memory, Store};
use crate::surroundings::Environment;
use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body, reply_with_header, unanswered};

static SETTINGS: Settings = Settings {
    key: "box",
    name: "Box",
    env: "BOX",
    url: Some("https://box.example/sps"),
    regions: &[],
    fields: Cookie::FIELDS,
    credentials: Cookie::CREDENTIALS,
};

const PERSON: &[(&str, &str)] = &[("username", "svc"), ("password", "Pässwort canary")];
const CERTIFICATE: &[(&str, &str)] = &[("client_cert_file", "/etc/rmctl/client.pem")];
const SESSION_1: &str = "session_id=5e551; expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Max-Age=0; Path=/; Secure";

fn account(values: &[(&str, &str)]) -> Arc<Account> {
    Arc::new(Account::given(&SETTINGS, "hq", values).unwrap())
}

fn cookie(values: &[(&str, &str)]) -> Cookie {
    Cookie::new(account(values))
}

fn with<'a>(values: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [values, more].concat()
}

/// An answer to a login, with these cookies.
fn session(cookies: &[&str], body: &str) -> Reply {
    let mut reply = reply_with_body(200, body);
    for cookie in cookies {
        reply.headers.append(reqwest::header::SET_COOKIE, cookie.parse().unwrap());
    }
    reply
}

fn logged_in() -> Result<Reply, Fault> {
    Ok(session(&[SESSION_1], r#"{"meta":{"href":"/api/authentication","remaining_seconds":600}}"#))
}

struct Login {
    outcome: Result<Grant, Fault>,
    request: Request,
}

impl Login {
    fn token(self) -> String {
        self.outcome.unwrap().token.expose_secret().to_owned()
    }

    fn failure(self) -> Failure {
        match self.outcome {
            Err(Fault::Local(failure)) => *failure,
            other => panic!("{other:?}"),
        }
    }

    /// URL, and name and password of the login.
    fn shown(&self) -> (String, Option<String>) {
        let basic = self.request.headers.get(AUTHORIZATION).map(|value| {
            assert!(value.is_sensitive());
            let encoded = value.to_str().unwrap().strip_prefix("Basic ").unwrap();
            String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap()
        });
        (format!("{} {}", self.request.method, self.request.url), basic)
    }
}

fn log_in(values: &[(&str, &str)], answer: Reply) -> Login {
    let scripted = Scripted::new(vec![Ok(answer)]);
    let outcome = block_on(cookie(values).login(&scripted));
    let request = scripted.seen().remove(0);
    assert!(request.confidential);
    Login { outcome, request }
}

#[test]
fn a_login_sends_name_and_password_as_utf_8_below_the_account_s_url() {
    let plain = log_in(PERSON, logged_in().unwrap());
    let method = log_in(&with(PERSON, &[("login_method", "ldap hq")]), logged_in().unwrap());

    let basic = Some("svc:Pässwort canary".to_owned());
    assert_eq!(plain.shown(), ("GET https://box.example/sps/api/authentication".to_owned(), basic.clone()));
    let url = "GET https://box.example/sps/api/authentication?login_method=ldap%20hq";
    assert_eq!(method.shown(), (url.to_owned(), basic));
}

#[test]
fn a_login_by_certificate_sends_no_password() {
    let plain = log_in(CERTIFICATE, logged_in().unwrap());
    let method = log_in(&with(CERTIFICATE, &[("login_method", "x509")]), logged_in().unwrap());
    let both = log_in(&with(CERTIFICATE, PERSON), logged_in().unwrap());

    let url = "GET https://box.example/sps/api/authentication";
    assert_eq!(plain.shown(), (format!("{url}?type=x509"), None));
    assert_eq!(method.shown(), (format!("{url}?type=x509&login_method=x509"), None));
    assert_eq!(both.shown(), (url.to_owned(), Some("svc:Pässwort canary".to_owned())));
}

#[test]
fn a_name_that_no_password_login_can_send_is_a_usage_error() {
    let nobody = Scripted::new(vec![]);
    let by = cookie(&[("username", "a:b"), ("password", "x")]);

    let Err(Fault::Local(failure)) = block_on(by.login(&nobody)) else { panic!("it is refused before it is sent") };

    assert_eq!(failure.code, Code::Usage);
    assert_eq!(failure.message, "`username` holds a `:`, which no login by password can send");
}

#[test]
fn the_session_is_found_by_name_among_the_cookies_and_kept_whatever_its_end() {
    let ticket = "ticket=t1cket; Path=/";
    let orders = [vec![ticket, SESSION_1], vec![SESSION_1, ticket], vec!["my_session_id=other", SESSION_1]];

    let tokens = orders.map(|cookies| log_in(PERSON, session(&cookies, "{}")).token());
    let replaced = log_in(PERSON, session(&["session_id=; Max-Age=0", " session_id = new ; Path=/"], "{}")).token();

    assert_eq!(tokens, ["5e551", "5e551", "5e551"]);
    assert_eq!(replaced, "new");
}

#[test]
fn how_long_a_session_lives_is_the_box_s_word_and_without_one_it_lasts() {
    let lives_for = |body: &str| log_in(PERSON, session(&[SESSION_1], body)).outcome.unwrap().lives_for;

    assert_eq!(lives_for(r#"{"meta":{"remaining_seconds":600}}"#), Some(Duration::from_secs(600)));
    assert_eq!(lives_for(r#"{"meta":{"remaining_seconds":9889}}"#), Some(Duration::from_secs(9889)));
    for silent in ["", "{}", r#"{"meta":{"remaining_seconds":null}}"#, r#"{"meta":{"remaining_seconds":0}}"#] {
        assert_eq!(lives_for(silent), None, "{silent}");
    }
}

#[test]
fn an_answer_without_a_session_is_told_and_not_shown() {
    let html = session(&[SESSION_1], "<html>s3cret</html>");
    let no_json = session(&[SESSION_1], "s3cret");
    let unfit = session(&["session_id=a b", "ticket=s3cret"], "{}");
    let none = reply_with_body(200, "{}");

    let failures = [html, no_json, unfit, none].map(|answer| log_in(PERSON, answer).failure());

    let start = "cannot log in: the answer of box.example has no session";
    let no_cookie = "it has no cookie `session_id`";
    let causes = ["it is HTML", "it is no JSON", no_cookie, no_cookie];
    assert_eq!(failures.clone().map(|failure| failure.message), causes.map(|cause| format!("{start}: {cause}")));
    assert_eq!(failures.clone().map(|failure| failure.code), [Code::VendorError; 4]);
    assert_eq!(failures.map(|failure| failure.http_status), [Some(200); 4]);
}

const BAD_PASSWORD: &str = r#"{"error":{"type":"AuthenticationFailure","message":"Wrong credentials","details":{}}}"#;

#[test]
fn a_refused_login_names_who_was_refused_and_what_to_change() {
    let refused = |values: &[(&str, &str)]| log_in(values, reply_with_body(401, BAD_PASSWORD)).failure();
    let (person, method, certificate) =
        (refused(PERSON), refused(&with(PERSON, &[("login_method", "ldap")])), refused(CERTIFICATE));

    assert_eq!(person.code, Code::Unauthenticated);
    let said = "401: AuthenticationFailure: Wrong credentials";
    assert_eq!(person.message, format!("cannot log in as `svc`: {said}"));
    assert_eq!(method.message, format!("cannot log in as `svc` by the login method `ldap`: {said}"));
    assert_eq!(certificate.message, format!("cannot log in with the client certificate: {said}"));
    let hint =
        "`rmctl auth login -p hq`; where the box has several login methods, `login_method = \"NAME\"` in the profile";
    assert_eq!(person.hint.as_deref(), Some(hint));
    assert_eq!(method.hint.as_deref(), Some("`rmctl auth login -p hq`"));
    assert_eq!(person.vendor_code.as_deref(), Some("AuthenticationFailure"));
    assert_eq!(person.vendor_message.as_deref(), Some("Wrong credentials"));
}

#[test]
fn each_refusal_has_its_code() {
    let table = [
        (400, "{}", Code::Unauthenticated),
        (400, "<html>proxy</html>", Code::VendorError),
        (401, "<html>", Code::Unauthenticated),
        (403, r#"{"error":{"type":"Unauthorized","message":"no"}}"#, Code::Forbidden),
        (404, "<html>Not Found</html>", Code::VendorError),
        (429, "", Code::RateLimited),
        (503, "<html>", Code::VendorError),
        (302, "", Code::VendorError),
    ];

    let found = table.map(|(status, body, _)| {
        let failure = log_in(PERSON, reply_with_body(status, body)).failure();
        (failure.http_status, failure.code)
    });

    assert_eq!(found, table.map(|(status, _, code)| (Some(status), code)));
    let limited = log_in(PERSON, reply_with_header(429, "retry-after", "17")).failure();
    assert_eq!(limited.retry_after, Some(17));
}

fn signed<'s>(scripted: &'s Scripted, by: &Rc<Cookie>) -> Signed<&'s Scripted> {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let clock = Rc::new(ManualClock::default());
    let grants = Rc::new(Grants::new(None, store, clock.clone(), Rc::default()));
    Signed::new(scripted, by.clone(), grants, vec![by.account.url().origin()], clock)
}

fn change(method: Method) -> Request {
    Request::new(method, "https://box.example/sps/api/transaction".parse().unwrap(), Repeat::OnlyIfUnsent)
}

/// Method, path, session and X-Token of what was sent.
fn sent(scripted: &Scripted) -> Vec<String> {
    let text = |request: &Request, name: &str| {
        let value = request.headers.get(name).filter(|value| value.is_sensitive());
        value.map_or("-".to_owned(), |value| value.to_str().unwrap().to_owned())
    };
    let line = |request: &Request| {
        let path = request.url.path().trim_start_matches("/sps/api/");
        format!("{} {path} {} {}", request.method, text(request, "cookie"), text(request, "x-token"))
    };
    scripted.seen().iter().map(line).collect()
}

#[test]
fn a_refused_write_is_sent_once_more_with_the_x_token_which_further_writes_have() {
    let told = Ok(reply_with_body(200, r#"{"user":{"name":"svc"},"token":"x-1"}"#));
    let script = vec![logged_in(), Ok(reply(403)), told, Ok(reply(201)), Ok(reply(200)), Ok(reply(200))];
    let (scripted, by) = (Scripted::new(script), Rc::new(cookie(PERSON)));
    let signed = signed(&scripted, &by);

    let methods = [Method::POST, Method::PUT, Method::GET];
    let statuses = methods.map(|method| block_on(signed.send(&change(method))).unwrap().status);

    assert_eq!(statuses, [201, 200, 200]);
    assert_eq!(
        sent(&scripted),
        [
            "GET authentication - -",
            "POST transaction session_id=5e551 -",
            "GET user/info session_id=5e551 -",
            "POST transaction session_id=5e551 x-1",
            "PUT transaction session_id=5e551 x-1",
            "GET transaction session_id=5e551 -",
        ]
    );
    let secrets: Vec<_> = by.secrets().iter().map(|secret| secret.expose_secret().to_owned()).collect();
    assert_eq!(secrets, ["Pässwort canary", "x-1"]);
}

#[test]
fn a_403_that_stays_is_the_answer_and_the_box_is_asked_for_a_token_once() {
    let silent = Ok(reply_with_body(200, r#"{"user":{"name":"svc"}}"#));
    let script = vec![logged_in(), Ok(reply(403)), silent, Ok(reply(403))];
    let without = Scripted::new(script);
    let told = Ok(reply_with_body(200, r#"{"user":{"csrf_token":"x-1"}}"#));
    let script = vec![logged_in(), Ok(reply(403)), told, Ok(reply(403)), Ok(reply(403))];
    let with = Scripted::new(script);

    let statuses = [&without, &with].map(|scripted| {
        let signed = signed(scripted, &Rc::new(cookie(PERSON)));
        [(), ()].map(|()| block_on(signed.send(&change(Method::POST))).unwrap().status)
    });

    assert_eq!(statuses, [[403, 403], [403, 403]]);
    assert_eq!((without.sent(), with.sent()), (4, 5));
}

#[test]
fn a_refused_read_or_an_unanswered_question_leaves_the_403_as_it_is() {
    let read = Scripted::new(vec![logged_in(), Ok(reply(403))]);
    let unanswered = Scripted::new(vec![logged_in(), Ok(reply(403)), unanswered()]);
    let outcome = |scripted, method| {
        let signed = signed(scripted, &Rc::new(cookie(PERSON)));
        block_on(signed.send(&change(method))).unwrap().status
    };

    assert_eq!((outcome(&read, Method::GET), read.sent()), (403, 2));
    assert_eq!((outcome(&unanswered, Method::DELETE), unanswered.sent()), (403, 3));
}

#[test]
fn a_session_that_has_ended_is_replaced_once_and_its_x_token_with_it() {
    let second = Ok(session(&["session_id=5e552"], "{}"));
    let token = |token: &str| Ok(reply_with_body(200, &format!(r#"{{"x_token":"{token}"}}"#)));
    let first = [logged_in(), Ok(reply(403)), token("x-1"), Ok(reply(201))];
    let renewed = [Ok(reply(401)), second, Ok(reply(403)), token("x-2"), Ok(reply(200))];
    let scripted = Scripted::new(first.into_iter().chain(renewed).collect());
    let signed = signed(&scripted, &Rc::new(cookie(PERSON)));

    let statuses = [(), ()].map(|()| block_on(signed.send(&change(Method::POST))).unwrap().status);

    assert_eq!(statuses, [201, 200]);
    assert_eq!(
        sent(&scripted)[4..],
        [
            "POST transaction session_id=5e551 x-1",
            "GET authentication - -",
            "POST transaction session_id=5e552 -",
            "GET user/info session_id=5e552 -",
            "POST transaction session_id=5e552 x-2",
        ]
    );
}

#[test]
fn a_logout_shows_its_session_and_whatever_comes_of_it_is_no_matter() {
    for outcome in [Ok(reply(204)), Ok(reply(404)), Ok(reply(405)), unanswered()] {
        let scripted = Scripted::new(vec![outcome]);

        block_on(cookie(PERSON).logout(&scripted, &Grant::lasting(SecretString::from("5e551"))));

        assert_eq!(sent(&scripted), ["DELETE authentication session_id=5e551 -"]);
        assert!(scripted.seen()[0].tidies && scripted.seen()[0].confidential);
    }
}

/// An account that no profile has.
fn of_environment() -> Arc<Account> {
    let variables = [("RMCTL_BOX_USERNAME", "svc"), ("RMCTL_BOX_PASSWORD", "x")];
    let environment: Environment = variables.into_iter().collect();
    let keyring: Arc<dyn Keyring> = Arc::new(MemoryKeyring::default());
    let vendors = [&SETTINGS];
    Arc::new(Config::new(&environment, &vendors).account(&SETTINGS, &Choice::default(), &keyring).unwrap())
}

#[test]
fn a_dry_run_and_a_shell_show_no_session() {
    let header = |request: &Request| request.headers[COOKIE].to_str().unwrap().to_owned();
    let (mut pretended, mut typed, mut by_environment) =
        (change(Method::PUT), change(Method::PUT), change(Method::PUT));
    let by = cookie(PERSON);

    by.pretend(&mut pretended, ManualClock::start());
    let before = by.sign_by_shell(&mut typed);
    Cookie::new(of_environment()).sign_by_shell(&mut by_environment);

    assert_eq!(header(&pretended), "session_id=<hidden>");
    assert_eq!((header(&typed), before), ("session_id=$(rmctl auth token -p hq)".to_owned(), vec![]));
    assert_eq!(header(&by_environment), "session_id=$(rmctl auth token --vendor box)");
    assert!(by.has_token() && by.renews());
}
