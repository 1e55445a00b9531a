//! The way to a server, looked at step by step: its name, a connection, perhaps through a proxy, and its certificates. Sends
//! no request and no credential of a vendor.

mod certificate;
mod sockets;

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::SecretString;

use super::Trust;
use crate::surroundings::LocalFuture;

pub use certificate::{Certificate, Distrust};
pub use sockets::Sockets;

/// The steps. Each ends within the limit that it is given, or says that it did not.
pub trait Network {
    /// The addresses of a host.
    fn look_up(
        &self,
        host: String,
        port: u16,
        limit: Duration,
    ) -> LocalFuture<'static, Result<Vec<SocketAddr>, String>>;

    /// Open the door, and leave; answers the address that opened.
    fn open(&self, door: Door, limit: Duration) -> LocalFuture<'static, Result<SocketAddr, String>>;

    /// Open the door, greet as `name` and see who answers.
    fn greet(
        &self,
        door: Door,
        name: String,
        trust: Trust,
        limit: Duration,
    ) -> LocalFuture<'static, Result<Greeted, String>>;
}

/// Where a connection begins.
#[derive(Debug, Clone)]
pub struct Door {
    /// The server's addresses, or its proxy's; the first that answers is taken.
    pub addresses: Vec<SocketAddr>,
    /// What the proxy is asked for.
    pub tunnel: Option<Tunnel>,
}

/// A way through an HTTP proxy.
#[derive(Debug, Clone)]
pub struct Tunnel {
    /// Host and port behind the proxy.
    pub to: String,
    /// Name and password for the proxy, as `NAME:PASSWORD`.
    pub credentials: Option<SecretString>,
}

/// Who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeted {
    /// Its certificate, and those that it sent with it.
    pub chain: Vec<Certificate>,
    /// Its key, as the setting `pin` has it.
    pub pin: Option<String>,
    /// Whether it is trusted as requests would trust it.
    pub verdict: Result<(), Distrust>,
}
