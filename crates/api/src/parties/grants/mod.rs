//! Roles granted to workers and revoked.

pub mod routes;
