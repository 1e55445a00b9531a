//! Configuration as code: files, differences, and commands that make the box what the files say.

mod apply;
mod body;
mod compare;
mod connection;
mod diff;
mod edit;
mod export;
mod file;
mod known;
mod mirror;
mod object;
mod order;
mod plan;
mod references;
mod rules;
mod wish;

use crate::catalog::{Argument, Kind};
use crate::failure::{Code, Failure};
use crate::http::Fault;
use crate::workflow::Work;
use mirror::{Mirror, Object};
use references::Names;

pub(super) use apply::APPLY;
pub(super) use connection::{create_connection, edit_connection};
pub(super) use diff::DIFF;
pub(super) use export::EXPORT;
pub(super) use object::{create, edit, replace, set};
pub(super) use order::order;

const FILES: Argument = Argument::workflow("files", Kind::Paths)
    .spelled("file")
    .short('f')
    .required()
    .help("a file of documents, a folder of them, or - for standard input");
const NO_VALIDATE: Argument =
    Argument::workflow("no_validate", Kind::Boolean).help("leave the rules of the vendor's guide to the box");

/// What the row is about, as files write it.
fn subject(work: &Work<'_>) -> String {
    let path = work.operation.map_or("", |operation| operation.subject);
    file::tidy(path).unwrap_or_default()
}

/// The entry that a key or a name means.
async fn entry(mirror: &Mirror<'_>, path: &str, typed: &str) -> Result<Object, Fault> {
    let Some(entries) = mirror.entries(path).await? else {
        return Err(Failure::new(Code::NotFound, format!("`{path}` is no collection that the box shows")).into());
    };
    let names = Names::new(entries.iter().map(|entry| (entry.key.clone(), entry.name.clone())));
    match names.key_of(typed) {
        Ok(Some(key)) => Ok(entries.iter().find(|entry| entry.key == key).cloned().expect("its names are theirs")),
        Ok(None) => Err(names.none(path, typed).into()),
        Err(keys) => {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            let message = format!("`{typed}` is the name of {} things in `{path}`", keys.len());
            Err(Failure::new(Code::Ambiguous, message).hint(format!("name one by its key: {}", keys.join(", "))).into())
        }
    }
}
