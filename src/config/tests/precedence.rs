//! Who is heard first, and what may not be mixed.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::*;

const ONE: &str = "[profiles.one]\nvendor = \"tok\"\ntoken = { env = \"ONE\" }\nregion = \"eu\"\n";
const TWO: &str = "[profiles.two]\nvendor = \"tok\"\ntoken = { env = \"TWO\" }\n";
const HQ: &str = "[profiles.hq]\nvendor = \"box\"\nurl = \"https://hq.example\"\nusername = \"me\"\n\
                  password = { env = \"HQ\" }\n";

fn token(account: &Account) -> String {
    account.secret("token").unwrap().expose_secret().to_owned()
}

fn environment(name: &str) -> Origin {
    Origin::Environment(name.to_owned())
}

#[test]
fn the_environment_alone_is_enough() {
    let account = nothing().with("RMCTL_TOK_TOKEN", "canary").account(&TOKENS).unwrap();

    assert_eq!(token(&account), "canary");
    assert_eq!(account.url().as_str(), "https://tok.example/api");
    assert_eq!(account.profile(), None);
    assert_eq!(account.credentials(), ["token"]);
    assert_eq!(account.origin("token"), Some(&environment("RMCTL_TOK_TOKEN")));
    assert_eq!(account.origin("url"), Some(&Origin::Default));
}

#[test]
fn the_environment_goes_over_the_default_profile() {
    let given = given(ONE).with("ONE", "profile").with("RMCTL_TOK_TOKEN", "variable").with("RMCTL_TOK_REGION", "us");

    let account = given.account(&TOKENS).unwrap();

    assert_eq!(token(&account), "variable");
    assert_eq!(account.plain("region"), Some("us"));
    assert_eq!(account.profile(), Some("one"));
}

#[test]
fn a_named_profile_is_used_alone() {
    let given = given(ONE).with("ONE", "profile").with("RMCTL_TOK_TOKEN", "variable").with("RMCTL_TOK_REGION", "us");

    let by_flag = given.profile(&TOKENS, "one").unwrap();
    let by_variable = given.with("RMCTL_PROFILE", "one").account(&TOKENS).unwrap();

    assert_eq!((token(&by_flag), by_flag.plain("region")), ("profile".to_owned(), Some("eu")));
    assert_eq!((token(&by_variable), by_variable.plain("region")), ("profile".to_owned(), Some("eu")));
}

#[test]
fn of_several_profiles_the_default_is_used() {
    let text = format!("{ONE}{TWO}[defaults]\ntok = \"two\"\n");

    let account = given(&text).with("TWO", "second").account(&TOKENS).unwrap();

    assert_eq!(token(&account), "second");
}

#[test]
fn several_profiles_without_a_default_are_listed() {
    let given = given(&format!("{ONE}{TWO}"));

    let failure = given.account(&TOKENS).unwrap_err();

    assert_eq!(failure.message, "`tok` has several profiles and no default: `one`, `two`");
    assert_eq!(failure.hint.as_deref(), Some("add `-p one`, or set `tok = \"one\"` under `[defaults]`"));
}

#[test]
fn whoever_exports_all_needs_no_profile() {
    let given = given(&format!("{ONE}{TWO}")).with("RMCTL_TOK_TOKEN", "variable");

    let account = given.account(&TOKENS).unwrap();

    assert_eq!((token(&account), account.profile()), ("variable".to_owned(), None));
}

#[test]
fn nothing_at_all_is_answered_with_what_to_type() {
    let tokens = nothing().account(&TOKENS).unwrap_err();
    let boxes = nothing().account(&BOXES).unwrap_err();

    assert_eq!(tokens.message, "no credentials for Tokens are configured");
    assert_eq!(
        tokens.hint.as_deref(),
        Some("`export RMCTL_TOK_TOKEN=...`, or `rmctl auth login -p NAME --vendor tok`")
    );
    assert_eq!(tokens.vendor.as_deref(), Some("tok"));
    assert_eq!(
        boxes.hint.as_deref(),
        Some(
            "`export RMCTL_BOX_URL=... RMCTL_BOX_USERNAME=... RMCTL_BOX_PASSWORD=...`, \
             or `rmctl auth login -p NAME --vendor box`"
        )
    );
}

#[test]
fn an_incomplete_set_is_told_with_what_is_missing() {
    let profile = given("[profiles.hq]\nvendor = \"box\"\nusername = \"me\"\n").account(&BOXES).unwrap_err();
    let variables = nothing().with("RMCTL_BOX_CLIENT_ID", "me").account(&BOXES).unwrap_err();

    assert_eq!(profile.message, "profile `hq` lacks `password`");
    assert_eq!(profile.hint.as_deref(), Some("`rmctl auth login -p hq`"));
    assert_eq!(variables.message, "the environment lacks `client_secret`");
    assert_eq!(variables.hint.as_deref(), Some("`export RMCTL_BOX_URL=... RMCTL_BOX_CLIENT_SECRET=...`"));
}

