//! How the simulated site of BeyondTrust behaves.

use std::time::Duration;

/// One of the two products that share an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeyondTrustProduct {
    /// Access for vendors and administrators.
    PrivilegedRemoteAccess,
    /// Help for customers.
    RemoteSupport,
}

/// How the simulated site of BeyondTrust behaves where nobody knows, or where it may differ.
#[derive(Debug, Clone)]
pub struct BeyondTrustOptions {
    /// What the site is.
    pub product: BeyondTrustProduct,
    /// How many seconds a token lives.
    pub token_life: i64,
    /// So many tokens of an account live at the same time; one more ends the oldest.
    pub tokens: usize,
    /// After so many wrong secrets in a row the account is locked for five minutes.
    pub locks_after: u32,
    /// The status for a parameter or a member that is unknown: documented is 401, clients have seen 400.
    pub unknown_status: u16,
    /// The site has version 2 of the Command API, as those of 2026 have.
    pub command_v2: bool,
    /// The appliance is not well.
    pub unwell: bool,
    /// The site's OpenAPI file is newer than the site: one operation more and one less than it has, and a parameter more.
    pub newer_openapi: bool,
    /// The real-time state ends a conversation after so many updates.
    pub state_ends_after: Option<u32>,
    /// How many may follow the real-time state at the same time: documented are thirty.
    pub state_readers: usize,
    /// How long the real-time state waits for a reader before it drops him: how long is published nowhere.
    pub state_patience: Duration,
    /// So many rows of the real-time state, each of a kilobyte, are others whenever somebody looks.
    pub state_churn: usize,
    /// Enforce 20 requests in a second and 15,000 in an hour.
    pub limits: bool,
    /// SCIM has its version in its paths, as documented; clients have seen it without.
    pub scim_version: bool,
}

impl Default for BeyondTrustOptions {
    fn default() -> BeyondTrustOptions {
        BeyondTrustOptions {
            product: BeyondTrustProduct::PrivilegedRemoteAccess,
            token_life: 3600,
            tokens: 30,
            locks_after: 5,
            unknown_status: 401,
            command_v2: false,
            unwell: false,
            newer_openapi: false,
            state_ends_after: None,
            state_readers: 30,
            state_patience: Duration::from_secs(20),
            state_churn: 0,
            limits: true,
            scim_version: true,
        }
    }
}
