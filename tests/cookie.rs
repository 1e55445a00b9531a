//! A login by password or by TLS client certificate that brings a cookie: the whole program against a vendor that is made up.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

mod inside;
mod server;

use std::rc::Rc;

use inside::{Ran, folders, run_of};
use rmctl::auth::Cookie;
use rmctl::catalog::{Settings, Vendor};
use rmctl::vendor::rms::RMS;
use server::{Authority, Heard, Reaction, Server, answer};

const SETTINGS: Settings = Settings {
    key: "box",
    name: "Box",
    env: "BOX",
    url: None,
    regions: &[],
    fields: Cookie::FIELDS,
    credentials: Cookie::CREDENTIALS,
};

/// The tables and replies of a vendor that exists, behind a login of its own.
static BOX: Vendor = Vendor {
    groups: RMS.groups,
    ..Vendor::plain(SETTINGS, RMS.dialect, |account| Ok(Rc::new(Cookie::new(account))), RMS.identity)
};

static VENDORS: &[&Vendor] = &[&BOX];

/// A user with a home, an environment, and the vendor's server.
struct World {
    home: tempfile::TempDir,
    server: Server,
    variables: Vec<(String, String)>,
}

impl World {
    fn new(server: Server, own: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let url = server.url("localhost", "").as_str().trim_end_matches('/').to_owned();
        let own = own.iter().map(|(name, value)| (format!("RMCTL_BOX_{name}"), (*value).to_owned()));
        let variables = own.chain(folders(home.path())).chain([("RMCTL_BOX_URL".to_owned(), url)]).collect();
        Self { home, server, variables }
    }

    /// A file of the user's, named by a variable.
    fn file(&mut self, variable: &str, content: &[u8]) {
        let path = self.home.path().join(variable.to_lowercase());
        std::fs::write(&path, content).unwrap();
        self.variables.push((format!("RMCTL_BOX_{variable}"), path.display().to_string()));
    }

    fn run(&self, line: &str) -> Ran {
        run_of(VENDORS, self.variables.clone(), line)
    }

    /// What was heard since the last look.
    fn heard(&self, before: usize) -> Vec<String> {
        self.server.lines().split_off(before)
    }
}

/// Gives sessions by number; only the last one is good.
fn vendor(heard: &Heard, last: &str) -> Reaction {
    let json = |status, headers: &[&str], body: &str| Reaction::Answer(answer(status, headers, body.as_bytes()));
    let set = format!("set-cookie: session_id={last}; Max-Age=0; Path=/; Secure");
    match (heard.line(), heard.header("cookie")) {
        (line, _) if line.starts_with("GET /api/authentication") => {
            json("200 OK", &["set-cookie: ticket=t1cket", &set], r#"{"meta":{"remaining_seconds":600}}"#)
        }
        ("GET /devices/7", Some(cookie)) if cookie == format!("session_id={last}") => {
            json("200 OK", &[], r#"{"success":true,"data":{"id":7}}"#)
        }
        _ => json("401 Unauthorized", &[], r#"{"error":{"type":"Unauthenticated"}}"#),
    }
}

const PASSWORD: &[(&str, &str)] = &[("USERNAME", "svc"), ("PASSWORD", "Pässwort-canary"), ("LOGIN_METHOD", "local")];

#[test]
fn one_login_by_password_serves_several_runs_and_shows_no_secret() {
    let world = World::new(Server::plain(|heard| vendor(heard, "s3ssion-canary")), PASSWORD);

    let first = world.run("rmctl box devices get 7 -o json -vvv");
    let second = world.run("rmctl box devices get 7 -o json");

    assert_eq!([&first, &second].map(|ran| (ran.exit, ran.json()["id"].as_i64())), [(0, Some(7)); 2]);
    assert_eq!(world.heard(0), ["GET /api/authentication?login_method=local", "GET /devices/7", "GET /devices/7"]);
    assert!(first.stderr.contains("/api/authentication"), "{}", first.stderr);
    assert!(!first.stderr.contains("canary") && !first.stderr.contains("c3Zj"), "{}", first.stderr);
}

#[test]
fn a_session_that_the_box_has_ended_is_replaced_by_one_login() {
    let ended = std::sync::atomic::AtomicBool::new(false);
    let world = World::new(
        Server::plain(move |heard| {
            let is_over = heard.header("cookie") == Some("session_id=first");
            let ended = ended.fetch_or(is_over, std::sync::atomic::Ordering::SeqCst) || is_over;
            vendor(heard, if ended { "second" } else { "first" })
        }),
        PASSWORD,
    );

    let ran = world.run("rmctl box devices get 7 -o json");

    assert_eq!((ran.exit, ran.json()["id"].as_i64()), (0, Some(7)), "{}", ran.stderr);
    let login = "GET /api/authentication?login_method=local";
    assert_eq!(world.heard(0), [login, "GET /devices/7", login, "GET /devices/7"]);
}

#[test]
fn a_login_by_certificate_shows_it_to_the_server_and_sends_no_password() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let leaf = authority.demanding_leaf(&["localhost"], &clients);
    let (certificate, key) = clients.client();
    let mut world = World::new(Server::secure(&leaf, |heard| vendor(heard, "s3ssion")), &[("CLIENT_KEY", &key)]);
    world.file("CA_FILE", &authority.pem());
    world.file("CLIENT_CERT_FILE", certificate.as_bytes());

    let ran = world.run("rmctl box devices get 7 -o json");
    let curl = world.run("rmctl box devices get 7 --print-curl");

    assert_eq!((ran.exit, ran.json()["id"].as_i64()), (0, Some(7)), "{}", ran.stderr);
    assert_eq!(world.heard(0), ["GET /api/authentication?type=x509", "GET /devices/7"]);
    assert_eq!(world.server.heard()[0].header("authorization"), None);
    let words = r#"client_cert_file' --key <(printf %s "$RMCTL_BOX_CLIENT_KEY")"#;
    assert!(curl.stdout.contains(words), "{}", curl.stdout);
    assert!(curl.stdout.contains(r#"-H "cookie: session_id=$(rmctl auth token --vendor box)""#), "{}", curl.stdout);
    assert!(!curl.stdout.contains("PRIVATE KEY"), "{}", curl.stdout);
}

#[test]
fn a_certificate_that_the_server_does_not_take_is_a_matter_of_credentials() {
    let leaf = Authority::new().demanding_leaf(&["localhost"], &Authority::new());
    let (certificate, key) = Authority::new().client();
    let both = format!("{certificate}{key}");
    let pin = server::written(&leaf.pin);
    let mut world = World::new(Server::secure(&leaf, |heard| vendor(heard, "s3ssion")), &[("PIN", &pin)]);
    world.file("CLIENT_CERT_FILE", both.as_bytes());
    protect(world.home.path());

    let error = world.run("rmctl box devices get 7 -o json").error();

    assert_eq!((error["code"].as_str(), error["exit"].as_i64()), (Some("unauthenticated"), Some(4)));
    assert!(error["message"].as_str().unwrap().contains("does not accept the TLS client certificate"), "{error}");
    assert_eq!(world.heard(0), Vec::<String>::new());
}

/// What holds a key is its owner's alone.
#[cfg(unix)]
fn protect(home: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let file = home.join("client_cert_file");
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn protect(_: &std::path::Path) {}
