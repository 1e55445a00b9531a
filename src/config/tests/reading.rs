//! A file is read strictly, and every problem has its place.

use super::*;

#[test]
fn an_absent_file_and_an_empty_one_say_nothing() {
    assert_eq!(nothing().problems(), Vec::<String>::new());
    assert_eq!(given("").problems(), Vec::<String>::new());
}

#[test]
fn a_full_file_has_no_problems() {
    let text = r#"
        [defaults]
        tok = "one"

        [profiles.one]
        vendor = "tok"
        url = "https://tok.example/api/"
        token = { keyring = true }
        region = "eu"
        allow_http = false
        ca_file = "~/ca.pem"
        pin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        insecure = false
        proxy = "http://proxy.example:3128"
        read_only = true
        timeout_secs = 5
        retries = 0
        rate = "0.5/s"

        [profiles.two]
        vendor = "box"
        username = "me"
        password = { file = "~/p", allow_shared = true }
        client_secret = { command = ["pass", "show", "x"] }

        [snapshots]
        database = { env = "DATABASE" }
    "#;

    assert_eq!(given(text).problems(), Vec::<String>::new());
}

#[test]
fn an_unknown_key_is_told_with_its_place_and_the_nearest_key() {
    let given = given("[profiles.x]\nvendor = \"tok\"\n  tokn = { keyring = true }\nzzz = 1\n");

    assert_eq!(
        given.problems(),
        [
            "unknown key `tokn` in profile `x` at c.toml:3:3; did you mean `token`",
            "unknown key `zzz` in profile `x` at c.toml:4:1",
        ]
    );
}

#[test]
fn every_level_has_its_legal_keys() {
    let given = given("[profile.x]\n[snapshots]\ndatabas = 1\n");

    assert_eq!(
        given.problems(),
        [
            "unknown key `profile` at c.toml:1:2; did you mean `profiles`",
            "unknown key `databas` in `snapshots` at c.toml:3:1; did you mean `database`",
        ]
    );
}

#[test]
fn vendors_must_be_there_and_known() {
    let given = given("profiles.a.url = \"https://h\"\nprofiles.b.vendor = \"boxx\"\nprofiles.c.vendor = 1\n");

    assert_eq!(
        given.problems(),
        [
            "profile `a` at c.toml:1:10 has no `vendor`",
            "unknown vendor `boxx` in profile `b` at c.toml:2:12; did you mean `box`",
            "`vendor` of profile `c` at c.toml:3:12 is an integer, not a string",
        ]
    );
}

#[test]
fn defaults_name_a_vendor_and_one_of_its_profiles() {
    let given = given(
        "[defaults]\ntock = \"t\"\ntok = \"b\"\nbox = \"bb\"\n\
         [profiles.b]\nvendor = \"box\"\n[profiles.t]\nvendor = \"tok\"\n",
    );

    assert_eq!(
        given.problems(),
        [
            "unknown vendor `tock` in `defaults` at c.toml:2:1; did you mean `tok`",
            "the default of `tok` at c.toml:3:1 is `b`, which is a profile of `box`",
            "the default of `box` at c.toml:4:1 is `bb`, which is no profile; did you mean `b`",
        ]
    );
}

#[test]
fn wrong_types_and_values_are_told_with_what_is_right() {
    let given = given(
        "[profiles.x]\nvendor = \"tok\"\nregion = \"mars\"\nread_only = \"yes\"\ntimeout_secs = \"30\"\n\
         retries = -1\nrate = 5\nurl = \"tok.example\"\nca_file = \"\"\ntoken = 5\n",
    );

    assert_eq!(
        given.problems(),
        [
            "`region` of profile `x` at c.toml:3:1 is none of `eu`, `us`",
            "`read_only` of profile `x` at c.toml:4:1 is a string, not `true` or `false`",
            "`timeout_secs` of profile `x` at c.toml:5:1 is a string, not an integer",
            "`retries` of profile `x` at c.toml:6:1 is not a whole number, 0 or more",
            "`rate` of profile `x` at c.toml:7:1 is an integer, not a string",
            "`url` of profile `x` at c.toml:8:1 has no scheme",
            "`ca_file` of profile `x` at c.toml:9:1 is empty",
            "`token` of profile `x` at c.toml:10:1 is an integer, not the source of a secret",
        ]
    );
}

