//! Which alerts may be reset: the vendor says so in each of them.

use serde_json::Value;

use super::alerts::LIST;
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::workflow::Work;

/// Why an alert cannot be reset, for each of `ids`. Costs one list; an alert that is not in a list that was kept may be
/// younger than it, and costs a second one.
pub(super) async fn judge(work: &Work<'_>, ids: &[String]) -> Result<Vec<Option<Failure>>, Fault> {
    let mut alerts = work.list(&LIST, &Given::default()).await?;
    if work.cache.is_some() && ids.iter().any(|id| find(&alerts, id).is_none()) {
        alerts = work.list_anew(&LIST, &Given::default()).await?;
    }
    Ok(ids.iter().map(|id| reason(id, find(&alerts, id))).collect())
}

fn find<'a>(alerts: &'a [Value], id: &str) -> Option<&'a Value> {
    alerts.iter().find(|alert| text_of(&alert["id"]) == id)
}

fn reason(id: &str, alert: Option<&Value>) -> Option<Failure> {
    let Some(alert) = alert else {
        let failure = Failure::new(Code::NotFound, format!("there is no alert `{id}`"));
        return Some(failure.hint("`rmctl ninja alerts list` lists those that are open"));
    };
    match &alert["can_reset"] {
        Value::Bool(true) => None,
        _ => Some(kept(id, alert)),
    }
}

fn kept(id: &str, alert: &Value) -> Failure {
    let status = alert["status"].as_str().map(|status| format!(" ({status})")).unwrap_or_default();
    let message = format!("the alert `{id}`{status} cannot be reset: the vendor marks it as `can_reset: false`");
    Failure::new(Code::Rejected, message).hint(match alert["device"]["id"] {
        Value::Null => "it goes away when what caused it does".to_owned(),
        ref device => format!(
            "it goes away when what caused it does; `rmctl ninja devices get {}` shows the device",
            text_of(device)
        ),
    })
}
