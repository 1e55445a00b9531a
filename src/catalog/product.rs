//! Products of a vendor that share a table: not each of them has every row. And servers of which not each has every form
//! of a row.

use super::Operation;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::Work;

/// One of several products.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Product {
    /// Its short name, as help shows it.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
}

/// Finds which product an account is of, by reads alone; `None` where nobody says.
pub type FindProduct = for<'a> fn(&'a Work<'a>) -> LocalFuture<'a, Result<Option<Product>, Fault>>;

/// Puts the form of a row that the account's server takes in the place of the row, by reads alone. Without `may_ask` nothing
/// is sent, and what is known already decides.
pub type ChooseForm = for<'a> fn(
    work: &'a Work<'a>,
    row: &'static Operation,
    may_ask: bool,
) -> LocalFuture<'a, Result<&'static Operation, Fault>>;
