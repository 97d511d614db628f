//! What other rooms ask of this one: whether a consent, a legal basis or a contract is in force.

use chrono::{DateTime, Utc};
use domain::{
    cases::{Case, GateFacts, RecordKind, RecordRef, RequirementCode},
    engagement::{
        Consent, ConsentPurpose, Contract, LegalBasis, basis_in_force, contract_in_force, in_force,
        is_picture,
    },
    intake::DocumentType,
    words::RecordId,
};

use crate::{db::Tx, http::problem::ApiError, on, parties::persons::load::today};

const fn reference(kind: RecordKind, id: uuid::Uuid) -> RecordRef {
    RecordRef { kind, id }
}

/// The consent of the client to this that is in force today, in the unit's time zone. An act that
/// needs one has locked the case before it asks.
///
/// # Errors
/// When the database cannot be asked.
pub fn consent(
    tx: &mut Tx<'_>,
    case: &Case,
    purpose: ConsentPurpose,
    now: DateTime<Utc>,
) -> Result<Option<Consent>, ApiError> {
    let today = today(tx, case.opened.unit_id, now)?;
    let consents: Vec<Consent> = on!(tx, engagements::all(case.id))?;
    Ok(in_force(&consents, purpose, today).cloned())
}

/// Whether an attachment of this kind may come in as far as the client's consent goes: a photo or a
/// video needs one, anything else does not.
///
/// # Errors
/// When the database cannot be asked.
pub fn may_picture(
    tx: &mut Tx<'_>,
    case: &Case,
    kind: DocumentType,
    now: DateTime<Utc>,
) -> Result<bool, ApiError> {
    Ok(!is_picture(kind) || consent(tx, case, ConsentPurpose::Photo, now)?.is_some())
}

/// Whether a court order or statute mandates the work today.
///
/// # Errors
/// When the database cannot be asked.
pub fn mandated(tx: &mut Tx<'_>, case: &Case, now: DateTime<Utc>) -> Result<bool, ApiError> {
    let today = today(tx, case.opened.unit_id, now)?;
    let bases: Vec<LegalBasis> = on!(tx, engagements::all(case.id))?;
    Ok(basis_in_force(&bases, today).is_some())
}

/// What the gate to intervention asks of this room: a consent to the service or a legal basis, and
/// an agreed contract.
///
/// # Errors
/// When the database cannot be asked.
pub fn to_intervention(
    tx: &mut Tx<'_>,
    case: &Case,
    facts: &mut GateFacts,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let today = today(tx, case.opened.unit_id, now)?;
    let consents: Vec<Consent> = on!(tx, engagements::all(case.id))?;
    let bases: Vec<LegalBasis> = on!(tx, engagements::all(case.id))?;
    let contracts: Vec<Contract> = on!(tx, engagements::all(case.id))?;
    let consent = in_force(&consents, ConsentPurpose::Service, today)
        .map(|one| reference(RecordKind::Consent, one.id.uuid()));
    let basis = || {
        let basis = basis_in_force(&bases, today);
        basis.map(|one| reference(RecordKind::LegalBasis, one.id.uuid()))
    };
    let contract = contract_in_force(&contracts, today)
        .map(|one| reference(RecordKind::Contract, one.id.uuid()));
    let found = [
        (
            RequirementCode::ServiceConsentOrLegalBasis,
            consent.or_else(basis),
        ),
        (RequirementCode::ContractAgreed, contract),
    ];
    for (code, record) in found {
        facts.records.extend(record.map(|record| (code, record)));
    }
    Ok(())
}

/// The contracts of a case that must be settled before it is closed.
///
/// # Errors
/// When the database cannot be asked.
pub fn open_contracts(
    tx: &mut Tx<'_>,
    case: &Case,
    now: DateTime<Utc>,
) -> Result<Vec<RecordRef>, ApiError> {
    let today = today(tx, case.opened.unit_id, now)?;
    let contracts: Vec<Contract> = on!(tx, engagements::all(case.id))?;
    let open = contracts.iter().filter(|one| one.open(today));
    Ok(open
        .map(|one| reference(RecordKind::Contract, one.id.uuid()))
        .collect())
}
