//! Changes that count only once they are committed, as a vendor has them.

use super::{Argument, Operation, Run};
use crate::config::Account;
use crate::failure::Failure;
use crate::given::Given;
use crate::http::{Fault, Reply, Request};
use crate::surroundings::LocalFuture;
use crate::workflow::Work;

/// Makes changes one after the other in one transaction: all of them, with the reply to each, or none.
pub type CarryOut = for<'a> fn(&'a Work<'a>, &'a Given, &'a [Request]) -> LocalFuture<'a, Result<Vec<Reply>, Undone>>;

/// Why none of several changes happened, or may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// The change that was refused; `None` where it was the transaction itself.
    pub at: Option<usize>,
    /// What became of it.
    pub fault: Fault,
}

impl From<Fault> for Undone {
    fn from(fault: Fault) -> Self {
        Self { at: None, fault }
    }
}

impl From<Undone> for Fault {
    fn from(undone: Undone) -> Self {
        undone.fault
    }
}

/// All that is sent for changes: the transaction around them too.
pub type Steps = fn(&Account, &Given, Vec<Request>) -> Result<Vec<Request>, Failure>;

/// The transactions of a vendor.
#[derive(Clone, Copy)]
pub struct Transactions {
    /// Whether a change with this path, as the tables write it, is part of one.
    pub concern: fn(&str) -> bool,
    /// Whether a request with this path steers one: alone it would come to nothing, because its login ends with it.
    pub own: fn(&str) -> bool,
    /// What steers them, as a line that can be typed.
    pub instead: &'static str,
    /// The flags of every change that is part of one.
    pub arguments: &'static [Argument],
    /// All that is sent for these changes, for a dry run.
    pub steps: Steps,
    /// Makes the changes.
    pub carry_out: CarryOut,
}

impl Transactions {
    /// Whether the row is a change that is part of a transaction.
    pub fn has(&self, operation: &Operation) -> bool {
        let path = match operation.run {
            Run::Request => operation.path,
            Run::Workflow(_) => operation.subject,
        };
        operation.effect.is_change() && (self.concern)(path)
    }
}
