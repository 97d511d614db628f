//! Where the wire differs from the domain: a case as somebody sees it, and its checklist.

use chrono::{DateTime, Utc};
use domain::{
    access::View,
    cases::{AllowedAction, Case, CaseId, Checklist, FileNumber, Stage},
    parties::UnitId,
};
use serde::Serialize;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{AnyOfBuilder, Schema},
    },
};

/// What a data officer sees of a case: that it is there, where, and how far it has come.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseSpine {
    /// The id.
    pub id: CaseId,
    /// The unit that answers for it.
    pub unit_id: UnitId,
    /// The number people know it by.
    pub file_number: FileNumber,
    /// The furthest stage whose gate it has passed.
    pub stage: Stage,
    /// Version, as in the ETag.
    #[schema(minimum = 1)]
    pub version: i64,
    #[serde(skip)]
    #[schema(ignore)]
    opened_at: DateTime<Utc>,
    #[serde(skip)]
    #[schema(ignore)]
    modified_at: DateTime<Utc>,
}

impl CaseSpine {
    /// The spine of a case.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self {
            id: case.id,
            unit_id: case.opened.unit_id,
            file_number: case.opened.file_number.clone(),
            stage: case.stage,
            version: case.version,
            opened_at: case.opened.opened_at,
            modified_at: case.modified_at,
        }
    }
}

/// A case as the caller sees it.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum CaseView {
    /// All of it.
    Full(Box<Case>),
    /// Its spine.
    Spine(CaseSpine),
}

impl CaseView {
    /// As much of a case as this view shows.
    #[must_use]
    pub fn of(case: Case, view: View) -> Self {
        match view {
            View::Full => Self::Full(Box::new(case)),
            View::Spine => Self::Spine(CaseSpine::of(&case)),
        }
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> i64 {
        match self {
            Self::Full(case) => case.version,
            Self::Spine(spine) => spine.version,
        }
    }

    /// Its id, and when it was opened and last changed: what lists are sorted by.
    #[must_use]
    pub fn place(&self) -> (CaseId, DateTime<Utc>, DateTime<Utc>) {
        match self {
            Self::Full(case) => (case.id, case.opened.opened_at, case.modified_at),
            Self::Spine(spine) => (spine.id, spine.opened_at, spine.modified_at),
        }
    }
}

/// A spine is a case with fields left out, so both alternatives may hold.
impl PartialSchema for CaseView {
    fn schema() -> RefOr<Schema> {
        AnyOfBuilder::new()
            .item(utoipa::openapi::Ref::from_schema_name("Case"))
            .item(utoipa::openapi::Ref::from_schema_name("CaseSpine"))
            .description(Some(
                "A case; to a data officer, who sees no more, its spine.",
            ))
            .into()
    }
}

impl ToSchema for CaseView {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((Case::name().into_owned(), Case::schema()));
        Case::schemas(schemas);
        schemas.push((CaseSpine::name().into_owned(), CaseSpine::schema()));
        CaseSpine::schemas(schemas);
    }
}

/// The requirements on the way to a step, how each stands, and what the caller may do now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseChecklist {
    /// The gate and its requirements.
    #[serde(flatten)]
    pub checklist: Checklist,
    /// Whether the case is on hold and the last day of the hold has passed.
    pub hold_overdue: bool,
    /// The case of the same client, closed within the 24 months before this one was opened, that
    /// this one repeats, where the caller sees one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat_of: Option<CaseId>,
    /// The acts the caller may do on the case now, or could once the requirements named are met.
    #[schema(max_items = 20)]
    pub allowed_actions: Vec<AllowedAction>,
}
