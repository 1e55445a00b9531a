//! Getting secrets from files, programs, variables and keyrings.

use secrecy::{ExposeSecret, SecretString};

use super::keyring::Entry;
use super::*;

fn token_from(source: &str) -> Given {
    given(&format!("[profiles.x]\nvendor = \"tok\"\ntoken = {source}\n"))
}

fn fetch(given: &Given) -> Result<String, (String, String)> {
    let secret = given.account(&TOKENS).unwrap().secret("token");
    secret
        .map(|secret| secret.expose_secret().to_owned())
        .map_err(|failure| (given.message(&failure), given.hint(&failure)))
}

fn failed(message: &str, hint: &str) -> Result<String, (String, String)> {
    Err((format!("cannot read `token` of profile `x`: {message}"), hint.to_owned()))
}

#[cfg(unix)]
fn write(given: &Given, content: &[u8], mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    let path = given.folder().join("secret");
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_variable_is_read_when_it_is_set() {
    let given = token_from("{ env = \"MINE\" }");

    assert_eq!(fetch(&given), failed("the variable `MINE` is not set", "`export MINE=...`"));
    assert_eq!(fetch(&given.with("MINE", "canary")), Ok("canary".to_owned()));
}

#[test]
#[cfg(unix)]
fn a_file_loses_one_newline_at_its_end() {
    let given = token_from("{ file = \"~/secret\" }");

    let got = [b"canary".as_slice(), b"canary\n", b"canary\r\n", b" canary\n\n"].map(|content| {
        write(&given, content, 0o600);
        fetch(&given).unwrap()
    });

    assert_eq!(got, ["canary", "canary", "canary", " canary\n"]);
}

#[test]
#[cfg(unix)]
fn a_file_that_others_can_read_is_refused_unless_that_is_meant() {
    let given = token_from("{ file = \"~/secret\" }");
    let meant = token_from("{ file = \"~/secret\", allow_shared = true }");
    write(&given, b"canary", 0o640);
    write(&meant, b"canary", 0o644);

    assert_eq!(fetch(&given), failed("others can read the file `secret`", "run `chmod 600 secret`"));
    assert_eq!(fetch(&meant), Ok("canary".to_owned()));
}

#[test]
#[cfg(unix)]
fn an_empty_file_a_binary_one_an_absent_one_and_a_folder_are_told() {
    let given = token_from("{ file = \"~/secret\" }");

    let absent = fetch(&given);
    let below = fetch(&token_from("{ file = \"~/c.toml/secret\" }"));
    let folder = fetch(&token_from("{ file = \"/\" }"));
    write(&given, b"\n", 0o600);
    let empty = fetch(&given);
    write(&given, b"\xff", 0o600);
    let binary = fetch(&given);

    assert_eq!(absent, failed("the file `secret` does not exist", ""));
    assert_eq!(below, failed("the file `c.toml/secret` lies below something that is no folder", ""));
    assert_eq!(folder, failed("the file `/` is a folder", ""));
    assert_eq!(empty, failed("the file `secret` is empty or no text", ""));
    assert_eq!(binary, empty);
}

#[test]
#[cfg(unix)]
fn a_program_is_run_without_a_shell_and_once() {
    let script = "echo x >> \"$1\"; wc -l < \"$1\" | tr -d ' '";
    let given = nothing();
    let runs = given.folder().join("runs").display().to_string();
    let source = format!("{{ command = [\"sh\", \"-c\", {script:?}, \"sh\", {runs:?}] }}");
    let given = token_from(&source);

    let account = given.account(&TOKENS).unwrap();
    let got = [(); 2].map(|()| account.secret("token").unwrap().expose_secret().to_owned());

    assert_eq!(got, ["1", "1"]);
}

#[test]
#[cfg(unix)]
fn a_program_reads_nothing_from_our_input() {
    let given = token_from("{ command = [\"sh\", \"-c\", \"cat; echo end\"] }");

    assert_eq!(fetch(&given), Ok("end".to_owned()));
}

#[test]
#[cfg(unix)]
fn a_program_that_fails_is_named_and_its_output_is_not_shown() {
    let failing = token_from("{ command = [\"sh\", \"-c\", \"echo canary; exit 3\"] }");
    let silent = token_from("{ command = [\"true\"] }");
    let absent = token_from("{ command = [\"no-such-program\"] }");

    assert_eq!(fetch(&failing), failed("`sh` ended with exit status: 3", ""));
    assert_eq!(fetch(&silent), failed("`true` printed nothing, or no text", ""));
    assert_eq!(fetch(&absent), failed("the program `no-such-program` does not exist", ""));
}

#[test]
fn a_keyring_has_it_under_profile_and_field() {
    let given = token_from("{ keyring = true }");

    let before = fetch(&given);
    given.keyring.set(&Entry::new("x", "token"), &SecretString::from("canary")).unwrap();

    assert_eq!(
        before,
        Err((
            "cannot read `token` of profile `x` in the keyring: the keyring has no such entry".to_owned(),
            "run `rmctl auth login -p x`".to_owned()
        ))
    );
    assert_eq!(fetch(&given), Ok("canary".to_owned()));
}

#[test]
fn the_database_of_snapshots_is_a_secret_like_any_other() {
    let given = given("[snapshots]\ndatabase = { env = \"MINE\" }\n").with("MINE", "postgres://file");
    let database = |given: &Given| {
        let environment = given.environment();
        let url = Config::new(&environment, &VENDORS).database(&given.keyring).unwrap();
        url.map(|url| url.expose_secret().to_owned())
    };

    assert_eq!(database(&nothing()), None);
    assert_eq!(database(&given).as_deref(), Some("postgres://file"));
    assert_eq!(database(&given.with("RMCTL_DATABASE", "postgres://env")).as_deref(), Some("postgres://env"));
}

#[test]
fn the_password_of_a_server_with_snapshots_is_a_secret_variable_and_of_other_databases_it_is_not_ours() {
    let named = |given: &Given| {
        let environment = given.environment();
        Config::new(&environment, &VENDORS).secret_variables()
    };

    assert_eq!(named(&nothing()), [] as [&str; 0]);
    assert_eq!(named(&given("[snapshots]\ndatabase = \"~/fleet.db\"\n")), [] as [&str; 0]);
    assert_eq!(named(&given("[snapshots]\ndatabase = \"postgres://me@db/fleet\"\n")), ["PGPASSWORD"]);
    assert_eq!(named(&given("[snapshots]\ndatabase = { env = \"MINE\" }\n")), ["MINE", "PGPASSWORD"]);
    assert_eq!(named(&nothing().with("RMCTL_DATABASE", "postgresql:///fleet")), ["PGPASSWORD"]);
}

#[test]
fn a_database_that_the_keyring_lacks_is_told_without_a_login_that_could_not_bring_it() {
    let given = given("[snapshots]\ndatabase = { keyring = true }\n");
    let environment = given.environment();

    let failure = Config::new(&environment, &VENDORS).database(&given.keyring).unwrap_err();

    assert_eq!(
        (failure.message.as_str(), failure.hint.as_deref(), failure.profile),
        (
            "cannot read `database` of `[snapshots]` in the keyring: the keyring has no such entry",
            Some("`export RMCTL_DATABASE=...`, or `database = { file = \"PATH\" }` under `[snapshots]`"),
            None
        )
    );
}

#[test]
fn a_secret_that_is_not_configured_is_told() {
    let account = Account::given(&TOKENS, "x", &[("token", "canary")]).unwrap();

    assert_eq!(account.secret("other").unwrap_err().message, "no `other` for Tokens is configured");
}
