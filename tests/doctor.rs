//! `rmctl doctor` over real sockets: what does not work, why, and what to do, whatever it is that does not work.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod server;
mod support;

use sandbox::{Clock, Fault, Misbehaviour, Options};
use serde_json::Value;
use server::{Authority, Leaf, Reaction, Server, answer};
use support::{Home, Outcome, World};

const USER: &str = r#"{"success":true,"data":{"email":"jane@example.com","scope":["devices:read"]}}"#;

fn rms(_: &server::Heard) -> Reaction {
    Reaction::Answer(answer("200 OK", &["content-type: application/json"], USER.as_bytes()))
}

/// A home with one profile of RMS at `url`, and these further settings.
fn home(url: &str, settings: &str) -> Home {
    let home = Home::new().with("TOKEN", "canary-token-canary");
    home.write_config(&format!(
        "[profiles.field]\nvendor = \"rms\"\nurl = \"{url}\"\ntoken = {{ env = \"TOKEN\" }}\n{settings}\n"
    ));
    home
}

fn trusting(server: &Server, host: &str, authority: &Authority) -> Home {
    let home = home(server.url(host, "/api").as_str(), "ca_file = \"~/ca.pem\"");
    home.write("ca.pem", &String::from_utf8(authority.pem()).unwrap());
    home
}

/// The exit code, and what was found of each check.
struct Examined {
    exit: i32,
    checks: Vec<Value>,
}

impl Examined {
    fn of(outcome: Outcome) -> Self {
        assert!(!format!("{outcome:?}").contains("canary"), "{outcome:?}");
        Self { exit: outcome.exit, checks: outcome.json().as_array().unwrap().clone() }
    }

    fn check(&self, name: &str) -> &Value {
        self.checks.iter().rfind(|check| check["check"] == name).unwrap_or_else(|| panic!("{:?}", self.checks))
    }

    fn verdict(&self, name: &str) -> &str {
        self.check(name)["verdict"].as_str().unwrap()
    }

    fn told(&self, name: &str) -> (&str, &str) {
        (self.verdict(name), self.check(name)["detail"].as_str().unwrap())
    }

    fn fix(&self, name: &str) -> &str {
        self.check(name)["fix"].as_str().unwrap()
    }
}

fn examine(home: &Home) -> Examined {
    Examined::of(home.run("doctor -o json"))
}

#[test]
fn an_account_that_works_is_told_to_work_from_its_settings_to_its_scopes() {
    let authority = Authority::new();
    let server = Server::secure(&authority.leaf(&["localhost"]), rms);

    let examined = examine(&trusting(&server, "localhost", &authority));

    let verdicts = ["config", "secret", "proxy", "dns", "tcp", "tls", "login", "scopes", "latency"];
    assert_eq!(verdicts.map(|name| examined.verdict(name)), ["ok"; 9], "{:?}", examined.checks);
    assert_eq!(examined.told("login").1, "jane@example.com");
    assert_eq!(examined.told("scopes").1, "devices:read");
    assert_eq!(examined.told("clock"), ("skipped", "no answer told the time"));
    assert_eq!(examined.exit, 0);
}

#[test]
fn every_record_has_the_members_of_the_contract_in_their_order() {
    let examined = examine(&home("http://127.0.0.1:1", ""));

    let members: Vec<&String> = examined.checks[0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["profile", "vendor", "check", "verdict", "detail", "fix", "milliseconds"]);
}

#[test]
fn an_expired_certificate_fails_tls_and_the_login_is_not_tried() {
    let authority = Authority::new();
    let server = Server::secure(&authority.ended_leaf(&["localhost"]), rms);

    let examined = examine(&trusting(&server, "localhost", &authority));

    let (verdict, detail) = examined.told("tls");
    assert!(verdict == "failed" && detail.contains(" ended ") && detail.ends_with("days ago"), "{detail}");
    assert!(examined.fix("tls").starts_with("renew it on the server"));
    assert_eq!(examined.told("login"), ("skipped", "`tls` failed"));
    assert_eq!((examined.exit, server.lines()), (8, Vec::new()));
}

