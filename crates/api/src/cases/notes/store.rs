//! Queries of notes and their amendments.

use diesel::prelude::*;
use domain::{
    cases::{Amendment, AmendmentId, CaseId, Note, NoteDetails, NoteId, NoteStatus},
    parties::WorkerId,
};

use super::Conn;
use crate::{
    cases::{
        notes::routes::ListNotes,
        records::{Order, Wanted, page_of_case},
    },
    db::{
        schema::{note_amendments, notes},
        types::{Code, Id, Instant, read_text},
    },
    http::paging::{Place, at_most},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = notes)]
struct NoteRow {
    id: Id,
    case_id: Id,
    author_id: Id,
    status: Code<NoteStatus>,
    occurred_at: Instant,
    text: String,
    signed_at: Option<Instant>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl NoteRow {
    fn read(self) -> QueryResult<Note> {
        Ok(Note {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: NoteDetails {
                occurred_at: self.occurred_at.0,
                text: read_text(self.text)?,
            },
            status: self.status.0,
            author_id: self.author_id.to(),
            signed_at: self.signed_at.map(|at| at.0),
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        })
    }
}

/// The case of a note.
pub fn case_of(conn: &mut Conn, id: NoteId) -> QueryResult<Option<CaseId>> {
    notes::table
        .find(Id::from(id))
        .select(notes::case_id)
        .get_result::<Id>(conn)
        .optional()
        .map(|id| id.map(Id::to))
}

/// A note, unless it is somebody else's draft.
pub fn find(conn: &mut Conn, id: NoteId, reader: Option<WorkerId>) -> QueryResult<Option<Note>> {
    let row = notes::table
        .find(Id::from(id))
        .filter(
            notes::status
                .ne("draft")
                .or(notes::author_id.nullable().eq(reader.map(Id::from))),
        )
        .select(NoteRow::as_select())
        .get_result(conn);
    row.optional()?.map(NoteRow::read).transpose()
}

/// A page of the notes of a case, without the drafts of others.
pub fn list(
    conn: &mut Conn,
    wanted: &Wanted<ListNotes>,
    reader: Option<WorkerId>,
) -> QueryResult<Vec<Note>> {
    let mut query = notes::table
        .select(NoteRow::as_select())
        .filter(
            notes::status
                .ne("draft")
                .or(notes::author_id.nullable().eq(reader.map(Id::from))),
        )
        .into_boxed();
    if let Some(status) = wanted.query.status {
        query = query.filter(notes::status.eq(Code(status)));
    }
    page_of_case!(query, notes, created_at, modified_at, wanted)
        .load(conn)?
        .into_iter()
        .map(NoteRow::read)
        .collect()
}

/// The columns that change in the life of a note.
macro_rules! changing {
    ($note:expr) => {
        (
            notes::status.eq(Code($note.status)),
            notes::occurred_at.eq(Instant::from($note.details.occurred_at)),
            notes::text.eq($note.details.text.as_str()),
            notes::signed_at.eq($note.signed_at.map(Instant::from)),
            notes::version.eq($note.version),
            notes::modified_at.eq(Instant::from($note.modified_at)),
        )
    };
}

/// Writes a new note.
pub fn insert(conn: &mut Conn, note: &Note) -> QueryResult<()> {
    diesel::insert_into(notes::table)
        .values((
            notes::id.eq(Id::from(note.id)),
            notes::case_id.eq(Id::from(note.case_id)),
            notes::author_id.eq(Id::from(note.author_id)),
            notes::created_at.eq(Instant::from(note.created_at)),
            changing!(note),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed note where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, note: &Note, before: i64) -> QueryResult<bool> {
    let current = notes::table
        .filter(notes::id.eq(Id::from(note.id)))
        .filter(notes::version.eq(before));
    diesel::update(current)
        .set(changing!(note))
        .execute(conn)
        .map(|changed| changed == 1)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = note_amendments)]
struct AmendmentRow {
    id: Id,
    note_id: Id,
    author_id: Id,
    text: String,
    reason: String,
    created_at: Instant,
}

impl AmendmentRow {
    fn read(self) -> QueryResult<Amendment> {
        Ok(Amendment {
            id: self.id.to(),
            note_id: self.note_id.to(),
            text: read_text(self.text)?,
            reason: read_text(self.reason)?,
            author_id: self.author_id.to(),
            created_at: self.created_at.0,
        })
    }
}

/// Writes a new amendment.
pub fn insert_amendment(conn: &mut Conn, amendment: &Amendment) -> QueryResult<()> {
    diesel::insert_into(note_amendments::table)
        .values((
            note_amendments::id.eq(Id::from(amendment.id)),
            note_amendments::note_id.eq(Id::from(amendment.note_id)),
            note_amendments::author_id.eq(Id::from(amendment.author_id)),
            note_amendments::text.eq(amendment.text.as_str()),
            note_amendments::reason.eq(amendment.reason.as_str()),
            note_amendments::created_at.eq(Instant::from(amendment.created_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// An amendment of this note.
pub fn find_amendment(
    conn: &mut Conn,
    note: NoteId,
    id: AmendmentId,
) -> QueryResult<Option<Amendment>> {
    let row = note_amendments::table
        .find(Id::from(id))
        .filter(note_amendments::note_id.eq(Id::from(note)))
        .select(AmendmentRow::as_select())
        .get_result(conn);
    row.optional()?.map(AmendmentRow::read).transpose()
}

/// A page of the amendments of a note, the oldest first.
pub fn amendments(
    conn: &mut Conn,
    note: NoteId,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<Amendment>> {
    let mut query = note_amendments::table
        .filter(note_amendments::note_id.eq(Id::from(note)))
        .order((note_amendments::created_at, note_amendments::id))
        .select(AmendmentRow::as_select())
        .limit(at_most(large))
        .into_boxed();
    if let Some(place) = after {
        let at = Instant::from(place.at);
        query = query.filter(note_amendments::created_at.ge(at)).filter(
            note_amendments::created_at
                .gt(at)
                .or(note_amendments::id.gt(Id(place.id))),
        );
    }
    query
        .load(conn)?
        .into_iter()
        .map(AmendmentRow::read)
        .collect()
}
