//! The members of households and groups: listed, joined, corrected, ended. Whose members they are
//! and what they are called there is told by the rooms of the two.

use actix_web::HttpResponse;
use domain::{
    access::{
        Action, Actor, Decision, Facts, Obligation, PersonFacts, decide, sight, visible_persons,
    },
    parties::{
        MemberId, PersonId, UnitId,
        member::{
            Ending, Member, Party, PartyRole, Position, decide_amend, decide_end, decide_join,
        },
    },
    warnings::{Fault, FaultCode, Warning, WarningCode},
    words::RecordId,
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::{
    invalid,
    persons::{load, sight::Condition},
};
use crate::{
    act::{Act, Creation, Stop},
    db::{Tx, types::Levels},
    events::Of,
    http::{
        paging::SliceBy,
        problem::{ApiError, Problem, ProblemCode},
    },
    on,
    read::Read,
};

/// Which members.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MemberQuery {
    /// `true`: those of now; `false`: those of the past; left out: all.
    pub current: Option<bool>,
    /// How many members at most; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<usize>,
    /// `next_cursor` of the page before.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
}

/// The members that a list wants.
pub struct Wanted {
    /// Of this household or group.
    pub party: Party,
    /// Of now, or of the past.
    pub current: Option<bool>,
    /// Only persons who are seen.
    pub seen: Condition,
    /// After this one.
    pub after: Option<Uuid>,
    /// Which of the two limits.
    pub large: bool,
}

/// A household or group, locked for an act on its members.
pub struct Held {
    /// Which.
    pub party: Party,
    /// The unit that registered it.
    pub unit_id: UnitId,
    /// Its version, which its members leave alone.
    pub version: i64,
    /// What access has to know of it.
    pub facts: PersonFacts,
}

/// What households and groups are called in events, in the log of reads and among kept versions.
#[must_use]
pub fn of(party: Party) -> Of {
    let (kind, id) = match party {
        Party::Household(id) => ("household", id.uuid()),
        Party::Group(id) => ("group", id.uuid()),
    };
    Of {
        kind,
        id,
        case_id: None,
    }
}

/// What access has to know of a household or group; nothing if there is none.
///
/// # Errors
/// When the database cannot be asked.
pub fn facts(
    tx: &mut Tx<'_>,
    actor: &Actor,
    party: Party,
) -> Result<Option<PersonFacts>, ApiError> {
    let levels: Option<Levels> = match party {
        Party::Household(id) => on!(tx, households::levels(id))?,
        Party::Group(id) => on!(tx, groups::levels(id))?,
    };
    levels
        .map(|levels| load::party_facts(tx, actor, party, &levels))
        .transpose()
}

/// Whether there is such a household or group and the actor sees it.
///
/// # Errors
/// When the database cannot be asked.
pub fn visible(tx: &mut Tx<'_>, actor: &Actor, party: Party) -> Result<bool, ApiError> {
    let facts = facts(tx, actor, party)?;
    Ok(facts.is_some_and(|facts| sight(actor, &Facts::Party(facts)).is_some()))
}

/// Whether a person is a member now.
///
/// # Errors
/// When the database cannot be asked.
pub fn is_member(tx: &mut Tx<'_>, person: PersonId, party: Party) -> Result<bool, ApiError> {
    let memberships = on!(tx, person_naming::memberships(person))?;
    Ok(memberships.iter().any(|(of, _)| *of == party))
}

/// Notes who read it, where that is to be noted.
///
/// # Errors
/// 503 when it cannot be noted.
pub fn log_read(read: &Read, party: Party, bound: &[Obligation]) -> Result<(), ApiError> {
    let of = of(party);
    match bound.contains(&Obligation::LogRead) {
        true => read.seen(of.kind, of.id),
        false => Ok(()),
    }
}

