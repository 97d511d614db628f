//! What an actor can see at all: a small disjunction of conjunctions.
//!
//! Each branch has two readings. [`matches`](CaseBranch::matches) tells whether a record with
//! known facts is seen through it; a store renders the same branch as one query on one index
//! (`cases(unit_id | unit_0…unit_4, class)`, `case_members(worker_id, membership)`) and takes
//! the union. Nothing else grants sight.

use super::{
    Actor, Boundary, CaseFacts, Confidentiality, Facts, IntakeFacts, IntakeStanding, Membership,
    Naming, OfferFacts, OfferedTo, PersonFacts, Role,
};
use crate::parties::WorkerId;

/// How much of a record is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// File number, unit and stage only.
    Spine,
    /// All of it.
    Full,
}

const ALL: &[Confidentiality] = &[
    Confidentiality::Standard,
    Confidentiality::Confidential,
    Confidentiality::Restricted,
];
const IN_REACH: &[Confidentiality] = &[Confidentiality::Standard, Confidentiality::Confidential];
const STANDARD: &[Confidentiality] = &[Confidentiality::Standard];
const RESTRICTED: &[Confidentiality] = &[Confidentiality::Restricted];

/// One way to see cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaseBranch {
    /// Cases of these classes on which the worker is named in one of these ways.
    Member {
        /// Who is named; `CaseFacts::member` is always told about this worker.
        worker: WorkerId,
        /// How.
        memberships: &'static [Membership],
        /// Of which classes.
        classes: &'static [Confidentiality],
    },
    /// Cases of these classes in a part of the tree.
    Unit {
        /// The part.
        within: Boundary,
        /// Of which classes.
        classes: &'static [Confidentiality],
    },
    /// The same, of which only the spine is seen (the data officer's).
    Spine {
        /// The part.
        within: Boundary,
        /// Of which classes.
        classes: &'static [Confidentiality],
    },
}

impl CaseBranch {
    /// How much is seen through it.
    #[must_use]
    pub fn view(&self) -> View {
        match self {
            Self::Member { .. } | Self::Unit { .. } => View::Full,
            Self::Spine { .. } => View::Spine,
        }
    }

    /// Whether the case is seen through it.
    #[must_use]
    pub fn matches(&self, case: &CaseFacts) -> bool {
        match self {
            Self::Member {
                worker: _,
                memberships,
                classes,
            } => {
                case.member.is_some_and(|how| memberships.contains(&how))
                    && classes.contains(&case.class)
            }
            Self::Unit { within, classes } | Self::Spine { within, classes } => {
                within.holds(&case.reach) && classes.contains(&case.class)
            }
        }
    }
}

/// One way to see intakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntakeBranch {
    /// Intakes of a part of the tree that opened no case, decided or not.
    Unit(Boundary),
    /// Accepted intakes, as the case they opened.
    Case(CaseBranch),
}

impl IntakeBranch {
    /// Whether the intake is seen through it.
    #[must_use]
    pub fn matches(&self, intake: &IntakeFacts) -> bool {
        match (self, &intake.standing) {
            (Self::Unit(within), IntakeStanding::Undecided | IntakeStanding::Decided) => {
                within.holds(&intake.reach)
            }
            (Self::Case(branch), IntakeStanding::Accepted(case)) => branch.matches(case),
            (Self::Unit(_), IntakeStanding::Accepted(_))
            | (Self::Case(_), IntakeStanding::Undecided | IntakeStanding::Decided) => false,
        }
    }
}

/// One way to see persons, or households and groups, which no household names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonBranch {
    /// Persons registered in a part of the tree, by one of their records if several were merged.
    Unit(Boundary),
    /// Persons named in a case seen through this branch.
    Case(CaseBranch),
    /// Persons named in an intake seen through this branch.
    Intake(IntakeBranch),
    /// Members of households registered in a part of the tree.
    Household(Boundary),
}

