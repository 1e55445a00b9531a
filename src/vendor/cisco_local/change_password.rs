//! `cisco-local change-password`: the one call besides the login that carries no token.

use serde_json::json;

use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::workflow::{Outcome, Work};

pub(super) const CHANGE_PASSWORD: Operation =
    Operation::workflow("change-password", Effect::Write, |work, given| Box::pin(change(work, given)))
        .about("Change the password of a user of the box")
        .arguments(&[
            Argument::workflow("username", Kind::String)
                .help("whose password; that of the login where it is not given"),
            Argument::workflow("old-password", Kind::String).required().secret().help("the password as it is"),
            Argument::workflow("new-password", Kind::String).required().secret().help("the password as it shall be"),
        ]);

const CHANGE: Operation = Operation::post("change-password", "/api/v2/edge-intelligence/change-password")
    .about("Change the password of a user of the box")
    .object()
    .arguments(&[
        Argument::body("username", Kind::String),
        Argument::body("old_password", Kind::String),
        Argument::body("new_password", Kind::String),
    ]);

async fn change(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let own = || work.account.plain("username").unwrap_or_default().to_owned();
    let username = given.text("username").unwrap_or_else(own);
    let secret = |name: &str| {
        let text = given.text(name).unwrap_or_default();
        work.redactor.learn(&text);
        text
    };
    let body = Given::default()
        .with("username", username.as_str())
        .with("old_password", secret("old-password"))
        .with("new_password", secret("new-password"));
    let request = Request { confidential: true, ..work.plan(&CHANGE, &body)? };
    if work.dry_run {
        return Ok(Outcome::WouldSend(vec![request]));
    }
    work.check_writable(Effect::Write)?;
    work.session.ask(&request).await?;
    let line = format!("the password of `{username}` is changed; `rmctl auth login` stores the new one");
    Ok(Outcome::Result { record: json!({ "username": username, "changed": true }), line, open: None })
}
