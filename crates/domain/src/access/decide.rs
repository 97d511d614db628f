//! The decision itself.

use chrono::{DateTime, Utc};

use super::{
    Action, Actor, CaseFacts, Facts, IntakeStanding, Membership, Naming, OfferedTo, Power,
    Principal, Role, Scope, Target, View, sight, visible_cases, visible_intakes, visible_matches,
    visible_persons, visible_register,
};
use crate::{
    parties::{UnitId, WorkerId},
    vocabulary,
};

/// What an allowed action binds the service to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Obligation {
    /// Log who read which record.
    LogRead,
    /// Answer file number, unit and stage only.
    SpineOnly,
}

vocabulary! {
    /// Why an action is denied.
    pub enum DenialCode ("denial", open) {
        Invisible = "invisible" | "tidak ditemui" | "tidak ditemukan" | "not found" | "§4",
        ScopeMissing = "scope_missing" | "token tiada skop yang diperlukan" | "token tidak memiliki cakupan yang diperlukan" | "the token lacks the scope" | "°",
        RoleMissing = "role_missing" | "tiada peranan yang diperlukan di unit ini" | "tidak ada peran yang diperlukan di unit ini" | "the role needed is not held at a unit that reaches this" | "§4",
        NotResponsible = "not_responsible" | "hanya untuk pekerja kes yang bertanggungjawab" | "hanya untuk pekerja sosial penanggung jawab" | "only the responsible worker may do this" | "§4",
        NotOnTeam = "not_on_team" | "hanya untuk pasukan kes" | "hanya untuk tim kasus" | "only the case's team may do this" | "§4",
        NotAuthor = "not_author" | "hanya untuk penulisnya" | "hanya untuk penulisnya" | "only its author may do this" | "°",
        NotOffered = "not_offered" | "hanya untuk pekerja yang ditawarkan kes ini" | "hanya untuk pekerja yang ditawari kasus ini" | "only the worker whom the case is offered to may do this" | "rule 20",
        OwnRequest = "own_request" | "permohonan sendiri diputuskan oleh orang lain" | "permohonan sendiri diputuskan oleh orang lain" | "nobody approves an own request" | "§4",
        OwnCase = "own_case" | "kes sendiri diluluskan oleh orang lain" | "kasus sendiri disetujui oleh orang lain" | "nobody approves for an own case" | "rule 20",
        IntakeDecided = "intake_decided" | "penerimaan ini sudah diputuskan" | "penerimaan awal ini sudah diputuskan" | "this intake has been decided" | "§4",
        IntegrationNotAllowed = "integration_not_allowed" | "bukan untuk integrasi" | "bukan untuk integrasi" | "not for integrations" | "§4",
    }
}

/// Why an action is denied, with what a person needs to know about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Denial {
    /// No such thing as far as the actor is concerned: 404.
    Invisible,
    /// The token lacks this scope: 403.
    ScopeMissing(Scope),
    /// None of these roles is held at a unit that reaches the record: 403.
    RoleMissing {
        /// Any of them would do.
        any_of: &'static [Role],
    },
    /// Only the responsible worker: 403.
    NotResponsible,
    /// Only the responsible worker and the team: 403.
    NotOnTeam,
    /// Only who wrote it: 403.
    NotAuthor,
    /// Only the worker whom the case is offered to: 403.
    NotOffered,
    /// The actor asked for it: 403.
    OwnRequest,
    /// The actor is responsible for the case: 403.
    OwnCase,
    /// Would be allowed, but is over: 409, a matter of state and not of rights.
    IntakeDecided,
    /// Never for machines: 403.
    IntegrationNotAllowed,
}

