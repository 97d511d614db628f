//! Where the database is and how long anybody waits for it.

use std::time::Duration;

/// The bounds of one lane.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Threads, and on PostgreSQL connections (the writer of SQLite is always one).
    pub threads: usize,
    /// Jobs that may wait; the next is turned away.
    pub queue: usize,
    /// A job that has not started by then is dropped.
    pub start_within: Duration,
    /// How long one statement (PostgreSQL) or one job (SQLite) may run.
    pub run_within: Duration,
}

/// All bounds of storage. The defaults are those of production; tests tighten them.
/// (No `Debug`: the address may hold a password.)
#[derive(Clone)]
pub struct Settings {
    /// `DATABASE_URL`: `sqlite://path` or `postgres://…`.
    pub url: String,
    /// Somebody waits at a screen: point and list reads (PostgreSQL) and all writes.
    pub interactive: Limits,
    /// Search, reports and exports; also the line of bulk writes.
    pub slow: Limits,
    /// How long a read on the caller's own SQLite connection may run.
    pub inline_within: Duration,
    /// How long a job waits for a pooled connection of PostgreSQL.
    pub pool_wait: Duration,
    /// How many connections a lane's pool has; as many as threads when `None`.
    pub pool_size: Option<u32>,
    /// How long a lock held by others is waited for.
    pub lock_wait: Duration,
    /// Jobs in one group commit of SQLite.
    pub batch_jobs: usize,
    /// After this time no further job joins a group commit.
    pub batch_time: Duration,
}

impl Settings {
    /// The bounds of production for the database at `url`.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            interactive: Limits {
                threads: 8,
                queue: 512,
                start_within: Duration::from_secs(2),
                run_within: Duration::from_secs(5),
            },
            slow: Limits {
                threads: 2,
                queue: 64,
                start_within: Duration::from_secs(5),
                run_within: Duration::from_secs(30),
            },
            inline_within: Duration::from_secs(1),
            pool_wait: Duration::from_secs(1),
            pool_size: None,
            lock_wait: Duration::from_millis(500),
            batch_jobs: 256,
            batch_time: Duration::from_millis(20),
        }
    }
}
