//! `rms connect-link`: from a serial number to a link that opens a service behind the device, in as few requests as can be.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{connect, devices, remote_access, select};
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const WORKFLOWS: &[Operation] = &[Operation::workflow("connect-link", Effect::Write, connect_link)
    .about("Print a link to a service behind a device")
    .examples(&[
        ("--serial 1234567890", "its own web page"),
        ("--name depot-4 --protocol ssh", "a shell on it"),
        ("--device 42 --address 192.168.1.10 --port 8443", "a machine behind it"),
    ])
    .arguments(&[
        Argument::workflow("serial", Kind::String).help("the device with this serial number"),
        Argument::workflow("device", Kind::String).help("the device with this id"),
        Argument::workflow("name", Kind::String).help("the device with this name"),
        Argument::workflow("mac", Kind::String).help("the device with this MAC address"),
        Argument::workflow("imei", Kind::String).help("the device with this IMEI"),
        Argument::workflow("protocol", Kind::String)
            .values(remote_access::PROTOCOLS)
            .help("protocol of the service [default: https]"),
        Argument::workflow("address", Kind::String)
            .help("address of the service, as the device sees it [default: 127.0.0.1]"),
        Argument::workflow("port", Kind::Integer).help("port of the service [default: that of the protocol]"),
        Argument::workflow("duration", Kind::Integer).help("seconds that the link lives [default: 3600]"),
        Argument::workflow("access-name", Kind::String)
            .help("name of the remote access [default: rmctl-<protocol>-<port>]"),
        Argument::workflow("new", Kind::Boolean).help("start a session even where one is open"),
        Argument::workflow("open", Kind::Boolean).help("open the link in the browser"),
    ])
    .one_of(&["serial", "device", "name", "mac", "imei"])
    .waits()];

/// The service that the link is for.
#[derive(Debug, Clone, PartialEq)]
struct Service {
    protocol: String,
    address: String,
    port: u64,
    /// The name that was asked for, and which an existing remote access must have then.
    name: Option<String>,
}

impl Service {
    fn of(given: &Given) -> Result<Self, Failure> {
        let protocol = given.text("protocol").unwrap_or_else(|| "https".to_owned());
        let port = match given.text("port") {
            Some(port) => port.parse().ok().filter(|port| (1..=65535).contains(port)),
            None => standard_port(&protocol),
        };
        let port = port.ok_or_else(|| Failure::usage("`--port` is a number from 1 to 65535"))?;
        let address = given.text("address").unwrap_or_else(|| "127.0.0.1".to_owned());
        Ok(Self { protocol, address, port, name: given.text("access-name") })
    }

    fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("rmctl-{}-{}", self.protocol, self.port))
    }

    /// Ports come as strings or numbers, and the device's own entry has no protocol at all.
    fn fits(&self, access: &Value) -> bool {
        access["protocol"] == self.protocol
            && access["destination_ip"] == self.address
            && text_of(&access["destination_port"]) == self.port.to_string()
            && self.name.as_ref().is_none_or(|name| access["name"] == *name)
    }
}

fn standard_port(protocol: &str) -> Option<u64> {
    match protocol {
        "https" => Some(443),
        "http" => Some(80),
        "ssh" | "sftp" => Some(22),
        "telnet" => Some(23),
        "rdp" => Some(3389),
        "vnc" => Some(5900),
        _ => None,
    }
}

/// The device that the link leads through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Device {
    id: String,
    serial: Option<String>,
}

/// What an earlier run learned: enough to look for an open session in one request.
#[derive(Serialize, Deserialize)]
struct Learned {
    device: Device,
    access_id: String,
    /// Seconds since 1970.
    at: i64,
}

fn connect_link<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let service = Service::of(given)?;
        let selector = Selector::of(given)?;
        let memory = format!("{} {} {} {service:?}", work.account.identity_key(), selector.member, selector.value);
        let fresh = given.is_set("new");
        let recalled = if fresh { None } else { recall(work, &selector, &memory) };
        let suffices = |learned: &Learned| learned.device.serial.is_some() || !work.shows_record;
        if let Some(learned) = recalled.filter(suffices)
            // What was learned may be outdated: then everything is asked again.
            && let Ok(Some(session)) = open_session(work, &learned.access_id).await
        {
            return Ok(link(given, &service, &learned, &session, true));
        }
        let device = selector.find(work).await?;
        let Some(access_id) = access(work, &service, &device).await? else {
            return would_create(work, given, &service, &device);
        };
        let learned = Learned { device, access_id, at: work.now() };
        remember(work, &selector, &memory, &learned);
        if let (false, Some(session)) = (fresh, open_session(work, &learned.access_id).await?) {
            return Ok(link(given, &service, &learned, &session, true));
        }
        start(work, given, &service, &learned).await
    })
}

