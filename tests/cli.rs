//! The console sessions in `tests/cli`, which are manual and test at once. `TRYCMD=overwrite cargo test --test cli` takes over new output.
#![allow(clippy::unwrap_used, reason = "what a helper cannot do fails the test")]

use sandbox::{Options, Sandbox};

/// What every session has: no configuration, no colours, help of a fixed width, a home that is empty.
fn sessions() -> (trycmd::TestCases, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let cases = trycmd::TestCases::new();
    cases
        .register_bin("rmctl", std::path::Path::new(env!("CARGO_BIN_EXE_rmctl")))
        .env("HOME", home.path().display().to_string())
        .env("XDG_CONFIG_HOME", "")
        .env("XDG_CACHE_HOME", "")
        .env("XDG_STATE_HOME", "")
        .env("RMCTL_CONFIG", home.path().join("config.toml").display().to_string())
        .env("RMCTL_PROFILE", "")
        .env("RMCTL_OUTPUT", "")
        .env("RMCTL_SANDBOX", "")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1");
    cases.insert_var("[CONFIG]", home.path().join("config.toml").display().to_string()).unwrap();
    (cases, home)
}

/// A fleet that is served all the while, so that sessions need no `--sandbox`.
#[test]
fn the_sessions_of_a_user_with_an_account_go_as_they_are_told() {
    let sandbox = Sandbox::start(Options::default()).unwrap();
    let (cases, _home) = sessions();
    for (name, value) in sandbox.environment() {
        cases.env(name, value);
    }
    cases.insert_var("[SANDBOX]", sandbox.origin()).unwrap();

    cases.case("tests/cli/*.md").run();
}

#[test]
fn the_sessions_of_a_user_without_an_account_go_as_they_are_told() {
    let (cases, _home) = sessions();
    cases.env("RMCTL_RMS_URL", "").env("RMCTL_RMS_TOKEN", "");

    cases.case("tests/cli/fresh/*.md").run();
}
