//! The stages of a case: what the way to each requires, the way itself, and the way back in.

pub mod routes;
