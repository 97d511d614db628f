//! An older woman nobody looks after, and a man who leaves the institution.

use api::demo::STORIES;

use super::{
    course,
    roles::{self, Reading},
};

/// Her timeline; that the neighbour's call was about her stands there too.
const SOM: &[&str] = &[
    "intake.recorded",
    "intake.returned",
    "intake.document_received",
    "intake.document_received",
    "intake.resubmitted",
    "intake.screened",
    "intake.accepted",
    "case.opened",
    "case.contact_recorded",
    "intake.duplicate_noted",
];

/// His timeline.
const OSMAN: &[&str] = &[
    "intake.recorded",
    "intake.screened",
    "intake.accepted",
    "case.opened",
    "case.custody_received",
    "case.custody_received",
    "case.custody_received",
    "case.contact_recorded",
    "case.contact_recorded",
    "case.contact_recorded",
    "case.moved",
    "case.termination_edited",
    "case.step_recorded",
    "case.step_recorded",
    "case.custody_settled",
    "case.custody_settled",
    "case.custody_settled",
    "reassignment.requested",
    "reassignment.declined",
    "case.closure_requested",
    "case.closure_approved",
    "case.closed",
];

#[test]
fn each_step_leaves_what_is_told_and_each_role_reads_its_part() {
    let (fourth, before) = STORIES.split_last().unwrap();
    let cases = [("case_som", "zainab"), ("case_osman", "hafiz")];
    let (told, [som, osman]) = course::tell(before, fourth, cases);
    assert_eq!(som, SOM);
    assert_eq!(osman, OSMAN);
    roles::each_reads_its_part(&told, &READING);
}

/// What is read afterwards.
const READING: Reading = Reading {
    reviewed: include_str!("roles.txt"),
    lists: &[
        (
            "/v1/cases",
            &[
                "file_number",
                "stage",
                "status",
                "category",
                "confidentiality",
                "termination_reason",
            ],
        ),
        (
            "/v1/intakes",
            &["category", "urgency", "status", "decision"],
        ),
    ],
    person: "Che Som",
    records: &[
        ("cases", "case_som"),
        ("cases", "case_osman"),
        ("intakes", "intake_som"),
        ("intakes", "intake_again"),
        ("persons", "som"),
        ("persons", "osman"),
        ("custody-items", "bank_book"),
        ("closure-requests", "closure"),
    ],
    named: &["kulim", "bedong", "arif", "som_again", "intake_osman"],
};
