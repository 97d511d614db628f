//! Questions to the database whose answer must be empty.

use std::{
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use super::{Findings, rooms::ROOMS, tables};
use crate::rows::Rows;

/// What the service must have done whole or not at all, and what must follow from each other.
/// Each question selects what contradicts it.
const WHOLE: &[(&str, &str)] = &[
    (
        "a person without a name to search by",
        "SELECT id FROM persons p WHERE NOT EXISTS
             (SELECT 1 FROM person_names n WHERE n.person_id = p.id)",
    ),
    (
        "a person without the identifier",
        "SELECT id FROM persons p WHERE NOT EXISTS
             (SELECT 1 FROM person_identifiers i WHERE i.person_id = p.id AND i.unit_id = p.unit_id)",
    ),
    (
        "an accepted intake without its case",
        "SELECT id FROM intakes i WHERE decision = 'accepted' AND NOT EXISTS
             (SELECT 1 FROM cases c WHERE c.id = i.case_id AND c.intake_id = i.id
                 AND c.person_id = i.person_id
                 AND (c.unit_id = i.unit_id OR c.intake_received_at IS NOT NULL))",
    ),
    (
        "a case without its accepted intake",
        "SELECT id FROM cases c WHERE NOT EXISTS
             (SELECT 1 FROM intakes i WHERE i.id = c.intake_id AND i.decision = 'accepted' AND i.case_id = c.id)",
    ),
    (
        "a case without its responsible worker",
        "SELECT id FROM cases c WHERE NOT EXISTS
             (SELECT 1 FROM case_members m WHERE m.case_id = c.id AND m.worker_id = c.responsible_id
                 AND m.membership = 'responsible')",
    ),
    (
        "a file number out of line",
        "SELECT id FROM cases c WHERE NOT EXISTS
             (SELECT 1 FROM file_counters f JOIN units u ON u.id = f.unit_id
              WHERE c.file_number LIKE u.code || '/' || f.year || '/%'
                 AND CAST(substr(c.file_number, -6) AS INTEGER) BETWEEN 1 AND f.last)",
    ),
    (
        "a file number without a case",
        "SELECT unit_id AS id FROM file_counters f WHERE last <>
             (SELECT count(*) FROM cases c JOIN units u ON u.id = f.unit_id
              WHERE c.file_number LIKE u.code || '/' || f.year || '/%')",
    ),
    (
        "a case in termination without the particulars",
        "SELECT id FROM cases c WHERE stage = 'termination' AND NOT EXISTS
             (SELECT 1 FROM terminations t WHERE t.case_id = c.id AND t.episode = c.episode
                 AND t.reason = c.termination_reason AND t.withdrawn_at IS NULL)",
    ),
    (
        "an approved closure whose case is not closed",
        "SELECT id FROM closure_requests q WHERE status = 'approved' AND NOT EXISTS
             (SELECT 1 FROM cases c WHERE c.id = q.case_id AND c.status = 'closed' AND c.episode = q.episode)",
    ),
    (
        "a closed case without an approved closure",
        "SELECT id FROM cases c WHERE status = 'closed' AND NOT EXISTS
             (SELECT 1 FROM closure_requests q WHERE q.case_id = c.id AND q.status = 'approved' AND q.episode = c.episode)",
    ),
    (
        "a case whose closure nobody requested",
        "SELECT id FROM cases c WHERE (status = 'closure_requested') <> EXISTS
             (SELECT 1 FROM closure_requests q WHERE q.case_id = c.id AND q.status = 'pending')",
    ),
    (
        "a closed case with an open task",
        "SELECT id FROM cases c WHERE status = 'closed' AND EXISTS
             (SELECT 1 FROM tasks t WHERE t.case_id = c.id AND t.status = 'open')",
    ),
    (
        "a closed case with something held for its client",
        "SELECT id FROM cases c WHERE status = 'closed' AND EXISTS
             (SELECT 1 FROM custody_items i WHERE i.case_id = c.id AND i.status = 'held')",
    ),
    (
        "an edited note whose former text is not kept",
        "SELECT record_id AS id FROM events e WHERE type = 'case.note_edited' AND NOT EXISTS
             (SELECT 1 FROM record_versions v WHERE v.record_id = e.record_id AND v.version = e.record_version - 1)",
    ),
];

/// The records whose every version has an event of its own.
const RECORDS: &[&str] = &[
    "persons",
    "relationships",
    "households",
    "client_groups",
    "intakes",
    "intake_documents",
    "cases",
    "case_offers",
    "notes",
    "tasks",
    "custody_items",
    "attachments",
    "engagements",
    "intake_engagements",
    "assessments",
    "plans",
    "worker_qualifications",
    "work_records",
    "monitoring_plans",
    "progress_reports",
    "termination_steps",
];

/// What is there in part, or contradicts itself.
pub fn whole(rows: &Rows, postgres: bool, run: &str) -> Findings {
    let mut findings = Vec::new();
    let mut ask = |what: &str, sql: &str| {
        // The last six characters, as each of the two says it.
        let sql = if postgres {
            sql.replace("substr(c.file_number, -6)", "right(c.file_number, 6)")
        } else {
            sql.to_owned()
        };
        let id = if postgres { "id::text" } else { "hex(id)" };
        let wrong = rows.lines(&format!("SELECT {id} AS value FROM ({sql}) AS wrong"));
        if let Some(first) = wrong.first() {
            findings.push(format!("{what}: {first} ({} in all)", wrong.len()));
        }
    };
    for (what, sql) in WHOLE {
        ask(what, sql);
    }
    for [what, sql, _] in ROOMS {
        ask(what, sql);
    }
    ask(
        "a client-made id without its record",
        &format!(
            "SELECT record_id AS id FROM creations WHERE record_id NOT IN ({})",
            tables::ids()
        ),
    );
    for table in RECORDS {
        ask(
            &format!("a row of {table} without the event of its version"),
            &format!(
                "SELECT id FROM {table} t WHERE NOT EXISTS
                     (SELECT 1 FROM events e WHERE e.record_id = t.id AND e.record_version = t.version)"
            ),
        );
        ask(
            &format!("a version of {table} without an event, or beyond the row's"),
            &format!(
                "SELECT t.id FROM {table} t JOIN events e ON e.record_id = t.id
                 GROUP BY t.id, t.version
                 HAVING count(DISTINCT e.record_version) <> t.version OR max(e.record_version) <> t.version"
            ),
        );
    }
    // What happens to a request for closure is mostly told of the case, naming the request.
    let named = if postgres {
        "e.data->>'closure_request_id' = q.id::text"
    } else {
        "replace(e.data->>'closure_request_id', '-', '') = lower(hex(q.id))"
    };
    ask(
        "a closure request without an event for each version",
        &format!(
            "SELECT id FROM closure_requests q WHERE version <>
                 (SELECT count(*) FROM events e WHERE e.case_id = q.case_id AND {named})"
        ),
    );
    // What happens to a member is told of the household or group, naming the member.
    let named = named
        .replace("closure_request_id", "member_id")
        .replace("q.id", "m.id");
    ask(
        "a member without an event for each version",
        &format!(
            "SELECT id FROM party_members m WHERE version <> (SELECT count(*) FROM events e
                 WHERE e.record_id = coalesce(m.household_id, m.group_id) AND {named})"
        ),
    );
    findings.extend(keys(rows, run));
    findings
}

