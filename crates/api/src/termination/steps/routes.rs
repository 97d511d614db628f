//! The routes of each kind of step. What they do is the same for all.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::CaseId,
    termination::steps::{
        BoardReviewDetails, ClosingDiscussionDetails, FinalReportDetails,
        FunctioningInterviewDetails, FuturePlanItemDetails, NewBoardReview, NewClosingDiscussion,
        NewFinalReport, NewFunctioningInterview, NewFuturePlanItem, NewPartyReport,
        NewSupportContact, NewTerminationNotice, NewTransitionStep, PartyReportDetails, Step,
        StepId, SupportContactDetails, TerminationNoticeDetails, TransitionStepDetails,
        WithdrawStep,
    },
};

use crate::{
    act::Write,
    cases::records::{list_query, one_of, page_of},
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    on,
    read::Read,
    route,
};

list_query! {
    /// Which steps are asked for.
    ListSteps {
        /// Only those of this episode of the case.
        #[param(minimum = 1, maximum = 1000)]
        episode: i32,
    }
}

/// The five routes of a kind: its particulars, the names of the handlers, the addresses, the
/// name of its id in them, and what the documentation says of it.
macro_rules! kinds {
    ($($details:ident $new:ident: $list:ident $record:ident $get:ident $amend:ident $withdraw:ident
        at $of_case:tt $all:tt $one:tt $withdrawal:tt $id:tt
        list $lists:tt record $records:tt $about:tt refused $refused:tt
        read $reads:tt amend $amends:tt withdraw $withdraws:tt;)+) => {
        /// The routes of this room.
        #[must_use]
        pub fn routes() -> Vec<Route> {
            let mut routes = Vec::new();
            $(routes.extend([
                route!($list, Action::ReadCaseRecords),
                route!($record, Action::EditTermination),
                route!($get, Action::ReadCaseRecords),
                route!($amend, Action::EditTermination, if_match),
                route!($withdraw, Action::EditTermination, if_match),
            ]);)+
            routes
        }
        $(
            #[doc = $lists]
            ///
            /// Of all episodes, withdrawn ones included; the newest first. For whoever sees the
            /// case; not for data officers (403).
            #[utoipa::path(get, path = $of_case, tag = "termination",
                params(("case_id" = CaseId, Path, description = "The case."), ListSteps),
                responses((status = 200, description = "A page of them.", body = Page<Step<$details>>)))]
            pub async fn $list(
                read: Read,
                path: Path<CaseId>,
                query: Query<ListSteps>,
            ) -> Result<HttpResponse, ApiError> {
                page_of(&read, stringify!($list), *path, query.0, |tx, _, wanted| {
                    on!(tx, termination_steps::list(wanted)).map(|steps: Vec<Step<$details>>| steps)
                })
                .await
            }

            #[doc = $records]
            ///
            #[doc = $about]
            /// For the responsible worker, until the closure is requested.
            #[doc = $refused]
            #[utoipa::path(post, path = $of_case, tag = "termination",
                params(("case_id" = CaseId, Path, description = "The case.")),
                request_body = $new,
                responses((status = 201, description = "What was recorded.", body = Step<$details>),
                    (status = 200, description = "What the same command with the same `id` made before, as it is now.", body = Step<$details>)))]
            pub async fn $record(
                write: Write,
                path: Path<CaseId>,
                body: Body<$new>,
            ) -> Result<HttpResponse, ApiError> {
                let $new { id, details } = body.value;
                super::record(write, path.into_inner(), (id, details), body.sent, $all).await
            }

            #[doc = $reads]
            ///
            /// For whoever sees its case; not for data officers (403).
            #[utoipa::path(get, path = $one, tag = "termination",
                params(($id = StepId, Path, description = "Its id.")),
                responses((status = 200, description = "It.", body = Step<$details>)))]
            pub async fn $get(read: Read, path: Path<StepId>) -> Result<HttpResponse, ApiError> {
                let id = path.into_inner();
                one_of(&read, move |tx, _| {
                    on!(tx, termination_steps::find(id)).map(|step: Option<Step<$details>>| step)
                })
                .await
            }

            #[doc = $amends]
            ///
            /// What was told before is kept, encrypted. For the responsible worker, until the
            /// closure is requested. `step_withdrawn` and `former_episode` are refused besides.
            #[doc = $refused]
            #[utoipa::path(patch, path = $one, tag = "termination",
                params(($id = StepId, Path, description = "Its id.")),
                request_body(content = PatchOf<$details>, content_type = "application/merge-patch+json"),
                responses((status = 200, description = "It as it is now.", body = Step<$details>)))]
            pub async fn $amend(
                write: Write,
                path: Path<StepId>,
                patch: Patch<$details>,
            ) -> Result<HttpResponse, ApiError> {
                super::amend(write, path.into_inner(), patch).await
            }

            #[doc = $withdraws]
            ///
            /// It was recorded by mistake, or holds no longer; it stays in the list, with the
            /// reason, and counts no more. For the responsible worker, until the closure is
            /// requested. Refused: `case_closed`, `closure_pending`, `step_withdrawn`,
            /// `former_episode`.
            #[utoipa::path(post, path = $withdrawal, tag = "termination",
                params(($id = StepId, Path, description = "Its id.")),
                request_body = WithdrawStep,
                responses((status = 200, description = "It, withdrawn.", body = Step<$details>)))]
            pub async fn $withdraw(
                write: Write,
                path: Path<StepId>,
                body: Body<WithdrawStep>,
            ) -> Result<HttpResponse, ApiError> {
                super::withdraw::<$details>(write, path.into_inner(), body).await
            }
        )+
    };
}

