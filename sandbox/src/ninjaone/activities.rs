//! What has happened: a past that is computed, and what requests have added since, script runs above all.

use super::fleet::uid;
use super::time::Moment;
use crate::random::Dice;
use crate::table::Record;
use serde_json::{Value, json};

/// The id of the oldest activity.
const FIRST: u64 = 177_001;

/// How many times somebody has to look until a script has ended, unless time passes first.
const LOOKS: u32 = 2;
/// How many seconds a script takes at most.
const SECONDS: i64 = 3;

/// Type, status code, status, severity and message of what happens by itself.
const PAST: &[(&str, &str, &str, &str, &str)] = &[
    ("SYSTEM", "NODE_UPDATED", "Device updated", "NONE", "Device was updated."),
    ("CONDITION", "TRIGGERED", "Triggered", "MODERATE", "Memory Utilization is greater than or equal to 80%"),
    ("CONDITION", "RESET", "Reset", "NONE", "Memory Utilization is back below 80%"),
    ("PATCH_MANAGEMENT", "COMPLETED", "Completed", "NONE", "Patch scan completed."),
    ("ACTION", "COMPLETED", "Completed", "NONE", "Action \u{1b}[31mRun script\u{1b}[0m completed."),
    ("SYSTEM", "APP_USER_LOGGED_IN", "User logged in", "NONE", "Jane Roe logged in."),
];

/// A script on its way.
#[derive(Debug)]
struct Run {
    series: String,
    device: u64,
    source: String,
    begun: i64,
    looks: u32,
    /// Whether it ends well, and with which words.
    end: (bool, String),
}

#[derive(Debug)]
pub(super) struct Activities {
    seed: u64,
    devices: u64,
    now: i64,
    past: u64,
    added: Vec<Record>,
    runs: Vec<Run>,
}

impl Activities {
    pub(super) fn new(seed: u64, devices: u64, now: i64) -> Activities {
        Activities { seed, devices, now, past: 3 * devices, added: Vec::new(), runs: Vec::new() }
    }

    /// The newest id, which is the account's.
    pub(super) fn last(&self) -> u64 {
        FIRST - 1 + self.past + self.added.len() as u64
    }

    /// From the newest to the oldest, below `older_than` and above `newer_than`.
    pub(super) fn newest(&self, older_than: Option<u64>, newer_than: Option<u64>) -> impl Iterator<Item = Record> {
        let end = older_than.unwrap_or(u64::MAX).min(self.last() + 1);
        let begin = newer_than.map_or(FIRST, |id| id + 1).max(FIRST);
        (begin..end.max(begin)).rev().map(|id| self.at(id))
    }

    fn at(&self, id: u64) -> Record {
        let place = id - FIRST;
        match place.checked_sub(self.past) {
            Some(added) => self.added[added as usize].clone(),
            None => self.drawn(id, place),
        }
    }

    fn drawn(&self, id: u64, place: u64) -> Record {
        let (kind, code, status, severity, message) = PAST[(place % PAST.len() as u64) as usize];
        let ago = 61 * (self.past - place) as i64;
        let device = Dice::new(self.seed, place).below(self.devices.max(1));
        let mut members = json!({
            "id": id,
            "activityTime": Moment::new(self.now - ago, (place % 1000) as u32).value(),
            "deviceId": super::fleet::id(device),
            "severity": severity,
            "priority": "NONE",
            "seriesUid": uid(self.seed, 0x5e71, place / 2),
            "activityType": kind,
            "statusCode": code,
            "status": status,
            "sourceName": "",
            "subject": "",
            "message": message,
            "type": kind,
        });
        if code == "APP_USER_LOGGED_IN" {
            members["userId"] = 1.into();
            members.as_object_mut().into_iter().for_each(|members| {
                members.shift_remove("deviceId");
            });
        }
        members.as_object().cloned().unwrap_or_default()
    }

    /// Something has happened now.
    pub(super) fn add(&mut self, now: i64, kind: &str, code: &str, members: Value) {
        let mut record = Record::new();
        record.insert("id".into(), (self.last() + 1).into());
        record.insert("activityTime".into(), Moment::new(now, 0).value());
        for (name, value) in [("severity", "NONE"), ("priority", "NONE"), ("activityType", kind), ("statusCode", code)]
        {
            record.insert(name.into(), value.into());
        }
        record.insert("status".into(), word(code).into());
        record.insert("type".into(), kind.into());
        record.extend(members.as_object().cloned().unwrap_or_default());
        self.added.push(record);
    }

    /// A script begins.
    pub(super) fn begin(&mut self, now: i64, series: String, device: u64, source: String, end: (bool, String)) {
        let run = Run { series, device, source, begun: now, looks: 0, end };
        let message = format!("Action {} was requested.", run.source);
        self.tell(&run, now, "START_REQUESTED", message, None);
        self.runs.push(run);
    }

    /// Somebody looks, or time has passed: scripts go on.
    pub(super) fn go_on(&mut self, now: i64) {
        for mut run in std::mem::take(&mut self.runs) {
            run.looks += 1;
            if run.looks == 1 {
                let message = format!("Action {} has started.", run.source);
                self.tell(&run, now, "STARTED", message, None);
            }
            if run.looks < LOOKS && now < run.begun + SECONDS {
                self.runs.push(run);
                continue;
            }
            let result = if run.end.0 { "SUCCESS" } else { "FAILURE" };
            let message = format!("Action {} completed with {result}. {}", run.source, run.end.1);
            self.tell(&run, now, "COMPLETED", message, Some(result));
        }
    }

    fn tell(&mut self, run: &Run, now: i64, code: &str, message: String, result: Option<&str>) {
        let mut members = json!({
            "deviceId": run.device,
            "seriesUid": run.series,
            "sourceName": run.source,
            "subject": run.source,
            "userId": 1,
            "message": message,
        });
        if let Some(result) = result {
            members["activityResult"] = result.into();
            members["data"] = json!({ "message": { "code": "action_result", "params": { "output": run.end.1 } } });
        }
        self.add(now, "ACTION", code, members);
    }

    /// The scripts that have not ended, as jobs.
    pub(super) fn jobs(&self) -> Vec<Record> {
        let each = self.runs.iter().map(|run| {
            let job = json!({
                "uid": run.series,
                "deviceId": run.device,
                "message": format!("Action {} is running.", run.source),
                "createTime": Moment::new(run.begun, 0).value(),
                "updateTime": Moment::new(run.begun, 0).value(),
                "sourceType": "ACTION",
                "sourceName": run.source,
                "subject": run.source,
                "userId": 1,
                "jobStatus": "IN_PROCESS",
                "jobType": "ACTION",
            });
            job.as_object().cloned().unwrap_or_default()
        });
        each.collect()
    }
}

/// `START_REQUESTED` as people read it.
fn word(code: &str) -> String {
    let lower = code.replace('_', " ").to_lowercase();
    let (first, rest) = lower.split_at(1.min(lower.len()));
    first.to_uppercase() + rest
}
