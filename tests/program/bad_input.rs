//! Bad input gets a clear error and loses nothing.

use sandbox::{Fault, Misbehaviour, RMS_TOKEN};

use crate::support::{Home, World, set_mode};

const DEVICES: &str = "/rms/api/devices";

#[test]
fn an_empty_serial_names_no_device() {
    let world = World::new();

    let outcome = world.run_words(&["rms", "connect-link", "--serial", ""]);

    assert_eq!(
        outcome.failure(),
        (2, "error: no device is named\nhint: give `--serial`, `--device`, `--name`, `--mac` or `--imei`\n")
    );
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn an_unknown_serial_is_told_with_a_search_that_can_be_typed() {
    let world = World::new();

    let outcome = world.run_words(&["rms", "connect-link", "--serial", "12 34"]);

    assert_eq!(
        outcome.failure(),
        (
            3,
            "error: no device has the serial `12 34`\n\
             hint: `rmctl rms devices list --q '12 34'` searches for a part of it\n"
        )
    );
}

#[test]
fn a_typo_in_the_configuration_is_told_with_file_line_and_the_nearest_key() {
    let home = Home::new();
    home.write_config("[profiles.a]\nvendor = \"rms\"\ntokn = { env = \"X\" }\n");

    let used = home.run("rms devices list");
    let validated = home.run("config validate");

    let file = home.config().display().to_string();
    assert_eq!(used.exit, 2);
    assert_eq!(used.stderr, validated.stderr);
    for part in [&*file, "3", "`tokn`", "`token`"] {
        assert!(used.stderr.contains(part), "{part}: {}", used.stderr);
    }
}

fn with_secret_file(home: &Home) {
    let file = home.path("secret").display().to_string();
    home.write_config(&format!("[profiles.a]\nvendor = \"rms\"\ntoken = {{ file = \"{file}\" }}\n"));
}

#[test]
fn a_secret_file_that_is_not_there_is_named() {
    let home = Home::new();
    with_secret_file(&home);

    let outcome = home.run("rms devices list");

    let file = home.path("secret").display().to_string();
    assert_eq!(outcome.exit, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&file), "{}", outcome.stderr);
}

#[cfg(unix)]
#[test]
fn a_secret_file_that_others_can_read_is_refused_with_the_command_that_closes_it() {
    let home = Home::new();
    with_secret_file(&home);
    let secret = home.write("secret", "a-secret-in-the-open");
    set_mode(&secret, 0o644);

    let outcome = home.run("rms devices list");

    assert_eq!(outcome.exit, 2, "{}", outcome.stderr);
    let command = format!("chmod 600 {}", secret.display());
    assert!(outcome.stderr.contains(&command), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("a-secret-in-the-open"), "{}", outcome.stderr);
}

#[test]
fn a_url_without_a_scheme_is_told_with_one() {
    let home = Home::new().with("RMCTL_RMS_URL", "rms.example.com/api").with("RMCTL_RMS_TOKEN", "some-token");

    let outcome = home.run("rms devices list");

    assert_eq!(outcome.failure(), (2, "error: `RMCTL_RMS_URL` has no scheme\nhint: `https://rms.example.com/api`\n"));
}

#[test]
fn a_negative_limit_is_no_unknown_flag() {
    let world = World::new();

    let apart = world.run("rms devices list --limit -1");
    let joined = world.run("rms devices list --limit=-1");

    let expected = (2, "error: `--limit` takes a whole number, not `-1`\n");
    assert_eq!(apart.failure(), expected);
    assert_eq!(joined.failure(), expected);
}

