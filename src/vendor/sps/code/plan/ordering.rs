//! The order in which a document wants the entries of a collection, with those that are to be and without those that go.

use std::rc::Rc;

use serde_json::Value;

use super::step::{Action, Open, Step};
use crate::failure::{Code, Failure, nearest};
use crate::http::Fault;
use crate::vendor::sps::code::file::Document;
use crate::vendor::sps::code::mirror::Mirror;
use crate::vendor::sps::code::references::Names;

/// The step that puts the entries of a collection in order; none where they will be in that order anyway.
pub(super) async fn step(
    mirror: &Mirror<'_>,
    document: &Document,
    steps: &[Step],
    deleted: &[Step],
) -> Result<Option<Step>, Fault> {
    let Some((keys, answer)) = mirror.order(&document.path).await? else {
        return Err(document.wrong(format!("`{}` has no order", document.path)).into());
    };
    let names = mirror.names(&document.path).await?.unwrap_or_default();
    let is_here = |step: &&Step| step.path == document.path;
    let made = steps.iter().filter(is_here).filter(|step| step.action == Action::Create);
    let made = made.filter_map(|step| Some(Open::new("", &document.path, step.name.as_ref()?))).collect();
    let (going, staying): (Vec<String>, Vec<String>) =
        keys.into_iter().partition(|key| deleted.iter().filter(is_here).any(|step| step.key.as_ref() == Some(key)));
    Ordering { document, answer, names, made, going, staying }.step()
}

struct Ordering<'d> {
    document: &'d Document,
    /// The order as the box shows it.
    answer: Rc<Value>,
    names: Names,
    /// Entries that are to be.
    made: Vec<Open>,
    /// The keys of those that are deleted last.
    going: Vec<String>,
    /// The keys of the others.
    staying: Vec<String>,
}

impl Ordering<'_> {
    fn step(&self) -> Result<Option<Step>, Fault> {
        let would_be: Vec<String> =
            self.staying.iter().cloned().chain(self.made.iter().map(Open::placeholder)).collect();
        let mut wished = Vec::new();
        for name in self.document.order.iter().flatten() {
            let key = self.key(name)?;
            if !wished.contains(&key) && !self.going.contains(&key) {
                wished.push(key);
            }
        }
        let rest: Vec<String> = would_be.iter().filter(|key| !wished.contains(key)).cloned().collect();
        wished.extend(rest);
        if wished == would_be {
            return Ok(None);
        }
        let labels = [&would_be, &wished].map(|keys| keys.iter().map(|key| self.label(key)).collect());
        let whole: Vec<String> = wished.iter().chain(&self.going).cloned().collect();
        Ok(Some(Step::order(self.document, &self.answer, &whole, self.made.clone(), labels)))
    }

    fn key(&self, name: &str) -> Result<String, Failure> {
        match self.names.key_of(name) {
            Ok(Some(key)) => Ok(key.to_owned()),
            Ok(None) => match self.made.iter().find(|made| made.name == name) {
                Some(made) => Ok(made.placeholder()),
                None => Err(self.unknown(name)),
            },
            Err(_) => {
                let message = format!("{}: `{name}` is the name of several things", self.document.words());
                Err(Failure::new(Code::Ambiguous, message).hint("name each by its key"))
            }
        }
    }

    fn unknown(&self, name: &str) -> Failure {
        let Document { origin, path, .. } = self.document;
        let failure = Failure::new(Code::NotFound, format!("{origin}: nothing in `{path}` is called `{name}`"));
        match nearest(name, self.names.all()) {
            Some(near) => failure.hint(format!("there is `{near}`")),
            None => failure,
        }
    }

    fn label(&self, key: &str) -> String {
        match self.made.iter().find(|made| made.placeholder() == key) {
            Some(made) => made.name.clone(),
            None => self.names.name_of(key).unwrap_or(key).to_owned(),
        }
    }
}
