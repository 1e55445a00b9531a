//! What the login and the question for tenants answer, in one place: a grant, or why there is none.

use secrecy::SecretString;
use serde_json::Value;

use super::{Door, TOKEN_PATH};
use crate::auth::Grant;
use crate::auth::oauth::answer::{Words, another_secret, host, life, unreadable, wait};
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::http::{Fault, Reply};

/// Whose answer it is.
pub(super) struct Asked<'a> {
    pub(super) account: &'a Account,
    pub(super) door: &'a Door,
    pub(super) by_key: bool,
}

/// The grant in an answer. Never says what stands in the answer: it may be a token.
pub(super) fn parse(door: &Door, reply: &Reply) -> Result<Grant, &'static str> {
    if reply.is_html() {
        return Err("it is HTML");
    }
    let body: Value = serde_json::from_slice(&reply.body).map_err(|_| "it is no JSON")?;
    let token = |pointer: &str| body.pointer(pointer)?.as_str().filter(|token| !token.is_empty());
    let access = token(door.token).ok_or("it has no token")?;
    if !access.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("its token fits in no header");
    }
    Ok(Grant {
        lives_for: body.pointer(door.life).and_then(life),
        refresh_token: door.refresh_token.and_then(token).map(SecretString::from),
        ..Grant::lasting(SecretString::from(access))
    })
}

impl Asked<'_> {
    /// The grant in an answer.
    pub(super) fn grant(&self, reply: &Reply) -> Result<Grant, Failure> {
        let failure = match reply.is_success() {
            true => match parse(self.door, reply) {
                Ok(grant) => return Ok(grant),
                Err(_) if reply.is_html() => self.gone("a page of HTML answers where the login should be"),
                Err(why) => unreadable(self.account, why),
            },
            false => self.refused(reply),
        };
        Err(with_facts(failure, reply))
    }

    /// The user in an answer.
    pub(super) fn user(&self, reply: &Reply) -> Result<Value, Failure> {
        let said = Words::of(reply);
        let text = || format!("cannot look up the tenants: {}", said.shown(reply.status));
        let failure = match reply.status {
            _ if reply.is_html() => self.gone("a page of HTML answers where the tenants should be"),
            200..300 => match serde_json::from_slice(&reply.body) {
                Ok(user) => return Ok(user),
                Err(_) => Failure::new(Code::VendorError, "cannot look up the tenants: the answer is no JSON"),
            },
            // Right after a login this is about a permission.
            401 | 403 => Failure::new(Code::Forbidden, text()).hint(format!(
                "set `{}` to the id of the tenant, which a browser's developer tools show as `x-tenant-id`",
                super::TENANT_ID
            )),
            429 => Failure { retry_after: wait(reply), retryable: true, ..Failure::new(Code::RateLimited, text()) },
            status => Failure { retryable: status >= 500, ..Failure::new(Code::VendorError, text()) },
        };
        Err(with_facts(failure, reply))
    }

    fn refused(&self, reply: &Reply) -> Failure {
        let said = Words::of(reply);
        let text = format!("cannot log in: {}", said.shown(reply.status));
        match reply.status {
            429 => Failure { retry_after: wait(reply), retryable: true, ..Failure::new(Code::RateLimited, text) },
            408 | 500.. => Failure { retryable: true, ..Failure::new(Code::VendorError, text) },
            404 | 410 => self.gone(&format!("{} where the login should be", said.shown(reply.status))),
            _ if reply.is_html() => self.gone("a page of HTML answers where the login should be"),
            400..500 => Failure::new(Code::Unauthenticated, text).hint(self.other_credentials()),
            _ => Failure::new(Code::VendorError, text),
        }
    }

    fn other_credentials(&self) -> String {
        let besides = if self.by_key { self.door.key_hint } else { self.door.user_hint };
        let secret = another_secret(self.account);
        besides.map_or_else(|| secret.clone(), |besides| format!("{secret}; {besides}"))
    }

    fn gone(&self, what: &str) -> Failure {
        let host = host(self.account);
        let failure = |message| Failure::new(Code::VendorError, message);
        match self.door.gone {
            Some(gone) => failure(format!("cannot log in at {host}: {what}; {}", gone.why)).hint(gone.hint),
            None => failure(format!("cannot log in at {host}: {what}"))
                .hint(format!("look whether `url` and `{TOKEN_PATH}` lead to the vendor's API")),
        }
    }

    /// A host that has no address any more has been given up, or this machine is offline.
    pub(super) fn unreached(&self, fault: Fault) -> Fault {
        match (fault, self.door.gone) {
            (Fault::Unreached { host, cause }, Some(gone)) if is_unknown_host(&cause) => {
                Fault::Unreached { host, cause: format!("{cause}; {}: {}", gone.why, gone.hint) }
            }
            (fault, _) => fault,
        }
    }
}

/// In the words of the systems' resolvers.
fn is_unknown_host(cause: &str) -> bool {
    let cause = cause.to_lowercase();
    ["dns", "lookup", "name or service", "nodename", "no such host", "resolve"].iter().any(|word| cause.contains(word))
}

fn with_facts(mut failure: Failure, reply: &Reply) -> Failure {
    let said = Words::of(reply);
    failure.http_status = Some(reply.status);
    failure.request_id = reply.request_id();
    (failure.vendor_code, failure.vendor_message) = (said.code, said.message);
    failure
}
