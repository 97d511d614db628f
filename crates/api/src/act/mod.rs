//! Where rules meet rows: the one way in which anything is written.
//!
//! A handler locks and loads the record and what its rule needs, asks [`Act::permit`], lets the
//! domain decide, saves, and records the events. Everything around that, and its order, stands
//! here: visible? → idempotent replay? → If-Match → permitted? → … → commit.

mod answer;
mod stop;
mod write;

pub use answer::Answer;
pub use stop::{Stop, scope_missing};
pub use write::Write;

use chrono::{DateTime, Utc};
use domain::{
    access::{Actor, Denial, Facts, Principal, decide},
    warnings::{Fault, FaultCode},
    words::{Lang, RecordId},
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    app::App,
    db::{
        Tx,
        types::{Id, Instant},
    },
    events,
    http::{
        problem::{ApiError, Problem, ProblemCode},
        routes::Precondition,
    },
    on,
};
use write::Context;

/// An act while it runs, inside its transaction.
pub struct Act<'a, 'c> {
    app: &'a App,
    /// The transaction.
    pub tx: &'a mut Tx<'c>,
    /// Who acts, as of this transaction.
    pub actor: Actor,
    /// The time of this act.
    pub now: DateTime<Utc>,
    context: Context,
    permitted: bool,
    recorded: usize,
    afterwards: Vec<Afterwards>,
}

/// What is done once an act is committed, before it is answered.
type Afterwards = Box<dyn FnOnce(&App) + Send>;

/// Whether something is to be made or was made before.
pub enum Creation {
    /// Make it, with this id.
    New(Uuid),
    /// The same command made this one before.
    Existing(Uuid),
}

