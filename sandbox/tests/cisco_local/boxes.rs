//! Each box has a life of its own.

use crate::client::client;
use crate::pipelines::pipeline;
use sandbox::{CISCO_LOCAL_OTHER_PASSWORD, CISCO_LOCAL_PASSWORD};

#[test]
fn a_pipeline_is_on_one_box_alone() {
    let mut client = client();
    client.deploy(&pipeline("coldStorage"));
    let here = client.get("/pipelines/coldStorage").status;

    client.token = client.token_of("/2", CISCO_LOCAL_PASSWORD);
    let there = client.at("GET", "/2", "/pipelines/coldStorage", None).status;

    assert_eq!([here, there], [200, 404]);
}

#[test]
fn a_token_is_good_on_one_box_alone() {
    assert_eq!(client().at("GET", "/2", "/events", None).status, 401);
}

#[test]
fn the_eighth_box_has_another_password_and_the_ninth_is_never_well() {
    let client = client();

    let eighth = [CISCO_LOCAL_PASSWORD, CISCO_LOCAL_OTHER_PASSWORD].map(|password| client.login("/8", password).status);

    assert_eq!(eighth, [401, 200]);
    assert_eq!(client.login("/9", CISCO_LOCAL_PASSWORD).refusal(), (503, "Service unavailable".into()));
}

#[test]
fn there_are_no_other_boxes() {
    let client = client();

    let statuses = ["/0", "/1", "/02", "/100", "/x"].map(|place| client.login(place, CISCO_LOCAL_PASSWORD).status);

    assert_eq!(statuses, [404; 5]);
}
