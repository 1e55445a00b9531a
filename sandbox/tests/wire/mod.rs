//! The least HTTP client that can ask a simulator, for the tests of every vendor.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;

/// What came back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// One request on a connection of its own; nothing where no whole answer came.
pub(crate) fn raw(origin: &str, method: &str, target: &str, head: &str, body: &[u8]) -> Option<Answer> {
    parse(&bytes(origin, method, target, head, body))
}

/// All that came back until the connection ended.
pub(crate) fn bytes(origin: &str, method: &str, target: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let address = origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    let begin = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{head}\r\n"
    );
    stream.write_all(&[begin.as_bytes(), body].concat()).unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes); // A reset is the end, too.
    bytes
}

fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length =
        head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    let body = bytes[end + 4..].to_vec();
    length.is_none_or(|length| length == body.len()).then_some(Answer { status, head, body })
}
