//! Case notes. A draft is seen by its author alone; a signed note stays as it is and is amended.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    cases::{
        Amendment, AmendmentId, CaseEvent, CaseId, NewAmendment, NewNote, Note, NoteDetails,
        NoteId, NoteStatus, decide_amend, decide_draft, decide_edit, decide_sign,
    },
};
use serde_json::Value;

use crate::{
    act::{Act, Answer, Stop, Write},
    cases::{
        load::{self, Loaded},
        records::{
            CaseRecord, case_record, list_query, new_or_made, one_of, page_of, read_of_case,
        },
    },
    db::types::Instant,
    events::Of,
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::{Page, PageQuery, Place},
        problem::{ApiError, Problem, ProblemCode},
        routes::Route,
    },
    on,
    read::{Read, plain},
    route,
};

/// The routes of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_notes, Action::ReadCaseRecords),
        route!(write_note, Action::WriteNote),
        route!(get_note, Action::ReadCaseRecords),
        route!(edit_note, Action::AmendNote, if_match),
        route!(sign_note, Action::SignNote, if_match),
        route!(list_amendments, Action::ReadCaseRecords),
        route!(amend_note, Action::AmendNote),
        route!(get_amendment, Action::ReadCaseRecords),
    ]
}

list_query! {
    /// Which notes are asked for.
    ListNotes {
        /// Only notes that stand so; `draft` gives your own drafts.
        #[param(inline)]
        status: NoteStatus,
    }
}

case_record!(Note, newest by created_at, modified by modified_at, version);

/// List the notes of a case
///
/// The newest first. For whoever sees the case; a draft is listed to its author only. Not for
/// data officers (403).
#[utoipa::path(get, path = "/v1/cases/{case_id}/notes", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case."), ListNotes),
    responses((status = 200, description = "A page of notes.", body = Page<Note>)))]
pub async fn list_notes(
    read: Read,
    path: Path<CaseId>,
    query: Query<ListNotes>,
) -> Result<HttpResponse, ApiError> {
    page_of(&read, "list_notes", *path, query.0, |tx, actor, wanted| {
        on!(tx, notes::list(wanted, actor.worker()))
    })
    .await
}

/// Write a note
///
/// A draft, seen by its author only until it is signed. For the responsible worker and the team
/// of the case. Refused: `case_closed`, `in_future`.
#[utoipa::path(post, path = "/v1/cases/{case_id}/notes", tag = "records",
    params(("case_id" = CaseId, Path, description = "The case.")), request_body = NewNote,
    responses((status = 201, description = "The draft.", body = Note),
        (status = 200, description = "The note that the same command with the same `id` made before, as it is now.", body = Note)))]
pub async fn write_note(
    write: Write,
    path: Path<CaseId>,
    body: Body<NewNote>,
) -> Result<HttpResponse, ApiError> {
    let case_id = path.into_inner();
    let NewNote { id, details } = body.value;
    let details = in_micros(details);
    write
        .act(body.sent, move |act| {
            let case = load::lock(act, case_id)?;
            act.permit(&case.facts(None), None)?;
            let author = act.worker()?;
            let made = new_or_made(act, "note", id.map(|id| id.0), |tx, id| {
                let found = on!(tx, notes::find(NoteId(id), Some(author)))?;
                Ok(found.filter(|note| note.case_id == case_id))
            })?;
            let id = match made {
                Ok(id) => NoteId(id),
                Err(note) => return note.made_before(),
            };
            let events = decide_draft(&case.case, id, &details, author, act.now)?;
            let note = Note::draft(id, case_id, details, author, act.now);
            on!(act.tx, notes::insert(&note))?;
            record(act, &note, &events)?;
            Ok(Answer::created(&note, format!("/v1/notes/{id}"))?.version(note.version))
        })
        .await
}

