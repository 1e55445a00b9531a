//! The pages of a list: what fits the filters, as many as asked for, and headers that say where the rest is.

use super::surface::Call;
use crate::exchange::{Reply, Request};
use crate::table::{At, Record};
use serde_json::Value;

const SIZE: &str = "per_page";
const PAGE: &str = "current_page";
const LARGEST: usize = 100;
/// A filter that lets more through, and not less.
const WIDENS: &str = "include_personal";

/// Whether all filters fit, each exactly but for capitals.
pub(super) fn fits(call: &Call<'_>, record: &Record) -> bool {
    let filters = call.query.pairs().filter(|(name, _)| ![SIZE, PAGE, WIDENS].contains(name));
    let mut filters = filters.map(|(name, wanted)| holds(record.at(name), wanted));
    let is_hidden = record.at("personal") == true && !call.query.is_set(WIDENS);
    filters.all(|fits| fits) && !is_hidden
}

fn holds(value: &Value, wanted: &str) -> bool {
    match value {
        Value::String(text) => text.to_lowercase() == wanted.to_lowercase(),
        Value::Array(items) => items.iter().any(|item| holds(item, wanted)),
        other => {
            let text = other.to_string();
            text == wanted
        }
    }
}

/// The part of them that the page is.
pub(super) struct Page {
    number: usize,
    size: usize,
    total: usize,
}

impl Page {
    pub(super) fn of(call: &Call<'_>, total: usize) -> Page {
        let number = |name: &str| call.query.number(name).and_then(|number| usize::try_from(number).ok());
        Page { number: number(PAGE).unwrap_or(1), size: number(SIZE).unwrap_or(LARGEST), total }
    }

    pub(super) fn cut<T>(&self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip((self.number - 1).saturating_mul(self.size)).take(self.size).collect()
    }

    fn last(&self) -> usize {
        self.total.div_ceil(self.size).max(1)
    }

    pub(super) fn told(&self, reply: Reply, request: &Request) -> Reply {
        let link = |(relation, page): (&str, usize)| format!("<{}>; rel=\"{relation}\"", self.address(request, page));
        let last = self.last();
        let previous = (self.number > 1).then_some(("previous", self.number.saturating_sub(1)));
        let next = (self.number < last).then_some(("next", self.number + 1));
        let links = [Some(("first", 1)), previous, next, Some(("last", last))];
        let links: Vec<String> = links.into_iter().flatten().map(link).collect();
        reply
            .with("link", links.join(", "))
            .with("x-bt-pagination-current-page", self.number.to_string())
            .with("x-bt-pagination-last-page", last.to_string())
            .with("x-bt-pagination-per-page", self.size.to_string())
            .with("x-bt-pagination-total", self.total.to_string())
    }

    /// The same request for another page.
    fn address(&self, request: &Request, page: usize) -> String {
        let given = form_urlencoded::parse(request.query.as_bytes());
        let filters = given.filter(|(name, _)| ![SIZE, PAGE].contains(&&**name));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(filters);
        query.append_pair(SIZE, &self.size.to_string()).append_pair(PAGE, &page.to_string());
        let (host, path) = (request.header("host").unwrap_or_default(), &request.path);
        format!("http://{host}{path}?{}", query.finish())
    }
}
