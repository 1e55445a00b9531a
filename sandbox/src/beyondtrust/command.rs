//! The Command API, version 1: one path, where a parameter says what is done; answers in XML, errors among them.

use super::accounts::Account;
use super::blank::written;
use super::options::BeyondTrustProduct;
use super::refusal::Refusal;
use super::sessions::{Person, Session};
use super::site::Site;
use super::xml::{Element, OF_PRA, OF_RS};
use crate::exchange::{Reply, Request};
use std::collections::BTreeMap;

type Parameters = BTreeMap<String, String>;
/// An answer, or the sentence of an error.
type Said = Result<Element, String>;

/// What is done, and what it takes.
struct Action {
    name: &'static str,
    /// Remote Support alone has it.
    is_of_rs: bool,
    is_change: bool,
    needed: &'static [&'static str],
    /// Besides; a name with a dot at its end is the beginning of many.
    known: &'static [&'static str],
    run: fn(&mut Site, &Parameters, &Account, i64) -> Said,
}

const fn ask(name: &'static str, run: fn(&mut Site, &Parameters, &Account, i64) -> Said) -> Action {
    Action { name, is_of_rs: false, is_change: false, needed: &[], known: &[], run }
}

const fn change(
    name: &'static str,
    needed: &'static [&'static str],
    run: fn(&mut Site, &Parameters, &Account, i64) -> Said,
) -> Action {
    Action { is_change: true, needed, ..ask(name, run) }
}

const ACTIONS: &[Action] = &[
    ask("get_api_info", information),
    ask("get_appliances", appliances),
    ask("check_health", health),
    ask("get_logged_in_reps", representatives),
    Action { is_of_rs: true, known: &["showmembers"], ..ask("get_support_teams", teams) },
    Action { known: &["type", "summary_only"], ..ask("get_connected_client_list", clients) },
    Action { needed: &["lsid"], ..ask("get_session_attributes", attributes) },
    Action { known: &["session.custom."], ..change("set_session_attributes", &["lsid"], set_attributes) },
    change("terminate_session", &["lsid"], terminate),
    Action { is_of_rs: true, ..change("transfer_session", &["lsid", "queue_id"], transfer) },
    Action {
        is_of_rs: true,
        known: &["ttl", "external_key", "session.custom.", "customer.", "url_hostname", "priority", "skills"],
        ..change("generate_session_key", &["type", "queue_id"], session_key)
    },
    Action { is_of_rs: true, known: REPRESENTATIVE, ..change("join_session", &["lsid"], join) },
    Action {
        is_of_rs: true,
        known: &["rep_id", "rep_username", "customer"],
        ..change("leave_session", &["lsid"], leave)
    },
    Action {
        is_of_rs: true,
        known: &["lsid", "team_id", "impersonate", "to_rep", "to_rep_username"],
        ..change("send_chat_message", &["body"], send_message)
    },
    Action { is_of_rs: true, ..change("set_rep_status", &["rep_id", "code_name"], set_status) },
    Action {
        is_of_rs: true,
        known: &["locale", "public_site"],
        ..change(
            "create_virtual_customer",
            &["short_key", "name", "ip_address", "operating_system", "computer_name"],
            virtual_customer,
        )
    },
    Action { known: &["type", "id", "include_connections"], ..ask("get_connected_clients", client_details) },
    Action { known: &["data_sync_first", "force"], ..change("set_failover_role", &["role"], set_failover_role) },
    Action {
        known: &[
            "local_jump_hostname",
            "remote_jump_hostname",
            "jumpoint",
            "tag",
            "comments",
            "jump_policy",
            "session_policy",
        ],
        ..change("import_jump_shortcut", &["name", "group"], shortcut)
    },
];

pub(super) const APPLIANCE: &str = "0123456789abcdef0123456789abcdef";
pub(super) const HOST: &str = "site.example.com";

/// One of the representatives that are logged in.
const REPRESENTATIVE: &[&str] = &["rep_id", "rep_username"];

