//! What RMS adds to a checked request.

use super::refusal::Refusal;
use super::token::Token;
use crate::call;
use serde_json::Value;

pub(super) type Call<'a> = call::Call<'a, &'static Token>;

impl Call<'_> {
    /// The id in the path; a record without a number does not exist.
    pub(super) fn id(&self, name: &str) -> Result<u64, Refusal> {
        self.slot(name).parse().map_err(|_| Refusal::not_found())
    }

    /// The objects under `data`, as bulk operations take them.
    pub(super) fn items(&self) -> &[Value] {
        self.member("data").as_array().map_or(&[], Vec::as_slice)
    }
}
