//! What each kind of step asks for, and what the steps mean for the gates.

use chrono::TimeDelta;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::cases::fixture::{CASEWORKER, case, case_in, lines, now, today};
use crate::cases::{Finding, Gate, case_checklist};
use crate::elements::{Content, ElementKind, Row};
use crate::intervention::plan::{PlanContent, PlanId};
use crate::termination::TerminationReason;

fn told<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// The refusals of recording this, each with its place.
fn refused_for<D: StepDetails>(value: Value, safe: Option<Value>) -> Vec<(RefusalCode, String)> {
    let safe: Option<SafeContact> = safe.map(told);
    let moment = Moment {
        now: now(),
        today: today(),
        safe_contact: safe.as_ref(),
    };
    let case = case_in(
        Stage::Termination,
        CaseStatus::Open,
        TerminationReason::GoalsAchieved,
    );
    let details: D = told(value);
    match decide_record_step(&case, StepId(Uuid::nil()), &details, &moment) {
        Ok(_) => Vec::new(),
        Err(refusals) => refusals
            .into_iter()
            .map(|one| (one.code, one.pointer.unwrap_or_default()))
            .collect(),
    }
}

fn refused<D: StepDetails>(value: Value) -> Vec<(RefusalCode, String)> {
    refused_for::<D>(value, None)
}

fn at(code: RefusalCode, pointer: &str) -> (RefusalCode, String) {
    (code, pointer.to_owned())
}

#[test]
fn the_client_is_told_and_the_family_may_be_withheld_from_with_a_reason() {
    use RefusalCode::{ClientIsTold, InFuture, ParticularMissing};
    type Notice = TerminationNoticeDetails;
    let given = |recipient: &str| json!({"recipient": recipient, "outcome": "given", "channel": "visit", "given_at": now()});
    for recipient in ["client", "family", "guardian"] {
        assert_eq!(refused::<Notice>(given(recipient)), []);
    }
    let bare = json!({"recipient": "client", "outcome": "given"});
    let missing = ["/channel", "/given_at"].map(|it| at(ParticularMissing, it));
    assert_eq!(refused::<Notice>(bare), missing);
    let mut later = given("client");
    later["given_at"] = json!(now() + TimeDelta::days(1));
    assert_eq!(refused::<Notice>(later), [at(InFuture, "/given_at")]);
    for outcome in ["withheld", "no_family"] {
        let told = json!({"recipient": "client", "outcome": outcome, "reason": "Fear."});
        assert_eq!(refused::<Notice>(told), [at(ClientIsTold, "/outcome")]);
    }
    let withheld = json!({"recipient": "family", "outcome": "withheld"});
    assert_eq!(
        refused::<Notice>(withheld),
        [at(ParticularMissing, "/reason")]
    );
    let withheld = json!({"recipient": "family", "outcome": "withheld", "reason": "He beat her."});
    assert_eq!(refused::<Notice>(withheld), []);
    assert_eq!(
        refused::<Notice>(json!({"recipient": "family", "outcome": "no_family"})),
        []
    );
}

#[test]
fn a_notice_keeps_to_the_channels_and_times_that_are_safe() {
    use RefusalCode::{ChannelNotSafe, TimeNotSafe};
    let send = |channel: &str, at_safe_time: bool, safe: Value| {
        let notice = json!({"recipient": "client", "outcome": "given", "channel": channel,
            "given_at": now(), "at_safe_time": at_safe_time});
        let refused = refused_for::<TerminationNoticeDetails>(notice, Some(safe));
        refused
            .into_iter()
            .map(|(code, _)| code)
            .collect::<Vec<_>>()
    };
    let visits = json!({"channels": ["visit"], "times": "Pagi Isnin hingga Jumaat"});
    assert_eq!(send("visit", true, visits.clone()), []);
    assert_eq!(send("visit", false, visits.clone()), [TimeNotSafe]);
    assert_eq!(send("letter", false, visits), [ChannelNotSafe, TimeNotSafe]);
    let silent = json!({"no_message": true});
    assert_eq!(send("message", false, silent.clone()), [ChannelNotSafe]);
    assert_eq!(send("phone", false, silent), []);
}