impl Site {
    /// Judge and carry out one request of the Command API.
    pub(super) fn command(
        &mut self,
        request: &Request,
        account: &Account,
        product: BeyondTrustProduct,
        now: i64,
    ) -> Result<Reply, Refusal> {
        if account.command == "deny" {
            return Err(Refusal::NoDocument);
        }
        let mut parameters = parameters(request)?;
        let is_rs = product == BeyondTrustProduct::RemoteSupport;
        let said = self.carry_out(&mut parameters, account, is_rs, now);
        let said = said.unwrap_or_else(|sentence| Element::text("error", &sentence));
        Ok(said.into_reply(if is_rs { OF_RS } else { OF_PRA }))
    }

    fn carry_out(&mut self, parameters: &mut Parameters, account: &Account, is_rs: bool, now: i64) -> Said {
        let name = parameters.remove("action").unwrap_or_default();
        let action = ACTIONS.iter().find(|action| action.name == name && (is_rs || !action.is_of_rs));
        let action = action.ok_or("Invalid action")?;
        if action.is_change && account.command != "full_access" {
            return Err("Permission denied".into());
        }
        if let Some(missing) = action.needed.iter().find(|name| parameters.get(**name).is_none_or(String::is_empty)) {
            return Err(format!("Missing required parameter: {missing}"));
        }
        match parameters.keys().find(|name| !is_known(action, name)) {
            Some(unknown) => Err(format!("Unknown parameter: {unknown}")),
            None => (action.run)(self, parameters, account, now),
        }
    }

    pub(super) fn session(&mut self, lsid: &str) -> Result<&mut Session, String> {
        self.sessions.iter_mut().find(|session| session.lsid == lsid).ok_or_else(|| "No such session".into())
    }

    pub(super) fn end_session(&mut self, lsid: &str, now: i64) -> Result<(), String> {
        self.session(lsid)?;
        self.past.iter_mut().filter(|one| one.lsid == lsid).for_each(|one| one.end = Some(now));
        self.sessions.retain(|session| session.lsid != lsid);
        Ok(())
    }

    /// Whoever is named by one of two parameters, and is logged in.
    fn representative(&self, parameters: &Parameters) -> Result<u64, String> {
        let (id, name) = (parameters.get("rep_id"), parameters.get("rep_username"));
        let is_it = |person: &&Person| match (id, name) {
            (Some(id), None) => person.id.to_string() == *id,
            (None, Some(name)) => person.username() == *name,
            _ => false,
        };
        self.present.iter().find(is_it).map(|person| person.id).ok_or_else(|| "No such representative".into())
    }

    /// What anybody may ask who watches the appliance.
    pub(super) fn pulse(&self) -> Reply {
        let (status, text) = if self.is_well { (200, "1") } else { (500, "0") };
        Reply::content(status, "text/plain", text)
    }
}

fn is_known(action: &Action, name: &str) -> bool {
    let fits = |known: &&str| if known.ends_with('.') { name.starts_with(known) } else { name == *known };
    action.needed.contains(&name) || action.known.iter().any(fits)
}

/// Those of the query, and those of a form.
pub(super) fn parameters(request: &Request) -> Result<Parameters, Refusal> {
    let query = form_urlencoded::parse(request.query.as_bytes()).into_owned();
    let form = match request.method.as_str() {
        "GET" if request.body.is_empty() => &[],
        "POST" => {
            let kind = request.header("content-type").unwrap_or_default();
            let is_form = kind.starts_with("application/x-www-form-urlencoded");
            if !is_form && !request.body.is_empty() {
                return Err(Refusal::Said(415, "Unsupported Media Type".into()));
            }
            &request.body[..]
        }
        _ => return Err(Refusal::method()),
    };
    Ok(query.chain(form_urlencoded::parse(form).into_owned()).collect())
}

fn time(name: &'static str, seconds: i64) -> Element {
    Element::text(name, &written(seconds)).with("ts", seconds)
}

fn success(sentence: &str) -> Said {
    Ok(Element::text("success", sentence))
}

