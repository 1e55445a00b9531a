//! What the URL of a PostgreSQL and libpq's variables say of the way to it. The driver leaves out what it does not know, in
//! silence, and a connection that somebody wanted to be checked would not be.

use std::path::{Path, PathBuf};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use crate::config::suggestion;
use crate::failure::Failure;

/// The parameters that count.
const PARAMETERS: [&str; 17] = [
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
    "statement-cache-capacity",
    "ssl-mode",
    "ssl-root-cert",
    "ssl-cert",
    "ssl-key",
];

/// The parameters of libpq that change nothing here: who is talked to, and how safely, stays the same without them.
const IDLE: [&str; 6] =
    ["connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"];

const MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/// A setting, and who made it.
struct Said {
    value: String,
    by: String,
}

/// What the URL says, and the variables where it says nothing.
struct Way<V> {
    pairs: Vec<(String, String)>,
    variable: V,
}

impl<V: Fn(&str) -> Option<String>> Way<V> {
    fn said(&self, name: &str) -> Option<Said> {
        let is_it =
            |written: &str| written == name || name.strip_prefix("ssl").is_some_and(|rest| is_long(written, rest));
        let of_url = self.pairs.iter().rev().find(|(written, _)| is_it(written));
        let of_variable = || {
            let variable = format!("PG{}", name.to_uppercase());
            Some(Said { value: (self.variable)(&variable)?, by: format!("`{variable}`") })
        };
        of_url
            .map(|(written, value)| Said { value: value.clone(), by: format!("`{written}` in the URL") })
            .or_else(of_variable)
    }
}

/// `ssl-root-cert` is `sslrootcert`.
fn is_long(written: &str, rest: &str) -> bool {
    written.strip_prefix("ssl-").is_some_and(|words| words.replace('-', "") == rest)
}

/// The URL by which the driver does what is meant, or what is wrong with the settings.
pub(super) fn checked(url: &SecretString, variable: impl Fn(&str) -> Option<String>) -> Result<SecretString, Failure> {
    let parsed = Url::parse(url.expose_secret()).expect("a place has the URL of a database");
    let way = Way { pairs: parsed.query_pairs().into_owned().collect(), variable };
    way.pairs.iter().try_for_each(|(name, _)| known(name))?;
    if let Some(port) = way.said("port").filter(|port| port.value.parse::<u16>().is_err()) {
        return Err(Failure::usage(format!("{} is `{}`, and takes the number of a port", port.by, port.value)));
    }
    let mode = way.said("sslmode");
    mode.as_ref().map_or(Ok(()), is_mode)?;
    let mode = mode.map_or_else(|| "prefer".to_owned(), |mode| mode.value);
    if !matches!(mode.as_str(), "disable" | "allow") {
        of_client(&way)?;
    }
    let roots = way.said("sslrootcert").filter(|_| mode == "require" || mode.starts_with("verify"));
    roots.as_ref().map_or(Ok(()), has_certificates)?;
    let mut settled = parsed.clone();
    if let Some(Host::Ipv6(address)) = parsed.host() {
        // The driver takes the brackets of a URL for a part of the name.
        settled.query_pairs_mut().append_pair("hostaddr", &address.to_string());
    }
    if roots.is_some() && mode == "require" {
        // As in libpq: who names a CA wants the server to be checked.
        settled.query_pairs_mut().append_pair("sslmode", "verify-ca");
    }
    Ok(if settled == parsed { url.clone() } else { settled.to_string().into() })
}

fn known(name: &str) -> Result<(), Failure> {
    let is_known = PARAMETERS.contains(&name) || IDLE.contains(&name) || name.starts_with("options[");
    match is_known {
        true => Ok(()),
        false => {
            let near = suggestion(name, PARAMETERS);
            Err(Failure::usage(format!("unknown parameter `{name}` in the URL of the snapshots' database{near}"))
                .hint("take it out of the URL, which may have `sslmode`, `sslrootcert`, `sslcert` and `sslkey`"))
        }
    }
}

fn is_mode(said: &Said) -> Result<(), Failure> {
    let Said { value, by } = said;
    match MODES.contains(&value.as_str()) {
        true => Ok(()),
        false => {
            let modes = MODES.map(|mode| format!("`{mode}`")).join(", ");
            Err(Failure::usage(format!("{by} is `{value}`, and takes {modes}{}", suggestion(value, MODES))))
        }
    }
}

fn of_client<V: Fn(&str) -> Option<String>>(way: &Way<V>) -> Result<(), Failure> {
    match (way.said("sslcert"), way.said("sslkey")) {
        (Some(certificate), Some(key)) => [certificate, key].iter().try_for_each(|said| read(said).map(drop)),
        (Some(one), None) => Err(Failure::usage(format!("{} needs `sslkey` beside it", one.by))),
        (None, Some(one)) => Err(Failure::usage(format!("{} needs `sslcert` beside it", one.by))),
        (None, None) => Ok(()),
    }
}

