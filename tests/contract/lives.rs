//! What is kept: made, found, changed, read again, deleted, and gone.

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::inside::samples::folder;
use crate::inside::{Ran, run, sandbox};

/// Run a line of the vendor that must succeed.
fn rms(sandbox: &Sandbox, line: &str) -> Value {
    let ran = run(sandbox, &format!("rmctl rms {line} -o json"));
    assert_eq!(ran.exit, 0, "{line}: {ran:?}");
    ran.json()
}

/// The record of a list, and there is only one, whose member has this value; null where there is none.
fn found(sandbox: &Sandbox, list: &str, filter: &str) -> Value {
    let records = rms(sandbox, &format!("{list} --show-secrets --filter {filter}"));
    let records = records.as_array().unwrap();
    assert!(records.len() < 2, "{records:?}");
    records.first().cloned().unwrap_or_default()
}

fn code(ran: &Ran) -> (u8, Value) {
    (ran.exit, ran.error()["code"].clone())
}

/// What is not there any more: a read of it, and a list.
fn assert_gone(sandbox: &Sandbox, get: &str, list: &str, filter: &str) {
    let read = run(sandbox, &format!("rmctl rms {get} -o json"));

    assert_eq!(code(&read), (3, json!("not_found")));
    assert_eq!(found(sandbox, list, filter), Value::Null);
}

#[test]
fn a_tag_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    rms(
        &sandbox,
        "tags create --name lab --company-id 7034 --description bench --server-color=#112233",
    );
    let made = found(&sandbox, "tags list", "name=lab");
    let id = &made["id"];
    rms(&sandbox, &format!("tags update {id} --name lab-2"));
    let read = rms(&sandbox, &format!("tags get {id}"));
    rms(&sandbox, &format!("devices tags assign 70810 --tag-id {id}"));
    let counted = found(&sandbox, "tags list", "name=lab-2");
    rms(&sandbox, &format!("tags delete {id} --yes"));

    assert_eq!(
        (&made["description"], &made["color"], &made["devices_count"]),
        (&json!("bench"), &json!("#112233"), &json!(0))
    );
    assert_eq!(
        (&read["name"], &read["description"]),
        (&json!("lab-2"), &json!("bench"))
    );
    assert_eq!(counted["devices_count"], 1);
    assert_gone(&sandbox, &format!("tags get {id}"), "tags list", "name=lab-2");
}

#[test]
fn a_company_lives_until_its_deletion_ends() {
    let sandbox = sandbox();

    rms(&sandbox, "companies create --name Lab --parent-id 7034");
    let made = found(&sandbox, "companies list", "name=Lab");
    let id = &made["id"];
    rms(
        &sandbox,
        &format!("companies update {id} --name Lab-2 --email lab@example.com"),
    );
    rms(&sandbox, &format!("companies move {id} --target 7035 --yes"));
    let read = rms(&sandbox, &format!("companies get {id}"));
    let ended = rms(&sandbox, &format!("companies delete {id} --yes"));

    assert_eq!(made["parent_id"], 7034);
    assert_eq!(
        (&read["name"], &read["parent_id"], &read["parent_name"]),
        (&json!("Lab-2"), &json!(7035), &json!("Nordmart Retail"))
    );
    assert_eq!(ended["status"], "completed");
    assert_gone(&sandbox, &format!("companies get {id}"), "companies list", "name=Lab-2");
}

#[test]
fn an_invitation_lives_until_it_is_taken_back() {
    let sandbox = sandbox();

    rms(
        &sandbox,
        "users invite --email lab@example.com --role read_only --company-id 7035",
    );
    let made = found(&sandbox, "users invitations list", "email=lab@example.com");
    rms(&sandbox, &format!("users invitations delete {} --yes", made["id"]));
    let left = rms(&sandbox, "users invitations list");

    assert_eq!(made["company_id"], 7035);
    assert_eq!(left, json!([]));
}

#[test]
fn a_file_comes_down_as_it_went_up() {
    let sandbox = sandbox();
    let folder = folder();
    let (up, down) = (folder.path().join("up"), folder.path().join("down"));
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    std::fs::write(&up, &bytes).unwrap();

    let uploaded = rms(
        &sandbox,
        &format!("files upload --file {} --type config --description mine", up.display()),
    );
    let made = found(&sandbox, "files list", "name=up");
    let id = &made["id"];
    rms(&sandbox, &format!("files update {id} --description yours"));
    let read = rms(&sandbox, &format!("files get {id}"));
    let saved = run(
        &sandbox,
        &format!("rmctl rms files download {id} --save {}", down.display()),
    );
    rms(&sandbox, &format!("files delete {id} --yes"));

    assert!(uploaded.is_object());
    assert_eq!(
        (&made["type"], &made["description"], &made["file_size"]),
        (&json!("config"), &json!("mine"), &json!(300_000))
    );
    assert_eq!(read["description"], "yours");
    assert_eq!((saved.exit, &*saved.stdout), (0, ""));
    assert!(std::fs::read(&down).unwrap() == bytes);
    assert_gone(&sandbox, &format!("files get {id}"), "files list", "name=up");
}

