//! One account: its settings, its secrets, the way to its server, and what the server says.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use secrecy::ExposeSecret as _;

use super::super::auth::token_end;
use super::super::context::{Context, Opened};
use super::chart::Chart;
use super::{judge, network};
use crate::catalog::{Effect, Vendor};
use crate::config::{Account, CLIENT_KEY, Origin};
use crate::failure::{Code, Failure};
use crate::fleet::{Found, Patient};
use crate::http::probe::Network;
use crate::http::{Fault, Quota, closed_until, turns_left, used_up_until};
use crate::store::HashKey;

/// A person may have to unlock a keyring.
const PERSON: Duration = Duration::from_secs(61);
const AFTER_LOGIN: [&str; 4] = ["clock", "login", "scopes", "latency"];

pub(super) async fn examine(
    context: &Context<'_>,
    network: &dyn Network,
    vendor: &'static Vendor,
    profile: Option<&str>,
) -> Patient {
    let mut chart = Chart::new(context);
    let began = context.clock.now();
    let mut title = format!("{} ({})", profile.unwrap_or("environment"), vendor.settings.key);
    let mut profile = profile.map(str::to_owned);
    match context.open_profile(vendor, profile.as_deref()) {
        Err(failure) => {
            chart.put("config", in_file(&failure), began);
            let rest = ["secret"].iter().chain(&network::CHECKS).chain(&AFTER_LOGIN).chain(&["limits", "left-over"]);
            chart.skip(&rest.copied().collect::<Vec<_>>(), "the settings are not in order");
        }
        Ok(opened) => {
            title = format!("{} ({}) at {}", name(&opened), vendor.settings.key, opened.account.url());
            profile = opened.account.profile().map(str::to_owned);
            chart.put("config", settings(&opened.account), began);
            of_account(&mut chart, network, &opened).await;
        }
    }
    Patient { title, profile, vendor: Some(vendor.settings.key), checks: chart.checks }
}

fn name(opened: &Opened) -> &str {
    opened.account.profile().unwrap_or("environment")
}

/// What is wrong with a setting is mended where the settings are.
fn in_file(failure: &Failure) -> Found {
    let found = Found::from(failure);
    if found.fix.is_some() { found } else { found.fix("`rmctl config edit`") }
}

fn settings(account: &Account) -> Found {
    let place = match account.origin("url") {
        Some(origin @ (Origin::Profile { .. } | Origin::Environment(_))) => format!("the URL is of {origin}"),
        _ => "the URL is the vendor's own".to_owned(),
    };
    Found::ok(match account.is_read_only() {
        true => format!("{place}; read-only"),
        false => place,
    })
}

async fn of_account(chart: &mut Chart<'_, '_>, network: &dyn Network, opened: &Opened) {
    let has_secrets = secrets(chart, opened).await;
    let broken = network::examine(chart, network, opened).await;
    match (has_secrets, broken) {
        (_, Some(name)) => chart.skip(&AFTER_LOGIN, &format!("`{name}` failed")),
        (false, None) => chart.skip(&AFTER_LOGIN, "`secret` failed"),
        (true, None) => talk(chart, opened).await,
    }
    match has_secrets {
        true => chart.note("limits", limits(chart.context, opened)),
        false => chart.skip(&["limits"], "`secret` failed"),
    }
    let began = chart.context.clock.now();
    chart.put("left-over", left_over(chart.context, opened), began);
}

/// What earlier runs left at the vendor, as far as it is known here.
fn left_over(context: &Context<'_>, opened: &Opened) -> Found {
    let Some(find) = opened.vendor.left_open else {
        return Found::skipped("runs leave nothing open at this vendor");
    };
    let left = find(&context.work(opened, None));
    let told: Vec<&str> = left.iter().map(|left| left.what.as_str()).collect();
    match left.first() {
        None => Found::ok("no earlier run has left anything open"),
        Some(first) => Found::warning(told.join("; ")).fix(&*first.hint),
    }
}

/// Whether all secrets that a login takes are there.
async fn secrets(chart: &mut Chart<'_, '_>, opened: &Opened) -> bool {
    let began = chart.context.clock.now();
    let account = &opened.account;
    let keys = account.credentials().iter().copied().chain([CLIENT_KEY]).filter(|key| account.has_secret(key));
    let mut places = Vec::new();
    for key in keys {
        match secret(chart.context, account, key).await {
            Err(failure) => {
                chart.put("secret", in_file(&failure), began);
                return false;
            }
            Ok(()) => places.push(format!("`{key}`: {}", place(account, key))),
        }
    }
    let found = match (places.is_empty(), opened.authenticator.by_person().is_some()) {
        (false, _) => Found::ok(places.join("; ")),
        (true, true) => Found::ok("a person's login, kept in the state folder"),
        (true, false) => Found::ok("none is needed"),
    };
    chart.put("secret", found, began);
    true
}

