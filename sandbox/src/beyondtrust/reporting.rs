//! The Reporting API, version 1, as far as it is here: sessions, what was done with accounts of the Vault, licences as ZIP.

use super::accounts::Account;
use super::blank::written;
use super::command::parameters;
use super::options::BeyondTrustProduct;
use super::refusal::Refusal;
use super::site::Site;
use super::xml::Element;
use crate::exchange::{Reply, Request};
use crate::zip;
use std::collections::BTreeMap;

type Parameters = BTreeMap<String, String>;

/// What each product puts before the names.
const OF_RS: &str = "https://www.beyondtrust.com/namespaces/API/reporting";
const OF_PRA: &str = "http://www.beyondtrust.com/sra/namespaces/API/reporting";

/// One of them says which time is meant.
const TIMES: [&str; 4] = ["start_date", "start_time", "end_date", "end_time"];
const DAY: i64 = 86_400;

/// A session that was, or that is still going on.
#[derive(Debug)]
pub(super) struct Past {
    pub(super) lsid: String,
    start: i64,
    pub(super) end: Option<i64>,
}

impl Past {
    /// Two that have ended, before those that are going on.
    pub(super) fn seeded(going_on: &[super::sessions::Session], now: i64) -> Vec<Past> {
        let ended = |number: u64, start: i64, end: i64| Past {
            lsid: format!("4f6ff3ed2ed04dbf8b1a4b1f2a3c5e{number:02}"),
            start: now - start,
            end: Some(now - end),
        };
        let open = going_on.iter().map(|one| Past { lsid: one.lsid.clone(), start: now - 600, end: None });
        [ended(1, 2 * DAY, 2 * DAY - 900), ended(2, 7200, 3600)].into_iter().chain(open).collect()
    }

    fn shown(&self) -> Element {
        let length = self.end.map(|end| end - self.start);
        let duration =
            length.map(|seconds| format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
        let time = |name, seconds: i64| Element::text(name, &written(seconds)).with("timestamp", seconds);
        let link = format!("https://site.example.com/session_download?lsid={}&h=SANDBOX-link", self.lsid);
        let ends = self.end.map(|end| time("end_time", end));
        Element::new("session").with("lsid", &self.lsid).holding(
            [Element::text("session_type", "support"), time("start_time", self.start)]
                .into_iter()
                .chain(ends)
                .chain(duration.map(|duration| Element::text("duration", &duration)))
                .chain([
                    Element::new("external_key"),
                    Element::text("session_chat_view_url", &link),
                    Element::text("primary_customer", "harbour-01").with("gsnumber", 22),
                    Element::text("primary_rep", "Anna").with("gsnumber", 21).with("id", 2),
                ]),
        )
    }
}

/// What was done with an account of the Vault.
#[derive(Debug)]
pub(super) struct Activity {
    pub(super) at: i64,
    pub(super) event: &'static str,
    pub(super) account: u64,
    pub(super) by: &'static Account,
}

impl Activity {
    fn shown(&self) -> Element {
        let by = Element::text("performed_by", self.by.name).with("id", self.by.id);
        let activity = Element::new("vault_account_activity").with("timestamp", self.at).with("event_type", self.event);
        activity.with("account", self.account).holding([by, Element::new("data")])
    }
}

/// The times that are asked for.
struct Range {
    of_end: bool,
    from: i64,
    until: i64,
}

impl Site {
    /// Judge and carry out one request of the Reporting API.
    pub(super) fn report(
        &mut self,
        request: &Request,
        account: &Account,
        product: BeyondTrustProduct,
        now: i64,
    ) -> Result<Reply, Refusal> {
        if !account.may_report {
            return Err(Refusal::NoDocument);
        }
        let mut parameters = parameters(request)?;
        let is_rs = product == BeyondTrustProduct::RemoteSupport;
        let kind = parameters.remove("generate_report").unwrap_or_default();
        if kind == "EndpointLicenseUsage" && parameters.is_empty() {
            return Ok(licences());
        }
        let said = self.reported(&kind, &parameters, is_rs, now);
        let said = said.unwrap_or_else(|sentence| Element::text("error", &sentence));
        Ok(said.into_reply(if is_rs { OF_RS } else { OF_PRA }))
    }

