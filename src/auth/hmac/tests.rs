//! The signature of each request, against what `openssl` makes of the same.

#[cfg(unix)]
use std::process::Command;

use reqwest::Method;

use super::*;
use crate::auth::{Grants, Signed};
use crate::catalog::{Field, Settings};
use crate::http::Repeat;
use crate::store::Memory;
use crate::testing::{ManualClock, Scripted, block_on, reply, reply_with_body};

static SETTINGS: Settings = Settings {
    key: "ninja",
    name: "NinjaRMM",
    env: "NINJA",
    url: Some("https://vendor.example"),
    regions: &[],
    fields: &[
        Field::plain(ID, "id"),
        Field::secret(SECRET, "secret"),
        Field::plain("date_header", "header"),
        Field::plain("clock_skew", "auto"),
    ],
    credentials: &[&[ID, SECRET]],
};

// The vendor's example.
const EXAMPLE_ID: &str = "TF4STGMDR4H7AEXAMPLE";
const EXAMPLE_SECRET: &str = "eh14c4ngchhu6283he03j6o7ar2fcuca0example";
const EXAMPLE_DATE: &str = "Sun, 01 May 2016 06:51:10 GMT";
const EXAMPLE_SIGNATURE: &str = "rEZWuXR0X1wX3autLTHIl2zX98I=";

fn keyed(id: &str, secret: &str, more: &[(&str, &str)]) -> Result<Hmac, Failure> {
    let values: Vec<(&str, &str)> = [(ID, id), (SECRET, secret)].into_iter().chain(more.iter().copied()).collect();
    Hmac::new(Arc::new(Account::given(&SETTINGS, "p", &values)?))
}

fn example(more: &[(&str, &str)]) -> Hmac {
    keyed(EXAMPLE_ID, EXAMPLE_SECRET, more).unwrap()
}

fn get(path: &str) -> Request {
    Request::get(format!("https://vendor.example{path}").parse().unwrap())
}

fn example_time() -> SystemTime {
    httpdate::parse_http_date(EXAMPLE_DATE).unwrap()
}

fn grant(secret: &str) -> Grant {
    Grant::lasting(SecretString::from(secret))
}

