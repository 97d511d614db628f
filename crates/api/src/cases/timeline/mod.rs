//! Everything that happened to a case, in order.

pub mod routes;
pub mod views;
