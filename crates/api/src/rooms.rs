//! Every room's routes, in the order of the contract.

use crate::{
    http::routes::Route,
    identity,
    parties::{grants, integrations, requirements, units, workers},
    service,
};

/// All routes of the service.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        identity::routes::routes(),
        units::routes::routes(),
        workers::routes::routes(),
        grants::routes::routes(),
        requirements::routes::routes(),
        integrations::routes::routes(),
        service::routes::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