/// A key is kept if and only if its effect is: as many of them, at the same moments.
fn keys(rows: &Rows, run: &str) -> Findings {
    let mut findings = Vec::new();
    let kept = rows.count("idempotency_keys");
    let effects = rows.number(&format!(
        "SELECT count(DISTINCT request_id) AS value FROM events WHERE request_id LIKE '{run}-%'"
    ));
    if kept != effects {
        findings.push(format!("{kept} keys are kept of {effects} effects"));
    }
    let keys = "SELECT created_at FROM idempotency_keys";
    let effects = format!("SELECT at FROM events WHERE request_id LIKE '{run}-%'");
    for (what, one, other) in [
        ("keys without an effect", keys, effects.as_str()),
        ("effects without a key", effects.as_str(), keys),
    ] {
        let count = rows.count(&format!("({one} EXCEPT {other}) AS alone"));
        if count != 0 {
            findings.push(format!("{count} {what}"));
        }
    }
    findings
}

/// Attachments whose file is not there. What is in it is asked of the service.
pub fn files(rows: &Rows, postgres: bool, folder: &Path) -> Findings {
    let object = if postgres {
        "replace(object::text, '-', '')"
    } else {
        "lower(hex(object))"
    };
    let mut objects = rows.lines(&format!(
        "SELECT {object} AS value FROM attachments WHERE object IS NOT NULL"
    ));
    objects.retain(|name| {
        !folder
            .join(&name[name.len() - 2..])
            .join(name)
            .join("sealed")
            .exists()
    });
    let told = objects
        .iter()
        .map(|name| format!("an attachment without its file {name}"));
    told.collect()
}

