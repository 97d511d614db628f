//! Another caseworker takes a case over.

pub mod routes;
