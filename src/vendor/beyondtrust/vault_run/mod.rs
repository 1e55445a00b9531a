//! `beyondtrust vault run`: a program that has the secret of a Vault account for as long as it runs. Whatever becomes of
//! the program, and of us as long as we live, the account is checked in afterwards; a journal knows what a kill left.

mod journal;
mod loan;
#[cfg(test)]
mod tests;
mod wishes;

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;

use futures_util::FutureExt as _;
use serde_json::{Value, json};

use super::resolve;
use crate::catalog::{Effect, Operation};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::sought::quoted;
use crate::surroundings::Program;
use crate::workflow::{Outcome, Work};
pub(super) use journal::{left_open, settle, warn_of_left};
use loan::{Lent, Loan};
use wishes::{Place, Wishes};

pub(super) const RUN: Operation = Operation::workflow("run", Effect::Write, |work, given| Box::pin(run(work, given)))
    .about("Run a program with the secret of a Vault account, checked in afterwards")
    .examples(&[
        ("--account 7 --env PASSWORD -- ./backup.sh", "in a variable"),
        ("--account ship-root --fd 0 -- ssh-add -", "on its standard input"),
    ])
    .arguments(wishes::ARGUMENTS)
    .one_of(&["env", "fd"]);

/// The documentation of the site names one type that cannot be lent; what it says of others, the site says itself.
const NEVER_LENT: &str = "x509_ca";

/// An account, as messages call it.
struct Account {
    id: u64,
    name: String,
    kind: String,
}

impl Account {
    fn of(record: &Value) -> Result<Self, Failure> {
        let id = record["id"].as_u64();
        let id =
            id.ok_or_else(|| Failure::new(Code::VendorError, "the site answered a Vault account without an id"))?;
        Ok(Self { id, name: text_of(&record["name"]), kind: text_of(&record["type"]) })
    }

    fn check(&self) -> Result<(), Failure> {
        match self.kind == NEVER_LENT {
            true => Err(Failure::usage(format!(
                "Vault account `{}` is of the type `{NEVER_LENT}`, which cannot be checked out",
                self.name
            ))),
            false => Ok(()),
        }
    }
}

async fn run(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let wishes = Wishes::of(given)?;
    if !work.dry_run {
        work.check_writable(Effect::Write)?;
    }
    // What cannot be started needs no secret.
    let path = work.programs.find(wishes.program())?;
    warn_of_left(work, &RUN, &[]);
    let account = Account::of(&resolve::vault_account(work, &wishes.account).await?)?;
    account.check()?;
    if work.dry_run {
        return would_run(work, &wishes, &account);
    }
    let loan = Loan::begin(work, &account);
    let lent = loan.check_out().await?;
    let ran = AssertUnwindSafe(with(work, &wishes, path, &account, &lent)).catch_unwind().await;
    let checked_in = loan.check_in().await;
    match ran {
        Err(panic) => resume_unwind(panic),
        Ok(Ok(exit)) => {
            Ok(Outcome::Ran { exit, trouble: checked_in.err().map(|fault| loan.not_in(&fault)).map(Box::new) })
        }
        Ok(Err(fault)) => Err(loan.undone(fault, checked_in)),
    }
}

/// The program, with what was lent.
async fn with(work: &Work<'_>, wishes: &Wishes, path: PathBuf, account: &Account, lent: &Lent) -> Result<u8, Fault> {
    // Whoever wanted to stop while it was checked out wants no program to start.
    work.session.interrupt.check()?;
    let secret = lent.secret(wishes.member.as_deref(), &account.name)?;
    let mut variables = Vec::new();
    for (name, member) in &wishes.besides {
        variables.push((name.clone(), lent.secret(Some(member), &account.name)?));
    }
    let descriptor = match &wishes.place {
        Place::Variable(name) => {
            variables.push((name.clone(), secret));
            None
        }
        Place::Descriptor(number) => Some((*number, secret)),
    };
    let arguments = wishes.command[1..].to_vec();
    let program = Program { path, arguments, variables, without: Vec::new(), descriptor };
    let ran = work.programs.run(program, &work.session.interrupt).await;
    Ok(ran.map_err(|cause| Failure::usage(format!("cannot start `{}`: {cause}", wishes.program())))?)
}

/// A dry run: the requests, and the program with the places of its secret, but without it.
fn would_run(work: &Work<'_>, wishes: &Wishes, account: &Account) -> Result<Outcome, Fault> {
    let requests = vec![loan::check_out(work, account)?, loan::check_in(work, account)?];
    let (variable, descriptor) = match &wishes.place {
        Place::Variable(name) => (Some(name), None),
        Place::Descriptor(number) => (None, Some(number)),
    };
    let besides: serde_json::Map<String, Value> =
        wishes.besides.iter().map(|(name, member)| (name.clone(), Value::from(*member))).collect();
    let Account { id, name, kind } = account;
    let plan = json!({
        "account": { "id": id, "name": name, "type": kind },
        "command": wishes.command,
        "env": variable,
        "fd": descriptor,
        "member": wishes.member,
        "also": besides,
    });
    let place = match &wishes.place {
        Place::Variable(name) => format!("the variable `{name}`"),
        Place::Descriptor(number) => format!("the file descriptor {number}"),
    };
    let words: Vec<String> = wishes.command.iter().map(|word| quoted(word)).collect();
    let text = [
        format!("{} {}", requests[0].method, requests[0].url),
        format!("run {}", words.join(" ")),
        format!("    with the secret of `{name}` in {place}"),
        format!("{} {}", requests[1].method, requests[1].url),
    ];
    Ok(Outcome::Plan { plan, text: text.join("\n"), requests })
}
