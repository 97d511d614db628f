//! What of a case was told to whom, and by what right.

pub mod routes;
