//! A database of its own for each test.

use std::{fs, path::PathBuf, sync::OnceLock};

use api::{
    auth::keys::random,
    db::{Settings, migrate},
};
use diesel::{connection::SimpleConnection, prelude::*, sql_types::Bool};

use crate::{organisation, rows::Rows, shared};

/// Whether this run is on PostgreSQL.
#[must_use]
pub fn on_postgres() -> bool {
    server().is_some()
}

fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok()
}

/// A migrated and seeded database and a folder with keys; the folder goes when the test is over.
pub struct Place {
    pub url: String,
    pub folder: PathBuf,
}

impl Place {
    pub fn new() -> Self {
        let made = shared::made_once();
        let folder = shared::new_folder();
        fs::copy(made.join("keys.json"), folder.join("keys.json")).unwrap();
        let url = match server() {
            Some(server) => copy_template(&server),
            None => {
                let file = folder.join("kes.db");
                fs::copy(made.join("kes.db"), &file).unwrap();
                format!("sqlite://{}", file.display())
            }
        };
        Self { url, folder }
    }

    /// Production's bounds, but few connections (many tests share one server) and more patience
    /// (a busy machine is no failure of a rule).
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::new(&self.url);
        settings.interactive.threads = 2;
        settings.slow.threads = 1;
        settings.interactive.start_within = std::time::Duration::from_secs(20);
        settings.pool_wait = std::time::Duration::from_secs(10);
        settings
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The address of another database on the same server.
fn sibling(server: &str, database: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    if query.is_empty() {
        format!("{host}/{database}")
    } else {
        format!("{host}/{database}?{query}")
    }
}

fn copy_template(server: &str) -> String {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| template(server));
    let unique: String = random::<8>()
        .unwrap()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("kes_test_{unique}");
    PgConnection::establish(server)
        .unwrap()
        .batch_execute(&format!(
            "CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
        ))
        .unwrap();
    sibling(server, &name)
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = Bool)]
    there: bool,
}

/// Makes the template unless another process of this run did.
fn template(server: &str) -> String {
    let name = format!("kes_template_{}", shared::edition());
    let making = format!("{name}_making");
    let mut conn = PgConnection::establish(server).unwrap();
    conn.batch_execute("SELECT pg_advisory_lock(hashtext('kes_template'))")
        .unwrap();
    let found: There = diesel::sql_query(format!(
        "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = '{name}') AS there"
    ))
    .get_result(&mut conn)
    .unwrap();
    if !found.there {
        conn.batch_execute(&format!("DROP DATABASE IF EXISTS {making}"))
            .unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {making}"))
            .unwrap();
        let url = sibling(server, &making);
        migrate::run_pending(&url).unwrap();
        Rows::of(&url).run(&organisation::seed(true));
        // Nobody may be connected to what is copied. A closed connection may take a moment to
        // leave the server, so it is thrown out.
        conn.batch_execute(&format!(
            "ALTER DATABASE {making} ALLOW_CONNECTIONS false;
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{making}';"
        ))
        .unwrap();
        conn.batch_execute(&format!("ALTER DATABASE {making} RENAME TO {name}"))
            .unwrap();
    }
    name
}
