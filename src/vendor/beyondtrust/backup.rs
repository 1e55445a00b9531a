//! `beyondtrust backup`: the settings and the logged data of the site in one file, which only the vendor's page restores.

use std::path::Path;

use serde_json::json;

use super::whole_file;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::{Fault, Request};
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

const PATH: &str = "/api/backup";

/// What a site, or what is in between, says in the place of a backup, which is no text of any kind.
const NO_BACKUP: &[&str] = &["text/", "application/xml", "application/json"];

const OPEN: Operation = Operation::get("backup", PATH).about("Fetch a backup");
const LOCKED: Operation = Operation::post("backup", PATH)
    .about("Fetch a backup with a password")
    .effect(Effect::Read)
    .object()
    .arguments(&[Argument::body("password", Kind::String).secret()]);

pub(super) const BACKUP: Operation = Operation::workflow("backup", Effect::Read, backup)
    .about("Save a backup of the site, without recordings; the file is private to you")
    .saves()
    .arguments(&[Argument::workflow("password", Kind::String)
        .secret()
        .help("password to lock it with, as @FILE, or - for standard input")]);

fn backup<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let Some(target) = given.text("save").filter(|target| !target.is_empty()) else {
            return Err(Failure::usage("`--save` is required").hint("`--save PATH` says where the file goes").into());
        };
        whole_file::folder_of(&target)?;
        let request = Request { no_file: NO_BACKUP, ..whole_file::of(request(work, given)?) };
        if work.dry_run {
            return Ok(Outcome::WouldSend(vec![request]));
        }
        work.session.progress.doing("fetching the backup");
        let bytes = whole_file::save(work, &request, Path::new(&target)).await?;
        work.session.progress.tell(&format!("{bytes} bytes"));
        let record = json!({ "saved": target, "bytes": bytes, "locked": given.values.contains_key("password") });
        Ok(Outcome::Result { record, line: target, open: None })
    })
}

/// Only a password needs a body.
fn request(work: &Work<'_>, given: &Given) -> Result<Request, Fault> {
    match given.text("password") {
        None => work.plan(&OPEN, &Given::default()),
        Some(password) if password.is_empty() => Err(Failure::usage("the password is empty").into()),
        Some(password) => {
            work.redactor.learn(&password);
            work.plan(&LOCKED, &Given::default().with("password", password))
        }
    }
}
