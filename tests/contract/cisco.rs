//! `rmctl cisco` and `rmctl cisco-local` against the whole simulators: logins, tenants, what is published nowhere, and many boxes.

use std::path::PathBuf;

use sandbox::{
    CISCO_ADMIN_PASSWORD, CISCO_FAILING_EID, CISCO_FIRST_EID, CISCO_FIRST_SERIAL, CISCO_KEY_NAME,
    CISCO_KEY_ORGANISATION, CISCO_KEY_SECRET, CISCO_LOCAL_OTHER_PASSWORD, CISCO_LOCAL_PASSWORD, CISCO_MANY_USERNAME,
    CISCO_OTHER_TENANT_ID, CISCO_PASSWORD, CISCO_READING_USERNAME, CISCO_SHARED_SERIAL, CISCO_SUB_TENANT_ID,
    CISCO_TENANT_ID, CISCO_USERNAME, CiscoEiPaging, CiscoKeyForm, CiscoLocalOptions, CiscoOptions, Options,
};
use serde_json::{Value, json};

use crate::inside::Ran;
use crate::inside::world::World;

fn world() -> World {
    World::new(Options::default())
}

fn cloud(cisco: CiscoOptions) -> World {
    World::new(Options { cisco, ..Options::default() })
}

fn done(ran: &Ran) -> Value {
    assert_eq!((ran.exit, &*ran.stderr), (0, ""), "{ran:?}");
    ran.json()
}

fn code(ran: &Ran) -> (u8, Value) {
    (ran.exit, ran.error()["code"].clone())
}

fn count(world: &World, line: &str) -> usize {
    world.lines().iter().filter(|seen| seen.starts_with(line)).count()
}

const LOGINS: &str = "POST /iam/auth/token";
const ME: &str = "GET /iam/users/me";
const KEY: &[(&str, &str)] = &[
    ("RMCTL_CISCO_USERNAME", ""),
    ("RMCTL_CISCO_PASSWORD", ""),
    ("RMCTL_CISCO_CLIENT_ID", CISCO_KEY_NAME),
    ("RMCTL_CISCO_CLIENT_SECRET", CISCO_KEY_SECRET),
];
const OF_TENANT: (&str, &str) = ("RMCTL_CISCO_TENANT_ID", CISCO_TENANT_ID);

fn with<'a>(variables: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [variables, more].concat()
}

/// A file in the world's folder; answers its path.
fn file(world: &World, name: &str, text: &str) -> PathBuf {
    let path = world.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_login_and_the_only_tenant_are_kept_between_runs() {
    let world = world();

    let first = done(&world.run("rmctl cisco agents list -o json"));
    let second = done(&world.run("rmctl cisco asset-types list -o json"));

    assert_eq!((first.as_array().unwrap().len(), second.as_array().unwrap().len()), (12, 5));
    assert_eq!(
        world.lines(),
        [LOGINS, ME, "GET /nbapi/ei/v1/agents", "GET /nbapi/ei/v1/assetTypes"].map(str::to_owned)
    );
}

#[test]
fn a_login_is_renewed_before_it_ends_and_the_tenant_is_not_asked_for_again() {
    let world = world();

    done(&world.run("rmctl cisco agents list -o json"));
    world.pass(230);
    done(&world.run("rmctl cisco agents list -o json"));
    world.pass(20);
    done(&world.run("rmctl cisco agents list -o json"));

    // The refresh is tried, not taken, and the login repeated.
    assert_eq!((count(&world, LOGINS), count(&world, ME)), (3, 1));
}

#[test]
fn a_refresh_token_is_used_where_it_works() {
    let world = cloud(CiscoOptions { refreshes: true, ..CiscoOptions::default() });

    done(&world.run("rmctl cisco agents list -o json"));
    world.pass(260);
    done(&world.run("rmctl cisco agents list -o json"));

    let bodies: Vec<bool> = world
        .sandbox
        .requests()
        .iter()
        .filter(|seen| seen.path == "/iam/auth/token")
        .map(|seen| seen.body.contains("refresh_token"))
        .collect();
    assert_eq!(bodies, [false, true]);
}

#[test]
fn a_200_is_as_good_a_login_as_a_201() {
    let world = cloud(CiscoOptions { password_status: 200, ..CiscoOptions::default() });

    assert_eq!(world.run("rmctl cisco agents list -o json").exit, 0);
}

#[test]
fn each_form_of_an_api_key_logs_in_where_it_belongs() {
    let lowered = CISCO_KEY_NAME.to_lowercase();
    let prefixed = format!("{CISCO_KEY_ORGANISATION}->{CISCO_KEY_NAME}").to_lowercase();
    let older = ("RMCTL_CISCO_TOKEN_PATH", "/iam/auth/token");
    let organization = ("RMCTL_CISCO_ORGANIZATION", CISCO_KEY_ORGANISATION);
    let base = with(&KEY[..2], &[KEY[3], OF_TENANT]);
    let ways = [
        (CiscoKeyForm::Named, with(&base, &[KEY[2]])),
        (CiscoKeyForm::Lowered, with(&base, &[("RMCTL_CISCO_CLIENT_ID", &*lowered), older])),
        (CiscoKeyForm::Prefixed, with(&base, &[("RMCTL_CISCO_CLIENT_ID", &*prefixed), older])),
        (CiscoKeyForm::Prefixed, with(&base, &[KEY[2], older, organization])),
    ];

    let exits = ways.map(|(form, variables)| {
        let world = cloud(CiscoOptions { key_form: Some(form), ..CiscoOptions::default() });
        world.run_but("rmctl cisco agents list -o json", &variables).exit
    });

    assert_eq!(exits, [0; 4]);
}

#[test]
fn wrong_credentials_are_exit_4_and_the_hint_names_the_forms_of_keys() {
    let world = world();

    let user = world.run_but("rmctl cisco agents list -o json", &[("RMCTL_CISCO_PASSWORD", "wrong-canary")]);
    let key = with(&KEY[..3], &[("RMCTL_CISCO_CLIENT_SECRET", "wrong-canary"), OF_TENANT]);
    let key = world.run_but("rmctl cisco agents list -o json", &key);

    assert_eq!((code(&user), code(&key)), ((4, json!("unauthenticated")), (4, json!("unauthenticated"))));
    let hint = key.error()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("client_id") && hint.contains("organization") && hint.contains("token_path"), "{hint}");
    assert!(!user.stderr.contains("canary") && !key.stderr.contains("canary"));
}

