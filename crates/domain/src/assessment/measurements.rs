//! Scores on named instruments. The first score on an instrument is the baseline that later ones
//! on the same instrument and version are compared with (K193; rule 17).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AssessmentContent, AssessmentId, ScoreDirection};
use crate::elements::Rules;
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::{Line, Lines};
use crate::warnings::{Fault, FaultCode};

crate::text!(
    InstrumentCode,
    1..=40,
    line,
    "What an instrument is called in short, or which edition it is."
);

/// An instrument, as far as its scores can be understood without it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Instrument {
    /// What it is called in short.
    pub code: InstrumentCode,
    /// Which edition or translation of it.
    pub version: InstrumentCode,
    /// Its name in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// The lowest score there is.
    #[schema(minimum = -1_000_000, maximum = 1_000_000)]
    pub lowest: f64,
    /// The highest score there is.
    #[schema(minimum = -1_000_000, maximum = 1_000_000)]
    pub highest: f64,
    /// Which way is better.
    pub better: ScoreDirection,
}

impl Instrument {
    /// Whether both are the same instrument in the same version.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.code == other.code && self.version == other.version
    }

    /// Whether scores mean the same on both: the same range, the same direction.
    #[must_use]
    pub fn reads_as(&self, other: &Self) -> bool {
        let range = |it: &Self| (it.lowest, it.highest, it.better);
        range(self) == range(other)
    }
}

/// What is told of a measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MeasurementDetails {
    /// With what was measured.
    pub instrument: Instrument,
    /// The score, within the range of the instrument.
    #[schema(minimum = -1_000_000, maximum = 1_000_000)]
    pub score: f64,
    /// On which day.
    pub measured_on: NaiveDate,
    /// By whom, or under which circumstances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Lines>,
}

crate::element!(
    /// A score on a named instrument.
    Measurement, MeasurementId, NewMeasurement: MeasurementDetails
        in AssessmentContent, assessment_id: AssessmentId;
    "A measurement of an assessment.";
    {"instrument": {"code": "GDS-15", "version": "ms-2009", "lowest": 0, "highest": 15,
        "better": "lower"}, "score": 9, "measured_on": "2026-03-02"}
);

impl Rules for Measurement {
    fn faults(details: &MeasurementDetails, _: &AssessmentContent, today: NaiveDate) -> Vec<Fault> {
        let MeasurementDetails {
            instrument, score, ..
        } = details;
        let mut faults = Vec::new();
        if instrument.highest <= instrument.lowest {
            let fault = Fault::new("/instrument/highest", FaultCode::TooSmall);
            faults.push(fault.with("min", instrument.lowest));
        } else if *score < instrument.lowest {
            let fault = Fault::new("/score", FaultCode::TooSmall);
            faults.push(fault.with("min", instrument.lowest));
        } else if *score > instrument.highest {
            let fault = Fault::new("/score", FaultCode::TooLarge);
            faults.push(fault.with("max", instrument.highest));
        }
        if details.measured_on > today {
            faults.push(Fault::new("/measured_on", FaultCode::DateInFuture));
        }
        faults
    }

    fn refusals(details: &MeasurementDetails, others: &AssessmentContent) -> Vec<Refusal> {
        let differs = others
            .measurements
            .iter()
            .map(|other| &other.details.instrument)
            .any(|one| one.same_as(&details.instrument) && !one.reads_as(&details.instrument));
        let refusal = || Refusal::new(RefusalCode::InstrumentDiffers).at("/instrument");
        differs.then(refusal).into_iter().collect()
    }
}
