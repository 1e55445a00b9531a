//! Waits on this machine for the browser to come back from a login. Knows neither the vendor nor who opened the browser.

mod redirect;
#[cfg(test)]
mod tests;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use futures_util::future::select_all;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use url::{Host, Url};

use crate::failure::Failure;

pub use redirect::Arrival;

/// A redirect may bring a long code; what is longer than this is no redirect.
const LONGEST_REQUEST: u64 = 16 << 10;
/// Browsers open connections in advance and say nothing on them.
const LONGEST_SILENCE: Duration = Duration::from_secs(20);
const LONGEST_ANSWER: Duration = Duration::from_secs(5);
const MOST_CONNECTIONS: usize = 16;

/// A connection, and the first line of what was asked on it.
type Asked = Option<(TcpStream, String)>;

/// A place on this machine to come back to.
pub struct Listener {
    sockets: Vec<TcpListener>,
    open: JoinSet<Asked>,
    redirect_uri: String,
    path: String,
}

impl Listener {
    /// Listens where `redirect_uri` says, or at a free port of 127.0.0.1.
    pub async fn open(redirect_uri: Option<&str>) -> Result<Self, Failure> {
        let uri = redirect_uri.unwrap_or("http://127.0.0.1:0");
        let url = loopback(uri)?;
        let mut sockets = Vec::new();
        for address in addresses(&url) {
            match TcpListener::bind((address, url.port_or_known_default().unwrap_or(80))).await {
                Ok(socket) => sockets.push(socket),
                // Some machines have no IPv6, and their browsers do not look for it.
                Err(_) if !sockets.is_empty() => {}
                Err(error) => return Err(occupied(uri, &error)),
            }
        }
        let port = sockets[0].local_addr().map_err(|error| occupied(uri, &error))?.port();
        let redirect_uri = redirect_uri.map_or_else(|| format!("http://127.0.0.1:{port}"), str::to_owned);
        Ok(Self { sockets, open: JoinSet::new(), redirect_uri, path: url.path().to_owned() })
    }

    /// Where the browser is to come back to, letter by letter.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The next redirect that comes; other requests are answered and forgotten.
    pub async fn next(&mut self, state: &SecretString) -> Result<Arrival, Failure> {
        loop {
            tokio::select! {
                accepted = accept(&self.sockets), if self.open.len() < MOST_CONNECTIONS => {
                    let stream = accepted.map_err(|error| occupied(&self.redirect_uri, &error))?;
                    self.open.spawn(ask(stream));
                }
                Some(asked) = self.open.join_next() => {
                    let Ok(Some((stream, line))) = asked else { continue };
                    let arrival = redirect::understand(&line, &self.path, state);
                    // The browser may be gone already; what it brought counts.
                    let _ = timeout(LONGEST_ANSWER, answer(stream, arrival.as_ref())).await;
                    if let Some(arrival) = arrival {
                        return Ok(arrival);
                    }
                }
            }
        }
    }
}

async fn accept(sockets: &[TcpListener]) -> io::Result<TcpStream> {
    let accepted = select_all(sockets.iter().map(|socket| Box::pin(socket.accept()))).await.0;
    accepted.map(|(stream, _)| stream)
}

/// The first line of a request that comes whole and in time.
async fn ask(mut stream: TcpStream) -> Asked {
    let mut bytes = Vec::new();
    let head = async {
        while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
            let left = LONGEST_REQUEST.saturating_sub(bytes.len() as u64);
            if (&mut stream).take(left).read_buf(&mut bytes).await.ok()? == 0 {
                return None;
            }
        }
        Some(())
    };
    timeout(LONGEST_SILENCE, head).await.ok()??;
    let line = bytes.split(|byte| *byte == b'\r').next()?;
    Some((stream, String::from_utf8(line.to_vec()).ok()?))
}

/// A page with nothing in it that came from outside.
async fn answer(mut stream: TcpStream, arrival: Option<&Arrival>) -> io::Result<()> {
    let (status, text) = match arrival {
        Some(Arrival::Code(_)) => ("200 OK", "The login came back. This page can be closed; rmctl goes on."),
        Some(Arrival::Refused(_)) => ("200 OK", "There is no login. This page can be closed; rmctl says why."),
        Some(Arrival::Foreign) => ("400 Bad Request", "This is not the login that rmctl waits for."),
        None => ("404 Not Found", "There is nothing here."),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Connection: close\r\n\r\n",
        text.len() + 1
    );
    stream.write_all(format!("{head}{text}\n").as_bytes()).await?;
    stream.shutdown().await
}

/// A URI at which this machine, and nobody else, is reached.
fn loopback(uri: &str) -> Result<Url, Failure> {
    let refuse = |why: &str| {
        Failure::usage(format!("`redirect_uri` {why}: `{uri}`"))
            .hint("`redirect_uri = \"http://localhost:8888/\"`, the same as the vendor has it for the app")
    };
    let url = Url::parse(uri).map_err(|_| refuse("is no URL"))?;
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
        None => false,
    };
    match url.scheme() == "http" && is_here && url.query().is_none() && url.fragment().is_none() {
        true => Ok(url),
        false => Err(refuse("is not `http://` on this machine")),
    }
}

fn addresses(url: &Url) -> Vec<IpAddr> {
    match url.host() {
        Some(Host::Ipv6(address)) => vec![address.into()],
        Some(Host::Ipv4(address)) => vec![address.into()],
        _ => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
    }
}

fn occupied(uri: &str, error: &io::Error) -> Failure {
    Failure::usage(format!("cannot wait for the browser at `{uri}`: {error}"))
}