#[test]
fn a_user_of_three_tenants_chooses_one_and_a_key_says_its_own() {
    let world = world();
    let many = [("RMCTL_CISCO_USERNAME", CISCO_MANY_USERNAME)];

    let open = world.run_but("rmctl cisco agents list -o json", &many);
    let raw = world.run_but("rmctl api cisco GET /nbapi/ei/v1/agents -o json", &many);
    let tenants = world.run_but("rmctl cisco tenants list -o json", &many);
    let chosen = world
        .run_but("rmctl cisco agents list -o json", &with(&many, &[("RMCTL_CISCO_TENANT_ID", CISCO_OTHER_TENANT_ID)]));
    let key = world.run_but("rmctl cisco agents list -o json", KEY);

    assert_eq!((code(&open), code(&raw)), ((11, json!("ambiguous")), (11, json!("ambiguous"))));
    let message = open.error()["message"].as_str().unwrap().to_owned();
    assert!([CISCO_TENANT_ID, CISCO_OTHER_TENANT_ID, CISCO_SUB_TENANT_ID].iter().all(|id| message.contains(id)));
    assert_eq!(open.error()["hint"], "`export RMCTL_CISCO_TENANT_ID=ID` chooses one");
    let tenants = done(&tenants);
    assert_eq!(
        tenants.as_array().unwrap().iter().map(|own| own["tenant_id"].as_str().unwrap()).collect::<Vec<_>>(),
        [CISCO_OTHER_TENANT_ID, CISCO_TENANT_ID, CISCO_SUB_TENANT_ID]
    );
    assert_eq!(tenants[1]["roles"], json!(["tenant-admin", "Asset Expert"]));
    assert_eq!(chosen.exit, 0, "{chosen:?}");
    assert_eq!(code(&key), (2, json!("usage")));
    assert!(key.error()["hint"].as_str().unwrap().contains("RMCTL_CISCO_TENANT_ID"));
}

const PROFILE: &str = "# mine\n[profiles.plant] # here\nvendor = \"cisco\"\nurl = \"URL\"\nusername = \"USER\"\npassword = { env = \"PLANT\" }\n";
const NO_VARIABLES: &[(&str, &str)] =
    &[("RMCTL_CISCO_URL", ""), ("RMCTL_CISCO_USERNAME", ""), ("RMCTL_CISCO_PASSWORD", ""), ("PLANT", CISCO_PASSWORD)];

fn with_profile() -> World {
    let world = world();
    let variables = world.variables(&[]);
    let url = &variables.iter().find(|(name, _)| name == "RMCTL_CISCO_URL").unwrap().1;
    file(&world, "config.toml", &PROFILE.replace("URL", url).replace("USER", CISCO_MANY_USERNAME));
    world
}

