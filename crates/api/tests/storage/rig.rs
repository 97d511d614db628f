//! A database of its own for each test of storage, with two tiny tables.
//!
//! `TEST_DATABASE_URL` names a PostgreSQL server on which databases may be made; without it
//! the tests run on SQLite. Each test runs on both and checks the same promise.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actix_web::rt::task::JoinHandle;
use api::db::{Db, Reason, Settings, Tx, Unavailable};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};

/// What a caller's own error type looks like to storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Unavailable(Reason),
    Statement(String),
    Own,
}

impl From<Unavailable> for Fault {
    fn from(unavailable: Unavailable) -> Self {
        assert!(
            unavailable.retry_after_secs > 0,
            "every 503 says when to come back"
        );
        Self::Unavailable(unavailable.reason)
    }
}

impl From<diesel::result::Error> for Fault {
    fn from(error: diesel::result::Error) -> Self {
        Self::Statement(error.to_string())
    }
}

/// Whether this run is on PostgreSQL.
pub fn on_postgres() -> bool {
    server().is_some()
}

fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok()
}

/// A number no other test of this process has, nor any other process.
fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), NEXT.fetch_add(1, SeqCst))
}

/// Removed when the test is over.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("kes_storage_{}", unique()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An empty database.
pub struct Place {
    pub url: String,
    pub folder: Folder,
}

impl Place {
    pub fn new() -> Self {
        let folder = Folder::new();
        let url = match server() {
            None => format!("sqlite://{}", folder.0.join("kes.db").display()),
            Some(server) => new_database(&server),
        };
        Self { url, folder }
    }

    /// The SQLite file, or a name beside it.
    pub fn file(&self, suffix: &str) -> PathBuf {
        self.folder.0.join(format!("kes.db{suffix}"))
    }

    /// A connection that storage knows nothing of.
    pub fn outside(&self) -> Outside {
        Outside::connect(&self.url)
    }

    pub fn with_tables(self) -> Self {
        self.outside().run(
            "CREATE TABLE parents (name VARCHAR(40) PRIMARY KEY);
             CREATE TABLE notes (
                 name VARCHAR(40) PRIMARY KEY,
                 body TEXT NOT NULL,
                 parent VARCHAR(40) REFERENCES parents (name) DEFERRABLE INITIALLY DEFERRED
             )",
        );
        self
    }

    /// The settings most tests use: production's, with shorter patience.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::new(&self.url);
        settings.interactive.start_within = Duration::from_secs(20);
        settings.interactive.threads = 4;
        settings
    }
}

fn new_database(server: &str) -> String {
    let name = format!("kes_storage_{}", unique());
    let mut conn = PgConnection::establish(server).unwrap();
    conn.batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').unwrap();
    if query.is_empty() {
        format!("{host}/{name}")
    } else {
        format!("{host}/{name}?{query}")
    }
}

pub enum Outside {
    Sqlite(SqliteConnection),
    Pg(PgConnection),
}

impl Outside {
    pub fn connect(url: &str) -> Self {
        match url.strip_prefix("sqlite://") {
            None => Self::Pg(PgConnection::establish(url).unwrap()),
            Some(path) => {
                let mut conn = SqliteConnection::establish(path).unwrap();
                conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                Self::Sqlite(conn)
            }
        }
    }

    pub fn run(&mut self, sql: &str) {
        match self {
            Self::Sqlite(conn) => conn.batch_execute(sql).unwrap(),
            Self::Pg(conn) => conn.batch_execute(sql).unwrap(),
        }
    }

