//! Cases that wait: put on hold, and resumed.

pub mod routes;
