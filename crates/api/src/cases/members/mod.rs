//! Who is named on a case: the responsible worker, the team, and the list of a restricted one.

pub mod routes;