/// A page of the members whom the caller sees, by when they were recorded.
///
/// # Errors
/// 404 where the household or group is not there or not visible.
pub async fn list<R, W>(
    read: &Read,
    party: Party,
    query: &MemberQuery,
    wire: impl Fn(Member<R>) -> W,
) -> Result<HttpResponse, ApiError>
where
    R: PartyRole,
    W: Serialize,
{
    let slice: SliceBy<Uuid> = SliceBy::new(
        &read.app,
        "list_members",
        &(of(party).id, query.current),
        query.limit,
        query.cursor.as_deref(),
    )?;
    let wanted = Wanted {
        party,
        current: query.current,
        seen: Condition::seen(&visible_persons(&read.caller.actor)),
        after: slice.after,
        large: slice.needs_large(),
    };
    let (members, bound) = read
        .find(move |tx, actor| {
            let Some(facts) = facts(tx, actor, party)? else {
                return Ok(None);
            };
            let members: Vec<Member<R>> = on!(tx, party_members::page(wanted))?;
            Ok(Some((members, Facts::Party(facts))))
        })
        .await?;
    log_read(read, party, &bound)?;
    let page = slice.page(&read.app, members, |one| one.stay.id.uuid())?;
    read.page(&crate::http::paging::Page {
        items: page.items.into_iter().map(wire).collect(),
        next_cursor: page.next_cursor,
    })
}

/// A member, where the caller sees the person.
///
/// # Errors
/// 404 where the household or group, the membership or the person is not there or not visible.
pub async fn get<R: PartyRole>(
    read: &Read,
    party: Party,
    id: MemberId,
) -> Result<Member<R>, ApiError> {
    let (member, bound) = read
        .find(move |tx, actor| {
            let Some(facts) = facts(tx, actor, party)? else {
                return Ok(None);
            };
            let member: Option<Member<R>> = on!(tx, party_members::find(party, id))?;
            let Some(member) = member else {
                return Ok(None);
            };
            let seen = load::visible(tx, actor, member.stay.person_id)?;
            Ok(seen.then_some((member, Facts::Party(facts))))
        })
        .await?;
    log_read(read, party, &bound)?;
    Ok(member)
}

/// What came of a person joining.
pub struct Joined<R> {
    /// The membership.
    pub member: Member<R>,
    /// Whether it was recorded now, and not by the same command before.
    pub new: bool,
    /// What is odd.
    pub warnings: Vec<Warning>,
}

/// Lets a person join; the act is permitted here.
///
/// # Errors
/// Whatever refuses it.
pub fn join<R: PartyRole>(
    act: &mut Act<'_, '_>,
    held: &Held,
    id: Option<MemberId>,
    person: PersonId,
    position: Position<R>,
) -> Result<Joined<R>, Stop> {
    act.permit(&Facts::Party(held.facts.clone()), None)?;
    let id: MemberId = match act.creation("member", id.map(RecordId::uuid))? {
        Creation::New(id) => RecordId::from_uuid(id),
        Creation::Existing(id) => {
            let made = on!(
                act.tx,
                party_members::find(held.party, RecordId::from_uuid(id))
            )?;
            // The same command for another household is another command.
            let member = made.ok_or_else(|| Problem::naming(ProblemCode::AlreadyExists, id))?;
            let (new, warnings) = (false, Vec::new());
            return Ok(Joined {
                member,
                new,
                warnings,
            });
        }
    };
    // Two households that take in one person at once come one after the other.
    let Some(person) = load::locked(act, person)? else {
        let fault = Fault::new("/person_id", FaultCode::UnknownReference);
        return Err(invalid(vec![fault]));
    };
    let (bound, warnings) = match held.party {
        Party::Household(_) => elsewhere(act, held.party, person)?,
        Party::Group(_) => (false, Vec::new()),
    };
    let current = on!(act.tx, party_members::rivals(held.party, person, R::LEADER))?;
    let member = Member::new(held.party, id, person, position, act.now);
    let today = load::today(act.tx, held.unit_id, act.now)?;
    let events = decide_join(&current, &member, bound, today)?;
    on!(act.tx, party_members::insert(&member))?;
    for event in &events {
        act.record(of(held.party), held.version, event)?;
    }
    let new = true;
    Ok(Joined {
        member,
        new,
        warnings,
    })
}

