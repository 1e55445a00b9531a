//! Puts the key of an entry of configuration in the place of its name.

use serde_json::Value;

use super::rows::KEY;
use super::tree::key_of;
use crate::catalog::Operation;
use crate::given::Given;
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::Work;

/// What was given for a row, with keys in the place of names.
pub(super) fn resolve<'a>(
    work: &'a Work<'a>,
    operation: &'a Operation,
    given: Given,
) -> LocalFuture<'a, Result<Given, Fault>> {
    Box::pin(async move {
        let Some(collection) = collection(operation) else {
            return Ok(given);
        };
        let mut given = given;
        for id in &mut given.ids {
            *id = key(work, collection, std::mem::take(id)).await?;
        }
        if let Some(Value::String(typed)) = given.values.get(KEY.name).cloned() {
            let key = key(work, collection, typed).await?;
            given = given.with(KEY.name, key);
        }
        Ok(given)
    })
}

/// The collection that the row's slot is a key of.
fn collection(operation: &Operation) -> Option<&'static str> {
    let is_known = operation.arguments.iter().any(|argument| argument.name == KEY.name && argument.help == KEY.help);
    operation.path.strip_suffix("/{key}").filter(|_| is_known)
}

async fn key(work: &Work<'_>, collection: &str, typed: String) -> Result<String, Fault> {
    match is_key(&typed) {
        true => Ok(typed),
        false => key_of(work.session, work.account.url(), collection, &typed).await,
    }
}

/// Whether it can only be a key: built-in ones are negative numbers, the others long and hexadecimal.
fn is_key(typed: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let hexadecimal = typed.bytes().filter(u8::is_ascii_hexdigit).count();
    let dashes = typed.bytes().filter(|byte| *byte == b'-').count();
    let is_long = hexadecimal + dashes == typed.len() && (dashes == 0 || (dashes == 4 && typed.len() == 36));
    typed.strip_prefix('-').is_some_and(digits) || (is_long && hexadecimal >= 20)
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn what_looks_like_a_key_is_not_looked_up() {
        let keys = ["-30200", "8348340645707e2575e3c6", "a99be49b-b0a2-4cf9-b70d-fea1f9ea188f"];
        let names = ["demo_telnet", "-", "-x", "12", "face", "a-b-c-d-e", "", "8348340645707e2575e3c6 "];

        assert_eq!((keys.map(is_key), names.map(is_key)), ([true; 3], [false; 8]));
    }
}
