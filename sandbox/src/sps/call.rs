//! A request as the areas of the interface see it.

use super::refusal::Refusal;
use crate::exchange::Request;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::str::FromStr;

/// A request with its path and query taken apart.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) request: &'a Request,
    /// As the box knows it: from `/api`, without a slash at the end.
    pub(super) path: String,
    /// Its words after `/api`.
    pub(super) words: Vec<String>,
    query: Vec<(String, String)>,
    pub(super) now: i64,
    /// The value of the cookie, once it is known to be good.
    pub(super) session: String,
}

impl<'a> Call<'a> {
    pub(super) fn new(request: &'a Request, prefix: &str, now: i64) -> Option<Call<'a>> {
        let path = request.path.strip_prefix(prefix)?.trim_end_matches('/');
        let rest = path.strip_prefix("/api").filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
        let decoded = |word: &str| percent_decode_str(word).decode_utf8_lossy().into_owned();
        let query = form_urlencoded::parse(request.query.as_bytes()).into_owned().collect();
        let words = rest.split('/').skip(1).map(decoded).collect();
        Some(Call { request, path: path.to_owned(), words, query, now, session: String::new() })
    }

    pub(super) fn method(&self) -> &'a str {
        &self.request.method
    }

    pub(super) fn is_change(&self) -> bool {
        !matches!(self.method(), "GET" | "HEAD")
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A parameter that is a number, or what it is when it is not given.
    pub(super) fn number<Number: FromStr>(&self, name: &str, default: Number) -> Result<Number, Refusal> {
        let given = self.parameter(name).map(str::parse);
        given.unwrap_or(Ok(default)).map_err(|_| Refusal::query(name, "The value is no number"))
    }

    /// Refuse every parameter that is none of these.
    pub(super) fn knows_only(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.query.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(Refusal::query(name, "The parameter is not known")),
            None => Ok(()),
        }
    }

    pub(super) fn allows(&self, methods: &[&str]) -> Result<(), Refusal> {
        match methods.contains(&self.method()) {
            true => Ok(()),
            false => Err(Refusal::wrong_method(self.method(), &self.path)),
        }
    }

    /// The body as JSON, which it must be.
    pub(super) fn json(&self) -> Result<Value, Refusal> {
        let kind = self.request.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Refusal::body("The content type is not application/json"));
        }
        serde_json::from_slice(&self.request.body).map_err(|_| Refusal::body("The body is not JSON"))
    }

    /// Calls without a body must say that it is empty.
    pub(super) fn no_body(&self) -> Result<(), Refusal> {
        if self.request.header("content-length").is_none() {
            return Err(Refusal::length_required());
        }
        match self.request.body.is_empty() {
            true => Ok(()),
            false => Err(Refusal::body("No body is expected")),
        }
    }

    pub(super) fn agent(&self) -> &str {
        self.request.header("user-agent").unwrap_or_default()
    }

    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.request.headers.iter().filter(|(known, _)| known == "cookie");
        let pairs = cookies.flat_map(|(_, value)| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(known, _)| *known == name).map(|(_, value)| value).next()
    }
}
