//! Lists: whole, by pages, by offsets, and gateways by pages that hold only by eid.

use crate::client::{Client, client, of};
use sandbox::{CISCO_FIRST_EID, CISCO_SHARED_SERIAL, CiscoEiPaging, CiscoOptions, Options};
use serde_json::json;
use std::collections::BTreeSet;

const DEVICES: &str = "/nbapi/edm/v1/devices";

fn paging(ei_paging: CiscoEiPaging) -> Client {
    of(Options { devices: 60, cisco: CiscoOptions { ei_paging, ..CiscoOptions::default() }, ..Options::default() })
}

fn agents(client: &Client, query: &str) -> Vec<String> {
    client.get(&format!("/nbapi/ei/v1/agents{query}")).column("agents", "id")
}

/// The eids of three pages.
fn three(client: &Client, order: &str) -> Vec<String> {
    let page = |page: u8| client.get(&format!("{DEVICES}?page={page}&size=10{order}")).column("results", "eid");
    [page(1), page(2), page(3)].concat()
}

#[test]
fn agents_come_whole_and_some_are_odd() {
    let answer = client().get("/nbapi/ei/v1/agents");

    assert_eq!(answer.column("agents", "id").len(), 12);
    assert!(answer.text().contains(r#""creationTime":1700000000000"#));
    assert!(answer.text().contains(r#""creationTime":1.7000003e+12,"#));
    assert!(answer.column("agents", "label")[1].contains('\u{1b}'));
}

#[test]
fn an_agent_is_on_a_gateway_of_its_tenant() {
    let client = client();
    let serial = client.get("/nbapi/ei/v1/agents").column("agents", "hardwareSerial")[3].clone();

    let found = client.get(&format!("{DEVICES}?filter=SN:{serial}")).column("results", "SN");

    assert_eq!(found, [serial]);
}

#[test]
fn a_used_up_quota_is_429_and_says_when_to_come_back() {
    let client = of(Options { quota: Some(1), retry_after: Some(7), ..Options::default() });

    let answers = [client.get(DEVICES), client.get(DEVICES)];

    assert_eq!(answers.each_ref().map(|answer| answer.status), [200, 429]);
    assert!(answers[1].head.contains("retry-after: 7"));
}

#[test]
fn agents_come_by_pages_or_offsets_where_the_cloud_does_so() {
    let pages = paging(CiscoEiPaging::Pages(1));
    let offsets = paging(CiscoEiPaging::Offsets);

    let found = [agents(&pages, "?page=2&size=20"), agents(&offsets, "?offset=20&limit=20"), agents(&pages, "")];
    let refused = [pages.get("/nbapi/ei/v1/agents?offset=0"), pages.get("/nbapi/ei/v1/agents?page=0")];

    assert_eq!(found[0], found[1]);
    assert_eq!(found.each_ref().map(Vec::len), [10, 10, 20]);
    assert_eq!(refused.map(|answer| answer.status), [400, 400]);
}

#[test]
fn a_page_of_gateways_has_the_vendor_s_envelope() {
    let body = client().get(&format!("{DEVICES}?page=1&size=1&sortBy=eid&sortDir=asc")).json();

    assert_eq!((&body["page"], &body["size"], &body["total"]), (&json!(1), &json!(1), &json!(24)));
    assert_eq!(body["results"][0]["eid"], CISCO_FIRST_EID);
    assert!(body["results"][0]["Up Time"].is_string());
}

#[test]
fn only_the_order_by_eid_neither_repeats_nor_skips() {
    let client = client();

    let sound = three(&client, "&sortBy=eid&sortDir=asc");
    let others = ["", "&sortBy=name"].map(|order| three(&client, order));

    assert!(sound.is_sorted());
    assert_eq!(distinct(&sound), 24);
    assert_eq!(others.each_ref().map(|eids| (eids.len(), distinct(eids))), [(24, 18), (24, 18)]);
}

#[test]
fn a_filter_is_a_field_and_its_whole_value() {
    let client = client();
    let found = |filter: &str| client.get(&format!("{DEVICES}?filter={filter}")).column("results", "eid").len();

    let counts = [format!("SN:{CISCO_SHARED_SERIAL}"), "name:reception".into(), "configGroup:default-ir1100".into()];

    assert_eq!(counts.map(|filter| found(&filter)), [2, 2, 4]);
    assert_eq!(client.get(&format!("{DEVICES}?filter=ip:10.0.0.1")).status, 400);
}

#[test]
fn a_hundred_thousand_gateways_are_there_at_once() {
    let client = of(Options { devices: 100_000, ..Options::default() });

    let last = client.get(&format!("{DEVICES}?page=500&size=200&sortBy=eid"));

    assert_eq!((last.json()["total"].clone(), last.column("results", "eid").len()), (json!(100_000), 200));
}

fn distinct(eids: &[String]) -> usize {
    eids.iter().collect::<BTreeSet<_>>().len()
}
