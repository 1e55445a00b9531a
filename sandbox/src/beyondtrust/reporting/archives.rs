//! What a site of Remote Support keeps of itself: the state each half hour, and the events of each ten minutes. One day of the
//! week has nothing.

use super::super::blank::written;
use super::super::xml::Element;
use super::range::{DAY, midnight};
use super::{Asked, No};
use crate::compression::gzip;
use crate::exchange::Reply;
use serde_json::{Map, Value, json};

/// So many days are kept, today among them.
const KEPT: i64 = 7;
/// So many days ago nothing was kept.
const WITHOUT: i64 = 3;
const NOTHING: No = No::Old("No archives found for the given search criteria.");

impl Asked<'_> {
    pub(super) fn archives(&self) -> Result<Element, No> {
        self.only(&["date"])?;
        let (states, events) = (self.times(1800)?, self.times(600)?);
        let time = |name, at: i64| Element::text(name, &written(at)).with("timestamp", at);
        let index = |number: usize| Element::text("index", &(number + 1).to_string());
        let states = states
            .into_iter()
            .enumerate()
            .map(|(number, at)| Element::new("state_archive").holding([time("time", at), index(number)]));
        let events = events.into_iter().enumerate().map(|(number, at)| {
            Element::new("event_archive").holding([time("start_time", at), time("end_time", at + 600), index(number)])
        });
        Ok(Element::new("archives").holding(states.chain(events)))
    }

    /// When archives of the day begin; each is there a while after its end.
    fn times(&self, every: i64) -> Result<Vec<i64>, No> {
        let day = midnight(self.given("date")).ok_or_else(|| "Invalid date".to_owned())?;
        let ago = (self.now - self.now.rem_euclid(DAY) - day) / DAY;
        let times: Vec<i64> =
            (0..DAY / every).map(|number| day + number * every).filter(|at| at + every + 300 <= self.now).collect();
        let is_kept = (0..KEPT).contains(&ago) && ago != WITHOUT && !times.is_empty();
        if is_kept { Ok(times) } else { Err(NOTHING) }
    }

    pub(super) fn archive(&self) -> Result<Reply, No> {
        self.only(&["date", "type", "index"])?;
        let index: usize = self.given("index").parse().map_err(|_| "Invalid index".to_owned())?;
        let (every, is_state) = match self.given("type") {
            "state" => (1800, true),
            "event" => (600, false),
            _ => return Err(No::Root("Invalid type".into())),
        };
        let times = self.times(every)?;
        let at = *index.checked_sub(1).and_then(|index| times.get(index)).ok_or(NOTHING)?;
        let text = if is_state { self.state(at).to_string() } else { self.events(at, at + every) };
        Ok(Reply::content(200, "application/gzip", gzip(text.as_bytes()).unwrap_or_default()))
    }

    /// The sessions that went on then, and whom they were with.
    fn state(&self, at: i64) -> Value {
        let going_on = self.site.past.iter().filter(|one| one.start <= at && one.end.is_none_or(|end| end > at));
        let session = |(number, start): (u64, i64)| {
            (
                number.to_string(),
                json!({ "customer_name": "harbour-01", "created_timestamp": start, "start_method": "session_key" }),
            )
        };
        let sessions: Map<String, Value> = going_on.map(|one| session((one.number, one.start))).collect();
        let representative =
            json!({ "public_display_name": "Anna", "user_id": 2, "username": "anna", "created_timestamp": at });
        let sessions = if sessions.is_empty() { Value::Null } else { Value::Object(sessions) };
        json!({ "representative": { "3": representative }, "support_session": sessions, "queue": null })
    }

    /// What they are like is published nowhere.
    fn events(&self, from: i64, until: i64) -> String {
        let begun = self.site.past.iter().filter(|one| (from..until).contains(&one.start));
        begun.map(|one| format!("{}\n", json!({ "timestamp": one.start, "lsid": one.lsid }))).collect()
    }
}
