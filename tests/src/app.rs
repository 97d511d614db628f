//! A running service with a database of its own.

use std::{
    collections::{BTreeMap, HashMap},
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering::SeqCst},
        mpsc,
    },
    thread::JoinHandle,
    time::Duration,
};

use actix_web::{dev::ServerHandle, rt::System, web::Data};
use api::{
    app::{Parts, serve},
    auth::keys::Keys,
    db::Db,
    http::body::BODY_TIME,
    objects::Objects,
};
use chrono::{DateTime, Utc};
use domain::cases::REOPENING_MONTHS;
use domain::parties::birth::AdultAges;
use domain::words::RecordId;
use serde_json::json;
use uuid::Uuid;

use crate::{
    client::Client,
    organisation::{self, PASSWORD, SECRET},
    place::Place,
    reply::Raw,
    rows::Rows,
};

/// When every test begins: 2026-03-02T01:00:00Z, a Monday morning at nine in Kuala Lumpur.
pub const START: i64 = 1_772_413_200;

/// The largest attachment of a test, in bytes.
pub const LARGEST_ATTACHMENT: i64 = 3 * 1024 * 1024;

/// The address the service believes to have; a restart elsewhere keeps it.
const ISSUER: &str = "http://kes.test";

/// A clock that goes only when told to.
#[derive(Clone)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// What time it is.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(SeqCst)).unwrap()
    }

    /// From now on it is this time.
    pub fn set(&self, at: DateTime<Utc>) {
        self.0.store(at.timestamp_micros(), SeqCst);
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.0
            .fetch_add(i64::try_from(by.as_micros()).unwrap(), SeqCst);
    }

    /// Lets whole days pass.
    pub fn advance_days(&self, days: u64) {
        self.advance(Duration::from_secs(days * 86_400));
    }
}

/// The service as it runs.
struct Server {
    address: SocketAddr,
    inside: Data<api::app::App>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// What a test wants different from the rest.
type Wish = Box<dyn Fn(&mut Parts) + Send + Sync>;

impl Server {
    fn start(place: &Place, clock: &Clock, wish: &Wish) -> Self {
        let db = Db::open(&place.settings()).unwrap();
        let keys = Keys::load(&place.folder.join("keys.json")).unwrap();
        let tells = clock.clone();
        let mut parts = Parts {
            db,
            keys,
            clock: Arc::new(move || tells.now()),
            issuer: ISSUER.to_owned(),
            trusted_proxies: 0,
            body_time: BODY_TIME,
            reopening_months: REOPENING_MONTHS,
            adult_ages: AdultAges::default(),
            objects: Objects::open(
                place.folder.join("attachments").to_str().unwrap(),
                LARGEST_ATTACHMENT,
            )
            .unwrap(),
        };
        wish(&mut parts);
        let inside = Data::new(api::app::App::new(parts).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (started, start) = mpsc::channel();
        let served = inside.clone();
        let thread = std::thread::spawn(move || {
            System::new().block_on(async move {
                let running = serve(served, listener, 2).unwrap();
                started.send(running.handle).unwrap();
                running.server.await.unwrap();
            });
        });
        let handle = start.recv().unwrap();
        Self {
            address,
            inside,
            handle,
            thread: Some(thread),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The order to stop is sent by the call; its future only waits.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.inside.db().close();
    }
}

/// A running service with the organisation of [`organisation`] in it.
pub struct App {
    /// What time the service believes it is.
    pub clock: Clock,
    server: Option<Server>,
    place: Place,
    wish: Wish,
    tokens: Mutex<HashMap<String, Client>>,
}

impl App {
    /// Starts a service on a database of its own.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(|_| ())
    }

    /// Starts a service with something different: `|parts| parts.trusted_proxies = 1`.
    #[must_use]
    pub fn start_with(wish: impl Fn(&mut Parts) + Send + Sync + 'static) -> Self {
        let wish: Wish = Box::new(wish);
        let place = Place::new();
        let clock = Clock(Arc::new(AtomicI64::new(START * 1_000_000)));
        let server = Server::start(&place, &clock, &wish);
        Self {
            clock,
            server: Some(server),
            place,
            wish,
            tokens: Mutex::default(),
        }
    }

    /// Ends the service and starts it again on the same database and key file. The
    /// address changes, so clients must be asked for anew.
    pub fn restart(&mut self) {
        self.server = None;
        self.tokens
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.server = Some(Server::start(&self.place, &self.clock, &self.wish));
    }

    fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    /// The application, for what no request can see.
    #[must_use]
    pub fn inside(&self) -> &Data<api::app::App> {
        &self.server().inside
    }

    /// Where it listens: `127.0.0.1:port`.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server().address
    }

    /// The folder of this test, with `keys.json`; it is removed after the test.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// The address of the database.
    #[must_use]
    pub fn database_url(&self) -> &str {
        &self.place.url
    }

