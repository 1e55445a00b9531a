//! Which of the two products a site is. The page before the login says it, to anybody, and sites do not change.

use super::memory;
use crate::catalog::{Argument, Kind, Operation, Product};
use crate::dialect::Answer;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::Work;

pub(super) const PRA: Product = Product { key: "PRA", name: "Privileged Remote Access" };
pub(super) const RS: Product = Product { key: "RS", name: "Remote Support" };

/// How the site calls Privileged Remote Access; whatever else it says is Remote Support.
const WORD_OF_PRA: &str = "bpam";
const KEPT: &str = "product";

/// The ways to log in, and the product that they lead to.
pub(super) const MECHANISMS: Operation = Operation::get("get", "/get_mech_list")
    .about("Show how people log in to the site")
    .arguments(&[Argument::query("version", Kind::Integer)]);

pub(super) fn find<'a>(work: &'a Work<'a>) -> LocalFuture<'a, Result<Option<Product>, Fault>> {
    Box::pin(async move {
        if let Some(product) = known(work) {
            return Ok(Some(product));
        }
        let word = ask(work).await?;
        if let Some(word) = &word {
            memory::keep(work, KEPT, word);
        }
        Ok(word.as_deref().map(of_word))
    })
}

/// What was found before; asks nobody.
pub(super) fn known(work: &Work<'_>) -> Option<Product> {
    memory::recall(work, KEPT).as_deref().map(of_word)
}

fn of_word(word: &str) -> Product {
    if word == WORD_OF_PRA { PRA } else { RS }
}

/// A site that does not answer this may still answer what was asked for.
async fn ask(work: &Work<'_>) -> Result<Option<String>, Fault> {
    let request = work.plan(&MECHANISMS, &Given::default().with("version", 3))?;
    let records = match work.session.ask(&request).await {
        Ok(Answer::Page(page)) => page.records,
        Ok(_) | Err(Fault::Refused(_) | Fault::Garbled { .. }) => Vec::new(),
        Err(fault) => return Err(fault),
    };
    let answer = records.first().and_then(|record| record.parse().ok()).unwrap_or_default();
    Ok(answer["product"].as_str().map(str::to_owned))
}
