//! A jq expression made ready to run, or the sentence that says where it cannot be read.

use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Filter, compile};

use super::Data;
use crate::failure::Failure;

pub(super) fn compile(expression: &str) -> Result<Filter<Data>, Failure> {
    let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    // The environment holds credentials, and an expression is easily pasted.
    let standard = jaq_std::funs::<Data>().filter(|(name, ..)| *name != "env");
    let functions = jaq_core::funs().chain(standard).chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(definitions)
        .load(&arena, File { code: expression, path: () })
        .map_err(|errors| refusal(errors.into_iter().next().map(|(_, error)| unreadable(error))))?;
    Compiler::default()
        .with_funs(functions)
        .compile(modules)
        .map_err(|errors| refusal(errors.into_iter().flat_map(|(_, errors)| errors).next().map(undefined)))
}

fn refusal(reason: Option<String>) -> Failure {
    let reason = reason.unwrap_or_else(|| "it is no expression".to_owned());
    Failure::usage(format!("cannot read the jq expression: {reason}"))
}

fn unreadable(error: load::Error<&str>) -> String {
    match error {
        load::Error::Io(errors) => errors.into_iter().next().map(|(path, _)| format!("there is no module `{path}`")),
        load::Error::Lex(errors) => errors.into_iter().next().map(|(wanted, at)| missing(wanted.as_str(), at)),
        load::Error::Parse(errors) => errors.into_iter().next().map(|(wanted, at)| missing(wanted.as_str(), at)),
    }
    .unwrap_or_else(|| "it is no expression".to_owned())
}

fn missing(wanted: &str, at: &str) -> String {
    match at {
        "" => format!("it ends where {wanted} should stand"),
        _ => format!("{wanted} should stand at `{at}`"),
    }
}

fn undefined((name, what): compile::Error<&str>) -> String {
    match what {
        compile::Undefined::Filter(arity) => format!("there is no filter `{name}/{arity}`"),
        other => format!("there is no {} `{name}`", other.as_str()),
    }
}
