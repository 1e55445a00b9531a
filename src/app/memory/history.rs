//! `rmctl inventory history`.

use std::time::Duration;

use super::super::context::Context;
use super::super::list::{NOTHING, said_when_empty};
use super::super::stop::Stop;
use super::place::looked_at;
use super::{is_wanted, known, nothing_yet, print};
use crate::cli::MemoryCall;
use crate::failure::{Code, Failure};
use crate::fleet::memory::{Key, Rules, events};
use crate::output::{Format, Knowledge, Shape};

const KNOWLEDGE: Knowledge = Knowledge {
    columns: &["taken_at", "change", "name", "detail", "snapshot", "label"],
    wide: &["vendor", "profile", "id", "last_seen"],
    members: &[
        "change",
        "snapshot",
        "taken_at",
        "label",
        "vendor",
        "profile",
        "id",
        "name",
        "last_seen",
        "detail",
        "fields",
    ],
    id: "snapshot",
    times: &["taken_at", "last_seen"],
    ..Knowledge::OPEN
};

pub(super) async fn run(context: &Context<'_>, call: &MemoryCall, id: &str, ignored: &[String]) -> Result<(), Stop> {
    let view = context.view(Format::Table)?;
    view.check(Shape::List, &KNOWLEDGE)?;
    known(ignored)?;
    let mut memory = looked_at(context, call).await?.ok_or_else(nothing_yet)?;
    memory.hold_still().await?;
    let mut owners = memory.owners(id).await?;
    owners.retain(|key| is_wanted(context, call, &key.vendor, &key.profile));
    let key = the_one(id, &owners)?;
    let moments = memory.moments(key).await?;
    let rules = Rules { silence: Duration::MAX, ignored: ignored.to_vec() };
    let printed = print(context, &view, &KNOWLEDGE, &events(key, &moments, &rules))?;
    said_when_empty(context, &view, printed, NOTHING)
}

fn the_one<'k>(id: &str, owners: &'k [Key]) -> Result<&'k Key, Failure> {
    match owners {
        [one] => Ok(one),
        [] => Err(Failure::new(Code::NotFound, format!("no snapshot has a device `{id}`"))
            .hint("run `rmctl inventory snapshots get latest --columns id,name,profile`")),
        [first, ..] => {
            let candidates: Vec<String> =
                owners.iter().map(|key| format!("`{}` of {}", key.profile, key.vendor)).collect();
            let message = format!("several profiles have a device `{id}`: {}", candidates.join(", "));
            let one_profile = owners.iter().all(|key| key.profile == first.profile);
            Err(Failure::new(Code::Ambiguous, message).hint(match one_profile {
                true => format!("add `--vendor {}`", first.vendor),
                false => format!("add `-p {}`", first.profile),
            }))
        }
    }
}
