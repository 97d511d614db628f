//! Who is named on a case besides its responsible worker, and how far it may be read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseEvent, CaseId};
use crate::access::{Confidentiality, Membership};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::Reason;

crate::vocabulary! {
    /// How a worker may be named on a case by its supervisor. The responsible worker is named by
    /// acceptance and reopening.
    pub enum NamedAs ("named_as", closed) {
        Team = "team" | "ahli pasukan" | "anggota tim" | "team member" | "§4",
        Listed = "listed" | "dinamakan dalam senarai" | "tercantum dalam daftar" | "on the named list" | "§4",
    }
}

/// Names a worker on a case, or changes how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"membership": "team"})))]
pub struct NameMember {
    /// How: `team` works on the case, `listed` reads it while it is restricted.
    pub membership: NamedAs,
}

/// A worker named on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseMember {
    /// The case.
    pub case_id: CaseId,
    /// The worker.
    pub worker_id: WorkerId,
    /// How.
    pub membership: Membership,
    /// Since when in this way.
    pub since: DateTime<Utc>,
}

/// Changes how far a case may be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"confidentiality": "restricted", "reason": "A colleague of this office is a party to the case."})))]
pub struct SetConfidentiality {
    /// The class.
    pub confidentiality: Confidentiality,
    /// Why.
    pub reason: Reason,
}

impl From<NamedAs> for Membership {
    fn from(named: NamedAs) -> Self {
        match named {
            NamedAs::Team => Self::Team,
            NamedAs::Listed => Self::Listed,
        }
    }
}

/// Names a worker, who may be named differently already. Without a change there is no event.
///
/// # Errors
/// `responsible_stays`.
pub fn decide_name_member(
    worker_id: WorkerId,
    before: Option<Membership>,
    command: NameMember,
) -> Decision<CaseEvent> {
    let membership = Membership::from(command.membership);
    decided(not_responsible(before), || {
        if before == Some(membership) {
            return Vec::new();
        }
        vec![CaseEvent::MemberNamed {
            worker_id,
            membership,
        }]
    })
}

/// Takes a worker's name off a case.
///
/// # Errors
/// `responsible_stays`; `own_name_stays` where `by` would leave a restricted case: whoever leads
/// it must always be somebody who sees it.
pub fn decide_remove_member(
    case: &Case,
    worker_id: WorkerId,
    before: Membership,
    by: WorkerId,
) -> Decision<CaseEvent> {
    let mut refusals = not_responsible(Some(before));
    if worker_id == by && case.opened.confidentiality == Confidentiality::Restricted {
        refusals.push(Refusal::new(RefusalCode::OwnNameStays));
    }
    decided(refusals, || vec![CaseEvent::MemberRemoved { worker_id }])
}

/// Changes the class. Who restricts a case is put on its list, unless named already, so that it
/// is never without a superior who sees it. Without a change there is no event.
///
/// # Errors
/// None yet: every class may follow every other, in every stage.
pub fn decide_confidentiality(
    case: &Case,
    command: &SetConfidentiality,
    by: WorkerId,
    named: Option<Membership>,
) -> Decision<CaseEvent> {
    let (from, to) = (case.opened.confidentiality, command.confidentiality);
    if from == to {
        return Ok(Vec::new());
    }
    let mut events = vec![CaseEvent::ConfidentialitySet { from, to }];
    if to == Confidentiality::Restricted && named.is_none() {
        events.push(CaseEvent::MemberNamed {
            worker_id: by,
            membership: Membership::Listed,
        });
    }
    Ok(events)
}

fn not_responsible(before: Option<Membership>) -> Vec<Refusal> {
    match before {
        Some(Membership::Responsible) => vec![Refusal::new(RefusalCode::ResponsibleStays)],
        Some(Membership::Team | Membership::Listed) | None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case};

    fn restrict(named: Option<Membership>) -> Vec<CaseEvent> {
        let command = SetConfidentiality {
            confidentiality: Confidentiality::Restricted,
            reason: Reason::new("A colleague is a party to the case.").unwrap(),
        };
        decide_confidentiality(&case(), &command, SUPERVISOR, named).unwrap()
    }

    #[test]
    fn who_restricts_a_case_still_sees_it() {
        let mut case = case();
        let events = restrict(None);
        events.iter().for_each(|event| case.apply(event));
        assert_eq!(case.opened.confidentiality, Confidentiality::Restricted);
        assert_eq!(
            events[1],
            CaseEvent::MemberNamed {
                worker_id: SUPERVISOR,
                membership: Membership::Listed
            }
        );
        assert_eq!(restrict(Some(Membership::Team)).len(), 1);
        let stay = decide_remove_member(&case, SUPERVISOR, Membership::Listed, SUPERVISOR);
        assert_eq!(stay.unwrap_err()[0].code, RefusalCode::OwnNameStays);
    }

    #[test]
    fn the_responsible_worker_is_neither_renamed_nor_removed() {
        let responsible = Membership::Responsible;
        let command = NameMember {
            membership: NamedAs::Listed,
        };
        let refused = [
            decide_name_member(CASEWORKER, Some(responsible), command),
            decide_remove_member(&case(), CASEWORKER, responsible, SUPERVISOR),
        ];
        for decision in refused {
            assert_eq!(decision.unwrap_err()[0].code, RefusalCode::ResponsibleStays);
        }
    }

    #[test]
    fn naming_somebody_as_before_changes_nothing() {
        let command = NameMember {
            membership: NamedAs::Team,
        };
        let name = |before| decide_name_member(SUPERVISOR, before, command).unwrap();
        assert!(name(Some(Membership::Team)).is_empty());
        assert_eq!(name(Some(Membership::Listed)), name(None));
    }
}
