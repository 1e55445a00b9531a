//! Scripts for the console of a person, to whoever asks: they do nothing before the person opens them.

use super::options::BeyondTrustProduct;
use super::refusal::Refusal;
use super::xml::{Element, OF_PRA, OF_RS};
use crate::exchange::{Reply, Request};
use std::collections::BTreeMap;

/// What a script may do: its name, whether Remote Support alone has it, what it needs, and what it may have besides.
type Action = (&'static str, bool, &'static [&'static str], &'static [&'static str]);

/// A name with a dot at its end is the beginning of many.
const CUSTOM: &str = "session.custom.";

const ACTIONS: &[Action] = &[
    ("login", false, &[], &[]),
    ("generate_session_key", true, &[], &[CUSTOM]),
    ("push_and_start_local", false, &["hostname"], &[CUSTOM]),
    ("push_and_start_remote", false, &["target"], &["jumpoint", CUSTOM]),
    ("start_jump_item_session", false, &[], &["search_string", "client.", "jump.method", "credential_id", CUSTOM]),
    ("start_shell_jump_session", false, &["target"], &["jumpoint", "username", "protocol", "port", "terminal", CUSTOM]),
    ("start_rdp_session", true, &["target"], &["jumpoint", "username", "display_size", "quality", "console", CUSTOM]),
    ("start_vnc_session", true, &["target"], &["jumpoint", CUSTOM]),
    ("start_vpro_session", true, &["target", "jumpoint"], &[CUSTOM]),
];

pub(super) fn script(request: &Request, product: BeyondTrustProduct) -> Result<Reply, Refusal> {
    if request.method != "GET" {
        return Err(Refusal::method());
    }
    let is_rs = product == BeyondTrustProduct::RemoteSupport;
    let said = written(request, is_rs).map_err(|sentence| Element::text("error", &sentence));
    Ok(match said {
        Ok(text) => Reply::content(200, "application/x-brcs", text)
            .with("content-disposition", "attachment; filename=\"script.brcs-acme\""),
        Err(error) => error.into_reply(if is_rs { OF_RS } else { OF_PRA }),
    })
}

/// One command, encoded as it came.
fn written(request: &Request, is_rs: bool) -> Result<String, String> {
    let mut given: BTreeMap<String, String> = form_urlencoded::parse(request.query.as_bytes()).into_owned().collect();
    let mut taken = |name: &str| given.remove(name).unwrap_or_default();
    if (taken("type").as_str(), taken("operation").as_str()) != ("rep", "generate") {
        return Err("Invalid operation".into());
    }
    let name = taken("action");
    let action = ACTIONS.iter().find(|(known, of_rs, ..)| *known == name && (is_rs || !of_rs));
    let (_, _, needed, known) = action.ok_or("Invalid action")?;
    if let Some(missing) = needed.iter().find(|name| given.get(**name).is_none_or(String::is_empty)) {
        return Err(format!("Missing required parameter: {missing}"));
    }
    let fits = |name: &str, known: &&str| if known.ends_with('.') { name.starts_with(known) } else { name == *known };
    let is_known = |name: &&String| needed.contains(&name.as_str()) || known.iter().any(|known| fits(name, known));
    if let Some(unknown) = given.keys().find(|name| !is_known(name)) {
        return Err(format!("Unknown parameter: {unknown}"));
    }
    let mut line = form_urlencoded::Serializer::new(format!("action={name}"));
    line.extend_pairs(&given);
    Ok(format!("BRCS1.0\n{}\n", line.finish()))
}
