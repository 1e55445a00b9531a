//! Where the snapshots are: a file of SQLite's, or a database of PostgreSQL's.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::server;
use crate::config::{is_cut_short, passwords};
use crate::failure::Failure;

/// What a place may be.
const EITHER: &str = "a path for SQLite, or `postgres://USER@HOST/DATABASE`";

/// A database.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file of SQLite's.
    File(PathBuf),
    /// A database of PostgreSQL's, by its URL, which may hold a password.
    Postgres(SecretString),
    /// For this run alone.
    Passing,
}

impl Place {
    /// What a user wrote: the URL of a database, or a path.
    pub fn of(text: &SecretString, expand: impl Fn(&str) -> PathBuf) -> Result<Self, Failure> {
        let written = text.expose_secret();
        match Scheme::of(written) {
            Some(Scheme::Postgres) => is_url(written).map(|()| Self::Postgres(text.clone())),
            Some(Scheme::Sqlite(path)) if path.contains('?') => {
                Err(Failure::usage("the URL of a file of SQLite's takes no parameters")
                    .hint("a path alone, such as `/var/lib/rmctl/inventory.sqlite`"))
            }
            Some(Scheme::Sqlite(path)) => to_file(path, expand),
            Some(Scheme::Other(scheme)) => {
                Err(Failure::usage(format!("there are no snapshots in databases of `{scheme}`")).hint(EITHER))
            }
            None if written.contains("dbname=") || written.contains("host=") => {
                Err(Failure::usage("the snapshots' database is given as words, and is wanted as a URL")
                    .hint("`postgres://USER@HOST/DATABASE`"))
            }
            None => to_file(written, expand),
        }
    }

    /// The same where the settings of the way to it are in order: those in its URL, and libpq's variables.
    pub fn checked(self, variable: impl Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        match self {
            Self::Postgres(url) => server::checked(&url, variable).map(Self::Postgres),
            other => Ok(other),
        }
    }

    /// The file in a folder for state.
    pub fn in_folder(folder: &Path) -> Self {
        Self::File(folder.join("inventory.sqlite"))
    }

    /// For messages: a path, or a URL without password and parameters.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Postgres(url) => shown(url.expose_secret()),
            Self::Passing => "memory".to_owned(),
        }
    }
}

/// What a text begins with, where that is no path.
enum Scheme<'t> {
    Postgres,
    /// With the path behind it.
    Sqlite(&'t str),
    Other(&'t str),
}

impl<'t> Scheme<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let path = rest.strip_prefix("//");
        match scheme.to_ascii_lowercase().as_str() {
            // With a slash too few it would be a file of that name.
            "postgres" | "postgresql" => Some(Self::Postgres),
            "sqlite" => Some(Self::Sqlite(path.unwrap_or(rest))),
            // SQLite has URLs of its own, which reach around the path.
            "file" => Some(Self::Other(scheme)),
            _ => path.map(|_| Self::Other(scheme)),
        }
    }
}

/// Its own words may quote what stands there, and that may be a password.
fn is_url(text: &str) -> Result<(), Failure> {
    let why = match Url::parse(text) {
        Ok(url) if url.cannot_be_a_base() || !text.contains("://") => "`//` is missing".to_owned(),
        Ok(url) if is_cut_short(&url) => "its `@` stands behind a `/`, `?` or `#`".to_owned(),
        Ok(_) => return Ok(()),
        Err(error) => error.to_string(),
    };
    let hint = match passwords(text).is_empty() {
        true => "`postgres://USER@HOST/DATABASE`, or `postgres:///DATABASE?host=/FOLDER&user=USER` for a socket",
        false => {
            "leave the password to `PGPASSWORD`; in a URL `/` is `%2F`, `?` is `%3F`, `#` is `%23` and `@` is `%40`"
        }
    };
    Err(Failure::usage(format!("the URL of the snapshots' database is none: {why}")).hint(hint))
}

fn to_file(path: &str, expand: impl Fn(&str) -> PathBuf) -> Result<Place, Failure> {
    match path {
        "" | ":memory:" => Err(Failure::usage(format!("`{path}` keeps nothing")).hint(EITHER)),
        _ => Ok(Place::File(expand(path))),
    }
}

fn shown(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else { return "postgres".to_owned() };
    url.set_query(None);
    url.set_fragment(None);
    // It has a host, or no user either.
    let _ = url.set_password(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str) -> Result<String, String> {
        let expand = |path: &str| PathBuf::from(path.replace('~', "/home"));
        Place::of(&SecretString::from(text), expand).map(|place| place.shown()).map_err(|failure| failure.message)
    }

    #[test]
    fn a_database_is_a_path_or_a_url_and_is_shown_without_its_password() {
        assert_eq!(place("~/fleet.sqlite").as_deref(), Ok("/home/fleet.sqlite"));
        assert_eq!(place("sqlite:fleet").as_deref(), Ok("fleet"));
        assert_eq!(place("sqlite:///var/fleet").as_deref(), Ok("/var/fleet"));
        assert_eq!(
            place("postgres://me:canary@db:5433/fleet?sslmode=require").as_deref(),
            Ok("postgres://me@db:5433/fleet")
        );
        assert_eq!(place("postgresql:///fleet?password=canary").as_deref(), Ok("postgresql:///fleet"));
    }

    #[test]
    fn what_is_neither_is_refused_without_a_word_of_it() {
        let words = place("host=db password=canary dbname=x").unwrap_err();
        let other = place("mysql://me:canary@db/x").unwrap_err();
        let broken = place("postgres://me:canary@db:port/x").unwrap_err();

        assert_eq!(words, "the snapshots' database is given as words, and is wanted as a URL");
        assert_eq!(other, "there are no snapshots in databases of `mysql`");
        assert_eq!(broken, "the URL of the snapshots' database is none: invalid port number");
        let cut = ["me:1/canary@db/x", "me:1#canary@db/x", "me:1?canary@db/x"]
            .map(|rest| place(&format!("postgres://{rest}")).unwrap_err());
        assert_eq!(cut, ["the URL of the snapshots' database is none: its `@` stands behind a `/`, `?` or `#`"; 3]);
    }

    #[test]
    fn what_only_looks_like_a_path_makes_no_file() {
        assert_eq!(place(":memory:").unwrap_err(), "`:memory:` keeps nothing");
        assert_eq!(place("sqlite::memory:").unwrap_err(), "`:memory:` keeps nothing");
        assert_eq!(place("file:fleet?mode=ro").unwrap_err(), "there are no snapshots in databases of `file`");
        assert_eq!(place("sqlite:///fleet?mode=ro").unwrap_err(), "the URL of a file of SQLite's takes no parameters");
        let slashes = "the URL of the snapshots' database is none: `//` is missing";
        assert_eq!(["postgres:fleet", "postgresql:/db/fleet"].map(|text| place(text).unwrap_err()), [slashes; 2]);
        assert_eq!(place("POSTGRES://me@db/fleet").as_deref(), Ok("postgres://me@db/fleet"));
        assert_eq!(place("C:\\fleet").as_deref(), Ok("C:\\fleet"));
        assert_eq!(place("a?b%20c").as_deref(), Ok("a?b%20c"));
    }
}