    /// The names of all notes, in order.
    pub fn notes(&mut self) -> Vec<String> {
        match self {
            Self::Sqlite(conn) => names(&mut Tx::Sqlite(conn)).unwrap(),
            Self::Pg(conn) => names(&mut Tx::Pg(conn)).unwrap(),
        }
    }
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

pub fn names(tx: &mut Tx<'_>) -> QueryResult<Vec<String>> {
    let query = diesel::sql_query("SELECT name FROM notes ORDER BY name");
    let rows: Vec<Name> = match tx {
        Tx::Sqlite(conn) => query.load(*conn)?,
        Tx::Pg(conn) => query.load(*conn)?,
    };
    Ok(rows.into_iter().map(|row| row.name).collect())
}

pub fn count(tx: &mut Tx<'_>) -> QueryResult<i64> {
    let query = diesel::sql_query("SELECT count(*) AS count FROM notes");
    let row: Count = match tx {
        Tx::Sqlite(conn) => query.get_result(*conn)?,
        Tx::Pg(conn) => query.get_result(*conn)?,
    };
    Ok(row.count)
}

/// Runs any SQL.
pub fn run(tx: &mut Tx<'_>, sql: &str) -> QueryResult<()> {
    match tx {
        Tx::Sqlite(conn) => conn.batch_execute(sql),
        Tx::Pg(conn) => conn.batch_execute(sql),
    }
}

/// Writes a note through a prepared statement, as stores do.
pub fn note(tx: &mut Tx<'_>, name: &str) -> QueryResult<()> {
    match tx {
        Tx::Sqlite(conn) => diesel::sql_query("INSERT INTO notes (name, body) VALUES (?, 'text')")
            .bind::<Text, _>(name)
            .execute(*conn)?,
        Tx::Pg(conn) => diesel::sql_query("INSERT INTO notes (name, body) VALUES ($1, 'text')")
            .bind::<Text, _>(name)
            .execute(*conn)?,
    };
    Ok(())
}

/// Writes a note too large for a page, in one row of SQLite.
pub fn large_note(conn: &mut SqliteConnection, name: &str) -> QueryResult<usize> {
    diesel::sql_query("INSERT INTO notes (name, body) VALUES (?, CAST(? AS TEXT))")
        .bind::<Text, _>(name)
        .bind::<Binary, _>(vec![b'x'; 1 << 20])
        .execute(conn)
}

/// A write of one note.
pub async fn write_note(db: &Db, name: &str) -> Result<(), Fault> {
    let name = name.to_owned();
    db.write(move |tx| Ok(note(tx, &name)?)).await
}

/// Repeats until it succeeds. A test that waits for recovery waits for this, not for a time.
pub async fn until_ok<T, F>(within: Duration, mut attempt: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<T, Fault>>,
{
    let start = Instant::now();
    loop {
        match attempt().await {
            Ok(value) => return value,
            Err(fault) => {
                assert!(
                    start.elapsed() < within,
                    "not recovered within {within:?}: {fault:?}"
                );
                actix_web::rt::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// A gate that holds a database thread inside a job until it is opened.
pub struct Gate {
    open: mpsc::Sender<()>,
    reached: mpsc::Receiver<()>,
}

impl Gate {
    /// The gate, and what the job calls to stand before it.
    pub fn new() -> (Self, impl FnOnce() + Send + 'static) {
        let (open, opened) = mpsc::channel();
        let (reach, reached) = mpsc::channel();
        let pass = move || {
            reach.send(()).unwrap();
            // The test ended without opening: nothing more to hold.
            let _ = opened.recv_timeout(Duration::from_secs(60));
        };
        (Self { open, reached }, pass)
    }

    /// Waits until a job stands before the gate, while other tasks go on.
    pub async fn wait(&self) {
        while self.reached.try_recv().is_err() {
            actix_web::rt::time::sleep(Duration::from_millis(1)).await;
        }
    }

    pub fn open(self) {
        self.open.send(()).unwrap();
    }
}

/// Starts a task and lets it come to its first wait, in which its job is queued.
pub async fn queued<T: 'static>(task: impl Future<Output = T> + 'static) -> JoinHandle<T> {
    let handle = actix_web::rt::spawn(task);
    actix_web::rt::task::yield_now().await;
    handle
}

pub type Task = JoinHandle<Result<(), Fault>>;

/// Queues a job that stands before a gate, and waits until it does.
pub async fn hold_writer(db: &Db) -> (Gate, Task) {
    let (gate, pass) = Gate::new();
    let db = db.clone();
    let held = queued(async move {
        db.write(move |_| -> Result<(), Fault> {
            pass();
            Ok(())
        })
        .await
    })
    .await;
    gate.wait().await;
    (gate, held)
}

/// What no answer may take longer than, whatever the fault: the bounds of the settings below
/// and a margin for a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How soon the service must work again once the database does.
pub const RECOVERY: Duration = Duration::from_secs(5);

pub fn unavailable<T>(reason: Reason) -> Result<T, Fault> {
    Err(Fault::Unavailable(reason))
}

/// Awaits an answer and checks that it took no longer than it may.
pub async fn bounded<T>(answer: impl Future<Output = T>) -> T {
    let start = Instant::now();
    let answer = answer.await;
    assert!(
        start.elapsed() < PATIENCE,
        "an answer took {:?}",
        start.elapsed()
    );
    answer
}

pub async fn queued_write(
    db: &Db,
    write: impl FnOnce(&mut Tx<'_>) -> Result<(), Fault> + Send + 'static,
) -> Task {
    let db = db.clone();
    queued(async move { db.write(write).await }).await
}