#[test]
fn a_chosen_tenant_stands_in_the_profile_beside_what_people_wrote() {
    let world = with_profile();

    let open = world.run_but("rmctl cisco agents list -p plant -o json", NO_VARIABLES);
    let dry =
        world.run_but("rmctl cisco tenants use 4213b2bc-0000-4000-8000-000000000002 -p plant --dry-run", NO_VARIABLES);
    let before = std::fs::read_to_string(world.folder.path().join("config.toml")).unwrap();
    let chosen =
        world.run_but(&format!("rmctl cisco tenants use {CISCO_OTHER_TENANT_ID} -p plant -o json"), NO_VARIABLES);
    let after = std::fs::read_to_string(world.folder.path().join("config.toml")).unwrap();
    let agents = world.run_but("rmctl cisco agents list -p plant -o json", NO_VARIABLES);
    let unknown = world.run_but("rmctl cisco tenants use nowhere -p plant -o json", NO_VARIABLES);

    assert_eq!((open.exit, &open.error()["hint"]), (11, &json!("`rmctl cisco tenants use NAME -p plant` chooses one")));
    assert_eq!((dry.exit, before.contains("tenant_id")), (0, false), "{dry:?}");
    assert_eq!(done(&chosen), json!({"tenant_id": CISCO_OTHER_TENANT_ID, "tenant_name": "Harbour Works"}));
    assert_eq!(after, format!("{before}tenant_id = \"{CISCO_OTHER_TENANT_ID}\"\n"));
    assert_eq!((agents.exit, code(&unknown)), (0, (3, json!("not_found"))), "{agents:?}");
}

#[test]
fn without_a_profile_the_chosen_tenant_is_exported() {
    let ran = world().run(&format!("rmctl cisco tenants use {CISCO_TENANT_ID} -o json"));

    assert_eq!(code(&ran), (2, json!("usage")));
    assert_eq!(ran.error()["hint"], format!("`export RMCTL_CISCO_TENANT_ID={CISCO_TENANT_ID}`"));
}

#[test]
fn who_it_is_comes_with_what_permissions_allow_and_steers_no_terminal() {
    let world = world();

    let one = done(&world.run("rmctl cisco whoami -o json"));
    let text = world.run_but(
        "rmctl cisco whoami",
        &[("RMCTL_CISCO_USERNAME", CISCO_MANY_USERNAME), ("RMCTL_CISCO_TENANT_ID", CISCO_SUB_TENANT_ID)],
    );
    let key = done(&world.run_but("rmctl cisco whoami -o json", KEY));

    assert_eq!(
        (&one["account"], &one["tenant_id"], &one["roles"]),
        (&json!(CISCO_USERNAME), &json!(CISCO_TENANT_ID), &json!(["tenant-admin", "EI Admin"]))
    );
    assert_eq!(one["permissions"].as_array().unwrap().len(), 5);
    assert!(one["permissions"][0]["allows"].as_array().unwrap().contains(&json!("asset-types delete")));
    assert!(!one["permissions"][1]["allows"].as_array().unwrap().contains(&json!("asset-types delete")));
    assert!(text.stdout.contains("Quay") && !text.stdout.contains('\u{1b}'), "{text:?}");
    assert_eq!((&key["account"], &key["roles"]), (&json!(format!("the API key {CISCO_KEY_NAME}")), &Value::Null));
}

#[test]
fn a_token_that_ends_in_the_middle_of_a_list_is_renewed_and_nothing_is_missing() {
    // More than can be under way while one of them is refused: a token that was just brought serves all of these.
    let cisco = CiscoOptions { requests_per_token: Some(12), ..CiscoOptions::default() };
    let world = World::new(Options { devices: 7950, cisco, ..Options::default() });

    let gateways = done(&world.run("rmctl cisco gateways list -o json"));

    let mut eids: Vec<&str> = gateways.as_array().unwrap().iter().map(|own| own["eid"].as_str().unwrap()).collect();
    let sorted = eids.is_sorted();
    eids.dedup();
    assert_eq!((eids.len(), sorted), (7950, true));
    assert!(count(&world, LOGINS) > 2);
    let lists = world.lines().into_iter().filter(|line| line.starts_with("GET /nbapi/edm"));
    assert!(lists.into_iter().all(|line| line.contains("sortBy=eid") && line.contains("size=200")));
}

#[test]
fn a_permission_that_is_missing_is_exit_5_after_one_new_login() {
    let world = world();
    let reader = [("RMCTL_CISCO_USERNAME", CISCO_READING_USERNAME)];

    let reads = world.run_but("rmctl cisco asset-types list -o json", &reader);
    let before = count(&world, LOGINS);
    let ran = world.run_but("rmctl cisco asset-types create --name pump --connection-type MQTT -o json", &reader);

    assert_eq!((reads.exit, code(&ran)), (0, (5, json!("forbidden"))), "{reads:?}");
    assert_eq!(ran.error()["http_status"], 401);
    assert!(ran.error()["hint"].as_str().unwrap().contains("rmctl cisco whoami"));
    // What is missing is no reason for a refresh.
    assert_eq!(count(&world, LOGINS) - before, 1);
}

