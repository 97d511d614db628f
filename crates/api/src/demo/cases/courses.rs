//! Which cases there are: where, about what, since when, how far each has come, and what happened
//! on the way. Everything else about them is left to chance.

use super::{
    offices::{KOTA_BHARU, KUCHING, MAKASSAR, MEDAN, Office, SANTUBONG},
    problems::{
        Problem, indonesia as id, indonesia_families as families, malaysia as my,
        malaysia_children as children,
    },
};

/// How far a case has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The intake waits for its screening.
    Received,
    /// The intake is with the referrer again, for want of papers.
    Returned,
    /// The screened intake waits for its decision.
    Screened,
    /// Accepted; nobody has been there yet.
    Opened,
    /// The assessment is a draft.
    Assessing,
    /// The plan is a draft.
    Drafting,
    /// The client agrees to the plan; it waits for its approval.
    Proposed,
    /// The plan is carried out.
    Working,
    /// It is monitored.
    Monitored,
    /// The planned end is being prepared.
    Ending,
    /// Its closure is requested.
    Requested,
    /// Closed as planned.
    Closed,
    /// It ends before its time.
    Leaving(End),
    /// Closed before its time.
    Left(End),
    /// Closed before its time, and opened again.
    Back(End),
}

/// Why a case ends before its time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The client died.
    Deceased,
    /// The client moved away.
    MovedAway,
    /// Nobody was reached any more.
    LostContact,
    /// The client wants it.
    ClientRequest,
    /// The client left the institution.
    Absconded,
    /// There is no service.
    NoSuitableService,
    /// Another discipline is needed.
    BeyondCapacity,
}

/// What happens on the way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Twist {
    /// Work on it waits.
    Held,
    /// A crisis that is still open.
    Crisis,
    /// A crisis that was met.
    CrisisOver,
    /// A task that nobody does in time.
    TaskOverdue,
    /// Nobody looks any more whether it works.
    Unwatched,
    /// Things are kept for the client.
    Custody,
    /// Only those named may read it.
    Restricted,
}

/// A case.
pub struct Course {
    /// Where.
    pub office: &'static Office,
    /// What about.
    pub problem: &'static Problem,
    /// In which week it reaches the office; the first is 0.
    pub week: i64,
    /// How far it comes.
    pub reach: Reach,
    /// What happens on the way.
    pub twists: &'static [Twist],
}

const fn course(
    office: &'static Office,
    problem: &'static Problem,
    week: i64,
    reach: Reach,
    twists: &'static [Twist],
) -> Course {
    Course {
        office,
        problem,
        week,
        reach,
        twists,
    }
}

use End as E;
use Reach as R;
use Twist as T;