fn information(_: &mut Site, _: &Parameters, account: &Account, now: i64) -> Said {
    let permissions = account.permissions().into_iter().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| u8::from(value == true).to_string(), str::to_owned);
        Element::text("permission", &value).with("name", name)
    });
    Ok(Element::new("api_information").holding([
        Element::text("api_version", "1.25.0"),
        Element::text("timestamp", &now.to_string()),
        Element::new("permissions").holding(permissions),
    ]))
}

fn appliances(_: &mut Site, _: &Parameters, _: &Account, _: i64) -> Said {
    let members = [
        ("name", "primary"),
        ("public_hostname", HOST),
        ("cluster_role", "single"),
        ("failover_role", "none"),
        ("accepting_connections", "1"),
        ("timezone_offset", "0"),
    ];
    let appliance = Element::new("appliance").with("id", APPLIANCE);
    Ok(Element::new("appliances").holding([appliance.holding(members.map(|(name, text)| Element::text(name, text)))]))
}

fn health(site: &mut Site, _: &Parameters, _: &Account, now: i64) -> Said {
    let trouble = (!site.is_well).then(|| Element::text("error_message", "The disk is full"));
    let told = [
        Element::text("appliance", HOST).with("id", APPLIANCE),
        Element::text("version", "25.2.1 (123456)"),
        Element::text("success", if site.is_well { "1" } else { "0" }),
    ];
    let rest = [
        Element::text("failover_role", "primary"),
        Element::new("enabled_shared_ips").holding([Element::text("ip", "198.51.100.4")]),
        time("last_data_sync_time", now - 600),
        Element::text("last_data_sync_status", "Success"),
    ];
    Ok(Element::new("health").holding(told.into_iter().chain(trouble).chain(rest)))
}

/// One name has a letter that XML has to write otherwise.
fn representatives(site: &mut Site, _: &Parameters, _: &Account, now: i64) -> Said {
    let one = |person: &Person| {
        Element::new("rep").with("id", person.id).holding([
            Element::text("display_name", person.name),
            Element::text("public_display_name", person.name),
            Element::text("private_display_name", &format!("{} & Co", person.name)),
            Element::text("type", "Normal"),
            time("logged_in_since", now - 900),
            Element::text("presentation_count", "0"),
            Element::text("support_session_count", "1"),
            Element::text("showing_on_rep_list", "1"),
        ])
    };
    Ok(Element::new("logged_in_reps").holding(site.present.iter().map(one)))
}

fn teams(_: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let issue = Element::new("issue").with("id", 3).holding([Element::text("title", "Other")]);
    let team = Element::new("support_team").with("id", 1);
    // What members hold is published nowhere.
    let members = parameters.get("showmembers").is_some_and(|value| value == "1").then(|| Element::new("members"));
    let body = [Element::text("name", "First line")].into_iter().chain(members);
    let team = team.holding(body.chain([Element::new("issues").holding([issue])]));
    Ok(Element::new("support_teams").holding([team]))
}

const CLIENTS: &[(&str, u64)] = &[("representative", 101), ("representative", 102), ("push_agent", 201)];
const KINDS: &[&str] = &["representative", "support_customer", "presentation_attendee", "push_agent"];

/// The summary counts what the list shows.
fn clients(_: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let asked: Vec<&str> = parameters.get("type").map_or("all", String::as_str).split(',').collect();
    if let Some(unknown) = asked.iter().find(|kind| **kind != "all" && !KINDS.contains(kind)) {
        return Err(format!("Invalid type: {unknown}"));
    }
    let is_asked = |kind: &str| asked.contains(&"all") || asked.contains(&kind);
    let fitting = || CLIENTS.iter().filter(|(kind, _)| is_asked(kind));
    let counts = KINDS.iter().filter(|kind| is_asked(kind)).map(|kind| {
        let count = fitting().filter(|(known, _)| known == kind).count();
        Element::text("count", &count.to_string()).with("type", kind)
    });
    let summary = Element::new("appliance_summary").with("id", APPLIANCE).holding(counts);
    let each = fitting().map(|(kind, id)| Element::new("connected_client").with("type", kind).with("id", id));
    let shown = if parameters.get("summary_only").is_some_and(|value| value == "1") { 0 } else { usize::MAX };
    let whole = Element::new("connected_client_list");
    let whole = whole.holding([Element::new("connected_client_summary").holding([summary])]);
    Ok(whole.holding(each.take(shown)))
}

