//! What is wrong with a value, said without the value: it may be a secret that lost its way.

use super::Origin;
use crate::failure::{Failure, nearest};

/// The end of a sentence whose subject is a setting, and a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    text: String,
    hint: Option<String>,
}

impl Complaint {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The whole sentence, about what `key` was given by `origin`.
    pub(super) fn about(self, key: &str, origin: &Origin) -> Failure {
        self.of(&origin.subject(key))
    }

    /// The whole sentence.
    pub(super) fn of(self, subject: &str) -> Failure {
        let failure = Failure::usage(format!("{subject} {}", self.text));
        match self.hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

/// `` `a`, `b`, `c` ``.
pub(super) fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// `` ; did you mean `x` ``, where one of the candidates is near.
pub(crate) fn suggestion<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(typed, candidates) {
        Some(near) => format!("; did you mean `{near}`"),
        None => String::new(),
    }
}
