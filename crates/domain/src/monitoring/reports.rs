//! Progress reports: written, submitted, acknowledged by a superior who did not write them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MonitoringEvent, ProgressReportStatus};
use crate::cases::{Case, CaseId, takes_records};
use crate::changes::changed_fields;
use crate::money::Money;
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines, Narrative};
use crate::warnings::{Fault, FaultCode};

crate::record_id!(ProgressReportId, "A progress report.");

/// What a progress report says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgressReportDetails {
    /// The first day it is about.
    pub from_on: NaiveDate,
    /// The last; not in the future.
    pub to_on: NaiveDate,
    /// What was found.
    pub findings: Narrative,
    /// What that means; needed before it is submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Narrative>,
    /// What the client says of it, or why the client could not be asked; needed before it is
    /// submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_view: Option<Lines>,
    /// Needs that are not met yet.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub unmet_needs: Vec<Lines>,
    /// The services the client had.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub services: Vec<ServiceReview>,
}

/// What a service cost and how good it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServiceReview {
    /// The service, and who provides it.
    pub service: Line,
    /// How good it was, and whether it was what was planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Lines>,
    /// What it cost in this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
}

/// Begins a progress report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "from_on": "2026-04-06", "to_on": "2026-05-06",
    "findings": "Three meals on five of seven days; she gained a kilogram.",
    "analysis": "The neighbour's cooking made the difference.",
    "client_view": "She likes the company more than the food.",
    "unmet_needs": ["Nobody takes her to the clinic."],
    "services": [{"service": "Meals by Puan Rokiah", "quality": "Reliable",
        "cost": {"currency": "MYR", "minor": 12000}}]
})))]
pub struct NewProgressReport {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ProgressReportId>,
    /// What it says.
    #[serde(flatten)]
    pub details: ProgressReportDetails,
}

/// Acknowledges a progress report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"note": "Ask the clinic for its transport."})))]
pub struct AcknowledgeReport {
    /// The words that go with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

/// A progress report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgressReport {
    /// The id.
    pub id: ProgressReportId,
    /// The case.
    pub case_id: CaseId,
    /// What it says.
    #[serde(flatten)]
    pub details: ProgressReportDetails,
    /// Where it stands.
    pub status: ProgressReportStatus,
    /// Who began it.
    pub written_by: WorkerId,
    /// Who submitted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<WorkerId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// The superior who acknowledged it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_by: Option<WorkerId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// The words that go with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<Lines>,
    /// Version, as in the ETag.
    pub version: i64,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

impl ProgressReportDetails {
    /// What is wrong with them.
    #[must_use]
    pub fn faults(&self, today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.to_on < self.from_on {
            let fault = Fault::new("/to_on", FaultCode::DateTooEarly);
            faults.push(fault.with("min", self.from_on));
        }
        if self.to_on > today {
            faults.push(Fault::new("/to_on", FaultCode::DateInFuture));
        }
        faults
    }
}

impl ProgressReport {
    /// As it is begun.
    #[must_use]
    pub const fn draft(
        id: ProgressReportId,
        case: &Case,
        details: ProgressReportDetails,
        by: WorkerId,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            case_id: case.id,
            details,
            status: ProgressReportStatus::Draft,
            written_by: by,
            submitted_by: None,
            submitted_at: None,
            acknowledged_by: None,
            acknowledged_at: None,
            acknowledgement: None,
            version: 1,
            created_at: now,
            modified_at: now,
        }
    }

    /// Takes over what an event says. Never refuses; texts are set by the act.
    pub fn apply(&mut self, event: &MonitoringEvent) {
        match event {
            MonitoringEvent::ReportSubmitted {
                submitted_by,
                submitted_at,
            } => {
                self.status = ProgressReportStatus::Submitted;
                self.submitted_by = Some(*submitted_by);
                self.submitted_at = Some(*submitted_at);
            }
            MonitoringEvent::ReportAcknowledged {
                acknowledged_by,
                acknowledged_at,
            } => {
                self.status = ProgressReportStatus::Acknowledged;
                self.acknowledged_by = Some(*acknowledged_by);
                self.acknowledged_at = Some(*acknowledged_at);
            }
            MonitoringEvent::PlanSet { .. }
            | MonitoringEvent::PlanEdited { .. }
            | MonitoringEvent::PlanEnded { .. }
            | MonitoringEvent::Observed { .. }
            | MonitoringEvent::ReportDrafted { .. }
            | MonitoringEvent::ReportEdited { .. }
            | MonitoringEvent::Evaluated { .. } => {}
        }
    }
}

/// Begins a report.
///
/// # Errors
/// `case_closed`.
pub fn decide_draft_report(
    case: &Case,
    details: &ProgressReportDetails,
) -> Decision<MonitoringEvent> {
    takes_records(case)?;
    Ok(vec![MonitoringEvent::ReportDrafted {
        from_on: details.from_on,
        to_on: details.to_on,
    }])
}

/// Edits the draft. Without any change nothing happens.
///
/// # Errors
/// `report_not_draft`, `case_closed`.
pub fn decide_edit_report(
    case: &Case,
    report: &ProgressReport,
    details: &ProgressReportDetails,
) -> Decision<MonitoringEvent> {
    let changed = changed_fields(&report.details, details);
    decided(not_draft(case, report), || {
        (!changed.is_empty())
            .then_some(MonitoringEvent::ReportEdited { changed })
            .into_iter()
            .collect()
    })
}

/// Submits it; from then on it is not edited.
///
/// # Errors
/// `report_not_draft`, `report_incomplete`, `case_closed`.
pub fn decide_submit_report(
    case: &Case,
    report: &ProgressReport,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<MonitoringEvent> {
    let mut refusals = not_draft(case, report);
    let details = &report.details;
    for (field, missing) in [
        ("/analysis", details.analysis.is_none()),
        ("/client_view", details.client_view.is_none()),
    ] {
        if missing {
            refusals.push(Refusal::new(RefusalCode::ReportIncomplete).at(field));
        }
    }
    decided(refusals, || {
        vec![MonitoringEvent::ReportSubmitted {
            submitted_by: by,
            submitted_at: now,
        }]
    })
}

/// Acknowledges it.
///
/// # Errors
/// `report_not_submitted`, `own_request` for whoever wrote or submitted it.
pub fn decide_acknowledge_report(
    report: &ProgressReport,
    by: WorkerId,
    now: DateTime<Utc>,
) -> Decision<MonitoringEvent> {
    let mut refusals = Vec::new();
    if report.status != ProgressReportStatus::Submitted {
        refusals.push(Refusal::new(RefusalCode::ReportNotSubmitted));
    }
    if by == report.written_by || Some(by) == report.submitted_by {
        refusals.push(Refusal::new(RefusalCode::OwnRequest));
    }
    decided(refusals, || {
        vec![MonitoringEvent::ReportAcknowledged {
            acknowledged_by: by,
            acknowledged_at: now,
        }]
    })
}

fn not_draft(case: &Case, report: &ProgressReport) -> Vec<Refusal> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if report.status != ProgressReportStatus::Draft {
        refusals.push(Refusal::new(RefusalCode::ReportNotDraft));
    }
    refusals
}
