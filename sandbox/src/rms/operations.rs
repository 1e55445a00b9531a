//! What each operation does: a table of rows. An operation without a row answers a plausible body of its own shape.

mod access;
mod account;
mod actions;
mod alerts;
mod asynchronous;
mod credits;
mod devices;
mod export;
mod files;
mod newcomers;
mod records;
mod resources;
mod sessions;
mod tags;
mod tasks;
mod vpn;

pub(super) use resources::{ACCOUNT, COMPANIES, RESOURCES, Resource, TAGS};

use super::call::Call;
use super::refusal::Refusal;
use super::state::State;
use crate::exchange::Reply;
use crate::sketch;
use resources::{
    ALERT_CONFIGURATIONS, ALERTS, AUTOMATIONS, CODES, CREDITS, DATA_CONFIGURATIONS, EMAIL, FILES, GENERATED_REPORTS,
    IMAGES, INVITATIONS, REPORTS, ROLES, TASK_GROUPS, TASKS, TEMPLATES, USERS, VPN_HUBS,
};
use serde_json::{Value, json};
use std::collections::HashMap;

pub(super) type Handler = fn(&mut State, &Call<'_>) -> Result<Reply, Refusal>;

/// How an operation is carried out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Work {
    /// As only this operation is.
    Own(Handler),
    List(&'static Resource),
    Get(&'static Resource),
    Create(&'static Resource),
    Update(&'static Resource),
    Delete(&'static Resource),
    /// Created or deleted when the channel ends, not before.
    CreateLater(&'static Resource),
    DeleteLater(&'static Resource),
    /// Nothing is kept: the answer is made from its shape, the channel from the devices named.
    Sketch,
}

use Work::{Create, CreateLater, Delete, DeleteLater, Get, List, Own, Update};

#[rustfmt::skip]
const ROWS: &[(&str, &str, Work)] = &[
    ("GET", "/user", Own(account::user)),

    ("GET", "/companies", List(&COMPANIES)),
    ("POST", "/companies", Create(&COMPANIES)),
    ("GET", "/companies/{id}", Get(&COMPANIES)),
    ("PUT", "/companies/{id}", Update(&COMPANIES)),
    ("DELETE", "/companies/{id}", DeleteLater(&COMPANIES)),
    ("POST", "/companies/move", Own(account::move_company)),

    ("GET", "/users", List(&USERS)),
    ("GET", "/users/{id}", Get(&USERS)),
    ("DELETE", "/users/{id}", Delete(&USERS)),
    ("POST", "/users/invite", Own(account::invite)),
    ("GET", "/users/invitations", List(&INVITATIONS)),
    ("DELETE", "/users/invitations/{id}", Delete(&INVITATIONS)),

    ("GET", "/roles", List(&ROLES)),
    ("POST", "/roles", Own(account::create_role)),
    ("GET", "/roles/{id}", Get(&ROLES)),
    ("PUT", "/roles/{id}", Update(&ROLES)),
    ("DELETE", "/roles/{id}", Delete(&ROLES)),

    ("GET", "/tags", List(&TAGS)),
    ("POST", "/tags", Create(&TAGS)),
    ("GET", "/tags/{id}", Get(&TAGS)),
    ("PUT", "/tags/{id}", Update(&TAGS)),
    ("DELETE", "/tags/{id}", Delete(&TAGS)),
    ("PUT", "/devices/tags/assign", Own(tags::assign)),
    ("PUT", "/devices/tags/unassign", Own(tags::unassign)),
    ("PUT", "/devices/tags/overwrite", Own(tags::overwrite)),
    ("POST", "/devices/tags", Own(tags::upload)),

    ("GET", "/devices", Own(devices::list)),
    ("POST", "/devices", Own(newcomers::add)),
    ("PUT", "/devices", Own(devices::update_all)),
    ("DELETE", "/devices", Own(devices::delete)),
    ("GET", "/devices/{id}", Own(devices::get)),
    ("PUT", "/devices/{id}", Own(devices::update)),
    ("POST", "/devices/move/", Own(devices::move_all)),
    ("PUT", "/devices/monitoring", Own(devices::monitor)),
    ("PUT", "/devices/credit", Own(credits::credit_devices)),
    ("GET", "/devices/export/csv", Own(export::csv)),
    ("GET", "/devices/statistics", Own(export::statistics)),

    ("GET", "/devices/remote-access", Own(access::list)),
    ("POST", "/devices/remote-access", Own(access::create)),
    ("DELETE", "/devices/remote-access", Own(access::delete)),
    ("PUT", "/devices/remote-access/{access_id}", Own(access::update)),
    ("GET", "/devices/{id}/port-scan/", Own(actions::scan_ports)),
    ("GET", "/devices/{id}/connect-auto-scan/", Own(actions::scan_services)),

    ("POST", "/devices/connect/{access_id}", Own(sessions::start)),
    ("GET", "/devices/connect/{access_id}/sessions", Own(sessions::list)),
    ("DELETE", "/devices/connect/sessions/{session_id}", Own(sessions::close)),
    ("GET", "/devices/connect/logs", Own(sessions::logs)),
    ("POST", "/rms-connect/restart", Own(sessions::restart)),
    ("POST", "/devices/{id}/connect/webui", Own(sessions::link_webui)),
    ("POST", "/devices/{id}/connect/cli", Own(sessions::link_cli)),
    ("GET", "/devices/{id}/links", Own(sessions::links)),

    ("POST", "/devices/actions", Own(actions::run)),
    ("GET", "/devices/actions/logs", Own(actions::logs)),
    ("POST", "/devices/{id}/command", Own(actions::command)),
    ("POST", "/devices/updates/set", Own(actions::set_updates)),
    ("GET", "/devices/updates/pending", Own(actions::pending_updates)),
    ("POST", "/devices/updates/cancel", Own(actions::cancel_updates)),
    ("POST", "/devices/configurator/configuration", Own(actions::configuration)),

    ("GET", "/files", List(&FILES)),
    ("POST", "/files", Own(files::upload)),
    ("GET", "/files/{id}", Get(&FILES)),
    ("PUT", "/files/{id}", Update(&FILES)),
    ("DELETE", "/files/{id}", Delete(&FILES)),
    ("GET", "/files/{id}/download", Own(files::download)),
    ("POST", "/files/download/zip", Own(files::zip)),
    ("GET", "/images", List(&IMAGES)),
    ("POST", "/images", Own(files::upload_image)),
    ("GET", "/images/{id}", Own(files::image)),
    ("GET", "/images/{id}/thumbnail", Own(files::image)),
    ("PUT", "/images/{id}", Update(&IMAGES)),
    ("DELETE", "/images/{id}", Delete(&IMAGES)),

    ("GET", "/credits", List(&CREDITS)),
    ("POST", "/credits/move", Own(credits::move_credits)),
    ("GET", "/credits/codes", List(&CODES)),
    ("POST", "/credits/codes", Own(credits::create_code)),
    ("PUT", "/credits/codes/{id}", Update(&CODES)),
    ("DELETE", "/credits/codes/{id}", Delete(&CODES)),
    ("POST", "/credits/codes/activate", Own(credits::activate)),

    ("GET", "/alerts", List(&ALERTS)),
    ("GET", "/alerts/{id}", Own(alerts::get)),
    ("DELETE", "/alerts/{id}", Delete(&ALERTS)),
    ("GET", "/alerts-configurations", List(&ALERT_CONFIGURATIONS)),
    ("GET", "/alerts-configurations/{id}", Get(&ALERT_CONFIGURATIONS)),
    ("PUT", "/alerts-configurations/{id}", Update(&ALERT_CONFIGURATIONS)),
    ("POST", "/devices/alerts-configurations", Own(alerts::configure)),
    ("DELETE", "/devices/{device_id}/alerts-configurations/{alert_id}", Own(alerts::remove_configuration)),
    ("GET", "/email-configurations", List(&EMAIL)),
    ("POST", "/email-configurations", Create(&EMAIL)),
    ("PUT", "/email-configurations/{id}", Update(&EMAIL)),
    ("DELETE", "/email-configurations/{id}", Delete(&EMAIL)),

    ("GET", "/reports", List(&REPORTS)),
    ("POST", "/reports", Create(&REPORTS)),
    ("PUT", "/reports/{id}", Update(&REPORTS)),
    ("DELETE", "/reports/{id}", Delete(&REPORTS)),
    ("POST", "/reports/{id}/generate", Own(tasks::generate_report)),
    ("GET", "/reports/generated", List(&GENERATED_REPORTS)),
    ("PUT", "/reports/generated/{id}", Update(&GENERATED_REPORTS)),
    ("DELETE", "/reports/generated/{id}", Delete(&GENERATED_REPORTS)),

    ("GET", "/devices/tasks/groups", List(&TASK_GROUPS)),
    ("POST", "/devices/tasks/groups", Own(tasks::create_group)),
    ("GET", "/devices/tasks/groups/{id}", Get(&TASK_GROUPS)),
    ("PUT", "/devices/tasks/groups/{id}", Own(tasks::update_group)),
    ("DELETE", "/devices/tasks/groups/{id}", Own(tasks::delete_group)),
    ("POST", "/devices/tasks/groups/{id}", Own(tasks::run_group)),
    ("GET", "/devices/tasks", List(&TASKS)),
    ("PUT", "/devices/tasks/{id}", Update(&TASKS)),
    ("DELETE", "/devices/tasks/{id}", Delete(&TASKS)),

    ("GET", "/automations", List(&AUTOMATIONS)),
    ("POST", "/automations", Create(&AUTOMATIONS)),
    ("GET", "/automations/{id}", Get(&AUTOMATIONS)),
    ("PUT", "/automations/{id}", Update(&AUTOMATIONS)),
    ("DELETE", "/automations/{id}", Delete(&AUTOMATIONS)),

    ("GET", "/data-collect/configs", List(&DATA_CONFIGURATIONS)),
    ("POST", "/data-collect/configs", Create(&DATA_CONFIGURATIONS)),
    ("PUT", "/data-collect/configs/{id}", Update(&DATA_CONFIGURATIONS)),
    ("DELETE", "/data-collect/configs/{id}", Delete(&DATA_CONFIGURATIONS)),
    ("GET", "/devices/configurator/templates", List(&TEMPLATES)),
    ("POST", "/devices/configurator/templates", Create(&TEMPLATES)),

    ("GET", "/vpn/hubs", List(&VPN_HUBS)),
    ("POST", "/vpn/hubs", CreateLater(&VPN_HUBS)),
    ("PUT", "/vpn/hubs/{id}", Update(&VPN_HUBS)),
    ("DELETE", "/vpn/hubs", Own(vpn::delete)),
    ("PUT", "/vpn/hubs/{id}/toggle", Own(vpn::toggle)),
];

/// The rows by operation.
pub(super) fn works() -> HashMap<(&'static str, &'static str), Work> {
    ROWS.iter().map(|(method, path, work)| ((*method, *path), *work)).collect()
}

/// Carry out what has passed every check.
pub(super) fn perform(work: Work, state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    state.go_on();
    match work {
        Own(handler) => handler(state, call),
        List(resource) => records::list(state, call, resource),
        Get(resource) => records::get(state, call, resource),
        Create(resource) => records::create(state, call, resource),
        Update(resource) => records::update(state, call, resource),
        Delete(resource) => records::delete(state, call, resource),
        CreateLater(resource) => records::create_later(state, call, resource),
        DeleteLater(resource) => records::delete_later(state, call, resource),
        Work::Sketch => sketched(state, call),
    }
}

fn sketched(state: &mut State, call: &Call<'_>) -> Result<Reply, Refusal> {
    asynchronous::check_devices(state, call)?;
    if let Some(kind) = call.operation.download.first() {
        return Ok(Reply::content(call.operation.status, kind, files::document(kind)));
    }
    if call.query.is_set("fields_only") {
        return records::answer(call, Vec::new());
    }
    let mut body = json!({ "success": true });
    if let Some(answer) = &call.operation.answer {
        let sketch = sketch::full(answer, "", &state.stamp());
        body.as_object_mut().into_iter().for_each(|body| body.extend(sketch.as_object().cloned().unwrap_or_default()));
    }
    page(&mut body, call);
    if call.operation.channel {
        let tracks = asynchronous::tracks(state, call);
        body["meta"] = json!({ "channel": state.open(tracks) });
    }
    Ok(Reply::json(call.operation.status, body.to_string()))
}

/// A sketched list has one record, which only the first page shows.
fn page(body: &mut Value, call: &Call<'_>) {
    let is_beyond = call.query.offset() > 0 || call.query.limit() == 0;
    if let Some(data) = body["data"].as_array_mut().filter(|_| is_beyond) {
        data.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rms::surface;

    #[test]
    fn every_row_is_of_an_operation_that_the_vendor_has() {
        let operations = surface::operations();
        let is_known = |method: &str, path: &str| operations.iter().any(|one| one.method == method && one.path == path);

        let unknown: Vec<_> = ROWS.iter().filter(|(method, path, _)| !is_known(method, path)).collect();

        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn no_operation_has_two_rows() {
        assert_eq!(works().len(), ROWS.len());
    }
}
