//! What was looked at to find out whether an account works, and what came of it. Knows neither sockets nor vendors.

mod list;

use serde_json::{Value, json};

use crate::failure::{Code, Failure};

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// It works, and will not for long, or not well.
    Warning,
    /// It does not work.
    Failed,
    /// It could not be looked at, or there is nothing to look at.
    Skipped,
}

impl Verdict {
    /// The word that people and programs read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// A verdict, why, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The verdict.
    pub verdict: Verdict,
    /// What was seen.
    pub detail: String,
    /// A command or a setting that can be typed.
    pub fix: Option<String>,
    /// The code of what failed.
    pub code: Option<Code>,
}

impl Found {
    /// As it should be.
    pub fn ok(detail: impl Into<String>) -> Self {
        Self { verdict: Verdict::Ok, detail: detail.into(), fix: None, code: None }
    }

    /// It works, but.
    pub fn warning(detail: impl Into<String>) -> Self {
        Self { verdict: Verdict::Warning, ..Self::ok(detail) }
    }

    /// It does not work.
    pub fn failed(code: Code, detail: impl Into<String>) -> Self {
        Self { verdict: Verdict::Failed, code: Some(code), ..Self::ok(detail) }
    }

    /// It was not looked at.
    pub fn skipped(why: impl Into<String>) -> Self {
        Self { verdict: Verdict::Skipped, ..Self::ok(why) }
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}

impl From<&Failure> for Found {
    fn from(failure: &Failure) -> Self {
        Self { fix: failure.hint.clone(), ..Self::failed(failure.code, &failure.message) }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its name: `dns`, `login`, ...
    pub name: &'static str,
    /// What came of it.
    pub found: Found,
    /// How long it took; `None` for what was not looked at.
    pub milliseconds: Option<u64>,
}

/// An account, or rmctl itself, and all that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    /// What stands above the list.
    pub title: String,
    /// The profile, where it is one.
    pub profile: Option<String>,
    /// The key of the vendor, where it is an account.
    pub vendor: Option<&'static str>,
    /// In the order in which they depend on each other.
    pub checks: Vec<Check>,
}

impl Patient {
    /// One record a check.
    pub fn records(&self) -> impl Iterator<Item = Value> {
        self.checks.iter().map(|check| {
            json!({
                "profile": self.profile,
                "vendor": self.vendor,
                "check": check.name,
                "verdict": check.found.verdict.word(),
                "detail": check.found.detail,
                "fix": check.found.fix,
                "milliseconds": check.milliseconds,
            })
        })
    }

    /// The first thing that does not work: those after it may not because of it.
    pub fn failure(&self) -> Option<Failure> {
        let check = self.checks.iter().find(|check| check.found.verdict == Verdict::Failed)?;
        let message = format!("{}: {}", check.name, check.found.detail);
        let mut failure = Failure::new(check.found.code.unwrap_or(Code::Internal), message);
        failure.hint.clone_from(&check.found.fix);
        failure.vendor = self.vendor.map(str::to_owned);
        failure.profile.clone_from(&self.profile);
        Some(failure)
    }

    /// The list for people, in lines of `width` where there is one.
    pub fn list(&self, width: Option<usize>, color: bool) -> String {
        list::list(self, width, color)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patient(found: Vec<(&'static str, Found)>) -> Patient {
        let checks = found.into_iter().map(|(name, found)| Check { name, found, milliseconds: Some(3) });
        Patient { title: "field".into(), profile: Some("field".into()), vendor: Some("rms"), checks: checks.collect() }
    }

    #[test]
    fn a_record_has_every_member_in_order() {
        let records: Vec<_> = patient(vec![("dns", Found::ok("one address"))]).records().collect();

        assert_eq!(
            records[0].to_string(),
            r#"{"profile":"field","vendor":"rms","check":"dns","verdict":"ok","detail":"one address","fix":null,"milliseconds":3}"#
        );
    }

    #[test]
    fn the_first_thing_that_does_not_work_is_the_failure() {
        let failed = |code, detail: &str| Found::failed(code, detail).fix("`x`");
        let failure = patient(vec![
            ("dns", Found::warning("slow")),
            ("tcp", failed(Code::Network, "refused")),
            ("login", failed(Code::Unauthenticated, "no")),
        ])
        .failure()
        .unwrap();

        assert_eq!(
            (failure.code, &*failure.message, failure.hint.as_deref()),
            (Code::Network, "tcp: refused", Some("`x`"))
        );
        assert_eq!(patient(vec![("dns", Found::warning("slow"))]).failure(), None);
    }
}
