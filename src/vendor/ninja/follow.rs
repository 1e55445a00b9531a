//! `ninja alerts follow`: new alerts as they come, in the order of their ids, each once, and where it stopped kept for a
//! later run.

use std::time::Duration;

use super::alerts::{LIST, SINCE};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::{Fault, Refusal, Request};
use crate::record::Record;
use crate::store::Store;
use crate::workflow::{Handed, Outcome, Work};

/// The vendor gives ten lists in ten minutes.
const LEAST_PAUSE: u64 = 60;

pub(super) async fn follow(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let pause = pause(given)?;
    let mark = Mark::of(work);
    let (last, mut has_heard) = begin(work, given, &mark).await?;
    let mut follower = Follower { work, mark, last };
    follower.mark.put(last);
    // Whoever begins with the newest alert has just seen it.
    let mut wait = has_heard.then_some(pause);
    let mut is_troubled = false;
    loop {
        if let Some(wait) = wait {
            work.session.interrupt.race(work.session.clock.sleep(wait)).await?;
        }
        wait = Some(match follower.look().await {
            Ok(Handed::More) => {
                (has_heard, is_troubled) = (true, false);
                pause
            }
            Ok(Handed::Enough | Handed::Lost) => return Ok(Outcome::Streamed),
            Err(fault) if has_heard && is_passing(&fault) => {
                let longer = pause.max(asked_for(&fault));
                if !is_troubled {
                    let told =
                        format!("cannot look for new alerts: {fault}; trying again every {} s", longer.as_secs());
                    work.listener.warn(&told);
                }
                is_troubled = true;
                longer
            }
            Err(fault) => return Err(fault),
        });
    }
}

fn pause(given: &Given) -> Result<Duration, Failure> {
    let seconds = match given.text("every") {
        Some(text) => text.parse().unwrap_or(0),
        None => LEAST_PAUSE,
    };
    match seconds >= LEAST_PAUSE {
        true => Ok(Duration::from_secs(seconds)),
        false => Err(Failure::usage(format!(
            "`--every` is at least {LEAST_PAUSE}: the vendor gives no more than ten lists in ten minutes"
        ))),
    }
}

/// The id after which alerts are new, and whether the vendor was asked for it.
async fn begin(work: &Work<'_>, given: &Given, mark: &Mark<'_>) -> Result<(u64, bool), Fault> {
    let kept = mark.get().filter(|_| given.is_set("resume"));
    if let Some(last) = kept {
        return Ok((last, false));
    }
    match given.text(SINCE) {
        Some(text) => {
            let last = text.parse().map_err(|_| Failure::usage(format!("`{text}` is no id of an alert")))?;
            Ok((last, false))
        }
        None => {
            let alerts = records(work, &Given::default()).await?;
            Ok((alerts.last().map_or(0, |(id, _)| *id), true))
        }
    }
}

struct Follower<'a> {
    work: &'a Work<'a>,
    mark: Mark<'a>,
    last: u64,
}

impl Follower<'_> {
    /// Ask once, and hand over what is new.
    async fn look(&mut self) -> Result<Handed, Fault> {
        let since = Given::default().with(SINCE, self.last.to_string());
        let mut handed = Handed::More;
        let before = self.last;
        for (id, alert) in records(self.work, &since).await? {
            if id <= self.last || handed != Handed::More {
                continue;
            }
            handed = self.work.listener.record(&alert);
            if handed != Handed::Lost {
                self.last = id;
            }
        }
        if self.last != before {
            self.mark.put(self.last);
        }
        Ok(handed)
    }
}

/// Alerts with their ids, the oldest first. The vendor promises no order.
async fn records(work: &Work<'_>, given: &Given) -> Result<Vec<(u64, Record)>, Fault> {
    let request = work.plan(&LIST, given)?;
    let records = work.session.records(Request { fresh: true, ..request }).await?;
    let mut alerts =
        records.into_iter().map(|record| Ok((id(&record)?, record))).collect::<Result<Vec<_>, Failure>>()?;
    alerts.sort_by_key(|(id, _)| *id);
    Ok(alerts)
}

fn id(alert: &Record) -> Result<u64, Failure> {
    let id = text_of(&alert.parse()?["id"]);
    id.parse().map_err(|_| Failure::new(Code::VendorError, format!("an alert has the id `{id}`, which is no number")))
}

/// Whether the same may work in a while.
fn is_passing(fault: &Fault) -> bool {
    match fault {
        Fault::Unreached { .. } | Fault::Unanswered { .. } | Fault::Garbled { .. } | Fault::Throttled(_) => true,
        Fault::Refused(Refusal { means: Some(means), .. }) => *means == Code::RateLimited,
        Fault::Refused(refusal) => matches!(refusal.status, 408 | 429 | 500..),
        _ => false,
    }
}

fn asked_for(fault: &Fault) -> Duration {
    match fault {
        Fault::Throttled(wait) => *wait,
        Fault::Refused(refusal) => refusal.retry_after.unwrap_or_default(),
        _ => Duration::ZERO,
    }
}

/// The id of the last alert that was handed over, kept for a key of a server.
struct Mark<'a> {
    state: &'a dyn Store,
    name: String,
}

impl<'a> Mark<'a> {
    fn of(work: &'a Work<'_>) -> Self {
        let origin = work.account.url().origin().ascii_serialization();
        let key = work.account.plain("access_key_id").unwrap_or_default();
        Self { state: work.state, name: format!("ninja alerts follow {origin} {key}") }
    }

    fn get(&self) -> Option<u64> {
        String::from_utf8(self.state.read(&self.name)?).ok()?.parse().ok()
    }

    /// Where nothing can be kept, the program says so at its end.
    fn put(&self, last: u64) {
        let _unkept = self.state.replace(&self.name, last.to_string().as_bytes());
    }
}