/// Whether the database itself is sound: its pages, its indexes, its references.
pub fn sound(rows: &Rows, postgres: bool) -> Findings {
    if !postgres {
        let mut findings =
            rows.lines("SELECT integrity_check AS value FROM pragma_integrity_check");
        findings.retain(|line| line != "ok");
        findings.extend(rows.lines(
            "SELECT \"table\" || ' ' || rowid || ' points nowhere' AS value FROM pragma_foreign_key_check",
        ));
        return findings;
    }
    let mut findings = Vec::new();
    // Each foreign key asked by hand: an index that lost an entry deceives the constraint as well.
    let references = rows.lines(
        "SELECT format('SELECT %L AS value FROM %s c WHERE c.%I IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.%I = c.%I)',
             k.conname || ' points nowhere', k.conrelid::regclass, c.attname,
             k.confrelid::regclass, p.attname, c.attname) AS value
         FROM pg_constraint k
         JOIN pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = k.conkey[1]
         JOIN pg_attribute p ON p.attrelid = k.confrelid AND p.attnum = k.confkey[1]
         WHERE k.contype = 'f' AND cardinality(k.conkey) = 1",
    );
    findings.extend(rows.lines(&references.join(" UNION ALL ")));
    // Debian and most others bring amcheck along. It reports by failing.
    if rows.count("pg_available_extensions WHERE name = 'amcheck'") == 1 {
        rows.run("CREATE EXTENSION IF NOT EXISTS amcheck");
        rows.run(
            "SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
             WHERE c.relkind = 'i' AND a.amname = 'btree' AND c.relnamespace = 'public'::regnamespace",
        );
        findings.extend(rows.lines(
            "SELECT c.relname || ': ' || v.msg AS value FROM pg_class c, LATERAL verify_heapam(c.oid) v
             WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace",
        ));
    }
    findings
}

/// Waits until PostgreSQL has ended every session of a dead service: until then, what it had
/// begun to commit may still appear.
pub fn wait_until_alone(rows: &Rows, patience: Duration) -> Result<(), Findings> {
    let began = Instant::now();
    while rows.count(
        "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND backend_type = 'client backend'",
    ) > 0
    {
        if began.elapsed() > patience {
            return Err(vec!["sessions of the dead service do not end".to_owned()]);
        }
        sleep(Duration::from_millis(5));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        App,
        story::{KINDS, Story},
    };

    /// Each story, told to its end.
    fn told() -> App {
        let app = App::start();
        for number in 1..=KINDS {
            let clock = app.clock.clone();
            let mut story = Story::new("told".to_owned(), Box::new(move || clock.now()));
            story = story.numbered(number);
            while story.serial() == number {
                let wish = story.wish();
                let reply = app.as_(wish.who).wish(&wish).send();
                assert!(
                    matches!(reply.status, 200 | 201),
                    "{}: {:#}",
                    wish.key,
                    reply.body
                );
                let etag = reply.header("etag");
                story.went((!etag.is_empty()).then(|| etag.to_owned()));
                app.clock.advance(Duration::from_millis(1));
            }
        }
        app
    }

    #[test]
    fn each_question_is_answered_where_its_room_is_broken() {
        let app = told();
        let rows = app.db();
        assert_eq!(whole(&rows, crate::on_postgres(), "told"), Findings::new());
        for [what, sql, breaks] in ROOMS {
            let wrong = format!("SELECT 'wrong' AS value FROM ({sql}) AS wrong");
            assert_ne!(rows.after(breaks, &wrong), Findings::new(), "{what}");
        }
    }
}