#[test]
fn a_foreign_tenant_is_refused_in_the_vendor_s_words() {
    let ran = world().run_but("rmctl cisco agents list -o json", &[("RMCTL_CISCO_TENANT_ID", CISCO_OTHER_TENANT_ID)]);
    let unfit = world().run_but("rmctl cisco agents list -o json", &[("RMCTL_CISCO_TENANT_ID", "mine")]);

    assert_eq!((code(&ran), code(&unfit)), ((5, json!("forbidden")), (13, json!("rejected"))));
}

#[test]
fn the_password_of_a_gateway_is_shown_to_nobody_who_did_not_ask() {
    let world = world();
    let lines = [
        format!("rmctl cisco gateways get {CISCO_FIRST_EID} -o json -vvv"),
        format!("rmctl cisco gateways get --by-serial {CISCO_FIRST_SERIAL} -o yaml"),
        format!("rmctl cisco gateways get {CISCO_FIRST_EID} -o csv --columns eid,adminPassword"),
        format!("rmctl cisco gateways get {CISCO_FIRST_EID} -o json --jq .adminPassword"),
        format!("rmctl api cisco GET /nbapi/edm/v1/devices/{CISCO_FIRST_EID} -vvv"),
        format!("rmctl cisco gateways push-config {CISCO_FIRST_EID} -o json -vvv"),
    ];

    for line in &lines {
        let ran = world.run(line);
        assert_eq!(ran.exit, 0, "{line}: {ran:?}");
        assert!(!ran.stdout.contains(CISCO_ADMIN_PASSWORD) && !ran.stderr.contains(CISCO_ADMIN_PASSWORD), "{line}");
        assert!(!ran.stderr.contains(CISCO_PASSWORD), "{line}");
    }
    let shown = world.run(&format!("rmctl cisco gateways get {CISCO_FIRST_EID} -o json --show-secrets"));
    assert_eq!(shown.json()["adminPassword"], CISCO_ADMIN_PASSWORD);
    assert!(count(&world, "GET /nbapi/edm/v1/devices/ESR-6300-CON-K9%2BFCW24470000") > 0);
}

#[test]
fn a_gateway_is_added_found_renamed_pushed_to_and_deleted() {
    let world = world();
    let eid = "IR1101-K9+FCWNEW";

    let added = done(&world.run(&format!(
        "rmctl cisco gateways add --eid {eid} --field deviceType=ir1100 --field configGroup=default-ir1100 -o json"
    )));
    let renamed = world.run("rmctl cisco gateways update --by-serial fcwnew --field field:name=new -o json");
    let pushed = done(&world.run("rmctl cisco gateways push-config --by-name new -o json"));
    let twice = world.run(&format!("rmctl cisco gateways delete {eid} IR1101-K9+NONE --yes -o json"));
    let gone = world.run(&format!("rmctl cisco gateways get {eid} -o json"));

    assert_eq!((&added["failedCount"], renamed.exit), (&json!(0), 0), "{renamed:?}");
    assert_eq!(pushed, json!({"eid": eid, "name": "new", "status": "up"}));
    let states: Vec<Value> = twice.json().as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
    assert_eq!((twice.exit, states), (9, vec![json!("done"), json!("failed")]));
    assert_eq!(code(&gone), (3, json!("not_found")));
}

#[test]
fn a_push_is_followed_to_its_end_and_a_failure_is_exit_10() {
    let world = world();

    let failing = world.run(&format!("rmctl cisco gateways push-config {CISCO_FAILING_EID} -o json"));
    let handle = done(&world.run(&format!("rmctl cisco gateways push-config {CISCO_FIRST_EID} --no-wait -o json")));
    let running = world.run(&format!("rmctl cisco gateways push-config {CISCO_FIRST_EID} -o json"));
    let dry = done(&world.run(&format!("rmctl cisco gateways push-config {CISCO_FIRST_EID} --dry-run -o json")));

    assert_eq!(code(&failing), (10, json!("wait_failed")));
    assert!(failing.error()["message"].as_str().unwrap().contains("config failure"));
    assert_eq!((handle, code(&running)), (json!({"eid": CISCO_FIRST_EID}), (13, json!("rejected"))));
    assert_eq!(dry["body"], json!([{"eid": CISCO_FIRST_EID, "fields": {"deviceType": "esr6300"}}]));
    assert_eq!(count(&world, "POST /nbapi/edm/v1/devices/config"), 3);
}

#[test]
fn two_gateways_with_one_serial_are_both_named() {
    let ran = world().run(&format!("rmctl cisco gateways get --by-serial {CISCO_SHARED_SERIAL} -o json"));

    assert_eq!(code(&ran), (11, json!("ambiguous")));
}

