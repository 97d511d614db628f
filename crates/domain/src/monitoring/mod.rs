//! Stage four, monitoring and evaluation. So far its words.

mod vocabulary;

pub use vocabulary::{InstrumentKind, MonitoringScope};
