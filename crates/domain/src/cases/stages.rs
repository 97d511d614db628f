//! The gates of a case: what each stage requires (rule 2). The gate that closes it is in
//! [`crate::termination`].

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    Case, Checklist, Finding, Gate, Missing, MissingCode, Override, RecordRef, Requirement,
    RequirementCode, always, checklist, never,
};
use crate::intervention::plan::{PLAN_ACTIVATION, PlanFacts};
use crate::parties::WorkerId;
use crate::termination::{CLOSE, ClientContact, ClosureRequest, Termination, TerminationReason};

/// What the gates of a case look at. Only the facts of the gate in question need be loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct GateFacts {
    /// Records that satisfy a requirement by being there, found by the room they belong to:
    /// the finalised assessment, the active plan, the evaluation.
    pub records: BTreeMap<RequirementCode, RecordRef>,
    /// What is still missing for a requirement, whatever records there are.
    pub outstanding: BTreeMap<RequirementCode, Vec<Missing>>,
    /// Whether the unit is an institution, which has a Board of Visitors.
    pub institution: bool,
    /// Why the case ends, or would end.
    pub reason: Option<TerminationReason>,
    /// The termination under way.
    pub termination: Option<Termination>,
    /// The contacts sought with the client.
    pub contacts: Vec<ClientContact>,
    /// When the present episode began; contacts before it do not count.
    pub episode_began_at: DateTime<Utc>,
    /// Papers and property of the client that are still held.
    pub custody: Vec<RecordRef>,
    /// The registry of open things: tasks and whatever else must not be left dangling.
    pub open: Vec<RecordRef>,
    /// The caseworker who answers for the case.
    pub responsible_id: WorkerId,
    /// The closure request that waits for its decision.
    pub closure: Option<ClosureRequest>,
    /// Who would approve the closure now.
    pub approver: Option<WorkerId>,
    /// The version of the plan that is on its way to be activated.
    pub plan: Option<Box<PlanFacts>>,
}

impl GateFacts {
    /// The facts the case itself tells; everything else is still to be loaded.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self {
            records: BTreeMap::new(),
            outstanding: BTreeMap::new(),
            institution: false,
            reason: case.termination_reason,
            termination: None,
            contacts: Vec::new(),
            episode_began_at: case.episode_began_at(),
            custody: Vec::new(),
            open: Vec::new(),
            responsible_id: case.opened.responsible_id,
            closure: None,
            approver: None,
            plan: None,
        }
    }

    /// Whether the reason given is a planned one.
    pub(crate) fn planned(&self) -> bool {
        self.reason.is_some_and(TerminationReason::planned)
    }

    /// Met exactly when the room in question has a record for it, and nothing is outstanding.
    pub(crate) fn recorded(&self, code: RequirementCode) -> Finding {
        match (self.outstanding.get(&code), self.records.get(&code)) {
            (Some(missing), _) => Finding::Unmet(missing.clone()),
            (None, Some(record)) => Finding::Met(Some(*record)),
            (None, None) => Finding::missing(MissingCode::Record),
        }
    }
}

/// A requirement that a record satisfies by being there.
macro_rules! recorded {
    ($code:ident, $overridable:expr, $applies:expr) => {
        Requirement {
            code: RequirementCode::$code,
            overridable: $overridable,
            applies: $applies,
            check: |facts: &GateFacts| facts.recorded(RequirementCode::$code),
        }
    };
}

/// To planning and intervention.
pub const INTERVENTION: &[Requirement<GateFacts>] = &[
    recorded!(ServiceConsentOrLegalBasis, never, always),
    recorded!(ContractAgreed, always, always),
    recorded!(AssessmentFinalised, never, always),
];

/// To monitoring and evaluation.
pub const MONITORING: &[Requirement<GateFacts>] = &[
    recorded!(PlanActive, never, always),
    recorded!(InterventionStarted, never, always),
    recorded!(MonitoringPlanSet, never, always),
    recorded!(BaselineRecorded, always, always),
];

/// To termination: the reason for an unplanned end, the readiness for a planned one.
pub const TERMINATION: &[Requirement<GateFacts>] = &[
    Requirement {
        code: RequirementCode::Reason,
        overridable: never,
        applies: |facts| !facts.planned(),
        check: |facts| match facts.reason {
            Some(_) => Finding::Met(None),
            None => Finding::missing(MissingCode::TerminationReason),
        },
    },
    recorded!(EvaluationPreparesTermination, always, GateFacts::planned),
    recorded!(PartyReports, always, GateFacts::planned),
    recorded!(FunctioningInterview, always, GateFacts::planned),
    recorded!(FinalReport, always, GateFacts::planned),
    recorded!(ClosingDiscussion, always, GateFacts::planned),
    recorded!(BoardOfVisitors, always, |facts| facts.planned()
        && facts.institution),
];

/// The requirements of a gate of a case; none for those of an intake and of an assessment.
#[must_use]
pub const fn case_requirements(gate: Gate) -> Option<&'static [Requirement<GateFacts>]> {
    match gate {
        Gate::Accept | Gate::Finalise => None,
        Gate::Intervention => Some(INTERVENTION),
        Gate::PlanActivation => Some(PLAN_ACTIVATION),
        Gate::Monitoring => Some(MONITORING),
        Gate::Termination => Some(TERMINATION),
        Gate::Close => Some(CLOSE),
    }
}

/// The checklist of a gate of a case. `mover` is who requests the move: an own override does not
/// count. A pending closure request has its mover: who requested it.
#[must_use]
pub fn case_checklist(
    gate: Gate,
    facts: &GateFacts,
    overrides: &[Override],
    mover: Option<WorkerId>,
    now: DateTime<Utc>,
) -> Checklist {
    let requester = match gate {
        Gate::Close => facts.closure.as_ref().map(|closure| closure.requested_by),
        Gate::Accept
        | Gate::Intervention
        | Gate::PlanActivation
        | Gate::Finalise
        | Gate::Monitoring
        | Gate::Termination => None,
    };
    checklist(
        gate,
        case_requirements(gate).unwrap_or(&[]),
        facts,
        overrides,
        requester.or(mover),
        now,
    )
}

/// A record that must be settled before the file is closed.
pub(crate) fn unsettled(code: MissingCode, records: &[RecordRef]) -> Finding {
    Finding::when_complete(
        records
            .iter()
            .map(|record| Missing::record(code, *record))
            .collect(),
        None,
    )
}