/// Name and connection type of a new asset type, as a file has it.
const PUMP: &str = "name: pump\nconnectionType: MQTT\nconfig:\n  port: 1\ndataModel: {}\n";

#[test]
fn what_files_say_is_applied_once() {
    let world = world();
    let path = file(&world, "pump.yaml", PUMP);
    let apply = format!("rmctl cisco asset-types apply -f {} -o json", path.display());
    let changes = |world: &World| count(world, "POST /nbapi/ei") + count(world, "PUT /nbapi/ei");

    let dry = done(&world.run(&format!("{apply} --dry-run")));
    let first = done(&world.run(&apply));
    let second = done(&world.run(&apply));
    file(&world, "pump.yaml", &PUMP.replace("port: 1", "port: 2"));
    let text = world.run(&format!("rmctl cisco asset-types apply -f {} --dry-run", path.display()));
    let third = done(&world.run(&apply));
    let fourth = done(&world.run(&apply));

    assert_eq!((&dry["plan"][0]["action"], &dry["requests"][0]["method"]), (&json!("create"), &json!("POST")));
    assert_eq!((&first[0]["result"]["action"], &second[0]["result"]["action"]), (&json!("create"), &json!("none")));
    assert_eq!(text.stdout, "pump: update\n  config.port: 1 -> 2\n");
    let change = json!([{"path": "config.port", "old": 1, "new": 2}]);
    assert_eq!((&third[0]["result"]["changes"], &fourth[0]["result"]["action"]), (&change, &json!("none")));
    assert_eq!(changes(&world), 2);
}

#[test]
fn what_was_exported_is_no_difference() {
    let world = world();
    let folder = world.folder.path().join("types");

    let written = done(&world.run(&format!("rmctl cisco asset-types export {} -o json", folder.display())));
    let applied = done(&world.run(&format!("rmctl cisco asset-types apply -f {} -o json", folder.display())));

    assert_eq!((written.as_array().unwrap().len(), applied.as_array().unwrap().len()), (5, 5));
    assert!(applied.as_array().unwrap().iter().all(|item| item["result"]["action"] == "none"), "{applied}");
    assert_eq!(count(&world, "PUT") + count(&world, "POST /nbapi"), 0);
}

#[test]
fn a_name_against_the_rules_is_not_sent_unless_the_check_is_left_to_the_server() {
    let world = world();
    let path = file(&world, "pump.yaml", &PUMP.replace("pump", "pump-1"));

    let plural = world.run("rmctl cisco asset-types create --name pumps --connection-type MQTT -o json");
    let applied = world.run(&format!("rmctl cisco asset-types apply -f {} -o json", path.display()));
    let sent = count(&world, "POST /nbapi/ei");
    let left = world.run("rmctl cisco asset-types create --name pump-1 --connection-type MQTT --no-validate -o json");
    let unknown = world.run("rmctl cisco asset-types create --name pump --connection-type FAX -o json");

    assert_eq!((code(&plural), code(&applied), sent), ((13, json!("rejected")), (13, json!("rejected")), 0));
    assert_eq!(count(&world, "POST /nbapi/ei"), 1, "{left:?}");
    assert_eq!(unknown.exit, 2);
}

#[test]
fn where_and_how_an_asset_type_is_changed_is_learned_from_the_server() {
    let world = cloud(CiscoOptions { ei_patches: true, ei_singular: true, ..CiscoOptions::default() });
    let list = done(&world.run("rmctl cisco asset-types list -o json"));
    let id = list[0]["id"].as_str().unwrap();
    let (get, update) = (
        format!("rmctl cisco asset-types get {id} -o json"),
        format!("rmctl cisco asset-types update {id} --name salt -o json"),
    );
    let said = [("RMCTL_CISCO_ASSET_TYPE_PATH", "assetType"), ("RMCTL_CISCO_ASSET_TYPE_UPDATE", "PATCH")];

    let shown = done(&world.run(&get));
    let changed = done(&world.run(&update));
    let tried = count(&world, "PUT");
    let told = world.run_but(&update, &said);
    let dry = done(&world.run_but(&format!("{update} --dry-run"), &said));
    let missing = world.run("rmctl cisco asset-types get 0b1f3c5e-0000-4000-8000-000000000000 -o json");

    assert_eq!((&shown["name"], &changed["name"]), (&list[0]["name"], &json!("salt")));
    assert_eq!((tried, told.exit, count(&world, "PUT")), (2, 0, 2), "{told:?}");
    assert_eq!(dry["method"], "PATCH");
    assert!(dry["url"].as_str().unwrap().ends_with(&format!("/assetType/{id}")));
    assert_eq!(code(&missing), (3, json!("not_found")));
}

