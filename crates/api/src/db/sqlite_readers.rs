//! Reads on SQLite: on the caller's own connection, or on the threads of the slow lane.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use diesel::connection::AnsiTransactionManager;
use diesel::sqlite::SqliteConnection;

use super::crew::Serve;
use super::job::{Job, Mode, Ran};
use super::sqlite_file::{Identity, SqliteFile};
use super::unavailable::{Reason, Unavailable};
use super::{Gauges, Settings, Tx, sqlite_ffi, transaction, trouble};

/// How often a connection looks whether its file is still the one at the path.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Opens and keeps one read connection per thread.
pub(super) struct Readers {
    file: SqliteFile,
    lock_wait: Duration,
    inline_within: Duration,
    slow_within: Duration,
    gauges: Arc<Gauges>,
}

struct Reader {
    conn: SqliteConnection,
    identity: Option<Identity>,
    looked: Instant,
}

thread_local! {
    /// The connections of this thread, one for each database open in the process.
    static MINE: RefCell<Vec<(Weak<Readers>, Reader)>> = const { RefCell::new(Vec::new()) };
}

impl Readers {
    pub(super) fn new(file: SqliteFile, settings: &Settings, gauges: Arc<Gauges>) -> Self {
        Self {
            file,
            lock_wait: settings.lock_wait.min(settings.inline_within),
            inline_within: settings.inline_within,
            slow_within: settings.slow.run_within,
            gauges,
        }
    }

    /// Reads on the calling thread.
    pub(super) fn inline<R, E, F>(self: &Arc<Self>, mode: Mode, read: F) -> Result<R, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<R, E>,
        E: From<Unavailable>,
    {
        let result = self.with(mode, self.inline_within, |tx| {
            catch_unwind(AssertUnwindSafe(|| read(tx)))
                .map_or((Ran::Panicked, None), |result| (Ran::Done, Some(result)))
        });
        let reason = match result {
            Ok(Some(Ok(value))) => return Ok(value),
            Ok(Some(Err(error))) => match trouble::seen().reason {
                None => return Err(error),
                Some(reason) => reason,
            },
            Ok(None) => Reason::Panicked,
            Err(reason) => reason,
        };
        self.gauges.count_failure(reason);
        Err(E::from(Unavailable::from(reason)))
    }

    /// Runs `read` on this thread's connection and throws the connection away if it broke.
    fn with<T>(
        self: &Arc<Self>,
        mode: Mode,
        run_within: Duration,
        read: impl FnOnce(&mut Tx<'_>) -> (Ran, T),
    ) -> Result<T, Reason> {
        self.gauges.jobs.add(1);
        trouble::clear();
        let mut reader = self.take()?;
        let bound = sqlite_ffi::Bound::until(Instant::now() + run_within);
        let conn = &mut reader.conn;
        if mode == Mode::Snapshot {
            AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN")
                .map_err(|error| trouble::classify(&error).unwrap_or(Reason::Down))?;
        }
        let (ran, result) = read(&mut Tx::Sqlite(conn));
        drop(bound);
        let ended = transaction::roll_back_to(conn, 0).is_ok();
        let sound = trouble::seen().reason != Some(Reason::Down);
        if ended && sound && ran != Ran::Panicked {
            MINE.with_borrow_mut(|mine| mine.push((Arc::downgrade(self), reader)));
        }
        Ok(result)
    }

    /// Takes this thread's connection out of its place, or opens one.
    fn take(self: &Arc<Self>) -> Result<Reader, Reason> {
        let kept = MINE.with_borrow_mut(|mine| {
            let place = mine
                .iter()
                .position(|(owner, _)| owner.as_ptr() == Arc::as_ptr(self))?;
            Some(mine.swap_remove(place).1)
        });
        if let Some(mut reader) = kept {
            if reader.looked.elapsed() < LOOK_EVERY {
                return Ok(reader);
            }
            reader.looked = Instant::now();
            if reader.identity.is_some() && reader.identity == self.file.identity() {
                return Ok(reader);
            }
        }
        // Databases closed since (tests open many) leave their connections behind.
        MINE.with_borrow_mut(|mine| mine.retain(|(owner, _)| owner.strong_count() > 0));
        let identity = self.file.identity();
        let conn = self.file.open_reader(self.lock_wait)?;
        self.gauges.connections_opened.add(1);
        Ok(Reader {
            conn,
            identity,
            looked: Instant::now(),
        })
    }
}

/// The threads of the slow lane.
impl Serve for Arc<Readers> {
    fn serve(&self, job: &mut dyn Job) {
        let read = self.with(job.mode(), self.slow_within, |tx| {
            let ran = job.run(tx);
            (ran, ran)
        });
        match (read, trouble::seen().reason) {
            (Err(reason), _) | (Ok(Ran::Refused), Some(reason)) => job.fail(reason),
            (Ok(Ran::Done | Ran::Refused | Ran::Panicked), _) => {}
        }
    }
}
