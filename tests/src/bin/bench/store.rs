//! The two databases as the bench sees them: SQL in, texts out.

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::{
    connection::SimpleConnection, pg::PgConnection, prelude::*, sql_types::Text,
    sqlite::SqliteConnection,
};
use uuid::Uuid;

use crate::{Failure, ids::Ids};

/// A database that is being seeded or looked at.
pub enum Store {
    /// A file.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Store {
    /// Opens the database at this address.
    pub fn open(url: &str) -> Result<Self, Failure> {
        Ok(match url.strip_prefix("sqlite://") {
            Some(path) => Self::Sqlite(SqliteConnection::establish(path)?),
            None => Self::Postgres(PgConnection::establish(url)?),
        })
    }

    /// What it is called in the report.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Runs statements.
    pub fn run(&mut self, sql: &str) -> Result<(), Failure> {
        let done = match self {
            Self::Sqlite(conn) => conn.batch_execute(sql),
            Self::Postgres(conn) => conn.batch_execute(sql),
        };
        done.map_err(|cause| format!("{cause}\n{}", sql.get(..2000).unwrap_or(sql)).into())
    }

    /// Lets it learn what it holds, and write down what it has not written yet.
    pub fn tidy(&mut self) -> Result<(), Failure> {
        match self {
            Self::Sqlite(_) => self.run("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);"),
            // Not in one go, which would be a transaction.
            Self::Postgres(_) => {
                self.run("VACUUM ANALYZE")?;
                self.run("CHECKPOINT")
            }
        }
    }

    /// The rows of a query with one text column named `value`.
    pub fn texts(&mut self, sql: &str) -> Result<Vec<String>, Failure> {
        let query = diesel::sql_query(sql);
        let lines: Vec<Line> = match self {
            Self::Sqlite(conn) => query.load(conn),
            Self::Postgres(conn) => query.load(conn),
        }
        .map_err(|cause| format!("{cause}\n{sql}"))?;
        Ok(lines.into_iter().map(|line| line.value).collect())
    }

    /// An id as a literal.
    pub fn id(&self, id: Uuid) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{}'", id.simple()),
            Self::Postgres(_) => format!("'{id}'::uuid"),
        }
    }

    /// A point in time as a literal.
    pub fn at(&self, at: DateTime<Utc>) -> String {
        match self {
            Self::Sqlite(_) => at.timestamp_micros().to_string(),
            Self::Postgres(_) => {
                format!(
                    "'{}'::timestamptz",
                    at.to_rfc3339_opts(SecondsFormat::Micros, true)
                )
            }
        }
    }

    /// A truth value as a literal.
    pub const fn truth(&self, truth: bool) -> &'static str {
        match (self, truth) {
            (Self::Sqlite(_), true) => "1",
            (Self::Sqlite(_), false) => "0",
            (Self::Postgres(_), true) => "true",
            (Self::Postgres(_), false) => "false",
        }
    }

    /// A formula for an id.
    pub fn id_formula(&self, ids: Ids, number: &str, copy: &str) -> String {
        match self {
            Self::Sqlite(_) => ids.sqlite(number, copy),
            Self::Postgres(_) => ids.postgres(number, copy),
        }
    }

    /// The columns of a table that are written: the engines number events by themselves.
    pub fn columns(&mut self, table: &str) -> Result<Vec<Column>, Failure> {
        let sql = match self {
            Self::Sqlite(_) => format!(
                "SELECT name || ' ' || lower(type) AS value FROM pragma_table_info('{table}')"
            ),
            Self::Postgres(_) => format!(
                "SELECT column_name || ' ' || data_type AS value FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        };
        let columns = self.texts(&sql)?.into_iter().filter_map(|line| {
            let (name, kind) = line.split_once(' ')?;
            Some(Column {
                name: name.to_owned(),
                holds: holds(name, kind),
            })
        });
        Ok(columns
            .filter(|column| column.name != "seq" && column.name != "xid")
            .collect())
    }
}

/// A column of a table.
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
}

/// What copying a row does with a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The id of some record.
    Id,
    /// A point in time.
    Time,
    /// Anything else.
    Value,
}

/// SQLite's types say less than PostgreSQL's; our names say the rest.
fn holds(name: &str, kind: &str) -> Holds {
    let time = name == "at" || name == "since" || name.ends_with("_at");
    match kind {
        "uuid" => Holds::Id,
        "blob" if !matches!(name, "sealed" | "blind") => Holds::Id,
        "timestamp with time zone" => Holds::Time,
        "integer" if time => Holds::Time,
        _ => Holds::Value,
    }
}