#[test]
fn a_source_is_exactly_one_place() {
    let given = given(
        "[profiles.a]\nvendor = \"tok\"\ntoken = {}\n\
         [profiles.b]\nvendor = \"tok\"\ntoken = { keyring = true, env = \"X\" }\n\
         [profiles.c]\nvendor = \"tok\"\ntoken = { keyring = false }\n\
         [profiles.d]\nvendor = \"tok\"\ntoken = { fil = \"x\" }\n\
         [profiles.e]\nvendor = \"tok\"\ntoken = { command = [] }\n\
         [profiles.f]\nvendor = \"tok\"\ntoken = { command = \"pass show x\" }\n\
         [profiles.g]\nvendor = \"tok\"\ntoken = { env = \"X\", allow_shared = true }\n",
    );

    assert_eq!(
        given.problems(),
        [
            "`token` of profile `a` at c.toml:3:1 needs exactly one of `keyring`, `env`, `file`, `command`",
            "`token` of profile `b` at c.toml:6:1 needs exactly one of `keyring`, `env`, `file`, `command`",
            "`token` of profile `c` at c.toml:9:1 has a `keyring` that is not `true`",
            "`token` of profile `d` at c.toml:12:1 has an unknown key `fil`; did you mean `file`",
            "`token` of profile `e` at c.toml:15:1 has a `command` that is not an array of strings, program first",
            "`token` of profile `f` at c.toml:18:1 has a `command` that is not an array of strings, program first",
            "`token` of profile `g` at c.toml:21:1 has `allow_shared`, which goes with `file` only",
        ]
    );
}

#[test]
fn broken_toml_is_told_with_its_place() {
    let given = given("[profiles.x]\nvendor = \"tok\nurl = 1\n");

    let problems = given.problems();

    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("c.toml:2:"), "{problems:?}");
}

#[test]
fn names_that_a_shell_or_a_terminal_would_act_on_are_refused() {
    let given = given("[profiles.\"a b\"]\nvendor = \"tok\"\n[profiles.-p]\nvendor = \"tok\"\n");

    assert_eq!(
        given.problems(),
        [
            "the profile at c.toml:1:11 has a name that is not made of letters, digits, `.`, `_` and `-`",
            "the profile at c.toml:3:11 has a name that is not made of letters, digits, `.`, `_` and `-`",
        ]
    );
}

#[test]
fn a_problem_anywhere_stops_every_account() {
    let given = given("unknown = 1\n[profiles.x]\nvendor = \"tok\"\ntoken = { keyring = true }\n");

    let failure = given.account(&TOKENS).unwrap_err();

    assert_eq!(given.message(&failure), "unknown key `unknown` at c.toml:1:1");
    assert_eq!(given.hint(&failure), "the keys are `profiles`, `defaults`, `snapshots`");
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let given = nothing();
    fs::create_dir(given.file()).unwrap();

    assert_eq!(given.problems(), ["the configuration file `c.toml` is a folder"]);
}

#[test]
fn the_shared_table_is_unique_and_complete() {
    let keys: Vec<&str> = SHARED.iter().map(|shared| shared.key).collect();
    let wrong = |shared: &&Shared| shared.default.is_some_and(|default| shared.kind.check(default).is_err());

    assert_eq!(
        keys,
        [
            "vendor",
            "url",
            "region",
            "allow_http",
            "ca_file",
            "pin",
            "client_cert_file",
            "client_key",
            "insecure",
            "proxy",
            "read_only",
            "timeout_secs",
            "retries",
            "rate"
        ]
    );
    assert_eq!(SHARED.iter().filter(wrong).count(), 0);
}

#[test]
fn a_database_may_be_written_out_as_long_as_it_has_no_password() {
    let problems = |text: &str| given(text).problems();

    let fine = ["\"~/fleet\"", "\"postgres://me@db/fleet\"", "{ file = \"url\" }"];
    assert!(fine.iter().all(|value| problems(&format!("[snapshots]\ndatabase = {value}\n")).is_empty()));
    assert_eq!(
        problems("[snapshots]\ndatabase = \"postgres://me:canary@db/fleet\"\n"),
        ["`database` in `snapshots` at c.toml:2:1 has a password in it"]
    );
    assert_eq!(
        problems("[snapshots]\ndatabase = 1\n"),
        ["`database` in `snapshots` at c.toml:2:1 is an integer, not the source of a secret"]
    );
}

#[test]
fn how_long_snapshots_are_kept_is_a_span_of_time() {
    let keep = |text: &str| {
        let given = given(text);
        let environment = given.environment();
        Config::new(&environment, &VENDORS).keep().map_err(|failure| given.message(&failure))
    };

    assert_eq!(keep(""), Ok(None));
    assert_eq!(keep("[snapshots]\nkeep = \"2w\"\n"), Ok(Some(std::time::Duration::from_secs(14 * 24 * 3600))));
    assert_eq!(
        keep("[snapshots]\nkeep = \"2 weeks\"\n"),
        Err("`keep` in `snapshots` at c.toml:2:1 is no span of time, such as `90d`, `12w` or `1y`".to_owned())
    );
}