    /// The database, looked at from outside.
    #[must_use]
    pub fn db(&self) -> Rows {
        Rows::of(&self.place.url)
    }

    /// Every row of every table; equal before and after: nothing was written. What waits to be
    /// written to the read log is written first.
    #[must_use]
    pub fn dump(&self) -> BTreeMap<String, String> {
        self.write_read_log();
        self.db().dump()
    }

    /// Writes the read log now; otherwise the service does so every second.
    pub fn write_read_log(&self) {
        let inside = self.inside().clone();
        System::new().block_on(async move { inside.read_log().flush(inside.db()).await });
    }

    /// A new id of this moment, as a client would make it.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        api::app::App::id_at(self.clock.now())
    }

    /// The id of a unit of the organisation (`"kulim"`), see [`organisation`].
    #[must_use]
    pub fn unit<T: RecordId>(&self, key: &str) -> T {
        T::from_uuid(organisation::unit(key))
    }

    /// The id of an integration of the organisation (`"hospital"`).
    #[must_use]
    pub fn integration<T: RecordId>(&self, key: &str) -> T {
        T::from_uuid(organisation::integration(key))
    }

    /// The id of a worker of the organisation (`"siti"`).
    #[must_use]
    pub fn worker<T: RecordId>(&self, username: &str) -> T {
        T::from_uuid(organisation::worker(username))
    }

    /// A client without a token.
    #[must_use]
    pub fn anonymous(&self) -> Client {
        Client::new(self.address(), None)
    }

    /// A client with this token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Client {
        Client::new(self.address(), Some(token.to_owned()))
    }

    /// Bytes as they are, over a connection of their own.
    #[must_use]
    pub fn raw(&self, bytes: &[u8]) -> Raw {
        Raw::exchange(self.address(), bytes)
    }

    /// A worker of the organisation, logged in (once per app and worker). A token lives ten
    /// minutes: after [`Clock::advance`] by more, the worker logs in again at the next call of this.
    #[must_use]
    pub fn as_(&self, username: &str) -> Client {
        self.once(username, || self.log_in(username))
    }

    fn once(&self, who: &str, log_in: impl Fn() -> Client) -> Client {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        if let Some(client) = tokens.get(who)
            && client.good_until.is_none_or(|until| now < until)
        {
            return client.clone();
        }
        let mut client = log_in();
        client.good_until = Some(now + chrono::Duration::seconds(600));
        tokens.insert(who.to_owned(), client.clone());
        client
    }

    /// A new session of a worker of the organisation.
    #[must_use]
    pub fn log_in(&self, username: &str) -> Client {
        let body = json!({"username": username, "password": PASSWORD});
        let reply = self.anonymous().post("/v1/sessions", body).send().created();
        self.with_token(reply["access_token"].as_str().unwrap())
    }

    /// An integration of the organisation with all its scopes (once per app and integration).
    #[must_use]
    pub fn as_integration(&self, key: &str) -> Client {
        self.once(&format!("integration {key}"), || {
            let id = organisation::integration(key).to_string();
            let fields = [
                ("grant_type", "client_credentials"),
                ("client_id", id.as_str()),
                ("client_secret", SECRET),
            ];
            let reply = self.anonymous().form("/oauth/token", &fields).send().ok();
            self.with_token(reply["access_token"].as_str().unwrap())
        })
    }

    /// Siti, caseworker in Kulim.
    #[must_use]
    pub fn as_caseworker(&self) -> Client {
        self.as_("siti")
    }

    /// Farid, another caseworker in Kulim.
    #[must_use]
    pub fn as_colleague(&self) -> Client {
        self.as_("farid")
    }

    /// Hanim, caseworker in Baling.
    #[must_use]
    pub fn as_other_district(&self) -> Client {
        self.as_("hanim")
    }

    /// Dewi, caseworker in Kota Batu, Indonesia.
    #[must_use]
    pub fn as_indonesian_caseworker(&self) -> Client {
        self.as_("dewi")
    }

    /// Azman, supervisor in Kulim.
    #[must_use]
    pub fn as_supervisor(&self) -> Client {
        self.as_("azman")
    }

    /// Rosnah, second supervisor in Kulim.
    #[must_use]
    pub fn as_second_supervisor(&self) -> Client {
        self.as_("rosnah")
    }

    /// Ismail, director of the state of Kedah.
    #[must_use]
    pub fn as_director(&self) -> Client {
        self.as_("ismail")
    }

    /// Zainab, administrator of the Malaysian headquarters.
    #[must_use]
    pub fn as_administrator(&self) -> Client {
        self.as_("admin")
    }

    /// Lee, auditor of the Malaysian headquarters.
    #[must_use]
    pub fn as_auditor(&self) -> Client {
        self.as_("auditor")
    }

    /// Noraini, data officer of the Malaysian headquarters.
    #[must_use]
    pub fn as_data_officer(&self) -> Client {
        self.as_("data")
    }
}
