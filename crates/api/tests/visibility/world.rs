//! A world of chance: units, workers with grants, integrations, persons, households and groups
//! with their members, intakes and cases, as rows and, beside them, as facts that no query has made.

use std::collections::{BTreeMap, BTreeSet};

use api::{
    db::{
        schema::{case_members, units, workers},
        types::{Code, Id, Instant, Json, Levels},
    },
    on,
};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::{
    access::{
        Action, Actor, CaseFacts, Confidentiality, Decision, Facts, Grant, IntakeFacts,
        IntakeStanding, Membership, Naming, PersonFacts, Principal, Role, Scope, View, decide,
        sight,
    },
    assessment::RiskLevel,
    cases::{Case, CaseId, CaseStatus, ClientKind, FileNumber, OpenedCase, Stage},
    intake::{
        Category, Client, Intake, IntakeChannel, IntakeDecision, IntakeDetails, IntakeId,
        IntakeProgress, IntakeStatus, Urgency,
    },
    parties::{
        GrantId, IntegrationId, PersonId, UnitId, WorkerId,
        group::{Group, GroupDetails, GroupKind, GroupRole},
        household::{Household, HouseholdDetails, HouseholdRelation},
        member::{Member, Party, PartyRole, Position},
        person::{Person, PersonDetails, PersonName},
    },
    texts::{Line, Narrative},
    words::{RecordId, Word},
};
use uuid::{Builder, Uuid};

use crate::{chance::Chance, execute, place::Place};

pub const PERSONS: usize = 900;
pub const INTAKES: usize = 1_200;
const HOUSEHOLDS: usize = 150;
const PARTIES: usize = 220;
const UNITS: usize = 40;
const WORKERS: usize = 160;
const INTEGRATIONS: usize = 40;

pub struct PersonOf {
    pub id: PersonId,
    unit: usize,
    /// The record of the same person that this one was merged into; nothing names it then.
    pub merged_into: Option<usize>,
}

/// A household or group, with those who are its members now.
pub struct PartyOf {
    pub party: Party,
    unit: usize,
    members: BTreeSet<usize>,
}

pub struct IntakeOf {
    pub id: IntakeId,
    unit: usize,
    person: Option<usize>,
    party: Option<usize>,
    decided: bool,
    case: Option<usize>,
}

pub struct CaseOf {
    pub id: CaseId,
    unit: usize,
    class: Confidentiality,
    person: usize,
    party: Option<usize>,
    members: BTreeMap<WorkerId, Membership>,
}

pub struct World {
    pub place: Place,
    pub actors: Vec<Actor>,
    pub persons: Vec<PersonOf>,
    pub parties: Vec<PartyOf>,
    pub intakes: Vec<IntakeOf>,
    pub cases: Vec<CaseOf>,
    units: Vec<UnitId>,
    above: Vec<Option<usize>>,
}

fn id<T: RecordId>(kind: u8, number: usize) -> T {
    let mut bytes = [kind; 10];
    bytes[2..].copy_from_slice(&u64::try_from(number).unwrap().to_be_bytes());
    T::from_uuid(Builder::from_unix_timestamp_millis(1_767_574_800_000, &bytes).into_uuid())
}

/// One of few moments, so that many records share one.
fn moment(chance: &mut Chance) -> DateTime<Utc> {
    let start = DateTime::from_timestamp(1_767_574_800, 0).unwrap();
    start + TimeDelta::hours(i64::try_from(chance.below(100)).unwrap())
}

