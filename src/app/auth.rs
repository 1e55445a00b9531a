//! `rmctl auth`: where secrets are put, whose they are, and the live token for other tools.

use std::io::Read;
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::accounts;
use super::browser_login::{Target, Way};
use super::context::{Context, Opened};
use super::stop::Stop;
use crate::catalog::{Effect, Field, Vendor};
use crate::cli::AuthCommand;
use crate::config::Origin;
use crate::config::keyring::{Entry, KeyringFault};
use crate::failure::Failure;
use crate::http::{closed_until, used_up_until};
use crate::output::{Format, Knowledge, Shape};
use crate::record::Record;
use crate::store::{HashKey, Store};

pub(super) async fn run(context: &Context<'_>, command: &AuthCommand, stdin: Box<dyn Read>) -> Result<(), Stop> {
    match command {
        AuthCommand::Login { vendor, settings, stdin: from_stdin } => {
            login(context, *vendor, settings, from_stdin.then_some(stdin)).await
        }
        AuthCommand::Status { vendor } => status(context, *vendor).await,
        AuthCommand::Logout => logout(context).await,
        AuthCommand::Token { vendor } => token(context, *vendor).await,
    }
}

fn named_profile<'a>(context: &'a Context<'_>) -> Result<&'a str, Failure> {
    let named = context.profile()?.or_else(|| context.environment.get("RMCTL_PROFILE"));
    named.ok_or_else(|| {
        Failure::usage("no profile is named")
            .hint("`-p NAME` names it; `rmctl auth login -p NAME --vendor VENDOR` makes one")
    })
}

/// The vendor of a profile, from the file or from the flag.
fn vendor_of(context: &Context<'_>, profile: &str, given: Option<&'static Vendor>) -> Result<&'static Vendor, Failure> {
    // A file with mistakes is no file without the profile.
    context.config.profiles()?;
    let existing = accounts::vendor_of(context, profile);
    match (existing, given) {
        (Ok(vendor), Some(other)) if vendor.settings.key != other.settings.key => Err(Failure::usage(format!(
            "the profile `{profile}` is of `{}`, not of `{}`",
            vendor.settings.key, other.settings.key
        ))),
        (Ok(vendor), _) | (Err(_), Some(vendor)) => Ok(vendor),
        (Err(unknown), None) => Err(unknown),
    }
}

async fn login(
    context: &Context<'_>,
    vendor: Option<&'static Vendor>,
    settings: &[(&str, String)],
    stdin: Option<Box<dyn Read>>,
) -> Result<(), Stop> {
    let profile = named_profile(context)?;
    let vendor = vendor_of(context, profile, vendor)?;
    let settings: Vec<(&str, &str)> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let target = Target { context, vendor, profile, settings: &settings };
    target.check()?;
    let (way, is_of_a_person) = (target.way()?, target.is_of_a_person()?);
    let needs_person = is_of_a_person || (stdin.is_none() && matches!(way, Way::Browser));
    if needs_person && context.globals.no_input {
        return Err(without_person(profile).into());
    }
    let secrets = match (stdin, way) {
        (Some(input), _) => piped_secrets(&target, input)?,
        (None, Way::Browser) => Vec::new(),
        (None, Way::Secret) => asked_secrets(&target, "").await?,
        (None, Way::Either) => asked_secrets(&target, ", nothing for a login in the browser").await?,
    };
    store(&target, &secrets)?;
    match secrets.is_empty() || is_of_a_person {
        true => target.log_in().await,
        false => Ok(()),
    }
}

/// A browser that nobody sits at would be waited for in vain.
fn without_person(profile: &str) -> Failure {
    Failure::usage("a login in the browser needs a person, and `--no-input` is given")
        .hint(format!("`rmctl auth login -p {profile} --with-secret-stdin` stores the secret of an app"))
}

/// Secrets first: without them a profile would be of no use.
fn store(target: &Target<'_>, secrets: &[(&'static Field, SecretString)]) -> Result<(), Failure> {
    let Target { context, vendor, profile, settings } = *target;
    for (field, secret) in secrets {
        context.redactor.learn(secret.expose_secret());
        let entry = Entry::new(profile, field.key);
        context.keyring.set(&entry, secret).map_err(|fault| fault.failure("store", &entry))?;
    }
    let editor = context.config.editor()?;
    editor.set_profile(profile, &vendor.settings, settings)?;
    for (field, _) in secrets {
        editor.set_profile_keyring_source(profile, &vendor.settings, None, field.key)?;
    }
    if !secrets.is_empty() {
        context.reporter.tell(&format!("stored in the keyring for profile `{profile}`"));
    }
    Ok(())
}

