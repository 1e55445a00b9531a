//! The Command API, version 2: a path for each operation, and JSON. Of Remote Support only that is here of which its pages
//! tell.

use super::blank::written;
use super::command::{APPLIANCE, HOST};
use super::openapi;
use super::options::{BeyondTrustOptions, BeyondTrustProduct};
use super::refusal::Refusal;
use super::site::Site;
use super::surface::Call;
use crate::exchange::Reply;
use crate::facts::{self, Operation};
use bytes::Bytes;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// Its paths begin with this.
pub(super) const BASE: &str = "/api/command/v2";

const MOST_ATTRIBUTES: usize = 30;

/// What Remote Support is known to have.
const OF_RS: &[(&str, &str)] = &[
    ("GET", "/openapi.yaml"),
    ("GET", "/info"),
    ("GET", "/health"),
    ("PATCH", "/session/{lsid}"),
    ("POST", "/user/{id}/logout"),
];

/// Read by the first simulator of the process.
pub(super) fn operations(product: BeyondTrustProduct) -> &'static [Operation] {
    static PRA: OnceLock<Vec<Operation>> = OnceLock::new();
    static RS: OnceLock<Vec<Operation>> = OnceLock::new();
    let all = || facts::parse(include_str!("command_v2/operations.json"));
    let is_of_rs = |one: &Operation| OF_RS.contains(&(one.method.as_str(), below(one)));
    match product {
        BeyondTrustProduct::PrivilegedRemoteAccess => PRA.get_or_init(all),
        BeyondTrustProduct::RemoteSupport => RS.get_or_init(|| all().into_iter().filter(is_of_rs).collect()),
    }
}

fn below(operation: &Operation) -> &str {
    operation.path.strip_prefix(BASE).unwrap_or_default()
}

/// What is unknown is a bad request here, and no matter of who asks.
pub(super) fn as_this_api_says(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Unknown(name) => Refusal::Said(400, format!("Unrecognized field: {name}")),
        other => other,
    }
}

/// Carry out what has passed every check.
pub(super) fn perform(
    site: &mut Site,
    options: &BeyondTrustOptions,
    call: &Call<'_>,
    now: i64,
) -> Result<Reply, Refusal> {
    match (call.operation.method.as_str(), below(call.operation)) {
        ("GET", "/openapi.yaml") => {
            let text = openapi::written(operations(options.product), BASE, options.newer_openapi);
            Ok(Reply::content(200, "application/yaml", text))
        }
        ("GET", "/info") => Ok(told(info(options.product, call, now))),
        ("GET", "/health") => Ok(site.health_as_json(now)),
        ("GET", "/appliance") => Ok(told(json!([appliance()]))),
        ("GET", "/appliance/client-count") => Ok(told(json!([count(&clients(site, call))]))),
        ("GET", "/client") => Ok(told(clients(site, call).into())),
        ("GET", "/client/{id}") => client(site, call).map(told),
        ("GET", "/client/{id}/connections") => client(site, call).map(|one| told(connections(&one, now))),
        ("GET", "/user") => Ok(told(users(site, now))),
        ("POST", "/user/{id}/logout") => log_out(site, call),
        ("GET", "/session/{lsid}") => attributes(site, call),
        ("PATCH", "/session/{lsid}") => set_attributes(site, call),
        ("DELETE", "/session/{lsid}") => {
            site.end_session(call.slot("lsid"), now).map_err(|_| Refusal::not_found())?;
            Ok(nothing())
        }
        ("POST", "/failover-role") => Ok(told(json!({ "message": "Successfully changed role" }))),
        _ => Err(Refusal::not_found()),
    }
}

fn told(body: Value) -> Reply {
    Reply::json(200, body.to_string())
}

fn nothing() -> Reply {
    Reply { status: 204, headers: Vec::new(), body: Bytes::new() }
}

fn info(product: BeyondTrustProduct, call: &Call<'_>, now: i64) -> Value {
    let permissions: serde_json::Map<String, Value> =
        call.token.permissions().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!({
        "permissions": permissions,
        "current_time": written(now),
        "command_api_version": "2.0.0",
        "config_api_version": "1.12",
        "reporting_api_version": "2.0.0",
        "backup_api_version": "1.0",
        "product": match product {
            BeyondTrustProduct::PrivilegedRemoteAccess => "pra",
            BeyondTrustProduct::RemoteSupport => "rs",
        },
    })
}

fn appliance() -> Value {
    json!({
        "id": APPLIANCE,
        "name": "primary",
        "public_hostname": HOST,
        "cluster_role": "single",
        "failover_role": "none",
        "accepting_connections": true,
        "timezone_offset": 0,
    })
}

