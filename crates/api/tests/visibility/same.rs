//! The rules and the database say the same.

use std::collections::{BTreeMap, BTreeSet};

use api::{cases::list::Order, intake::list::IntakeSort, parties::persons::load};
use domain::access::{Actor, Naming, PersonFacts, View, visible_parties, visible_persons};
use uuid::Uuid;

use crate::{lists, world::World};

/// What a comparison found: who is told of too many records, or of too few.
pub fn differences(
    actor: &Actor,
    expected: &BTreeSet<Uuid>,
    found: &BTreeSet<Uuid>,
) -> Option<String> {
    let (more, less) = (found - expected, expected - found);
    (expected != found).then(|| {
        format!(
            "{:?} {:?} at {}: {} too many {:?}, {} missing {:?}",
            actor.principal,
            actor.grants,
            actor.unit,
            more.len(),
            more.first(),
            less.len(),
            less.first(),
        )
    })
}

fn none(found: Vec<String>) {
    let shown: Vec<_> = found.iter().take(5).collect();
    assert!(
        found.is_empty(),
        "{} differ, such as {shown:#?}",
        found.len()
    );
}

/// A world in which nobody, or everybody, sees everything would prove nothing.
fn telling(counts: &[usize], all: usize) {
    let some = counts.iter().filter(|count| (1..all).contains(*count));
    assert!(
        some.count() * 2 > counts.len(),
        "most see nothing or everything"
    );
}

#[test]
fn everybody_lists_exactly_the_persons_the_rules_let_them_read() {
    let mut world = World::new();
    let (mut found, mut counts) = (Vec::new(), Vec::new());
    for actor in world.actors.clone() {
        let expected = world.persons_of(&actor);
        counts.push(expected.len());
        let listed = lists::persons(&mut world.place, &visible_persons(&actor));
        found.extend(differences(&actor, &expected, &listed));
    }
    none(found);
    telling(&counts, world.persons.len());
}

#[test]
fn everybody_lists_exactly_the_households_and_groups_the_rules_let_them_read() {
    let mut world = World::new();
    let (mut found, mut counts) = (Vec::new(), Vec::new());
    for actor in world.actors.clone() {
        let [households, groups] = world.parties_of(&actor);
        counts.push(households.len() + groups.len());
        let branches = visible_parties(&actor);
        let listed = lists::households(&mut world.place, &branches);
        found.extend(differences(&actor, &households, &listed));
        let listed = lists::groups(&mut world.place, &branches);
        found.extend(differences(&actor, &groups, &listed));
    }
    none(found);
    telling(&counts, world.parties.len());
}

#[test]
fn everybody_lists_exactly_the_intakes_the_rules_let_them_read() {
    let mut world = World::new();
    let (mut found, mut counts) = (Vec::new(), Vec::new());
    for actor in world.actors.clone() {
        let expected = world.intakes_of(&actor);
        counts.push(expected.len());
        let branches = api::intake::list::branches(&mut world.place.tx(), &actor, None).unwrap();
        for sort in [IntakeSort::ReceivedAt, IntakeSort::ModifiedAt] {
            let listed = lists::intakes(&mut world.place, &branches, sort, None);
            found.extend(differences(&actor, &expected, &listed));
        }
    }
    none(found);
    telling(&counts, world.intakes.len());
}

#[test]
fn what_one_unit_took_in_is_listed_to_whoever_reads_it_wherever_its_case_is_now() {
    let mut world = World::new();
    let (mut found, mut some) = (Vec::new(), 0);
    for (n, actor) in world.actors.clone().into_iter().enumerate() {
        let expected = world.intakes_of(&actor);
        for unit in [n, n + 7, n + 13]
            .map(|n| world.unit(n))
            .into_iter()
            .chain([actor.unit])
        {
            let expected = &expected & &world.taken_in(unit);
            some += usize::from(!expected.is_empty());
            let tx = &mut world.place.tx();
            let branches = api::intake::list::branches(tx, &actor, Some(unit)).unwrap();
            for sort in [IntakeSort::ReceivedAt, IntakeSort::ModifiedAt] {
                let listed = lists::intakes(&mut world.place, &branches, sort, Some(unit));
                found.extend(differences(&actor, &expected, &listed));
            }
        }
    }
    none(found);
    assert!(some > 50, "{some}");
}

#[test]
fn everybody_lists_exactly_the_cases_the_rules_let_them_read_and_no_more_of_each() {
    let mut world = World::new();
    let (mut found, mut counts) = (Vec::new(), Vec::new());
    for actor in world.actors.clone() {
        let expected = world.cases_of(&actor);
        counts.push(expected.len());
        for order in [Order::OpenedAt, Order::ModifiedAt] {
            let listed = lists::cases(&mut world.place, &actor, order);
            let full = |views: &BTreeMap<Uuid, View>| -> BTreeSet<Uuid> {
                let full = views.iter().filter(|(_, view)| **view == View::Full);
                full.map(|(id, _)| *id).collect()
            };
            let ids = |views: &BTreeMap<Uuid, View>| views.keys().copied().collect();
            found.extend(differences(&actor, &ids(&expected), &ids(&listed)));
            found.extend(differences(&actor, &full(&expected), &full(&listed)));
        }
    }
    none(found);
    telling(&counts, world.cases.len());
}

#[test]
fn what_is_loaded_of_a_person_is_what_there_is() {
    let mut world = World::new();
    let sorted = |facts: PersonFacts| {
        let mut named: Vec<String> = facts.named_in.iter().map(|it| format!("{it:?}")).collect();
        named.sort();
        (facts.reach, facts.also_registered, named)
    };
    let mut namings = 0;
    for actor in world.actors.clone().iter().step_by(20) {
        let expected = world.person_facts(actor);
        for (n, person) in world.persons.iter().enumerate() {
            // A record that was merged leads to the one that survives.
            let facts = expected[person.merged_into.unwrap_or(n)].clone();
            namings += facts.named_in.len();
            let id = person.id;
            let loaded = load::facts(&mut world.place.tx(), actor, id)
                .unwrap()
                .unwrap();
            assert_eq!(sorted(loaded), sorted(facts), "{id}");
        }
    }
    let any = world.person_facts(&world.actors[0]);
    let intake = |naming: &Naming| matches!(naming, Naming::Intake(_));
    let household = |naming: &Naming| matches!(naming, Naming::Household(_));
    assert!(any.iter().any(|facts| facts.named_in.iter().any(intake)));
    assert!(any.iter().any(|facts| facts.named_in.iter().any(household)));
    assert!(namings > 1_000, "{namings}");
}
