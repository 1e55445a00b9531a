//! What NinjaOne adds to a checked request.

use super::oauth::Grant;
use super::refusal::Refusal;
use crate::call;
use crate::exchange::Reply;
use serde_json::Value;

pub(super) type Call<'a> = call::Call<'a, Grant>;

/// The largest page where the vendor names none.
const LARGEST: u64 = 10_000;

impl Call<'_> {
    /// The id in the path; what has no number does not exist.
    pub(super) fn id(&self, name: &str) -> Result<u64, Refusal> {
        self.slot(name).parse().map_err(|_| Refusal::not_found())
    }

    /// As many records as asked for, but no more than the simulator gives at once: a larger page is cut in silence.
    pub(super) fn page(&self, usual: u64, max_page: u64) -> usize {
        let size = self.query.number("pageSize").unwrap_or(usual).min(max_page).min(LARGEST);
        usize::try_from(size).unwrap_or(usize::MAX)
    }

    /// The numbers of a body that is nothing but numbers, or that has them in this member.
    pub(super) fn numbers(&self, member: &str) -> Vec<u64> {
        let list = if self.body.value.is_array() { &self.body.value } else { self.member(member) };
        list.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }

    pub(super) fn json(&self, text: impl Into<bytes::Bytes>) -> Reply {
        Reply::json(self.operation.status, text)
    }

    /// A success that says nothing.
    pub(super) fn done(&self) -> Reply {
        Reply { status: self.operation.status, headers: Vec::new(), body: bytes::Bytes::new() }
    }
}
