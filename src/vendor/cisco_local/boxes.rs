//! Many boxes at once: a list of them, a conversation with each, and what became of it there.

use std::collections::BTreeSet;
use std::path::Path;

use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use super::files::Variables;
use crate::catalog::{Argument, Kind};
use crate::dialect::Answer;
use crate::documents;
use crate::failure::Failure;
use crate::given::{Given, text_of};
use crate::http::Fault;
use crate::session::Session;
use crate::workflow::{Elsewhere, Outcome, Work};

/// The port of the API, where an address has none.
const PORT: u16 = 8008;

pub(super) const BOXES: Argument = Argument::workflow("boxes", Kind::String)
    .on_disk()
    .names_many()
    .help("a list of boxes with `url` and `name`, as CSV, ndjson, JSON or YAML; the login of the profile goes to each of them");

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listed {
    pub(super) url: String,
    /// What its result is called.
    pub(super) name: String,
    /// Everything else that the list says of it.
    pub(super) variables: Variables,
}

/// A box to talk to.
pub(super) struct Talk<'a> {
    pub(super) session: &'a Session,
    pub(super) url: &'a url::Url,
    pub(super) variables: &'a Variables,
}

/// Do the same at each of the listed boxes, or at the one of the profile.
pub(super) async fn each(
    work: &Work<'_>,
    given: &Given,
    name: &str,
    task: impl AsyncFn(&Talk<'_>) -> Result<Answer, Fault>,
) -> Result<Outcome, Fault> {
    let Some(listed) = listed(given)? else {
        let talk = Talk { session: work.session, url: work.account.url(), variables: &Variables::new() };
        return Ok(Outcome::Each(vec![(name.to_owned(), task(&talk).await)]));
    };
    let task = &task;
    let runs = listed.iter().map(|own| async move { (own.name.clone(), at(work, own, task).await) });
    Ok(Outcome::Each(stream::iter(runs).buffered(work.jobs.max(1)).collect().await))
}

async fn at(
    work: &Work<'_>,
    listed: &Listed,
    task: &impl AsyncFn(&Talk<'_>) -> Result<Answer, Fault>,
) -> Result<Answer, Fault> {
    work.session.interrupt.check()?;
    let Elsewhere { account, session } = work.office.open_at(&listed.url)?;
    task(&Talk { session: &session, url: account.url(), variables: &listed.variables }).await
}

/// The user's own limit holds for boxes.
pub(super) fn check_affected(work: &Work<'_>, given: &Given) -> Result<(), Failure> {
    work.check_affected(listed(given)?.map_or(1, |listed| listed.len()))
}

/// The boxes of the list; `None` where none is given.
pub(super) fn listed(given: &Given) -> Result<Option<Vec<Listed>>, Failure> {
    let Some(path) = given.text("boxes") else {
        return Ok(None);
    };
    let rows = rows(&documents::text(Path::new(&path))?)
        .map_err(|why| Failure::usage(format!("`{path}` is no list of boxes: {why}")))?;
    let mut names = BTreeSet::new();
    let listed = rows.into_iter().map(|row| one(row, &path)).collect::<Result<Vec<_>, _>>()?;
    match listed.iter().find(|own| !names.insert(own.name.clone())) {
        _ if listed.is_empty() => Err(Failure::usage(format!("`{path}` names no box"))),
        Some(twice) => Err(Failure::usage(format!("`{path}` has two boxes that are called `{}`", twice.name))),
        None => Ok(Some(listed)),
    }
}

/// CSV with a line of names, a JSON or YAML list, or objects one a line.
fn rows(text: &str) -> Result<Vec<Value>, String> {
    let first = text.trim_start().lines().next().unwrap_or_default().to_owned();
    if first.starts_with('{') {
        let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
        return values.collect::<Result<_, _>>().map_err(|error| error.to_string());
    }
    let is_table = !first.starts_with(['[', '-', '#'])
        && !first.contains(": ")
        && first.split(',').any(|name| name.trim() == "url");
    if is_table {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        return reader
            .deserialize::<std::collections::BTreeMap<String, String>>()
            .map(|row| {
                let row = row.map_err(|error| error.to_string())?;
                let cells = row.into_iter().filter(|(_, cell)| !cell.is_empty());
                Ok(Value::Object(cells.map(|(name, cell)| (name, Value::from(cell))).collect()))
            })
            .collect();
    }
    match documents::one(text, "it").map_err(|failure| failure.message)? {
        Value::Array(items) => Ok(items),
        _ => Err("it is neither a list nor a table with a column `url`".to_owned()),
    }
}

fn one(row: Value, path: &str) -> Result<Listed, Failure> {
    let mut members = match row {
        Value::Object(members) => members,
        Value::String(url) => Variables::from_iter([("url".to_owned(), Value::from(url))]),
        _ => return Err(Failure::usage(format!("`{path}` has an entry that is no box"))),
    };
    let typed = members.remove("url").filter(|url| !url.is_null()).map(|url| text_of(&url));
    let typed = typed.ok_or_else(|| Failure::usage(format!("`{path}` has a box without a `url`")))?;
    let name =
        members.remove("name").filter(|name| !name.is_null()).map_or_else(|| typed.clone(), |name| text_of(&name));
    Ok(Listed { url: whole_url(&typed), name, variables: members })
}

/// `10.0.0.1` and `10.0.0.1:8008` are what people write for `https://10.0.0.1:8008`.
fn whole_url(typed: &str) -> String {
    if typed.contains("://") {
        return typed.to_owned();
    }
    let has_port = typed
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()));
    match has_port || typed.contains('/') {
        true => format!("https://{typed}"),
        false => format!("https://{typed}:{PORT}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn boxes_come_from_csv_ndjson_json_and_yaml() {
        let texts = [
            "url,name,SITE\nhttps://a:8008,one,north\nb,,\n",
            "{\"url\":\"https://a:8008\",\"name\":\"one\",\"SITE\":\"north\"}\n{\"url\":\"b\"}\n",
            r#"[{"url":"https://a:8008","name":"one","SITE":"north"},{"url":"b"}]"#,
            "- url: https://a:8008\n  name: one\n  SITE: north\n- b\n",
        ];

        let found = texts.map(|text| {
            let rows = rows(text).unwrap();
            rows.into_iter().map(|row| one(row, "boxes").unwrap()).collect::<Vec<_>>()
        });

        let listed = |url: &str, name: &str, variables: Value| Listed {
            url: url.to_owned(),
            name: name.to_owned(),
            variables: variables.as_object().unwrap().clone(),
        };
        let expected =
            vec![listed("https://a:8008", "one", json!({"SITE": "north"})), listed("https://b:8008", "b", json!({}))];
        assert_eq!(found, std::array::from_fn(|_| expected.clone()));
    }

    #[test]
    fn an_address_gets_what_it_lacks() {
        let typed = ["10.0.0.1", "10.0.0.1:9000", "http://h", "box/api", "https://box:1/x"];

        let found = typed.map(whole_url);

        let expected =
            ["https://10.0.0.1:8008", "https://10.0.0.1:9000", "http://h", "https://box/api", "https://box:1/x"];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_no_box_is_refused() {
        assert!(one(json!({"name": "a"}), "f").is_err() && one(json!(7), "f").is_err());
        assert!(rows("just words").is_err() && rows("a: 1").is_err());
    }
}
