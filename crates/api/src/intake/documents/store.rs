//! Queries of the document checklists of intakes, and of what fills them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    intake::{DocumentItem, DocumentItemId, DocumentStatus, DocumentType, IntakeId},
    parties::WorkerId,
    texts::{Lines, Reason},
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::db::{
    schema::intake_documents,
    types::{Code, Id, Instant, Json},
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    required: bool,
    received_on: Option<NaiveDate>,
    note: Option<Lines>,
    waived_reason: Option<Reason>,
    waived_by: Option<WorkerId>,
    waived_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = intake_documents)]
struct DocumentRow {
    id: Id,
    intake_id: Id,
    document_type: Code<DocumentType>,
    status: Code<DocumentStatus>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl DocumentRow {
    fn read(self) -> DocumentItem {
        let Json(leaves) = self.details;
        DocumentItem {
            id: self.id.to(),
            intake_id: self.intake_id.to(),
            document_type: self.document_type.0,
            required: leaves.required,
            status: self.status.0,
            received_on: leaves.received_on,
            note: leaves.note,
            waived_reason: leaves.waived_reason,
            waived_by: leaves.waived_by,
            waived_at: leaves.waived_at,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// The columns that change in the life of an item.
macro_rules! changing {
    ($item:expr) => {
        (
            intake_documents::status.eq(Code($item.status)),
            intake_documents::details.eq(Json(Leaves {
                required: $item.required,
                received_on: $item.received_on,
                note: $item.note.clone(),
                waived_reason: $item.waived_reason.clone(),
                waived_by: $item.waived_by,
                waived_at: $item.waived_at,
            })),
            intake_documents::version.eq($item.version),
            intake_documents::modified_at.eq(Instant::from($item.modified_at)),
        )
    };
}

/// The checklist of an intake, in the order in which it was put together; what came onto it at
/// once in the order of the code list.
pub fn list(conn: &mut Conn, intake: IntakeId) -> QueryResult<Vec<DocumentItem>> {
    let rows = intake_documents::table
        .filter(intake_documents::intake_id.eq(Id::from(intake)))
        .select(DocumentRow::as_select())
        .load(conn)?;
    let mut items: Vec<DocumentItem> = rows.into_iter().map(DocumentRow::read).collect();
    items.sort_by_key(|item| (item.created_at, item.document_type));
    Ok(items)
}

/// An item of an intake's checklist.
pub fn find(
    conn: &mut Conn,
    intake: IntakeId,
    id: DocumentItemId,
) -> QueryResult<Option<DocumentItem>> {
    intake_documents::table
        .find(Id::from(id))
        .filter(intake_documents::intake_id.eq(Id::from(intake)))
        .select(DocumentRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(DocumentRow::read))
}

/// Adds items to the checklist of a locked intake; how many were added, for an item whose id or
/// kind of document is there already is not.
pub fn insert(conn: &mut Conn, items: &[DocumentItem]) -> QueryResult<usize> {
    let mut inserted = 0;
    for item in items {
        inserted += diesel::insert_into(intake_documents::table)
            .values((
                intake_documents::id.eq(Id::from(item.id)),
                intake_documents::intake_id.eq(Id::from(item.intake_id)),
                intake_documents::document_type.eq(Code(item.document_type)),
                intake_documents::created_at.eq(Instant::from(item.created_at)),
                changing!(item),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
    }
    Ok(inserted)
}

/// Saves a changed item where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, item: &DocumentItem, before: i64) -> QueryResult<bool> {
    let current = intake_documents::table
        .filter(intake_documents::id.eq(Id::from(item.id)))
        .filter(intake_documents::version.eq(before));
    diesel::update(current)
        .set(changing!(item))
        .execute(conn)
        .map(|changed| changed == 1)
}
