//! Who the client is: a person, or a household or group through one of its members (rule 42).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    cases::ClientKind,
    parties::{GroupId, HouseholdId, PersonId, group::GroupKind, member::Party},
    refusal::{Refusal, RefusalCode},
    warnings::{Fault, FaultCode},
};

/// Who the client is. `person_id` beside it is the person through whom the work is done: the
/// client, a member of the household, the spokesperson or another member of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "kind": "family", "household_id": "01935b7c-5a00-7cc3-9a8e-2f7d1c0a4e51"
})))]
pub struct Client {
    /// What the client is.
    pub kind: ClientKind,
    /// The household; with `family`, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_id: Option<HouseholdId>,
    /// The group or community; with `group` and `community`, and only then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
}

/// The person alone.
impl Default for Client {
    fn default() -> Self {
        Self {
            kind: ClientKind::Individual,
            household_id: None,
            group_id: None,
        }
    }
}

impl Client {
    /// The household or group, where the client is one.
    #[must_use]
    pub fn party(&self) -> Option<Party> {
        let household = self.household_id.map(Party::Household);
        household.or(self.group_id.map(Party::Group))
    }

    /// Checks that it names what its kind needs and nothing else.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn review(&self) -> Result<(), Vec<Fault>> {
        let (household, group) = match self.kind {
            ClientKind::Individual => (false, false),
            ClientKind::Family => (true, false),
            ClientKind::Group | ClientKind::Community => (false, true),
        };
        let parts = [
            (
                "/client/household_id",
                household,
                self.household_id.is_some(),
            ),
            ("/client/group_id", group, self.group_id.is_some()),
        ];
        let fault = |(pointer, needed, given)| match (needed, given) {
            (true, false) => Some(Fault::new(pointer, FaultCode::Required)),
            (false, true) => Some(Fault::new(pointer, FaultCode::NotForThisClient)),
            (true, true) | (false, false) => None,
        };
        let faults: Vec<Fault> = parts.into_iter().filter_map(fault).collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// Checks that a group is called what it is.
    ///
    /// # Errors
    /// The kind does not fit.
    pub fn fits(&self, kind: GroupKind) -> Result<(), Vec<Fault>> {
        let same = match kind {
            GroupKind::Group => self.kind == ClientKind::Group,
            GroupKind::Community => self.kind == ClientKind::Community,
        };
        if same {
            Ok(())
        } else {
            Err(vec![Fault::new(
                "/client/kind",
                FaultCode::NotForThisClient,
            )])
        }
    }
}

/// Whether the work can be done through this person, who is a current member or is not.
///
/// # Errors
/// `person_not_in_client`.
pub fn refuse_person(
    client: &Client,
    person: Option<PersonId>,
    member: bool,
) -> Result<(), Vec<Refusal>> {
    if client.party().is_none() || person.is_none() || member {
        Ok(())
    } else {
        let refusal = Refusal::new(RefusalCode::PersonNotInClient);
        Err(vec![refusal.at("/person_id")])
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn client(kind: ClientKind, household: bool, group: bool) -> Client {
        Client {
            kind,
            household_id: household.then(|| HouseholdId(Uuid::from_u128(1))),
            group_id: group.then(|| GroupId(Uuid::from_u128(2))),
        }
    }

    #[test]
    fn each_kind_names_what_it_is_and_nothing_else() {
        use ClientKind::{Community, Family, Group, Individual};
        for fits in [
            client(Individual, false, false),
            client(Family, true, false),
            client(Group, false, true),
            client(Community, false, true),
        ] {
            assert_eq!(fits.review(), Ok(()));
        }
        let faults = |it: Client| -> Vec<(String, FaultCode)> {
            let faults = it.review().unwrap_err();
            faults.into_iter().map(|it| (it.pointer, it.code)).collect()
        };
        assert_eq!(
            faults(client(Family, false, true)),
            [
                ("/client/household_id".to_owned(), FaultCode::Required),
                ("/client/group_id".to_owned(), FaultCode::NotForThisClient)
            ]
        );
        assert_eq!(faults(client(Individual, true, false)).len(), 1);
        assert!(client(Group, false, true).fits(GroupKind::Group).is_ok());
        assert!(
            client(Group, false, true)
                .fits(GroupKind::Community)
                .is_err()
        );
    }

    #[test]
    fn the_work_is_done_through_a_member() {
        let person = Some(PersonId(Uuid::from_u128(3)));
        let family = client(ClientKind::Family, true, false);
        assert!(refuse_person(&family, person, true).is_ok());
        assert!(refuse_person(&family, None, false).is_ok());
        assert!(refuse_person(&Client::default(), person, false).is_ok());
        let refused = refuse_person(&family, person, false).unwrap_err();
        assert_eq!(refused[0].code, RefusalCode::PersonNotInClient);
    }
}
