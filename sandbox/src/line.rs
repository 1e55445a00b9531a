//! WebSockets around the simulators: frames in, frames out. Knows no vendor's rules.

use crate::exchange::{Request, Seen};
use crate::server::Shared;
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

/// How often a simulator is asked whether it has something to tell.
const GLANCE: Duration = Duration::from_millis(10);

/// What a simulator says over an open line.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) frames: Vec<Bytes>,
    /// After that the line is closed.
    pub(crate) ends: bool,
}

/// Carry messages until one of the two hangs up.
pub(crate) async fn carry(shared: Arc<Shared>, request: Request, upgrade: OnUpgrade) {
    let line = shared.new_line();
    if let Ok(upgraded) = upgrade.await {
        let stream = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
        converse(&shared, &request, line, stream).await;
    }
    shared.hang_up(&request, line);
}

async fn converse<S>(shared: &Shared, request: &Request, line: u64, mut stream: WebSocketStream<S>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let patience = shared.patience(request);
    loop {
        let said = tokio::select! {
            message = stream.next() => match message {
                Some(Ok(Message::Text(text))) => shared.hear(request, line, &text),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Said::default(),
                _ => return,
            },
            () = tokio::time::sleep(GLANCE) => shared.tell(request, line),
        };
        for frame in said.frames {
            // Whoever has gone is known by the next message, which does not come.
            if tokio::time::timeout(patience, stream.send(Message::Binary(frame))).await.is_err() {
                shared.remember(Seen::dropped(&request.path));
                return;
            }
        }
        if said.ends {
            let _ = stream.close(None).await; // It may have gone before.
            return;
        }
    }
}

impl Seen {
    /// The end of a conversation with somebody who did not read what was sent.
    fn dropped(path: &str) -> Seen {
        Seen { method: "DROP".into(), path: path.into(), body: String::new(), is_authorized: false }
    }

    /// A message, of which nothing but its kind is kept: it may hold a token.
    pub(crate) fn said(path: &str, text: &str) -> Seen {
        let message: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        Seen {
            method: "SAY".into(),
            path: path.into(),
            body: message["type"].as_str().unwrap_or_default().into(),
            is_authorized: text.contains("bearer_token"),
        }
    }
}
