//! Queries of persons.

use diesel::prelude::*;
use domain::{
    access::{CaseFacts, Confidentiality, IntakeFacts, IntakeStanding, Membership},
    parties::{PersonId, WorkerId},
};

use super::Conn;
use crate::db::{
    schema::{case_members, cases, intakes, persons, units},
    types::{Code, Id, Levels},
};

/// The columns `unit_0` … `unit_4` as they are read.
type LevelRow = (Id, Option<Id>, Option<Id>, Option<Id>, Option<Id>);

fn levels_of((top, one, two, three, four): LevelRow) -> Levels {
    Levels([Some(top), one, two, three, four])
}

/// The most records of a kind that name one person and are looked at: far more than a life
/// brings, so that a record gone wrong cannot make a read endless.
const MOST_NAMINGS: i64 = 500;

/// Where the unit that registered a person stands in the tree; nothing if there is no such person.
pub fn levels(conn: &mut Conn, id: PersonId) -> QueryResult<Option<Levels>> {
    persons::table
        .inner_join(units::table)
        .filter(persons::id.eq(Id::from(id)))
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

/// The cases that name a person, the newest first; `worker` is who asks, if a worker does.
pub fn naming_cases(
    conn: &mut Conn,
    id: PersonId,
    worker: Option<WorkerId>,
) -> QueryResult<Vec<CaseFacts>> {
    let asks = case_members::worker_id.nullable().eq(worker.map(Id::from));
    let rows: Vec<CaseRow> = cases::table
        .left_join(case_members::table.on(case_members::case_id.eq(cases::id).and(asks)))
        .filter(cases::person_id.eq(Id::from(id)))
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

/// The intakes that name a person, the newest first, each with the case it opened if it did.
pub fn naming_intakes(
    conn: &mut Conn,
    id: PersonId,
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
    let rows: Vec<Row> = intakes::table
        .left_join(cases::table.on(intakes::case_id.eq(cases::id.nullable())))
        .left_join(case_members::table.on(case_members::case_id.eq(cases::id).and(asks)))
        .filter(intakes::person_id.eq(Id::from(id)))
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
