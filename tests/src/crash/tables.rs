//! The tables that the stories write to.

/// What is agreed with a client stands on the intake until it is accepted, and on the case from then
/// on: with nothing between.
pub const ENGAGEMENTS: &str = "(SELECT id, version FROM engagements
    UNION ALL SELECT id, version FROM intake_engagements) AS agreed";

/// Where the records of the stories stand: the record, its version, what it says. What has no
/// version never changes.
pub const TABLES: &[(&str, [&str; 3])] = &[
    ("persons", ["id", "version", "full_name"]),
    ("relationships", ["id", "version", "''"]),
    ("households", ["id", "version", "''"]),
    ("client_groups", ["id", "version", "name"]),
    ("party_members", ["id", "version", "''"]),
    ("intakes", ["id", "version", "''"]),
    ("intake_documents", ["id", "version", "''"]),
    ("cases", ["id", "version", "''"]),
    ("case_members", ["case_id", "1", "''"]),
    ("case_offers", ["id", "version", "''"]),
    ("notes", ["id", "version", "text"]),
    ("contacts", ["id", "1", "''"]),
    ("tasks", ["id", "version", "''"]),
    ("disclosures", ["id", "1", "''"]),
    ("custody_items", ["id", "version", "''"]),
    ("attachments", ["id", "version", "''"]),
    ("worker_qualifications", ["id", "version", "''"]),
    (ENGAGEMENTS, ["id", "version", "''"]),
    ("assessments", ["id", "version", "''"]),
    ("plans", ["id", "version", "''"]),
    ("plan_progress", ["id", "1", "''"]),
    ("elements", ["id", "version", "''"]),
    ("work_records", ["id", "version", "''"]),
    ("observations", ["id", "1", "''"]),
    ("monitoring_plans", ["id", "version", "''"]),
    ("progress_reports", ["id", "version", "''"]),
    ("evaluations", ["id", "1", "''"]),
    ("terminations", ["id", "version", "''"]),
    ("termination_steps", ["id", "version", "''"]),
    ("closure_requests", ["id", "version", "''"]),
];

/// The ids of all records there are.
pub fn ids() -> String {
    let of = |(table, [id, ..]): &(&str, [&str; 3])| format!("SELECT {id} FROM {table}");
    TABLES
        .iter()
        .map(of)
        .collect::<Vec<_>>()
        .join(" UNION ALL ")
}
