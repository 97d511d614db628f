//! Ready-made cases, facts and people for the tests of this room and of termination.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use crate::access::Confidentiality;
use crate::intake::{Category, IntakeId};
use crate::parties::contact_point::ContactChannel;
use crate::parties::{PersonId, UnitId, WorkerId};
use crate::termination::{
    ClientContact, ClosureRequest, ClosureRequestId, Termination, TerminationId, TerminationReason,
};
use crate::texts::{Lines, Narrative, Reason};

pub const CASEWORKER: WorkerId = WorkerId(Uuid::from_u128(1));
pub const SUPERVISOR: WorkerId = WorkerId(Uuid::from_u128(2));
pub const DIRECTOR: WorkerId = WorkerId(Uuid::from_u128(3));

pub fn now() -> DateTime<Utc> {
    "2026-04-01T02:00:00Z".parse().unwrap()
}

pub fn today() -> NaiveDate {
    now().date_naive()
}

pub fn lines(text: &str) -> Lines {
    Lines::new(text).unwrap()
}

pub fn case() -> Case {
    let opened = OpenedCase {
        unit_id: UnitId(Uuid::from_u128(10)),
        file_number: FileNumber::new("PKMD-KSR", 2026, 1),
        intake_id: IntakeId(Uuid::from_u128(11)),
        client_kind: ClientKind::Individual,
        household_id: None,
        group_id: None,
        person_id: PersonId(Uuid::from_u128(12)),
        category: Category::ElderNeglect,
        secondary_categories: vec![Category::OlderPerson],
        confidentiality: Confidentiality::Standard,
        responsible_id: CASEWORKER,
        opened_at: now() - TimeDelta::days(60),
    };
    Case::fold(CaseId(Uuid::from_u128(13)), &[CaseEvent::Opened(opened)]).unwrap()
}

/// The case in this stage; in termination it came from assessment.
pub fn case_in(stage: Stage, status: CaseStatus, reason: TerminationReason) -> Case {
    let ending = stage == Stage::Termination;
    Case {
        stage,
        status,
        stage_before_termination: ending.then_some(Stage::Assessment),
        termination_reason: ending.then_some(reason),
        closed_at: (status == CaseStatus::Closed).then_some(now() - TimeDelta::days(7)),
        ..case()
    }
}

pub fn attempt(days_ago: i64, channel: ContactChannel, reached: bool) -> ClientContact {
    let at = now() - TimeDelta::days(days_ago);
    ClientContact {
        id: ContactId(Uuid::from_u128(100 + days_ago.unsigned_abs() as u128)),
        at,
        on: at.date_naive(),
        channel,
        reached,
    }
}

pub fn termination(case: &Case, reason: TerminationReason) -> Termination {
    Termination::begin(TerminationId(Uuid::from_u128(20)), case, reason, now())
}

pub fn closure(case: &Case) -> ClosureRequest {
    let summary = Narrative::new("Nobody was reached.").unwrap();
    ClosureRequest::pending(
        ClosureRequestId(Uuid::from_u128(30)),
        case,
        summary,
        CASEWORKER,
        now(),
    )
}

/// Facts with which no requirement of any gate stands in the way of a lost contact.
pub fn all_met(case: &Case) -> GateFacts {
    let record = RecordRef {
        kind: RecordKind::Case,
        id: Uuid::from_u128(40),
    };
    GateFacts {
        records: crate::words::Word::all()
            .iter()
            .map(|code| (*code, record))
            .collect(),
        institution: true,
        termination: Some(termination(case, TerminationReason::LostContact)),
        contacts: vec![
            attempt(30, ContactChannel::Visit, false),
            attempt(20, ContactChannel::Phone, false),
            attempt(10, ContactChannel::Visit, false),
        ],
        closure: (case.status == CaseStatus::ClosureRequested).then(|| closure(case)),
        ..GateFacts::of(case)
    }
}

pub fn override_by(by: WorkerId, gate: Gate, requirement: RequirementCode) -> Override {
    Override {
        id: OverrideId(Uuid::from_u128(50 + by.0.as_u128())),
        intake_id: None,
        case_id: Some(case().id),
        gate,
        requirement,
        reason: Reason::new("Nobody could be found in three visits.").unwrap(),
        overridden_by: by,
        overridden_at: now() - TimeDelta::days(1),
        expires_at: now() - TimeDelta::days(1) + Override::LIFE,
        void_at: None,
    }
}
