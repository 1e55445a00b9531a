//! What ends a command badly: the code, the words and the facts a script may want. Knows neither vendors nor streams.

use serde::Serialize;

/// The contract's table of failures: a word for scripts and an exit code for shells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A bug in rmctl.
    Internal,
    /// Bad flags, bad configuration, no credentials configured.
    Usage,
    /// The named thing does not exist.
    NotFound,
    /// The vendor does not accept the credentials.
    Unauthenticated,
    /// Accepted, but a permission or scope is missing, or the profile is `read_only`.
    Forbidden,
    /// A limit or quota, after the retries that were allowed.
    RateLimited,
    /// The vendor failed, or its answer cannot be read.
    VendorError,
    /// DNS, TCP, TLS, proxy, time-out.
    Network,
    /// Some profiles, pages or items failed; what was got is on stdout.
    Partial,
    /// An asynchronous job failed or did not finish in time.
    WaitFailed,
    /// A selector fits several.
    Ambiguous,
    /// A lock held by someone else, or an open transaction in the way.
    Conflict,
    /// The vendor refused the content of the request.
    Rejected,
    /// A change was sent and no readable answer came.
    OutcomeUnknown,
    /// Two things compared are not the same, where that was asked.
    Differs,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
}

impl Code {
    /// The word in the JSON form of an error.
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// The exit status of the process.
    pub fn exit(self) -> u8 {
        self.row().1
    }

    fn row(self) -> (&'static str, u8) {
        match self {
            Self::Internal => ("internal", 1),
            Self::Usage => ("usage", 2),
            Self::NotFound => ("not_found", 3),
            Self::Unauthenticated => ("unauthenticated", 4),
            Self::Forbidden => ("forbidden", 5),
            Self::RateLimited => ("rate_limited", 6),
            Self::VendorError => ("vendor_error", 7),
            Self::Network => ("network", 8),
            Self::Partial => ("partial", 9),
            Self::WaitFailed => ("wait_failed", 10),
            Self::Ambiguous => ("ambiguous", 11),
            Self::Conflict => ("conflict", 12),
            Self::Rejected => ("rejected", 13),
            Self::OutcomeUnknown => ("outcome_unknown", 14),
            Self::Differs => ("differs", 15),
            Self::Interrupted => ("interrupted", 130),
            Self::Terminated => ("interrupted", 143),
        }
    }
}

/// What the system says of an error ends with its number, which tells a reader nothing.
pub(crate) fn without_number(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(')')
    })
}

/// A sentence as it stands within another.
pub(crate) fn with_small_initial(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// One failed item of several, as `error.causes` lists it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    /// The item, profile or page that failed.
    pub id: String,
    /// The word of its code.
    pub code: &'static str,
    /// What happened to it.
    pub message: String,
    /// What to do about it, where there is something.
    pub hint: Option<String>,
    /// What the vendor answered, where it did.
    pub http_status: Option<u16>,
    /// Seconds to wait, where the vendor said.
    pub retry_after: Option<u64>,
}

/// Why a command did not do what was asked, in words for people and facts for scripts.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Which row of the contract's table.
    pub code: Code,
    /// What happened: one sentence, lower case, no full stop.
    pub message: String,
    /// What to do about it, where there is something.
    pub hint: Option<String>,
    /// The vendor's key, once a vendor is concerned.
    pub vendor: Option<String>,
    /// The profile, where one was used.
    pub profile: Option<String>,
    /// The status of the vendor's answer.
    pub http_status: Option<u16>,
    /// The vendor's own word for the error.
    pub vendor_code: Option<String>,
    /// The vendor's own sentence.
    pub vendor_message: Option<String>,
    /// What the vendor's support wants to hear.
    pub request_id: Option<String>,
    /// Seconds to wait before it may work.
    pub retry_after: Option<u64>,
    /// Whether the same command may work later, unchanged.
    pub retryable: bool,
    /// The failures of single items, where there were several items.
    pub causes: Vec<Cause>,
}

impl Failure {
    /// A failure with nothing but a code and a sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: without_number(&message.into()),
            hint: None,
            vendor: None,
            profile: None,
            http_status: None,
            vendor_code: None,
            vendor_message: None,
            request_id: None,
            retry_after: None,
            retryable: false,
            causes: Vec::new(),
        }
    }

    /// Bad flags, bad configuration, no credentials: exit 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Code::Usage, message)
    }

    /// The same failure with a line that can be typed.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// This as one of several, that of `id`.
    pub fn cause(&self, id: impl Into<String>) -> Cause {
        Cause {
            id: id.into(),
            code: self.code.word(),
            message: self.message.clone(),
            hint: self.hint.clone(),
            http_status: self.http_status,
            retry_after: self.retry_after,
        }
    }

    /// The JSON form of the contract, on one line.
    pub fn to_json(&self) -> serde_json::Value {
        let mut error = serde_json::json!({
            "code": self.code.word(),
            "exit": self.code.exit(),
            "message": self.message,
            "hint": self.hint,
            "vendor": self.vendor,
            "profile": self.profile,
            "http_status": self.http_status,
            "vendor_code": self.vendor_code,
            "vendor_message": self.vendor_message,
            "request_id": self.request_id,
            "retry_after": self.retry_after,
            "retryable": self.retryable,
        });
        if !self.causes.is_empty() {
            error["causes"] = serde_json::json!(self.causes);
        }
        serde_json::json!({ "error": error })
    }
}

/// The candidate nearest to what was typed, if it is near enough to be meant.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(typed, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_form_has_every_member_of_the_contract_in_its_order() {
        let failure = Failure::usage("no credentials").hint("set `RMCTL_RMS_TOKEN`");

        let json = failure.to_json().to_string();

        assert_eq!(
            json,
            r#"{"error":{"code":"usage","exit":2,"message":"no credentials","hint":"set `RMCTL_RMS_TOKEN`","vendor":null,"profile":null,"http_status":null,"vendor_code":null,"vendor_message":null,"request_id":null,"retry_after":null,"retryable":false}}"#
        );
    }

    #[test]
    fn a_typo_finds_its_word_and_a_stranger_finds_none() {
        assert_eq!(nearest("sate", ["id", "name", "state"]), Some("state"));
        assert_eq!(nearest("zzz", ["id", "name", "state"]), None);
    }
}
