//! The kinds of records that are stored, with what is there from the start.

use super::fleet::{CLASSES, FIRST_POLICY, FIRST_ROLE};
use crate::table::Record;
use serde_json::{Map, Value, json};

/// What a record is called by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// A number in this member.
    Number(&'static str),
    /// A UUID in this member.
    Uid(&'static str),
    /// A word of the one who made it, in this member.
    Word(&'static str),
}

impl Key {
    pub(super) fn member(self) -> &'static str {
        match self {
            Key::Number(member) | Key::Uid(member) | Key::Word(member) => member,
        }
    }
}

/// A kind of record.
#[derive(Debug)]
pub(super) struct Resource {
    /// Also the name of its seeds.
    pub(super) name: &'static str,
    pub(super) key: Key,
    /// The first number that is given.
    pub(super) first: u64,
    /// Members that requests and records call differently.
    pub(super) renames: &'static [(&'static str, &'static str)],
    /// Members that take the time when a record is made, and when it is changed.
    pub(super) made: &'static [&'static str],
    pub(super) changed: &'static [&'static str],
    /// What a new record has besides, as a JSON object.
    pub(super) fresh: &'static str,
}

const fn resource(name: &'static str, first: u64) -> Resource {
    Resource { name, key: Key::Number("id"), first, renames: &[], made: &[], changed: &[], fresh: "{}" }
}

const TIMES: &[&str] = &["createTime", "updateTime"];
const UPDATED: &[&str] = &["updateTime"];