#[test]
fn a_certificate_for_another_name_says_for_which() {
    let authority = Authority::new();
    let server = Server::secure(&authority.leaf(&["other.example"]), rms);

    let examined = examine(&trusting(&server, "localhost", &authority));

    assert_eq!(examined.told("tls"), ("failed", "the certificate is for `other.example`, not for `localhost`"));
    let right = server.url("localhost", "/api").as_str().replace("localhost", "other.example");
    assert_eq!(examined.fix("tls"), format!("`url = \"{right}\"` in profile `field`"));
}

#[test]
fn the_pin_that_is_offered_for_a_self_signed_certificate_is_the_right_one() {
    let leaf = Leaf::alone(&["localhost"]);
    let server = Server::secure(&leaf, rms);
    let url = server.url("localhost", "/api");

    let examined = examine(&home(url.as_str(), ""));
    let pin = server::written(&leaf.pin);
    assert!(examined.fix("tls").contains(&format!("pin = \"{pin}\"")), "{:?}", examined.check("tls"));
    assert_eq!((examined.verdict("tls"), examined.exit), ("failed", 8));

    let pinned = examine(&home(url.as_str(), &format!("pin = \"{pin}\"")));
    assert_eq!((pinned.verdict("tls"), pinned.verdict("login"), pinned.exit), ("ok", "ok", 0));
    assert!(pinned.told("tls").1.ends_with("its key is the pinned one"));
}

#[test]
fn an_unchecked_certificate_is_a_warning() {
    let server = Server::secure(&Leaf::alone(&["localhost"]), rms);

    let examined = examine(&home(server.url("localhost", "/api").as_str(), "insecure = true"));

    assert_eq!((examined.verdict("tls"), examined.verdict("login"), examined.exit), ("warning", "ok", 0));
}

#[test]
fn behind_a_proxy_the_certificate_is_looked_at_through_it() {
    let authority = Authority::new();
    let server = Server::secure(&authority.leaf(&["vendor.example"]), rms);
    let to = server.address();
    let proxy = Server::plain(move |_| Reaction::Tunnel(to));
    let home = trusting(&server, "vendor.example", &authority)
        .with("HTTPS_PROXY", format!("http://me:canary-password@{}", proxy.address()));

    let examined = examine(&home);

    assert_eq!(examined.told("dns"), ("skipped", "the proxy looks names up"));
    assert_eq!(["proxy", "tcp", "tls", "login"].map(|name| examined.verdict(name)), ["ok"; 4], "{:?}", examined.checks);
    assert_eq!(examined.told("proxy").1, format!("`{}`, as `HTTPS_PROXY` says", proxy.address()));
    assert!(proxy.heard().iter().all(|heard| heard.line().starts_with("CONNECT vendor.example:")));
}

#[test]
fn a_proxy_that_refuses_says_so() {
    let proxy = Server::plain(|_| Reaction::Last(answer("407 Proxy Authentication Required", &[], b"")));
    let home = home("https://vendor.example", "").with("HTTPS_PROXY", format!("http://{}", proxy.address()));

    let examined = examine(&home);

    let detail = examined.told("tcp").1;
    assert!(detail.contains("the proxy answers `407 Proxy Authentication Required`"), "{detail}");
    assert_eq!((examined.verdict("tls"), examined.exit), ("skipped", 8));
}

#[test]
fn a_proxy_that_is_not_there_is_named_with_its_variable() {
    let examined = examine(&home("https://vendor.example", "").with("HTTPS_PROXY", "http://127.0.0.1:1"));

    let expected = "cannot reach `127.0.0.1:1`, which `HTTPS_PROXY` names: connection refused";
    assert_eq!(examined.told("proxy"), ("failed", expected));
    assert_eq!(examined.fix("proxy"), "`unset HTTPS_PROXY`, or `export NO_PROXY=vendor.example`");
    assert_eq!((examined.verdict("dns"), examined.exit), ("skipped", 8));
}

#[test]
fn a_closed_port_fails_tcp_and_what_needs_no_network_goes_on() {
    let examined = examine(&home("http://127.0.0.1:1", ""));

    assert_eq!(examined.told("tcp"), ("failed", "cannot connect to 127.0.0.1:1: connection refused"));
    assert_eq!((examined.told("login"), examined.exit), (("skipped", "`tcp` failed"), 8));
    assert_eq!(examined.verdict("secret"), "ok");
}

