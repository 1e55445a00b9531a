//! A request as a value: complete, unsigned, and sent by nobody yet.

use std::path::PathBuf;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::Expected;
use crate::catalog::Paging;

/// The page of a proxy or of a login is never the file that was asked for.
pub const HTML: &[&str] = &["text/html"];

/// Whether a request may be sent again after an attempt whose outcome is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// It changes nothing.
    Freely,
    /// It changes something: only if the first attempt provably did nothing.
    OnlyIfUnsent,
}

/// What a request carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// No body.
    Empty,
    /// Bytes and their media type.
    Bytes {
        /// The body.
        bytes: Bytes,
        /// Its `Content-Type`.
        media: &'static str,
    },
    /// The parts of a multipart form.
    Form(Vec<Part>),
    /// A file as it is, read while it is sent.
    File {
        /// Where the file is.
        path: PathBuf,
        /// Its `Content-Type`.
        media: &'static str,
    },
}

/// One part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A value.
    Text {
        /// The name of the field.
        name: String,
        /// Its value.
        text: String,
    },
    /// A value that is JSON, and says so: a server that expects an object takes no plain text for it.
    Json {
        /// The name of the field.
        name: String,
        /// Its value.
        json: String,
    },
    /// A file, read while it is sent.
    File {
        /// The name of the field.
        name: String,
        /// Where the file is.
        path: PathBuf,
    },
}

/// One request, before it is signed.
#[derive(Debug, Clone)]
pub struct Request {
    /// What it does, for traces: the words of the command.
    pub name: String,
    /// The HTTP method.
    pub method: Method,
    /// The whole URL.
    pub url: Url,
    /// Headers besides those that the transport adds.
    pub headers: HeaderMap,
    /// The body.
    pub content: Content,
    /// Whether it may be sent twice.
    pub repeat: Repeat,
    /// The answer's body goes to this file as it comes, not into memory.
    pub save: Option<PathBuf>,
    /// Media types of answers that are not that file.
    pub no_file: &'static [&'static str],
    /// The ids whose ends an asynchronous answer must report.
    pub awaited: Vec<String>,
    /// The member of the answer in which the records stand, where it is not the usual one.
    pub answer: Option<&'static str>,
    /// The answer is one page of a list, and the others are wanted too, asked for in this way.
    pub pages: Option<Paging>,
    /// What each record of the answer must show, because it was asked for.
    pub expected: Vec<Expected>,
    /// It asks how a change ended that the vendor has accepted already.
    pub follows_change: bool,
    /// No answer that was kept will do.
    pub fresh: bool,
    /// Its body and its answer's hold credentials: no trace shows them.
    pub confidential: bool,
    /// Its body is a secret as a whole: neither a trace nor a dry run shows it.
    pub sealed: bool,
    /// Its answer holds secrets that the user asked for: they are shown, but in no trace.
    pub revealing: bool,
    /// It belongs to the login that is there: with another one it would mean something else.
    pub bound: bool,
    /// It cleans up after a change, and goes out although the user wants to stop.
    pub tidies: bool,
}

impl Request {
    /// A request that asks for JSON.
    pub fn new(method: Method, url: Url, repeat: Repeat) -> Self {
        let accept = HeaderValue::from_static("application/json");
        Self {
            name: String::new(),
            method,
            url,
            headers: HeaderMap::from_iter([(reqwest::header::ACCEPT, accept)]),
            content: Content::Empty,
            repeat,
            save: None,
            no_file: HTML,
            awaited: Vec::new(),
            answer: None,
            pages: None,
            expected: Vec::new(),
            follows_change: false,
            fresh: false,
            confidential: false,
            sealed: false,
            revealing: false,
            bound: false,
            tidies: false,
        }
    }

    /// A GET that asks for JSON.
    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url, Repeat::Freely)
    }

    /// A header set, whatever it was before. A value that no header can hold is left out of the request, never sent in part.
    pub fn set_header(&mut self, name: HeaderName, value: &str, secret: bool) {
        if let Ok(mut value) = HeaderValue::from_str(value) {
            value.set_sensitive(secret);
            self.headers.insert(name, value);
        }
    }

    /// The same request with a JSON body.
    #[must_use]
    pub fn json(mut self, body: &serde_json::Value) -> Self {
        self.content = Content::Bytes { bytes: Bytes::from(body.to_string()), media: "application/json" };
        self
    }

    /// The same request with a body as browsers send forms.
    #[must_use]
    pub fn form(mut self, pairs: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.content = Content::Bytes { bytes: Bytes::from(body), media: "application/x-www-form-urlencoded" };
        self
    }

    /// The first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        self.url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The same request with one query parameter replaced, or added.
    #[must_use]
    pub fn with_query(&self, name: &str, value: &str) -> Self {
        let mut request = self.clone();
        let others: Vec<(String, String)> =
            self.url.query_pairs().filter(|(key, _)| key != name).map(|(k, v)| (k.into(), v.into())).collect();
        request.url.set_query(None);
        add_pairs(&mut request.url, others.into_iter().chain([(name.to_owned(), value.to_owned())]));
        request
    }
}

/// More parameters at the end of the query. A blank is `%20`: `+` means one only to those who read forms.
pub fn add_pairs(url: &mut Url, pairs: impl IntoIterator<Item = (String, String)>) {
    let mut pairs = pairs.into_iter().peekable();
    if pairs.peek().is_none() {
        return;
    }
    url.query_pairs_mut().extend_pairs(pairs);
    let query = url.query().unwrap_or_default().replace('+', "%20");
    url.set_query(Some(&query));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacing_a_parameter_keeps_the_others_in_their_order() {
        let request = Request::get(Url::parse("http://x/a?q=1%202&offset=0&fields=id").unwrap());

        let next = request.with_query("offset", "10");

        assert_eq!(next.url.as_str(), "http://x/a?q=1%202&fields=id&offset=10");
    }
}
