//! Puts ids in the place of what people call things, and the site's parameters in the place of times that they say.

use serde_json::Value;

use super::named::{JUMP_CLIENTS, Named, VAULT_ACCOUNTS, is_id};
use super::{report, vault, vault_run};
use crate::catalog::{Argument, Operation};
use crate::dialect::Answer;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Work, of_read};

/// The slot of rows that take a Vault account by name, too.
pub(super) const VAULT_ACCOUNT: Argument = Argument::number("id").help("Vault account, by its id or its name");

/// The slot of rows that take a Jump Client by name, too.
pub(super) const JUMP_CLIENT: Argument = Argument::number("id").help("Jump Client, by its id or its name");

/// Slots that take either, and what stands there; whichever row has such a slot takes names.
const ALL: &[(Argument, &Named)] = &[(VAULT_ACCOUNT, &VAULT_ACCOUNTS), (JUMP_CLIENT, &JUMP_CLIENTS)];

/// What was given for a row, with ids in the place of names.
pub(super) fn resolve<'a>(
    work: &'a Work<'a>,
    operation: &'a Operation,
    given: Given,
) -> LocalFuture<'a, Result<Given, Fault>> {
    Box::pin(async move {
        let mut given = report::settle(work, operation, given)?;
        let has = |slot: &Argument| operation.arguments.iter().any(|argument| argument.help == slot.help);
        if let Some((_, named)) = ALL.iter().find(|(slot, _)| has(slot)) {
            for id in &mut given.ids {
                *id = named.id(work, id).await?;
            }
        }
        vault_run::warn_of_left(work, operation, &given.ids);
        Ok(given)
    })
}

/// The Vault account that has this name, or this id.
pub(super) async fn vault_account(work: &Work<'_>, typed: &str) -> Result<Value, Fault> {
    if !is_id(typed) {
        return VAULT_ACCOUNTS.by_name(work, typed).await;
    }
    let given = Given::default().with("id", typed);
    let found = match work.session.ask(&work.plan(&vault::GET, &given)?).await {
        Ok(Answer::Page(page)) => page.records.first().map(|record| record.parse()).transpose()?,
        Ok(_) => None,
        Err(Fault::Refused(refusal)) if refusal.status == 404 => None,
        Err(fault) => return Err(of_read(&vault::GET, fault)),
    };
    found.ok_or_else(|| VAULT_ACCOUNTS.without_id(typed).into())
}
