//! What has to be done so that the box is as documents say: steps, dependencies first, deletions last.

mod deletions;
mod ordering;
mod sequence;
mod step;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::body::legal;
use super::compare::{Difference, differences, merged};
use super::file::Document;
use super::mirror::{Mirror, Object, put};
use super::references::{Names, Pattern, Reference};
use super::rules;
use crate::failure::{Code, Failure};
use crate::http::Fault;

pub(super) use deletions::spared;
pub(super) use step::{Action, Made, Open, Step};

/// How documents are taken.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner {
    /// Bodies are whole: what they leave out goes. Otherwise it stays.
    pub(super) whole: bool,
    /// The rules are left to the box.
    pub(super) unchecked: bool,
    /// What is in the collections of the documents and in none of them is deleted.
    pub(super) prunes: bool,
    /// Every object must be new.
    pub(super) creates: bool,
}

/// What a document is about.
enum Target {
    /// The one object that is at its path.
    Single(Value),
    /// An entry that is there.
    Entry(Object),
    /// An entry that is to be.
    New,
}

/// The steps from what is there to what the documents say; none where that is the same.
pub(super) async fn plan(mirror: &Mirror<'_>, documents: &[Document], manner: Manner) -> Result<Vec<Step>, Fault> {
    refuse_doubles(documents)?;
    let mut planner = Planner { mirror, manner, created: BTreeSet::new() };
    let mut targets = Vec::new();
    for document in documents.iter().filter(|document| document.body.is_some()) {
        let target = planner.target(document).await?;
        if let (Target::New, Some(name)) = (&target, &document.name) {
            planner.created.insert((document.path.clone(), name.clone()));
        }
        targets.push((document, target));
    }
    let mut steps = Vec::new();
    for (document, target) in &targets {
        steps.extend(planner.step(document, target).await?);
    }
    if !manner.unchecked {
        check_days(mirror, &steps).await?;
    }
    let mut steps = sequence::sorted(steps)?;
    let deleted = match manner.prunes {
        true => deletions::of(mirror, documents).await?,
        false => Vec::new(),
    };
    let orders = documents.iter().filter(|document| document.order.is_some());
    for document in orders {
        steps.extend(ordering::step(mirror, document, &steps, &deleted).await?);
    }
    steps.extend(deleted);
    Ok(steps)
}

/// Two documents about one thing would undo each other.
fn refuse_doubles(documents: &[Document]) -> Result<(), Failure> {
    let mut seen = BTreeMap::new();
    for document in documents {
        let what = (&document.path, &document.name, &document.key, document.order.is_some());
        if let Some(first) = seen.insert(what, &document.origin) {
            return Err(document.wrong(format!("{} is in {first} already", document.words())));
        }
    }
    Ok(())
}

struct Planner<'p> {
    mirror: &'p Mirror<'p>,
    manner: Manner,
    /// The entries that are to be, by collection and name.
    created: BTreeSet<(String, String)>,
}

