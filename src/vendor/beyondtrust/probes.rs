//! `beyondtrust site`: what a site tells anybody, without a login.

use serde_json::json;

use super::product::MECHANISMS;
use crate::catalog::{Effect, Group, Operation};
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const SITE: Group = Group {
    name: "site",
    about: "What the site tells anybody, without a login",
    operations: &[
        Operation::workflow("health", Effect::Read, health)
            .about("Ask whether the appliance is well, as load balancers do; no is a failure"),
        Operation::workflow("info", Effect::Read, info).about("Show the product, the company and the ways to log in"),
    ],
    groups: &[],
};

const HEALTH: Operation = Operation::get("health", "/check_health").about("Ask whether the appliance is well");

/// A request that goes out without a login: nothing of it is worth one.
fn unsigned(work: &Work<'_>, operation: &Operation, given: &Given) -> Result<Request, Fault> {
    Ok(Request { confidential: true, ..work.plan(operation, given)? })
}

/// The answer is in the status.
fn health<'a>(work: &'a Work<'a>, _: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mut request = unsigned(work, &HEALTH, &Given::default())?;
        request.set_header(reqwest::header::ACCEPT, "*/*", false);
        let reply = work.session.send(&request).await?;
        match reply.status {
            200 if !reply.is_html() => {
                let record = json!({ "healthy": true });
                Ok(Outcome::Result { record, line: "the appliance is well".to_owned(), open: None })
            }
            500 => {
                let mut failure = Failure::new(Code::VendorError, "the appliance says that it is not well");
                failure.http_status = Some(500);
                failure.retryable = true;
                Err(failure.hint("`rmctl beyondtrust command check-health` says more, with a login").into())
            }
            _ => match work.session.read(&request, &reply) {
                Err(fault) => Err(fault),
                Ok(_) => {
                    let message = "what is at `/check_health` of the site is no answer of an appliance";
                    Err(Failure::new(Code::VendorError, message).into())
                }
            },
        }
    })
}

/// That it needs no login is believed, and not documented: where it is refused, it is asked with one.
fn info<'a>(work: &'a Work<'a>, _: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let given = Given::default().with("version", 3);
        let answer = match work.session.ask(&unsigned(work, &MECHANISMS, &given)?).await {
            Err(Fault::Refused(refusal)) if matches!(refusal.status, 401 | 403) => {
                work.session.ask(&work.plan(&MECHANISMS, &given)?).await
            }
            answer => answer,
        };
        let record = match answer? {
            Answer::Page(page) => page.records.into_iter().next(),
            Answer::Working(_) | Answer::Ended(_) => None,
        };
        let record =
            record.ok_or_else(|| Failure::new(Code::VendorError, "the site says nothing of itself"))?.parse()?;
        let word = |name: &str| record[name].as_str().unwrap_or("?").to_owned();
        let product = if record["product"].is_string() { super::product::of_word(&word("product")).name } else { "?" };
        let line = format!("{product}, company {}, default login {}", word("company"), word("default_mech"));
        Ok(Outcome::Result { record, line, open: None })
    })
}
