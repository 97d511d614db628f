//! What finalising needs and what follows from it.

mod parts;

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, now, override_by, today};
use crate::cases::{Case, CaseEvent, Finding, Gate, Missing, MissingCode, RequirementCode};
use crate::elements::Element;
use crate::refusal::{Refusal, RefusalCode};
use crate::words::Word;

const DRAFT: AssessmentId = AssessmentId(Uuid::from_u128(60));

fn draft() -> Assessment {
    let case = case();
    let details = AssessmentDetails {
        priority_agreed_on: Some(today()),
        ..AssessmentDetails::default()
    };
    let of = (case.id, case.episode);
    Assessment::drafted(
        DRAFT,
        of,
        AssessmentType::Initial,
        details,
        CASEWORKER,
        now(),
    )
}

fn part<E: Element>(number: u128, details: Value) -> E {
    let details = serde_json::from_value(details).unwrap();
    let id = <E::Id as crate::words::RecordId>::from_uuid(Uuid::from_u128(number));
    let document = <E::DocumentId as crate::words::RecordId>::from_uuid(DRAFT.0);
    E::new(document, id, details, now())
}

fn need(number: u128, area: NeedArea) -> Need {
    part(
        number,
        json!({"area": area, "severity": 0, "status": "not_present"}),
    )
}

fn issue(number: u128, priority: u16) -> Issue {
    part(
        number,
        json!({"statement": "No food.", "priority": priority}),
    )
}

fn risk(number: u128, likelihood: u8, impact: u8, status: &str) -> Risk {
    part(
        number,
        json!({"hazard": "A fall.", "at_risk": ["client"], "likelihood": likelihood,
        "impact": impact, "status": status, "closed_on": "2026-03-01"}),
    )
}

fn score(number: u128, version: &str, score: f64, on: &str) -> Measurement {
    part(
        number,
        json!({
            "instrument": {"code": "GDS-15", "version": version, "lowest": 0, "highest": 15,
                "better": "lower"},
            "score": score, "measured_on": on
        }),
    )
}

/// A draft with nothing missing.
fn complete() -> FinalisingFacts {
    let areas = NeedArea::all().iter().zip(1..);
    let content = AssessmentContent {
        needs: areas.map(|(area, number)| need(number, *area)).collect(),
        issues: vec![issue(10, 1), issue(11, 2)],
        risks: vec![risk(20, 3, 3, "open")],
        resources: vec![part(
            30,
            json!({"kind": "neighbours", "description": "Rohani."}),
        )],
        ..AssessmentContent::default()
    };
    FinalisingFacts {
        assessment: draft(),
        content,
        consent: Finding::Met(None),
        mandated: false,
        first_finalised_on: None,
    }
}

fn codes(refusals: &[Refusal]) -> Vec<RefusalCode> {
    refusals.iter().map(|one| one.code).collect()
}

fn unmet(facts: &FinalisingFacts) -> Vec<RequirementCode> {
    finalising_checklist(facts, &[], Some(CASEWORKER), now()).unmet()
}

fn missing(facts: &FinalisingFacts, code: RequirementCode) -> Vec<MissingCode> {
    let list = finalising_checklist(facts, &[], None, now());
    let item = list
        .items
        .into_iter()
        .find(|item| item.code == code)
        .unwrap();
    item.missing.into_iter().map(|one| one.code).collect()
}

fn finalise(case: &Case, facts: &FinalisingFacts) -> Result<Finalised, Vec<Refusal>> {
    decide_finalise_assessment(case, facts, &[], CASEWORKER, today(), now())
}

#[test]
fn finalising_requires_what_rule_2_says() {
    let list = finalising_checklist(&complete(), &[], None, now());
    let listed: Vec<_> = list
        .items
        .iter()
        .map(|item| (item.code, item.overridable))
        .collect();
    assert_eq!(
        listed,
        [
            (RequirementCode::AssessmentConsent, false),
            (RequirementCode::FiveAreasRecorded, false),
            (RequirementCode::RisksRecorded, false),
            (RequirementCode::IssueRanked, false),
            (RequirementCode::PriorityAgreedWithClient, true),
            (RequirementCode::ResourcesConsidered, true),
        ]
    );
    assert!(list.ready && list.gate == Gate::Finalise);
}

