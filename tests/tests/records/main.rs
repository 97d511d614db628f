//! What is written down about a case: notes, contacts and tasks.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

mod case;
mod common;
mod contacts;
mod notes;
mod tasks;
