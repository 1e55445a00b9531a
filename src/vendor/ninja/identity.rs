//! Whether a key is accepted. Whose it is the vendor tells nobody.

use super::PING;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Identity, Work};

pub(super) fn identify<'a>(work: &'a Work<'a>) -> LocalFuture<'a, Result<Identity, Fault>> {
    Box::pin(async move {
        work.session.ask(&work.plan(&PING, &Given::default())?).await?;
        let account = match work.account.plain("access_key_id") {
            Some(id) => format!("the API key {id}"),
            None => "an API key".to_owned(),
        };
        Ok(Identity { account, ..Identity::default() })
    })
}
