//! How an actor can stand to a record: the rows of `matrix.txt`, as data.
//!
//! A relation is described and not built, so that the matrix can be walked twice from one list:
//! here on [`Facts`], and over HTTP on real rows that somebody sets up from the description.
//! Everything is told from the actor's unit, at which the actor's one grant is held.

use std::collections::BTreeSet;

use super::{
    Actor, CaseFacts, Confidentiality, Facts, Grant, IntakeFacts, IntakeStanding, IntegrationFacts,
    Membership, Naming, OfferFacts, OfferedTo, PersonFacts, Principal, Role, Scope, UnitFacts,
    WorkerFacts,
};
use crate::{
    parties::{GrantId, IntegrationId, UnitId, WorkerId},
    words::Word,
};

/// Who acts: a column of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// A worker with this one role at the own unit.
    Role(Role),
    /// A worker without any grant.
    Nobody,
    /// An integration of the own unit.
    Integration,
}

impl Who {
    /// Every column.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let roles = Role::all().iter().copied().map(Self::Role);
        roles.chain([Self::Nobody, Self::Integration]).collect()
    }

    /// Its name in the matrix.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Role(role) => role.code(),
            Self::Nobody => "nobody",
            Self::Integration => "integration",
        }
    }
}

/// Where a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the actor's unit.
    Own,
    /// In a unit below it.
    Descendant,
    /// In the unit above it.
    Ancestor,
    /// In another unit below that one.
    Foreign,
}

/// A case, as the actor stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CaseRelation {
    /// Its unit.
    pub place: Place,
    /// Its class.
    pub class: Confidentiality,
    /// How the actor is named on it.
    pub member: Option<Membership>,
    /// Whether the actor, and not a colleague, asked for its closure.
    pub requested: bool,
    /// Whether the actor, and not a colleague, wrote the note.
    pub author: bool,
}

/// Where an intake stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Not decided.
    Undecided,
    /// Ended without a case.
    Decided,
    /// Accepted into this case.
    Accepted(CaseRelation),
}

/// An intake, as the actor stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IntakeRelation {
    /// Its unit.
    pub place: Place,
    /// Where it stands.
    pub standing: Standing,
    /// Whether the actor, and not a colleague, screened it.
    pub requested: bool,
}

/// What names a person, a household or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// Nothing.
    Nowhere,
    /// This case.
    Case(CaseRelation),
    /// This intake.
    Intake(IntakeRelation),
    /// Nothing; but a record registered there was merged into theirs.
    Merged(Place),
    /// A household registered there, of which the person is a member.
    Household(Place),
}

/// What an action is done to, as the actor stands to it: a row of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// A case.
    Case(CaseRelation),
    /// A reassignment of this case, and whether it is offered to the actor, and not a colleague.
    /// Who `requested` asked for it.
    Reassignment(CaseRelation, bool),
    /// A transfer of this case to the unit there. Who `requested` asked for it.
    Transfer(CaseRelation, Place),
    /// An intake.
    Intake(IntakeRelation),
    /// A person: where registered, and what names them.
    Person(Place, Named),
    /// A household or group: where registered, and what names it.
    Party(Place, Named),
    /// A unit.
    Unit(Place),
    /// A worker.
    Worker(Place),
    /// An integration.
    Integration(Place),
    /// The list of cases.
    Cases,
    /// The list of intakes.
    Intakes,
    /// The search for persons.
    Persons,
    /// The lists of units, workers and integrations.
    Register,
    /// The actor's own profile or session.
    Own,
    /// A colleague's profile or session.
    OwnOfAnother,
    /// What everybody may have.
    Public,
}

/// The units and people of the matrix: `above` holds `own` and `foreign`, `own` holds `below`.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// The unit above the actor's.
    pub above: UnitId,
    /// The actor's unit.
    pub own: UnitId,
    /// A unit below it.
    pub below: UnitId,
    /// Another unit beside it.
    pub foreign: UnitId,
    /// The actor, where a worker acts.
    pub worker: WorkerId,
    /// Another worker.
    pub colleague: WorkerId,
    /// The actor, where an integration acts.
    pub integration: IntegrationId,
    /// The actor's grant.
    pub grant: GrantId,
}

impl Scene {
    /// The actor of a column, with every scope.
    #[must_use]
    pub fn actor(&self, who: Who) -> Actor {
        let role = match who {
            Who::Role(role) => Some(role),
            Who::Nobody | Who::Integration => None,
        };
        let (id, unit_id) = (self.grant, self.own);
        let grant = role.map(|role| Grant { id, role, unit_id });
        let scopes: BTreeSet<Scope> = Scope::all().iter().copied().collect();
        Actor {
            principal: self.principal(who),
            unit: self.own,
            grants: grant.into_iter().collect(),
            scopes,
        }
    }