#[test]
fn each_requirement_names_what_is_missing() {
    let mut facts = complete();
    facts.consent = Finding::Unmet(vec![Missing::of(MissingCode::Record)]);
    assert_eq!(unmet(&facts), [RequirementCode::AssessmentConsent]);
    facts.mandated = true;
    let list = finalising_checklist(&facts, &[], None, now());
    assert!(!list.ready && list.items[0].overridable);

    for (area, code) in NeedArea::all().iter().zip([
        MissingCode::PhysicalNeed,
        MissingCode::EmotionalPsychologicalNeed,
        MissingCode::SocialNeed,
        MissingCode::SpiritualNeed,
        MissingCode::SocioeconomicNeed,
    ]) {
        let mut facts = complete();
        facts
            .content
            .needs
            .retain(|need| need.details.area != *area);
        assert_eq!(unmet(&facts), [RequirementCode::FiveAreasRecorded]);
        assert_eq!(missing(&facts, RequirementCode::FiveAreasRecorded), [code]);
    }

    let mut facts = complete();
    facts.content.risks.clear();
    assert_eq!(unmet(&facts), [RequirementCode::RisksRecorded]);
    facts.assessment.details.no_risk_found = true;
    assert_eq!(unmet(&facts), []);

    let mut facts = complete();
    facts.content.resources.clear();
    assert_eq!(unmet(&facts), [RequirementCode::ResourcesConsidered]);
    facts.assessment.details.no_resource_found = true;
    assert_eq!(unmet(&facts), []);

    let mut facts = complete();
    facts.assessment.details.priority_agreed_on = None;
    assert_eq!(unmet(&facts), [RequirementCode::PriorityAgreedWithClient]);
}

#[test]
fn every_issue_has_a_place_of_its_own() {
    let code = RequirementCode::IssueRanked;
    let mut facts = complete();
    facts.content.issues.clear();
    assert_eq!(missing(&facts, code), [MissingCode::Issue]);
    facts.content.issues = vec![issue(10, 1), issue(11, 1), issue(12, 2)];
    assert_eq!(missing(&facts, code), [MissingCode::OwnPriority; 2]);
    facts.content.issues[0].details.priority = None;
    assert_eq!(missing(&facts, code), [MissingCode::IssuePriority]);
    facts.content.issues[0].details.priority = Some(3);
    assert_eq!(unmet(&facts), []);
}

#[test]
fn a_high_risk_that_is_open_needs_a_safety_plan() {
    let mut facts = complete();
    facts.content.risks = vec![risk(20, 2, 5, "open")];
    assert_eq!(unmet(&facts), [RequirementCode::SafetyPlanMade]);
    facts.content.risks = vec![risk(20, 5, 5, "closed"), risk(21, 3, 3, "open")];
    assert_eq!(unmet(&facts), []);
    facts.content.risks.push(risk(22, 4, 4, "open"));
    let plan = json!({"steps": [{"action": "Call the neighbour."}]});
    facts.assessment.details.safety_plan = serde_json::from_value(plan).unwrap();
    assert_eq!(unmet(&facts), []);
}

#[test]
fn only_what_is_overridable_is_set_aside_and_not_by_who_finalises() {
    let mut facts = complete();
    facts.content.resources.clear();
    facts.content.issues.clear();
    let gate = Gate::Finalise;
    let set_aside = [
        override_by(SUPERVISOR, gate, RequirementCode::ResourcesConsidered),
        override_by(SUPERVISOR, gate, RequirementCode::IssueRanked),
    ];
    let list = finalising_checklist(&facts, &set_aside, Some(CASEWORKER), now());
    assert_eq!(list.unmet(), [RequirementCode::IssueRanked]);
    let own = [override_by(
        CASEWORKER,
        gate,
        RequirementCode::ResourcesConsidered,
    )];
    let list = finalising_checklist(&facts, &own, Some(CASEWORKER), now());
    assert_eq!(list.unmet().len(), 2);
}

