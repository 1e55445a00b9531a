//! The names of what records say by id: of all that there is, or of what a page says.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use futures_util::future::{FutureExt as _, LocalBoxFuture, Shared, join_all};

use super::{Loss, Reading, of};
use crate::catalog::Operation;
use crate::fleet::feed::{Lookup, Names, Scene};
use crate::http::Fault;
use crate::record::Record;

/// Ids in one URL.
const IDS: usize = 100;

/// The names that the records of several lists need. Asked for once, beside the first pages.
pub(super) type Backdrop<'s> = Shared<LocalBoxFuture<'s, Rc<Known<'s>>>>;

/// What is known by name, and which lists of names did not come. Without them the records come all the same.
pub(super) struct Known<'s> {
    pub(super) scene: Scene<'s>,
    pub(super) lost: RefCell<Vec<Loss>>,
}

impl Reading<'_, '_> {
    pub(super) fn backdrop(&self, names: impl IntoIterator<Item = &'static Names>) -> Backdrop<'_> {
        let mut once: Vec<&'static Names> = Vec::new();
        for one in names {
            if once.iter().all(|known| known.of != one.of) {
                once.push(one);
            }
        }
        async move { Rc::new(self.known(&once).await) }.boxed_local().shared()
    }

    async fn known(&self, wanted: &[&'static Names]) -> Known<'_> {
        let mut scene = Scene::at(self.party.work.account.url());
        let mut lost = Vec::new();
        let asked = wanted.iter().map(async |names| (names, self.named(names.row, names.given).await));
        for (names, answer) in join_all(asked).await {
            match answer {
                Ok(records) => {
                    records.iter().filter_map(names.read).for_each(|(id, name)| scene.learn(names.of, id, name))
                }
                Err(fault) => lost.push(Loss::of(names.row, fault)),
            }
        }
        Known { scene, lost: lost.into() }
    }

    /// What is known, and the names of what the page says by id.
    pub(super) async fn looked_up<'s>(
        &self,
        lookup: Option<&Lookup>,
        known: &Scene<'s>,
        page: &[Record],
    ) -> Option<Scene<'s>> {
        let Lookup { names, ids, wanted } = lookup?;
        let wanted: Vec<i64> = page.iter().filter_map(wanted).collect::<BTreeSet<_>>().into_iter().collect();
        let asked = wanted.chunks(IDS).map(async |some| {
            let (name, value) = ids(some);
            let given = of(names.given.iter()).with(name, value);
            self.first(names.row, &given, None).map(|first| self.party.work.session.records(first))?.await
        });
        let answers: Vec<Result<Vec<Record>, Fault>> = join_all(asked).await;
        let mut scene = known.clone();
        let found = answers.iter().flatten().flatten().filter_map(names.read);
        found.for_each(|(id, name)| scene.learn(names.of, id, name));
        Some(scene)
    }

    async fn named(
        &self,
        row: &'static Operation,
        given: &[(&'static str, &'static str)],
    ) -> Result<Vec<Record>, Fault> {
        let first = self.first(row, &of(given.iter()), None)?;
        self.party.work.session.records(first).await
    }
}
