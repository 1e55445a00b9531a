//! The operations of the Configuration API of a product, and what their requests must be like.

use super::CONFIGURATION;
use super::accounts::Account;
use super::command_v2;
use super::options::BeyondTrustProduct;
use super::refusal::Refusal;
use super::rules;
use crate::body::{self, Body};
use crate::call;
use crate::exchange::Request;
use crate::facts::{self, Operation, Schema};
use crate::query;
use crate::router::Router;
use crate::wrong::Wrong;
use std::sync::OnceLock;

pub(super) type Call<'a> = call::Call<'a, &'static Account>;

/// What a product can do.
pub(super) struct Surface {
    router: Router,
    pub(super) operations: &'static [Operation],
}

impl Surface {
    pub(super) fn of(product: BeyondTrustProduct) -> Surface {
        let operations = operations(product);
        Surface { router: Router::new(operations), operations }
    }

    /// What a product can do by version 2 of the Command API.
    pub(super) fn of_command(product: BeyondTrustProduct) -> Surface {
        let operations = command_v2::operations(product);
        Surface { router: Router::new(operations), operations }
    }

    /// The request with all that was given, where nothing is wrong with it.
    pub(super) fn call(&self, request: &Request, path: &str, account: &'static Account) -> Result<Call<'_>, Refusal> {
        let route = self.router.find(&request.method, path)?;
        check_accept(request, route.operation)?;
        let (query, problems) = query::read(route.operation, &request.query);
        Wrong::unless_empty(problems)?;
        let body = checked(route.operation, request)?;
        Ok(Call { operation: route.operation, slots: route.slots, query, body, token: account })
    }

    /// All lists, with their slots, below the path of the API.
    pub(super) fn lists(&self) -> impl Iterator<Item = &'static str> {
        self.operations.iter().filter(|one| one.method == "GET" && is_list(one)).map(below)
    }

    pub(super) fn is_list(&self, template: &str) -> bool {
        self.operations.iter().any(|one| one.method == "GET" && is_list(one) && below(one) == template)
    }

    /// What an entry of this list is like: as it is shown alone, where it is.
    pub(super) fn entry(&self, template: &str) -> Option<&'static Schema> {
        let alone = self.item(template).and_then(|one| one.answer.as_ref());
        let listed = self.operations.iter().find(|one| one.method == "GET" && below(one) == template);
        alone.or_else(|| listed?.answer.as_ref()?.items.as_deref())
    }

    /// The member by which an entry is named, and whether the client names it.
    pub(super) fn key(&self, template: &str) -> (&'static str, bool) {
        let slot = self.item(template).and_then(|one| below(one).rsplit_once('{'));
        let slot = slot.map_or("id", |(_, slot)| slot.trim_end_matches('}'));
        let has_it = self.entry(template).is_some_and(|entry| entry.members.contains_key(slot));
        if slot != "id" && has_it { (slot, true) } else { ("id", false) }
    }

    fn item(&self, template: &str) -> Option<&'static Operation> {
        let is_it = |path: &str| {
            path.strip_prefix(template).and_then(|rest| rest.strip_prefix("/{")).is_some_and(|rest| !rest.contains('/'))
        };
        self.operations.iter().find(|one| one.method == "GET" && is_it(below(one)))
    }
}

/// The path of an operation without that of the API.
pub(super) fn below(operation: &Operation) -> &str {
    operation.path.strip_prefix(CONFIGURATION).unwrap_or_default()
}

fn is_list(operation: &Operation) -> bool {
    operation.answer.as_ref().is_some_and(|answer| answer.items.is_some())
}

/// Reads and deletions have to say that they want JSON.
fn check_accept(request: &Request, operation: &Operation) -> Result<(), Refusal> {
    let accepted = request.header("accept").unwrap_or_default();
    let is_needed = ["GET", "DELETE"].contains(&operation.method.as_str()) && operation.download.is_empty();
    match is_needed && !accepted.contains("application/json") {
        true => Err(Refusal::Said(406, "Not Acceptable".into())),
        false => Ok(()),
    }
}

/// A body that may have several forms is judged by the one that its `type` names.
fn checked(operation: &Operation, request: &Request) -> Result<Body, Refusal> {
    let schema = operation.body.as_ref().map(|facts| &facts.schema);
    let body = match body::check(operation, request) {
        Err(Wrong::Values(problems)) => Err(Wrong::Values(rules::of_form(schema, request).unwrap_or(problems))),
        checked => checked,
    }?;
    Wrong::unless_empty(schema.map_or_else(Vec::new, |schema| rules::times(schema, &body.value, "")))?;
    Ok(body)
}

/// Read by the first simulator of the process.
fn operations(product: BeyondTrustProduct) -> &'static [Operation] {
    static PRA: OnceLock<Vec<Operation>> = OnceLock::new();
    static RS: OnceLock<Vec<Operation>> = OnceLock::new();
    match product {
        BeyondTrustProduct::PrivilegedRemoteAccess => {
            PRA.get_or_init(|| facts::parse(include_str!("pra/operations.json")))
        }
        BeyondTrustProduct::RemoteSupport => RS.get_or_init(|| facts::parse(include_str!("rs/operations.json"))),
    }
}
