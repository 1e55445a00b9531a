//! Who is logged in at the box. What the user may do is a list of paths, not of scopes.

use serde_json::Value;

use super::system::WHOAMI;
use crate::dialect::Answer;
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Identity, Work};

pub(super) fn identify<'a>(work: &'a Work<'a>) -> LocalFuture<'a, Result<Identity, Fault>> {
    Box::pin(async move {
        let request = work.plan(&WHOAMI, &Given::default())?;
        let Answer::Page(page) = work.session.ask(&request).await? else {
            return Ok(Identity::default());
        };
        let user = page.records.first().map(Record::parse).transpose()?.unwrap_or_default();
        Ok(Identity { account: described(&user), ..Identity::default() })
    })
}

/// `admin (local)`, as far as the box says it.
fn described(user: &Value) -> String {
    let name = user["user"]["name"].as_str().unwrap_or("unknown");
    match user["login_method"]["name"].as_str() {
        Some(method) => format!("{name} ({method})"),
        None => name.to_owned(),
    }
}
