//! Storage: two real back-ends behind two doors, [`Db::read`] and [`Db::write`].
//!
//! Each store is ordinary Diesel, compiled once per back-end in [`sqlite`] and [`pg`]; a job
//! gets a [`Tx`] and calls stores by [`on!`](crate::on). Nothing here waits without a bound:
//! what cannot be done in time is answered [`Unavailable`], and nothing has to be restarted
//! when the database is back.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

mod crew;
mod faults;
mod gauges;
mod job;
pub mod migrate;
pub mod pg;
mod pg_address;
mod pg_server;
mod queue;
pub mod schema;
mod settings;
pub mod sqlite;
mod sqlite_ffi;
mod sqlite_file;
mod sqlite_readers;
mod sqlite_writer;
mod transaction;
mod trouble;
pub mod types;
mod unavailable;

pub use gauges::{Gauge, Gauges};
pub use pg_address::check as check_pg_address;
pub use settings::{Limits, Settings};
pub use sqlite_ffi::{Steps, counted};
pub use sqlite_file::check_version;
pub use unavailable::{Reason, Unavailable};

use crew::Crew;
use job::Mode;
use queue::Line;
use sqlite_file::SqliteFile;
use sqlite_readers::Readers;
use sqlite_writer::Writer;

/// A connection within a job, of one of the two back-ends.
pub enum Tx<'c> {
    /// Embedded.
    Sqlite(&'c mut SqliteConnection),
    /// A server.
    Pg(&'c mut PgConnection),
}

/// Calls a store function on the back-end of a [`Tx`]:
/// `on!(tx, cases::find(id))` is `cases::find(connection, id)`.
#[macro_export]
macro_rules! on {
    ($tx:expr, $room:ident $(:: $rest:ident)+ ( $($arg:expr),* $(,)? )) => {
        match $tx {
            $crate::db::Tx::Sqlite(conn) => $crate::db::sqlite::$room$(::$rest)+(conn $(, $arg)*),
            $crate::db::Tx::Pg(conn) => $crate::db::pg::$room$(::$rest)+(conn $(, $arg)*),
        }
    };
}

/// How long a read may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Point reads and lists of one page.
    Interactive,
    /// Search, reports, exports.
    Slow,
}

/// Which database serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Embedded in this process.
    Sqlite,
    /// A server.
    Postgres,
}

/// Why storage cannot start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// `DATABASE_URL` is wrong or not safe.
    Address(String),
    /// The SQLite file cannot be made or opened.
    File(PathBuf, String),
    /// This version of SQLite can corrupt its write-ahead log.
    SqliteTooOld(String),
    /// The system gives no thread.
    Thread(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(why) => f.write_str(why),
            Self::File(path, why) => write!(f, "DATABASE_URL: {}: {why}", path.display()),
            Self::SqliteTooOld(version) => {
                write!(f, "SQLite {version} is too old; 3.51.3 or newer is needed")
            }
            Self::Thread(why) => write!(f, "cannot start a database thread: {why}"),
        }
    }
}

impl std::error::Error for OpenError {}

enum Engine {
    Sqlite {
        readers: Arc<Readers>,
        slow: Crew,
        writer: Crew,
    },
    Pg {
        interactive: Crew,
        slow: Crew,
    },
}

/// The database. Cloning it is cheap.
#[derive(Clone)]
pub struct Db {
    engine: Arc<Engine>,
    gauges: Arc<Gauges>,
    settings: Arc<Settings>,
}

impl Db {
    /// Opens the database of the settings. A SQLite file is made where it is missing; a server
    /// is connected to in the background, so that it may come later than this service.
    ///
    /// # Errors
    /// The address is wrong or unsafe, the file unusable, or SQLite too old.
    pub fn open(settings: &Settings) -> Result<Self, OpenError> {
        let gauges = Arc::new(Gauges::default());
        let engine = if settings.url.starts_with("sqlite:") {
            Self::open_sqlite(settings, &gauges)?
        } else {
            let url = pg_address::check(&settings.url)?;
            let crew = |name: &str, limits: &Limits| {
                let server = pg_server::Server::new(&url, limits, settings, &gauges);
                Crew::start(name, limits, &gauges, &Arc::new(server))
            };
            Engine::Pg {
                interactive: crew("pg", &settings.interactive)?,
                slow: crew("pg-slow", &settings.slow)?,
            }
        };
        Ok(Self {
            engine: Arc::new(engine),
            gauges,
            settings: Arc::new(settings.clone()),
        })
    }

