//! The Reporting API, version 1: one path, where a parameter says which report. Answers in XML, errors among them, or files.
//!
//! What the elements of summaries, teams, presentations and Jump Items hold is published nowhere: there is as little in them
//! here as can be.

mod archives;
mod duplicates;
mod files;
mod history;
mod range;
mod surveys;

use super::accounts::Account;
use super::command::parameters;
use super::options::BeyondTrustProduct;
use super::refusal::Refusal;
use super::site::Site;
use super::xml::Element;
use crate::exchange::{Reply, Request};
use range::{Range, STARTS, TIMES};
use std::collections::BTreeMap;

pub(super) use files::download;
pub(super) use history::{Activity, Past};

type Parameters = BTreeMap<String, String>;

/// What each product puts before the names; what older sites do, which some errors still show.
const OF_RS: &str = "https://www.beyondtrust.com/namespaces/API/reporting";
const OF_PRA: &str = "http://www.beyondtrust.com/sra/namespaces/API/reporting";
const OF_OLD: &str = "http://www.bomgar.com/namespaces/API/reporting";

/// One request for a report.
struct Asked<'a> {
    site: &'a Site,
    parameters: Parameters,
    is_rs: bool,
    now: i64,
    /// Where the site is, as its clients name it.
    origin: String,
}

/// What is said in the place of a report, and in which element.
enum No {
    /// As the root.
    Root(String),
    /// Inside what the report would have been.
    Within(&'static str, String),
    /// As sites say it that have another name.
    Old(&'static str),
}

impl From<String> for No {
    fn from(sentence: String) -> No {
        No::Root(sentence)
    }
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
        let kind = parameters.remove("generate_report").unwrap_or_default();
        if kind == "Syslog" {
            self.logged.push(now);
        }
        let origin = format!("http://{}{}", request.header("host").unwrap_or_default(), super::PREFIX);
        let is_rs = product == BeyondTrustProduct::RemoteSupport;
        let asked = Asked { site: self, parameters, is_rs, now, origin };
        let namespace = if is_rs { OF_RS } else { OF_PRA };
        let error = |sentence: &str| Element::text("error", sentence);
        Ok(match asked.answer(&kind) {
            Ok(reply) => reply,
            Err(No::Root(sentence)) => error(&sentence).into_reply(namespace),
            Err(No::Within(root, sentence)) => Element::new(root).holding([error(&sentence)]).into_reply(namespace),
            Err(No::Old(sentence)) => error(sentence).into_reply(OF_OLD),
        })
    }
}

impl Asked<'_> {
    fn answer(&self, kind: &str) -> Result<Reply, No> {
        match (kind, self.is_rs) {
            ("EndpointLicenseUsage", _) => self.only(&[]).map(|()| files::licences(self.site)).map_err(No::from),
            ("Syslog", _) => self.only(&[]).map(|()| files::syslog(self.site, self.now)).map_err(No::from),
            ("AccessSessionRecording", false) | ("SupportSessionRecording", true) => self.recording(),
            ("CommandShellRecording", _) => self.shell_recording(),
            ("ShowMyScreenRecording" | "PresentationSessionRecording", true) => {
                self.only(&["lsid"])?;
                Err(No::Root("No recording was found.".into()))
            }
            ("Archive", true) => self.archive(),
            _ => self.said(kind).map(|element| element.into_reply(if self.is_rs { OF_RS } else { OF_PRA })),
        }
    }

    fn said(&self, kind: &str) -> Result<Element, No> {
        match (kind, self.is_rs) {
            ("AccessSession", false) | ("SupportSession", true) => {
                let fitting = self.sessions("session_list")?;
                let shown = fitting.into_iter().map(|one| one.shown(&self.origin, self.is_rs));
                Ok(Element::new("session_list").holding(shown))
            }
            ("AccessSessionListing", false) | ("SupportSessionListing", true) => self.listing(),
            ("AccessSessionSummary", false) => self.summary(&["user"]),
            ("SupportSessionSummary", true) => self.summary(&["rep", "team"]),
            ("SupportCustExitSurvey", true) => self.surveys("customer"),
            ("SupportRepExitSurvey", true) => self.surveys("representative"),
            ("SupportTeam", true) | ("Team", false) => self.teams(),
            ("PresentationSession" | "PresentationSessionListing", true) => {
                self.range(&TIMES, &["lsid", "lsids"])?;
                Ok(Element::new("presentation_session_list"))
            }
            ("LicenseUsage", true) => self.licence_usage(),
            ("VaultAccountActivity", _) => self.activities(),
            ("JumpItem", _) => {
                match self.parameters.keys().any(|name| TIMES.contains(&name.as_str())) {
                    true => self.range(&TIMES, &[]).map(|_| ())?,
                    false => self.only(&[])?,
                }
                Ok(Element::new("jump_item_list"))
            }
            ("ArchiveListing", true) => self.archives(),
            _ => Err(No::Root("Invalid report".into())),
        }
    }

