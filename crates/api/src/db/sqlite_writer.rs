//! The one thread that writes to SQLite: group commit and its error protocol.
//!
//! It takes whatever is queued, runs each job in a savepoint of its own, and answers all of
//! them after one durable COMMIT. What may go wrong, and what the callers are told:
//!
//! - A job returns `Err` or panics: its savepoint is rolled back, the others go on.
//! - A job leaves references that point nowhere: COMMIT would fail for all, so it is undone.
//! - SQLite rolls the transaction back by itself (disk full, I/O error, interrupt): everybody
//!   in the batch is told so, also those whose work had succeeded, and those who were refused
//!   (what they had been refused for may be gone too). The connection is opened anew.
//! - COMMIT fails: the same.

use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::result::{DatabaseErrorKind, Error, QueryResult};
use diesel::sqlite::SqliteConnection;

use super::crew::Jobs;
use super::faults::{self, Point};
use super::job::{Job, Ran};
use super::sqlite_file::{Identity, SqliteFile};
use super::unavailable::Reason;
use super::{Gauges, Settings, Tx, sqlite_ffi, transaction, trouble};

/// Pages of the write-ahead log after which it is copied into the database: when nobody
/// waits, when somebody waits, and when the file is to be cut as well (64 MiB).
const IDLE_CHECKPOINT: u32 = 1_000;
const BUSY_CHECKPOINT: u32 = 4_000;
const CUT_CHECKPOINT: u32 = 16_384;

/// Why a batch came to nothing; the connection is not to be used again.
struct Broken(Reason);

pub(super) struct Writer {
    file: SqliteFile,
    jobs: Arc<Jobs>,
    lock_wait: Duration,
    run_within: Duration,
    batch_jobs: usize,
    batch_time: Duration,
    gauges: Arc<Gauges>,
}

/// The writer's connection and what it knows of its file.
struct Open {
    conn: SqliteConnection,
    identity: Option<Identity>,
    /// Pages in the log at the last checkpoint.
    checkpointed: u32,
}

impl Writer {
    pub(super) fn new(
        file: &SqliteFile,
        settings: &Settings,
        jobs: Arc<Jobs>,
        gauges: &Arc<Gauges>,
    ) -> Self {
        Self {
            file: file.clone(),
            jobs,
            lock_wait: settings.lock_wait,
            run_within: settings.interactive.run_within,
            batch_jobs: settings.batch_jobs,
            batch_time: settings.batch_time,
            gauges: Arc::clone(gauges),
        }
    }

    /// Serves until the queue is closed.
    pub(super) fn serve(&self) {
        let mut place = None;
        while self.jobs.wait() {
            let mut open = match self
                .still_good(place.take())
                .map_or_else(|| self.open(), Ok)
            {
                Ok(open) => open,
                Err(reason) => {
                    self.turn_away(reason);
                    continue;
                }
            };
            match self.batch(&mut open.conn) {
                Ok(()) => {
                    self.checkpoint(&mut open);
                    place = Some(open);
                }
                Err(Broken(reason)) => {
                    self.gauges.failed_commits.add(1);
                    log::error!("a batch of writes was undone: {}", reason.code());
                }
            }
            self.gauges.waiting.set(self.jobs.len() as u64);
        }
        if let Some(mut open) = place {
            self.run_checkpoint(&mut open, "TRUNCATE");
        }
    }

    fn open(&self) -> Result<Open, Reason> {
        let identity = self.file.identity();
        let conn = self.file.open_writer(self.lock_wait)?;
        self.gauges.connections_opened.add(1);
        Ok(Open {
            conn,
            identity,
            checkpointed: 0,
        })
    }

    /// The connection, if its file is still the one at the path: nobody is told that a write
    /// is safe in a file that was taken away.
    fn still_good(&self, open: Option<Open>) -> Option<Open> {
        open.filter(|open| open.identity.is_some() && open.identity == self.file.identity())
    }

    /// Answers the queued jobs, which have not run. While somebody outside holds the lock, who
    /// still has time waits on; everything else will not be better in a moment.
    fn turn_away(&self, reason: Reason) {
        if reason == Reason::Busy {
            // SQLite mostly has waited by itself, but some locks it reports at once.
            std::thread::sleep(Duration::from_millis(5));
        }
        for mut job in self
            .jobs
            .remove(|job| reason != Reason::Busy || job.is_late())
        {
            job.fail(reason);
            job.answer();
        }
    }

