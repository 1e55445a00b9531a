//! The settings that every profile may have, declared once for the reader, the documentation and `config show`.

use super::Kind;

/// The key of the file with the TLS client certificate.
pub const CLIENT_CERT_FILE: &str = "client_cert_file";
/// The key of its private key, where that stands in no file with it.
pub const CLIENT_KEY: &str = "client_key";

/// A setting of every vendor's profiles.
#[derive(Debug, Clone, Copy)]
pub struct Shared {
    /// The key in a profile.
    pub key: &'static str,
    /// The variable that may say it too.
    pub variable: Variable,
    /// What it may be.
    pub kind: Kind,
    /// What it is when nobody says, where that is the same for all vendors.
    pub default: Option<&'static str>,
    /// One line of help.
    pub about: &'static str,
}

/// How a setting is called in the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variable {
    /// Not at all.
    None,
    /// `RMCTL_<VENDOR>_` and this.
    OfVendor(&'static str),
    /// This, for all vendors and over every profile.
    OfAll(&'static str),
}

const fn shared(key: &'static str, kind: Kind, about: &'static str) -> Shared {
    Shared { key, variable: Variable::None, kind, default: None, about }
}

impl Shared {
    const fn variable(mut self, variable: Variable) -> Self {
        self.variable = variable;
        self
    }

    const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// The row of `key`.
    pub(super) fn of(key: &str) -> Option<&'static Self> {
        SHARED.iter().find(|shared| shared.key == key)
    }
}

/// All of them, in the order in which they are shown.
pub const SHARED: &[Shared] = &[
    shared("vendor", Kind::Text, "whose account it is"),
    shared("url", Kind::Url, "where the vendor is reached").variable(Variable::OfVendor("URL")),
    shared("region", Kind::Text, "the vendor's region, in the place of `url`").variable(Variable::OfVendor("REGION")),
    shared("allow_http", Kind::Switch, "plain HTTP may be used").default("false"),
    shared("ca_file", Kind::Path, "certificates to trust besides the system's").variable(Variable::OfVendor("CA_FILE")),
    shared("pin", Kind::Pin, "the server's public key, as `sha256/BASE64`").variable(Variable::OfVendor("PIN")),
    shared(CLIENT_CERT_FILE, Kind::Path, "a TLS client certificate, as PEM")
        .variable(Variable::OfVendor("CLIENT_CERT_FILE")),
    shared(CLIENT_KEY, Kind::Secret, "its private key, as PEM, unless the same file holds it")
        .variable(Variable::OfVendor("CLIENT_KEY")),
    shared("insecure", Kind::Switch, "the server's certificate is not checked").default("false"),
    shared("proxy", Kind::Proxy, "the proxy to go through"),
    shared("read_only", Kind::Switch, "nothing that changes state is sent")
        .variable(Variable::OfAll("RMCTL_READ_ONLY"))
        .default("false"),
    shared("timeout_secs", Kind::Seconds, "how long one request may take").default("30"),
    shared("retries", Kind::Count, "attempts after the first").default("3"),
    shared("rate", Kind::Rate, "requests a second at most, as `5/s`"),
];
