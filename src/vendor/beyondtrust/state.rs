//! `beyondtrust state follow`: what goes on at the site, as it happens. A WebSocket, over which messages come in lines of
//! JSON. The vendor's pages tell the order of things and the tables; where the socket is and what it speaks is known from
//! programs of others alone, so that both are settings.

mod lines;
mod records;
#[cfg(test)]
mod tests;

use std::time::Duration;

use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use self::lines::Lines;
use super::product::RS;
use crate::auth::Grant;
use crate::catalog::{Argument, Effect, Group, Kind, Operation};
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::{Fault, Refusal, Socket, opening};
use crate::plan::join;
use crate::surroundings::LocalFuture;
use crate::workflow::{Handed, Outcome, Work};

pub(super) const STATE: Group = Group {
    name: "state",
    about: "What goes on at the site now; the protocol has no public page",
    operations: &[FOLLOW],
    groups: &[],
};

const FOLLOW: Operation = Operation::stream("follow", Effect::Read, follow)
    .about("Show what goes on as it happens")
    .only(RS)
    .endless()
    .arguments(&[Argument::workflow("tables", Kind::Choices)
        .values(TABLES)
        .help("only these tables, with commas between them; all without")])
    .columns(&["table", "change", "id"], &[]);

/// The tables that the vendor names.
const TABLES: &[&str] = &[
    "attendee",
    "customer_client",
    "presentation_session",
    "presenter",
    "queue",
    "representative",
    "representative_queue",
    "representative_support_session",
    "support_session",
    "support_session_attribute",
    "support_session_skill",
];

/// The settings of what has no public page, and what programs of others use.
pub(super) const PATH_SETTING: &str = "state_path";
pub(super) const PROTOCOL_SETTING: &str = "state_protocol";
const PATH: &str = "/nw";
const PROTOCOL: &str = "ingredi state api";

/// How a site says that it is full has no public page.
const FULL: &str = "a site lets 30 programs follow its state at a time";

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

fn follow<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let tables = given.values.get("tables").cloned().unwrap_or_else(|| json!("all"));
        let mut lines = Some(begin(work, &tables).await?);
        let mut pause = FIRST_PAUSE;
        loop {
            let cause = match &mut lines {
                None => None,
                Some(open) => match hand_over(work, open, &mut pause).await {
                    Ok(()) => return Ok(Outcome::Streamed),
                    Err(fault) => Some(fault),
                },
            };
            if let Some(cause) = cause {
                tell(work, passing(cause)?, pause);
            }
            work.session.interrupt.race(work.session.clock.sleep(pause)).await?;
            pause = (pause * 2).min(LONGEST_PAUSE);
            lines = match begin(work, &tables).await {
                Ok(mut begun) => {
                    // All of it comes once more: whoever keeps a copy begins anew.
                    begun.put_first(records::truncation());
                    Some(begun)
                }
                Err(fault) => {
                    tell(work, passing(fault)?, pause);
                    None
                }
            };
        }
    })
}

/// Records until nobody wants more of them.
async fn hand_over(work: &Work<'_>, lines: &mut Lines, pause: &mut Duration) -> Result<(), Fault> {
    loop {
        let message = lines.next(work).await?;
        // Whoever sends something is well again.
        *pause = FIRST_PAUSE;
        for record in records::of(&message) {
            if work.listener.record(&record) != Handed::More {
                return Ok(());
            }
        }
    }
}

fn tell(work: &Work<'_>, fault: Fault, pause: Duration) {
    work.listener.warn(&format!("{fault}; connecting again in {} s", pause.as_secs()));
}

/// A fault that may be over in a while; any other ends it all.
fn passing(fault: Fault) -> Result<Fault, Fault> {
    match &fault {
        Fault::Unreached { .. } | Fault::Unanswered { .. } | Fault::Garbled { .. } | Fault::Throttled(_) => Ok(fault),
        Fault::Refused(Refusal { status: 408 | 429 | 500.., .. }) => Ok(fault),
        _ => Err(fault),
    }
}

/// Connect, log in, subscribe. A login that is refused is done once more, with a new token.
async fn begin(work: &Work<'_>, tables: &Value) -> Result<Lines, Fault> {
    let (mut lines, grant, answer) = logged_in(work, None).await?;
    if !is_success(&answer) {
        let again = logged_in(work, Some(&grant)).await?;
        if !is_success(&again.2) {
            return Err(unwelcome(&again.2).into());
        }
        lines = again.0;
    }
    lines.say(&json!({ "type": "subscribe", "tables": tables })).await?;
    let answer = lines.next(work).await?;
    match (answer.get("success"), is_success(&answer)) {
        (Some(_), false) => Err(unsubscribed(&answer).into()),
        (Some(_), true) => Ok(lines),
        // The tables themselves are an answer, too.
        (None, _) => {
            lines.put_first(answer);
            Ok(lines)
        }
    }
}

async fn logged_in(work: &Work<'_>, refused: Option<&Grant>) -> Result<(Lines, Grant, Value), Fault> {
    let grant = work.office.grant(refused).await?;
    let mut lines = Lines::new(connect(work).await?);
    let credentials = json!({ "bearer_token": grant.token.expose_secret() });
    lines.say(&json!({ "type": "authenticate", "credentials": credentials })).await?;
    let answer = lines.next(work).await?;
    Ok((lines, grant, answer))
}

async fn connect(work: &Work<'_>) -> Result<Socket, Fault> {
    let path = work.account.plain(PATH_SETTING).unwrap_or(PATH);
    let protocol = work.account.plain(PROTOCOL_SETTING).unwrap_or(PROTOCOL);
    let request = opening(join(work.account.url(), path)?, protocol)?;
    let reply = work.session.send(&request).await?;
    if let Some(socket) = reply.socket {
        return Ok(socket);
    }
    match work.session.read(&request, &reply) {
        Err(Fault::Refused(refusal)) if refusal.status == 404 => {
            let failure = Failure::new(Code::NotFound, format!("there is no real-time state at `{path}` of the site"));
            Err(failure.hint(format!("`{PATH_SETTING}` in the profile says where it is, if you know")).into())
        }
        Err(Fault::Refused(refusal)) if refusal.status == 503 => {
            let hint = refusal.hint.or_else(|| Some(FULL.to_owned()));
            Err(Fault::Refused(Refusal { hint, ..refusal }))
        }
        Err(fault) => Err(fault),
        Ok(_) => {
            let failure = Failure::new(Code::VendorError, format!("what is at `{path}` of the site is no WebSocket"));
            Err(failure.hint(format!("`{PATH_SETTING}` in the profile says where it is, if you know")).into())
        }
    }
}

fn is_success(answer: &Value) -> bool {
    answer["success"] == true
}

/// The token is good, so it is the account that may not.
fn unwelcome(answer: &Value) -> Failure {
    Failure::new(Code::Forbidden, format!("the site does not let this account follow its state{}", words(answer))).hint(
        format!(
            "the API account needs `perm_real_time_state`, as `rmctl beyondtrust api-accounts list -o json` shows it; \
             and {FULL}"
        ),
    )
}

fn unsubscribed(answer: &Value) -> Failure {
    Failure::new(Code::Rejected, format!("the site does not give these tables{}", words(answer)))
}

fn words(answer: &Value) -> String {
    let said = ["message", "error", "error_message"].iter().find_map(|name| answer[*name].as_str());
    let line = |said: &str| said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect::<String>();
    said.map(|said| format!(": {}", line(said))).unwrap_or_default()
}
