//! Queries of what names a person, a household or a group.

use diesel::prelude::*;
use domain::{
    access::{CaseFacts, Confidentiality, IntakeFacts, IntakeStanding, Membership},
    parties::{PersonId, WorkerId, member::Party},
};

use super::{
    Conn,
    persons::{LevelRow, levels_of},
};
use crate::{
    db::{
        schema::{case_members, cases, households, intakes, party_members, units},
        types::{Code, Id, Levels},
    },
    parties::persons::load::Named,
};

/// The most records of a kind that name one person and are looked at: far more than a life
/// brings, so that a record gone wrong cannot make a read endless.
pub const MOST_NAMINGS: i64 = 500;

type CaseRow = (LevelRow, Code<Confidentiality>, Option<Code<Membership>>);

/// A case as sight of a person needs it: nobody approves or amends anything on it here.
fn case_facts((levels, class, member): CaseRow) -> CaseFacts {
    CaseFacts {
        reach: levels_of(levels).reach(),
        class: class.0,
        member: member.map(|code| code.0),
        requested_by: None,
        author: None,
    }
}

/// The cases that name somebody, the newest first; `worker` is who asks, if a worker does.
pub fn naming_cases(
    conn: &mut Conn,
    named: Named,
    worker: Option<WorkerId>,
) -> QueryResult<Vec<CaseFacts>> {
    let asks = case_members::worker_id.nullable().eq(worker.map(Id::from));
    let query = cases::table
        .left_join(case_members::table.on(case_members::case_id.eq(cases::id).and(asks)))
        .into_boxed();
    let query = match named {
        Named::Person(id) => query.filter(cases::person_id.eq(Id::from(id))),
        Named::Party(Party::Household(id)) => query.filter(cases::household_id.eq(Id::from(id))),
        Named::Party(Party::Group(id)) => query.filter(cases::group_id.eq(Id::from(id))),
    };
    let rows: Vec<CaseRow> = query
        .order(cases::id.desc())
        .select((
            (
                cases::unit_0,
                cases::unit_1,
                cases::unit_2,
                cases::unit_3,
                cases::unit_4,
            ),
            cases::confidentiality,
            case_members::membership.nullable(),
        ))
        .limit(MOST_NAMINGS)
        .load(conn)?;
    Ok(rows.into_iter().map(case_facts).collect())
}

/// The intakes that name somebody, the newest first, each with the case it opened if it did.
pub fn naming_intakes(
    conn: &mut Conn,
    named: Named,
    worker: Option<WorkerId>,
) -> QueryResult<Vec<IntakeFacts>> {
    type Opened = (LevelRow, Code<Confidentiality>);
    type Row = (
        LevelRow,
        Option<String>,
        Option<Opened>,
        Option<Code<Membership>>,
    );
    let asks = case_members::worker_id.nullable().eq(worker.map(Id::from));
    let query = intakes::table
        .left_join(cases::table.on(intakes::case_id.eq(cases::id.nullable())))
        .left_join(case_members::table.on(case_members::case_id.eq(cases::id).and(asks)))
        .into_boxed();
    let query = match named {
        Named::Person(id) => query.filter(intakes::person_id.eq(Id::from(id))),
        Named::Party(Party::Household(id)) => query.filter(intakes::household_id.eq(Id::from(id))),
        Named::Party(Party::Group(id)) => query.filter(intakes::group_id.eq(Id::from(id))),
    };
    let rows: Vec<Row> = query
        .order(intakes::id.desc())
        .select((
            (
                intakes::unit_0,
                intakes::unit_1,
                intakes::unit_2,
                intakes::unit_3,
                intakes::unit_4,
            ),
            intakes::decision,
            (
                (
                    cases::unit_0,
                    cases::unit_1,
                    cases::unit_2,
                    cases::unit_3,
                    cases::unit_4,
                ),
                cases::confidentiality,
            )
                .nullable(),
            case_members::membership.nullable(),
        ))
        .limit(MOST_NAMINGS)
        .load(conn)?;
    let facts = |(levels, decision, opened, member): Row| IntakeFacts {
        reach: levels_of(levels).reach(),
        standing: match (opened, decision) {
            (Some((levels, class)), _) => {
                IntakeStanding::Accepted(case_facts((levels, class, member)))
            }
            (None, Some(_)) => IntakeStanding::Decided,
            (None, None) => IntakeStanding::Undecided,
        },
        requested_by: None,
    };
    Ok(rows.into_iter().map(facts).collect())
}

/// The households and groups of which a person is a member now; of a household also where the unit
/// that registered it stands in the tree.
pub fn memberships(conn: &mut Conn, id: PersonId) -> QueryResult<Vec<(Party, Option<Levels>)>> {
    type Row = (Option<Id>, Option<Id>, Option<LevelRow>);
    let rows: Vec<Row> = party_members::table
        .left_join(households::table.inner_join(units::table))
        .filter(party_members::person_id.eq(Id::from(id)))
        .filter(party_members::until.is_null())
        .order(party_members::id.desc())
        .select((
            party_members::household_id,
            party_members::group_id,
            (
                units::unit_0,
                units::unit_1,
                units::unit_2,
                units::unit_3,
                units::unit_4,
            )
                .nullable(),
        ))
        .limit(MOST_NAMINGS)
        .load(conn)?;
    let of = |(household, group, levels): Row| {
        let household = household.map(|id| Party::Household(id.to()));
        let party = household.or(group.map(|id| Party::Group(id.to())))?;
        Some((party, levels.map(levels_of)))
    };
    Ok(rows.into_iter().filter_map(of).collect())
}
