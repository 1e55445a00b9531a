//! The Command API, version 1: one path, where a parameter says what is done; answers in XML, errors among them.

use super::accounts::Account;
use super::blank::written;
use super::options::BeyondTrustProduct;
use super::refusal::Refusal;
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
];

const APPLIANCE: &str = "0123456789abcdef0123456789abcdef";

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

    fn session(&mut self, parameters: &Parameters) -> Result<&mut super::sessions::Session, String> {
        let lsid = &parameters["lsid"];
        self.sessions.iter_mut().find(|session| session.lsid == *lsid).ok_or_else(|| "No such session".into())
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
        ("public_hostname", "site.example.com"),
        ("cluster_role", "single"),
        ("failover_role", "none"),
        ("accepting_connections", "1"),
        ("timezone_offset", "0"),
    ];
    let appliance = Element::new("appliance").with("id", APPLIANCE);
    Ok(Element::new("appliances").holding([appliance.holding(members.map(|(name, text)| Element::text(name, text)))]))
}

fn health(_: &mut Site, _: &Parameters, _: &Account, now: i64) -> Said {
    Ok(Element::new("health").holding([
        Element::text("appliance", "site.example.com").with("id", APPLIANCE),
        Element::text("version", "25.2.1 (123456)"),
        Element::text("success", "1"),
        Element::text("failover_role", "primary"),
        Element::new("enabled_shared_ips").holding([Element::text("ip", "198.51.100.4")]),
        time("last_data_sync_time", now - 600),
        Element::text("last_data_sync_status", "Success"),
    ]))
}

/// One name has a letter that XML has to write otherwise.
fn representatives(_: &mut Site, _: &Parameters, _: &Account, now: i64) -> Said {
    let one = |id: u64, name: &str| {
        Element::new("rep").with("id", id).holding([
            Element::text("display_name", name),
            Element::text("public_display_name", name),
            Element::text("private_display_name", &format!("{name} & Co")),
            Element::text("type", "Normal"),
            time("logged_in_since", now - 900),
            Element::text("support_session_count", "1"),
            Element::text("showing_on_rep_list", "1"),
        ])
    };
    Ok(Element::new("logged_in_reps").holding([one(1, "Admin"), one(2, "Anna")]))
}

fn teams(_: &mut Site, _: &Parameters, _: &Account, _: i64) -> Said {
    let issue = Element::new("issue").with("id", 3).holding([Element::text("title", "Other")]);
    let team = Element::new("support_team").with("id", 1);
    let team = team.holding([Element::text("name", "First line"), Element::new("issues").holding([issue])]);
    Ok(Element::new("support_teams").holding([team]))
}

/// The summary counts what the list shows.
fn clients(_: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    const CLIENTS: &[(&str, u64)] = &[("representative", 101), ("representative", 102), ("push_agent", 201)];
    const KINDS: &[&str] = &["representative", "support_customer", "presentation_attendee", "push_agent"];
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
    let session = site.session(parameters)?;
    let each = session.attributes.iter().map(|(code, value)| {
        let name = code.replace('_', " ");
        Element::text("custom_attribute", value).with("display_name", name).with("code_name", code)
    });
    Ok(Element::new("custom_attributes").holding(each))
}

/// What is not named stays, what is empty is cleared.
fn set_attributes(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let session = site.session(parameters)?;
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
    site.session(parameters)?;
    site.past.iter_mut().filter(|one| one.lsid == parameters["lsid"]).for_each(|one| one.end = Some(now));
    site.sessions.retain(|session| session.lsid != parameters["lsid"]);
    success("Successfully terminated")
}

fn transfer(site: &mut Site, parameters: &Parameters, _: &Account, _: i64) -> Said {
    let queue = &parameters["queue_id"];
    if !["rep:", "team:", "rep_username:"].iter().any(|kind| queue.starts_with(kind)) {
        return Err("Invalid queue_id".into());
    }
    site.session(parameters)?;
    success("Successfully transferred")
}

fn session_key(site: &mut Site, parameters: &Parameters, _: &Account, now: i64) -> Said {
    let seconds = parameters.get("ttl").map_or(Ok(3600), |ttl| ttl.parse::<i64>());
    let seconds = seconds.map_err(|_| "Invalid ttl")?;
    if parameters["type"] != "support" {
        return Err("Invalid type".into());
    }
    let key = site.dice.word(b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 7);
    let url = format!("https://site.example.com/?ak={}", site.dice.word(b"0123456789abcdef", 32));
    Ok(Element::new("session_key").holding([
        Element::text("short_key", &key),
        Element::text("key_url", &url),
        time("expires", now + seconds),
        Element::text("mail_subject", "Support session"),
        Element::text("mail_body", &format!("Follow {url}")),
    ]))
}
