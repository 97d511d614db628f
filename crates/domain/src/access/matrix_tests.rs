//! `matrix.txt` against the code: every cell, none missing, none told twice.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::relations::{Relation, Scene, Who, relations};
use super::{Action, Decision, Obligation, Target, decide};
use crate::{
    parties::{GrantId, IntegrationId, UnitId, WorkerId},
    words::Word,
};

/// (relation, who, action) → outcome.
type Cells = BTreeMap<(&'static str, &'static str, &'static str), String>;

pub(super) fn scene() -> Scene {
    Scene {
        above: UnitId(Uuid::from_u128(1)),
        own: UnitId(Uuid::from_u128(2)),
        below: UnitId(Uuid::from_u128(3)),
        foreign: UnitId(Uuid::from_u128(4)),
        worker: WorkerId(Uuid::from_u128(5)),
        colleague: WorkerId(Uuid::from_u128(6)),
        integration: IntegrationId(Uuid::from_u128(7)),
        grant: GrantId(Uuid::from_u128(8)),
    }
}

fn actions_on(target: Target) -> Vec<&'static str> {
    let all = Action::ALL.iter().filter(|it| it.target() == target);
    all.map(|it| it.code()).collect()
}

/// What the file says.
fn written(text: &str) -> Cells {
    let rows: BTreeMap<_, _> = relations().into_iter().collect();
    let mut sets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut cells = Cells::new();
    let blocks = blocks(text);
    for block in &blocks {
        if let Some((name, words)) = block[0]
            .strip_prefix("set ")
            .and_then(|l| l.split_once('='))
        {
            sets.insert(name.trim(), words.split_whitespace().collect());
            continue;
        }
        let names = block[0].trim_matches(['[', ']']).split_whitespace();
        for name in names {
            let (&name, &relation) = rows
                .get_key_value(name)
                .unwrap_or_else(|| panic!("no relation {name}"));
            let mut told = BTreeSet::new();
            for line in &block[1..] {
                let (whos, outcomes) = line.split_once(':').expect("who: outcomes");
                for who in whos_of(whos, &told) {
                    assert!(told.insert(who.code()), "{name}: {} twice", who.code());
                    if relation.fits(who) {
                        tell(&mut cells, &sets, (name, relation, who), outcomes);
                    }
                }
            }
        }
    }
    cells
}

/// A set, or a heading with its lines; comments dropped, continued lines joined.
fn blocks(text: &str) -> Vec<Vec<String>> {
    let mut blocks: Vec<Vec<String>> = Vec::new();
    let meant = |line: &&str| !line.starts_with('#') && !line.trim().is_empty();
    for line in text.lines().filter(meant) {
        if line.starts_with("set ") || line.starts_with('[') {
            blocks.push(vec![line.to_owned()]);
        } else {
            let block = blocks.last_mut().expect("a heading first");
            if line.starts_with(' ') {
                block.last_mut().expect("a line to continue").push_str(line);
            } else {
                block.push(line.to_owned());
            }
        }
    }
    blocks
}

fn whos_of(words: &str, told: &BTreeSet<&str>) -> Vec<Who> {
    if words.trim() == "others" {
        let others = Who::all().into_iter();
        return others.filter(|who| !told.contains(who.code())).collect();
    }
    let known = |word: &str| {
        let mut all = Who::all().into_iter();
        all.find(|who| who.code() == word)
            .unwrap_or_else(|| panic!("nobody is called {word}"))
    };
    words.split_whitespace().map(known).collect()
}

fn tell(
    cells: &mut Cells,
    sets: &BTreeMap<&str, Vec<&str>>,
    (name, relation, who): (&'static str, Relation, Who),
    outcomes: &str,
) {
    let actions = actions_on(scene().facts(relation, who).target());
    let mut rest: BTreeSet<&str> = actions.iter().copied().collect();
    let mut put = |action: &str, outcome: &str| {
        let found = actions.iter().find(|it| **it == action);
        let action = found.unwrap_or_else(|| panic!("{name}: no action {action}"));
        let cell = (name, who.code(), *action);
        let before = cells.insert(cell, outcome.to_owned());
        assert_eq!(before, None, "{cell:?} twice");
    };
    for part in outcomes.split('|') {
        let (outcome, words) = part.trim().split_once(' ').expect("outcome actions");
        for word in words.split_whitespace() {
            let meant = match sets.get(word) {
                Some(set) => set.clone(),
                None if word == "rest" => rest.iter().copied().collect(),
                None => vec![word],
            };
            for action in meant {
                put(action, outcome);
                rest.remove(action);
            }
        }
    }
}

/// What the code does.
fn decided() -> Cells {
    let mut cells = Cells::new();
    for (name, relation) in relations() {
        for who in Who::all().into_iter().filter(|who| relation.fits(*who)) {
            let (actor, facts) = (scene().actor(who), scene().facts(relation, who));
            for action in Action::ALL {
                let decision = decide(&actor, *action, &facts, super::properties::now());
                if action.target() != facts.target() {
                    assert_eq!(outcome(&decision), "invisible", "{name} {}", action.code());
                    continue;
                }
                let cell = (name, who.code(), action.code());
                let before = cells.insert(cell, outcome(&decision).to_owned());
                assert_eq!(before, None, "two relations called {name}");
            }
        }
    }
    cells
}

fn outcome(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allow(bound) if bound.contains(&Obligation::SpineOnly) => "spine",
        Decision::Allow(_) => "allow",
        Decision::Deny(denial) => denial.code().code(),
    }
}

#[test]
fn the_matrix_is_what_the_code_does_in_every_cell() {
    let (written, decided) = (written(include_str!("matrix.txt")), decided());
    let cells: BTreeSet<_> = written.keys().chain(decided.keys()).collect();
    let differences: Vec<String> = cells
        .iter()
        .filter(|cell| written.get(cell) != decided.get(cell))
        .map(|cell| {
            let say = |cells: &Cells| cells.get(cell).cloned().unwrap_or("nothing".into());
            let (matrix, code) = (say(&written), say(&decided));
            format!("{cell:?}: the matrix says {matrix}, the code {code}")
        })
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    let (rows, columns) = (relations().len(), Who::all().len());
    println!(
        "{} cells: {rows} relations × {columns} actors × {} actions",
        cells.len(),
        Action::ALL.len(),
    );
}
