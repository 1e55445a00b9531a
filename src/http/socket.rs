//! A connection that stays open and carries messages: a WebSocket. A request asks for it, so that it takes the way of all
//! requests; the reply brings it.

use std::cell::RefCell;
use std::fmt;
use std::io::ErrorKind;
use std::rc::Rc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::header::{
    CONNECTION, HeaderMap, HeaderName, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use sha1::{Digest as _, Sha1};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use url::Url;

use super::{Fault, Request};
use crate::failure::{Code, Failure};
use crate::surroundings::LocalFuture;

/// After so long without a word the other side is asked whether it is still there.
const QUIET: Duration = Duration::from_secs(60);
/// What every server of WebSockets puts behind the key, by RFC 6455.
const CONSTANT: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const LARGEST_MESSAGE: usize = 64 << 20;

/// Carries messages both ways.
pub trait Wire {
    /// Send a text.
    fn say<'a>(&'a self, text: &'a str) -> LocalFuture<'a, Result<(), Fault>>;

    /// The next message; `None` once the other side has ended the conversation.
    fn hear<'a>(&'a self) -> LocalFuture<'a, Result<Option<Bytes>, Fault>>;
}

/// An open connection, which ends with its last owner.
#[derive(Clone)]
pub struct Socket(Rc<dyn Wire>);

impl Socket {
    /// A connection over this wire.
    pub fn over(wire: impl Wire + 'static) -> Self {
        Self(Rc::new(wire))
    }

    pub(super) async fn upgraded(stream: reqwest::Upgraded, host: &str) -> Self {
        let mut config = WebSocketConfig::default();
        config.max_message_size = Some(LARGEST_MESSAGE);
        let stream = WebSocketStream::from_raw_socket(stream, Role::Client, Some(config)).await;
        Self::over(Line { stream: RefCell::new(Some(stream)), host: host.to_owned() })
    }

    /// Send a text.
    pub async fn say(&self, text: &str) -> Result<(), Fault> {
        self.0.say(text).await
    }

    /// The next message; `None` once the other side has ended the conversation.
    pub async fn hear(&self) -> Result<Option<Bytes>, Fault> {
        self.0.hear().await
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Socket")
    }
}

/// A wire over the network.
struct Line {
    /// Gone while somebody waits for it, and for good once that wait was given up.
    stream: RefCell<Option<WebSocketStream<reqwest::Upgraded>>>,
    host: String,
}

impl Line {
    fn broken(&self, cause: &str) -> Fault {
        Fault::Unanswered { host: self.host.clone(), cause: cause.to_owned() }
    }

    fn take(&self) -> Result<WebSocketStream<reqwest::Upgraded>, Fault> {
        self.stream.take().ok_or_else(|| self.broken("the connection is not there any more"))
    }

    async fn next(&self, stream: &mut WebSocketStream<reqwest::Upgraded>) -> Result<Option<Bytes>, Fault> {
        let mut was_asked = false;
        loop {
            let message = match tokio::time::timeout(QUIET, stream.next()).await {
                Ok(Some(Ok(message))) => message,
                Ok(Some(Err(error))) if is_end(&error) => return Ok(None),
                Ok(Some(Err(error))) => return Err(self.broken(&error.to_string().to_lowercase())),
                Ok(None) => return Ok(None),
                Err(_) if was_asked => return Err(self.broken("the other side has gone silent")),
                Err(_) => {
                    was_asked = true;
                    let asked = stream.send(Message::Ping(tokio_tungstenite::tungstenite::Bytes::new())).await;
                    asked.map_err(|error| self.broken(&error.to_string().to_lowercase()))?;
                    continue;
                }
            };
            was_asked = false;
            match message {
                Message::Text(text) => return Ok(Some(Bytes::from(text))),
                Message::Binary(bytes) => return Ok(Some(bytes)),
                Message::Close(_) => return Ok(None),
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
            }
        }
    }
}

impl Wire for Line {
    fn say<'a>(&'a self, text: &'a str) -> LocalFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let mut stream = self.take()?;
            let said = stream.send(Message::text(text)).await;
            self.stream.replace(Some(stream));
            said.map_err(|error| self.broken(&error.to_string().to_lowercase()))
        })
    }

    fn hear<'a>(&'a self) -> LocalFuture<'a, Result<Option<Bytes>, Fault>> {
        Box::pin(async move {
            let mut stream = self.take()?;
            let heard = self.next(&mut stream).await;
            self.stream.replace(Some(stream));
            heard
        })
    }
}

/// The other side is gone, whether or not it said goodbye.
fn is_end(error: &Error) -> bool {
    match error {
        Error::ConnectionClosed | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => true,
        Error::Io(error) => {
            matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof)
        }
        _ => false,
    }
}

/// A request that asks for a WebSocket at `url`, whose messages are of this protocol.
pub fn opening(url: Url, protocol: &str) -> Result<Request, Failure> {
    let mut key = [0; 16];
    getrandom::fill(&mut key)
        .map_err(|error| Failure::new(Code::Internal, format!("the system gives no random bytes: {error}")))?;
    let mut request = Request::get(url);
    let mut set = |name: HeaderName, value: &str| request.set_header(name, value, false);
    set(CONNECTION, "Upgrade");
    set(UPGRADE, "websocket");
    set(SEC_WEBSOCKET_VERSION, "13");
    set(SEC_WEBSOCKET_KEY, &STANDARD.encode(key));
    if !protocol.is_empty() {
        set(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    Ok(request)
}

/// Whether the answer is to this very request; otherwise what is wrong with it.
pub(super) fn check(request: &Request, answer: &HeaderMap) -> Result<(), &'static str> {
    let key = request.headers.get(SEC_WEBSOCKET_KEY).map(|key| key.as_bytes());
    let expected = key.map(|key| STANDARD.encode(Sha1::new().chain_update(key).chain_update(CONSTANT).finalize()));
    let accepted = answer.get(SEC_WEBSOCKET_ACCEPT).map(|value| value.as_bytes());
    if expected.is_none() || accepted != expected.as_deref().map(str::as_bytes) {
        return Err("it opens a connection that nobody asked for");
    }
    let chosen = answer.get(SEC_WEBSOCKET_PROTOCOL);
    match chosen.is_none() || chosen == request.headers.get(SEC_WEBSOCKET_PROTOCOL) {
        true => Ok(()),
        false => Err("it speaks another protocol than was asked for"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&'static str, &str)]) -> HeaderMap {
        headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_key_of_the_standard_s_example_is_accepted_as_the_standard_says() {
        let mut request = opening("https://x.example/chat".parse().unwrap(), "chat").unwrap();
        request.set_header(SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==", false);
        let right = ("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

        let checked = [
            check(&request, &answer(&[right])),
            check(&request, &answer(&[right, ("sec-websocket-protocol", "chat")])),
        ];
        let refused = [
            check(&request, &answer(&[right, ("sec-websocket-protocol", "other")])),
            check(&request, &answer(&[("sec-websocket-accept", "c3pPLMBiTxaQ9kYGzzhZRbK+xOo=")])),
            check(&request, &answer(&[])),
        ];

        assert_eq!(checked, [Ok(()); 2]);
        assert!(refused.iter().all(Result::is_err));
    }

    #[test]
    fn no_two_openings_have_the_same_key() {
        let key = || opening("https://x.example".parse().unwrap(), "").unwrap().headers[SEC_WEBSOCKET_KEY].clone();

        assert_ne!(key(), key());
    }
}
