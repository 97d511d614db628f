//! The decision on an intake, and the gate of acceptance.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use domain::{
    cases::{Checklist, Override},
    intake::{AcceptFacts, DocumentItem, Intake, accept_checklist},
    parties::WorkerId,
};

use crate::{db::Tx, on};

pub mod endings;
pub mod routes;

/// What the gate of acceptance looks at.
pub struct Gate {
    /// The facts.
    pub facts: AcceptFacts,
    /// The document checklist.
    pub documents: Vec<DocumentItem>,
    /// The overrides that stand.
    pub overrides: Vec<Override>,
}

impl Gate {
    /// Of this intake, if this caseworker were named: one who can be, at the intake's unit. For
    /// an act the intake is locked.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn of(
        tx: &mut Tx<'_>,
        intake: &Intake,
        caseworker: Option<WorkerId>,
        now: DateTime<Utc>,
    ) -> QueryResult<Self> {
        let documents = on!(tx, intake_documents::list(intake.id))?;
        let overrides = on!(tx, overrides::list(intake.id, now))?;
        Ok(Self {
            facts: AcceptFacts::of(intake, &documents, caseworker),
            documents,
            overrides,
        })
    }

    /// The requirements and how each stands, if `mover` were to accept.
    #[must_use]
    pub fn checklist(&self, mover: Option<WorkerId>, now: DateTime<Utc>) -> Checklist {
        accept_checklist(&self.facts, &self.overrides, mover, now)
    }
}