#[test]
fn lists_of_edge_intelligence_are_whole_however_they_page() {
    let whole = |paging, variables: &[(&str, &str)]| {
        let cisco = CiscoOptions { ei_paging: paging, ..CiscoOptions::default() };
        let world = World::new(Options { devices: 500, cisco, ..Options::default() });
        let agents = done(&world.run_but("rmctl cisco agents list -o json", variables));
        agents.as_array().unwrap().len()
    };

    let learned = [CiscoEiPaging::Whole, CiscoEiPaging::Pages(1), CiscoEiPaging::Pages(0), CiscoEiPaging::Offsets]
        .map(|paging| whole(paging, &[]));
    let said = [
        (CiscoEiPaging::Pages(1), "page,size", "1"),
        (CiscoEiPaging::Pages(0), "page,size", "0"),
        (CiscoEiPaging::Offsets, "offset,limit", "1"),
    ]
    .map(|(paging, way, first)| whole(paging, &[("RMCTL_CISCO_EI_PAGING", way), ("RMCTL_CISCO_FIRST_PAGE", first)]));

    assert_eq!((learned, said), ([250; 4], [250; 3]));
}

#[test]
fn a_cloud_that_is_gone_is_told_with_what_remains() {
    for status in [200, 404, 410] {
        let world = cloud(CiscoOptions { gone: Some(status), ..CiscoOptions::default() });
        let login = world.run("rmctl cisco agents list --retries 0 -o json");

        assert_eq!(code(&login), (7, json!("vendor_error")), "{status}");
        assert!(login.error()["message"].as_str().unwrap().contains("announced the end of life"), "{login:?}");
        assert!(login.error()["hint"].as_str().unwrap().contains("rmctl cisco-local"), "{login:?}");
    }
}

#[test]
fn a_cloud_that_goes_while_a_login_lasts_is_told_the_same() {
    let world = world();
    done(&world.run("rmctl cisco agents list -o json"));
    let page = |status| sandbox::Misbehaviour::Answer {
        status,
        headers: vec![("content-type".to_owned(), "text/html".to_owned())],
        body: "<html><title>Retired</title></html>".to_owned(),
    };

    let told = [200, 404].map(|status| {
        world.sandbox.inject(sandbox::Fault::at("/nbapi/ei/v1/agents", page(status)));
        world.run("rmctl cisco agents list --retries 0 -o json")
    });

    for ran in &told {
        let error = ran.error();
        assert_eq!(ran.exit, 7, "{ran:?}");
        let words = format!("{} {}", error["message"], error["hint"]);
        assert!(words.contains("announced the end of life") && words.contains("cisco-local"), "{words}");
    }
}

/// The files of a pipeline; answers their flags.
fn pipeline(world: &World) -> String {
    let endpoint = "{name: e, clientId: c, port: $IN, secure: false, metrics: {}}";
    let sources = format!(
        "mqtt1:\n  type: MQTT\n  assetId: \"1234\"\n  dataSourceConfiguration:\n    name: e\n    endpoints: [{endpoint}]\n  fields:\n    - {{type: customAttribute, key: site, value: $SITE}}\n"
    );
    let target = "{\"type\":\"MQTT\",\"dataTargetConfiguration\":{\"connectors\":[{\"host\":\"broker.example\",\"port\":\"$OUT\"}]}}";
    let sources = file(world, "sources.yaml", &sources);
    let target = file(world, "target.json", target);
    let logic = file(world, "logic.js", "function on_update() { publish(\"output\", \"${SITE}\"); }\n");
    let variables = file(world, "variables.yaml", "IN: 1883\nOUT: \"1884\"\nSITE: north\n");
    let [sources, target, logic, variables] =
        [sources, target, logic, variables].map(|path| path.display().to_string());
    format!("--sources {sources} --target {target} --logic {logic} --variables {variables}")
}

const PIPELINES: &str = "/cisco-local/api/v2/edge-intelligence/pipelines";

