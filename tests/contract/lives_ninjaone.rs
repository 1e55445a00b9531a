//! What NinjaOne keeps: made, found, changed, read again, deleted or archived, and gone; and devices, as decisions leave them.

use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use crate::inside::world::World;
use crate::inside::{NOW, run, sandbox};

/// Run a line of the vendor that must succeed.
fn ninjaone(sandbox: &Sandbox, line: &str) -> Value {
    let ran = run(sandbox, &format!("rmctl ninjaone {line} --yes -o json"));
    assert_eq!(ran.exit, 0, "{line}: {ran:?}");
    ran.json()
}

/// The record of a list, and there is only one, whose member has this value; null where there is none.
fn found(sandbox: &Sandbox, list: &str, filter: &str) -> Value {
    let records = ninjaone(sandbox, &format!("{list} --filter {filter}"));
    let records = records.as_array().unwrap();
    assert!(records.len() < 2, "{records:?}");
    records.first().cloned().unwrap_or_default()
}

/// What is not there any more: a read of it, and a list.
fn assert_gone(sandbox: &Sandbox, get: &str, list: &str, filter: &str) {
    assert_not_found(sandbox, get);
    assert_eq!(found(sandbox, list, filter), Value::Null);
}

fn assert_not_found(sandbox: &Sandbox, line: &str) {
    let ran = run(sandbox, &format!("rmctl ninjaone {line} --yes -o json"));

    assert_eq!((ran.exit, &ran.error()["code"], &*ran.stdout), (3, &json!("not_found"), ""), "{line}: {ran:?}");
}

#[test]
fn an_organization_is_made_changed_and_read_again_and_cannot_be_deleted() {
    let sandbox = sandbox();

    ninjaone(&sandbox, "organizations create --name Lab --description bench --node-approval-mode MANUAL");
    let made = found(&sandbox, "organizations list", "name=Lab");
    let id = &made["id"];
    ninjaone(&sandbox, &format!(r#"organizations update {id} --name Lab-2 --user-data {{"cost":7}}"#));
    let read = ninjaone(&sandbox, &format!("organizations get {id}"));

    assert_eq!((&made["description"], &made["nodeApprovalMode"]), (&json!("bench"), &json!("MANUAL")));
    assert_eq!(
        (&read["name"], &read["description"], &read["userData"]),
        (&json!("Lab-2"), &json!("bench"), &json!({"cost": 7}))
    );
    assert_eq!(found(&sandbox, "organizations list", "name=Lab"), Value::Null);
    assert_not_found(&sandbox, "organizations get 999999");
}

#[test]
fn a_location_is_added_to_its_organization_alone() {
    let sandbox = sandbox();

    ninjaone(&sandbox, "organizations locations create 2 --name Depot --address Quay-1");
    let made = found(&sandbox, "organizations locations list 2", "name=Depot");
    let id = &made["id"];
    ninjaone(&sandbox, &format!("organizations locations update 2 {id} --address Quay-2"));
    let read = found(&sandbox, "locations list", "name=Depot");

    assert_eq!(made["address"], "Quay-1");
    assert_eq!((&read["id"], &read["address"], &read["organizationId"]), (id, &json!("Quay-2"), &json!(2)));
    assert_eq!(found(&sandbox, "organizations locations list 1", "name=Depot"), Value::Null);
    assert_not_found(&sandbox, &format!("organizations locations update 1 {id} --address Elsewhere"));
}

#[test]
fn a_contact_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    ninjaone(
        &sandbox,
        "contacts create --organization-id 1 --first-name Ada --last-name Byron --email ada@example.com",
    );
    let made = found(&sandbox, "contacts list", "email=ada@example.com");
    let id = &made["id"];
    ninjaone(&sandbox, &format!("contacts update {id} --job-title chief --phone +3705550100"));
    let read = ninjaone(&sandbox, &format!("contacts get {id}"));
    ninjaone(&sandbox, &format!("contacts delete {id}"));

    assert_eq!((&made["firstName"], &made["organizationId"]), (&json!("Ada"), &json!(1)));
    assert_eq!(
        (&read["jobTitle"], &read["phone"], &read["lastName"]),
        (&json!("chief"), &json!("+3705550100"), &json!("Byron"))
    );
    assert_gone(&sandbox, &format!("contacts get {id}"), "contacts list", "email=ada@example.com");
}

#[test]
fn an_end_user_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    ninjaone(
        &sandbox,
        "users end-users create --first-name Ada --last-name Byron --email ada@example.com --organization-id 2",
    );
    let made = found(&sandbox, "users end-users list", "email=ada@example.com");
    let id = &made["id"];
    ninjaone(&sandbox, &format!("users end-users update {id} --full-portal-access --last-name Lovelace"));
    let read = ninjaone(&sandbox, &format!("users end-users get {id}"));
    ninjaone(&sandbox, &format!("users end-users delete {id}"));

    assert_eq!((&made["fullPortalAccess"], &made["organizationId"]), (&json!(false), &json!(2)));
    assert_eq!((&read["fullPortalAccess"], &read["lastName"]), (&json!(true), &json!("Lovelace")));
    assert_gone(&sandbox, &format!("users end-users get {id}"), "users end-users list", "email=ada@example.com");
}

