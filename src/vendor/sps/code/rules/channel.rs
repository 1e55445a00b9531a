//! Channel policies, section 5.2 of the facts. How a rule names its channel is not certain, so all members are looked at.

use serde_json::Value;

use super::Demand::{List, Required, Truth};
use super::{Rule, always};

/// What is certain of them.
pub(super) const RULES: &[Rule] = &[
    always("name", Required),
    always("rules", List),
    always("rules[].actions", Required),
    always("rules[].actions.audit", Truth),
    always("rules[].actions.four_eyes", Truth),
];

/// Without the channel of this name nothing works in Telnet.
pub(super) fn problem(body: &Value) -> Option<String> {
    let rules = body["rules"].as_array()?;
    let names_channel = |rule: &Value| rule.as_object().is_some_and(|members| members.values().any(names_telnet));
    let is_known = |rule: &Value| {
        rule.as_object()
            .is_some_and(|members| ["channel", "type", "name"].iter().any(|name| members.contains_key(*name)))
    };
    let lacks = !rules.iter().any(names_channel) && rules.iter().all(is_known);
    lacks.then(|| "`rules` needs one for the channel `telnet`, without which Telnet does not work".to_owned())
}

fn names_telnet(member: &Value) -> bool {
    match member {
        Value::Array(entries) => entries.iter().any(names_telnet),
        other => other == "telnet",
    }
}
