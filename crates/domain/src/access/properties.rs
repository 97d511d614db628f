//! What holds for every actor and every record, on random ones.

use chrono::{DateTime, Utc};
use proptest::{
    collection::{btree_set, vec},
    option,
    prelude::*,
    sample::select,
    test_runner::Config,
};
use uuid::Uuid;

use super::relations::{Relation, Who, relations};
use super::{
    Action, Actor, CaseFacts, Confidentiality, Decision, Denial, Facts, Grant, IntakeFacts,
    IntakeStanding, IntegrationFacts, Membership, Naming, Obligation, OfferFacts, OfferedTo,
    PersonFacts, Principal, Role, Scope, Target, UnitFacts, WorkerFacts, administrator_stays,
    decide, may_grant, sight, visible_cases, visible_intakes, visible_parties, visible_persons,
    visible_register,
};
use crate::{
    parties::{GrantId, IntegrationId, UnitId, WorkerId},
    words::Word,
};

pub(super) fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn allows(actor: &Actor, action: Action, facts: &Facts) -> bool {
    decide(actor, action, facts, now()).into_result().is_ok()
}

/// Seven units: two under the top, two under each of those.
const PARENTS: [Option<usize>; 7] = [None, Some(0), Some(0), Some(1), Some(1), Some(2), Some(2)];

fn unit(index: usize) -> UnitId {
    UnitId(Uuid::from_u128(100 + index as u128))
}

fn reach_of(index: usize) -> Vec<UnitId> {
    let up = std::iter::successors(Some(index), |at| PARENTS[*at]);
    up.map(unit).collect()
}

fn me() -> WorkerId {
    WorkerId(Uuid::from_u128(1))
}

fn reach() -> impl Strategy<Value = Vec<UnitId>> {
    (0..PARENTS.len()).prop_map(reach_of)
}

fn word<W: Word>() -> impl Strategy<Value = W> {
    select(W::all())
}

fn somebody() -> impl Strategy<Value = Option<WorkerId>> {
    option::of((1..4_u128).prop_map(|n| WorkerId(Uuid::from_u128(n))))
}

fn grant() -> impl Strategy<Value = Grant> {
    (word(), 0..PARENTS.len()).prop_map(|(role, at)| Grant {
        id: GrantId(Uuid::from_u128(9)),
        role,
        unit_id: unit(at),
    })
}

fn actor_of(principal: Principal) -> impl Strategy<Value = Actor> {
    let scopes = prop_oneof![
        3 => Just(Scope::all().iter().copied().collect()),
        1 => btree_set(word::<Scope>(), 0..8),
    ];
    let parts = (0..PARENTS.len(), vec(grant(), 0..4), scopes);
    parts.prop_map(move |(at, grants, scopes)| Actor {
        principal,
        unit: unit(at),
        grants,
        scopes,
    })
}

fn worker() -> impl Strategy<Value = Actor> {
    actor_of(Principal::Worker(me()))
}

fn machine() -> impl Strategy<Value = Actor> {
    actor_of(Principal::Integration(IntegrationId(Uuid::from_u128(1))))
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![3 => worker(), 1 => machine()]
}

fn case() -> impl Strategy<Value = CaseFacts> {
    let parts = (reach(), word(), option::of(word()), somebody(), somebody());
    parts.prop_map(|(reach, class, member, requested_by, author)| CaseFacts {
        reach,
        class,
        member,
        requested_by,
        author,
    })
}

fn intake() -> impl Strategy<Value = IntakeFacts> {
    let standing = prop_oneof![
        Just(IntakeStanding::Undecided),
        Just(IntakeStanding::Decided),
        case().prop_map(IntakeStanding::Accepted),
    ];
    let parts = (reach(), standing, somebody());
    parts.prop_map(|(reach, standing, requested_by)| IntakeFacts {
        reach,
        standing,
        requested_by,
    })
}

fn person() -> impl Strategy<Value = PersonFacts> {
    let naming = prop_oneof![
        2 => case().prop_map(Naming::Case),
        2 => intake().prop_map(Naming::Intake),
        1 => reach().prop_map(Naming::Household),
    ];
    let parts = (reach(), vec(reach(), 0..2), vec(naming, 0..3));
    parts.prop_map(|(reach, also_registered, named_in)| PersonFacts {
        reach,
        also_registered,
        named_in,
    })
}

