//! Machine clients of other agencies; what they may do is said in `access`.

crate::text!(
    IntegrationName,
    1..=100,
    line,
    "The name of a machine client: agency and system, so that the audit trail can be read."
);
