//! What `/metrics` tells, as Prometheus text.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::db::Gauges;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::Registry,
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabel {
    route: String,
}

/// The counters of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<RouteLabel, Histogram, fn() -> Histogram>,
    draining: AtomicBool,
    /// When the database was last asked whether it is there, and whether it was.
    looked: Mutex<Option<(Instant, bool)>>,
}

fn histogram() -> Histogram {
    Histogram::new([
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
    ])
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("kes");
        let requests = Family::<Labels, Counter>::default();
        let seconds =
            Family::<RouteLabel, Histogram, fn() -> Histogram>::new_with_constructor(histogram);
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to answer", seconds.clone());
        Self {
            registry,
            requests,
            seconds,
            draining: AtomicBool::new(false),
            looked: Mutex::default(),
        }
    }
}

impl Metrics {
    /// Whether the database was there, if that was seen within the last second.
    pub fn last_look(&self) -> Option<bool> {
        let looked = *self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        looked
            .filter(|(at, _)| at.elapsed() < Duration::from_secs(1))
            .map(|(_, ready)| ready)
    }

    /// The database was just asked whether it is there.
    pub fn looked(&self, ready: bool) {
        let now = Some((Instant::now(), ready));
        *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// Counts a request.
    pub fn request(&self, route: &str, status: u16, took: Duration) {
        let route = route.to_owned();
        self.requests
            .get_or_create(&Labels {
                route: route.clone(),
                status,
            })
            .inc();
        self.seconds
            .get_or_create(&RouteLabel { route })
            .observe(took.as_secs_f64());
    }

    /// From now on not ready: the process is about to end.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }

    /// Whether it is about to end.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// The counters as text (OpenMetrics).
    #[must_use]
    pub fn text(&self, storage: &Gauges) -> String {
        let mut text = String::new();
        // Ours first: the end mark of OpenMetrics is written by `encode`.
        for (name, value) in storage.all() {
            text.push_str(&format!(
                "# TYPE kes_db_{name} gauge\nkes_db_{name} {value}\n"
            ));
        }
        // Writing into a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
