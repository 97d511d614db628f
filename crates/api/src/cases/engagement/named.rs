//! What the records of this room name: the client whose word it is, the paper that shows it, the
//! persons who signed.

use domain::{
    cases::{AttachmentId, Case},
    engagement::Signer,
    parties::{birth::DatePrecision, signature::SignatureDetails},
    warnings::{Fault, FaultCode},
};

use super::of_case;
use crate::{
    act::{Act, Stop},
    cases::{facts, records::known_person},
    http::problem::{ApiError, Problem, ProblemCode},
    on,
};

/// What tells whether the client of a case signs alone.
pub fn signer(act: &mut Act<'_, '_>, case: &Case) -> Result<Signer, Stop> {
    let client = on!(act.tx, persons::find(case.opened.person_id))?;
    let details = client
        .map(|client| client.person.details)
        .ok_or_else(|| ApiError::internal("a case without its client"))?;
    let unit = facts::unit(act.tx, case)?;
    let precision = details.birth_date_precision.unwrap_or(DatePrecision::Day);
    Ok(Signer {
        born: details.birth_date.map(|birth| (birth, precision)),
        adult_age: act.app().adult_age(unit.details.country),
    })
}

/// Who signed, if registered, is somebody the actor can see.
pub fn known_signatory(
    act: &mut Act<'_, '_>,
    at: &str,
    signature: &SignatureDetails,
) -> Result<(), Stop> {
    known_person(act, &format!("{at}/person_id"), signature.person_id)
}

/// The paper that is named is an attachment of this case.
pub fn known_paper(
    act: &mut Act<'_, '_>,
    case: &Case,
    paper: Option<AttachmentId>,
) -> Result<(), Stop> {
    let Some(id) = paper else {
        return Ok(());
    };
    let found = of_case(on!(act.tx, attachments::find(id))?, case.id);
    found.map(drop).ok_or_else(|| unknown("/attachment_id"))
}

/// What is named at `pointer` is not of this case.
pub fn unknown(pointer: &str) -> Stop {
    let fault = Fault::new(pointer, FaultCode::UnknownReference);
    Problem::faults(ProblemCode::InvalidBody, vec![fault]).into()
}
