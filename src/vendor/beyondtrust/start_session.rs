//! `beyondtrust start-session`: the link that a customer follows into a support session. Printing it starts none.

use serde_json::json;

use super::client_script::{CUSTOM, MORE, link};
use super::product::RS;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

const PATH: &str = "/api/start_session";

pub(super) const START_SESSION: Operation = Operation::workflow("start-session", Effect::Read, start)
    .about("Print the link by which a customer starts a support session")
    .only(RS)
    .one_of(&["short_key", "id", "codeName"])
    .arguments(&[
        Argument::workflow("short_key", Kind::String).help("with the one who made this session key"),
        Argument::workflow("id", Kind::Integer).spelled("representative").help("with this representative, by number"),
        Argument::workflow("name", Kind::String).help("name that is displayed of that representative"),
        Argument::workflow("codeName", Kind::String).spelled("issue").help("about the issue with this code name"),
        Argument::workflow("customer.name", Kind::String).help("name of the customer, up to 100 characters"),
        Argument::workflow("customer.company", Kind::String).help("company of the customer, up to 100 characters"),
        Argument::workflow("customer.company_code", Kind::String).help("the company's code, up to 100 characters"),
        Argument::workflow("customer.details", Kind::String).help("what the matter is, up to 1024 bytes"),
        CUSTOM,
        MORE,
    ])
    .checked(check);

fn check(given: &Given) -> Result<(), Failure> {
    match (given.values.contains_key("id"), given.values.contains_key("name")) {
        (true, false) => Err(Failure::usage("`--representative` goes with `--name`")
            .hint("`rmctl beyondtrust representatives list` shows both")),
        (false, true) => Err(Failure::usage("`--name` goes with `--representative`")),
        _ => Ok(()),
    }
}

fn start<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        check(given)?;
        let operation = work.operation.expect("a command runs it");
        let fixed: &[(&str, &str)] = if given.values.contains_key("codeName") { &[("issue_menu", "1")] } else { &[] };
        let url = link(work, PATH, fixed, operation, given)?.url.to_string();
        Ok(Outcome::Result { record: json!({ "url": url }), line: url, open: None })
    })
}
