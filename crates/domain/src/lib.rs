//! The rules of social-work case management: no I/O, clock, randomness, SQL, HTTP or logging.

pub mod access;
pub mod parties;
pub mod warnings;
pub mod words;
