//! The one way in which a single record is read: found, visible, logged, tagged.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK},
    web::Data,
};
use domain::access::{Action, Actor, Facts, Obligation, decide};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    app::App,
    auth::caller::Caller,
    db::{Lane, Tx},
    events::reads::Seen,
    http::{
        etag::{none_match_has, of_version},
        paging::{Page, next_link},
        problem::{ApiError, ProblemCode},
        request::RequestMeta,
        routes::Access,
    },
};

/// A request that reads.
pub struct Read {
    /// The application.
    pub app: Data<App>,
    /// Who asks.
    pub caller: Caller,
    action: Action,
    if_none_match: Option<String>,
    request_id: String,
    path: String,
    query: String,
}

impl FromRequest for Read {
    type Error = ApiError;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let caller = Caller::from_request(&request, payload);
        Box::pin(async move {
            let caller = caller.await?;
            let app = App::of(&request)?;
            let access = app.registry().matched(&request).map(|route| route.access);
            let Some(Access::Action(action)) = access else {
                return Err(ApiError::internal("a read without an action"));
            };
            // An unknown parameter is an error even where none is known.
            crate::http::body::query(&request)?;
            let if_none_match = request
                .headers()
                .get(IF_NONE_MATCH)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned);
            let request_id = RequestMeta::of(&request).id;
            Ok(Self {
                app,
                caller,
                action,
                if_none_match,
                request_id,
                path: request.path().to_owned(),
                query: request.query_string().to_owned(),
            })
        })
    }
}

impl Read {
    /// Finds something and decides whether the caller may see it.
    ///
    /// # Errors
    /// 404 when there is none or it is not visible, 403 when it is and this is not permitted.
    pub async fn find<T, F>(&self, find: F) -> Result<(T, Vec<Obligation>), ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>, &Actor) -> Result<Option<(T, Facts)>, ApiError> + Send + 'static,
    {
        let actor = self.caller.actor.clone();
        let found = self
            .app
            .db()
            .read(Lane::Interactive, move |tx| find(tx, &actor))
            .await?;
        let (record, facts) = found.ok_or(ProblemCode::NotFound)?;
        let obligations = self.decide(&facts)?;
        Ok((record, obligations))
    }

    /// Whether the caller may do what this route does with these facts.
    ///
    /// # Errors
    /// 404 or 403.
    pub fn decide(&self, facts: &Facts) -> Result<Vec<Obligation>, ApiError> {
        Ok(decide(&self.caller.actor, self.action, facts, self.app.now()).into_result()?)
    }

    /// Notes that the caller has seen a record.
    ///
    /// # Errors
    /// 503 when it cannot be noted.
    pub fn seen(&self, record_kind: &'static str, record_id: Uuid) -> Result<(), ApiError> {
        self.app.read_log().note(Seen {
            at: self.app.now(),
            record_kind,
            record_id,
            actor: self.caller.actor.principal,
            client_id: self.caller.client_id.clone(),
            request_id: self.request_id.clone(),
        })
    }

    /// Whether the caller says to have what has this tag.
    #[must_use]
    pub fn has_already(&self, etag: &str) -> bool {
        none_match_has(self.if_none_match.as_deref(), etag)
    }

    /// The answer with a versioned record: 200 with its ETag, or 304.
    ///
    /// # Errors
    /// When the record cannot be written as JSON: a defect.
    pub fn answer(&self, record: &impl Serialize, version: i64) -> Result<HttpResponse, ApiError> {
        let etag = of_version(version);
        if none_match_has(self.if_none_match.as_deref(), &etag) {
            return Ok(HttpResponse::NotModified()
                .insert_header((ETAG, etag))
                .finish());
        }
        let body = serde_json::to_string(record).map_err(ApiError::internal)?;
        Ok(HttpResponse::Ok()
            .insert_header((ETAG, etag))
            .insert_header((CONTENT_TYPE, "application/json"))
            .body(body))
    }

    /// The answer with a page of a list: 200, with a link to the next page if there is one.
    ///
    /// # Errors
    /// When a record cannot be written as JSON: a defect.
    pub fn page(&self, page: &Page<impl Serialize>) -> Result<HttpResponse, ApiError> {
        let body = serde_json::to_string(page).map_err(ApiError::internal)?;
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, "application/json"));
        if let Some(cursor) = &page.next_cursor {
            response.insert_header((LINK, next_link(&self.path, &self.query, cursor)));
        }
        Ok(response.body(body))
    }
}

/// The answer with something that has no version: 200, no ETag.
///
/// # Errors
/// When it cannot be written as JSON: a defect.
pub fn plain(body: &impl Serialize) -> Result<HttpResponse, ApiError> {
    let body = serde_json::to_string(body).map_err(ApiError::internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(body))
}
