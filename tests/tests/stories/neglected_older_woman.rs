//! A neglected older woman, through all five stages to the closed file and a visit after it.

use super::{
    roles::Reading,
    stage::{Told, before},
    telling,
};

#[test]
fn she_is_brought_through_all_five_stages_and_each_role_reads_its_part() {
    let (earlier, story) =
        before("A neglected older woman: from the ward to a closed file, and one visit more");
    let mut told = Told::begin();
    for text in earlier {
        told.tell(text);
    }
    telling::tell(&mut told, story, [("case_maryam", "zainab")]);
    READING.is_as_reviewed(&told);
}

/// Her whole timeline stands there too. Kulim's caseworker, a colleague and their supervisor, the
/// institution's caseworker, the director of the state, a caseworker of another district, the auditor,
/// the data officer and the administrator.
const READING: Reading = Reading {
    reviewed: include_str!("neglected_older_woman.txt"),
    readers: &[
        "zainab",
        "arif",
        "kamala",
        "hafiz",
        "hussein",
        "farid",
        "meiling",
        "siti",
        "pentadbir",
    ],
    lists: &[
        ("/v1/cases/{case_maryam}/timeline?limit=200", &["type"]),
        ("/v1/cases/{case_maryam}/assessments", &["type", "status"]),
        ("/v1/cases/{case_maryam}/plans", &["number", "status"]),
        (
            "/v1/cases/{case_maryam}/observations",
            &["observed_at", "phase", "value"],
        ),
        (
            "/v1/assessments/{assessment_maryam}/risks",
            &["hazard", "level"],
        ),
        (
            "/v1/plans/{second_maryam}/strategies",
            &["technique", "level", "description"],
        ),
    ],
    sought: "Maryam binti Saad",
    records: &[
        ("cases", "case_maryam"),
        ("consents", "consent_maryam"),
        ("contracts", "contract_maryam"),
        ("assessments", "assessment_maryam"),
        ("assessments", "again_maryam"),
        ("plans", "plan_maryam"),
        ("plans", "second_maryam"),
        ("interventions", "table"),
        ("monitoring-plans", "monitoring_maryam"),
        ("observations", "misread"),
        ("progress-reports", "report_maryam"),
        ("evaluations", "last_maryam"),
        ("party-reports", "word_of_son"),
        ("closure-requests", "closure_maryam"),
    ],
    named: &[
        "kulim",
        "maryam",
        "intake_maryam",
        "goal_meals",
        "goal_sons",
        "objective_meals",
        "objective_sons",
        "strategy_meals",
        "meals",
        "visits",
        "corrected",
    ],
};
