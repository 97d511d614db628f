//! The members of a group or community.

use actix_web::{HttpResponse, web::Path};
use domain::{
    access::Action,
    parties::{
        GroupId, MemberId,
        group::{GroupMember, GroupMemberDetails, GroupRole, NewGroupMember},
        member::{Ending, Member, Party},
    },
};

use super::lock;
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
        route!(list_group_members, Action::ReadGroup),
        route!(add_group_member, Action::AmendGroup),
        route!(get_group_member, Action::ReadGroup),
        route!(amend_group_member, Action::AmendGroup, if_match),
        route!(end_group_member, Action::AmendGroup, if_match),
    ]
}

/// List the members of a group or community
///
/// Those of now and of the past whom the caller may see, in the order in which they were recorded;
/// for whoever may read the group. The read is logged.
#[utoipa::path(get, path = "/v1/groups/{group_id}/members", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community."), MemberQuery),
    responses((status = 200, description = "A page of members.", body = Page<GroupMember>)))]
pub async fn list_group_members(
    read: Read,
    path: Path<GroupId>,
    query: Query<MemberQuery>,
) -> Result<HttpResponse, ApiError> {
    let id = path.into_inner();
    let wire = |member: Member<GroupRole>| GroupMember::of(id, member);
    members::list(&read, Party::Group(id), &query.0, wire).await
}

/// Add a member to a group or community
///
/// For whoever may change the group; its version stays. Refused: a person whom the caller does not
/// see (422 `unknown_reference`), `already_member`, `leader_named` for a second spokesperson,
/// `in_future`.
#[utoipa::path(post, path = "/v1/groups/{group_id}/members", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community.")),
    request_body = NewGroupMember,
    responses((status = 201, description = "The member.", body = GroupMember),
        (status = 200, description = "This command added the member before.", body = GroupMember)))]
pub async fn add_group_member(
    write: Write,
    path: Path<GroupId>,
    body: Body<NewGroupMember>,
) -> Result<HttpResponse, ApiError> {
    let (id, new) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (_, held) = lock(act, id)?;
            let joined = members::join(act, &held, new.id, new.person_id, new.details.into())?;
            let member = GroupMember::of(id, joined.member);
            let stay = &member.stay;
            let answer = match joined.new {
                true => Answer::created(&member, format!("/v1/groups/{id}/members/{}", stay.id)),
                false => Answer::ok(&member),
            };
            Ok(answer?.version(stay.version))
        })
        .await
}

/// Read a member of a group or community
///
/// For whoever may read the group and the person. The read is logged.
#[utoipa::path(get, path = "/v1/groups/{group_id}/members/{member_id}", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community."),
        ("member_id" = MemberId, Path, description = "The membership.")),
    responses((status = 200, description = "The member.", body = GroupMember)))]
pub async fn get_group_member(
    read: Read,
    path: Path<(GroupId, MemberId)>,
) -> Result<HttpResponse, ApiError> {
    let (id, member) = path.into_inner();
    let member = members::get(&read, Party::Group(id), member).await?;
    let member = GroupMember::of(id, member);
    read.answer(&member, member.stay.version)
}

/// Correct a member of a group or community
///
/// The role and the first day, while the membership goes on; for whoever may change the group.
/// Refused: `membership_ended`, `leader_named` for a second spokesperson (change the former one
/// first), `in_future`.
#[utoipa::path(patch, path = "/v1/groups/{group_id}/members/{member_id}", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community."),
        ("member_id" = MemberId, Path, description = "The membership; `If-Match` has its ETag.")),
    request_body(content = PatchOf<GroupMemberDetails>, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The member as now.", body = GroupMember)))]
pub async fn amend_group_member(
    write: Write,
    path: Path<(GroupId, MemberId)>,
    patch: Patch<GroupMemberDetails>,
) -> Result<HttpResponse, ApiError> {
    let (id, member) = path.into_inner();
    write
        .act(patch.sent.clone(), move |act| {
            let (_, held) = lock(act, id)?;
            let member = members::amend(act, &held, member, |act, member| {
                let said = GroupMember::of(id, member.clone()).details();
                Ok(patch.merge(act.app(), &said)?.into())
            })?;
            let member = GroupMember::of(id, member);
            Ok(Answer::ok(&member)?.version(member.stay.version))
        })
        .await
}

/// End a membership in a group or community
///
/// It stays on record with its last day and the reason; for whoever may change the group.
/// Refused: `membership_ended`, `in_future`, `until_before_since`.
#[utoipa::path(post, path = "/v1/groups/{group_id}/members/{member_id}/ending", tag = "parties",
    params(("group_id" = GroupId, Path, description = "The group or community."),
        ("member_id" = MemberId, Path, description = "The membership; `If-Match` has its ETag.")),
    request_body = Ending,
    responses((status = 200, description = "The member, of the past.", body = GroupMember)))]
pub async fn end_group_member(
    write: Write,
    path: Path<(GroupId, MemberId)>,
    body: Body<Ending>,
) -> Result<HttpResponse, ApiError> {
    let ((id, member), command) = (path.into_inner(), body.value);
    write
        .act(body.sent, move |act| {
            let (_, held) = lock(act, id)?;
            let member = members::end(act, &held, member, command)?;
            let member = GroupMember::of(id, member);
            Ok(Answer::ok(&member)?.version(member.stay.version))
        })
        .await
}
