//! What a database refuses, as a failure: which code, whose words.

use sqlx::Error;
use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;

use crate::failure::{Code, Failure};

/// The failure for an error of the database that is shown as `shown`.
pub(super) fn failure(shown: &str, error: &Error) -> Failure {
    let told = |code, why: &str| Failure::new(code, format!("cannot use the snapshots in `{shown}`: {why}"));
    match error {
        Error::Database(refusal) => refused(shown, &**refusal),
        Error::Migrate(error) => unprepared(shown, error),
        Error::Io(why) => retryable(told(Code::Network, &format!("no connection: {why}"))),
        Error::Tls(why) => told(Code::Network, &format!("no connection by TLS: {why}")),
        Error::Configuration(why) => told(Code::Usage, &why.to_string()),
        Error::Protocol(why) => told(Code::VendorError, &format!("the answer cannot be read: {why}")),
        Error::ColumnDecode { source, .. } | Error::Decode(source) => {
            told(Code::VendorError, &format!("what stands there cannot be read: {source}"))
        }
        Error::WorkerCrashed => told(Code::VendorError, "the database stopped"),
        other => told(Code::Internal, &other.to_string()),
    }
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
    let (kind, why, hint) = match code.parse::<u32>() {
        // PostgreSQL's codes have five characters, SQLite's are numbers that carry more in their upper bits.
        Ok(number) if code.len() != 5 => of_sqlite(number & 0xff, words),
        _ => of_postgres(&code, words),
    };
    let failure = Failure::new(kind, format!("cannot use the snapshots in `{shown}`: {why}"));
    let failure = if matches!(kind, Code::Conflict | Code::Network) { retryable(failure) } else { failure };
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}

type Told = (Code, String, Option<&'static str>);

/// The result codes of <https://www.sqlite.org/rescode.html>.
fn of_sqlite(number: u32, words: &str) -> Told {
    let (code, why) = match number {
        3 | 8 | 23 => (Code::Forbidden, "it may only be read".to_owned()),
        5 | 6 => (Code::Conflict, "another program is using it".to_owned()),
        11 => {
            let hint = "move it away, or save what can be read with `sqlite3 FILE .recover`";
            return (Code::VendorError, "the file is damaged".to_owned(), Some(hint));
        }
        13 => (Code::VendorError, "the disk is full".to_owned()),
        14 => (Code::Usage, "the file cannot be opened".to_owned()),
        26 => {
            let hint = "move it away, or name another file with `RMCTL_DATABASE`";
            return (Code::Usage, "the file is no database".to_owned(), Some(hint));
        }
        _ => (Code::VendorError, words.to_owned()),
    };
    (code, why, None)
}

/// The codes of <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn of_postgres(code: &str, words: &str) -> Told {
    let kind = match code {
        "28000" | "28P01" => {
            let hint = "a password belongs in `PGPASSWORD`, in `~/.pgpass` or in `RMCTL_DATABASE`";
            return (Code::Unauthenticated, words.to_owned(), Some(hint));
        }
        "42501" | "25006" => Code::Forbidden,
        "3D000" => Code::NotFound,
        "55P03" | "40001" | "40P01" => Code::Conflict,
        _ if code.starts_with("08") || code.starts_with("57P") => Code::Network,
        _ => Code::VendorError,
    };
    (kind, words.to_owned(), None)
}

fn retryable(failure: Failure) -> Failure {
    Failure { retryable: true, ..failure }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_the_code_of_the_contract() {
        let sqlite = [8, 5, 11, 13, 26].map(|number| of_sqlite(number, "words").0.exit());
        let postgres = ["28P01", "42501", "3D000", "55P03", "08006", "57P01", "53100"]
            .map(|code| of_postgres(code, "words").0.exit());

        assert_eq!(sqlite, [5, 12, 7, 7, 2]);
        assert_eq!(postgres, [4, 5, 3, 12, 8, 8, 7]);
    }

    #[test]
    fn a_connection_that_breaks_while_it_commits_leaves_the_outcome_open() {
        let broken = Error::Io(std::io::ErrorKind::ConnectionReset.into());

        assert_eq!(uncertain("x", &broken).code, Code::OutcomeUnknown);
        assert_eq!((failure("x", &broken).code, failure("x", &broken).retryable), (Code::Network, true));
    }
}
