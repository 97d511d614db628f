//! Counters of storage, for `/metrics`.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::unavailable::Reason;

/// One number that only storage changes and anybody may read.
#[derive(Debug, Default)]
pub struct Gauge(AtomicU64);

impl Gauge {
    /// The number now.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }

    pub(super) fn add(&self, more: u64) {
        self.0.fetch_add(more, Relaxed);
    }

    pub(super) fn set(&self, value: u64) {
        self.0.store(value, Relaxed);
    }
}

/// What storage counts since the start.
#[derive(Debug, Default)]
pub struct Gauges {
    /// Jobs that wait for a thread now (SQLite: for the writer or a slow reader).
    pub waiting: Gauge,
    /// Jobs that ran, reads on the caller's own connection included.
    pub jobs: Gauge,
    /// Group commits of SQLite.
    pub batches: Gauge,
    /// Transactions that were committed.
    pub commits: Gauge,
    /// Commits that failed or whose answer was lost; on SQLite, batches undone as a whole.
    pub failed_commits: Gauge,
    /// Jobs dropped because their turn came too late.
    pub late: Gauge,
    /// Jobs turned away at a full queue.
    pub rejected: Gauge,
    /// Jobs answered [`super::Unavailable`] for any reason.
    pub unavailable: Gauge,
    /// Jobs that panicked.
    pub panics: Gauge,
    /// Threads of storage that were started again after a panic outside a job.
    pub restarts: Gauge,
    /// Connections opened, and opened again after a fault.
    pub connections_opened: Gauge,
    /// Checkpoints of the write-ahead log of SQLite.
    pub checkpoints: Gauge,
    /// Frames in the write-ahead log of SQLite after the last commit.
    pub wal_pages: Gauge,
}

impl Gauges {
    /// Every counter with its name, for `/metrics`.
    #[must_use]
    pub fn all(&self) -> [(&'static str, u64); 13] {
        [
            ("waiting", self.waiting.get()),
            ("jobs", self.jobs.get()),
            ("batches", self.batches.get()),
            ("commits", self.commits.get()),
            ("failed_commits", self.failed_commits.get()),
            ("late", self.late.get()),
            ("rejected", self.rejected.get()),
            ("unavailable", self.unavailable.get()),
            ("panics", self.panics.get()),
            ("restarts", self.restarts.get()),
            ("connections_opened", self.connections_opened.get()),
            ("checkpoints", self.checkpoints.get()),
            ("wal_pages", self.wal_pages.get()),
        ]
    }

    pub(super) fn count_failure(&self, reason: Reason) {
        self.unavailable.add(1);
        match reason {
            Reason::Late => self.late.add(1),
            Reason::QueueFull => self.rejected.add(1),
            Reason::Panicked => self.panics.add(1),
            Reason::PoolEmpty
            | Reason::Busy
            | Reason::Full
            | Reason::Down
            | Reason::ReadOnly
            | Reason::TooSlow
            | Reason::Uncertain
            | Reason::Closing => {}
        }
    }
}
