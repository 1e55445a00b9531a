//! How an account's vendor is reached: the shared settings, as values.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use super::complaint::Complaint;
use super::kind::{self, Pin};
use super::{CLIENT_CERT_FILE, Origin, Sourced, address, location};
use crate::failure::Failure;
use crate::surroundings::Environment;

/// The shared settings of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// The base URL, its path without a slash at the end.
    pub url: Url,
    /// Certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// The SHA-256 of the only public key to accept.
    pub pin: Option<Pin>,
    /// The certificate to show to the server, and perhaps its key.
    pub client_cert_file: Option<PathBuf>,
    /// The certificate is not checked. Worth a warning on every run.
    pub insecure: bool,
    /// The proxy to go through, if the account names one.
    pub proxy: Option<Url>,
    /// Nothing that changes state is sent.
    pub read_only: bool,
    /// How long one request may take.
    pub timeout: Duration,
    /// Attempts after the first.
    pub retries: u32,
    /// Requests a second at most.
    pub rate: Option<f64>,
}

/// Settings by key.
pub(super) type Plain = BTreeMap<&'static str, Sourced<String>>;

impl Connection {
    /// From settings that have a `url`.
    pub(super) fn of(plain: &Plain, environment: &Environment) -> Result<Self, Failure> {
        let switch = |key| Ok::<_, Failure>(typed(plain, key, kind::switch)?.unwrap_or(false));
        let path = |key| plain.get(key).map(|found| location::expand(&found.value, environment));
        Ok(Self {
            url: url(plain, switch("allow_http")?)?,
            ca_file: path("ca_file"),
            client_cert_file: path(CLIENT_CERT_FILE),
            pin: typed(plain, "pin", kind::pin)?,
            insecure: switch("insecure")?,
            proxy: typed(plain, "proxy", address::proxy)?,
            read_only: switch("read_only")?,
            timeout: typed(plain, "timeout_secs", kind::seconds)?.expect("the table has a default"),
            retries: typed(plain, "retries", kind::count)?.expect("the table has a default"),
            rate: typed(plain, "rate", kind::rate)?,
        })
    }
}

fn url(plain: &Plain, allow_http: bool) -> Result<Url, Failure> {
    let missing = || Complaint::new("is missing").about("url", &Origin::Default);
    let url = typed(plain, "url", address::base)?.ok_or_else(missing)?;
    let origin = &plain["url"].origin;
    address::refuse_in_the_clear(&url, allow_http).map_err(|complaint| complaint.about("url", origin))?;
    Ok(url)
}

fn typed<T>(plain: &Plain, key: &str, parse: fn(&str) -> Result<T, Complaint>) -> Result<Option<T>, Failure> {
    let parsed =
        plain.get(key).map(|found| parse(&found.value).map_err(|complaint| complaint.about(key, &found.origin)));
    parsed.transpose()
}
