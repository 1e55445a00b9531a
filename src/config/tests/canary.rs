//! Whatever goes wrong, no secret is in what is said about it.

use super::*;

const FULL: &str = "[profiles.x]\nvendor = \"tok\"\ntoken = { env = \"MINE\" }\n";

fn said(given: &Given) -> String {
    let environment = given.environment();
    let config = Config::new(&environment, &VENDORS);
    let account = given.account(&TOKENS);
    let secret = account.as_ref().map(|account| account.secret("token").map(|_| "fetched"));
    let shown = config.show();
    format!("{:?} {account:?} {secret:?} {shown:?}", config.validate())
}

#[test]
fn no_problem_of_a_file_repeats_a_secret_in_it() {
    let lines = [
        "token = \"canary\"",
        "token = \"canary",
        "token = 'canary",
        "token = { value = \"canary\" }",
        "token = { keyring = \"canary\" }",
        "token = { env = [\"canary\"] }",
        "token = { command = \"canary\" }",
        "token = canary",
        "url = \"https://me:canary@h.example\"",
        "url = \"me:canary@h.example\"",
        "url = \"https://h.example/?token=canary\"",
        "url = \"https://me:canary@h.example:port\"",
        "proxy = \"http://me:canary@h.example\"",
        "region = \"canary\"",
        "pin = \"canary\"",
        "password = \"canary\"",
    ];

    let said = lines.map(|line| said(&given(&format!("[profiles.x]\nvendor = \"tok\"\n{line}\n"))));

    let leaks: Vec<&String> = said.iter().filter(|text| text.contains("canary")).collect();
    assert_eq!(leaks, Vec::<&String>::new());
}

#[test]
fn no_debug_form_shows_a_secret_that_is_there() {
    let by_profile = said(&given(FULL).with("MINE", "canary"));
    let by_variable = said(&nothing().with("RMCTL_TOK_TOKEN", "canary"));
    let with_bad_region = said(&nothing().with("RMCTL_TOK_TOKEN", "canary").with("RMCTL_TOK_REGION", "mars"));

    assert!(by_profile.contains("fetched") && !by_profile.contains("canary"));
    assert!(by_variable.contains("fetched") && !by_variable.contains("canary"));
    assert!(!with_bad_region.contains("canary"));
}

#[test]
fn a_written_out_secret_is_answered_with_the_right_way() {
    let given = given("[profiles.x]\nvendor = \"tok\"\ntoken = \"canary\"\n");

    let failure = given.account(&TOKENS).unwrap_err();

    assert_eq!(
        given.message(&failure),
        "`token` of profile `x` at c.toml:3:1 is a secret written out, which has no place in this file"
    );
    assert_eq!(
        failure.hint.as_deref(),
        Some("`token = { keyring = true }`, and `rmctl auth login -p NAME` to put it there")
    );
}
