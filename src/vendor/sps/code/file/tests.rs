//! What stands in files.

use std::path::Path;

use super::*;
use crate::http::Redactor;
use crate::surroundings::Environment;
use proptest::prelude::*;

const TWO: &str = "\
path: telnet/connections
name: demo
body:
  active: true
  policies: {audit_policy: default}
---
path: /api/configuration/telnet/connections/
order: [demo, '-1', -2]
";

fn read(text: &str) -> Result<Vec<Document>, String> {
    parse(text, "`x.yaml`", Path::new("")).map_err(|failure| failure.message)
}

#[test]
fn documents_are_read_one_after_the_other() {
    let documents = read(TWO).unwrap();

    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0].path, "telnet/connections");
    assert_eq!(documents[0].words(), "`telnet/connections` `demo`");
    assert_eq!(
        documents[0].body,
        Some(json!({"name": "demo", "active": true, "policies": {"audit_policy": "default"}}))
    );
    assert_eq!(documents[1].order, Some(vec!["demo".to_owned(), "-1".to_owned(), "-2".to_owned()]));
    assert_eq!(documents[1].origin, "`x.yaml`, document 2");
    assert_eq!(documents[1].words(), "the order of `telnet/connections`");
}

#[test]
fn json_is_read_as_one_document_or_as_a_list_of_them() {
    let one = r#"{"path": "telnet/options", "body": {"service": {"enabled": true}}}"#;

    assert_eq!(read(one).unwrap()[0].body, Some(json!({"service": {"enabled": true}})));
    assert_eq!(read(&format!("[{one}, {one}]")).unwrap().len(), 2);
    assert_eq!(read("").unwrap(), []);
}

#[test]
fn mistakes_are_told_with_the_file_and_the_document() {
    let mistakes = [
        "path: a\nbody: {}\n---\nname: x\nbody: {}",
        "path: a",
        "path: a\nbody: {}\norder: []",
        "path: a\nname: n\norder: []",
        "path: a\nname: n\nbody: {name: m}",
        "path: a/../b\nbody: {}",
        "path: a\nbodi: {}",
        "path: a\norder: x",
        "- 1",
        "path: a\nname: n\nbody: 3",
    ]
    .map(|text| read(text).unwrap_err());

    assert_eq!(
        mistakes,
        [
            "`x.yaml`, document 2: `path` is missing",
            "`x.yaml`, document 1: it has neither `body` nor `order`",
            "`x.yaml`, document 1: it has both `body` and `order`; they go in two documents",
            "`x.yaml`, document 1: `order` is of a collection, which has no name",
            "`x.yaml`, document 1: its `name` is `n`, and that in its `body` is `m`",
            "`x.yaml`, document 1: `path` is `a/../b`, which is none of the configuration",
            "`x.yaml`, document 1: unknown member `bodi`; there are `path`, `name`, `key`, `body`, `order`",
            "`x.yaml`, document 1: `order` is no list of names",
            "`x.yaml`, document 1: it is no mapping",
            "`x.yaml`, document 1: `body` is no mapping",
        ]
    );
}

#[test]
fn what_is_no_yaml_is_told_with_its_line() {
    let told = read("path: a\nbody: [1, 2\n").unwrap_err();

    assert!(told.starts_with("`x.yaml` is neither YAML nor JSON: "), "{told}");
    assert!(told.contains(" at line "), "{told}");
}

#[test]
fn secrets_come_from_where_the_file_says_and_are_never_seen() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("secret"), "fr0m-file\n").unwrap();
    let environment = Environment::from_iter([("RADIUS_SECRET", "fr0m-env")]);
    let redactor = Redactor::default();
    let mut body = json!({"servers": [
        {"shared_secret": {"plain": {"env": "RADIUS_SECRET"}}},
        {"shared_secret": {"plain": {"file": "secret"}}},
        {"shared_secret": {"plain": "wr1tten"}},
        {"shared_secret": "5f0f7a0e"},
    ]});

    reveal(&mut body, folder.path(), &environment, &redactor).unwrap();

    let secrets = ["/0/shared_secret/plain", "/1/shared_secret/plain", "/2/shared_secret/plain", "/3/shared_secret"];
    let found = secrets.map(|place| body["servers"].pointer(place).unwrap().as_str().unwrap().to_owned());
    assert_eq!(found, ["fr0m-env", "fr0m-file", "wr1tten", "5f0f7a0e"]);
    let seen = redactor.scrub(&body.to_string());
    assert!(!seen.contains("fr0m") && !seen.contains("wr1tten"), "{seen}");
}

#[test]
fn a_secret_that_is_not_there_is_told_by_its_place() {
    let tell = |source: Value| {
        let mut body = json!({"plain": source});
        reveal(&mut body, Path::new(""), &Environment::empty(), &Redactor::default()).unwrap_err().message
    };

    assert_eq!(tell(json!({"env": "NONE"})), "a secret is in the variable `NONE`, which is not set");
    assert_eq!(tell(json!({"env": "A", "file": "b"})), "`plain` takes a text, `{env: NAME}` or `{file: PATH}`");
    assert!(tell(json!({"file": "no/such"})).starts_with("a secret is in the file `no/such`, which cannot be read: "));
}

#[test]
fn a_document_is_read_as_it_was_written() {
    let documents = read(TWO).unwrap();

    let text: Vec<String> = documents.iter().map(Document::text).collect();

    assert_eq!(read(&text.join("---\n")).unwrap(), documents);
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names_and_nothing_else_in_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("b/c")).unwrap();
    std::fs::create_dir_all(folder.path().join(".git")).unwrap();
    let files = ["b/c/1.yaml", "b.yml", "a.json", ".hidden.yaml", "README.md", ".git/x.yaml"];
    let write = |file: &str| std::fs::write(folder.path().join(file), format!("path: {}\nbody: {{}}", slug(file)));
    files.iter().try_for_each(|file| write(file)).unwrap();

    let documents = documents_of(&json!([folder.path().to_str().unwrap()])).unwrap();

    let paths: Vec<&str> = documents.iter().map(|document| document.path.as_str()).collect();
    assert_eq!(paths, ["a.json", "b-c-1.yaml", "b.yml"]);
}

#[test]
fn names_of_files_are_harmless_whatever_an_object_is_called() {
    let names =
        ["demo_telnet", "../../etc/passwd", "a/b\\c:d", "..", "", "con", "COM1.x", "Büro 1", "\u{1b}[31mred", "com"];

    assert_eq!(
        names.map(slug),
        ["demo_telnet", "etc-passwd", "a-b-c-d", "unnamed", "unnamed", "con-", "COM1.x-", "Büro-1", "31mred", "com"]
    );
}

proptest! {
    #[test]
    fn any_text_of_an_object_survives_the_way_through_a_file(name in "\\PC{1,20}", text in any::<String>()) {
        let document = Document {
            path: "telnet/connections".into(),
            name: Some(name.clone()),
            body: Some(json!({"name": name, "banner": text, "ports": [23], "none": null, "empty": [], "no": {}})),
            origin: "`x.yaml`, document 1".into(),
            ..Document::default()
        };

        prop_assert_eq!(read(&document.text()).unwrap(), vec![document]);
    }

    #[test]
    fn a_slug_never_leaves_its_folder(name in any::<String>()) {
        let slug = slug(&name);

        prop_assert!(!slug.is_empty() && !slug.starts_with('.') && !slug.contains(['/', '\\', ':', '\0', '@']));
    }
}
