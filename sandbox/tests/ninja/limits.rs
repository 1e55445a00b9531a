//! Ten lists in ten minutes, ten entities in a minute.

use crate::client::{Client, client, unlimited, with};
use sandbox::{NINJA_EXAMPLE_KEY_ID, NINJA_EXAMPLE_SECRET, Options};

fn spend(client: &Client, path: &str, times: usize) {
    (0..times).for_each(|_| assert_eq!(client.get(path).status, 200, "{path}"));
}

#[test]
fn the_eleventh_list_in_ten_minutes_is_refused_whatever_it_lists() {
    let client = client();
    spend(&client, "/v1/customers", 4);
    spend(&client, "/v1/devices", 2);
    spend(&client, "/v1/alerts", 2);
    spend(&client, "/v1/alerts/since/0", 2);

    let refusals = ["/v1/customers", "/v1/devices", "/v1/alerts", "/v1/alerts/since/0"].map(|path| client.get(path));

    assert_eq!(refusals.each_ref().map(|one| one.refusal()), [(); 4].map(|()| (429, "rate_limit_exceeded".to_owned())));
    assert_eq!(refusals[0].header("retry-after"), None);
}

#[test]
fn a_list_is_free_again_ten_minutes_after_the_one_whose_place_it_takes() {
    let client = client();
    spend(&client, "/v1/customers", 1);
    client.pass(300);
    spend(&client, "/v1/customers", 9);

    client.pass(299);
    let early = client.get("/v1/customers").status;
    client.pass(1);
    let on_time = [client.get("/v1/customers").status, client.get("/v1/customers").status];
    client.pass(300);
    spend(&client, "/v1/customers", 9);
    let later = client.get("/v1/customers").status;

    assert_eq!((early, on_time, later), (429, [200, 429], 429));
}

#[test]
fn the_eleventh_entity_in_a_minute_is_refused_and_free_a_minute_later() {
    let client = client();
    spend(&client, "/v1/devices/4460", 5);
    spend(&client, "/v1/customers/1", 4);
    assert_eq!(client.delete("/v1/alerts/457122").status, 204);

    let refused = client.get("/v1/devices/4460").refusal();
    client.pass(60);

    assert_eq!(refused, (429, "rate_limit_exceeded".to_owned()));
    assert_eq!(client.get("/v1/devices/4460").status, 200);
}

#[test]
fn a_refused_reset_has_not_happened() {
    let client = client();
    spend(&client, "/v1/customers/1", 10);

    let refused = client.delete("/v1/alerts/457122").status;

    assert_eq!(refused, 429);
    assert!(client.get("/v1/alerts").ids().contains(&457_122));
}

#[test]
fn lists_entities_and_pings_do_not_count_for_each_other() {
    let client = client();
    spend(&client, "/v1/customers", 10);
    spend(&client, "/v1/customers/1", 10);

    let statuses = [(); 12].map(|()| client.get("/v1/ping").status);

    assert_eq!(statuses, [204; 12]);
}

#[test]
fn each_key_has_its_own_limits() {
    let client = client();
    spend(&client, "/v1/customers", 10);

    let other = client.ask_as((NINJA_EXAMPLE_KEY_ID, NINJA_EXAMPLE_SECRET), "GET", "/v1/customers");

    assert_eq!((other.status, client.get("/v1/customers").status), (200, 429));
}

#[test]
fn what_is_refused_for_another_reason_does_not_count_but_an_unknown_id_does() {
    let client = client();
    let unsigned = (0..20).map(|_| client.headed("GET", "/v1/customers/1", "").status);
    assert!(unsigned.chain([client.get("/v1/customers/1?x=1").status]).all(|status| status == 400));

    let unknown = [(); 10].map(|()| client.get("/v1/customers/3").status);

    assert_eq!((unknown, client.get("/v1/customers/1").status), ([404; 10], 429));
}

#[test]
fn the_limits_can_be_left_out() {
    spend(&unlimited(), "/v1/customers", 30);
}

#[test]
fn the_limits_of_ninja_and_the_quota_of_others_are_not_the_same() {
    let client = with(Options { quota: Some(0), ..Options::default() });

    spend(&client, "/v1/customers", 10);
}
