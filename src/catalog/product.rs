//! Products of a vendor that share a table: not each of them has every row.

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
