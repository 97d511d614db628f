//! The application as it is assembled: the only place that knows the clock and randomness.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use actix_web::{
    HttpRequest,
    dev::ServerHandle,
    http::KeepAlive,
    middleware::{Compress, from_fn},
    web::{self, Data},
};
use chrono::{DateTime, SubsecRound, Utc};
use domain::{
    parties::{birth::AdultAges, unit::Country},
    words::RecordId,
};
use serde_json::{Map, Value, json};

use crate::{
    auth::{
        caller::Standings,
        keys::{Keys, random},
        password::Passwords,
        token::Tokens,
    },
    db::Db,
    events::reads::ReadLog,
    http::{
        contract,
        metrics::Metrics,
        middleware::around,
        problem::ApiError,
        routes::{Registry, nothing_here},
        schema::Schemas,
    },
    objects::Objects,
    rooms,
};

/// What tells the time; a fixed one in tests.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What an application is assembled from.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The keys.
    pub keys: Keys,
    /// The clock.
    pub clock: Clock,
    /// The public address of this service, without a trailing slash: the issuer of its tokens.
    pub issuer: String,
    /// How many proxies in front may be believed about addresses.
    pub trusted_proxies: usize,
    /// How long a body may take to arrive.
    pub body_time: Duration,
    /// For how many months after its closure a case may be reopened.
    pub reopening_months: u32,
    /// From which age on clients sign alone.
    pub adult_ages: AdultAges,
    /// Where the content of attachments lies.
    pub objects: Objects,
}

/// Everything a request may need.
pub struct App {
    db: Db,
    keys: Keys,
    tokens: Tokens,
    passwords: Passwords,
    standings: Standings,
    read_log: ReadLog,
    metrics: Metrics,
    clock: Clock,
    ids: Mutex<uuid::ContextV7>,
    registry: Registry,
    schemas: Schemas,
    queries: HashMap<String, Map<String, Value>>,
    contract: String,
    trusted_proxies: usize,
    body_time: Duration,
    reopening_months: u32,
    adult_ages: AdultAges,
    objects: Objects,
}

impl App {
    /// Assembles it.
    ///
    /// # Errors
    /// When a key cannot be used or the contract has a schema that is none: defects at start-up.
    pub fn new(parts: Parts) -> Result<Self, Box<dyn std::error::Error>> {
        let registry = Registry::new(rooms::routes());
        let contract = contract::contract(&registry);
        let queries = query_schemas(&contract);
        let mut checked = contract.clone();
        for (id, parameters) in &queries {
            checked["components"]["schemas"][format!("query.{id}")] = query_object(parameters);
        }
        let names = contract::request_schemas(&contract);
        let query_names = queries.keys().map(|id| format!("query.{id}"));
        let mut schemas = Schemas::compile(&checked, names.into_iter().chain(query_names))?;
        let (plain, patched) = contract::patched_schemas(&registry, &contract);
        schemas.extend(Schemas::compile(&plain, patched.into_iter())?);
        Ok(Self {
            tokens: Tokens::new(&parts.keys, &parts.issuer)?,
            passwords: Passwords::new()?,
            standings: Standings::default(),
            read_log: ReadLog::default(),
            metrics: Metrics::default(),
            contract: contract::text(&contract),
            db: parts.db,
            keys: parts.keys,
            clock: parts.clock,
            ids: Mutex::new(uuid::ContextV7::new()),
            trusted_proxies: parts.trusted_proxies,
            body_time: parts.body_time,
            reopening_months: parts.reopening_months,
            adult_ages: parts.adult_ages,
            objects: parts.objects,
            registry,
            schemas,
            queries,
        })
    }

    /// The application of a request.
    ///
    /// # Errors
    /// When there is none: a defect.
    pub fn of(request: &HttpRequest) -> Result<Data<Self>, ApiError> {
        request
            .app_data::<Data<Self>>()
            .cloned()
            .ok_or_else(|| ApiError::internal("a request without an application"))
    }

