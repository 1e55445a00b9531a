//! What the README shows is what rmctl prints. `TRYCMD=overwrite cargo test --test readme` takes over new output; the times and
//! ports in it are `[..]` afterwards, by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use sandbox::{Options, Sandbox};

/// Sessions without `--sandbox` have a fleet that outlives a command, and a home of their own.
#[test]
fn every_session_of_the_readme_is_true() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let cases = trycmd::TestCases::new();
    for (name, value) in sandbox.environment() {
        cases.env(name, value);
    }
    for folder in ["HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        cases.env(folder, home.path().display().to_string());
    }
    cases.env("RMCTL_CONFIG", home.path().join("config.toml").display().to_string());
    cases.env("RMCTL_DATABASE", home.path().join("fleet.db").display().to_string());
    cases.env("NO_COLOR", "1");

    cases.case("README.md").run();
}
