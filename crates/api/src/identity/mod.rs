//! Log-in, tokens, sessions, and what a caller is.

pub mod guesses;
pub mod oauth;
pub mod open;
pub mod refresh;
pub mod routes;
pub mod views;
