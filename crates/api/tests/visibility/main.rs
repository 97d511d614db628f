//! What somebody sees, told twice: by the rules, one record after the other, and by the database,
//! as a list. On a world of chance the two must say the same for everybody.
//!
//! The same tests run on SQLite and, where `TEST_DATABASE_URL` names a server on which databases
//! may be made, on PostgreSQL. The seed of the world is printed; `KES_TEST_SEED` repeats it.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says on which world"
)]

mod chance;
mod lists;
mod place;
mod sabotage;
mod same;
mod world;
