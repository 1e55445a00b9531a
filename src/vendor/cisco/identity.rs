//! Whose login it is: a user has roles, and of an API key it is only known whether it is taken.

use super::{agents, is_key, tenants, whoami};
use crate::failure::Code;
use crate::given::Given;
use crate::http::{Fault, Refusal};
use crate::surroundings::LocalFuture;
use crate::workflow::{Identity, Work};

pub(super) fn identify<'a>(work: &'a Work<'a>) -> LocalFuture<'a, Result<Identity, Fault>> {
    Box::pin(async move {
        let account = whoami::account(work);
        let account = match is_key(work.account) {
            true => {
                try_key(work).await?;
                account
            }
            false => {
                let names: Vec<String> = tenants::all(work).await?.into_iter().map(|tenant| tenant.name).collect();
                match &names[..] {
                    [only] => format!("{account} of {only}"),
                    _ => format!("{account} of {} tenants", names.len()),
                }
            }
        };
        Ok(Identity { account, ..Identity::default() })
    })
}

/// A key that logs in and may not list agents is a key that is taken.
pub(super) async fn try_key(work: &Work<'_>) -> Result<(), Fault> {
    let request = work.plan(&agents::LIST, &Given::default())?;
    match work.session.ask(&request).await {
        Err(Fault::Refused(Refusal { means: Some(Code::Forbidden), .. } | Refusal { status: 403, .. })) => Ok(()),
        Err(fault) => Err(fault),
        Ok(_) => Ok(()),
    }
}
