//! The rules of social-work case management: no I/O, clock, randomness, SQL, HTTP or logging.

pub mod access;
pub mod cases;
pub mod changes;
pub mod intake;
pub mod money;
pub mod parties;
pub mod refusal;
pub mod termination;
pub mod texts;
pub mod warnings;
pub mod words;

#[cfg(test)]
mod examples_test;
