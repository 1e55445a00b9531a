//! From what the user calls a thing to the one thing that is meant: exactly one must fit.

use serde_json::Value;

use crate::failure::{Code, Failure};

/// How a device was looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// As in `the serial number`.
    pub member: &'a str,
    /// What it must be.
    pub value: &'a str,
    /// How else one of several can be named.
    pub instead: &'a str,
}

/// The only device that was found, or why there is none: the candidates are listed as `shown` shows them.
pub fn only(found: Vec<Value>, wanted: Wanted<'_>, shown: fn(&Value) -> String) -> Result<Value, Failure> {
    let Wanted { member, value, instead } = wanted;
    match <[Value; 1]>::try_from(found) {
        Ok([one]) => Ok(one),
        Err(none) if none.is_empty() => {
            Err(Failure::new(Code::NotFound, format!("no device has the {member} `{value}`")))
        }
        Err(several) => {
            let candidates: Vec<String> = several.iter().map(shown).collect();
            let message = format!("{} devices have the {member} `{value}`: {}", several.len(), candidates.join(", "));
            Err(Failure::new(Code::Ambiguous, message).hint(format!("name one of them by {instead}")))
        }
    }
}
