//! Queries of intakes.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{
    cases::ClientKind,
    intake::{
        Category, Client, DeclineReason, DocumentType, DuplicateOf, Intake, IntakeChannel,
        IntakeDecision, IntakeDetails, IntakeId, IntakeProgress, IntakeStatus, Redirection,
        Referrer, Screening, Urgency,
    },
    parties::{IntegrationId, UnitId, WorkerId, external_ref::ExternalRef},
    texts::{Lines, Narrative},
};
use serde::{Deserialize, Serialize};

use super::Conn;
use crate::db::{
    schema::{file_counters, intakes},
    types::{Code, Id, Instant, Json, Levels},
};

/// What is read and written whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct Leaves {
    referrer: Option<Referrer>,
    presenting_problem: Narrative,
    secondary_categories: Vec<Category>,
    external_refs: Vec<ExternalRef>,
    missing_documents: Vec<DocumentType>,
    returned_at: Option<DateTime<Utc>>,
    decline_reason: Option<DeclineReason>,
    decided_by: Option<WorkerId>,
    decided_at: Option<DateTime<Utc>>,
    documents_due_on: Option<NaiveDate>,
    screening: Option<Screening>,
    return_note: Option<Lines>,
    resubmission_note: Option<Lines>,
    decision_note: Option<Lines>,
    redirection: Option<Redirection>,
    advice: Option<Narrative>,
    duplicate_of: Option<DuplicateOf>,
    recorded_by: Option<WorkerId>,
    recorded_by_integration: Option<IntegrationId>,
}

/// A row of intakes.
#[derive(Queryable, Selectable)]
#[diesel(table_name = intakes)]
pub struct IntakeRow {
    id: Id,
    unit_id: Id,
    unit_0: Id,
    unit_1: Option<Id>,
    unit_2: Option<Id>,
    unit_3: Option<Id>,
    unit_4: Option<Id>,
    person_id: Option<Id>,
    channel: Code<IntakeChannel>,
    category: Code<Category>,
    urgency: Code<Urgency>,
    status: Code<IntakeStatus>,
    decision: Option<Code<IntakeDecision>>,
    case_id: Option<Id>,
    received_at: Instant,
    response_due_at: Instant,
    responded_at: Option<Instant>,
    details: Json<Leaves>,
    version: i64,
    created_at: Instant,
    modified_at: Instant,
    client_kind: Code<ClientKind>,
    household_id: Option<Id>,
    group_id: Option<Id>,
}

impl IntakeRow {
    /// The intake, with its place in the tree of units.
    pub fn read(self) -> (Intake, Levels) {
        let levels = Levels([
            Some(self.unit_0),
            self.unit_1,
            self.unit_2,
            self.unit_3,
            self.unit_4,
        ]);
        let Json(leaves) = self.details;
        let intake = Intake {
            id: self.id.to(),
            unit_id: self.unit_id.to(),
            external_refs: leaves.external_refs,
            details: IntakeDetails {
                channel: self.channel.0,
                referrer: leaves.referrer,
                person_id: self.person_id.map(Id::to),
                client: Client {
                    kind: self.client_kind.0,
                    household_id: self.household_id.map(Id::to),
                    group_id: self.group_id.map(Id::to),
                },
                presenting_problem: leaves.presenting_problem,
                category: self.category.0,
                secondary_categories: leaves.secondary_categories,
                urgency: self.urgency.0,
                received_at: self.received_at.0,
            },
            progress: IntakeProgress {
                status: self.status.0,
                response_due_at: self.response_due_at.0,
                responded_at: self.responded_at.map(|at| at.0),
                missing_documents: leaves.missing_documents,
                returned_at: leaves.returned_at,
                decision: self.decision.map(|code| code.0),
                decline_reason: leaves.decline_reason,
                decided_by: leaves.decided_by,
                decided_at: leaves.decided_at,
                case_id: self.case_id.map(Id::to),
                duplicate_of: leaves.duplicate_of,
                documents_due_on: leaves.documents_due_on,
            },
            screening: leaves.screening,
            return_note: leaves.return_note,
            resubmission_note: leaves.resubmission_note,
            decision_note: leaves.decision_note,
            redirection: leaves.redirection,
            advice: leaves.advice,
            recorded_by: leaves.recorded_by,
            recorded_by_integration: leaves.recorded_by_integration,
            version: self.version,
            created_at: self.created_at.0,
            modified_at: self.modified_at.0,
        };
        (intake, levels)
    }
}

