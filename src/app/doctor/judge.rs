//! From what was measured to a verdict. Pure.

use std::time::Duration;

use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::fleet::Found;
use crate::http::in_words;
use crate::http::probe::{Certificate, Distrust, Greeted};
use crate::workflow::Identity;

const DAY: i64 = 86_400;
/// A certificate or a token that ends sooner is worth a warning.
const SOON: i64 = 21 * DAY;
/// Clocks differ, and an answer takes its time.
const CLOCKS_DIFFER: u64 = 30;
/// More permissions than these would bury everything else.
const MOST_SCOPES: usize = 8;
/// What is left of a limit is little where so many times as much would still be less than all.
const SCARCE: u64 = 20;
const SLOW: Duration = Duration::from_secs(2);

/// Seconds that this machine's clock is ahead; and the code of the vendor's refusal, where that is about the time.
pub(super) fn clock(ahead: Option<i64>, refused: Option<Code>) -> Found {
    let Some(ahead) = ahead else {
        return Found::skipped("no answer told the time");
    };
    let by = in_words(Duration::from_secs(ahead.unsigned_abs()));
    let told = format!("this machine is {by} {}", if ahead > 0 { "ahead" } else { "behind" });
    match (ahead.unsigned_abs(), refused) {
        (2.., Some(code)) => Found::failed(code, told).fix(set_clock()),
        (0..2, _) => Found::ok("this machine agrees with the server"),
        (2..CLOCKS_DIFFER, None) => Found::ok(told),
        (_, None) => Found::warning(told).fix(set_clock()),
    }
}

fn set_clock() -> &'static str {
    match () {
        () if cfg!(windows) => "`w32tm /resync`",
        () if cfg!(target_os = "macos") => "`sudo sntp -sS time.apple.com`",
        () => "`sudo timedatectl set-ntp true`",
    }
}

/// Who greeted, as requests to `host` would judge it.
pub(super) fn certificate(greeted: &Greeted, host: &str, now: i64, account: &Account) -> Found {
    let Some(leaf) = greeted.chain.first() else {
        return Found::failed(Code::Network, "the server's certificate cannot be read");
    };
    match &greeted.verdict {
        Err(distrust) => distrusted(distrust, greeted, leaf, host, now, account),
        Ok(()) => trusted(greeted, leaf, now, account),
    }
}

fn trusted(greeted: &Greeted, leaf: &Certificate, now: i64, account: &Account) -> Found {
    let connection = account.connection();
    let first = greeted.chain.iter().min_by_key(|certificate| certificate.not_after).unwrap_or(leaf);
    let whose = if first == leaf { String::new() } else { format!(" of `{}`, which it came with,", first.subject) };
    let end = match first.not_after - now {
        left if left < 0 => format!("{whose} ended {} ago", span(-left)),
        left => format!("{whose} ends in {}", span(left)),
    };
    let told = format!("`{}`, issued by `{}`; its certificate{end}", leaf.subject, leaf.issuer);
    if connection.insecure {
        return Found::warning(format!("not checked, because `insecure` is set: {told}"))
            .fix(trust_it(greeted, account));
    }
    let told = if connection.pin.is_some() { format!("{told}; its key is the pinned one") } else { told };
    // A pinned key may be in whatever certificate.
    match first.not_after - now < SOON && connection.pin.is_none() {
        true => Found::warning(told).fix(format!("renew the certificate of `{}` on the server", first.subject)),
        false => Found::ok(told),
    }
}

fn distrusted(
    distrust: &Distrust,
    greeted: &Greeted,
    leaf: &Certificate,
    host: &str,
    now: i64,
    account: &Account,
) -> Found {
    let failed = |detail: String| Found::failed(Code::Network, detail);
    let Certificate { subject, issuer, names, .. } = leaf;
    match distrust {
        Distrust::Expired => {
            let ended = greeted.chain.iter().find(|found| found.not_after < now).unwrap_or(leaf);
            failed(format!("the certificate of `{}` ended {} ago", ended.subject, span(now - ended.not_after)))
                .fix("renew it on the server, and look at this machine's clock")
        }
        Distrust::NotYet => {
            failed(format!("the certificate of `{subject}` begins in {}", span(leaf.not_before - now))).fix(set_clock())
        }
        Distrust::WrongName => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            failed(format!("the certificate is for {}, not for `{host}`", named(&names)))
                .fix(setting(account, &format!("url = \"{}\"", renamed(account, leaf.names.first()))))
        }
        // One that is a CA besides is refused even where a `ca_file` holds it.
        Distrust::Stranger | Distrust::Other(_) if subject == issuer && greeted.chain.len() == 1 => {
            failed(format!("the certificate of `{subject}` is signed by itself, and nobody trusts it"))
                .fix(pin_it(greeted, account))
        }
        Distrust::Stranger => failed(format!("`{subject}` is vouched for by `{issuer}`, whom nobody trusts"))
            .fix(trust_it(greeted, account)),
        Distrust::OtherKey => {
            failed("the server's key is not the pinned one".to_owned()).fix(trust_it(greeted, account))
        }
        Distrust::Other(words) => {
            failed(format!("the certificate of `{subject}` is not accepted: {words}")).fix(trust_it(greeted, account))
        }
    }
}

fn named(names: &[String]) -> String {
    match names {
        [] => "no name".to_owned(),
        [first, second, third, _, ..] => format!("{first}, {second}, {third} and {} more", names.len() - 3),
        few => few.join(", "),
    }
}

fn trust_it(greeted: &Greeted, account: &Account) -> String {
    match &greeted.pin {
        Some(pin) => {
            let ways = format!("ca_file = \"CA.pem\"` or, if you know that the key is right, `pin = \"{pin}\"");
            setting(account, &ways)
        }
        None => setting(account, "ca_file = \"CA.pem\""),
    }
}

