//! A boy in an institution for children, from the order of the court to aftercare; with him for one
//! evening another boy, whom his case does not show.

use api::demo::STORIES;

use super::{
    roles::Reading,
    stage::{Told, before},
    telling,
};

/// The course of his case: what is told of parts, observations, consents, papers and contacts is
/// left out.
const ADAM: &[&str] = &[
    "intake.accepted",
    "case.opened",
    "assessment.drafted",
    "assessment.edited",
    "assessment.edited",
    "assessment.finalised",
    "case.risk_changed",
    "case.risk_alarmed",
    "case.alarm_acknowledged",
    "case.moved",
    "plan.drafted",
    "plan.proposed",
    "plan.agreed",
    "plan.approved",
    "plan.activated",
    "case.intervention_planned",
    "case.intervention_started",
    "case.intervention_planned",
    "case.intervention_started",
    "plan.progressed",
    "monitoring_plan.set",
    "case.moved",
    "case.crisis_reported",
    "case.crisis_alarmed",
    "case.alarm_acknowledged",
    "case.crisis_handled",
    "case.crisis_resolved",
    "case.crisis_over",
    "case.strategy_changed",
    "plan.drafted",
    "plan.proposed",
    "plan.agreed",
    "plan.approved",
    "plan.superseded",
    "plan.activated",
    "monitoring_plan.edited",
    "progress_report.drafted",
    "progress_report.edited",
    "progress_report.submitted",
    "progress_report.acknowledged",
    "assessment.drafted",
    "assessment.finalised",
    "case.risk_changed",
    "plan.progressed",
    "plan.progressed",
    "case.intervention_completed",
    "case.intervention_stopped",
    "evaluation.recorded",
    "case.moved",
    "case.closure_requested",
    "plan.closed",
    "monitoring_plan.ended",
    "case.closure_approved",
    "case.closed",
];

/// What the course is made of.
const COURSE: [&str; 14] = [
    "intake.accepted",
    "case.opened",
    "assessment.",
    "case.risk_",
    "case.alarm_",
    "case.moved",
    "plan.",
    "case.intervention_",
    "case.crisis_",
    "case.strategy_",
    "monitoring_plan.",
    "progress_report.",
    "evaluation.",
    "case.clos",
];

/// All there is to the other boy's.
const LINGESH: &[&str] = &[
    "intake.recorded",
    "intake.screened",
    "intake.accepted",
    "case.opened",
    "case.session_recorded",
];

/// The hostel's caseworkers and superintendent, another institution's caseworker, the director of
/// the state, a caseworker of a district, the auditor, the data officer and the administrator.
const READING: Reading = Reading {
    reviewed: include_str!("boy_in_an_institution.txt"),
    readers: &[
        "goh",
        "suraya",
        "ismail",
        "hafiz",
        "hussein",
        "farid",
        "meiling",
        "siti",
        "pentadbir",
    ],
    lists: &[],
    sought: "Adam Haikal",
    records: &[
        ("cases", "case_adam"),
        ("cases", "case_lingesh"),
        ("persons", "adam"),
        ("persons", "salbiah"),
        ("legal-bases", "order"),
        ("contracts", "contract"),
        ("assessments", "assessment"),
        ("plans", "plan2"),
        ("work-sessions", "in_adams_case"),
        ("crises", "crisis"),
        ("observations", "right"),
        ("progress-reports", "report"),
        ("evaluations", "evaluation"),
        ("board-reviews", "board"),
        ("custody-items", "book"),
        ("closure-requests", "closing"),
    ],
    named: &[
        "gurun",
        "lingesh",
        "intake_adam",
        "intake_lingesh",
        "chart",
        "group",
        "group_session",
        "plan",
        "goal",
        "goal_school",
        "objective",
        "fights",
        "wrong",
    ],
};

#[test]
fn each_step_leaves_what_is_told_and_each_role_reads_its_part() {
    let mut told = Told::begin();
    told.tell(STORIES[0]);
    let (_, story) = before("A boy in an institution: his behaviour, a crisis, the way home");
    let cases = [("case_adam", "goh"), ("case_lingesh", "suraya")];
    let [adam, lingesh] = telling::tell(&mut told, story, cases);
    let of_course = |event: &&String| COURSE.iter().any(|kind| event.starts_with(kind));
    let course: Vec<_> = adam.iter().filter(of_course).collect();
    assert_eq!(course, ADAM);
    assert_eq!(lingesh, LINGESH);
    READING.is_as_reviewed(&told);
}
