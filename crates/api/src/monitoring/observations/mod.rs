//! Observations of indicators: recorded once, corrected by another.

pub mod routes;
