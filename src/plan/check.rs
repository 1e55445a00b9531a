//! What is refused before there is a request: what is missing, and what is beyond its limits.

use super::{flag_of, placeholder};
use crate::catalog::{Argument, Kind, Operation, Place, measure};
use crate::failure::Failure;
use crate::given::Given;

/// What the vendor would refuse in any case is refused before anything is sent.
pub fn check_given(operation: &Operation, given: &Given) -> Result<(), Failure> {
    check_required(operation, given)?;
    operation.arguments.iter().try_for_each(|argument| check_limits(argument, given))
}

/// Says nothing of the value itself, which may be a secret.
fn check_limits(argument: &Argument, given: &Given) -> Result<(), Failure> {
    let size = given.values.get(argument.name).and_then(measure);
    match size.filter(|size| !argument.limits.allow(*size)) {
        None => Ok(()),
        Some(size) => {
            let (flag, limits) = (flag_of(argument), argument.limits.of(argument.kind));
            Err(Failure::usage(format!("`{flag}` takes {limits}, not {size}")))
        }
    }
}

fn check_required(operation: &Operation, given: &Given) -> Result<(), Failure> {
    let whole = given.body.is_some() || given.items.is_some();
    let missing = operation.arguments.iter().filter(|argument| {
        let in_body = matches!(argument.place, Place::Body | Place::File);
        argument.required && !given.values.contains_key(argument.name) && !(in_body && whole)
    });
    let flags: Vec<String> = missing.clone().map(|argument| format!("`{}`", flag_of(argument))).collect();
    let failure = match &flags[..] {
        [] => return Ok(()),
        [flag] => Failure::usage(format!("{flag} is required")),
        [flags @ .., last] => Failure::usage(format!("{} and {last} are required", flags.join(", "))),
    };
    Err(failure.hint(missing.map(how_to_say).collect::<Vec<_>>().join("; ")))
}

/// `--account ACCOUNT`, and what that is.
fn how_to_say(argument: &Argument) -> String {
    let value = match argument.values {
        _ if argument.place == Place::Path => String::new(),
        _ if argument.kind == Kind::Boolean => String::new(),
        _ if argument.secret => " @FILE".to_owned(),
        _ if argument.place == Place::File || argument.is_on_disk || argument.kind == Kind::Paths => " PATH".to_owned(),
        [] => format!(" {}", placeholder(argument.name)),
        values => format!(" {}", values.join("|")),
    };
    format!("`{}{value}`: {}", flag_of(argument), argument.help)
}