fn offer() -> impl Strategy<Value = OfferFacts> {
    let to = prop_oneof![
        somebody().prop_map(OfferedTo::Worker),
        reach().prop_map(OfferedTo::Unit),
    ];
    (case(), to).prop_map(|(case, to)| OfferFacts { case, to })
}

fn party() -> impl Strategy<Value = PersonFacts> {
    person().prop_map(|mut party| {
        let household = |naming: &Naming| matches!(naming, Naming::Household(_));
        party.named_in.retain(|naming| !household(naming));
        party
    })
}

fn facts() -> impl Strategy<Value = Facts> {
    prop_oneof![
        4 => offer().prop_map(Facts::Offer),
        4 => case().prop_map(Facts::Case),
        4 => intake().prop_map(Facts::Intake),
        4 => person().prop_map(Facts::Person),
        2 => party().prop_map(Facts::Party),
        1 => reach().prop_map(|reach| Facts::Unit(UnitFacts { reach })),
        1 => reach().prop_map(|reach| Facts::Worker(WorkerFacts { reach })),
        1 => reach().prop_map(|reach| Facts::Integration(IntegrationFacts { reach })),
        1 => select(vec![Facts::Cases, Facts::Intakes, Facts::Persons, Facts::Register]),
        1 => (1..3_u128).prop_map(|n| Facts::Own(Principal::Worker(WorkerId(Uuid::from_u128(n))))),
        1 => Just(Facts::Public),
    ]
}

/// Without a file of past failures: what fails is printed and becomes a row of the matrix.
fn config() -> Config {
    Config {
        failure_persistence: None,
        ..Config::with_cases(4096)
    }
}

fn with_every_scope(mut actor: Actor) -> Actor {
    actor.scopes = Scope::all().iter().copied().collect();
    actor
}

fn with_roles_only(mut actor: Actor, roles: &[Role]) -> Actor {
    actor.grants.retain(|grant| roles.contains(&grant.role));
    actor
}

fn with_grants(mut actor: Actor, grants: Vec<Grant>) -> Actor {
    actor.grants = grants;
    actor
}

fn is_restricted(naming: &Naming) -> bool {
    let case = match naming {
        Naming::Case(case) => Some(case),
        Naming::Intake(intake) => match &intake.standing {
            IntakeStanding::Accepted(case) => Some(case),
            IntakeStanding::Undecided | IntakeStanding::Decided => None,
        },
        Naming::Household(_) => None,
    };
    case.is_some_and(|case| case.class == Confidentiality::Restricted)
}

/// What a restricted case and its intake leave behind when they are not there.
fn without_restricted(facts: Facts) -> Option<Facts> {
    match facts {
        Facts::Case(case) => {
            (case.class != Confidentiality::Restricted).then_some(Facts::Case(case))
        }
        Facts::Offer(offer) => {
            let there = offer.case.class != Confidentiality::Restricted;
            there.then_some(Facts::Offer(offer))
        }
        Facts::Intake(intake) => {
            let there = !is_restricted(&Naming::Intake(intake.clone()));
            there.then_some(Facts::Intake(intake))
        }
        Facts::Person(mut person) => {
            person.named_in.retain(|naming| !is_restricted(naming));
            Some(Facts::Person(person))
        }
        Facts::Party(mut party) => {
            party.named_in.retain(|naming| !is_restricted(naming));
            Some(Facts::Party(party))
        }
        other @ (Facts::Unit(_) | Facts::Worker(_) | Facts::Integration(_)) => Some(other),
        other @ (Facts::Cases | Facts::Intakes | Facts::Persons | Facts::Register) => Some(other),
        other @ (Facts::Own(_) | Facts::Public) => Some(other),
    }
}