#[test]
fn half_a_set_in_the_environment_does_not_fall_back_to_the_profile_in_silence() {
    let failure = given(HQ).with("RMCTL_BOX_CLIENT_ID", "me").account(&BOXES).unwrap_err();

    assert_eq!(failure.message, "the environment lacks `client_secret`");
    assert_eq!(failure.hint.as_deref(), Some("`export RMCTL_BOX_CLIENT_SECRET=...`"));
}

#[test]
fn a_vendor_without_a_url_needs_one() {
    let given = nothing().with("RMCTL_BOX_USERNAME", "me").with("RMCTL_BOX_PASSWORD", "canary");

    let failure = given.account(&BOXES).unwrap_err();

    assert_eq!(failure.message, "no URL for Boxes is configured");
    assert_eq!(failure.hint.as_deref(), Some("`export RMCTL_BOX_URL=...`"));
}

#[test]
fn the_names_of_other_tools_count_after_ours() {
    let given = nothing()
        .with("OTHER_HOST", "other.example")
        .with("OTHER_USER", "them")
        .with("RMCTL_BOX_USERNAME", "us")
        .with("OTHER_PASSWORD", "canary");

    let account = given.account(&BOXES).unwrap();

    assert_eq!(account.url().as_str(), "https://other.example/");
    assert_eq!(account.plain("username"), Some("us"));
    assert_eq!(account.origin("password"), Some(&environment("OTHER_PASSWORD")));
}

#[test]
fn a_url_from_the_environment_gets_no_credentials_of_a_profile() {
    let given = given(HQ).with("HQ", "canary").with("RMCTL_BOX_URL", "https://elsewhere.example");

    let failure = given.account(&BOXES).unwrap_err();

    assert_eq!(
        given.message(&failure),
        "`RMCTL_BOX_URL` comes from the environment and `username` of profile `hq` at c.toml:4:1: \
         URL and credentials must have the same source"
    );
    assert_eq!(
        failure.hint.as_deref(),
        Some("`-p hq` for the profile alone, or export `RMCTL_BOX_USERNAME`, `RMCTL_BOX_PASSWORD` too")
    );
}

#[test]
fn the_url_of_a_profile_gets_no_credentials_of_the_environment() {
    let text = format!("{ONE}url = \"https://mine.example\"\n");
    let given = given(&text).with("RMCTL_TOK_TOKEN", "canary");

    let failure = given.account(&TOKENS).unwrap_err();

    assert_eq!(
        given.message(&failure),
        "`RMCTL_TOK_TOKEN` comes from the environment and `url` of profile `one` at c.toml:5:1: \
         URL and credentials must have the same source"
    );
}

#[test]
fn sources_may_be_mixed_where_the_origin_is_the_same() {
    let same = given(HQ).with("RMCTL_BOX_URL", "https://hq.example:443/v2").with("RMCTL_BOX_PASSWORD", "canary");
    let vendors_own = given(&format!("{ONE}url = \"https://tok.example/v2\"\n")).with("RMCTL_TOK_TOKEN", "canary");
    let unsaid = given(ONE).with("ONE", "canary").with("RMCTL_TOK_URL", "https://tok.example/v3");

    let urls = [same.account(&BOXES), vendors_own.account(&TOKENS), unsaid.account(&TOKENS)]
        .map(|account| account.unwrap().url().to_string());

    assert_eq!(urls, ["https://hq.example/v2", "https://tok.example/v2", "https://tok.example/v3"]);
}

#[test]
fn flags_go_over_everything() {
    let given = given(&format!("{ONE}timeout_secs = 5\nretries = 1\n")).with("ONE", "canary");
    let choice =
        Choice { profile: Some("one"), flags: &[("timeout_secs", "7".to_owned()), ("rate", "2/s".to_owned())] };

    let account = given.choose(&TOKENS, &choice).unwrap();
    let connection = account.connection();

    assert_eq!(connection.timeout, Duration::from_secs(7));
    assert_eq!((connection.retries, connection.rate), (1, Some(2.0)));
    assert_eq!(account.origin("timeout_secs"), Some(&Origin::Flag));
}

#[test]
fn a_bad_flag_is_told_as_one() {
    let given = given(ONE).with("ONE", "canary");
    let choice = Choice { profile: None, flags: &[("timeout_secs", "soon".to_owned())] };

    let failure = given.choose(&TOKENS, &choice).unwrap_err();

    assert_eq!(failure.message, "the flag for `timeout_secs` is not a whole number of seconds, 1 or more");
}

