//! Which database: a flag, a variable, the file, or one in the state folder; and the way into it.

use std::time::Duration;

use futures_util::future::{Either, select};
use secrecy::{ExposeSecret as _, SecretString};

use super::super::context::Context;
use crate::cli::MemoryCall;
use crate::config::passwords;
use crate::failure::{Code, Failure};
use crate::fleet::memory::{Memory, Place, Wish, open_to_others};
use crate::store::Folders;

/// A server that does not answer for so long is not there.
const PATIENCE: u64 = 30;

/// The database of this run. `--sandbox` leaves no trace.
pub(super) async fn place(context: &Context<'_>, call: &MemoryCall) -> Result<Place, Failure> {
    if context.sandbox.is_some() {
        return Ok(Place::Passing);
    }
    if let Some(password) = context.environment.get("PGPASSWORD") {
        context.redactor.learn(password);
    }
    match named(context, call)? {
        Some(text) => {
            passwords(text.expose_secret()).iter().for_each(|password| context.redactor.learn(password));
            Place::of(&text, |path| context.config.path(path))?.checked(|name| variable(context, name))
        }
        None => Folders::of(context.environment).state.map(|folder| Place::in_folder(&folder)).ok_or_else(|| {
            Failure::usage("there is no folder for the snapshots")
                .hint("`export RMCTL_STATE_DIR=FOLDER`, or `export RMCTL_DATABASE=FILE`")
        }),
    }
}

fn variable(context: &Context<'_>, name: &str) -> Option<String> {
    context.environment.get(name).map(str::to_owned)
}

fn named(context: &Context<'_>, call: &MemoryCall) -> Result<Option<SecretString>, Failure> {
    match &call.database {
        None => context.config.database(&context.keyring),
        Some(text) if passwords(text).is_empty() => Ok(Some(SecretString::from(text.as_str()))),
        Some(_) => Err(Failure::usage("the URL after `--database` has a password, which everybody can see there")
            .hint("`export RMCTL_DATABASE=...`, or leave the password to `PGPASSWORD` or `~/.pgpass`")),
    }
}

/// Open it; `None` where there is nothing to look at.
pub(super) async fn opened(context: &Context<'_>, place: &Place, wish: Wish) -> Result<Option<Memory>, Failure> {
    let limit = Duration::from_secs(context.globals.timeout.unwrap_or(PATIENCE));
    let opening = async {
        match place {
            Place::Postgres(_) => {
                let (opening, late) = (Memory::open(place, wish), context.clock.sleep(limit));
                match select(std::pin::pin!(opening), late).await {
                    Either::Left((opened, _)) => opened.map_err(|failure| with_way_out(context, place, failure)),
                    Either::Right(_) => Err(silent(place, limit)),
                }
            }
            Place::File(_) | Place::Passing => Memory::open(place, wish).await,
        }
    };
    context.interrupt.race(opening).await.unwrap_or_else(|fault| Err(super::super::signal_failure(&fault)))
}

/// A password that is there and was not used.
fn with_way_out(context: &Context<'_>, place: &Place, failure: Failure) -> Failure {
    let has_another = match place {
        Place::Postgres(url) => {
            context.environment.get("PGPASSWORD").is_some() || !passwords(url.expose_secret()).is_empty()
        }
        _ => true,
    };
    let left_out = open_to_others(|name| variable(context, name));
    match left_out.filter(|_| failure.code == Code::Unauthenticated && !has_another) {
        Some(file) => failure.hint(format!("`chmod 600 {}`: a file that others can read is left out", file.display())),
        None => failure,
    }
}

fn silent(place: &Place, limit: Duration) -> Failure {
    let message = format!("cannot use the snapshots in `{}`: no answer within {}s", place.shown(), limit.as_secs());
    Failure { retryable: true, ..Failure::new(Code::Network, message) }
}

/// Open it to look.
pub(super) async fn looked_at(context: &Context<'_>, call: &MemoryCall) -> Result<Option<Memory>, Failure> {
    opened(context, &place(context, call).await?, Wish::Look).await
}