pub(super) static ORGANIZATIONS: Resource =
    Resource { fresh: r#"{"nodeApprovalMode":"AUTOMATIC"}"#, ..resource("organizations", 1) };
pub(super) static LOCATIONS: Resource = resource("locations", 1);
pub(super) static POLICIES: Resource = Resource {
    made: &["updated"],
    changed: &["updated"],
    fresh: r#"{"nodeClassDefault":false}"#,
    ..resource("policies", FIRST_POLICY)
};
pub(super) static ROLES: Resource =
    Resource { made: &["created"], fresh: r#"{"custom":true}"#, ..resource("roles", FIRST_ROLE) };
pub(super) static GROUPS: Resource = resource("groups", 1);
pub(super) static TASKS: Resource = resource("tasks", 1);
pub(super) static CHANNELS: Resource = resource("channels", 1);
pub(super) static PRODUCTS: Resource = Resource { key: Key::Uid("id"), ..resource("products", 1) };
pub(super) static CONTACTS: Resource = resource("contacts", 300);
pub(super) static TECHNICIANS: Resource = Resource {
    fresh: r#"{"enabled":true,"administrator":false,"notifyAllClients":false,"mustChangePw":true,"mfaConfigured":false,"scimUser":false,"authType":"NATIVE","userType":"TECHNICIAN","invitationStatus":"PENDING","assignedDeviceIds":[],"roles":[]}"#,
    ..resource("technicians", 1)
};
pub(super) static END_USERS: Resource = Resource {
    fresh: r#"{"enabled":true,"fullPortalAccess":false,"mustChangePw":true,"mfaConfigured":false,"scimUser":false,"authType":"NATIVE","invitationStatus":"PENDING","assignedDeviceIds":[],"accessibleDeviceIds":[],"roles":[]}"#,
    ..resource("endUsers", 101)
};
pub(super) static USER_ROLES: Resource = resource("userRoles", 1);
pub(super) static SCRIPTS: Resource = resource("scripts", 90);
pub(super) static TAGS: Resource = Resource { made: TIMES, changed: UPDATED, ..resource("tags", 1) };
pub(super) static TEMPLATES: Resource =
    Resource { made: TIMES, changed: UPDATED, fresh: r#"{"archived":false}"#, ..resource("templates", 1) };
pub(super) static DOCUMENTS: Resource = Resource {
    key: Key::Number("documentId"),
    made: &["documentUpdateTime"],
    changed: &["documentUpdateTime"],
    fresh: r#"{"_archived":false}"#,
    ..resource("documents", 1)
};
pub(super) static CHECKLIST_TEMPLATES: Resource = Resource {
    made: &["lastUpdatedOn"],
    changed: &["lastUpdatedOn"],
    fresh: r#"{"archived":false}"#,
    ..resource("checklistTemplates", 1)
};
pub(super) static CHECKLISTS: Resource = Resource {
    renames: &[("checklistId", "id")],
    made: &["lastUpdatedOn"],
    changed: &["lastUpdatedOn"],
    fresh: r#"{"archived":false,"completed":false}"#,
    ..resource("checklists", 1)
};
pub(super) static ARTICLES: Resource = Resource {
    renames: &[("destinationFolderId", "parentFolderId"), ("destinationFolderPath", "path")],
    made: TIMES,
    changed: UPDATED,
    fresh: r#"{"isNinjaArticle":true,"isArchived":false}"#,
    ..resource("articles", 1)
};
pub(super) static FOLDERS: Resource =
    Resource { made: TIMES, changed: UPDATED, fresh: r#"{"isArchived":false}"#, ..resource("folders", 1) };
pub(super) static RELATED: Resource = Resource { made: TIMES, changed: UPDATED, ..resource("related", 1) };
pub(super) static LICENSES: Resource =
    Resource { fresh: r#"{"automated":false,"expired":false}"#, ..resource("licenses", 1) };
pub(super) static TICKETS: Resource = Resource {
    renames: &[("cc", "ccList"), ("attributes", "attributeValues")],
    made: &["createTime"],
    fresh: r#"{"version":1,"deleted":false,"source":"TECHNICIAN"}"#,
    ..resource("tickets", 1000)
};
pub(super) static LOG_ENTRIES: Resource =
    Resource { made: &["createTime"], fresh: r#"{"system":false}"#, ..resource("logEntries", 1) };
pub(super) static STATUSES: Resource = Resource { key: Key::Number("statusId"), ..resource("statuses", 1000) };
pub(super) static FORMS: Resource = resource("forms", 1);
pub(super) static BOARDS: Resource = resource("boards", 1);
pub(super) static TICKET_ATTRIBUTES: Resource = resource("ticketAttributes", 1);
pub(super) static FIELDS: Resource = Resource {
    key: Key::Word("name"),
    renames: &[("fieldName", "name")],
    made: TIMES,
    changed: UPDATED,
    fresh: r#"{"entityType":"NODE","system":false,"active":true,"type":"TEXT","technicianPermission":"NONE","scriptPermission":"NONE","apiPermission":"NONE"}"#,
    ..resource("fields", 1)
};
pub(super) static TABS: Resource = Resource {
    renames: &[("tabId", "id")],
    fresh: r#"{"isDefault":false,"entityType":"SYSTEM"}"#,
    ..resource("tabs", 1)
};
pub(super) static CUSTOM_CONDITIONS: Resource = Resource { key: Key::Uid("id"), ..resource("customConditions", 1) };
pub(super) static EVENT_CONDITIONS: Resource = Resource { key: Key::Uid("id"), ..resource("eventConditions", 1) };
pub(super) static RELATIONS: Resource = resource("relations", 1);
pub(super) static RELATION_TYPES: Resource = resource("relationTypes", 1);
pub(super) static ACCOUNTS: Resource = resource("accounts", 1);
pub(super) static AGREEMENTS: Resource = Resource { fresh: r#"{"active":true}"#, ..resource("agreements", 1) };
pub(super) static INVOICES: Resource =
    Resource { fresh: r#"{"status":"DRAFT","archived":false}"#, ..resource("invoices", 1) };
pub(super) static BILLING_PRODUCTS: Resource =
    Resource { fresh: r#"{"active":true}"#, ..resource("billingProducts", 1) };
pub(super) static TICKET_PRODUCTS: Resource = resource("ticketProducts", 1);
pub(super) static CHECKS: Resource = Resource { key: Key::Uid("jobId"), ..resource("checks", 1) };
pub(super) static SCAN_GROUPS: Resource = resource("scanGroups", 1);

/// All of them.
pub(super) const RESOURCES: &[&Resource] = &[
    &ORGANIZATIONS,
    &LOCATIONS,
    &POLICIES,
    &ROLES,
    &GROUPS,
    &TASKS,
    &CHANNELS,
    &PRODUCTS,
    &CONTACTS,
    &TECHNICIANS,
    &END_USERS,
    &USER_ROLES,
    &SCRIPTS,
    &TAGS,
    &TEMPLATES,
    &DOCUMENTS,
    &CHECKLIST_TEMPLATES,
    &CHECKLISTS,
    &ARTICLES,
    &FOLDERS,
    &RELATED,
    &LICENSES,
    &TICKETS,
    &LOG_ENTRIES,
    &STATUSES,
    &FORMS,
    &BOARDS,
    &TICKET_ATTRIBUTES,
    &FIELDS,
    &TABS,
    &CUSTOM_CONDITIONS,
    &EVENT_CONDITIONS,
    &RELATIONS,
    &RELATION_TYPES,
    &ACCOUNTS,
    &AGREEMENTS,
    &INVOICES,
    &BILLING_PRODUCTS,
    &TICKET_PRODUCTS,
    &CHECKS,
    &SCAN_GROUPS,
];

/// The records that are there from the start, by resource.
pub(super) fn seeds() -> Map<String, Value> {
    let mut seeds: Map<String, Value> =
        serde_json::from_str(include_str!("seeds.json")).expect("the seeds are a JSON object");
    seeds.insert("policies".into(), of_classes("policy", "nodeClassDefault"));
    seeds.insert("roles".into(), of_classes("role", "_isBuiltIn"));
    seeds
}

/// A record for each class, in the order of the classes.
fn of_classes(word: &str, truth: &str) -> Value {
    let each = CLASSES.iter().map(|class| {
        let name = format!("{} {word}", class.replace('_', " ").to_lowercase());
        json!({ "name": name, "description": "", "nodeClass": class, truth: true, "custom": false, "chassisType": "UNKNOWN" })
    });
    each.collect()
}

/// A request's members under the names of the record.
pub(super) fn renamed(resource: &Resource, members: Record) -> Record {
    let name = |name: String| {
        let known = resource.renames.iter().find(|(theirs, _)| *theirs == name);
        known.map_or(name, |(_, ours)| (*ours).to_owned())
    };
    members.into_iter().map(|(member, value)| (name(member), value)).collect()
}
