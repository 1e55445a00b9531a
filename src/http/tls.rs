//! Whom to trust: the operating system, a CA file, a pinned key, or anybody at all. And who the client is, for servers that
//! ask.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WantsClientCert, WebPkiServerVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ConfigBuilder, DigitallySignedStruct, Error, InconsistentKeys,
    InvalidMessage, RootCertStore, SignatureScheme,
};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest, Sha256};

use super::in_words;
use super::probe::Distrust;
use crate::failure::Failure;

/// A certificate may have hundreds of names.
const MOST_NAMES: usize = 5;

/// How the server proves that it is the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// No TLS: plain http to a loopback address or by the profile's wish. Costs nothing to set up.
    Nobody,
    /// The roots of the operating system.
    Platform,
    /// Only the CAs of this PEM file, read already.
    Authorities(Vec<u8>),
    /// The one key whose SHA-256 is this, whatever its certificate says.
    Pin([u8; 32]),
    /// Whoever answers.
    Anybody,
}

/// Who the client is: the PEM of its certificate, with those that signed it, and of its private key.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The certificate's PEM, in which other things may stand.
    pub certificate: Vec<u8>,
    /// The key's PEM, likewise.
    pub key: SecretString,
}

impl Trust {
    /// The client side of TLS.
    pub fn client_config(&self, identity: Option<&Identity>) -> Result<ClientConfig, Failure> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| Failure::usage(format!("cannot set up TLS: {error}")))?;
        let mut config = match self {
            Self::Nobody => showing(identity, builder.with_root_certificates(RootCertStore::empty())),
            other => {
                let verifier = other.verifier(provider)?;
                showing(identity, builder.dangerous().with_custom_certificate_verifier(verifier))
            }
        }?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    /// What judges a server's certificate.
    pub(super) fn verifier(&self, provider: Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, Failure> {
        Ok(match self {
            Self::Authorities(pem) => {
                WebPkiServerVerifier::builder_with_provider(Arc::new(authorities(pem)?), provider)
                    .build()
                    .map_err(|error| Failure::usage(format!("cannot use the certificates of `ca_file`: {error}")))?
            }
            Self::Pin(pin) => Arc::new(OneKey { pin: Some(*pin), provider }),
            Self::Anybody => Arc::new(OneKey { pin: None, provider }),
            _ => Arc::new(
                rustls_platform_verifier::Verifier::new(provider)
                    .map_err(|error| Failure::usage(format!("cannot read the system's certificates: {error}")))?,
            ),
        })
    }
}

fn showing(
    identity: Option<&Identity>,
    builder: ConfigBuilder<ClientConfig, WantsClientCert>,
) -> Result<ClientConfig, Failure> {
    let Some(identity) = identity else { return Ok(builder.with_no_client_auth()) };
    let chain: Vec<_> = CertificateDer::pem_slice_iter(&identity.certificate).flatten().collect();
    if chain.is_empty() {
        return Err(Failure::usage("`client_cert_file` holds no certificate in PEM form"));
    }
    builder.with_client_auth_cert(chain, private_key(&identity.key)?).map_err(|error| match error {
        Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            Failure::usage("the private key does not belong to the certificate in `client_cert_file`")
        }
        other => Failure::usage(format!("cannot use the certificate in `client_cert_file`: {other}")),
    })
}

/// Never says what the text holds.
fn private_key(pem: &SecretString) -> Result<PrivateKeyDer<'static>, Failure> {
    let pem = pem.expose_secret();
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| match pem.contains("ENCRYPTED") {
        true => Failure::usage("the private key of the client certificate is encrypted")
            .hint("`openssl pkey -in KEY -out PLAIN` takes the pass phrase off; keep the result to yourself"),
        false => Failure::usage("the client certificate has no private key in PEM form"),
    })
}

fn authorities(pem: &[u8]) -> Result<RootCertStore, Failure> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem).flatten() {
        roots
            .add(certificate)
            .map_err(|error| Failure::usage(format!("`ca_file` holds a bad certificate: {error}")))?;
    }
    match roots.is_empty() {
        true => Err(Failure::usage("`ca_file` holds no certificate in PEM form")),
        false => Ok(roots),
    }
}

