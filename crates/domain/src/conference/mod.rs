//! Case conferences, which cut across the stages. So far their words.

mod vocabulary;

pub use vocabulary::{ChairPosition, ConferenceCapacity, ConferenceRole};
