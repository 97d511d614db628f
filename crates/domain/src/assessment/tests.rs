//! What finalising needs, what follows from it, and what a score is compared with.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::cases::fixture::{CASEWORKER, SUPERVISOR, case, now, override_by, today};
use crate::cases::{Case, CaseEvent, Finding, Gate, Missing, MissingCode, RequirementCode};
use crate::elements::{
    Content, Element, ElementEvent, FULL, Row, Rules, decide_add_element, decide_edit_element,
    decide_remove_element, take_out,
};
use crate::refusal::{Refusal, RefusalCode};
use crate::warnings::Fault;
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
            expected.push(CaseEvent::RiskAlarmed { from, to });
        }
        assert_eq!(
            finalise(&case, &facts).unwrap().case,
            expected,
            "{from} {to}"
        );
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

#[test]
fn a_need_is_there_exactly_when_it_is_severe() {
    let faults = |severity: u8, status: NeedStatus| {
        let details = json!({"area": "social", "severity": severity, "status": status});
        let details = serde_json::from_value(details).unwrap();
        Need::faults(&details, &AssessmentContent::default(), today())
    };
    for severity in 0..=4 {
        for status in NeedStatus::all() {
            let fits = (severity == 0) == (*status == NeedStatus::NotPresent);
            assert_eq!(faults(severity, *status).is_empty(), fits);
        }
    }
}

#[test]
fn an_area_has_one_need_and_one_finding() {
    let others = AssessmentContent {
        needs: vec![need(1, NeedArea::Social)],
        functional_areas: vec![part(2, json!({"area": "work", "level": "alone"}))],
        ..AssessmentContent::default()
    };
    let refused = Need::refusals(&need(3, NeedArea::Social).details, &others);
    assert_eq!(codes(&refused), [RefusalCode::NeedAreaTaken]);
    assert_eq!(
        Need::refusals(&need(3, NeedArea::Physical).details, &others),
        []
    );
    let work: FunctionalArea = part(4, json!({"area": "work", "level": "not_at_all"}));
    let refused = FunctionalArea::refusals(&work.details, &others);
    assert_eq!(codes(&refused), [RefusalCode::FunctioningAreaTaken]);
}

#[test]
fn a_score_lies_within_its_range_and_an_instrument_is_told_alike() {
    let none = AssessmentContent::default();
    let pointers = |one: &Measurement| {
        let faults = Measurement::faults(&one.details, &none, today());
        faults
            .into_iter()
            .map(|fault: Fault| fault.pointer)
            .collect::<Vec<_>>()
    };
    for (number, fits) in [(-0.5, false), (0.0, true), (15.0, true), (15.5, false)] {
        let found = pointers(&score(1, "1", number, "2026-03-01"));
        assert_eq!(found.is_empty(), fits, "{number}");
        assert!(fits || found == ["/score"]);
    }
    assert_eq!(
        pointers(&score(1, "1", 3.0, "2026-05-01")),
        ["/measured_on"]
    );
    let mut odd = score(1, "1", 3.0, "2026-03-01");
    odd.details.instrument.highest = 0.0;
    assert_eq!(pointers(&odd), ["/instrument/highest"]);

    let others = AssessmentContent {
        measurements: vec![score(1, "1", 3.0, "2026-03-01")],
        ..AssessmentContent::default()
    };
    let mut other = score(2, "1", 3.0, "2026-03-01");
    assert_eq!(Measurement::refusals(&other.details, &others), []);
    other.details.instrument.highest = 30.0;
    let refused = Measurement::refusals(&other.details, &others);
    assert_eq!(codes(&refused), [RefusalCode::InstrumentDiffers]);
    other.details.instrument.version = InstrumentCode::new("2").unwrap();
    assert_eq!(Measurement::refusals(&other.details, &others), []);
}

#[test]
fn a_score_is_compared_with_the_first_one_on_the_same_instrument_and_version() {
    let before = [
        score(2, "1", 6.0, "2026-02-01"),
        score(1, "1", 9.0, "2026-01-01"),
    ];
    let one = |now: Measurement| compare(DRAFT, &[now], &before).scores.remove(0);
    let compared = one(score(3, "1", 7.0, "2026-03-01"));
    assert_eq!(compared.baseline.map(|first| first.score), Some(9.0));
    assert_eq!(compared.difference, Some(-2.0));
    assert_eq!(compared.change, Some(ScoreChange::Better));
    let change = |to: f64| one(score(3, "1", to, "2026-03-01")).change;
    assert_eq!(change(9.0), Some(ScoreChange::Same));
    assert_eq!(change(10.0), Some(ScoreChange::Worse));

    let not = |now: Measurement| {
        let compared = one(now);
        assert_eq!((compared.baseline, compared.change), (None, None));
        compared.not_compared
    };
    assert_eq!(
        not(score(3, "2", 7.0, "2026-03-01")),
        Some(NotCompared::OtherVersion)
    );
    let mut wider = score(3, "1", 7.0, "2026-03-01");
    wider.details.instrument.highest = 30.0;
    assert_eq!(not(wider), Some(NotCompared::OtherRange));
    let mut other = score(3, "1", 7.0, "2026-03-01");
    other.details.instrument.code = InstrumentCode::new("MMSE").unwrap();
    assert_eq!(not(other), Some(NotCompared::NoBaseline));
}

