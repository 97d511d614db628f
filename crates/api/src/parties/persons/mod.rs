//! Persons: registered, searched, amended; what their records said before.

pub mod duplicates;
pub mod identifiers;
pub mod load;
pub mod merges;
pub mod routes;
pub mod search;
pub mod sight;
pub mod views;