#[test]
fn a_pipeline_lives_from_its_deployment_to_its_end() {
    let world = world();
    let flags = pipeline(&world);

    let deployed = done(&world.run(&format!("rmctl cisco-local pipelines deploy coldPlc {flags} -o json")));
    let configuration = done(&world.run("rmctl cisco-local pipelines get coldPlc -o json --show-secrets"));
    let again = world.run(&format!("rmctl cisco-local pipelines deploy coldPlc {flags} -o json"));
    let asked = world.run("rmctl cisco-local pipelines undeploy coldPlc -o json");
    let undeployed = world.run("rmctl cisco-local pipelines undeploy coldPlc --yes -o json");
    let gone = world.run("rmctl cisco-local pipelines status coldPlc -o json");

    assert_eq!(deployed["healthStatus"]["pipelineStatus"], "Running");
    let data = &configuration["data"];
    assert_eq!(data["dataSources"]["mqtt1"]["dataSourceConfiguration"]["endpoints"][0]["port"], "1883");
    assert_eq!(data["dataTarget"]["dataTargetConfiguration"]["connectors"][0]["port"], 1884);
    assert!(data["scriptedDataLogic"]["script"].as_str().unwrap().starts_with("\u{1b}bytes:"));
    assert_eq!((code(&again), code(&asked)), ((13, json!("rejected")), (2, json!("usage"))));
    assert_eq!((undeployed.exit, code(&gone)), (0, (3, json!("not_found"))), "{undeployed:?}");
    assert_eq!(count(&world, &format!("POST {PIPELINES}")), 2);
}

#[test]
fn without_waiting_a_pipeline_is_not_looked_at_and_a_bad_name_or_file_is_not_sent() {
    let world = world();
    let flags = pipeline(&world);

    let quick = world.run(&format!("rmctl cisco-local pipelines deploy coldPlc {flags} --no-wait -o json"));
    let looks = count(&world, &format!("GET {PIPELINES}"));
    let before = world.lines().len();
    let name = world.run(&format!("rmctl cisco-local pipelines deploy cold-plc {flags} -o json"));
    let lost = world.run("rmctl cisco-local pipelines deploy x --sources nowhere.yaml --target nowhere.yaml -o json");

    assert_eq!((quick.exit, looks), (0, 0), "{quick:?}");
    assert_eq!((code(&name), code(&lost)), ((13, json!("rejected")), (2, json!("usage"))));
    assert_eq!(world.lines().len(), before);
}

#[test]
fn a_pipeline_that_does_not_run_in_time_is_exit_10() {
    let cisco_local = CiscoLocalOptions { looks_until_running: 1_000, ..CiscoLocalOptions::default() };
    let world = World::new(Options { cisco_local, ..Options::default() });
    let flags = pipeline(&world);

    let ran = world.run(&format!("rmctl cisco-local pipelines deploy coldPlc {flags} --wait 20 -o json"));

    assert_eq!(code(&ran), (10, json!("wait_failed")));
}

fn boxes(world: &World) -> String {
    let variables = world.variables(&[]);
    let url = &variables.iter().find(|(name, _)| name == "RMCTL_CISCO_LOCAL_URL").unwrap().1;
    let list =
        format!("url,name,SITE\n{url},one,a\n{url}/2,two,b\n{url}/3,three,c\n{url}/8,locked,d\n{url}/9,sick,e\n");
    file(world, "boxes.csv", &list).display().to_string()
}

#[test]
fn of_many_boxes_each_has_its_own_result_and_a_broken_one_hinders_no_other() {
    let world = world();
    let (flags, boxes) = (pipeline(&world), boxes(&world));
    let each = |ran: &Ran| -> Vec<(Value, Value, Value)> {
        let items = ran.json().as_array().unwrap().clone();
        items.iter().map(|own| (own["id"].clone(), own["status"].clone(), own["error"]["code"].clone())).collect()
    };

    let deployed =
        world.run(&format!("rmctl cisco-local pipelines deploy coldPlc {flags} --boxes {boxes} --retries 0 -o json"));
    let status = world.run(&format!("rmctl cisco-local pipelines status coldPlc --boxes {boxes} --retries 0 -o json"));
    let few = world
        .run(&format!("rmctl cisco-local pipelines undeploy coldPlc --boxes {boxes} --max-affected 4 --yes -o json"));
    let undeployed =
        world.run(&format!("rmctl cisco-local pipelines undeploy coldPlc --boxes {boxes} --retries 0 --yes -o json"));

    let expected = [
        ("one", "done", Value::Null),
        ("two", "done", Value::Null),
        ("three", "done", Value::Null),
        ("locked", "failed", json!("unauthenticated")),
        ("sick", "failed", json!("vendor_error")),
    ]
    .map(|(name, status, code)| (json!(name), json!(status), code));
    assert_eq!((deployed.exit, each(&deployed)), (9, expected.to_vec()));
    assert_eq!((status.exit, each(&status)), (9, expected.to_vec()));
    assert_eq!((code(&few), undeployed.exit, each(&undeployed)), ((2, json!("usage")), 9, expected.to_vec()));
    assert_eq!(status.json()[1]["result"]["healthStatus"]["pipelineStatus"], "Running");
    assert!(!deployed.stderr.contains(CISCO_LOCAL_PASSWORD) && !deployed.stdout.contains(CISCO_LOCAL_PASSWORD));
}

