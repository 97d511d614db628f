//! By which order or statute a mandated case is worked on.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Action,
    cases::CaseId,
    engagement::{
        EndLegalBasis, EngagementPlace, LegalBasis, LegalBasisId, LegalBasisStatus, NewLegalBasis,
        decide_end_legal_basis, decide_record_legal_basis,
    },
    intake::IntakeId,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Engagement, Filters, address,
    consents::today_at,
    file::{lock, locked},
    named::known_paper,
};
use crate::{
    act::{Answer, Write},
    cases::records::{CaseRecord, Order, case_record, list_query, new_or_made, one_of, page_of},
    http::{
        body::{Body, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_legal_bases, Action::ReadCaseRecords),
        route!(record_legal_basis, Action::KeepEngagement),
        route!(get_legal_basis, Action::ReadCaseRecords),
        route!(end_legal_basis, Action::KeepEngagement),
    ]
}

case_record!(LegalBasis, of |it| it.place.case_id(), newest by created_at, modified by modified_at);

list_query! {
    /// Which legal bases are asked for.
    ListLegalBases {}
}

impl Filters for ListLegalBases {
    fn word(&self) -> Option<&'static str> {
        None
    }
    fn state(&self) -> Option<&'static str> {
        None
    }
}

/// A legal basis, and where it stands today.
#[derive(Serialize, ToSchema)]
pub struct LegalBasisToday {
    /// The legal basis.
    #[serde(flatten)]
    basis: LegalBasis,
    /// Where it stands today, in the unit's time zone.
    status: LegalBasisStatus,
}

impl LegalBasisToday {
    pub(super) fn new(basis: LegalBasis, today: NaiveDate) -> Self {
        let status = basis.status(today);
        Self { basis, status }
    }
}

impl CaseRecord for LegalBasisToday {
    fn case_id(&self) -> Option<CaseId> {
        self.basis.case_id()
    }
    fn id(&self) -> Uuid {
        self.basis.id.0
    }
    fn version(&self) -> Option<i64> {
        None
    }
    fn at(&self, order: Order) -> DateTime<Utc> {
        self.basis.at(order)
    }
}

/// List the legal bases of a case
///
/// Ended and expired ones included; the newest first. For whoever sees the case; not for data
/// officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/legal-bases", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case."), ListLegalBases),
    responses((status = 200, description = "A page of legal bases.", body = Page<LegalBasisToday>)))]
pub async fn list_legal_bases(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListLegalBases>,
) -> Result<HttpResponse, ApiError> {
    let now = read.app.now();
    page_of(
        &read,
        "list_legal_bases",
        *path,
        query.0,
        move |tx, _, wanted| {
            let Some(today) = today_at(tx, wanted.case_id, now)? else {
                return Ok::<_, ApiError>(Vec::new());
            };
            let found: Vec<LegalBasis> = on!(tx, engagements::list(wanted))?;
            let found = found.into_iter();
            Ok(found.map(|one| LegalBasisToday::new(one, today)).collect())
        },
    )
    .await
}

/// Record the legal basis of a mandated case
///
/// An order of a court, or a statute, by which the case is worked on without the client's consent.
/// While it is in force it replaces the consent to the service and the client's signature under a
/// contract, and nothing else: photographs, assessments and disclosures by consent still need
/// their own. For the responsible worker. Refused: `case_closed`, `ordered_by_missing`,
/// `in_future`, `until_before_since`; an attachment that is not of this case (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/legal-bases", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewLegalBasis,
    responses((status = 201, description = "The legal basis.", body = LegalBasisToday),
        (status = 200, description = "The legal basis that the same command with the same `id` made before, as it is now.", body = LegalBasisToday)))]
pub async fn record_legal_basis(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewLegalBasis>,
) -> Result<HttpResponse, ApiError> {
    record(write, path.into_inner().into(), body).await
}

pub(super) async fn record(
    write: Write,
    place: EngagementPlace,
    body: Body<NewLegalBasis>,
) -> Result<HttpResponse, ApiError> {
    let NewLegalBasis { id, details } = body.value;
    write
        .act(body.sent, move |act| {
            let file = lock(act, place)?;
            act.permit(&file.facts(), None)?;
            let (by, today) = (act.worker()?, file.today(act)?);
            let id = id.map(|id| id.0);
            let made = new_or_made::<LegalBasis>(act, LegalBasis::KIND, id, |tx, id| {
                on!(tx, engagements::find_in(place, id))
            })?;
            let id = match made {
                Ok(id) => LegalBasisId(id),
                Err(made) => return LegalBasisToday::new(made, today).made_before(),
            };
            known_paper(act, file.holder(), details.attachment_id)?;
            let events = decide_record_legal_basis(file.holder(), id, &details, today)?;
            let basis = LegalBasis::recorded(id, place, details, by, act.now);
            on!(act.tx, engagements::insert(basis.clone()))?;
            file.tell::<LegalBasis>(act, id.0, 1, &events)?;
            let basis = LegalBasisToday::new(basis, today);
            Answer::created(&basis, address(place, "legal-bases", id))
        })
        .await
}

/// Read a legal basis
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/legal-bases/{legal_basis_id}", tag = "engagement",
    params(("legal_basis_id" = LegalBasisId, Path, description = "The legal basis.")),
    responses((status = 200, description = "The legal basis.", body = LegalBasisToday)))]
pub async fn get_legal_basis(
    read: Read,
    path: Path<LegalBasisId>,
) -> Result<HttpResponse, ApiError> {
    let (id, now) = (path.into_inner(), read.app.now());
    one_of(&read, move |tx, _| {
        let found: Option<LegalBasis> = on!(tx, engagements::find(id.0))?;
        let Some(basis) = found else {
            return Ok::<_, ApiError>(None);
        };
        let Some(case_id) = basis.case_id() else {
            return Ok(None);
        };
        let today = today_at(tx, case_id, now)?;
        Ok(today.map(|today| LegalBasisToday::new(basis, today)))
    })
    .await
}

/// End a legal basis before its last day
///
/// The order was lifted, or it was recorded by mistake. What was done by it stays. For the
/// responsible worker. Refused: `legal_basis_over`, `in_future`, `case_closed`.
#[utoipa::path(post, path = "/v1/legal-bases/{legal_basis_id}/end", tag = "engagement",
    params(("legal_basis_id" = LegalBasisId, Path, description = "The legal basis.")),
    request_body = EndLegalBasis,
    responses((status = 200, description = "The legal basis as it is now.", body = LegalBasisToday)))]
pub async fn end_legal_basis(
    write: Write,
    path: Path<LegalBasisId>,
    body: Body<EndLegalBasis>,
) -> Result<HttpResponse, ApiError> {
    end(write, None, path.into_inner(), body).await
}

pub(super) async fn end(
    write: Write,
    below: Option<IntakeId>,
    id: LegalBasisId,
    body: Body<EndLegalBasis>,
) -> Result<HttpResponse, ApiError> {
    let command = body.value;
    write
        .act(body.sent, move |act| {
            let (file, mut basis) = locked::<LegalBasis>(act, below, id.0)?;
            let (by, today) = (act.worker()?, file.today(act)?);
            let events = decide_end_legal_basis(file.holder(), &basis, &command, today)?;
            basis.finish(command, by, act.now);
            basis.modified_at = act.now;
            let version = on!(act.tx, engagements::save(basis.clone()))?;
            file.tell::<LegalBasis>(act, id.0, version, &events)?;
            Answer::ok(&LegalBasisToday::new(basis, today))
        })
        .await
}
