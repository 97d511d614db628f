//! The stores, compiled for PostgreSQL.

/// The connection every store of this module works on.
pub type Conn = diesel::PgConnection;
