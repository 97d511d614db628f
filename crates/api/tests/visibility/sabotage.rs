//! A renderer that is wrong in one small way is found out: what compares is no ornament.

use api::{
    access_sql::{Part, ResolvedBranch, cases_of},
    intake::list::{Branch, IntakeSort, branches as intake_branches},
};
use domain::access::{
    Actor, Boundary, CaseBranch, Confidentiality, IntakeBranch, Membership, PersonBranch,
    visible_parties, visible_persons,
};

use crate::{lists, same::differences, world::World};

const EVERY: &[Confidentiality] = &[
    Confidentiality::Standard,
    Confidentiality::Confidential,
    Confidentiality::Restricted,
];
const NONE: &[Confidentiality] = &[];
const LISTED: &[Membership] = &[Membership::Listed];

fn flipped(within: Boundary) -> Boundary {
    Boundary {
        exact: !within.exact,
        ..within
    }
}

fn case(branch: CaseBranch, boundary: fn(Boundary) -> Boundary, all: bool) -> CaseBranch {
    let widened = |classes| if all { EVERY } else { classes };
    match branch {
        CaseBranch::Unit { within, classes } => CaseBranch::Unit {
            within: boundary(within),
            classes: widened(classes),
        },
        CaseBranch::Spine { within, classes } => CaseBranch::Spine {
            within: boundary(within),
            classes: widened(classes),
        },
        CaseBranch::Member {
            worker,
            memberships,
            classes,
        } => CaseBranch::Member {
            worker,
            memberships,
            classes: widened(classes),
        },
    }
}

