//! Memberships of persons in households and groups: since when, until when, and who leads.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{GroupId, HouseholdId, MemberId, PersonId};
use crate::{
    changes::changed_fields,
    refusal::{Decision, Refusal, RefusalCode, decided},
    texts::Lines,
    words::Word,
};

/// What has members: a household, or a group or community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// A household.
    Household(HouseholdId),
    /// A group or community.
    Group(GroupId),
}

/// What somebody is in a household or group.
pub trait PartyRole: Word {
    /// The one who stands for it: there is at most one at a time.
    const LEADER: Self;
}

/// The time a person is in a household or group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Stay {
    /// The id of the membership.
    pub id: MemberId,
    /// The person.
    pub person_id: PersonId,
    /// Since when, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Until when; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending_reason: Option<Lines>,
    /// Rises by one with every change; the ETag is made of it.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub version: i64,
    /// When it was recorded.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub modified_at: DateTime<Utc>,
}

/// A membership, of whatever it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member<R> {
    /// The household or group.
    pub party: Party,
    /// What the person is in it.
    pub role: R,
    /// Who, and when.
    pub stay: Stay,
}

/// What may be corrected of a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Position<R> {
    /// What the person is in it.
    pub role: R,
    /// Since when.
    pub since: Option<NaiveDate>,
}

/// Ends a membership or a relationship, which stays on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"until": "2026-02-28", "reason": "Moved to her daughter's house."})))]
pub struct Ending {
    /// The last day; today if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: Lines,
}

/// Something that happened to the members of a household or group. The household or group is the
/// record it is about; its version stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum MemberEvent {
    /// A person is a member.
    #[serde(rename = "member.joined")]
    Joined {
        /// The membership.
        member_id: MemberId,
        /// The person.
        person_id: PersonId,
        /// As what.
        role: String,
    },
    /// What was said about a membership was corrected.
    #[serde(rename = "member.amended")]
    Amended {
        /// The membership.
        member_id: MemberId,
        /// As what now.
        role: String,
        /// The names of the fields that changed.
        changed: Vec<String>,
    },
    /// A membership ended.
    #[serde(rename = "member.left")]
    Left {
        /// The membership.
        member_id: MemberId,
        /// The last day.
        until: NaiveDate,
    },
}

impl<R: PartyRole> Member<R> {
    /// A new membership.
    #[must_use]
    pub const fn new(
        party: Party,
        id: MemberId,
        person_id: PersonId,
        position: Position<R>,
        now: DateTime<Utc>,
    ) -> Self {
        let Position { role, since } = position;
        Self {
            party,
            role,
            stay: Stay {
                id,
                person_id,
                since,
                until: None,
                ending_reason: None,
                version: 1,
                created_at: now,
                modified_at: now,
            },
        }
    }

    /// What may be corrected of it.
    #[must_use]
    pub const fn position(&self) -> Position<R> {
        Position {
            role: self.role,
            since: self.stay.since,
        }
    }
}

/// A person becomes a member. `current` are the other current memberships as far as they matter:
/// the person's own and the leader's. `bound` says that the person is in another household, which
/// whoever asks could end.
///
/// # Errors
/// `already_member`, `leader_named`, `in_another_household`, `in_future`.
pub fn decide_join<R: PartyRole>(
    current: &[Member<R>],
    joining: &Member<R>,
    bound: bool,
    today: NaiveDate,
) -> Decision<MemberEvent> {
    let person = joining.stay.person_id;
    let mut refusals = Vec::new();
    if current.iter().any(|one| one.stay.person_id == person) {
        refusals.push(Refusal::new(RefusalCode::AlreadyMember).at("/person_id"));
    }
    if bound {
        refusals.push(Refusal::new(RefusalCode::InAnotherHousehold).at("/person_id"));
    }
    refusals.extend(second_leader(current, joining.stay.id, joining.role));
    refusals.extend(not_yet(joining.stay.since, today, "/since"));
    decided(refusals, || {
        vec![MemberEvent::Joined {
            member_id: joining.stay.id,
            person_id: person,
            role: joining.role.code().to_owned(),
        }]
    })
}

/// What is said about a membership is corrected. Without a change there is no event.
///
/// # Errors
/// `membership_ended`, `leader_named`, `in_future`.
pub fn decide_amend<R: PartyRole + Serialize>(
    current: &[Member<R>],
    member: &Member<R>,
    position: &Position<R>,
    today: NaiveDate,
) -> Decision<MemberEvent> {
    let mut refusals = ended(&member.stay);
    if position.role != member.role {
        refusals.extend(second_leader(current, member.stay.id, position.role));
    }
    refusals.extend(not_yet(position.since, today, "/since"));
    let changed = changed_fields(&member.position(), position);
    decided(refusals, || {
        if changed.is_empty() {
            return Vec::new();
        }
        vec![MemberEvent::Amended {
            member_id: member.stay.id,
            role: position.role.code().to_owned(),
            changed,
        }]
    })
}