fn pin_it(greeted: &Greeted, account: &Account) -> String {
    match &greeted.pin {
        Some(pin) => {
            format!("if you know that the key is right, {}", setting(account, &format!("pin = \"{pin}\"")))
        }
        None => trust_it(greeted, account),
    }
}

/// The account's URL with the name that the certificate has, and everything else as it is.
fn renamed(account: &Account, name: Option<&String>) -> String {
    let name = name.map_or_else(|| "NAME".to_owned(), |name| name.replace('*', "NAME"));
    let url = account.url();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{name}{port}{}", url.scheme(), url.path().trim_end_matches('/'))
}

/// A line of the account's profile.
pub(super) fn setting(account: &Account, line: &str) -> String {
    match account.profile() {
        Some(profile) => format!("`{line}` in profile `{profile}`"),
        None => format!("`{line}` in a profile"),
    }
}

/// Whose the credentials are, and whether they end soon.
pub(super) fn login(identity: &Identity, ends_at: Option<i64>, now: i64, account: &Account) -> Found {
    let who = if identity.account.is_empty() { "the credentials are accepted" } else { &identity.account };
    let Some(left) = ends_at.map(|end| end - now) else {
        return Found::ok(who);
    };
    let told = format!("{who}; the token ends in {}", span(left.max(0)));
    match (left < SOON, account.profile()) {
        (true, Some(profile)) => {
            Found::warning(told).fix(format!("`rmctl auth login -p {profile}` stores another one"))
        }
        (true, None) => Found::warning(told).fix("make a new token at the vendor"),
        (false, _) => Found::ok(told),
    }
}

/// What the credentials may do.
pub(super) fn scopes(identity: &Identity) -> Found {
    match &identity.scopes {
        None => Found::skipped("the vendor does not say what the credentials may do"),
        Some(scopes) if scopes.is_empty() => {
            Found::warning("the credentials carry no permission").fix("give the token its scopes at the vendor")
        }
        Some(scopes) => Found::ok(match &scopes[..] {
            [named @ .., _] if scopes.len() > MOST_SCOPES => {
                let (first, more) = (&named[..MOST_SCOPES], scopes.len() - MOST_SCOPES);
                format!("{} and {more} more, all in `rmctl auth status -o json`", first.join(", "))
            }
            few => few.join(", "),
        }),
    }
}

/// How long the vendor took to answer.
pub(super) fn latency(took: Duration) -> Found {
    let told = format!("{} ms", took.as_millis());
    match took > SLOW {
        true => Found::warning(told).fix("`--timeout SECS` gives slow answers more time"),
        false => Found::ok(told),
    }
}

/// What is left of the vendor's limits.
pub(super) struct Limits {
    /// Each counted kind of requests: its name, those left, those in all.
    pub(super) counted: Vec<(&'static str, usize, usize)>,
    /// How long nothing, or nothing of one kind, may be sent.
    pub(super) closed: Option<Duration>,
    /// What the vendor's own count says: left, and in all.
    pub(super) told: Option<(u64, Option<u64>)>,
}

pub(super) fn limits(limits: &Limits) -> Found {
    let counted = limits.counted.iter().map(|(name, left, all)| format!("{left} of {all} `{name}` left"));
    let told = limits.told.map(|(left, all)| match all {
        Some(all) => format!("{left} of {all} requests left, says the vendor"),
        None => format!("{left} requests left, says the vendor"),
    });
    let words: Vec<String> = told.into_iter().chain(counted).collect();
    let words = words.join("; ");
    match (limits.closed, limits.told) {
        (Some(closed), _) => Found::warning(if words.is_empty() { "used up".to_owned() } else { words }).fix(format!(
            "wait {}, or `--max-retry-wait {}`",
            in_words(closed),
            closed.as_secs() + 1
        )),
        (None, _) if is_scarce(limits) => {
            Found::warning(words).fix("`--rate N/s` sends fewer, and `--limit N` asks for less")
        }
        (None, _) if words.is_empty() => Found::skipped("the vendor names no limit"),
        (None, _) => Found::ok(words),
    }
}

/// Whether less than a twentieth of a limit is left. Where the vendor does not say how much it is in all, nothing.
fn is_scarce(limits: &Limits) -> bool {
    let told = limits.told.map(|(left, all)| (left, all.unwrap_or(1)));
    let counted = limits.counted.iter().map(|(_, left, all)| (*left as u64, *all as u64));
    counted.chain(told).any(|(left, all)| left.saturating_mul(SCARCE) < all)
}

/// The failure of a login, with a way out where the vendor's answer has none.
pub(super) fn refused(failure: &Failure, is_html: bool, origin: &str, account: &Account) -> Found {
    let found = Found::from(failure);
    if is_html && failure.code == Code::VendorError {
        return found.fix(format!("open `{origin}` in a browser: a network, or a proxy, may want a login first"));
    }
    match (found.fix.is_none(), failure.code) {
        (true, Code::Forbidden) => found.fix(match account.profile() {
            Some(profile) => format!("let the vendor's administrator allow it, or `rmctl auth login -p {profile}`"),
            None => "let the vendor's administrator allow it, or use other credentials".to_owned(),
        }),
        (true, Code::RateLimited) => found.fix("wait, and `rmctl doctor` again"),
        (true, Code::VendorError) => found.fix("`-vvv` shows the answer; it may be the vendor's own trouble, and pass"),
        _ => found,
    }
}

/// Days where there are some.
fn span(seconds: i64) -> String {
    match seconds / DAY {
        0 => in_words(Duration::from_secs(seconds.unsigned_abs())),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}
