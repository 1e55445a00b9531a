//! What a box says of a transaction, in the shape of old versions and of new ones. Pure.

use std::time::Duration;

use serde_json::Value;

use crate::http::Reply;

/// The state of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Status {
    /// It waits for its commit.
    pub(super) open: bool,
    /// `required` or `optional`; old versions do not say.
    pub(super) commit_message: Option<String>,
    /// How long its login lasts if it is not used.
    pub(super) remaining: Option<Duration>,
}

impl Status {
    /// What the answer says, if it is about a transaction.
    pub(super) fn of(reply: &Reply) -> Option<Self> {
        let answer: Value = serde_json::from_slice(&reply.body).ok()?;
        let body = [&answer["body"], &answer["transaction"]].into_iter().find(|body| body["status"].is_string())?;
        Some(Self {
            open: body["status"] == "open",
            commit_message: body["commit_message"].as_str().map(str::to_owned),
            remaining: remaining_in(&answer),
        })
    }

    /// Whether there is no commit without a message.
    pub(super) fn wants_message(&self) -> bool {
        self.commit_message.as_deref() == Some("required")
    }
}

/// How long the login lasts from this answer on, if it is not used.
pub(super) fn remaining(reply: &Reply) -> Option<Duration> {
    remaining_in(&serde_json::from_slice(&reply.body).ok()?)
}

fn remaining_in(answer: &Value) -> Option<Duration> {
    let seconds = answer["meta"]["remaining_seconds"].as_u64()?;
    // More than a day says nothing that anybody waits for.
    Some(Duration::from_secs(seconds.min(86_400)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::reply_with_body;

    fn status(body: &str) -> Option<Status> {
        Status::of(&reply_with_body(200, body))
    }

    #[test]
    fn both_shapes_are_read() {
        let old = status(r#"{"key":"transaction","meta":{"href":"/api/transaction"},"transaction":{"status":"open"}}"#);
        let new = status(
            r#"{"body":{"commit_message":"required","status":"closed"},"key":"transaction","meta":{"remaining_seconds":600}}"#,
        );

        assert_eq!(old, Some(Status { open: true, commit_message: None, remaining: None }));
        let remaining = Some(Duration::from_secs(600));
        assert_eq!(new, Some(Status { open: false, commit_message: Some("required".into()), remaining }));
    }

    #[test]
    fn an_answer_about_something_else_is_no_status() {
        for body in ["", "<html>", "{}", "[]", r#"{"body":{"name":"x"}}"#, r#"{"body":null,"transaction":{}}"#] {
            assert_eq!(status(body), None, "{body}");
        }
    }

    #[test]
    fn no_number_that_a_box_sends_is_too_large() {
        let huge = reply_with_body(200, r#"{"meta":{"remaining_seconds":18446744073709551615}}"#);

        assert_eq!(remaining(&huge), Some(Duration::from_secs(86_400)));
        assert_eq!(remaining(&reply_with_body(200, r#"{"meta":{"remaining_seconds":-1}}"#)), None);
    }
}