impl World {
    pub fn new() -> Self {
        let chance = &mut Chance::new();
        let mut world = Self {
            place: Place::new(),
            actors: Vec::new(),
            persons: Vec::new(),
            parties: Vec::new(),
            intakes: Vec::new(),
            cases: Vec::new(),
            units: Vec::new(),
            above: Vec::new(),
        };
        world.place.run("BEGIN");
        world.make_units(chance);
        world.make_actors(chance);
        world.make_persons(chance);
        world.make_parties(chance);
        world.make_intakes(chance);
        world.place.run("COMMIT; ANALYZE");
        let (persons, intakes, cases) =
            (world.persons.len(), world.intakes.len(), world.cases.len());
        println!(
            "{} records ({persons} persons, {PARTIES} households and groups, {intakes} intakes, \
             {cases} cases) × {} principals",
            persons + PARTIES + intakes + cases,
            world.actors.len()
        );
        world
    }

    fn make_units(&mut self, chance: &mut Chance) {
        for n in 0..UNITS {
            // Two countries; the tree has five levels.
            let fits: Vec<usize> = (0..n).filter(|at| self.line(*at).len() < 5).collect();
            let above = (n > 1).then(|| chance.one_of(&fits));
            self.units.push(id(1, n));
            self.above.push(above);
            let Levels([top, one, two, three, four]) = self.levels(n);
            let row = (
                units::id.eq(Id::from(self.units[n])),
                units::parent_id.eq(above.map(|at| Id::from(self.units[at]))),
                units::level.eq(i32::try_from(self.line(n).len() - 1).unwrap()),
                units::unit_0.eq(top.unwrap()),
                units::unit_1.eq(one),
                units::unit_2.eq(two),
                units::unit_3.eq(three),
                units::unit_4.eq(four),
                (
                    units::kind.eq("district_office"),
                    units::country.eq("MY"),
                    units::code.eq(format!("U-{n}")),
                    units::name.eq(format!("Unit {n}")),
                    units::time_zone.eq("Asia/Kuala_Lumpur"),
                    units::weekend.eq(Json(Vec::<String>::new())),
                    units::version.eq(1_i64),
                    units::created_at.eq(Instant::from(moment(chance))),
                    units::modified_at.eq(Instant::from(moment(chance))),
                ),
            );
            execute!(
                &mut self.place.tx(),
                diesel::insert_into(units::table).values(row)
            );
        }
    }

    /// The unit and all above it.
    fn line(&self, unit: usize) -> Vec<usize> {
        std::iter::successors(Some(unit), |at| self.above[*at]).collect()
    }

    fn reach(&self, unit: usize) -> Vec<UnitId> {
        self.line(unit)
            .into_iter()
            .map(|at| self.units[at])
            .collect()
    }

    fn levels(&self, unit: usize) -> Levels {
        let mut levels = [None; 5];
        for (level, at) in self.line(unit).into_iter().rev().enumerate() {
            levels[level] = Some(Id::from(self.units[at]));
        }
        Levels(levels)
    }

    fn make_actors(&mut self, chance: &mut Chance) {
        let scopes: BTreeSet<Scope> = Scope::all().iter().copied().collect();
        for n in 0..WORKERS {
            let unit = self.units[chance.below(UNITS)];
            let worker: WorkerId = id(2, n);
            let row = (
                workers::id.eq(Id::from(worker)),
                workers::unit_id.eq(Id::from(unit)),
                workers::username.eq(format!("worker{n}")),
                workers::full_name.eq("Somebody"),
                workers::password_hash.eq("none"),
                workers::active.eq(true),
                workers::version.eq(1_i64),
                workers::created_at.eq(Instant::from(moment(chance))),
                workers::modified_at.eq(Instant::from(moment(chance))),
            );
            execute!(
                &mut self.place.tx(),
                diesel::insert_into(workers::table).values(row)
            );
            let grants = (0..chance.below(4)).map(|_| Grant {
                id: GrantId(Uuid::nil()),
                role: chance.one_of(Role::all()),
                unit_id: self.units[chance.below(UNITS)],
            });
            self.actors.push(Actor {
                principal: Principal::Worker(worker),
                unit,
                grants: grants.collect(),
                scopes: scopes.clone(),
            });
        }
        for n in 0..INTEGRATIONS {
            self.actors.push(Actor {
                principal: Principal::Integration(IntegrationId(id(3, n))),
                unit: self.units[chance.below(UNITS)],
                grants: Vec::new(),
                scopes: scopes.clone(),
            });
        }
    }

