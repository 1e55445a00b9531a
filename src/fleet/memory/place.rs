//! Where the snapshots are: a file of SQLite's, or a database of PostgreSQL's.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::failure::Failure;

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
        if is_postgres(written) {
            return match Url::parse(written) {
                Ok(_) => Ok(Self::Postgres(text.clone())),
                // Its own words may quote what stands there, and that may be a password.
                Err(error) => Err(Failure::usage(format!("the URL of the snapshots' database is none: {error}"))
                    .hint("`postgres://USER@HOST/DATABASE`")),
            };
        }
        if written.contains("dbname=") || written.contains("host=") {
            return Err(Failure::usage("the snapshots' database is given as words, and is wanted as a URL")
                .hint("`postgres://USER@HOST/DATABASE`"));
        }
        let path = written.strip_prefix("sqlite://").or_else(|| written.strip_prefix("sqlite:")).unwrap_or(written);
        match path.split_once("://") {
            Some((scheme, _)) => Err(Failure::usage(format!("there are no snapshots in databases of `{scheme}`"))
                .hint("a path for SQLite, or `postgres://USER@HOST/DATABASE`")),
            None => Ok(Self::File(expand(path))),
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

fn is_postgres(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
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
    }
}
