//! What the gates of a case look at, loaded for the gate in question and no other.

use chrono::{DateTime, Utc};
use domain::{
    cases::{
        Case, CaseStatus, Gate, GateFacts, Override, RecordKind, RecordRef, RequirementCode, Stage,
        TaskId, custody::CustodyItemId,
    },
    intervention::plan::plan_part,
    parties::unit::{Unit, UnitKind},
    termination::{TerminationReason, steps::PartyReportDetails},
};

use crate::{
    cases::engagement::facts as engagement,
    cases::work::facts as work,
    db::Tx,
    http::problem::{ApiError, ProblemCode},
    monitoring, on,
    parties::units::calendar::Calendar,
    plans,
};

/// The facts of one gate.
///
/// # Errors
/// When the database cannot be asked.
pub fn load(
    tx: &mut Tx<'_>,
    case: &Case,
    gate: Gate,
    now: DateTime<Utc>,
) -> Result<GateFacts, ApiError> {
    let mut facts = GateFacts::of(case);
    match gate {
        // Acceptance is an intake's, finalising an assessment's.
        Gate::Accept | Gate::Finalise => {}
        Gate::Intervention => intervening(tx, case, &mut facts, now)?,
        Gate::PlanActivation => plans::load::add_facts(tx, case, &mut facts, now)?,
        Gate::Monitoring => {
            plans::load::add_facts(tx, case, &mut facts, now)?;
            monitoring::facts::add_monitoring(tx, case, &mut facts)?;
            work::to_monitoring(tx, case, &mut facts)?;
        }
        Gate::Termination => {
            facts.institution = institution(&unit(tx, case)?);
            let reports = steps(tx, case, &mut facts)?;
            if let Some(plan) = plans::load::active(tx, case.id)? {
                let content = plans::load::content(tx, plan.id)?;
                facts.ask_roles(&content.roles, &reports);
            }
            monitoring::facts::add_evaluation(tx, case, &mut facts)?;
        }
        Gate::Close => {
            steps(tx, case, &mut facts)?;
            closing(tx, case, &mut facts, now)?;
        }
    }
    Ok(facts)
}

/// The facts of every gate: what the acts that are allowed now are told from.
///
/// # Errors
/// When the database cannot be asked.
pub fn load_all(tx: &mut Tx<'_>, case: &Case, now: DateTime<Utc>) -> Result<GateFacts, ApiError> {
    let mut facts = load(tx, case, Gate::Termination, now)?;
    intervening(tx, case, &mut facts, now)?;
    plans::load::add_facts(tx, case, &mut facts, now)?;
    monitoring::facts::add_monitoring(tx, case, &mut facts)?;
    work::to_monitoring(tx, case, &mut facts)?;
    closing(tx, case, &mut facts, now)?;
    Ok(facts)
}

/// The overrides of a case that still stand.
///
/// # Errors
/// When the database cannot be asked.
pub fn overrides(
    tx: &mut Tx<'_>,
    case: &Case,
    now: DateTime<Utc>,
) -> Result<Vec<Override>, ApiError> {
    Ok(on!(tx, overrides::list(case.id, now))?)
}

/// The unit that answers for a case.
///
/// # Errors
/// When the database cannot be asked.
pub fn unit(tx: &mut Tx<'_>, case: &Case) -> Result<Unit, ApiError> {
    on!(tx, units::find(case.opened.unit_id))?.ok_or_else(|| ProblemCode::Internal.into())
}

/// What is recorded on the way to the end; the reports of the parties among it.
fn steps(
    tx: &mut Tx<'_>,
    case: &Case,
    facts: &mut GateFacts,
) -> Result<Vec<PartyReportDetails>, ApiError> {
    let standing = on!(tx, termination_steps::standing(case.id, case.episode))?;
    if standing.is_empty() {
        return Ok(Vec::new());
    }
    let back_at = on!(tx, terminations::last_back(case.id, case.episode))?;
    facts
        .count_steps(standing, back_at)
        .map_err(ApiError::internal)
}

/// What the way to intervention asks for.
fn intervening(
    tx: &mut Tx<'_>,
    case: &Case,
    facts: &mut GateFacts,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    engagement::to_intervention(tx, case, facts, now)?;
    assessed(tx, case, facts)
}

/// Whether the situation was assessed in this episode.
fn assessed(tx: &mut Tx<'_>, case: &Case, facts: &mut GateFacts) -> Result<(), ApiError> {
    let newest = on!(tx, assessments::newest_finalised(case.id))?;
    if let Some(assessment) = newest.filter(|one| one.episode == case.episode) {
        let record = RecordRef {
            kind: RecordKind::Assessment,
            id: assessment.id.0,
        };
        let code = RequirementCode::AssessmentFinalised;
        facts.records.insert(code, record);
    }
    Ok(())
}

fn closing(
    tx: &mut Tx<'_>,
    case: &Case,
    facts: &mut GateFacts,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let task = |id: TaskId| RecordRef {
        kind: RecordKind::Task,
        id: id.0,
    };
    facts.open = on!(tx, tasks::open_ones(case.id))?
        .into_iter()
        .map(task)
        .collect();
    let planned = plans::load::open_tasks(tx, case.id)?;
    facts.open.extend(planned.iter().map(plan_part));
    let item = |id: CustodyItemId| RecordRef {
        kind: RecordKind::CustodyItem,
        id: id.0,
    };
    facts.custody = on!(tx, custody::held(case.id))?
        .into_iter()
        .map(item)
        .collect();
    monitoring::facts::add_evaluation(tx, case, facts)?;
    facts.open.extend(on!(tx, case_offers::waiting(case.id))?);
    facts
        .open
        .extend(engagement::open_contracts(tx, case, now)?);
    facts.open.extend(work::open_crises(tx, case)?);
    if case.stage == Stage::Termination {
        facts.termination = on!(tx, terminations::current(case.id, case.episode))?;
    }
    if case.status == CaseStatus::ClosureRequested {
        facts.closure = on!(tx, terminations::pending(case.id))?;
    }
    // Of the reasons, only this one looks at the contacts.
    if facts.reason == Some(TerminationReason::LostContact) {
        let calendar = Calendar::of(&unit(tx, case)?.details)?;
        let began = facts.episode_began_at;
        facts.contacts = on!(tx, contacts::since(case.id, began))?
            .iter()
            .filter_map(|contact| contact.client_contact(calendar.date(contact.details.at)))
            .collect();
    }
    Ok(())
}

const fn institution(unit: &Unit) -> bool {
    match unit.details.kind {
        UnitKind::Institution => true,
        UnitKind::Headquarters
        | UnitKind::StateOffice
        | UnitKind::Division
        | UnitKind::DistrictOffice
        | UnitKind::Branch => false,
    }
}
