//! What the client consents to, refuses, and takes back.

use actix_web::{HttpResponse, web::Path};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    access::Action,
    cases::CaseId,
    engagement::{
        Consent, ConsentId, ConsentPurpose, ConsentStatus, EngagementPlace, NewConsent,
        WithdrawConsent, decide_record_consent, decide_withdraw_consent,
    },
    intake::IntakeId,
    words::Word,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Engagement, Filters, address,
    file::{lock, locked},
    named::{known_paper, known_signatory, signer},
};
use crate::{
    act::{Answer, Write},
    cases::{
        load,
        records::{CaseRecord, Order, case_record, list_query, new_or_made, one_of, page_of},
    },
    db::Tx,
    http::{
        body::{Body, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    parties::persons::load::today,
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_consents, Action::ReadCaseRecords),
        route!(record_consent, Action::KeepEngagement),
        route!(get_consent, Action::ReadCaseRecords),
        route!(withdraw_consent, Action::KeepEngagement),
    ]
}

case_record!(Consent, of |it| it.place.case_id(), newest by created_at, modified by modified_at);

list_query! {
    /// Which consents are asked for.
    ListConsents {
        /// Only answers about this.
        #[param(inline)]
        purpose: ConsentPurpose,
    }
}

impl Filters for ListConsents {
    fn word(&self) -> Option<&'static str> {
        self.purpose.map(Word::code)
    }
    fn state(&self) -> Option<&'static str> {
        None
    }
}

/// A consent, and where it stands today. The clock changes that and nothing else does it, so it
/// has no ETag.
#[derive(Serialize, ToSchema)]
pub struct ConsentToday {
    /// The consent.
    #[serde(flatten)]
    consent: Consent,
    /// Where it stands today, in the unit's time zone.
    status: ConsentStatus,
}

impl ConsentToday {
    pub(super) fn new(consent: Consent, today: NaiveDate) -> Self {
        let status = consent.status(today);
        Self { consent, status }
    }
}

impl CaseRecord for ConsentToday {
    fn case_id(&self) -> Option<CaseId> {
        self.consent.case_id()
    }
    fn id(&self) -> Uuid {
        self.consent.id.0
    }
    fn version(&self) -> Option<i64> {
        None
    }
    fn at(&self, order: Order) -> DateTime<Utc> {
        self.consent.at(order)
    }
}

/// Today where the unit of a case is; nothing if there is no such case.
pub(super) fn today_at(
    tx: &mut Tx<'_>,
    case_id: CaseId,
    now: DateTime<Utc>,
) -> Result<Option<NaiveDate>, ApiError> {
    let Some(case) = load::find(tx, case_id, None)? else {
        return Ok(None);
    };
    today(tx, case.case.opened.unit_id, now).map(Some)
}

/// List the consents of a case
///
/// What the client was asked and answered, refusals and withdrawn ones included; the newest first.
/// For whoever sees the case; not for data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/consents", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case."), ListConsents),
    responses((status = 200, description = "A page of consents.", body = Page<ConsentToday>)))]
pub async fn list_consents(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListConsents>,
) -> Result<HttpResponse, ApiError> {
    let now = read.app.now();
    page_of(
        &read,
        "list_consents",
        *path,
        query.0,
        move |tx, _, wanted| {
            let Some(today) = today_at(tx, wanted.case_id, now)? else {
                return Ok::<_, ApiError>(Vec::new());
            };
            let found: Vec<Consent> = on!(tx, engagements::list(wanted))?;
            let found = found.into_iter();
            Ok(found.map(|one| ConsentToday::new(one, today)).collect())
        },
    )
    .await
}

/// Record a consent, or its refusal
///
/// What the client answered to one purpose, with a signature, or in words before a witness. An
/// adult signs (`client_signs`) unless `incapacity` says why not; for a minor (under 18 on that day
/// in both countries, or perhaps so: where the birth date is known to the month or year only, the
/// latest possible one counts; unknown, the client counts as of age) and for who cannot, the
/// guardian or legal representative does (`guardian_signs`), and the child's own view is recorded
/// (`child_view_missing`). The last answer to a purpose counts: a refusal, or the withdrawal of one
/// consent, ends those given before. What needs a consent: the move to intervention (`service`), a
/// photo or video (`photo`), finalising an assessment (`assessment`), a disclosure that rests on it
/// and a referral (`information_sharing`). Of a closed case `information_sharing` only. For the
/// responsible worker. Refused besides: `case_closed`, `in_future`, `signatory_unnamed`,
/// `witness_missing`, `refusal_reason_mismatch`, `valid_until_mismatch`, `until_before_since`; a
/// person or attachment named that you cannot see or that is of another case (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/cases/{case_id}/consents", tag = "engagement",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewConsent,
    responses((status = 201, description = "The consent.", body = ConsentToday),
        (status = 200, description = "The consent that the same command with the same `id` made before, as it is now.", body = ConsentToday)))]
