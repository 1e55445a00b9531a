//! What has happened: sessions, and what was done with accounts of the Vault.

use super::super::accounts::Account;
use super::super::blank::written;
use super::super::sessions::Session;
use super::super::xml::Element;
use super::range::DAY;

/// A session that was, or that is still going on.
#[derive(Debug)]
pub(in super::super) struct Past {
    pub(in super::super) lsid: String,
    pub(super) number: u64,
    pub(super) start: i64,
    pub(in super::super) end: Option<i64>,
    pub(super) is_recorded: bool,
}

impl Past {
    /// Some that have ended, before those that are going on.
    pub(in super::super) fn seeded(going_on: &[Session], now: i64) -> Vec<Past> {
        let ended = |number: u64, start: i64, end: i64| Past {
            lsid: format!("4f6ff3ed2ed04dbf8b1a4b1f2a3c5e{number:02}"),
            number,
            start: now - start,
            end: Some(now - end),
            is_recorded: number % 2 == 1,
        };
        let before = [ended(1, 2 * DAY, 2 * DAY - 900), ended(2, 7200, 3600)];
        let open = going_on.iter().zip(3..).map(|(one, number)| Past {
            lsid: one.lsid.clone(),
            number,
            start: now - 600,
            end: None,
            is_recorded: false,
        });
        before.into_iter().chain(open).collect()
    }

    /// As short as can be.
    pub(super) fn listed(&self) -> Element {
        let listed = Element::new("session_summary").with("lsid", &self.lsid);
        let key = Element::text("external_key", self.external_key());
        listed.with("has_recording", u8::from(self.is_recorded)).holding([key])
    }

    fn external_key(&self) -> &'static str {
        if self.number == 1 { "INC-1" } else { "" }
    }

    pub(super) fn shown(&self, origin: &str, is_rs: bool) -> Element {
        let ends = self.end.map(|end| time("end_time", end));
        let head = [
            Element::text("session_type", "support"),
            Element::text("lseq", &self.number.to_string()),
            time("start_time", self.start),
        ];
        let site = is_rs.then(|| Element::text("public_site", "Default").with("id", 1));
        let body = [
            Element::text("jump_group", "Harbour").with("type", "shared").with("id", 1),
            Element::text("external_key", self.external_key()),
            Element::new("custom_attributes"),
        ];
        let counts =
            ["file_transfer_count", "file_move_count", "file_delete_count"].map(|name| Element::text(name, "0"));
        let people = [
            Element::text("primary_customer", "harbour-01").with("gsnumber", 22),
            Element::text("primary_rep", "Anna").with("gsnumber", 21).with("id", 2),
            customers(),
            representatives(),
            self.details(),
        ];
        let all = head.into_iter().chain(ends).chain(self.duration()).chain(site).chain(body);
        let all = all.chain(self.links(origin)).chain(counts).chain(people);
        Element::new("session").with("lsid", &self.lsid).holding(all)
    }

    fn duration(&self) -> Option<Element> {
        let seconds = self.end? - self.start;
        let text = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        Some(Element::text("duration", &text))
    }

    /// Whoever has one of them sees the session.
    fn links(&self, origin: &str) -> Vec<Element> {
        let link = |kind: &str| format!("{origin}/session_download?lsid={}&kind={kind}&h=SANDBOX-link", self.lsid);
        let shown = |name, kind: &str| Element::text(name, &link(kind));
        let mut links = vec![shown("session_chat_view_url", "chat"), shown("session_chat_download_url", "chat")];
        if self.is_recorded {
            links.push(shown("session_recording_view_url", "recording"));
            links.push(shown("session_recording_download_url", "recording"));
            let shell =
                Element::new("command_shell_recording").with("instance", 0).holding([shown("download_url", "shell")]);
            links.push(Element::new("command_shell_recordings").holding([shell]));
        }
        links
    }

    fn details(&self) -> Element {
        let event = |at: i64, kind: &str| {
            let by = Element::text("performed_by", "Anna").with("type", "representative").with("gsnumber", 21);
            let value = Element::new("value").with("name", "owner").with("value", "Anna & \"others\"");
            let data = Element::new("data").holding([value]);
            Element::new("event").with("timestamp", at).with("event_type", kind).holding([by, data])
        };
        let ends = self.end.map(|end| event(end, "Session End"));
        Element::new("session_details").holding([event(self.start, "Session Start")].into_iter().chain(ends))
    }
}

fn customers() -> Element {
    let members = [
        Element::text("username", "harbour-01"),
        Element::text("public_ip", "192.0.2.19:61606"),
        Element::text("private_ip", "10.0.0.4"),
        Element::text("hostname", "harbour-01.example.com"),
        Element::text("os", "Linux"),
    ];
    Element::new("customer_list").holding([Element::new("customer").with("gsnumber", 22).holding(members)])
}

fn representatives() -> Element {
    let members = [
        Element::text("username", "anna"),
        Element::text("display_name", "Anna"),
        Element::text("public_ip", "[2001:db8::d987]:56722"),
        Element::text("session_owner", "1"),
        Element::text("seconds_involved", "900"),
    ];
    let one = Element::new("representative").with("gsnumber", 21).with("id", 2).holding(members);
    Element::new("rep_list").holding([one])
}

fn time(name: &'static str, seconds: i64) -> Element {
    Element::text(name, &written(seconds)).with("timestamp", seconds)
}

/// What was done with an account of the Vault.
#[derive(Debug)]
pub(in super::super) struct Activity {
    pub(in super::super) at: i64,
    pub(in super::super) event: &'static str,
    pub(in super::super) account: u64,
    pub(in super::super) by: &'static Account,
}

impl Activity {
    pub(super) fn shown(&self) -> Element {
        let by = Element::text("performed_by", self.by.name).with("id", self.by.id);
        let activity = Element::new("vault_account_activity").with("timestamp", self.at).with("event_type", self.event);
        activity.with("account", self.account).holding([by, Element::new("data")])
    }
}
