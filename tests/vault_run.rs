//! `rmctl beyondtrust vault run` as users run it: real programs, real signals, and a site that holds what is checked out.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]
#![cfg(unix)]

mod support;

use std::process::{Child, Command, Stdio};

use sandbox::{Fault, Misbehaviour};
use support::{Outcome, World, outcome, read_until};

const SECRET: &str = "SANDBOX-vault-password";
const RUN: [&str; 5] = ["beyondtrust", "vault", "run", "--account", "switch-admin"];
const OUT: &str = "POST /beyondtrust/api/config/v1/vault/account/1/check-out";
const IN: &str = "POST /beyondtrust/api/config/v1/vault/account/1/check-in";
/// Says when it is ready, and answers a signal by its name and a code of its own.
const WAITS: &str = "trap 'echo interrupted; kill $!; exit 41' INT; trap 'echo terminated; kill $!; exit 42' TERM; \
    trap 'echo hung up; kill $!; exit 43' HUP; sleep 60 > /dev/null 2>&1 < /dev/null & echo ready; wait $!";

fn world() -> World {
    World::new().with("PATH", "/usr/local/bin:/usr/bin:/bin")
}

/// The words of a run that gives the secret in the variable `PASSWORD` to a script.
fn script(text: &str) -> Vec<&str> {
    [&RUN[..], &["--env", "PASSWORD", "--", "sh", "-c", text]].concat()
}

/// Check-outs and check-ins that the site has heard, in order.
fn lending(world: &World) -> Vec<String> {
    world.changes().into_iter().filter(|line| line.contains("/vault/")).collect()
}

fn run(world: &World, text: &str) -> Outcome {
    world.run_words(&script(text))
}

/// A run whose program has begun.
fn begun(world: &World, words: &[&str]) -> Child {
    let mut child = world.home.command(words).stdin(Stdio::piped()).spawn().unwrap();
    read_until(child.stdout.as_mut().unwrap(), "ready\n");
    child
}

fn send(signal: &str, child: &Child) {
    let status = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn the_program_has_the_secret_and_its_exit_code_is_the_command_s() {
    let world = world();

    let well = run(&world, "test \"$PASSWORD\" = SANDBOX-vault-password && echo well");
    let badly = run(&world, "echo badly >&2; exit 7");
    let killed = run(&world, "kill -9 $$");

    assert_eq!(well, Outcome { exit: 0, stdout: "well\n".to_owned(), stderr: String::new() });
    assert_eq!(badly, Outcome { exit: 7, stdout: String::new(), stderr: "badly\n".to_owned() });
    assert_eq!(killed, Outcome { exit: 137, stdout: String::new(), stderr: String::new() });
    assert_eq!(lending(&world), [OUT, IN, OUT, IN, OUT, IN]);
}

#[test]
fn a_file_descriptor_holds_the_secret_and_nothing_more() {
    let world = world();
    let of = |number: &str, text: &str| {
        let words = [&RUN[..], &["--fd", number, "--env-username", "NAME", "--", "sh", "-c", text]].concat();
        world.run_words(&words)
    };

    let third = of("3", "cat <&3; echo \" of $NAME\"; env | grep -c SANDBOX-vault");
    let high = of("200", "cat /dev/fd/200");
    let input = of("0", "cat");

    assert_eq!((third.exit, third.stdout), (1, format!("{SECRET} of admin\n0\n")));
    assert_eq!([high.stdout, input.stdout], [SECRET, SECRET]);
}

#[test]
fn standard_streams_are_the_program_s_own() {
    let world = world();
    let mut child = world.home.command(&script("cat; echo told >&2")).stdin(Stdio::piped()).spawn().unwrap();

    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"typed").unwrap();
    drop(stdin);

    assert_eq!(outcome(child), Outcome { exit: 0, stdout: "typed".to_owned(), stderr: "told\n".to_owned() });
}

