//! Sessions: when and how the client was met, who came, what was done and what came of it. They are
//! never changed; a mistake is put right by another that takes the place of the first.
//!
//! A group session is recorded once, and leaves a record of its own in each case: who came for that
//! case, how that client responded. What the records have in common tells nothing of the others.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Intervention, InterventionId, InterventionStatus, SessionForm, SessionMode, SessionPlace,
    Skill, WorkEvent,
};
use crate::cases::{Case, CaseId, takes_records};
use crate::intake::CLOCK_SKEW;
use crate::parties::{PersonId, WorkerId};
use crate::refusal::{Decision, Refusal, RefusalCode, decided};
use crate::texts::{Line, Lines, Narrative};

crate::record_id!(WorkSessionId, "A session with a client.");
crate::record_id!(
    GroupSessionId,
    "What the records of one group session have in common, each in a case of its own."
);

/// How a session was held: the same for all who came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SessionHeld {
    /// When it began; not in the future.
    pub held_at: DateTime<Utc>,
    /// How many minutes it took.
    #[schema(minimum = 1, maximum = 1440)]
    pub minutes: i32,
    /// How.
    pub mode: SessionMode,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<SessionPlace>,
    /// What was done. Of a group it is shown in the case of every client: it names none of them.
    pub done: Narrative,
    /// The skills of the work that were used.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub skills: Vec<Skill>,
}

/// Somebody who was to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Attendee {
    /// The person, if registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The name of a person who is not registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Why they were absent; who has no such reason attended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absence_reason: Option<Line>,
}

/// What a session was for one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SessionOfCase {
    /// The intervention of the same case that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervention_id: Option<InterventionId>,
    /// Who came, and who was to come and did not.
    #[schema(min_items = 1, max_items = 50)]
    pub attendees: Vec<Attendee>,
    /// How the client responded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_response: Option<Lines>,
    /// What is to follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<Lines>,
}

/// Why a session takes the place of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SupersedesSession {
    /// The session that was recorded wrongly, of the same case.
    pub work_session_id: WorkSessionId,
    /// What was wrong with it.
    pub reason: Lines,
}

/// Records a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "form": "individual", "held_at": "2026-03-09T02:15:00Z", "minutes": 50, "mode": "in_person",
    "place": "client_home", "done": "Went through the week; practised asking for help.",
    "skills": ["motivating", "empathy"], "attendees": [{"name": "The client's daughter"}],
    "client_response": "Tired, but pleased to be asked.", "next_step": "Visit the day centre together."
})))]
pub struct NewWorkSession {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<WorkSessionId>,
    /// With whom it was held.
    pub form: SessionForm,
    /// How it was held.
    #[serde(flatten)]
    pub held: SessionHeld,
    /// What it was for this case.
    #[serde(flatten)]
    pub of_case: SessionOfCase,
    /// The session whose place it takes, if it puts a mistake right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<SupersedesSession>,
}

/// What a group session was for another case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SessionOfOtherCase {
    /// The case.
    pub case_id: CaseId,
    /// What it was for that case.
    #[serde(flatten)]
    pub of_case: SessionOfCase,
}

/// Records a group session in several cases at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "held_at": "2026-03-09T02:15:00Z", "minutes": 90, "mode": "in_person", "place": "institution",
    "done": "Role play: saying no without a fight.", "skills": ["facilitation"],
    "attendees": [{"name": "The client"}], "client_response": "Took part after a while.",
    "others": [{
        "case_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e15",
        "attendees": [{"name": "The client", "absence_reason": "Ill"}]
    }]
})))]
pub struct NewGroupSession {
    /// The id made by the client (UUIDv7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<GroupSessionId>,
    /// How it was held.
    #[serde(flatten)]
    pub held: SessionHeld,
    /// What it was for this case.
    #[serde(flatten)]
    pub of_case: SessionOfCase,
    /// What it was for each of the other cases.
    #[schema(min_items = 1, max_items = 30)]
    pub others: Vec<SessionOfOtherCase>,
}

/// A session as recorded in a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WorkSession {
    /// The id.
    pub id: WorkSessionId,
    /// The case.
    pub case_id: CaseId,
    /// What the records of one group session have in common, each in a case of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_session_id: Option<GroupSessionId>,
    /// With whom it was held.
    pub form: SessionForm,
    /// How it was held.
    #[serde(flatten)]
    pub held: SessionHeld,
    /// What it was for this case.
    #[serde(flatten)]
    pub of_case: SessionOfCase,
    /// The session whose place it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<SupersedesSession>,
    /// The one that has taken its place: what this one says is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<WorkSessionId>,
    /// Who recorded it.
    pub recorded_by: WorkerId,
    /// When it was recorded here.
    pub created_at: DateTime<Utc>,
    /// When it was last changed: when another took its place.
    pub modified_at: DateTime<Utc>,
}

