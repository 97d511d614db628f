//! Assessments and what they found.

mod comparison;
mod drafts;
mod finalising;
mod parts;

use tests::{App, Reply, assessments::draft, cases::opened};

/// A draft of Siti on a case of Kulim: the case, the draft.
fn drafted(app: &App) -> (Reply, Reply) {
    let case = opened(app, "older_person");
    let draft = draft(&app.as_caseworker(), &case.id(), "initial");
    (case, draft)
}
