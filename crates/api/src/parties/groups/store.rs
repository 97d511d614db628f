//! Queries of groups and communities.

use diesel::prelude::*;
use domain::{
    parties::{
        GroupId,
        address::Address,
        group::{Group, GroupDetails, GroupKind},
    },
    texts::Lines,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Conn,
    persons::{LevelRow, levels_of},
};
use crate::{
    db::{
        schema::{client_groups, party_members, units},
        types::{Code, Id, Instant, Json, Levels},
    },
    http::paging::{Place, at_most},
    parties::{
        groups::{Stored, views::GroupQuery},
        persons::sight::Condition,
    },
};

/// What of a group is only read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    place: Option<Address>,
    purpose: Option<Lines>,
    registered_by_worker: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = client_groups)]
struct GroupRow {
    id: Id,
    unit_id: Id,
    kind: Code<GroupKind>,
    name: String,
    details: Json<Leaves>,
    registered_by: Id,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
}

impl GroupRow {
    fn read(self) -> QueryResult<Group> {
        let Json(leaves) = self.details;
        let by = self.registered_by;
        Ok(Group {
            id: self.id.to(),
            unit_id: self.unit_id.to(),
            registered_by: leaves.registered_by_worker.then(|| by.to()),
            details: GroupDetails {
                kind: self.kind.0,
                name: super::read_text(self.name)?,
                place: leaves.place,
                purpose: leaves.purpose,
            },
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        })
    }
}

/// The columns that change in the life of a group's record.
macro_rules! changing {
    ($group:expr) => {{
        let details = &$group.details;
        (
            client_groups::kind.eq(Code(details.kind)),
            client_groups::name.eq(details.name.as_str()),
            client_groups::details.eq(Json(Leaves {
                place: details.place.clone(),
                purpose: details.purpose.clone(),
                registered_by_worker: $group.registered_by.is_some(),
            })),
            client_groups::version.eq($group.version),
            client_groups::modified_at.eq(Instant::from($group.modified_at)),
        )
    }};
}

/// Where the unit that registered a group stands in the tree.
pub fn levels(conn: &mut Conn, id: GroupId) -> QueryResult<Option<Levels>> {
    client_groups::table
        .inner_join(units::table)
        .filter(client_groups::id.eq(Id::from(id)))
        .select((
            units::unit_0,
            units::unit_1,
            units::unit_2,
            units::unit_3,
            units::unit_4,
        ))
        .get_result::<LevelRow>(conn)
        .optional()
        .map(|row| row.map(levels_of))
}

/// A group.
pub fn find(conn: &mut Conn, id: GroupId) -> QueryResult<Option<Stored>> {
    let row: Option<(GroupRow, LevelRow)> = client_groups::table
        .inner_join(units::table)
        .filter(client_groups::id.eq(Id::from(id)))
        .select((
            GroupRow::as_select(),
            (
                units::unit_0,
                units::unit_1,
                units::unit_2,
                units::unit_3,
                units::unit_4,
            ),
        ))
        .get_result(conn)
        .optional()?;
    row.map(|(row, levels)| {
        Ok(Stored {
            group: row.read()?,
            levels: levels_of(levels),
        })
    })
    .transpose()
}

/// Locks a group until the transaction ends; whether there is one.
pub fn lock(conn: &mut Conn, id: GroupId) -> QueryResult<bool> {
    super::for_change!(
        client_groups::table
            .find(Id::from(id))
            .select(client_groups::id)
    )
    .get_result::<Id>(conn)
    .optional()
    .map(|row| row.is_some())
}

/// Writes a new group; `by` is who registered it.
pub fn insert(conn: &mut Conn, group: &Group, by: Uuid) -> QueryResult<()> {
    diesel::insert_into(client_groups::table)
        .values((
            client_groups::id.eq(Id::from(group.id)),
            client_groups::unit_id.eq(Id::from(group.unit_id)),
            client_groups::registered_by.eq(Id(by)),
            client_groups::created_at.eq(Instant::from(group.created_at)),
            changing!(group),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed group where the version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, group: &Group, before: i64) -> QueryResult<bool> {
    let current = client_groups::table
        .filter(client_groups::id.eq(Id::from(group.id)))
        .filter(client_groups::version.eq(before));
    diesel::update(current)
        .set(changing!(group))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// The groups a list has, the oldest change first.
pub fn list(
    conn: &mut Conn,
    seen: Condition,
    wanted: &GroupQuery,
    after: Option<Place>,
    large: bool,
) -> QueryResult<Vec<Group>> {
    let mut query = client_groups::table.filter(seen).into_boxed();
    if let Some(unit) = wanted.unit_id {
        query = query.filter(client_groups::unit_id.eq(Id::from(unit)));
    }
    if let Some(kind) = wanted.kind {
        query = query.filter(client_groups::kind.eq(Code(kind)));
    }
    if let Some(person) = wanted.person_id {
        let belongs_to = party_members::table
            .filter(party_members::person_id.eq(Id::from(person)))
            .filter(party_members::until.is_null())
            .filter(party_members::group_id.is_not_null())
            .select(party_members::group_id.assume_not_null());
        query = query.filter(client_groups::id.eq_any(belongs_to));
    }
    if let Some(after) = wanted.modified_after {
        query = query.filter(client_groups::modified_at.gt(Instant::from(after)));
    }
    if let Some(Place { at, id }) = after {
        let (at, id) = (Instant::from(at), Id(id));
        let same_time = client_groups::modified_at
            .eq(at)
            .and(client_groups::id.gt(id));
        query = query
            .filter(client_groups::modified_at.ge(at))
            .filter(client_groups::modified_at.gt(at).or(same_time));
    }
    let rows: Vec<GroupRow> = query
        .order((client_groups::modified_at, client_groups::id))
        .select(GroupRow::as_select())
        .limit(at_most(large))
        .load(conn)?;
    rows.into_iter().map(GroupRow::read).collect()
}