/// A membership ends; it stays on record.
///
/// # Errors
/// `membership_ended`, `in_future`, `until_before_since`.
pub fn decide_end(stay: &Stay, command: &Ending, today: NaiveDate) -> Decision<MemberEvent> {
    let until = command.until.unwrap_or(today);
    let mut refusals = ended(stay);
    refusals.extend(refuse_ending(stay.since, until, today));
    decided(refusals, || {
        vec![MemberEvent::Left {
            member_id: stay.id,
            until,
        }]
    })
}

/// What is wrong with a last day.
pub(super) fn refuse_ending(
    since: Option<NaiveDate>,
    until: NaiveDate,
    today: NaiveDate,
) -> Vec<Refusal> {
    let mut refusals = not_yet(Some(until), today, "/until");
    if since.is_some_and(|since| until < since) {
        refusals.push(Refusal::new(RefusalCode::UntilBeforeSince).at("/until"));
    }
    refusals
}

/// What is recorded has begun.
pub(super) fn not_yet(date: Option<NaiveDate>, today: NaiveDate, pointer: &str) -> Vec<Refusal> {
    let later = date.filter(|date| *date > today);
    let refusal = later.map(|_| Refusal::new(RefusalCode::InFuture).at(pointer));
    refusal.into_iter().collect()
}

fn ended(stay: &Stay) -> Vec<Refusal> {
    let until = stay
        .until
        .map(|_| Refusal::new(RefusalCode::MembershipEnded));
    until.into_iter().collect()
}

fn second_leader<R: PartyRole>(current: &[Member<R>], id: MemberId, role: R) -> Option<Refusal> {
    let led = current
        .iter()
        .any(|one| one.role == R::LEADER && one.stay.id != id);
    (led && role == R::LEADER).then(|| Refusal::new(RefusalCode::LeaderNamed))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::parties::household::HouseholdRelation::{self, Child, Head, Spouse};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        day("2026-03-02")
    }

    fn member(n: u128, role: HouseholdRelation) -> Member<HouseholdRelation> {
        let (role, since) = (role, Some(day("2020-01-01")));
        Member::new(
            Party::Household(HouseholdId(Uuid::from_u128(1))),
            MemberId(Uuid::from_u128(100 + n)),
            PersonId(Uuid::from_u128(n)),
            Position { role, since },
            DateTime::UNIX_EPOCH,
        )
    }

    fn codes<E: std::fmt::Debug>(decision: Decision<E>) -> Vec<RefusalCode> {
        let refusals = decision.unwrap_err();
        refusals.into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn a_person_joins_once_and_one_leads() {
        let (head, child) = (member(1, Head), member(2, Child));
        let event = decide_join(&[], &head, false, today()).unwrap();
        assert_eq!(
            serde_json::to_value(&event[0]).unwrap()["type"],
            "member.joined"
        );
        assert!(decide_join(std::slice::from_ref(&head), &child, false, today()).is_ok());
        let current = [head.clone(), child];
        let again = Member {
            stay: Stay {
                id: MemberId(Uuid::from_u128(200)),
                ..head.stay
            },
            ..head
        };
        assert_eq!(
            codes(decide_join(&current, &again, true, today())),
            [
                RefusalCode::AlreadyMember,
                RefusalCode::InAnotherHousehold,
                RefusalCode::LeaderNamed
            ]
        );
        let mut early = member(3, Spouse);
        early.stay.since = Some(day("2026-03-03"));
        assert_eq!(
            codes(decide_join(&current, &early, false, today())),
            [RefusalCode::InFuture]
        );
    }

    #[test]
    fn the_head_changes_when_the_former_one_is_no_head_any_more() {
        let (head, spouse) = (member(1, Head), member(2, Spouse));
        let to = |role| Position {
            role,
            since: Some(day("2020-01-01")),
        };
        let current = std::slice::from_ref(&head);
        assert_eq!(
            codes(decide_amend(current, &spouse, &to(Head), today())),
            [RefusalCode::LeaderNamed]
        );
        assert!(decide_amend(&[], &spouse, &to(Head), today()).is_ok());
        // Who leads may stay the leader, and nothing happens.
        assert_eq!(decide_amend(current, &head, &to(Head), today()), Ok(vec![]));
    }

    #[test]
    fn an_end_is_no_earlier_than_the_beginning_and_final() {
        let mut stay = member(1, Head).stay;
        let end = |until: Option<&str>| Ending {
            until: until.map(day),
            reason: Lines::new("Moved out.").unwrap(),
        };
        assert_eq!(
            decide_end(&stay, &end(None), today()),
            Ok(vec![MemberEvent::Left {
                member_id: stay.id,
                until: today()
            }])
        );
        for (until, code) in [
            ("2019-12-31", RefusalCode::UntilBeforeSince),
            ("2026-03-03", RefusalCode::InFuture),
        ] {
            assert_eq!(codes(decide_end(&stay, &end(Some(until)), today())), [code]);
        }
        stay.until = Some(today());
        assert_eq!(
            codes(decide_end(&stay, &end(None), today())),
            [RefusalCode::MembershipEnded]
        );
    }
}
