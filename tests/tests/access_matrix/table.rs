//! How each route is called: what its address needs besides ids, and a body that would do.

use domain::access::relations::Scene;
use serde_json::{Value, json};
use tests::engagement;

/// What is sent with one request.
pub struct Ask {
    /// The query, without the question mark.
    pub query: &'static str,
    /// The body.
    pub body: Option<Value>,
    /// Whether the body names the unit; one that is not visible is then a fault of the body.
    pub names_unit: bool,
}

/// The routes that are walked on a case in termination whose closure is asked for. Every other
/// one is walked on a case under assessment, where more of what is allowed is also possible.
pub const ENDING: &[&str] = &[
    "get_termination",
    "amend_termination",
    "list_closure_requests",
    "get_closure_request",
    "approve_plan",
    "reject_plan",
    "acknowledge_progress_report",
    "acknowledge_alarm",
    "approve_closure",
    "reject_closure",
    "withdraw_closure",
    "override_requirement",
    "withdraw_custody_item",
];

/// What is sent to a route about a record at this unit; nothing for a route nobody has told of.
#[must_use]
pub fn ask(route: &str, unit: &str, scene: &Scene) -> Option<Ask> {
    let reason = json!({"reason": "The police station burnt down; it cannot be had again."});
    let because = reason["reason"].clone();
    let query = match route {
        "get_checklist" => "to=closed",
        "list_persons" | "list_households" | "list_groups" => "modified_after=2026-01-01T00:00:00Z",
        _ => "",
    };
    let body = match route {
        // Reads, and writes that say everything by their address.
        "get_root"
        | "get_liveness"
        | "get_readiness"
        | "get_metrics"
        | "get_contract"
        | "get_problem_type"
        | "get_docs"
        | "get_docs_file"
        | "list_code_lists"
        | "get_code_list"
        | "get_process_guide"
        | "get_authorization_server"
        | "get_key_set" => None,
        "get_me" | "list_sessions" | "end_session" => None,
        "list_units"
        | "get_unit"
        | "list_workers"
        | "get_worker"
        | "list_caseworkers"
        | "list_grants"
        | "get_grant"
        | "list_qualifications"
        | "get_qualification"
        | "list_integrations"
        | "get_integration"
        | "list_document_requirements" => None,
        "deactivate_worker"
        | "reactivate_worker"
        | "reset_worker_password"
        | "revoke_role"
        | "deactivate_integration"
        | "reactivate_integration"
        | "create_integration_secret"
        | "revoke_integration_secret" => None,
        "list_possible_duplicates" | "list_intake_duplicates" => None,
        "list_persons" | "get_person" | "list_person_versions" | "list_person_matches" => None,
        "list_households"
        | "get_household"
        | "list_household_versions"
        | "list_household_members"
        | "get_household_member" => None,
        "list_groups"
        | "get_group"
        | "list_group_versions"
        | "list_group_members"
        | "get_group_member" => None,
        "list_relationships" | "get_relationship" => None,
        "list_intakes"
        | "get_intake"
        | "get_intake_checklist"
        | "list_intake_documents"
        | "list_intake_overrides"
        | "list_intake_contacts"
        | "list_intake_consents"
        | "list_intake_legal_bases"
        | "list_intake_rights_explanations"
        | "list_intake_contracts" => None,
        "list_cases"
        | "get_case"
        | "get_checklist"
        | "get_timeline"
        | "list_case_overrides"
        | "list_case_members"
        | "get_case_member"
        | "remove_case_member"
        | "resume_case" => None,
        "list_case_reassignments"
        | "list_reassignments"
        | "get_reassignment"
        | "approve_reassignment"
        | "accept_reassignment"
        | "list_case_transfers"
        | "list_transfers"
        | "get_transfer" => None,
        "list_notes" | "get_note" | "list_amendments" | "get_amendment" | "sign_note"
        | "list_contacts" | "get_contact" | "list_tasks" | "get_task" | "finish_task" => None,
        "list_attachments"
        | "get_attachment"
        | "get_attachment_content"
        | "list_custody_items"
        | "get_custody_item"
        | "list_custody_movements"
        | "get_custody_movement"
        | "list_disclosures"
        | "get_disclosure"
        | "list_consents"
        | "get_consent"
        | "list_legal_bases"
        | "get_legal_basis"
        | "list_rights_explanations"
        | "get_rights_explanation"
        | "list_contracts"
        | "get_case_contract"
        | "list_assessments"
        | "get_assessment"
        | "get_assessment_checklist"
        | "compare_assessment"
        | "finalise_assessment" => None,
        "list_interventions"
        | "get_intervention"
        | "list_work_sessions"
        | "get_work_session"
        | "list_strategy_changes"
        | "get_strategy_change"
        | "list_crises"
        | "get_crisis" => None,
        "get_termination" | "list_closure_requests" | "get_closure_request" => None,
        "list_party_reports"
        | "get_party_report"
        | "list_functioning_interviews"
        | "get_functioning_interview"
        | "list_closing_discussions"
        | "get_closing_discussion"
        | "list_final_reports"
        | "get_final_report"
        | "list_board_reviews"
        | "get_board_review"
        | "list_termination_notices"
        | "get_termination_notice"
        | "list_future_plan_items"
        | "get_future_plan_item"
        | "list_support_contacts"
        | "get_support_contact"
        | "list_transition_steps"
        | "get_transition_step" => None,

        "open_session" => Some(json!({"username": "siti", "password": tests::PASSWORD})),
        "request_token" => None,
        "change_password" => Some(json!({
            "current_password": tests::PASSWORD, "new_password": "perahu kecil di muara sungai"
        })),

        "create_unit" => Some(json!({
            "parent_id": unit, "kind": "branch", "country": "MY", "code": "PKMD-BARU",
            "name": "Cawangan baru", "time_zone": "Asia/Kuala_Lumpur", "weekend": ["friday"]
        })),
        "amend_unit" => Some(json!({"name": "Pejabat Kebajikan"})),
        "create_worker" => Some(json!({
            "unit_id": unit, "username": "pekerja.baru", "full_name": "Aminah binti Salleh"
        })),
        "amend_worker" => Some(json!({"full_name": "Aminah binti Salleh"})),
        "grant_role" => Some(json!({"unit_id": unit, "role": "caseworker"})),
        "record_qualification" => Some(tests::organisation::qualification("family_therapy")),
        "amend_qualification" => Some(json!({"valid_until": "2028-03-02"})),
        "withdraw_qualification" => Some(reason),
        "create_integration" => Some(json!({
            "unit_id": unit, "name": "Sistem rujukan", "scopes": ["intakes:write"]
        })),
        "amend_integration" => Some(json!({"name": "Sistem rujukan"})),
        "put_document_requirements" => Some(json!({"document_types": ["medical_report"]})),

        "register_person" => Some(json!({"unit_id": unit, "full_name": "Sulastri"})),
        "search_persons" => Some(json!({"name": "Sulastri"})),
        "search_cases" => Some(json!({"client": {"name": "Sulastri"}})),
        "amend_person" => Some(json!({"full_name": "Sulastri binti Rahmat"})),

        // Nobody there has this id: who may merge is told so.
        "merge_persons" => Some(json!({
            "absorbed_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12", "absorbed_version": 1,
            "reason": because
        })),

        "register_household" => Some(json!({"unit_id": unit, "name": "Keluarga Slamet"})),
        "search_households" => Some(json!({"card": {"kind": "kpm_number", "value": "1207"}})),
        "amend_household" => Some(json!({"name": "Keluarga Pak Slamet"})),
        "add_household_member" => Some(json!({
            "person_id": scene.colleague.to_string(), "relation": "child"
        })),
        "amend_household_member" => Some(json!({"relation": "child"})),
        "end_household_member" | "end_group_member" | "end_relationship" => {
            Some(json!({"reason": "Moved away."}))
        }
        "register_group" => Some(json!({
            "unit_id": unit, "kind": "group", "name": "Kumpulan Ibu Tunggal"
        })),
        "amend_group" => Some(json!({"purpose": "Mutual help."})),
        "add_group_member" => Some(json!({
            "person_id": scene.colleague.to_string(), "role": "member"
        })),
        "amend_group_member" => Some(json!({"since": "2026-01-01"})),
        "record_relationship" => Some(json!({
            "other_person_id": scene.colleague.to_string(), "kind": "sibling"
        })),

        "record_intake" => {
            let mut told = tests::intakes::told();
            told["unit_id"] = json!(unit);
            Some(told)
        }
        "amend_intake" => Some(json!({"urgency": "urgent"})),
        "screen_intake" => Some(tests::intakes::screening()),
        "accept_intake" => Some(json!({"caseworker_id": scene.colleague.to_string()})),
        "return_intake" => Some(json!({"missing": ["medical_report"]})),
        "resubmit_intake" => Some(json!({"note": "Discharge report enclosed."})),
        "redirect_intake" => Some(json!({
            "organisation": "Baitulmal", "service": "Food aid", "contact": "Puan Salmah",
            "client_told": "To bring the identity card."
        })),
        "advise_intake" => Some(json!({"advice": "How to apply for the disability card."})),
        "find_duplicate" => Some(json!({
            "of": {"kind": "intake", "id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e21"}
        })),
        "record_intake_contact" => Some(json!({
            "with": "referrer", "channel": "phone", "purpose": "follow_up",
            "at": "2026-03-02T00:45:00Z", "reached": true
        })),
        "decline_intake" => Some(json!({"reason": "outside_jurisdiction"})),
        "add_document" => Some(json!({"document_type": "court_order"})),
        "receive_document" => Some(json!({"received_on": "2026-03-01"})),
        "waive_document" | "reopen_case" | "hold_case" | "cancel_task" => Some(reason),
        "override_intake_requirement" => Some(json!({
            "gate": "accept", "requirement": "documents_complete", "reason": because
        })),

        "set_confidentiality" => Some(json!({"confidentiality": "restricted", "reason": because})),
        "move_case" => Some(json!({"to": "termination", "reason": "moved_away"})),
        "override_requirement" => Some(json!({
            "gate": "close", "requirement": "support_network_listed", "reason": because
        })),
        "name_case_member" => Some(json!({"membership": "team"})),
        "request_reassignment" => Some(json!({
            "to_worker_id": scene.colleague.to_string(), "reason": because
        })),
        "request_transfer" => Some(json!({
            "to_unit_id": scene.above.to_string(), "reason": because
        })),
        "accept_transfer" => Some(json!({"caseworker_id": scene.colleague.to_string()})),
        "reject_reassignment" | "decline_reassignment" | "decline_transfer" => Some(reason),
        "withdraw_reassignment" | "withdraw_transfer" => Some(json!({})),
        "write_note" => Some(json!({
            "occurred_at": "2026-03-01T02:15:00Z", "text": "The door was locked."
        })),
        "edit_note" => Some(json!({"text": "The door was open."})),
        "amend_note" => Some(json!({"text": "It was on 1 March.", "reason": "Wrong date."})),
        "record_contact" => Some(json!({
            "with": "client", "channel": "phone", "purpose": "follow_up",
            "at": "2026-03-01T02:15:00Z", "reached": false
        })),
        "add_attachment" => Some(json!({
            "document_type": "police_report", "title": "The report", "media_type": "image/jpeg",
            "size": 7,
            "sha256": "0".repeat(64)
        })),
        "edit_attachment" => Some(json!({"title": "The roof after the storm"})),
        // Its body is bytes, and these are not the announced ones: who may send them is told so.
        "put_attachment_content" => Some(json!({})),
        "withdraw_attachment" => Some(reason),
        "add_task" => Some(json!({"text": "Ask the village head."})),
        "edit_task" => Some(json!({"text": "Ask the neighbour."})),
        "record_custody_item" => Some(tests::cases::bank_book()),
        "correct_custody_item" => Some(json!({"condition": "The cover is torn."})),
        "move_custody_item" => Some(json!({
            "to": "Safe of the state office", "moved_at": "2026-03-02T00:45:00Z"
        })),
        "settle_custody_item" => Some(json!({
            "outcome": "lost", "settled_on": "2026-03-02", "report_number": "Kulim/000417/26",
            "explanation": "The safe was broken open."
        })),
        "withdraw_custody_item" => Some(reason),
        "record_consent" | "record_intake_consent" => Some(engagement::consent("photo")),
        "withdraw_consent" | "withdraw_intake_consent" => Some(engagement::withdrawal()),
        "record_legal_basis" | "record_intake_legal_basis" => Some(engagement::order()),
        "end_legal_basis" | "end_intake_legal_basis" => Some(json!({
            "ended_on": "2026-03-02", "reason": "It was lifted."
        })),
        "record_rights_explanation" | "record_intake_rights_explanation" => Some(json!({
            "rights": ["complain"], "explained_to": engagement::signed("client")
        })),
        "draft_contract" | "draft_intake_contract" => Some(engagement::contract()),
        "edit_contract" | "edit_intake_contract" => Some(json!({"purpose": "Care at home."})),
        "sign_contract" | "sign_intake_contract" => Some(json!({
            "party": "client", "signature": engagement::signed("client")
        })),
        "end_contract" | "end_intake_contract" => Some(json!({
            "ended_on": "2026-03-02", "reason": "He is well again."
        })),
        "cancel_contract" | "cancel_intake_contract" => Some(json!({"reason": "Drafted anew."})),
        "plan_intervention" => Some(tests::work::intervention()),
        "edit_intervention" => Some(json!({"title": "Visits twice a week"})),
        "start_intervention" => Some(json!({"started_on": "2026-03-02"})),
        "complete_intervention" => Some(json!({
            "ended_on": "2026-03-02", "outcome": "He goes there by himself."
        })),
        "stop_intervention" => Some(json!({
            "ended_on": "2026-03-02", "reason": "The day centre has closed."
        })),
        "record_strategy_change" => Some(tests::work::strategy_change()),
        "record_work_session" => Some(tests::work::session()),
        // Nobody has this other case: who may record a session is told so.
        "record_group_session" => Some(tests::work::group_session(
            "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e12",
        )),
        "report_crisis" => Some(tests::work::crisis()),
        "edit_crisis" => Some(json!({"place": "In the yard"})),
        "handle_crisis" => Some(json!({"measures": "Somebody stays with him."})),
        "resolve_crisis" => Some(json!({
            "how": "He is in hospital, and safe.", "resolved_on": "2026-03-02"
        })),
        "record_disclosure" => Some(tests::cases::disclosure()),
        "draft_assessment" => Some(json!({"type": "initial"})),
        "edit_assessment" => Some(json!({"methods": ["interview"]})),
        "withdraw_assessment" | "correct_assessment" => Some(reason),
        "amend_termination" => Some(json!({"moved_away": {"new_place": "Alor Setar"}})),
        "record_party_report" => Some(step("party_report")),
        "record_functioning_interview" => Some(step("functioning_interview")),
        "record_closing_discussion" => Some(step("closing_discussion")),
        "record_final_report" => Some(step("final_report")),
        "record_board_review" => Some(step("board_review")),
        "record_termination_notice" => Some(step("termination_notice")),
        "record_future_plan_item" => Some(step("future_plan_item")),
        "record_support_contact" => Some(step("support_contact")),
        "record_transition_step" => Some(step("transition_step")),
        "amend_party_report" => Some(json!({"summary": "She reads well."})),
        "amend_functioning_interview" => Some(json!({"future_plans": "To work."})),
        "amend_closing_discussion" => Some(json!({"client_view": "She is glad."})),
        "amend_final_report" => Some(json!({"readiness": "not_ready"})),
        "amend_board_review" => Some(json!({"detail": "None."})),
        "amend_termination_notice" => Some(json!({"answer": "They will come."})),
        "amend_future_plan_item" => Some(json!({"with_whom": "Her niece."})),
        "amend_support_contact" => Some(json!({"relation": "cousin"})),
        "amend_transition_step" => Some(json!({"note": "She goes by herself."})),
        "withdraw_party_report"
        | "withdraw_functioning_interview"
        | "withdraw_closing_discussion"
        | "withdraw_final_report"
        | "withdraw_board_review"
        | "withdraw_termination_notice"
        | "withdraw_future_plan_item"
        | "withdraw_support_contact"
        | "withdraw_transition_step" => Some(reason),
        "request_closure" => Some(json!({"summary": "He lives with his niece now."})),
        "approve_closure" | "withdraw_closure" => Some(json!({})),
        "reject_closure" => Some(json!({"note": "Ask the village head first."})),
        "list_plans" | "get_plan" | "compare_plan" | "get_plan_checklist"
        | "list_plan_progress" | "get_plan_progress" => None,
        "draft_plan" => Some(json!({"model": "full_support", "starts_on": "2026-03-02"})),
        "edit_plan" => Some(json!({"focus": "Daily care at home."})),
        "draft_next_version" | "propose_plan" | "approve_plan" | "withdraw_plan"
        | "activate_plan" => Some(json!({})),
        "agree_plan" => Some(tests::plans::signed()),
        "reject_plan" => Some(json!({"note": "Say who cooks on Thursdays."})),
        "close_plan" => Some(reason),
        // The plan has no such part: who may record how it goes is told so.
        "record_plan_progress" => Some(json!({
            "element_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e23", "task_status": "done",
            "on": "2026-03-02"
        })),
        "list_observations"
        | "get_observation"
        | "list_monitoring_plans"
        | "get_monitoring_plan"
        | "list_monitoring_due_dates"
        | "list_progress_reports"
        | "get_progress_report"
        | "submit_progress_report"
        | "list_evaluations"
        | "get_evaluation" => None,
        // No plan has such an indicator, and no case such a plan: who may record is told so.
        "record_observation" => Some(tests::monitoring::observation(
            "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e24",
        )),
        "set_monitoring_plan" => Some(tests::monitoring::monitoring_plan(
            "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e24",
        )),
        "edit_monitoring_plan" => Some(json!({"grace_days": 2})),
        "end_monitoring_plan" => Some(reason),
        "draft_progress_report" => Some(tests::monitoring::progress_report()),
        "edit_progress_report" => Some(json!({"findings": "She gained two kilograms."})),
        "acknowledge_progress_report" | "acknowledge_alarm" => Some(json!({})),
        "record_evaluation" => Some(json!({
            "plan_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e25", "evaluated_on": "2026-03-02",
            "results": [], "process": "effective", "outcome": "effective",
            "conclusion": "continue"
        })),
        _ => tests::assessments::parts()
            .iter()
            .find_map(|part| part.ask(route))
            .or_else(|| tests::plans::ask(route))?,
    };
    let names_unit = body.as_ref().is_some_and(|body| {
        ["unit_id", "parent_id"]
            .iter()
            .any(|name| body.get(name).is_some())
    });
    Some(Ask {
        query,
        body,
        names_unit,
    })
}

/// The particulars of a step of the end of a case, of this kind.
#[must_use]
pub fn step(kind: &str) -> Value {
    match kind {
        "party_report" => json!({
            "party": "school", "status": "requested", "requested_on": "2026-03-01"
        }),
        "functioning_interview" => json!({
            "held_on": "2026-03-01", "functioning": "Cooks by herself.", "future_plans": "To stay."
        }),
        "closing_discussion" => json!({
            "held_on": "2026-03-01", "changes_achieved": "Eats twice a day.", "readiness": "ready"
        }),
        "final_report" => json!({
            "written_on": "2026-03-01", "readiness": "ready",
            "note_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e31"
        }),
        "board_review" => json!({
            "held_on": "2026-03-01", "reference": "LP/RSKB/3", "outcome": "agrees"
        }),
        "termination_notice" => json!({"recipient": "family", "outcome": "no_family"}),
        "future_plan_item" => json!({"area": "housing", "plan": "Stays in her house."}),
        "support_contact" => tests::cases::neighbour(),
        _ => json!({"stage": "own_activities", "began_on": "2026-03-01"}),
    }
}