    /// A place's unit, then every unit above it.
    #[must_use]
    pub fn reach(&self, place: Place) -> Vec<UnitId> {
        match place {
            Place::Own => vec![self.own, self.above],
            Place::Descendant => vec![self.below, self.own, self.above],
            Place::Ancestor => vec![self.above],
            Place::Foreign => vec![self.foreign, self.above],
        }
    }

    /// What a row comes to for this column.
    #[must_use]
    pub fn facts(&self, relation: Relation, who: Who) -> Facts {
        match relation {
            Relation::Case(it) => Facts::Case(self.case(it)),
            Relation::Reassignment(it, offered) => Facts::Offer(OfferFacts {
                case: self.case(it),
                to: OfferedTo::Worker(self.who_did(offered)),
            }),
            Relation::Transfer(it, to) => Facts::Offer(OfferFacts {
                case: self.case(it),
                to: OfferedTo::Unit(self.reach(to)),
            }),
            Relation::Intake(it) => Facts::Intake(self.intake(it)),
            Relation::Person(place, named) => Facts::Person(self.person(place, named)),
            Relation::Party(place, named) => Facts::Party(self.person(place, named)),
            Relation::Unit(place) => Facts::Unit(UnitFacts {
                reach: self.reach(place),
            }),
            Relation::Worker(place) => Facts::Worker(WorkerFacts {
                reach: self.reach(place),
            }),
            Relation::Integration(place) => Facts::Integration(IntegrationFacts {
                reach: self.reach(place),
            }),
            Relation::Cases => Facts::Cases,
            Relation::Intakes => Facts::Intakes,
            Relation::Persons => Facts::Persons,
            Relation::Register => Facts::Register,
            Relation::Own => Facts::Own(self.principal(who)),
            Relation::OwnOfAnother => Facts::Own(Principal::Worker(self.colleague)),
            Relation::Public => Facts::Public,
        }
    }

    fn principal(&self, who: Who) -> Principal {
        match who {
            Who::Role(_) | Who::Nobody => Principal::Worker(self.worker),
            Who::Integration => Principal::Integration(self.integration),
        }
    }

    fn who_did(&self, actor_did: bool) -> Option<WorkerId> {
        Some(if actor_did {
            self.worker
        } else {
            self.colleague
        })
    }

    fn person(&self, place: Place, named: Named) -> PersonFacts {
        PersonFacts {
            reach: self.reach(place),
            also_registered: match named {
                Named::Nowhere | Named::Case(_) | Named::Intake(_) | Named::Household(_) => {
                    Vec::new()
                }
                Named::Merged(there) => vec![self.reach(there)],
            },
            named_in: match named {
                Named::Nowhere | Named::Merged(_) => Vec::new(),
                Named::Case(it) => vec![Naming::Case(self.case(it))],
                Named::Intake(it) => vec![Naming::Intake(self.intake(it))],
                Named::Household(at) => vec![Naming::Household(self.reach(at))],
            },
        }
    }

    fn case(&self, it: CaseRelation) -> CaseFacts {
        CaseFacts {
            reach: self.reach(it.place),
            class: it.class,
            member: it.member,
            requested_by: self.who_did(it.requested),
            author: self.who_did(it.author),
        }
    }

    fn intake(&self, it: IntakeRelation) -> IntakeFacts {
        IntakeFacts {
            reach: self.reach(it.place),
            standing: match it.standing {
                Standing::Undecided => IntakeStanding::Undecided,
                Standing::Decided => IntakeStanding::Decided,
                Standing::Accepted(case) => IntakeStanding::Accepted(self.case(case)),
            },
            requested_by: self.who_did(it.requested),
        }
    }
}

impl Relation {
    /// Whether this column can stand so to a record: an integration is named on nothing, asks
    /// for no closure, writes no note and screens no intake.
    #[must_use]
    pub fn fits(self, who: Who) -> bool {
        let machine = match who {
            Who::Integration => true,
            Who::Role(_) | Who::Nobody => false,
        };
        let personal = match self {
            Self::Case(it) | Self::Person(_, Named::Case(it)) | Self::Party(_, Named::Case(it)) => {
                it.personal()
            }
            Self::Reassignment(it, offered) => it.personal() || offered,
            Self::Transfer(it, _) => it.personal(),
            Self::Intake(it)
            | Self::Person(_, Named::Intake(it))
            | Self::Party(_, Named::Intake(it)) => it.personal(),
            Self::Person(_, Named::Nowhere | Named::Household(_) | Named::Merged(_)) => false,
            Self::Party(_, Named::Nowhere | Named::Household(_) | Named::Merged(_)) => false,
            Self::Unit(_) | Self::Worker(_) => false,
            Self::Integration(_) | Self::Cases | Self::Intakes | Self::Persons => false,
            Self::Register | Self::Own | Self::OwnOfAnother | Self::Public => false,
        };
        !(machine && personal)
    }
}