/// Each way to be wrong, as what is rendered instead of a branch.
type PersonFault = (&'static str, fn(PersonBranch) -> Option<PersonBranch>);

const PERSON_FAULTS: [PersonFault; 8] = [
    (
        "registering units are taken for whole parts of the tree",
        |it| match it {
            PersonBranch::Unit(within) => Some(PersonBranch::Unit(flipped(within))),
            other => Some(other),
        },
    ),
    (
        "units of cases are taken for whole parts of the tree",
        |it| match it {
            PersonBranch::Case(branch) => Some(PersonBranch::Case(case(branch, flipped, false))),
            other => Some(other),
        },
    ),
    ("the class of a case does not count", |it| match it {
        PersonBranch::Case(branch) => Some(PersonBranch::Case(case(branch, |it| it, true))),
        other => Some(other),
    }),
    ("undecided intakes are forgotten", |it| match it {
        PersonBranch::Intake(IntakeBranch::Unit(_)) => None,
        other => Some(other),
    }),
    (
        "the class of an accepted intake's case does not count",
        |it| match it {
            PersonBranch::Intake(IntakeBranch::Case(branch)) => {
                let wide = IntakeBranch::Case(case(branch, |it| it, true));
                Some(PersonBranch::Intake(wide))
            }
            other => Some(other),
        },
    ),
    ("accepted intakes are forgotten", |it| match it {
        PersonBranch::Intake(IntakeBranch::Case(_)) => None,
        other => Some(other),
    }),
    (
        "members of a household in reach are forgotten",
        |it| match it {
            PersonBranch::Household(_) => None,
            other => Some(other),
        },
    ),
    (
        "units of households are taken for whole parts of the tree",
        |it| match it {
            PersonBranch::Household(within) => Some(PersonBranch::Household(flipped(within))),
            other => Some(other),
        },
    ),
];

#[test]
fn a_wrong_rendering_of_persons_is_found_out() {
    let mut world = World::new();
    for (fault, wrong) in PERSON_FAULTS {
        let found = world.actors.clone().into_iter().any(|actor| {
            let branches: Vec<_> = visible_persons(&actor)
                .into_iter()
                .filter_map(wrong)
                .collect();
            let listed = lists::persons(&mut world.place, &branches);
            differences(&actor, &world.persons_of(&actor), &listed).is_some()
        });
        assert!(found, "nobody notices that {fault}");
    }
}

/// Ways to be wrong about a household or group itself.
const PARTY_FAULTS: [PersonFault; 2] = [
    ("a case names no household or group", |it| match it {
        PersonBranch::Case(_) => None,
        other => Some(other),
    }),
    ("an intake names no household or group", |it| match it {
        PersonBranch::Intake(_) => None,
        other => Some(other),
    }),
];

#[test]
fn a_wrong_rendering_of_households_and_groups_is_found_out() {
    let mut world = World::new();
    for (fault, wrong) in PARTY_FAULTS {
        let mut found = [false, false];
        for actor in world.actors.clone() {
            let branches: Vec<_> = visible_parties(&actor)
                .into_iter()
                .filter_map(wrong)
                .collect();
            let [households, groups] = world.parties_of(&actor);
            let listed = lists::households(&mut world.place, &branches);
            found[0] |= differences(&actor, &households, &listed).is_some();
            let listed = lists::groups(&mut world.place, &branches);
            found[1] |= differences(&actor, &groups, &listed).is_some();
        }
        assert_eq!(found, [true, true], "nobody notices that {fault}");
    }
}

fn narrowed(part: Part) -> Part {
    match part {
        Part::Below(_, unit) => Part::Unit(unit),
        Part::Unit(unit) => Part::Unit(unit),
    }
}

type CaseFault = (&'static str, fn(ResolvedBranch) -> ResolvedBranch);

fn on_units(
    branch: ResolvedBranch,
    change: impl Fn(Part, &'static [Confidentiality]) -> (Part, &'static [Confidentiality]),
) -> ResolvedBranch {
    match branch {
        ResolvedBranch::Units {
            part,
            classes,
            view,
        } => {
            let (part, classes) = change(part, classes);
            ResolvedBranch::Units {
                part,
                classes,
                view,
            }
        }
        other @ ResolvedBranch::Member { .. } => other,
    }
}

const CASE_FAULTS: [CaseFault; 4] = [
    ("units below are forgotten", |it| {
        on_units(it, |part, classes| (narrowed(part), classes))
    }),
    ("a unit is looked for one level too high", |it| {
        on_units(it, |part, classes| match part {
            Part::Below(level, unit) => (Part::Below(level.saturating_sub(1), unit), classes),
            Part::Unit(unit) => (Part::Unit(unit), classes),
        })
    }),
    ("the class does not count", |it| {
        on_units(it, |part, _| (part, EVERY))
    }),
    (
        "readers of a restricted case are readers of any",
        |it| match it {
            ResolvedBranch::Member { worker, mut ways } => {
                ways.push((LISTED.to_vec(), EVERY.to_vec()));
                ResolvedBranch::Member { worker, ways }
            }
            other @ ResolvedBranch::Units { .. } => other,
        },
    ),
];

fn resolved(world: &mut World, actor: &Actor) -> Vec<ResolvedBranch> {
    cases_of(&mut world.place.tx(), actor).unwrap()
}

#[test]
fn a_wrong_rendering_of_cases_is_found_out() {
    let mut world = World::new();
    for (fault, wrong) in CASE_FAULTS {
        let found = world.actors.clone().into_iter().any(|actor| {
            let branches: Vec<_> = resolved(&mut world, &actor)
                .into_iter()
                .map(wrong)
                .collect();
            let listed = lists::cases_through(&mut world.place, &branches);
            let expected = world.cases_of(&actor).into_keys().collect();
            differences(&actor, &expected, &listed).is_some()
        });
        assert!(found, "nobody notices that {fault}");
    }
}

type IntakeFault = (&'static str, fn(Branch) -> Option<Branch>);

const INTAKE_FAULTS: [IntakeFault; 7] = [
    ("what came with its case is forgotten", |it| match it {
        Branch::Moved { .. } => None,
        other @ (Branch::Units { .. } | Branch::Member { .. }) => Some(other),
    }),
    ("units below are forgotten", |it| {
        Some(on_parts(it, |part, classes, unopened| {
            (narrowed(part), classes, unopened)
        }))
    }),
    ("a unit is looked for one level too high", |it| {
        Some(on_parts(it, |part, classes, unopened| match part {
            Part::Below(level, unit) => {
                let higher = Part::Below(level.saturating_sub(1), unit);
                (higher, classes, unopened)
            }
            Part::Unit(unit) => (Part::Unit(unit), classes, unopened),
        }))
    }),
    ("accepted intakes are forgotten", |it| match it {
        Branch::Moved { .. } | Branch::Member { .. } => None,
        units @ Branch::Units { .. } => {
            Some(on_parts(units, |part, _, unopened| (part, NONE, unopened)))
        }
    }),
    ("undecided intakes are forgotten", |it| {
        Some(on_parts(it, |part, classes, _| (part, classes, false)))
    }),
    (
        "the class of an accepted intake's case does not count",
        |it| Some(on_parts(it, |part, _, unopened| (part, EVERY, unopened))),
    ),
    (
        "readers of a restricted case are readers of any",
        |it| match it {
            Branch::Member { worker, mut ways } => {
                ways.push((LISTED.to_vec(), EVERY.to_vec()));
                Some(Branch::Member { worker, ways })
            }
            other @ (Branch::Units { .. } | Branch::Moved { .. }) => Some(other),
        },
    ),
];

type Units = (Part, &'static [Confidentiality], bool);

fn on_parts(branch: Branch, change: fn(Part, &'static [Confidentiality], bool) -> Units) -> Branch {
    match branch {
        Branch::Units {
            part,
            classes,
            unopened,
            taken_in_by,
        } => {
            let (part, classes, unopened) = change(part, classes, unopened);
            Branch::Units {
                part,
                classes,
                unopened,
                taken_in_by,
            }
        }
        Branch::Moved { part, classes } => {
            let (part, classes, _) = change(part, classes, false);
            Branch::Moved { part, classes }
        }
        other @ Branch::Member { .. } => other,
    }
}

#[test]
fn a_wrong_rendering_of_intakes_is_found_out() {
    let mut world = World::new();
    for (fault, wrong) in INTAKE_FAULTS {
        let found = world.actors.clone().into_iter().any(|actor| {
            let branches = intake_branches(&mut world.place.tx(), &actor, None).unwrap();
            let branches: Vec<_> = branches.into_iter().filter_map(wrong).collect();
            let listed = lists::intakes(&mut world.place, &branches, IntakeSort::ReceivedAt, None);
            differences(&actor, &world.intakes_of(&actor), &listed).is_some()
        });
        assert!(found, "nobody notices that {fault}");
    }
}
