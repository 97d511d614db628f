//! Persons: registered, searched, amended; what their records said before.

mod identifiers;
pub mod load;
pub mod routes;
pub mod search;
pub mod sight;
pub mod views;

pub use identifiers::{Holder, NewIdentifier, NewMatch};

use diesel::result::{DatabaseErrorKind, Error};

/// Whether a statement failed because of this unique constraint. On PostgreSQL only: SQLite has
/// one writer, so that what was looked for before a write is still not there.
fn violates(error: &Error, constraint: &str) -> bool {
    matches!(
        error,
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, about)
            if about.constraint_name() == Some(constraint)
    )
}