#[test]
fn read_only_in_the_environment_holds_for_every_profile_and_takes_nothing_back() {
    let strict = format!("{ONE}read_only = true\n");
    let with = |text: &str, value: &str| {
        let given = given(text).with("ONE", "canary").with("RMCTL_READ_ONLY", value);
        given.profile(&TOKENS, "one").map(|account| account.is_read_only())
    };

    assert_eq!(with(ONE, "1"), Ok(true));
    assert_eq!(with(ONE, "0"), Ok(false));
    assert_eq!(with(&strict, "0"), Ok(true));
    assert_eq!(with(ONE, "yes").unwrap_err().message, "`RMCTL_READ_ONLY` is none of `1`, `true`, `0`, `false`");
}

#[test]
fn values_of_the_environment_are_checked_like_those_of_the_file() {
    let given = nothing().with("RMCTL_TOK_TOKEN", "canary").with("RMCTL_TOK_REGION", "mars");

    assert_eq!(given.account(&TOKENS).unwrap_err().message, "`RMCTL_TOK_REGION` is none of `eu`, `us`");
}

#[test]
fn plain_http_is_refused_except_to_this_machine() {
    let with = |url| {
        let given = nothing().with("RMCTL_TOK_TOKEN", "canary").with("RMCTL_TOK_URL", url);
        given.account(&TOKENS).map(|account| account.url().to_string())
    };

    let failure = with("http://far.example/api").unwrap_err();

    assert_eq!(with("http://127.0.0.1:8080"), Ok("http://127.0.0.1:8080/".to_owned()));
    assert_eq!(failure.message, "`RMCTL_TOK_URL` would send credentials in the clear");
    assert_eq!(failure.hint.as_deref(), Some("`https://far.example/api`, or `allow_http = true` in the profile"));
}

#[test]
fn an_unknown_profile_and_one_of_another_vendor_are_told_with_the_right_ones() {
    let given = given(&format!("{ONE}{HQ}"));

    let unknown = given.profile(&TOKENS, "onee").unwrap_err();
    let other = given.profile(&TOKENS, "hq").unwrap_err();

    assert_eq!(unknown.message, "unknown profile `onee`; did you mean `one`");
    assert_eq!(unknown.hint.as_deref(), Some("the profiles of `tok` are `one`"));
    assert_eq!(other.message, "profile `hq` is of `box`, not of `tok`");
}

#[test]
fn candidates_are_the_profiles_and_what_the_environment_alone_configures() {
    let given = given(HQ).with("RMCTL_TOK_TOKEN", "canary");
    let environment = given.environment();

    let candidates = Config::new(&environment, &VENDORS).candidates().unwrap();

    let candidate = |vendor, profile: Option<&str>| Candidate { vendor, profile: profile.map(str::to_owned) };
    assert_eq!(candidates, [candidate("box", Some("hq")), candidate("tok", None)]);
}

#[test]
fn an_account_of_given_values_needs_neither_file_nor_environment() {
    let account = Account::given(&TOKENS, "sandbox", &[("url", "http://127.0.0.1:1"), ("token", "canary")]).unwrap();

    assert_eq!(account.profile(), Some("sandbox"));
    assert_eq!(token(&account), "canary");
}

#[test]
fn identities_differ_by_origin_profile_and_plain_fields() {
    let key = |text: &str, profile: &str| {
        let given = given(text).with("HQ", "canary");
        given.profile(&BOXES, profile).unwrap().identity_key()
    };

    let keys = [
        key(HQ, "hq"),
        key(&HQ.replace("\"me\"", "\"you\""), "hq"),
        key(&HQ.replace("hq.example", "hq2.example"), "hq"),
        key(&HQ.replace("profiles.hq", "profiles.hr"), "hr"),
    ];

    assert_eq!(
        keys[0],
        "box https://hq.example Some(\"hq\") url=Some(\"https://hq.example\") username=Some(\"me\") client_id=None"
    );
    assert_eq!(keys.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
}

#[test]
fn fingerprints_differ_by_secret() {
    let state = crate::store::Memory::default();
    let key = crate::store::HashKey::of(&state);
    let fingerprint = |secret| given(HQ).with("HQ", secret).account(&BOXES).unwrap().fingerprint(&key).unwrap();

    assert_eq!(fingerprint("one"), fingerprint("one"));
    assert_ne!(fingerprint("one"), fingerprint("two"));
}

#[test]
fn accounts_may_go_to_another_thread_for_their_secrets() {
    fn is_shareable<T: Send + Sync>() {}

    is_shareable::<Account>();
}