impl CaseRelation {
    fn personal(self) -> bool {
        self.member.is_some() || self.requested || self.author
    }

    const fn requested(self) -> Self {
        Self {
            requested: true,
            ..self
        }
    }

    const fn author(self) -> Self {
        Self {
            author: true,
            ..self
        }
    }

    const fn responsible(self) -> Self {
        self.named(Membership::Responsible)
    }

    const fn team(self) -> Self {
        self.named(Membership::Team)
    }

    const fn listed(self) -> Self {
        self.named(Membership::Listed)
    }

    const fn named(self, how: Membership) -> Self {
        Self {
            member: Some(how),
            ..self
        }
    }
}

impl IntakeRelation {
    fn personal(self) -> bool {
        let case = match self.standing {
            Standing::Undecided | Standing::Decided => false,
            Standing::Accepted(case) => case.personal(),
        };
        case || self.requested
    }
}

const fn case(place: Place, class: Confidentiality) -> CaseRelation {
    CaseRelation {
        place,
        class,
        member: None,
        requested: false,
        author: false,
    }
}

const fn intake(place: Place, standing: Standing) -> IntakeRelation {
    IntakeRelation {
        place,
        standing,
        requested: false,
    }
}

/// Every row of the matrix with its name there.
#[must_use]
pub fn relations() -> Vec<(&'static str, Relation)> {
    let cases = case_relations().map(|(name, it)| (name, Relation::Case(it)));
    let intakes = intake_relations().map(|(name, it)| (name, Relation::Intake(it)));
    let persons = person_relations().map(|(name, at, it)| (name, Relation::Person(at, it)));
    let parties = party_relations().map(|(name, at, it)| (name, Relation::Party(at, it)));
    let offers = offer_relations().into_iter();
    let cases = cases.into_iter().chain(offers);
    let people = persons.into_iter().chain(parties);
    let mut rows: Vec<_> = cases.chain(intakes).chain(people).collect();
    rows.extend([
        ("unit.own", Relation::Unit(Place::Own)),
        ("unit.descendant", Relation::Unit(Place::Descendant)),
        ("unit.ancestor", Relation::Unit(Place::Ancestor)),
        ("unit.foreign", Relation::Unit(Place::Foreign)),
        ("worker.own", Relation::Worker(Place::Own)),
        ("worker.descendant", Relation::Worker(Place::Descendant)),
        ("worker.ancestor", Relation::Worker(Place::Ancestor)),
        ("worker.foreign", Relation::Worker(Place::Foreign)),
        ("integration.own", Relation::Integration(Place::Own)),
        (
            "integration.descendant",
            Relation::Integration(Place::Descendant),
        ),
        (
            "integration.ancestor",
            Relation::Integration(Place::Ancestor),
        ),
        ("integration.foreign", Relation::Integration(Place::Foreign)),
        ("cases", Relation::Cases),
        ("intakes", Relation::Intakes),
        ("persons", Relation::Persons),
        ("register", Relation::Register),
        ("own", Relation::Own),
        ("own_of_another", Relation::OwnOfAnother),
        ("public", Relation::Public),
    ]);
    rows
}

