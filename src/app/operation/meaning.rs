//! What a call means: ids in the place of selectors and names, each of them once, and the row in the form that the server has.

use std::collections::HashSet;

use super::Runner;
use crate::app::product;
use crate::app::stop::Stop;
use crate::catalog::{Kind, Run};
use crate::cli::takes_many;
use crate::failure::{Code, Failure};
use crate::plan::id_value;

impl Runner<'_> {
    /// The ids that the selectors mean.
    pub(super) async fn find_selected(&mut self) -> Result<(), Stop> {
        if self.call.selected.is_empty() {
            return Ok(());
        }
        let selectors = self.call.vendor.selectors.as_ref().expect("the tree offers what the vendor has");
        let target =
            (selectors.target)(self.call.operation).expect("the tree offers selectors where there is a target");
        let work = self.context.work(self.opened, None);
        let mut ids = Vec::new();
        for (way, value) in &self.call.selected {
            match (selectors.find)(&work, way, value).await {
                Ok(found) => ids.extend(found),
                Err(fault) => return Err(self.explained(fault).await),
            }
        }
        self.put_found(target, ids)?;
        self.typed.clone_from(&self.call.given.ids);
        Ok(())
    }

    /// Where the row wants them: in the slot of that name, or among the things that it acts on.
    fn put_found(&mut self, target: &str, ids: Vec<String>) -> Result<(), Failure> {
        let operation = self.call.operation;
        let slot = operation.arguments.iter().find(|argument| argument.name == target && !takes_many(operation));
        let value = match (slot.map(|slot| slot.kind), &ids[..]) {
            (None, _) => {
                self.call.given.ids.extend(ids);
                return Ok(());
            }
            (Some(Kind::Integers | Kind::Strings), _) => ids.into(),
            (Some(_), [id]) => id_value(id),
            (Some(_), several) => {
                return Err(Failure::new(Code::Ambiguous, format!("this takes one, and {} fit", several.len())));
            }
        };
        self.call.given.values.insert(target.to_owned(), value);
        Ok(())
    }

    /// Ids in the place of what people call things. Jobs look names up themselves.
    pub(super) async fn find_named(&mut self) -> Result<(), Stop> {
        let Some(resolve) = self.call.vendor.resolve.filter(|_| self.is_one_request()) else {
            return Ok(());
        };
        let work = self.context.work(self.opened, None);
        match resolve(&work, self.call.operation, self.call.given.clone()).await {
            Ok(given) => self.call.given = given,
            Err(fault) => return Err(self.explained(fault).await),
        }
        Ok(())
    }

    /// What has two of the tags, or stands twice in a file, is rebooted once.
    pub(super) fn name_each_once(&mut self) {
        let (ids, mut seen) = (&self.call.given.ids, HashSet::new());
        let is_first: Vec<bool> = ids.iter().map(|id| seen.insert(id)).collect();
        if !self.call.operation.effect.is_change() || !self.is_one_request() || seen.len() == ids.len() {
            return;
        }
        self.context.reporter.tell("what was named more than once is changed once");
        for ids in [&mut self.call.given.ids, &mut self.typed] {
            let mut is_first = is_first.iter();
            ids.retain(|_| is_first.next() == Some(&true));
        }
        self.call.names_many = true;
    }

    /// The form of the row that the server takes, if it takes any.
    pub(super) async fn take_form(&mut self) -> Result<(), Stop> {
        if let Some(form) = product::form(self.context, &self.call, self.opened).await? {
            self.call.operation = form;
        }
        product::check(self.context, &self.call, self.opened).await
    }

    /// The job that an argument makes of the row.
    pub(super) fn take_job_instead(&mut self) {
        if let Some((argument, job)) = self.call.operation.instead
            && self.call.given.values.contains_key(argument)
        {
            self.call.operation = job;
        }
    }

    fn is_one_request(&self) -> bool {
        matches!(self.call.operation.run, Run::Request)
    }
}