/// Of each console that is open, an agent of a host, and a gateway.
fn clients(site: &Site, call: &Call<'_>) -> Vec<Value> {
    let consoles = site.present.iter().map(|one| {
        let in_them = site.sessions.iter().filter(|session| session.members.contains(&one.id));
        let lsids: Vec<&str> = in_them.map(|session| session.lsid.as_str()).collect();
        json!({
            "id": one.client, "type": "access_console", "hostname": format!("desk-{}", one.id), "platform": "Windows 11",
            "timezone_offset": "3600", "user_id": one.id, "user_type": "normal", "username": one.username(),
            "display_name": one.name, "session_count": lsids.len(), "session_lsids": lsids,
        })
    });
    let others = [
        json!({
            "id": 201, "type": "asset_client", "hostname": "harbour-01", "platform": "Linux", "timezone_offset": "0",
            "non_interactive": "shell", "lsid": "4f6ff3ed2ed04dbf8b1a4b1f2a3c5d01",
        }),
        json!({ "id": 301, "type": "gateway", "hostname": "gate-01", "platform": "Linux", "timezone_offset": "0" }),
    ];
    let wanted = call.query.get("type");
    consoles.chain(others).filter(|one| wanted.is_none_or(|wanted| one["type"] == wanted)).collect()
}

fn count(clients: &[Value]) -> Value {
    let of = |kind: &str| clients.iter().filter(|one| one["type"] == kind).count();
    json!({
        "id": APPLIANCE,
        "access_consoles": of("access_console"),
        "asset_clients": of("asset_client"),
        "gateways": of("gateway"),
    })
}

fn client(site: &Site, call: &Call<'_>) -> Result<Value, Refusal> {
    let wanted: u64 = call.slot("id").parse().unwrap_or_default();
    let found = clients(site, call).into_iter().find(|one| one["id"] == wanted);
    found.ok_or_else(Refusal::not_found)
}

fn connections(client: &Value, now: i64) -> Value {
    json!({
        "id": client["id"],
        "connections": [{
            "appliance_id": APPLIANCE, "purpose": "primary", "receive_traffic_node": false,
            "connected_since": written(now - 900), "private_ip": "192.0.2.7",
        }],
        "events": [{ "time": written(now - 900), "message": "Connected" }],
    })
}

fn users(site: &Site, now: i64) -> Value {
    let one = |person: &super::sessions::Person| {
        let sessions = site.sessions.iter().filter(|session| session.members.contains(&person.id)).count();
        json!({
            "id": person.id, "type": "normal", "display_name": person.name, "logged_in_since": written(now - 900),
            "session_count": sessions,
        })
    };
    site.present.iter().map(one).collect()
}

fn log_out(site: &mut Site, call: &Call<'_>) -> Result<Reply, Refusal> {
    let before = site.present.len();
    site.present.retain(|person| person.id.to_string() != call.slot("id"));
    if site.present.len() == before { Err(Refusal::not_found()) } else { Ok(nothing()) }
}

fn attributes(site: &mut Site, call: &Call<'_>) -> Result<Reply, Refusal> {
    let session = site.session(call.slot("lsid")).map_err(|_| Refusal::not_found())?;
    let one = |(code, value): (&String, &String)| json!({ "code_name": code, "display_name": code.replace('_', " "), "value": value });
    Ok(told(session.attributes.iter().map(one).collect()))
}

/// What is not named stays, what is empty is cleared.
fn set_attributes(site: &mut Site, call: &Call<'_>) -> Result<Reply, Refusal> {
    let members = call.members();
    let session = site.session(call.slot("lsid")).map_err(|_| Refusal::not_found())?;
    if members.len() > MOST_ATTRIBUTES {
        return Err(Refusal::Said(400, "Too many attributes".into()));
    }
    let is_code = |name: &str| {
        name.len() <= 64 && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter))
    };
    if let Some(name) = members.keys().find(|name| !is_code(name)) {
        return Err(Refusal::Said(400, format!("Unrecognized field: {name}")));
    }
    let texts = members.into_iter().map(|(name, value)| (name, value.as_str().unwrap_or_default().to_owned()));
    session.attributes.extend(texts);
    Ok(told(json!({ "message": "Session attributes were set" })))
}

impl Site {
    /// The same body whether it is well or not, and a message besides where it is not.
    fn health_as_json(&self, now: i64) -> Reply {
        let mut body = json!({
            "version": "26.1.1",
            "build": "123456",
            "appliance_hostname": HOST,
            "appliance_id": APPLIANCE,
            "cluster_role": "single",
            "failover_role": "none",
            "enabled_shared_ips": ["198.51.100.4"],
            "last_data_sync": written(now - 600),
            "last_data_sync_status": "Success",
        });
        if self.is_well {
            return told(body);
        }
        body["message"] = json!("The disk is full");
        body["last_data_sync"] = Value::Null;
        Reply::json(500, body.to_string())
    }
}