    fn make_persons(&mut self, chance: &mut Chance) {
        for n in 0..PERSONS {
            let unit = chance.below(UNITS);
            let details: PersonDetails = PersonDetails {
                full_name: PersonName::new(&format!("Person {n}")).unwrap(),
                ..serde_json::from_value(serde_json::json!({"full_name": "x"})).unwrap()
            };
            let person = Person {
                id: id(4, n),
                unit_id: self.units[unit],
                registered_by: None,
                external_refs: Vec::new(),
                details,
                merged_ids: Vec::new(),
                version: 1,
                created_at: moment(chance),
                modified_at: moment(chance),
            };
            on!(&mut self.place.tx(), persons::insert(&person, Uuid::nil())).unwrap();
            let merged = n > 0 && chance.in_hundred(15);
            let merged_into = merged.then(|| self.somebody(chance));
            if let Some(survivor) = merged_into {
                let (from, to) = (person.id, self.persons[survivor].id);
                on!(
                    &mut self.place.tx(),
                    person_merges::lead(from, to, person.modified_at)
                )
                .unwrap();
            }
            self.persons.push(PersonOf {
                id: person.id,
                unit,
                merged_into,
            });
        }
    }

    /// A person whose record was not merged into another.
    fn somebody(&self, chance: &mut Chance) -> usize {
        let at = chance.below(self.persons.len());
        self.persons[at].merged_into.unwrap_or(at)
    }

    fn make_parties(&mut self, chance: &mut Chance) {
        for n in 0..PARTIES {
            let (unit, at) = (chance.below(UNITS), moment(chance));
            let (unit_id, version) = (self.units[unit], 1);
            let party = if n < HOUSEHOLDS {
                let household = Household {
                    id: id(7, n),
                    unit_id,
                    registered_by: None,
                    external_refs: Vec::new(),
                    details: HouseholdDetails::default(),
                    version,
                    created_at: at,
                    modified_at: at,
                };
                let by = Uuid::nil();
                on!(&mut self.place.tx(), households::insert(&household, by)).unwrap();
                Party::Household(household.id)
            } else {
                let details = GroupDetails {
                    kind: GroupKind::Group,
                    name: Line::new("A group").unwrap(),
                    place: None,
                    purpose: None,
                };
                let group = Group {
                    id: id(8, n),
                    unit_id,
                    registered_by: None,
                    details,
                    version,
                    created_at: at,
                    modified_at: at,
                };
                on!(&mut self.place.tx(), groups::insert(&group, Uuid::nil())).unwrap();
                Party::Group(group.id)
            };
            let mut members = BTreeSet::new();
            for one in 0..chance.below(5) {
                let (person, past) = (self.somebody(chance), chance.in_hundred(30));
                if !past && !members.insert(person) {
                    continue;
                }
                let number = n * 10 + one;
                match party {
                    Party::Household(_) => {
                        self.join(
                            party,
                            number,
                            person,
                            past,
                            HouseholdRelation::OtherRelative,
                        );
                    }
                    Party::Group(_) => self.join(party, number, person, past, GroupRole::Member),
                }
            }
            self.parties.push(PartyOf {
                party,
                unit,
                members,
            });
        }
    }

    fn join<R: PartyRole>(
        &mut self,
        party: Party,
        number: usize,
        person: usize,
        past: bool,
        role: R,
    ) {
        let person = self.persons[person].id;
        let (since, at) = (None, DateTime::UNIX_EPOCH);
        let mut member = Member::new(party, id(9, number), person, Position { role, since }, at);
        member.stay.until = past.then(|| at.date_naive());
        on!(&mut self.place.tx(), party_members::insert(&member)).unwrap();
    }

