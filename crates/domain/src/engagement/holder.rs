//! What keeps the engagement of a client: the intake until it is accepted, from then on the case,
//! which takes over what was made on the intake (rule 1).

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::cases::{Case, CaseId, takes_records};
use crate::intake::{Intake, IntakeId, undecided};
use crate::parties::{PersonId, UnitId};
use crate::refusal::{Refusal, RefusalCode};

/// Where a consent, a legal basis, an explanation of rights or a contract stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "ToldPlace", try_from = "ToldPlace")]
pub enum EngagementPlace {
    /// On an intake that opened no case.
    Intake(IntakeId),
    /// On a case, made on its intake if that is named.
    Case(CaseId, Option<IntakeId>),
}

/// Where it stands: on its intake until that is accepted, on the case from then on.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
struct ToldPlace {
    /// The case; not there as long as the intake has opened none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    /// The intake, if it was made there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    intake_id: Option<IntakeId>,
}

impl From<EngagementPlace> for ToldPlace {
    fn from(place: EngagementPlace) -> Self {
        let (case_id, intake_id) = (place.case_id(), place.intake_id());
        Self { case_id, intake_id }
    }
}

impl TryFrom<ToldPlace> for EngagementPlace {
    type Error = &'static str;
    fn try_from(told: ToldPlace) -> Result<Self, Self::Error> {
        match (told.case_id, told.intake_id) {
            (Some(case_id), intake_id) => Ok(Self::Case(case_id, intake_id)),
            (None, Some(intake_id)) => Ok(Self::Intake(intake_id)),
            (None, None) => Err("neither on an intake nor on a case"),
        }
    }
}

impl PartialSchema for EngagementPlace {
    fn schema() -> RefOr<Schema> {
        ToldPlace::schema()
    }
}

impl ToSchema for EngagementPlace {}

impl From<CaseId> for EngagementPlace {
    fn from(id: CaseId) -> Self {
        Self::Case(id, None)
    }
}

impl From<IntakeId> for EngagementPlace {
    fn from(id: IntakeId) -> Self {
        Self::Intake(id)
    }
}

impl EngagementPlace {
    /// The case, if it stands on one.
    #[must_use]
    pub const fn case_id(self) -> Option<CaseId> {
        match self {
            Self::Intake(_) => None,
            Self::Case(id, _) => Some(id),
        }
    }

    /// The intake, if it was made there.
    #[must_use]
    pub const fn intake_id(self) -> Option<IntakeId> {
        match self {
            Self::Intake(id) => Some(id),
            Self::Case(_, made_on) => made_on,
        }
    }

    /// Whether what stands at the other place is found at this one: a case has what was made on its
    /// intake, the intake nothing that was made on the case.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        let there = self.intake_id();
        self.case_id() == other.case_id() && (there.is_none() || there == other.intake_id())
    }
}

/// The intake or the case that is asked to take something down.
#[derive(Clone, Copy, Debug)]
pub enum Holder<'a> {
    /// An intake.
    Intake(&'a Intake),
    /// A case.
    Case(&'a Case),
}

impl<'a> From<&'a Intake> for Holder<'a> {
    fn from(intake: &'a Intake) -> Self {
        Self::Intake(intake)
    }
}

impl<'a> From<&'a Case> for Holder<'a> {
    fn from(case: &'a Case) -> Self {
        Self::Case(case)
    }
}

impl Holder<'_> {
    /// Where its records stand.
    #[must_use]
    pub fn place(self) -> EngagementPlace {
        match self {
            Self::Intake(intake) => match intake.progress.case_id {
                Some(case_id) => EngagementPlace::Case(case_id, Some(intake.id)),
                None => intake.id.into(),
            },
            Self::Case(case) => case.id.into(),
        }
    }

    /// Its unit.
    #[must_use]
    pub const fn unit_id(self) -> UnitId {
        match self {
            Self::Intake(intake) => intake.unit_id,
            Self::Case(case) => case.opened.unit_id,
        }
    }

    /// The client, or the person through whom the work with a household or group is done.
    #[must_use]
    pub const fn client(self) -> Option<PersonId> {
        match self {
            Self::Intake(intake) => intake.details.person_id,
            Self::Case(case) => Some(case.opened.person_id),
        }
    }

    /// Why it takes no more: `case_closed`; `intake_decided`, `client_unnamed`: what is agreed with
    /// nobody is agreed with whoever is named later.
    pub(super) fn takes_records(self) -> Vec<Refusal> {
        match self {
            Self::Intake(intake) => {
                let mut refusals = undecided(intake);
                if self.client().is_none() {
                    refusals.push(Refusal::new(RefusalCode::ClientUnnamed));
                }
                refusals
            }
            Self::Case(case) => takes_records(case).err().unwrap_or_default(),
        }
    }
}
