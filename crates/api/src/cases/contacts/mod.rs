//! Contacts and attempts at them: recorded once, never changed.

pub mod routes;
