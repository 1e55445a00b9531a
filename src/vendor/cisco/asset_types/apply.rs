//! `cisco asset-types apply`: asset types become what files say, and nothing is sent where they are already.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::compare::{Change, changes, kept, merged};
use super::{CONNECTION_TYPES, CREATE, UPDATE, export};
use crate::catalog::{Effect, Operation};
use crate::dialect::{Answer, Page};
use crate::documents;
use crate::failure::{Code, Failure};
use crate::given::{Given, text_of};
use crate::http::{Fault, Request};
use crate::plain_name;
use crate::record::Record;
use crate::workflow::{Outcome, Work};

/// What is to be done about one asset type.
struct Step {
    name: String,
    /// The row that does it, and its request; nothing where nothing differs.
    request: Option<(&'static Operation, Request)>,
    changes: Vec<Change>,
}

pub(super) async fn apply(work: &Work<'_>, given: &Given) -> Result<Outcome, Fault> {
    let wanted = wanted(given)?;
    let current = export::whole(work).await?;
    let steps = wanted.iter().map(|members| step(work, given, members, &current)).collect::<Result<Vec<_>, _>>()?;
    if work.dry_run {
        return Ok(planned(steps));
    }
    let affected = steps.iter().filter(|step| step.request.is_some()).count();
    work.check_affected(affected)?;
    if affected > 0 {
        work.check_writable(Effect::Write)?;
    }
    let mut outcomes = Vec::new();
    for step in steps {
        let outcome = carry_out(work, &step).await;
        outcomes.push((step.name, outcome));
    }
    Ok(Outcome::Each(outcomes))
}

/// What the files say. All of it is looked at before anything is asked.
fn wanted(given: &Given) -> Result<Vec<Map<String, Value>>, Failure> {
    let path = given.text("file").unwrap_or_default();
    let mut names = BTreeSet::new();
    documents::all(Path::new(&path))?
        .into_iter()
        .map(|(file, document)| {
            let members = checked(&file, &document, given)?;
            match names.insert(text_of(&members["name"])) {
                true => Ok(members),
                false => Err(wrong(&file, &format!("`{}` stands twice", text_of(&members["name"])))),
            }
        })
        .collect()
}

fn checked(file: &Path, document: &Value, given: &Given) -> Result<Map<String, Value>, Failure> {
    let members = kept(document, &ignored(given));
    let name = members.get("name").and_then(Value::as_str);
    let name = name.ok_or_else(|| wrong(file, "an asset type has no `name`"))?;
    if given.is_set("no-validate") {
        return Ok(members);
    }
    plain_name::check(name, "an asset type").map_err(|failure| at(file, failure))?;
    let kind = members.get("connectionType").filter(|kind| !kind.is_null()).map(text_of);
    match kind.filter(|kind| !CONNECTION_TYPES.contains(&kind.as_str())) {
        Some(kind) => Err(wrong(file, &format!("`{kind}` is no `connectionType`: {}", CONNECTION_TYPES.join(", ")))),
        None => Ok(members),
    }
}

fn ignored(given: &Given) -> Vec<String> {
    given.values.get("ignore").and_then(Value::as_array).into_iter().flatten().map(text_of).collect()
}

fn wrong(file: &Path, why: &str) -> Failure {
    at(file, Failure::new(Code::Rejected, why))
}

fn at(file: &Path, failure: Failure) -> Failure {
    Failure { message: format!("`{}`: {}", file.display(), failure.message), ..failure }
}

fn step(work: &Work<'_>, given: &Given, members: &Map<String, Value>, all: &[Value]) -> Result<Step, Fault> {
    let name = text_of(&members["name"]);
    let Some(known) = all.iter().find(|own| own["name"] == members["name"]) else {
        let request = work.plan(&CREATE, &whole(Value::Object(members.clone())))?;
        let changes = changes(&Map::new(), members);
        return Ok(Step { name, request: Some((&CREATE, request)), changes });
    };
    let current = kept(known, &ignored(given));
    let changes = changes(&current, members);
    let request = match changes.is_empty() {
        true => None,
        false => {
            let body = whole(merged(&current, members)).with("id", text_of(&known["id"]));
            Some((&UPDATE, work.plan(&UPDATE, &body)?))
        }
    };
    Ok(Step { name, request, changes })
}

/// The names were judged with their files.
fn whole(body: Value) -> Given {
    Given { body: Some(body), ..Given::default() }.with("no-validate", true)
}

async fn carry_out(work: &Work<'_>, step: &Step) -> Result<Answer, Fault> {
    work.session.interrupt.check()?;
    let mut result = step.record();
    if let Some((_, request)) = &step.request {
        let answer = work.session.ask(request).await?;
        if let Answer::Page(Page { records, .. }) = answer
            && let Some(record) = records.first().and_then(|record| record.parse().ok())
        {
            result["id"] = record["id"].clone();
        }
    }
    Ok(Answer::Page(Page { records: vec![Record::from(result)], ..Page::default() }))
}

impl Step {
    fn action(&self) -> &'static str {
        self.request.as_ref().map_or("none", |(operation, _)| operation.name)
    }

    fn record(&self) -> Value {
        let changes: Vec<Value> = self.changes.iter().map(Change::record).collect();
        json!({ "name": self.name, "action": self.action(), "changes": changes })
    }

    fn text(&self) -> String {
        let head = match self.action() {
            "none" => format!("{}: nothing differs", self.name),
            action => format!("{}: {action}", self.name),
        };
        let lines = self.changes.iter().map(Change::line);
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")
    }
}

fn planned(steps: Vec<Step>) -> Outcome {
    let text = steps.iter().map(Step::text).collect::<Vec<_>>().join("\n");
    let plan = steps.iter().map(Step::record).collect();
    let requests = steps.into_iter().filter_map(|step| Some(step.request?.1)).collect();
    Outcome::Plan { plan, text, requests }
}
