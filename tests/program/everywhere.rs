//! What holds for every command: flags before and behind its words, standard input, the form of early errors.

use serde_json::json;

use crate::support::{Home, World, outcome, words};

const TYPO: &str = "`rmctl rms` has no command `devics`";

#[test]
fn repeatable_flags_count_wherever_they_stand() {
    let world = World::new();

    let filtered = world.run("--filter model=RUTX11 rms devices list --filter status=1 -o json");
    let parted = world.run("--columns id rms --columns name devices list --columns model -o csv --limit 1");
    let before = world.run("--columns id rms devices list -o csv --limit 1");
    let profiles = world.run("-p a rms devices list -p b");

    let devices = filtered.json();
    let devices = devices.as_array().unwrap();
    assert!(!devices.is_empty());
    assert!(devices.iter().all(|device| device["model"] == "RUTX11" && device["status"] == 1), "{}", filtered.stdout);
    assert!(parted.stdout.starts_with("id,name,model\n"), "{}", parted.stdout);
    assert!(before.stdout.starts_with("id\n"), "{}", before.stdout);
    assert_eq!(profiles.failure(), (2, "error: this command works with one profile, and several are named\n"));
}

#[test]
fn of_a_flag_with_one_value_the_last_counts() {
    let world = World::new();

    let outcome = world.run("-y -o json --limit 1 rms devices list -y -o table -o name --limit 2");

    assert_eq!((outcome.exit, outcome.stdout.lines().count()), (0, 2), "{outcome:?}");
}

#[test]
fn an_early_error_has_the_form_of_a_format_in_any_spelling() {
    let home = Home::new();
    let exported = Home::new().with("RMCTL_OUTPUT", "json");

    let by_flag = ["rms devics -o=json", "-qojson rms devics", "rms devics --output=json"].map(|line| home.run(line));
    let by_variable = exported.run("rms devics");
    let overruled = exported.run("rms devics -o table");

    for outcome in by_flag.iter().chain([&by_variable]) {
        assert_eq!((outcome.exit, &outcome.error()["message"]), (2, &json!(TYPO)));
    }
    assert!(overruled.stderr.starts_with(&format!("error: {TYPO}\n")), "{}", overruled.stderr);
}

#[test]
fn a_format_from_the_environment_that_does_not_fit_says_where_it_is_from() {
    let world = World::new().with("RMCTL_OUTPUT", "html");

    let outcome = world.run("rms devices list");

    assert_eq!(outcome.exit, 2);
    assert!(outcome.stderr.ends_with("\nhint: `RMCTL_OUTPUT` says so; `--output FORMAT` goes over it\n"));
}

