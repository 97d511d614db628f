//! An assessment's scores against the baseline: the same instrument, the same version (rule 17).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    AssessmentId, Instrument, Measurement, MeasurementId, NotCompared, ScoreChange, ScoreDirection,
};

/// The score that later ones are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Baseline {
    /// The assessment it stands in.
    pub assessment_id: AssessmentId,
    /// The measurement.
    pub measurement_id: MeasurementId,
    /// The score.
    pub score: f64,
    /// On which day.
    pub measured_on: NaiveDate,
}

/// A score and what has become of the baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ComparedScore {
    /// The measurement.
    pub measurement_id: MeasurementId,
    /// With what was measured.
    pub instrument: Instrument,
    /// The score.
    pub score: f64,
    /// On which day.
    pub measured_on: NaiveDate,
    /// What it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// The score less the baseline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<f64>,
    /// What that means on this instrument.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ScoreChange>,
    /// Why it is not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<NotCompared>,
}

/// The scores of an assessment against the baselines of its episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AssessmentComparison {
    /// The assessment.
    pub assessment_id: AssessmentId,
    /// Its scores.
    #[schema(max_items = 500)]
    pub scores: Vec<ComparedScore>,
}

/// Compares the scores of an assessment with those of the finalised ones before it, the oldest
/// first. The earliest score on the same instrument and version is the baseline.
#[must_use]
pub fn compare(
    assessment: AssessmentId,
    measurements: &[Measurement],
    before: &[Measurement],
) -> AssessmentComparison {
    let scores = measurements.iter().map(|one| score(one, before));
    AssessmentComparison {
        assessment_id: assessment,
        scores: scores.collect(),
    }
}

fn score(one: &Measurement, before: &[Measurement]) -> ComparedScore {
    let details = &one.details;
    let compared = ComparedScore {
        measurement_id: one.id,
        instrument: details.instrument.clone(),
        score: details.score,
        measured_on: details.measured_on,
        baseline: None,
        difference: None,
        change: None,
        not_compared: None,
    };
    match baseline(&details.instrument, before) {
        Err(reason) => ComparedScore {
            not_compared: Some(reason),
            ..compared
        },
        Ok(first) => ComparedScore {
            baseline: Some(Baseline {
                assessment_id: first.assessment_id,
                measurement_id: first.id,
                score: first.details.score,
                measured_on: first.details.measured_on,
            }),
            difference: Some(details.score - first.details.score),
            change: Some(change(
                details.instrument.better,
                first.details.score,
                details.score,
            )),
            ..compared
        },
    }
}

/// The earliest score on this instrument; where there is none, why.
fn baseline<'a>(
    instrument: &Instrument,
    before: &'a [Measurement],
) -> Result<&'a Measurement, NotCompared> {
    let on_it = |one: &&Measurement| one.details.instrument.code == instrument.code;
    let same = |one: &&Measurement| one.details.instrument.same_as(instrument);
    if !before.iter().any(|one| on_it(&one)) {
        return Err(NotCompared::NoBaseline);
    }
    let first = before
        .iter()
        .filter(same)
        .min_by_key(|one| one.details.measured_on)
        .ok_or(NotCompared::OtherVersion)?;
    if first.details.instrument.reads_as(instrument) {
        Ok(first)
    } else {
        Err(NotCompared::OtherRange)
    }
}

fn change(better: ScoreDirection, from: f64, to: f64) -> ScoreChange {
    let up = match better {
        ScoreDirection::Higher => ScoreChange::Better,
        ScoreDirection::Lower => ScoreChange::Worse,
    };
    let down = match better {
        ScoreDirection::Higher => ScoreChange::Worse,
        ScoreDirection::Lower => ScoreChange::Better,
    };
    if to > from {
        up
    } else if to < from {
        down
    } else {
        ScoreChange::Same
    }
}