fn attributes(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let session = site.session(&parameters["lsid"])?;
    let each = session.attributes.iter().map(|(code, value)| {
        let name = code.replace('_', " ");
        Element::text("custom_attribute", value).with("display_name", name).with("code_name", code)
    });
    Ok(Element::new("custom_attributes").holding(each))
}

/// What is not named stays, what is empty is cleared.
fn set_attributes(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let session = site.session(&parameters["lsid"])?;
    let named = parameters.iter().filter_map(|(name, value)| Some((name.strip_prefix("session.custom.")?, value)));
    for (code, value) in named {
        if value.chars().count() > 1024 {
            return Err(format!("Too long: {code}"));
        }
        session.attributes.insert(code.into(), value.clone());
    }
    success("Session attributes were set")
}

fn terminate(site: &mut Site, parameters: &Parameters, _: &Account, now: i64) -> Said {
    site.end_session(&parameters["lsid"], now)?;
    success("Successfully terminated")
}

fn transfer(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let queue = &parameters["queue_id"];
    if !["rep:", "team:", "rep_username:"].iter().any(|kind| queue.starts_with(kind)) {
        return Err("Invalid queue_id".into());
    }
    site.session(&parameters["lsid"])?;
    success("Successfully transferred")
}

fn session_key(site: &mut Site, parameters: &Parameters, _: &Account, now: i64) -> Said {
    let seconds = parameters.get("ttl").map_or(Ok(3600), |ttl| ttl.parse::<i64>());
    let seconds = seconds.map_err(|_| "Invalid ttl")?;
    if parameters["type"] != "support" {
        return Err("Invalid type".into());
    }
    let key = site.dice.word(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 7);
    site.keys.push(key.clone());
    let url = format!("https://site.example.com/?ak={}", site.dice.word(b"0123456789abcdef", 32));
    Ok(Element::new("session_key").holding([
        Element::text("short_key", &key),
        Element::text("key_url", &url),
        time("expires", now + seconds),
        Element::text("mail_subject", "Support session"),
        Element::text("mail_body", &format!("Follow {url}")),
    ]))
}

fn join(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let who = site.representative(parameters)?;
    let members = &mut site.session(&parameters["lsid"])?.members;
    if members.contains(&who) {
        return Err("The representative is in the session already".into());
    }
    members.push(who);
    success("Representative successfully added")
}

/// One of three says who is meant.
fn leave(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    if parameters.len() != 2 {
        return Err("One of rep_id, rep_username and customer is required".into());
    }
    if let Some(customer) = parameters.get("customer") {
        let session = site.session(&parameters["lsid"])?;
        let was_there = std::mem::take(&mut session.has_customer);
        return if customer == "1" && was_there { success("Successfully removed") } else { Err("No customer".into()) };
    }
    let who = site.representative(parameters)?;
    let members = &mut site.session(&parameters["lsid"])?.members;
    let before = members.len();
    members.retain(|member| *member != who);
    if members.len() == before {
        Err("The representative is not in the session".into())
    } else {
        success("Successfully removed")
    }
}

fn send_message(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let as_whom = parameters.get("impersonate").map_or("", String::as_str);
    match (parameters.get("lsid"), parameters.get("team_id")) {
        (Some(lsid), None) if as_whom.is_empty() || as_whom == "customer" || as_whom.starts_with("rep:") => {
            site.session(lsid)?;
        }
        (None, Some(team)) if team.parse::<u64>().is_ok() && as_whom != "customer" => {}
        _ => return Err("One of lsid and team_id is required".into()),
    }
    success("Message sent")
}

