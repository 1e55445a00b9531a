//! Who owns an RMS token, what it may do, and when it ends.

use crate::catalog::Operation;
use crate::dialect::Answer;
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Identity, Work};

const USER: Operation = Operation::get("user", "/user").about("Ask who owns the token");

pub(super) fn identify<'a>(work: &'a Work<'a>) -> LocalFuture<'a, Result<Identity, Fault>> {
    Box::pin(async move {
        let request = work.plan(&USER, &Given::default())?;
        let Answer::Page(page) = work.session.ask(&request).await? else {
            return Ok(Identity::default());
        };
        let Some(record) = page.records.first() else {
            return Ok(Identity::default());
        };
        let user = record.parse()?;
        let scopes = user["scope"].as_array().map(|scopes| scopes.iter().map(text_of).collect());
        Ok(Identity { account: describe(&user), scopes, expires_at: user["token"]["exp"].as_i64() })
    })
}

/// `jane@example.com (Administrator at Example Ltd)`, as far as the vendor says it.
fn describe(user: &serde_json::Value) -> String {
    let text = |value: &serde_json::Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let who = text(&user["email"]).or(text(&user["username"])).unwrap_or_else(|| "unknown".to_owned());
    let role = text(&user["role"]["title"]).or(text(&user["role"]["name"]));
    match (role, text(&user["company"]["name"])) {
        (Some(role), Some(company)) => format!("{who} ({role} at {company})"),
        (Some(only), None) | (None, Some(only)) => format!("{who} ({only})"),
        (None, None) => who,
    }
}
