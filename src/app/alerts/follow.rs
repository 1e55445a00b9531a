//! `rmctl alerts --follow`: each account is asked again and again, at the pace that its vendor bears, and what is new is printed
//! once.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;

use super::super::accounts::{self, Chosen};
use super::super::context::{Context, Opened};
use super::super::fleet::failure;
use super::super::items;
use super::super::operation::what;
use super::super::signal_failure;
use super::super::stop::Stop;
use super::{KNOWLEDGE, print};
use crate::catalog::{Effect, Vendor};
use crate::cli::AlertsCommand;
use crate::failure::{Code, Failure};
use crate::fleet::alerts::{Concern, Seen, in_order};
use crate::fleet::{Alert, Heard, Loss, Party, Wish, gather};
use crate::output::{Flow, Printer, Shape, View};

pub(super) async fn run(
    context: &Context<'_>,
    command: &AlertsCommand,
    view: &View,
    concern: &Concern,
    vendors: &[&'static Vendor],
) -> Result<(), Stop> {
    let chosen = accounts::chosen(context, vendors)?;
    let mut out = context.out();
    let printer = RefCell::new(Printer::new(view, Shape::List, &KNOWLEDGE, &mut out)?);
    let follower = Follower {
        context,
        began: context.now(),
        concern,
        every: command.every.map(Duration::from_secs).unwrap_or_default(),
        printer: &printer,
        seen: RefCell::default(),
        is_alone: chosen.len() == 1,
    };
    let ended = until_the_end(chosen.iter().map(|chosen| follower.watch(chosen)).collect()).await;
    drop(follower);
    // What was opened is closed, so that an array stays one.
    let closed = printer.into_inner().finish();
    let failures = ended?;
    closed?;
    items::verdict(failures, chosen.len()).map_err(Stop::from)
}

/// What ends the whole ends at once; an account that ends alone leaves the others going.
async fn until_the_end(
    mut watching: FuturesUnordered<impl Future<Output = Watched>>,
) -> Result<Vec<(String, Failure)>, Stop> {
    let mut failures = Vec::new();
    while let Some(ended) = watching.next().await {
        match ended {
            Watched::Failed(name, failure) => failures.push((name, *failure)),
            Watched::Enough => return Ok(Vec::new()),
            Watched::Stopped(stop) => return Err(stop),
        }
    }
    Ok(failures)
}

/// How the watching of one account ended.
enum Watched {
    /// It does not work, and will not later.
    Failed(String, Box<Failure>),
    /// No more is wanted.
    Enough,
    /// The command is to end.
    Stopped(Stop),
}

impl From<Stop> for Watched {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

struct Follower<'f, 'a, 'p> {
    context: &'f Context<'a>,
    began: Timestamp,
    concern: &'f Concern,
    every: Duration,
    printer: &'f RefCell<Printer<'p>>,
    seen: RefCell<Seen>,
    is_alone: bool,
}

impl Follower<'_, '_, '_> {
    async fn watch(&self, (vendor, profile): &Chosen) -> Watched {
        let name = profile.clone().unwrap_or_else(|| vendor.settings.key.to_owned());
        match self.context.open_profile(vendor, profile.as_deref()) {
            Ok(opened) => match self.again_and_again(&opened, &name).await {
                Ok(never) => match never {},
                Err(watched) => watched,
            },
            Err(failure) => self.ended(name, failure),
        }
    }

    async fn again_and_again(&self, opened: &Opened, name: &str) -> Result<std::convert::Infallible, Watched> {
        let unnamed = if self.context.sandbox.is_some() { "sandbox" } else { "environment" };
        let profile = opened.account.profile().unwrap_or(unnamed).to_owned();
        let party = [Party { vendor: opened.vendor, profile, work: self.context.work(opened, None) }];
        let pause = opened.vendor.watch.pause.max(self.every);
        let (mut has_heard, mut is_troubled) = (false, false);
        loop {
            let (alerts, failure) = self.look(opened, &party).await;
            if is_troubled && failure.is_none() {
                self.context.reporter.tell(&format!("profile `{name}`: alerts come again"));
            }
            self.show(alerts, self.shown_from(has_heard, is_troubled))?;
            let mut wait = pause;
            match failure {
                None => (has_heard, is_troubled) = (true, false),
                Some(failure) if failure.code >= Code::Interrupted => return Err(Stop::from(failure).into()),
                // One account that never answers is a mistake; of several, the others are worth going on.
                Some(failure) if failure.retryable && (has_heard || !self.is_alone) => {
                    wait = pause.max(Duration::from_secs(failure.retry_after.unwrap_or_default()));
                    if !is_troubled {
                        let told =
                            format!("profile `{name}`: {}; trying again every {} s", failure.message, wait.as_secs());
                        self.context.reporter.warn(&told);
                    }
                    is_troubled = true;
                }
                Some(failure) => return Err(self.ended(name.to_owned(), failure)),
            }
            let slept = self.context.interrupt.race(self.context.clock.sleep(wait)).await;
            slept.map_err(|fault| Stop::from(signal_failure(&fault)))?;
        }
    }

    /// From when on alerts are shown that were not seen: whoever begins now has seen what is there, but not what came while
    /// the account did not answer.
    fn shown_from(&self, has_heard: bool, is_troubled: bool) -> Option<Timestamp> {
        match has_heard || self.concern.since.is_some() {
            true => Some(Timestamp::MIN),
            false => is_troubled.then_some(self.began),
        }
    }

    fn ended(&self, name: String, failure: Failure) -> Watched {
        if !self.is_alone {
            self.context.reporter.warn(&format!("profile `{name}` is no longer followed: {}", failure.message));
        }
        Watched::Failed(name, Box::new(failure))
    }

    /// All that is there, and what failed first.
    async fn look(&self, opened: &Opened, party: &[Party<'_>]) -> (Vec<Alert>, Option<Failure>) {
        let (mut alerts, mut first) = (Vec::new(), None);
        let _: ControlFlow<()> = gather(party, &Wish::default(), &mut |_, heard| {
            match heard {
                Heard::Found(_, found) => alerts.extend(found),
                Heard::Lost(loss) => first = first.take().or_else(|| Some(self.failure(opened, loss))),
            }
            ControlFlow::Continue(())
        })
        .await;
        (alerts, first)
    }

    fn failure(&self, opened: &Opened, loss: Loss) -> Failure {
        let what = what(loss.row);
        failure(&self.context.doing(opened, &what, Effect::Read), loss)
    }

    fn show(&self, mut alerts: Vec<Alert>, from: Option<Timestamp>) -> Result<(), Watched> {
        let mut seen = self.seen.borrow_mut();
        let is_late_enough =
            |alert: &Alert| from.is_some_and(|from| alert.created_at.is_none_or(|created| created >= from));
        alerts.retain(|alert| seen.is_new(alert) && is_late_enough(alert) && self.concern.admits(alert));
        in_order(&mut alerts);
        self.context.reporter.clear();
        match print(&mut self.printer.borrow_mut(), alerts.iter())? {
            Flow::More => Ok(()),
            Flow::Enough => Err(Watched::Enough),
        }
    }
}