    /// The client of an intake or case, of which this is the household or group.
    fn client(&self, party: Option<usize>) -> Client {
        match party.map(|at| self.parties[at].party) {
            None => Client::default(),
            Some(Party::Household(id)) => Client {
                kind: ClientKind::Family,
                household_id: Some(id),
                group_id: None,
            },
            Some(Party::Group(id)) => Client {
                kind: ClientKind::Group,
                household_id: None,
                group_id: Some(id),
            },
        }
    }

    fn make_intakes(&mut self, chance: &mut Chance) {
        for n in 0..INTAKES {
            let accepted = chance.in_hundred(45);
            let named = accepted || chance.in_hundred(70);
            let intake = IntakeOf {
                id: id(5, n),
                unit: chance.below(UNITS),
                person: named.then(|| self.somebody(chance)),
                party: chance.in_hundred(20).then(|| chance.below(PARTIES)),
                decided: accepted || chance.in_hundred(40),
                case: accepted.then_some(self.cases.len()),
            };
            let row = self.intake_row(chance, &intake);
            let levels = self.levels(intake.unit);
            let by = Id(Uuid::nil());
            assert!(on!(&mut self.place.tx(), intakes::insert(&row, by, &levels)).unwrap());
            if let (Some(case), Some(person)) = (intake.case, intake.person) {
                self.make_case(chance, case, &intake, person);
            }
            self.intakes.push(intake);
        }
    }

    fn intake_row(&self, chance: &mut Chance, intake: &IntakeOf) -> Intake {
        let at = moment(chance);
        let decision = match (intake.decided, intake.case) {
            (_, Some(_)) => Some(IntakeDecision::Accepted),
            (true, None) => Some(IntakeDecision::Declined),
            (false, None) => None,
        };
        let open = [
            IntakeStatus::Received,
            IntakeStatus::Screening,
            IntakeStatus::ReturnedIncomplete,
        ];
        let progress = IntakeProgress {
            status: match intake.decided {
                true => IntakeStatus::Decided,
                false => chance.one_of(&open),
            },
            decision,
            case_id: intake.case.map(|case| id(6, case)),
            ..IntakeProgress::received(at)
        };
        Intake {
            id: intake.id,
            unit_id: self.units[intake.unit],
            external_refs: Vec::new(),
            details: IntakeDetails {
                channel: IntakeChannel::WalkIn,
                referrer: None,
                person_id: intake.person.map(|at| self.persons[at].id),
                client: self.client(intake.party),
                presenting_problem: Narrative::new("Something.").unwrap(),
                category: chance.one_of(Category::all()),
                secondary_categories: Vec::new(),
                urgency: Urgency::Routine,
                received_at: at,
            },
            progress,
            screening: None,
            return_note: None,
            resubmission_note: None,
            decision_note: None,
            redirection: None,
            advice: None,
            recorded_by: None,
            recorded_by_integration: None,
            version: 1,
            created_at: at,
            modified_at: moment(chance),
        }
    }