fn leaves(intake: &Intake) -> Json<Leaves> {
    let (told, progress) = (intake.details.clone(), intake.progress.clone());
    Json(Leaves {
        referrer: told.referrer,
        presenting_problem: told.presenting_problem,
        secondary_categories: told.secondary_categories,
        external_refs: intake.external_refs.clone(),
        missing_documents: progress.missing_documents,
        returned_at: progress.returned_at,
        decline_reason: progress.decline_reason,
        decided_by: progress.decided_by,
        decided_at: progress.decided_at,
        documents_due_on: progress.documents_due_on,
        screening: intake.screening.clone(),
        return_note: intake.return_note.clone(),
        resubmission_note: intake.resubmission_note.clone(),
        decision_note: intake.decision_note.clone(),
        redirection: intake.redirection.clone(),
        advice: intake.advice.clone(),
        duplicate_of: progress.duplicate_of,
        recorded_by: intake.recorded_by,
        recorded_by_integration: intake.recorded_by_integration,
    })
}

/// The columns that change in the life of an intake.
macro_rules! changing {
    ($intake:expr) => {
        (
            intakes::person_id.eq($intake.details.person_id.map(Id::from)),
            intakes::client_kind.eq(Code($intake.details.client.kind)),
            intakes::household_id.eq($intake.details.client.household_id.map(Id::from)),
            intakes::group_id.eq($intake.details.client.group_id.map(Id::from)),
            intakes::channel.eq(Code($intake.details.channel)),
            intakes::category.eq(Code($intake.details.category)),
            intakes::urgency.eq(Code($intake.details.urgency)),
            intakes::status.eq(Code($intake.progress.status)),
            intakes::decision.eq($intake.progress.decision.map(Code)),
            intakes::case_id.eq($intake.progress.case_id.map(Id::from)),
            intakes::received_at.eq(Instant::from($intake.details.received_at)),
            intakes::response_due_at.eq(Instant::from($intake.progress.response_due_at)),
            intakes::responded_at.eq($intake.progress.responded_at.map(Instant::from)),
            intakes::details.eq(leaves($intake)),
            intakes::version.eq($intake.version),
            intakes::modified_at.eq(Instant::from($intake.modified_at)),
        )
    };
}

/// An intake with its place in the tree of units.
pub fn find(conn: &mut Conn, id: IntakeId) -> QueryResult<Option<(Intake, Levels)>> {
    intakes::table
        .find(Id::from(id))
        .select(IntakeRow::as_select())
        .get_result(conn)
        .optional()
        .map(|row| row.map(IntakeRow::read))
}

/// The same, locked until the transaction ends.
pub fn lock(conn: &mut Conn, id: IntakeId) -> QueryResult<Option<(Intake, Levels)>> {
    super::for_update!(
        intakes::table
            .find(Id::from(id))
            .select(IntakeRow::as_select())
    )
    .get_result(conn)
    .optional()
    .map(|row| row.map(IntakeRow::read))
}

/// Writes a new intake; `false` where another record has its id.
pub fn insert(conn: &mut Conn, intake: &Intake, by: Id, levels: &Levels) -> QueryResult<bool> {
    let [top, one, two, three, four] = levels.0;
    diesel::insert_into(intakes::table)
        .values((
            (
                intakes::id.eq(Id::from(intake.id)),
                intakes::unit_id.eq(Id::from(intake.unit_id)),
                intakes::unit_0.eq(top.unwrap_or(Id::from(intake.unit_id))),
                intakes::unit_1.eq(one),
                intakes::unit_2.eq(two),
                intakes::unit_3.eq(three),
                intakes::unit_4.eq(four),
                intakes::recorded_by.eq(by),
                intakes::created_at.eq(Instant::from(intake.created_at)),
            ),
            changing!(intake),
        ))
        .on_conflict(intakes::id)
        .do_nothing()
        .execute(conn)
        .map(|inserted| inserted == 1)
}

/// Saves a changed intake where its version is still `before`; `false` if it is not.
pub fn save(conn: &mut Conn, intake: &Intake, before: i64) -> QueryResult<bool> {
    let current = intakes::table
        .filter(intakes::id.eq(Id::from(intake.id)))
        .filter(intakes::version.eq(before));
    diesel::update(current)
        .set(changing!(intake))
        .execute(conn)
        .map(|changed| changed == 1)
}

/// The next sequence of the unit's file numbers in this year. Its row stays locked until the end
/// of the transaction, which is what keeps the numbers without gaps.
pub fn next_file_number(conn: &mut Conn, unit: UnitId, year: i32) -> QueryResult<i64> {
    diesel::insert_into(file_counters::table)
        .values((
            file_counters::unit_id.eq(Id::from(unit)),
            file_counters::year.eq(year),
            file_counters::last.eq(1_i64),
        ))
        .on_conflict((file_counters::unit_id, file_counters::year))
        .do_update()
        .set(file_counters::last.eq(file_counters::last + 1))
        .returning(file_counters::last)
        .get_result(conn)
}
