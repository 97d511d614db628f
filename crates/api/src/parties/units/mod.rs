//! The tree of organisation units.

pub mod routes;