#[test]
fn the_case_takes_over_its_worst_open_risk_and_alarms_when_it_rises_to_high() {
    use RiskLevel::{Critical, High, Low, Moderate, NoneRecorded};
    for (from, (likelihood, impact), to, alarmed) in [
        (NoneRecorded, (1, 1), Low, false),
        (NoneRecorded, (5, 2), High, true),
        (Moderate, (4, 4), Critical, true),
        (High, (5, 5), Critical, true),
        (Critical, (3, 4), High, false),
        (High, (3, 3), Moderate, false),
        (High, (3, 5), High, false),
    ] {
        let case = Case {
            risk: from,
            ..case()
        };
        let mut facts = complete();
        facts.content.risks = vec![risk(20, likelihood, impact, "open")];
        let plan = json!({"steps": [{"action": "Call the neighbour."}]});
        facts.assessment.details.safety_plan = serde_json::from_value(plan).unwrap();
        let mut expected = Vec::new();
        if from != to {
            expected.push(CaseEvent::RiskChanged { from, to });
        }
        if alarmed {
            expected.push(CaseEvent::RiskAlarmed {
                from,
                to,
                alarmed_at: now(),
            });
        }
        assert_eq!(
            finalise(&case, &facts).unwrap().case,
            expected,
            "{from} {to}"
        );
    }
}

#[test]
fn the_interval_of_a_correction_runs_from_the_first_finalising() {
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day);
    let mut facts = complete();
    facts.assessment.supersedes = Some(AssessmentId(Uuid::from_u128(59)));
    facts.first_finalised_on = day(1, 31);
    for (months, expected) in [(1, day(2, 28)), (3, day(4, 30))] {
        facts.assessment.details.reassess_every = Some(Period {
            count: months,
            unit: PeriodUnit::Months,
        });
        let done = finalise(&case(), &facts).unwrap();
        let AssessmentEvent::Finalised { reassess_by, .. } = &done.assessment[0] else {
            panic!("{done:?}");
        };
        assert_eq!(*reassess_by, expected);
    }
}

#[test]
fn finalising_fixes_the_next_date_and_everything_else() {
    let mut facts = complete();
    facts.assessment.details.reassess_every = Some(Period {
        count: 1,
        unit: PeriodUnit::Months,
    });
    let on = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    let done = decide_finalise_assessment(&case(), &facts, &[], CASEWORKER, on, now()).unwrap();
    let mut assessment = facts.assessment.clone();
    done.assessment
        .iter()
        .for_each(|event| assessment.apply(event));
    assert_eq!(assessment.status, AssessmentStatus::Finalised);
    // January has a 31st, February has not.
    assert_eq!(assessment.reassess_by, NaiveDate::from_ymd_opt(2026, 2, 28));
    assert_eq!(
        codes(&assessment.fixed(&case())),
        [RefusalCode::AssessmentNotDraft]
    );
    let again = FinalisingFacts {
        assessment: assessment.clone(),
        ..complete()
    };
    let refused = finalise(&case(), &again).unwrap_err();
    assert_eq!(codes(&refused), [RefusalCode::AssessmentNotDraft]);

    let correct = |newest, unfinished| {
        decide_correct_assessment(&case(), &assessment, newest, unfinished)
            .map_err(|refusals| codes(&refusals))
    };
    let events = correct(Some(DRAFT), None).unwrap();
    let (kind, supersedes) = (AssessmentType::Initial, Some(DRAFT));
    assert_eq!(events, [AssessmentEvent::Drafted { kind, supersedes }]);
    let other = AssessmentId(Uuid::from_u128(61));
    assert_eq!(
        correct(Some(other), None),
        Err(vec![RefusalCode::AssessmentOvertaken])
    );
    let unfinished = correct(Some(DRAFT), Some(other));
    assert_eq!(unfinished, Err(vec![RefusalCode::AssessmentUnfinished]));
    let draft = decide_correct_assessment(&case(), &draft(), Some(DRAFT), None);
    assert_eq!(
        codes(&draft.unwrap_err()),
        [RefusalCode::AssessmentNotFinalised]
    );
}
