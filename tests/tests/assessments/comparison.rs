//! A reassessment against the baseline.

use serde_json::{Value, json};
use tests::{
    App,
    assessments::{add, complete, draft, finalise, measured},
    cases::opened,
};

#[test]
fn the_same_instrument_and_version_is_compared_with_the_baseline() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let first = draft(&siti, &case.id(), "initial");
    let baseline = add(
        &siti,
        &first,
        "measurements",
        measured("GDS-15", "ms-2009", 9.0),
    );
    complete(&siti, &first);
    let path = |id: &str| format!("/v1/assessments/{id}/comparison");
    let own = siti.get(&path(&first.id())).send().ok();
    assert_eq!(own["scores"][0]["not_compared"], "no_baseline");
    finalise(&siti, &first.id()).ok();

    app.clock.advance_days(90);
    let siti = app.as_caseworker();
    let again = draft(&siti, &case.id(), "reassessment");
    let mut later = measured("GDS-15", "ms-2009", 5.0);
    later["measured_on"] = json!("2026-05-31");
    add(&siti, &again, "measurements", later);
    add(
        &siti,
        &again,
        "measurements",
        measured("GDS-15", "en-1986", 5.0),
    );
    add(&siti, &again, "measurements", measured("MMSE", "1", 5.0));
    let compared = siti.get(&path(&again.id())).send().ok();
    let scores = compared["scores"].as_array().unwrap();
    assert_eq!(
        scores[0]["baseline"],
        json!({"assessment_id": first["id"], "measurement_id": baseline["id"], "score": 9.0,
            "measured_on": "2026-03-01"})
    );
    assert_eq!(
        (&scores[0]["difference"], &scores[0]["change"]),
        (&json!(-4.0), &json!("better"))
    );
    let why: Vec<&Value> = scores.iter().map(|score| &score["not_compared"]).collect();
    assert_eq!(
        why,
        [&Value::Null, &json!("other_version"), &json!("no_baseline")]
    );
    // What the baseline is does not change by what comes later.
    complete(&siti, &again);
    finalise(&siti, &again.id()).ok();
    assert_eq!(siti.get(&path(&again.id())).send().ok().body, compared.body);
    let own = siti.get(&path(&first.id())).send().ok();
    assert_eq!(own["scores"][0]["not_compared"], "no_baseline");
}

#[test]
fn a_score_out_of_range_and_an_instrument_told_differently_are_not_taken() {
    let app = App::start();
    let case = opened(&app, "older_person");
    let siti = app.as_caseworker();
    let draft = draft(&siti, &case.id(), "initial");
    let list = tests::assessments::place(&draft, "measurements");
    for (score, code) in [(15.5, "too_large"), (-1.0, "too_small")] {
        let wrong = siti.post(&list, measured("GDS-15", "1", score)).send();
        assert_eq!(
            wrong.problem(422, "invalid_body").faults(),
            [("/score", code)]
        );
    }
    let made = siti
        .post(&list, measured("GDS-15", "1", 15.0))
        .send()
        .created();
    let path = format!("{list}/{}", made.id());
    let wrong = siti
        .patch(&path, json!({"score": 16.0}))
        .if_match("*")
        .send();
    assert_eq!(
        wrong.problem(422, "invalid_body").faults(),
        [("/score", "too_large")]
    );
    let mut other = measured("GDS-15", "1", 15.0);
    other["instrument"]["highest"] = json!(30.0);
    let differs = siti.post(&list, other).send().problem(409, "refused");
    assert_eq!(differs.refusals(), ["instrument_differs"]);
}
