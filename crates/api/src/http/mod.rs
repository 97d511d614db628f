//! HTTP as every operation uses it: routes and contract, bodies and queries, problems, paging.

pub mod body;
pub mod contract;
pub mod etag;
pub mod json;
pub mod metrics;
pub mod middleware;
pub mod paging;
pub mod problem;
pub mod request;
pub mod routes;
pub mod schema;
pub mod shape;
