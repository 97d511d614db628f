//! Roles granted to workers and revoked.

pub mod routes;
pub mod turn;
