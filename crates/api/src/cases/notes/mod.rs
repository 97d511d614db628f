//! Case notes: drafted, signed, then only amended.

pub mod routes;