#[test]
fn a_dry_run_over_many_boxes_shows_each_request_and_asks_none() {
    let world = world();
    let (flags, boxes) = (pipeline(&world), boxes(&world));

    let dry = done(
        &world.run(&format!("rmctl cisco-local pipelines deploy coldPlc {flags} --boxes {boxes} --dry-run -o json")),
    );

    let values: Vec<&Value> = dry
        .as_array()
        .unwrap()
        .iter()
        .map(|own| &own["body"]["data"]["dataSources"]["mqtt1"]["fields"][0]["value"])
        .collect();
    assert_eq!(values, ["a", "b", "c", "d", "e"]);
    assert_eq!(world.lines(), Vec::<String>::new());
}

#[test]
fn a_profile_that_only_reads_deploys_nothing_and_changes_no_password() {
    let world = world();
    let flags = pipeline(&world);
    let reading = [("RMCTL_READ_ONLY", "true")];
    let secret = file(&world, "new", "another-Password1\n").display().to_string();

    let runs = [
        format!("rmctl cisco-local pipelines deploy coldPlc {flags} -o json"),
        "rmctl cisco-local pipelines undeploy coldPlc --yes -o json".to_owned(),
        format!("rmctl cisco-local change-password --old-password @{secret} --new-password @{secret} -o json"),
        format!("rmctl cisco gateways push-config {CISCO_FIRST_EID} -o json"),
    ]
    .map(|line| code(&world.run_but(&line, &reading)));

    assert_eq!(runs, std::array::from_fn(|_| (5, json!("forbidden"))));
    assert_eq!(count(&world, "POST") + count(&world, "DELETE"), 0);
}

#[test]
fn a_new_password_is_the_one_that_logs_in() {
    let world = world();
    let old = file(&world, "old", &format!("{CISCO_LOCAL_PASSWORD}\n")).display().to_string();
    let new = file(&world, "new", &format!("{CISCO_LOCAL_OTHER_PASSWORD}\n")).display().to_string();
    let line = format!("rmctl cisco-local change-password --old-password @{old} --new-password @{new}");

    let dry = world.run(&format!("{line} --dry-run -o json"));
    let changed = world.run(&format!("{line} -o json -vvv"));
    let plain = world.run("rmctl cisco-local change-password --old-password a --new-password b -o json");
    let with_old = world.run("rmctl cisco-local events list -o json --no-cache");
    let with_new = world.run_but(
        "rmctl cisco-local events list -o json",
        &[("RMCTL_CISCO_LOCAL_PASSWORD", CISCO_LOCAL_OTHER_PASSWORD)],
    );

    assert_eq!((dry.exit, changed.exit, code(&plain)), (0, 0, (2, json!("usage"))), "{changed:?}");
    for ran in [&dry, &changed] {
        assert!(
            !format!("{ran:?}").contains(CISCO_LOCAL_PASSWORD)
                && !format!("{ran:?}").contains(CISCO_LOCAL_OTHER_PASSWORD)
        );
    }
    assert_eq!((code(&with_old), with_new.exit), ((4, json!("unauthenticated")), 0), "{with_new:?}");
}

#[test]
fn what_a_box_tells_of_itself_is_shown_and_its_login_lasts_as_long_as_it_says() {
    let world = world();

    let events = done(&world.run("rmctl cisco-local events list -o json"));
    let metrics = done(&world.run("rmctl cisco-local system-metrics get -o json"));
    world.pass(250);
    let later = world.run("rmctl cisco-local events list -o json");

    assert_eq!(events[0]["message"], "Agent started");
    assert_eq!((&metrics["pipelines"], later.exit), (&json!(0), 0));
    assert_eq!(count(&world, "POST /cisco-local/api/v2/edge-intelligence/token"), 2);
}

#[test]
fn a_curl_line_and_a_raw_request_name_the_tenant_too() {
    let world = world();

    let curl = world.run("rmctl cisco agents list --print-curl");
    let chosen = world.run_but("rmctl cisco agents list --print-curl", &[OF_TENANT]);
    let raw = done(&world.run("rmctl api cisco GET /nbapi/ei/v1/agents"));
    let by_hand = world.run_but(
        &format!("rmctl api cisco GET /nbapi/ei/v1/agents -H x-tenant-id:{CISCO_OTHER_TENANT_ID}"),
        &[("RMCTL_CISCO_USERNAME", CISCO_MANY_USERNAME)],
    );

    assert!(curl.stdout.contains("-H \"x-tenant-id: $(rmctl cisco tenants list -o name"), "{curl:?}");
    assert!(chosen.stdout.contains(CISCO_TENANT_ID) && chosen.stdout.contains("$(rmctl auth token"), "{chosen:?}");
    assert_eq!((raw["agents"].as_array().unwrap().len(), by_hand.exit), (12, 0), "{by_hand:?}");
}