    fn make_case(&mut self, chance: &mut Chance, n: usize, intake: &IntakeOf, person: usize) {
        // A quarter of the cases has moved to another unit since, some of them back again; some
        // cases are about another person than their intake was at first.
        let unit = match chance.in_hundred(25) {
            true => chance.below(UNITS),
            false => intake.unit,
        };
        let person = match chance.in_hundred(10) {
            true => self.somebody(chance),
            false => person,
        };
        let party = match chance.in_hundred(10) {
            true => chance.in_hundred(50).then(|| chance.below(PARTIES)),
            false => intake.party,
        };
        let client = self.client(party);
        let mut members = BTreeMap::new();
        for _ in 0..chance.below(4) {
            let how = chance.one_of(&[Membership::Team, Membership::Listed]);
            members.insert(id(2, chance.below(WORKERS)), how);
        }
        let responsible = id(2, chance.below(WORKERS));
        members.insert(responsible, Membership::Responsible);
        let class = chance.one_of(Confidentiality::all());
        let opened_at = moment(chance);
        let case = Case {
            id: id(6, n),
            opened: OpenedCase {
                unit_id: self.units[intake.unit],
                file_number: FileNumber::new("U", 2026, u32::try_from(n).unwrap()),
                intake_id: intake.id,
                client_kind: client.kind,
                household_id: client.household_id,
                group_id: client.group_id,
                person_id: self.persons[person].id,
                category: Category::OlderPerson,
                secondary_categories: Vec::new(),
                confidentiality: class,
                responsible_id: responsible,
                opened_at,
            },
            external_refs: Vec::new(),
            stage: Stage::Assessment,
            status: CaseStatus::Open,
            risk: RiskLevel::NoneRecorded,
            open_crises: 0,
            alarm: None,
            episode: 1,
            stage_before_termination: None,
            termination_reason: None,
            closed_at: None,
            reopened_at: None,
            held_at: None,
            held_until_on: None,
            hold_reason: None,
            version: 1,
            created_at: opened_at,
            modified_at: moment(chance),
        };
        let levels = self.levels(intake.unit);
        on!(&mut self.place.tx(), cases::insert(&case, &levels)).unwrap();
        if unit != intake.unit || chance.in_hundred(5) {
            let (to, levels) = (self.units[unit], self.levels(unit));
            let tx = &mut self.place.tx();
            on!(tx, cases::move_to_unit(case.id, to, &levels)).unwrap();
        }
        for (worker, how) in members.iter().filter(|(id, _)| **id != responsible) {
            let row = (
                case_members::case_id.eq(Id::from(case.id)),
                case_members::worker_id.eq(Id::from(*worker)),
                case_members::membership.eq(Code(*how)),
                case_members::opened_at.eq(Instant::from(opened_at)),
                case_members::since.eq(Instant::from(opened_at)),
                case_members::unit_id.eq(Id::from(case.opened.unit_id)),
                case_members::confidentiality.eq(Code(case.opened.confidentiality)),
            );
            let insert = diesel::insert_into(case_members::table).values(row);
            execute!(&mut self.place.tx(), insert);
        }
        self.cases.push(CaseOf {
            id: case.id,
            unit,
            class,
            person,
            party,
            members,
        });
    }
}

/// The rules, asked about one record after the other.
impl World {
    fn case_facts(&self, case: &CaseOf, actor: &Actor) -> CaseFacts {
        let worker = actor.worker();
        CaseFacts {
            reach: self.reach(case.unit),
            class: case.class,
            member: worker.and_then(|worker| case.members.get(&worker).copied()),
            requested_by: None,
            author: None,
        }
    }

    fn intake_facts(&self, intake: &IntakeOf, actor: &Actor) -> IntakeFacts {
        IntakeFacts {
            reach: self.reach(intake.unit),
            standing: match (intake.case, intake.decided) {
                (Some(case), _) => {
                    IntakeStanding::Accepted(self.case_facts(&self.cases[case], actor))
                }
                (None, true) => IntakeStanding::Decided,
                (None, false) => IntakeStanding::Undecided,
            },
            requested_by: None,
        }
    }

    /// What names each household and group, in the order of [`Self::parties`].
    fn party_namings(&self, actor: &Actor) -> Vec<Vec<Naming>> {
        let mut named: Vec<Vec<Naming>> = vec![Vec::new(); self.parties.len()];
        for case in &self.cases {
            if let Some(party) = case.party {
                named[party].push(Naming::Case(self.case_facts(case, actor)));
            }
        }
        for intake in &self.intakes {
            if let Some(party) = intake.party {
                named[party].push(Naming::Intake(self.intake_facts(intake, actor)));
            }
        }
        named
    }

