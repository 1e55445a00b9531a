//! From what was measured to a verdict.

use std::time::Duration;

use super::judge::{self, Limits};
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::fleet::{Found, Verdict};
use crate::http::probe::{Certificate, Distrust, Greeted};
use crate::vendor::rms::RMS;
use crate::workflow::Identity;

const NOW: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

fn account(values: &[(&str, &str)]) -> Account {
    Account::given(&RMS.settings, "field", &[&[("token", "secret")], values].concat()).unwrap()
}

fn certificate(subject: &str, days_left: i64) -> Certificate {
    Certificate {
        subject: subject.to_owned(),
        issuer: "Example CA".to_owned(),
        names: vec!["a.example".to_owned(), "b.example".to_owned()],
        not_before: NOW - 90 * DAY,
        not_after: NOW + days_left * DAY,
    }
}

fn judged(chain: Vec<Certificate>, verdict: Result<(), Distrust>, values: &[(&str, &str)]) -> Found {
    let greeted = Greeted { chain, pin: Some("sha256/abc".to_owned()), verdict };
    judge::certificate(&greeted, "rms.example", NOW, &account(values))
}

#[test]
fn a_certificate_that_is_trusted_says_whose_it_is_and_when_it_ends() {
    let found = judged(vec![certificate("a.example", 61)], Ok(()), &[]);

    assert_eq!(found, Found::ok("`a.example`, issued by `Example CA`; its certificate ends in 61 days"));
}

#[test]
fn the_first_of_the_chain_to_end_counts() {
    let found = judged(vec![certificate("a.example", 61), certificate("Between CA", 5)], Ok(()), &[]);

    assert_eq!(found.verdict, Verdict::Warning);
    assert!(found.detail.ends_with("its certificate of `Between CA`, which it came with, ends in 5 days"), "{found:?}");
    assert_eq!(found.fix.as_deref(), Some("renew the certificate of `Between CA` on the server"));
}

#[test]
fn each_reason_for_distrust_has_its_own_way_out() {
    let fix = |distrust: Distrust, days_left: i64| {
        let found = judged(vec![certificate("a.example", days_left)], Err(distrust), &[]);
        assert_eq!((found.verdict, found.code), (Verdict::Failed, Some(Code::Network)));
        (found.detail, found.fix.unwrap())
    };

    let (detail, way_out) = fix(Distrust::Expired, -3);
    assert_eq!(detail, "the certificate of `a.example` ended 3 days ago");
    assert_eq!(way_out, "renew it on the server, and look at this machine's clock");
    let (detail, way_out) = fix(Distrust::WrongName, 9);
    assert_eq!(detail, "the certificate is for `a.example`, `b.example`, not for `rms.example`");
    assert_eq!(way_out, "`url = \"https://a.example/api\"` in profile `field`");
    let (detail, way_out) = fix(Distrust::Stranger, 9);
    assert_eq!(detail, "`a.example` is vouched for by `Example CA`, whom nobody trusts");
    assert!(
        way_out.starts_with("`ca_file = ") && way_out.contains("`pin = \"sha256/abc\"` in profile `field`"),
        "{way_out}"
    );
}

#[test]
fn a_name_in_a_certificate_changes_nothing_else_of_the_url() {
    let wild = Certificate { names: vec!["*.b.example".to_owned()], ..certificate("a.example", 9) };

    let found = judged(vec![wild], Err(Distrust::WrongName), &[("url", "https://10.0.0.7:8443/proxy/api")]);

    assert_eq!(found.fix.as_deref(), Some("`url = \"https://NAME.b.example:8443/proxy/api\"` in profile `field`"));
}

#[test]
fn what_signed_itself_is_pinned_even_where_it_calls_itself_a_ca() {
    let own = Certificate { issuer: "box".to_owned(), ..certificate("box", 9) };

    let found = [Distrust::Stranger, Distrust::Other("CaUsedAsEndEntity".to_owned())]
        .map(|distrust| judged(vec![own.clone()], Err(distrust), &[]));

    let expected = Found::failed(Code::Network, "the certificate of `box` is signed by itself, and nobody trusts it")
        .fix("if you know that the key is right, `pin = \"sha256/abc\"` in profile `field`");
    assert_eq!(found, [expected.clone(), expected]);
}