#[test]
fn a_download_that_is_refused_leaves_the_old_file() {
    let sandbox = sandbox();
    let folder = folder();
    let target = folder.path().join("file");
    let old = std::fs::read(&target).unwrap();

    let ran = run(
        &sandbox,
        &format!("rmctl rms files download 1 --save {} -o json", target.display()),
    );

    assert_eq!(code(&ran), (3, json!("not_found")));
    assert_eq!(std::fs::read(&target).unwrap(), old);
}

#[test]
fn an_alert_configuration_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    let ended = rms(
        &sandbox,
        "alerts configurations create 70811 --alert-type-id 1 --alert-subtype-id 1 --action 1 --message down --email lab@example.com --redundancy-interval 5 --data-limit 1",
    );
    let made = found(&sandbox, "alerts configurations list", "device_id=70811");
    let id = &made["id"];
    rms(
        &sandbox,
        &format!("alerts configurations update {id} --message up --enable=false"),
    );
    let read = rms(&sandbox, &format!("alerts configurations get {id}"));
    rms(&sandbox, &format!("alerts configurations delete 70811 {id} --yes"));

    assert_eq!(ended["status"], "completed");
    assert_eq!(
        (&made["receiver"], &made["message"], &made["enable"]),
        (&json!("lab@example.com"), &json!("down"), &json!(true))
    );
    assert_eq!((&read["message"], &read["enable"]), (&json!("up"), &json!(false)));
    assert_gone(
        &sandbox,
        &format!("alerts configurations get {id}"),
        "alerts configurations list",
        "device_id=70811",
    );
}

#[test]
fn a_template_of_reports_makes_reports_until_it_is_deleted() {
    let sandbox = sandbox();

    rms(
        &sandbox,
        "reports create --type single --period week --parameters signal --parameters data_usage --applied-by device --apply-list 70810,70811 --name weekly",
    );
    let made = found(&sandbox, "reports list", "name=weekly");
    let id = &made["id"];
    rms(&sandbox, &format!("reports update {id} --name weekly-2"));
    let ended = rms(&sandbox, &format!("reports generate {id}"));
    let report = found(&sandbox, "reports generated list", "report_template_name=weekly-2");
    rms(&sandbox, &format!("reports generated delete {} --yes", report["id"]));
    rms(&sandbox, &format!("reports delete {id} --yes"));

    assert_eq!(
        (&made["period"], &made["apply_list"], &made["parameters"]),
        (&json!("week"), &json!([70810, 70811]), &json!(["signal", "data_usage"]))
    );
    assert_eq!(ended["status"], "completed");
    assert_eq!(&report["report_template_id"], id);
    assert_eq!(rms(&sandbox, "reports generated list"), json!([]));
    assert_eq!(found(&sandbox, "reports list", "name=weekly-2"), Value::Null);
}

#[test]
fn a_group_of_tasks_takes_its_tasks_with_it() {
    let sandbox = sandbox();

    rms(
        &sandbox,
        r#"devices tasks groups create --name lab --tasks [{"name":"ls","order":0,"type":"command","timeout":30,"stop_on_failure":true,"data":{"command":"ls"}}]"#,
    );
    let made = found(&sandbox, "devices tasks groups list", "name=lab");
    let id = &made["id"];
    let task = found(&sandbox, &format!("devices tasks list --group-id {id}"), "name=ls");
    rms(
        &sandbox,
        &format!(
            "devices tasks update {} --name ls --order 1 --stop-on-failure=false --server-timeout 60",
            task["id"]
        ),
    );
    let changed = found(&sandbox, &format!("devices tasks list --group-id {id}"), "name=ls");
    rms(&sandbox, &format!("devices tasks groups update {id} --name lab-2"));
    let read = rms(&sandbox, &format!("devices tasks groups get {id}"));
    let ended = rms(&sandbox, &format!("devices tasks groups run {id} 70810 --yes"));
    rms(&sandbox, &format!("devices tasks groups delete {id} --yes"));

    assert_eq!(
        (&task["timeout"], &changed["timeout"], &changed["stop_on_failure"]),
        (&json!(30), &json!(60), &json!(false))
    );
    assert_eq!(
        (&read["name"], &ended["status"]),
        (&json!("lab-2"), &json!("completed"))
    );
    assert_eq!(rms(&sandbox, &format!("devices tasks list --group-id {id}")), json!([]));
    assert_gone(
        &sandbox,
        &format!("devices tasks groups get {id}"),
        "devices tasks groups list",
        "name=lab-2",
    );
}