#[test]
fn a_technician_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    ninjaone(&sandbox, "users technicians create --first-name Grace --last-name Murray --email grace@example.com");
    let made = found(&sandbox, "users technicians list", "email=grace@example.com");
    let id = &made["id"];
    ninjaone(&sandbox, &format!("users technicians update {id} --last-name Hopper"));
    let read = ninjaone(&sandbox, &format!("users technicians get {id}"));
    ninjaone(&sandbox, &format!("users technicians delete {id}"));

    assert_eq!((&made["firstName"], &made["invitationStatus"]), (&json!("Grace"), &json!("PENDING")));
    assert_eq!((&read["lastName"], &read["email"]), (&json!("Hopper"), &json!("grace@example.com")));
    assert_gone(&sandbox, &format!("users technicians get {id}"), "users technicians list", "email=grace@example.com");
}

#[test]
fn a_custom_field_takes_a_value_of_a_device_and_goes() {
    let sandbox = sandbox();

    ninjaone(
        &sandbox,
        "custom-fields create --label Rack --field-name rack --type TEXT --scope NODE_GLOBAL --definition-scope NODE --api-permission READ_WRITE",
    );
    let made = found(&sandbox, "custom-fields list", "name=rack");
    ninjaone(&sandbox, "devices custom-fields update 1001 --field rack=R7");
    let value = ninjaone(&sandbox, "devices custom-fields get 1001");
    let of_another = ninjaone(&sandbox, "devices custom-fields get 1003");
    ninjaone(&sandbox, "custom-fields update rack --label Cabinet --active=false");
    let read = ninjaone(&sandbox, "custom-fields get rack");
    ninjaone(&sandbox, "custom-fields delete rack");

    assert_eq!((&made["label"], &made["type"], &made["active"]), (&json!("Rack"), &json!("TEXT"), &json!(true)));
    assert_eq!((&value["rack"], of_another.get("rack")), (&json!("R7"), None));
    assert_eq!((&read["label"], &read["active"]), (&json!("Cabinet"), &json!(false)));
    assert_gone(&sandbox, "custom-fields get rack", "custom-fields list", "name=rack");
}

#[test]
fn a_tag_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    ninjaone(&sandbox, "tags create --name lab --description bench");
    let made = found(&sandbox, "tags list", "name=lab");
    let id = &made["id"];
    ninjaone(&sandbox, &format!("tags update {id} --name lab-2 --description bench"));
    let read = found(&sandbox, "tags list", "name=lab-2");
    ninjaone(&sandbox, &format!("tags delete {id}"));

    assert_eq!(made["description"], "bench");
    assert_eq!((&read["id"], &read["description"]), (id, &json!("bench")));
    assert_eq!(found(&sandbox, "tags list", "name=lab-2"), Value::Null);
    assert_not_found(&sandbox, &format!("tags delete {id}"));
}

#[test]
fn a_condition_of_a_policy_lives_until_it_is_deleted() {
    let sandbox = sandbox();
    let conditions = "policies conditions windows-events";

    ninjaone(
        &sandbox,
        &format!("{conditions} create 41 --source disk --event-ids 7,11 --display-name bad-disk --severity MAJOR"),
    );
    let made = found(&sandbox, &format!("{conditions} list 41"), "displayName=bad-disk");
    let id = made["id"].as_str().unwrap();
    let read = ninjaone(&sandbox, &format!("{conditions} get 41 {id}"));
    ninjaone(&sandbox, &format!("policies conditions delete 41 {id}"));

    assert_eq!(
        (&read["source"], &read["eventIds"], &read["severity"]),
        (&json!("disk"), &json!([7, 11]), &json!("MAJOR"))
    );
    assert_gone(
        &sandbox,
        &format!("{conditions} get 41 {id}"),
        &format!("{conditions} list 41"),
        "displayName=bad-disk",
    );
}

