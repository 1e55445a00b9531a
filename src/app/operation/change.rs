//! A change, from the first look at what is to be changed to the yes of the user.

use super::{Runner, check_affected};
use crate::app::stop::Stop;
use crate::app::{confirm, items, many, preview};
use crate::catalog::Effect;
use crate::failure::Failure;
use crate::http::Request;
use crate::workflow::read_only;

impl Runner<'_> {
    /// Things that cannot be changed are told from the others before anybody is asked; they fail without a request.
    pub(super) async fn change(&self, many: bool, requests: &[Request]) -> Result<(), Stop> {
        let is_dry = self.context.globals.dry_run;
        if !is_dry {
            self.check_allowed()?;
        }
        let refused = self.refused().await?;
        match &refused[..] {
            [refused] if !many => Err(self.failed(&refused.1).into()),
            _ if is_dry => self.dry_run(requests, refused),
            _ => {
                self.confirm(&refused).await?;
                match many {
                    true if self.transactions().is_some() => many::together(self, requests, &refused).await,
                    true => many::change(self, requests, &refused).await,
                    false => self.one(&requests[0]).await,
                }
            }
        }
    }

    /// What the row's guard refuses, with its reasons.
    async fn refused(&self) -> Result<Vec<(String, Failure)>, Stop> {
        let ids = &self.call.given.ids;
        let Some(guard) = self.call.operation.guard.filter(|_| !ids.is_empty()) else {
            return Ok(Vec::new());
        };
        let work = self.context.work(self.opened, self.call.wait);
        match guard(&work, ids).await {
            Ok(reasons) => Ok(ids.iter().cloned().zip(reasons).filter_map(|(id, why)| Some((id, why?))).collect()),
            Err(fault) => Err(self.explained(fault).await),
        }
    }

    /// The requests for the things that would be changed; the others fail as they would.
    fn dry_run(&self, requests: &[Request], refused: Vec<(String, Failure)>) -> Result<(), Stop> {
        let ids = &self.call.given.ids;
        let is_refused = |id: &String| refused.iter().any(|(known, _)| known == id);
        let left: Vec<String> = ids.iter().filter(|id| !is_refused(id)).cloned().collect();
        let shown = match (refused.is_empty(), self.is_batch()) {
            (true, _) => requests.to_vec(),
            (false, true) if left.is_empty() => Vec::new(),
            (false, true) => vec![self.plan(&self.call.given.for_ids(&left))?],
            (false, false) => {
                let wanted = ids.iter().zip(requests).filter(|(id, _)| !is_refused(id));
                wanted.map(|(_, request)| request.clone()).collect()
            }
        };
        if !shown.is_empty() {
            let steps = match self.transactions() {
                Some(transactions) => (transactions.steps)(&self.opened.account, &self.call.given, shown)?,
                None => shown,
            };
            preview::dry_run(self.context, self.opened, &steps)?;
        }
        items::verdict(refused, ids.len()).map_err(|failure| self.failed(&failure).into())
    }

    /// The profile and the limit of the user.
    fn check_allowed(&self) -> Result<(), Failure> {
        let given = &self.call.given;
        if self.opened.account.is_read_only() {
            return Err(read_only(&self.opened.account));
        }
        check_affected(self.context, given)
    }

    /// The user, about the things that are left.
    async fn confirm(&self, refused: &[(String, Failure)]) -> Result<(), Stop> {
        let is_left = |(id, _): &(&String, &String)| !refused.iter().any(|(known, _)| known == *id);
        let typed = self.call.given.ids.iter().zip(&self.typed).filter(is_left);
        let left: Vec<String> = typed.map(|(_, typed)| typed.clone()).collect();
        let is_of_all = self.call.operation.without_ids.is_some() && self.call.given.ids.is_empty();
        match self.call.operation.effect {
            Effect::Write if is_of_all => confirm::ask(self.context, self.call.operation, &[]).await,
            Effect::Destroy if refused.is_empty() || !left.is_empty() => {
                confirm::ask(self.context, self.call.operation, &left).await
            }
            _ => Ok(()),
        }
    }
}