fn set_status(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let known = site.lists.all("/rep-status");
    let status = &parameters["code_name"];
    if !known.iter().any(|one| one.get("code_name").is_some_and(|code| code == status.as_str())) {
        return Err("No such status".into());
    }
    let person = site.present.iter_mut().find(|person| person.id.to_string() == parameters["rep_id"]);
    person.ok_or("No such representative")?.status.clone_from(status);
    success("Status set")
}

/// A key serves once.
fn virtual_customer(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let key = &parameters["short_key"];
    let at = site.keys.iter().position(|known| known == key).ok_or("No such session key")?;
    site.keys.remove(at);
    let lsid = site.dice.word(b"0123456789abcdef", 32);
    let url = format!("https://{HOST}/?ak={}", site.dice.word(b"0123456789abcdef", 32));
    site.sessions.push(Session {
        lsid: lsid.clone(),
        attributes: BTreeMap::new(),
        members: Vec::new(),
        has_customer: true,
    });
    Ok(Element::new("virtual_customer").holding([Element::text("lsid", &lsid), Element::text("download_url", &url)]))
}

/// Each client in an element of its kind.
fn client_details(_: &mut Site, parameters: &Parameters, _: &Account, now: i64) -> Said {
    const NAMES: &[(&str, &str)] =
        &[("representative", "connected_representative"), ("push_agent", "connected_push_agent")];
    let kinds: Vec<&str> = parameters.get("type").map_or("all", String::as_str).split(',').collect();
    if let Some(unknown) = kinds.iter().find(|kind| **kind != "all" && !KINDS.contains(kind)) {
        return Err(format!("Invalid type: {unknown}"));
    }
    let ids: Option<Vec<&str>> = parameters.get("id").map(|ids| ids.split(',').collect());
    if ids.as_ref().is_some_and(|ids| ids.len() > 100) {
        return Err("Too many ids".into());
    }
    let is_asked = |(kind, id): &&(&str, u64)| {
        (kinds.contains(&"all") || kinds.contains(kind))
            && ids.as_ref().is_none_or(|ids| ids.contains(&id.to_string().as_str()))
    };
    let with_connections = parameters.get("include_connections").is_some_and(|value| value == "1");
    let each = CLIENTS.iter().filter(is_asked).filter_map(|(kind, id)| {
        let (_, name) = NAMES.iter().find(|(known, _)| known == kind)?;
        let connections = with_connections.then(|| Element::new("client_connections"));
        let members = [Element::text("hostname", &format!("host-{id}")), time("connected_since", now - 900)];
        Some(Element::new(name).with("id", id).holding(connections.into_iter().chain(members)))
    });
    Ok(Element::new("connected_clients").holding(each))
}

fn set_failover_role(_: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let is_switch = |name| parameters.get(name).is_none_or(|value| value == "0" || value == "1");
    match (parameters["role"].as_str(), parameters.get("data_sync_first").is_some_and(|value| value == "1")) {
        _ if !is_switch("data_sync_first") || !is_switch("force") => Err("Invalid parameter".into()),
        ("primary" | "backup", false) => success("Successfully changed role"),
        ("primary" | "backup", true) => success("Successfully started data sync."),
        _ => Err("Invalid role".into()),
    }
}

/// A Local Jump, or a Remote Jump through a Jumpoint; the others are not simulated.
fn shortcut(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let has = |name: &str| parameters.contains_key(name);
    let groups = site.lists.all("/jump-group");
    if !groups.iter().any(|group| group.get("code_name").is_some_and(|code| code == parameters["group"].as_str())) {
        return Err("No such Jump Group".into());
    }
    match (has("local_jump_hostname"), has("remote_jump_hostname"), has("jumpoint")) {
        (true, false, false) | (false, true, true) => success("Successfully imported Jump shortcut"),
        _ => Err("Missing required parameter: the host of one kind of Jump".into()),
    }
}
