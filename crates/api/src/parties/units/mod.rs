//! The tree of organisation units.

pub mod calendar;
pub mod routes;
