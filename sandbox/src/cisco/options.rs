//! What may differ between real clouds, or is not known of them.

/// How the simulated cloud behaves where nobody knows, or where it may differ.
#[derive(Debug, Clone)]
pub struct CiscoOptions {
    /// How many seconds an access token lives.
    pub token_life: i64,
    /// After this many requests a token has ended, whatever the time is.
    pub requests_per_token: Option<u64>,
    /// The status of a login with user and password; clients have seen 200 and 201.
    pub password_status: u16,
    /// Only this form of an API key logs in; without it each form does, at its own path.
    pub key_form: Option<CiscoKeyForm>,
    /// A login with an API key brings a refresh token, too.
    pub keys_get_refresh: bool,
    /// Refresh tokens are traded for new ones. Nobody has seen it, so usually they are not.
    pub refreshes: bool,
    /// How the lists of Edge Intelligence page.
    pub ei_paging: CiscoEiPaging,
    /// Asset types are changed by PATCH, and PUT is 405.
    pub ei_patches: bool,
    /// One asset type is at `assetType/{id}`, and nothing is at `assetTypes/{id}`.
    pub ei_singular: bool,
    /// The cloud is gone: every path answers an HTML page with this status.
    pub gone: Option<u16>,
}

/// A way to write the id of an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiscoKeyForm {
    /// The name as it is, at `/nbapi/iam/v1/auth/token`.
    Named,
    /// The name in lower case, at `/iam/auth/token`.
    Lowered,
    /// `organisation->name` in lower case, at `/iam/auth/token`.
    Prefixed,
}

/// How the lists of Edge Intelligence page. Parameters of another way are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiscoEiPaging {
    /// Everything in one answer; no parameter is known.
    Whole,
    /// By `page` and `size`; the number is the first page's.
    Pages(u64),
    /// By `offset` and `limit`.
    Offsets,
}

impl Default for CiscoOptions {
    fn default() -> CiscoOptions {
        CiscoOptions {
            token_life: 300,
            requests_per_token: None,
            password_status: 201,
            key_form: None,
            keys_get_refresh: false,
            refreshes: false,
            ei_paging: CiscoEiPaging::Whole,
            ei_patches: false,
            ei_singular: false,
            gone: None,
        }
    }
}
