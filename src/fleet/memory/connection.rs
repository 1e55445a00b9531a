//! One connection to either database, spoken to in the SQL that both understand.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use sqlx::query::Query;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{
    ColumnIndex, ConnectOptions as _, Connection as _, Database, Decode, Encode, IntoArguments, Sqlite,
    SqliteConnection, Type,
};
#[cfg(feature = "postgres")]
use sqlx::{
    PgConnection, Postgres,
    postgres::{PgConnectOptions, PgRow},
};
use tokio::time::timeout;

use super::{Place, Wish, fault};
use crate::failure::Failure;
#[cfg(feature = "postgres")]
use crate::http::in_words;
use crate::store::{private_file, private_folders};

/// How long a program waits while another one writes.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest statement: old snapshots of a large fleet take minutes to delete.
#[cfg(feature = "postgres")]
const LONGEST: Duration = Duration::from_secs(600);

/// How long is waited for the answer to a farewell, which nobody needs.
const FAREWELL: Duration = Duration::from_secs(5);

/// The schema of PostgreSQL in which everything of rmctl's is.
#[cfg(feature = "postgres")]
pub(super) const NAMESPACE: &str = "rmctl";

/// The number of the lock that those who write to PostgreSQL take: `rmctl` in ASCII.
#[cfg(feature = "postgres")]
pub(super) const LOCK: i64 = 0x72_6d_63_74_6c;

/// A connection.
pub(super) enum Connection {
    Sqlite(SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(PgConnection),
}

/// What stands in a statement for `$1`, `$2`, ...
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Integer(Option<i64>),
    Text(Option<String>),
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl Value {
    /// A text, if there is one.
    pub(super) fn of(text: Option<&str>) -> Self {
        text.map_or(Self::Text(None), Self::from)
    }
}

impl From<&str> for Value {
    /// PostgreSQL's texts have no zero byte, and the id of one hostile device must not cost the snapshot.
    fn from(text: &str) -> Self {
        Self::Text(Some(text.replace('\0', "\u{fffd}")))
    }
}

/// A row of an answer.
pub(super) enum Row {
    Sqlite(SqliteRow),
    #[cfg(feature = "postgres")]
    Postgres(PgRow),
}

impl Row {
    pub(super) fn integer(&self, column: usize) -> sqlx::Result<i64> {
        self.maybe_integer(column).map(Option::unwrap_or_default)
    }

    pub(super) fn maybe_integer(&self, column: usize) -> sqlx::Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => member(row, column),
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => member(row, column),
        }
    }

    pub(super) fn text(&self, column: usize) -> sqlx::Result<String> {
        self.maybe_text(column).map(Option::unwrap_or_default)
    }

    pub(super) fn maybe_text(&self, column: usize) -> sqlx::Result<Option<String>> {
        match self {
            Self::Sqlite(row) => member(row, column),
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => member(row, column),
        }
    }
}

fn member<'r, T, R>(row: &'r R, column: usize) -> sqlx::Result<Option<T>>
where
    R: sqlx::Row,
    usize: ColumnIndex<R>,
    T: Decode<'r, R::Database> + Type<R::Database>,
{
    row.try_get(column)
}

impl Connection {
    /// `None` where there is nothing to look at.
    pub(super) async fn open(place: &Place, wish: Wish) -> Result<Option<Self>, Failure> {
        match place {
            Place::File(path) => match wish == Wish::Change || is_there(path)? {
                false => Ok(None),
                true => {
                    if wish == Wish::Change {
                        ready(path)?;
                    }
                    Self::to_file(path, SqliteConnectOptions::new()).await.map(Some)
                }
            },
            Place::Passing => {
                let options = SqliteConnectOptions::new().in_memory(true);
                Self::to_sqlite(options, &place.shown()).await.map(Some)
            }
            #[cfg(feature = "postgres")]
            Place::Postgres(url) => Self::to_postgres(secrecy::ExposeSecret::expose_secret(url), place).await.map(Some),
            #[cfg(not(feature = "postgres"))]
            Place::Postgres(_) => Err(Failure::usage("this rmctl was built without PostgreSQL")
                .hint("name a file of SQLite's, or build rmctl with its feature `postgres`")),
        }
    }

    pub(super) async fn to_file(path: &Path, options: SqliteConnectOptions) -> Result<Self, Failure> {
        Self::to_sqlite(options.filename(path), &path.display().to_string()).await
    }

    /// The journal stays a file beside it that is gone afterwards: the one mode that shared folders and files that may only
    /// be read can do as well.
    async fn to_sqlite(options: SqliteConnectOptions, shown: &str) -> Result<Self, Failure> {
        let options = options.busy_timeout(PATIENCE).disable_statement_logging();
        options.connect().await.map(Self::Sqlite).map_err(|error| fault::failure(shown, &error))
    }

