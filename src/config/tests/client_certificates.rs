//! TLS client certificates: where they and their keys come from, for every vendor.

use std::path::Path;

use secrecy::ExposeSecret as _;

use super::*;
use crate::store::HashKey;

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nc4n4ry\n-----END PRIVATE KEY-----";

fn write(given: &Given, name: &str, content: &str, mode: u32) {
    let path = given.folder().join(name);
    fs::write(&path, content).unwrap();
    protect(&path, mode);
}

#[cfg(unix)]
fn protect(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn protect(_: &Path, _: u32) {}

/// A profile with these lines, beside a certificate and a key in files.
fn profile(lines: &str) -> Given {
    let given = given(&format!("[profiles.x]\nvendor = \"tok\"\ntoken = {{ env = \"TOKEN\" }}\n{lines}\n"));
    write(&given, "cert.pem", CERTIFICATE, 0o644);
    write(&given, "key.pem", KEY, 0o600);
    given.with("TOKEN", "t0ken")
}

fn parts(given: &Given) -> Result<Option<(String, String)>, (String, String)> {
    let found = given.account(&TOKENS).unwrap().client_certificate();
    let text = |found: ClientCertificate| {
        (String::from_utf8(found.certificate).unwrap(), found.key.expose_secret().to_owned())
    };
    found.map(|found| found.map(text)).map_err(|failure| (given.message(&failure), given.hint(&failure)))
}

#[test]
fn a_certificate_and_its_key_may_stand_in_two_files_or_in_one() {
    let one = profile(r#"client_cert_file = "~/both.pem""#);
    write(&one, "both.pem", &format!("{CERTIFICATE}{KEY}"), 0o600);
    let two = profile("client_cert_file = \"~/cert.pem\"\nclient_key = { file = \"~/key.pem\" }");

    assert_eq!(parts(&profile("")), Ok(None));
    assert_eq!(parts(&two), Ok(Some((CERTIFICATE.to_owned(), KEY.to_owned()))));
    let both = format!("{CERTIFICATE}{KEY}");
    assert_eq!(parts(&one), Ok(Some((both.clone(), both))));
}

#[test]
fn the_environment_names_both() {
    let given = nothing().with("RMCTL_TOK_TOKEN", "t0ken").with("RMCTL_TOK_CLIENT_KEY", KEY);
    write(&given, "cert.pem", CERTIFICATE, 0o644);

    let given = given.with("RMCTL_TOK_CLIENT_CERT_FILE", "~/cert.pem");

    assert_eq!(parts(&given), Ok(Some((CERTIFICATE.to_owned(), KEY.to_owned()))));
}

#[test]
#[cfg(unix)]
fn a_file_with_the_key_that_others_can_read_is_refused() {
    let given = profile(r#"client_cert_file = "~/both.pem""#);
    write(&given, "both.pem", &format!("{CERTIFICATE}{KEY}"), 0o644);

    let refused = ("others can read the file `both.pem`".to_owned(), "run `chmod 600 both.pem`".to_owned());
    assert_eq!(parts(&given), Err(refused));
}

#[test]
fn what_is_missing_is_told() {
    let failed = |lines: &str| parts(&profile(lines)).unwrap_err();

    assert_eq!(
        failed(r#"client_cert_file = "~/cert.pem""#),
        (
            "`client_cert_file` `cert.pem` holds no private key, and there is no `client_key`".to_owned(),
            "`client_key = { file = \"...\" }` in the profile".to_owned()
        )
    );
    let absent = ("`client_cert_file` `none.pem` does not exist".to_owned(), String::new());
    assert_eq!(failed(r#"client_cert_file = "~/none.pem""#), absent);
    let alone = ("`client_key` stands without `client_cert_file`".to_owned(), String::new());
    assert_eq!(failed(r#"client_key = { file = "~/key.pem" }"#), alone);
}

#[test]
fn the_key_is_a_secret_wherever_it_stands() {
    let written_out = given("[profiles.x]\nvendor = \"tok\"\nclient_key = \"c4n4ry\"\n").problems();
    let given = nothing().with("RMCTL_TOK_TOKEN", "t0ken").with("RMCTL_TOK_CLIENT_KEY", KEY);
    let environment = given.environment();
    let shown = Config::new(&environment, &VENDORS).show().unwrap();
    let account = given.account(&TOKENS).unwrap();

    assert_eq!(
        written_out,
        ["`client_key` of profile `x` at c.toml:3:1 is a secret written out, which has no place in this file"]
    );
    let values: Vec<(&str, &str)> = shown.iter().map(|shown| (shown.key, shown.value.as_str())).collect();
    assert_eq!(values, [("client_key", "set"), ("token", "set")]);
    assert_eq!(account.plain("client_key"), None);
    assert!(!format!("{account:?} {shown:?} {written_out:?}").contains("c4n4ry"));
}

#[test]
fn another_certificate_or_another_key_is_another_account() {
    let key = HashKey::of(&crate::store::Memory::default());
    let named = |more: &[(&str, &str)]| {
        let values = [&[("token", "t0ken")], more].concat();
        Account::given(&TOKENS, "x", &values).unwrap().fingerprint(&key).unwrap()
    };
    let (certificate, other) = (("client_cert_file", "/a.pem"), ("client_cert_file", "/b.pem"));

    let without = named(&[]);
    let names = [
        named(&[]),
        named(&[certificate]),
        named(&[other]),
        named(&[certificate, ("client_key", "one")]),
        named(&[certificate, ("client_key", "two")]),
    ];

    let different: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!((different.len(), &names[0]), (5, &without));
    assert!(!without.contains("client"), "{without}");
}