fn has_certificates(said: &Said) -> Result<(), Failure> {
    if said.value == "system" {
        return Err(Failure::usage(format!("{} is `system`, which goes without saying", said.by))
            .hint("leave it out: the system's certificates are trusted in any case"));
    }
    let count = CertificateDer::pem_slice_iter(&read(said)?).flatten().count();
    match count {
        0 => Err(Failure::usage(format!("`{}`, which {} names, has no certificate in PEM form", said.value, said.by))),
        _ => Ok(()),
    }
}

/// The content of a file, or what stands there itself, as the driver takes it in a variable.
fn read(said: &Said) -> Result<Vec<u8>, Failure> {
    if said.value.trim_start().starts_with("-----BEGIN") {
        return Ok(said.value.clone().into_bytes());
    }
    std::fs::read(&said.value)
        .map_err(|error| Failure::usage(format!("cannot read `{}`, which {} names: {error}", said.value, said.by)))
}

/// A file of passwords that the driver leaves out, as libpq does, because others can read it.
pub fn open_to_others(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let named = variable("PGPASSFILE").map(PathBuf::from);
    let usual = variable("HOME").map(|home| Path::new(&home).join(".pgpass"));
    named.or(usual).filter(|file| others_can_read(file))
}

#[cfg(target_os = "linux")]
fn others_can_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(target_os = "linux"))]
fn others_can_read(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEM: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

    fn said(query: &str, variables: &[(&str, &str)]) -> Result<String, String> {
        let url = SecretString::from(format!("postgres://me@db/fleet{query}"));
        let variable =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let checked = checked(&url, variable).map_err(|failure| failure.message)?;
        Ok(checked.expose_secret().trim_start_matches("postgres://me@db/fleet").to_owned())
    }

    #[test]
    fn what_the_driver_would_leave_out_is_refused() {
        let unknown = "unknown parameter `sslmod` in the URL of the snapshots' database; did you mean `sslmode`";
        let modes = "takes `disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`";

        assert_eq!(said("?sslmod=require", &[]), Err(unknown.to_owned()));
        assert_eq!(
            said("", &[("PGSSLMODE", "verify_full")]),
            Err(format!("`PGSSLMODE` is `verify_full`, and {modes}; did you mean `verify-full`"))
        );
        assert_eq!(said("?sslmode=on", &[]), Err(format!("`sslmode` in the URL is `on`, and {modes}")));
        assert_eq!(
            said("", &[("PGPORT", "many")]),
            Err("`PGPORT` is `many`, and takes the number of a port".to_owned())
        );
        assert_eq!(said("?sslcert=mine.pem", &[]), Err("`sslcert` in the URL needs `sslkey` beside it".to_owned()));
    }

    #[test]
    fn what_the_url_says_goes_over_the_variables() {
        assert_eq!(
            said("?sslmode=require&connect_timeout=3", &[("PGSSLMODE", "on")]).as_deref(),
            Ok("?sslmode=require&connect_timeout=3")
        );
        assert_eq!(said("?ssl-mode=disable", &[("PGSSLROOTCERT", "/nowhere")]).as_deref(), Ok("?ssl-mode=disable"));
    }

    #[test]
    fn an_address_loses_the_brackets_that_only_urls_have() {
        let url = SecretString::from("postgres://me@[2001:db8::7]:5432/fleet");

        let checked = checked(&url, |_| None).unwrap();

        assert_eq!(checked.expose_secret(), "postgres://me@[2001:db8::7]:5432/fleet?hostaddr=2001%3Adb8%3A%3A7");
    }

    #[test]
    fn who_names_a_ca_gets_a_server_that_is_checked() {
        let nowhere = said("?sslmode=verify-full", &[("PGSSLROOTCERT", "/nowhere/ca.pem")]).unwrap_err();

        assert_eq!(said("?sslmode=require", &[]).as_deref(), Ok("?sslmode=require"));
        assert_eq!(
            said("?sslmode=require", &[("PGSSLROOTCERT", PEM)]).as_deref(),
            Ok("?sslmode=require&sslmode=verify-ca")
        );
        assert_eq!(said("", &[("PGSSLMODE", "require"), ("PGSSLROOTCERT", PEM)]).as_deref(), Ok("?sslmode=verify-ca"));
        assert!(nowhere.starts_with("cannot read `/nowhere/ca.pem`, which `PGSSLROOTCERT` names: "), "{nowhere}");
        assert_eq!(
            said("?sslmode=verify-ca&sslrootcert=/dev/null", &[]),
            Err("`/dev/null`, which `sslrootcert` in the URL names, has no certificate in PEM form".to_owned())
        );
    }
}