#[test]
fn each_kind_asks_for_what_it_is_nothing_without() {
    use RefusalCode::{EndBeforeBeginning, InFuture, ParticularMissing};
    let (today, tomorrow) = (today(), today() + TimeDelta::days(1));
    let report = |status: &str| json!({"party": "school", "status": status});
    for (status, pointer) in [
        ("requested", "/requested_on"),
        ("received", "/received_on"),
        ("declined", "/reason"),
        ("not_applicable", "/reason"),
    ] {
        let expected = [at(ParticularMissing, pointer)];
        assert_eq!(
            refused::<PartyReportDetails>(report(status)),
            expected,
            "{status}"
        );
    }
    let bare = json!({"written_on": today, "readiness": "ready"});
    assert_eq!(
        refused::<FinalReportDetails>(bare),
        [at(ParticularMissing, "/note_id")]
    );
    let board = json!({"held_on": today, "reference": "LP/3", "outcome": "disagrees"});
    assert_eq!(
        refused::<BoardReviewDetails>(board),
        [at(ParticularMissing, "/detail")]
    );
    let interview = json!({"held_on": tomorrow, "functioning": "Well.", "future_plans": "None."});
    assert_eq!(
        refused::<FunctioningInterviewDetails>(interview),
        [at(InFuture, "/held_on")]
    );
    let closing = json!({"held_on": tomorrow, "changes_achieved": "Eats.", "readiness": "ready"});
    assert_eq!(
        refused::<ClosingDiscussionDetails>(closing),
        [at(InFuture, "/held_on")]
    );
    let plan = json!({"area": "housing", "plan": "At home.", "confirmed_on": tomorrow});
    assert_eq!(
        refused::<FuturePlanItemDetails>(plan),
        [at(InFuture, "/confirmed_on")]
    );
    let over = json!({"stage": "own_activities", "began_on": today, "ended_on": "2026-01-01"});
    assert_eq!(
        refused::<TransitionStepDetails>(over),
        [at(EndBeforeBeginning, "/ended_on")]
    );
}

#[test]
fn a_transition_takes_place_in_termination_and_nothing_after_the_closure() {
    let moment = Moment {
        now: now(),
        today: today(),
        safe_contact: None,
    };
    let reason = TerminationReason::GoalsAchieved;
    let details: TransitionStepDetails =
        told(json!({"stage": "unaccompanied", "began_on": today()}));
    let monitoring = case_in(Stage::Monitoring, CaseStatus::Open, reason);
    let id = StepId(Uuid::nil());
    let refused = decide_record_step(&monitoring, id, &details, &moment).unwrap_err();
    assert_eq!(refused[0].code, RefusalCode::NotInTermination);

    let open = case_in(Stage::Termination, CaseStatus::Open, reason);
    let mut step = Step::new(id, &open, details.clone(), CASEWORKER, now());
    let codes = |case: &Case, step: &Step<TransitionStepDetails>| match decide_amend_step(
        case, step, &details, &moment,
    ) {
        Ok(events) => {
            assert_eq!(events, [], "nothing has changed");
            Vec::new()
        }
        Err(refusals) => refusals.iter().map(|one| one.code).collect(),
    };
    assert_eq!(codes(&open, &step), []);
    for (status, code) in [
        (CaseStatus::ClosureRequested, RefusalCode::ClosurePending),
        (CaseStatus::Closed, RefusalCode::CaseClosed),
    ] {
        let case = case_in(Stage::Termination, status, reason);
        assert_eq!(codes(&case, &step), [code]);
        assert_eq!(
            decide_withdraw_step(&case, &step).unwrap_err()[0].code,
            code
        );
    }
    let again = Case {
        episode: 2,
        ..open.clone()
    };
    assert_eq!(codes(&again, &step), [RefusalCode::FormerEpisode]);
    step.withdraw(lines("The wrong file."), now());
    assert_eq!(codes(&open, &step), [RefusalCode::StepWithdrawn]);
}

