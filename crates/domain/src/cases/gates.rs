//! The gate engine: a gate is a list of named requirements; the same list answers the checklist
//! and guards the move.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Gate, MissingCode, Override, OverrideId, RecordKind, RequirementCode};
use crate::guide::{WorkProcess, process_of};
use crate::intake::DocumentType;
use crate::parties::WorkerId;
use crate::parties::qualification::QualificationKind;
use crate::refusal::Refusal;
use crate::words::{Lang, Word};

/// A text in the three languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Texts {
    /// Malay.
    #[schema(max_length = 300)]
    pub ms: String,
    /// Indonesian.
    #[schema(max_length = 300)]
    pub id: String,
    /// English.
    #[schema(max_length = 300)]
    pub en: String,
}

/// A record, named by its kind and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecordRef {
    /// What kind of record it is.
    pub kind: RecordKind,
    /// Its id.
    pub id: Uuid,
}

/// One thing that is missing for a requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Missing {
    /// What is missing.
    pub code: MissingCode,
    /// The same in words.
    pub text: Texts,
    /// The record that is outstanding or still open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
    /// The kind of document that is outstanding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_type: Option<DocumentType>,
    /// The kind of qualification that is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualification: Option<QualificationKind>,
    /// How many there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub have: Option<i64>,
    /// How many there must be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub need: Option<i64>,
}

/// What a requirement's check found.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The requirement is met, by this record where one record shows it.
    Met(Option<RecordRef>),
    /// It is not, for want of these.
    Unmet(Vec<Missing>),
}

/// A named requirement of a gate over the facts `F`.
pub struct Requirement<F> {
    /// Its name.
    pub code: RequirementCode,
    /// Whether a supervisor may override it here ([`never()`]: it is hard).
    pub overridable: fn(&F) -> bool,
    /// Whether it applies at all.
    pub applies: fn(&F) -> bool,
    /// Whether it is met.
    pub check: fn(&F) -> Finding,
}

/// A requirement and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChecklistItem {
    /// The requirement.
    pub code: RequirementCode,
    /// What must be true, in words.
    pub text: Texts,
    /// The work process that meets it, as `/v1/process-guide` tells it; none where the manual has
    /// none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<WorkProcess>,
    /// Whether it is met.
    pub met: bool,
    /// Whether a supervisor who does not request the move may override it here; else it is hard.
    pub overridable: bool,
    /// The override that stands in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<OverrideId>,
    /// The record that satisfies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfied_by: Option<RecordRef>,
    /// What is missing.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub missing: Vec<Missing>,
}

/// The requirements of a gate and how each stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Checklist {
    /// The gate.
    pub gate: Gate,
    /// Whether nothing stands in the way: every requirement is met or overridden.
    pub ready: bool,
    /// The requirements that apply.
    #[schema(max_items = 50)]
    pub items: Vec<ChecklistItem>,
}

/// A requirement that always applies, or may always be overridden.
pub const fn always<F>(_: &F) -> bool {
    true
}

/// A requirement that may never be overridden.
pub const fn never<F>(_: &F) -> bool {
    false
}

/// Holds the requirements of a gate against the facts. Overrides by `mover`, who requests the
/// move, do not count.
pub fn checklist<F>(
    gate: Gate,
    requirements: &[Requirement<F>],
    facts: &F,
    overrides: &[Override],
    mover: Option<WorkerId>,
    now: DateTime<Utc>,
) -> Checklist {
    let item = |requirement: &Requirement<F>| {
        let overridable = (requirement.overridable)(facts);
        let (satisfied_by, missing, met) = match (requirement.check)(facts) {
            Finding::Met(record) => (record, Vec::new(), true),
            Finding::Unmet(missing) => (None, missing, false),
        };
        let overridden_by = overrides
            .iter()
            .filter(|_| overridable && !met)
            .find(|one| one.stands(gate, requirement.code, now) && Some(one.overridden_by) != mover)
            .map(|one| one.id);
        ChecklistItem {
            code: requirement.code,
            text: Texts::of(requirement.code),
            process: process_of(requirement.code),
            met,
            overridable,
            overridden_by,
            satisfied_by,
            missing,
        }
    };
    let items: Vec<ChecklistItem> = requirements
        .iter()
        .filter(|requirement| (requirement.applies)(facts))
        .map(item)
        .collect();
    Checklist {
        gate,
        ready: items.iter().all(ChecklistItem::passes),
        items,
    }
}

impl Texts {
    /// The label of a word.
    #[must_use]
    pub fn of(word: impl Word) -> Self {
        let label = |lang| word.label(lang).to_owned();
        Self {
            ms: label(Lang::Ms),
            id: label(Lang::Id),
            en: label(Lang::En),
        }
    }
}

impl Missing {
    /// Something that is simply not there.
    #[must_use]
    pub fn of(code: MissingCode) -> Self {
        Self {
            code,
            text: Texts::of(code),
            record: None,
            document_type: None,
            qualification: None,
            have: None,
            need: None,
        }
    }

    /// A record that is outstanding or open.
    #[must_use]
    pub fn record(code: MissingCode, record: RecordRef) -> Self {
        Self {
            record: Some(record),
            ..Self::of(code)
        }
    }

    /// Too few of something.
    #[must_use]
    pub fn count(code: MissingCode, have: i64, need: i64) -> Self {
        Self {
            have: Some(have),
            need: Some(need),
            ..Self::of(code)
        }
    }
}

impl Finding {
    /// Unmet for want of one thing.
    #[must_use]
    pub fn missing(code: MissingCode) -> Self {
        Self::Unmet(vec![Missing::of(code)])
    }

    /// Met by `record` when nothing is missing.
    #[must_use]
    pub fn when_complete(missing: Vec<Missing>, record: Option<RecordRef>) -> Self {
        if missing.is_empty() {
            Self::Met(record)
        } else {
            Self::Unmet(missing)
        }
    }
}

impl ChecklistItem {
    /// Whether the requirement does not stand in the way: it is met or overridden.
    #[must_use]
    pub const fn passes(&self) -> bool {
        self.met || self.overridden_by.is_some()
    }
}

impl Checklist {
    /// The requirements that stand in the way.
    #[must_use]
    pub fn unmet(&self) -> Vec<RequirementCode> {
        self.items
            .iter()
            .filter(|item| !item.passes())
            .map(|item| item.code)
            .collect()
    }

    /// The refusals of a move that this checklist guards: one for each requirement in the way.
    #[must_use]
    pub fn refusals(&self) -> Vec<Refusal> {
        self.unmet().into_iter().map(Refusal::unmet).collect()
    }

    /// The overrides that let the move pass.
    #[must_use]
    pub fn overrides_used(&self) -> Vec<OverrideId> {
        self.items
            .iter()
            .filter_map(|item| item.overridden_by)
            .collect()
    }
}
