//! Names in a request that no row of its path has, and what was probably meant: a site tells which name it does not know,
//! and not which it does.

use serde_json::Value;

use super::super::BEYONDTRUST;
use crate::catalog::Place;
use crate::failure::nearest;
use crate::http::{Content, Request};

/// The names that are nearest to those that were sent.
pub(super) fn meant(sent: &Request) -> Option<String> {
    let known = known(sent);
    let is_known = |(place, name): &(Place, String)| known.contains(&(*place, name.as_str()));
    let near = |(place, name): (Place, String)| {
        let there = known.iter().filter(|(other, _)| *other == place).map(|(_, known)| *known);
        nearest(&name, there).map(str::to_owned)
    };
    names(sent).into_iter().filter(|name| !is_known(name)).find_map(near)
}

/// What the tables have at this path, by this method.
fn known(sent: &Request) -> Vec<(Place, &'static str)> {
    let path = sent.url.path();
    let Some(path) = path.find("/api/").map(|begin| &path[begin..]) else { return Vec::new() };
    let rows = BEYONDTRUST.requests();
    let fitting = rows.iter().filter(|(_, row)| row.verb == sent.method.as_str() && row.is_at(path));
    let arguments = fitting.flat_map(|(_, row)| row.arguments);
    arguments.map(|argument| (argument.place, argument.sent_as.unwrap_or(argument.name))).collect()
}

/// Parameters and members, as they were sent.
fn names(sent: &Request) -> Vec<(Place, String)> {
    let body: Value = match &sent.content {
        Content::Bytes { bytes, .. } => serde_json::from_slice(bytes).unwrap_or_default(),
        _ => Value::Null,
    };
    let members = body.as_object().into_iter().flatten().map(|(name, _)| (Place::Body, name.clone()));
    sent.url.query_pairs().map(|(name, _)| (Place::Query, name.into_owned())).chain(members).collect()
}