impl Act<'_, '_> {
    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        self.app
    }

    /// The acting worker.
    ///
    /// # Errors
    /// 403 for an integration.
    pub fn worker(&self) -> Result<domain::parties::WorkerId, Stop> {
        self.actor
            .worker()
            .ok_or_else(|| Stop::Refused(Denial::IntegrationNotAllowed.into()))
    }

    /// The language of the caller, for the texts of warnings. A stored answer keeps the one it was
    /// first given in: a replay is the same answer.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.context.lang
    }

    /// Whether nothing will be kept of it: somebody only tries.
    #[must_use]
    pub const fn only_tries(&self) -> bool {
        self.context.validate_only
    }

    /// Once this is committed, before it is answered.
    pub fn after_commit(&mut self, then: impl FnOnce(&App) + Send + 'static) {
        self.afterwards.push(Box::new(then));
    }

    /// A new id.
    #[must_use]
    pub fn new_id<T: RecordId>(&self) -> T {
        T::from_uuid(self.app.new_id())
    }

    /// Visible, done before, up to date, permitted: in this order. `version` is that of the
    /// record `If-Match` speaks of.
    ///
    /// # Errors
    /// 404, the stored answer, 428 or 412, 403.
    pub fn permit(&mut self, facts: &Facts, version: Option<i64>) -> Result<(), Stop> {
        let denied = decide(&self.actor, self.context.action, facts, self.now)
            .into_result()
            .err();
        if let Some(Denial::Invisible | Denial::ScopeMissing(_)) = denied {
            return Err(denied
                .map_or(ProblemCode::NotFound.into(), ApiError::from)
                .into());
        }
        if !self.permitted {
            self.replay()?;
        }
        if let (Precondition::IfMatch, Some(version)) = (self.context.precondition, version) {
            self.context.if_match.check(version)?;
        }
        if let Some(denial) = denied {
            return Err(ApiError::from(denial).into());
        }
        self.permitted = true;
        Ok(())
    }

    /// The answer this key got before, if it did.
    fn replay(&mut self) -> Result<(), Stop> {
        let Some(key) = &self.context.key else {
            return Ok(());
        };
        if !on!(self.tx, events::claim_key(key))? {
            return Err(Problem::new(ProblemCode::RequestInProgress)
                .header(actix_web::http::header::RETRY_AFTER, "1")
                .into());
        }
        let Some(stored) = on!(self.tx, events::find_answer(key))? else {
            return Ok(());
        };
        if stored.fingerprint != self.context.fingerprint {
            return Err(ProblemCode::IdempotencyKeyReused.into());
        }
        let plain = self
            .app
            .keys()
            .open("idempotency_keys|sealed", &stored.sealed);
        let answer = plain
            .and_then(|plain| serde_json::from_slice::<Answer>(&plain).ok())
            .ok_or_else(|| ApiError::internal("a stored answer cannot be opened"))?;
        Err(Stop::Replay(answer))
    }

    /// The id of something to be made: the client's own, if it sent one.
    ///
    /// # Errors
    /// 422 for an id that is no UUID version 7, 409 when it belongs to something else.
    pub fn creation(&mut self, kind: &'static str, id: Option<Uuid>) -> Result<Creation, Stop> {
        let Some(id) = id else {
            return Ok(Creation::New(self.app.new_id()));
        };
        if id.get_version_num() != 7 {
            let fault = Fault::new("/id", FaultCode::WrongFormat).with("expected", "UUID v7");
            return Err(Problem::faults(ProblemCode::InvalidBody, vec![fault]).into());
        }
        let row = events::Creation {
            record_id: id,
            record_kind: kind,
            command_hash: self.context.command_hash.clone(),
            created_by: self.subject(),
        };
        match on!(self.tx, events::claim_creation(&row))? {
            None => Ok(Creation::New(id)),
            Some(same) if same => Ok(Creation::Existing(id)),
            Some(_) => Err(Problem::naming(ProblemCode::AlreadyExists, id).into()),
        }
    }

    /// The id of whoever acts.
    #[must_use]
    pub fn subject(&self) -> Uuid {
        match self.actor.principal {
            Principal::Worker(id) => id.0,
            Principal::Integration(id) => id.0,
        }
    }

    /// Writes an event of this act; `event` is tagged with its `type`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record(
        &mut self,
        of: events::Of,
        version: i64,
        event: &impl Serialize,
    ) -> Result<(), Stop> {
        self.append(of, version, event, None)
    }

    /// The same, with the reason that was given for the act.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn record_because(
        &mut self,
        of: events::Of,
        version: i64,
        event: &impl Serialize,
        reason: impl Into<String>,
    ) -> Result<(), Stop> {
        self.append(of, version, event, Some(reason.into()))
    }

    fn append(
        &mut self,
        of: events::Of,
        version: i64,
        event: &impl Serialize,
        reason: Option<String>,
    ) -> Result<(), Stop> {
        let mut data = serde_json::to_value(event).map_err(ApiError::internal)?;
        let kind = data
            .as_object_mut()
            .and_then(|members| members.remove("type"))
            .and_then(|kind| kind.as_str().map(str::to_owned))
            .ok_or_else(|| ApiError::internal("an event without a type"))?;
        let row = events::NewEvent {
            id: Id(self.app.new_id()),
            at: Instant::from(self.now),
            of,
            version,
            kind,
            data,
            actor: self.actor.principal,
            client_id: self.context.client_id.clone(),
            request_id: self.context.request_id.clone(),
            reason,
        };
        on!(self.tx, events::append(&row))?;
        self.recorded += 1;
        Ok(())
    }

    /// Keeps what a record held before a change, sealed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_version(
        &mut self,
        kind: &'static str,
        id: Uuid,
        version: i64,
        held: &impl Serialize,
    ) -> Result<(), Stop> {
        let place = events::version_place(id, version);
        let row = self.replaced(&place, kind, (id, version), held)?;
        on!(self.tx, events::keep_version(&row))?;
        Ok(())
    }

    /// Keeps what a part of a document held before a change, sealed. The next version of the
    /// document has a part of the same id.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_part(
        &mut self,
        document: Uuid,
        kind: &'static str,
        (id, version): (Uuid, i64),
        held: &impl Serialize,
    ) -> Result<(), Stop> {
        let place = events::part_place(document, id, version);
        let row = self.replaced(&place, kind, (id, version), held)?;
        on!(self.tx, elements::keep(document, &row))?;
        Ok(())
    }

    fn replaced(
        &self,
        place: &str,
        record_kind: &'static str,
        (record_id, version): (Uuid, i64),
        held: &impl Serialize,
    ) -> Result<events::KeptVersion, Stop> {
        let plain = serde_json::to_vec(held).map_err(ApiError::internal)?;
        let sealed = self.app.keys().seal(place, &plain);
        Ok(events::KeptVersion {
            record_id,
            version,
            record_kind,
            sealed: sealed.map_err(ApiError::internal)?,
            replaced_at: self.now,
            replaced_by: self.subject(),
        })
    }

    /// The last step before the commit.
    fn finish(
        self,
        answer: Answer,
        validate_only: bool,
    ) -> Result<(Answer, Vec<Afterwards>), Stop> {
        if !self.permitted || (self.recorded == 0 && !validate_only && answer.status == 201) {
            let action = self.context.action.code();
            return Err(
                ApiError::internal(format!("{action} was not permitted or left no event")).into(),
            );
        }
        if validate_only {
            return Err(Stop::Tried(answer));
        }
        if let Some(key) = &self.context.key {
            let plain = serde_json::to_vec(&answer).map_err(ApiError::internal)?;
            let place = "idempotency_keys|sealed";
            let sealed = self
                .app
                .keys()
                .seal(place, &plain)
                .map_err(ApiError::internal)?;
            let row = events::StoredAnswer {
                key_hash: key.clone(),
                fingerprint: self.context.fingerprint.clone(),
                status: answer.status,
                sealed,
                created_at: self.now,
            };
            on!(self.tx, events::store_answer(&row))?;
        }
        Ok((answer, self.afterwards))
    }
}
