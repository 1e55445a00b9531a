//! The access tokens that the simulator knows, and what each may do.

use super::refusal::Refusal;
use super::scopes;
use crate::exchange::Request;
use serde_json::{Value, json};

/// A token with every scope.
pub const RMS_TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.\
    eyJhdWQiOiJzYW5kYm94IiwianRpIjoiZXZlcnl0aGluZyIsImlzcyI6InJtc19hdXRoX3NlcnZlciIsImlhdCI6MTc2OTAwMDAwMCwibmJmIjoxNzY5MDAwMDAwLCJleHAiOjQxMDI0NDQ4MDAsInN1YiI6IjEifQ.\
    bm90IGEgc2lnbmF0dXJlOiBzYW5kYm94IGV2ZXJ5dGhpbmc";

/// A token that may read everything and change nothing.
pub const RMS_TOKEN_READING: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.\
    eyJhdWQiOiJzYW5kYm94IiwianRpIjoicmVhZGluZyIsImlzcyI6InJtc19hdXRoX3NlcnZlciIsImlhdCI6MTc2OTAwMDAwMCwibmJmIjoxNzY5MDAwMDAwLCJleHAiOjQxMDI0NDQ4MDAsInN1YiI6IjEifQ.\
    bm90IGEgc2lnbmF0dXJlOiBzYW5kYm94IHJlYWRpbmc";

/// A token for remote access alone: the three scopes of the connect-link workflow.
pub const RMS_TOKEN_CONNECTING: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.\
    eyJhdWQiOiJzYW5kYm94IiwianRpIjoiY29ubmVjdGluZyIsImlzcyI6InJtc19hdXRoX3NlcnZlciIsImlhdCI6MTc2OTAwMDAwMCwibmJmIjoxNzY5MDAwMDAwLCJleHAiOjQxMDI0NDQ4MDAsInN1YiI6IjEifQ.\
    bm90IGEgc2lnbmF0dXJlOiBzYW5kYm94IGNvbm5lY3Rpbmc";

/// A token whose time was over in 2017.
pub const RMS_TOKEN_EXPIRED: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.\
    eyJhdWQiOiJzYW5kYm94IiwianRpIjoiZXhwaXJlZCIsImlzcyI6InJtc19hdXRoX3NlcnZlciIsImlhdCI6MTc2OTAwMDAwMCwibmJmIjoxNzY5MDAwMDAwLCJleHAiOjE1MDAwMDAwMDAsInN1YiI6IjEifQ.\
    bm90IGEgc2lnbmF0dXJlOiBzYW5kYm94IGV4cGlyZWQ";

const TOKENS: &[Token] = &[
    Token { text: RMS_TOKEN, name: "everything", expires: 4_102_444_800, grants: |_| true },
    Token {
        text: RMS_TOKEN_READING,
        name: "reading",
        expires: 4_102_444_800,
        grants: |scope| scope.ends_with(":read"),
    },
    Token { text: RMS_TOKEN_CONNECTING, name: "connecting", expires: 4_102_444_800, grants: is_for_connecting },
    Token { text: RMS_TOKEN_EXPIRED, name: "expired", expires: 1_500_000_000, grants: |_| true },
];

/// A token as the vendor's side knows it.
#[derive(Debug)]
pub(super) struct Token {
    text: &'static str,
    name: &'static str,
    expires: i64,
    grants: fn(&str) -> bool,
}

fn is_for_connecting(scope: &str) -> bool {
    matches!(scope, "devices:read" | "device_remote_access:read" | "device_remote_access:write")
}

impl Token {
    pub(super) fn may(&self, scope: &str) -> bool {
        (self.grants)(scope)
    }

    pub(super) fn scopes(&self) -> Vec<&'static str> {
        scopes::all().into_iter().filter(|scope| self.may(scope)).collect()
    }

    /// The claims, as the vendor repeats them to the user.
    pub(super) fn claims(&self) -> Value {
        json!({
            "jti": self.name, "iss": "rms_auth_server", "iat": 1_769_000_000, "nbf": 1_769_000_000,
            "exp": self.expires, "sub": "1", "client_id": "00000000-0000-0000-0000-000000000000", "first_party": false,
        })
    }
}

/// The token of the `Authorization` header, unless it is missing, unknown or over.
pub(super) fn check(request: &Request, now: i64) -> Result<&'static Token, Refusal> {
    let given = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let known = TOKENS.iter().find(|token| Some(token.text) == given);
    known.filter(|token| token.expires > now).ok_or_else(Refusal::unauthorized)
}
