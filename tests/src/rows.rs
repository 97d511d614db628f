//! The database looked at from outside the service.

use std::collections::BTreeMap;

use diesel::{
    connection::SimpleConnection,
    pg::PgConnection,
    prelude::*,
    sql_types::{BigInt, Text},
    sqlite::SqliteConnection,
};

/// Direct SQL on a test's database.
pub struct Rows {
    url: String,
}

enum Conn {
    Sqlite(SqliteConnection),
    Pg(PgConnection),
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Rows {
    pub(crate) fn of(url: &str) -> Self {
        Self {
            url: url.to_owned(),
        }
    }

    fn conn(&self) -> Conn {
        match self.url.strip_prefix("sqlite://") {
            None => Conn::Pg(PgConnection::establish(&self.url).unwrap()),
            Some(path) => {
                let mut conn = SqliteConnection::establish(path).unwrap();
                conn.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON")
                    .unwrap();
                Conn::Sqlite(conn)
            }
        }
    }

    /// Runs statements.
    pub fn run(&self, sql: &str) {
        let done = match &mut self.conn() {
            Conn::Sqlite(conn) => conn.batch_execute(sql),
            Conn::Pg(conn) => conn.batch_execute(sql),
        };
        if let Err(cause) = done {
            panic!("{cause}: {sql}");
        }
    }

    /// How many rows a table has; `"events WHERE type = 'person_registered'"` counts some.
    #[must_use]
    pub fn count(&self, table: &str) -> i64 {
        self.number(&format!("SELECT count(*) AS value FROM {table}"))
    }

    /// The one number of a query that calls it `value`.
    #[must_use]
    pub fn number(&self, sql: &str) -> i64 {
        let query = diesel::sql_query(sql);
        let row: QueryResult<Number> = match &mut self.conn() {
            Conn::Sqlite(conn) => query.get_result(conn),
            Conn::Pg(conn) => query.get_result(conn),
        };
        row.unwrap_or_else(|cause| panic!("{cause}: {sql}")).value
    }

    /// The lines of a query that calls its text column `value`.
    #[must_use]
    pub fn lines(&self, sql: &str) -> Vec<String> {
        lines(&mut self.conn(), sql)
    }

    /// The same after some statements, which are then undone.
    #[cfg(test)]
    pub(crate) fn after(&self, statements: &str, sql: &str) -> Vec<String> {
        let mut conn = self.conn();
        let statements = format!("BEGIN; {statements}");
        match &mut conn {
            Conn::Sqlite(conn) => conn.batch_execute(&statements),
            Conn::Pg(conn) => conn.batch_execute(&statements),
        }
        .unwrap_or_else(|cause| panic!("{cause}: {statements}"));
        lines(&mut conn, sql)
    }

    /// An id as a literal of this database.
    #[must_use]
    pub fn id(&self, id: impl std::fmt::Display) -> String {
        crate::organisation::id_literal(&id.to_string(), !self.url.starts_with("sqlite:"))
    }

    /// Bytes as a literal of this database.
    #[must_use]
    pub fn bytes(&self, bytes: &[u8]) -> String {
        crate::organisation::bytes_literal(bytes, !self.url.starts_with("sqlite:"))
    }

    /// Every row of every table as text, in order: equal dumps prove that nothing was written.
    #[must_use]
    pub fn dump(&self) -> BTreeMap<String, String> {
        let mut conn = self.conn();
        let tables = match conn {
            Conn::Sqlite(_) => {
                "SELECT name AS value FROM sqlite_schema
                 WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'"
            }
            Conn::Pg(_) => {
                "SELECT tablename::text AS value FROM pg_tables
                 WHERE schemaname = 'public' AND tablename NOT LIKE '\\_\\_%'"
            }
        };
        let tables = lines(&mut conn, tables);
        tables
            .into_iter()
            .map(|table| {
                let rows = match conn {
                    Conn::Pg(_) => {
                        format!("SELECT row_to_json(t)::text AS value FROM {table} t ORDER BY 1")
                    }
                    Conn::Sqlite(_) => {
                        let columns = lines(
                            &mut conn,
                            &format!("SELECT name AS value FROM pragma_table_info('{table}')"),
                        );
                        let shown: Vec<_> = columns
                            .iter()
                            .map(|name| format!("'{name}=' || quote(\"{name}\")"))
                            .collect();
                        format!(
                            "SELECT {} AS value FROM {table} ORDER BY 1",
                            shown.join(" || ' ' || ")
                        )
                    }
                };
                let rows = lines(&mut conn, &rows).join("\n");
                (table, rows)
            })
            .collect()
    }
}

fn lines(conn: &mut Conn, sql: &str) -> Vec<String> {
    let query = diesel::sql_query(sql);
    let rows: QueryResult<Vec<Line>> = match conn {
        Conn::Sqlite(conn) => query.load(conn),
        Conn::Pg(conn) => query.load(conn),
    };
    let rows = rows.unwrap_or_else(|cause| panic!("{cause}: {sql}"));
    rows.into_iter().map(|row| row.value).collect()
}