#[test]
fn a_clock_that_is_a_little_off_is_no_matter_and_one_that_the_vendor_minds_is_a_failure() {
    let verdict = |ahead, refused| judge::clock(ahead, refused).verdict;

    assert_eq!(
        [None, Some(0), Some(-20)].map(|ahead| verdict(ahead, None)),
        [Verdict::Skipped, Verdict::Ok, Verdict::Ok]
    );
    assert_eq!([Some(31), Some(-3600)].map(|ahead| verdict(ahead, None)), [Verdict::Warning; 2]);
    let failed = judge::clock(Some(3600), Some(Code::Forbidden));
    assert_eq!((failed.verdict, failed.code), (Verdict::Failed, Some(Code::Forbidden)));
    assert_eq!(failed.detail, "this machine is 1 h ahead");
}

#[test]
fn a_token_that_ends_soon_is_a_warning_with_the_command_for_another() {
    let identity = Identity { account: "jane".to_owned(), ..Identity::default() };
    let login = |days: i64| judge::login(&identity, Some(NOW + days * DAY), NOW, &account(&[]));

    assert_eq!(login(60), Found::ok("jane; the token ends in 60 days"));
    assert_eq!(
        login(2),
        Found::warning("jane; the token ends in 2 days").fix("`rmctl auth login -p field` stores another one")
    );
}

#[test]
fn many_permissions_are_counted_and_none_is_a_warning() {
    let scopes = |count: usize| {
        let scopes = (0..count).map(|number| format!("s{number}")).collect();
        judge::scopes(&Identity { scopes: Some(scopes), ..Identity::default() })
    };

    assert_eq!(scopes(0).verdict, Verdict::Warning);
    assert_eq!(scopes(2).detail, "s0, s1");
    assert_eq!(scopes(8).detail, "s0, s1, s2, s3, s4, s5, s6, s7");
    assert!(scopes(10).detail.starts_with("s0, s1, s2, s3, s4, s5, s6, s7 and 2 more"));
}

#[test]
fn what_is_left_of_limits_is_told_and_what_is_used_up_is_a_warning() {
    let limits = |counted: &[(&'static str, usize, usize)], closed: Option<u64>, told| {
        judge::limits(&Limits { counted: counted.to_vec(), closed: closed.map(Duration::from_secs), told })
    };

    assert_eq!(limits(&[], None, None), Found::skipped("the vendor names no limit"));
    assert_eq!(limits(&[("lists", 9, 10)], None, None), Found::ok("9 of 10 `lists` left"));
    let expected = Found::ok("4988 of 5000 requests left, says the vendor");
    assert_eq!(limits(&[], None, Some((4988, Some(5000)))), expected);
    assert_eq!(
        limits(&[("lists", 0, 10)], Some(599), None),
        Found::warning("0 of 10 `lists` left").fix("wait 9 min 59 s, or `--max-retry-wait 600`")
    );
    assert_eq!(limits(&[], None, Some((0, None))).verdict, Verdict::Warning);
    let left = |left: u64| limits(&[], None, Some((left, Some(5000)))).verdict;
    assert_eq!([left(249), left(250)], [Verdict::Warning, Verdict::Ok]);
    assert_eq!(limits(&[("lists", 0, 10)], None, None).verdict, Verdict::Warning);
}

#[test]
fn a_slow_answer_is_a_warning() {
    let verdicts = [120, 2001].map(|took| judge::latency(Duration::from_millis(took)).verdict);

    assert_eq!(verdicts, [Verdict::Ok, Verdict::Warning]);
}

#[test]
fn a_page_for_people_is_opened_by_people() {
    let failure = Failure::new(Code::VendorError, "it is HTML").hint("`-vvv` shows the answer");

    let [page, other] = [true, false]
        .map(|is_html| judge::refused(&failure, is_html, "https://rms.example", &account(&[])).fix.unwrap());

    assert!(page.starts_with("open `https://rms.example` in a browser"), "{page}");
    assert_eq!(other, "`-vvv` shows the answer");
}

#[test]
fn a_refusal_without_a_hint_has_a_fix_all_the_same() {
    let fix = |code| judge::refused(&Failure::new(code, "no"), false, "https://rms.example", &account(&[])).fix;

    let fixes = [Code::Forbidden, Code::RateLimited, Code::VendorError].map(|code| fix(code).unwrap());

    assert_eq!(fixes[0], "let the vendor's administrator allow it, or `rmctl auth login -p field`");
    assert_eq!(fixes[1], "wait, and `rmctl doctor` again");
    assert!(fixes[2].starts_with("`-vvv` shows the answer"), "{}", fixes[2]);
}
