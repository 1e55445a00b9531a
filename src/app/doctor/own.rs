//! What rmctl needs itself: its configuration file, and a folder for what later runs must know.

use std::path::Path;

use super::super::context::Context;
use super::chart::Chart;
use crate::failure::{Code, Failure};
use crate::fleet::{Found, Patient};
use crate::store::Outcome;

pub(super) fn examine(context: &Context<'_>, problems: &[Failure], has_no_account: bool) -> Patient {
    let mut chart = Chart::new(context);
    if context.sandbox.is_some() {
        chart.skip(&["config", "state"], "the sandbox needs none");
    } else {
        let began = context.clock.now();
        problems.iter().for_each(|problem| chart.put("config", broken(problem), began));
        if problems.is_empty() {
            chart.put("config", file(context.config.file()), began);
        }
        let began = context.clock.now();
        chart.put("state", state(context), began);
    }
    match (has_no_account, problems.is_empty()) {
        (true, true) => chart.note("accounts", without_account()),
        (true, false) => chart.skip(&["accounts"], "no profile is known while the file is broken"),
        (false, _) => {}
    }
    let title = concat!("rmctl ", env!("CARGO_PKG_VERSION")).to_owned();
    Patient { title, profile: None, vendor: None, checks: chart.checks }
}

fn broken(problem: &Failure) -> Found {
    let found = Found::from(problem);
    match found.fix {
        Some(_) => found,
        None => found.fix("`rmctl config edit`"),
    }
}

fn file(path: Option<&Path>) -> Found {
    match path {
        Some(path) if path.exists() => Found::ok(format!("`{}` is in order", path.display())),
        Some(path) => Found::ok(format!("there is no `{}`: the environment counts alone", path.display())),
        None => Found::warning("there is no place for a configuration file").fix("`export RMCTL_CONFIG=FILE`"),
    }
}

fn state(context: &Context<'_>) -> Found {
    let (state, cache) = (&context.stores.state, &context.stores.cache);
    let wrote = [state.replace("doctor", b"1"), cache.replace("doctor", b"1")];
    let _ = [state.remove("doctor"), cache.remove("doctor")];
    let why = wrote.into_iter().find_map(|outcome| match outcome {
        Outcome::Kept => None,
        Outcome::NotKept(why) => Some(why),
    });
    match why {
        None => Found::ok("logins and limits are kept for later runs"),
        Some(why) => Found::warning(format!("nothing is kept for the next run: {why}"))
            .fix("`export RMCTL_STATE_DIR=FOLDER RMCTL_CACHE_DIR=FOLDER`"),
    }
}

fn without_account() -> Found {
    Found::failed(Code::Usage, "no account is configured")
        .fix("`rmctl auth login -p NAME --vendor VENDOR`, or `rmctl --sandbox doctor` without any")
}
