//! Brings the tables of a database up and down. Each side is one set of embedded files with
//! the same names.
//!
//! Two processes that start at once do not disturb each other: on PostgreSQL an advisory lock,
//! on SQLite one transaction around all files makes the second wait and find nothing to do.

use std::fmt;

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::result::{ConnectionError, Error};
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::sqlite_file::SqliteFile;
use super::{OpenError, pg_address};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// The lock that one migrating process holds, the letters `kes` as a number.
const LOCK: i64 = 0x6b_65_73;

/// Why the tables could not be brought up or down.
#[derive(Debug)]
pub enum MigrateError {
    /// The database cannot be opened.
    Open(OpenError),
    /// It cannot be connected to.
    Connect(ConnectionError),
    /// A statement failed.
    Statement(Error),
    /// A file failed; the text names it.
    File(String),
}

impl fmt::Display for MigrateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) => error.fmt(f),
            Self::Connect(error) => write!(f, "cannot connect: {error}"),
            Self::Statement(error) => error.fmt(f),
            Self::File(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for MigrateError {}

impl From<Error> for MigrateError {
    fn from(error: Error) -> Self {
        Self::Statement(error)
    }
}

impl From<Box<dyn std::error::Error + Send + Sync>> for MigrateError {
    fn from(error: Box<dyn std::error::Error + Send + Sync>) -> Self {
        Self::File(error.to_string())
    }
}

/// What to do with the tables.
#[derive(Clone, Copy)]
enum Order {
    Up,
    DownOne,
    DownAll,
    Look,
}

/// Runs what has not run yet; returns the names of it.
///
/// # Errors
/// [`MigrateError`].
pub fn run_pending(url: &str) -> Result<Vec<String>, MigrateError> {
    carry_out(url, Order::Up)
}

/// Takes back the newest; returns its name.
///
/// # Errors
/// [`MigrateError`], also when there is none.
pub fn revert_last(url: &str) -> Result<Vec<String>, MigrateError> {
    carry_out(url, Order::DownOne)
}

/// Takes back everything; returns the names, newest first.
///
/// # Errors
/// [`MigrateError`].
pub fn revert_all(url: &str) -> Result<Vec<String>, MigrateError> {
    carry_out(url, Order::DownAll)
}

/// The names of what has not run yet.
///
/// # Errors
/// [`MigrateError`].
pub fn pending(url: &str) -> Result<Vec<String>, MigrateError> {
    carry_out(url, Order::Look)
}

fn carry_out(url: &str, order: Order) -> Result<Vec<String>, MigrateError> {
    if url.starts_with("sqlite:") {
        sqlite(url, order)
    } else {
        postgres(url, order)
    }
}

fn sqlite(url: &str, order: Order) -> Result<Vec<String>, MigrateError> {
    let file = SqliteFile::create(url).map_err(MigrateError::Open)?;
    file.prepare().map_err(MigrateError::Open)?;
    let mut conn = file.open_plain().map_err(MigrateError::Connect)?;
    // Tables are rebuilt by copying, during which references point nowhere for a moment.
    conn.batch_execute("PRAGMA foreign_keys = OFF")?;
    conn.immediate_transaction(|conn| {
        let names = obey(conn, SQLITE, order)?;
        check_references(conn)?;
        Ok(names)
    })
}

fn check_references(conn: &mut SqliteConnection) -> Result<(), MigrateError> {
    #[derive(QueryableByName)]
    struct Dangling {
        #[diesel(sql_type = diesel::sql_types::Text)]
        table: String,
    }
    let dangling: Vec<Dangling> = diesel::sql_query("PRAGMA foreign_key_check").load(conn)?;
    match dangling.first() {
        None => Ok(()),
        Some(row) => Err(MigrateError::File(format!(
            "rows of {} would point nowhere",
            row.table
        ))),
    }
}

fn postgres(url: &str, order: Order) -> Result<Vec<String>, MigrateError> {
    let url = pg_address::check(url).map_err(MigrateError::Open)?;
    let mut conn = PgConnection::establish(&url).map_err(MigrateError::Connect)?;
    conn.batch_execute(&format!(
        "SET lock_timeout = '60s'; SELECT pg_advisory_lock({LOCK})"
    ))?;
    let names = obey(&mut conn, POSTGRES, order);
    // Closing the connection would release it too; a pooler between might keep it.
    conn.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
    names
}

fn obey<C, DB>(
    conn: &mut C,
    files: EmbeddedMigrations,
    order: Order,
) -> Result<Vec<String>, MigrateError>
where
    C: MigrationHarness<DB> + Connection<Backend = DB>,
    DB: diesel::backend::Backend,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let names = match order {
        Order::Up => conn
            .run_pending_migrations(files)?
            .iter()
            .map(ToString::to_string)
            .collect(),
        Order::DownOne => vec![conn.revert_last_migration(files)?.to_string()],
        Order::DownAll => conn
            .revert_all_migrations(files)?
            .iter()
            .map(ToString::to_string)
            .collect(),
        Order::Look => conn
            .pending_migrations(files)?
            .iter()
            .map(|file| file.name().to_string())
            .collect(),
    };
    Ok(names)
}
