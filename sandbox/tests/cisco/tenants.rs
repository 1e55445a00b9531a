//! Tenants and permissions: who may do what, and where.

use crate::client::{KEYS, access, client, many, reader};
use sandbox::{
    CISCO_ADMIN_PASSWORD, CISCO_FIRST_EID, CISCO_KEY_NAME, CISCO_KEY_SECRET, CISCO_OTHER_TENANT_ID,
    CISCO_SUB_TENANT_ID, CISCO_TENANT_ID,
};
use serde_json::json;

const AGENTS: &str = "/nbapi/ei/v1/agents";

#[test]
fn the_usual_user_has_one_tenant_in_two_roles() {
    let ids = client().me().column("roles", "tenant_id");

    assert_eq!(ids, [CISCO_TENANT_ID, CISCO_TENANT_ID]);
}

#[test]
fn another_user_has_three_tenants() {
    let me = many().me();

    assert_eq!(
        me.column("roles", "tenant_id"),
        [CISCO_OTHER_TENANT_ID, CISCO_TENANT_ID, CISCO_SUB_TENANT_ID, CISCO_TENANT_ID]
    );
    assert_eq!(me.column("roles", "role_name"), ["Operator", "tenant-admin", "tenant-admin", "Asset Expert"]);
}

#[test]
fn an_api_key_does_not_learn_who_it_is_and_works_with_its_tenant() {
    let mut client = client();
    let body =
        json!({ "grant_type": "client_credentials", "client_id": CISCO_KEY_NAME, "client_secret": CISCO_KEY_SECRET });
    client.token = access(&client.login(KEYS, &body)).unwrap();

    assert_eq!((client.me().refusal(), client.get(AGENTS).status), ((401, "Unauthorized".into()), 200));
}

#[test]
fn a_tenant_is_needed_and_must_be_one_s_own() {
    let mut client = client();

    let missing = client.raw("GET", AGENTS, &client.bearer(), "").status;
    let statuses = ["plant", CISCO_OTHER_TENANT_ID].map(|tenant| {
        client.tenant = tenant.into();
        client.get(AGENTS).status
    });

    assert_eq!((missing, statuses), (400, [400, 403]));
}

#[test]
fn a_permission_that_is_missing_looks_like_a_token_that_has_ended() {
    let client = reader();
    let body = json!({ "name": "pump", "connectionType": "MQTT" });

    let read = client.get("/nbapi/ei/v1/assetTypes").status;
    let written = client.send("POST", "/nbapi/ei/v1/assetTypes", &body).refusal();

    assert_eq!((read, written), (200, (401, "Unauthorized".into())));
}

#[test]
fn a_permission_counts_in_its_own_tenant() {
    let mut client = many();
    let body = json!({ "name": "pump", "connectionType": "MQTT" });

    let statuses = [CISCO_TENANT_ID, CISCO_OTHER_TENANT_ID].map(|tenant| {
        client.tenant = tenant.into();
        client.send("POST", "/nbapi/ei/v1/assetTypes", &body).status
    });

    assert_eq!(statuses, [201, 401]);
}

#[test]
fn the_password_of_a_gateway_is_for_those_who_may_see_it() {
    let passwords = [client(), reader()]
        .map(|client| client.get(&format!("/nbapi/edm/v1/devices/{CISCO_FIRST_EID}")).json()["adminPassword"].clone());

    assert_eq!(passwords, [json!(CISCO_ADMIN_PASSWORD), json!(null)]);
}

#[test]
fn without_edge_intelligence_one_list_is_empty_and_the_other_forbidden() {
    let mut client = many();
    client.tenant = CISCO_SUB_TENANT_ID.into();

    assert_eq!(client.get(AGENTS).json(), json!({ "agents": [] }));
    assert_eq!(client.get("/nbapi/ei/v1/assetTypes").status, 403);
}

#[test]
fn unknown_paths_methods_and_parameters_are_refused() {
    let client = client();

    let statuses = [
        client.get("/nbapi/ei/v1/assets").status,
        client.get("/nbapi/ei/v1/agents/agent-1").status,
        client.get("/iam/users").status,
        client.send("POST", AGENTS, &json!({})).status,
        client.get("/nbapi/ei/v1/agents?page=1").status,
        client.get("/nbapi/edm/v1/devices?limit=1").status,
        client.get("/nbapi/edm/v1/devices?size=201").status,
        client.get("/nbapi/edm/v1/devices?page=0").status,
    ];

    assert_eq!(statuses, [404, 404, 404, 405, 400, 400, 400, 400]);
}