/// The headers that the scheme puts on a request, by name.
fn headers(request: &Request) -> Vec<(String, String)> {
    let own = |name: &str| name != "accept";
    let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
    let named = request.headers.iter().map(|(name, value)| (name.to_string(), text(value)));
    let mut named: Vec<_> = named.filter(|(name, _)| own(name)).collect();
    named.sort();
    named
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn signed(by: &Hmac, request: &Request, now: SystemTime) -> Vec<(String, String)> {
    let mut request = request.clone();
    by.sign(&grant(EXAMPLE_SECRET), &mut request, now);
    headers(&request)
}

#[test]
fn the_vendor_s_example_is_signed_as_the_vendor_says() {
    let found = signed(&example(&[]), &get("/v1/customers"), example_time());

    let authorization = format!("NJ {EXAMPLE_ID}:{EXAMPLE_SIGNATURE}");
    assert_eq!(found, pairs(&[("authorization", &authorization), ("date", EXAMPLE_DATE)]));
}

#[test]
fn what_is_hashed_is_not_the_text_that_the_vendor_s_prose_names() {
    let text = to_sign(&get("/v1/customers"), EXAMPLE_DATE);
    let mut mac = hmac::Hmac::<Sha1>::new_from_slice(EXAMPLE_SECRET.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    let by_the_prose = STANDARD.encode(mac.finalize().into_bytes());

    let found = signature(&SecretString::from(EXAMPLE_SECRET), &text);

    assert_eq!(by_the_prose, "c0qyr7znugmJUcTMyXcSCeeMCGA=");
    assert_ne!(found, by_the_prose);
}

#[test]
fn the_path_is_signed_as_it_is_sent_and_the_query_is_not() {
    let request = get("/v2/devices/a%20b?df=org%20%3D%201");

    assert_eq!(to_sign(&request, "DATE"), "GET\n\n\nDATE\n/v2/devices/a%20b");
    assert_eq!(to_sign(&get("/v1/customers"), "DATE"), "GET\n\n\nDATE\n/v1/customers");
}

#[test]
fn the_date_may_go_in_a_header_of_the_vendor_s_own_and_is_signed_there_too() {
    let found = signed(&example(&[("date_header", "x-nj-date")]), &get("/v1/customers"), example_time());

    let authorization = format!("NJ {EXAMPLE_ID}:{EXAMPLE_SIGNATURE}");
    assert_eq!(found, pairs(&[("authorization", &authorization), ("x-nj-date", EXAMPLE_DATE)]));
}

#[test]
fn each_attempt_has_its_own_date_and_its_own_signature() {
    let by = example(&[]);

    let first = signed(&by, &get("/v1/customers"), example_time());
    let second = signed(&by, &get("/v1/customers"), example_time() + Duration::from_secs(1));

    assert_eq!(second[1], ("date".to_owned(), "Sun, 01 May 2016 06:51:11 GMT".to_owned()));
    assert_ne!(first[0], second[0]);
}

#[test]
fn a_body_is_signed_by_its_sum_and_its_type() {
    let url = "https://vendor.example/v2/organizations".parse().unwrap();
    let request =
        Request::new(Method::POST, url, Repeat::OnlyIfUnsent).json(&serde_json::json!({"name": "ABC Consultants"}));

    let found = signed(&example(&[]), &request, example_time());

    // The sum and the signature are openssl's.
    assert_eq!(
        to_sign(&request, EXAMPLE_DATE),
        format!("POST\n4e3083e72ac1347607eeda65f94b4998\napplication/json\n{EXAMPLE_DATE}\n/v2/organizations")
    );
    let authorization = format!("NJ {EXAMPLE_ID}:mD0dr5p9uRjkKD/UKTILY0OoW48=");
    assert_eq!(
        found,
        pairs(&[
            ("authorization", &authorization),
            ("content-md5", "4e3083e72ac1347607eeda65f94b4998"),
            ("date", EXAMPLE_DATE)
        ])
    );
}

#[test]
fn a_key_that_is_empty_or_holds_a_blank_is_refused_without_showing_it() {
    let id = |id| keyed(id, EXAMPLE_SECRET, &[]).err().map(|failure| failure.message);
    let secret = |secret| {
        let by = keyed(EXAMPLE_ID, secret, &[]).unwrap();
        let Err(Fault::Local(failure)) = block_on(by.login(&Scripted::new(vec![]))) else { panic!("a failure") };
        failure.message
    };

    assert_eq!(id("TF4STGMDR4H7A EXAMPL").as_deref(), Some("`access_key_id` holds a blank, which no key does"));
    // What is not there at all is known before.
    assert_eq!(id("").as_deref(), Some("the environment lacks `access_key_id`"));
    assert_eq!(id(" ").as_deref(), Some("`access_key_id` holds a blank, which no key does"));
    assert_eq!(secret("eh14c4ng chhu"), "`secret_access_key` holds a blank, which no key does");
    assert_eq!(secret("eh14c4ng\tchhu"), "`secret_access_key` holds a blank, which no key does");
}

#[test]
fn a_key_of_an_odd_length_is_worth_a_warning_and_signs_all_the_same() {
    let by = keyed("SHORT", "also-short", &[]).unwrap();

    let fetched = block_on(by.login(&Scripted::new(vec![]))).unwrap();

    assert_eq!(fetched.token.expose_secret(), "also-short");
    assert_eq!(
        by.oddities(&fetched),
        [
            "`access_key_id` is 5 characters long, where 20 are usual: is all of it there",
            "`secret_access_key` is 10 characters long, where 40 are usual: is all of it there",
        ]
    );
    assert_eq!(example(&[]).oddities(&grant(EXAMPLE_SECRET)), Vec::<String>::new());
}

/// A refusal by a server whose clock shows the time of the example.
fn refusal(body: &str) -> Reply {
    let mut reply = reply_with_body(401, body);
    reply.headers.insert(DATE, EXAMPLE_DATE.parse().unwrap());
    reply
}

#[test]
fn a_refusal_about_time_corrects_the_time_of_the_next_attempt() {
    let half_an_hour_late = example_time() + Duration::from_secs(1802);
    let said = [r#"{"error":"skewed_time"}"#, r#"{"error":"RequestTimeTooSkewed","error_code":3}"#];

    let dates = said.map(|said| {
        let by = example(&[("clock_skew", "auto")]);
        assert!(by.learn(&refusal(said), half_an_hour_late));
        by.date(half_an_hour_late + Duration::from_secs(1))
    });

    assert_eq!(dates, ["Sun, 01 May 2016 06:51:11 GMT"; 2]);
}

#[test]
fn a_change_that_was_refused_for_its_time_is_signed_and_sent_once_more() {
    use std::rc::Rc;
    let clock = Rc::new(ManualClock::default());
    let mut skewed = refusal(r#"{"error":"skewed_time"}"#);
    skewed
        .headers
        .insert(DATE, httpdate::fmt_http_date(ManualClock::start() - Duration::from_secs(1802)).parse().unwrap());
    let scripted = Scripted::new(vec![Ok(skewed), Ok(reply(204)), Ok(reply(204))]);
    let by = Rc::new(example(&[("clock_skew", "auto")]));
    let grants = Rc::new(Grants::new(None, Arc::new(Memory::default()), clock.clone(), Rc::default()));
    let mut change = get("/v1/alerts/7");
    (change.method, change.repeat) = (Method::DELETE, Repeat::OnlyIfUnsent);
    let signed = Signed::new(&scripted, by, grants, vec![change.url.origin()], clock);

    let statuses = [1, 2].map(|_| block_on(signed.send(&change)).unwrap().status);

    let dates = scripted.seen().iter().map(|sent| sent.headers[DATE].to_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(statuses, [204, 204]);
    assert_eq!(
        dates,
        ["Fri, 15 Jan 2027 08:00:00 GMT", "Fri, 15 Jan 2027 07:29:58 GMT", "Fri, 15 Jan 2027 07:29:58 GMT"]
    );
}

#[test]
fn a_clock_that_is_behind_is_corrected_too() {
    let by = example(&[("clock_skew", "auto")]);
    let early = example_time() - Duration::from_secs(4000);

    assert!(by.learn(&refusal(r#"{"error":"skewed_time"}"#), early));

    assert_eq!(by.date(early), EXAMPLE_DATE);
}

#[test]
fn the_time_is_not_corrected_unless_asked_nor_for_other_refusals_nor_twice() {
    let skewed = refusal(r#"{"error":"skewed_time"}"#);
    let late = example_time() + Duration::from_secs(1802);
    let by = example(&[("clock_skew", "auto")]);

    let unasked = example(&[]).learn(&skewed, late);
    let others = ["", "<html>", r#"{"error":"not_authenticated"}"#].map(|body| by.learn(&refusal(body), late));
    let undated = by.learn(&reply_with_body(401, r#"{"error":"skewed_time"}"#), late);
    let twice = [by.learn(&skewed, late), by.learn(&skewed, late)];

    assert_eq!((unasked, others, undated, twice), (false, [false; 3], false, [true, false]));
}

#[test]
fn a_server_of_the_year_9999_is_no_reason_to_panic() {
    let by = example(&[("clock_skew", "auto")]);
    let mut skewed = reply_with_body(401, r#"{"error":"skewed_time"}"#);
    skewed.headers.insert(DATE, "Fri, 31 Dec 9999 23:59:59 GMT".parse().unwrap());

    assert!(by.learn(&skewed, example_time()));

    assert_eq!(by.date(example_time() + Duration::from_secs(10)), "Fri, 31 Dec 9999 23:59:59 GMT");
}

#[test]
fn a_dry_run_shows_no_signature() {
    let mut request = get("/v1/customers");

    example(&[]).pretend(&mut request, example_time());

    let authorization = format!("NJ {EXAMPLE_ID}:<hidden>");
    assert_eq!(headers(&request), pairs(&[("authorization", &authorization), ("date", EXAMPLE_DATE)]));
}

/// What a shell makes of the commands, at the time of the example.
#[cfg(unix)]
fn by_shell(mut request: Request) -> String {
    let commands = example(&[]).sign_by_shell(&mut request).join("; ");
    let authorization = request.headers[AUTHORIZATION].to_str().unwrap();
    let script = format!("date() {{ echo '{EXAMPLE_DATE}'; }}; {commands}; printf %s \"{authorization}\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]);
    shell.env("RMCTL_NINJA_ACCESS_KEY_ID", EXAMPLE_ID).env("RMCTL_NINJA_SECRET_ACCESS_KEY", EXAMPLE_SECRET);
    String::from_utf8(shell.output().unwrap().stdout).unwrap()
}

#[test]
#[cfg(unix)]
fn a_shell_with_openssl_signs_as_we_do() {
    let url = "https://vendor.example/v2/it's%20100%25/x".parse().unwrap();
    let post = Request::new(Method::POST, url, Repeat::OnlyIfUnsent).json(&serde_json::json!({"name": "x"}));
    let ours = |request: &Request| signed(&example(&[]), request, example_time())[0].1.clone();

    assert_eq!(by_shell(get("/v1/customers")), format!("NJ {EXAMPLE_ID}:{EXAMPLE_SIGNATURE}"));
    assert_eq!(by_shell(post.clone()), ours(&post));
}

#[test]
#[cfg(unix)]
fn the_date_of_the_shell_is_one_that_http_knows() {
    let mut request = get("/v1/customers");
    let commands = example(&[]).sign_by_shell(&mut request);
    let mut shell = Command::new("sh");

    let printed = shell.args(["-c", &format!("{}; printf %s \"$date\"", commands[0])]).output().unwrap();

    let date = String::from_utf8(printed.stdout).unwrap();
    assert_eq!(httpdate::fmt_http_date(httpdate::parse_http_date(&date).unwrap()), date);
}