/// The secrets of the set whose plain fields the profile has; of the first one where it has none of them.
fn secret_fields(target: &Target<'_>) -> Result<Vec<&'static Field>, Failure> {
    let settings = &target.vendor.settings;
    let plain = target.plain()?;
    let is_secret = |key: &&str| settings.fields.iter().any(|field| field.secret && field.key == *key);
    let fits = |set: &&&[&str]| {
        let named: Vec<&&str> = set.iter().filter(|key| !is_secret(key)).collect();
        !named.is_empty() && named.iter().all(|key| plain.contains(**key))
    };
    let needed = settings.credentials.iter().find(fits).or(settings.credentials.first()).copied().unwrap_or_default();
    Ok(settings.fields.iter().filter(|field| field.secret && needed.contains(&field.key)).collect())
}

fn piped_secrets(
    target: &Target<'_>,
    mut input: Box<dyn Read>,
) -> Result<Vec<(&'static Field, SecretString)>, Failure> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Failure::usage(format!("cannot read standard input: {error}")))?;
    let fields = secret_fields(target)?;
    if let [field] = fields[..] {
        let secret = text.trim_end_matches(['\n', '\r']);
        return match secret.is_empty() {
            true => Err(Failure::usage(format!("standard input holds no `{}`", field.key))),
            false => Ok(vec![(field, SecretString::from(secret))]),
        };
    }
    fields
        .into_iter()
        .map(|field| {
            let line = text.lines().find_map(|line| line.strip_prefix(field.key)?.strip_prefix('='));
            line.map(|secret| (field, SecretString::from(secret)))
                .ok_or_else(|| Failure::usage(format!("standard input has no line `{}=...`", field.key)))
        })
        .collect()
}

/// What a person types for each secret. With a `choice`, typing nothing is one too.
async fn asked_secrets(target: &Target<'_>, choice: &str) -> Result<Vec<(&'static Field, SecretString)>, Failure> {
    let Target { context, vendor, .. } = *target;
    if context.globals.no_input || !context.terminal.is_there() {
        return Err(Failure::usage("there is no terminal to ask for the secret")
            .hint("`--with-secret-stdin` reads it from standard input"));
    }
    let mut secrets = Vec::new();
    for field in secret_fields(target)? {
        let prompt = format!("{} ({}){choice}: ", field.about, vendor.settings.name);
        let typed = context.interrupt.race(context.terminal.ask_secret(&prompt)).await;
        let typed = typed.map_err(|fault| super::signal_failure(&fault))?;
        let secret = typed.filter(|secret| !secret.expose_secret().is_empty());
        if secret.is_none() && !choice.is_empty() {
            return Ok(Vec::new());
        }
        secrets.push((field, secret.ok_or_else(|| Failure::usage("no secret was typed, nothing is stored"))?));
    }
    Ok(secrets)
}

async fn logout(context: &Context<'_>) -> Result<(), Stop> {
    let profile = named_profile(context)?;
    let vendor = vendor_of(context, profile, None)?;
    // The grant's name has a hash of the secret in it, so the grant goes first.
    let grants = context.open_profile(vendor, Some(profile)).map(|opened| opened.grants);
    let was_logged_in = match grants {
        Ok(grants) => grants.discard().await.unwrap_or(false),
        Err(_) => false,
    };
    let mut removed = 0;
    for field in vendor.settings.fields.iter().filter(|field| field.secret) {
        let entry = Entry::new(profile, field.key);
        match context.keyring.delete(&entry) {
            Ok(()) => removed += 1,
            Err(KeyringFault::NoEntry) => {}
            Err(fault) => return Err(fault.failure("remove", &entry).into()),
        }
    }
    context.reporter.tell(&format!("removed {removed} secrets of profile `{profile}` from the keyring"));
    if was_logged_in {
        context.reporter.tell(&format!("forgot the login of profile `{profile}`; the vendor was not told"));
    }
    Ok(())
}

async fn token(context: &Context<'_>, vendor: Option<&'static Vendor>) -> Result<(), Stop> {
    let vendor = match (vendor, context.profile()?) {
        (Some(vendor), _) => vendor,
        (None, Some(profile)) => vendor_of(context, profile, None)?,
        (None, None) => match accounts::configured(context)?[..] {
            [(vendor, _)] => vendor,
            _ => {
                return Err(Failure::usage("it is not said whose token").hint("`-p NAME` or `--vendor VENDOR`").into());
            }
        },
    };
    let opened = context.open(vendor)?;
    if !opened.authenticator.has_token() {
        let message = format!("{} knows no tokens: each request is signed with the secret", vendor.settings.name);
        return Err(Failure::usage(message).hint("`--print-curl` after a command prints a line that signs it").into());
    }
    let doing = context.doing(&opened, "get a token", Effect::Read);
    let grant = opened.grants.obtain(&*opened.authenticator, &*opened.session.transport).await;
    context.print_text(grant.map_err(|fault| doing.failed(fault))?.token.expose_secret())
}

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["vendor", "profile", "state", "account", "secret", "expires_at"],
    wide: &["url", "scopes", "remaining"],
    members: &[
        "vendor",
        "profile",
        "url",
        "state",
        "account",
        "scopes",
        "secret",
        "expires_at",
        "not_before",
        "limit",
        "remaining",
        "error",
    ],
    times: &["expires_at", "not_before"],
    id: "profile",
    ..Knowledge::OPEN
};

