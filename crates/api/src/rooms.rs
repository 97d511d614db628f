//! Every room's routes, in the order of the contract.

use crate::{
    assessment, cases, http::routes::Route, identity, intake, monitoring, parties, plans, service,
    termination,
};

/// All routes of the service.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        identity::routes::routes(),
        parties::units::routes::routes(),
        parties::workers::routes::routes(),
        parties::grants::routes::routes(),
        parties::qualifications::routes::routes(),
        parties::integrations::routes::routes(),
        parties::requirements::routes::routes(),
        parties::persons::routes::routes(),
        parties::households::routes::routes(),
        parties::groups::routes::routes(),
        parties::relationships::routes::routes(),
        intake::routes::routes(),
        cases::routes::routes(),
        cases::search::routes(),
        cases::stages::routes::routes(),
        cases::hold::routes::routes(),
        cases::alarm::routes(),
        cases::timeline::routes::routes(),
        cases::overrides::routes::routes(),
        cases::members::routes::routes(),
        cases::reassignments::routes::routes(),
        cases::transfers::routes::routes(),
        cases::notes::routes::routes(),
        cases::contacts::routes::routes(),
        cases::attachments::routes::routes(),
        cases::engagement::routes(),
        cases::tasks::routes::routes(),
        cases::work::routes(),
        cases::disclosures::routes::routes(),
        cases::custody::routes::routes(),
        termination::steps::routes::routes(),
        assessment::routes::routes(),
        plans::routes(),
        monitoring::routes(),
        termination::routes::routes(),
        service::routes::routes(),
        #[cfg(feature = "bench")]
        crate::bench::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
