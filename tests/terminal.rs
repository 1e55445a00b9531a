//! A real terminal, by tmux: widths, colours, prompts, and what a hostile name must not do to it.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]
#![cfg(unix)]

mod support;

use std::process::{Command, Output};

use sandbox::{Options, Sandbox};
use support::Home;

/// A terminal of 60 columns in which a shell waits for lines.
struct Terminal {
    folder: tempfile::TempDir,
    home: Home,
    _sandbox: Sandbox,
}

/// Nothing where tmux is missing, which the test then says.
fn terminal(options: Options) -> Option<Terminal> {
    if !Command::new("tmux").arg("-V").output().is_ok_and(|output| output.status.success()) {
        #[expect(clippy::print_stderr, reason = "whoever reads the test's output shall know what was not tested")]
        {
            eprintln!("skipped: there is no tmux");
        }
        return None;
    }
    let sandbox = Sandbox::start(options).unwrap();
    let home = sandbox.environment().into_iter().fold(Home::new(), |home, (name, value)| home.with(name, value));
    let home = home.with("TERM", "tmux-256color").with("LANG", "C.UTF-8").with("LC_ALL", "C.UTF-8");
    let folder = tempfile::tempdir().unwrap();
    let terminal = Terminal { folder, home, _sandbox: sandbox };
    terminal.tmux(&["new-session", "-d", "-x", "60", "-y", "40", "sh"]);
    Some(terminal)
}

impl Terminal {
    fn tmux(&self, words: &[&str]) -> Output {
        let socket = self.folder.path().join("socket");
        let output = Command::new("tmux")
            .args(["-u", "-f", "/dev/null", "-S", socket.to_str().unwrap()])
            .args(words)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .envs(self.home.environment())
            .output()
            .unwrap();
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        output
    }

    fn type_line(&self, line: &str) {
        self.tmux(&["send-keys", "-l", line]);
        self.tmux(&["send-keys", "Enter"]);
    }

    /// Run a command in an empty terminal; answers what stands there when it has ended.
    fn run(&self, words: &str) -> String {
        self.start(words);
        self.ended()
    }

    fn start(&self, words: &str) {
        let program = env!("CARGO_BIN_EXE_rmctl");
        // What an earlier command left is not to be taken for the answer to this one.
        self.tmux(&["send-keys", "-R"]);
        self.type_line(&format!("clear; {program} {words}; echo exit $?; tmux wait-for -S ended"));
    }

    fn ended(&self) -> String {
        self.tmux(&["wait-for", "ended"]);
        self.screen(&[])
    }

    /// What stands in the terminal, up to the exit code where it has been told.
    fn screen(&self, more: &[&str]) -> String {
        let output = self.tmux(&[&["capture-pane", "-p"], more].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        let told: Vec<&str> = text.lines().map(str::trim_end).collect();
        let end = told.iter().position(|line| line.starts_with("exit ")).map_or(told.len(), |last| last + 1);
        told[..end].join("\n").trim_end().to_owned()
    }

    /// Blocks until the text stands in the terminal: each look is a process of its own.
    fn wait_for(&self, text: &str) -> String {
        let looks = std::iter::repeat_with(|| self.screen(&[]));
        looks
            .take(2000)
            .find(|screen| screen.contains(text))
            .unwrap_or_else(|| panic!("`{text}`: {}", self.screen(&[])))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let socket = self.folder.path().join("socket");
        // The server may have ended with its last session.
        let _ = Command::new("tmux").args(["-S", socket.to_str().unwrap(), "kill-server"]).output();
    }
}

#[test]
fn a_table_fits_sixty_columns_cuts_no_serial_and_names_what_has_no_room() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    let screen = terminal.run("rms devices list --limit 3");

    let lines: Vec<&str> = screen.lines().collect();
    assert_eq!(
        lines[..4],
        [
            "ID     NAME                       SERIAL      MODEL   STATUS",
            "70810  Site A router              6003212345  RUTX11  online",
            "70811  Depot ␛]0;owned␇␛[31mred…  6003212358  RUTX11  online",
            "70812  東京 倉庫 cafe\u{301} 路由器      6003212371  RUTX11  online",
        ],
        "{screen}"
    );
    assert!(lines[4].starts_with("warning: no room for `company_name`"), "{screen}");
    assert_eq!(lines.last(), Some(&"exit 0"), "{screen}");
}

#[test]
fn a_hostile_name_is_visible_and_changes_nothing() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    let screen = terminal.run("rms devices list --id 70811 --columns name --color never");
    let raw = terminal.run("rms devices list --id 70811 -o json --jq .[].name --raw-output");
    let title = terminal.tmux(&["display-message", "-p", "#{pane_title}"]);

    assert_eq!(screen, "NAME\nDepot ␛]0;owned␇␛[31mred␛[0m \\u{9b}2J\nexit 0");
    assert!(raw.starts_with("Depot "), "{raw}");
    assert!(!String::from_utf8_lossy(&title.stdout).contains("owned"));
}

#[test]
fn status_words_are_coloured_unless_the_user_wants_none() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    terminal.run("rms devices list --limit 1 --columns status");
    let coloured = terminal.screen(&["-e"]);
    terminal.run("rms devices list --limit 1 --columns status --color never");
    let plain = terminal.screen(&["-e"]);

    assert!(coloured.contains("\u{1b}[32monline"), "{coloured:?}");
    assert!(plain.contains("\nonline"), "{plain:?}");
}