/// All cases: 36 of Malaysia, 24 of Indonesia.
pub static COURSES: [Course; 60] = [
    course(&KUCHING, &my::ELDER_NEGLECT, 0, R::Closed, &[T::CrisisOver]),
    course(
        &KUCHING,
        &my::DOMESTIC_VIOLENCE,
        1,
        R::Monitored,
        &[T::CrisisOver],
    ),
    course(&KUCHING, &my::POOR_FAMILY, 3, R::Ending, &[]),
    course(&KUCHING, &my::HOMELESS, 2, R::Left(E::LostContact), &[]),
    course(&KUCHING, &my::DISABILITY, 4, R::Monitored, &[T::Unwatched]),
    course(&KUCHING, &children::NEGLECT, 5, R::Monitored, &[T::Held]),
    course(&KUCHING, &my::MENTAL_HEALTH, 7, R::Working, &[T::Crisis]),
    course(&KUCHING, &my::OLDER_PERSON, 9, R::Proposed, &[]),
    course(&KUCHING, &children::ABUSE, 10, R::Working, &[T::Restricted]),
    course(
        &KUCHING,
        &my::DISABILITY,
        11,
        R::Drafting,
        &[T::TaskOverdue],
    ),
    course(&KUCHING, &my::POOR_FAMILY, 12, R::Assessing, &[]),
    course(&KUCHING, &my::HOMELESS, 13, R::Opened, &[]),
    course(&KUCHING, &my::ELDER_NEGLECT, 14, R::Returned, &[]),
    course(&KUCHING, &my::DOMESTIC_VIOLENCE, 14, R::Received, &[]),
    course(&KOTA_BHARU, &my::POOR_FAMILY, 1, R::Closed, &[]),
    course(
        &KOTA_BHARU,
        &my::ELDER_NEGLECT,
        2,
        R::Left(E::Deceased),
        &[],
    ),
    course(&KOTA_BHARU, &my::OLDER_PERSON, 3, R::Requested, &[]),
    course(
        &KOTA_BHARU,
        &my::DOMESTIC_VIOLENCE,
        4,
        R::Back(E::ClientRequest),
        &[],
    ),
    course(
        &KOTA_BHARU,
        &my::MENTAL_HEALTH,
        3,
        R::Monitored,
        &[T::Crisis],
    ),
    course(
        &KOTA_BHARU,
        &my::DISABILITY,
        6,
        R::Monitored,
        &[T::TaskOverdue],
    ),
    course(
        &KOTA_BHARU,
        &children::NEGLECT,
        8,
        R::Leaving(E::MovedAway),
        &[],
    ),
    course(&KOTA_BHARU, &my::HOMELESS, 9, R::Working, &[T::Held]),
    course(
        &KOTA_BHARU,
        &children::ABUSE,
        11,
        R::Assessing,
        &[T::TaskOverdue],
    ),
    course(&KOTA_BHARU, &my::ELDER_NEGLECT, 11, R::Drafting, &[]),
    course(
        &KOTA_BHARU,
        &my::MENTAL_HEALTH,
        12,
        R::Assessing,
        &[T::Held],
    ),
    course(&KOTA_BHARU, &my::DISABILITY, 13, R::Opened, &[]),
    course(&KOTA_BHARU, &my::POOR_FAMILY, 14, R::Screened, &[]),
    course(&KOTA_BHARU, &my::OLDER_PERSON, 14, R::Received, &[]),
    course(
        &SANTUBONG,
        &children::BEYOND_CONTROL,
        2,
        R::Ending,
        &[T::Custody, T::CrisisOver],
    ),
    course(
        &SANTUBONG,
        &children::IN_CONFLICT,
        4,
        R::Monitored,
        &[T::Custody],
    ),
    course(
        &SANTUBONG,
        &children::BEYOND_CONTROL,
        5,
        R::Left(E::Absconded),
        &[T::Custody],
    ),
    course(
        &SANTUBONG,
        &children::NEGLECT,
        6,
        R::Monitored,
        &[T::Custody, T::Unwatched],
    ),
    course(
        &SANTUBONG,
        &children::IN_CONFLICT,
        9,
        R::Working,
        &[T::Custody, T::CrisisOver],
    ),
    course(
        &SANTUBONG,
        &children::BEYOND_CONTROL,
        12,
        R::Assessing,
        &[T::Custody],
    ),
    course(&SANTUBONG, &children::ABUSE, 13, R::Opened, &[T::Custody]),
    course(&SANTUBONG, &children::IN_CONFLICT, 14, R::Screened, &[]),
    course(&MAKASSAR, &families::POOR_FAMILY, 0, R::Closed, &[]),
    course(
        &MAKASSAR,
        &id::TRAFFICKING,
        2,
        R::Monitored,
        &[T::CrisisOver],
    ),
    course(&MAKASSAR, &id::OLDER_PERSON, 3, R::Ending, &[]),
    course(&MAKASSAR, &id::DISASTER, 3, R::Left(E::MovedAway), &[]),
    course(&MAKASSAR, &families::CHILD_NEGLECT, 5, R::Monitored, &[]),
    course(
        &MAKASSAR,
        &id::MENTAL_HEALTH,
        6,
        R::Left(E::BeyondCapacity),
        &[],
    ),
    course(&MAKASSAR, &id::DISABILITY, 8, R::Working, &[T::TaskOverdue]),
    course(&MAKASSAR, &families::FAMILY_CONFLICT, 10, R::Proposed, &[]),
    course(
        &MAKASSAR,
        &families::POOR_FAMILY,
        11,
        R::Working,
        &[T::Held],
    ),
    course(
        &MAKASSAR,
        &id::TRAFFICKING,
        12,
        R::Assessing,
        &[T::Restricted],
    ),
    course(&MAKASSAR, &id::DISASTER, 13, R::Opened, &[T::Crisis]),
    course(&MAKASSAR, &id::OLDER_PERSON, 14, R::Screened, &[]),
    course(&MAKASSAR, &families::CHILD_NEGLECT, 14, R::Received, &[]),
    course(&MEDAN, &id::OLDER_PERSON, 1, R::Closed, &[T::Custody]),
    course(
        &MEDAN,
        &families::FAMILY_CONFLICT,
        3,
        R::Monitored,
        &[T::Unwatched],
    ),
    course(&MEDAN, &id::DISABILITY, 4, R::Requested, &[]),
    course(
        &MEDAN,
        &families::POOR_FAMILY,
        6,
        R::Back(E::LostContact),
        &[],
    ),
    course(
        &MEDAN,
        &id::MENTAL_HEALTH,
        7,
        R::Monitored,
        &[T::Crisis, T::Held],
    ),
    course(
        &MEDAN,
        &families::CHILD_NEGLECT,
        8,
        R::Left(E::NoSuitableService),
        &[],
    ),
    course(&MEDAN, &id::DISASTER, 10, R::Working, &[T::CrisisOver]),
    course(&MEDAN, &families::POOR_FAMILY, 11, R::Drafting, &[]),
    course(&MEDAN, &families::FAMILY_CONFLICT, 12, R::Assessing, &[]),
    course(&MEDAN, &id::DISABILITY, 13, R::Opened, &[T::TaskOverdue]),
    course(&MEDAN, &id::TRAFFICKING, 14, R::Returned, &[]),
];