#[test]
fn a_plan_that_is_changed_is_to_be_confirmed_anew() {
    let plan = |plan: &str, confirmed_on: Value| -> FuturePlanItemDetails {
        told(json!({"area": "housing", "plan": plan, "confirmed_on": confirmed_on}))
    };
    let before = plan("With her niece.", json!("2026-03-02"));
    let kept = |after: FuturePlanItemDetails| after.kept(&before).confirmed_on;
    assert_eq!(kept(before.clone()), before.confirmed_on);
    assert_eq!(kept(plan("In her house.", json!("2026-03-02"))), None);
    let anew = plan("In her house.", json!("2026-03-09"));
    assert_eq!(kept(anew.clone()), anew.confirmed_on);
}

/// How a requirement stands with these steps, recorded `hours` ago each.
fn finding(
    code: RequirementCode,
    steps: &[(RecordKind, i64, Value)],
    back: Option<i64>,
) -> Finding {
    let mut facts = GateFacts::of(&case());
    let ago = |hours| now() - TimeDelta::hours(hours);
    let kept = steps
        .iter()
        .enumerate()
        .map(|(at, (kind, hours, details))| KeptStep {
            id: Uuid::from_u128(900 + at as u128),
            kind: *kind,
            details: details.clone(),
            created_at: ago(*hours),
        });
    facts.count_steps(kept.collect(), back.map(ago)).unwrap();
    facts.recorded(code)
}

#[test]
fn what_is_outstanding_keeps_a_requirement_unmet() {
    let report = |status: &str, hours| {
        (
            RecordKind::PartyReport,
            hours,
            json!({"party": "school", "status": status}),
        )
    };
    let reports =
        |steps: &[(RecordKind, i64, Value)]| finding(RequirementCode::PartyReports, steps, None);
    assert_eq!(reports(&[]), Finding::missing(MissingCode::Record));
    let Finding::Unmet(missing) = reports(&[report("received", 2), report("requested", 1)]) else {
        panic!("a report is still to come");
    };
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].code, MissingCode::PartyReport);
    assert_eq!(missing[0].record.unwrap().id, Uuid::from_u128(901));
    let all = [
        report("received", 2),
        report("declined", 1),
        report("not_applicable", 1),
    ];
    assert!(matches!(reports(&all), Finding::Met(Some(_))));

    let part = |confirmed: Value| {
        let details = json!({"area": "health", "plan": "The clinic.", "confirmed_on": confirmed});
        (RecordKind::FuturePlanItem, 1, details)
    };
    let plan = |parts: &[_]| finding(RequirementCode::FuturePlanConfirmed, parts, None);
    let half = [part(json!("2026-03-02")), part(Value::Null)];
    assert!(matches!(plan(&half), Finding::Unmet(_)));
    assert!(matches!(plan(&half[..1]), Finding::Met(_)));
}

#[test]
fn a_case_that_came_back_is_looked_at_anew_but_the_network_lasts() {
    let notice = json!({"recipient": "client", "outcome": "given"});
    let steps = [
        (RecordKind::TerminationNotice, 10, notice.clone()),
        (
            RecordKind::SupportContact,
            10,
            json!({"kind": "place", "name": "Surau", "consent": "given"}),
        ),
    ];
    let met = |code, back| matches!(finding(code, &steps, back), Finding::Met(_));
    for back in [None, Some(20)] {
        assert!(met(RequirementCode::NoticeToClient, back));
    }
    assert!(!met(RequirementCode::NoticeToClient, Some(5)));
    assert!(met(RequirementCode::SupportNetworkListed, Some(5)));
    let anew = [(RecordKind::TerminationNotice, 1, notice)];
    let anew = finding(RequirementCode::NoticeToClient, &anew, Some(5));
    assert!(matches!(anew, Finding::Met(_)));
}

