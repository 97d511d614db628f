//! What workers are qualified for: recorded, changed, withdrawn; who sees them sees it.

pub mod routes;
