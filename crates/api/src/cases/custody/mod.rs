//! Papers and property held for a client: received, moved, settled.

pub mod movements;
pub mod routes;