    fn listing(&self) -> Result<Element, No> {
        let root = "session_summary_list";
        let range = self.range(&TIMES, &[]).map_err(|sentence| No::Within(root, sentence))?;
        let fitting = self.site.past.iter().filter(|one| range.has(one.start, one.end));
        Ok(Element::new(root).holding(fitting.map(Past::listed)))
    }

    /// None that is older than 90 days.
    fn activities(&self) -> Result<Element, No> {
        let (range, oldest) = (self.range(&TIMES, &[])?, self.now - 90 * range::DAY);
        let fitting = self.site.activities.iter().filter(|one| range.holds(one.at) && one.at > oldest);
        Ok(Element::new("vault_account_activity_list").holding(fitting.map(Activity::shown)))
    }

    /// Nothing but these may be given, and each of them has to be.
    fn only(&self, names: &[&str]) -> Result<(), String> {
        if let Some(unknown) = self.parameters.keys().find(|name| !names.contains(&name.as_str())) {
            return Err(format!("Unknown parameter: {unknown}"));
        }
        match names.iter().find(|name| !self.parameters.contains_key(**name)) {
            Some(missing) => Err(format!("Missing parameter: {missing}")),
            None => Ok(()),
        }
    }

    fn given(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    fn range(&self, times: &[&str], besides: &[&str]) -> Result<Range, String> {
        Range::of(&self.parameters, times, besides, self.now)?.ok_or_else(|| "No time was given.".to_owned())
    }

    /// The sessions that are named, or those of a time.
    fn sessions(&self, root: &'static str) -> Result<Vec<&Past>, No> {
        let named: Vec<&str> =
            ["lsid", "lsids"].iter().filter_map(|name| Some(self.parameters.get(*name)?.as_str())).collect();
        let range = Range::of(&self.parameters, &TIMES, &["lsid", "lsids"], self.now)?;
        match (&named[..], range) {
            ([named], None) if !self.parameters.contains_key("duration") => {
                let named: Vec<&str> = named.split(',').collect();
                Ok(self.site.past.iter().filter(|one| named.contains(&one.lsid.as_str())).collect())
            }
            ([], Some(range)) => Ok(self.site.past.iter().filter(|one| range.has(one.start, one.end)).collect()),
            _ => Err(No::Within(root, "Either sessions or a time are given.".into())),
        }
    }

    /// By whom, or by what, and how many.
    fn summary(&self, kinds: &[&str]) -> Result<Element, No> {
        let kind = self.given("report_type");
        if !kinds.contains(&kind) {
            return Err(No::Root("Invalid report_type".into()));
        }
        let range = self.range(&TIMES, &["report_type"])?;
        let count = self.site.past.iter().filter(|one| range.has(one.start, one.end)).count();
        let one = Element::text("summary", &format!("{count}")).with("id", 2);
        Ok(Element::new("summary_list").holding([one].into_iter().filter(|_| count > 0)))
    }

    fn teams(&self) -> Result<Element, No> {
        self.range(&TIMES, &["team_id"])?;
        let teams = self.site.lists.ids("/team").into_iter();
        let wanted = self.given("team_id");
        let fitting = teams.filter(|id| wanted.is_empty() || wanted == id.to_string());
        Ok(Element::new("team_activity_list")
            .holding(fitting.map(|id| Element::text("team_activity", "").with("id", id))))
    }

    /// There is something to tell only where nearly all are in use.
    fn licence_usage(&self) -> Result<Element, No> {
        self.range(&STARTS, &["group_by"])?;
        match self.given("group_by") {
            "" | "hour" | "day" | "month" => {
                let intervals = Element::new("license_time_intervals");
                Ok(Element::new("license_usage").holding([intervals]))
            }
            _ => Err(No::Root("Invalid group_by".into())),
        }
    }
}
