//! The plan of a case over HTTP: its versions, their parts, their course, and the progress of the
//! active one.

pub mod course;
pub mod load;
mod parts;
pub mod progress;
pub mod routes;

use crate::http::routes::Route;

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        routes::routes(),
        course::routes(),
        parts::routes(),
        progress::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
