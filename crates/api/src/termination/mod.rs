//! Stage five: the end of a case, and the closure of its file.

pub mod routes;
pub mod steps;
