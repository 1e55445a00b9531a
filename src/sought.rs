//! The one thing that a selector means, or the failures of the contract where there is none or several. Knows no vendor.

use serde_json::Value;

use crate::failure::{Code, Failure};

/// What is looked for.
pub struct Sought<'a> {
    /// What one of them is: `device`.
    pub what: &'a str,
    /// What the user calls the member: `serial`.
    pub by: &'a str,
    /// What it should be.
    pub value: &'a str,
    /// How else one of several can be named: `its id`.
    pub instead: &'a str,
    /// What helps where nothing fits.
    pub search: String,
}

impl Sought<'_> {
    /// The one that fits. `shown` tells it from the others.
    pub fn the_one(&self, mut fitting: Vec<Value>, shown: impl Fn(&Value) -> String) -> Result<Value, Failure> {
        match fitting.len() {
            1 => Ok(fitting.remove(0)),
            0 => Err(self.nothing()),
            _ => Err(self.several(&fitting.iter().map(shown).collect::<Vec<_>>())),
        }
    }

    /// None fits.
    pub fn nothing(&self) -> Failure {
        Failure::new(Code::NotFound, format!("no {} has the {} `{}`", self.what, self.by, self.value))
            .hint(&*self.search)
    }

    fn several(&self, candidates: &[String]) -> Failure {
        let count = candidates.len();
        let message =
            format!("{count} {}s have the {} `{}`: {}", self.what, self.by, self.value, candidates.join(", "));
        Failure::new(Code::Ambiguous, message).hint(format!("name one of them by {}", self.instead))
    }
}

/// A word as a shell takes it.
pub fn quoted(value: &str) -> String {
    match !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:+/".contains(&byte)) {
        true => value.to_owned(),
        false => format!("'{}'", value.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn the_one(ids: &[u64]) -> Result<Value, Failure> {
        let sought = Sought { what: "device", by: "name", value: "x", instead: "its id", search: "look".to_owned() };
        sought.the_one(ids.iter().map(|id| json!(id)).collect(), Value::to_string)
    }

    #[test]
    fn one_is_found_none_is_missing_and_several_are_named() {
        assert_eq!(the_one(&[7]), Ok(json!(7)));

        let (none, several) = (the_one(&[]).unwrap_err(), the_one(&[7, 8]).unwrap_err());
        let told = |failure: Failure| (failure.code, failure.message, failure.hint.unwrap());
        assert_eq!(told(none), (Code::NotFound, "no device has the name `x`".to_owned(), "look".to_owned()));
        let words = "2 devices have the name `x`: 7, 8".to_owned();
        assert_eq!(told(several), (Code::Ambiguous, words, "name one of them by its id".to_owned()));
    }

    #[test]
    fn a_word_is_quoted_where_a_shell_would_take_it_apart() {
        assert_eq!(["AB-1", "it's", ""].map(quoted), ["AB-1", r"'it'\''s'", "''"]);
    }
}
