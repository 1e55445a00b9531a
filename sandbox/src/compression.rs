//! Gzip, for clients that accept it.

use crate::exchange::{Reply, Request};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// The reply, compressed where the request allows it.
pub(crate) fn compress(request: &Request, reply: Reply) -> Reply {
    let is_accepted = request.header("accept-encoding").is_some_and(|accepted| accepted.contains("gzip"));
    if !is_accepted || reply.body.is_empty() {
        return reply;
    }
    match gzip(&reply.body) {
        Ok(body) => Reply { body: body.into(), ..reply }.with("content-encoding", "gzip"),
        Err(_) => reply,
    }
}

/// The bytes as a gzip file.
pub(crate) fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}
