//! Relationships between persons: recorded once, told from both sides.

pub mod routes;
