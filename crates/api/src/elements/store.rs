//! Queries of the parts of documents.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    cases::CaseId,
    elements::{ElementKind, FULL, Row},
};
use serde_json::Value;
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{element_versions, elements},
        types::{Code, Id, Instant, Json},
    },
    events::KeptVersion,
    http::paging::{LARGE, Place, SMALL},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = elements)]
struct ElementRow {
    id: Id,
    kind: Code<ElementKind>,
    details: Json<Value>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl ElementRow {
    fn read(self) -> Row {
        Row {
            id: self.id.0,
            kind: self.kind.0,
            details: self.details.0,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// All parts of a document, in the order in which they were added.
pub fn all(conn: &mut Conn, document: Uuid) -> QueryResult<Vec<Row>> {
    let rows: Vec<ElementRow> = elements::table
        .filter(elements::document_id.eq(Id(document)))
        .order((elements::created_at, elements::id))
        .limit(i64::try_from(FULL).unwrap_or(i64::MAX))
        .select(ElementRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(ElementRow::read).collect())
}

/// A page of the parts of one kind, in the order in which they were added.
pub fn page(
    conn: &mut Conn,
    document: Uuid,
    kind: ElementKind,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<Row>> {
    let mut query = elements::table
        .filter(elements::document_id.eq(Id(document)))
        .filter(elements::kind.eq(Code(kind)))
        .order((elements::created_at, elements::id))
        .limit(if large { LARGE } else { SMALL })
        .select(ElementRow::as_select())
        .into_boxed();
    if let Some(place) = after {
        let (at, id) = (Instant::from(place.at), Id(place.id));
        query = query
            .filter(elements::created_at.ge(at))
            .filter(elements::created_at.gt(at).or(elements::id.gt(id)));
    }
    let rows: Vec<ElementRow> = query.load(conn)?;
    Ok(rows.into_iter().map(ElementRow::read).collect())
}

/// The parts of one kind of several documents, with the documents.
pub fn of_kind(
    conn: &mut Conn,
    documents: &[Uuid],
    kind: ElementKind,
) -> QueryResult<Vec<(Uuid, Row)>> {
    let documents: Vec<Id> = documents.iter().copied().map(Id).collect();
    let rows: Vec<(Id, ElementRow)> = elements::table
        .filter(elements::document_id.eq_any(documents))
        .filter(elements::kind.eq(Code(kind)))
        .order((elements::created_at, elements::id))
        .select((elements::document_id, ElementRow::as_select()))
        .load(conn)?;
    let rows = rows.into_iter().map(|(of, row)| (of.0, row.read()));
    Ok(rows.collect())
}

/// A part of a document, if it is of this kind.
pub fn find(
    conn: &mut Conn,
    document: Uuid,
    kind: ElementKind,
    id: Uuid,
) -> QueryResult<Option<Row>> {
    elements::table
        .find((Id(document), Id(id)))
        .filter(elements::kind.eq(Code(kind)))
        .select(ElementRow::as_select())
        .get_result::<ElementRow>(conn)
        .optional()
        .map(|row| row.map(ElementRow::read))
}

/// Whether a document of the case has a part of this kind and id.
pub fn in_case(conn: &mut Conn, case_id: CaseId, kind: ElementKind, id: Uuid) -> QueryResult<bool> {
    let of_case = elements::table
        .filter(elements::case_id.eq(Id::from(case_id)))
        .filter(elements::id.eq(Id(id)))
        .filter(elements::kind.eq(Code(kind)));
    diesel::select(diesel::dsl::exists(of_case)).get_result(conn)
}

/// Writes a new part; `false` if the document has one of this id.
pub fn insert(conn: &mut Conn, document: Uuid, case_id: CaseId, row: &Row) -> QueryResult<bool> {
    diesel::insert_into(elements::table)
        .values((
            elements::document_id.eq(Id(document)),
            elements::id.eq(Id(row.id)),
            elements::case_id.eq(Id::from(case_id)),
            elements::kind.eq(Code(row.kind)),
            elements::details.eq(Json(row.details.clone())),
            elements::version.eq(row.version),
            elements::created_at.eq(Instant::from(row.created_at)),
            elements::modified_at.eq(Instant::from(row.modified_at)),
        ))
        .on_conflict((elements::document_id, elements::id))
        .do_nothing()
        .execute(conn)
        .map(|inserted| inserted == 1)
}

/// Saves a changed part where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, document: Uuid, row: &Row, before: i64) -> QueryResult<bool> {
    let current = elements::table
        .find((Id(document), Id(row.id)))
        .filter(elements::version.eq(before));
    diesel::update(current)
        .set((
            elements::details.eq(Json(row.details.clone())),
            elements::version.eq(row.version),
            elements::modified_at.eq(Instant::from(row.modified_at)),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Takes a part away where its version is still `before`; `false` if it is not.
pub fn remove(conn: &mut Conn, document: Uuid, id: Uuid, before: i64) -> QueryResult<bool> {
    let current = elements::table
        .find((Id(document), Id(id)))
        .filter(elements::version.eq(before));
    diesel::delete(current)
        .execute(conn)
        .map(|removed| removed == 1)
}

/// Keeps an earlier version of a part of a document.
pub fn keep(conn: &mut Conn, document: Uuid, row: &KeptVersion) -> QueryResult<()> {
    diesel::insert_into(element_versions::table)
        .values((
            element_versions::document_id.eq(Id(document)),
            element_versions::element_id.eq(Id(row.record_id)),
            element_versions::version.eq(row.version),
            element_versions::kind.eq(row.record_kind),
            element_versions::sealed.eq(&row.sealed),
            element_versions::replaced_at.eq(Instant::from(row.replaced_at)),
            element_versions::replaced_by.eq(Id(row.replaced_by)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Gives the next version of a document all the parts of the one before, under their ids; each
/// begins with version 1 there.
pub fn copy(
    conn: &mut Conn,
    (from, to): (Uuid, Uuid),
    case_id: CaseId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    for row in all(conn, from)? {
        let row = Row {
            version: 1,
            modified_at: now,
            ..row
        };
        insert(conn, to, case_id, &row)?;
    }
    Ok(())
}
