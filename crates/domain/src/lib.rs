//! The rules of social-work case management: no I/O, clock, randomness, SQL, HTTP or logging.

pub mod access;
pub mod assessment;
pub mod cases;
pub mod changes;
pub mod conference;
pub mod elements;
pub mod engagement;
pub mod guide;
pub mod intake;
pub mod intervention;
pub mod money;
pub mod monitoring;
pub mod parties;
pub mod programmes;
pub mod refusal;
pub mod sources;
pub mod termination;
pub mod texts;
pub mod warnings;
pub mod words;

#[cfg(test)]
mod examples_test;
