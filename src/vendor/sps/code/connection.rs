//! Connections by flags: the common case without a body, with valid defaults from what the box has.

use serde_json::{Map, Value, json};

use super::body::legal;
use super::mirror::{Mirror, Object};
use super::object::{KEY, NAME, SET, create_with, edit_with, sets};
use super::{NO_VALIDATE, subject, wish};
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

const CLIENT: Argument =
    Argument::workflow("client", Kind::Strings).help("a network that clients connect from, as 10.0.0.0/8");
const TARGET: Argument =
    Argument::workflow("target", Kind::Strings).help("a network that clients connect to, as 192.0.2.10/32");
const PORT: Argument = Argument::workflow("port", Kind::Integers).help("a port that clients connect to");
const CHANNEL_POLICY: Argument = Argument::workflow("channel_policy", Kind::String).help("key or name");
const AUTHENTICATION_POLICY: Argument = Argument::workflow("authentication_policy", Kind::String).help("key or name");
const AUDIT_POLICY: Argument = Argument::workflow("audit_policy", Kind::String).help("key or name");
const SERVER_ADDRESS: Argument = Argument::workflow("server_address", Kind::String)
    .help("ADDRESS[:PORT] of one server; `original` for the address that the client asks for");
const ACTIVE: Argument = Argument::workflow("active", Kind::Boolean).help("false suspends it and keeps its settings");

/// Creates a connection policy of the protocol whose connections are at this path.
pub(in super::super) const fn create_connection(path: &'static str) -> Operation {
    Operation::workflow("create", Effect::Write, run_create)
        .about("Create a connection policy")
        .examples(&[("--name lab --client 10.0.0.0/8 --target 192.0.2.10/32 --channel-policy all", "")])
        .on(path)
        .object()
        .arguments(&[
            NAME,
            CLIENT,
            TARGET,
            PORT,
            CHANNEL_POLICY,
            AUTHENTICATION_POLICY,
            AUDIT_POLICY,
            SERVER_ADDRESS,
            ACTIVE,
            SET,
            NO_VALIDATE,
        ])
}

/// Changes a connection policy of the protocol whose connections are at this path.
pub(in super::super) const fn edit_connection(path: &'static str) -> Operation {
    Operation::workflow("edit", Effect::Write, run_edit)
        .about("Change a connection policy")
        .examples(&[
            ("lab", "in an editor"),
            ("lab --port 2323 --dry-run", ""),
            ("lab --set network.ports=[23,2323]", "any member"),
            ("lab --active=false", ""),
        ])
        .on(path)
        .object()
        .arguments(&[
            KEY,
            CLIENT,
            TARGET,
            PORT,
            CHANNEL_POLICY,
            AUTHENTICATION_POLICY,
            AUDIT_POLICY,
            SERVER_ADDRESS,
            ACTIVE,
            SET,
            NO_VALIDATE,
        ])
}

fn run_create<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mirror = Mirror::new(work, work.session);
        let typed = over(given.body.clone().unwrap_or_else(|| json!({})), typed(given)?);
        let typed = wish::with_members(typed, &Value::Null, &sets(given))?;
        let default = defaults(&mirror, &subject(work), &typed).await?;
        create_with(work, given, &mirror, super::compare::merged(&default, &typed)).await
    })
}

fn run_edit<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mirror = Mirror::new(work, work.session);
        edit_with(work, given, &mirror, typed(given)?).await
    })
}

fn over(base: Value, flags: Value) -> Value {
    super::compare::merged(&base, &flags)
}

/// What the flags say, as part of a body.
fn typed(given: &Given) -> Result<Value, Failure> {
    let mut body = Map::new();
    let members = |pairs: &[(&str, &str)]| -> Map<String, Value> {
        let found =
            pairs.iter().filter_map(|(member, flag)| Some(((*member).to_owned(), given.values.get(*flag)?.clone())));
        found.collect()
    };
    let network = members(&[("clients", CLIENT.name), ("ports", PORT.name), ("targets", TARGET.name)]);
    let policies = members(&[
        ("audit_policy", AUDIT_POLICY.name),
        ("authentication_policy", AUTHENTICATION_POLICY.name),
        ("channel_policy", CHANNEL_POLICY.name),
    ]);
    let groups = [("network", network), ("policies", policies)];
    body.extend(
        groups.into_iter().filter(|(_, group)| !group.is_empty()).map(|(name, group)| (name.into(), group.into())),
    );
    if let Some(address) = given.text(SERVER_ADDRESS.name) {
        body.insert("server_address".into(), server_address(&address)?);
    }
    body.extend(members(&[("active", ACTIVE.name)]));
    Ok(Value::Object(body))
}

/// `original`, `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`.
fn server_address(typed: &str) -> Result<Value, Failure> {
    if typed == "original" {
        return Ok(json!({ "selection": "original", "custom_dns": { "enabled": false } }));
    }
    let (address, port) = match (typed.strip_prefix('[').and_then(|rest| rest.split_once(']')), typed.rsplit_once(':'))
    {
        (Some((address, rest)), _) => (address, rest.strip_prefix(':')),
        (None, Some((address, port))) if !address.contains(':') => (address, Some(port)),
        (None, _) => (typed, None),
    };
    let mut server = json!({ "selection": "fix", "address": address, "custom_dns": { "enabled": false } });
    if let Some(port) = port {
        let number: u16 = port.parse().map_err(|_| Failure::usage(format!("`{port}` is no port, in `{typed}`")))?;
        server["port"] = number.into();
    }
    Ok(server)
}