#[test]
fn a_document_is_made_from_a_template_changed_and_deleted_before_it() {
    let sandbox = sandbox();

    ninjaone(
        &sandbox,
        r#"document-templates create --name Switch --fields [{"fieldLabel":"Rack","fieldName":"rack","fieldType":"TEXT"}]"#,
    );
    let template = found(&sandbox, "document-templates list", "name=Switch");
    let template = &template["id"];
    ninjaone(&sandbox, &format!("document-templates update {template} --description ports"));
    let described = ninjaone(&sandbox, &format!("document-templates get {template}"));
    ninjaone(&sandbox, &format!("documents create 2 {template} --document-name core --field rack=R7"));
    let made = found(&sandbox, "documents list-of 2", "documentName=core");
    let id = &made["documentId"];
    ninjaone(&sandbox, &format!("documents update 2 {id} --document-name edge"));
    let read = found(&sandbox, "documents list", "documentName=edge");
    ninjaone(&sandbox, &format!("documents archive {id}"));
    ninjaone(&sandbox, &format!("documents delete {id}"));
    ninjaone(&sandbox, &format!("document-templates archive {template}"));
    let archived = ninjaone(&sandbox, &format!("document-templates get {template}"));
    ninjaone(&sandbox, &format!("document-templates delete {template}"));

    assert_eq!((&described["description"], &described["archived"]), (&json!("ports"), &json!(false)));
    assert_eq!((&made["documentTemplateId"], &made["organizationId"]), (template, &json!(2)));
    assert_eq!((&read["documentId"], &archived["archived"]), (id, &json!(true)));
    assert_not_found(&sandbox, &format!("documents delete {id}"));
    assert_eq!(found(&sandbox, "documents list", "documentName=edge"), Value::Null);
    assert_gone(&sandbox, &format!("document-templates get {template}"), "document-templates list", "name=Switch");
}

#[test]
fn a_checklist_is_archived_restored_and_deleted() {
    let sandbox = sandbox();

    ninjaone(&sandbox, "checklists create --name Audit --organization-id 2 --required");
    let made = found(&sandbox, "checklists list", "name=Audit");
    let id = &made["id"];
    ninjaone(&sandbox, &format!("checklists update {id} --name Inspection --due-date 1800003600"));
    let read = ninjaone(&sandbox, &format!("checklists get {id}"));
    ninjaone(&sandbox, &format!("checklists archive {id}"));
    let archived = ninjaone(&sandbox, &format!("checklists get {id}"));
    ninjaone(&sandbox, &format!("checklists restore {id}"));
    let restored = ninjaone(&sandbox, &format!("checklists get {id}"));
    ninjaone(&sandbox, &format!("checklists delete {id}"));

    assert_eq!((&made["organizationId"], &made["required"]), (&json!(2), &json!(true)));
    assert_eq!(
        (&read["name"], &read["required"], &read["dueDate"].to_string()),
        (&json!("Inspection"), &json!(true), &"1800003600".to_owned())
    );
    assert_eq!((&archived["archived"], &restored["archived"]), (&json!(true), &json!(false)));
    assert_gone(&sandbox, &format!("checklists get {id}"), "checklists list", "name=Inspection");
}