/// Whether the person is in another household that the actor may write: that one is to be ended
/// first. One that the actor only sees is odd, and one that they do not see is never told of.
fn elsewhere(
    act: &mut Act<'_, '_>,
    party: Party,
    person: PersonId,
) -> Result<(bool, Vec<Warning>), Stop> {
    let (mut bound, mut warnings) = (false, Vec::new());
    for (other, _) in on!(act.tx, person_naming::memberships(person))? {
        let household = matches!(other, Party::Household(_)) && other != party;
        let facts = match household {
            true => facts(act.tx, &act.actor, other)?.map(Facts::Party),
            false => None,
        };
        let Some(facts) = facts.filter(|facts| sight(&act.actor, facts).is_some()) else {
            continue;
        };
        match decide(&act.actor, Action::AmendHousehold, &facts, act.now) {
            Decision::Allow(_) => bound = true,
            Decision::Deny(_) => {
                warnings.push(Warning::new("/person_id", WarningCode::MemberElsewhere));
            }
        }
    }
    Ok((bound, warnings))
}

/// The membership for a permitted act.
fn permitted<R: PartyRole>(
    act: &mut Act<'_, '_>,
    held: &Held,
    id: MemberId,
) -> Result<Member<R>, Stop> {
    let member: Option<Member<R>> = on!(act.tx, party_members::find(held.party, id))?;
    let version = member.as_ref().map(|member| member.stay.version);
    act.permit(&Facts::Party(held.facts.clone()), version)?;
    member.ok_or_else(|| ProblemCode::NotFound.into())
}

/// Corrects what is said about a membership; the act is permitted here.
///
/// # Errors
/// Whatever refuses it.
pub fn amend<R: PartyRole + Serialize>(
    act: &mut Act<'_, '_>,
    held: &Held,
    id: MemberId,
    merge: impl FnOnce(&Act<'_, '_>, &Member<R>) -> Result<Position<R>, ApiError>,
) -> Result<Member<R>, Stop> {
    let mut member = permitted::<R>(act, held, id)?;
    let position = merge(act, &member)?;
    let current = on!(
        act.tx,
        party_members::rivals(held.party, member.stay.person_id, R::LEADER)
    )?;
    let today = load::today(act.tx, held.unit_id, act.now)?;
    let events = decide_amend(&current, &member, &position, today)?;
    if !events.is_empty() {
        let before = member.position();
        act.keep_version("member", id.uuid(), member.stay.version, &before)?;
        Position {
            role: member.role,
            since: member.stay.since,
        } = position;
        save(act, held, &mut member, &events)?;
    }
    Ok(member)
}

/// Ends a membership; the act is permitted here.
///
/// # Errors
/// Whatever refuses it.
pub fn end<R: PartyRole>(
    act: &mut Act<'_, '_>,
    held: &Held,
    id: MemberId,
    command: Ending,
) -> Result<Member<R>, Stop> {
    let mut member = permitted::<R>(act, held, id)?;
    let today = load::today(act.tx, held.unit_id, act.now)?;
    let events = decide_end(&member.stay, &command, today)?;
    member.stay.until = Some(command.until.unwrap_or(today));
    member.stay.ending_reason = Some(command.reason);
    save(act, held, &mut member, &events)?;
    Ok(member)
}

fn save<R: PartyRole>(
    act: &mut Act<'_, '_>,
    held: &Held,
    member: &mut Member<R>,
    events: &[domain::parties::member::MemberEvent],
) -> Result<(), Stop> {
    let before = member.stay.version;
    member.stay.version += 1;
    member.stay.modified_at = act.now;
    if !on!(act.tx, party_members::save(member, before))? {
        return Err(ApiError::internal("a member of a locked household has changed").into());
    }
    events
        .iter()
        .try_for_each(|event| act.record(of(held.party), held.version, event))
}
