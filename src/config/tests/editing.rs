//! Edits change what they should and nothing else.

use super::*;

const WRITTEN: &str = "# mine\n[profiles.hq]   # head office\nvendor = \"box\"\n\n[defaults]\nbox = \"hq\"\n";

fn edit(given: &Given, change: impl FnOnce(&Editor<'_>) -> Result<(), Failure>) -> Result<String, Failure> {
    let environment = given.environment();
    let config = Config::new(&environment, &VENDORS);
    change(&config.editor()?)?;
    Ok(fs::read_to_string(given.file()).unwrap())
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn plain_settings_replace_what_was_there_and_a_region_takes_the_place_of_a_url() {
    static CLOUD: Settings =
        Settings { key: "cloud", regions: &[("eu", "https://eu.example")], env: "CLOUD", fields: &[], ..TOKENS };
    let given = given("[profiles.hq]\nvendor = \"cloud\"\n# ours\nurl = \"https://own.example\"\n");
    let environment = given.environment();
    let vendors = [&CLOUD];
    let config = Config::new(&environment, &vendors);
    let set = |settings: &[(&str, &str)]| {
        config.editor().unwrap().set_profile("hq", &CLOUD, settings).map(|()| fs::read_to_string(given.file()).unwrap())
    };

    let region = set(&[("region", "eu")]).unwrap();
    let unknown = set(&[("region", "mars")]).unwrap_err();
    let url = set(&[("url", "https://other.example")]).unwrap();

    assert_eq!(region, "[profiles.hq]\nvendor = \"cloud\"\nregion = \"eu\"\n");
    assert!(unknown.message.contains("is no region of"), "{}", unknown.message);
    assert_eq!(url, "[profiles.hq]\nvendor = \"cloud\"\nurl = \"https://other.example\"\n");
}

#[test]
fn the_starter_changes_nothing_and_is_written_once() {
    let given = nothing();

    let text = edit(&given, |editor| editor.init()).unwrap();
    let again = edit(&given, |editor| editor.init()).unwrap_err();

    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')));
    assert_eq!(given.problems(), Vec::<String>::new());
    assert_eq!(given.message(&again), format!("`{}` exists", "c.toml"));
}

#[test]
fn the_examples_of_the_starter_are_legal() {
    let given = nothing();
    let text = edit(&given, |editor| editor.init()).unwrap();
    let is_example = |line: &&str| line.starts_with("# [") || (line.contains(" = ") && !line.starts_with("#  "));
    let examples = text.lines().filter(is_example).map(|line| format!("{}\n", &line[2..]));

    fs::write(given.file(), examples.collect::<String>().replace("HOST", "h.example")).unwrap();

    assert_eq!(given.problems(), Vec::<String>::new());
}

#[test]
fn a_profile_appears_where_there_was_no_file() {
    let given = nothing();

    let text =
        edit(&given, |editor| editor.set_profile_keyring_source("new", &TOKENS, Some("https://h.example"), "token"));

    let expected = "[profiles.new]\nvendor = \"tok\"\nurl = \"https://h.example\"\ntoken = { keyring = true }\n";
    assert_eq!(text.unwrap(), expected);
}

#[test]
fn comments_and_order_stay() {
    let given = given(WRITTEN);

    let text = edit(&given, |editor| editor.set_profile_keyring_source("hq", &BOXES, None, "password"));

    let expected = WRITTEN.replace("\"box\"\n\n", "\"box\"\npassword = { keyring = true }\n\n");
    assert_eq!(text.unwrap(), expected);
}

#[test]
fn a_source_that_is_there_stays() {
    let written = WRITTEN.replace("\n\n", "\npassword = { env = \"X\" }\n\n");
    let given = given(&written);

    let text = edit(&given, |editor| editor.set_profile_keyring_source("hq", &BOXES, None, "password"));

    assert_eq!(text.unwrap(), written);
}

#[test]
fn a_profile_of_another_vendor_is_not_taken_over() {
    let given = given(WRITTEN);

    let failure = edit(&given, |editor| editor.set_profile_keyring_source("hq", &TOKENS, None, "token")).unwrap_err();

    assert_eq!(failure.message, "profile `hq` is of `box`, not of `tok`");
}

#[test]
fn an_edit_that_would_break_the_file_is_not_written() {
    let given = given(WRITTEN);

    let failure = edit(&given, |editor| editor.set_profile_keyring_source("hq", &BOXES, Some("no scheme"), "password"));

    assert_eq!(given.message(&failure.unwrap_err()), "`url` of profile `hq` at c.toml:4:1 has no scheme");
    assert_eq!(fs::read_to_string(given.file()).unwrap(), WRITTEN);
}

#[test]
fn a_file_that_is_not_in_order_is_left_alone() {
    let given = given("unknown = 1\n");

    let failure = edit(&given, |editor| editor.set_profile("x", &BOXES, &[])).unwrap_err();

    assert_eq!(given.message(&failure), "unknown key `unknown` at c.toml:1:1");
}

#[test]
#[cfg(unix)]
fn a_new_file_is_private_and_an_old_one_keeps_its_mode_and_its_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let fresh = nothing();
    let linked = nothing();
    let target = linked.folder().join("dotfiles.toml");
    fs::write(&target, WRITTEN).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&target, linked.file()).unwrap();
    let add = |editor: &Editor<'_>| editor.set_profile_keyring_source("hq", &BOXES, None, "password");

    edit(&fresh, |editor| editor.init()).unwrap();
    edit(&linked, add).unwrap();

    assert_eq!(mode(&fresh.file()), 0o600);
    assert_eq!(mode(&target), 0o640);
    assert!(fs::symlink_metadata(linked.file()).unwrap().is_symlink());
}
