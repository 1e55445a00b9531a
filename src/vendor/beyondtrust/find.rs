//! `beyondtrust jump-items find`: a part of a name, over everything that can be jumped to. The site knows whole names only.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::jump_items::JUMP_ITEMS;
use super::{jump_clients, jump_groups, product};
use crate::catalog::{Argument, Effect, Kind, Operation, Product};
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::{Fault, Refusal};
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Handed, Outcome, Work};

pub(super) const FIND: Operation = Operation::stream("find", Effect::Read, find)
    .about("Find Jump Items of every kind, and Jump Clients, by a part of a text")
    .arguments(&[Argument::workflow("text", Kind::String)
        .positional()
        .required()
        .help("part of a name, host name, tag or remark, whatever its capitals")])
    .columns(
        &["kind", "id", "name", "hostname", "tag", "jump_group"],
        &["comments", "jump_group_id", "jump_group_type"],
    )
    .members(MEMBERS);

const MEMBERS: &[&str] =
    &["kind", "id", "name", "hostname", "tag", "comments", "jump_group", "jump_group_id", "jump_group_type"];

/// Where the text may stand.
const PLACES: &[&str] = &["name", "hostname", "tag", "comments"];

fn find<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let text = given.text("text").unwrap_or_default().to_lowercase();
        if text.trim().is_empty() {
            return Err(Failure::usage("there is nothing to look for").hint("give a part of a name").into());
        }
        let product = product::find(work).await?;
        let mut search = Search { work, text, groups: None, shown: 0 };
        for row in kinds(product) {
            match search.within(row).await {
                Ok(Handed::More) => {}
                Ok(Handed::Enough | Handed::Lost) => break,
                // Which product it is nobody said, and this is of the other one.
                Err(Fault::Refused(Refusal { status: 404, .. })) if product.is_none() && row.only.is_some() => {}
                Err(fault) => return Err(search.cut_short(row, fault)),
            }
        }
        Ok(Outcome::Streamed)
    })
}

/// The lists of what can be jumped to, those of the other product left out.
fn kinds(product: Option<Product>) -> impl Iterator<Item = &'static Operation> {
    const CLIENTS: &Operation = &jump_clients::LIST;
    let items = JUMP_ITEMS.groups.iter().flat_map(|group| group.operations).filter(|row| row.list);
    let is_of = move |row: &&Operation| row.only.is_none_or(|only| product.is_none_or(|product| product == only));
    [CLIENTS].into_iter().chain(items).filter(is_of)
}

/// How the site calls the kind: `shell-jump`.
fn kind(row: &Operation) -> &'static str {
    row.path.rsplit('/').next().unwrap_or_default()
}

struct Search<'a> {
    work: &'a Work<'a>,
    text: String,
    /// The names of shared Jump Groups, asked for when the first one is shown.
    groups: Option<HashMap<String, Value>>,
    /// How many were handed over.
    shown: usize,
}

impl Search<'_> {
    /// Page by page, as long as somebody wants more.
    async fn within(&mut self, row: &'static Operation) -> Result<Handed, Fault> {
        let work = self.work;
        work.session.progress.doing(&format!("looking through {}s", kind(row)));
        let request = work.plan(row, &Given::default())?;
        let mut pages = work.session.pages(work.session.dialect.first_page(request, Some(row), None));
        while let Some(page) = pages.next().await? {
            for record in &page {
                let item = record.parse()?;
                if !fits(&item, &self.text) {
                    continue;
                }
                let found = self.shown(kind(row), &item).await?;
                self.shown += 1;
                match work.listener.record(&Record::from(found)) {
                    Handed::More => {}
                    handed => return Ok(handed),
                }
            }
        }
        match pages.shortfall() {
            Some(shortfall) => Err(shortfall.failure().into()),
            None => Ok(Handed::More),
        }
    }

    /// What stands on standard output already is a part of the answer.
    fn cut_short(&self, row: &Operation, fault: Fault) -> Fault {
        match fault {
            Fault::Interrupted(_) => fault,
            fault if self.shown == 0 => fault,
            fault => Failure::new(Code::Partial, format!("not all {}s were looked through: {fault}", kind(row))).into(),
        }
    }

    async fn shown(&mut self, kind: &str, item: &Value) -> Result<Value, Fault> {
        let member = |name: &str| item.get(name).cloned().unwrap_or_default();
        Ok(json!({
            "kind": kind,
            "id": member("id"),
            "name": member("name"),
            "hostname": member("hostname"),
            "tag": member("tag"),
            "comments": member("comments"),
            "jump_group": self.group(item).await?,
            "jump_group_id": member("jump_group_id"),
            "jump_group_type": member("jump_group_type"),
        }))
    }

    /// A personal one has the id of its user there.
    async fn group(&mut self, item: &Value) -> Result<Value, Fault> {
        if item["jump_group_type"] == "personal" {
            return Ok(Value::Null);
        }
        if self.groups.is_none() {
            let all = self.work.list(&jump_groups::LIST, &Given::default()).await?;
            self.groups = Some(all.into_iter().map(|group| (text_of(&group["id"]), group["name"].clone())).collect());
        }
        let known = self.groups.as_ref().and_then(|groups| groups.get(&text_of(&item["jump_group_id"])));
        Ok(known.cloned().unwrap_or_default())
    }
}

fn fits(item: &Value, text: &str) -> bool {
    PLACES.iter().any(|place| item[*place].as_str().is_some_and(|found| found.to_lowercase().contains(text)))
}

#[cfg(test)]
mod tests {
    use super::super::product::{PRA, RS};
    use super::*;

    fn names(product: Option<Product>) -> Vec<&'static str> {
        kinds(product).map(kind).collect()
    }

    #[test]
    fn each_product_is_asked_for_its_own_kinds() {
        let shared = ["jump-client", "shell-jump", "remote-rdp", "remote-vnc"];

        assert_eq!(names(Some(RS)), shared);
        assert_eq!((names(Some(PRA)).len(), names(None).len()), (9, 9));
        assert_eq!(&names(Some(PRA))[..4], shared);
    }

    #[test]
    fn a_part_is_enough_and_capitals_do_not_matter() {
        let item =
            json!({"id": 12, "name": "Harbour Switch", "hostname": "sw.example", "tag": null, "comments": "Pier"});

        assert_eq!(
            ["our sw", "EXAMPLE", "pier", "12", "null"].map(|text| fits(&item, &text.to_lowercase())),
            [true, true, true, false, false]
        );
    }
}