#[test]
fn a_port_without_tls_is_told_as_one() {
    let server = Server::plain(rms);
    let url = server.url("localhost", "/api").as_str().replace("http://", "https://");

    // The greeting is no request, and this server waits for the end of one.
    let examined = Examined::of(home(&url, "").run("doctor -o json --timeout 1"));

    assert_eq!((examined.verdict("tls"), examined.exit), ("failed", 8));
}

#[test]
fn a_page_that_wants_a_login_in_the_place_of_json_is_told_as_one() {
    let server = Server::plain(|_| {
        Reaction::Answer(answer("200 OK", &["content-type: text/html"], b"<html>Welcome to the hotel</html>"))
    });

    let examined = examine(&home(server.url("127.0.0.1", "/api").as_str(), ""));

    assert!(examined.told("login").1.contains("it is HTML"), "{:?}", examined.check("login"));
    assert!(examined.fix("login").contains("in a browser"));
    assert_eq!(examined.exit, 7);
}

#[test]
fn a_clock_that_is_off_fails_where_requests_are_signed_and_warns_elsewhere() {
    let long_ago = Options { clock: Clock::given(|| 1_000_000_000), ..Options::default() };
    let signed = Examined::of(World::of(long_ago).run("doctor --vendor ninja -o json"));
    let (verdict, detail) = signed.told("clock");
    assert!(verdict == "failed" && detail.contains(" ahead"), "{detail}");
    assert_eq!(signed.verdict("login"), "failed");

    let server = Server::plain(|_| {
        let headers = ["content-type: application/json", "date: Sun, 06 Nov 1994 08:49:37 GMT"];
        Reaction::Answer(answer("200 OK", &headers, USER.as_bytes()))
    });
    let bearer = examine(&home(server.url("127.0.0.1", "/api").as_str(), ""));
    assert_eq!((bearer.verdict("clock"), bearer.verdict("login"), bearer.exit), ("warning", "ok", 0));
}

#[test]
fn a_broken_file_is_told_with_its_place_and_the_environment_goes_on() {
    let server = Server::plain(rms);
    let home = Home::new()
        .with("RMCTL_RMS_URL", server.url("127.0.0.1", "/api").as_str())
        .with("RMCTL_RMS_TOKEN", "canary-token-canary");
    home.write_config("[profiles.field]\nvendor = \"rms\"\ntokn = { env = \"X\" }\n");

    let examined = examine(&home);

    let detail = examined.checks[0]["detail"].as_str().unwrap();
    assert!(detail.starts_with("unknown key `tokn` in profile `field` at ") && detail.contains(":3:"), "{detail}");
    assert_eq!((examined.verdict("login"), examined.exit), ("ok", 9));
}

#[test]
fn a_file_that_is_no_toml_is_told_even_where_nothing_else_is_configured() {
    let home = Home::new();
    home.write_config("[profiles\n");

    let examined = examine(&home);

    assert!(examined.checks[0]["detail"].as_str().unwrap().contains(" is no TOML: "));
    assert_eq!((examined.verdict("accounts"), examined.exit), ("skipped", 2));
}

#[test]
fn without_any_account_there_is_a_way_to_the_first() {
    let examined = examine(&Home::new());

    assert_eq!(examined.told("accounts"), ("failed", "no account is configured"));
    assert!(examined.fix("accounts").starts_with("`rmctl auth login -p NAME --vendor VENDOR`"));
    assert_eq!(examined.exit, 2);
}

#[test]
fn a_folder_that_cannot_be_written_is_a_warning_and_no_more() {
    let server = Server::plain(rms);
    let home = home(server.url("127.0.0.1", "/api").as_str(), "").with("RMCTL_STATE_DIR", "/dev/null/state");

    let examined = examine(&home);

    let (verdict, detail) = examined.told("state");
    assert!(verdict == "warning" && detail.starts_with("nothing is kept for the next run: "), "{detail}");
    assert_eq!((examined.verdict("login"), examined.exit), ("ok", 0));
}

