//! The access token and the link are canaries: they are looked for in everything that the program leaves behind.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use sandbox::{FIRST_SERIAL, Fault, Misbehaviour, RMS_TOKEN, RMS_TOKEN_EXPIRED, RMS_TOKEN_READING};
use support::{Home, Outcome, World, words};

/// A token with characters that URLs, JSON and Base64 write in other ways.
const ODD_TOKEN: &str = "cAnArY+token/with=odd%20\"parts\"&é";

/// The secret in the open, in a URL, in JSON, and in the Base64 of a text in which it stands anywhere.
fn forms(secret: &str) -> Vec<String> {
    let percent: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let quoted = serde_json::Value::from(secret).to_string();
    let mut forms = vec![
        secret.to_owned(),
        percent.to_lowercase(),
        percent.replace('+', "%20"),
        percent,
        quoted.trim_matches('"').to_owned(),
        secret.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect(),
    ];
    for before in 0..3 {
        let bytes = [&vec![b' '; before][..], secret.as_bytes()].concat();
        let (from, to) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
        forms.push(STANDARD_NO_PAD.encode(&bytes)[from..to].to_owned());
        forms.push(URL_SAFE_NO_PAD.encode(&bytes)[from..to].to_owned());
    }
    forms
}

fn assert_free_of(secret: &str, text: &str, place: &str) {
    for form in forms(secret) {
        assert!(!text.contains(&form), "{place}: `{form}` in {text}");
    }
}

fn assert_no_file_holds(secret: &str, home: &Home) {
    for (path, bytes) in home.files() {
        assert_free_of(secret, &String::from_utf8_lossy(&bytes), &path.display().to_string());
    }
}

fn everything(outcome: &Outcome) -> String {
    format!("{}\n{}", outcome.stdout, outcome.stderr)
}

/// Commands of every kind, each as loud as it can be.
const LINES: &[&str] = &[
    "rms devices list -vvv",
    "rms devices list -vvv -o json --limit 3",
    "rms devices get 1 -vvv",
    "rms devices get 1 -vvv -o json",
    "rms devices list --print-curl",
    "rms devices actions run reboot 70810 --dry-run",
    "rms devices actions run reboot 70810 --dry-run -o json",
    "rms devices actions run reboot 70810 --print-curl",
    "rms devices actions run reboot 70810 70821 -vvv",
    "rms devices remote-access create --device-id 70810 --name abc --destination-ip 10.0.0.1 --destination-port 80 --protocol http -vvv",
    "api rms /user -vvv -i",
    "api rms /devices?limit=1 -vvv -i",
    "api rms POST /nowhere -f a=b -vvv",
    "api rms /devices --paginate --slurp -vvv",
    "auth status -vvv",
    "auth status -vvv -o json",
    "config show --origin -o json",
    "config validate -vvv",
];

#[test]
fn the_token_appears_nowhere() {
    for token in [RMS_TOKEN, RMS_TOKEN_READING, RMS_TOKEN_EXPIRED, ODD_TOKEN] {
        let world = World::new().with("RMCTL_RMS_TOKEN", token);

        for line in LINES {
            let outcome = world.run(line);
            assert_free_of(token, &everything(&outcome), line);
        }

        assert_no_file_holds(token, &world.home);
    }
}

#[test]
fn the_token_appears_in_no_trace_of_a_fault() {
    let echo = Misbehaviour::Answer {
        status: 500,
        headers: vec![("x-echo".into(), format!("Bearer {RMS_TOKEN}")), ("www-authenticate".into(), RMS_TOKEN.into())],
        body: format!(
            r#"{{"success":false,"errors":[{{"code":"X","message":"bad token {RMS_TOKEN}"}}],"t":"{RMS_TOKEN}"}}"#
        ),
    };
    let faults = [
        echo,
        Misbehaviour::Answer { status: 400, headers: vec![], body: format!("<p>{RMS_TOKEN}</p>") },
        Misbehaviour::Html,
        Misbehaviour::Empty,
        Misbehaviour::HangUp,
        Misbehaviour::HalfBody,
    ];

    for fault in faults {
        for form in ["table", "json"] {
            let world = World::new().having(Fault::at("/rms", fault.clone()).times(u64::MAX));
            let outcome = world.run(&format!("rms devices list --retries 0 -vvv -o {form}"));

            assert_free_of(RMS_TOKEN, &everything(&outcome), &format!("{fault:?}"));
            assert_no_file_holds(RMS_TOKEN, &world.home);
        }
    }
}

