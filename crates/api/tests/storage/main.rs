//! Storage: what it promises on a good day, and on a bad one.
//!
//! The same tests run on SQLite and, where `TEST_DATABASE_URL` names a server on which
//! databases may be made, on PostgreSQL. A test of a fault that only one of them knows checks
//! the same promise by the nearest fault of the other.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

mod bounds;
mod cluster;
mod doors;
mod faults;
mod outage;
mod rig;
mod types;