kinds! {
    PartyReportDetails NewPartyReport: list_party_reports record_party_report get_party_report amend_party_report withdraw_party_report
        at "/v1/cases/{case_id}/party-reports" "/v1/party-reports" "/v1/party-reports/{party_report_id}"
            "/v1/party-reports/{party_report_id}/withdrawal" "party_report_id"
        list "List the party reports of a case"
        record "Record a party report"
            "What a party that knows the client says to the end: asked for, received, declined or \
            not applicable. While one that was asked for has not come, or somebody who has a role \
            in the active plan was not asked, the requirement `party_reports` is unmet; the client \
            is heard in the interview and the caseworker in the final report instead."
        refused "Refused: `case_closed`, `closure_pending`; `particular_missing` (each status asks \
            for its date or reason), `in_future`; a `plan_role_id` that is no role in a plan of the \
            case, or an `attachment_id` that is not a stored attachment of it (422 \
            `unknown_reference`)."
        read "Read a party report"
        amend "Amend a party report"
        withdraw "Withdraw a party report";
    FunctioningInterviewDetails NewFunctioningInterview: list_functioning_interviews record_functioning_interview get_functioning_interview amend_functioning_interview withdraw_functioning_interview
        at "/v1/cases/{case_id}/functioning-interviews" "/v1/functioning-interviews" "/v1/functioning-interviews/{functioning_interview_id}"
            "/v1/functioning-interviews/{functioning_interview_id}/withdrawal" "functioning_interview_id"
        list "List the functioning interviews of a case"
        record "Record a functioning interview"
            "How the client gets on and what the client plans; meets the requirement \
            `functioning_interview`."
        refused "Refused: `case_closed`, `closure_pending`; `in_future`."
        read "Read a functioning interview"
        amend "Amend a functioning interview"
        withdraw "Withdraw a functioning interview";
    ClosingDiscussionDetails NewClosingDiscussion: list_closing_discussions record_closing_discussion get_closing_discussion amend_closing_discussion withdraw_closing_discussion
        at "/v1/cases/{case_id}/closing-discussions" "/v1/closing-discussions" "/v1/closing-discussions/{closing_discussion_id}"
            "/v1/closing-discussions/{closing_discussion_id}/withdrawal" "closing_discussion_id"
        list "List the closing discussions of a case"
        record "Record a closing discussion"
            "What has changed, and whether the client is ready to live without the work; meets \
            the requirement `closing_discussion`."
        refused "Refused: `case_closed`, `closure_pending`; `in_future`."
        read "Read a closing discussion"
        amend "Amend a closing discussion"
        withdraw "Withdraw a closing discussion";
    FinalReportDetails NewFinalReport: list_final_reports record_final_report get_final_report amend_final_report withdraw_final_report
        at "/v1/cases/{case_id}/final-reports" "/v1/final-reports" "/v1/final-reports/{final_report_id}"
            "/v1/final-reports/{final_report_id}/withdrawal" "final_report_id"
        list "List the final reports of a case"
        record "Record a final report"
            "The final intervention report, which is a signed note or a stored attachment of the \
            case; meets the requirement `final_report`."
        refused "Refused: `case_closed`, `closure_pending`; `particular_missing`, `in_future`; a \
            `note_id` or `attachment_id` that is none of the case (422 `unknown_reference`)."
        read "Read a final report"
        amend "Amend a final report"
        withdraw "Withdraw a final report";
    BoardReviewDetails NewBoardReview: list_board_reviews record_board_review get_board_review amend_board_review withdraw_board_review
        at "/v1/cases/{case_id}/board-reviews" "/v1/board-reviews" "/v1/board-reviews/{board_review_id}"
            "/v1/board-reviews/{board_review_id}/withdrawal" "board_review_id"
        list "List the reviews by the Board of Visitors of a case"
        record "Record a review by the Board of Visitors"
            "When the Board of Visitors of an institution was conferred with, and what it said; \
            meets the requirement `board_of_visitors`."
        refused "Refused: `case_closed`, `closure_pending`; `particular_missing`, `in_future`."
        read "Read a review by the Board of Visitors"
        amend "Amend a review by the Board of Visitors"
        withdraw "Withdraw a review by the Board of Visitors";
    TerminationNoticeDetails NewTerminationNotice: list_termination_notices record_termination_notice get_termination_notice amend_termination_notice withdraw_termination_notice
        at "/v1/cases/{case_id}/termination-notices" "/v1/termination-notices" "/v1/termination-notices/{termination_notice_id}"
            "/v1/termination-notices/{termination_notice_id}/withdrawal" "termination_notice_id"
        list "List the notices of the coming end of a case"
        record "Record a notice of the coming end"
            "To the client, who is always told, and to family or guardian, from whom it may be \
            withheld with a reason; meets the requirements `notice_to_client` and \
            `notice_to_family`. It keeps to the `safe_contact` of whoever was told: a channel \
            the person does not call safe is refused, and so is a notice of which nobody says \
            that it kept to the safe times."
        refused "Refused: `case_closed`, `closure_pending`; `client_is_told`, `channel_not_safe`, \
            `time_not_safe`, `particular_missing`, `in_future`; a `person_id` that you cannot \
            see, or a `given_by` of another unit (422 `unknown_reference`)."
        read "Read a notice of the coming end"
        amend "Amend a notice of the coming end"
        withdraw "Withdraw a notice of the coming end";
    FuturePlanItemDetails NewFuturePlanItem: list_future_plan_items record_future_plan_item get_future_plan_item amend_future_plan_item withdraw_future_plan_item
        at "/v1/cases/{case_id}/future-plan-items" "/v1/future-plan-items" "/v1/future-plan-items/{future_plan_item_id}"
            "/v1/future-plan-items/{future_plan_item_id}/withdrawal" "future_plan_item_id"
        list "List the parts of the future plan of a case"
        record "Record a part of the future plan"
            "Where to live, income or work, school, health, support: made with the client and \
            confirmed by the client. Once there is a part and all are confirmed, the requirement \
            `future_plan_confirmed` is met. A part that is changed is to be confirmed anew."
        refused "Refused: `case_closed`, `closure_pending`; `in_future`."
        read "Read a part of the future plan"
        amend "Amend a part of the future plan"
        withdraw "Withdraw a part of the future plan";
    SupportContactDetails NewSupportContact: list_support_contacts record_support_contact get_support_contact amend_support_contact withdraw_support_contact
        at "/v1/cases/{case_id}/support-contacts" "/v1/support-contacts" "/v1/support-contacts/{support_contact_id}"
            "/v1/support-contacts/{support_contact_id}/withdrawal" "support_contact_id"
        list "List the parts of the support network of a case"
        record "Record a part of the support network"
            "A person or place the client can turn to, what they give, and whether they agree to \
            be contacted; meets the requirement `support_network_listed`."
        refused "Refused: `case_closed`, `closure_pending`; a `person_id` that you cannot see (422 \
            `unknown_reference`)."
        read "Read a part of the support network"
        amend "Amend a part of the support network"
        withdraw "Withdraw a part of the support network";
    TransitionStepDetails NewTransitionStep: list_transition_steps record_transition_step get_transition_step amend_transition_step withdraw_transition_step
        at "/v1/cases/{case_id}/transition-steps" "/v1/transition-steps" "/v1/transition-steps/{transition_step_id}"
            "/v1/transition-steps/{transition_step_id}/withdrawal" "transition_step_id"
        list "List the steps of the transition of a case"
        record "Record a step of the transition"
            "The client plans own activities, goes on without accompaniment, is out: while the \
            case is in termination and open."
        refused "Refused: `case_closed`, `closure_pending`; `not_in_termination`, `in_future`, \
            `end_before_beginning`."
        read "Read a step of the transition"
        amend "Amend a step of the transition"
        withdraw "Withdraw a step of the transition";
}