    /// The households and the groups that the rules let this actor read.
    pub fn parties_of(&self, actor: &Actor) -> [BTreeSet<Uuid>; 2] {
        let mut seen = [BTreeSet::new(), BTreeSet::new()];
        for (party, named_in) in self.parties.iter().zip(self.party_namings(actor)) {
            let facts = Facts::Party(PersonFacts {
                also_registered: Vec::new(),
                reach: self.reach(party.unit),
                named_in,
            });
            let (which, action, id) = match party.party {
                Party::Household(id) => (0, Action::ReadHousehold, id.uuid()),
                Party::Group(id) => (1, Action::ReadGroup, id.uuid()),
            };
            if reads(actor, action, &facts) {
                seen[which].insert(id);
            }
        }
        seen
    }

    /// What is known of each person, in the order of [`Self::persons`].
    pub fn person_facts(&self, actor: &Actor) -> Vec<PersonFacts> {
        let mut facts: Vec<PersonFacts> = Vec::new();
        for person in &self.persons {
            facts.push(PersonFacts {
                reach: self.reach(person.unit),
                also_registered: Vec::new(),
                named_in: Vec::new(),
            });
        }
        for person in &self.persons {
            if let Some(survivor) = person.merged_into {
                let reach = self.reach(person.unit);
                facts[survivor].also_registered.push(reach);
            }
        }
        for case in &self.cases {
            let naming = Naming::Case(self.case_facts(case, actor));
            facts[case.person].named_in.push(naming);
        }
        for intake in &self.intakes {
            if let Some(person) = intake.person {
                let naming = Naming::Intake(self.intake_facts(intake, actor));
                facts[person].named_in.push(naming);
            }
        }
        // What names a household or group names its members, and so does a household in reach.
        for (party, named_in) in self.parties.iter().zip(self.party_namings(actor)) {
            for member in &party.members {
                let namings = &mut facts[*member].named_in;
                namings.extend(named_in.clone());
                if let Party::Household(_) = party.party {
                    namings.push(Naming::Household(self.reach(party.unit)));
                }
            }
        }
        facts
    }

    /// The persons whom the rules let this actor read.
    pub fn persons_of(&self, actor: &Actor) -> BTreeSet<Uuid> {
        let facts = self.person_facts(actor).into_iter();
        let known = self.persons.iter().zip(facts);
        let seen = known
            .filter(|(_, facts)| reads(actor, Action::ReadPerson, &Facts::Person(facts.clone())));
        seen.map(|(person, _)| person.id.uuid()).collect()
    }

    /// The intakes that the rules let this actor read.
    pub fn intakes_of(&self, actor: &Actor) -> BTreeSet<Uuid> {
        let seen = self.intakes.iter().filter(|intake| {
            let facts = Facts::Intake(self.intake_facts(intake, actor));
            reads(actor, Action::ReadIntake, &facts)
        });
        seen.map(|intake| intake.id.uuid()).collect()
    }

    /// A unit, by its number.
    pub fn unit(&self, n: usize) -> UnitId {
        self.units[n % UNITS]
    }

    /// Those that this unit took in.
    pub fn taken_in(&self, by: UnitId) -> BTreeSet<Uuid> {
        let by = self.intakes.iter().filter(|it| self.units[it.unit] == by);
        by.map(|intake| intake.id.uuid()).collect()
    }

    /// The cases that the rules let this actor read, and how much of each.
    pub fn cases_of(&self, actor: &Actor) -> BTreeMap<Uuid, View> {
        let views = self.cases.iter().filter_map(|case| {
            let facts = Facts::Case(self.case_facts(case, actor));
            let view = sight(actor, &facts)?;
            assert!(reads(actor, Action::ReadCase, &facts));
            Some((case.id.uuid(), view))
        });
        views.collect()
    }
}

fn reads(actor: &Actor, action: Action, facts: &Facts) -> bool {
    match decide(actor, action, facts, DateTime::UNIX_EPOCH) {
        Decision::Allow(_) => true,
        Decision::Deny(_) => false,
    }
}