#[test]
fn a_jq_expression_that_cannot_be_read_is_refused_before_anything_is_sent() {
    let world = World::new();

    let list = world.run("rms devices list -o json --jq .[");
    let change = world.run("rms devices actions run reboot 70810 -o json --jq .[");
    let raw = world.run("api rms POST /devices/actions -f action=reboot -F device_id[]=70810 --jq .[");

    let message = "cannot read the jq expression: it ends where closing bracket should stand";
    assert_eq!((list.exit, list.error()["message"].as_str()), (2, Some(message)));
    assert_eq!((change.exit, change.error()["message"].as_str()), (2, Some(message)));
    assert_eq!(raw.failure(), (2, &*format!("error: {message}\n")));
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn what_cannot_be_shown_is_refused_before_a_raw_change_is_sent() {
    let world = World::new();

    let outcome = world.run("api rms POST /devices/actions -f action=reboot -F device_id[]=70810 --sort id");

    assert_eq!(
        outcome.failure(),
        (
            2,
            "error: `--sort` goes with lists, and this is one record\n\
             hint: `--paginate` makes a list of the answer's records\n"
        )
    );
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn half_a_body_is_told_and_nothing_of_it_is_shown() {
    let world = World::new().having(Fault::at(DEVICES, Misbehaviour::HalfBody));

    let outcome = world.run("rms devices list -o ndjson --retries 0");

    assert_eq!((outcome.exit, &*outcome.stdout), (8, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("no whole answer from HOST"), "{}", outcome.stderr);
}

#[test]
fn half_a_body_is_asked_for_again() {
    let world = World::new().having(Fault::at(DEVICES, Misbehaviour::HalfBody));

    let outcome = world.run("rms devices list -o name --limit 1 --retries 1");

    assert_eq!((outcome.exit, &*outcome.stdout, &*outcome.stderr), (0, "70810\n", ""));
}

#[test]
fn a_server_that_hangs_up_is_told() {
    let world = World::new().having(Fault::at(DEVICES, Misbehaviour::HangUp).times(u64::MAX));

    let outcome = world.run("rms devices list --retries 0");

    assert_eq!((outcome.exit, &*outcome.stdout), (8, ""), "{}", outcome.stderr);
}

#[test]
fn a_url_and_a_token_of_different_sources_are_refused_with_both_named() {
    let home = Home::new().with("RMCTL_RMS_TOKEN", RMS_TOKEN);
    home.write_config(
        "[profiles.a]\nvendor = \"rms\"\nurl = \"https://rms.example.com/api\"\ntoken = { env = \"X\" }\n",
    );

    let outcome = home.run("rms devices list");

    assert_eq!(outcome.exit, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("RMCTL_RMS_TOKEN"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains(RMS_TOKEN));
}

#[test]
fn a_profile_that_does_not_exist_is_told() {
    let home = Home::new();
    home.write_config("[profiles.field-routers]\nvendor = \"rms\"\ntoken = { env = \"X\" }\n");

    let outcome = home.run("rms devices list -p feild-routers");

    assert_eq!(
        outcome.failure(),
        (
            2,
            "error: unknown profile `feild-routers`; did you mean `field-routers`\n\
             hint: the profiles of `rms` are `field-routers`\n"
        )
    );
}

#[test]
fn a_profile_that_does_not_exist_has_no_secrets_and_the_nearest_one_is_named() {
    let home = Home::new();
    home.write_config("[profiles.field-routers]\nvendor = \"rms\"\ntoken = { env = \"X\" }\n");

    let told = ["login", "status", "logout", "token"].map(|verb| {
        let outcome = home.run(&format!("auth {verb} -p feild-routers"));
        (outcome.exit, outcome.stderr)
    });

    let expected = "error: there is no profile `feild-routers`; did you mean `field-routers`\n\
                    hint: `rmctl auth login -p feild-routers --vendor VENDOR` makes it\n";
    assert_eq!(told, std::array::from_fn(|_| (2, expected.to_owned())));
}

#[test]
fn a_body_that_is_no_json_is_told_with_the_place() {
    let world = World::new();

    let outcome = world.run_words(&["rms", "devices", "remote-access", "create", "--body", "{\"a\": }"]);

    assert_eq!(outcome.exit, 2);
    assert!(outcome.stderr.starts_with("error: `--body` is no JSON: "), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("line 1, column 7"), "{}", outcome.stderr);
}

#[test]
fn a_body_with_a_hidden_secret_is_not_sent() {
    let world = World::new();

    let outcome = world.run_words(&["rms", "devices", "connect", "start", "7", "--body", r#"{"duration":"<hidden>"}"#]);

    assert_eq!(outcome.exit, 2, "{}", outcome.stderr);
    assert_eq!(world.asked(), Vec::<String>::new());
}
