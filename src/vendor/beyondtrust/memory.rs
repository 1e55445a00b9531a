//! What was learned of a site, for as long as it is believed: sites seldom change.

use serde_json::{Value, json};

use crate::workflow::Work;

/// Seconds that an answer is believed.
const LIFE: u64 = 24 * 3600;

fn place(work: &Work<'_>, what: &str) -> String {
    format!("beyondtrust {what} {}", work.account.url())
}

/// What was learned under this name, unless that was too long ago.
pub(super) fn recall(work: &Work<'_>, what: &str) -> Option<String> {
    let kept: Value = serde_json::from_slice(&work.cache?.read(&place(work, what))?).ok()?;
    let age = u64::try_from(work.now() - kept["as_of"].as_i64()?).ok()?;
    (age < work.max_age.unwrap_or(LIFE)).then(|| kept[what].as_str().map(str::to_owned))?
}

/// Without a place to keep it the next run asks again.
pub(super) fn keep(work: &Work<'_>, what: &str, word: &str) {
    let kept = json!({ what: word, "as_of": work.now() });
    let _ = work.cache.map(|cache| cache.replace(&place(work, what), kept.to_string().as_bytes()));
}