/// Read a note
///
/// For whoever sees its case; a draft is seen by its author only. Not for data officers (403).
/// Its amendments are a list of their own.
#[utoipa::path(get, path = "/v1/notes/{note_id}", tag = "records",
    params(("note_id" = NoteId, Path, description = "The note.")),
    responses((status = 200, description = "The note.", body = Note)))]
pub async fn get_note(read: Read, path: Path<NoteId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    one_of(&read, move |tx, actor| {
        on!(tx, notes::find(id, actor.worker()))
    })
    .await
}

/// Edit a draft note
///
/// For its author, while on the team of the case. What it said before is kept, encrypted.
/// Refused: `note_signed` (amend it instead), `case_closed`, `in_future`.
#[utoipa::path(patch, path = "/v1/notes/{note_id}", tag = "records",
    params(("note_id" = NoteId, Path, description = "The note.")),
    request_body(content = PatchOf<NoteDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The draft as it is now.", body = Note)))]
pub async fn edit_note(
    write: Write,
    path: Path<NoteId>,
    patch: Patch<NoteDetails>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (case, mut note) = lock(act, id)?;
            act.permit(&case.facts(Some(note.author_id)), Some(note.version))?;
            let author = act.worker()?;
            let details = in_micros(patch.merge(act.app(), &note.details)?);
            let events = decide_edit(&case.case, &note, &details, author, act.now)?;
            if !events.is_empty() {
                act.keep_version("note", id.0, note.version, &note.details)?;
                note.details = details;
                save(act, &mut note, &events)?;
            }
            Ok(Answer::ok(&note)?.version(note.version))
        })
        .await
}

/// Sign a note
///
/// From then on it stays as it is, and whoever sees the case sees it. For its author, while on
/// the team of the case. Refused: `note_signed`, `case_closed`.
#[utoipa::path(post, path = "/v1/notes/{note_id}/signature", tag = "records",
    params(("note_id" = NoteId, Path, description = "The note.")),
    responses((status = 200, description = "The signed note.", body = Note)))]
pub async fn sign_note(write: Write, path: Path<NoteId>) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    write
        .act(Value::Null, move |act| {
            let (case, mut note) = lock(act, id)?;
            act.permit(&case.facts(Some(note.author_id)), Some(note.version))?;
            let author = act.worker()?;
            let events = decide_sign(&case.case, &note, author, act.now)?;
            save(act, &mut note, &events)?;
            Ok(Answer::ok(&note)?.version(note.version))
        })
        .await
}

/// List the amendments of a note
///
/// The oldest first. For whoever sees the note.
#[utoipa::path(get, path = "/v1/notes/{note_id}/amendments", tag = "records",
    params(("note_id" = NoteId, Path, description = "The note."), PageQuery),
    responses((status = 200, description = "A page of amendments.", body = Page<Amendment>)))]
pub async fn list_amendments(
    read: Read,
    path: Path<NoteId>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    let (id, query) = (path.into_inner(), query.0);
    let slice = query.slice(&read.app, "list_amendments", &id)?;
    let (after, large) = (slice.after, slice.needs_large());
    let found = read_of_case(&read, move |tx, actor| {
        let Some(note) = on!(tx, notes::find(id, actor.worker()))? else {
            return Ok(None);
        };
        let found = on!(tx, notes::amendments(id, after, large))?;
        Ok(Some((found, note.case_id)))
    })
    .await?;
    let page = slice.page(&read.app, found, |amendment| Place {
        at: amendment.created_at,
        id: amendment.id.0,
    })?;
    read.page(&page)
}

/// Amend a signed note
///
/// The text of the note stays as it is; the amendment stands beside it, and the note is
/// `amended` from then on: each amendment gives it a new version. For its author, while on the
/// team of the case. Refused: `note_not_signed` (edit the draft instead), `case_closed`.
#[utoipa::path(post, path = "/v1/notes/{note_id}/amendments", tag = "records",
    params(("note_id" = NoteId, Path, description = "The note.")), request_body = NewAmendment,
    responses((status = 201, description = "The amendment.", body = Amendment),
        (status = 200, description = "The amendment that the same command with the same `id` made before.", body = Amendment)))]
