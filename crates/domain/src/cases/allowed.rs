//! What may be done with a case now, computed by the very functions that decide the acts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Case, CaseEvent, GateFacts, MoveCase, Override, RecordKind, RecordRef, RequirementCode, Stage,
    decide_acknowledge_alarm, decide_hold, decide_move, decide_reopen, decide_resume,
    may_change_hands, takes_records,
};
use crate::parties::WorkerId;
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::termination::{
    ClosureRequestId, TerminationReason, decide_approve_closure, decide_reject_closure,
    decide_request_closure, decide_withdraw_closure, may_edit_termination,
};
use crate::words::Word;

crate::vocabulary! {
    /// An act on a case.
    pub enum CaseAction ("case_action", open) {
        MoveToAssessment = "move_to_assessment" | "Bawa ke penentuan situasi" | "Bawa ke asesmen" | "Move to situation assessment" | "°",
        MoveToIntervention = "move_to_intervention" | "Bawa ke perancangan dan intervensi" | "Bawa ke perencanaan dan intervensi" | "Move to planning and intervention" | "°",
        MoveToMonitoring = "move_to_monitoring" | "Bawa ke pemantauan dan penilaian" | "Bawa ke pemantauan dan evaluasi" | "Move to monitoring and evaluation" | "°",
        MoveToTermination = "move_to_termination" | "Bawa ke penamatan" | "Bawa ke terminasi" | "Move to termination" | "°",
        Hold = "hold" | "Tangguhkan kes" | "Tangguhkan kasus" | "Put the case on hold" | "°",
        Resume = "resume" | "Sambung semula kes" | "Lanjutkan kasus" | "End the hold" | "°",
        RequestReassignment = "request_reassignment" | "Minta pekerja lain mengambil alih" | "Minta pekerja lain mengambil alih" | "Ask that another worker takes over" | "°",
        RequestTransfer = "request_transfer" | "Tawarkan kes kepada unit lain" | "Tawarkan kasus kepada unit lain" | "Offer the case to another unit" | "°",
        EditTermination = "edit_termination" | "Isi butiran penamatan" | "Isi rincian terminasi" | "Fill in the particulars of the end" | "°",
        RequestClosure = "request_closure" | "Mohon tutup fail" | "Ajukan penutupan" | "Request closure" | "°",
        WithdrawClosure = "withdraw_closure" | "Tarik balik permohonan" | "Tarik kembali pengajuan" | "Withdraw the closure request" | "°",
        ApproveClosure = "approve_closure" | "Luluskan penutupan" | "Setujui penutupan" | "Approve the closure" | "°",
        RejectClosure = "reject_closure" | "Tolak penutupan" | "Tolak penutupan" | "Reject the closure" | "°",
        AcknowledgeAlarm = "acknowledge_alarm" | "Akui amaran kes" | "Nyatakan peringatan kasus diketahui" | "Acknowledge the alarm of the case" | "rule 8",
        Reopen = "reopen" | "Buka semula kes" | "Buka kembali kasus" | "Reopen the case" | "°",
        AddRecord = "add_record" | "Tambah nota, hubungan atau tugasan" | "Tambah catatan, kontak, atau tugas" | "Add a note, a contact or a task" | "°",
    }
}

/// An act that a case may take now, or could take once the requirements named are met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AllowedAction {
    /// The act.
    pub action: CaseAction,
    /// The requirements in the way; empty when the act may be done now.
    #[schema(max_items = 50)]
    pub unmet: Vec<RequirementCode>,
}

/// The acts that this worker, as far as the rules of the work go, may do on the case now; those
/// that only unmet requirements bar are listed with these. Rights are looked at elsewhere.
#[must_use]
pub fn allowed_actions(
    case: &Case,
    facts: &GateFacts,
    overrides: &[Override],
    by: WorkerId,
    months: u32,
    now: DateTime<Utc>,
) -> Vec<AllowedAction> {
    CaseAction::all()
        .iter()
        .filter_map(|action| {
            let decision = probe(*action, case, facts, overrides, by, months, now);
            unmet_only(decision).map(|unmet| AllowedAction {
                action: *action,
                unmet,
            })
        })
        .collect()
}

/// Asks the function that decides the act what it would say.
fn probe(
    action: CaseAction,
    case: &Case,
    facts: &GateFacts,
    overrides: &[Override],
    by: WorkerId,
    months: u32,
    now: DateTime<Utc>,
) -> Decision<CaseEvent> {
    let go = |to, reason| decide_move(case, &MoveCase { to, reason }, facts, overrides, by, now);
    let none = || decided(vec![Refusal::new(RefusalCode::ClosureNotPending)], Vec::new);
    match action {
        CaseAction::MoveToAssessment => go(Stage::Assessment, None),
        CaseAction::MoveToIntervention => go(Stage::Intervention, None),
        CaseAction::MoveToMonitoring => go(Stage::Monitoring, None),
        // Every unplanned reason has the same gate; any of them answers.
        CaseAction::MoveToTermination => {
            go(Stage::Termination, Some(TerminationReason::LostContact))
        }
        // Without a last day, which any day could be.
        CaseAction::Hold => decide_hold(case, None, now.date_naive(), now),
        CaseAction::Resume => decide_resume(case, now),
        // To whom, each of them says for itself.
        CaseAction::RequestReassignment | CaseAction::RequestTransfer => {
            decided(may_change_hands(case, offer_of(facts)), Vec::new)
        }
        CaseAction::EditTermination => match &facts.termination {
            Some(termination) => decided(may_edit_termination(case, termination), Vec::new),
            None => decided(vec![Refusal::new(RefusalCode::NotInTermination)], Vec::new),
        },
        CaseAction::RequestClosure => {
            // The id is not part of the decision.
            decide_request_closure(case, ClosureRequestId(case.id.0), facts, overrides, by, now)
        }
        CaseAction::WithdrawClosure => match &facts.closure {
            Some(closure) => decide_withdraw_closure(case, closure, by, now),
            None => none(),
        },
        CaseAction::ApproveClosure => match &facts.closure {
            Some(closure) => decide_approve_closure(case, closure, facts, overrides, by, now),
            None => none(),
        },
        CaseAction::RejectClosure => match &facts.closure {
            Some(closure) => decide_reject_closure(case, closure, by, now),
            None => none(),
        },
        CaseAction::AcknowledgeAlarm => decide_acknowledge_alarm(case, by, now),
        CaseAction::Reopen => decide_reopen(case, None, months, now),
        CaseAction::AddRecord => takes_records(case).map(|()| Vec::new()),
    }
}

/// The reassignment or transfer that waits.
fn offer_of(facts: &GateFacts) -> Option<RecordRef> {
    let offer =
        |one: &&RecordRef| matches!(one.kind, RecordKind::Reassignment | RecordKind::Transfer);
    facts.open.iter().find(offer).copied()
}

/// The unmet requirements, if nothing but these speaks against the act.
fn unmet_only(decision: Decision<CaseEvent>) -> Option<Vec<RequirementCode>> {
    match decision {
        Ok(_) => Some(Vec::new()),
        Err(refusals) => refusals
            .into_iter()
            .map(|refusal| refusal.requirement)
            .collect(),
    }
}
