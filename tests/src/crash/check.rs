//! Whether the database keeps what the service promised.

use std::{collections::HashMap, path::PathBuf};

use super::{Findings, ledger::Ledger, probes, tables::TABLES, traffic::Writer};
use crate::rows::Rows;

/// How a finding says that an acknowledged write is gone.
pub const LOST: &str = "was acknowledged and is lost";

/// What was promised so far.
pub struct Check {
    run: String,
    postgres: bool,
    /// The folder of the files.
    attachments: PathBuf,
    /// Key of a write → how many events it leaves.
    promised: HashMap<String, usize>,
    /// Record → what it must hold.
    records: HashMap<String, Promise>,
    /// How many of the writes in doubt turned out to be there.
    pub applied: usize,
}

struct Promise {
    table: String,
    key: String,
    version: i64,
    text: Option<String>,
}

impl Check {
    pub fn new(run: &str, postgres: bool, attachments: PathBuf) -> Self {
        Self {
            run: run.to_owned(),
            postgres,
            attachments,
            promised: HashMap::new(),
            records: HashMap::new(),
            applied: 0,
        }
    }

    /// Everything that is wrong. Nobody writes meanwhile.
    pub fn all(&mut self, rows: &Rows, ledger: &mut Ledger, writers: &mut [Writer]) -> Findings {
        for entry in ledger.read_on() {
            let before = self.records.remove(&entry.record);
            let promise = Promise {
                text: entry.text.or(before.and_then(|before| before.text)),
                table: entry.table,
                key: entry.key.clone(),
                version: entry.version,
            };
            self.records.insert(entry.record, promise);
            self.promised.insert(entry.key, entry.events);
        }
        let mut findings = self.effects(rows, writers);
        findings.extend(self.held(rows, writers));
        findings.extend(probes::whole(rows, self.postgres, &self.run));
        findings.extend(probes::files(rows, self.postgres, &self.attachments));
        findings.extend(probes::sound(rows, self.postgres));
        findings
    }

    /// Each acknowledged write has its events, each one in doubt has them all or none, and there
    /// are no others.
    fn effects(&mut self, rows: &Rows, writers: &mut [Writer]) -> Findings {
        let mut findings = Vec::new();
        let sql = format!(
            "SELECT request_id || ' ' || count(*) AS value FROM events
             WHERE request_id LIKE '{}-%' GROUP BY request_id",
            self.run
        );
        let lines = rows.lines(&sql);
        let mut there: HashMap<&str, usize> = lines
            .iter()
            .filter_map(|line| line.split_once(' '))
            .map(|(key, count)| (key, count.parse().unwrap()))
            .collect();
        for (key, events) in &self.promised {
            match there.remove(key.as_str()) {
                None => findings.push(format!("{key} {LOST}")),
                Some(count) if count == *events => {}
                Some(count) => findings.push(format!("{key} left {count} events, not {events}")),
            }
        }
        for doubt in writers
            .iter_mut()
            .filter_map(|writer| writer.doubt.as_mut())
        {
            let (key, events) = (doubt.wish.key.as_str(), doubt.wish.events);
            let count = there.remove(key).unwrap_or_default();
            if count != 0 && count != events {
                findings.push(format!(
                    "{key} is there in part: {count} events of {events}"
                ));
            }
            let applied = count != 0;
            if applied && doubt.applied != Some(true) {
                self.applied += 1;
            }
            doubt.applied = Some(applied);
        }
        findings.extend(there.keys().map(|key| format!("{key} is nobody's write")));
        findings
    }

    /// Each record holds what its last acknowledgement says, or something newer.
    fn held(&self, rows: &Rows, writers: &[Writer]) -> Findings {
        let mut findings = Vec::new();
        let doubtful = |text: &str| {
            let mut doubts = writers.iter().filter_map(|writer| writer.doubt.as_ref());
            doubts.any(|doubt| doubt.wish.text.as_deref() == Some(text))
        };
        let mut held: HashMap<(&str, String), (i64, String)> = HashMap::new();
        for (table, [id, version, text]) in TABLES {
            let id = if self.postgres {
                format!("replace({id}::text, '-', '')")
            } else {
                format!("lower(hex({id}))")
            };
            // Of a part that is in several documents, the newest.
            let sql = format!(
                "SELECT {id} || ' ' || {version} || ' ' || {text} AS value FROM {table}
                 ORDER BY {version}"
            );
            for line in rows.lines(&sql) {
                let mut parts = line.splitn(3, ' ').map(str::to_owned);
                let (Some(id), Some(version), Some(text)) =
                    (parts.next(), parts.next(), parts.next())
                else {
                    continue;
                };
                held.insert((*table, id), (version.parse().unwrap(), text));
            }
        }
        for (record, promise) in &self.records {
            let Promise {
                table,
                key,
                version,
                text,
            } = promise;
            match held.get(&(table.as_str(), record.clone())) {
                None => findings.push(format!("{key} {LOST}: {table} {record}")),
                Some((there, _)) if there < version => {
                    findings.push(format!(
                        "{key} {LOST}: {table} {record} is at version {there}, not {version}"
                    ));
                }
                Some((_, says)) => {
                    if let Some(text) = text
                        && says != text
                        && !doubtful(says)
                    {
                        findings.push(format!("{key} {LOST}: {table} {record} says \"{says}\""));
                    }
                }
            }
        }
        findings
    }
}
