//! Tasks: what is still to be done on a case.

pub mod routes;