fn case_relations() -> [(&'static str, CaseRelation); 23] {
    use Confidentiality::{Confidential, Restricted, Standard};
    use Place::{Ancestor, Descendant, Foreign, Own};
    let own = case(Own, Standard).responsible();
    let team = case(Own, Confidential).team();
    [
        ("case.own", own),
        ("case.own_requested", own.requested()),
        ("case.own_author", own.author()),
        ("case.own_restricted", case(Own, Restricted).responsible()),
        (
            "case.own_foreign",
            case(Foreign, Confidential).responsible(),
        ),
        ("case.team", team),
        ("case.team_requested", team.requested()),
        ("case.team_author", team.author()),
        ("case.team_restricted", case(Own, Restricted).team()),
        ("case.team_foreign", case(Foreign, Confidential).team()),
        ("case.listed", case(Own, Restricted).listed()),
        ("case.listed_foreign", case(Foreign, Restricted).listed()),
        ("case.listed_confidential", case(Own, Confidential).listed()),
        ("case.unit_standard", case(Own, Standard)),
        (
            "case.unit_standard_requested",
            case(Own, Standard).requested(),
        ),
        ("case.unit_standard_author", case(Own, Standard).author()),
        ("case.unit_confidential", case(Own, Confidential)),
        ("case.unit_restricted", case(Own, Restricted)),
        ("case.descendant_standard", case(Descendant, Standard)),
        (
            "case.descendant_confidential",
            case(Descendant, Confidential),
        ),
        ("case.descendant_restricted", case(Descendant, Restricted)),
        ("case.ancestor_standard", case(Ancestor, Standard)),
        ("case.foreign_standard", case(Foreign, Standard)),
    ]
}

fn offer_relations() -> [(&'static str, Relation); 21] {
    use Confidentiality::{Confidential, Restricted, Standard};
    use Place::{Ancestor, Descendant, Foreign, Own};
    use Relation::{Reassignment, Transfer};
    let (own, unit) = (case(Own, Standard).responsible(), case(Own, Standard));
    let not = |it| Reassignment(it, false);
    [
        (
            "reassignment.offered",
            Reassignment(case(Own, Confidential), true),
        ),
        (
            "reassignment.offered_foreign",
            Reassignment(case(Foreign, Restricted), true),
        ),
        ("reassignment.own", not(own)),
        ("reassignment.own_requested", not(own.requested())),
        ("reassignment.team", not(case(Own, Confidential).team())),
        ("reassignment.unit_standard", not(unit)),
        (
            "reassignment.unit_standard_requested",
            not(unit.requested()),
        ),
        (
            "reassignment.unit_confidential",
            not(case(Own, Confidential)),
        ),
        ("reassignment.unit_restricted", not(case(Own, Restricted))),
        (
            "reassignment.unit_restricted_requested",
            not(case(Own, Restricted).requested()),
        ),
        ("reassignment.foreign", not(case(Foreign, Standard))),
        ("transfer.in", Transfer(case(Foreign, Confidential), Own)),
        (
            "transfer.in_below",
            Transfer(case(Foreign, Standard), Descendant),
        ),
        (
            "transfer.in_requested",
            Transfer(case(Foreign, Standard).requested(), Own),
        ),
        (
            "transfer.in_restricted",
            Transfer(case(Foreign, Restricted), Own),
        ),
        (
            "transfer.in_listed",
            Transfer(case(Foreign, Restricted).listed(), Own),
        ),
        ("transfer.out", Transfer(unit, Foreign)),
        ("transfer.out_own", Transfer(own, Foreign)),
        (
            "transfer.out_requested",
            Transfer(unit.requested(), Foreign),
        ),
        (
            "transfer.down",
            Transfer(case(Own, Confidential), Descendant),
        ),
        (
            "transfer.foreign",
            Transfer(case(Ancestor, Standard), Foreign),
        ),
    ]
}

fn intake_relations() -> [(&'static str, IntakeRelation); 18] {
    use Confidentiality::{Confidential, Restricted, Standard};
    use Place::{Ancestor, Descendant, Foreign, Own};
    use Standing::{Accepted, Decided, Undecided};
    let screened = IntakeRelation {
        requested: true,
        ..intake(Own, Undecided)
    };
    let accepted = |it| intake(Own, Accepted(it));
    let descendant = |it| intake(Descendant, Accepted(it));
    let transferred_in = intake(Foreign, Accepted(case(Own, Standard)));
    [
        ("intake.unit", intake(Own, Undecided)),
        ("intake.unit_screened", screened),
        ("intake.descendant", intake(Descendant, Undecided)),
        ("intake.ancestor", intake(Ancestor, Undecided)),
        ("intake.foreign", intake(Foreign, Undecided)),
        ("intake.unit_decided", intake(Own, Decided)),
        ("intake.descendant_decided", intake(Descendant, Decided)),
        ("intake.foreign_decided", intake(Foreign, Decided)),
        (
            "intake.own_case",
            accepted(case(Own, Standard).responsible()),
        ),
        ("intake.team_case", accepted(case(Own, Confidential).team())),
        (
            "intake.listed_case",
            accepted(case(Own, Restricted).listed()),
        ),
        ("intake.unit_standard_case", accepted(case(Own, Standard))),
        (
            "intake.unit_confidential_case",
            accepted(case(Own, Confidential)),
        ),
        (
            "intake.unit_restricted_case",
            accepted(case(Own, Restricted)),
        ),
        (
            "intake.descendant_standard_case",
            descendant(case(Descendant, Standard)),
        ),
        (
            "intake.descendant_restricted_case",
            descendant(case(Descendant, Restricted)),
        ),
        (
            "intake.transferred_out_case",
            accepted(case(Foreign, Standard)),
        ),
        ("intake.transferred_in_case", transferred_in),
    ]
}

fn party_relations() -> [(&'static str, Place, Named); 13] {
    use Confidentiality::{Confidential, Restricted, Standard};
    use Named::{Case, Intake, Nowhere};
    use Place::{Ancestor, Descendant, Foreign, Own};
    use Standing::{Accepted, Decided, Undecided};
    let own = case(Own, Standard).responsible();
    let in_case = |it| (Foreign, Case(it));
    let in_intake = |at, standing| (Foreign, Intake(intake(at, standing)));
    [
        ("party.unit", (Own, Nowhere)),
        ("party.descendant", (Descendant, Nowhere)),
        ("party.ancestor", (Ancestor, Nowhere)),
        ("party.foreign", (Foreign, Nowhere)),
        ("party.foreign_in_own_case", in_case(own)),
        (
            "party.foreign_in_team_case",
            in_case(case(Own, Confidential).team()),
        ),
        (
            "party.foreign_in_unit_standard_case",
            in_case(case(Own, Standard)),
        ),
        (
            "party.foreign_in_unit_confidential_case",
            in_case(case(Own, Confidential)),
        ),
        (
            "party.foreign_in_unit_restricted_case",
            in_case(case(Own, Restricted)),
        ),
        ("party.foreign_in_unit_intake", in_intake(Own, Undecided)),
        (
            "party.foreign_in_descendant_intake",
            in_intake(Descendant, Undecided),
        ),
        (
            "party.foreign_in_unit_decided_intake",
            in_intake(Own, Decided),
        ),
        (
            "party.foreign_in_own_case_intake",
            in_intake(Own, Accepted(own)),
        ),
    ]
    .map(|(name, (at, it))| (name, at, it))
}

fn person_relations() -> [(&'static str, Place, Named); 22] {
    use Confidentiality::{Confidential, Restricted, Standard};
    use Named::{Case, Household, Intake, Merged, Nowhere};
    use Place::{Ancestor, Descendant, Foreign, Own};
    use Standing::{Accepted, Decided, Undecided};
    let accepted = |it| Intake(intake(Own, Accepted(it)));
    let in_case = |it| Case(it);
    let (own, team) = (
        case(Own, Standard).responsible(),
        case(Own, Confidential).team(),
    );
    let listed = case(Own, Restricted).listed();
    [
        ("person.unit", Own, Nowhere),
        (
            "person.unit_in_restricted_case",
            Own,
            in_case(case(Own, Restricted)),
        ),
        ("person.descendant", Descendant, Nowhere),
        ("person.ancestor", Ancestor, Nowhere),
        ("person.foreign", Foreign, Nowhere),
        ("person.foreign_merged_from_unit", Foreign, Merged(Own)),
        (
            "person.foreign_merged_from_descendant",
            Foreign,
            Merged(Descendant),
        ),
        ("person.foreign_in_own_case", Foreign, in_case(own)),
        ("person.foreign_in_team_case", Foreign, in_case(team)),
        ("person.foreign_in_listed_case", Foreign, in_case(listed)),
        (
            "person.foreign_in_unit_standard_case",
            Foreign,
            in_case(case(Own, Standard)),
        ),
        (
            "person.foreign_in_unit_confidential_case",
            Foreign,
            in_case(case(Own, Confidential)),
        ),
        (
            "person.foreign_in_unit_restricted_case",
            Foreign,
            in_case(case(Own, Restricted)),
        ),
        (
            "person.foreign_in_unit_intake",
            Foreign,
            Intake(intake(Own, Undecided)),
        ),
        (
            "person.foreign_in_descendant_intake",
            Foreign,
            Intake(intake(Descendant, Undecided)),
        ),
        (
            "person.foreign_in_unit_decided_intake",
            Foreign,
            Intake(intake(Own, Decided)),
        ),
        ("person.foreign_in_own_case_intake", Foreign, accepted(own)),
        (
            "person.foreign_in_team_case_intake",
            Foreign,
            accepted(team),
        ),
        (
            "person.foreign_in_unit_restricted_case_intake",
            Foreign,
            accepted(case(Own, Restricted)),
        ),
        ("person.foreign_in_unit_household", Foreign, Household(Own)),
        (
            "person.foreign_in_descendant_household",
            Foreign,
            Household(Descendant),
        ),
        (
            "person.foreign_in_ancestor_household",
            Foreign,
            Household(Ancestor),
        ),
    ]
}