/// Fetch a secret, and forget it. A keyring or a program that hangs is left behind.
async fn secret(context: &Context<'_>, account: &Arc<Account>, key: &'static str) -> Result<(), Failure> {
    if account.is_at_hand(key) {
        context.redactor.learn(account.secret(key)?.expose_secret());
        return Ok(());
    }
    let asked = account.clone();
    let fetching = tokio::task::spawn_blocking(move || asked.secret(key));
    let timeout = account.connection().timeout;
    let limit = if context.terminal.is_there() { timeout.max(PERSON) } else { timeout };
    let limited = select(fetching, context.clock.sleep(limit));
    match context.interrupt.race(limited).await.map_err(|fault| super::signal_failure(&fault))? {
        Either::Left((fetched, _)) => {
            let broken = |_| Failure::new(Code::Internal, "the thread that fetched a secret broke down");
            context.redactor.learn(fetched.map_err(broken)??.expose_secret());
            Ok(())
        }
        Either::Right(_) => {
            let told = format!("no `{key}` within {} s from {}", limit.as_secs(), place(account, key));
            Err(Failure::usage(told).hint("`--timeout SECS` waits longer"))
        }
    }
}

/// Where a secret lives, never the secret.
fn place(account: &Account, key: &str) -> String {
    match account.origin(key) {
        Some(origin @ Origin::Environment(_)) => origin.to_string(),
        _ => account.secret_place(key).unwrap_or("nowhere").to_owned(),
    }
}

/// Log in, and ask who we are.
async fn talk(chart: &mut Chart<'_, '_>, opened: &Opened) {
    let context = chart.context;
    let work = context.work(opened, None);
    let began = context.clock.now();
    let identity = (opened.vendor.identity)(&work).await;
    let took = context.clock.now().duration_since(began).unwrap_or_default();
    let heard = opened.heard.latest();
    let doing = context.doing(opened, "ask who the credentials belong to", Effect::Read);
    let is_about_time = matches!(&identity, Err(Fault::Refused(refusal)) if refusal.about_time);
    let identity = identity.map_err(|fault| doing.failed(fault));
    let refused = identity.as_ref().err().filter(|_| is_about_time).map(|failure| failure.code);
    chart.note("clock", judge::clock(heard.and_then(|told| told.clock_ahead), refused));
    match identity {
        Ok(identity) => {
            let lasting = !opened.authenticator.renews();
            let ends_at = identity.expires_at.or_else(|| token_end(opened).filter(|_| lasting));
            chart.put_with("login", judge::login(&identity, ends_at, work.now(), &opened.account), took);
            chart.note("scopes", judge::scopes(&identity));
            match heard {
                Some(told) => chart.put_with("latency", judge::latency(told.took), told.took),
                None => chart.skip(&["latency"], "nothing was asked"),
            }
        }
        Err(failure) => {
            let origin = opened.account.url().origin().ascii_serialization();
            let is_html = heard.is_some_and(|told| told.is_html);
            chart.put_with("login", judge::refused(&failure, is_html, &origin, &opened.account), took);
            chart.skip(&["scopes", "latency"], "`login` failed");
        }
    }
}

/// What is left of a limit of seconds has changed before it is read.
const WORTH_TELLING: Duration = Duration::from_secs(60);

fn limits(context: &Context<'_>, opened: &Opened) -> Found {
    let (state, now) = (&*context.stores.state, context.clock.now());
    let name = opened.account.fingerprint(&HashKey::of(state)).unwrap_or_default();
    let is_told = |quota: &&Quota| quota.window >= WORTH_TELLING;
    let quotas = || opened.vendor.traffic.quotas.iter().filter(is_told);
    let counted = quotas().map(|quota| (quota.name, turns_left(state, &name, quota, now), quota.count));
    let used_up = quotas().filter_map(|quota| used_up_until(state, &name, quota, now));
    let end = closed_until(state, &name, now).into_iter().chain(used_up).max();
    let told = opened.heard.latest().and_then(|told| Some((told.remaining?, told.limit)));
    judge::limits(&judge::Limits {
        counted: counted.collect(),
        closed: end.and_then(|end| end.duration_since(now).ok()),
        told,
    })
}
