//! `config show` says what holds and why, and of secrets only where they are.

use super::*;

fn shown(given: &Given) -> Vec<String> {
    let environment = given.environment();
    let settings = Config::new(&environment, &VENDORS).show().unwrap();
    let line = |setting: &ShownSetting| {
        let ShownSetting { vendor, profile, key, value, origin } = setting;
        let profile = profile.as_deref().unwrap_or("-");
        given.relative(&format!("{vendor} {profile} {key} = {value} ({origin})"))
    };
    settings.iter().map(line).collect()
}

#[test]
fn every_setting_is_shown_with_its_origin() {
    let given = given(
        "[profiles.x]\nvendor = \"tok\"\nurl = \"https://tok.example/v2\"\ntimeout_secs = 5\n\
         token = { command = [\"pass\", \"show\", \"x\"] }\n",
    );
    let given = given.with("RMCTL_READ_ONLY", "1").with("RMCTL_BOX_PASSWORD", "canary").with("OTHER_USER", "me");

    assert_eq!(
        shown(&given),
        [
            "tok x vendor = tok (c.toml:2:1)",
            "tok x url = https://tok.example/v2 (c.toml:3:1)",
            "tok x allow_http = false (default)",
            "tok x insecure = false (default)",
            "tok x read_only = 1 (environment RMCTL_READ_ONLY)",
            "tok x timeout_secs = 5 (c.toml:4:1)",
            "tok x retries = 3 (default)",
            "tok x token = command pass (c.toml:5:1)",
            "box - username = me (environment OTHER_USER)",
            "box - password = set (environment RMCTL_BOX_PASSWORD)",
        ]
    );
}