#[test]
fn a_secret_that_the_vendor_echoes_is_not_in_the_answer_s_headers() {
    let echo = Misbehaviour::Answer {
        status: 200,
        headers: vec![("x-echo".into(), format!("Bearer {RMS_TOKEN}"))],
        body: "{}".into(),
    };
    let world = World::new().having(Fault::at("/rms", echo));

    let outcome = world.run("api rms /user -i");

    assert_eq!(outcome.exit, 0, "{}", outcome.stderr);
    assert_free_of(RMS_TOKEN, &everything(&outcome), "api -i");
}

/// The part of a link that nobody can guess.
fn key_of(link: &str) -> &str {
    link.trim_start_matches("https://").split('.').next().unwrap()
}

#[test]
fn the_link_is_the_answer_and_appears_nowhere_else() {
    let world = World::new();

    let made = world.run(&format!("rms connect-link --serial {FIRST_SERIAL} -vvv"));
    let link = made.stdout.trim_end().to_owned();
    let reused = world.run(&format!("rms connect-link --serial {FIRST_SERIAL} -vvv -o json"));
    let access = reused.json()["access_id"].as_str().unwrap().to_owned();

    assert!(link.starts_with("https://"), "{link}");
    assert_eq!(reused.json()["url"], link);
    assert_free_of(key_of(&link), &made.stderr, "traces of the first run");
    assert_free_of(key_of(&link), &reused.stderr, "traces of the second run");
    for line in [
        format!("rms devices connect sessions {access} -vvv"),
        format!("rms devices connect sessions {access} -vvv -o json"),
        format!("rms devices connect sessions {access} -vvv -o yaml"),
        format!("rms devices connect sessions {access} -vvv -o csv --columns id,url"),
        format!("rms devices connect sessions {access} -vvv -o json --jq .[].url"),
        format!("api rms /devices/connect/{access}/sessions -vvv"),
        format!("api rms /devices/connect/{access}/sessions --paginate -o json -vvv"),
        format!("api rms /devices/connect/{access}/sessions --paginate --slurp -vvv"),
    ] {
        let outcome = world.run(&line);
        assert_eq!(outcome.exit, 0, "{line}: {}", outcome.stderr);
        assert_free_of(key_of(&link), &everything(&outcome), &line);
    }
    assert_no_file_holds(key_of(&link), &world.home);
}

#[test]
fn a_hidden_member_is_shown_on_request() {
    let world = World::new();
    let made = world.run(&format!("rms connect-link --serial {FIRST_SERIAL} -o json")).json();
    let line = format!("rms devices connect sessions {} -o json", made["access_id"].as_str().unwrap());

    let hidden = world.run(&line).json();
    let shown = world.run(&format!("{line} --show-secrets")).json();

    assert_eq!(hidden[0]["url"], "<hidden>");
    assert!(shown[0]["url"].as_str().unwrap().contains(key_of(made["url"].as_str().unwrap())));
}

#[test]
fn a_secret_given_on_standard_input_is_not_told_where_it_cannot_be_stored() {
    let home = Home::new().with("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");

    let outcome = home.run_with_input("auth login -p field --vendor rms --with-secret-stdin -vvv", ODD_TOKEN);

    assert_free_of(ODD_TOKEN, &everything(&outcome), "auth login");
    assert_no_file_holds(ODD_TOKEN, &home);
}

#[cfg(unix)]
#[test]
fn the_token_is_no_word_of_the_command_line_and_the_files_are_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();

    world.run_words(&words(&format!("rms connect-link --serial {FIRST_SERIAL}")));

    let files = world.home.files();
    let modes: Vec<u32> = files.iter().map(|(path, _)| path.metadata().unwrap().permissions().mode() & 0o777).collect();
    assert_eq!(modes, vec![0o600; files.len()], "{files:?}");
    assert!(!files.is_empty());
}