/// The port of a protocol's servers, where a server's address says none.
fn standard_port(protocol: &str) -> Option<u16> {
    let ports =
        [("http", 80), ("ica", 1494), ("mssql", 1433), ("rdp", 3389), ("ssh", 22), ("telnet", 23), ("vnc", 5900)];
    ports.iter().find(|(own, _)| *own == protocol).map(|(_, port)| *port)
}

/// A connection with nothing special about it, its references from what the box has.
async fn defaults(mirror: &Mirror<'_>, path: &str, typed: &Value) -> Result<Value, Fault> {
    let protocol = path.split('/').next().unwrap_or_default();
    let port = standard_port(protocol);
    let mut body = json!({
        "access_control": [],
        "active": true,
        "channel_database_cleanup": {"enabled": false},
        "log_audit_trail_downloads": true,
        "network": {"clients": [], "ports": port.into_iter().collect::<Vec<_>>(), "targets": []},
        "override_log_level": {"enabled": false},
        "rate_limit": {"enabled": false},
        "server_address": {"selection": "original", "custom_dns": {"enabled": false}},
        "source_address": {"selection": "box_address"},
        "web_gateway_authentication": {"enabled": false},
    });
    if protocol == "telnet" {
        body["client_side_transport_security"] = json!({ "selection": "disabled" });
        body["server_side_transport_security"] = json!({ "selection": "disabled" });
    }
    if typed["server_address"]["selection"] == "fix" && typed["server_address"]["port"].is_null() {
        body["server_address"] = json!({ "selection": "fix", "port": port });
    }
    body["indexing"] = match usual(mirror, path, "policies/indexing", "/indexing/policy").await? {
        Some(policy) => json!({ "enabled": true, "policy": policy, "priority": 3 }),
        None => json!({ "enabled": false }),
    };
    body["policies"] = policies(mirror, path, protocol).await?;
    Ok(body)
}

const EMPTY: [&str; 7] = [
    "aa_plugin",
    "analytics_policy",
    "archive_cleanup_policy",
    "backup_policy",
    "credential_store",
    "ldap_server",
    "usermapping_policy",
];

async fn policies(mirror: &Mirror<'_>, path: &str, protocol: &str) -> Result<Value, Fault> {
    let mut policies: Map<String, Value> = EMPTY.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    let needed = [
        ("audit_policy", "policies/audit_policies".to_owned()),
        ("authentication_policy", format!("{protocol}/authentication_policies")),
        ("channel_policy", format!("{protocol}/channel_policies")),
        ("settings", format!("{protocol}/settings_policies")),
    ];
    for (name, collection) in needed {
        if let Some(key) = usual(mirror, path, &collection, &format!("/policies/{name}")).await? {
            policies.insert(name.to_owned(), Value::from(key));
        }
    }
    Ok(Value::Object(policies))
}

/// The entry that a new connection has if nobody says another: the one called `default` or `base`, a built-in one, the only
/// one; where the box lists none, that of a connection that is there.
async fn usual(mirror: &Mirror<'_>, path: &str, collection: &str, pointer: &str) -> Result<Option<String>, Fault> {
    let entries = mirror.entries(collection).await?.unwrap_or_default();
    let called = |name: &str| entries.iter().find(|entry| entry.name.as_deref() == Some(name));
    let only = || entries.first().filter(|_| entries.len() == 1);
    let found =
        called("default").or_else(|| called("base")).or_else(|| entries.iter().find(|entry| entry.is_built_in()));
    if let Some(entry) = found.or_else(only) {
        return Ok(Some(entry.key.clone()));
    }
    let siblings = mirror.entries(path).await?.unwrap_or_default();
    let key = |sibling: &Object| legal(&sibling.answer).pointer(pointer)?.as_str().map(str::to_owned);
    Ok(siblings.iter().find_map(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_server_may_have_a_port() {
        let custom_dns = json!({"enabled": false});

        let found = ["192.0.2.20:2323", "192.0.2.20", "2001:db8::1", "[2001:db8::1]:23", "original"]
            .map(|typed| server_address(typed).unwrap());

        assert_eq!(
            found,
            [
                json!({"selection": "fix", "address": "192.0.2.20", "custom_dns": custom_dns, "port": 2323}),
                json!({"selection": "fix", "address": "192.0.2.20", "custom_dns": custom_dns}),
                json!({"selection": "fix", "address": "2001:db8::1", "custom_dns": custom_dns}),
                json!({"selection": "fix", "address": "2001:db8::1", "custom_dns": custom_dns, "port": 23}),
                json!({"selection": "original", "custom_dns": custom_dns}),
            ]
        );
        assert_eq!(server_address("a:b").unwrap_err().message, "`b` is no port, in `a:b`");
    }

    #[test]
    fn flags_are_members_of_the_body_and_no_flag_is_none() {
        let given = Given::default()
            .with("client", json!(["10.0.0.0/8"]))
            .with("port", json!([2323]))
            .with("channel_policy", "shell_only")
            .with("active", false);

        assert_eq!(
            typed(&given).unwrap(),
            json!({
                "network": {"clients": ["10.0.0.0/8"], "ports": [2323]},
                "policies": {"channel_policy": "shell_only"},
                "active": false,
            })
        );
        assert_eq!(typed(&Given::default()).unwrap(), json!({}));
    }
}
