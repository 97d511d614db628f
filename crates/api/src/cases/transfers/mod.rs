//! Another unit takes a case over.

mod acceptance;
pub mod routes;