#[test]
fn the_progress_line_is_there_and_is_gone_at_the_end() {
    let Some(terminal) =
        terminal(Options { devices: 3000, latency: std::time::Duration::from_millis(700), ..Options::default() })
    else {
        return;
    };

    terminal.start("rms devices list -o name --sort id --limit 1");
    let during = terminal.wait_for("list devices: ");
    let after = terminal.ended();

    assert!(during.contains(" of 3000"), "{during}");
    assert_eq!(after, "70810\nexit 0");
}

#[test]
fn a_destructive_command_asks_and_takes_a_yes() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    terminal.start("rms devices connect close 7");
    let asked = terminal.wait_for("[y/N]");
    terminal.type_line("n");
    let refused = terminal.ended();
    terminal.start("rms devices connect close 7");
    terminal.wait_for("[y/N]");
    terminal.type_line("y");
    let sent = terminal.ended();

    assert_eq!(asked.trim_end(), "Close sessions: `7`? [y/N]");
    assert_eq!(refused, "Close sessions: `7`? [y/N] n\nerror: not confirmed, nothing was sent\nexit 2");
    assert!(sent.contains("404") && sent.ends_with("exit 3"), "{sent}");
}

#[test]
fn several_things_are_confirmed_by_their_number() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    terminal.start("rms devices connect close 7 8 9");
    terminal.wait_for("Type 3 to go on:");
    terminal.type_line("y");
    let refused = terminal.ended();
    terminal.start("rms devices connect close 7 8 9");
    terminal.wait_for("Type 3 to go on:");
    terminal.type_line("3");
    let sent = terminal.ended();

    assert!(refused.ends_with("error: not confirmed, nothing was sent\nexit 2"), "{refused}");
    assert!(sent.contains("failed") && sent.ends_with("exit 3"), "{sent}");
}

#[test]
fn a_question_shows_the_controls_in_it() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    terminal.start("rms devices connect close \"$(printf 'a\\033[2Jb')\"");
    let asked = terminal.wait_for("[y/N]");

    assert_eq!(asked.trim_end(), "Close sessions: `a␛[2Jb`? [y/N]");
}

#[test]
fn ctrl_c_at_a_prompt_sends_nothing() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    terminal.start("rms devices connect close 7");
    terminal.wait_for("[y/N]");
    terminal.tmux(&["send-keys", "C-c"]);
    let screen = terminal.wait_for("interrupted");

    assert!(screen.contains("\nerror: interrupted"), "{screen}");
}

#[test]
fn ctrl_c_where_a_secret_is_asked_for_is_an_interruption_and_no_answer() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    terminal.start("auth login -p field --vendor rms");
    terminal.wait_for("personal access token");
    terminal.tmux(&["send-keys", "C-c"]);
    let screen = terminal.ended();

    assert!(screen.ends_with("error: interrupted\nexit 130"), "{screen}");
}

#[test]
fn a_login_asks_without_echo_and_says_where_else_a_secret_can_live() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };

    terminal.start("auth login -p field --vendor rms");
    let asked = terminal.wait_for("personal access token");
    terminal.type_line("a-secret-for-nobody");
    let screen = terminal.ended();

    assert_eq!(asked.trim_end(), "personal access token (Teltonika RMS):");
    assert!(!screen.contains("a-secret-for-nobody"), "{screen}");
    assert!(screen.contains("error: ") && screen.contains("hint: "), "{screen}");
    assert!(screen.ends_with("exit 2"), "{screen}");
}

/// An editor that changes what it is given, as `EDITOR` names it.
fn editor(terminal: &Terminal, script: &str) -> String {
    let path = terminal.folder.path().join("editor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    let executable = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o700);
    std::fs::set_permissions(&path, executable).unwrap();
    path.display().to_string()
}

#[test]
fn an_editor_changes_an_object_and_what_it_leaves_alone_is_not_sent() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };
    let port = editor(&terminal, "sed -i 's/- 23$/- 2323/' \"$1\"");

    terminal.type_line(&format!("export EDITOR={port}"));
    terminal.start("sps telnet connections edit core_switches");
    let asked = terminal.wait_for("[y/N]");
    terminal.type_line("y");
    let changed = terminal.ended();
    terminal.type_line("export EDITOR=true");
    let same = terminal.run("sps telnet connections edit core_switches");

    assert!(asked.contains("network.ports: [23] -> [2323]"), "{asked}");
    assert!(changed.ends_with("core_switches: updated\nexit 0"), "{changed}");
    assert!(same.ends_with("exit 0") && same.contains("nothing differs"), "{same}");
}

#[test]
fn what_an_editor_leaves_unreadable_is_refused_and_nothing_is_sent() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };
    let broken = editor(&terminal, "echo 'body: [' > \"$1\"");

    terminal.type_line(&format!("export EDITOR={broken}"));
    let screen = terminal.run("sps telnet connections edit core_switches");

    assert!(screen.starts_with("error: "), "{screen}");
    assert!(screen.ends_with("exit 2"), "{screen}");
}

#[test]
fn ctrl_c_reaches_a_program_that_rmctl_runs_once() {
    let Some(terminal) = terminal(Options::default()) else {
        return;
    };
    let script = r#"trap "n=\${n}x; echo got \$n" INT; echo re""ady; while ! read line; do :; done; echo counted $n"#;

    terminal.start(&format!("bt vault run --account 1 --env X -- sh -c '{script}'"));
    // What is typed has other letters.
    terminal.wait_for("ready");
    terminal.tmux(&["send-keys", "C-c"]);
    terminal.wait_for("got x");
    terminal.type_line("go on");
    let screen = terminal.ended();

    assert!(screen.ends_with("counted x\nexit 0"), "{screen}");
}
