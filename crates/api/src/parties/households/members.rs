//! The members of a household.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    parties::{
        HouseholdId, MemberId,
        household::{
            HouseholdMember, HouseholdMemberDetails, HouseholdRelation, NewHouseholdMember,
        },
        member::{Ending, Member, Party},
    },
};

use super::{load, views::WrittenHouseholdMember};
use crate::{
    act::{Answer, Write},
    http::{
        body::{Body, Patch, PatchOf, Query},
        paging::Page,
        problem::ApiError,
        routes::Route,
    },
    parties::members::{self, MemberQuery},
    read::Read,
    route,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        route!(list_household_members, Action::ReadHousehold),
        route!(add_household_member, Action::AmendHousehold),
        route!(get_household_member, Action::ReadHousehold),
        route!(amend_household_member, Action::AmendHousehold, if_match),
        route!(end_household_member, Action::AmendHousehold, if_match),
    ]
}

/// List the members of a household
///
/// Those of now and of the past whom the caller may see, in the order in which they were recorded;
/// for whoever may read the household. The read is logged.
#[utoipa::path(get, path = "/v1/households/{household_id}/members", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household."), MemberQuery),
    responses((status = 200, description = "A page of members.", body = Page<HouseholdMember>)))]
pub async fn list_household_members(
    read: Read,
    path: Path<HouseholdId>,
    query: Query<MemberQuery>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let wire = |member: Member<HouseholdRelation>| HouseholdMember::of(id, member);
    members::list(&read, Party::Household(id), &query.0, wire).await
}

/// Add a member to a household
///
/// For whoever may change the household; its version stays. Refused: a person whom the caller does
/// not see (422 `unknown_reference`), `already_member`, `leader_named` for a second head,
/// `in_another_household` where the person is a current member of another household that the
/// caller may change, `in_future`. Of another household that the caller sees but may not change a
/// warning tells; of one they do not see, nothing.
#[utoipa::path(post, path = "/v1/households/{household_id}/members", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household.")),
    request_body = NewHouseholdMember,
    responses((status = 201, description = "The member.", body = WrittenHouseholdMember),
        (status = 200, description = "This command added the member before.", body = WrittenHouseholdMember)))]
pub async fn add_household_member(
    write: Write,
    path: Path<HouseholdId>,
    body: Body<NewHouseholdMember>,
) -> Result<HttpResponse, ApiError> {
    let (id, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let held = load::hold(act, id)?;
            let joined = members::join(act, &held, new.id, new.person_id, new.details.into())?;
            let lang = act.lang();
            let warnings = joined.warnings.iter().map(|it| it.text(lang));
            let written = WrittenHouseholdMember {
                member: HouseholdMember::of(id, joined.member),
                warnings: warnings.collect(),
            };
            let stay = &written.member.stay;
            let answer = match joined.new {
                true => {
                    Answer::created(&written, format!("/v1/households/{id}/members/{}", stay.id))
                }
                false => Answer::ok(&written),
            };
            Ok(answer?.version(stay.version))
        })
        .await
}

/// Read a member of a household
///
/// For whoever may read the household and the person. The read is logged.
#[utoipa::path(get, path = "/v1/households/{household_id}/members/{member_id}", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household."),
        ("member_id" = MemberId, Path, description = "The membership.")),
    responses((status = 200, description = "The member.", body = HouseholdMember)))]
pub async fn get_household_member(
    read: Read,
    path: Path<(HouseholdId, MemberId)>,
) -> Result<HttpResponse, ApiError> {
    let (id, member) = path.into_inner();
    let member = members::get(&read, Party::Household(id), member).await?;
    let member = HouseholdMember::of(id, member);
    read.answer(&member, member.stay.version)
}

/// Correct a member of a household
///
/// The relation to the head and the first day, while the membership goes on; for whoever may
/// change the household. Refused: `membership_ended`, `leader_named` for a second head (change the
/// former one first), `in_future`.
#[utoipa::path(patch, path = "/v1/households/{household_id}/members/{member_id}", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household."),
        ("member_id" = MemberId, Path, description = "The membership; `If-Match` has its ETag.")),
    request_body(content = PatchOf<HouseholdMemberDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The member as now.", body = HouseholdMember)))]
pub async fn amend_household_member(
    write: Write,
    path: Path<(HouseholdId, MemberId)>,
    patch: Patch<HouseholdMemberDetails>,
) -> Result<HttpResponse, ApiError> {
    let (id, member) = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let held = load::hold(act, id)?;
            let member = members::amend(act, &held, member, |act, member| {
                let said = HouseholdMember::of(id, member.clone()).details();
                Ok(patch.merge(act.app(), &said)?.into())
            })?;
            let member = HouseholdMember::of(id, member);
            Ok(Answer::ok(&member)?.version(member.stay.version))
        })
        .await
}

/// End a membership in a household
///
/// It stays on record with its last day and the reason; for whoever may change the household.
/// Refused: `membership_ended`, `in_future`, `until_before_since`.
#[utoipa::path(post, path = "/v1/households/{household_id}/members/{member_id}/ending", tag = "parties",
    params(("household_id" = HouseholdId, Path, description = "The household."),
        ("member_id" = MemberId, Path, description = "The membership; `If-Match` has its ETag.")),
    request_body = Ending,
    responses((status = 200, description = "The member, of the past.", body = HouseholdMember)))]
pub async fn end_household_member(
    write: Write,
    path: Path<(HouseholdId, MemberId)>,
    body: Body<Ending>,
) -> Result<HttpResponse, ApiError> {
    let ((id, member), command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let held = load::hold(act, id)?;
            let member = members::end(act, &held, member, command)?;
            let member = HouseholdMember::of(id, member);
            Ok(Answer::ok(&member)?.version(member.stay.version))
        })
        .await
}