pub async fn record_consent(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewConsent>,
) -> Result<HttpResponse, ApiError> {
    record(write, path.into_inner().into(), body).await
}

pub(super) async fn record(
    write: Write,
    place: EngagementPlace,
    body: Body<NewConsent>,
) -> Result<HttpResponse, ApiError> {
    let new = body.value;
    write
        .act(body.sent, move |act| {
            let file = lock(act, place)?;
            act.permit(&file.facts(), None)?;
            let (by, today) = (act.worker()?, file.today(act)?);
            let made =
                new_or_made::<Consent>(act, Consent::KIND, new.id.map(|id| id.0), |tx, id| {
                    on!(tx, engagements::find_in(place, id))
                })?;
            let id = match made {
                Ok(id) => ConsentId(id),
                Err(made) => return ConsentToday::new(made, today).made_before(),
            };
            known_signatory(act, "/signature", &new.signature)?;
            known_paper(act, file.holder(), new.details.attachment_id)?;
            let client = signer(act, file.holder())?;
            let events = decide_record_consent(file.holder(), id, &new, client, today)?;
            let consent = Consent::recorded(id, place, new, by, act.now);
            on!(act.tx, engagements::insert(consent.clone()))?;
            file.tell::<Consent>(act, id.0, 1, &events)?;
            Answer::created(
                &ConsentToday::new(consent, today),
                address(place, "consents", id),
            )
        })
        .await
}

/// Read a consent
///
/// For whoever sees its case; not for data officers (403).
#[utoipa::path(get, path = "/v1/consents/{consent_id}", tag = "engagement",
    params(("consent_id" = ConsentId, Path, description = "The consent.")),
    responses((status = 200, description = "The consent.", body = ConsentToday)))]
pub async fn get_consent(read: Read, path: Path<ConsentId>) -> Result<HttpResponse, ApiError> {
    let (id, now) = (path.into_inner(), read.app.now());
    one_of(&read, move |tx, _| {
        let found: Option<Consent> = on!(tx, engagements::find(id.0))?;
        let Some(consent) = found else {
            return Ok::<_, ApiError>(None);
        };
        let Some(case_id) = consent.case_id() else {
            return Ok(None);
        };
        let today = today_at(tx, case_id, now)?;
        Ok(today.map(|today| ConsentToday::new(consent, today)))
    })
    .await
}

/// Withdraw a consent
///
/// From the day of the signature on, by whoever may sign for the client on that day, with the
/// reason as far as it was told. It stops what is not done yet and changes nothing that was done.
/// On a closed case too. For the responsible worker, who takes it down. Refused:
/// `consent_not_given`, `before_consent`, `guardian_signs`, `client_signs`, `in_future`,
/// `signatory_unnamed`, `witness_missing`; a person named that you cannot see (422
/// `unknown_reference`).
#[utoipa::path(post, path = "/v1/consents/{consent_id}/withdrawal", tag = "engagement",
    params(("consent_id" = ConsentId, Path, description = "The consent.")),
    request_body = WithdrawConsent,
    responses((status = 200, description = "The withdrawn consent.", body = ConsentToday)))]
pub async fn withdraw_consent(
    write: Write,
    path: Path<ConsentId>,
    body: Body<WithdrawConsent>,
) -> Result<HttpResponse, ApiError> {
    withdraw(write, None, path.into_inner(), body).await
}

pub(super) async fn withdraw(
    write: Write,
    below: Option<IntakeId>,
    id: ConsentId,
    body: Body<WithdrawConsent>,
) -> Result<HttpResponse, ApiError> {
    let command = body.value;
    write
        .act(body.sent, move |act| {
            let (file, mut consent) = locked::<Consent>(act, below, id.0)?;
            let (by, today) = (act.worker()?, file.today(act)?);
            known_signatory(act, "/signature", &command.signature)?;
            let client = signer(act, file.holder())?;
            let events = decide_withdraw_consent(&consent, &command, client, today)?;
            consent.withdraw(command, by, act.now);
            consent.modified_at = act.now;
            let version = on!(act.tx, engagements::save(consent.clone()))?;
            file.tell::<Consent>(act, id.0, version, &events)?;
            Answer::ok(&ConsentToday::new(consent, today))
        })
        .await
}
