//! Whether NinjaOne takes the credentials. It has no question for whose they are: what is known is the client app.

use super::organizations;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Identity, Work};

pub(super) fn identify<'a>(work: &'a Work<'a>) -> LocalFuture<'a, Result<Identity, Fault>> {
    Box::pin(async move {
        let request = work.plan(&organizations::LIST, &Given::default())?.with_query("pageSize", "1");
        work.session.ask(&request).await?;
        let account = match work.account.plain("client_id") {
            Some(id) => format!("client app {id}"),
            None => "unknown".to_owned(),
        };
        Ok(Identity { account, ..Identity::default() })
    })
}