#[test]
fn a_finding_comes_with_its_day_and_grounds() {
    let faults = |more: Value| {
        let mut details = json!({"kind": "neglect", "statement": "No food.",
            "alleged_perpetrator": "child"});
        if let (Value::Object(details), Value::Object(more)) = (&mut details, more) {
            details.extend(more);
        }
        let details = serde_json::from_value(details).unwrap();
        let faults = Allegation::faults(&details, &AssessmentContent::default(), today());
        faults
            .into_iter()
            .map(|fault| fault.pointer)
            .collect::<Vec<_>>()
    };
    assert!(faults(json!({})).is_empty());
    assert_eq!(
        faults(json!({"finding": "inconclusive"})),
        ["/found_on", "/grounds"]
    );
    assert_eq!(faults(json!({"found_on": "2026-03-01"})), ["/finding"]);
    let tomorrow = (now() + TimeDelta::days(1)).date_naive();
    let step = json!({"done_on": tomorrow, "text": "Visit."});
    assert_eq!(faults(json!({"steps": [step]})), ["/steps/0/done_on"]);
    let codes: Vec<_> = AllegedPerpetrator::all()
        .iter()
        .map(|one| one.code())
        .collect();
    assert!(!codes.contains(&"client"));
}

#[test]
fn who_takes_no_part_has_a_reason() {
    let faults = |participation: Value| {
        let details = json!({"participation": participation});
        let details: AssessmentDetails = serde_json::from_value(details).unwrap();
        details.faults(today()).len()
    };
    assert_eq!(faults(json!({"level": "none"})), 1);
    assert_eq!(faults(json!({"level": "none", "reason": "In a coma."})), 0);
    assert_eq!(faults(json!({"level": "partial"})), 0);
}

#[test]
fn a_full_document_takes_no_more_parts() {
    let mut content = AssessmentContent::default();
    let one: Strength = part(1, json!({"description": "Patience."}));
    let add = |content: &AssessmentContent| {
        decide_add_element::<Strength>(DRAFT, one.id, &one.details, content)
    };
    content.strengths = vec![one.clone(); FULL - 1];
    assert!(add(&content).is_ok());
    content.challenges = vec![part(2, json!({"description": "Poverty."}))];
    assert_eq!(
        codes(&add(&content).unwrap_err()),
        [RefusalCode::DocumentFull]
    );
    assert!(decide_remove_element(DRAFT, &one, &content).is_ok());
}

#[test]
fn an_edit_tells_the_names_of_the_fields_and_nothing_of_what_stands_in_them() {
    let mut content = AssessmentContent {
        risks: vec![risk(1, 1, 2, "open"), risk(2, 3, 4, "open")],
        ..AssessmentContent::default()
    };
    let one: Risk = take_out(&mut content, RiskId(Uuid::from_u128(2))).unwrap();
    assert_eq!(content.len(), 1);
    let mut details = one.details.clone();
    assert_eq!(
        decide_edit_element(DRAFT, &one, &details, &content),
        Ok(vec![])
    );
    details.impact = 5;
    let events = decide_edit_element(DRAFT, &one, &details, &content).unwrap();
    let [ElementEvent::Edited { changed, .. }] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!(changed, &["impact"]);
    let mut edited = one;
    edited.edit(details, now());
    assert_eq!(
        (edited.score, edited.level, edited.version),
        (15, RiskLevel::High, 2)
    );
}

proptest! {
    /// What is stored is what is read, and a row of another document's kind is none of this.
    #[test]
    fn rows_are_read_as_they_were_written(levels in prop::collection::vec((1u8..=5, 1u8..=5), 0..20)) {
        let risks: Vec<Risk> = levels
            .iter()
            .zip(1..)
            .map(|((likelihood, impact), number)| risk(number, *likelihood, *impact, "open"))
            .collect();
        let rows: Vec<Row> = risks.iter().map(|one| one.row().unwrap()).collect();
        let content = AssessmentContent::read(DRAFT, rows).unwrap();
        prop_assert_eq!(content.risk(), RiskLevel::worst(risks.iter().map(|one| one.level)));
        prop_assert_eq!(content.risks, risks);
    }
}
