//! Contacts of an intake, the first of which is the response of the office.

pub mod routes;