#[test]
fn an_article_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    ninjaone(
        &sandbox,
        r#"knowledge-base articles create --name Wi-Fi --organization-id 1 --content {"text":"channel-6"}"#,
    );
    let made = found(&sandbox, "knowledge-base articles list", "name=Wi-Fi");
    let id = &made["id"];
    ninjaone(&sandbox, &format!(r#"knowledge-base articles update {id} --content {{"text":"channel-11"}}"#));
    let read = found(&sandbox, "knowledge-base articles list", "name=Wi-Fi");
    ninjaone(&sandbox, &format!("knowledge-base articles archive {id}"));
    let archived = found(&sandbox, "knowledge-base articles list --include-archived", "name=Wi-Fi");
    ninjaone(&sandbox, &format!("knowledge-base articles delete {id}"));

    assert_eq!((&made["organizationId"], &made["content"]["text"]), (&json!(1), &json!("channel-6")));
    assert_eq!((&read["id"], &read["content"]["text"]), (id, &json!("channel-11")));
    assert_eq!((&archived["id"], &archived["isArchived"]), (id, &json!(true)));
    assert_eq!(found(&sandbox, "knowledge-base articles list --include-archived", "name=Wi-Fi"), Value::Null);
    assert_not_found(&sandbox, &format!("knowledge-base articles delete {id}"));
}

#[test]
fn a_ticket_is_opened_changed_by_its_version_and_remembers_both() {
    let sandbox = sandbox();
    let of = "--client-id 1 --ticket-form-id 1";

    let made = ninjaone(
        &sandbox,
        &format!(
            r#"tickets create {of} --subject printer --status 1000 --description {{"public":true,"body":"jams"}}"#
        ),
    );
    let id = &made["id"];
    let requester = ninjaone(&sandbox, "tickets users list --user-type TECHNICIAN")[0]["uid"].clone();
    let change = format!(
        "tickets update {id} --server-version {} {of} --subject plotter --status 1001 --requester-uid {} --severity MAJOR",
        made["version"],
        requester.as_str().unwrap(),
    );
    ninjaone(&sandbox, &change);
    let read = ninjaone(&sandbox, &format!("tickets get {id}"));
    let again = run(&sandbox, &format!("rmctl ninjaone {change} --yes -o json"));
    let entries = ninjaone(&sandbox, &format!("tickets log-entries list {id}"));

    assert_eq!((&made["subject"], &made["version"], &made["clientId"]), (&json!("printer"), &json!(1), &json!(1)));
    assert_eq!(
        (&read["subject"], &read["version"], &read["severity"], &read["requesterUid"]),
        (&json!("plotter"), &json!(2), &json!("MAJOR"), &requester)
    );
    assert_eq!((again.exit, &again.error()["code"]), (12, &json!("conflict")));
    assert_eq!(entries.as_array().unwrap().len(), 2, "{entries}");
    assert_not_found(&sandbox, "tickets get 999999");
}

#[test]
fn a_program_alone_opens_no_ticket() {
    let world = World::new(Options::default());

    let ran =
        world.run("rmctl ninjaone tickets create --client-id 1 --ticket-form-id 1 --subject x --status 1000 -o json");

    assert_eq!((ran.exit, &ran.error()["code"]), (5, &json!("forbidden")));
    assert!(ran.error()["hint"].as_str().unwrap().contains("rmctl auth login"), "{ran:?}");
}

#[test]
fn a_software_license_lives_until_it_is_deleted() {
    let sandbox = sandbox();
    let license = r#"--description d --type CUSTOM --purchase-date 1700000000000 --publisher-id 1 --vendor-id 1 --scope {"global":true} --current-usage 0 --term {} --notification-channel-info {}"#;

    ninjaone(&sandbox, &format!("software-licenses create --name CAD --quantity 3 {license}"));
    let made = found(&sandbox, "software-licenses list", "name=CAD");
    let id = &made["id"];
    ninjaone(&sandbox, &format!("software-licenses update {id} --name CAD --quantity 4 --note dearer {license}"));
    let read = ninjaone(&sandbox, &format!("software-licenses get {id}"));
    ninjaone(&sandbox, &format!("software-licenses delete {id}"));

    assert_eq!(made["quantity"], 3);
    assert_eq!(
        (&read["quantity"], &read["note"], &read["purchaseDate"]),
        (&json!(4), &json!("dearer"), &json!(1_700_000_000_000_u64))
    );
    assert_gone(&sandbox, &format!("software-licenses get {id}"), "software-licenses list", "name=CAD");
}

#[test]
fn maintenance_begins_and_ends_as_a_device_shows() {
    let sandbox = sandbox();

    ninjaone(
        &sandbox,
        "devices maintenance schedule 1001 --disabled-features ALERTS,PATCHING --end 2027-01-15T09:00:00Z --reason-message disk",
    );
    let during = ninjaone(&sandbox, "devices get 1001");
    ninjaone(&sandbox, "devices maintenance cancel 1001");
    let after = ninjaone(&sandbox, "devices get 1001");

    let maintenance = &during["maintenance"];
    assert_eq!((&maintenance["status"], &maintenance["reasonMessage"]), (&json!("IN_MAINTENANCE"), &json!("disk")));
    assert_eq!(maintenance["end"].as_f64(), Some(NOW as f64 + 3600.0));
    assert_eq!(after.get("maintenance"), None);
}

#[test]
fn a_device_gets_an_owner_and_loses_it() {
    let sandbox = sandbox();
    let user = ninjaone(&sandbox, "users end-users list")[0]["uid"].clone();

    ninjaone(&sandbox, &format!("devices owner set 1001 {}", user.as_str().unwrap()));
    let owned = ninjaone(&sandbox, "devices get 1001");
    ninjaone(&sandbox, "devices owner remove 1001");
    let free = ninjaone(&sandbox, "devices get 1001");

    assert_eq!((&owned["assignedOwnerUid"], free.get("assignedOwnerUid")), (&user, None));
    assert_not_found(&sandbox, "devices owner set 1001 00000000-0000-4000-8000-000000000000");
}

#[test]
fn what_is_changed_of_a_device_is_shown_and_the_rest_stays() {
    let sandbox = sandbox();
    let before = ninjaone(&sandbox, "devices get 1003");

    ninjaone(&sandbox, r#"devices update 1003 --display-name till-2 --organization-id 2 --user-data {"cost":7}"#);
    let after = ninjaone(&sandbox, "devices get 1003");
    let nowhere = run(&sandbox, "rmctl ninjaone devices update 1003 --organization-id 999999 -o json");

    assert_eq!(
        (&after["displayName"], &after["organizationId"], &after["userData"]),
        (&json!("till-2"), &json!(2), &json!({"cost": 7}))
    );
    assert_eq!((&after["systemName"], &after["created"]), (&before["systemName"], &before["created"]));
    assert_eq!((nowhere.exit, &nowhere.error()["code"]), (13, &json!("rejected")));
}

/// How many devices wait for somebody's approval, and whether one of them is this.
fn is_pending(sandbox: &Sandbox, id: u64) -> (usize, bool) {
    let pending = ninjaone(sandbox, "devices list --df status=PENDING");
    let ids: Vec<u64> = pending.as_array().unwrap().iter().map(|device| device["id"].as_u64().unwrap()).collect();
    (ids.len(), ids.contains(&id))
}

#[test]
fn a_device_that_waits_is_approved_and_another_one_rejected() {
    let sandbox = sandbox();
    let (approved, rejected) = (1019, 1021);
    let waiting = is_pending(&sandbox, approved);

    ninjaone(&sandbox, &format!("devices approval APPROVE {approved}"));
    ninjaone(&sandbox, &format!("devices approval REJECT {rejected}"));

    assert_eq!((waiting, is_pending(&sandbox, approved)), ((2, true), (0, false)));
    assert_eq!(ninjaone(&sandbox, &format!("devices get {approved}"))["approvalStatus"], "APPROVED");
    assert_not_found(&sandbox, &format!("devices get {rejected}"));
}

#[test]
fn a_decommissioned_device_says_so() {
    let sandbox = sandbox();

    ninjaone(&sandbox, "devices decommission 1003");
    let unknown = run(&sandbox, "rmctl ninjaone devices decommission 1 --yes -o json");

    assert_eq!(ninjaone(&sandbox, "devices get 1003")["approvalStatus"], "DECOMMISSIONED");
    assert_eq!(ninjaone(&sandbox, "devices get 1005")["approvalStatus"], "APPROVED");
    assert_eq!((unknown.exit, &unknown.error()["code"]), (3, &json!("not_found")));
}

#[test]
fn what_destroys_asks_first_and_sends_nothing_meanwhile() {
    let lines = [
        "contacts delete 300",
        "users end-users delete 101",
        "tags delete 1",
        "custom-fields delete assetTag",
        "documents delete 1",
        "document-templates delete 1",
        "checklists delete 1",
        "checklists delete-many 1",
        "knowledge-base articles delete 1",
        "software-licenses delete 1",
        "devices decommission 1001",
        "devices approval REJECT 1019",
        "devices reboot 1001 NORMAL",
        "alerts reset 00000000-0000-4000-8000-000000000000",
    ];
    let sandbox = sandbox();

    for line in lines {
        let ran = run(&sandbox, &format!("rmctl ninjaone {line} -o json"));
        assert_eq!((ran.exit, &ran.error()["code"], &*ran.stdout), (2, &json!("usage"), ""), "{line}: {ran:?}");
    }
    assert_eq!(sandbox.requests(), []);
}
