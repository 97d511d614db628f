//! The file that a record of this room is kept in, for an act: the intake until it is accepted, from
//! then on the case.

use chrono::NaiveDate;
use domain::{
    access::Facts,
    engagement::{EngagementEvent, EngagementPlace, Holder, OnIntake},
    intake::IntakeId,
};
use uuid::Uuid;

use super::Engagement;
use crate::{
    act::{Act, Stop},
    cases,
    events::Of,
    http::problem::ProblemCode,
    intake, on,
    parties::persons::load::today,
};

/// An intake or a case, whose row is locked.
pub enum File {
    /// An intake.
    Intake(Box<intake::load::Loaded>),
    /// A case.
    Case(Box<cases::load::Loaded>),
}

impl File {
    /// As the rules know it.
    pub fn holder(&self) -> Holder<'_> {
        match self {
            Self::Intake(loaded) => Holder::from(&loaded.intake),
            Self::Case(loaded) => Holder::from(&loaded.case),
        }
    }

    /// What access has to know.
    pub fn facts(&self) -> Facts {
        match self {
            Self::Intake(loaded) => loaded.facts(),
            Self::Case(loaded) => loaded.facts(None),
        }
    }

    /// Today where its unit is.
    pub fn today(&self, act: &mut Act<'_, '_>) -> Result<NaiveDate, Stop> {
        Ok(today(act.tx, self.holder().unit_id(), act.now)?)
    }

    /// Tells what happened to a record that is kept in it.
    pub fn tell<T: Engagement>(
        &self,
        act: &mut Act<'_, '_>,
        id: Uuid,
        version: i64,
        events: &[EngagementEvent],
    ) -> Result<(), Stop> {
        let case_id = self.holder().place().case_id();
        let of = Of {
            kind: T::KIND,
            id,
            case_id: case_id.map(|id| id.0),
        };
        events.iter().try_for_each(|event| match self {
            Self::Intake(_) => act.record(of, version, &OnIntake(event)),
            Self::Case(_) => act.record(of, version, event),
        })
    }
}

/// The file at this place.
pub fn lock(act: &mut Act<'_, '_>, place: EngagementPlace) -> Result<File, Stop> {
    Ok(match place {
        EngagementPlace::Intake(id) => File::Intake(Box::new(intake::load::lock(act, id)?)),
        EngagementPlace::Case(id, _) => File::Case(Box::new(cases::load::lock(act, id)?)),
    })
}

/// A record for a permitted act, with its file: below the intake that is named, or by itself, which
/// a record of a case is.
pub fn locked<T: Engagement>(
    act: &mut Act<'_, '_>,
    below: Option<IntakeId>,
    id: Uuid,
) -> Result<(File, T), Stop> {
    let place = match below {
        Some(intake) => intake.into(),
        None => {
            let case = on!(act.tx, engagements::case_of(T::KIND, id))?;
            case.ok_or(ProblemCode::NotFound)?.into()
        }
    };
    let file = lock(act, place)?;
    let place = file.holder().place();
    let found: Option<T> = on!(act.tx, engagements::find_in(place, id))?;
    let record = found.ok_or(ProblemCode::NotFound)?;
    act.permit(&file.facts(), record.version())?;
    Ok((file, record))
}
