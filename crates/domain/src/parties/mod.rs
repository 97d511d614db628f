//! The people and offices of the work: units, workers, integrations and persons.

#[cfg(test)]
mod contract;
pub(crate) mod shape;

pub mod address;
pub mod birth;
pub mod contact_point;
pub mod disability;
pub mod duplicates;
pub mod events;
pub mod external_ref;
pub mod grant;
pub mod group;
pub mod household;
pub mod identifier;
pub mod integration;
pub mod language;
pub mod member;
pub mod name;
pub mod password;
pub mod person;
pub mod qualification;
pub mod relationship;
pub mod signature;
pub mod unit;
pub mod worker;
pub mod working_days;

pub use external_ref::ExternalRef;
pub use shape::Misshapen;

crate::record_id!(UnitId, "An organisational unit.");
crate::record_id!(
    WorkerId,
    "A worker: a person who logs in and works for a unit."
);
crate::record_id!(IntegrationId, "A machine client of another agency.");
crate::record_id!(SecretId, "A secret of an integration.");
crate::record_id!(GrantId, "A role granted to a worker at a unit.");
crate::record_id!(QualificationId, "A qualification of a worker.");
crate::record_id!(SessionId, "A log-in of a worker or of an integration.");
crate::record_id!(
    PersonMatchId,
    "Two persons of different records with an identifier in common."
);
crate::record_id!(
    PersonId,
    "A person: client, relative, referrer or third party."
);
crate::record_id!(HouseholdId, "A household.");
crate::record_id!(GroupId, "A group or community.");
crate::record_id!(
    MemberId,
    "A membership of a person in a household, group or community."
);
crate::record_id!(RelationshipId, "A relationship between two persons.");
