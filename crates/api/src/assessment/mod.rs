//! Stage two over HTTP: assessments and their parts.

mod comparison;
mod document;
pub mod finalising;
mod parts;
pub mod routes;
