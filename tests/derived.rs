//! What is made from the command tree, as real shells and real readers of manual pages take it.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sandbox::{Options, Sandbox};
use tempfile::TempDir;

/// A user's folders, empty at first, and the simulators to list things from.
struct Home {
    folder: TempDir,
    sandbox: Sandbox,
}

impl Home {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            sandbox: Sandbox::start(Options::default()).expect("the simulators"),
        }
    }

    /// A program that finds our rmctl first on its path, and knows no account.
    fn program(&self, program: &str) -> Command {
        let ours = Path::new(env!("CARGO_BIN_EXE_rmctl")).parent().expect("a program lies in a folder").display();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", format!("{ours}:/usr/local/bin:/usr/bin:/bin"))
            .env("HOME", self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .env("RMCTL_CONFIG", self.config())
            .env("RMCTL_CACHE_DIR", self.cache())
            .env("RMCTL_STATE_DIR", self.folder.path().join("state"))
            .stdin(Stdio::null());
        command
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    /// A command with an account.
    fn list(&self, words: &str) {
        let mut command = self.program("rmctl");
        command.envs(self.sandbox.environment()).args(words.split(' '));
        let output = command.output().expect("it can be run");
        assert!(output.status.success(), "{}", text(&output.stderr));
    }

    fn complete(&self, words: &[&str]) -> Output {
        let mut command = self.program("rmctl");
        command.arg("__complete").args(words).output().expect("it can be run")
    }

    /// The words that completion offers, without what they are.
    fn offered(&self, words: &[&str]) -> Vec<String> {
        let output = self.complete(words);
        let lines = text(&output.stdout).lines();
        lines.map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
    }

    /// A file with the completion script.
    fn script(&self, shell: &str) -> String {
        let output = self.program("rmctl").args(["completions", shell]).output().expect("it can be run");
        let path = self.folder.path().join(shell);
        std::fs::write(&path, output.stdout).expect("the folder is there");
        path.display().to_string()
    }

    /// What bash offers for these words, the last of which is being typed.
    fn bash(&self, words: &[&str], tabs: &str) -> Vec<String> {
        let mut command = self.program("bash");
        command.args(["--norc", "-c", IN_BASH, "bash", &self.script("bash"), tabs]).args(words);
        let output = command.output().expect("it can be run");
        assert_eq!(text(&output.stderr), "");
        text(&output.stdout).lines().map(str::to_owned).collect()
    }
}

/// As readline calls the function that `complete` names.
const IN_BASH: &str = r#"
source "$1"; COMP_TYPE=$2; shift 2
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
function=$(complete -p rmctl); function=${function##*-F }; function=${function%% *}
typed=${COMP_WORDS[COMP_CWORD]}; [[ $typed == '=' ]] && typed=
"$function" rmctl "$typed" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"#;

const ONE_TAB: &str = "9";
const TWO_TABS: &str = "63";

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("rmctl prints UTF-8")
}

/// Whether a program is there; says so where a test can show nothing without it.
fn has(program: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    let is_there = found.is_ok_and(|output| output.status.success());
    if !is_there {
        use std::io::Write as _;
        #[expect(clippy::disallowed_methods, reason = "a test says why it shows nothing")]
        let _ = writeln!(std::io::stderr(), "skipped: there is no {program}");
    }
    is_there
}

#[test]
fn bash_completes_commands_flags_and_values() {
    if !has("bash") {
        return;
    }
    let home = Home::new();

    assert_eq!(home.bash(&["rmctl", "rms", "devices", "remote"], ONE_TAB), ["remote-access"]);
    assert_eq!(home.bash(&["rmctl", "rms", "devices", "list", "--wan"], ONE_TAB), ["--wan-state"]);
    assert_eq!(home.bash(&["rmctl", "rms", "devices", "list", "--status", "o"], ONE_TAB), ["online", "offline"]);
    assert_eq!(home.bash(&["rmctl", "rms", "devices", "list", "--status", "=", "on"], ONE_TAB), ["online"]);
    assert_eq!(home.bash(&["rmctl", "rms", "devices", "list", "--status", "="], ONE_TAB).len(), 3);
    assert_eq!(home.bash(&["rmctl", "-o", "nd"], ONE_TAB), ["ndjson"]);
}

#[test]
fn bash_offers_ids_and_shows_names_when_it_lists_them() {
    if !has("bash") {
        return;
    }
    let home = Home::new();
    home.list("rms devices list --limit 4");
    let words = ["rmctl", "rms", "devices", "get", "7081"];

    let (offered, shown) = (home.bash(&words, ONE_TAB), home.bash(&words, TWO_TABS));

    assert_eq!(offered, ["70810", "70811", "70812", "70813"]);
    assert_eq!(shown[0], "70810  (Site A router)");
    assert_eq!(home.bash(&["rmctl", "rms", "devices", "get", "70810"], TWO_TABS), ["70810"]);
}

#[test]
fn fish_completes_commands_values_and_ids() {
    if !has("fish") {
        return;
    }
    let home = Home::new();
    home.list("rms devices list --limit 2");
    let lines = ["rms devices lis", "rms devices list --status o", "rms devices get "];
    let asks: Vec<String> = lines.iter().map(|line| format!("complete -C 'rmctl {line}'")).collect();
    let script = format!("source {}; {}", home.script("fish"), asks.join("; "));

    let output = home.program("fish").args(["--no-config", "-c", &script]).output().unwrap();

    let said = text(&output.stdout);
    assert!(said.starts_with("list\tList devices\nonline\noffline\n70810\tSite A router\n70811\t"), "{said}");
}

#[test]
fn zsh_reads_its_script_and_takes_it_for_a_completion() {
    if !has("zsh") {
        return;
    }
    let home = Home::new();
    let script = home.script("zsh");
    let takes = format!("autoload -U compinit; compinit -D -u; source {script}; print -r -- $_comps[rmctl]");

    let syntax = home.program("zsh").args(["-f", "-n", &script]).output().unwrap();
    let taken = home.program("zsh").args(["-f", "-c", &takes]).output().unwrap();

    assert!(syntax.status.success() && syntax.stderr.is_empty(), "{}", text(&syntax.stderr));
    assert_eq!(text(&taken.stdout), "_rmctl\n");
}

#[test]
fn scripts_of_shells_that_few_have_begin_as_they_should() {
    let home = Home::new();
    let beginning = |shell: &str| {
        let script = std::fs::read_to_string(home.script(shell)).unwrap();
        script.lines().take(3).collect::<Vec<_>>().join("\n")
    };

    insta::assert_snapshot!(beginning("powershell"), @r"
    # Completion of rmctl for PowerShell. rmctl itself says what can stand at the cursor.

    Register-ArgumentCompleter -Native -CommandName 'rmctl' -ScriptBlock {
    ");
    insta::assert_snapshot!(beginning("nushell"), @r#"
    module completions {

      def "nu-complete rmctl output" [] {
    "#);
}

#[test]
fn nushell_knows_every_command_and_its_values() {
    let home = Home::new();

    let script = std::fs::read_to_string(home.script("nushell")).unwrap();

    assert!(script.contains(r#"export extern "rmctl rms devices list" ["#));
    assert!(script.contains(r#"[ "online" "offline" "not_activated" ]"#));
}

#[test]
fn ids_are_offered_wherever_such_an_id_is_taken_and_once() {
    let home = Home::new();
    home.list("rms devices list --limit 3");

    let ids = ["70810", "70811", "70812"];
    assert_eq!(home.offered(&["=", "rms", "devices", "get"]), ids);
    assert_eq!(home.offered(&["=", "rms", "connect-link", "--device"]), ids);
    assert_eq!(home.offered(&["=", "rms", "devices", "remote-access", "list", "--device-id"]), ids);
    assert_eq!(home.offered(&["=", "rms", "devices", "actions", "run", "reboot", "70811"]), ["70810", "70812"]);
    assert_eq!(home.offered(&["=7", "rms", "devices", "remote-access", "delete"]), [""; 0]);
}

#[test]
fn what_is_remembered_is_for_its_owner_and_its_account_alone() {
    let home = Home::new();
    home.list("rms devices list --limit 1");

    let modes: Vec<u32> = std::fs::read_dir(home.cache())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().permissions().mode() & 0o777)
        .collect();

    assert_eq!(modes, [0o600]);
    assert_eq!(home.offered(&["=7", "-p", "other", "rms", "devices", "get"]), [""; 0]);
    assert_eq!(home.offered(&["=7", "--sandbox", "rms", "devices", "get"]), [""; 0]);
}

#[test]
fn lists_for_scripts_and_lists_without_a_cache_leave_nothing() {
    let home = Home::new();
    home.list("rms devices list -o json");
    home.list("rms devices list --no-cache");

    assert!(!home.cache().exists());
}

#[test]
fn completion_is_silent_about_all_trouble() {
    let home = Home::new();
    std::fs::write(home.config(), "no = [toml").unwrap();
    std::fs::write(home.cache(), "no folder").unwrap();

    for words in [&["="][..], &["=", "rms", "devices", "get"], &["=", "-p"], &["=x", "no", "such"], &[]] {
        let output = home.complete(words);

        assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
    }
    assert!(home.offered(&["=r"]).contains(&"rms".to_owned()));
}

#[test]
fn profiles_and_columns_are_completed() {
    let home = Home::new();
    let file = "[profiles.hq]\nvendor = \"rms\"\ntoken = { env = \"T\" }\n";
    std::fs::write(home.config(), file).unwrap();

    assert_eq!(home.offered(&["=", "-p"]), ["hq"]);
    assert_eq!(home.offered(&["=id,nam", "rms", "devices", "list", "--columns"]), ["id,name"]);
    assert_eq!(home.offered(&["=-nam", "rms", "devices", "list", "--sort"]), ["-name"]);
    assert!(home.offered(&["=", "inventory", "-o"]).contains(&"prometheus".to_owned()));
    assert!(!home.offered(&["=", "alerts", "-o"]).contains(&"prometheus".to_owned()));
}

#[test]
fn every_manual_page_renders_without_a_complaint() {
    let home = Home::new();
    let folder = home.folder.path().join("man1");
    let written = home.program("rmctl").args(["man", "--dir"]).arg(&folder).output().unwrap();
    assert!(written.status.success());
    let pages: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(folder.join("rmctl.1").exists() && folder.join("rmctl-rms-devices-list.1").exists());

    if has("groff") {
        let output = home.program("groff").args(["-man", "-ww", "-z", "-K", "utf8"]).args(&pages).output().unwrap();
        assert_eq!(text(&output.stderr), "");
    }
    if has("mandoc") {
        let output = home.program("mandoc").args(["-Tlint", "-Wwarning"]).args(&pages).output().unwrap();
        let complaints = text(&output.stdout).lines();
        // A page without a date is the same whenever it is made.
        let complaints: Vec<&str> = complaints.filter(|line| !line.contains("missing date")).collect();
        assert_eq!(complaints, [""; 0]);
    }
}

#[test]
fn the_first_manual_page_goes_to_standard_output() {
    let output = Home::new().program("rmctl").arg("man").output().unwrap();

    let page = text(&output.stdout);
    assert!(page.contains(".SH \"EXIT STATUS\"") && page.contains(".SH SYNOPSIS"), "{page}");
}

#[test]
fn an_operation_is_described_as_data() {
    let words = ["api", "rms", "--describe", "devices", "actions", "run", "-o", "json"];

    let output = Home::new().program("rmctl").args(words).output().unwrap();

    let described: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(described["command"], "rms devices actions run");
    assert_eq!(described["example"], "rmctl rms devices actions run reboot 42");
    assert_eq!(described["params"][0]["values"][0], "reboot");
}
