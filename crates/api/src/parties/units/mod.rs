//! The tree of organisation units.

pub mod calendar;
