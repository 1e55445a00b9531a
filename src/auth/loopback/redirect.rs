//! What a request to the loopback address means. Everything in it is from outside and not believed.

use secrecy::{ExposeSecret as _, SecretString};
use url::form_urlencoded;

/// Characters of a vendor's sentence that are repeated.
const LONGEST_WORDS: usize = 300;

/// What the browser brought.
#[derive(Debug)]
pub enum Arrival {
    /// The code of the login that is waited for.
    Code(SecretString),
    /// There is none, in the vendor's words.
    Refused(String),
    /// Something of another login, or of nobody's.
    Foreign,
}

/// The redirect in the first line of a request; `None` where it is none.
pub(super) fn understand(line: &str, path: &str, state: &SecretString) -> Option<Arrival> {
    let [method, target, version] = line.split(' ').collect::<Vec<_>>()[..] else { return None };
    let (asked, query) = target.split_once('?')?;
    if method != "GET" || !version.starts_with("HTTP/1.") || asked != path {
        return None;
    }
    let [code, error, description, came] =
        ["code", "error", "error_description", "state"].map(|name| only(query, name));
    if code.is_none() && error.is_none() {
        return None;
    }
    Some(match (code, error) {
        _ if came.is_none_or(|came| came != state.expose_secret()) => Arrival::Foreign,
        (Some(code), None) if !code.is_empty() => Arrival::Code(SecretString::from(code)),
        (_, Some(error)) => Arrival::Refused(words(&error, description.as_deref())),
        _ => Arrival::Foreign,
    })
}

/// The value of a parameter that is there once: of two, one may be forged.
fn only(query: &str, name: &str) -> Option<String> {
    let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name).map(|(_, value)| value);
    let value = values.next()?;
    values.next().is_none().then(|| value.into_owned())
}

fn words(error: &str, description: Option<&str>) -> String {
    let text = match description {
        Some(description) => format!("{error}: {description}"),
        None => error.to_owned(),
    };
    text.chars().take(LONGEST_WORDS).collect()
}
