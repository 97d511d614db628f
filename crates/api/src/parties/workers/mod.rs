//! Workers: registered, changed, deactivated; who can be named caseworker.

pub mod routes;
pub mod standing;
pub mod views;
