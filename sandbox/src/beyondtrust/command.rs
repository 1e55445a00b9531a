//! The Command API, version 1: one path, where a parameter says what is done; answers in XML, errors among them. What is
//! done is below.

mod appliances;
mod beginnings;
mod clients;
mod conversations;
mod people;

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
    ask("get_api_info", appliances::information),
    ask("get_appliances", appliances::appliances),
    ask("check_health", appliances::health),
    ask("get_logged_in_reps", people::representatives),
    Action { is_of_rs: true, known: &["showmembers"], ..ask("get_support_teams", people::teams) },
    Action { known: &["type", "summary_only"], ..ask("get_connected_client_list", clients::clients) },
    Action { needed: &["lsid"], ..ask("get_session_attributes", conversations::attributes) },
    Action {
        known: &["session.custom."],
        ..change("set_session_attributes", &["lsid"], conversations::set_attributes)
    },
    change("terminate_session", &["lsid"], conversations::terminate),
    Action { is_of_rs: true, ..change("transfer_session", &["lsid", "queue_id"], conversations::transfer) },
    Action {
        is_of_rs: true,
        known: &["ttl", "external_key", "session.custom.", "customer.", "url_hostname", "priority", "skills"],
        ..change("generate_session_key", &["type", "queue_id"], beginnings::session_key)
    },
    Action { is_of_rs: true, known: REPRESENTATIVE, ..change("join_session", &["lsid"], conversations::join) },
    Action {
        is_of_rs: true,
        known: &["rep_id", "rep_username", "customer"],
        ..change("leave_session", &["lsid"], conversations::leave)
    },
    Action {
        is_of_rs: true,
        known: &["lsid", "team_id", "impersonate", "to_rep", "to_rep_username"],
        ..change("send_chat_message", &["body"], conversations::send_message)
    },
    Action { is_of_rs: true, ..change("set_rep_status", &["rep_id", "code_name"], people::set_status) },
    Action {
        is_of_rs: true,
        known: &["locale", "public_site"],
        ..change(
            "create_virtual_customer",
            &["short_key", "name", "ip_address", "operating_system", "computer_name"],
            beginnings::virtual_customer,
        )
    },
    Action { known: &["type", "id", "include_connections"], ..ask("get_connected_clients", clients::client_details) },
    Action {
        known: &["data_sync_first", "force"],
        ..change("set_failover_role", &["role"], appliances::set_failover_role)
    },
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
        ..change("import_jump_shortcut", &["name", "group"], beginnings::shortcut)
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
