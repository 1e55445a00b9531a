//! Reports that are files: recordings, which are elsewhere on the site, a table in a ZIP archive, and the syslog in another.

use super::super::refusal::Refusal;
use super::super::site::Site;
use super::{Asked, No};
use crate::compression::gzip;
use crate::exchange::{Reply, Request};
use crate::table::{At, Record};
use crate::zip;
use std::fmt::Write as _;

const DAY: i64 = 86_400;
/// An entry is written in lines of no more letters, wherever they break.
const LONGEST: usize = 60;

impl Asked<'_> {
    /// The recording is elsewhere on the same site.
    pub(super) fn recording(&self) -> Result<Reply, No> {
        self.only(&["lsid"])?;
        let lsid = self.given("lsid");
        match self.site.past.iter().any(|one| one.lsid == lsid && one.is_recorded) {
            true => {
                let link = format!("{}/session_download?lsid={lsid}&kind=recording&h=SANDBOX-link", self.origin);
                Ok(Reply::content(302, "text/html", "").with("location", link))
            }
            false => Err(No::Root("No recording was found.".into())),
        }
    }

    /// That of a shell is the answer itself.
    pub(super) fn shell_recording(&self) -> Result<Reply, No> {
        let mut needed = vec!["lsid"];
        needed.extend(self.parameters.contains_key("instance").then_some("instance"));
        self.only(&needed)?;
        let lsid = self.given("lsid");
        let has_it = self.site.past.iter().any(|one| one.lsid == lsid && one.is_recorded);
        match has_it && ["", "0"].contains(&self.given("instance")) {
            true => Ok(video(lsid)),
            false => Err(No::Root("No recording was found.".into())),
        }
    }
}

/// What the links of sessions lead to.
pub(in super::super) fn download(site: &Site, request: &Request) -> Result<Reply, Refusal> {
    let given = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(request.query.as_bytes());
        pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let has_it = site.past.iter().any(|one| one.lsid == given("lsid") && one.is_recorded);
    match request.method == "GET" && has_it && given("h") == "SANDBOX-link" {
        true => Ok(video(&given("lsid"))),
        false => Err(Refusal::not_found()),
    }
}

fn video(lsid: &str) -> Reply {
    Reply::content(200, "video/mp4", format!("SANDBOX recording of {lsid}"))
}

/// Every Jump Item of the site.
pub(super) fn licences(site: &Site) -> Reply {
    let mut table = String::from(
        "\"Jump Item Name\",\"Hostname / IP\",\"Jumpoint\",\"Remote Application Name\",\"License\",\"Jump Method\",\"Jump Group\"\n",
    );
    let kinds = [("/jump-item/shell-jump", "Shell Jump"), ("/jump-item/remote-rdp", "Remote RDP")];
    for (list, method) in kinds {
        for item in site.lists.all(list) {
            let named = |list: &str, id: &str| {
                site.lists.get(list, item.at(id).as_u64().unwrap_or(0)).map(|one| text(&one, "name"))
            };
            let jumpoint = named("/jumpoint", "jumpoint_id").unwrap_or_default();
            let group = named("/jump-group", "jump_group_id").unwrap_or_default();
            let cells = [
                text(&item, "name"),
                text(&item, "hostname"),
                jumpoint,
                String::new(),
                "yes".into(),
                method.into(),
                group,
            ];
            let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            let _ = writeln!(table, "{}", cells.join(",")); // A text takes everything.
        }
    }
    Reply::content(200, "application/zip", zip::archive(&[("jump_items.csv".into(), table.into())]))
}

fn text(record: &Record, name: &str) -> String {
    record.at(name).as_str().unwrap_or_default().to_owned()
}

/// The log of today as text, that of yesterday packed once more. Who asks for it stands in it.
pub(super) fn syslog(site: &Site, now: i64) -> Reply {
    let mut older = String::new();
    add(
        &mut older,
        now - DAY,
        12_482,
        "event=login;site=tenant.example.com;status=success;target=web/login;who=Anna (anna@example.com) using saml;who_ip=192.0.2.4",
    );
    add(
        &mut older,
        now - DAY + 60,
        12_483,
        "event=jump_item_changed;site=tenant.example.com;old_comments=first\\; second;old_login_schedule:enabled=0;new_comments=third;who=Anna;who=anna",
    );
    let mut current = String::new();
    for activity in &site.activities {
        add(
            &mut current,
            activity.at,
            300,
            &format!("event={};site=tenant.example.com;account={}", activity.event, activity.account),
        );
    }
    for at in &site.logged {
        add(&mut current, *at, 301, "event=syslog_report_generated;site=tenant.example.com;who=Automation");
    }
    let packed = gzip(older.as_bytes()).unwrap_or_default();
    let files = [("syslog".to_owned(), current.into()), ("syslog.1.gz".to_owned(), packed.into())];
    Reply::content(200, "application/zip", zip::archive(&files))
}

/// An entry, in as many lines as it needs.
fn add(log: &mut String, at: i64, pid: u32, text: &str) {
    let text = format!("{text};when={at}");
    let letters: Vec<char> = text.chars().collect();
    let count = letters.len().div_ceil(LONGEST);
    let time =
        jiff::Timestamp::from_second(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH).strftime("%b %e %H:%M:%S").to_string();
    for (number, part) in letters.chunks(LONGEST).enumerate() {
        let part: String = part.iter().collect();
        // A text takes everything.
        let _ = writeln!(log, "{time} tenant BG[{pid}]: 1427:{:02}:{count:02}:{part}", number + 1);
    }
}