pub async fn amend_note(
    write: Write,
    path: Path<NoteId>,
    body: Body<NewAmendment>,
) -> Result<HttpResponse, ApiError> {
    let note_id = path.into_inner();
    let new = body.value;
    write
        .act(body.sent, move |act| {
            let (case, mut note) = lock(act, note_id)?;
            act.permit(&case.facts(Some(note.author_id)), None)?;
            let author_id = act.worker()?;
            let made = new_or_made(act, "amendment", new.id.map(|id| id.0), |tx, id| {
                on!(tx, notes::find_amendment(note_id, AmendmentId(id)))
            })?;
            let id = match made {
                Ok(id) => AmendmentId(id),
                Err(amendment) => return Answer::ok(&amendment),
            };
            let events = decide_amend(&case.case, &note, id)?;
            let amendment = Amendment {
                id,
                note_id,
                text: new.text,
                reason: new.reason,
                author_id,
                created_at: act.now,
            };
            on!(act.tx, notes::insert_amendment(&amendment))?;
            save(act, &mut note, &events)?;
            Answer::created(&amendment, format!("/v1/notes/{note_id}/amendments/{id}"))
        })
        .await
}

/// Read an amendment of a note
///
/// For whoever sees the note. It is never changed.
#[utoipa::path(get, path = "/v1/notes/{note_id}/amendments/{amendment_id}", tag = "records",
    params(("note_id" = NoteId, Path, description = "The note."),
        ("amendment_id" = AmendmentId, Path, description = "The amendment.")),
    responses((status = 200, description = "The amendment.", body = Amendment)))]
pub async fn get_amendment(
    read: Read,
    path: Path<(NoteId, AmendmentId)>,
) -> Result<HttpResponse, ApiError> {
    let (note_id, id) = path.into_inner();
    let amendment = read_of_case(&read, move |tx, actor| {
        let Some(note) = on!(tx, notes::find(note_id, actor.worker()))? else {
            return Ok(None);
        };
        let found = on!(tx, notes::find_amendment(note_id, id))?;
        Ok(found.map(|amendment| (amendment, note.case_id)))
    })
    .await?;
    plain(&amendment)
}

/// The note for an act, with its case, whose row is locked.
fn lock(act: &mut Act<'_, '_>, id: NoteId) -> Result<(Loaded, Note), Stop> {
    let case_id = on!(act.tx, notes::case_of(id))?.ok_or(ProblemCode::NotFound)?;
    let case = load::lock(act, case_id)?;
    let worker = act.actor.worker();
    let note = on!(act.tx, notes::find(id, worker))?.ok_or(ProblemCode::NotFound)?;
    Ok((case, note))
}

/// Takes over what the act decided, as the next version.
fn save(act: &mut Act<'_, '_>, note: &mut Note, events: &[CaseEvent]) -> Result<(), Stop> {
    let before = note.version;
    events.iter().for_each(|event| note.apply(event));
    note.version += 1;
    note.modified_at = act.now;
    if !on!(act.tx, notes::save(note, before))? {
        return Err(Problem::stale(before).into());
    }
    record(act, note, events)
}

fn record(act: &mut Act<'_, '_>, note: &Note, events: &[CaseEvent]) -> Result<(), Stop> {
    let of = Of {
        kind: "note",
        id: note.id.0,
        case_id: Some(note.case_id.0),
    };
    events
        .iter()
        .try_for_each(|event| act.record(of, note.version, event))
}

/// Whole microseconds are what both databases keep.
fn in_micros(details: NoteDetails) -> NoteDetails {
    NoteDetails {
        occurred_at: Instant::from(details.occurred_at).0,
        ..details
    }
}
