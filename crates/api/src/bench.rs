//! For `make bench` only (cargo feature `bench`, never in a release): a case from memory.
//!
//! A request for it goes through everything a request for a real case goes through – the same
//! middleware, the same verification of the token, the same decision and rendering – but storage:
//! the standing of the session is remembered after its first request, and nothing is logged as
//! read. What a real read costs more than this is what storage costs.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use domain::{
    access::{Action, CaseFacts, Confidentiality, Facts},
    cases::Case,
};
use serde_json::json;

use crate::{
    http::{problem::ApiError, routes::Route},
    read::Read,
    route,
};

/// Where it is; `auth::caller` remembers standings there.
pub const PATH: &str = "/v1/bench/case";

/// The one route.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![route!(get_bench_case, Action::ReadCase)]
}

static CASE: LazyLock<Option<Case>> = LazyLock::new(|| {
    serde_json::from_value(json!({
        "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e11",
        "unit_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12",
        "file_number": "PKMD-00/2026/000001",
        "intake_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e13",
        "client_kind": "individual",
        "person_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e14",
        "category": "older_person",
        "confidentiality": "standard",
        "responsible_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e15",
        "opened_at": "2026-03-02T01:30:00Z",
        "stage": "assessment",
        "status": "open",
        "risk": "none_recorded",
        "episode": 1,
        "version": 1,
        "created_at": "2026-03-02T01:30:00Z",
        "modified_at": "2026-03-02T01:30:00Z"
    }))
    .ok()
});

/// A case from memory
///
/// For measurements. Everybody who may read cases sees it.
#[utoipa::path(get, path = "/v1/bench/case", tag = "cases",
    responses((status = 200, description = "The case.", body = Case)))]
pub async fn get_bench_case(read: Read) -> Result<HttpResponse, ApiError> {
    let case = CASE.as_ref();
    let case = case.ok_or_else(|| ApiError::internal("the case is none"))?;
    read.decide(&Facts::Case(CaseFacts {
        reach: vec![read.caller.actor.unit],
        class: Confidentiality::Standard,
        member: None,
        requested_by: None,
        author: None,
    }))?;
    read.answer(case, case.version)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_case_from_memory_is_a_case() {
        assert!(super::CASE.is_some());
    }
}
