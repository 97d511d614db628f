//! Many clients that write at the same time, and do not give up.

use std::{
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    thread::{scope, sleep},
    time::Duration,
};

use serde_json::Value;
use uuid::Uuid;

use super::{
    Findings,
    ledger::Ledger,
    line::{Answer, Line, Tokens},
    service::Service,
};
use crate::story::{KINDS, Story, Wish, sha256};

/// A client: what it writes, and what it does not know.
pub struct Writer {
    story: Story,
    /// Sent, and not answered.
    pub doubt: Option<Doubt>,
    /// The last write that was acknowledged, with the version it was told.
    last: Option<(Wish, i64)>,
    /// The files that were acknowledged: where they are, and their digest.
    files: Vec<(String, String)>,
}

/// A write whose answer never came.
pub struct Doubt {
    pub wish: Wish,
    /// Whether its effect is there, if somebody looked since it was last sent.
    pub applied: Option<bool>,
}

impl Writer {
    pub fn new(run: &str, number: usize) -> Self {
        let clock = api::cli::system_clock();
        Self {
            story: Story::new(format!("{run}-{number:02}"), Box::new(move || clock()))
                .numbered(1 + number % KINDS),
            doubt: None,
            last: None,
            files: Vec::new(),
        }
    }

    /// Whether it waits for an answer that will not come.
    pub fn in_doubt(&self) -> bool {
        self.doubt.is_some()
    }

    /// Writes until told to stop, or, with `settle`, until nothing is in doubt.
    fn write(&mut self, with: &With<'_>, settle: bool) -> Result<(), String> {
        self.ask_again(with)?;
        while !with.stop.load(SeqCst) && (!settle || self.in_doubt()) {
            let Doubt { wish, applied } = self.doubt.take().unwrap_or_else(|| Doubt {
                wish: self.story.wish(),
                applied: Some(false),
            });
            let answer = match with.line.send(&wish, with.tokens) {
                Ok(answer) if !with.later(&answer) => answer,
                // No answer, or one that asks to come again.
                Ok(_) | Err(_) => {
                    self.doubt = Some(Doubt {
                        wish,
                        applied: None,
                    });
                    sleep(Duration::from_millis(5));
                    continue;
                }
            };
            let said = |what: &str| {
                let Answer { status, body, .. } = &answer;
                Err(format!("{}: {what}: {status} {body}", wish.key))
            };
            if !matches!(answer.status, 200 | 201) {
                return said("was refused");
            }
            // Some answers are parts of a record, without an id of their own.
            let id = match &answer.body["id"] {
                Value::Null => Some(wish.record),
                id => id.as_str().and_then(|id| Uuid::try_parse(id).ok()),
            };
            let (Some(id), Some(version)) = (id, answer.version()) else {
                return said("does not tell id and version");
            };
            match applied {
                Some(true) if !answer.replayed => {
                    return said("was done already and is done again");
                }
                Some(false) if answer.replayed => return said("is called a replay of nothing"),
                Some(_) | None => {}
            }
            with.ledger.enter(&wish, id, version);
            self.story.went(answer.etag);
            if let Some(("application/octet-stream", content)) = &wish.body {
                self.files.push((wish.path.clone(), sha256(content)));
            }
            self.last = Some((wish, version));
        }
        Ok(())
    }

    /// The last acknowledged write once more, with its key: the same answer, no further effect.
    /// And the person is still what it was, identifiers opened, and each file.
    fn ask_again(&self, with: &With<'_>) -> Result<(), String> {
        if let Some((wish, version)) = &self.last
            && let Ok(answer) = with.line.send(wish, with.tokens)
            && !with.later(&answer)
            && !(answer.replayed && answer.version() == Some(*version))
        {
            let Answer { status, body, .. } = answer;
            return Err(format!(
                "{}: acknowledged, sent again and not replayed: {status} {body}",
                wish.key
            ));
        }
        if self.story.has_person()
            && let path = format!("/v1/persons/{}", self.story.id("person"))
            && let Ok(answer) = with.line.get(&path, Some(("siti", with.tokens)))
            && !with.later(&answer)
            && answer.body["identifiers"]
                .as_array()
                .is_none_or(Vec::is_empty)
        {
            let Answer { status, body, .. } = answer;
            return Err(format!("{path}: is not what it was: {status} {body}"));
        }
        for (path, digest) in &self.files {
            if let Ok(answer) = with.line.get(path, Some(("siti", with.tokens)))
                && !with.later(&answer)
                && answer.sha256().as_ref() != Some(digest)
            {
                return Err(format!("{path}: is not what it was: {}", answer.status));
            }
        }
        Ok(())
    }
}

/// What a client writes with.
struct With<'a> {
    line: Line,
    tokens: &'a Tokens,
    ledger: &'a Ledger,
    stop: &'a AtomicBool,
    /// Whether the service answers before it commits.
    early: bool,
}

impl With<'_> {
    /// Not now: the queue is full, the database away, the same key still at work. What a service
    /// acknowledged that answers too early may not be there yet for the next write: that one is
    /// asked for until it is, because a lost write is to be found, not a late one.
    fn later(&self, answer: &Answer) -> bool {
        answer.status == 503
            || answer.status == 409 && answer.body["code"].as_str() == Some("request_in_progress")
            || self.early && answer.status >= 400
    }
}

/// Lets everybody write while `strike` does what it does.
pub fn run(
    writers: &mut [Writer],
    service: &Service,
    tokens: &Tokens,
    ledger: &Ledger,
    strike: impl FnOnce() -> Result<(), Findings>,
) -> Result<(), Findings> {
    together(writers, service, tokens, ledger, false, strike)
}

/// Lets everybody ask again what is in doubt, and nothing else.
pub fn settle(
    writers: &mut [Writer],
    service: &Service,
    tokens: &Tokens,
    ledger: &Ledger,
) -> Result<(), Findings> {
    together(writers, service, tokens, ledger, true, || Ok(()))
}

fn together(
    writers: &mut [Writer],
    service: &Service,
    tokens: &Tokens,
    ledger: &Ledger,
    settle: bool,
    strike: impl FnOnce() -> Result<(), Findings>,
) -> Result<(), Findings> {
    let stop = &AtomicBool::new(false);
    let with = || With {
        line: Line::new(service),
        tokens,
        ledger,
        stop,
        early: service.early,
    };
    scope(|scope| {
        let running: Vec<_> = writers
            .iter_mut()
            .map(|writer| (writer, with()))
            .map(|(writer, with)| scope.spawn(move || writer.write(&with, settle)))
            .collect();
        let struck = strike();
        if !settle {
            stop.store(true, SeqCst);
        }
        let mut findings = struck.err().unwrap_or_default();
        for writer in running {
            findings.extend(writer.join().unwrap().err());
        }
        if findings.is_empty() {
            Ok(())
        } else {
            Err(findings)
        }
    })
}
