//! Every room's routes, in the order of the contract.

use crate::{http::routes::Route, identity, intake, service};

/// All routes of the service.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        identity::routes::routes(),
        intake::routes::routes(),
        service::routes::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