    /// One group commit. All jobs it took are answered when it returns.
    fn batch(&self, conn: &mut SqliteConnection) -> Result<(), Broken> {
        trouble::clear();
        if let Err(error) = AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE") {
            let reason = trouble::classify(&error).unwrap_or(Reason::Down);
            self.turn_away(reason);
            return if reason == Reason::Busy {
                Ok(())
            } else {
                Err(Broken(reason))
            };
        }
        let mut taken = Vec::new();
        let mut result = self.run_jobs(conn, &mut taken);
        if result.is_ok() {
            if faults::answers_before_commit() {
                taken.iter_mut().for_each(|job| job.answer());
            }
            result = self.commit(conn);
        }
        if let Err(Broken(reason)) = result {
            taken.iter_mut().for_each(|job| job.fail(reason));
        }
        taken.into_iter().for_each(|mut job| job.answer());
        result
    }

    /// Runs what is queued until the batch is full, old enough or the queue is empty.
    fn run_jobs(
        &self,
        conn: &mut SqliteConnection,
        taken: &mut Vec<Box<dyn Job>>,
    ) -> Result<(), Broken> {
        let end = Instant::now() + self.batch_time;
        while taken.len() < self.batch_jobs && (taken.is_empty() || Instant::now() < end) {
            let Some(job) = self.jobs.try_pop() else {
                return Ok(());
            };
            self.run_one(conn, job, taken)?;
        }
        // The bulk line moves on by one job per batch, whatever the urgent one does.
        match self.jobs.try_pop_bulk() {
            Some(job) => self.run_one(conn, job, taken),
            None => Ok(()),
        }
    }

    fn run_one(
        &self,
        conn: &mut SqliteConnection,
        mut job: Box<dyn Job>,
        taken: &mut Vec<Box<dyn Job>>,
    ) -> Result<(), Broken> {
        if !job.claim() {
            job.fail(Reason::Late);
            job.answer();
            return Ok(());
        }
        self.gauges.jobs.add(1);
        trouble::clear();
        let result = self.run_in_savepoint(conn, &mut *job);
        taken.push(job);
        result.map_err(|error| {
            Broken(
                trouble::seen()
                    .reason
                    .or(trouble::classify(&error))
                    .unwrap_or(Reason::Down),
            )
        })
    }

    /// An error means that the transaction is gone.
    fn run_in_savepoint(&self, conn: &mut SqliteConnection, job: &mut dyn Job) -> QueryResult<()> {
        AnsiTransactionManager::begin_transaction(conn)?;
        let bound = sqlite_ffi::Bound::until(Instant::now() + self.run_within);
        let ran = job.run(&mut Tx::Sqlite(conn));
        drop(bound);
        let standing = sqlite_ffi::standing(conn)?;
        if !standing.in_transaction {
            return Err(Error::NotInTransaction);
        }
        match ran {
            Ran::Done if standing.dangling_references => {
                let message = Box::new("FOREIGN KEY constraint failed".to_owned());
                job.refuse(Error::DatabaseError(
                    DatabaseErrorKind::ForeignKeyViolation,
                    message,
                ));
            }
            Ran::Done if transaction::depth(conn)? == 2 => {
                return AnsiTransactionManager::commit_transaction(conn);
            }
            // It left a transaction of its own open: no telling what belongs to whom.
            Ran::Done => job.fail(Reason::Panicked),
            Ran::Refused => {
                if let Some(reason) = trouble::seen().reason {
                    job.fail(reason);
                }
            }
            Ran::Panicked => log::error!("a write panicked; its work is undone"),
        }
        transaction::roll_back_to(conn, 1)
    }

    fn commit(&self, conn: &mut SqliteConnection) -> Result<(), Broken> {
        faults::visit(Point::BeforeCommit);
        let committed =
            sqlite_ffi::commit_allowed(|| AnsiTransactionManager::commit_transaction(conn));
        faults::visit(Point::AfterCommit);
        committed.map_err(|error| {
            // After "disk full" or "locked" nothing was committed. After an I/O error the
            // commit record may be in the log, and be found there after a crash.
            Broken(match trouble::classify(&error) {
                Some(reason @ (Reason::Full | Reason::Busy | Reason::ReadOnly)) => reason,
                Some(_) | None => Reason::Uncertain,
            })
        })?;
        self.gauges.batches.add(1);
        self.gauges.commits.add(1);
        self.gauges
            .wal_pages
            .set(u64::from(sqlite_ffi::wal_pages()));
        Ok(())
    }

    /// Copies the log into the database when it has grown enough.
    fn checkpoint(&self, open: &mut Open) {
        let pages = sqlite_ffi::wal_pages();
        if pages < open.checkpointed {
            // The log was started again from its beginning.
            open.checkpointed = 0;
        }
        let growth = if self.jobs.len() == 0 {
            IDLE_CHECKPOINT
        } else {
            BUSY_CHECKPOINT
        };
        if pages < open.checkpointed.saturating_add(growth) {
            return;
        }
        open.checkpointed = pages;
        self.run_checkpoint(
            open,
            if pages < CUT_CHECKPOINT {
                "PASSIVE"
            } else {
                "TRUNCATE"
            },
        );
    }

    fn run_checkpoint(&self, open: &mut Open, kind: &str) {
        faults::visit(Point::InCheckpoint);
        // Cutting waits for readers, but the next jobs must not wait for long.
        let wait = self.lock_wait.as_millis();
        let result = open.conn.batch_execute(&format!(
            "PRAGMA busy_timeout = 50; PRAGMA wal_checkpoint({kind}); PRAGMA busy_timeout = {wait};"
        ));
        self.gauges.checkpoints.add(1);
        if let Err(error) = result {
            log::warn!("checkpoint failed: {error}");
        }
    }
}
