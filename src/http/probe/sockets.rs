//! The steps over real sockets. They block, so each runs on a thread of its own that is left behind at its limit.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme};
use secrecy::ExposeSecret as _;

use super::{Certificate, Distrust, Door, Greeted, Network, Tunnel};
use crate::http::Trust;
use crate::http::tls::{pin_of, written};
use crate::http::words_of;
use crate::surroundings::LocalFuture;

/// A proxy that sends more than this before it opens is none.
const LONGEST_HEAD: usize = 16 << 10;

/// The system's sockets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sockets;

impl Network for Sockets {
    fn look_up(
        &self,
        host: String,
        port: u16,
        limit: Duration,
    ) -> LocalFuture<'static, Result<Vec<SocketAddr>, String>> {
        on_a_thread(limit, move || {
            let found = (host.as_str(), port).to_socket_addrs().map_err(|error| words(&error))?;
            Ok(found.collect())
        })
    }

    fn open(&self, door: Door, limit: Duration) -> LocalFuture<'static, Result<SocketAddr, String>> {
        on_a_thread(limit, move || connect(&door, limit).map(|(_, address)| address))
    }

    fn greet(
        &self,
        door: Door,
        name: String,
        trust: Trust,
        limit: Duration,
    ) -> LocalFuture<'static, Result<Greeted, String>> {
        on_a_thread(limit, move || greet(&door, &name, &trust, limit))
    }
}

fn on_a_thread<T: Send + 'static>(
    limit: Duration,
    step: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> LocalFuture<'static, Result<T, String>> {
    Box::pin(async move {
        let running = tokio::task::spawn_blocking(step);
        match tokio::time::timeout(limit, running).await {
            Ok(ended) => ended.unwrap_or_else(|_| Err("the thread that looked broke down".to_owned())),
            Err(_) => Err(format!("no answer within {} s", limit.as_secs_f64())),
        }
    })
}

fn connect(door: &Door, limit: Duration) -> Result<(TcpStream, SocketAddr), String> {
    let mut last = "there is no address to connect to".to_owned();
    for address in &door.addresses {
        match TcpStream::connect_timeout(address, limit) {
            Ok(mut stream) => {
                let limited = stream.set_read_timeout(Some(limit)).and_then(|()| stream.set_write_timeout(Some(limit)));
                limited.map_err(|error| words(&error))?;
                if let Some(tunnel) = &door.tunnel {
                    dig(&mut stream, tunnel)?;
                }
                return Ok((stream, *address));
            }
            Err(error) => last = words(&error),
        }
    }
    Err(last)
}

/// Ask the proxy for a way to what lies behind it.
fn dig(stream: &mut TcpStream, tunnel: &Tunnel) -> Result<(), String> {
    let credentials = tunnel.credentials.as_ref().map(|credentials| {
        let encoded = base64::engine::general_purpose::STANDARD.encode(credentials.expose_secret());
        format!("Proxy-Authorization: Basic {encoded}\r\n")
    });
    let head = format!("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n{1}\r\n", tunnel.to, credentials.unwrap_or_default());
    stream.write_all(head.as_bytes()).map_err(|error| words(&error))?;
    let mut answer = Vec::new();
    let mut byte = [0];
    while !answer.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) if answer.len() < LONGEST_HEAD => answer.push(byte[0]),
            Ok(_) => return Err("the proxy's answer is not one of a proxy".to_owned()),
            Err(error) => return Err(words(&error)),
        }
    }
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.lines().next().unwrap_or_default().split_once(' ').map_or("", |(_, status)| status);
    match status.starts_with('2') {
        true => Ok(()),
        false => Err(format!("the proxy answers `{status}`")),
    }
}

fn greet(door: &Door, name: &str, trust: &Trust, limit: Duration) -> Result<Greeted, String> {
    let provider = Arc::new(ring::default_provider());
    let verifier = trust.verifier(provider.clone()).map_err(|failure| failure.message)?;
    let witness = Arc::new(Witness { judge: verifier, seen: Mutex::default() });
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(witness.clone())
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let name = ServerName::try_from(name.to_owned()).map_err(|_| format!("`{name}` is no name of a server"))?;
    let mut connection = ClientConnection::new(Arc::new(config), name).map_err(|error| error.to_string())?;
    let (mut stream, _) = connect(door, limit)?;
    let ended = shake(&mut connection, &mut stream);
    match witness.seen.lock().expect("nobody panics with it").take() {
        Some(greeted) => Ok(greeted),
        None => Err(ended.err().unwrap_or_else(|| "the server showed no certificate".to_owned())),
    }
}

fn shake(connection: &mut ClientConnection, stream: &mut TcpStream) -> Result<(), String> {
    while connection.is_handshaking() {
        connection.complete_io(stream).map_err(|error| words(&error))?;
    }
    connection.send_close_notify();
    let _ = connection.complete_io(stream);
    Ok(())
}

/// The judge of requests, with somebody who remembers what was shown to it and what it said.
#[derive(Debug)]
struct Witness {
    judge: Arc<dyn ServerCertVerifier>,
    seen: Mutex<Option<Greeted>>,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.judge.verify_server_cert(end_entity, intermediates, name, ocsp, now);
        *self.seen.lock().expect("nobody panics with it") = Some(Greeted {
            chain: std::iter::once(end_entity).chain(intermediates).filter_map(Certificate::read).collect(),
            pin: pin_of(end_entity).ok().map(|pin| written(&pin)),
            verdict: verdict.as_ref().map(drop).map_err(Distrust::of),
        });
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}

/// What happened, without the number of the error.
fn words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => "no answer in time".to_owned(),
        std::io::ErrorKind::UnexpectedEof => "the connection was closed".to_owned(),
        _ => words_of(&error.to_string()),
    }
}
