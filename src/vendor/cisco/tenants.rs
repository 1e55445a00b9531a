//! `cisco tenants`: the organizations that a user has roles in, and which of them the profile is for.

use serde_json::{Value, json};

use super::is_key;
use crate::auth::{Membership, TENANT_ID, memberships};
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::dialect::Answer;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::workflow::{Outcome, Work};

/// Where a user's roles are, each with its tenant. It is the one question that names no tenant.
pub(super) const PATH: &str = "/iam/users/me";

const ME: Operation = Operation::get("me", PATH).about("Ask whose login it is");

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::stream("list", Effect::Read, |work, _| Box::pin(list(work)))
        .about("List tenants with the roles there")
        .named_by(TENANT_ID)
        .columns(&[TENANT_ID, "tenant_name", "roles"], &[])
        .members(&[TENANT_ID, "tenant_name", "roles"]),
    Operation::workflow("use", Effect::Read, |work, given| Box::pin(choose(work, given)))
        .about("Write a tenant to the profile, which commands are for from then on")
        .arguments(&[Argument::workflow("tenant", Kind::String).required().positional().help("its name or id")]),
];

/// The user's tenants, each once.
pub(super) async fn all(work: &Work<'_>) -> Result<Vec<Membership>, Fault> {
    if is_key(work.account) {
        return Err(of_key().into());
    }
    match work.session.ask(&work.plan(&ME, &Given::default())?).await? {
        Answer::Page(page) => Ok(memberships(&page.records.first().map_or(Ok(Value::Null), Record::parse)?)),
        _ => Ok(Vec::new()),
    }
}

fn of_key() -> Failure {
    Failure::usage("API keys cannot look up their tenants").hint(
        "`rmctl cisco tenants list` with a user's login shows them; a browser's developer tools show `x-tenant-id`",
    )
}

async fn list(work: &Work<'_>) -> Result<Outcome, Fault> {
    let records: Vec<Record> = all(work).await?.iter().map(|tenant| Record::from(tenant.record())).collect();
    Ok(work.hand_over(&records))
}

async fn choose(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let wanted = given.text("tenant").unwrap_or_default();
    let tenant = the_one(all(work).await?, &wanted)?;
    if !work.dry_run {
        work.office.set(&[(TENANT_ID, &tenant.id)])?;
    }
    let are = if work.dry_run { "would be" } else { "are" };
    let line = format!("commands {are} for {} (`{}`)", tenant.id, tenant.name);
    Ok(Outcome::Result { record: json!({ TENANT_ID: tenant.id, "tenant_name": tenant.name }), line, open: None })
}

/// By its id, or else by its name.
fn the_one(tenants: Vec<Membership>, wanted: &str) -> Result<Membership, Failure> {
    let by = |fits: fn(&Membership, &str) -> bool| -> Vec<&Membership> {
        tenants.iter().filter(|tenant| fits(tenant, wanted)).collect()
    };
    let by_id = by(|tenant, wanted| tenant.id.eq_ignore_ascii_case(wanted));
    let found =
        if by_id.is_empty() { by(|tenant, wanted| tenant.name.to_lowercase() == wanted.to_lowercase()) } else { by_id };
    match &found[..] {
        [only] => Ok((*only).clone()),
        [] => Err(Failure::new(Code::NotFound, format!("the login has no tenant `{wanted}`"))
            .hint("`rmctl cisco tenants list` lists them")),
        several => {
            let ids: Vec<&str> = several.iter().map(|tenant| tenant.id.as_str()).collect();
            let message = format!("{} tenants are called `{wanted}`: {}", ids.len(), ids.join(", "));
            Err(Failure::new(Code::Ambiguous, message).hint("name one of them by its id"))
        }
    }
}
