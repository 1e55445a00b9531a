//! Messages of the real-time state: JSON, each ended by a line break, in frames that end anywhere.

use std::collections::VecDeque;

use bytes::{Buf as _, BytesMut};
use serde_json::Value;

use crate::http::{Fault, Socket};
use crate::workflow::Work;

/// A message that is longer than this is none.
const LONGEST: usize = 64 << 20;

/// An open conversation.
pub(super) struct Lines {
    socket: Socket,
    /// What came of a message that has not ended.
    rest: BytesMut,
    /// Bytes of the rest in which no line break was found.
    searched: usize,
    /// What is to be told before anything else.
    first: VecDeque<Value>,
}

impl Lines {
    pub(super) fn new(socket: Socket) -> Self {
        Self { socket, rest: BytesMut::new(), searched: 0, first: VecDeque::new() }
    }

    pub(super) fn put_first(&mut self, message: Value) {
        self.first.push_front(message);
    }

    pub(super) async fn say(&self, message: &Value) -> Result<(), Fault> {
        self.socket.say(&format!("{message}\n")).await
    }

    /// The next whole message. An end of the conversation is a fault: nobody asked for it.
    pub(super) async fn next(&mut self, work: &Work<'_>) -> Result<Value, Fault> {
        if let Some(first) = self.first.pop_front() {
            return Ok(first);
        }
        let host = || work.account.url().host_str().unwrap_or_default().to_owned();
        loop {
            while let Some(line) = self.line() {
                if !line.trim_ascii().is_empty() {
                    let cause = |error| format!("a message is no JSON: {error}");
                    return serde_json::from_slice(&line).map_err(|error| Fault::Garbled {
                        host: host(),
                        status: 101,
                        cause: cause(error),
                    });
                }
            }
            if self.rest.len() > LONGEST {
                let cause = "a message has no end".to_owned();
                return Err(Fault::Garbled { host: host(), status: 101, cause });
            }
            match work.session.interrupt.race(self.socket.hear()).await?? {
                Some(frame) => self.rest.extend_from_slice(&frame),
                None => {
                    let cause = "the site ended the conversation, as it does with those who read too slowly".to_owned();
                    return Err(Fault::Unanswered { host: host(), cause });
                }
            }
        }
    }

    fn line(&mut self) -> Option<BytesMut> {
        let Some(end) = self.rest[self.searched..].iter().position(|byte| *byte == b'\n') else {
            self.searched = self.rest.len();
            return None;
        };
        let line = self.rest.split_to(self.searched + end);
        self.rest.advance(1);
        self.searched = 0;
        Some(line)
    }
}
