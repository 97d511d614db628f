//! Who is named on a case besides its responsible worker, and how far it may be read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, CaseEvent, CaseId};
use crate::access::{Confidentiality, Membership};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Reason};

crate::vocabulary! {
    /// How a worker may be named on a case by its supervisor. The responsible worker is named by
    /// acceptance and reopening.
    pub enum NamedAs ("named_as", closed) {
        Team = "team" | "ahli pasukan" | "anggota tim" | "team member" | "§4",
        Listed = "listed" | "dinamakan dalam senarai" | "tercantum dalam daftar" | "on the named list" | "§4",
    }

    /// As what somebody works on a case (3.15).
    pub enum Discipline ("discipline", open) {
        SocialWorker = "social_worker" | "Pekerja sosial" | "Pekerja sosial" | "Social worker" | "K141",
        Psychiatrist = "psychiatrist" | "Pakar psikiatri" | "Psikiater" | "Psychiatrist" | "K141",
        Psychologist = "psychologist" | "Ahli psikologi" | "Psikolog" | "Psychologist" | "K141",
        GeneralDoctor = "general_doctor" | "Doktor am" | "Dokter umum" | "General doctor" | "K141",
        Dentist = "dentist" | "Doktor gigi" | "Dokter gigi" | "Dentist" | "K141",
        Nurse = "nurse" | "Jururawat" | "Perawat" | "Nurse" | "K141",
        Lawyer = "lawyer" | "Peguam" | "Pengacara" | "Lawyer" | "K141",
        Counsellor = "counsellor" | "Kaunselor" | "Konselor" | "Counsellor" | "C199",
        ProbationOfficer = "probation_officer" | "Pegawai akhlak" | "Pembimbing kemasyarakatan" | "Probation officer" | "C199",
        Protector = "protector" | "Pelindung" | "Pelindung" | "Protector" | "C199",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }
}

/// Names a worker on a case, or changes how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"membership": "team", "discipline": "psychologist", "function_note": "Sees the client once a fortnight."})))]
pub struct NameMember {
    /// How: `team` works on the case, `listed` reads it while it is restricted.
    pub membership: NamedAs,
    /// As what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discipline: Option<Discipline>,
    /// What they do on this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function_note: Option<Line>,
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
    /// As what, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discipline: Option<Discipline>,
    /// What they do on this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function_note: Option<Line>,
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
    before: Option<&CaseMember>,
    command: &NameMember,
) -> Decision<CaseEvent> {
    let membership = Membership::from(command.membership);
    let as_before = |member: &CaseMember| {
        member.membership == membership
            && member.discipline == command.discipline
            && member.function_note == command.function_note
    };
    decided(
        not_responsible(before.map(|member| member.membership)),
        || {
            if before.is_some_and(as_before) {
                return Vec::new();
            }
            vec![CaseEvent::MemberNamed {
                worker_id,
                membership,
                discipline: command.discipline,
            }]
        },
    )
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
            discipline: None,
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
    use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, now};

    fn name(membership: NamedAs, discipline: Option<Discipline>) -> NameMember {
        NameMember {
            membership,
            discipline,
            function_note: None,
        }
    }

    fn member(membership: Membership, discipline: Option<Discipline>) -> CaseMember {
        CaseMember {
            case_id: case().id,
            worker_id: SUPERVISOR,
            membership,
            discipline,
            function_note: None,
            since: now(),
        }
    }

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
                membership: Membership::Listed,
                discipline: None,
            }
        );
        assert_eq!(restrict(Some(Membership::Team)).len(), 1);
        let stay = decide_remove_member(&case, SUPERVISOR, Membership::Listed, SUPERVISOR);
        assert_eq!(stay.unwrap_err()[0].code, RefusalCode::OwnNameStays);
    }

    #[test]
    fn the_responsible_worker_is_neither_renamed_nor_removed() {
        let responsible = Membership::Responsible;
        let named = member(responsible, None);
        let refused = [
            decide_name_member(CASEWORKER, Some(&named), &name(NamedAs::Listed, None)),
            decide_remove_member(&case(), CASEWORKER, responsible, SUPERVISOR),
        ];
        for decision in refused {
            assert_eq!(decision.unwrap_err()[0].code, RefusalCode::ResponsibleStays);
        }
    }

    #[test]
    fn naming_somebody_as_before_changes_nothing() {
        let nurse = Some(Discipline::Nurse);
        let events = |before: Option<CaseMember>, command| {
            decide_name_member(SUPERVISOR, before.as_ref(), &command).unwrap()
        };
        let team = |discipline| name(NamedAs::Team, discipline);
        let was = |how, discipline| Some(member(how, discipline));
        assert!(events(was(Membership::Team, nurse), team(nurse)).is_empty());
        let anew = events(None, team(nurse));
        assert_eq!(events(was(Membership::Listed, nurse), team(nurse)), anew);
        assert_eq!(events(was(Membership::Team, None), team(nurse)), anew);
    }
}