fn nobody_is_named(facts: Facts) -> Facts {
    fn on_case(mut case: CaseFacts) -> CaseFacts {
        case.member = None;
        case
    }
    fn on_intake(mut intake: IntakeFacts) -> IntakeFacts {
        if let IntakeStanding::Accepted(case) = intake.standing {
            intake.standing = IntakeStanding::Accepted(on_case(case));
        }
        intake
    }
    fn on_person(mut person: PersonFacts) -> PersonFacts {
        let unnamed = person.named_in.into_iter().map(|naming| match naming {
            Naming::Case(case) => Naming::Case(on_case(case)),
            Naming::Intake(intake) => Naming::Intake(on_intake(intake)),
            other @ Naming::Household(_) => other,
        });
        person.named_in = unnamed.collect();
        person
    }
    match facts {
        Facts::Case(case) => Facts::Case(on_case(case)),
        // To be offered a case is to be named on it.
        Facts::Offer(OfferFacts { case, to }) => Facts::Offer(OfferFacts {
            case: on_case(case),
            to: match to {
                OfferedTo::Worker(_) => OfferedTo::Worker(None),
                OfferedTo::Unit(reach) => OfferedTo::Unit(reach),
            },
        }),
        Facts::Intake(intake) => Facts::Intake(on_intake(intake)),
        Facts::Person(person) => Facts::Person(on_person(person)),
        Facts::Party(party) => Facts::Party(on_person(party)),
        other @ (Facts::Unit(_) | Facts::Worker(_) | Facts::Integration(_)) => other,
        other @ (Facts::Cases | Facts::Intakes | Facts::Persons | Facts::Register) => other,
        other @ (Facts::Own(_) | Facts::Public) => other,
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reading_is_exactly_what_a_branch_matches(actor in actor(), facts in facts()) {
        let actor = with_every_scope(actor);
        let (read, seen) = match &facts {
            Facts::Case(it) => {
                (Action::ReadCase, visible_cases(&actor).iter().any(|b| b.matches(it)))
            }
            Facts::Offer(it) => {
                let read = match it.to {
                    OfferedTo::Worker(_) => Action::ReadReassignment,
                    OfferedTo::Unit(_) => Action::ReadTransfer,
                };
                (read, sight(&actor, &facts).is_some())
            }
            Facts::Intake(it) => {
                (Action::ReadIntake, visible_intakes(&actor).iter().any(|b| b.matches(it)))
            }
            Facts::Person(it) => {
                (Action::ReadPerson, visible_persons(&actor).iter().any(|b| b.matches(it)))
            }
            Facts::Party(it) => {
                (Action::ReadHousehold, visible_parties(&actor).iter().any(|b| b.matches(it)))
            }
            Facts::Unit(it) => {
                (Action::ReadUnit, visible_register(&actor).iter().any(|b| b.holds(&it.reach)))
            }
            Facts::Worker(it) => {
                (Action::ReadWorker, visible_register(&actor).iter().any(|b| b.holds(&it.reach)))
            }
            Facts::Integration(it) => (
                Action::ReadIntegration,
                visible_register(&actor).iter().any(|b| b.holds(&it.reach)),
            ),
            Facts::Cases => (Action::ListCases, !visible_cases(&actor).is_empty()),
            Facts::Intakes => (Action::ListIntakes, !visible_intakes(&actor).is_empty()),
            Facts::Persons => (Action::SearchPersons, !visible_persons(&actor).is_empty()),
            Facts::Register => (Action::ListUnits, !visible_register(&actor).is_empty()),
            Facts::Own(owner) => (Action::ReadOwnProfile, *owner == actor.principal),
            Facts::Public => (Action::ReadCodeLists, true),
        };
        prop_assert_eq!(allows(&actor, read, &facts), seen);
    }

    #[test]
    fn what_is_seen_with_several_grants_is_what_each_shows(actor in worker(), facts in facts()) {
        let alone = |grant| sight(&with_grants(actor.clone(), grant), &facts);
        let mut views = vec![alone(vec![])];
        views.extend(actor.grants.iter().map(|grant| alone(vec![*grant])));
        prop_assert_eq!(sight(&actor, &facts), views.into_iter().max().flatten());
    }

    #[test]
    fn a_grant_more_takes_nothing_away(actor in actor(), more in grant(), facts in facts()) {
        let mut richer = actor.clone();
        richer.grants.push(more);
        prop_assert!(sight(&actor, &facts) <= sight(&richer, &facts));
        for action in Action::ALL {
            let before = allows(&actor, *action, &facts);
            prop_assert!(!before || allows(&richer, *action, &facts), "{}", action.code());
        }
    }

    #[test]
    fn what_is_invisible_is_so_for_every_action_the_token_is_good_for(actor in actor(), facts in facts()) {
        let seen = sight(&actor, &facts).is_some();
        prop_assert_eq!(sight(&with_every_scope(actor.clone()), &facts).is_some(), seen);
        for action in Action::ALL {
            let decision = decide(&actor, *action, &facts, now());
            let foreign = action.target() != facts.target();
            let scope = action.scope().filter(|it| !actor.scopes.contains(it) && !foreign);
            let missing = scope.map(|scope| Decision::Deny(Denial::ScopeMissing(scope)));
            let invisible = foreign || (!seen && missing.is_none());
            prop_assert_eq!(decision == Decision::Deny(Denial::Invisible), invisible);
            if let Some(missing) = missing {
                prop_assert_eq!(decision, missing);
            }
        }
    }

    #[test]
    fn an_integration_never_sees_a_restricted_case(actor in machine(), facts in facts()) {
        let without = without_restricted(facts.clone());
        let seen = without.and_then(|facts| sight(&actor, &facts));
        prop_assert_eq!(sight(&actor, &facts), seen);
    }

    #[test]
    fn nor_does_a_worker_who_is_not_named_on_it(actor in worker(), facts in facts()) {
        let facts = nobody_is_named(facts);
        let without = without_restricted(facts.clone());
        let seen = without.and_then(|facts| sight(&actor, &facts));
        prop_assert_eq!(sight(&actor, &facts), seen);
    }

    #[test]
    fn an_integration_gains_nothing_by_a_grant_or_a_name(actor in machine(), facts in facts()) {
        let bare = with_grants(actor.clone(), vec![]);
        let unnamed = nobody_is_named(facts.clone());
        for action in Action::ALL {
            prop_assert_eq!(allows(&actor, *action, &facts), allows(&bare, *action, &unnamed));
        }
    }

    #[test]
    fn an_integration_writes_persons_and_intakes_only(actor in machine(), facts in facts()) {
        for action in Action::ALL.iter().filter(|it| it.is_write()) {
            let own = action.scope().is_none();
            let may = [Some(Scope::PersonsWrite), Some(Scope::IntakesWrite)];
            prop_assert!(
                own || may.contains(&action.scope()) || !allows(&actor, *action, &facts),
                "{}", action.code(),
            );
        }
    }

    #[test]
    fn nobody_approves_an_own_request_or_case(actor in actor(), facts in facts()) {
        let own = match &facts {
            Facts::Case(case) | Facts::Offer(OfferFacts { case, .. }) => {
                case.requested_by == Some(me()) || case.member == Some(Membership::Responsible)
            }
            Facts::Intake(intake) => intake.requested_by == Some(me()),
            Facts::Person(_) | Facts::Party(_) | Facts::Unit(_) | Facts::Worker(_) => false,
            Facts::Integration(_) => false,
            Facts::Cases | Facts::Intakes | Facts::Persons | Facts::Register => false,
            Facts::Own(_) | Facts::Public => false,
        };
        let approvals = [
            Action::DecideClosure,
            Action::AcknowledgeAlarm,
            Action::RequestTransfer,
            Action::DecideReassignment,
            Action::AnswerTransfer,
            Action::OverrideCaseRequirement,
            Action::OverrideIntakeRequirement,
        ];
        for action in approvals {
            prop_assert!(!own || !allows(&actor, action, &facts), "{}", action.code());
        }
    }

    #[test]
    fn a_decided_intake_is_written_by_nobody_but_for_the_papers_of_its_case(
        actor in actor(), intake in intake(),
    ) {
        let open = intake.standing == IntakeStanding::Undecided;
        let case = match &intake.standing {
            IntakeStanding::Accepted(case) => Some(Facts::Case(case.clone())),
            IntakeStanding::Undecided | IntakeStanding::Decided => None,
        };
        let actor = with_every_scope(actor);
        let of_case = |action| case.as_ref().is_some_and(|case| allows(&actor, action, case));
        let facts = Facts::Intake(intake);
        for action in Action::ALL.iter().filter(|it| it.is_write()) {
            let papers = (*action == Action::ManageIntakeDocuments && of_case(Action::AddTask))
                || (*action == Action::WaiveDocument && of_case(Action::AssignCase));
            prop_assert!(open || papers == allows(&actor, *action, &facts), "{}", action.code());
        }
    }

    #[test]
    fn auditors_write_nothing_and_data_officers_merge_only(actor in worker(), facts in facts()) {
        let readers = [Role::Auditor, Role::DataOfficer, Role::DirectoryEditor];
        let actor = with_roles_only(actor, &readers);
        for action in Action::ALL.iter().filter(|it| it.is_write() && it.scope().is_some()) {
            let merges = *action == Action::MergePersons && actor.holds(&[Role::DataOfficer]);
            prop_assert!(merges || !allows(&actor, *action, &facts), "{}", action.code());
        }
    }

    #[test]
    fn only_data_officers_merge(actor in actor(), facts in facts()) {
        let officer = actor.holds(&[Role::DataOfficer]);
        prop_assert!(officer || !allows(&actor, Action::MergePersons, &facts));
    }

    #[test]
    fn administrators_see_no_case_intake_or_person(actor in worker(), facts in facts()) {
        let actor = with_roles_only(actor, &[Role::Administrator]);
        let content = [
            Target::Case, Target::Reassignment, Target::Transfer, Target::Intake, Target::Person,
            Target::Party,
        ];
        prop_assert!(!content.contains(&facts.target()) || sight(&actor, &facts).is_none());
    }

    #[test]
    fn nobody_grants_beyond_the_own_reach_or_to_themselves(
        actor in actor(), to in 1..3_u128, at in 0..PARENTS.len(),
    ) {
        let to = WorkerId(Uuid::from_u128(to));
        let reach = reach_of(at);
        let above = |grant: &Grant| {
            grant.role == Role::Administrator && reach.contains(&grant.unit_id)
        };
        let may = actor.worker().is_some_and(|it| it != to) && actor.grants.iter().any(above);
        prop_assert_eq!(may_grant(&actor, to, &reach).is_ok(), may);
    }
}

#[test]
fn reads_of_persons_and_cases_are_logged_and_the_spine_is_said_to_be_one() {
    let scene = super::matrix_tests::scene();
    let bound = |role, relation, action| {
        let who = Who::Role(role);
        let facts = scene.facts(relation, who);
        let decision = decide(&scene.actor(who), action, &facts, now());
        decision.into_result().expect("allowed")
    };
    let rows: std::collections::BTreeMap<_, Relation> = relations().into_iter().collect();
    let (case, person) = (rows["case.own"], rows["person.unit"]);
    use Obligation::{LogRead, SpineOnly};
    assert_eq!(bound(Role::Caseworker, case, Action::ReadCase), [LogRead]);
    assert_eq!(
        bound(Role::Caseworker, case, Action::ReadTimeline),
        [LogRead]
    );
    assert_eq!(bound(Role::Caseworker, case, Action::WriteNote), []);
    assert_eq!(
        bound(Role::DataOfficer, case, Action::ReadCase),
        [LogRead, SpineOnly]
    );
    assert_eq!(
        bound(Role::DataOfficer, person, Action::ReadPersonHistory),
        [LogRead]
    );
    assert_eq!(
        bound(Role::Caseworker, Relation::Cases, Action::ListCases),
        []
    );
}

#[test]
fn every_action_has_a_name_of_its_own_and_no_read_needs_a_writing_scope() {
    let mut names: Vec<_> = Action::ALL.iter().map(|it| it.code()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Action::ALL.len());
    for action in Action::ALL {
        let scope = action.scope().map_or("", Word::code);
        assert!(
            !scope.ends_with(":read") || !action.is_write(),
            "{}",
            action.code()
        );
        assert!(
            !scope.ends_with(":write") || action.is_write(),
            "{}",
            action.code()
        );
    }
}

#[test]
fn two_roles_at_one_unit_are_one_query() {
    let scene = super::matrix_tests::scene();
    let mut actor = scene.actor(Who::Role(Role::Supervisor));
    let once = visible_persons(&actor);
    let role = Role::Director;
    actor.grants.push(Grant {
        role,
        ..actor.grants[0]
    });
    assert_eq!(visible_persons(&actor), once);
}

#[test]
fn the_last_administrator_stays() {
    assert!(!administrator_stays(Role::Administrator, 0));
    assert!(administrator_stays(Role::Administrator, 1));
    assert!(administrator_stays(Role::Director, 0));
}
