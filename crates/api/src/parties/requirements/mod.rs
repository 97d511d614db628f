//! Which documents the intakes of a unit need, by category.

pub mod routes;
