//! Queries of the members of households and groups.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    parties::{
        MemberId, PersonId,
        member::{Member, Party, Stay},
    },
    texts::Lines,
    words::Word,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{client_groups, households, party_members, persons},
        types::{Code, Id, Instant, Json},
    },
    http::paging::at_most,
    parties::{members::Wanted, persons::merges::Moved},
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
struct Leaves {
    ending_reason: Option<Lines>,
}

type Row<R> = (
    Id,
    Id,
    Code<R>,
    (Option<NaiveDate>, Option<NaiveDate>),
    Json<Leaves>,
    (i64, Instant, Instant),
);

macro_rules! columns {
    () => {
        (
            party_members::id,
            party_members::person_id,
            party_members::role,
            (party_members::since, party_members::until),
            party_members::details,
            (
                party_members::version,
                party_members::created_at,
                party_members::modified_at,
            ),
        )
    };
}

/// The rows of one household or group.
macro_rules! members_of {
    ($query:expr, $party:expr) => {
        match $party {
            Party::Household(id) => $query.filter(party_members::household_id.eq(Id::from(id))),
            Party::Group(id) => $query.filter(party_members::group_id.eq(Id::from(id))),
        }
    };
}

fn read<R: Word>(party: Party, row: Row<R>) -> Member<R> {
    let (id, person_id, role, (since, until), Json(leaves), (version, created_at, modified_at)) =
        row;
    Member {
        party,
        role: role.0,
        stay: Stay {
            id: id.to(),
            person_id: person_id.to(),
            since,
            until,
            ending_reason: leaves.ending_reason,
            version,
            created_at: created_at.0,
            modified_at: modified_at.0,
        },
    }
}

/// A membership in this household or group.
pub fn find<R: Word>(
    conn: &mut Conn,
    party: Party,
    id: MemberId,
) -> QueryResult<Option<Member<R>>> {
    let query = party_members::table
        .filter(party_members::id.eq(Id::from(id)))
        .into_boxed();
    members_of!(query, party)
        .select(columns!())
        .get_result::<Row<R>>(conn)
        .optional()
        .map(|row| row.map(|row| read(party, row)))
}

/// The current memberships that a new one has to stand beside: the person's own and the leader's.
pub fn rivals<R: Word>(
    conn: &mut Conn,
    party: Party,
    person: PersonId,
    leader: R,
) -> QueryResult<Vec<Member<R>>> {
    let own = party_members::person_id.eq(Id::from(person));
    let query = party_members::table
        .filter(party_members::until.is_null())
        .filter(own.or(party_members::role.eq(Code(leader))))
        .into_boxed();
    let rows: Vec<Row<R>> = members_of!(query, party).select(columns!()).load(conn)?;
    Ok(rows.into_iter().map(|row| read(party, row)).collect())
}

/// A page of members, in the order in which they were recorded.
pub fn page<R: Word>(conn: &mut Conn, wanted: Wanted) -> QueryResult<Vec<Member<R>>> {
    let party = wanted.party;
    let query = party_members::table
        .inner_join(persons::table)
        .filter(wanted.seen)
        .filter(party_members::id.gt(Id(wanted.after.unwrap_or(Uuid::nil()))))
        .into_boxed();
    let query = match wanted.current {
        None => query,
        Some(true) => query.filter(party_members::until.is_null()),
        Some(false) => query.filter(party_members::until.is_not_null()),
    };
    let rows: Vec<Row<R>> = members_of!(query, party)
        .order(party_members::id)
        .select(columns!())
        .limit(at_most(wanted.large))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| read(party, row)).collect())
}

/// The columns that change.
macro_rules! changing {
    ($member:expr) => {
        (
            party_members::role.eq(Code($member.role)),
            party_members::since.eq($member.stay.since),
            party_members::until.eq($member.stay.until),
            party_members::details.eq(Json(Leaves {
                ending_reason: $member.stay.ending_reason.clone(),
            })),
            party_members::version.eq($member.stay.version),
            party_members::modified_at.eq(Instant::from($member.stay.modified_at)),
        )
    };
}

/// Writes a new membership.
pub fn insert<R: Word>(conn: &mut Conn, member: &Member<R>) -> QueryResult<()> {
    let (household, group) = match member.party {
        Party::Household(id) => (Some(Id::from(id)), None),
        Party::Group(id) => (None, Some(Id::from(id))),
    };
    diesel::insert_into(party_members::table)
        .values((
            party_members::id.eq(Id::from(member.stay.id)),
            party_members::household_id.eq(household),
            party_members::group_id.eq(group),
            party_members::person_id.eq(Id::from(member.stay.person_id)),
            party_members::created_at.eq(Instant::from(member.stay.created_at)),
            changing!(member),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed membership where the version is still `before`; `false` if it is not.
pub fn save<R: Word>(conn: &mut Conn, member: &Member<R>, before: i64) -> QueryResult<bool> {
    let current = party_members::table
        .filter(party_members::id.eq(Id::from(member.stay.id)))
        .filter(party_members::version.eq(before));
    diesel::update(current)
        .set(changing!(member))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// One record of a person became another's: so do its memberships, past and present. Where both
/// are members now, the survivor's goes on and the other ends.
pub fn repoint(
    conn: &mut Conn,
    from: PersonId,
    to: PersonId,
    at: DateTime<Utc>,
) -> QueryResult<Vec<Moved>> {
    let (from, to, now) = (Id::from(from), Id::from(to), Instant::from(at));
    let current: Vec<(Option<Id>, Option<Id>)> = party_members::table
        .filter(party_members::person_id.eq(to))
        .filter(party_members::until.is_null())
        .select((party_members::household_id, party_members::group_id))
        .load(conn)?;
    let ended = party_members::until.eq(at.date_naive());
    for (household, group) in current {
        let same = party_members::table
            .filter(party_members::person_id.eq(from))
            .filter(party_members::until.is_null());
        // Of the two, one is there.
        if let Some(household) = household {
            let same = same.filter(party_members::household_id.eq(household));
            diesel::update(same).set(ended).execute(conn)?;
        } else if let Some(group) = group {
            let same = same.filter(party_members::group_id.eq(group));
            diesel::update(same).set(ended).execute(conn)?;
        }
    }
    let moved: Vec<(Option<Id>, Option<Id>)> =
        diesel::update(party_members::table.filter(party_members::person_id.eq(from)))
            .set((
                party_members::person_id.eq(to),
                party_members::version.eq(party_members::version + 1),
                party_members::modified_at.eq(now),
            ))
            .returning((party_members::household_id, party_members::group_id))
            .get_results(conn)?;
    // What happens to members is told of the household or group, whose version stays.
    let mut told = Vec::new();
    for (household, group) in moved {
        let (kind, id, version) = match (household, group) {
            (Some(id), _) => (
                "household",
                id,
                households::table
                    .find(id)
                    .select(households::version)
                    .get_result(conn)?,
            ),
            (None, Some(id)) => (
                "group",
                id,
                client_groups::table
                    .find(id)
                    .select(client_groups::version)
                    .get_result(conn)?,
            ),
            (None, None) => continue,
        };
        told.push(Moved {
            kind,
            id: id.0,
            version,
            case_id: None,
        });
    }
    Ok(told)
}
