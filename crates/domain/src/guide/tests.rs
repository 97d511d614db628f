//! The guide is whole.

use std::collections::BTreeSet;

use super::{GUIDE, Knowledge, WorkActivity, WorkProcess, process_of};
use crate::cases::{Gate, RequirementCode, case_requirements};
use crate::intervention::Skill;
use crate::words::{Lang, Word};

/// Each word once, none forgotten, and filled in all three languages.
fn whole<W: Word>(used: Vec<W>) {
    let codes: BTreeSet<_> = used.iter().map(|word| word.code()).collect();
    assert_eq!(codes.len(), used.len(), "{}: each once", W::NAME);
    assert_eq!(codes, codes_of::<W>(), "{}: all of them", W::NAME);
    filled::<W>();
}

fn codes_of<W: Word>() -> BTreeSet<&'static str> {
    let codes: BTreeSet<_> = W::all().iter().map(|word| word.code()).collect();
    assert_eq!(codes.len(), W::all().len(), "{}: unique", W::NAME);
    codes
}

fn filled<W: Word>() {
    for word in W::all() {
        for lang in Lang::ALL {
            assert!(!word.label(lang).trim().is_empty(), "{word:?} in {lang:?}");
        }
    }
}

#[test]
fn every_process_and_activity_stands_in_the_guide_once_and_in_three_languages() {
    whole::<WorkProcess>(GUIDE.iter().map(|step| step.process).collect());
    whole::<WorkActivity>(
        GUIDE
            .iter()
            .flat_map(|step| step.activities)
            .copied()
            .collect(),
    );
    let known: BTreeSet<_> = GUIDE
        .iter()
        .flat_map(|step| step.knowledge)
        .copied()
        .collect();
    whole::<Knowledge>(known.into_iter().collect());
    codes_of::<Skill>();
    filled::<Skill>();
    assert!(GUIDE.iter().all(|step| !step.activities.is_empty()));
    assert!(GUIDE.is_sorted_by_key(|step| (step.stage, step.process)));
}

#[test]
fn an_activity_is_not_written_alike_in_english_and_malay() {
    for activity in WorkActivity::all() {
        assert_ne!(activity.label(Lang::En), activity.label(Lang::Ms));
    }
}

/// Every requirement that the manual's tables (lines 276 to 350) ask for leads to the process of
/// the very same line, whatever the gate.
#[test]
fn what_the_manual_asks_for_leads_to_its_process() {
    for requirement in RequirementCode::all() {
        let line = requirement.source().strip_prefix('M');
        let line = line.and_then(|line| line.parse::<u32>().ok());
        let from_tables = line.is_some_and(|line| (276..=350).contains(&line));
        let process = process_of(*requirement);
        if from_tables {
            let process = process.unwrap_or_else(|| panic!("{requirement} has no process"));
            assert_eq!(process.source(), requirement.source(), "{requirement}");
        } else {
            // The assessment comes from a whole table.
            assert_eq!(
                process.is_some(),
                *requirement == RequirementCode::AssessmentFinalised,
                "{requirement}"
            );
        }
    }
}

#[test]
fn each_gate_of_a_planned_case_leads_into_the_guide() {
    for gate in [
        Gate::Intervention,
        Gate::Monitoring,
        Gate::Termination,
        Gate::Close,
    ] {
        let requirements = case_requirements(gate).unwrap_or_default();
        assert!(
            requirements
                .iter()
                .any(|one| process_of(one.code).is_some()),
            "{gate}"
        );
    }
}
