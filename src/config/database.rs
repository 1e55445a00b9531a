//! What may be written in the open of the snapshots' database: all but a password.

use url::Url;

use super::Source;
use super::complaint::Complaint;

/// What the file says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// A path, or a URL without a password.
    Plain(String),
    /// Where it is said, for it may hold a password.
    Elsewhere(Source),
}

impl Written {
    /// Where a secret is that it may hold.
    pub(super) fn source(&self) -> Option<&Source> {
        match self {
            Self::Plain(_) => None,
            Self::Elsewhere(source) => Some(source),
        }
    }
}

/// The password in the URL of a database, as it is written and as it is meant.
pub fn passwords(text: &str) -> Vec<String> {
    let Some(url) = Url::parse(text).ok().filter(|url| !is_cut_short(url)) else { return after_colon(text) };
    let named = url.query_pairs().filter(|(name, _)| name == "password").map(|(_, value)| value.into_owned());
    let before_host = url.password().map(str::to_owned);
    let meant = before_host.iter().map(|written| decoded(written)).collect::<Vec<_>>();
    before_host.into_iter().chain(meant).chain(named).filter(|text| !text.is_empty()).collect()
}

/// Whether a password has a `/`, a `?` or a `#` as it is, so that its beginning is read as a port and the rest as a path.
pub fn is_cut_short(url: &Url) -> bool {
    let has_sign = |part: &str| part.contains('@');
    let is_search = |query: &str| !query.contains('=') && has_sign(query);
    url.has_host()
        && url.username().is_empty()
        && (has_sign(url.path()) || url.query().is_some_and(is_search) || url.fragment().is_some_and(has_sign))
}

/// A URL that is none may have a password all the same.
fn after_colon(text: &str) -> Vec<String> {
    let user = text.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')).map(|(user, _)| user);
    user.and_then(|user| user.split_once(':')).map(|(_, password)| password.to_owned()).into_iter().collect()
}

fn decoded(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

pub(super) fn without_password(text: &str) -> Result<(), Complaint> {
    match passwords(text).is_empty() {
        true => Ok(()),
        false => Err(Complaint::new("has a password in it")
            .hint("leave it to `PGPASSWORD` or `~/.pgpass`, or say where the URL is: `database = { env = \"NAME\" }`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_found_wherever_a_url_may_have_one() {
        assert_eq!(passwords("postgres://me:p%40ss+w@db/x"), ["p%40ss+w", "p@ss+w"]);
        assert_eq!(passwords("postgres://db/x?user=me&password=canary"), ["canary"]);
        assert_eq!(passwords("postgres://me:canary@db:port/x"), ["canary"]);
        assert_eq!(passwords("postgres://me:1/canary@db/x"), ["1/canary"]);
        assert_eq!(passwords("postgres://me:1#canary@db/x"), ["1#canary"]);
        assert_eq!(passwords("postgres://me:1?canary@db/x"), ["1?canary"]);
        assert!(
            [
                "postgres://me@db/x",
                "/var/lib/fleet",
                "C:\\fleet",
                "postgres:///x?sslmode=require",
                "postgres://db:1/x?user=a@b"
            ]
            .iter()
            .all(|text| passwords(text).is_empty())
        );
    }
}