#[test]
fn an_automation_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    rms(
        &sandbox,
        r#"automations create --body {"name":"lab","company_id":7034,"conditions_body":[{"type":"if","actions":[{"name":"Reboot"}]}]}"#,
    );
    let made = found(&sandbox, "automations list", "name=lab");
    let id = &made["id"];
    rms(
        &sandbox,
        &format!("automations update {id} --body {{\"name\":\"lab-2\"}}"),
    );
    let read = rms(&sandbox, &format!("automations get {id}"));
    rms(&sandbox, &format!("automations delete {id} --yes"));

    assert_eq!(made["company_id"], 7034);
    assert_eq!(read["name"], "lab-2");
    assert_gone(
        &sandbox,
        &format!("automations get {id}"),
        "automations list",
        "name=lab-2",
    );
}

#[test]
fn credits_go_into_a_code_and_out_of_it_once() {
    let sandbox = sandbox();
    let folder = folder();
    let left = |sandbox: &Sandbox| found(sandbox, "credits list", "id=2568")["credit_left"].clone();

    let made = rms(
        &sandbox,
        "credits codes create --amount 3 --credit-type-name management_5y --comment lab --yes",
    );
    let between = left(&sandbox);
    let code_of = found(&sandbox, "credits codes list", "comment=lab");
    let id = &code_of["id"];
    rms(&sandbox, &format!("credits codes update {id} --comment lab-2"));
    std::fs::write(folder.path().join("secret"), code_of["code"].as_str().unwrap()).unwrap();
    let activate = format!(
        "credits codes activate --code @{}/secret --yes",
        folder.path().display()
    );
    rms(&sandbox, &activate);
    let again = run(&sandbox, &format!("rmctl rms {activate} -o json"));
    let used = found(&sandbox, "credits codes list", "comment=lab-2");
    rms(&sandbox, &format!("credits codes delete {id} --yes"));

    assert_eq!(made["credit_code"], code_of["code"]);
    assert_eq!((between, &used["is_used"]), (json!(9), &json!(true)));
    assert_eq!(code(&again), (13, json!("rejected")));
    assert_eq!(rms(&sandbox, "credits codes list"), json!([]));
}

#[test]
fn a_role_lives_until_it_is_deleted() {
    let sandbox = sandbox();

    rms(
        &sandbox,
        "roles create --title lab --company-id 7034 --permission-id 1,2,3 --description bench",
    );
    let made = found(&sandbox, "roles list", "title=lab");
    let id = &made["id"];
    rms(&sandbox, &format!("roles update {id} --title lab-2"));
    let read = rms(&sandbox, &format!("roles get {id}"));
    rms(&sandbox, &format!("roles delete {id} --yes"));

    assert_eq!(
        (&made["permissions_count"], &made["company_id"], &made["description"]),
        (&json!(3), &json!(7034), &json!("bench"))
    );
    assert_eq!(read["title"], "lab-2");
    assert_gone(&sandbox, &format!("roles get {id}"), "roles list", "title=lab-2");
}

#[test]
fn a_mail_server_lives_until_it_is_deleted() {
    let sandbox = sandbox();
    let folder = folder();

    rms(
        &sandbox,
        &format!(
            "email-configurations create --name lab --host mail.example.com --port 587 --email a@example.com --username a --password @{}/secret",
            folder.path().display()
        ),
    );
    let made = found(&sandbox, "email-configurations list", "name=lab");
    rms(
        &sandbox,
        &format!("email-configurations update {} --port 465", made["id"]),
    );
    let changed = found(&sandbox, "email-configurations list", "name=lab");
    rms(&sandbox, &format!("email-configurations delete {} --yes", made["id"]));

    assert_eq!(
        (&made["host"], &made["port"], &changed["port"]),
        (&json!("mail.example.com"), &json!(587), &json!(465))
    );
    assert_eq!(rms(&sandbox, "email-configurations list"), json!([]));
}

#[test]
fn a_hub_is_made_and_deleted_when_its_work_ends() {
    let sandbox = sandbox();

    let created = rms(
        &sandbox,
        "vpn hubs create --name lab --hub-zone frankfurt-1 --company-id 7034",
    );
    let made = found(&sandbox, "vpn hubs list", "name=lab");
    let id = &made["id"];
    rms(&sandbox, &format!("vpn hubs update {id} --description bench"));
    rms(&sandbox, &format!("vpn hubs toggle {id} --enabled=false"));
    let changed = found(&sandbox, "vpn hubs list", "name=lab");
    let deleted = rms(&sandbox, &format!("vpn hubs delete {id} --yes"));

    assert_eq!(
        (&created["status"], &deleted["status"]),
        (&json!("completed"), &json!("completed"))
    );
    assert_eq!(changed["description"], "bench");
    assert!([json!(false), json!(0)].contains(&changed["enabled"]), "{changed}");
    assert_eq!(rms(&sandbox, "vpn hubs list"), json!([]));
}
