//! A request and its answer, free of the HTTP library's types.

use bytes::Bytes;

/// A request as the simulators judge it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As sent, still percent-encoded.
    pub(crate) path: String,
    /// As sent, without the `?`.
    pub(crate) query: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// An answer before it is compressed or spoilt.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(status: u16, body: impl Into<Bytes>) -> Reply {
        Reply::content(status, "application/json", body)
    }

    pub(crate) fn content(status: u16, kind: &str, body: impl Into<Bytes>) -> Reply {
        Reply { status, headers: vec![("content-type".into(), kind.into())], body: body.into() }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Reply {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// A request that arrived, for a test to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// `GET`
    pub method: String,
    /// The path, with the query as it was sent.
    pub path: String,
    /// The body as text; what is not UTF-8 is replaced.
    pub body: String,
    /// Whether an `Authorization` header came. Its value is never kept.
    pub is_authorized: bool,
}

impl Seen {
    pub(crate) fn of(request: &Request) -> Seen {
        let mark = if request.query.is_empty() { "" } else { "?" };
        Seen {
            method: request.method.clone(),
            path: format!("{}{mark}{}", request.path, request.query),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            is_authorized: request.header("authorization").is_some(),
        }
    }
}
