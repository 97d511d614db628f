//! Progress reports.

pub mod routes;
