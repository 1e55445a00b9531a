//! One account, resolved: where the vendor is, how to get in, and who said so.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::{Arc, OnceLock};

use secrecy::SecretString;
use url::Url;

use super::complaint::Complaint;
use super::connection::Plain;
use super::keyring::{Entry, Keyring, MemoryKeyring};
use super::layers::{Configured, Layers};
use super::legal::{self, allowed};
use super::region::{self, REGION};
use super::shared::Variable;
use super::{
    CLIENT_CERT_FILE, CLIENT_KEY, Choice, Connection, Flag, Kind, Origin, Shared, address, kind, same_source, variables,
};
use crate::catalog::Settings;
use crate::failure::Failure;
use crate::store::HashKey;
use crate::surroundings::Environment;

/// A vendor's account, ready to be used. Secrets are fetched when first asked for, once.
pub struct Account {
    vendor: &'static Settings,
    profile: Option<String>,
    connection: Connection,
    plain: Plain,
    secrets: Arc<BTreeMap<&'static str, Secret>>,
    credentials: &'static [&'static str],
    /// One of many that share an origin, perhaps, and each has logins of its own.
    is_elsewhere: bool,
}

struct Secret {
    configured: Configured,
    fetched: OnceLock<SecretString>,
}

impl Account {
    /// An account from values at hand, as the sandbox and tests have them: keys are those of a profile.
    pub fn given(vendor: &'static Settings, profile: &str, values: &[(&str, &str)]) -> Result<Self, Failure> {
        let (variables, flags) = as_said(vendor, values)?;
        let document = Default::default();
        let choice = Choice { profile: None, flags: &flags };
        let layers = Layers::of(vendor, &choice, &variables, &document)?;
        let mut account = Self::of(&layers, &(Arc::new(MemoryKeyring::default()) as Arc<dyn Keyring>))?;
        account.profile = Some(profile.to_owned());
        Ok(account)
    }

    pub(super) fn of(layers: &Layers<'_>, keyring: &Arc<dyn Keyring>) -> Result<Self, Failure> {
        let named = |mut failure: Failure| {
            failure.vendor = Some(layers.vendor.key.to_owned());
            failure
        };
        Self::resolve(layers, keyring).map_err(named)
    }

    fn resolve(layers: &Layers<'_>, keyring: &Arc<dyn Keyring>) -> Result<Self, Failure> {
        let credentials = layers.credentials()?;
        demand_known_region(layers)?;
        same_source::demand(layers, credentials)?;
        let plain = plain(layers)?;
        if !plain.contains_key("url") {
            return Err(without_url(layers));
        }
        Ok(Self {
            vendor: layers.vendor,
            profile: layers.profile.map(|profile| profile.name.clone()),
            connection: Connection::of(&plain, layers.environment)?,
            plain,
            secrets: Arc::new(secrets(layers, keyring)),
            credentials,
            is_elsewhere: false,
        })
    }

    /// The same account for a thing at another URL. The user names it, so that the credentials are meant for it, too.
    pub fn at(&self, url: &str) -> Result<Self, Failure> {
        let about = |complaint: Complaint| self.named(complaint.of(&format!("`{url}`")));
        let allow_http = self.plain("allow_http").map(kind::switch).transpose().map_err(about)?;
        let base = address::base(url).map_err(about)?;
        address::refuse_in_the_clear(&base, allow_http.unwrap_or_default()).map_err(about)?;
        Ok(Self {
            profile: self.profile.clone(),
            connection: Connection { url: base, ..self.connection.clone() },
            plain: self.plain.clone(),
            secrets: Arc::clone(&self.secrets),
            is_elsewhere: true,
            ..*self
        })
    }

