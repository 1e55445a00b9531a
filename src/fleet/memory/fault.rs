//! What a database refuses, as a failure: which code, whose words.

use std::io::ErrorKind;
use std::path::Path;

use sqlx::Error;
use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;
use url::Url;

use crate::failure::{Code, Failure};
use crate::http::probe::Distrust;
use crate::http::{distrust, doubt, words_of};

/// The failure for an error of the database that is shown as `shown`.
pub(super) fn failure(shown: &str, error: &Error) -> Failure {
    let told = |code, why: &str| unusable(shown, code, why);
    match error {
        Error::Database(refusal) => refused(shown, &**refusal),
        Error::Migrate(error) => unprepared(shown, error),
        Error::Io(why) => untrusted(shown, why)
            .unwrap_or_else(|| retryable(told(Code::Network, &format!("no connection: {}", in_short(why))))),
        Error::Tls(why) => {
            untrusted(shown, &**why).unwrap_or_else(|| told(Code::Network, &format!("no connection by TLS: {why}")))
        }
        Error::Configuration(why) => told(Code::Usage, &why.to_string()),
        Error::Protocol(why) => {
            // The place in the driver's source tells a user nothing.
            let why = why.split(" (sqlx").next().unwrap_or(why);
            told(Code::VendorError, &format!("the answer cannot be read: {why}"))
                .hint("look whether the host and the port are those of PostgreSQL")
        }
        Error::ColumnDecode { source, .. } | Error::Decode(source) => {
            told(Code::VendorError, &format!("what stands there cannot be read: {source}"))
        }
        Error::WorkerCrashed => told(Code::VendorError, "the database stopped"),
        other => told(Code::Internal, &other.to_string()),
    }
}

fn unusable(shown: &str, code: Code, why: &str) -> Failure {
    Failure::new(code, format!("cannot use the snapshots in `{shown}`: {why}"))
}

/// A server whose certificate is not believed, which trying again does not mend.
fn untrusted(shown: &str, error: &(dyn std::error::Error + 'static)) -> Option<Failure> {
    let failure = unusable(shown, Code::Network, &distrust(error)?);
    Some(match doubt(error) {
        Some(Distrust::Stranger) => {
            failure.hint("`sslrootcert=CA.pem` in the URL, or `PGSSLROOTCERT`, names the CA that signed it")
        }
        Some(Distrust::WrongName) => {
            failure.hint("write the host as the certificate does; `verify-ca` looks at the name, too")
        }
        _ => failure,
    })
}

/// The library explains an end without farewell by the address of its manual.
fn in_short(why: &std::io::Error) -> String {
    match why.kind() {
        ErrorKind::UnexpectedEof => "it broke off".to_owned(),
        _ => words_of(&why.to_string()),
    }
}

/// A file that is there and may not be looked at.
pub(super) fn unopened(path: &Path, why: &std::io::Error) -> Failure {
    let code = if why.kind() == ErrorKind::PermissionDenied { Code::Forbidden } else { Code::Usage };
    unusable(&path.display().to_string(), code, &format!("the file cannot be opened: {why}"))
}

/// After the request to commit, and no answer: nobody here can say whether the change is there.
pub(super) fn uncertain(shown: &str, error: &Error) -> Failure {
    match error {
        Error::Io(why) => Failure::new(
            Code::OutcomeUnknown,
            format!("the connection to `{shown}` broke, and the change may have been kept: {why}"),
        )
        .hint("run `rmctl inventory snapshots list`"),
        other => failure(shown, other),
    }
}

pub(super) fn unprepared(shown: &str, error: &MigrateError) -> Failure {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => failure(shown, error),
        other => stranger(shown, &other.to_string()),
    }
}

/// Made by a version that knows more than this one.
pub(super) fn newer(shown: &str, theirs: i64, ours: i64) -> Failure {
    Failure::usage(format!(
        "the snapshots in `{shown}` were kept by a newer rmctl: their form is {theirs}, and this one knows {ours}"
    ))
    .hint("update rmctl, or name another database with `RMCTL_DATABASE`")
}

