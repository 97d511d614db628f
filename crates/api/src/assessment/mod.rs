//! Stage two over HTTP: assessments and their parts.

mod document;
mod parts;
pub mod routes;
