//! What has to be known about a record before anybody's right to it can be told.
//!
//! `reach` is always the record's own unit first, then every unit above it. `member`,
//! `requested_by` and `author` are read for one question by one actor; a store loads them with
//! one query per record.

use super::{Confidentiality, Principal, Target};
use crate::{
    parties::{UnitId, WorkerId},
    vocabulary,
};

vocabulary! {
    /// How a worker is named on a case. The responsible worker and the team work on it whatever
    /// its class; `listed` adds a reader to a restricted case and means nothing on others.
    pub enum Membership ("membership", closed) {
        Responsible = "responsible" | "pekerja kes bertanggungjawab" | "pekerja sosial penanggung jawab" | "responsible caseworker" | "§4",
        Team = "team" | "ahli pasukan" | "anggota tim" | "team member" | "§4",
        Listed = "listed" | "dinamakan dalam senarai" | "tercantum dalam daftar" | "on the named list" | "§4",
    }
}

/// A case, as access sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Its unit, then every unit above.
    pub reach: Vec<UnitId>,
    /// Its class.
    pub class: Confidentiality,
    /// How the asking worker is named on it.
    pub member: Option<Membership>,
    /// Who asked for what is now to be approved (the pending closure request, if any).
    pub requested_by: Option<WorkerId>,
    /// Who wrote the note the action is about, if it is about one.
    pub author: Option<WorkerId>,
}

/// Where an intake stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntakeStanding {
    /// Received, in screening, or returned as incomplete (which is no end).
    Undecided,
    /// Ended without a case.
    Decided,
    /// Accepted: it is part of the case it opened and read as that.
    Accepted(CaseFacts),
}

/// An intake, as access sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeFacts {
    /// Its unit, then every unit above.
    pub reach: Vec<UnitId>,
    /// Where it stands.
    pub standing: IntakeStanding,
    /// Who asked for the decision: the worker who screened it, if anybody has.
    pub requested_by: Option<WorkerId>,
}

/// Whom a case is offered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferedTo {
    /// A worker; nobody while a superior has not approved it.
    Worker(Option<WorkerId>),
    /// A unit: it, then every unit above.
    Unit(Vec<UnitId>),
}

/// A reassignment or transfer, as access sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferFacts {
    /// The case; `requested_by` is who asked for the reassignment or transfer.
    pub case: CaseFacts,
    /// Whom it is offered to.
    pub to: OfferedTo,
}

/// A record that names a person, a household or a group. What names a household or group names
/// its current members too, so it stands here for each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// A case.
    Case(CaseFacts),
    /// An intake.
    Intake(IntakeFacts),
    /// A household of which the person is a member now: the unit that registered it, then every
    /// unit above. It names persons only.
    Household(Vec<UnitId>),
}

/// A person, household or group, as access sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFacts {
    /// The unit that registered them, then every unit above.
    pub reach: Vec<UnitId>,
    /// The same of each record of theirs that was merged into this one (rule 36): who registered
    /// one of them goes on seeing the person.
    pub also_registered: Vec<Vec<UnitId>>,
    /// The intakes, cases and households that name them.
    pub named_in: Vec<Naming>,
}

/// A unit: a record of its own, or the place where something is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFacts {
    /// The unit, then every unit above.
    pub reach: Vec<UnitId>,
}

/// A worker's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerFacts {
    /// The unit the worker belongs to, then every unit above.
    pub reach: Vec<UnitId>,
}

/// An integration's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegrationFacts {
    /// The integration's unit, then every unit above.
    pub reach: Vec<UnitId>,
}

/// What an action is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// One case.
    Case(CaseFacts),
    /// One reassignment or transfer.
    Offer(OfferFacts),
    /// One intake.
    Intake(IntakeFacts),
    /// One person.
    Person(PersonFacts),
    /// One household, group or community.
    Party(PersonFacts),
    /// One unit.
    Unit(UnitFacts),
    /// One worker.
    Worker(WorkerFacts),
    /// One integration.
    Integration(IntegrationFacts),
    /// Whichever cases are visible.
    Cases,
    /// Whichever intakes are visible.
    Intakes,
    /// Whichever persons are visible.
    Persons,
    /// Whichever units, workers and integrations are visible.
    Register,
    /// A profile or session, with the one it belongs to.
    Own(Principal),
    /// What everybody may have.
    Public,
}

impl Facts {
    /// What kind of thing it is.
    #[must_use]
    pub fn target(&self) -> Target {
        match self {
            Self::Case(_) => Target::Case,
            Self::Offer(offer) => match offer.to {
                OfferedTo::Worker(_) => Target::Reassignment,
                OfferedTo::Unit(_) => Target::Transfer,
            },
            Self::Intake(_) => Target::Intake,
            Self::Person(_) => Target::Person,
            Self::Party(_) => Target::Party,
            Self::Unit(_) => Target::Unit,
            Self::Worker(_) => Target::Worker,
            Self::Integration(_) => Target::Integration,
            Self::Cases => Target::Cases,
            Self::Intakes => Target::Intakes,
            Self::Persons => Target::Persons,
            Self::Register => Target::Register,
            Self::Own(_) => Target::Own,
            Self::Public => Target::Public,
        }
    }

    /// Its unit, then every unit above; nothing for what belongs to no unit.
    pub(super) fn reach(&self) -> &[UnitId] {
        match self {
            Self::Case(case) => &case.reach,
            Self::Offer(offer) => &offer.case.reach,
            Self::Intake(intake) => &intake.reach,
            Self::Person(person) | Self::Party(person) => &person.reach,
            Self::Unit(unit) => &unit.reach,
            Self::Worker(worker) => &worker.reach,
            Self::Integration(integration) => &integration.reach,
            Self::Cases | Self::Intakes | Self::Persons | Self::Register => &[],
            Self::Own(_) | Self::Public => &[],
        }
    }

    /// The case, if it is one or the offer of one.
    pub(super) fn case(&self) -> Option<&CaseFacts> {
        if let Self::Case(case) | Self::Offer(OfferFacts { case, .. }) = self {
            Some(case)
        } else {
            None
        }
    }

    /// Whom it is offered to, if it is an offer.
    pub(super) fn offered_to(&self) -> Option<&OfferedTo> {
        if let Self::Offer(offer) = self {
            Some(&offer.to)
        } else {
            None
        }
    }

    /// The intake, if it is one.
    pub(super) fn intake(&self) -> Option<&IntakeFacts> {
        if let Self::Intake(intake) = self {
            Some(intake)
        } else {
            None
        }
    }

    /// The case that an intake opened, if it is one that did.
    pub(super) fn opened_case(&self) -> Option<&CaseFacts> {
        match &self.intake()?.standing {
            IntakeStanding::Accepted(case) => Some(case),
            IntakeStanding::Undecided | IntakeStanding::Decided => None,
        }
    }

    /// The person, household or group, if it is one.
    pub(super) fn person(&self) -> Option<&PersonFacts> {
        if let Self::Person(person) | Self::Party(person) = self {
            Some(person)
        } else {
            None
        }
    }
}
