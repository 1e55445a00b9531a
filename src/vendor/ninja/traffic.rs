//! How little NinjaRMM v1 bears, and which of its lists are kept because of it.

use std::time::Duration;

use reqwest::Method;

use crate::catalog::Traffic;
use crate::http::{Kept, Quota, Request};

/// Whether the vendor counts by key, by path or by tenant is not documented: all lists together is what holds for each.
pub(super) const TRAFFIC: Traffic = Traffic {
    // A window lasts minutes: asking again within seconds only uses up the next one.
    blind_429: false,
    html_is_limit: false,
    one_a_connection: false,
    per_second: None,
    quotas: &[
        Quota { name: "ninja lists", count: 10, window: LIST_WINDOW, counts: is_list },
        Quota { name: "ninja entities", count: 10, window: Duration::from_secs(60), counts: is_entity },
    ],
    counters: None,
    kept: &[
        kept("ninja customers", |request| is_list(request) && is_below(request, "/v1/customers"), |_| false),
        kept("ninja devices", |request| is_list(request) && is_below(request, "/v1/devices"), |_| false),
        kept(
            "ninja alerts",
            |request| is_list(request) && is_below(request, "/v1/alerts"),
            |request| request.method == Method::DELETE && is_below(request, "/v1/alerts"),
        ),
    ],
};

const LIST_WINDOW: Duration = Duration::from_secs(600);

const fn kept(name: &'static str, holds: fn(&Request) -> bool, ends_with: fn(&Request) -> bool) -> Kept {
    Kept { name, life: LIST_WINDOW, holds, ends_with }
}

fn is_below(request: &Request, path: &str) -> bool {
    request.url.path().starts_with(path)
}

fn segments(request: &Request) -> Vec<&str> {
    request.url.path().split('/').filter(|segment| !segment.is_empty()).collect()
}

fn is_list(request: &Request) -> bool {
    let has_path =
        matches!(segments(request)[..], ["v1", "customers" | "devices" | "alerts"] | ["v1", "alerts", "since", _]);
    request.method == Method::GET && has_path
}

fn is_entity(request: &Request) -> bool {
    matches!(segments(request)[..], ["v1", "customers" | "devices" | "alerts", _])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Repeat;

    /// What a request counts as, what is kept of it, and what it ends.
    fn told(method: Method, path: &str) -> (Vec<&'static str>, Vec<&'static str>, Vec<&'static str>) {
        let url = format!("https://vendor.example{path}").parse().unwrap();
        let request = Request::new(method, url, Repeat::Freely);
        let names = |of: fn(&Kept) -> fn(&Request) -> bool| {
            TRAFFIC.kept.iter().filter(|kept| of(kept)(&request)).map(|kept| kept.name).collect()
        };
        let counted = TRAFFIC.quotas.iter().filter(|quota| (quota.counts)(&request)).map(|quota| quota.name).collect();
        (counted, names(|kept| kept.holds), names(|kept| kept.ends_with))
    }

    #[test]
    fn lists_are_counted_and_kept_by_themselves() {
        let (lists, none) = (vec!["ninja lists"], Vec::new);

        assert_eq!(told(Method::GET, "/v1/customers"), (lists.clone(), vec!["ninja customers"], none()));
        assert_eq!(told(Method::GET, "/v1/devices"), (lists.clone(), vec!["ninja devices"], none()));
        assert_eq!(told(Method::GET, "/v1/alerts"), (lists.clone(), vec!["ninja alerts"], none()));
        assert_eq!(told(Method::GET, "/v1/alerts/since/7"), (lists, vec!["ninja alerts"], none()));
    }

    #[test]
    fn single_things_are_counted_and_never_kept() {
        let (entities, none) = (vec!["ninja entities"], Vec::new);

        assert_eq!(told(Method::GET, "/v1/customers/1"), (entities.clone(), none(), none()));
        assert_eq!(told(Method::GET, "/v1/devices/1"), (entities.clone(), none(), none()));
        assert_eq!(told(Method::DELETE, "/v1/alerts/1"), (entities, none(), vec!["ninja alerts"]));
        assert_eq!(told(Method::GET, "/v1/ping"), (none(), none(), none()));
    }
}
