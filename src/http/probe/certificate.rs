//! What stands in a certificate, and why one is not trusted. Knows no socket.

use rustls::pki_types::CertificateDer;
use rustls::{CertificateError, Error};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate, X509Name};

/// What people want to know of a certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Whose it is.
    pub subject: String,
    /// Who says so.
    pub issuer: String,
    /// The host names and addresses that it is for.
    pub names: Vec<String>,
    /// From when on, in seconds since 1970.
    pub not_before: i64,
    /// Until when.
    pub not_after: i64,
}

/// Why a server is not who it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Distrust {
    /// Its certificate has ended.
    Expired,
    /// Its certificate has not begun.
    NotYet,
    /// Its certificate is for other names.
    WrongName,
    /// Nobody who is trusted signed it.
    Stranger,
    /// Its key is not the pinned one.
    OtherKey,
    /// Something else, in the library's words.
    Other(String),
}

impl Distrust {
    pub(in crate::http) fn of(error: &Error) -> Self {
        match error {
            Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
                Self::Expired
            }
            Error::InvalidCertificate(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => {
                Self::NotYet
            }
            Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            ) => Self::WrongName,
            Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => {
                Self::Stranger
            }
            Error::InvalidCertificate(CertificateError::Other(other)) => Self::Other(other.to_string()),
            Error::InvalidCertificate(other) => Self::Other(other.to_string()),
            Error::General(words) if words.contains("pinned") => Self::OtherKey,
            other => Self::Other(other.to_string()),
        }
    }
}

impl Certificate {
    /// `None` for what is no certificate.
    pub(super) fn read(der: &CertificateDer<'_>) -> Option<Self> {
        let (_, parsed) = X509Certificate::from_der(der).ok()?;
        let names = parsed.subject_alternative_name().ok().flatten();
        let names: Vec<String> =
            names.map(|found| found.value.general_names.iter().filter_map(name).collect()).unwrap_or_default();
        Some(Self {
            subject: called(parsed.subject()).or_else(|| names.first().cloned()).unwrap_or_default(),
            issuer: called(parsed.issuer()).unwrap_or_default(),
            names,
            not_before: parsed.validity().not_before.timestamp(),
            not_after: parsed.validity().not_after.timestamp(),
        })
    }
}

/// The common name where there is one, the whole name otherwise.
fn called(name: &X509Name<'_>) -> Option<String> {
    let common = name.iter_common_name().find_map(|found| found.as_str().ok().map(str::to_owned));
    common.or_else(|| Some(name.to_string())).filter(|text| !text.is_empty())
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => Some(std::net::Ipv4Addr::from(<[u8; 4]>::try_from(*bytes).ok()?).to_string()),
            _ => Some(std::net::Ipv6Addr::from(<[u8; 16]>::try_from(*bytes).ok()?).to_string()),
        },
        _ => None,
    }
}
