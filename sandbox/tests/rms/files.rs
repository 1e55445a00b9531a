//! Files go up as forms and come down as they were.

use crate::client::{Answer, Client, Refused, client};
use sandbox::RMS_TOKEN;

fn upload(client: &Client, parts: &str) -> Answer {
    let head = format!("Authorization: Bearer {RMS_TOKEN}\r\nContent-Type: multipart/form-data; boundary=fence\r\n");
    let body = format!("{parts}--fence--\r\n");
    client.raw("POST", "/rms/api/files", &head, body.as_bytes()).unwrap()
}

fn field(name: &str, value: &str) -> String {
    format!("--fence\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

fn file(name: &str, content: &str) -> String {
    format!(
        "--fence\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n{content}\r\n"
    )
}

#[test]
fn what_is_uploaded_is_downloaded_byte_by_byte() {
    let client = client();
    let content = "one\r\n--fenc\0two";

    let uploaded =
        upload(&client, &(field("type", "firmware") + &field("company_id", "7034") + &file("fw.bin", content)));
    let id = uploaded.json()["meta"]["id"].clone();

    let shown = client.get(&format!("/files/{id}")).data();
    assert_eq!((&shown["name"], &shown["file_size"]), (&"fw.bin".into(), &content.len().into()));
    assert_eq!(client.get(&format!("/files/{id}/download")).text(), content);
}

#[test]
fn a_name_that_is_taken_is_409() {
    let client = client();
    let parts = field("type", "firmware") + &file("fw.bin", "x");

    let statuses = [(); 2].map(|()| upload(&client, &parts).status);

    assert_eq!(statuses, [200, 409]);
}

#[test]
fn a_form_is_checked_like_a_body() {
    let client = client();

    let refusals = [
        field("type", "firmware"),
        field("type", "virus") + &file("fw.bin", "x"),
        field("type", "firmware") + &field("colour", "red") + &file("fw.bin", "x"),
        field("type", "firmware") + &field("company_id", "mine") + &file("fw.bin", "x"),
        field("type", "firmware") + &field("file", "no file"),
    ]
    .map(|parts| upload(&client, &parts).refusal());

    assert_eq!(refusals, ["file", "type", "colour", "company_id", "file"].map(|name| (422, name.to_owned())));
}

#[test]
fn several_files_come_in_one_archive() {
    let client = client();

    let archive = client.send("POST", "/files/download/zip", serde_json::json!({ "files": [1506, 1507] }));

    assert!(archive.head.contains("application/zip"));
    assert!(archive.body.starts_with(b"PK\x03\x04"));
}

#[test]
fn tags_are_set_by_a_file_and_what_fits_no_device_is_reported() {
    let client = client();
    let head = format!("Authorization: Bearer {RMS_TOKEN}\r\nContent-Type: multipart/form-data; boundary=fence\r\n");
    let parts = field("first_parameter", "serial") + &field("tag_id[]", "16") + &file("tags.csv", "6003212345\n4711");

    let answer =
        client.raw("POST", "/rms/api/devices/tags", &head, format!("{parts}--fence--\r\n").as_bytes()).unwrap();

    assert_eq!(
        (answer.status, answer.data(), answer.json()["errors"][0]["source"].clone()),
        (207, serde_json::json!([70810]), "4711".into())
    );
    let tags = client.get("/devices/70810").data()["tags"].clone();
    assert!(tags.as_array().unwrap().iter().any(|tag| tag["id"] == 16));
}