#[test]
fn standard_input_has_one_reader() {
    let world = World::new();

    let outcome = world.home.run_with_input("rms devices update --ids-from - --body - --dry-run", "70810\n");

    let message = "error: standard input is named more than once, and can be read once";
    assert_eq!(outcome.failure(), (2, &*format!("{message}\nhint: keep one of the two in a file\n")));
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_id() {
    let world = World::new();

    let outcome = world.home.run_with_input("rms devices get --ids-from - -o name", "\u{feff}70810\r\n70811\r\n");

    assert_eq!((outcome.exit, &*outcome.stdout), (0, "70810\n70811\n"));
}

#[test]
fn a_line_of_curl_is_refused_by_what_is_no_request_and_nothing_is_sent() {
    let world = World::new();

    let lines = ["inventory", "alerts", "find x", "doctor", "auth status", "config show", "api rms --list"];
    let outcomes = lines.map(|line| world.run(&format!("{line} --print-curl")));

    let refusal = "error: `--print-curl` prints one request, and this command is not one";
    assert!(outcomes.iter().all(|one| one.exit == 2 && one.stderr.starts_with(refusal)), "{outcomes:?}");
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn a_line_of_curl_runs_for_heads_and_brackets() {
    let world = World::new();

    let head = world.run("api rms HEAD /devices --print-curl");
    let brackets = world.run("api rms /devices?filter[a]=1 --print-curl");

    assert!(head.stdout.starts_with("curl -sS --head ") && !head.stdout.contains("-X"), "{}", head.stdout);
    assert!(brackets.stdout.starts_with("curl -sS --globoff "), "{}", brackets.stdout);
}

#[test]
fn a_line_of_curl_asks_for_the_token_of_a_profile() {
    let home = Home::new();
    home.write_config("[profiles.hq]\nvendor = \"rms\"\ntoken = { keyring = true }\n");

    let outcome = home.run("rms devices get 7 --print-curl");

    assert!(outcome.stdout.contains("\"authorization: Bearer $(rmctl auth token -p hq)\""), "{outcome:?}");
    assert_eq!(outcome.stderr, "");
}

#[test]
fn a_line_of_curl_that_signs_says_which_variables_it_takes_and_does_not_have() {
    let home = Home::new().with("RMCTL_NINJA_ACCESS_KEY_ID", "SBX7Q2M9K4T6W8Z1C3V5");
    home.write_config(
        "[profiles.msp]\nvendor = \"ninja\"\naccess_key_id = \"A\"\nsecret_access_key = { keyring = true }\n",
    );

    let outcome = home.run("ninja devices list -p msp --print-curl");

    let told = "set `$RMCTL_NINJA_SECRET_ACCESS_KEY` before you run it: the line takes it from there\n";
    assert_eq!((outcome.exit, outcome.stderr.as_str()), (0, told));
    assert!(outcome.stdout.contains("-hmac \"$RMCTL_NINJA_SECRET_ACCESS_KEY\""), "{outcome:?}");
}

#[test]
fn an_empty_list_of_our_own_is_3_where_that_is_asked() {
    let world = World::new();

    let lines = ["config show", "auth status --vendor rms", "doctor --vendor rms", "api rms --list"];
    let outcomes = lines.map(|line| world.run(&format!("{line} --filter vendor=none --fail-on-empty -o json")));

    let seen = outcomes.each_ref().map(|one| (one.exit, &*one.stdout));
    assert_eq!(seen, [(3, "[]\n"); 4]);
}

#[test]
fn the_built_in_sandbox_is_read_only_where_everything_is() {
    let home = Home::new().with("RMCTL_READ_ONLY", "1");

    let outcome = home.run("--sandbox rms tags delete 16 --yes -o json");

    let error = outcome.error();
    assert_eq!((outcome.exit, &error["vendor"], &error["profile"]), (5, &json!("rms"), &json!("sandbox")));
    assert_eq!(error["hint"], "`unset RMCTL_READ_ONLY` allows changes again");
}

#[test]
fn a_sandbox_that_is_switched_off_by_its_variable_is_none() {
    let homes = ["0", "false"].map(|value| Home::new().with("RMCTL_SANDBOX", value));

    let outcomes = homes.map(|home| home.run("rms devices list"));

    let missing = "error: no credentials for Teltonika RMS are configured\n";
    assert!(outcomes.iter().all(|one| one.exit == 2 && one.stderr.starts_with(missing)), "{outcomes:?}");
}

#[test]
fn a_limit_does_not_pretend_to_limit_a_change() {
    let world = World::new();

    let outcome = world.run("rms tags delete 11 13 --limit 1 --yes");

    let message = "error: `--limit` goes with lists, and this is a change\n";
    assert_eq!(outcome.failure(), (2, &*format!("{message}hint: `--max-affected N` refuses to change more than N\n")));
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn a_server_without_tls_is_told_in_words() {
    let world = World::new();
    let url = world.sandbox.origin().replace("http://", "https://");
    let world = world.with("RMCTL_RMS_URL", url);

    let outcome = world.run("rms devices list --retries 0");

    let message = "error: cannot list devices: cannot reach HOST: it does not speak TLS\n";
    assert_eq!((outcome.exit, outcome.stderr.lines().next()), (8, Some(message.trim_end())));
}

#[test]
fn a_raw_delete_is_confirmed_by_its_path() {
    let world = World::new();

    let known = world.run("api rms DELETE /tags/16 --no-input");
    let unknown = world.run("api rms DELETE /nobody/7 --no-input");

    assert!(known.stderr.contains(": Delete tags: `/tags/16`?\n"), "{}", known.stderr);
    assert!(unknown.stderr.contains(": Send this DELETE: `/nobody/7`?\n"), "{}", unknown.stderr);
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn a_header_that_cannot_be_sent_is_not_left_out() {
    let world = World::new();

    let outcome = world.run_words(&["api", "rms", "/tags", "-H", "x-note: a\nb"]);

    assert_eq!(outcome.failure(), (2, "error: the value of the header `x-note` has letters that no header has\n"));
    assert_eq!(world.asked(), Vec::<String>::new());
}

#[test]
fn a_change_without_an_answer_is_an_empty_object_for_jq_too() {
    let world = World::new();

    let outcome = world.run("rms devices update 70810 --name x -o json --jq .id");

    assert_eq!((outcome.exit, &*outcome.stdout), (0, "null\n"));
}

#[test]
fn a_file_in_no_folder_is_told_without_a_name_of_ours() {
    let world = World::new();
    let folder = world.home.path("nowhere").display().to_string();

    let outcome = world.run(&format!("api rms /tags --save {folder}/tags.json"));

    let message = format!("error: cannot write `{folder}/tags.json`: there is no folder `{folder}`\n");
    assert_eq!(outcome.failure(), (2, &*message));
}

#[test]
fn a_hyphen_is_standard_output_wherever_something_is_saved() {
    let home = Home::new();
    // No member with a time, which would differ from run to run.
    let lines = [
        "rms devices export --fields id --fields serial",
        "api rms /devices/70810?fields=id,serial",
        "inventory --vendor sps -o ssh-config",
    ];
    // In the folder that is looked at in the end.
    let command = |line: &str| {
        let mut command = home.command(&words(line));
        command.arg("--sandbox").current_dir(home.path(""));
        command
    };
    let printed = |line: &str| outcome(command(line).spawn().unwrap());

    let pairs = lines.map(|line| [printed(line), printed(&format!("{line} --save -"))]);
    let packed = command("beyondtrust report syslog --save -").output().unwrap();

    for [without, with] in &pairs {
        assert_eq!((with.exit, &with.stdout), (0, &without.stdout), "{with:?}");
        assert!(!with.stdout.is_empty());
    }
    assert!(packed.stdout.starts_with(b"PK"), "{packed:?}");
    assert_eq!(home.files(), []);
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_refused_and_not_changed() {
    use std::os::unix::ffi::OsStrExt as _;

    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.json");

    let ended = outcome(Home::new().command(&["schema", "device", "--jq"]).arg(name).spawn().unwrap());

    assert_eq!(ended.failure(), (2, "error: the argument `caf\u{fffd}.json` is no text in UTF-8\n"));
}
