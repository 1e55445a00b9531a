//! A whole answer, whatever its status.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};

use super::Socket;

/// Status, headers and body. The body is empty where it was saved to a file.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// All headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// Bytes that went to the request's file.
    pub saved: Option<u64>,
    /// What the connection became, where the request asked for a WebSocket.
    pub socket: Option<Socket>,
}

impl Reply {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether the status is of the 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the answer is HTML, which no vendor's API speaks: a proxy or a portal does. A vendor may declare its JSON so.
    pub fn is_html(&self) -> bool {
        let declared = self.headers.get(CONTENT_TYPE).is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
        match self.body.trim_ascii_start().first() {
            Some(b'<') => true,
            Some(b'{' | b'[') => false,
            _ => declared,
        }
    }

    /// How long the server asks to wait: `Retry-After` in seconds or as a date. A date is one of the server's clock, which
    /// this machine's may not agree with.
    pub fn retry_after(&self, now: SystemTime) -> Option<Duration> {
        let now = self.sent_at().unwrap_or(now);
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        match text.parse::<u64>() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            Err(_) => httpdate::parse_http_date(text).ok().map(|date| date.duration_since(now).unwrap_or_default()),
        }
    }

    /// Seconds that this machine's clock is ahead of the server's, below zero where it is behind.
    pub fn clock_ahead(&self, now: SystemTime) -> Option<i64> {
        let server = self.sent_at()?;
        let seconds = |span: Duration| i64::try_from(span.as_secs()).ok();
        match now.duration_since(server) {
            Ok(ahead) => seconds(ahead),
            Err(behind) => seconds(behind.duration()).map(|behind| -behind),
        }
    }

    /// When the server says that it answered.
    fn sent_at(&self) -> Option<SystemTime> {
        httpdate::parse_http_date(self.header("date")?).ok()
    }

    /// What the vendor's support wants to hear, under the names that servers give it.
    pub fn request_id(&self) -> Option<String> {
        ["x-request-id", "x-nj-request-id", "x-correlation-id", "request-id", "cf-ray"]
            .iter()
            .find_map(|name| self.header(name).map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::DATE;

    fn reply_with(retry_after: &str) -> Reply {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, retry_after.parse().unwrap());
        Reply { status: 429, headers, body: Bytes::new(), saved: None, socket: None }
    }

    #[test]
    fn the_clock_is_measured_against_the_date_of_the_answer() {
        let server = "Sun, 06 Nov 1994 08:49:37 GMT";
        let now = httpdate::parse_http_date(server).unwrap();
        let reply = |date: &str| {
            let mut reply = reply_with("1");
            reply.headers.insert(DATE, date.parse().unwrap());
            reply
        };

        let ahead = reply(server).clock_ahead(now + Duration::from_secs(1802));
        let behind = reply(server).clock_ahead(now - Duration::from_secs(5));

        assert_eq!((ahead, behind, reply("today").clock_ahead(now)), (Some(1802), Some(-5), None));
        assert_eq!(reply_with("1").clock_ahead(now), None);
    }

    #[test]
    fn json_that_is_declared_as_html_is_json() {
        let is_html = |media: &str, body: &str| {
            let mut reply = reply_with("1");
            reply.headers.insert(CONTENT_TYPE, media.parse().unwrap());
            reply.body = Bytes::from(body.to_owned());
            reply.is_html()
        };

        assert!(is_html("application/json", " <html>") && is_html("text/html; charset=utf-8", "Sorry"));
        assert!(!is_html("text/html", "\n{}") && !is_html("text/html", "[]") && !is_html("text/plain", "Sorry"));
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();

        let waits = ["7", "Sun, 06 Nov 1994 08:50:07 GMT", "Sun, 06 Nov 1994 08:00:00 GMT", "soon"]
            .map(|text| reply_with(text).retry_after(now).map(|wait| wait.as_secs()));

        assert_eq!(waits, [Some(7), Some(30), Some(0), None]);
    }

    #[test]
    fn a_date_is_counted_by_the_clock_that_wrote_it() {
        let mut reply = reply_with("Sun, 06 Nov 1994 08:50:07 GMT");
        reply.headers.insert(DATE, "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap());
        let an_hour_ahead = httpdate::parse_http_date("Sun, 06 Nov 1994 09:49:37 GMT").unwrap();

        assert_eq!(reply.retry_after(an_hour_ahead), Some(Duration::from_secs(30)));
    }
}
