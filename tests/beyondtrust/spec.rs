//! `beyondtrust spec fetch`: what a site says of itself against what the program has.

use sandbox::{BeyondTrustOptions, BeyondTrustProduct, Fault, Misbehaviour, Options, Sandbox};
use serde_json::{Value, json};

use super::inside::{Ran, sandbox_with};
use super::{run, sent};

const PRODUCTS: [BeyondTrustProduct; 2] =
    [BeyondTrustProduct::PrivilegedRemoteAccess, BeyondTrustProduct::RemoteSupport];

fn fetched(site: &Sandbox, file: &std::path::Path) -> Ran {
    run(site, &format!("spec fetch --save {} -o json", file.display()))
}

fn fetched_of_commands(site: &Sandbox, folder: &std::path::Path) -> Ran {
    run(site, &format!("spec fetch --api command --save {} -o json", folder.join("command.yaml").display()))
}

fn site(product: BeyondTrustProduct, newer_openapi: bool) -> Sandbox {
    let beyondtrust =
        BeyondTrustOptions { product, newer_openapi, command_v2: true, limits: false, ..BeyondTrustOptions::default() };
    sandbox_with(Options { beyondtrust, ..Options::default() })
}

#[test]
fn a_site_of_the_version_that_the_tables_are_of_has_no_differences() {
    let folder = tempfile::tempdir().unwrap();

    let found = PRODUCTS.map(|product| fetched(&site(product, false), &folder.path().join("openapi.yaml")));
    let commands = PRODUCTS.map(|product| fetched_of_commands(&site(product, false), folder.path()));

    for ran in found.iter().chain(&commands) {
        assert_eq!((ran.exit, ran.json()), (0, json!([])), "{ran:?}");
    }
}

#[test]
fn what_is_no_such_file_leaves_the_old_one_and_nothing_else() {
    let (site, folder) = (site(BeyondTrustProduct::RemoteSupport, false), tempfile::tempdir().unwrap());
    let file = folder.path().join("openapi.yaml");
    std::fs::write(&file, "old").unwrap();
    let headers = vec![("content-type".to_owned(), "application/octet-stream".to_owned())];
    let page = Misbehaviour::Answer { status: 200, headers, body: "<html>Sign in</html>".to_owned() };
    site.inject(Fault::at("/beyondtrust/api/config/v1/openapi.yaml", page));

    let ran = fetched(&site, &file);
    let nowhere = fetched(&site, &folder.path().join("no-such-folder/openapi.yaml"));

    assert_eq!((ran.exit, nowhere.exit), (7, 2), "{ran:?} {nowhere:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_a_command_api_of_version_2_has_besides_is_listed_and_how_to_call_it() {
    let folder = tempfile::tempdir().unwrap();
    let newer = site(BeyondTrustProduct::RemoteSupport, true);

    let ran = fetched_of_commands(&newer, folder.path());

    let told: Vec<(Value, Value)> =
        ran.json().as_array().unwrap().iter().map(|one| (one["kind"].clone(), one["operation"].clone())).collect();
    assert_eq!(
        told,
        [(json!("missing"), json!("GET /api/command/v2/gadget")), (json!("gone"), json!("GET /api/command/v2/health")),]
    );
    let file = folder.path().join("command.yaml");
    let people = run(&newer, &format!("spec fetch --api command --save {}", file.display()));
    assert!(people.stderr.contains("rmctl spec import"), "{people:?}");
}

#[test]
fn a_site_without_version_2_has_no_file_of_it() {
    let site = super::site(BeyondTrustProduct::RemoteSupport);

    let ran = fetched_of_commands(&site, tempfile::tempdir().unwrap().path());

    assert_eq!(ran.exit, 2, "{ran:?}");
    assert!(ran.stderr.contains("version 1 alone"), "{ran:?}");
}

#[test]
fn what_a_newer_site_has_and_what_it_lacks_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("openapi.yaml");
    let site = site(BeyondTrustProduct::PrivilegedRemoteAccess, true);

    let ran = fetched(&site, &file);

    let told: Vec<(String, String, String)> = ran
        .json()
        .as_array()
        .unwrap()
        .iter()
        .map(|one| ["kind", "operation", "what"].map(|name| one[name].as_str().unwrap().to_owned()).into())
        .collect();
    let line = |kind: &str, operation: &str, what: &str| (kind.to_owned(), operation.to_owned(), what.to_owned());
    assert_eq!(
        told,
        [
            line("changed", "GET /api/config/v1/user", "`color` is not in the command"),
            line("missing", "GET /api/config/v1/gadget", "no command does this"),
            line("gone", "GET /api/config/v1/security-provider/{id}", "the site does not have it"),
            line("gone", "PATCH /api/config/v1/security-provider/{id}", "the site does not have it"),
        ]
    );
    let people = run(&site, &format!("spec fetch --save {}", file.display()));
    assert!(people.stderr.contains("rmctl spec import"), "{people:?}");
    assert!(std::fs::read_to_string(&file).unwrap().contains("\"openapi\""));
    assert!(sent(&site).contains(&"GET /api/config/v1/openapi.yaml".to_owned()));
}

#[test]
fn where_the_file_goes_has_to_be_said() {
    let ran = run(&site(BeyondTrustProduct::RemoteSupport, false), "spec fetch");

    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("--save"), "{ran:?}");
}
