//! Plans: their parts, their course, their versions.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, and says where"
)]

mod course;
mod parts;
mod refused;
mod versions;