/// The SHA-256 of a certificate's public key.
pub(super) fn pin_of(certificate: &CertificateDer<'_>) -> Result<[u8; 32], Error> {
    let key = ParsedCertificate::try_from(certificate)?.subject_public_key_info();
    Ok(Sha256::digest(&key).into())
}

/// A pin as a profile holds it.
pub(super) fn written(pin: &[u8; 32]) -> String {
    format!("sha256/{}", base64::engine::general_purpose::STANDARD.encode(pin))
}

/// Accepts one key, or any; that the server holds the key is checked in both cases.
#[derive(Debug)]
struct OneKey {
    pin: Option<[u8; 32]>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for OneKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let found = pin_of(end_entity)?;
        match &self.pin {
            Some(pin) if *pin != found => {
                Err(Error::General(format!("the server's key is `{}`, which is not the pinned one", written(&found))))
            }
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Why the server is not who it should be, which no retry mends; `None` where that is not what went wrong.
pub(crate) fn distrust(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    match tls_error(error)? {
        Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure) => None,
        Error::InvalidCertificate(cause) => Some(bad(cause)),
        Error::General(cause) => Some(cause.clone()),
        _ => None,
    }
}

/// The same as a kind, for hints.
pub(crate) fn doubt(error: &(dyn std::error::Error + 'static)) -> Option<Distrust> {
    tls_error(error).map(Distrust::of)
}

fn bad(cause: &CertificateError) -> String {
    let since = |earlier: UnixTime, later: UnixTime| {
        in_words(Duration::from_secs(later.as_secs().saturating_sub(earlier.as_secs())))
    };
    match cause {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            "its certificate is signed by nobody who is trusted".to_owned()
        }
        CertificateError::ExpiredContext { time, not_after } => {
            format!("its certificate ended {} ago", since(*not_after, *time))
        }
        CertificateError::NotValidYetContext { time, not_before } => {
            format!("its certificate begins in {}", since(*time, *not_before))
        }
        CertificateError::NotValidForNameContext { expected, presented } => {
            // As the library shows them: `DnsName("example.com")`.
            let named = |shown: &String| shown.split('"').nth(1).unwrap_or(shown).to_owned();
            let names: Vec<String> =
                presented.iter().take(MOST_NAMES).map(|shown| format!("`{}`", named(shown))).collect();
            let names = if names.is_empty() { "no name".to_owned() } else { names.join(", ") };
            format!("its certificate is for {names}, not for `{}`", expected.to_str())
        }
        // Its own words are those of a programmer: `Other(OtherError(CaUsedAsEndEntity))`.
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "its certificate is that of a CA".to_owned()
        }
        CertificateError::Other(other) => other.to_string(),
        other => other.to_string(),
    }
}

/// What the server holds against who the client is, which no retry mends; `None` where that is not what went wrong.
pub(super) fn unwelcome(error: &(dyn std::error::Error + 'static), is_identified: bool) -> Option<&'static str> {
    let Error::AlertReceived(alert) = tls_error(error)? else { return None };
    Some(match alert {
        AlertDescription::CertificateRequired => "it asks for one",
        AlertDescription::UnknownCA => "it is signed by nobody whom the server trusts",
        AlertDescription::CertificateExpired => "it has expired",
        AlertDescription::CertificateRevoked => "it was revoked",
        AlertDescription::AccessDenied => "its owner has no access",
        // Without a certificate the signatures are the server's own affair.
        AlertDescription::DecryptError if is_identified => "a signature of it does not hold",
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateUnknown => "the server can make nothing of it",
        _ => return None,
    })
}

/// Whether the far side answered something else than TLS.
pub(super) fn is_no_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    matches!(tls_error(error), Some(Error::InvalidMessage(InvalidMessage::InvalidContentType)))
}

fn tls_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a Error> {
    let mut source = Some(error);
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        // An I/O error shows the source of what it holds, not what it holds.
        source = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(held) => Some(held),
            None => error.source(),
        };
    }
    None
}
