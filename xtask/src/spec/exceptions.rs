//! Where a vendor's file is known to be wrong and the row is right.

use rmctl::catalog::Operation;

use super::compare::{Aspect, Difference};

/// Method, path, parameter or member, and what may differ there.
type Exception = (&'static str, &'static str, &'static str, Aspect);

#[rustfmt::skip]
const EXCEPTIONS: &[Exception] = &[
    // The vendor's guide also has `sftp` and `telnet`.
    ("POST", "/devices/remote-access", "protocol", Aspect::Values),
    ("PUT", "/devices/remote-access/{access_id}", "protocol", Aspect::Values),
    // There is no service without one, although the file does not say so.
    ("POST", "/devices/remote-access", "protocol", Aspect::Required),
    // Drawn as an object, sent as an array.
    ("GET", "/devices/connect/{access_id}/sessions", "", Aspect::List),
    ("GET", "/automations", "", Aspect::List),
    ("GET", "/automations/{id}/logs", "", Aspect::List),
    ("GET", "/automations/{id}/logs/{evaluation_id}", "", Aspect::List),
    ("GET", "/automations/{id}/devices", "", Aspect::List),
    ("GET", "/devices/{id}/automations", "", Aspect::List),
    // Ids are numbers everywhere else.
    ("GET", "/companies", "parent_id", Aspect::Type),
    ("GET", "/users", "company_id", Aspect::Type),
    ("GET", "/users/invitations", "company_id", Aspect::Type),
    // The prose also allows words such as `not_null`.
    ("GET", "/files", "device_id", Aspect::Type),
    ("GET", "/wireless", "wireless_id", Aspect::Type),
    // What is required is written at the body, or under older names, or not at all.
    ("PUT", "/devices/monitoring", "monitoring_enabled", Aspect::Required),
    ("POST", "/devices/passwords/set", "password", Aspect::Required),
    ("POST", "/devices/passwords/set", "password_confirmation", Aspect::Required),
    ("PUT", "/automations/activate", "enable", Aspect::Required),
    ("PUT", "/automations/{id}/devices/activation", "enable", Aspect::Required),
    ("POST", "/credits/move", "source", Aspect::Required),
    ("POST", "/credits/move", "target", Aspect::Required),
    ("PUT", "/vpn/hubs/{id}/toggle", "enabled", Aspect::Required),
    // Some subtypes of alerts need them, others refuse them.
    ("POST", "/devices/alerts-configurations", "action", Aspect::Required),
    ("POST", "/devices/alerts-configurations", "message", Aspect::Required),
    ("POST", "/devices/alerts-configurations", "redundancy_interval", Aspect::Required),
    ("POST", "/devices/alerts-configurations", "data_limit", Aspect::Required),
    // Filters of a list, required only because a parameter in the path has to be.
    ("GET", "/vpn/hubs", "company_id", Aspect::Required),
    ("GET", "/vpn/hubs", "enabled", Aspect::Required),
    ("GET", "/vpn/hubs", "tag_id", Aspect::Required),
    ("GET", "/vpn/hubs", "quick_hub", Aspect::Required),
    ("GET", "/vpn/hubs/users", "company_id", Aspect::Required),
    // One of the two; both at once make no sense.
    ("GET", "/devices/actions/logs", "device_id", Aspect::Required),
    ("GET", "/devices/actions/logs", "tag_id", Aspect::Required),
    // One of the two, by the series of the device.
    ("POST", "/devices", "mac", Aspect::Required),
    ("POST", "/devices", "imei", Aspect::Required),
    // An object is what works.
    ("POST", "/devices/configurator/configure", "request_data", Aspect::Type),
    // The prose of NinjaOne's file and its clients prefer ISO 8601; milliseconds go into `--body`.
    ("PUT", "/v2/device/{id}/maintenance", "start", Aspect::Type),
    ("PUT", "/v2/device/{id}/maintenance", "end", Aspect::Type),
    // The file of NinjaOne rarely says what is required. Without these nothing could be meant.
    ("POST", "/v2/device/{id}/windows-service/{serviceId}/control", "action", Aspect::Required),
    ("DELETE", "/v2/custom-fields/bulk", "fieldNames", Aspect::Required),
    ("POST", "/v2/knowledgebase/articles/upload", "files", Aspect::Required),
    ("POST", "/v2/attachments/temp/upload", "files", Aspect::Required),
    ("POST", "/v2/related-items/entity/{entityType}/{entityId}/attachment", "file", Aspect::Required),
    // A file, drawn as an object or as texts.
    ("POST", "/v2/knowledgebase/articles/upload", "files", Aspect::Type),
    ("POST", "/v2/attachments/temp/upload", "files", Aspect::Type),
    ("POST", "/v2/related-items/entity/{entityType}/{entityId}/attachment", "file", Aspect::Type),
    // Four values, drawn as one with commas.
    ("GET", "/v2/device-custom-fields", "scopes", Aspect::Values),
    // Ids with commas between them, drawn as text.
    ("GET", "/v2/organization/documents", "organizationIds", Aspect::Type),
    ("GET", "/v2/organization/documents", "templateIds", Aspect::Type),
    ("GET", "/v2/knowledgebase/organization/articles", "organizationIds", Aspect::Type),
    ("GET", "/v2/organization/checklists", "checklistIds", Aspect::Type),
    ("GET", "/v2/organization/checklists", "organizationIds", Aspect::Type),
    ("GET", "/v2/checklist/templates", "checklistTemplateIds", Aspect::Type),
    // A download, drawn as an answer without content.
    ("GET", "/v2/knowledgebase/article/{articleId}/download", "", Aspect::Saves),
    ("GET", "/v2/related-items/{relatedItemId}/attachment/download", "", Aspect::Saves),
    // Lists by their summaries; their answers are not drawn, or only as some object.
    ("GET", "/v2/noderole/list", "", Aspect::List),
    ("GET", "/v2/tab/summary/end-user", "", Aspect::List),
    ("GET", "/v2/tab/summary/global", "", Aspect::List),
    ("GET", "/v2/tab/summary/organization", "", Aspect::List),
    ("GET", "/v2/itam/asset-relationship/relations", "", Aspect::List),
    ("GET", "/v2/itam/asset-relationship/{entityType}/{entityId}/relations", "", Aspect::List),
    ("GET", "/v2/itam/asset-relationship/types", "", Aspect::List),
    ("GET", "/v2/software-license/licenses", "", Aspect::List),
    ("GET", "/v2/software-license/{licenseId}/assignments", "", Aspect::List),
    ("GET", "/v2/billing/accounts", "", Aspect::List),
    ("GET", "/v2/billing/agreements", "", Aspect::List),
    ("GET", "/v2/billing/invoices", "", Aspect::List),
    ("GET", "/v2/billing/products", "", Aspect::List),
    ("GET", "/v2/billing/ticket-products/ticket/{id}", "", Aspect::List),
    // Several charts at once are separated by commas.
    ("GET", "/devices/statistics", "charts", Aspect::Type),
    // Marked as part of answers alone, and only requests have it.
    ("POST", "/v2/organization/generate-installer", "usageLimit", Aspect::Existence),
    // BeyondTrust's lists, drawn as one of their items; their prose says list, and their headers page.
    ("GET", "/api/config/v1/jumpoint/{id}/node", "", Aspect::List),
    ("GET", "/api/config/v1/jumpoint/{id}/user", "", Aspect::List),
    ("GET", "/api/config/v1/vault/account-group", "", Aspect::List),
    ("GET", "/api/config/v1/vault/account-policy", "", Aspect::List),
    ("GET", "/api/config/v1/vault/endpoint", "", Aspect::List),
    ("GET", "/api/config/v1/endpoint-automation/job/{id}/execution", "", Aspect::List),
    ("GET", "/api/config/v1/endpoint-automation/script/{id}/resource", "", Aspect::List),
    // Two members deep.
    ("GET", "/api/reporting/v2/duplicate-jump-clients", "", Aspect::List),
    // The prose names the user in the body; the file draws no body.
    ("POST", "/api/config/v1/jumpoint/{id}/user", "user_id", Aspect::Existence),
    ("POST", "/api/config/v1/jumpoint/{id}/user", "", Aspect::Layout),
    // What the prose adds is marked as part of answers alone, or the body of the neighbour is drawn.
    ("POST", "/api/config/v1/vault/account-group/{id}/account", "account_id", Aspect::Existence),
    ("POST", "/api/config/v1/vault/account-group/{id}/jump-item-association/shared-jump-group", "shared_jump_group_id", Aspect::Existence),
    ("POST", "/api/config/v1/vault/account-group/{id}/user", "user_id", Aspect::Existence),
    ("POST", "/api/config/v1/vault/account-group/{id}/user", "role", Aspect::Existence),
    // Nothing could be added or taken away without its id.
    ("POST", "/api/config/v1/jump-group/{id}/user", "user_id", Aspect::Required),
    ("POST", "/api/config/v1/group-policy/{id}/jump-group", "jump_group_id", Aspect::Required),
    ("POST", "/api/config/v1/group-policy/{id}/jumpoint", "jumpoint_id", Aspect::Required),
    ("POST", "/api/config/v1/group-policy/{id}/member", "security_provider_id", Aspect::Required),
    ("POST", "/api/config/v1/vault/account/{id}/user", "user_id", Aspect::Required),
    ("POST", "/api/config/v1/vault/account/{id}/jump-item-association/shared-jump-group", "shared_jump_group_id", Aspect::Required),
    ("DELETE", "/api/config/v1/vault/account/{id}/jump-item-association/shared-jump-group", "shared_jump_group_id", Aspect::Required),
    ("DELETE", "/api/config/v1/vault/account-group/{id}/jump-item-association/shared-jump-group", "shared_jump_group_id", Aspect::Required),
    ("POST", "/api/config/v1/vault/endpoint/{id}/remote-rdp-jump-item-association", "id", Aspect::Required),
    // The path says which one it is.
    ("POST", "/api/config/v1/team/{id}/user", "team_id", Aspect::Existence),
    ("POST", "/api/config/v1/group-policy/{id}/vault-account-group", "group_policy_id", Aspect::Existence),
];

/// The differences that no exception explains, and the row's exceptions that explain nothing any more.
pub(super) fn apply(row: &Operation, differences: Vec<Difference>) -> (Vec<Difference>, Vec<&'static Exception>) {
    let ours: Vec<&Exception> =
        EXCEPTIONS.iter().filter(|(method, path, ..)| *method == row.verb && *path == row.path).collect();
    let explains = |exception: &Exception, difference: &Difference| {
        (exception.2, exception.3) == (difference.name.as_str(), difference.aspect)
    };
    let unused = ours.iter().filter(|exception| !differences.iter().any(|difference| explains(exception, difference)));
    let unused = unused.copied().collect();
    let is_explained = |difference: &Difference| ours.iter().any(|exception| explains(exception, difference));
    let wrong = differences.iter().filter(|difference| !is_explained(difference));
    (wrong.cloned().collect(), unused)
}
