//! Secrets that a file names and does not hold: `{plain: {env: NAME}}`, `{plain: {file: PATH}}`.

use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::http::Redactor;
use crate::surroundings::Environment;

/// Put secrets in the place of the sources that are named for them, and let none of them be seen.
pub(in super::super) fn reveal(
    body: &mut Value,
    folder: &Path,
    environment: &Environment,
    redactor: &Redactor,
) -> Result<(), Failure> {
    match body {
        Value::Array(items) => items.iter_mut().try_for_each(|item| reveal(item, folder, environment, redactor)),
        Value::Object(members) => {
            if let Some(plain) = members.get_mut("plain").filter(|plain| plain.is_object()) {
                *plain = Value::from(secret(plain, folder, environment)?);
            }
            if let Some(Value::String(secret)) = members.get("plain") {
                redactor.learn(secret);
            }
            members.values_mut().try_for_each(|member| reveal(member, folder, environment, redactor))
        }
        _ => Ok(()),
    }
}

fn secret(source: &Value, folder: &Path, environment: &Environment) -> Result<String, Failure> {
    let places = source.as_object().map_or(0, serde_json::Map::len);
    match (source["env"].as_str(), source["file"].as_str()) {
        (Some(name), None) if places == 1 => environment
            .get(name)
            .map(str::to_owned)
            .ok_or_else(|| Failure::usage(format!("a secret is in the variable `{name}`, which is not set"))),
        (None, Some(file)) if places == 1 => {
            let path = folder.join(file);
            let read = std::fs::read_to_string(&path);
            let text = read.map_err(|error| {
                Failure::usage(format!(
                    "a secret is in the file {}, which cannot be read: {error}",
                    crate::documents::shown(&path)
                ))
            })?;
            Ok(text.trim_end_matches(['\n', '\r']).to_owned())
        }
        _ => Err(Failure::usage("`plain` takes a text, `{env: NAME}` or `{file: PATH}`")),
    }
}