    /// Whose account it is.
    pub fn vendor(&self) -> &'static Settings {
        self.vendor
    }

    /// The profile, where one takes part.
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// How the vendor is reached.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The base URL, its path without a slash at the end.
    pub fn url(&self) -> &Url {
        &self.connection.url
    }

    /// Whether nothing that changes state may be sent.
    pub fn is_read_only(&self) -> bool {
        self.connection.read_only
    }

    /// The fields to log in with: one of the vendor's sets, complete.
    pub fn credentials(&self) -> &'static [&'static str] {
        self.credentials
    }

    /// A setting that is no secret, as it was written.
    pub fn plain(&self, key: &str) -> Option<&str> {
        Some(self.plain.get(key)?.value.as_str())
    }

    /// Where a setting or a secret came from.
    pub fn origin(&self, key: &str) -> Option<&Origin> {
        let plain = self.plain.get(key).map(|found| &found.origin);
        plain.or_else(|| Some(&self.secrets.get(key)?.configured.origin))
    }

    /// The variables with the credentials, as hints name them: by our own names, unless they have those of another tool.
    pub fn variables(&self) -> String {
        let ours = format!("RMCTL_{}_", self.vendor.env);
        let keys = self.vendor.credentials.iter().copied().flatten();
        let names: Vec<&str> = keys
            .filter_map(|key| match self.origin(key)? {
                Origin::Environment(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        match names.iter().any(|name| !name.starts_with(&ours)) {
            true => format!("`{}`", names.join("`, `")),
            false => format!("`{ours}...`"),
        }
    }

    /// Whether [`Account::secret`] has something to fetch.
    pub fn has_secret(&self, key: &str) -> bool {
        self.secrets.contains_key(key)
    }

    /// Where a secret lives, for people; never the secret.
    pub fn secret_place(&self, key: &str) -> Option<&str> {
        Some(self.secrets.get(key)?.configured.shown.as_str())
    }

    /// Whether [`Account::secret`] answers at once.
    pub fn is_at_hand(&self, key: &str) -> bool {
        let of_it = |secret: &Secret| secret.fetched.get().is_some() || secret.configured.supply.is_at_hand();
        self.secrets.get(key).is_none_or(of_it)
    }

    /// A secret. Blocks the thread where a keyring, a file or a program has it: not for the one that runs the futures.
    pub fn secret(&self, key: &str) -> Result<SecretString, Failure> {
        let Some(secret) = self.secrets.get(key) else {
            return Err(self.named(Failure::usage(format!("no `{key}` for {} is configured", self.vendor.name))));
        };
        if let Some(fetched) = secret.fetched.get() {
            return Ok(fetched.clone());
        }
        let entry = Entry::new(self.profile.as_deref().unwrap_or_default(), key);
        let got = secret.configured.supply.fetch(&entry).map_err(|failure| self.named(failure))?;
        Ok(secret.fetched.get_or_init(|| got).clone())
    }

    /// Tells accounts apart by origin, profile and plain fields. Two secrets with the same of all three share it:
    /// what must not be shared between them is kept under [`Account::fingerprint`].
    pub fn identity_key(&self) -> String {
        let origin = self.url().origin().ascii_serialization();
        let mut text = format!("{} {origin} {:?}", self.vendor.key, self.profile);
        if self.is_elsewhere {
            write!(text, " {}", self.url().path()).expect("a string takes all text");
        }
        for field in self.vendor.fields.iter().filter(|field| !field.secret) {
            write!(text, " {}={:?}", field.key, self.plain(field.key)).expect("a string takes all text");
        }
        if let Some(file) = self.plain(CLIENT_CERT_FILE) {
            write!(text, " {CLIENT_CERT_FILE}={file:?}").expect("a string takes all text");
        }
        text
    }

    /// The identity and a keyed hash of each secret credential: changes when one of them does. Fetches them.
    pub fn fingerprint(&self, key: &HashKey) -> Result<String, Failure> {
        let mut text = self.identity_key();
        for field in self.credentials.iter().chain([&CLIENT_KEY]).filter(|field| self.has_secret(field)) {
            let hash = key.hash(&self.secret(field)?);
            write!(text, " {field}#{hash}").expect("a string takes all text");
        }
        Ok(text)
    }

    pub(super) fn named(&self, mut failure: Failure) -> Failure {
        failure.vendor = Some(self.vendor.key.to_owned());
        failure.profile.clone_from(&self.profile);
        failure
    }
}

/// Keys and plain values; of secrets only that they are there.
impl fmt::Debug for Account {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Account")
            .field("vendor", &self.vendor.key)
            .field("profile", &self.profile)
            .field("connection", &self.connection)
            .field("secrets", &self.secrets.keys())
            .finish_non_exhaustive()
    }
}

/// Values as an environment would say them, and as flags where it has no word for them.
fn as_said(vendor: &Settings, values: &[(&str, &str)]) -> Result<(Environment, Vec<Flag>), Failure> {
    let mut variables = Vec::new();
    let mut flags = Vec::new();
    for (key, value) in values {
        match (variables::name(vendor, key), Shared::of(key)) {
            (Some(name), _) => variables.push((name, *value)),
            (None, Some(Shared { variable: Variable::OfAll(name), .. })) => {
                variables.push(((*name).to_owned(), *value));
            }
            (None, Some(shared)) => flags.push((shared.key, (*value).to_owned())),
            (None, None) => return Err(Failure::usage(format!("`{}` has no setting `{key}`", vendor.key))),
        }
    }
    Ok((variables.into_iter().collect(), flags))
}

/// The environment is not read strictly, as a file is.
fn demand_known_region(layers: &Layers<'_>) -> Result<(), Failure> {
    match layers.plain(REGION).filter(|_| !layers.vendor.regions.is_empty()) {
        Some(found) => {
            region::check(layers.vendor, &found.value).map_err(|complaint| complaint.about(REGION, &found.origin))
        }
        None => Ok(()),
    }
}

fn plain(layers: &Layers<'_>) -> Result<Plain, Failure> {
    let fields = layers.vendor.fields.iter().filter(|field| !field.secret);
    for field in fields.clone() {
        if let Some(found) = layers.plain(field.key) {
            allowed(Some(field), &found.value).map_err(|complaint| complaint.about(field.key, &found.origin))?;
        }
    }
    let shared = region::shared(layers.vendor).filter(|shared| shared.kind != Kind::Secret).map(|shared| shared.key);
    let keys = shared.chain(fields.map(|field| field.key));
    Ok(keys.filter_map(|key| Some((key, layers.plain(key)?))).collect())
}

fn secrets(layers: &Layers<'_>, keyring: &Arc<dyn Keyring>) -> BTreeMap<&'static str, Secret> {
    let keys = legal::secrets(layers.vendor);
    let configured = keys.filter_map(|key| Some((key, layers.secret(key, keyring)?)));
    let unfetched = |(key, configured)| {
        let fetched = OnceLock::new();
        (key, Secret { configured, fetched })
    };
    configured.map(unfetched).collect()
}

fn without_url(layers: &Layers<'_>) -> Failure {
    let export = layers.export(std::iter::empty());
    let failure = Failure::usage(format!("no URL for {} is configured", layers.vendor.name));
    match layers.profile {
        Some(profile) => failure.hint(format!("`url = \"https://...\"` in profile `{}`", profile.name)),
        None => failure.hint(format!("`{export}`")),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::vendor::cisco_local::CISCO_LOCAL;

    fn account(more: &[(&str, &str)]) -> Account {
        let values = [("url", "https://box.example"), ("username", "admin"), ("password", "canary")];
        Account::given(&CISCO_LOCAL.settings, "boxes", &[&values, more].concat()).unwrap()
    }

    #[test]
    fn an_account_at_another_url_is_the_same_but_for_its_logins() {
        let (here, key) = (account(&[]), HashKey::of(&crate::store::Memory::default()));

        let there = here.at("https://box.example/2/").unwrap();

        assert_eq!((there.url().as_str(), there.profile()), ("https://box.example/2", Some("boxes")));
        assert_eq!(there.secret("password").unwrap().expose_secret(), "canary");
        let names =
            [&here, &there, &here.at("https://box.example/3").unwrap()].map(|own| own.fingerprint(&key).unwrap());
        assert!(names[0] != names[1] && names[1] != names[2]);
    }

    #[test]
    fn an_account_goes_nowhere_in_the_clear_unless_it_may() {
        let refused = account(&[]).at("http://far.example").unwrap_err();

        assert!(refused.message.starts_with("`http://far.example` would send credentials in the clear"), "{refused:?}");
        assert!(account(&[("allow_http", "true")]).at("http://far.example").is_ok());
        assert!(account(&[]).at("box").is_err() && account(&[]).at("https://me@box").is_err());
    }
}