    fn reported(&self, kind: &str, parameters: &Parameters, is_rs: bool, now: i64) -> Result<Element, String> {
        match (kind, is_rs) {
            ("AccessSession", false) | ("SupportSession", true) => {
                let fitting = self.fitting(parameters, now)?;
                Ok(Element::new("session_list").holding(fitting.into_iter().map(Past::shown)))
            }
            ("AccessSessionListing", false) | ("SupportSessionListing", true) => {
                let range = range(parameters, now)?.ok_or("No time was given.")?;
                let summary =
                    |one: &Past| Element::new("session_summary").with("lsid", &one.lsid).with("has_recording", 0);
                let fitting = self.past.iter().filter(|one| range.has(one));
                Ok(Element::new("session_summary_list").holding(fitting.map(summary)))
            }
            ("VaultAccountActivity", _) => {
                let range = range(parameters, now)?.ok_or("No time was given.")?;
                let fitting = self.activities.iter().filter(|one| (range.from..range.until).contains(&one.at));
                Ok(Element::new("vault_account_activity_list").holding(fitting.map(Activity::shown)))
            }
            _ => Err("Invalid report".into()),
        }
    }

    /// The sessions that are named, or those of a time.
    fn fitting(&self, parameters: &Parameters, now: i64) -> Result<Vec<&Past>, String> {
        let named = parameters.get("lsid").or(parameters.get("lsids"));
        let times: Parameters = parameters
            .iter()
            .filter(|(name, _)| !name.starts_with("lsid"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        match (named, range(&times, now)?) {
            (Some(named), None) => {
                let named: Vec<&str> = named.split(',').collect();
                Ok(self.past.iter().filter(|one| named.contains(&one.lsid.as_str())).collect())
            }
            (None, Some(range)) => Ok(self.past.iter().filter(|one| range.has(one)).collect()),
            _ => Err("Either sessions or a time are given.".into()),
        }
    }
}

impl Range {
    /// What began in it, whether it has ended or not; or what has ended in it.
    fn has(&self, one: &Past) -> bool {
        let at = if self.of_end { one.end } else { Some(one.start) };
        at.is_some_and(|at| (self.from..self.until).contains(&at))
    }
}

/// Nothing where no time is given; what is given besides is unknown.
fn range(parameters: &Parameters, now: i64) -> Result<Option<Range>, String> {
    let known = |name: &&String| !TIMES.contains(&name.as_str()) && *name != "duration";
    if let Some(unknown) = parameters.keys().find(known) {
        return Err(format!("Unknown parameter: {unknown}"));
    }
    let given: Vec<(&str, &String)> = TIMES.iter().filter_map(|name| Some((*name, parameters.get(*name)?))).collect();
    let (name, text) = match given[..] {
        [] => return Ok(None),
        [one] => one,
        _ => return Err("Only one time can be given.".into()),
    };
    let is_date = name.ends_with("date");
    let from = if is_date { midnight(text) } else { text.parse().ok() }.ok_or(format!("Invalid {name}"))?;
    let duration = parameters.get("duration").map_or(Ok(0), |text| text.parse::<i64>());
    let duration = duration.ok().filter(|length| *length >= 0).ok_or("Invalid duration")?;
    let length = duration.saturating_mul(if is_date { DAY } else { 1 });
    let until = if length == 0 { now + 1 } else { from.saturating_add(length) };
    Ok(Some(Range { of_end: name.starts_with("end"), from, until }))
}

fn midnight(date: &str) -> Option<i64> {
    format!("{date}T00:00:00Z").parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

fn licences() -> Reply {
    let table = "\"Jump Item Name\",\"Hostname / IP\",\"Jumpoint\",\"Remote Application Name\",\"License\",\"Jump Method\",\"Jump Group\"\n\
                 \"harbour-switch\",\"harbour-switch.example.com\",\"Quay\",\"\",\"yes\",\"Shell Jump\",\"Harbour\"\n";
    Reply::content(200, "application/zip", zip::archive(&[("jump_items.csv".into(), table.into())]))
}
