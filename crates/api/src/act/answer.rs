//! What an act answers: kept as it is for a client that asks again with the same key.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, ETAG, LOCATION},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Stop;
use crate::http::{etag::of_version, problem::ApiError};

/// What an act answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    pub(super) status: u16,
    body: Option<Value>,
    version: Option<i64>,
    location: Option<String>,
}

impl Answer {
    /// 200 with a record.
    ///
    /// # Errors
    /// When the record cannot be written as JSON: a defect.
    pub fn ok(record: &impl Serialize) -> Result<Self, Stop> {
        let body = Some(serde_json::to_value(record).map_err(ApiError::internal)?);
        Ok(Self {
            status: 200,
            body,
            version: None,
            location: None,
        })
    }

    /// 201 with a new record and where it is.
    ///
    /// # Errors
    /// When the record cannot be written as JSON: a defect.
    pub fn created(record: &impl Serialize, location: String) -> Result<Self, Stop> {
        Ok(Self {
            status: 201,
            location: Some(location),
            ..Self::ok(record)?
        })
    }

    /// 204.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            status: 204,
            body: None,
            version: None,
            location: None,
        }
    }

    /// With the ETag of this version.
    #[must_use]
    pub fn version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }

    /// With what is odd but not wrong.
    ///
    /// # Errors
    /// When the warnings cannot be written as JSON: a defect.
    pub fn warnings(mut self, warnings: &[impl Serialize]) -> Result<Self, Stop> {
        if let (Some(Value::Object(body)), false) = (&mut self.body, warnings.is_empty()) {
            let warnings = serde_json::to_value(warnings).map_err(ApiError::internal)?;
            body.insert("warnings".into(), warnings);
        }
        Ok(self)
    }

    /// As it is told to who only tries: no ETag, no place.
    pub(super) fn tried(self) -> Self {
        Self {
            version: None,
            location: None,
            ..self
        }
    }

    pub(super) fn respond(self, replayed: bool) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(version) = self.version {
            response.insert_header((ETAG, of_version(version)));
        }
        if let Some(location) = self.location {
            response.insert_header((LOCATION, location));
        }
        if replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        match self.body {
            Some(body) => response
                .insert_header((CONTENT_TYPE, "application/json"))
                .body(body.to_string()),
            None => response.finish(),
        }
    }
}
