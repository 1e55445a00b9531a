//! Records that are stored: created, found, changed, deleted.

use crate::client::{Client, client};
use serde_json::{Value, json};

/// Where a kind of record lives, and what is done to it.
struct Life {
    create: (&'static str, Value),
    list: &'static str,
    /// The member that names it in its path.
    key: &'static str,
    item: &'static str,
    change: (&'static str, &'static str, Value),
    delete: &'static str,
}

fn at(path: &str, id: &str) -> String {
    path.replace("{}", id)
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The list, out of the envelope where there is one.
fn rows(client: &Client, path: &str) -> Vec<Value> {
    let body = client.get(path).json();
    let rows = body.as_array().or_else(|| body.as_object()?.values().find_map(Value::as_array));
    rows.unwrap_or_else(|| panic!("no list at {path}: {body}")).clone()
}

fn live(client: &Client, life: &Life) {
    let (path, body) = &life.create;
    let before = rows(client, life.list).len();
    let created = client.send("POST", path, body.clone());
    assert_eq!(created.status, 200, "{path}: {}", created.text());
    let created = created.json();
    let created = created.as_array().map_or(created.clone(), |list| list[0].clone());
    let id = word(&created[life.key]);
    assert!(rows(client, life.list).iter().any(|row| word(&row[life.key]) == id), "{path}: not in its list");
    assert_eq!(rows(client, life.list).len(), before + 1, "{path}");

    let (method, path, body) = &life.change;
    let sent: Value = serde_json::from_str(&body.to_string().replace("\"#{}#\"", &id)).unwrap();
    let changed = client.send(method, &at(path, &id), sent.clone());
    assert!([200, 204].contains(&changed.status), "{path}: {}", changed.text());
    let item = match life.item == life.list {
        true => rows(client, life.list).into_iter().find(|row| word(&row[life.key]) == id).unwrap(),
        false => client.get(&at(life.item, &id)).json(),
    };
    let sent = sent.as_array().map_or(sent.clone(), |list| list[0].clone());
    for (name, value) in
        sent.as_object().unwrap().iter().filter(|(name, _)| **name != "fieldName" && !name.ends_with("Id"))
    {
        assert_eq!(&item[name], value, "{path}: {name}");
    }

    let deletion = at(life.delete, &id);
    let deleted = match deletion.split_once(' ') {
        Some((path, body)) => client.send("POST", path, serde_json::from_str(body).unwrap()),
        None => client.delete(&deletion),
    };
    assert!([200, 204].contains(&deleted.status), "{deletion}: {}", deleted.text());
    assert!(rows(client, life.list).iter().all(|row| word(&row[life.key]) != id), "{deletion}: still there");
    if !life.item.eq(life.list) {
        assert_eq!(client.get(&at(life.item, &id)).status, 404, "{}", life.item);
    }
}

#[test]
fn records_live_from_their_creation_to_their_deletion() {
    let client = client();
    let license = json!({
        "name": "CAD", "description": "", "type": "CUSTOM", "purchaseDate": 1, "publisherId": 1, "vendorId": 1,
        "scope": { "global": true }, "quantity": 3, "currentUsage": 0, "term": {}, "notificationChannelInfo": {},
    });
    let mut dearer = license.clone();
    dearer["quantity"] = json!(4);
    let lives = [
        Life {
            create: (
                "/v2/contacts",
                json!({ "organizationId": 1, "firstName": "A", "lastName": "B", "email": "a@example.com" }),
            ),
            list: "/v2/contacts",
            key: "id",
            item: "/v2/contact/{}",
            change: ("PATCH", "/v2/contact/{}", json!({ "jobTitle": "chief" })),
            delete: "/v2/contact/{}",
        },
        Life {
            create: ("/v2/user/technicians", json!({ "firstName": "A", "lastName": "B", "email": "a@example.com" })),
            list: "/v2/user/technicians",
            key: "id",
            item: "/v2/user/technician/{}",
            change: ("PATCH", "/v2/user/technician/{}", json!({ "lastName": "C" })),
            delete: "/v2/user/technician/{}",
        },
        Life {
            create: (
                "/v2/user/end-users",
                json!({ "firstName": "A", "lastName": "B", "email": "a@example.com", "organizationId": 2 }),
            ),
            list: "/v2/user/end-users",
            key: "id",
            item: "/v2/user/end-user/{}",
            change: ("PATCH", "/v2/user/end-user/{}", json!({ "fullPortalAccess": true })),
            delete: "/v2/user/end-user/{}",
        },
        Life {
            create: ("/v2/tag", json!({ "name": "blue", "description": "" })),
            list: "/v2/tag",
            key: "id",
            item: "/v2/tag",
            change: ("PUT", "/v2/tag/{}", json!({ "name": "green" })),
            delete: "/v2/tag/{}",
        },
        Life {
            create: (
                "/v2/custom-fields",
                json!({ "label": "Example", "fieldName": "example", "type": "TEXT", "scope": "NODE_GLOBAL", "definitionScope": ["NODE"] }),
            ),
            list: "/v2/device-custom-fields",
            key: "name",
            item: "/v2/custom-fields/field-name/{}",
            change: ("PUT", "/v2/custom-fields/field-name/{}", json!({ "label": "Other", "active": false })),
            delete: "/v2/custom-fields/field-name/{}",
        },
        Life {
            create: (
                "/v2/document-templates",
                json!({ "name": "Switch", "fields": [{ "fieldLabel": "x", "fieldName": "x" }] }),
            ),
            list: "/v2/document-templates",
            key: "id",
            item: "/v2/document-templates/{}",
            change: ("PUT", "/v2/document-templates/{}", json!({ "description": "d" })),
            delete: "/v2/document-templates/{}",
        },
        Life {
            create: ("/v2/checklist/templates", json!([{ "name": "Farewell", "required": true }])),
            list: "/v2/checklist/templates",
            key: "id",
            item: "/v2/checklist/templates",
            change: ("PUT", "/v2/checklist/templates", json!([{ "id": "#{}#", "name": "Goodbye" }])),
            delete: "/v2/checklist/templates/delete [{}]",
        },
        Life {
            create: ("/v2/organization/checklists", json!([{ "name": "Audit", "organizationId": 2 }])),
            list: "/v2/organization/checklists",
            key: "id",
            item: "/v2/organization/checklist/{}",
            change: ("PUT", "/v2/organization/checklists", json!([{ "checklistId": "#{}#", "name": "Inspection" }])),
            delete: "/v2/organization/checklist/{}",
        },
        Life {
            create: (
                "/v2/knowledgebase/articles",
                json!([{ "name": "Wi-Fi", "organizationId": 1, "content": { "text": "t" } }]),
            ),
            list: "/v2/knowledgebase/organization/articles",
            key: "id",
            item: "/v2/knowledgebase/organization/articles",
            change: ("PATCH", "/v2/knowledgebase/articles", json!([{ "id": "#{}#", "content": { "text": "u" } }])),
            delete: "/v2/knowledgebase/articles/delete [{}]",
        },
        Life {
            create: ("/v2/software-license", license),
            list: "/v2/software-license/licenses",
            key: "id",
            item: "/v2/software-license/{}",
            change: ("PUT", "/v2/software-license/{}", dearer),
            delete: "/v2/software-license/{}",
        },
        Life {
            create: ("/v2/policies/41/condition/custom-fields", json!({ "displayName": "c", "enabled": true })),
            list: "/v2/policies/41/condition/custom-fields",
            key: "id",
            item: "/v2/policies/41/condition/custom-fields/{}",
            change: ("GET", "/v2/policies/41/condition/custom-fields/{}", json!({})),
            delete: "/v2/policies/41/condition/{}",
        },
        Life {
            create: (
                "/v2/policies/41/condition/windows-event",
                json!({ "displayName": "c", "source": "s", "eventIds": [1] }),
            ),
            list: "/v2/policies/41/condition/windows-event",
            key: "id",
            item: "/v2/policies/41/condition/windows-event/{}",
            change: ("GET", "/v2/policies/41/condition/windows-event/{}", json!({})),
            delete: "/v2/policies/41/condition/{}",
        },
        Life {
            create: ("/v2/tab", json!({ "name": "Racks", "entityType": "ORGANIZATION" })),
            list: "/v2/tab/summary/global",
            key: "id",
            item: "/v2/tab/{}",
            change: ("PATCH", "/v2/tab/rename", json!({ "tabId": "#{}#", "name": "Cabinets" })),
            delete: "/v2/tab/{}",
        },
        Life {
            create: ("/v2/billing/accounts", json!({ "name": "A", "currency": "EUR" })),
            list: "/v2/billing/accounts",
            key: "id",
            item: "/v2/billing/accounts/{}",
            change: ("PUT", "/v2/billing/accounts/{}", json!({ "currency": "USD" })),
            delete: "/v2/billing/accounts/{}",
        },
        Life {
            create: ("/v2/billing/ticket-products/adhoc", json!({ "ticketId": 1001, "quantity": 1 })),
            list: "/v2/billing/ticket-products/ticket/1001",
            key: "id",
            item: "/v2/billing/ticket-products/ticket/1001",
            change: ("PUT", "/v2/billing/ticket-products/{}", json!({ "quantity": 2 })),
            delete: "/v2/billing/ticket-products/delete {\"ids\":[{}]}",
        },
        Life {
            create: (
                "/v2/related-items/entity/NODE/1003/relation",
                json!({ "relEntityType": "LOCATION", "relEntityId": 1 }),
            ),
            list: "/v2/related-items/with-entity/NODE/1003",
            key: "id",
            item: "/v2/related-items/with-entity/NODE/1003",
            change: ("GET", "/v2/related-items", json!({})),
            delete: "/v2/related-items/{}",
        },
    ];

    lives.iter().for_each(|life| live(&client, life));
}

#[test]
fn an_organization_is_created_with_its_locations_and_is_changed() {
    let client = client();
    let body = json!({ "name": "New Ltd", "nodeApprovalMode": "MANUAL", "locations": [{ "name": "Here" }] });

    let created = client.send("POST", "/v2/organizations", body).json();
    let id = &created["id"];
    client.send("POST", &format!("/v2/organization/{id}/locations"), json!({ "name": "There", "address": "a" }));
    let place = client.rows(&format!("/v2/organization/{id}/locations"))[1].clone();
    let other = client.send("PATCH", &format!("/v2/organization/1/locations/{}", place["id"]), json!({ "name": "x" }));
    client.send("PATCH", &format!("/v2/organization/{id}/locations/{}", place["id"]), json!({ "address": "b" }));
    client.send("PATCH", &format!("/v2/organization/{id}"), json!({ "description": "d" }));
    let seen = client.get(&format!("/v2/organization/{id}")).json();

    assert_eq!(created["locations"][0]["name"], "Here");
    assert_eq!(other.status, 404);
    assert_eq!((&seen["description"], &seen["locations"][1]["address"]), (&json!("d"), &json!("b")));
    assert_eq!(client.send("POST", "/v2/organizations", json!({})).status, 400);
    assert_eq!(client.rows("/v2/organizations").last().unwrap()["name"], "New Ltd");
}

#[test]
fn roles_are_created_changed_and_deleted_many_at_a_time() {
    let client = client();
    let names = || {
        rows(&client, "/v2/roles")
            .iter()
            .filter(|role| role["custom"] == true)
            .map(|role| word(&role["name"]))
            .collect::<Vec<_>>()
    };

    let body = json!([{ "name": "kiosk", "nodeClass": "WINDOWS_WORKSTATION" }, { "name": "till", "nodeClass": "MAC" }]);
    client.send("POST", "/v2/noderole", body);
    let ids: Vec<Value> =
        rows(&client, "/v2/noderole/list").iter().rev().take(2).map(|role| role["id"].clone()).collect();
    client.send("PATCH", "/v2/noderole", json!([{ "id": ids[0], "name": "counter" }]));
    let both = names();
    let missing = client.send("POST", "/v2/noderole/delete", json!({ "ids": [ids[0], 9999] })).status;
    client.send("POST", "/v2/noderole/delete", json!({ "ids": ids }));

    assert_eq!((both, missing, names()), (vec!["kiosk".to_owned(), "counter".to_owned()], 404, vec![]));
}

#[test]
fn documents_are_archived_before_they_are_deleted() {
    let client = client();
    let body = json!({ "documentName": "Core switch", "fields": { "serial": "S-1" } });

    let id = client.send("POST", "/v2/organization/2/template/1/document", body).json()["documentId"].clone();
    let changed = client
        .send("POST", &format!("/v2/organization/2/document/{id}"), json!({ "fields": { "serial": "S-2" } }))
        .json();
    let early = client.delete(&format!("/v2/organization/document/{id}")).status;
    client.post(&format!("/v2/organization/document/{id}/archive"));
    let late = client.delete(&format!("/v2/organization/document/{id}")).status;

    assert_eq!((&changed["updatedFields"][0]["value"], early, late), (&json!("S-2"), 400, 204));
    assert_eq!(client.rows("/v2/organization/2/documents").len(), 0);
    assert_eq!(client.rows("/v2/organization/documents?organizationIds=1").len(), 1);
}

#[test]
fn what_is_archived_is_hidden_until_it_is_asked_for_or_restored() {
    let client = client();
    let count = |query: &str| client.rows(&format!("/v2/organization/checklists{query}")).len();

    client.send("POST", "/v2/organization/archive", json!({ "clientChecklistIds": [1] }));
    let archived = (count(""), count("?includeArchived=true"));
    client.send("POST", "/v2/organization/restore", json!({ "clientChecklistIds": [1] }));

    assert_eq!((archived, count("")), ((0, 1), 1));
    assert_eq!(client.send("POST", "/v2/checklist/archive", json!({ "checklistTemplateIds": [9] })).status, 404);
}

#[test]
fn checklists_come_from_templates_and_become_some() {
    let client = client();

    let made = client.send("POST", "/v2/organization/3/checklists-from-templates", json!([1])).json();
    client.send(
        "POST",
        "/v2/organization/checklists/promote-with-name",
        json!([{ "id": made[0]["id"], "name": "Again" }]),
    );

    assert_eq!((&made[0]["organizationId"], &made[0]["name"]), (&json!(3), &json!("Onboarding")));
    assert_eq!(client.rows("/v2/checklist/templates?checklistTemplateName=again").len(), 1);
}

#[test]
fn files_come_back_as_they_were_uploaded() {
    let client = client();
    let bytes = b"\x00\x01binary\r\n--not-the-fence\r\n\xff";

    let article = client
        .form("/v2/knowledgebase/articles/upload", &[("organizationId", None, b"1"), ("files", Some("a.pdf"), bytes)])
        .json();
    let item = client.form("/v2/related-items/entity/NODE/1001/attachment", &[("file", Some("b.txt"), bytes)]).json();
    let temporary = client
        .form(
            "/v2/attachments/temp/upload?entityType=TICKET",
            &[("files", Some("c"), bytes), ("files", Some("d.png"), b"")],
        )
        .json();
    let downloads = [
        format!("/v2/knowledgebase/article/{}/download", article[0]["id"]),
        format!("/v2/related-items/{}/attachment/download", item["id"]),
    ]
    .map(|path| client.get(&path).body);

    assert_eq!(downloads, [bytes.to_vec(), bytes.to_vec()]);
    assert_eq!((&temporary[1]["extension"], temporary.as_array().unwrap().len()), (&json!("png"), 2));
    assert_eq!(client.get("/v2/related-items/1/attachment/download").status, 404);
    assert_eq!(client.form("/v2/attachments/temp/upload", &[("other", Some("c"), b"x")]).status, 400);
}

#[test]
fn a_scan_counts_the_lines_of_its_file() {
    let client = client();

    let group = client
        .form("/v2/vulnerability/scan-groups/1/upload", &[("csv", Some("q2.csv"), b"host,cve\na,CVE-1\nb,CVE-2\n")])
        .json();

    assert_eq!((&group["fileName"], &group["recordsProcessed"]), (&json!("q2.csv"), &json!(2)));
    assert_eq!(client.form("/v2/vulnerability/scan-groups/1/upload", &[]).status, 400);
}

#[test]
fn a_ticket_is_opened_changed_and_commented_on() {
    let client = client();
    let ticket = json!({ "clientId": 1, "ticketFormId": 1, "subject": "no light", "status": "1000", "description": { "public": true, "body": "dark" } });

    let created = client.send("POST", "/v2/ticketing/ticket", ticket.clone()).json();
    let path = format!("/v2/ticketing/ticket/{}", created["id"]);
    let mut change = ticket;
    change.as_object_mut().unwrap().remove("description");
    change["requesterUid"] = json!("6f1c1a9e-0000-4000-8000-000000000300");
    change["status"] = json!("CLOSED");
    change["version"] = json!(1);
    let updated = client.send("PUT", &path, change.clone()).json();
    let conflict = client.send("PUT", &path, change);
    client.form(
        &format!("{path}/comment"),
        &[("comment", None, b"{\"public\":false,\"body\":\"done\"}"), ("files", Some("x"), b"1")],
    );
    let log = client.rows(&format!("{path}/log-entry"));

    assert_eq!((&created["status"]["name"], &created["version"]), (&json!("NEW"), &json!(1)));
    assert_eq!((&updated["status"]["displayName"], &updated["version"]), (&json!("Closed"), &json!(2)));
    assert_eq!((conflict.status, &conflict.json()["errorMessage"]["params"]["version"]), (409, &json!(2)));
    assert_eq!(log.iter().map(|entry| word(&entry["type"])).collect::<Vec<_>>(), ["DESCRIPTION", "SAVE", "COMMENT"]);
    assert_eq!(log[2]["body"], "done");
}

#[test]
fn a_board_is_searched_and_shows_the_columns_that_were_asked_for() {
    let client = client();
    let run = |board: u64, body: Value| client.send("POST", &format!("/v2/ticketing/trigger/board/{board}/run"), body);

    let found = run(1, json!({ "searchCriteria": "vpn", "includeColumns": ["subject"] })).json()["data"].clone();
    let open = run(2, json!({})).json()["data"].clone();
    let rule = json!({ "filters": [{ "field": "status", "operator": "is", "value": "NEW" }] });
    let new = run(1, rule).json()["data"].clone();

    assert!(
        found
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row.as_object().unwrap().len() == 2 && word(&row["subject"]).contains("VPN"))
    );
    assert!(
        !open.as_array().unwrap().is_empty()
            && open.as_array().unwrap().iter().all(|row| row["status"]["name"] == "OPEN")
    );
    assert_eq!(new.as_array().unwrap().len(), 4);
    assert_eq!(run(99, json!({})).status, 404);
}

#[test]
fn members_come_and_go_in_a_role_of_users() {
    let client = client();
    let names = |answer: crate::client::Answer| {
        answer.json()["members"].as_array().unwrap().iter().map(|one| word(&one["name"])).collect::<Vec<_>>()
    };

    let more = names(client.send("PATCH", "/v2/user/role/1/add-members", json!([1, 2])));
    let less = names(client.send("PATCH", "/v2/user/role/1/remove-members", json!([2])));

    assert_eq!((more, less), (vec!["Jane Roe".to_owned(), "John Doe".to_owned()], vec!["Jane Roe".to_owned()]));
    assert_eq!(client.send("PATCH", "/v2/user/role/1/add-members", json!([77])).status, 404);
    assert_eq!(client.rows("/v2/user/roles?roleType=END_USER").len(), 1);
    assert_eq!(client.rows("/v2/users?userType=END_USER").len(), 2);
}

#[test]
fn custom_fields_are_created_changed_and_deleted_in_bulk() {
    let client = client();
    let field =
        |name: &str| json!({ "label": name, "fieldName": name, "type": "NUMERIC", "apiPermission": "READ_WRITE" });

    let created =
        client.send("POST", "/v2/custom-fields/bulk", json!({ "customFields": [field("one"), field("two")] }));
    let again = client.send("POST", "/v2/custom-fields", field("one")).status;
    client.send("PUT", "/v2/custom-fields/bulk", json!({ "customFields": [{ "fieldName": "one", "label": "1" }] }));
    let changed = client.get("/v2/custom-fields/field-name/one").json();
    let set = client.send("PATCH", "/v2/device/1001/custom-fields", json!({ "two": 2 })).status;
    let deleted = client.delete("/v2/custom-fields/bulk?fieldNames=one,two");

    assert_eq!((created.status, again, set), (200, 400, 204));
    assert_eq!((&changed["label"], deleted.json()), (&json!("1"), json!(["one", "two"])));
    assert_eq!(client.get("/v2/custom-fields/field-name/two").status, 404);
}

#[test]
fn a_secret_relation_never_shows_its_secret() {
    let client = client();
    let secret = json!({ "name": "root", "username": "root", "password": "hunter2", "totpSecret": "JBSWY3DP" });

    let created = client.send("POST", "/v2/related-items/entity/ORGANIZATION/1/secure", secret);
    let listed = client.get("/v2/related-items");

    assert_eq!(created.json()["value"]["username"], "root");
    assert!(!created.text().contains("hunter2") && !listed.text().contains("hunter2"));
    assert_eq!(client.delete("/v2/related-items/ORGANIZATION/1").status, 204);
    assert_eq!(client.rows("/v2/related-items/with-entity-type/ORGANIZATION").len(), 0);
}

#[test]
fn tags_merge_into_one() {
    let client = client();

    let merged = client.send(
        "POST",
        "/v2/tag/merge",
        json!({ "tagIds": [1, 2], "mergeMethod": "MERGE_INTO_EXISTING_TAG", "mergeIntoTagId": 2 }),
    );

    assert_eq!(merged.json()["name"], "pilot");
    assert_eq!(rows(&client, "/v2/tag").len(), 1);
}

#[test]
fn a_search_finds_by_name_user_and_address() {
    let client = client();
    let found = |q: &str| {
        client.get(&format!("/v2/devices/search?q={q}&limit=100")).json()["devices"].as_array().unwrap().len()
    };

    assert_eq!((found("site-a"), found("twin-01"), found("nobody-has-this")), (1, 2, 0));
    assert!(found("jane") > 0 && found("10.21.") > 0);
}