#[test]
fn what_is_ours_is_not_in_the_program_s_environment() {
    let world = world().with("BT_CLIENT_SECRET", "of another tool").with("SITE_TOKEN", "named by the file");
    world.home.write_config("[profiles.other]\nvendor = \"rms\"\ntoken = { env = \"SITE_TOKEN\" }\n");

    let outcome = run(&world, "env | grep -E '^(RMCTL_|BT_|SITE_TOKEN|HOME=|PASSWORD=)' | cut -d= -f1 | sort");

    assert_eq!((outcome.exit, outcome.stdout.as_str()), (0, "HOME\nPASSWORD\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn the_secret_is_seen_by_the_program_alone() {
    let world = world();
    let text = "tr '\\0' ' ' < /proc/$PPID/cmdline; tr '\\0' ' ' < /proc/$$/cmdline; \
        tr '\\0' ' ' < /proc/$PPID/environ; echo; echo ready; cat > /dev/null";
    let words = [&["-vvv"], &script(text)[..]].concat();
    let mut child = world.home.command(&words).stdin(Stdio::piped()).spawn().unwrap();

    let printed = read_until(child.stdout.as_mut().unwrap(), "ready\n");
    let files = world.home.files();
    drop(child.stdin.take());
    let ended = outcome(child);

    let has = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(printed.contains("vault run"), "{printed}");
    assert!(!printed.contains(SECRET) && !ended.stderr.contains(SECRET), "{printed}{}", ended.stderr);
    assert!(ended.stderr.contains(r#""password":"<hidden>""#), "{}", ended.stderr);
    assert!(files.iter().any(|(_, bytes)| has(bytes, "switch-admin")), "the journal names the account");
    assert!(!files.iter().any(|(_, bytes)| has(bytes, SECRET)));
}

#[test]
fn signals_go_to_the_program_and_the_account_is_checked_in_when_it_has_ended() {
    let world = world();
    let ended_by = |signals: &[&str]| {
        let child = begun(&world, &script(WAITS));
        signals.iter().for_each(|signal| send(signal, &child));
        let Outcome { exit, stdout, stderr } = outcome(child);
        (exit, stdout, stderr)
    };
    let quietly = |exit, said: &str| (exit, said.to_owned(), String::new());

    assert_eq!(ended_by(&["-INT"]), quietly(41, "interrupted\n"));
    assert_eq!(ended_by(&["-TERM"]), quietly(42, "terminated\n"));
    assert_eq!(ended_by(&["-HUP"]), quietly(43, "hung up\n"));
    assert_eq!(lending(&world), [OUT, IN, OUT, IN, OUT, IN]);
}

#[test]
fn a_program_that_a_signal_kills_gives_128_and_its_number() {
    let world = world();
    let child = begun(&world, &script("echo ready; exec sleep 60 > /dev/null 2>&1 < /dev/null"));

    send("-TERM", &child);

    assert_eq!(outcome(child).exit, 143);
    assert_eq!(lending(&world), [OUT, IN]);
}

#[test]
fn a_program_may_ignore_signals_and_is_waited_for() {
    let world = world();
    let mut child = begun(&world, &script("trap '' INT TERM; echo ready; cat; echo ended"));

    ["-INT", "-TERM", "-INT"].iter().for_each(|signal| send(signal, &child));
    drop(child.stdin.take());

    assert_eq!((outcome(child).stdout.as_str(), lending(&world).len()), ("ended\n", 2));
}

/// Answers the process that was killed while its program had the secret.
fn killed(world: &World) -> u32 {
    let mut child = begun(world, &script("echo ready; exec cat"));
    child.kill().unwrap();
    child.wait().unwrap();
    child.id()
}

#[test]
fn a_raw_check_in_ends_what_a_kill_left_too() {
    let world = world();
    killed(&world);

    let raw = world.run("api beyondtrust POST /api/config/v1/vault/account/1/check-in");
    let after = world.run("beyondtrust vault accounts list");

    assert_eq!((raw.failure(), after.failure()), ((0, ""), (0, "")));
}

#[test]
fn what_a_kill_of_rmctl_left_is_named_until_it_is_checked_in() {
    let world = world();
    let pid = killed(&world);

    let list = world.run("beyondtrust vault account-groups list");
    let next = run(&world, "true");
    let users = world.run("beyondtrust users list");
    let checked_in = world.run("beyondtrust vault accounts check-in switch-admin");
    let after = world.run("beyondtrust vault accounts list");

    let what =
        format!("warning: an earlier run (pid {pid}) may have left Vault account `switch-admin` (1) checked out at ");
    let command = "Z; `rmctl beyondtrust vault accounts check-in 1` checks it in\n";
    assert!(list.stderr.starts_with(&what) && list.stderr.ends_with(command), "{}", list.stderr);
    assert!(next.stderr.starts_with(&what), "{}", next.stderr);
    assert_eq!(next.exit, 12, "{}", next.stderr);
    assert_eq!((users.stderr.as_str(), checked_in.failure(), after.stderr.as_str()), ("", (0, "done\n"), ""));
    assert_eq!(lending(&world), [OUT, OUT, IN]);
}

#[test]
fn a_failed_check_in_is_an_error_and_14_only_where_the_program_succeeded() {
    let path = OUT.trim_start_matches("POST ").replace("check-out", "check-in");
    let busy =
        || Misbehaviour::Answer { status: 403, headers: Vec::new(), body: "{\"message\":\"Forbidden\"}".to_owned() };
    let world = world().having(Fault::at(&*path, busy()).times(1));
    let other = self::world().having(Fault::at(&*path, busy()).times(1));

    let after_success = run(&world, "true");
    let words = [&["-o", "json"], &script("exit 3")[..]].concat();
    let after_failure = other.run_words(&words);

    let error = "error: Vault account `switch-admin` (1) could not be checked in: 403: Forbidden\n\
        hint: `rmctl beyondtrust vault accounts check-in 1` checks it in\n";
    assert_eq!(after_success.failure(), (14, error));
    assert_eq!((after_failure.exit, after_failure.error()["http_status"].as_u64()), (3, Some(403)));
}

#[test]
fn a_check_out_whose_answer_is_lost_is_taken_back() {
    let path = OUT.trim_start_matches("POST ");
    let world = world().having(Fault::at(path, Misbehaviour::HangUpAfterWork));

    let outcome = run(&world, "echo never");
    let again = run(&world, "echo again");

    assert_eq!((outcome.exit, outcome.stdout.as_str()), (8, ""));
    assert!(outcome.stderr.contains("; the account was checked in\n"), "{}", outcome.stderr);
    assert_eq!((again.exit, again.stdout.as_str()), (0, "again\n"));
}

#[test]
fn nothing_is_checked_out_for_what_cannot_be_run() {
    let world = world();
    let told = |words: &[&str]| {
        let outcome = world.run_words(&[&RUN[..], words].concat());
        (outcome.exit, outcome.stderr.lines().next().unwrap_or_default().to_owned())
    };

    let absent = told(&["--env", "X", "--", "no-such-program"]);
    let unnamed = told(&["--env", "X"]);
    let nowhere = told(&["--", "true"]);
    let twice = told(&["--env", "X", "--fd", "3", "--", "true"]);
    let no_program = told(&["--env", "X", "--", "/etc/passwd"]);
    let curl = told(&["--env", "X", "--print-curl", "--", "true"]);
    let dry = told(&["--env", "X", "--dry-run", "--", "true"]);

    assert_eq!(absent, (3, "error: there is no program `no-such-program`".to_owned()));
    assert_eq!(unnamed, (2, "error: `COMMAND` is missing".to_owned()));
    assert_eq!(nowhere, (2, "error: one of `--env`, `--fd` is needed".to_owned()));
    assert_eq!(twice, (2, "error: `--env` does not go with `--fd`".to_owned()));
    assert_eq!(no_program, (2, "error: `/etc/passwd` is no program that you may run".to_owned()));
    assert_eq!(curl, (2, "error: `--print-curl` prints one request, and this command makes several".to_owned()));
    assert_eq!(dry, (0, String::new()));
    assert_eq!(lending(&world), Vec::<String>::new());
}

#[test]
fn a_profile_that_only_reads_and_an_account_without_permission_check_nothing_out() {
    let reading = world().with("RMCTL_READ_ONLY", "1");
    let lacking = world()
        .with("RMCTL_BEYONDTRUST_CLIENT_ID", sandbox::BEYONDTRUST_READING_CLIENT_ID)
        .with("RMCTL_BEYONDTRUST_CLIENT_SECRET", sandbox::BEYONDTRUST_READING_CLIENT_SECRET);

    let forbidden = run(&reading, "true");
    let refused = lacking.run_words(&[&["-o", "json"], &script("true")[..]].concat());

    assert_eq!(forbidden.exit, 5);
    assert_eq!((refused.exit, refused.error()["http_status"].as_u64()), (5, Some(403)));
    assert!(refused.error()["hint"].as_str().unwrap().contains("Manage Vault Accounts"));
    assert_eq!((lending(&reading), lending(&lacking)), (vec![], vec![]));
}

#[test]
fn words_after_two_dashes_are_never_ours() {
    let world = world();

    let outcome = world.run_words(&[&RUN[..], &["--env", "X", "--", "echo", "-o", "json", "--help", "-q"]].concat());
    let failure = world.run_words(&[&RUN[..], &["--env", "X", "--", "no-such-program", "-o", "json"]].concat());

    assert_eq!((outcome.exit, outcome.stdout.as_str()), (0, "-o json --help -q\n"));
    assert_eq!(failure.stderr, "error: there is no program `no-such-program`\n");
}

#[test]
fn a_check_out_of_several_shows_each_secret_in_a_table_too() {
    let world = world();

    let out = world.run("beyondtrust vault accounts check-out switch-admin 2");

    let lines: Vec<&str> = out.stdout.lines().collect();
    assert_eq!((out.exit, lines.len()), (0, 3), "{out:?}");
    assert!(lines[0].starts_with("ID  STATUS  USERNAME"), "{out:?}");
    assert!(lines.iter().any(|line| line.starts_with("1   done    admin") && line.contains(SECRET)), "{out:?}");
}

#[test]
fn a_check_out_by_hand_shows_the_secret_and_a_second_one_says_who_could_end_it() {
    let world = world();

    let first = world.run("beyondtrust vault accounts check-out switch-admin -o json");
    let second = world.run("beyondtrust vault accounts check-out 1");
    let ended = world.run("beyondtrust vault accounts force-check-in switch-admin --yes");

    assert_eq!(first.json()["password"], SECRET);
    assert_eq!(
        second.failure(),
        (
            12,
            "error: cannot check out the credentials of Vault accounts `1`: 422: This account is checked out.\n\
             hint: `rmctl beyondtrust vault accounts force-check-in 1` takes it from whoever has it\n"
        )
    );
    assert_eq!(ended.exit, 0, "{}", ended.stderr);
}

#[test]
fn an_authority_of_certificates_is_never_checked_out() {
    let world = world();
    let key = world.home.write("key.pem", "SANDBOX");
    let words = format!(
        "beyondtrust vault accounts create --type x509_ca --name ca --x509-cert X --x509-key @{}",
        key.display()
    );
    let made = world.run(&words);

    let by_hand = world.run("beyondtrust vault accounts check-out ca");
    let outcome = world.run_words(&["beyondtrust", "vault", "run", "--account", "ca", "--env", "X", "--", "true"]);

    assert_eq!((made.exit, by_hand.exit), (0, 13), "{}{}", made.stderr, by_hand.stderr);
    let words = "error: Vault account `ca` is of the type `x509_ca`, which cannot be checked out\n";
    assert_eq!(outcome.failure(), (2, words));
}

#[test]
fn a_policy_may_lend_an_account_to_several() {
    let world = world();
    let policy = "--code-name shared --allow-simultaneous-checkout --auto-rotate-credentials=false \
        --scheduled-password-rotation=false --name Shared";
    let made = world.run(&format!("beyondtrust vault account-policies create {policy}"));
    let changed = world.run("beyondtrust vault accounts update 1 --account-policy shared --type username_password");

    let nested = begun(&world, &script("echo ready; exec cat"));
    let second = run(&world, "echo second");
    drop(outcome(nested));

    assert_eq!((made.exit, changed.exit), (0, 0), "{}{}", made.stderr, changed.stderr);
    assert_eq!((second.exit, second.stdout.as_str()), (0, "second\n"), "{}", second.stderr);
}