/// A group session, to whoever recorded it: the records it left, that of the case it was recorded in
/// first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupSession {
    /// What the records have in common.
    pub id: GroupSessionId,
    /// The records, one in each case.
    #[schema(max_items = 31)]
    pub sessions: Vec<WorkSession>,
}

/// Records a session of a case that is not closed, on hold too. `intervention` is the one it belongs
/// to, `superseded` the session whose place it takes.
///
/// # Errors
/// `case_closed`, `in_future`, `attendee_unnamed`, `intervention_not_begun`, `already_superseded`.
pub fn decide_session(
    case: &Case,
    session: &WorkSession,
    intervention: Option<&Intervention>,
    superseded: Option<&WorkSession>,
    now: DateTime<Utc>,
) -> Decision<WorkEvent> {
    let mut refusals = wrong_for(case, &session.of_case, intervention, "");
    if session.held.held_at > now + CLOCK_SKEW {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/held_at"));
    }
    if superseded.is_some_and(|one| one.superseded_by.is_some()) {
        let refusal = Refusal::new(RefusalCode::AlreadySuperseded);
        refusals.push(refusal.at("/supersedes/work_session_id"));
    }
    decided(refusals, || vec![recorded(session)])
}

/// Records a group session: `sessions` are the records it leaves, each with its case and the
/// intervention it belongs to, that of the case it is recorded in first. The n-th event is that of
/// the n-th record.
///
/// # Errors
/// As for a session, and `case_named_twice`, `client_of_another_case`.
pub fn decide_group_session(
    sessions: &[(&Case, &WorkSession, Option<&Intervention>)],
    now: DateTime<Utc>,
) -> Decision<WorkEvent> {
    let mut refusals = Vec::new();
    let mut seen = BTreeSet::new();
    let clients = sessions.iter().map(|(case, ..)| case.opened.person_id);
    let clients: BTreeSet<PersonId> = clients.collect();
    for (i, (case, session, intervention)) in sessions.iter().enumerate() {
        let place = match i.checked_sub(1) {
            None => String::new(),
            Some(other) => format!("/others/{other}"),
        };
        refusals.extend(wrong_for(case, &session.of_case, *intervention, &place));
        if !seen.insert(case.id) {
            let refusal = Refusal::new(RefusalCode::CaseNamedTwice);
            refusals.push(refusal.at(&format!("{place}/case_id")));
        }
        let own = case.opened.person_id;
        for (n, attendee) in session.of_case.attendees.iter().enumerate() {
            if attendee
                .person_id
                .is_some_and(|it| it != own && clients.contains(&it))
            {
                let refusal = Refusal::new(RefusalCode::ClientOfAnotherCase);
                refusals.push(refusal.at(&format!("{place}/attendees/{n}/person_id")));
            }
        }
    }
    let late = |session: &WorkSession| session.held.held_at > now + CLOCK_SKEW;
    if sessions
        .first()
        .is_some_and(|(_, session, _)| late(session))
    {
        refusals.push(Refusal::new(RefusalCode::InFuture).at("/held_at"));
    }
    decided(refusals, || {
        let sessions = sessions.iter();
        sessions.map(|(_, session, _)| recorded(session)).collect()
    })
}

/// What of a session is wrong for a case; `place` is where it stands in the body.
fn wrong_for(
    case: &Case,
    told: &SessionOfCase,
    intervention: Option<&Intervention>,
    place: &str,
) -> Vec<Refusal> {
    let mut refusals = takes_records(case).err().unwrap_or_default();
    if !place.is_empty() {
        // Which of the cases it is must be told.
        refusals = refusals
            .into_iter()
            .map(|refusal| refusal.at(&format!("{place}/case_id")))
            .collect();
    }
    if intervention.is_some_and(|one| one.status == InterventionStatus::Planned) {
        let refusal = Refusal::new(RefusalCode::InterventionNotBegun);
        refusals.push(refusal.at(&format!("{place}/intervention_id")));
    }
    for (n, attendee) in told.attendees.iter().enumerate() {
        if attendee.person_id.is_none() && attendee.name.is_none() {
            let refusal = Refusal::new(RefusalCode::AttendeeUnnamed);
            refusals.push(refusal.at(&format!("{place}/attendees/{n}")));
        }
    }
    refusals
}

fn recorded(session: &WorkSession) -> WorkEvent {
    WorkEvent::SessionRecorded {
        work_session_id: session.id,
        intervention_id: session.of_case.intervention_id,
        form: session.form,
        mode: session.held.mode,
        held_at: session.held.held_at,
        supersedes: session.supersedes.as_ref().map(|one| one.work_session_id),
    }
}