impl PersonBranch {
    /// Whether the person is seen through it.
    #[must_use]
    pub fn matches(&self, person: &PersonFacts) -> bool {
        match self {
            Self::Unit(within) => {
                let mut also = person.also_registered.iter();
                within.holds(&person.reach) || also.any(|reach| within.holds(reach))
            }
            Self::Case(branch) => person.named_in.iter().any(|naming| match naming {
                Naming::Case(case) => branch.matches(case),
                Naming::Intake(_) | Naming::Household(_) => false,
            }),
            Self::Intake(branch) => person.named_in.iter().any(|naming| match naming {
                Naming::Case(_) | Naming::Household(_) => false,
                Naming::Intake(intake) => branch.matches(intake),
            }),
            Self::Household(within) => person.named_in.iter().any(|naming| match naming {
                Naming::Case(_) | Naming::Intake(_) => false,
                Naming::Household(reach) => within.holds(reach),
            }),
        }
    }
}

/// The cases an actor sees.
///
/// Superiors and auditors see what is not restricted in their reach, a caseworker what is
/// standard in the own unit, and each of them the cases they are named on; a data officer sees
/// the spine of what is not restricted. Being listed opens a restricted case and no other.
#[must_use]
pub fn visible_cases(actor: &Actor) -> Vec<CaseBranch> {
    let mut branches = Vec::new();
    if let Some(worker) = actor.worker().filter(|_| actor.holds(Role::READERS)) {
        branches.push(CaseBranch::Member {
            worker,
            memberships: &[Membership::Responsible, Membership::Team],
            classes: ALL,
        });
        branches.push(CaseBranch::Member {
            worker,
            memberships: &[Membership::Listed],
            classes: RESTRICTED,
        });
    }
    for grant in actor.held() {
        let within = grant.boundary();
        let unit = |classes| Some(CaseBranch::Unit { within, classes });
        branches.extend(match grant.role {
            Role::Caseworker => unit(STANDARD),
            Role::Supervisor | Role::Director | Role::Auditor => unit(IN_REACH),
            Role::DataOfficer => Some(CaseBranch::Spine {
                within,
                classes: IN_REACH,
            }),
            Role::Administrator | Role::DirectoryEditor => None,
        });
    }
    branches.extend(actor.machine().map(|within| CaseBranch::Unit {
        within,
        classes: IN_REACH,
    }));
    distinct(branches)
}

/// The intakes an actor sees: those of the unit while they are no case, then as the case.
/// A case's spine says nothing about its intake.
#[must_use]
pub fn visible_intakes(actor: &Actor) -> Vec<IntakeBranch> {
    let mut branches = within(actor, Role::READERS, IntakeBranch::Unit);
    branches.extend(full(visible_cases(actor)).map(IntakeBranch::Case));
    distinct(branches)
}

/// The persons an actor sees: those registered in reach (for data officers too), those named in an
/// intake or case that is seen in full, and the members of a household registered in reach.
#[must_use]
pub fn visible_persons(actor: &Actor) -> Vec<PersonBranch> {
    let mut branches = visible_parties(actor);
    branches.extend(within(actor, Role::SEEKERS, PersonBranch::Household));
    distinct(branches)
}

/// The households and groups an actor sees: those registered in reach (for data officers too),
/// and those named in an intake or case that is seen in full.
#[must_use]
pub fn visible_parties(actor: &Actor) -> Vec<PersonBranch> {
    let mut branches = within(actor, Role::SEEKERS, PersonBranch::Unit);
    branches.extend(full(visible_cases(actor)).map(PersonBranch::Case));
    branches.extend(visible_intakes(actor).into_iter().map(PersonBranch::Intake));
    distinct(branches)
}

