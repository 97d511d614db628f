//! A migrated database of its own for each world.

use std::path::PathBuf;

use api::{
    auth::keys::random,
    db::{Tx, migrate},
};
use diesel::{connection::SimpleConnection, prelude::*};

enum Conn {
    Sqlite(SqliteConnection),
    Pg(PgConnection),
}

/// The database and the one connection to it.
pub struct Place {
    conn: Conn,
    folder: PathBuf,
}

impl Place {
    pub fn new() -> Self {
        let name = format!(
            "kes_visibility_{:016x}",
            u64::from_be_bytes(random().unwrap())
        );
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let conn = match std::env::var("TEST_DATABASE_URL") {
            Err(_) => {
                let file = folder.join("kes.db").display().to_string();
                migrate::run_pending(&format!("sqlite://{file}")).unwrap();
                let mut conn = SqliteConnection::establish(&file).unwrap();
                conn.batch_execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF")
                    .unwrap();
                Conn::Sqlite(conn)
            }
            Ok(server) => {
                let mut conn = PgConnection::establish(&server).unwrap();
                conn.batch_execute(&format!("CREATE DATABASE {name}"))
                    .unwrap();
                let (address, query) = server.split_once('?').unwrap_or((&server, ""));
                let (host, _) = address.rsplit_once('/').unwrap();
                let url = format!("{host}/{name}?{query}");
                let url = url.trim_end_matches('?');
                migrate::run_pending(url).unwrap();
                Conn::Pg(PgConnection::establish(url).unwrap())
            }
        };
        Self { conn, folder }
    }

    pub fn tx(&mut self) -> Tx<'_> {
        match &mut self.conn {
            Conn::Sqlite(conn) => Tx::Sqlite(conn),
            Conn::Pg(conn) => Tx::Pg(conn),
        }
    }

    /// Any SQL that both databases know.
    pub fn run(&mut self, sql: &str) {
        match &mut self.conn {
            Conn::Sqlite(conn) => conn.batch_execute(sql).unwrap(),
            Conn::Pg(conn) => conn.batch_execute(sql).unwrap(),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs one diesel statement on whichever database it is.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $statement:expr) => {
        match $tx {
            api::db::Tx::Sqlite(conn) => diesel::RunQueryDsl::execute($statement, *conn),
            api::db::Tx::Pg(conn) => diesel::RunQueryDsl::execute($statement, *conn),
        }
        .unwrap()
    };
}
