//! A server that does as a test says, over real sockets and real TLS: connection by connection, byte by byte.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use sha2::{Digest as _, Sha256};

/// A request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    /// The first line and the headers.
    pub(crate) head: String,
    /// The body.
    pub(crate) body: String,
}

impl Heard {
    /// `GET /path`.
    pub(crate) fn line(&self) -> &str {
        self.head.split(" HTTP/").next().unwrap()
    }

    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let prefix = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&*prefix))
    }
}

/// What happens after a request.
pub(crate) enum Reaction {
    /// These bytes; the connection stays.
    Answer(Vec<u8>),
    /// These bytes, then the end.
    Last(Vec<u8>),
    /// From here on everything goes to this address and back, as through a proxy.
    Tunnel(SocketAddr),
    /// Nothing, and the connection stays.
    Silence,
}

/// A whole answer with a body.
pub(crate) fn answer(status: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// `200` and JSON.
pub(crate) fn fine() -> Reaction {
    Reaction::Answer(answer("200 OK", &["content-type: application/json"], b"{}"))
}

type React = dyn Fn(&Heard) -> Reaction + Send + Sync;

/// Answers until the test ends.
pub(crate) struct Server {
    address: SocketAddr,
    scheme: &'static str,
    heard: Arc<Mutex<Vec<Heard>>>,
    connections: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
}

impl Server {
    /// Plain http.
    pub(crate) fn plain(react: impl Fn(&Heard) -> Reaction + Send + Sync + 'static) -> Self {
        Self::start(None, Arc::new(react))
    }

    /// With TLS, as `leaf`.
    pub(crate) fn secure(leaf: &Leaf, react: impl Fn(&Heard) -> Reaction + Send + Sync + 'static) -> Self {
        Self::start(Some(leaf.config.clone()), Arc::new(react))
    }

    fn start(tls: Option<Arc<ServerConfig>>, react: Arc<React>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            scheme: if tls.is_some() { "https" } else { "http" },
            heard: Arc::default(),
            connections: Arc::default(),
            ended: Arc::default(),
        };
        let (heard, connections, ended) = (server.heard.clone(), server.connections.clone(), server.ended.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                connections.fetch_add(1, Ordering::SeqCst);
                let (tls, react, heard, ended) = (tls.clone(), react.clone(), heard.clone(), ended.clone());
                std::thread::spawn(move || {
                    let raw = stream.try_clone().unwrap();
                    match tls {
                        None => converse(stream, &heard, &*react),
                        Some(tls) => {
                            let tls = ServerConnection::new(tls).unwrap();
                            converse(StreamOwned::new(tls, stream), &heard, &*react);
                        }
                    }
                    let _ = raw.shutdown(std::net::Shutdown::Both);
                    ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A URL with this host name, or address, for this server.
    pub(crate) fn url(&self, host: &str, path: &str) -> url::Url {
        format!("{}://{host}:{}{path}", self.scheme, self.address.port()).parse().unwrap()
    }

    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// `GET /path` of each request.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.heard().iter().map(|heard| heard.line().to_owned()).collect()
    }

    /// Connections that the server has closed.
    pub(crate) fn ended(&self) -> usize {
        self.ended.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn converse(mut stream: impl Read + Write + ProxyEnd, heard: &Mutex<Vec<Heard>>, react: &React) {
    while let Some(request) = receive(&mut stream) {
        heard.lock().unwrap().push(request.clone());
        match react(&request) {
            Reaction::Answer(bytes) => drop(stream.write_all(&bytes).and_then(|()| stream.flush())),
            Reaction::Last(bytes) => {
                let _ = stream.write_all(&bytes).and_then(|()| stream.flush());
                return;
            }
            Reaction::Tunnel(to) => return stream.tunnel(to),
            Reaction::Silence => {}
        }
    }
}

/// Where a tunnel can begin.
trait ProxyEnd {
    fn tunnel(self, to: SocketAddr);
}

impl ProxyEnd for TcpStream {
    fn tunnel(mut self, to: SocketAddr) {
        let _ = self.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n");
        let there = TcpStream::connect(to).unwrap();
        let (mut from, mut onto) = (self.try_clone().unwrap(), there.try_clone().unwrap());
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut onto);
            let _ = onto.shutdown(std::net::Shutdown::Write);
        });
        let (mut from, mut onto) = (there, self);
        let _ = std::io::copy(&mut from, &mut onto);
        let _ = onto.shutdown(std::net::Shutdown::Both);
    }
}

impl ProxyEnd for StreamOwned<ServerConnection, TcpStream> {
    fn tunnel(self, _: SocketAddr) {
        panic!("proxies in tests speak plain http");
    }
}

fn receive(stream: &mut impl Read) -> Option<Heard> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Heard { head, body: String::from_utf8(body).unwrap() })
}

/// An authority that nobody knows yet.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A server's certificate and key.
pub(crate) struct Leaf {
    config: Arc<ServerConfig>,
    /// The SHA-256 of its public key.
    pub(crate) pin: [u8; 32],
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// As a `ca_file` holds it.
    pub(crate) fn pem(&self) -> Vec<u8> {
        self.0.pem().into_bytes()
    }

    /// A certificate for these names and addresses.
    pub(crate) fn leaf(&self, names: &[&str]) -> Leaf {
        self.leaf_with(names, WebPkiClientVerifier::no_client_auth())
    }

    /// The same, of a server that demands a certificate which `clients` signed.
    pub(crate) fn demanding_leaf(&self, names: &[&str], clients: &Self) -> Leaf {
        let mut roots = RootCertStore::empty();
        roots.add(clients.0.der().clone()).unwrap();
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider());
        self.leaf_with(names, verifier.build().unwrap())
    }

    /// The same, which ended at the beginning of 2020.
    pub(crate) fn ended_leaf(&self, names: &[&str]) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(owned(names)).unwrap();
        params.not_after = rcgen::date_time_ymd(2020, 1, 1);
        Leaf::of(&params.signed_by(&key, &self.0).unwrap(), &key, WebPkiClientVerifier::no_client_auth())
    }

    fn leaf_with(&self, names: &[&str], clients: Arc<dyn ClientCertVerifier>) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(owned(names)).unwrap().signed_by(&key, &self.0).unwrap();
        Leaf::of(&certificate, &key, clients)
    }

    /// The PEM of a client's certificate, and of its key.
    pub(crate) fn client(&self) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(Vec::new()).unwrap().signed_by(&key, &self.0).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

impl Leaf {
    /// A certificate that nobody but its own key has signed.
    pub(crate) fn alone(names: &[&str]) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(owned(names)).unwrap().self_signed(&key).unwrap();
        Self::of(&certificate, &key, WebPkiClientVerifier::no_client_auth())
    }

    fn of(certificate: &rcgen::Certificate, key: &KeyPair, clients: Arc<dyn ClientCertVerifier>) -> Self {
        let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
        let secret = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(clients)
            .with_single_cert(chain, secret)
            .unwrap();
        Leaf {
            config: Arc::new(config),
            pin: Sha256::digest(rcgen::PublicKeyData::subject_public_key_info(key)).into(),
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A pin as a profile holds it.
pub(crate) fn written(pin: &[u8; 32]) -> String {
    format!("sha256/{}", base64::engine::general_purpose::STANDARD.encode(pin))
}