/// How the user names the device.
struct Selector {
    member: &'static str,
    value: String,
}

impl Selector {
    fn of(given: &Given) -> Result<Self, Failure> {
        let members = [("serial", "serial"), ("device", "id"), ("name", "name"), ("mac", "mac"), ("imei", "imei")];
        members
            .into_iter()
            .find_map(|(flag, member)| given.text(flag).map(|value| Self { member, value }))
            .filter(|selector| !selector.value.trim().is_empty())
            .ok_or_else(|| {
                Failure::usage("no device is named").hint("give `--serial`, `--device`, `--name`, `--mac` or `--imei`")
            })
    }

    /// A name can move to another device at any time; numbers that are printed on the box cannot.
    fn lasts(&self) -> bool {
        self.member != "name"
    }

    async fn find(&self, work: &Work<'_>) -> Result<Device, Fault> {
        if self.member == "id" {
            let serial = if work.shows_record { serial_of(work, &self.value).await } else { None };
            return Ok(Device { id: self.value.clone(), serial });
        }
        let device = select::device(work, self.member, &self.value, "`--device ID`").await?;
        Ok(Device { id: text_of(&device["id"]), serial: device["serial"].as_str().map(str::to_owned) })
    }
}

/// One request more, which is not worth the link: where it brings none, the serial number is not known.
async fn serial_of(work: &Work<'_>, id: &str) -> Option<String> {
    let given = Given::default().with("id", id).with("fields", json!(["id", "serial"]));
    let found = work.list(&devices::LIST, &given).await.ok()?;
    let device = found.iter().find(|device| text_of(&device["id"]) == id)?;
    device["serial"].as_str().map(str::to_owned)
}

fn recall(work: &Work<'_>, selector: &Selector, memory: &str) -> Option<Learned> {
    let bytes = work.cache.filter(|_| selector.lasts())?.read(memory)?;
    let learned: Learned = serde_json::from_slice(&bytes).ok()?;
    let age = work.now() - learned.at;
    work.max_age.is_none_or(|longest| u64::try_from(age).is_ok_and(|age| age <= longest)).then_some(learned)
}

fn remember(work: &Work<'_>, selector: &Selector, memory: &str, learned: &Learned) {
    if let Some(cache) = work.cache.filter(|_| selector.lasts()) {
        // Without it the next run asks a little more.
        let _ = cache.replace(memory, &serde_json::to_vec(learned).expect("texts are JSON"));
    }
}

/// The remote access that fits, made if there is none; nothing in a dry run that would have to make it.
async fn access(work: &Work<'_>, service: &Service, device: &Device) -> Result<Option<String>, Fault> {
    if let Some(id) = existing_access(work, service, device).await? {
        return Ok(Some(id));
    }
    if work.dry_run {
        return Ok(None);
    }
    let request = work.plan(&remote_access::CREATE, &new_access(service, device))?;
    work.change(&remote_access::CREATE, &request).await?;
    match existing_access(work, service, device).await? {
        Some(id) => Ok(Some(id)),
        None => Err(Fault::WorkFailed(format!("the remote access `{}` was created and is not listed", service.name()))),
    }
}

async fn existing_access(work: &Work<'_>, service: &Service, device: &Device) -> Result<Option<String>, Fault> {
    let given = Given::default().with("device_id", device.id.as_str());
    let accesses = work.list(&remote_access::LIST, &given).await?;
    let of_device = |access: &&Value| text_of(&access["device_id"]) == device.id;
    Ok(accesses.iter().filter(of_device).find(|access| service.fits(access)).map(|access| text_of(&access["id"])))
}

fn new_access(service: &Service, device: &Device) -> Given {
    let id = device.id.parse::<u64>().map_or_else(|_| Value::from(device.id.as_str()), Value::from);
    Given::default()
        .with("device_id", id)
        .with("name", service.name())
        .with("destination_ip", service.address.as_str())
        .with("destination_port", service.port)
        .with("protocol", service.protocol.as_str())
        .with("credentials_required", false)
}