#[test]
fn a_planned_end_is_whole_with_one_step_of_each_kind() {
    let reason = TerminationReason::GoalsAchieved;
    let mut facts = GateFacts {
        reason: Some(reason),
        institution: true,
        ..GateFacts::of(&case())
    };
    let on = today();
    let steps = [
        (
            RecordKind::PartyReport,
            json!({"party": "family", "status": "received"}),
        ),
        (
            RecordKind::FunctioningInterview,
            json!({"held_on": on, "functioning": "Well.", "future_plans": "Work."}),
        ),
        (
            RecordKind::ClosingDiscussion,
            json!({"held_on": on, "changes_achieved": "Eats.", "readiness": "ready"}),
        ),
        (
            RecordKind::FinalReport,
            json!({"written_on": on, "readiness": "ready"}),
        ),
        (
            RecordKind::BoardReview,
            json!({"held_on": on, "reference": "LP/3", "outcome": "agrees"}),
        ),
        (
            RecordKind::TerminationNotice,
            json!({"recipient": "client", "outcome": "given"}),
        ),
        (
            RecordKind::TerminationNotice,
            json!({"recipient": "family", "outcome": "no_family"}),
        ),
        (
            RecordKind::FuturePlanItem,
            json!({"area": "housing", "plan": "At home.", "confirmed_on": on}),
        ),
        (
            RecordKind::SupportContact,
            json!({"kind": "person", "name": "Harun", "consent": "given"}),
        ),
    ];
    let kept = steps.into_iter().map(|(kind, details)| KeptStep {
        id: Uuid::from_u128(1),
        kind,
        details,
        created_at: now(),
    });
    facts.count_steps(kept.collect(), None).unwrap();
    // Its room is still to come.
    let list = case_checklist(Gate::Termination, &facts, &[], None, now());
    assert_eq!(
        list.unmet(),
        [RequirementCode::EvaluationPreparesTermination]
    );
    let list = case_checklist(Gate::Close, &facts, &[], None, now());
    assert_eq!(
        list.unmet(),
        [
            RequirementCode::ReasonRequirements,
            RequirementCode::ApprovedByOther
        ]
    );
}

#[test]
fn everybody_with_a_role_in_the_plan_is_asked_for_a_report() {
    let roles = ["client", "caseworker", "family", "family", "school"];
    let rows = roles.iter().zip(1..).map(|(party, n)| Row {
        id: Uuid::from_u128(n),
        kind: ElementKind::PlanRole,
        details: json!({"party": party, "duties": "Cooks in the evening."}),
        version: 1,
        created_at: now(),
        modified_at: now(),
    });
    let plan = PlanId(Uuid::from_u128(100));
    let content = PlanContent::read(plan, rows.collect()).unwrap();
    let silent = |reports: Value| {
        let mut facts = GateFacts::of(&case());
        let steps = reports.as_array().unwrap().iter().map(|details| KeptStep {
            id: Uuid::from_u128(900),
            kind: RecordKind::PartyReport,
            details: details.clone(),
            created_at: now(),
        });
        let reports = facts.count_steps(steps.collect(), None).unwrap();
        facts.ask_roles(&content.roles, &reports);
        match facts.recorded(RequirementCode::PartyReports) {
            Finding::Met(_) => Vec::new(),
            Finding::Unmet(missing) => missing
                .iter()
                .filter(|one| one.code == MissingCode::RoleReport)
                .map(|one| one.record.unwrap().id.as_u128())
                .collect(),
        }
    };
    let mother =
        json!({"party": "family", "status": "declined", "plan_role_id": Uuid::from_u128(3)});
    let family = json!({"party": "family", "status": "received"});
    let school = json!({"party": "school", "status": "requested"});
    assert_eq!(silent(json!([])), [3, 4, 5]);
    assert_eq!(silent(json!([mother])), [4, 5]);
    assert_eq!(silent(json!([family])), [5]);
    assert_eq!(silent(json!([mother, school])), [4]);
    assert_eq!(silent(json!([family, school])), [], "it has been asked for");
}
