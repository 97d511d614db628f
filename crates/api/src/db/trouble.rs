//! Tells faults of the database apart from faults of a statement.
//!
//! A job returns the caller's own error type, in which "disk full" has long become "internal
//! error". So every connection reports its errors here as they happen, and the thread that
//! ran the job asks afterwards whether the database was to blame.

use std::cell::Cell;

use diesel::connection::{Connection, InstrumentationEvent};
use diesel::result::{ConnectionError, DatabaseErrorKind, Error};

use super::unavailable::Reason;

/// What has gone wrong on this thread since [`clear`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trouble {
    /// A statement failed, for whatever reason.
    pub(super) failed: bool,
    /// The database was to blame.
    pub(super) reason: Option<Reason>,
}

thread_local! {
    static SEEN: Cell<Trouble> = const { Cell::new(Trouble { failed: false, reason: None }) };
}

/// Lets a connection report its errors to the thread it is used on.
pub(super) fn watch(conn: &mut impl Connection) {
    conn.set_instrumentation(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::FinishQuery {
            error: Some(error), ..
        } = event
        {
            let reason = classify(error).or(SEEN.get().reason);
            SEEN.set(Trouble {
                failed: true,
                reason,
            });
        }
    });
}

/// Forgets what went wrong before.
pub(super) fn clear() {
    SEEN.set(Trouble::default());
}

/// What went wrong since [`clear`].
pub(super) fn seen() -> Trouble {
    SEEN.get()
}

/// Why the database failed, if it did; `None` when the statement is to blame.
pub(super) fn classify(error: &Error) -> Option<Reason> {
    match error {
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _)
        | Error::BrokenTransactionManager => Some(Reason::Down),
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Some(Reason::Busy),
        Error::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => Some(Reason::ReadOnly),
        Error::DatabaseError(DatabaseErrorKind::Unknown, info) => by_text(info.message()),
        Error::RollbackErrorOnCommit { commit_error, .. } => classify(commit_error),
        _ => None,
    }
}

/// Why no connection could be had.
pub(super) fn classify_connect(error: &ConnectionError) -> Reason {
    match error {
        ConnectionError::CouldntSetupConfiguration(error) => classify(error),
        ConnectionError::BadConnection(message) => by_text(message),
        _ => None,
    }
    .unwrap_or(Reason::Down)
}

/// Diesel keeps neither SQLite's result code nor all of PostgreSQL's SQLSTATE, so the fixed
/// texts must do: those of `sqlite3_errstr` and, with `lc_messages = C`, of PostgreSQL.
fn by_text(message: &str) -> Option<Reason> {
    const TEXTS: [(&str, Reason); 24] = [
        ("database is locked", Reason::Busy),
        ("database table is locked", Reason::Busy),
        ("database schema is locked", Reason::Busy),
        ("locking protocol", Reason::Busy),
        ("database or disk is full", Reason::Full),
        ("attempt to write a readonly database", Reason::ReadOnly),
        ("interrupted", Reason::TooSlow),
        ("disk I/O error", Reason::Down),
        ("unable to open database file", Reason::Down),
        ("database disk image is malformed", Reason::Down),
        ("file is not a database", Reason::Down),
        ("out of memory", Reason::Down),
        ("deadlock detected", Reason::Busy),
        ("canceling statement due to lock timeout", Reason::Busy),
        (
            "canceling statement due to statement timeout",
            Reason::TooSlow,
        ),
        (
            "canceling statement due to conflict with recovery",
            Reason::Busy,
        ),
        ("could not extend file", Reason::Full),
        ("could not write", Reason::Full),
        ("the database system is", Reason::Down),
        ("terminating connection", Reason::Down),
        ("server closed the connection", Reason::Down),
        ("no connection to the server", Reason::Down),
        ("could not receive data from server", Reason::Down),
        ("could not send data to server", Reason::Down),
    ];
    TEXTS
        .iter()
        .find(|(text, _)| message.starts_with(text))
        .map(|(_, reason)| *reason)
}