/// The open session that lives longest.
async fn open_session(work: &Work<'_>, access_id: &str) -> Result<Option<Value>, Fault> {
    let given = Given::default().with("access_id", access_id).with("active", true);
    let now = work.now();
    let sessions = work.list(&connect::SESSIONS, &given).await?;
    let open = sessions
        .into_iter()
        .filter(|session| session["url"].is_string() && end_of(session).is_none_or(|end| end > now));
    Ok(open.max_by_key(|session| (end_of(session), text_of(&session["id"]).parse::<u64>().ok())))
}

/// Seconds since 1970, which come as numbers or as strings, and with a fraction or without.
fn end_of(session: &Value) -> Option<i64> {
    text_of(&session["end_time"]).parse::<f64>().ok().map(|seconds| seconds as i64)
}

async fn start(work: &Work<'_>, given: &Given, service: &Service, learned: &Learned) -> Result<Outcome, Fault> {
    let request = work.plan(&connect::START, &start_given(given, &learned.access_id))?;
    if work.dry_run {
        return Ok(Outcome::WouldSend(vec![request]));
    }
    let before = session_ids(work, given, learned).await?;
    let ending = work.change(&connect::START, &request).await.map_err(|fault| refused(&learned.device, fault))?;
    let event = ending.map_or(Ok(Value::Null), |ending| ending.record.parse())?;
    let session = match new_session(work, learned, &before).await? {
        Some(session) => session,
        // The session is open although the list does not show it yet: the link is what counts.
        None if event["link"].is_string() => json!({ "url": event["link"] }),
        None => return Err(Fault::WorkFailed("the session was started and has no link".to_owned())),
    };
    Ok(link(given, service, learned, &session, false))
}

/// Why a device gives no link, and what shows more of it.
fn refused(device: &Device, fault: Fault) -> Fault {
    let Fault::WorkFailed(words) = fault else { return fault };
    let mut failure =
        Failure::new(Code::WaitFailed, format!("cannot print a link to a service behind a device: {words}"))
            .hint(format!("`rmctl rms devices get {}` shows its status and when it was last there", device.id));
    failure.vendor_message = Some(words);
    failure.into()
}

/// With `--new` other sessions may be open already, and the new one must be told from them.
async fn session_ids(work: &Work<'_>, given: &Given, learned: &Learned) -> Result<Vec<Value>, Fault> {
    if !given.is_set("new") {
        return Ok(Vec::new());
    }
    let given = Given::default().with("access_id", learned.access_id.as_str()).with("active", true);
    Ok(work.list(&connect::SESSIONS, &given).await?.into_iter().map(|session| session["id"].clone()).collect())
}

async fn new_session(work: &Work<'_>, learned: &Learned, before: &[Value]) -> Result<Option<Value>, Fault> {
    if before.is_empty() {
        return open_session(work, &learned.access_id).await;
    }
    let given = Given::default().with("access_id", learned.access_id.as_str()).with("active", true);
    let sessions = work.list(&connect::SESSIONS, &given).await?;
    Ok(sessions.into_iter().find(|session| !before.contains(&session["id"])))
}

fn start_given(given: &Given, access_id: &str) -> Given {
    let duration = given.values.get("duration").cloned().unwrap_or_else(|| Value::from(3600));
    Given::default().with("access_id", access_id).with("duration", duration)
}

/// Two requests, the second of which needs what only the first could give.
fn would_create(work: &Work<'_>, given: &Given, service: &Service, device: &Device) -> Result<Outcome, Fault> {
    let create = work.plan(&remote_access::CREATE, &new_access(service, device))?;
    let start = work.plan(&connect::START, &start_given(given, "<access_id>"))?;
    Ok(Outcome::WouldSend(vec![create, start]))
}

fn link(given: &Given, service: &Service, learned: &Learned, session: &Value, reused: bool) -> Outcome {
    let url = with_scheme(&text_of(&session["url"]));
    let expires_at = end_of(session).and_then(|end| jiff::Timestamp::from_second(end).ok()).map(|end| end.to_string());
    let record = json!({
        "url": url,
        "device_id": learned.device.id,
        "serial": learned.device.serial,
        "access_id": learned.access_id,
        "session_id": match &session["id"] { Value::Null => Value::Null, id => Value::from(text_of(id)) },
        "protocol": service.protocol,
        "expires_at": expires_at,
        "reused": reused,
    });
    let open = given.is_set("open").then(|| url.clone());
    Outcome::Result { record, line: url, open }
}

fn with_scheme(link: &str) -> String {
    if link.contains("://") { link.to_owned() } else { format!("https://{link}") }
}
