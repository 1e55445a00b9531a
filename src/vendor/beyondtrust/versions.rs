//! Which version of the Command API a site has. Newer ones have version 2, and say so at its first path; the others know
//! nothing of it.

use super::command_forms::{BASE, INFO};
use super::{memory, product};
use crate::catalog::{Operation, Product};
use crate::dialect::Answer;
use crate::failure::Failure;
use crate::given::Given;
use crate::http::{Fault, Refusal};
use crate::surroundings::LocalFuture;
use crate::workflow::Work;

/// The setting that says it in the place of the site.
pub(super) const SETTING: &str = "command_api";
/// What the setting may be.
pub(super) const CHOICES: &[&str] = &["auto", "v1", "v2"];

const KEPT: &str = "command";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    One,
    Two,
}

impl Version {
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "v1" => Some(Self::One),
            "v2" => Some(Self::Two),
            _ => None,
        }
    }
}

/// The form of version 2 where the site has it, and the row has one for the product.
pub(super) fn form<'a>(
    work: &'a Work<'a>,
    row: &'static Operation,
    may_ask: bool,
) -> LocalFuture<'a, Result<&'static Operation, Fault>> {
    Box::pin(async move {
        if row.path.starts_with(BASE) {
            check(work, may_ask).await?;
            return Ok(row);
        }
        let Some(newer) = row.newer else { return Ok(row) };
        let takes_it = version(work, may_ask).await? == Some(Version::Two) && suits(work, newer, may_ask).await?;
        Ok(if takes_it { newer } else { row })
    })
}

/// What version 2 alone has cannot be had in another form.
async fn check(work: &Work<'_>, may_ask: bool) -> Result<(), Fault> {
    let is_said = said(work).is_some();
    let failure = match version(work, may_ask).await? {
        Some(Version::One) if is_said => {
            Failure::usage(format!("this needs version 2 of the Command API, and `{SETTING}` is `v1`"))
        }
        Some(Version::One) => {
            Failure::usage("this needs version 2 of the Command API, and this site has version 1 alone")
                .hint("`--no-cache` asks the site again")
        }
        Some(Version::Two) | None => return Ok(()),
    };
    Err(failure.into())
}

/// A form of one product alone is not for the other.
async fn suits(work: &Work<'_>, form: &Operation, may_ask: bool) -> Result<bool, Fault> {
    let Some(only) = form.only else { return Ok(true) };
    let found: Option<Product> = if may_ask { product::find(work).await? } else { product::known(work) };
    Ok(found == Some(only))
}

fn said(work: &Work<'_>) -> Option<Version> {
    work.account.plain(SETTING).and_then(Version::of_word)
}

async fn version(work: &Work<'_>, may_ask: bool) -> Result<Option<Version>, Fault> {
    let known = said(work).or_else(|| memory::recall(work, KEPT).as_deref().and_then(Version::of_word));
    match known {
        None if may_ask => ask(work).await,
        known => Ok(known),
    }
}

/// A site that says no has version 1 alone. One that is in trouble says nothing: it is asked by version 1 where there is a
/// choice, and asked for its version again next time.
async fn ask(work: &Work<'_>) -> Result<Option<Version>, Fault> {
    let request = work.plan(&INFO, &Given::default())?;
    let version = match work.session.ask(&request).await {
        Ok(Answer::Page(page)) => {
            let info = page.records.first().and_then(|record| record.parse().ok()).unwrap_or_default();
            info["command_api_version"].is_string().then_some(Version::Two)
        }
        Err(Fault::Refused(refusal)) if is_about_us(&refusal) => return Err(Fault::Refused(refusal)),
        Err(Fault::Refused(refusal)) => matches!(refusal.status, 404 | 405).then_some(Version::One),
        Ok(_) | Err(Fault::Garbled { .. }) => None,
        Err(fault) => return Err(fault),
    };
    if let Some(version) = version {
        memory::keep(work, KEPT, if version == Version::Two { "v2" } else { "v1" });
    }
    Ok(version)
}

/// The token or the limit is refused, whatever was asked.
fn is_about_us(refusal: &Refusal) -> bool {
    refusal.status == 429 || refusal.status == 401 && refusal.means.is_none()
}
