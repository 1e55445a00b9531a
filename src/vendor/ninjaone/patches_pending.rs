//! `ninjaone patches pending`: what waits to be installed on all devices, of operating systems and of software.

use serde_json::{Map, Value};

use super::filter::{CLASS, DF, GROUP, ONLINE, ORG};
use super::queries;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const PATCHES: Group = Group {
    name: "patches",
    about: "Patches that wait to be installed, on all devices",
    operations: &[PENDING],
    groups: &[],
};

pub(super) const PENDING: Operation = Operation::stream("pending", Effect::Read, pending)
    .about("List patches that wait to be installed, of operating systems and of software")
    .arguments(&[
        Argument::workflow("kind", Kind::String).values(&["os", "software"]).help("only patches of this kind"),
        DF,
        ORG,
        CLASS,
        ONLINE,
        GROUP,
    ])
    .columns(
        &["kind", "deviceId", "status", "name", "title", "severity", "impact"],
        &["kbNumber", "type", "timestamp"],
    );

fn pending<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let only = given.text("kind");
        let mut patches = Vec::new();
        for (kind, operation) in [("os", &queries::OS_PATCHES), ("software", &queries::SOFTWARE_PATCHES)] {
            if only.as_deref().is_none_or(|only| only == kind) {
                let request = work.plan(operation, given)?;
                patches.extend(waiting(kind, work.as_they_came(operation, request).await?)?);
            }
        }
        Ok(work.hand_over(&patches))
    })
}

/// The reports hold what failed and what was rejected as well. A state that nobody knows yet is shown, not lost.
const NOT_PENDING: [&str; 3] = ["FAILED", "REJECTED", "INSTALLED"];

fn waiting(kind: &'static str, patches: Vec<Record>) -> Result<Vec<Record>, Failure> {
    let mut waiting = Vec::new();
    for patch in patches {
        let Value::Object(members) = patch.parse()? else { continue };
        let status = members.get("status").and_then(Value::as_str).unwrap_or_default().to_uppercase();
        if !NOT_PENDING.contains(&status.as_str()) {
            let named: Map<String, Value> = std::iter::once(("kind".to_owned(), kind.into())).chain(members).collect();
            waiting.push(Record::from(Value::Object(named)));
        }
    }
    Ok(waiting)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_failed_or_was_rejected_does_not_wait() {
        let statuses = ["MANUAL", "FAILED", "Approved", "REJECTED", "PENDING", "Installed", "NEW_WORD"];
        let patches = statuses.iter().map(|status| Record::from(json!({"status": status, "deviceId": 1}))).collect();

        let found = waiting("os", patches).unwrap();

        let found: Vec<Value> = found.iter().map(|patch| patch.parse().unwrap()["status"].clone()).collect();
        assert_eq!(found, ["MANUAL", "Approved", "PENDING", "NEW_WORD"]);
    }

    #[test]
    fn each_says_which_kind_it_is_and_keeps_every_digit() {
        let patch =
            Record::from_json_bytes(bytes::Bytes::from_static(br#"{"id":"a","timestamp":1742412252.744000000}"#));

        let found = waiting("software", vec![patch]).unwrap();

        let text = String::from_utf8_lossy(found[0].as_bytes()).into_owned();
        assert_eq!(text, r#"{"kind":"software","id":"a","timestamp":1742412252.744000000}"#);
    }
}
