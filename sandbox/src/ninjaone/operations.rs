//! What each operation does: a table of rows. An operation without a row answers a plausible body of its own shape.

mod activities;
mod assets;
mod changes;
mod devices;
mod fields;
mod files;
mod knowledge;
mod organizations;
mod scripts;
mod tickets;
mod users;

use super::call::Call;
use super::records::{self, About};
use super::refusal::Refusal;
use super::reports;
use super::resources::*;
use super::state::State;
use crate::clock::written;
use crate::exchange::Reply;
use crate::sketch;
use std::collections::HashMap;

pub(super) type Handler = fn(&mut State, &Call<'_>) -> Result<Reply, Refusal>;

/// How an operation is carried out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Work {
    /// As only this operation is.
    Own(Handler),
    List(&'static Resource, About),
    Get(&'static Resource, About),
    Create(&'static Resource, About),
    Update(&'static Resource, About),
    Delete(&'static Resource, About),
    /// The body is a list of records.
    CreateAll(&'static Resource),
    UpdateAll(&'static Resource),
    /// The body is a list of numbers, or has one in this member.
    DeleteAll(&'static Resource, &'static str),
    /// The numbers' member in the body, the records' member, its JSON.
    Mark(&'static Resource, (&'static str, &'static str, &'static str)),
    /// Nothing is kept: the answer is made from its shape.
    Sketch,
}

use Work::{Create, CreateAll, Delete, DeleteAll, Get, List, Mark, Own, Update, UpdateAll};

const ARCHIVE: (&str, &str, &str) = ("", "archived", "true");
const RESTORE: (&str, &str, &str) = ("", "archived", "false");

#[rustfmt::skip]
const ROWS: &[(&str, &str, Work)] = &[
    ("GET", "/v2/devices", Own(devices::list)),
    ("GET", "/v2/devices-detailed", Own(devices::list_detailed)),
    ("GET", "/v2/devices/search", Own(devices::search)),
    ("GET", "/v2/organization/{id}/devices", Own(devices::of_organization)),
    ("GET", "/v2/group/{id}/device-ids", Own(devices::of_group)),
    ("GET", "/v2/device/{id}", Own(devices::get)),
    ("PATCH", "/v2/device/{id}", Own(changes::update)),
    ("GET", "/v2/device/{id}/dashboard-url", Own(devices::link)),
    ("POST", "/v2/devices/approval/{mode}", Own(changes::approve)),
    ("POST", "/v2/device/{id}/decommission", Own(changes::decommission)),
    ("PUT", "/v2/device/{id}/maintenance", Own(changes::maintain)),
    ("DELETE", "/v2/device/{id}/maintenance", Own(changes::end_maintenance)),
    ("POST", "/v2/device/{id}/reboot/{mode}", Own(changes::reboot)),
    ("POST", "/v2/device/{id}/owner/{ownerUid}", Own(changes::own)),
    ("DELETE", "/v2/device/{id}/owner", Own(changes::disown)),
    ("POST", "/v2/device/{id}/windows-service/{serviceId}/control", Own(changes::control_service)),
    ("POST", "/v2/device/{id}/windows-service/{serviceId}/configure", Own(changes::configure_service)),
    ("POST", "/v2/device/{id}/patch/os/apply", Own(changes::apply_os)),
    ("POST", "/v2/device/{id}/patch/os/scan", Own(changes::scan)),
    ("POST", "/v2/device/{id}/patch/software/apply", Own(changes::apply_software)),
    ("POST", "/v2/device/{id}/patch/software/scan", Own(changes::scan)),
    ("GET", "/v2/device/{id}/policy/overrides", Own(changes::overrides)),
    ("DELETE", "/v2/device/{id}/policy/overrides", Own(changes::reset_overrides)),
    ("GET", "/v2/device/{id}/scripting/options", Own(scripts::options)),
    ("POST", "/v2/device/{id}/script/run", Own(scripts::run)),
    ("GET", "/v2/automation/scripts", List(&SCRIPTS, &[])),
    ("POST", "/v2/staged-device", Own(assets::stage)),
    ("POST", "/v2/itam/unmanaged-device", Own(assets::create)),
    ("PUT", "/v2/itam/unmanaged-device/{nodeId}", Own(assets::update)),
    ("DELETE", "/v2/itam/unmanaged-device/{nodeId}", Own(assets::delete)),
    ("POST", "/v2/itam/unmanaged-device/{nodeId}/decommission", Own(assets::decommission)),
    ("POST", "/v2/itam/unmanaged-device/decommissionList", Own(assets::decommission_all)),

    ("GET", "/v2/alerts", Own(activities::alerts)),
    ("GET", "/v2/device/{id}/alerts", Own(activities::alerts_of_device)),
    ("DELETE", "/v2/alert/{uid}", Own(activities::reset)),
    ("POST", "/v2/alert/{uid}/reset", Own(activities::reset)),
    ("GET", "/v2/activities", Own(activities::list)),
    ("GET", "/v2/device/{id}/activities", Own(activities::of_device)),
    ("GET", "/v2/jobs", Own(activities::jobs)),
    ("GET", "/v2/device/{id}/jobs", Own(activities::jobs_of_device)),

    ("GET", "/v2/device/{id}/disks", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/os-patch-installs", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/os-patches", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/software-patch-installs", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/software-patches", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/last-logged-on-user", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/network-interfaces", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/processors", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/windows-services", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/software", Own(reports::of_device)),
    ("GET", "/v2/device/{id}/volumes", Own(reports::of_device)),
    ("GET", "/v2/backup/jobs", Own(reports::report)),
    ("GET", "/v2/backup/integrity-check-jobs", Own(reports::report)),
    ("POST", "/v2/backup/integrity-check-jobs", Own(assets::check_backup)),

    ("GET", "/v2/organizations", List(&ORGANIZATIONS, &[])),
    ("GET", "/v2/organizations-detailed", Own(organizations::list_detailed)),
    ("POST", "/v2/organizations", Own(organizations::create)),
    ("GET", "/v2/organization/{id}", Own(organizations::get)),
    ("PATCH", "/v2/organization/{id}", Update(&ORGANIZATIONS, &[])),
    ("PUT", "/v2/organization/{id}/policies", Own(organizations::map_policies)),
    ("GET", "/v2/locations", List(&LOCATIONS, &[])),
    ("GET", "/v2/organization/{id}/locations", Own(organizations::locations)),
    ("POST", "/v2/organization/{id}/locations", Own(organizations::add_location)),
    ("PATCH", "/v2/organization/{id}/locations/{locationId}", Update(&LOCATIONS, &[("id", "organizationId"), ("locationId", "id")])),
    ("GET", "/v2/organization/{id}/locations/backup/usage", Own(organizations::usages)),
    ("GET", "/v2/organization/{id}/locations/{locationId}/backup/usage", Own(organizations::usage)),
    ("POST", "/v2/organization/generate-installer", Own(organizations::installer)),
    ("GET", "/v2/organization/{id}/location/{location_id}/installer/{installer_type}", Own(organizations::installer)),
    ("GET", "/v2/policies", List(&POLICIES, &[])),
    ("POST", "/v2/policies", Create(&POLICIES, &[])),
    ("GET", "/v2/policies/{policy_id}/condition/custom-fields", List(&CUSTOM_CONDITIONS, &[("policy_id", "_policy")])),
    ("POST", "/v2/policies/{policy_id}/condition/custom-fields", Create(&CUSTOM_CONDITIONS, &[("policy_id", "_policy")])),
    ("GET", "/v2/policies/{policy_id}/condition/custom-fields/{condition_id}", Get(&CUSTOM_CONDITIONS, &[("policy_id", "_policy")])),
    ("GET", "/v2/policies/{policy_id}/condition/windows-event", List(&EVENT_CONDITIONS, &[("policy_id", "_policy")])),
    ("POST", "/v2/policies/{policy_id}/condition/windows-event", Create(&EVENT_CONDITIONS, &[("policy_id", "_policy")])),
    ("GET", "/v2/policies/{policy_id}/condition/windows-event/{condition_id}", Get(&EVENT_CONDITIONS, &[("policy_id", "_policy")])),
    ("DELETE", "/v2/policies/{policy_id}/condition/{condition_id}", Own(organizations::delete_condition)),
    ("GET", "/v2/roles", List(&ROLES, &[])),
    ("GET", "/v2/noderole/list", List(&ROLES, &[])),
    ("POST", "/v2/noderole", CreateAll(&ROLES)),
    ("PATCH", "/v2/noderole", UpdateAll(&ROLES)),
    ("POST", "/v2/noderole/delete", DeleteAll(&ROLES, "ids")),
    ("GET", "/v2/groups", Own(devices::groups)),
    ("GET", "/v2/tasks", List(&TASKS, &[])),
    ("GET", "/v2/notification-channels", List(&CHANNELS, &[])),
    ("GET", "/v2/notification-channels/enabled", Own(organizations::enabled_channels)),
    ("GET", "/v2/software-products", List(&PRODUCTS, &[])),
    ("PUT", "/v2/webhook", Own(organizations::set_webhook)),
    ("DELETE", "/v2/webhook", Own(organizations::delete_webhook)),

    ("GET", "/v2/contacts", List(&CONTACTS, &[])),
    ("POST", "/v2/contacts", Own(users::create_contact)),
    ("GET", "/v2/contact/{id}", Get(&CONTACTS, &[])),
    ("PATCH", "/v2/contact/{id}", Update(&CONTACTS, &[])),
    ("DELETE", "/v2/contact/{id}", Delete(&CONTACTS, &[])),
    ("GET", "/v2/users", Own(users::list)),
    ("GET", "/v2/user/technicians", List(&TECHNICIANS, &[])),
    ("POST", "/v2/user/technicians", Own(users::create_technician)),
    ("GET", "/v2/user/technician/{id}", Get(&TECHNICIANS, &[])),
    ("PATCH", "/v2/user/technician/{id}", Update(&TECHNICIANS, &[])),
    ("DELETE", "/v2/user/technician/{id}", Delete(&TECHNICIANS, &[])),
    ("GET", "/v2/user/end-users", List(&END_USERS, &[])),
    ("POST", "/v2/user/end-users", Own(users::create_end_user)),
    ("GET", "/v2/user/end-user/{id}", Get(&END_USERS, &[])),
    ("PATCH", "/v2/user/end-user/{id}", Update(&END_USERS, &[])),
    ("DELETE", "/v2/user/end-user/{id}", Delete(&END_USERS, &[])),
    ("GET", "/v2/organization/{id}/end-users", Own(users::of_organization)),
    ("GET", "/v2/user/roles", List(&USER_ROLES, &[("roleType", "type")])),
    ("PATCH", "/v2/user/role/{roleId}/add-members", Own(users::add_members)),
    ("PATCH", "/v2/user/role/{roleId}/remove-members", Own(users::remove_members)),

    ("GET", "/v2/custom-fields", Own(fields::list)),
    ("POST", "/v2/custom-fields", Create(&FIELDS, &[])),
    ("POST", "/v2/custom-fields/bulk", CreateAll(&FIELDS)),
    ("PUT", "/v2/custom-fields/bulk", UpdateAll(&FIELDS)),
    ("DELETE", "/v2/custom-fields/bulk", Own(fields::delete_all)),
    ("GET", "/v2/custom-fields/field-name/{fieldName}", Get(&FIELDS, &[])),
    ("PUT", "/v2/custom-fields/field-name/{fieldName}", Own(fields::update)),
    ("DELETE", "/v2/custom-fields/field-name/{fieldName}", Delete(&FIELDS, &[])),
    ("GET", "/v2/device-custom-fields", Own(fields::definitions)),
    ("GET", "/v2/device/{id}/custom-fields", Own(fields::values)),
    ("PATCH", "/v2/device/{id}/custom-fields", Own(fields::set_values)),
    ("GET", "/v2/organization/{id}/custom-fields", Own(fields::values)),
    ("PATCH", "/v2/organization/{id}/custom-fields", Own(fields::set_values)),
    ("GET", "/v2/organization/{id}/location/{locationId}/custom-fields", Own(fields::values)),
    ("PATCH", "/v2/organization/{id}/location/{locationId}/custom-fields", Own(fields::set_values)),
    ("GET", "/v2/user/end-user/{id}/custom-fields", Own(fields::values)),
    ("PATCH", "/v2/user/end-user/{id}/custom-fields", Own(fields::set_values)),

    ("GET", "/v2/tag", List(&TAGS, &[])),
    ("POST", "/v2/tag", Create(&TAGS, &[])),
    ("PUT", "/v2/tag/{tagId}", Update(&TAGS, &[])),
    ("DELETE", "/v2/tag/{tagId}", Delete(&TAGS, &[])),
    ("POST", "/v2/tag/delete", DeleteAll(&TAGS, "")),
    ("POST", "/v2/tag/merge", Own(assets::merge_tags)),
    ("POST", "/v2/tag/{assetType}", Own(assets::tag_all)),
    ("PUT", "/v2/tag/{assetType}/{assetId}", Own(assets::tag)),

    ("GET", "/v2/document-templates", List(&TEMPLATES, &[("templateName", "name")])),
    ("POST", "/v2/document-templates", Create(&TEMPLATES, &[])),
    ("GET", "/v2/document-templates/{documentTemplateId}", Get(&TEMPLATES, &[])),
    ("PUT", "/v2/document-templates/{documentTemplateId}", Update(&TEMPLATES, &[])),
    ("DELETE", "/v2/document-templates/{documentTemplateId}", Delete(&TEMPLATES, &[])),
    ("POST", "/v2/document-templates/{documentTemplateId}/archive", Mark(&TEMPLATES, ARCHIVE)),
    ("POST", "/v2/document-templates/{documentTemplateId}/restore", Mark(&TEMPLATES, RESTORE)),
    ("POST", "/v2/document-templates/archive", Mark(&TEMPLATES, ARCHIVE)),
    ("POST", "/v2/document-templates/restore", Mark(&TEMPLATES, RESTORE)),
    ("GET", "/v2/organization/documents", List(&DOCUMENTS, &[("organizationIds", "organizationId"), ("templateIds", "documentTemplateId"), ("templateName", "documentTemplateName"), ("documentName", "documentName")])),
    ("POST", "/v2/organization/documents", Own(knowledge::create_documents)),
    ("PATCH", "/v2/organization/documents", Own(knowledge::update_documents)),
    ("GET", "/v2/organization/{organizationId}/documents", List(&DOCUMENTS, &[("organizationId", "organizationId")])),
    ("POST", "/v2/organization/{organizationId}/template/{documentTemplateId}/document", Own(knowledge::create_document)),
    ("POST", "/v2/organization/{organizationId}/document/{clientDocumentId}", Own(knowledge::update_document)),
    ("DELETE", "/v2/organization/document/{clientDocumentId}", Own(knowledge::delete_document)),
    ("POST", "/v2/organization/document/{clientDocumentId}/archive", Mark(&DOCUMENTS, ("", "_archived", "true"))),
    ("POST", "/v2/organization/document/{clientDocumentId}/restore", Mark(&DOCUMENTS, ("", "_archived", "false"))),
    ("POST", "/v2/organization/documents/archive", Mark(&DOCUMENTS, ("", "_archived", "true"))),
    ("POST", "/v2/organization/documents/restore", Mark(&DOCUMENTS, ("", "_archived", "false"))),

    ("GET", "/v2/checklist/templates", List(&CHECKLIST_TEMPLATES, &[("checklistTemplateIds", "id"), ("checklistTemplateName", "name"), ("required", "required"), ("includeArchived", "archived")])),
    ("POST", "/v2/checklist/templates", CreateAll(&CHECKLIST_TEMPLATES)),
    ("PUT", "/v2/checklist/templates", UpdateAll(&CHECKLIST_TEMPLATES)),
    ("DELETE", "/v2/checklist/template/{checklistTemplateId}", Delete(&CHECKLIST_TEMPLATES, &[])),
    ("POST", "/v2/checklist/templates/delete", DeleteAll(&CHECKLIST_TEMPLATES, "")),
    ("POST", "/v2/checklist/archive", Mark(&CHECKLIST_TEMPLATES, ("checklistTemplateIds", "archived", "true"))),
    ("POST", "/v2/checklist/restore", Mark(&CHECKLIST_TEMPLATES, ("checklistTemplateIds", "archived", "false"))),
    ("GET", "/v2/organization/checklists", List(&CHECKLISTS, &[("checklistIds", "id"), ("organizationIds", "organizationId"), ("checklistName", "name"), ("assignedToUserId", "assignedToUserId"), ("completed", "completed"), ("required", "required"), ("includeArchived", "archived")])),
    ("POST", "/v2/organization/checklists", CreateAll(&CHECKLISTS)),
    ("PUT", "/v2/organization/checklists", UpdateAll(&CHECKLISTS)),
    ("GET", "/v2/organization/checklist/{checklistId}", Get(&CHECKLISTS, &[])),
    ("DELETE", "/v2/organization/checklist/{checklistId}", Delete(&CHECKLISTS, &[])),
    ("POST", "/v2/organization/checklists/delete", DeleteAll(&CHECKLISTS, "")),
    ("POST", "/v2/organization/archive", Mark(&CHECKLISTS, ("clientChecklistIds", "archived", "true"))),
    ("POST", "/v2/organization/restore", Mark(&CHECKLISTS, ("clientChecklistIds", "archived", "false"))),
    ("POST", "/v2/organization/{organizationId}/checklists-from-templates", Own(knowledge::checklists_from_templates)),
    ("POST", "/v2/organization/checklists/promote", Own(knowledge::promote)),
    ("POST", "/v2/organization/checklists/promote-with-name", Own(knowledge::promote)),

    ("GET", "/v2/knowledgebase/organization/articles", Own(knowledge::articles_of_organizations)),
    ("GET", "/v2/knowledgebase/global/articles", Own(knowledge::global_articles)),
    ("POST", "/v2/knowledgebase/articles", CreateAll(&ARTICLES)),
    ("PATCH", "/v2/knowledgebase/articles", UpdateAll(&ARTICLES)),
    ("POST", "/v2/knowledgebase/articles/delete", DeleteAll(&ARTICLES, "")),
    ("POST", "/v2/knowledgebase/articles/archive", Mark(&ARTICLES, ("", "isArchived", "true"))),
    ("POST", "/v2/knowledgebase/articles/restore", Mark(&ARTICLES, ("", "isArchived", "false"))),
    ("POST", "/v2/knowledgebase/articles/upload", Own(files::upload_articles)),
    ("GET", "/v2/knowledgebase/article/{articleId}/download", Own(files::download_article)),
    ("POST", "/v2/knowledgebase/folders/delete", DeleteAll(&FOLDERS, "")),
    ("POST", "/v2/knowledgebase/folders/archive", Mark(&FOLDERS, ("", "isArchived", "true"))),
    ("POST", "/v2/knowledgebase/folders/restore", Mark(&FOLDERS, ("", "isArchived", "false"))),
    ("GET", "/v2/knowledgebase/folder/{folderId}", Own(knowledge::folder)),
    ("GET", "/v2/knowledgebase/folder", Own(knowledge::folder)),
    ("PATCH", "/v2/knowledgebase/folders/move", Own(knowledge::move_items)),
    ("POST", "/v2/attachments/temp/upload", Own(files::upload_temporary)),

    ("GET", "/v2/related-items", List(&RELATED, &[])),
    ("GET", "/v2/related-items/with-entity/{entityType}/{entityId}", List(&RELATED, &[("entityType", "entityType"), ("entityId", "entityId")])),
    ("GET", "/v2/related-items/with-entity-type/{entityType}", List(&RELATED, &[("entityType", "entityType")])),
    ("GET", "/v2/related-items/with-related-entity/{relEntityType}/{relEntityId}", List(&RELATED, &[("relEntityType", "relEntityType"), ("relEntityId", "relEntityId")])),
    ("GET", "/v2/related-items/with-related-entity-type/{relatedEntityType}", List(&RELATED, &[("relatedEntityType", "relEntityType")])),
    ("POST", "/v2/related-items/entity/{entityType}/{entityId}/relation", Create(&RELATED, &[("entityType", "entityType"), ("entityId", "entityId")])),
    ("POST", "/v2/related-items/entity/{entityType}/{entityId}/relations", Own(knowledge::relate_all)),
    ("POST", "/v2/related-items/entity/{entityType}/{entityId}/secure", Own(knowledge::relate_secret)),
    ("POST", "/v2/related-items/entity/{entityType}/{entityId}/attachment", Own(files::attach)),
    ("GET", "/v2/related-items/{relatedItemId}/attachment/download", Own(files::download_attachment)),
    ("DELETE", "/v2/related-items/{relatedItemId}", Delete(&RELATED, &[])),
    ("DELETE", "/v2/related-items/{entityType}/{entityId}", Own(knowledge::unrelate)),

    ("POST", "/v2/software-license", Create(&LICENSES, &[])),
    ("GET", "/v2/software-license/licenses", List(&LICENSES, &[])),
    ("GET", "/v2/software-license/{licenseId}", Get(&LICENSES, &[])),
    ("PUT", "/v2/software-license/{licenseId}", Update(&LICENSES, &[])),
    ("DELETE", "/v2/software-license/{licenseId}", Delete(&LICENSES, &[])),
    ("POST", "/v2/software-license/upsert", Own(assets::upsert_license)),
    ("GET", "/v2/itam/asset-relationship/relations", List(&RELATIONS, &[])),
    ("GET", "/v2/itam/asset-relationship/{entityType}/{entityId}/relations", List(&RELATIONS, &[("entityType", "sourceType"), ("entityId", "sourceId")])),
    ("POST", "/v2/itam/asset-relationship", Create(&RELATIONS, &[])),
    ("GET", "/v2/itam/asset-relationship/types", List(&RELATION_TYPES, &[])),
    ("POST", "/v2/itam/asset-relationship/types", Create(&RELATION_TYPES, &[])),

    ("POST", "/v2/tab", Create(&TABS, &[])),
    ("GET", "/v2/tab/{tabId}", Get(&TABS, &[])),
    ("PATCH", "/v2/tab/{tabId}", Update(&TABS, &[])),
    ("DELETE", "/v2/tab/{tabId}", Delete(&TABS, &[])),
    ("GET", "/v2/tab/{tabId}/end-user", Get(&TABS, &[("tabId", "id")])),
    ("GET", "/v2/tab/{tabId}/organization", Get(&TABS, &[("tabId", "id")])),
    ("GET", "/v2/tab/{tabId}/role/{roleId}", Get(&TABS, &[("tabId", "id")])),
    ("GET", "/v2/tab/summary/global", List(&TABS, &[])),
    ("GET", "/v2/tab/summary/end-user", Own(assets::tabs_of_end_users)),
    ("GET", "/v2/tab/summary/organization", Own(assets::tabs_of_organizations)),
    ("GET", "/v2/tab/summary/role/{roleId}", Own(assets::tabs_of_roles)),
    ("PATCH", "/v2/tab/rename", Own(assets::rename_tab)),
    ("PATCH", "/v2/tab/end-user/order", UpdateAll(&TABS)),
    ("PATCH", "/v2/tab/global/order", UpdateAll(&TABS)),
    ("PATCH", "/v2/tab/organization/order", UpdateAll(&TABS)),
    ("PATCH", "/v2/tab/role/{roleId}/order", UpdateAll(&TABS)),

    ("POST", "/v2/ticketing/ticket", Own(tickets::create)),
    ("GET", "/v2/ticketing/ticket/{ticketId}", Get(&TICKETS, &[])),
    ("PUT", "/v2/ticketing/ticket/{ticketId}", Own(tickets::update)),
    ("POST", "/v2/ticketing/ticket/{ticketId}/comment", Own(tickets::comment)),
    ("GET", "/v2/ticketing/ticket/{ticketId}/log-entry", Own(tickets::log)),
    ("GET", "/v2/ticketing/trigger/boards", List(&BOARDS, &[])),
    ("POST", "/v2/ticketing/trigger/board/{boardId}/run", Own(tickets::run_board)),
    ("GET", "/v2/ticketing/statuses", List(&STATUSES, &[])),
    ("GET", "/v2/ticketing/attributes", List(&TICKET_ATTRIBUTES, &[])),
    ("GET", "/v2/ticketing/ticket-form", List(&FORMS, &[])),
    ("GET", "/v2/ticketing/ticket-form/{id}", Get(&FORMS, &[])),
    ("GET", "/v2/ticketing/contact/contacts", Own(tickets::contacts)),
    ("GET", "/v2/ticketing/app-user-contact", Own(tickets::people)),

    ("GET", "/v2/billing/accounts", List(&ACCOUNTS, &[])),
    ("POST", "/v2/billing/accounts", Create(&ACCOUNTS, &[])),
    ("GET", "/v2/billing/accounts/{id}", Get(&ACCOUNTS, &[])),
    ("PUT", "/v2/billing/accounts/{id}", Update(&ACCOUNTS, &[])),
    ("DELETE", "/v2/billing/accounts/{id}", Delete(&ACCOUNTS, &[])),
    ("GET", "/v2/billing/agreements", List(&AGREEMENTS, &[])),
    ("POST", "/v2/billing/agreements", Create(&AGREEMENTS, &[])),
    ("GET", "/v2/billing/agreements/{id}", Get(&AGREEMENTS, &[])),
    ("PUT", "/v2/billing/agreements/{id}", Update(&AGREEMENTS, &[])),
    ("PATCH", "/v2/billing/agreements/{id}/deactivate", Mark(&AGREEMENTS, ("", "active", "false"))),
    ("GET", "/v2/billing/invoices", List(&INVOICES, &[])),
    ("POST", "/v2/billing/invoices", Create(&INVOICES, &[])),
    ("GET", "/v2/billing/invoices/{id}", Get(&INVOICES, &[])),
    ("PUT", "/v2/billing/invoices/{id}", Update(&INVOICES, &[])),
    ("PATCH", "/v2/billing/invoices/{id}/note", Update(&INVOICES, &[])),
    ("POST", "/v2/billing/invoices/approve", Mark(&INVOICES, ("ids", "status", "\"APPROVED\""))),
    ("POST", "/v2/billing/invoices/archive", Mark(&INVOICES, ("ids", "archived", "true"))),
    ("POST", "/v2/billing/invoices/unarchive", Mark(&INVOICES, ("ids", "archived", "false"))),
    ("GET", "/v2/billing/products", List(&BILLING_PRODUCTS, &[])),
    ("POST", "/v2/billing/products", Create(&BILLING_PRODUCTS, &[])),
    ("GET", "/v2/billing/products/{id}", Get(&BILLING_PRODUCTS, &[])),
    ("PUT", "/v2/billing/products/{id}", Update(&BILLING_PRODUCTS, &[])),
    ("PATCH", "/v2/billing/products/{id}/activate", Mark(&BILLING_PRODUCTS, ("", "active", "true"))),
    ("PATCH", "/v2/billing/products/{id}/deactivate", Mark(&BILLING_PRODUCTS, ("", "active", "false"))),
    ("GET", "/v2/billing/ticket-products/ticket/{id}", List(&TICKET_PRODUCTS, &[("id", "ticketId")])),
    ("POST", "/v2/billing/ticket-products/adhoc", Create(&TICKET_PRODUCTS, &[])),
    ("POST", "/v2/billing/ticket-products/catalog", Create(&TICKET_PRODUCTS, &[])),
    ("POST", "/v2/billing/ticket-products/delete", DeleteAll(&TICKET_PRODUCTS, "ids")),
    ("PUT", "/v2/billing/ticket-products/{ticketProductId}", Update(&TICKET_PRODUCTS, &[])),

    ("GET", "/v2/vulnerability/scan-groups", List(&SCAN_GROUPS, &[])),
    ("GET", "/v2/vulnerability/scan-groups/{scan-group-id}", Get(&SCAN_GROUPS, &[])),
    ("POST", "/v2/vulnerability/scan-groups/{scan-group-id}/upload", Own(files::upload_scan)),
];

/// The rows by operation; all of `/v2/queries/` are reports.
pub(super) fn works() -> HashMap<(&'static str, &'static str), Work> {
    ROWS.iter().map(|(method, path, work)| ((*method, *path), *work)).collect()
}

/// Carry out what has passed every check.
pub(super) fn perform(work: Option<Work>, state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    let is_report = call.operation.path.starts_with("/v2/queries/");
    match work.unwrap_or(if is_report { Own(reports::report) } else { Work::Sketch }) {
        Own(handler) => handler(state, call),
        List(resource, about) => Ok(records::list(state, call, resource, about)),
        Get(resource, about) => records::get(state, call, resource, about),
        Create(resource, about) => records::create(state, call, resource, about),
        Update(resource, about) => records::update(state, call, resource, about),
        Delete(resource, about) => records::delete(state, call, resource, about),
        CreateAll(resource) => records::create_all(state, call, resource, &[]),
        UpdateAll(resource) => records::update_all(state, call, resource),
        DeleteAll(resource, member) => records::delete_all(state, call, resource, member),
        Mark(resource, mark) => records::mark(state, call, resource, mark),
        Work::Sketch => Ok(sketched(state, call)),
    }
}

fn sketched(state: &State, call: &Call<'_>) -> Reply {
    match &call.operation.answer {
        Some(answer) => call.json(sketch::full(answer, "", &written(state.now())).to_string()),
        None => call.done(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ninjaone::surface;

    #[test]
    fn every_row_is_of_an_operation_that_the_vendor_has() {
        let is_known =
            |method: &str, path: &str| surface::operations().iter().any(|one| one.method == method && one.path == path);

        let unknown: Vec<_> = ROWS.iter().filter(|(method, path, _)| !is_known(method, path)).collect();

        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn no_operation_has_two_rows() {
        assert_eq!(works().len(), ROWS.len());
    }
}