#[test]
fn a_secret_that_is_not_there_or_does_not_come_is_told_and_nothing_is_asked() {
    let server = Server::plain(rms);
    let url = server.url("127.0.0.1", "/api");
    let with = |source: &str| {
        let home = Home::new().with("PATH", "/usr/bin:/bin");
        home.write_config(&format!("[profiles.field]\nvendor = \"rms\"\nurl = \"{url}\"\ntoken = {source}\n"));
        Examined::of(home.run("doctor -o json --timeout 1"))
    };

    let unset = with("{ env = \"NOT_SET\" }");
    assert!(unset.told("secret").1.ends_with("the variable `NOT_SET` is not set"));
    assert_eq!((unset.fix("secret"), unset.exit), ("`export NOT_SET=...`", 2));

    let hanging = with("{ command = [\"sleep\", \"30\"] }");
    assert!(hanging.told("secret").1.starts_with("no `token` within 1 s"), "{:?}", hanging.check("secret"));
    assert_eq!((hanging.told("login"), hanging.verdict("tcp")), (("skipped", "`secret` failed"), "ok"));
    assert_eq!(server.lines(), Vec::<String>::new());
}

#[test]
fn a_transaction_that_was_left_open_is_a_warning_with_what_ends_it() {
    let world = World::new();
    let left = world.run("sps telnet connections edit core_switches --port 24 --no-commit");
    assert_eq!(left.exit, 0, "{left:?}");

    let examined = Examined::of(world.run("doctor --vendor sps -o json"));

    let (verdict, detail) = examined.told("left-over");
    assert!(verdict == "warning" && detail.starts_with("`--no-commit` left a transaction open at "), "{detail}");
    assert!(examined.fix("left-over").contains("`rmctl sps transaction rollback`"));
    assert_eq!(examined.exit, 0);
}

#[test]
fn one_of_two_profiles_that_fails_is_a_part_of_the_whole() {
    let server = Server::plain(rms);
    let home = Home::new().with("TOKEN", "canary-token-canary");
    let profile = |name: &str, url: &str| {
        format!("[profiles.{name}]\nvendor = \"rms\"\nurl = \"{url}\"\ntoken = {{ env = \"TOKEN\" }}\n")
    };
    home.write_config(
        &(profile("good", server.url("127.0.0.1", "/api").as_str()) + &profile("bad", "http://127.0.0.1:1")),
    );

    let codes = ["doctor", "doctor -p good", "doctor -p bad", "doctor -p good -p bad"].map(|line| home.run(line).exit);

    assert_eq!(codes, [9, 0, 8, 9]);
}

#[test]
fn refused_credentials_are_told_with_a_way_to_others() {
    let world = World::new().having(
        Fault::at(
            "/rms/api/user",
            Misbehaviour::Answer { status: 401, headers: Vec::new(), body: r#"{"success":false}"#.to_owned() },
        )
        .times(9),
    );

    let examined = Examined::of(world.run("doctor --vendor rms -o json"));

    assert_eq!((examined.verdict("login"), examined.exit), ("failed", 4));
    assert_eq!(examined.verdict("scopes"), "skipped");
}

#[test]
fn the_sandbox_is_in_good_health_and_tells_what_is_left_of_limits() {
    let outcome = Home::new().run("--sandbox doctor -o json");

    let checks = outcome.json();
    let verdicts: Vec<&str> =
        checks.as_array().unwrap().iter().map(|check| check["verdict"].as_str().unwrap()).collect();
    assert!(outcome.exit == 0 && !verdicts.contains(&"failed") && !verdicts.contains(&"warning"), "{outcome:?}");
    let limits =
        checks.as_array().unwrap().iter().find(|check| check["vendor"] == "beyondtrust" && check["check"] == "limits");
    assert!(limits.unwrap()["detail"].as_str().unwrap().contains("of 15000 requests left, says the vendor"));
}

#[test]
fn auth_status_tells_what_the_vendor_counts() {
    let status = Home::new().run("--sandbox auth status --vendor beyondtrust -o json").json();

    assert_eq!(status[0]["limit"], 15_000);
    assert!(status[0]["remaining"].as_u64().unwrap() < 15_000);
}

#[test]
fn a_list_for_people_has_a_line_a_check_under_its_account() {
    let home = home("http://127.0.0.1:1", "");

    let outcome = home.run("doctor -p field");

    assert!(
        outcome.stdout.contains("\nfield (rms) at http://127.0.0.1:1/\n  ok       config     "),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains("\n  failed   tcp        cannot connect to 127.0.0.1:1: connection refused\n    fix: ")
    );
    assert!(outcome.stderr.starts_with("error: tcp: cannot connect"), "{}", outcome.stderr);
}
