//! Overrides of what acceptance needs.

pub mod routes;
