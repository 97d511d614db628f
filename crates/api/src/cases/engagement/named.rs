//! What the records of this room name: the client whose word it is, the paper that shows it, the
//! persons who signed.

use domain::{
    cases::AttachmentId,
    engagement::{Holder, Signer},
    parties::{birth::DatePrecision, signature::SignatureDetails},
    warnings::{Fault, FaultCode},
};

use super::of_case;
use crate::{
    act::{Act, Stop},
    cases::records::known_person,
    http::problem::{ApiError, Problem, ProblemCode},
    on,
};

/// What tells whether the client signs alone. Of one who is not named nothing is known; the rule
/// takes nothing down from nobody.
pub fn signer(act: &mut Act<'_, '_>, holder: Holder<'_>) -> Result<Signer, Stop> {
    let born = match holder.client() {
        None => None,
        Some(client) => {
            let client = on!(act.tx, persons::find(client))?;
            let client = client.ok_or_else(|| ApiError::internal("a client who is nobody"))?;
            let details = client.person.details;
            let precision = details.birth_date_precision.unwrap_or(DatePrecision::Day);
            details.birth_date.map(|birth| (birth, precision))
        }
    };
    let unit = on!(act.tx, units::find(holder.unit_id()))?;
    let unit = unit.ok_or_else(|| ApiError::internal("a file without its unit"))?;
    let adult_age = act.app().adult_age(unit.details.country);
    Ok(Signer { born, adult_age })
}

/// Who signed, if registered, is somebody the actor can see.
pub fn known_signatory(
    act: &mut Act<'_, '_>,
    at: &str,
    signature: &SignatureDetails,
) -> Result<(), Stop> {
    known_person(act, &format!("{at}/person_id"), signature.person_id)
}

/// The paper that is named is an attachment of this case; an intake has none.
pub fn known_paper(
    act: &mut Act<'_, '_>,
    holder: Holder<'_>,
    paper: Option<AttachmentId>,
) -> Result<(), Stop> {
    let Some(id) = paper else {
        return Ok(());
    };
    let found = match holder {
        Holder::Intake(_) => None,
        Holder::Case(case) => of_case(on!(act.tx, attachments::find(id))?, case.id),
    };
    found.map(drop).ok_or_else(|| unknown("/attachment_id"))
}

/// What is named at `pointer` is not of this case.
pub fn unknown(pointer: &str) -> Stop {
    let fault = Fault::new(pointer, FaultCode::UnknownReference);
    Problem::faults(ProblemCode::InvalidBody, vec![fault]).into()
}
