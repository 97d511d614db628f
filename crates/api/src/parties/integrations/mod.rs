//! Integrations: the machine clients of other agencies, and their secrets.

pub mod routes;
pub mod secrets;
