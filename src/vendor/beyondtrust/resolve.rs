//! Puts ids in the place of what people call things. The site's filters match a whole name, in any case, or nothing.

use std::cmp::Reverse;

use serde_json::Value;

use super::{vault, vault_run};
use crate::catalog::{Argument, Operation};
use crate::dialect::Answer;
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::Sought;
use crate::surroundings::LocalFuture;
use crate::workflow::{Work, of_read};

/// Names that are worth a hint, and how alike in percent they are at least.
const MOST_NAMES: usize = 3;
const ALIKE: u64 = 75;

/// Things that can be called by name where a row wants an id.
struct Named {
    /// The slot that takes either; whichever row has it takes names.
    slot: Argument,
    /// What one of them is.
    what: &'static str,
    /// Lists them, and filters by `name`.
    list: &'static Operation,
    /// The command that shows them all.
    command: &'static str,
    /// Tells one of several from the others.
    shown: fn(&Value) -> String,
}

/// The slot of rows that take a Vault account by name, too.
pub(super) const VAULT_ACCOUNT: Argument = Argument::number("id").help("Vault account, by its id or its name");

const VAULT_ACCOUNTS: Named = Named {
    slot: VAULT_ACCOUNT,
    what: "Vault account",
    list: &vault::LIST,
    command: "rmctl beyondtrust vault accounts list",
    shown: |account| {
        let of = |member: &str| text_of(&account[member]);
        format!("{} ({}, of account group {})", of("id"), of("type"), of("account_group_id"))
    },
};

const ALL: &[Named] = &[VAULT_ACCOUNTS];

/// What was given for a row, with ids in the place of names.
pub(super) fn resolve<'a>(
    work: &'a Work<'a>,
    operation: &'a Operation,
    given: Given,
) -> LocalFuture<'a, Result<Given, Fault>> {
    Box::pin(async move {
        let mut given = given;
        let is_of = |named: &&Named| operation.arguments.iter().any(|argument| argument.help == named.slot.help);
        if let Some(named) = ALL.iter().find(is_of) {
            for id in given.ids.iter_mut().filter(|id| !is_id(id)) {
                *id = text_of(&named.by_name(work, id).await?["id"]);
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
    found.ok_or_else(|| VAULT_ACCOUNTS.sought("id", typed).nothing().into())
}

/// A name of nothing but digits is an id.
fn is_id(typed: &str) -> bool {
    !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit())
}

impl Named {
    async fn by_name(&self, work: &Work<'_>, name: &str) -> Result<Value, Fault> {
        // Looking for a name changes nothing, whatever the row does.
        let failed = |fault| of_read(self.list, fault);
        let found = work.list(self.list, &Given::default().with("name", name)).await.map_err(failed)?;
        let (same, other): (Vec<Value>, Vec<Value>) = found.into_iter().partition(|one| one["name"] == name);
        let fitting = if same.is_empty() { other } else { same };
        match fitting.is_empty() {
            true => Err(self.unknown(name, &work.list(self.list, &Given::default()).await.map_err(failed)?).into()),
            false => Ok(self.sought("name", name).the_one(fitting, self.shown)?),
        }
    }

    fn sought<'n>(&self, by: &'n str, value: &'n str) -> Sought<'n> {
        let search = format!("`{}` shows them all", self.command);
        Sought { what: self.what, by, value, instead: "its id", search }
    }

    /// None has the name; those that are like it.
    fn unknown(&self, name: &str, all: &[Value]) -> Failure {
        let mut alike: Vec<(u64, &str)> = all
            .iter()
            .filter_map(|one| one["name"].as_str())
            .map(|known| (likeness(name, known), known))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        alike.sort_by_key(|(likeness, _)| Reverse(*likeness));
        alike.dedup_by_key(|(_, known)| *known);
        let failure = self.sought("name", name).nothing();
        let names: Vec<String> = alike.iter().take(MOST_NAMES).map(|(_, known)| format!("`{known}`")).collect();
        match names.is_empty() {
            true => failure,
            false => {
                failure.hint(format!("there {} {}", if names.len() == 1 { "is" } else { "are" }, names.join(", ")))
            }
        }
    }
}

/// In percent, because floating-point numbers have no order to sort by.
fn likeness(typed: &str, name: &str) -> u64 {
    (strsim::jaro_winkler(&typed.to_lowercase(), &name.to_lowercase()) * 100.0) as u64
}
