//! How SPS answers: items with keys, one body with its key, or an error with a type.

use crate::catalog::Operation;
use crate::dialect::{Answer, Dialect, Page, garbled};
use crate::http::{Fault, Reply, Request};

/// The vendor's way to answer.
pub(super) struct Sps;

impl Dialect for Sps {
    fn read(&self, sent: &Request, reply: &Reply) -> Result<Answer, Fault> {
        match reply.is_success() {
            true => Ok(Answer::Page(Page::default())),
            false => Err(garbled(sent, reply, "it is no success")),
        }
    }

    fn first_page(&self, request: Request, _: Option<&Operation>, _: Option<usize>) -> Request {
        request
    }
}
