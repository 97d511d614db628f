//! How a case is monitored, and when that is due.

pub mod load;
pub mod routes;
