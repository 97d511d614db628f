//! The one answer of storage that is nobody's fault: not now.

use std::fmt;

/// Why the database could not do a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// As many jobs wait as may wait.
    QueueFull,
    /// No connection to PostgreSQL became free in time.
    PoolEmpty,
    /// The job's turn came too late, or never; it did not run.
    Late,
    /// Somebody else holds the lock, or a deadlock or serialization failure undid the work.
    Busy,
    /// The disk or the quota is full.
    Full,
    /// The database does not answer, or its file cannot be read.
    Down,
    /// The database takes no writes.
    ReadOnly,
    /// The work took longer than a job may and was stopped.
    TooSlow,
    /// The job panicked; its work is undone.
    Panicked,
    /// The answer got lost: the job may have been done or not.
    Uncertain,
    /// The service is stopping.
    Closing,
}

impl Reason {
    /// The reason in snake_case, for logs and metrics.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::QueueFull => "queue_full",
            Self::PoolEmpty => "pool_empty",
            Self::Late => "late",
            Self::Busy => "busy",
            Self::Full => "full",
            Self::Down => "down",
            Self::ReadOnly => "read_only",
            Self::TooSlow => "too_slow",
            Self::Panicked => "panicked",
            Self::Uncertain => "uncertain",
            Self::Closing => "closing",
        }
    }

    const fn retry_after_secs(self) -> u32 {
        match self {
            Self::QueueFull | Self::PoolEmpty | Self::Late | Self::Busy => 1,
            Self::Down | Self::TooSlow | Self::Panicked | Self::Uncertain => 2,
            Self::Closing => 5,
            Self::Full | Self::ReadOnly => 30,
        }
    }
}

/// The database could not do this job now: 503 with Retry-After.
///
/// With every reason but [`Reason::Uncertain`] the job has certainly had no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable {
    /// Why.
    pub reason: Reason,
    /// When it is worth asking again, in seconds.
    pub retry_after_secs: u32,
}

impl From<Reason> for Unavailable {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            retry_after_secs: reason.retry_after_secs(),
        }
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the database is unavailable: {}", self.reason.code())
    }
}

impl std::error::Error for Unavailable {}