impl Planner<'_> {
    async fn target(&self, document: &Document) -> Result<Target, Fault> {
        if !document.is_entry() {
            return self.single(document).await;
        }
        let Some(entries) = self.mirror.entries(&document.path).await? else {
            return Err(missing(document, "is no collection that the box shows").into());
        };
        let by_key = document.key.as_ref().and_then(|key| entries.iter().find(|entry| entry.key == *key));
        let names = Names::new(entries.iter().map(|entry| (entry.key.clone(), entry.name.clone())));
        let found = match (by_key, &document.name) {
            (Some(entry), _) => Some(entry),
            (None, None) => return Err(missing(document, "is not there").into()),
            (None, Some(name)) => entry_called(document, name, &names, &entries)?,
        };
        match found {
            Some(_) if self.manner.creates => {
                Err(Failure::new(Code::Rejected, format!("{} is there already", document.words()))
                    .hint("`edit` and `replace` change it")
                    .into())
            }
            Some(entry) => Ok(Target::Entry(entry.clone())),
            None => Ok(Target::New),
        }
    }

    async fn single(&self, document: &Document) -> Result<Target, Fault> {
        match self.mirror.answer(&document.path).await? {
            Ok(answer) if answer["items"].is_array() => {
                Err(document.wrong(format!("`{}` is a collection, and `name` is missing", document.path)).into())
            }
            Ok(answer) => Ok(Target::Single((*answer).clone())),
            Err(403) => {
                let message = format!("{} may not be read, so nothing in it can be changed", document.words());
                Err(Failure::new(Code::Forbidden, message).into())
            }
            Err(_) => Err(missing(document, "is not on the box").into()),
        }
    }

    /// What has to be done for one document.
    async fn step(&self, document: &Document, target: &Target) -> Result<Option<Step>, Fault> {
        let object = match target {
            Target::Single(answer) => return self.against(document, Some(legal(answer)), None).await,
            Target::New => return self.against(document, None, None).await,
            Target::Entry(object) => object,
        };
        let key = Some(object.key.clone());
        match self.against(document, Some(legal(&object.answer)), key.clone()).await? {
            None => Ok(None),
            // A list may leave members out, and what is sent takes the place of the whole object.
            Some(_) => {
                let whole = self.mirror.object(&document.path, object).await?;
                self.against(document, Some(legal(&whole)), key).await
            }
        }
    }

    /// What has to be done where `old` is there now.
    async fn against(
        &self,
        document: &Document,
        old: Option<Value>,
        key: Option<String>,
    ) -> Result<Option<Step>, Fault> {
        let body = document.body.as_ref().expect("only documents with a body are planned");
        let pattern = self.mirror.pattern(&document.path).await?;
        let there = old.iter().flat_map(|old| pattern.references(old)).collect();
        let (wished, named, open) = self.resolved(document, &pattern, body, there).await?;
        let Some((wished, found)) = self.compared(&pattern, old.as_ref(), wished, named).await? else {
            return Ok(None);
        };
        if !self.manner.unchecked {
            rules::check(&document.words(), &document.path, &wished)?;
        }
        let action = if old.is_some() { Action::Update } else { Action::Create };
        let name = document.name.clone().or_else(|| wished["name"].as_str().map(str::to_owned));
        Ok(Some(Step {
            action,
            path: document.path.clone(),
            name: name.filter(|_| document.is_entry()),
            key,
            body: Some(wished),
            there: old,
            open,
            found,
        }))
    }

    /// What is sent, and how it differs from what is there; `None` where it does not.
    async fn compared(
        &self,
        pattern: &Pattern,
        old: Option<&Value>,
        mut wished: Value,
        mut named: Value,
    ) -> Result<Option<(Value, Vec<Difference>)>, Fault> {
        let Some(old) = old else {
            return Ok(Some((wished, vec![Difference { member: String::new(), old: None, new: Some(named) }])));
        };
        let old_named = self.mirror.named(pattern, old).await?;
        self.mirror.known.recognise(&mut wished, old);
        self.mirror.known.recognise(&mut named, old);
        let (whole, whole_named) = match self.manner.whole {
            true => (wished, named),
            false => (merged(old, &wished), merged(&old_named, &named)),
        };
        let found = differences(&old_named, &whole_named);
        Ok((!found.is_empty()).then_some((whole, found)))
    }

    /// A body with keys, the same with names, and what only a step before can give.
    async fn resolved(
        &self,
        document: &Document,
        pattern: &Pattern,
        body: &Value,
        there: Vec<Reference>,
    ) -> Result<(Value, Value, Vec<Open>), Fault> {
        let (mut keyed, mut named, mut open) = (body.clone(), body.clone(), Vec::new());
        for reference in pattern.references(body) {
            let Some(names) = self.mirror.names(&reference.collection).await? else { continue };
            match names.key_of(&reference.value) {
                Ok(Some(key)) => {
                    put(&mut keyed, &reference.pointer, key);
                    put(&mut named, &reference.pointer, names.name_of(key).unwrap_or(key));
                }
                Ok(None) if self.created.contains(&(reference.collection.clone(), reference.value.clone())) => {
                    let made = Open::new(&reference.pointer, &reference.collection, &reference.value);
                    put(&mut keyed, &reference.pointer, &made.placeholder());
                    open.push(made);
                }
                // The box itself may refer to what is gone.
                Ok(None) if there.iter().any(|there| there.value == reference.value) => {}
                Ok(None) => return Err(names.unknown(&document.words(), &reference).into()),
                Err(keys) => return Err(Names::ambiguous(&document.words(), &reference, &keys).into()),
            }
        }
        Ok((keyed, named, open))
    }
}

fn entry_called<'a>(
    document: &Document,
    name: &str,
    names: &Names,
    entries: &'a [Object],
) -> Result<Option<&'a Object>, Failure> {
    match names.key_of(name) {
        Ok(Some(key)) => Ok(entries.iter().find(|entry| entry.key == key)),
        Ok(None) => Ok(None),
        Err(keys) => {
            let message = format!("{} is the name of {} things", document.words(), keys.len());
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            Err(Failure::new(Code::Ambiguous, message).hint(format!("`key` names one: {}", keys.join(", "))))
        }
    }
}

fn missing(document: &Document, what: &str) -> Failure {
    let of = if document.is_entry() && what.contains("collection") {
        format!("`{}`", document.path)
    } else {
        document.words()
    };
    Failure::new(Code::NotFound, format!("{}: {of} {what}", document.origin))
        .hint("`rmctl sps config ls` shows what there is")
}

/// A connection may not keep more than its protocol, as it will be.
async fn check_days(mirror: &Mirror<'_>, steps: &[Step]) -> Result<(), Fault> {
    for step in steps {
        let Some(protocol) = step.path.strip_suffix("/connections") else { continue };
        let path = format!("{protocol}/options");
        let options = match steps.iter().find(|other| other.path == path) {
            Some(other) => other.body.clone(),
            None => mirror.answer(&path).await?.ok().map(|answer| legal(&answer)),
        };
        let (Some(body), Some(options)) = (&step.body, options) else { continue };
        let problems: Vec<String> = rules::days(body, &options).into_iter().collect();
        rules::refused(&step.words(), &problems)?;
    }
    Ok(())
}