fn stranger(shown: &str, why: &str) -> Failure {
    Failure::usage(format!("the tables in `{shown}` are not those of this rmctl: {why}"))
        .hint("name another database with `RMCTL_DATABASE`")
}

fn refused(shown: &str, refusal: &dyn DatabaseError) -> Failure {
    let code = refusal.code().unwrap_or_default();
    let words = refusal.message();
    let Told { kind, why, hint } = match code.parse::<u32>() {
        // PostgreSQL's codes have five characters, SQLite's are numbers that carry more in their upper bits.
        Ok(number) if code.len() != 5 => of_sqlite(number & 0xff, words),
        _ => of_postgres(&code, words, shown),
    };
    let failure = unusable(shown, kind, &why);
    let failure = if matches!(kind, Code::Conflict | Code::Network) { retryable(failure) } else { failure };
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

/// What a refusal is to a user.
struct Told {
    kind: Code,
    why: String,
    hint: Option<String>,
}

impl Told {
    fn new(kind: Code, why: &str) -> Self {
        Self { kind, why: why.to_owned(), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// The result codes of <https://www.sqlite.org/rescode.html>.
fn of_sqlite(number: u32, words: &str) -> Told {
    match number {
        3 | 8 | 23 => Told::new(Code::Forbidden, "it may only be read"),
        5 | 6 => Told::new(Code::Conflict, "another program is using it"),
        11 => Told::new(Code::VendorError, "the file is damaged")
            .hint("move it away, or save what can be read with `sqlite3 FILE .recover`"),
        13 => Told::new(Code::VendorError, "the disk is full"),
        14 => Told::new(Code::Usage, "the file cannot be opened"),
        26 => Told::new(Code::Usage, "the file is no database")
            .hint("move it away, or name another file with `RMCTL_DATABASE`"),
        _ => Told::new(Code::VendorError, words),
    }
}

/// The codes of <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn of_postgres(code: &str, words: &str, shown: &str) -> Told {
    match code {
        "28P01" => Told::new(Code::Unauthenticated, words)
            .hint("a password belongs in `PGPASSWORD`, in `~/.pgpass` or in `RMCTL_DATABASE`"),
        "28000" => unwelcome(words),
        "42501" => match permission(words, shown) {
            Some(hint) => Told::new(Code::Forbidden, words).hint(hint),
            None => Told::new(Code::Forbidden, words),
        },
        "25006" => Told::new(Code::Forbidden, words),
        "3D000" => {
            let told = Told::new(Code::NotFound, words);
            match database(shown) {
                Some((server, name)) => told.hint(format!("`psql '{server}/postgres' -c 'CREATE DATABASE {name}'`")),
                None => told,
            }
        }
        "55P03" => Told::new(Code::Conflict, "another program has it locked"),
        "40001" | "40P01" => Told::new(Code::Conflict, words),
        _ if code.starts_with("08") || code.starts_with("57P") => Told::new(Code::Network, words),
        _ => Told::new(Code::VendorError, words),
    }
}

/// The server's rules let nobody in who comes like this, whatever the password is.
fn unwelcome(words: &str) -> Told {
    let told = Told::new(Code::Unauthenticated, words);
    match () {
        () if words.contains("no encryption") => told.hint("`sslmode=require` in the URL, or `PGSSLMODE=require`"),
        () if words.contains("client certificate") => {
            told.hint("`sslcert=FILE&sslkey=FILE` in the URL, or `PGSSLCERT` and `PGSSLKEY`")
        }
        () if words.contains("pg_hba.conf") => told.hint("who runs the server has to let you in, in `pg_hba.conf`"),
        () => told,
    }
}

/// What the owner of the database has to type.
fn permission(words: &str, shown: &str) -> Option<String> {
    let url = Url::parse(shown).ok()?;
    let user = plain(url.username())?;
    let about = words.strip_prefix("permission denied for ")?;
    Some(match about.split_once(' ')? {
        ("database", name) => format!("`GRANT CREATE ON DATABASE {} TO {user}` by its owner", plain(name)?),
        ("schema" | "table", _) => format!(
            "`GRANT USAGE ON SCHEMA rmctl TO {user}; GRANT SELECT, INSERT, DELETE ON ALL TABLES IN SCHEMA rmctl TO {user}` \
             by its owner; who only looks needs `SELECT`"
        ),
        _ => return None,
    })
}

/// The server's URL, and the name of the database.
fn database(shown: &str) -> Option<(&str, String)> {
    let (server, name) = shown.rsplit_once('/')?;
    let is_whole = server.contains("://") && !server.contains('\'') && !server.ends_with('/');
    Some((server, plain(name).filter(|_| is_whole)?))
}

/// A name as SQL takes it without quotes; none where it would need more care than a hint has.
fn plain(name: &str) -> Option<String> {
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    (!name.is_empty() && name.chars().all(is_plain)).then(|| name.to_owned())
}

fn retryable(failure: Failure) -> Failure {
    Failure { retryable: true, ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: &str = "postgres://me@db/fleet";

    #[test]
    fn each_refusal_has_the_code_of_the_contract() {
        let sqlite = [8, 5, 11, 13, 26].map(|number| of_sqlite(number, "words").kind.exit());
        let postgres = ["28P01", "28000", "42501", "3D000", "55P03", "08006", "57P01", "53100"]
            .map(|code| of_postgres(code, "words", SHOWN).kind.exit());

        assert_eq!(sqlite, [5, 12, 7, 7, 2]);
        assert_eq!(postgres, [4, 4, 5, 3, 12, 8, 8, 7]);
    }

    #[test]
    fn what_the_owner_has_to_type_is_told() {
        let hint = |code, words| of_postgres(code, words, SHOWN).hint;

        assert_eq!(
            hint("3D000", "database \"fleet\" does not exist").as_deref(),
            Some("`psql 'postgres://me@db/postgres' -c 'CREATE DATABASE fleet'`")
        );
        assert_eq!(
            hint("42501", "permission denied for database fleet").as_deref(),
            Some("`GRANT CREATE ON DATABASE fleet TO me` by its owner")
        );
        assert!(
            hint("42501", "permission denied for table snapshots")
                .unwrap()
                .starts_with("`GRANT USAGE ON SCHEMA rmctl TO me;")
        );
        assert_eq!(of_postgres("3D000", "words", "postgres://me@db").hint, None);
        assert_eq!(of_postgres("42501", "permission denied for table x", "postgres://a%3B@db/fleet").hint, None);
    }

    #[test]
    fn a_password_is_not_the_hint_where_none_would_help() {
        let hint = |words| of_postgres("28000", words, SHOWN).hint.unwrap_or_default();

        assert!(
            hint("no pg_hba.conf entry for host \"db\", user \"me\", no encryption").starts_with("`sslmode=require`")
        );
        assert!(hint("connection requires a valid client certificate").starts_with("`sslcert=FILE&sslkey=FILE`"));
        assert!(hint("pg_hba.conf rejects connection for host \"db\"").contains("`pg_hba.conf`"));
        assert_eq!(hint("role \"me\" does not exist"), "");
    }

    #[test]
    fn what_the_libraries_say_to_programmers_is_left_out() {
        let protocol =
            Error::Protocol("unexpected response from SSLRequest: 0x48 (sqlx_postgres::connection::tls:95)".into());
        let end = std::io::Error::new(ErrorKind::UnexpectedEof, "peer closed connection: https://docs.rs/rustls");

        let told = [protocol, Error::Io(end)].map(|error| failure("x", &error).message);

        assert_eq!(
            told,
            [
                "cannot use the snapshots in `x`: the answer cannot be read: unexpected response from SSLRequest: 0x48",
                "cannot use the snapshots in `x`: no connection: it broke off",
            ]
        );
    }

    #[test]
    fn a_connection_that_breaks_while_it_commits_leaves_the_outcome_open() {
        let broken = Error::Io(std::io::ErrorKind::ConnectionReset.into());

        assert_eq!(uncertain("x", &broken).code, Code::OutcomeUnknown);
        assert_eq!((failure("x", &broken).code, failure("x", &broken).retryable), (Code::Network, true));
    }
}
