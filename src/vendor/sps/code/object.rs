//! `create`, `edit`, `replace` and `set`: one object, from flags, a body or an editor.

use serde_json::{Map, Value, json};

use super::apply::{carry_out, one_result, revealed};
use super::edit::in_editor;
use super::file::Document;
use super::mirror::Mirror;
use super::plan::{Manner, plan};
use super::{NO_VALIDATE, entry, subject, wish};
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::failure::Failure;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};

pub(super) const NAME: Argument = Argument::workflow("name", Kind::String).help("what it is to be called");
pub(super) const KEY: Argument = Argument::workflow("key", Kind::String)
    .positional()
    .required()
    .help("key or name; where no change is given an editor opens");
const REPLACED: Argument = Argument::workflow("key", Kind::String)
    .positional()
    .required()
    .help("key or name; what --body leaves out is reset");
pub(super) const SET: Argument = Argument::workflow("set", Kind::Pairs)
    .help("a member by its dotted path, the value as JSON or text, as network.ports=[2323]; references may be names");

/// Creates an entry of the collection at this path.
pub(in super::super) const fn create(path: &'static str) -> Operation {
    Operation::workflow("create", Effect::Write, run_create).about("Create an entry").on(path).object().arguments(&[
        NAME,
        SET,
        NO_VALIDATE,
    ])
}

/// Changes an entry of the collection at this path, in an editor where nothing is given.
pub(in super::super) const fn edit(path: &'static str) -> Operation {
    Operation::workflow("edit", Effect::Write, run_edit).about("Change an entry").on(path).object().arguments(&[
        KEY,
        SET,
        NO_VALIDATE,
    ])
}

/// Puts a whole body in the place of an entry of the collection at this path.
pub(in super::super) const fn replace(path: &'static str) -> Operation {
    Operation::workflow("replace", Effect::Write, run_replace)
        .about("Replace an entry")
        .on(path)
        .object()
        .arguments(&[REPLACED, NO_VALIDATE])
}

/// Changes the one object at this path, in an editor where nothing is given.
pub(in super::super) const fn set(path: &'static str) -> Operation {
    Operation::workflow("set", Effect::Write, run_set)
        .about("Change members")
        .on(path)
        .object()
        .arguments(&[SET, NO_VALIDATE])
}

fn run_create<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mirror = Mirror::new(work, work.session);
        let base = given.body.clone().unwrap_or_else(|| json!({}));
        let body = wish::with_members(base, &Value::Null, &sets(given))?;
        create_with(work, given, &mirror, body).await
    })
}

/// Create an entry with this body.
pub(super) async fn create_with(
    work: &Work<'_>,
    given: &Given,
    mirror: &Mirror<'_>,
    body: Value,
) -> Result<Outcome, Fault> {
    let name = given.text(NAME.name).or_else(|| body["name"].as_str().map(str::to_owned));
    let Some(name) = name else {
        return Err(Failure::usage("what is created needs a name").hint("`--name NAME`").into());
    };
    let document = Document { path: subject(work), name: Some(name), ..command_line(body)? };
    let manner = Manner { creates: true, unchecked: given.is_set(NO_VALIDATE.name), ..Manner::default() };
    carry(work, given, mirror, document, manner).await
}

fn run_edit<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mirror = Mirror::new(work, work.session);
        edit_with(work, given, &mirror, json!({})).await
    })
}

/// Change an entry as flags wish it, or in an editor where they wish nothing.
pub(super) async fn edit_with(
    work: &Work<'_>,
    given: &Given,
    mirror: &Mirror<'_>,
    typed: Value,
) -> Result<Outcome, Fault> {
    let path = subject(work);
    let object = entry(mirror, &path, &given.text(KEY.name).unwrap_or_default()).await?;
    let about = Document { path, name: object.name.clone(), key: Some(object.key.clone()), ..Document::default() };
    change(work, given, mirror, about, &object.answer, typed).await
}

fn run_set<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mirror = Mirror::new(work, work.session);
        let path = subject(work);
        let answer = match mirror.answer(&path).await? {
            Ok(answer) => answer,
            Err(status) => return Err(unreadable(&path, status).into()),
        };
        let about = Document { path, ..Document::default() };
        change(work, given, &mirror, about, &answer, json!({})).await
    })
}

fn unreadable(path: &str, status: u16) -> Failure {
    let code = if status == 403 { crate::failure::Code::Forbidden } else { crate::failure::Code::NotFound };
    Failure { http_status: Some(status), ..Failure::new(code, format!("`{path}` cannot be read: {status}")) }
}

async fn change(
    work: &Work<'_>,
    given: &Given,
    mirror: &Mirror<'_>,
    about: Document,
    answer: &Value,
    typed: Value,
) -> Result<Outcome, Fault> {
    let (sets, is_typed) = (sets(given), typed.as_object().is_some_and(|typed| !typed.is_empty()));
    if given.body.is_none() && sets.is_empty() && !is_typed {
        return in_editor(work, given, mirror, about, answer).await;
    }
    let there = super::body::legal(answer);
    let base = super::compare::merged(&given.body.clone().unwrap_or_else(|| json!({})), &typed);
    let body = wish::with_members(base, &there, &sets)?;
    let document = Document { body: Some(body), origin: COMMAND_LINE.into(), ..about };
    let manner = Manner { unchecked: given.is_set(NO_VALIDATE.name), ..Manner::default() };
    carry(work, given, mirror, document, manner).await
}

fn run_replace<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let mirror = Mirror::new(work, work.session);
        let path = subject(work);
        let Some(mut body) = given.body.clone() else {
            return Err(Failure::usage("a whole body is needed").hint("`--body @FILE`, or `--body -`").into());
        };
        let object = entry(&mirror, &path, &given.text(KEY.name).unwrap_or_default()).await?;
        if let (Some(members), Some(name)) = (body.as_object_mut(), &object.name) {
            members.entry("name").or_insert_with(|| Value::from(name.as_str()));
        }
        let about = Document { path, name: object.name.clone(), key: Some(object.key), ..command_line(body)? };
        let manner = Manner { whole: true, unchecked: given.is_set(NO_VALIDATE.name), ..Manner::default() };
        carry(work, given, &mirror, about, manner).await
    })
}

const COMMAND_LINE: &str = "the command line";

fn command_line(body: Value) -> Result<Document, Failure> {
    match body.is_object() {
        true => Ok(Document { body: Some(body), origin: COMMAND_LINE.into(), ..Document::default() }),
        false => Err(Failure::usage("`--body` is no JSON object")),
    }
}

/// Carry out what one document wishes.
pub(super) async fn carry(
    work: &Work<'_>,
    given: &Given,
    mirror: &Mirror<'_>,
    document: Document,
    manner: Manner,
) -> Result<Outcome, Fault> {
    let mut document = document;
    revealed(work, &mut document)?;
    if let (true, Some(Value::Object(body)), Some(name)) = (manner.creates, &mut document.body, &document.name) {
        body.shift_remove("name");
        body.shift_insert(0, "name".to_owned(), Value::from(name.as_str()));
    }
    let label = document.name.clone().unwrap_or_else(|| document.path.clone());
    let steps = plan(mirror, &[document], manner).await?;
    let done = carry_out(work, given, steps).await?;
    Ok(one_result(done, &label))
}

pub(super) fn sets(given: &Given) -> Map<String, Value> {
    given.values.get(SET.name).and_then(Value::as_object).cloned().unwrap_or_default()
}