async fn status(context: &Context<'_>, vendor: Option<&'static Vendor>) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &KNOWLEDGE)?;
    let accounts = accounts::chosen(context, vendor.as_slice())?;
    let mut records = Vec::new();
    let mut failures = Vec::new();
    for (vendor, profile) in &accounts {
        let (record, failure) = one_status(context, vendor, profile.as_deref()).await;
        records.push(Record::from(record));
        failures
            .extend(failure.map(|failure| (profile.clone().unwrap_or_else(|| vendor.settings.key.into()), failure)));
    }
    context.print_all(&view, Shape::List, &KNOWLEDGE, &records)?;
    super::items::verdict(failures, accounts.len()).map_err(Stop::from)
}

async fn one_status(context: &Context<'_>, vendor: &'static Vendor, profile: Option<&str>) -> (Value, Option<Failure>) {
    let opened = match context.open_profile(vendor, profile) {
        Ok(opened) => opened,
        Err(failure) => return (unknown(vendor, profile, &failure), Some(failure)),
    };
    let work = context.work(&opened, None);
    let doing = context.doing(&opened, "ask who the credentials belong to", Effect::Read);
    let identity = (vendor.identity)(&work).await.map_err(|fault| doing.failed(fault));
    let failure = identity.as_ref().err().cloned();
    let identity = identity.unwrap_or_default();
    let expires_at =
        identity.expires_at.or_else(|| token_end(&opened)).and_then(|end| Timestamp::from_second(end).ok());
    let state = &*context.stores.state;
    // The name under which the limit was learned.
    let name = opened.account.fingerprint(&HashKey::of(state)).unwrap_or_default();
    let not_before = not_before(vendor, state, &name, context.clock.now());
    let told = opened.heard.latest().unwrap_or_default();
    let record = json!({
        "vendor": vendor.settings.key,
        "profile": opened.account.profile(),
        "url": opened.account.url().as_str(),
        "state": failure.as_ref().map_or("ok", |failure| failure.code.word()),
        "account": Some(identity.account).filter(|account| !account.is_empty()),
        "scopes": identity.scopes,
        "secret": match context.sandbox {
            Some(_) => Some("built in".to_owned()),
            None => secret_place(&opened),
        },
        "expires_at": expires_at.map(|end| end.to_string()),
        "not_before": not_before.and_then(|end| Timestamp::try_from(end).ok()).map(|end| end.to_string()),
        "limit": told.limit,
        "remaining": told.remaining,
        "error": failure.as_ref().map(|failure| failure.message.as_str()),
    });
    (record, failure)
}

/// When the last of the limits opens again that are known to be used up.
fn not_before(vendor: &Vendor, state: &dyn Store, name: &str, now: SystemTime) -> Option<SystemTime> {
    let used_up = vendor.traffic.quotas.iter().filter_map(|quota| used_up_until(state, name, quota, now));
    closed_until(state, name, now).into_iter().chain(used_up).max()
}

fn unknown(vendor: &Vendor, profile: Option<&str>, failure: &Failure) -> Value {
    json!({
        "vendor": vendor.settings.key,
        "profile": profile,
        "url": null,
        "state": failure.code.word(),
        "account": null,
        "scopes": null,
        "secret": null,
        "expires_at": null,
        "not_before": null,
        "limit": null,
        "remaining": null,
        "error": failure.message,
    })
}

/// Where the secret lives, never the secret.
fn secret_place(opened: &Opened) -> Option<String> {
    let secret = opened.account.credentials().iter().find(|field| opened.account.has_secret(field));
    let Some(secret) = secret else {
        return opened.authenticator.by_person().map(|_| "state folder".to_owned());
    };
    match opened.account.origin(secret) {
        Some(origin @ Origin::Environment(_)) => Some(origin.to_string()),
        _ => opened.account.secret_place(secret).map(str::to_owned),
    }
}

/// Many tokens carry their end in their middle part, where anybody may read it.
pub(super) fn token_end(opened: &Opened) -> Option<i64> {
    use base64::Engine as _;
    let grant = opened.grants.known()?;
    if let Some(end) = grant.expires_at {
        return end.duration_since(UNIX_EPOCH).ok().map(|end| end.as_secs() as i64);
    }
    let token = grant.token.expose_secret();
    let claims = token.split('.').nth(1)?;
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    serde_json::from_slice::<Value>(&claims).ok()?["exp"].as_i64()
}
