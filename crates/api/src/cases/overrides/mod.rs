//! Requirements set aside by a supervisor, of intakes and of cases: one table for both.

pub mod routes;