    fn open_sqlite(settings: &Settings, gauges: &Arc<Gauges>) -> Result<Engine, OpenError> {
        let file = SqliteFile::create(&settings.url)?;
        file.prepare()?;
        let readers = Arc::new(Readers::new(file.clone(), settings, Arc::clone(gauges)));
        let bulk = settings.slow.queue;
        let writer = Crew::start_with("writer", &settings.interactive, bulk, gauges, 1, |jobs| {
            let writer = Writer::new(&file, settings, jobs, gauges);
            move || writer.serve()
        })?;
        let slow = Crew::start(
            "slow",
            &settings.slow,
            gauges,
            &Arc::new(Arc::clone(&readers)),
        )?;
        Ok(Engine::Sqlite {
            readers,
            slow,
            writer,
        })
    }

    /// Reads without a transaction: each statement sees the newest state. One statement is one
    /// round trip; BEGIN and COMMIT would make it three. Interactive reads on SQLite run on
    /// the calling thread.
    ///
    /// # Errors
    /// What `f` returns, or [`Unavailable`].
    pub async fn read<R, E, F>(&self, lane: Lane, f: F) -> Result<R, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<diesel::result::Error> + From<Unavailable> + Send + 'static,
    {
        self.read_as(Mode::Read, lane, f).await
    }

    /// Reads in a transaction: all statements see the same state. For views of several
    /// queries that must agree with each other, or with the version in an ETag.
    ///
    /// # Errors
    /// What `f` returns, or [`Unavailable`].
    pub async fn read_snapshot<R, E, F>(&self, lane: Lane, f: F) -> Result<R, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<diesel::result::Error> + From<Unavailable> + Send + 'static,
    {
        self.read_as(Mode::Snapshot, lane, f).await
    }

    /// Writes in one transaction, which is durable when this returns `Ok`. An `Err` of `f`
    /// undoes all it did.
    ///
    /// # Errors
    /// What `f` returns, or [`Unavailable`]; only after [`Reason::Uncertain`] may the work
    /// have been done all the same.
    pub async fn write<R, E, F>(&self, f: F) -> Result<R, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<diesel::result::Error> + From<Unavailable> + Send + 'static,
    {
        let (crew, limits) = match &*self.engine {
            Engine::Sqlite { writer, .. } => (writer, &self.settings.interactive),
            Engine::Pg { interactive, .. } => (interactive, &self.settings.interactive),
        };
        self.submit(crew, Mode::Write, Line::Urgent, limits, f)
            .await
    }

    /// Like [`Db::write`], but lets everybody else go first: for imports and other long work,
    /// cut into small jobs.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_bulk<R, E, F>(&self, f: F) -> Result<R, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<diesel::result::Error> + From<Unavailable> + Send + 'static,
    {
        let (crew, line) = match &*self.engine {
            Engine::Sqlite { writer, .. } => (writer, Line::Bulk),
            Engine::Pg { slow, .. } => (slow, Line::Urgent),
        };
        self.submit(crew, Mode::Write, line, &self.settings.slow, f)
            .await
    }

    /// What storage counts.
    #[must_use]
    pub fn gauges(&self) -> &Gauges {
        &self.gauges
    }

    /// Which database serves.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match &*self.engine {
            Engine::Sqlite { .. } => Backend::Sqlite,
            Engine::Pg { .. } => Backend::Postgres,
        }
    }

    /// Takes no more jobs and waits until those that were queued are done. Blocks.
    pub fn close(&self) {
        let crews = match &*self.engine {
            Engine::Sqlite { slow, writer, .. } => [writer, slow],
            Engine::Pg { interactive, slow } => [interactive, slow],
        };
        crews.into_iter().for_each(Crew::close);
        crews.into_iter().for_each(Crew::join);
    }

    async fn read_as<R, E, F>(&self, mode: Mode, lane: Lane, f: F) -> Result<R, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<diesel::result::Error> + From<Unavailable> + Send + 'static,
    {
        let (crew, limits) = match (&*self.engine, lane) {
            (Engine::Sqlite { readers, .. }, Lane::Interactive) => return readers.inline(mode, f),
            (Engine::Pg { interactive, .. }, Lane::Interactive) => {
                (interactive, &self.settings.interactive)
            }
            (Engine::Sqlite { slow, .. } | Engine::Pg { slow, .. }, Lane::Slow) => {
                (slow, &self.settings.slow)
            }
        };
        self.submit(crew, mode, Line::Urgent, limits, f).await
    }

    async fn submit<R, E, F>(
        &self,
        crew: &Crew,
        mode: Mode,
        line: Line,
        limits: &Limits,
        f: F,
    ) -> Result<R, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E> + Send + 'static,
        R: Send + 'static,
        E: From<diesel::result::Error> + From<Unavailable> + Send + 'static,
    {
        match crew.submit(mode, line, limits, f) {
            Ok(ticket) => ticket.wait(&self.gauges).await,
            Err(reason) => {
                self.gauges.count_failure(reason);
                Err(E::from(Unavailable::from(reason)))
            }
        }
    }
}
