//! `beyondtrust users unlock`: whoever failed to log in too often may try again.

use super::named::USERS;
use super::users;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::dialect::Answer;
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const UNLOCK: Operation = Operation::workflow("unlock", Effect::Write, unlock)
    .about("Unlock a user who failed to log in too often")
    .arguments(&[Argument::workflow("user", Kind::String)
        .positional()
        .required()
        .help("user name or mail address, exactly but for capitals; a number is an id")]);

fn unlock<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let typed = given.text("user").unwrap_or_default();
        let id = USERS.id(work, &typed).await?;
        let request = work.plan(&users::UPDATE, &Given::default().with("id", id.as_str()).with("failed_logins", 0))?;
        if work.dry_run {
            return Ok(Outcome::WouldSend(vec![request]));
        }
        work.check_writable(users::UPDATE.effect)?;
        let record = match work.session.ask(&request).await? {
            Answer::Page(page) => page.records.first().map(Record::parse).transpose()?.unwrap_or_default(),
            Answer::Working(_) | Answer::Ended(_) => serde_json::Value::default(),
        };
        let name = record["username"].as_str().map_or_else(|| text_of(&record["id"]), str::to_owned);
        Ok(Outcome::Result { line: format!("{id} ({name}) may log in again"), record, open: None })
    })
}
