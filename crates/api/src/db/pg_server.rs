//! Jobs on PostgreSQL: a pooled connection for each, and a truthful answer when it breaks.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{
    ConnectionManager, CustomizeConnection, Error as ConnectError, HandleError, Pool,
    PooledConnection, R2D2Connection,
};
use diesel::result::{Error, QueryResult};

use super::crew::Serve;
use super::faults::{self, Point};
use super::job::{Job, Mode, Ran};
use super::settings::Limits;
use super::unavailable::Reason;
use super::{Gauges, Settings, Tx, transaction, trouble};

type Manager = ConnectionManager<PgConnection>;
type Pooled = PooledConnection<Manager>;

/// The connections of one lane.
pub(super) struct Server {
    pool: Pool<Manager>,
    pool_wait: Duration,
    /// Rises with every lost connection: those made before are tried before they are used,
    /// because a server that restarts has dropped all of them.
    losses: AtomicU64,
    gauges: Arc<Gauges>,
}

/// The count of losses at which a connection was last known to work.
struct ProvedAt(u64);

impl Server {
    /// Connects in the background: a server that is down now is found when it is back.
    pub(super) fn new(
        url: &str,
        limits: &Limits,
        settings: &Settings,
        gauges: &Arc<Gauges>,
    ) -> Self {
        let down = Arc::new(AtomicBool::new(false));
        let threads = u32::try_from(limits.threads).unwrap_or(u32::MAX);
        let session = Session {
            setup: session_setup(limits, settings),
            down: Arc::clone(&down),
            gauges: Arc::clone(gauges),
        };
        let pool = Pool::builder()
            .max_size(settings.pool_size.unwrap_or(threads).max(1))
            // Half of this is the longest pause between two attempts to connect.
            .connection_timeout(settings.pool_wait)
            .test_on_check_out(false)
            .idle_timeout(None)
            .error_handler(Box::new(ReportOnce(down)))
            .connection_customizer(Box::new(session))
            .build_unchecked(Manager::new(url));
        Self {
            pool,
            pool_wait: settings.pool_wait,
            losses: AtomicU64::new(0),
            gauges: Arc::clone(gauges),
        }
    }

