//! The registry of routes: router, contract and the matrix of who may do what come from it.
//! Nothing is mounted outside it (clippy's `disallowed-methods` sees to that).

use std::collections::{BTreeMap, HashMap};

use actix_web::{
    HttpRequest, HttpResponse,
    http::Method,
    web::{self, ServiceConfig},
};
use domain::access::Action;
use utoipa::openapi::{
    RefOr,
    path::{HttpMethod, Operation},
    schema::Schema,
};

use super::problem::{ApiError, Problem, ProblemCode};

/// Who may call a route at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without a token.
    Public,
    /// Who may do this; the action carries the scope.
    Action(Action),
}

impl From<Action> for Access {
    fn from(action: Action) -> Self {
        Self::Action(action)
    }
}

/// What `If-Match` means to a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// It makes something new, or reads.
    None,
    /// It changes a version the caller has seen; the header is required.
    IfMatch,
}

/// One operation.
pub struct Route {
    /// The HTTP method.
    pub method: Method,
    /// The path, with `{names}`.
    pub path: String,
    /// Who may call it.
    pub access: Access,
    /// Whether it needs `If-Match`.
    pub precondition: Precondition,
    /// Its documentation.
    pub operation: Operation,
    /// The part of the contract it stands in.
    pub tags: Vec<&'static str>,
    /// Collects the schemas it refers to.
    pub schemas: fn(&mut Vec<(String, RefOr<Schema>)>),
    /// Its handler; made once per worker thread.
    pub make: fn() -> actix_web::Route,
}

impl Route {
    /// The operation id: the name of the handler.
    #[must_use]
    pub fn id(&self) -> &str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }

    /// Whether it changes anything.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self.access {
            Access::Public => false,
            Access::Action(action) => action.is_write(),
        }
    }
}

/// The HTTP method of an operation.
#[must_use]
pub fn method(of: &HttpMethod) -> Method {
    match of {
        HttpMethod::Get => Method::GET,
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Options => Method::OPTIONS,
        HttpMethod::Trace => Method::TRACE,
    }
}

/// `route!(handler, access)` or `route!(handler, access, if_match)`: path and method come from
/// the handler's own documentation.
#[macro_export]
macro_rules! route {
    (@precondition) => { $crate::http::routes::Precondition::None };
    (@precondition if_match) => { $crate::http::routes::Precondition::IfMatch };
    ($handler:ident, $access:expr $(, $precondition:ident)?) => {
        pastey::paste! {{
            type Documented = [<__path_ $handler>];
            $crate::http::routes::Route {
                method: $crate::http::routes::method(
                    &<Documented as utoipa::Path>::methods()[0],
                ),
                path: <Documented as utoipa::Path>::path(),
                access: $access.into(),
                precondition: $crate::route!(@precondition $($precondition)?),
                operation: <Documented as utoipa::Path>::operation(),
                tags: <Documented as utoipa::__dev::Tags>::tags(),
                schemas: <Documented as utoipa::__dev::SchemaReferences>::schemas,
                make: || actix_web::web::to($handler),
            }
        }}
    };
}

/// Every route, findable by method and pattern.
pub struct Registry {
    routes: Vec<Route>,
    index: HashMap<(Method, String), usize>,
}

impl Registry {
    /// From the routes of every room.
    #[must_use]
    pub fn new(routes: Vec<Route>) -> Self {
        let index = routes
            .iter()
            .enumerate()
            .map(|(at, route)| ((route.method.clone(), route.path.clone()), at))
            .collect();
        Self { routes, index }
    }

    /// The routes, in the order of the contract.
    #[must_use]
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The route a request matched. `None` fails closed.
    #[must_use]
    pub fn matched(&self, request: &HttpRequest) -> Option<&Route> {
        let method = match *request.method() {
            Method::HEAD => Method::GET,
            ref other => other.clone(),
        };
        self.index
            .get(&(method, request.match_pattern()?))
            .map(|at| &self.routes[*at])
    }

    /// Mounts every route: one resource per path, with HEAD for GET and a 405 of its own.
    pub fn mount(&self, config: &mut ServiceConfig) {
        let mut paths: BTreeMap<&str, Vec<&Route>> = BTreeMap::new();
        for route in &self.routes {
            paths.entry(&route.path).or_default().push(route);
        }
        for (path, routes) in paths {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place where resources are made"
            )]
            let mut resource = web::resource(path);
            let mut allowed = Vec::new();
            for route in routes {
                allowed.push(route.method.to_string());
                resource = resource.route((route.make)().method(route.method.clone()));
                if route.method == Method::GET {
                    allowed.push(Method::HEAD.to_string());
                    resource = resource.route((route.make)().method(Method::HEAD));
                }
            }
            let allowed = allowed.join(", ");
            let refuse = move || {
                let problem = Problem::naming(ProblemCode::MethodNotAllowed, &allowed)
                    .header(actix_web::http::header::ALLOW, &allowed);
                async move { Err::<HttpResponse, ApiError>(problem.into()) }
            };
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place where routes are mounted"
            )]
            config.service(resource.default_service(web::to(refuse)));
        }
    }
}

/// The answer to every address that is no route.
///
/// # Errors
/// Always: 404.
pub async fn nothing_here() -> Result<HttpResponse, ApiError> {
    Err(ProblemCode::NotFound.into())
}