/// The parts of the tree within which an actor reads matches of persons: whoever reads a match
/// learns that both are known, so *both* must be registered in one of these parts.
#[must_use]
pub fn visible_matches(actor: &Actor) -> Vec<Boundary> {
    let reader = |role| Role::MATCH_READERS.contains(&role);
    let grants = actor.held().iter().filter(|grant| reader(grant.role));
    distinct(grants.map(super::Grant::boundary).collect())
}

/// The parts of the tree whose units, workers, integrations and requirements an actor reads.
#[must_use]
pub fn visible_register(actor: &Actor) -> Vec<Boundary> {
    let registrar = |role| Role::REGISTRARS.contains(&role);
    let grants = actor.held().iter().filter(|grant| registrar(grant.role));
    distinct(grants.map(super::Grant::boundary).collect())
}

/// The parts of the tree that an actor leads as supervisor or director.
#[must_use]
pub fn led(actor: &Actor) -> Vec<Boundary> {
    let superior = |role| Role::SUPERIORS.contains(&role);
    let grants = actor.held().iter().filter(|grant| superior(grant.role));
    distinct(grants.map(super::Grant::boundary).collect())
}

/// Whether a case is offered to the actor, who then sees the offer and nothing more of the case:
/// to the worker in person; or to a unit that the actor leads, unless the case is restricted,
/// which only a superior named on it is told of.
fn offered(actor: &Actor, offer: &OfferFacts) -> bool {
    match &offer.to {
        OfferedTo::Worker(to) => to.is_some() && *to == actor.worker() && actor.holds(Role::STAFF),
        OfferedTo::Unit(reach) => {
            IN_REACH.contains(&offer.case.class) && actor.reaches(Role::SUPERIORS, reach)
        }
    }
}

/// How much the actor sees of it; nothing where it must seem not to exist.
///
/// A unit, worker or integration is *known to be there* to whoever has a role that reaches it
/// (and may be told "not you"); reading it takes more.
#[must_use]
pub fn sight(actor: &Actor, facts: &Facts) -> Option<View> {
    let seen = match facts {
        Facts::Case(case) => {
            let branches = visible_cases(actor).into_iter();
            return branches
                .filter(|branch| branch.matches(case))
                .map(|branch| branch.view())
                .max();
        }
        Facts::Offer(offer) => {
            let case = &offer.case;
            offered(actor, offer) || full(visible_cases(actor)).any(|b| b.matches(case))
        }
        Facts::Intake(intake) => visible_intakes(actor).iter().any(|b| b.matches(intake)),
        Facts::Person(person) => visible_persons(actor).iter().any(|b| b.matches(person)),
        Facts::Party(party) => visible_parties(actor).iter().any(|b| b.matches(party)),
        Facts::Unit(_) | Facts::Worker(_) | Facts::Integration(_) => {
            let grants = actor.held().iter().map(super::Grant::boundary);
            let mut known = grants.chain(actor.machine());
            known.any(|part| part.holds(facts.reach()))
        }
        Facts::Own(owner) => *owner == actor.principal,
        Facts::Cases | Facts::Intakes | Facts::Persons | Facts::Register | Facts::Public => true,
    };
    seen.then_some(View::Full)
}

/// A branch for each grant of these roles, and for the part an integration works in.
fn within<B>(actor: &Actor, roles: &[Role], branch: fn(Boundary) -> B) -> Vec<B> {
    let grants = actor.held().iter().filter(|g| roles.contains(&g.role));
    let parts = grants.map(super::Grant::boundary).chain(actor.machine());
    parts.map(branch).collect()
}

fn full(branches: Vec<CaseBranch>) -> impl Iterator<Item = CaseBranch> {
    branches.into_iter().filter(|b| b.view() == View::Full)
}

/// Two roles at one unit often give the same branch, which is worth one query.
fn distinct<B: PartialEq>(branches: Vec<B>) -> Vec<B> {
    let mut once = Vec::with_capacity(branches.len());
    for branch in branches {
        if !once.contains(&branch) {
            once.push(branch);
        }
    }
    once
}
