//! Which permission a refused request lacked: the vendor does not say it, but it says what the credentials carry.

use super::context::{Context, Opened};
use super::stop::Doing;
use crate::failure::{Code, Failure};
use crate::http::Fault;

/// The failure, and for a 403 what is missing, as far as the vendor's answer to "who am I" tells.
pub(super) async fn explained(
    context: &Context<'_>,
    opened: &Opened,
    doing: &Doing<'_>,
    fault: Fault,
    scope: Option<&'static str>,
) -> Failure {
    let failure = doing.failed(fault);
    let (Code::Forbidden, Some(403), Some(scope), None) = (failure.code, failure.http_status, scope, &failure.hint)
    else {
        return failure;
    };
    let work = context.work(opened, None);
    let carried = (opened.vendor.identity)(&work).await.ok().and_then(|identity| identity.scopes);
    let hint = match carried {
        Some(scopes) if !scopes.iter().any(|carried| opened.session.dialect.scope_spelling(carried) == scope) => {
            return Failure {
                message: format!("{}; the token lacks scope `{scope}`", failure.message),
                hint: Some(format!("make a token with scope `{scope}`")),
                ..failure
            };
        }
        Some(_) => format!("the token has scope `{scope}`: the role of its owner may lack the permission"),
        None => format!("this needs scope `{scope}`"),
    };
    Failure { hint: Some(hint), ..failure }
}
