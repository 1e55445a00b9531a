//! Where a single asset type is and how it is changed: published twice, and not alike. The usual form is tried first, the
//! other one where the server knows nothing of it, and what worked is kept for the run.

use std::cell::Cell;

use reqwest::Method;

use super::ASSET_TYPES;
use crate::config::Account;
use crate::http::{Refusal, Request};

const ONE: &str = "/nbapi/ei/v1/assetType";

/// What is known of the server.
pub(super) struct Ways {
    /// Single asset types are at the singular; `None` while nobody knows.
    is_singular: Cell<Option<bool>>,
    /// Asset types are changed by PATCH.
    patches: Cell<Option<bool>>,
}

impl Ways {
    pub(super) fn of(account: &Account) -> Self {
        let said = |key, other| account.plain(key).map(|value| value == other);
        Self {
            is_singular: Cell::new(said("asset_type_path", "assetType")),
            patches: Cell::new(said("asset_type_update", "PATCH")),
        }
    }

    /// The request as the server is known to take it, where that is another one.
    pub(super) fn known(&self, request: &Request) -> Option<Request> {
        let other = match self.is_singular.get() {
            Some(true) => singular(request),
            _ => None,
        };
        let current = other.as_ref().unwrap_or(request);
        let patched = (self.patches.get() == Some(true)).then(|| patch(current)).flatten();
        patched.or(other)
    }

    /// The same in the other form.
    pub(super) fn another(&self, sent: &Request, refusal: &Refusal) -> Option<Request> {
        match refusal.status {
            404 if self.is_singular.get().is_none() => singular(sent),
            405 | 501 if self.patches.get().is_none() => patch(sent),
            _ => None,
        }
    }

    /// Learn from what worked.
    pub(super) fn learn(&self, sent: &Request) {
        match (split(sent, ONE), split(sent, ASSET_TYPES)) {
            (None, None) => return,
            (one, _) => self.is_singular.set(self.is_singular.get().or(Some(one.is_some()))),
        }
        if matches!(sent.method, Method::PUT | Method::PATCH) {
            self.patches.set(self.patches.get().or(Some(sent.method == Method::PATCH)));
        }
    }
}

/// What stands before and behind the path of a single asset type.
fn split<'r>(request: &'r Request, path: &str) -> Option<(&'r str, &'r str)> {
    let (before, rest) = request.url.path().split_once(path)?;
    let id = rest.strip_prefix('/').filter(|id| !id.is_empty() && !id.contains('/'))?;
    Some((before, id))
}

fn singular(request: &Request) -> Option<Request> {
    let path = split(request, ASSET_TYPES).map(|(before, id)| format!("{before}{ONE}/{id}"))?;
    let mut other = request.clone();
    other.url.set_path(&path);
    Some(other)
}

fn patch(request: &Request) -> Option<Request> {
    let is_change = request.method == Method::PUT && (split(request, ONE).or(split(request, ASSET_TYPES))).is_some();
    is_change.then(|| Request { method: Method::PATCH, ..request.clone() })
}