    /// Now, in whole microseconds (what both databases keep).
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)().trunc_subsecs(6)
    }

    /// A new id: UUID version 7; ids made here sort in the order in which they were made.
    #[must_use]
    pub fn new_id<T: RecordId>(&self) -> T {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let time = uuid::Timestamp::from_unix(&*ids, seconds, now.timestamp_subsec_nanos());
        T::from_uuid(uuid::Uuid::new_v7(time))
    }

    /// A new id of this time.
    #[must_use]
    pub fn id_at<T: RecordId>(now: DateTime<Utc>) -> T {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        // Without randomness nothing here can be safe; the process ends.
        let bytes = random::<10>().unwrap_or_else(|_| std::process::abort());
        T::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// The database.
    #[must_use]
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The maker and verifier of tokens.
    #[must_use]
    pub const fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The hasher of passwords.
    #[must_use]
    pub const fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    /// Who may do what, remembered.
    #[must_use]
    pub const fn standings(&self) -> &Standings {
        &self.standings
    }

    /// Who read what.
    #[must_use]
    pub const fn read_log(&self) -> &ReadLog {
        &self.read_log
    }

    /// The counters of `/metrics`.
    #[must_use]
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The routes.
    #[must_use]
    pub const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The compiled schemas of request bodies and queries.
    #[must_use]
    pub const fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    /// The query parameters of an operation, by name, with their schemas.
    #[must_use]
    pub fn query_schema(&self, operation_id: &str) -> &Map<String, Value> {
        static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.queries.get(operation_id).unwrap_or(&NONE)
    }

    /// The contract, byte for byte as committed.
    #[must_use]
    pub fn contract(&self) -> &str {
        &self.contract
    }

    /// How long a body may take to arrive.
    #[must_use]
    pub const fn body_time(&self) -> Duration {
        self.body_time
    }

    /// For how many months after its closure a case may be reopened.
    #[must_use]
    pub const fn reopening_months(&self) -> u32 {
        self.reopening_months
    }

    /// From which age on a client signs alone in a country.
    #[must_use]
    pub const fn adult_age(&self, country: Country) -> u32 {
        self.adult_ages.of(country)
    }

    /// Where the content of attachments lies.
    #[must_use]
    pub const fn objects(&self) -> &Objects {
        &self.objects
    }

    /// The address of the client: behind trusted proxies the one they report.
    #[must_use]
    pub fn client_address(&self, request: &HttpRequest) -> String {
        let peer = request
            .peer_addr()
            .map(|peer| peer.ip().to_string())
            .unwrap_or_default();
        if self.trusted_proxies == 0 {
            return peer;
        }
        let forwarded = request
            .headers()
            .get_all("x-forwarded-for")
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|hop| hop.trim().to_owned())
            .collect::<Vec<_>>();
        // The last entry was written by the nearest proxy.
        forwarded
            .len()
            .checked_sub(self.trusted_proxies)
            .map_or(peer, |at| forwarded[at].clone())
    }
}

/// The query parameters of every operation.
fn query_schemas(contract: &Value) -> HashMap<String, Map<String, Value>> {
    let mut queries = HashMap::new();
    let paths = contract["paths"]
        .as_object()
        .into_iter()
        .flat_map(Map::values);
    for operation in paths.filter_map(Value::as_object).flat_map(Map::values) {
        let mut parameters = Map::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = match parameter["$ref"].as_str() {
                Some(target) => {
                    &contract["components"]["parameters"]
                        [target.rsplit('/').next().unwrap_or_default()]
                }
                None => parameter,
            };
            if parameter["in"] == "query" {
                let name = parameter["name"].as_str().unwrap_or_default().to_owned();
                let mut schema = parameter["schema"].clone();
                if parameter["required"] == true {
                    schema["x-required"] = json!(true);
                }
                parameters.insert(name, schema);
            }
        }
        let id = operation["operationId"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        queries.insert(id, parameters);
    }
    queries
}

fn query_object(parameters: &Map<String, Value>) -> Value {
    let required: Vec<_> = parameters
        .iter()
        .filter(|(_, schema)| schema["x-required"] == true)
        .map(|(name, _)| name)
        .collect();
    json!({"type": "object", "properties": parameters, "required": required})
}

/// A server that accepts requests.
pub struct Running {
    /// Where it listens.
    pub address: std::net::SocketAddr,
    /// Ends it.
    pub handle: ServerHandle,
    /// Completes when it has ended.
    pub server: actix_web::dev::Server,
}

/// Binds and starts to serve; `workers` threads accept requests.
///
/// # Errors
/// When the address cannot be bound.
pub fn serve(
    app: Data<App>,
    listener: std::net::TcpListener,
    workers: usize,
) -> std::io::Result<Running> {
    let address = listener.local_addr()?;
    let server = actix_web::HttpServer::new(move || {
        let app = app.clone();
        let registry = app.clone();
        actix_web::App::new()
            .app_data(app)
            .wrap(Compress::default())
            .wrap(from_fn(around))
            .configure(move |config| registry.registry().mount(config))
            .default_service(web::to(nothing_here))
    })
    .workers(workers)
    .keep_alive(KeepAlive::Timeout(Duration::from_secs(75)))
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(25)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(Running {
        address,
        handle: server.handle(),
        server,
    })
}
