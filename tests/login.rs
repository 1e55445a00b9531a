//! `auth login` in a browser, from the page to the first command: the whole program against a vendor that is made up.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

mod inside;
mod server;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use inside::{Nobody, Ran, Written, folders};
use rmctl::auth::{BY_APP, BY_PERSON, ClientIn, Flow, Oauth};
use rmctl::catalog::{Field, Settings, Vendor};
use rmctl::config::keyring::{Keyring, MemoryKeyring};
use rmctl::http::Interrupt;
use rmctl::surroundings::{Clock, LocalFuture, Surroundings};
use rmctl::vendor::rms::RMS;
use server::{Heard, Reaction, Server, answer};
use sha2::{Digest as _, Sha256};

const FLOW: Flow = Flow {
    token_paths: &["/ws/oauth/token", "/oauth/token"],
    authorize_path: Some("/ws/oauth/authorize"),
    client_in: ClientIn::Form,
    person_scope: "read offline_access",
    denies: |_| true,
    unknown_client: &["Client app not exist"],
};

const SETTINGS: Settings = Settings {
    key: "cloud",
    name: "Cloud",
    env: "CLOUD",
    url: Some("https://cloud.example"),
    regions: &[("eu", "https://eu.cloud.example")],
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

/// The tables and replies of a vendor that exists, behind a login of its own.
static CLOUD: Vendor = Vendor {
    groups: RMS.groups,
    ..Vendor::plain(SETTINGS, RMS.dialect, |account| Ok(Rc::new(Oauth::new(account, FLOW))), RMS.identity)
};

static VENDORS: &[&Vendor] = &[&CLOUD];

/// A clock that moves when a test says so; whoever waits on it waits for ever, or not at all.
struct TestClock {
    ahead: Rc<Cell<u64>>,
    waits: bool,
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000 + self.ahead.get())
    }

    fn sleep<'a>(&'a self, _: Duration) -> LocalFuture<'a, ()> {
        match self.waits {
            true => Box::pin(std::future::pending()),
            false => Box::pin(async {}),
        }
    }

    fn chance(&self) -> f64 {
        0.5
    }
}

type Browse = fn(&str) -> Result<(), String>;

/// A user with a home, and the vendor's server.
struct World {
    home: tempfile::TempDir,
    server: Server,
    keyring: Arc<dyn Keyring>,
    ahead: Rc<Cell<u64>>,
}

impl World {
    fn new(react: impl Fn(&Heard) -> Reaction + Send + Sync + 'static) -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            server: Server::plain(react),
            keyring: Arc::new(MemoryKeyring::default()),
            ahead: Rc::default(),
        }
    }

    fn run(&self, line: &str, browse: Browse) -> Ran {
        self.run_with(line, browse, "", true)
    }

    fn run_with(&self, line: &str, browse: Browse, stdin: &'static str, waits: bool) -> Ran {
        let (stdout, stderr) = (Written::default(), Written::default());
        let line = line.replace("URL", &format!("http://{}", self.server.address()));
        let surroundings = Surroundings {
            arguments: line.split(' ').map(str::to_owned).collect(),
            environment: folders(self.home.path()).into_iter().collect(),
            stdout: stdout.stream(),
            stderr: stderr.stream(),
            stdin: Box::new(stdin.as_bytes()),
            terminal: Rc::new(Nobody),
            clock: Rc::new(TestClock { ahead: self.ahead.clone(), waits }),
            keyring: self.keyring.clone(),
            interrupt: Interrupt::default(),
            signals: Box::new(|_| Box::pin(std::future::pending())),
            browse,
            edit: |_, _| Err("there is no editor".to_owned()),
            programs: Rc::new(rmctl::workflow::Nobody),
        };
        let exit = rmctl::app::run(VENDORS, surroundings);
        Ran { exit, stdout: stdout.text(), stderr: stderr.text() }
    }

    /// Paths and forms that the server heard, in order.
    fn heard(&self) -> Vec<String> {
        self.server.heard().iter().map(|heard| format!("{} {}", heard.line(), heard.body)).collect()
    }

    fn files(&self, folder: &str) -> String {
        let folder = self.home.path().join(folder);
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        files.map(|file| String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned()).collect()
    }
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn json(status: &str, body: &str) -> Reaction {
    Reaction::Answer(answer(status, &["content-type: application/json"], body.as_bytes()))
}