    #[cfg(feature = "postgres")]
    async fn to_postgres(url: &str, place: &Place) -> Result<Self, Failure> {
        let told = |error| fault::failure(&place.shown(), &error);
        let options: PgConnectOptions = url.parse().map_err(told)?;
        let connection = options.application_name("rmctl").disable_statement_logging().connect().await;
        let mut connection = connection.map(Self::Postgres).map_err(told)?;
        let settings = format!("SET lock_timeout = {}; SET search_path = {NAMESPACE}", PATIENCE.as_millis());
        connection.batch(&settings).await.map_err(told)?;
        Ok(connection)
    }

    /// Statements without values.
    pub(super) async fn batch(&mut self, sql: &str) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(connection) => sqlx::raw_sql(sql).execute(connection).await.map(drop),
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => answered(sqlx::raw_sql(sql).execute(connection)).await.map(drop),
        }
    }

    /// A statement, and how many rows it touched.
    pub(super) async fn execute(&mut self, sql: &str, values: &[Value]) -> sqlx::Result<u64> {
        match self {
            Self::Sqlite(connection) => Ok(bound(sql, values).execute(connection).await?.rows_affected()),
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => Ok(answered(bound(sql, values).execute(connection)).await?.rows_affected()),
        }
    }

    /// The rows that a statement answers.
    pub(super) async fn rows(&mut self, sql: &str, values: &[Value]) -> sqlx::Result<Vec<Row>> {
        match self {
            Self::Sqlite(connection) => {
                let rows = bound::<Sqlite>(sql, values).fetch_all(connection).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                let rows = answered(bound::<Postgres>(sql, values).fetch_all(connection)).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Begin to write, as the only one: what is decided by what was read stays true until the end.
    pub(super) async fn begin_change(&mut self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(_) => self.batch("BEGIN IMMEDIATE").await,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => {
                self.batch("BEGIN").await?;
                self.rows("SELECT pg_advisory_xact_lock($1)", &[LOCK.into()]).await.map(drop)
            }
        }
    }

    /// Begin to read, and see nothing of what others do meanwhile.
    pub(super) async fn begin_look(&mut self) -> sqlx::Result<()> {
        match self {
            Self::Sqlite(_) => self.batch("BEGIN").await,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await,
        }
    }

    pub(super) async fn commit(&mut self) -> sqlx::Result<()> {
        self.batch("COMMIT").await
    }

    /// What cannot be taken back over this connection is taken back when it ends.
    pub(super) async fn take_back(&mut self) {
        let _ = timeout(FAREWELL, self.batch("ROLLBACK")).await;
    }

    pub(super) async fn close(self) {
        let ended = async {
            match self {
                Self::Sqlite(connection) => connection.close().await,
                #[cfg(feature = "postgres")]
                Self::Postgres(connection) => connection.close().await,
            }
        };
        let _ = timeout(FAREWELL, ended).await;
    }
}

/// A server that stands still, or a network that swallows everything, must not hold up a job for ever.
#[cfg(feature = "postgres")]
async fn answered<T>(statement: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    let silent = |_| {
        let told = format!("no answer within {}", in_words(LONGEST));
        Err(sqlx::Error::Io(std::io::Error::new(ErrorKind::TimedOut, told)))
    };
    timeout(LONGEST, statement).await.unwrap_or_else(silent)
}

fn bound<'q, D>(sql: &'q str, values: &'q [Value]) -> Query<'q, D, D::Arguments<'q>>
where
    D: Database,
    D::Arguments<'q>: IntoArguments<'q, D>,
    Option<i64>: Encode<'q, D> + Type<D>,
    Option<&'q str>: Encode<'q, D> + Type<D>,
{
    values.iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Integer(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.as_deref()),
    })
}

/// Whether there is a file to look at. One that may not be read is not the same as none.
fn is_there(path: &Path) -> Result<bool, Failure> {
    match File::open(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(fault::unopened(path, &error)),
    }
}

/// A file for its owner alone, where there is none yet. An empty one is an empty database.
fn ready(path: &Path) -> Result<(), Failure> {
    let made = || -> std::io::Result<File> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            private_folders().create(folder)?;
        }
        private_file().open(path)
    };
    match made() {
        // One that may only be read is told as such by its use.
        Err(_) if path.is_file() => is_there(path).map(drop),
        Err(error) => Err(Failure::usage(format!("cannot make `{}` for the snapshots: {error}", path.display()))
            .hint("`export RMCTL_STATE_DIR=FOLDER`, or `export RMCTL_DATABASE=FILE`")),
        Ok(_) => Ok(()),
    }
}
