//! Queries of disclosures.

use diesel::prelude::*;
use domain::{
    cases::{
        CaseId,
        disclosures::{Disclosure, DisclosureDetails, DisclosureId, Supersedes},
    },
    words::Word,
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::{
    cases::{
        disclosures::routes::ListDisclosures,
        records::{Order, Wanted, page_of_case},
    },
    db::{
        schema::disclosures,
        types::{Id, Instant, Json},
    },
};

/// What of a disclosure is read and written whole; `recipient` and `basis` are columns too, for
/// those who count.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    #[serde(flatten)]
    details: DisclosureDetails,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    supersedes: Option<Supersedes>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = disclosures)]
struct DisclosureRow {
    id: Id,
    case_id: Id,
    superseded_by: Option<Id>,
    recorded_by: Id,
    details: Json<Leaves>,
    created_at: Instant,
    modified_at: Instant,
}

impl DisclosureRow {
    fn read(self) -> Disclosure {
        let Json(leaves) = self.details;
        Disclosure {
            id: self.id.to(),
            case_id: self.case_id.to(),
            details: leaves.details,
            supersedes: leaves.supersedes,
            superseded_by: self.superseded_by.map(Id::to),
            recorded_by: self.recorded_by.to(),
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        }
    }
}

/// A disclosure.
pub fn find(conn: &mut Conn, id: DisclosureId) -> QueryResult<Option<Disclosure>> {
    disclosures::table
        .find(Id::from(id))
        .select(DisclosureRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(DisclosureRow::read))
}

/// A disclosure of this case.
pub fn of_case(
    conn: &mut Conn,
    case_id: CaseId,
    id: DisclosureId,
) -> QueryResult<Option<Disclosure>> {
    let found = find(conn, id)?;
    Ok(found.filter(|one| one.case_id == case_id))
}

/// A page of the disclosures of a case.
pub fn list(conn: &mut Conn, wanted: &Wanted<ListDisclosures>) -> QueryResult<Vec<Disclosure>> {
    let query = disclosures::table
        .select(DisclosureRow::as_select())
        .into_boxed();
    let rows = page_of_case!(query, disclosures, disclosed_at, modified_at, wanted).load(conn)?;
    Ok(rows.into_iter().map(DisclosureRow::read).collect())
}

/// Writes a new disclosure.
pub fn insert(conn: &mut Conn, disclosure: &Disclosure) -> QueryResult<()> {
    let details = &disclosure.details;
    diesel::insert_into(disclosures::table)
        .values((
            disclosures::id.eq(Id::from(disclosure.id)),
            disclosures::case_id.eq(Id::from(disclosure.case_id)),
            disclosures::recipient.eq(details.recipient.code()),
            disclosures::basis.eq(details.basis.code()),
            disclosures::disclosed_at.eq(Instant::from(details.disclosed_at)),
            disclosures::recorded_by.eq(Id::from(disclosure.recorded_by)),
            disclosures::details.eq(Json(Leaves {
                details: details.clone(),
                supersedes: disclosure.supersedes.clone(),
            })),
            disclosures::created_at.eq(Instant::from(disclosure.created_at)),
            disclosures::modified_at.eq(Instant::from(disclosure.modified_at)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Another takes the place of this one; `false` if one has already.
pub fn supersede(conn: &mut Conn, former: DisclosureId, by: &Disclosure) -> QueryResult<bool> {
    let standing = disclosures::table
        .filter(disclosures::id.eq(Id::from(former)))
        .filter(disclosures::superseded_by.is_null());
    diesel::update(standing)
        .set((
            disclosures::superseded_by.eq(Id::from(by.id)),
            disclosures::modified_at.eq(Instant::from(by.created_at)),
        ))
        .execute(conn)
        .map(|changed| changed == 1)
}
