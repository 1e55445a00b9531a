//! `sps export`: the configuration that can be read, one file an object, with names for references and without secrets.

mod place;
mod walk;

use std::path::PathBuf;

use serde_json::{Value, json};

use super::super::SECRETS;
use super::file::{Document, tidy};
use super::mirror::Mirror;
use crate::catalog::{Argument, Effect, Kind, Operation};
use crate::documents;
use crate::failure::{Code, Failure};
use crate::given::Given;
use crate::http::Fault;
use crate::record::Record;
use crate::surroundings::LocalFuture;
use crate::workflow::{Outcome, Work};
use place::Places;

const FOLDER: Argument = Argument::workflow("folder", Kind::String)
    .positional()
    .required()
    .help("where the files go; other files there stay");
const PATH: Argument = Argument::workflow("path", Kind::Strings).help("a part of the configuration, as `telnet`");

/// The command.
pub(in super::super) const EXPORT: Operation = Operation::stream("export", Effect::Read, run)
    .about("Write the configuration to files, one for each object")
    .examples(&[("config/", ""), ("telnet/ --path telnet", "a part of it")])
    .on(super::file::ROOT)
    .arguments(&[FOLDER, PATH])
    .columns(&["path", "name", "file"], &["key"])
    .named_by("file");

fn run<'a>(work: &'a Work<'a>, given: &'a Given) -> LocalFuture<'a, Result<Outcome, Fault>> {
    Box::pin(async move {
        let folder = PathBuf::from(given.text(FOLDER.name).unwrap_or_default());
        let roots = roots(given)?;
        let mirror = Mirror::new(work, work.session);
        let found = walk::below(&mirror, &roots).await?;
        let mut places = Places::default();
        for exported in &found.objects {
            let file = folder.join(places.of(&exported.document));
            documents::write(&file, &exported.document.text())?;
            let Document { path, name, .. } = &exported.document;
            let file = file.display().to_string();
            work.listener
                .record(&Record::from(json!({ "path": path, "name": name, "key": exported.key, "file": file })));
        }
        finish(work, &found.unread)
    })
}

fn roots(given: &Given) -> Result<Vec<String>, Failure> {
    let typed = given.values.get(PATH.name).and_then(Value::as_array).cloned().unwrap_or_default();
    let path = |typed: &Value| {
        let typed = typed.as_str().unwrap_or_default();
        tidy(typed).ok_or_else(|| Failure::usage(format!("`{typed}` is no path of the configuration")))
    };
    match typed.is_empty() {
        true => Ok(vec![String::new()]),
        false => typed.iter().map(path).collect(),
    }
}

fn finish(work: &Work<'_>, unread: &[(String, u16)]) -> Result<Outcome, Fault> {
    let failure = |(path, status): &(String, u16)| {
        let code = if *status == 403 { Code::Forbidden } else { Code::NotFound };
        let message = format!("`{}` cannot be read: {status}", crate::output::visible(path));
        (path.clone(), Failure { http_status: Some(*status), ..Failure::new(code, message) })
    };
    let failures: Vec<(String, Failure)> = unread.iter().map(failure).collect();
    failures.iter().for_each(|(_, failure)| work.listener.warn(&failure.message));
    let message = match unread.len() {
        0 => return Ok(Outcome::Streamed),
        1 => "a part of the configuration cannot be read and is in no file".to_owned(),
        count => format!("{count} parts of the configuration cannot be read and are in no file"),
    };
    let causes = failures.iter().map(|(path, failure)| failure.cause(path)).collect();
    Err(Failure { causes, ..Failure::new(Code::Partial, message) }.into())
}

/// Take out what must not stand in a file. References to secrets are keys, and stay.
fn without_secrets(body: &mut Value, keys: &[String], pointer: &str) {
    match body {
        Value::Object(members) => {
            members.retain(|name, member| {
                let is_secret = is_secret(name) && !member.is_object() && !member.is_array();
                !is_secret || member.is_null() || keys.contains(&format!("{pointer}/{name}"))
            });
            for (name, member) in members.iter_mut() {
                without_secrets(member, keys, &format!("{pointer}/{name}"));
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                without_secrets(item, keys, &format!("{pointer}/{at}"));
            }
        }
        _ => {}
    }
}

/// Whether a member of this name is a secret, where it is no key of one.
fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name) || ["password", "secret", "passphrase", "shared_secret"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_the_keys_of_secrets_stay() {
        let mut body = json!({
            "name": "x", "password": "5f0f7a0e", "version": {"community": "public"}, "list": [{"plain": "s", "port": 1}],
        });

        without_secrets(&mut body, &["/password".to_owned()], "");

        assert_eq!(body, json!({"name": "x", "password": "5f0f7a0e", "version": {}, "list": [{"port": 1}]}));
    }
}
