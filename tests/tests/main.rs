//! The service as its clients meet it: whole requests over HTTP, on the database that
//! `TEST_DATABASE_URL` names or on SQLite. One program, because linking the service is what
//! takes the time; the hostile corpus has its own, which weighs its memory.

mod access_matrix;
mod assessments;
mod attachments;
mod cases;
mod consents;
mod contracts;
mod crises;
mod custody;
mod disclosures;
mod duplicates;
mod exchange;
mod groups;
mod harness;
mod hold;
mod households;
mod http;
mod identity;
mod intake;
mod intake_acceptance;
mod intake_decisions;
mod intake_documents;
mod intake_engagement;
mod intake_list;
mod interventions;
mod interventions_sessions;
mod life;
mod lost_answers;
mod merges;
mod monitoring;
mod org;
mod persons;
mod planned_end;
mod plans;
mod process;
mod qualifications;
mod races;
mod reassignment;
mod records;
mod relationships;
mod stories;
mod termination;
mod transfer;
mod unplanned;
mod warnings;