/// Checks a login as RFC 7636 says; the code that its page gave out is the challenge.
fn vendor(heard: &Heard) -> Reaction {
    let form = pairs(&heard.body);
    match (heard.line(), form.get("grant_type").map(String::as_str)) {
        ("POST /ws/oauth/token", Some(BY_PERSON)) => {
            let verifier = form["code_verifier"].as_bytes();
            match form["code"] == URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) {
                true => json(
                    "200 OK",
                    r#"{"access_token":"access-canary-1","expires_in":3600,"refresh_token":"refresh-canary"}"#,
                ),
                false => json("400 Bad Request", r#"{"error":"invalid_grant"}"#),
            }
        }
        ("POST /ws/oauth/token", Some("refresh_token")) => {
            json("200 OK", r#"{"access_token":"access-canary-2","expires_in":3600}"#)
        }
        ("POST /ws/oauth/token", Some(BY_APP)) => {
            json("200 OK", r#"{"access_token":"access-canary-3","expires_in":3600}"#)
        }
        (line, _) if line.starts_with("GET /devices/7") => json("200 OK", r#"{"success":true,"data":{"id":7}}"#),
        _ => json("404 Not Found", "{}"),
    }
}

/// Asks for a path of this machine, as a browser does.
fn visit(redirect_uri: &str, query: &str) {
    let url = url::Url::parse(redirect_uri).unwrap();
    let mut stream = TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).unwrap();
    write!(stream, "GET {}?{query} HTTP/1.1\r\nHost: x\r\n\r\n", url.path()).unwrap();
    let _ = stream.read_to_end(&mut Vec::new());
}

/// A person who consents; before that, a page of somebody else tries its luck.
fn consent(page: &str) -> Result<(), String> {
    let asked = pairs(page.split_once('?').unwrap().1);
    std::thread::spawn(move || {
        visit(&asked["redirect_uri"], "code=evil&state=evil");
        visit(&asked["redirect_uri"], &format!("code={}&state={}", asked["code_challenge"], asked["state"]));
    });
    Ok(())
}

/// A person who does not.
fn decline(page: &str) -> Result<(), String> {
    let asked = pairs(page.split_once('?').unwrap().1);
    let query = format!("error=access_denied&error_description=no%1B%5B31m+way&state={}", asked["state"]);
    std::thread::spawn(move || visit(&asked["redirect_uri"], &query));
    Ok(())
}

fn stay_away(_: &str) -> Result<(), String> {
    Ok(())
}

const LOGIN: &str = "rmctl auth login -p me --vendor cloud --url URL --client-id app-1";

#[test]
fn a_person_logs_in_once_and_commands_work_until_the_refresh_token_is_gone() {
    let world = World::new(vendor);

    let login = world.run(&format!("{LOGIN} -vvv"), consent);
    let first = world.run("rmctl cloud devices get 7 -o json -vvv", stay_away);
    world.ahead.set(3600);
    let second = world.run("rmctl cloud devices get 7 -o json -vvv", stay_away);

    assert_eq!((login.exit, first.exit, second.exit), (0, 0, 0), "{login:?} {first:?} {second:?}");
    assert!(login.stderr.contains("/ws/oauth/authorize?response_type=code&client_id=app-1&"), "{}", login.stderr);
    assert!(login.stderr.contains("warning: a redirect came that is not of this login"), "{}", login.stderr);
    assert!(login.stderr.contains("profile `me` is logged in\n"), "{}", login.stderr);
    let lines: Vec<String> = world.heard().iter().map(|line| line.split('&').next().unwrap().to_owned()).collect();
    assert_eq!(
        lines,
        [
            "POST /ws/oauth/token grant_type=authorization_code",
            "GET /devices/7 ",
            "POST /ws/oauth/token grant_type=refresh_token",
            "GET /devices/7 "
        ]
    );
    let told = format!("{login:?}{first:?}{second:?}");
    assert!(!told.contains("canary"), "{told}");
}

#[test]
fn what_a_login_brought_is_kept_as_state_and_forgotten_at_the_logout() {
    let world = World::new(vendor);
    world.run(LOGIN, consent);
    let kept = (world.files("state").contains("refresh-canary"), world.files("cache").contains("canary"));
    let token = world.run("rmctl auth token -p me", stay_away);

    let logout = world.run("rmctl auth logout -p me", stay_away);
    let after = world.run("rmctl cloud devices get 7", stay_away);

    assert_eq!(kept, (true, false));
    assert_eq!((token.exit, &*token.stdout), (0, "access-canary-1\n"));
    assert!(logout.stderr.contains("forgot the login of profile `me`"), "{}", logout.stderr);
    assert!(!world.files("state").contains("canary"));
    assert_eq!(after.exit, 4, "{after:?}");
    assert!(after.stderr.contains("hint: `rmctl auth login -p me`\n"), "{}", after.stderr);
}

#[test]
fn a_refusal_in_the_browser_is_told_without_its_control_characters() {
    let world = World::new(vendor);

    let login = world.run(LOGIN, decline);

    assert_eq!(login.exit, 4, "{login:?}");
    assert!(
        login.stderr.ends_with("error: the vendor's page refused the login: access_denied: no␛[31m way\n"),
        "{}",
        login.stderr
    );
}

#[test]
fn a_login_that_nobody_ends_ends_by_itself() {
    let world = World::new(vendor);

    let login = world.run_with(LOGIN, stay_away, "", false);

    assert_eq!(login.exit, 4, "{login:?}");
    assert!(login.stderr.contains("error: nobody logged in within 5 minutes\n"), "{}", login.stderr);
}

#[test]
fn without_input_nobody_is_sent_to_a_browser() {
    let world = World::new(vendor);

    let ran = world.run("rmctl auth login -p me --vendor cloud --client-id app --no-input", stay_away);

    assert_eq!((ran.exit, &*ran.stdout), (2, ""));
    assert!(
        ran.stderr.starts_with("error: a login in the browser needs a person, and `--no-input` is given\n"),
        "{ran:?}"
    );
}

#[test]
fn a_secret_on_standard_input_makes_a_profile_of_an_app() {
    let world = World::new(vendor);

    let login = world.run_with(&format!("{LOGIN} --with-secret-stdin"), stay_away, "secret-canary\n", true);
    let get = world.run("rmctl cloud devices get 7 -o json -vvv", stay_away);
    let again = world.run("rmctl cloud devices get 7 -o json", stay_away);

    assert_eq!((login.exit, get.exit, again.exit), (0, 0, 0), "{login:?} {get:?}");
    assert_eq!(
        world.heard(),
        [
            "POST /ws/oauth/token grant_type=client_credentials&client_id=app-1&client_secret=secret-canary",
            "GET /devices/7 ",
            "GET /devices/7 "
        ]
    );
    assert!(!format!("{login:?}{get:?}").contains("canary"));
    assert!(world.files("cache").contains("access-canary-3") && !world.files("cache").contains("secret-canary"));
}

#[test]
fn a_dry_run_and_a_curl_line_need_neither_login_nor_secret() {
    let world = World::new(vendor);
    let file = world.home.path().join("config.toml");
    std::fs::write(
        Path::new(&file),
        "[profiles.me]\nvendor = \"cloud\"\nclient_id = \"app-1\"\nclient_secret = { file = \"/nonexistent\" }\n",
    )
    .unwrap();

    let curl = world.run("rmctl cloud devices get 7 --print-curl", stay_away);
    let dry = world.run("rmctl cloud devices delete 7 --dry-run", stay_away);

    assert_eq!((curl.exit, dry.exit), (0, 0), "{curl:?} {dry:?}");
    assert_eq!(world.heard(), [""; 0]);
    assert!(curl.stdout.contains("Bearer $(rmctl auth token -p me)"), "{}", curl.stdout);
}

#[test]
fn a_login_without_a_client_id_or_with_a_setting_of_another_vendor_is_told() {
    let world = World::new(vendor);

    let nameless = world.run("rmctl auth login -p me --vendor cloud", stay_away);
    let nowhere = world.run("rmctl auth login -p me --vendor cloud --client-id a --region mars", stay_away);

    assert_eq!(nameless.exit, 2, "{nameless:?}");
    assert!(nameless.stderr.contains("hint: `rmctl auth login -p me --vendor cloud --client-id ID`"), "{nameless:?}");
    assert_eq!(nowhere.exit, 2, "{nowhere:?}");
    assert!(nowhere.stderr.contains("is no region of Cloud"), "{nowhere:?}");
}
