//! `cargo xtask ci`: everything that must hold before a change is taken, the quickest first.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::Outcome;
use crate::process::{self, command, say, tell};
use crate::{facts, reference, spec, specifications};

/// What must hold, and what shows it.
struct Step {
    name: &'static str,
    run: fn() -> Outcome,
}

const STEPS: &[Step] = &[
    Step { name: "format", run: || cargo("fmt --all --check") },
    Step { name: "lints", run: || cargo("clippy --locked --workspace --all-targets -- -D warnings") },
    Step { name: "specifications", run: specifications_agree },
    Step { name: "reference", run: reference::check },
    Step { name: "dependencies", run: dependencies_are_allowed },
    Step { name: "documentation", run: documentation },
    Step { name: "tests", run: tests },
    Step { name: "readme", run: readme_command },
];

/// All steps; stops at the first that fails.
pub(crate) fn run() -> Outcome {
    for step in STEPS {
        tell(&format!("ci: {}", step.name));
        let (outcome, took) = process::timed(step.run);
        outcome.map_err(|reason| format!("{}: {reason}", step.name))?;
        tell(&format!("ci: {} took {:.0} s", step.name, took.as_secs_f64()));
    }
    say("ci: all steps passed");
    Ok(())
}

fn cargo(words: &str) -> Outcome {
    Ok(process::run(&mut command(&format!("cargo {words}")))?)
}

/// The vendors' files are not part of the project; where they are not, nothing can be said.
fn specifications_agree() -> Outcome {
    match specifications() {
        Ok(folder) => {
            facts::check(&folder)?;
            spec::run()
        }
        Err(_) => {
            say("specs: ABSENT");
            Ok(())
        }
    }
}

fn dependencies_are_allowed() -> Outcome {
    if process::is_there("cargo deny --version") {
        return cargo("deny check");
    }
    say("dependencies: not checked, cargo-deny is not installed");
    Ok(())
}

fn documentation() -> Outcome {
    let mut doc = command("cargo doc --workspace --no-deps");
    Ok(process::run(doc.env("RUSTDOCFLAGS", "-D warnings"))?)
}

/// The README's test command. Its closing lines are said once more in sum, because they scroll by.
fn tests() -> Outcome {
    let line = from_readme("cargo test ")?;
    let mut test = command(&line);
    let mut child = test.stdout(Stdio::piped()).spawn().map_err(|reason| process::cannot(&test, &reason))?;
    let mut counted = Counted::default();
    let stdout = child.stdout.take().expect("it is piped");
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        say(&line);
        counted.add(&line);
    }
    match child.wait()?.success() {
        true => {
            say(&format!("tests: {} passed, {} ignored", counted.passed, counted.ignored));
            Ok(())
        }
        false => Err(format!("`{line}` failed: {} passed, {} failed", counted.passed, counted.failed).into()),
    }
}

/// What the closing lines of the test runners add up to.
#[derive(Debug, Default, PartialEq)]
struct Counted {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Counted {
    fn add(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        // `ok. 12 passed; 0 failed; 0 ignored; ...`
        let counts = result.split_once(". ").map_or(result, |(_, counts)| counts);
        for count in counts.split("; ") {
            match count.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                Some((number, "ignored")) => self.ignored += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }
}

/// The first command of the README, as a newcomer would type it.
fn readme_command() -> Outcome {
    let line = from_readme("cargo run --release -- --sandbox rms connect-link")?;
    let printed = process::output(&mut command(&line))?;
    say(printed.trim_end());
    let is_link = printed.starts_with("https://") && printed.lines().count() == 1;
    match is_link {
        true => Ok(()),
        false => Err(format!("`{line}` did not print one link").into()),
    }
}

/// The README's own line, so that what is checked is what is promised.
fn from_readme(beginning: &str) -> Result<String, String> {
    let readme = std::fs::read_to_string(process::root().join("README.md")).map_err(|reason| reason.to_string())?;
    let line = readme.lines().map(str::trim).find(|line| line.starts_with(beginning));
    let command = line.map(|line| line.split(" #").next().unwrap_or(line).trim_end().to_owned());
    command.ok_or_else(|| format!("README.md has no line `{beginning}...`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_add_up_and_other_lines_do_not_count() {
        let mut counted = Counted::default();

        counted.add("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s");
        counted
            .add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s");
        counted.add("test a_test ... ok");

        assert_eq!(counted, Counted { passed: 15, failed: 2, ignored: 1 });
    }

    #[test]
    fn the_readme_has_both_commands() {
        assert_eq!(from_readme("cargo test ").unwrap(), "cargo test --workspace");
        assert!(from_readme("cargo run --release").unwrap().contains("--serial"));
    }
}
