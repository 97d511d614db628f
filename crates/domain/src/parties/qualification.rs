//! What a worker is qualified for beyond social work: techniques that need it (M165), the chair of
//! a case conference (rule 32). A qualification counts from its first day to its last, unless it is
//! withdrawn before.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{QualificationId, WorkerId};
use crate::{
    changes::changed_fields,
    refusal::{Decision, Refusal, RefusalCode, decided},
    texts::{Line, Lines},
    warnings::{Fault, FaultCode},
};

#[cfg(test)]
mod tests;

crate::vocabulary! {
    /// What a worker is qualified for.
    pub enum QualificationKind ("qualification_kind", open) {
        ClinicalSocialWork = "clinical_social_work" | "Kerja sosial klinikal" | "Pekerjaan sosial klinis" | "Clinical social work" | "M165",
        BehaviourModification = "behaviour_modification" | "Terapi modifikasi tingkah laku" | "Terapi modifikasi perilaku" | "Behaviour modification" | "M165",
        FamilyTherapy = "family_therapy" | "Terapi keluarga" | "Terapi keluarga" | "Family therapy" | "M165",
        ConferenceChairTraining = "conference_chair_training" | "Latihan mempengerusikan persidangan kes" | "Pelatihan memimpin konferensi kasus" | "Training to chair case conferences" | "C121",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }
}

/// What is said about a qualification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "behaviour_modification", "awarded_by": "Universiti Utara Malaysia",
    "certificate_number": "BMT/2023/0417", "obtained_on": "2023-08-31",
    "valid_until": "2028-08-30"
})))]
pub struct QualificationDetails {
    /// What for.
    pub kind: QualificationKind,
    /// What it is called; needed with `other`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Who awarded it.
    pub awarded_by: Line,
    /// The number of the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_number: Option<Line>,
    /// The first day on which it is valid; not in the future.
    pub obtained_on: NaiveDate,
    /// The last day on which it is valid, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

/// Records a qualification of a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "conference_chair_training", "awarded_by": "Institut Sosial Malaysia",
    "obtained_on": "2025-11-20"
})))]
pub struct NewQualification {
    /// An id made by the client (UUID version 7); left out, the service makes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<QualificationId>,
    /// What is said about it.
    #[serde(flatten)]
    pub details: QualificationDetails,
}

/// Withdraws a qualification: it was revoked, or recorded by mistake. It stays on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "withdrawn_on": "2026-03-02", "reason": "The university has revoked the certificate."
})))]
pub struct WithdrawQualification {
    /// From this day on it counts no longer; today if left out, not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
    /// Why.
    pub reason: Lines,
}

/// That a qualification was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QualificationWithdrawal {
    /// From this day on it counts no longer.
    pub withdrawn_on: NaiveDate,
    /// Why.
    pub reason: Lines,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
}

/// A qualification of a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e08",
    "worker_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e03",
    "kind": "behaviour_modification", "awarded_by": "Universiti Utara Malaysia",
    "obtained_on": "2023-08-31", "valid_until": "2028-08-30",
    "recorded_by": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e07",
    "version": 1, "created_at": "2026-01-05T01:00:00Z", "modified_at": "2026-01-05T01:00:00Z"
})))]
pub struct Qualification {
    /// Its id.
    pub id: QualificationId,
    /// Whose it is.
    pub worker_id: WorkerId,
    /// What is said about it.
    #[serde(flatten)]
    pub details: QualificationDetails,
    /// That it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<QualificationWithdrawal>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// Rises by one with every change; the ETag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// Something that happened to a qualification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum QualificationEvent {
    /// It was recorded.
    #[serde(rename = "qualification.recorded")]
    Recorded {
        /// Whose it is.
        worker_id: WorkerId,
        /// What for.
        kind: QualificationKind,
    },
    /// What is said about it was changed.
    #[serde(rename = "qualification.amended")]
    Amended {
        /// Whose it is.
        worker_id: WorkerId,
        /// What for, now.
        kind: QualificationKind,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// It was withdrawn.
    #[serde(rename = "qualification.withdrawn")]
    Withdrawn {
        /// Whose it was.
        worker_id: WorkerId,
        /// What for.
        kind: QualificationKind,
        /// From this day on it counts no longer.
        withdrawn_on: NaiveDate,
    },
}

impl QualificationDetails {
    /// What is wrong with them.
    #[must_use]
    pub fn faults(&self, today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.kind == QualificationKind::Other && self.name.is_none() {
            faults.push(Fault::new("/name", FaultCode::Required));
        }
        if self.obtained_on > today {
            faults.push(Fault::new("/obtained_on", FaultCode::DateInFuture));
        }
        if self.valid_until.is_some_and(|last| last < self.obtained_on) {
            let fault = Fault::new("/valid_until", FaultCode::DateTooEarly);
            faults.push(fault.with("min", self.obtained_on));
        }
        faults
    }
}

impl WithdrawQualification {
    /// From which day on it counts no longer.
    #[must_use]
    pub fn on(&self, today: NaiveDate) -> NaiveDate {
        self.withdrawn_on.unwrap_or(today)
    }

    /// What is wrong with it.
    #[must_use]
    pub fn faults(&self, of: &Qualification, today: NaiveDate) -> Vec<Fault> {
        let (on, first) = (self.on(today), of.details.obtained_on);
        let fault = |code| Fault::new("/withdrawn_on", code);
        if on > today {
            vec![fault(FaultCode::DateInFuture)]
        } else if on < first {
            vec![fault(FaultCode::DateTooEarly).with("min", first)]
        } else {
            Vec::new()
        }
    }
}

impl Qualification {
    /// The qualification that a recorded event announces.
    #[must_use]
    pub const fn recorded(
        id: QualificationId,
        worker_id: WorkerId,
        details: QualificationDetails,
        recorded_by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            worker_id,
            details,
            withdrawal: None,
            recorded_by,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Whether it counts on a day.
    #[must_use]
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        let withdrawn = self.withdrawal.as_ref().map(|it| it.withdrawn_on);
        self.details.obtained_on <= day
            && self.details.valid_until.is_none_or(|last| day <= last)
            && withdrawn.is_none_or(|from| day < from)
    }

    fn standing(&self) -> Vec<Refusal> {
        let withdrawn = self.withdrawal.as_ref();
        let refusal = withdrawn.map(|_| Refusal::new(RefusalCode::QualificationWithdrawn));
        refusal.into_iter().collect()
    }
}

/// Changes what is said about a qualification. Without a change there is no event.
///
/// # Errors
/// `qualification_withdrawn`.
pub fn decide_amend_qualification(
    qualification: &Qualification,
    details: &QualificationDetails,
) -> Decision<QualificationEvent> {
    let changed = changed_fields(&qualification.details, details);
    decided(qualification.standing(), || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![QualificationEvent::Amended {
            worker_id: qualification.worker_id,
            kind: details.kind,
            changed,
        }]
    })
}

/// Withdraws a qualification, once.
///
/// # Errors
/// `qualification_withdrawn`.
pub fn decide_withdraw_qualification(
    qualification: &Qualification,
    withdrawn_on: NaiveDate,
) -> Decision<QualificationEvent> {
    decided(qualification.standing(), || {
        vec![QualificationEvent::Withdrawn {
            worker_id: qualification.worker_id,
            kind: qualification.details.kind,
            withdrawn_on,
        }]
    })
}
