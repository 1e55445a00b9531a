//! A region stands for a URL: in the file, in the environment, and where credentials may go.

use super::*;

static CLOUD: Settings = Settings {
    key: "cloud",
    name: "Cloud",
    env: "CLOUD",
    url: Some("https://us.example"),
    regions: &[("us", "https://us.example"), ("eu", "https://eu.example"), ("oc", "https://oc.example")],
    fields: &[Field::plain("client_id", "an app"), Field::secret("client_secret", "its secret")],
    credentials: &[&["client_id", "client_secret"], &["client_id"]],
};

const HQ: &str = "[profiles.hq]\nvendor = \"cloud\"\nclient_id = \"app\"\n";

fn with<T>(given: &Given, ask: impl FnOnce(&Config<'_>) -> T) -> T {
    let environment = given.environment();
    ask(&Config::new(&environment, &[&CLOUD, &TOKENS]))
}

fn account(given: &Given) -> Result<Account, Failure> {
    with(given, |config| config.account(&CLOUD, &Choice::default(), &given.keyring))
}

fn url(given: &Given) -> String {
    account(given).unwrap().url().to_string()
}

fn problem(text: &str) -> (String, String) {
    let given = given(text);
    let problem = with(&given, |config| config.validate()[0].clone());
    (given.message(&problem), given.hint(&problem))
}

#[test]
fn a_region_is_the_url_unless_its_own_source_has_one() {
    assert_eq!(url(&given(HQ)), "https://us.example/");
    assert_eq!(url(&given(&format!("{HQ}region = \"eu\"\n"))), "https://eu.example/");
    assert_eq!(url(&given(&format!("{HQ}region = \"eu\"\nurl = \"https://own.example\"\n"))), "https://own.example/");
}

#[test]
fn a_region_of_the_environment_goes_over_the_profile_with_its_credentials() {
    let profile = format!("{HQ}url = \"https://own.example\"\n");
    let whole = given(&profile).with("RMCTL_CLOUD_REGION", "eu").with("RMCTL_CLOUD_CLIENT_ID", "other");
    let both = nothing()
        .with("RMCTL_CLOUD_REGION", "eu")
        .with("RMCTL_CLOUD_URL", "https://own.example")
        .with("RMCTL_CLOUD_CLIENT_ID", "other");

    let alone = nothing().with("RMCTL_CLOUD_REGION", "oc").with("RMCTL_CLOUD_CLIENT_ID", "other");

    assert_eq!(url(&whole), "https://eu.example/");
    assert_eq!(url(&alone), "https://oc.example/");
    assert_eq!(url(&both), "https://own.example/");
}

#[test]
fn a_region_takes_no_credentials_of_another_source() {
    let elsewhere = given(HQ).with("RMCTL_CLOUD_REGION", "eu");
    let same = given(&format!("{HQ}region = \"eu\"\n")).with("RMCTL_CLOUD_REGION", "eu");
    let credentials = given(&format!("{HQ}region = \"eu\"\n")).with("RMCTL_CLOUD_CLIENT_ID", "app");
    let secret = given("[profiles.hq]\nvendor = \"cloud\"\nregion = \"eu\"\n").with("RMCTL_CLOUD_CLIENT_ID", "app");

    let said = [&elsewhere, &credentials, &secret].map(|given| given.message(&account(given).unwrap_err()));

    let rule = "URL and credentials must have the same source";
    assert_eq!(
        said,
        [
            format!(
                "`RMCTL_CLOUD_REGION` comes from the environment and `client_id` of profile `hq` at c.toml:3:1: {rule}"
            ),
            format!(
                "`RMCTL_CLOUD_CLIENT_ID` comes from the environment and `region` of profile `hq` at c.toml:4:1: {rule}"
            ),
            format!(
                "`RMCTL_CLOUD_CLIENT_ID` comes from the environment and `region` of profile `hq` at c.toml:3:1: {rule}"
            ),
        ]
    );
    assert_eq!(url(&same), "https://eu.example/");
}

#[test]
fn an_unknown_region_is_told_with_those_that_there_are() {
    let hint = "the regions are `us`, `eu`, `oc`; `url` takes any other host";
    let variable = account(&given(HQ).with("RMCTL_CLOUD_REGION", "mars")).unwrap_err();

    assert_eq!(
        problem(&format!("{HQ}region = \"mars\"\n")),
        ("`region` of profile `hq` at c.toml:4:1 is no region of Cloud".to_owned(), hint.to_owned())
    );
    assert_eq!(variable.message, "`RMCTL_CLOUD_REGION` is no region of Cloud");
    assert_eq!(variable.hint.as_deref(), Some(hint));
}

#[test]
fn a_vendor_without_regions_has_no_such_setting() {
    let boxes = given("[profiles.b]\nvendor = \"box\"\nregion = \"eu\"\n");

    assert!(boxes.problems()[0].starts_with("unknown key `region` in profile `b` at c.toml:3:1"));
    assert!(!legal::keys(&BOXES).contains(&"region"));
    assert!(legal::keys(&CLOUD).contains(&"region"));
    assert!(problem(&format!("{HQ}regoin = \"eu\"\n")).0.ends_with("did you mean `region`"));
}

#[test]
fn the_url_of_a_region_is_shown_with_the_place_of_the_region() {
    let given = given(&format!("{HQ}region = \"eu\"\n"));

    let settings = with(&given, |config| config.show().unwrap());

    let line = |key: &str| {
        settings.iter().find(|setting| setting.key == key).map(|found| (&*found.value, given.relative(&found.origin)))
    };
    assert_eq!(line("url"), Some(("https://eu.example", "c.toml:4:1".to_owned())));
    assert_eq!(line("region"), Some(("eu", "c.toml:4:1".to_owned())));
}

#[test]
fn the_first_file_names_the_regions_of_those_who_have_some() {
    let text = starter::text(&[&CLOUD, &BOXES]);

    assert_eq!(text.matches("region").count(), 1);
    assert!(text.contains("# region = \"us\"    # in the place of `url`; one of us, eu, oc\n"), "{text}");
}
