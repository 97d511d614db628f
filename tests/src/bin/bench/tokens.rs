//! An access token for every session, signed with the service's own key.

use std::{collections::HashMap, path::Path};

use api::{
    auth::{
        keys::Keys,
        token::{AUDIENCE, Claims, LIFETIME, Tokens as Signer},
    },
    cli::system_clock,
};
use domain::words::Word;
use uuid::Uuid;

use crate::{
    Failure,
    organisation::{CLIENT, Organisation, Worker, scopes},
    service::ISSUER,
};

/// Tokens, good for ten minutes.
pub struct Tokens {
    /// In the order of the sessions, as the value of an `Authorization` header.
    pub by_session: Vec<String>,
    by_worker: HashMap<Uuid, usize>,
}

impl Tokens {
    /// Signs them now.
    pub fn sign(keys: &Path, organisation: &Organisation) -> Result<Self, Failure> {
        let keys = Keys::load(keys)?;
        let signer = Signer::new(&keys, ISSUER)?;
        let scope: Vec<&str> = scopes().map(|scope| scope.code()).collect();
        let iat = system_clock()().timestamp();
        let (mut by_session, mut by_worker) = (Vec::new(), HashMap::new());
        for (number, session) in organisation.sessions.iter().enumerate() {
            let claims = Claims {
                iss: ISSUER.to_owned(),
                sub: session.worker.id,
                aud: AUDIENCE.to_owned(),
                client_id: CLIENT.to_owned(),
                scope: scope.join(" "),
                sid: session.id,
                jti: session.id,
                iat,
                exp: iat + LIFETIME,
            };
            by_session.push(format!("Bearer {}", signer.sign(&claims)?));
            by_worker.entry(session.worker.id).or_insert(number);
        }
        Ok(Self {
            by_session,
            by_worker,
        })
    }

    /// A token of this worker.
    pub fn bearer(&self, worker: &Worker) -> Result<&str, Failure> {
        let session = self.by_worker.get(&worker.id);
        let token = session.and_then(|number| self.by_session.get(*number));
        token
            .map(String::as_str)
            .ok_or_else(|| "a worker without a session".into())
    }
}
