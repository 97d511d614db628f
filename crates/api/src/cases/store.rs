//! Queries of cases.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    access::{Confidentiality, Membership},
    assessment::RiskLevel,
    cases::{
        Alarm, AlarmCause, Case, CaseId, CaseStatus, ClientKind, FileNumber, OpenedCase, Stage,
    },
    intake::Category,
    parties::{UnitId, WorkerId, external_ref::ExternalRef},
    termination::TerminationReason,
    texts::Reason,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Conn;
use crate::{
    db::{
        schema::{case_members, cases, closure_requests, external_refs, intakes},
        types::{Code, Id, Instant, Json, Levels},
    },
    http::paging::LARGE,
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct Leaves {
    secondary_categories: Vec<Category>,
    external_refs: Vec<ExternalRef>,
    reopened_at: Option<DateTime<Utc>>,
    #[serde(default)]
    held_at: Option<DateTime<Utc>>,
    #[serde(default)]
    held_until_on: Option<NaiveDate>,
    #[serde(default)]
    hold_reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alarm_causes: Vec<AlarmCause>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseRow {
    id: Id,
    unit_id: Id,
    unit_0: Id,
    unit_1: Option<Id>,
    unit_2: Option<Id>,
    unit_3: Option<Id>,
    unit_4: Option<Id>,
    file_number: String,
    intake_id: Id,
    client_kind: Code<ClientKind>,
    person_id: Id,
    category: Code<Category>,
    confidentiality: Code<Confidentiality>,
    stage: Code<Stage>,
    status: Code<CaseStatus>,
    episode: i32,
    responsible_id: Id,
    opened_at: Instant,
    closed_at: Option<Instant>,
    termination_reason: Option<Code<TerminationReason>>,
    stage_before_termination: Option<Code<Stage>>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
    household_id: Option<Id>,
    group_id: Option<Id>,
    risk: Code<RiskLevel>,
    open_crises: i32,
    alarmed_at: Option<Instant>,
}

impl CaseRow {
    pub fn read(self) -> (Case, Levels) {
        let levels = Levels([
            Some(self.unit_0),
            self.unit_1,
            self.unit_2,
            self.unit_3,
            self.unit_4,
        ]);
        let Json(leaves) = self.details;
        let case = Case {
            id: self.id.to(),
            opened: OpenedCase {
                unit_id: self.unit_id.to(),
                file_number: FileNumber::stored(self.file_number),
                intake_id: self.intake_id.to(),
                client_kind: self.client_kind.0,
                household_id: self.household_id.map(Id::to),
                group_id: self.group_id.map(Id::to),
                person_id: self.person_id.to(),
                category: self.category.0,
                secondary_categories: leaves.secondary_categories,
                confidentiality: self.confidentiality.0,
                responsible_id: self.responsible_id.to(),
                opened_at: self.opened_at.0,
            },
            external_refs: leaves.external_refs,
            stage: self.stage.0,
            status: self.status.0,
            risk: self.risk.0,
            open_crises: self.open_crises,
            alarm: self.alarmed_at.map(|since| Alarm {
                since: since.0,
                causes: leaves.alarm_causes,
            }),
            episode: self.episode,
            stage_before_termination: self.stage_before_termination.map(|code| code.0),
            termination_reason: self.termination_reason.map(|code| code.0),
            closed_at: self.closed_at.map(|at| at.0),
            reopened_at: leaves.reopened_at,
            held_at: leaves.held_at,
            held_until_on: leaves.held_until_on,
            hold_reason: leaves.hold_reason,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        };
        (case, levels)
    }
}

/// The columns that change in the life of a case.
macro_rules! changing {
    ($case:expr) => {
        (
            cases::confidentiality.eq(Code($case.opened.confidentiality)),
            cases::stage.eq(Code($case.stage)),
            cases::status.eq(Code($case.status)),
            cases::risk.eq(Code($case.risk)),
            cases::open_crises.eq($case.open_crises),
            cases::alarmed_at.eq($case.alarm.as_ref().map(|alarm| Instant::from(alarm.since))),
            cases::episode.eq($case.episode),
            cases::responsible_id.eq(Id::from($case.opened.responsible_id)),
            cases::closed_at.eq($case.closed_at.map(Instant::from)),
            cases::termination_reason.eq($case.termination_reason.map(Code)),
            cases::stage_before_termination.eq($case.stage_before_termination.map(Code)),
            cases::details.eq(Json(Leaves {
                secondary_categories: $case.opened.secondary_categories.clone(),
                external_refs: $case.external_refs.clone(),
                reopened_at: $case.reopened_at,
                held_at: $case.held_at,
                held_until_on: $case.held_until_on,
                hold_reason: $case.hold_reason.clone(),
                alarm_causes: $case
                    .alarm
                    .as_ref()
                    .map_or_else(Vec::new, |alarm| alarm.causes.clone()),
            })),
            cases::version.eq($case.version),
            cases::modified_at.eq(Instant::from($case.modified_at)),
        )
    };
}

/// A case with its place in the tree of units, and how a worker is named on it.
pub fn find(
    conn: &mut Conn,
    id: CaseId,
    worker: Option<WorkerId>,
) -> QueryResult<Option<(Case, Levels, Option<Membership>)>> {
    let named = case_members::case_id
        .eq(cases::id)
        .and(case_members::worker_id.eq(worker.map_or(Id(Uuid::nil()), Id::from)));
    cases::table
        .left_join(case_members::table.on(named))
        .filter(cases::id.eq(Id::from(id)))
        .select((CaseRow::as_select(), case_members::membership.nullable()))
        .get_result::<(CaseRow, Option<Code<Membership>>)>(conn)
        .optional()
        .map(|row| {
            row.map(|(row, member)| {
                let (case, levels) = row.read();
                (case, levels, member.map(|code| code.0))
            })
        })
}

/// Locks a case until the transaction ends; whether there is one.
pub fn lock(conn: &mut Conn, id: CaseId) -> QueryResult<bool> {
    super::for_update!(cases::table.find(Id::from(id)).select(cases::id))
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.is_some())
}

/// How a worker is named on a case.
pub fn membership(
    conn: &mut Conn,
    id: CaseId,
    worker: WorkerId,
) -> QueryResult<Option<Membership>> {
    case_members::table
        .find((Id::from(id), Id::from(worker)))
        .select(case_members::membership)
        .get_result::<Code<Membership>>(conn)
        .optional()
        .map(|row| row.map(|code| code.0))
}

/// Who asked for the closure that waits for its decision.
pub fn closure_requested_by(conn: &mut Conn, id: CaseId) -> QueryResult<Option<WorkerId>> {
    closure_requests::table
        .filter(closure_requests::case_id.eq(Id::from(id)))
        .filter(closure_requests::status.eq("pending"))
        .select(closure_requests::requested_by)
        .get_result::<Id>(conn)
        .optional()
        .map(|row| row.map(Id::to))
}

/// Writes a new case, with its responsible worker as a member.
pub fn insert(conn: &mut Conn, case: &Case, levels: &Levels) -> QueryResult<()> {
    let opened = &case.opened;
    let [top, one, two, three, four] = levels.0;
    diesel::insert_into(cases::table)
        .values((
            (
                cases::id.eq(Id::from(case.id)),
                cases::unit_id.eq(Id::from(opened.unit_id)),
                cases::unit_0.eq(top.unwrap_or(Id::from(opened.unit_id))),
                cases::unit_1.eq(one),
                cases::unit_2.eq(two),
                cases::unit_3.eq(three),
                cases::unit_4.eq(four),
                cases::file_number.eq(opened.file_number.as_str()),
                cases::intake_id.eq(Id::from(opened.intake_id)),
                cases::client_kind.eq(Code(opened.client_kind)),
                cases::household_id.eq(opened.household_id.map(Id::from)),
                cases::group_id.eq(opened.group_id.map(Id::from)),
                cases::person_id.eq(Id::from(opened.person_id)),
                cases::category.eq(Code(opened.category)),
                cases::opened_at.eq(Instant::from(opened.opened_at)),
                cases::created_at.eq(Instant::from(case.created_at)),
            ),
            changing!(case),
        ))
        .execute(conn)?;
    diesel::insert_into(case_members::table)
        .values((
            case_members::case_id.eq(Id::from(case.id)),
            case_members::worker_id.eq(Id::from(opened.responsible_id)),
            case_members::membership.eq(Code(Membership::Responsible)),
            case_members::opened_at.eq(Instant::from(opened.opened_at)),
            case_members::since.eq(Instant::from(opened.opened_at)),
            case_members::unit_id.eq(Id::from(opened.unit_id)),
            case_members::confidentiality.eq(Code(opened.confidentiality)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// Saves a changed case where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, case: &Case, before: i64) -> QueryResult<bool> {
    let current = cases::table
        .filter(cases::id.eq(Id::from(case.id)))
        .filter(cases::version.eq(before));
    diesel::update(current)
        .set(changing!(case))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// Notes when the first of what is to be done on a case is due. A row that says so already is not
/// written: every index would be, too.
pub fn set_due(conn: &mut Conn, id: CaseId, due_at: Option<DateTime<Utc>>) -> QueryResult<()> {
    let case = cases::table.find(Id::from(id));
    let due_at = due_at.map(Instant::from);
    let noted: Option<Instant> = case.select(cases::due_at).get_result(conn)?;
    if noted == due_at {
        return Ok(());
    }
    diesel::update(case)
        .set(cases::due_at.eq(due_at))
        .execute(conn)
        .map(|_| ())
}

/// The cases of a unit on which something is to be done by a day, each with the end of that day.
pub fn due_in(conn: &mut Conn, unit: UnitId) -> QueryResult<Vec<(CaseId, DateTime<Utc>)>> {
    let rows: Vec<(Id, Option<Instant>)> = cases::table
        .filter(cases::unit_id.eq(Id::from(unit)))
        .filter(cases::due_at.is_not_null())
        .select((cases::id, cases::due_at))
        .load(conn)?;
    let due = rows.into_iter();
    Ok(due.filter_map(|(id, at)| Some((id.to(), at?.0))).collect())
}

/// The case that has this file number.
pub fn by_file_number(conn: &mut Conn, number: &str) -> QueryResult<Option<Id>> {
    cases::table
        .filter(cases::file_number.eq(number))
        .select(cases::id)
        .get_result(conn)
        .optional()
}

/// Moves a case to another unit, whose place in the tree this is. From then on the list of intakes
/// finds its intake by the place of the case.
pub fn move_to_unit(conn: &mut Conn, id: CaseId, unit: UnitId, levels: &Levels) -> QueryResult<()> {
    let received_at: Instant = cases::table
        .find(Id::from(id))
        .inner_join(intakes::table.on(intakes::id.eq(cases::intake_id)))
        .select(intakes::received_at)
        .get_result(conn)?;
    let [top, one, two, three, four] = levels.0;
    diesel::update(cases::table.find(Id::from(id)))
        .set((
            cases::unit_id.eq(Id::from(unit)),
            cases::unit_0.eq(top.unwrap_or(Id::from(unit))),
            cases::unit_1.eq(one),
            cases::unit_2.eq(two),
            cases::unit_3.eq(three),
            cases::unit_4.eq(four),
            cases::intake_received_at.eq(received_at),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The cases for which a worker answers and that are not closed, each with its unit.
pub fn open_of(conn: &mut Conn, worker: WorkerId) -> QueryResult<Vec<(CaseId, UnitId)>> {
    let rows: Vec<(Id, Id)> = cases::table
        .filter(cases::responsible_id.eq(Id::from(worker)))
        .filter(cases::status.ne(Code(CaseStatus::Closed)))
        .select((cases::id, cases::unit_id))
        .load(conn)?;
    let ids = rows.into_iter();
    Ok(ids.map(|(case, unit)| (case.to(), unit.to())).collect())
}

/// The cases that another system knows by this value, at whichever units.
pub fn by_external_ref(conn: &mut Conn, system: &str, value: &str) -> QueryResult<Vec<Id>> {
    external_refs::table
        .filter(external_refs::system.eq(system))
        .filter(external_refs::value.eq(value))
        .filter(external_refs::record_kind.eq("case"))
        .select(external_refs::record_id)
        .limit(LARGE)
        .load(conn)
}
