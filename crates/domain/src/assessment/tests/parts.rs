//! What each kind of part asks of itself and of the others.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::elements::{
    Content, ElementEvent, FULL, Row, Rules, decide_add_element, decide_edit_element,
    decide_remove_element, take_out,
};
use crate::warnings::Fault;

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
