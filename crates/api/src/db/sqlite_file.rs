//! The SQLite file: its address, its version, and how connections to it are opened.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::ConnectionError;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;

use super::unavailable::Reason;
use super::{OpenError, sqlite_ffi, trouble};

/// The first release without the bug that can lose a write-ahead log which is reset while
/// another connection checkpoints.
const OLDEST: [u32; 3] = [3, 51, 3];

/// Refuses a version of SQLite that can corrupt the write-ahead log.
///
/// # Errors
/// The version is older than 3.51.3, or is none.
pub fn check_version(version: &str) -> Result<(), OpenError> {
    let mut parts = [0; 3];
    let mut words = version.split('.');
    for part in &mut parts {
        let word = words.next().unwrap_or("0");
        *part = word
            .parse()
            .map_err(|_| OpenError::SqliteTooOld(version.to_owned()))?;
    }
    if parts < OLDEST {
        Err(OpenError::SqliteTooOld(version.to_owned()))
    } else {
        Ok(())
    }
}

/// Which file on disk a connection has open, by device and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

/// The file of a database.
#[derive(Clone, Debug)]
pub(super) struct SqliteFile {
    path: PathBuf,
    lost: Arc<AtomicBool>,
}

impl SqliteFile {
    /// The file of `sqlite://path`, made (readable by its owner only) where it is missing.
    pub(super) fn create(url: &str) -> Result<Self, OpenError> {
        let path = url.strip_prefix("sqlite://").unwrap_or_default();
        if path.is_empty() || path.contains(":memory:") || path.contains('?') {
            return Err(OpenError::Address(
                "DATABASE_URL must be sqlite://path/to/file".into(),
            ));
        }
        let path = PathBuf::from(path);
        let unusable = |error: io::Error| OpenError::File(path.clone(), error.to_string());
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(unusable)?;
        }
        let mut open = OpenOptions::new();
        open.read(true)
            .append(true)
            .create(true)
            .mode(0o600)
            .open(&path)
            .map_err(unusable)?;
        sqlite_ffi::install();
        Ok(Self {
            path,
            lost: Arc::default(),
        })
    }

    /// Refuses a SQLite that is too old, and turns the file to write-ahead logging, which
    /// cannot be done later while somebody reads.
    pub(super) fn prepare(&self) -> Result<(), OpenError> {
        let unusable = |error: String| OpenError::File(self.path.clone(), error);
        let mut conn = self
            .open_plain()
            .map_err(|error| unusable(error.to_string()))?;
        let version: String = diesel::select(diesel::dsl::sql::<Text>("sqlite_version()"))
            .get_result(&mut conn)
            .map_err(|error| unusable(error.to_string()))?;
        check_version(&version)
    }

    pub(super) fn identity(&self) -> Option<Identity> {
        let metadata = std::fs::metadata(&self.path).ok()?;
        Some(Identity(metadata.dev(), metadata.ino()))
    }

    /// Opens the file, which must be there: a lost database is not replaced by an empty one.
    fn connect(&self, lock_wait: Duration) -> Result<SqliteConnection, ConnectionError> {
        let path = self.path.to_string_lossy();
        let path = path
            .replace('%', "%25")
            .replace('?', "%3f")
            .replace('#', "%23");
        let mut conn = SqliteConnection::establish(&format!("file:{path}?mode=rw"))?;
        conn.batch_execute(&format!(
            "PRAGMA busy_timeout = {};
             PRAGMA cache_size = -8192;
             PRAGMA mmap_size = 268435456;
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA wal_autocheckpoint = 0;",
            lock_wait.as_millis()
        ))
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
        trouble::watch(&mut conn);
        Ok(conn)
    }

    /// A connection for schema changes, without the limits of the writer.
    pub(super) fn open_plain(&self) -> Result<SqliteConnection, ConnectionError> {
        let mut conn = self.connect(Duration::from_secs(10))?;
        conn.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }

    pub(super) fn open_writer(&self, lock_wait: Duration) -> Result<SqliteConnection, Reason> {
        self.report(self.connect(lock_wait).and_then(|mut conn| {
            conn.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
                .and_then(|()| sqlite_ffi::make_writer(&mut conn))
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        }))
    }

    pub(super) fn open_reader(&self, lock_wait: Duration) -> Result<SqliteConnection, Reason> {
        self.report(self.connect(lock_wait).and_then(|mut conn| {
            conn.batch_execute("PRAGMA query_only = ON;")
                .and_then(|()| sqlite_ffi::make_reader(&mut conn))
                .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        }))
    }

    /// One line in the log when the file goes, not one for each attempt to open it.
    fn report<T>(&self, opened: Result<T, ConnectionError>) -> Result<T, Reason> {
        let was_lost = self.lost.swap(opened.is_err(), SeqCst);
        opened.map_err(|error| {
            if !was_lost {
                log::error!("cannot open {}: {error}", self.path.display());
            }
            trouble::classify_connect(&error)
        })
    }
}
