//! Access tokens: JWT (RFC 9068 profile), ES256, ten minutes, from our own key set only.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use domain::{access::Scope, words::Word};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::keys::{Keys, sha256};

/// How long an access token is good for, in seconds.
pub const LIFETIME: i64 = 600;
/// How far clocks may differ, in seconds.
const LEEWAY: i64 = 30;
/// The audience of every token of this service.
pub const AUDIENCE: &str = "kes";
/// The longest token worth looking at.
const LONGEST: usize = 4096;
/// How many verified tokens are remembered.
const REMEMBERED: usize = 20_000;

/// What a token says. Every claim is required and checked; roles are not among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The issuer: this service.
    pub iss: String,
    /// The worker or the integration.
    pub sub: uuid::Uuid,
    /// Always [`AUDIENCE`].
    pub aud: String,
    /// The application that asked.
    pub client_id: String,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// The session.
    pub sid: uuid::Uuid,
    /// The id of this token.
    pub jti: uuid::Uuid,
    /// Seconds since the epoch.
    pub iat: i64,
    /// Seconds since the epoch.
    pub exp: i64,
}

impl Claims {
    /// The scopes; a word that is none is an error, not a nothing.
    #[must_use]
    pub fn scopes(&self) -> Option<Vec<Scope>> {
        self.scope
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(Scope::parse)
            .collect()
    }
}

/// Makes and verifies tokens; remembers verified ones, by the hash of the whole token.
pub struct Tokens {
    issuer: String,
    signing: (String, EncodingKey),
    verifying: HashMap<String, DecodingKey>,
    validation: Validation,
    verified: Mutex<HashMap<Vec<u8>, Arc<Claims>>>,
}

impl Tokens {
    /// From the keys of this installation.
    ///
    /// # Errors
    /// When a public key cannot be used.
    pub fn new(keys: &Keys, issuer: &str) -> Result<Self, jsonwebtoken::errors::Error> {
        let mut verifying = HashMap::new();
        for key in &keys.signing {
            let public = DecodingKey::from_ec_components(&key.public.0, &key.public.1)?;
            verifying.insert(key.id.clone(), public);
        }
        let newest = &keys.signing[0];
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[issuer]);
        // The library reads the machine's clock; times are checked below against ours.
        validation.validate_exp = false;
        Ok(Self {
            issuer: issuer.to_owned(),
            signing: (newest.id.clone(), EncodingKey::from_ec_der(&newest.pkcs8)),
            verifying,
            validation,
            verified: Mutex::default(),
        })
    }

    /// The issuer in every token.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Signs a token.
    ///
    /// # Errors
    /// When signing fails.
    pub fn sign(&self, claims: &Claims) -> Result<String, jsonwebtoken::errors::Error> {
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("at+jwt".into());
        header.kid = Some(self.signing.0.clone());
        jsonwebtoken::encode(&header, claims, &self.signing.1)
    }

    /// The claims of a token that is ours, well made and good now.
    #[must_use]
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Arc<Claims>> {
        if token.len() > LONGEST {
            return None;
        }
        let hash = sha256(&[token.as_bytes()]);
        let known = self
            .verified
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&hash)
            .cloned();
        let claims = match known {
            Some(claims) => claims,
            None => Arc::new(self.decode(token)?),
        };
        let seconds = now.timestamp();
        let good = claims.exp > seconds - LEEWAY
            && claims.iat <= seconds + LEEWAY
            && claims.exp.checked_sub(claims.iat) == Some(LIFETIME);
        if !good {
            return None;
        }
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if verified.len() >= REMEMBERED {
            verified.clear();
        }
        verified.insert(hash, claims.clone());
        Some(claims)
    }

    fn decode(&self, token: &str) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        // Only the header we make ourselves: anything more is somebody else's idea.
        let ours = Header {
            typ: Some("at+jwt".into()),
            kid: header.kid.clone(),
            ..Header::new(Algorithm::ES256)
        };
        if header != ours {
            return None;
        }
        let key = self.verifying.get(header.kid.as_deref()?)?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &self.validation)
            .ok()?
            .claims;
        claims.scopes()?;
        Some(claims)
    }
}
