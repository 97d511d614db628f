//! An older woman nobody looks after, and a man who leaves the institution.

use super::{
    roles::Reading,
    stage::{Told, before},
    telling,
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

/// Kulim's caseworker and supervisor, the institution's, the director of the state, a caseworker of
/// another district, the auditor, the data officer and the administrator.
const READING: Reading = Reading {
    reviewed: include_str!("intake_and_custody.txt"),
    readers: &[
        "zainab",
        "kamala",
        "hafiz",
        "norliza",
        "hussein",
        "farid",
        "meiling",
        "siti",
        "pentadbir",
    ],
    lists: &[],
    sought: "Che Som",
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

#[test]
fn each_step_leaves_what_is_told_and_each_role_reads_its_part() {
    let mut told = Told::begin();
    let (earlier, story) =
        before("An older woman nobody looks after, and a man who leaves the institution");
    for text in earlier {
        told.tell(text);
    }
    let cases = [("case_som", "zainab"), ("case_osman", "hafiz")];
    let [som, osman] = telling::tell(&mut told, story, cases);
    assert_eq!(som, SOM);
    assert_eq!(osman, OSMAN);
    READING.is_as_reviewed(&told);
}