impl Denial {
    /// Its code, which has the title in three languages.
    #[must_use]
    pub fn code(self) -> DenialCode {
        match self {
            Self::Invisible => DenialCode::Invisible,
            Self::ScopeMissing(_) => DenialCode::ScopeMissing,
            Self::RoleMissing { .. } => DenialCode::RoleMissing,
            Self::NotResponsible => DenialCode::NotResponsible,
            Self::NotOnTeam => DenialCode::NotOnTeam,
            Self::NotAuthor => DenialCode::NotAuthor,
            Self::NotOffered => DenialCode::NotOffered,
            Self::OwnRequest => DenialCode::OwnRequest,
            Self::OwnCase => DenialCode::OwnCase,
            Self::IntakeDecided => DenialCode::IntakeDecided,
            Self::IntegrationNotAllowed => DenialCode::IntegrationNotAllowed,
        }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Go on, bound to this.
    Allow(Vec<Obligation>),
    /// Do not.
    Deny(Denial),
}

impl Decision {
    /// As a result, for `?`.
    ///
    /// # Errors
    /// The denial.
    pub fn into_result(self) -> Result<Vec<Obligation>, Denial> {
        match self {
            Self::Allow(obligations) => Ok(obligations),
            Self::Deny(denial) => Err(denial),
        }
    }
}

/// May this actor do this to that?
///
/// Facts of another kind than the action is about are answered as invisible. Nothing a worker
/// holds today lapses by itself, so the time changes no answer yet; it is an argument because
/// every decision is made at a time, and no caller may take its own.
#[must_use]
pub fn decide(actor: &Actor, action: Action, facts: &Facts, _now: DateTime<Utc>) -> Decision {
    match verdict(actor, action, facts) {
        Ok(view) => Decision::Allow(obligations(action, view)),
        Err(denial) => Decision::Deny(denial),
    }
}

fn verdict(actor: &Actor, action: Action, facts: &Facts) -> Result<View, Denial> {
    if facts.target() != action.target() {
        return Err(Denial::Invisible);
    }
    if let Some(scope) = action.scope().filter(|it| !actor.scopes.contains(it)) {
        return Err(Denial::ScopeMissing(scope));
    }
    let view = sight(actor, facts).ok_or(Denial::Invisible)?;
    permitted(actor, action.power(), facts, view)?;
    Ok(view)
}

fn obligations(action: Action, view: View) -> Vec<Obligation> {
    let personal = match action.target() {
        Target::Case | Target::Person | Target::Party => true,
        Target::Reassignment | Target::Transfer => false,
        Target::Intake | Target::Unit | Target::Worker | Target::Integration => false,
        Target::Cases | Target::Intakes | Target::Persons | Target::Register => false,
        Target::Own | Target::Public => false,
    };
    let log = (personal && !action.is_write()).then_some(Obligation::LogRead);
    let cut = (view == View::Spine).then_some(Obligation::SpineOnly);
    log.into_iter().chain(cut).collect()
}

fn permitted(actor: &Actor, power: Power, facts: &Facts, view: View) -> Result<(), Denial> {
    match power {
        Power::Anyone | Power::Glance => Ok(()),
        Power::Oneself => match actor.principal {
            Principal::Worker(_) => Ok(()),
            Principal::Integration(_) => Err(Denial::IntegrationNotAllowed),
        },
        Power::Browse => browse(actor, facts),
        Power::MatchReader => {
            let any = !visible_matches(actor).is_empty();
            any.then_some(()).ok_or(lacking(actor, Role::MATCH_READERS))
        }
        Power::DataOfficer => reaching(actor, Role::MATCH_READERS, facts),
        Power::Sight => match view {
            View::Full => Ok(()),
            View::Spine => Err(lacking(actor, Role::READERS)),
        },
        Power::Staff => {
            reaching(actor, Role::STAFF, facts)?;
            undecided(facts)
        }
        Power::StaffOrMachine => {
            staff_or_machine(actor, facts.reach())?;
            undecided(facts)
        }
        Power::Papers => match facts.opened_case() {
            Some(case) => named(actor, Some(case), RESPONSIBLE, Denial::NotResponsible),
            None => {
                staff_or_machine(actor, facts.reach())?;
                undecided(facts)
            }
        },
        Power::PersonWriter => writes_person(actor, facts),
        Power::Superior => {
            reaching(actor, Role::SUPERIORS, facts)?;
            undecided(facts)
        }
        Power::PapersSuperior => match facts.opened_case() {
            Some(case) => held_above(actor, Role::SUPERIORS, &case.reach),
            None => {
                reaching(actor, Role::SUPERIORS, facts)?;
                undecided(facts)
            }
        },
        Power::Approver => {
            reaching(actor, Role::SUPERIORS, facts)?;
            undecided(facts)?;
            not_own(actor, facts)
        }
        Power::Responsible => named(actor, facts.case(), RESPONSIBLE, Denial::NotResponsible),
        Power::ResponsibleOrSuperior => {
            if actor.reaches(Role::SUPERIORS, facts.reach()) {
                return Ok(());
            }
            named(actor, facts.case(), RESPONSIBLE, Denial::NotResponsible)
        }
        Power::Employed => {
            let anywhere = actor.holds(Role::STAFF);
            anywhere.then_some(()).ok_or(lacking(actor, Role::STAFF))
        }
        Power::Receiver => receives(actor, facts),
        Power::Offering => {
            let asked = facts.case().and_then(|case| case.requested_by);
            if is(asked, actor) && actor.holds(Role::STAFF) {
                return Ok(());
            }
            reaching(actor, Role::SUPERIORS, facts)
        }
        Power::Team => named(actor, facts.case(), TEAM, Denial::NotOnTeam),
        Power::Author => {
            named(actor, facts.case(), TEAM, Denial::NotOnTeam)?;
            let author = facts.case().and_then(|case| case.author);
            is(author, actor).then_some(()).ok_or(Denial::NotAuthor)
        }
        Power::RegisterReader => reaching(actor, Role::REGISTRARS, facts),
        Power::QualificationReader => reaching(actor, Role::QUALIFICATION_READERS, facts),
        Power::RegisterWriter => reaching(actor, Role::ADMINISTRATORS, facts),
    }
}

const RESPONSIBLE: &[Membership] = &[Membership::Responsible];
const TEAM: &[Membership] = &[Membership::Responsible, Membership::Team];

/// What to tell an actor without these roles; a machine can have none.
fn lacking(actor: &Actor, any_of: &'static [Role]) -> Denial {
    match actor.principal {
        Principal::Worker(_) => Denial::RoleMissing { any_of },
        Principal::Integration(_) => Denial::IntegrationNotAllowed,
    }
}

/// One of the roles is held where it reaches the record.
fn reaching(actor: &Actor, roles: &'static [Role], facts: &Facts) -> Result<(), Denial> {
    held_above(actor, roles, facts.reach())
}

/// One of the roles is held at one of these units: a record's own, or one above it.
fn held_above(actor: &Actor, roles: &'static [Role], reach: &[UnitId]) -> Result<(), Denial> {
    let held = actor.reaches(roles, reach);
    held.then_some(()).ok_or(lacking(actor, roles))
}

/// The actor works at the unit, as a person or as a machine.
fn staff_or_machine(actor: &Actor, reach: &[UnitId]) -> Result<(), Denial> {
    let there = actor.reaches(Role::STAFF, reach)
        || actor.machine().is_some_and(|within| within.holds(reach));
    there.then_some(()).ok_or(lacking(actor, Role::STAFF))
}

/// A decided intake is written by nobody, but for the papers of the case it opened; everything
/// else is left to its own rules.
fn undecided(facts: &Facts) -> Result<(), Denial> {
    match facts.intake().map(|intake| &intake.standing) {
        None | Some(IntakeStanding::Undecided) => Ok(()),
        Some(IntakeStanding::Decided | IntakeStanding::Accepted(_)) => Err(Denial::IntakeDecided),
    }
}

/// Any record of the list can be visible to the actor.
fn browse(actor: &Actor, facts: &Facts) -> Result<(), Denial> {
    let (nothing, any_of) = match facts.target() {
        Target::Cases => (visible_cases(actor).is_empty(), Role::SEEKERS),
        Target::Intakes => (visible_intakes(actor).is_empty(), Role::READERS),
        Target::Persons => (visible_persons(actor).is_empty(), Role::SEEKERS),
        Target::Register => (visible_register(actor).is_empty(), Role::REGISTRARS),
        // Not lists, so there is nothing in them.
        Target::Case | Target::Intake | Target::Person | Target::Party => (true, Role::SEEKERS),
        Target::Reassignment | Target::Transfer => (true, Role::STAFF),
        Target::Unit | Target::Worker | Target::Integration => (true, Role::REGISTRARS),
        Target::Own | Target::Public => (true, Role::SEEKERS),
    };
    if nothing {
        Err(lacking(actor, any_of))
    } else {
        Ok(())
    }
}

/// The actor is named on the case in one of these ways, and holds a role to use that with.
fn named(
    actor: &Actor,
    case: Option<&CaseFacts>,
    ways: &[Membership],
    otherwise: Denial,
) -> Result<(), Denial> {
    if !actor.holds(Role::STAFF) {
        return Err(lacking(actor, Role::STAFF));
    }
    let member = case.and_then(|case| case.member);
    let named = member.is_some_and(|how| ways.contains(&how));
    named.then_some(()).ok_or(otherwise)
}

/// The case is offered to the actor, or to a unit the actor leads.
fn receives(actor: &Actor, facts: &Facts) -> Result<(), Denial> {
    match facts.offered_to() {
        Some(OfferedTo::Unit(reach)) => {
            if !actor.reaches(Role::SUPERIORS, reach) {
                return Err(lacking(actor, Role::SUPERIORS));
            }
            not_own(actor, facts)
        }
        Some(OfferedTo::Worker(to)) => {
            if !actor.holds(Role::STAFF) {
                return Err(lacking(actor, Role::STAFF));
            }
            is(*to, actor).then_some(()).ok_or(Denial::NotOffered)
        }
        // What is no offer is offered to nobody.
        None => Err(lacking(actor, Role::STAFF)),
    }
}

/// Whoever may write an intake, case or household that names the person (or household, or
/// group), and the units that registered them.
fn writes_person(actor: &Actor, facts: &Facts) -> Result<(), Denial> {
    let writes = |naming: &Naming| match naming {
        Naming::Case(case) => {
            case.member == Some(Membership::Responsible) && actor.holds(Role::STAFF)
        }
        Naming::Intake(intake) => {
            intake.standing == IntakeStanding::Undecided
                && staff_or_machine(actor, &intake.reach).is_ok()
        }
        Naming::Household(reach) => staff_or_machine(actor, reach).is_ok(),
    };
    if facts
        .person()
        .is_some_and(|it| it.named_in.iter().any(writes))
    {
        return Ok(());
    }
    let also = facts
        .person()
        .map_or(&[][..], |person| &person.also_registered);
    if also
        .iter()
        .any(|reach| staff_or_machine(actor, reach).is_ok())
    {
        return Ok(());
    }
    staff_or_machine(actor, facts.reach())
}

/// Approver ≠ requester ≠ responsible worker; so a supervisor's own case goes one level up.
fn not_own(actor: &Actor, facts: &Facts) -> Result<(), Denial> {
    let asked = facts.case().and_then(|case| case.requested_by);
    let screened = facts.intake().and_then(|intake| intake.requested_by);
    if is(asked, actor) || is(screened, actor) {
        return Err(Denial::OwnRequest);
    }
    let member = facts.case().and_then(|case| case.member);
    if member == Some(Membership::Responsible) {
        return Err(Denial::OwnCase);
    }
    Ok(())
}

fn is(worker: Option<WorkerId>, actor: &Actor) -> bool {
    worker.is_some() && worker == actor.worker()
}
