//! Evaluations of what was planned against what was achieved.

pub mod routes;
