//! The stores, compiled for SQLite.

/// The connection every store of this module works on.
pub type Conn = diesel::SqliteConnection;
