//! Which call a method and a path mean.

use super::limits::Class;
use super::refusal::Refusal;

/// An id in a path; one that is no number does not exist.
type Id = Result<u64, Refusal>;

/// A call of the API.
#[derive(Debug)]
pub(super) enum Route {
    Ping,
    Customers,
    Customer(Id),
    Devices,
    Device(Id),
    Alerts,
    AlertsSince(Id),
    /// To reset it. Two clients also get it, which is not documented and therefore refused here.
    Alert(Id),
}

impl Route {
    pub(super) fn find(method: &str, path: &str) -> Result<Route, Refusal> {
        let words: Vec<&str> = path.strip_prefix("/v1/").unwrap_or_default().split('/').collect();
        let (allowed, route) = match words.as_slice() {
            ["ping"] => ("GET", Route::Ping),
            ["customers"] => ("GET", Route::Customers),
            ["devices"] => ("GET", Route::Devices),
            ["alerts"] => ("GET", Route::Alerts),
            ["alerts", "since", id] if !id.is_empty() => ("GET", Route::AlertsSince(number(id))),
            ["customers", id] if !id.is_empty() => ("GET", Route::Customer(number(id))),
            ["devices", id] if !id.is_empty() => ("GET", Route::Device(number(id))),
            ["alerts", id] if !id.is_empty() && *id != "since" => ("DELETE", Route::Alert(number(id))),
            _ => return Err(Refusal::nowhere()),
        };
        if method == allowed { Ok(route) } else { Err(Refusal::wrong_method(allowed)) }
    }

    /// The vendor names limits for lists and entities; a ping is neither.
    pub(super) fn class(&self) -> Option<Class> {
        match self {
            Route::Ping => None,
            Route::Customers | Route::Devices | Route::Alerts | Route::AlertsSince(_) => Some(Class::List),
            Route::Customer(_) | Route::Device(_) | Route::Alert(_) => Some(Class::Entity),
        }
    }
}

/// As the vendor writes ids: no sign, no leading zeros.
fn number(text: &str) -> Id {
    text.parse().ok().filter(|id: &u64| id.to_string() == text).ok_or_else(Refusal::unknown_id)
}