    /// A connection in the transaction that `mode` asks for.
    fn begin(&self, mode: Mode) -> Result<Pooled, Reason> {
        // Every connection of the pool may be stale, but no more than that many.
        let end = Instant::now() + self.pool_wait;
        for _ in 0..=self.pool.max_size() {
            let wait = end.saturating_duration_since(Instant::now());
            let mut conn = self.pool.get_timeout(wait).map_err(|_| {
                if self.pool.state().connections == 0 {
                    Reason::Down
                } else {
                    Reason::PoolEmpty
                }
            })?;
            let begun = self.prove(&mut conn).and_then(|()| match mode {
                Mode::Read => Ok(()),
                Mode::Snapshot => begin_sql(&mut conn, "BEGIN ISOLATION LEVEL REPEATABLE READ"),
                Mode::Write => {
                    begin_sql(&mut conn, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
                }
            });
            match begun {
                Ok(()) => return Ok(conn),
                Err(error) => match trouble::classify(&error) {
                    Some(Reason::Down) | None => {
                        self.note_loss();
                        // Whatever state it is in, it does not go back into the pool as good.
                        AnsiTransactionManager::transaction_manager_status_mut(&mut *conn)
                            .set_in_error();
                    }
                    Some(reason) => return Err(reason),
                },
            }
        }
        Err(Reason::Down)
    }

    fn note_loss(&self) {
        self.losses.fetch_add(1, SeqCst);
    }

    /// Tries a connection that is older than the last loss.
    fn prove(&self, conn: &mut Pooled) -> QueryResult<()> {
        let losses = self.losses.load(SeqCst);
        let proved = Pooled::extensions(conn)
            .get::<ProvedAt>()
            .map_or(0, |proved| proved.0);
        if proved < losses {
            conn.ping()?;
            Pooled::extensions_mut(conn).insert(ProvedAt(losses));
        }
        Ok(())
    }

    /// Ends the transaction of a job whose closure has run.
    fn end(&self, conn: &mut PgConnection, mode: Mode, ran: Ran, job: &mut dyn Job) {
        let kept = match ran {
            Ran::Done if transaction::depth(conn).is_ok_and(|depth| depth > 1) => {
                // It left a transaction of its own open: no telling what belongs to whom.
                job.fail(Reason::Panicked);
                false
            }
            Ran::Done => mode == Mode::Write && still_alive(conn, job),
            Ran::Refused => {
                if let Some(reason) = trouble::seen().reason {
                    job.fail(reason);
                }
                false
            }
            Ran::Panicked => {
                log::error!("a job panicked; its work is undone");
                false
            }
        };
        if kept {
            self.commit(conn, job);
        } else if let Err(error) = transaction::roll_back_to(conn, 0) {
            // The server undoes what is open when the connection closes.
            log::warn!("roll back: {error}");
        }
    }

    fn commit(&self, conn: &mut PgConnection, job: &mut dyn Job) {
        if faults::answers_before_commit() {
            job.answer();
        }
        faults::visit(Point::BeforeCommit);
        let committed = AnsiTransactionManager::commit_transaction(conn);
        faults::visit(Point::AfterCommit);
        let Err(error) = committed else {
            self.gauges.commits.add(1);
            return;
        };
        self.gauges.failed_commits.add(1);
        match trouble::classify(&error) {
            // The acknowledgement is lost; the commit may not be.
            Some(Reason::Down) => job.fail(Reason::Uncertain),
            Some(reason) => job.fail(reason),
            // A deferred constraint.
            None => job.refuse(error),
        }
    }
}

/// After a failed statement that the job shrugged off, PostgreSQL answers COMMIT with a silent
/// roll-back. So ask first, but only then.
fn still_alive(conn: &mut PgConnection, job: &mut dyn Job) -> bool {
    if !trouble::seen().failed {
        return true;
    }
    match conn.ping() {
        Ok(()) => true,
        Err(error) => {
            match trouble::classify(&error).or(trouble::seen().reason) {
                Some(reason) => job.fail(reason),
                None => job.refuse(error),
            }
            false
        }
    }
}

fn begin_sql(conn: &mut PgConnection, sql: &str) -> Result<(), Error> {
    AnsiTransactionManager::begin_transaction_sql(conn, sql)
}

impl Serve for Server {
    fn serve(&self, job: &mut dyn Job) {
        trouble::clear();
        let mode = job.mode();
        let mut conn = match self.begin(mode) {
            Ok(conn) => conn,
            Err(reason) => return job.fail(reason),
        };
        self.gauges.jobs.add(1);
        trouble::clear();
        let ran = job.run(&mut Tx::Pg(&mut conn));
        self.end(&mut conn, mode, ran, job);
        if trouble::seen().reason == Some(Reason::Down) || conn.is_broken() {
            self.note_loss();
        }
    }
}

/// Prepares each new connection.
struct Session {
    setup: String,
    down: Arc<AtomicBool>,
    gauges: Arc<Gauges>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

/// Reads need no transaction of their own to be kept from writing: the session is read-only,
/// and writes say READ WRITE. Errors are recognised by their English texts, so ask for those;
/// a role that may not set `lc_messages` keeps the server's language. Our reads are short walks of
/// an index, most of it in memory: a planner who takes pages at random for four times as dear
/// reads whole tables instead.
fn session_setup(limits: &Limits, settings: &Settings) -> String {
    let statement = limits.run_within.as_millis();
    let lock = settings
        .lock_wait
        .max(Duration::from_millis(500))
        .min(limits.run_within)
        .as_millis();
    format!(
        "SET statement_timeout = {statement};
         SET lock_timeout = {lock};
         SET idle_in_transaction_session_timeout = {statement};
         SET TimeZone = 'UTC';
         SET random_page_cost = 1.1;
         SET max_parallel_workers_per_gather = 0;
         SET jit = off;
         DO $$ BEGIN SET lc_messages TO 'C'; EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
         SET default_transaction_read_only = on;"
    )
}

impl CustomizeConnection<PgConnection, ConnectError> for Session {
    fn on_acquire(&self, conn: &mut PgConnection) -> Result<(), ConnectError> {
        conn.batch_execute(&self.setup)
            .map_err(ConnectError::QueryError)?;
        trouble::watch(conn);
        self.gauges.connections_opened.add(1);
        if self.down.swap(false, SeqCst) {
            log::info!("PostgreSQL is back");
        }
        Ok(())
    }
}

/// One line in the log when the server goes, not one for each attempt to connect.
#[derive(Debug)]
struct ReportOnce(Arc<AtomicBool>);

impl HandleError<ConnectError> for ReportOnce {
    fn handle_error(&self, error: ConnectError) {
        if !self.0.swap(true, SeqCst) {
            log::error!("cannot connect to PostgreSQL: {error}");
        }
    }
}
