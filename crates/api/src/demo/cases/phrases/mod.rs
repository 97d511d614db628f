//! What is written in many files in the same sense: by language, in several wordings.

mod indonesian;
mod malay;

use domain::parties::unit::Country;

/// The wordings of a language.
pub struct Phrases {
    /// Mother or father; whether it is a woman.
    pub parents: [(&'static str, bool); 2],
    /// Aunts of a father or a mother.
    pub aunts: [(&'static str, bool); 2],
    /// Sister or brother.
    pub siblings: [(&'static str, bool); 2],
    /// Daughter or son.
    pub children: [(&'static str, bool); 2],
    /// What else is told when somebody comes.
    pub besides: &'static [&'static str],
    /// What a child says to a consent.
    pub child_views: &'static [&'static str],
    /// What rights were explained with.
    pub rights: &'static [&'static str],
    /// The seven elements of a contract.
    pub elements: [&'static str; 7],
    /// What client, worker and agency take on.
    pub duties: [&'static str; 3],
    /// What superiors say to an acceptance.
    pub acceptances: &'static [&'static str],
    /// What is missing from an intake.
    pub missing: &'static str,
    /// What a first visit found.
    pub visits: &'static [&'static str],
    /// What is still to be done.
    pub tasks: &'static [&'static str],
    /// What the client does for the plan, and the family.
    pub roles: [&'static str; 2],
    /// Why a goal is near.
    pub term: &'static str,
    /// Why a mandated client does not agree.
    pub unwilling: &'static str,
    /// What superiors say to a plan.
    pub approvals: &'static [&'static str],
    /// How clients respond to a session.
    pub responses: &'static [&'static str],
    /// What follows a session.
    pub next_steps: &'static [&'static str],
    /// How something is monitored, with which form, and what that cannot tell.
    pub monitoring: [&'static str; 3],
    /// What is said to an observation.
    pub observed: &'static [&'static str],
    /// What a report makes of its findings.
    pub analyses: &'static [&'static str],
    /// What clients say themselves.
    pub views: &'static [&'static str],
    /// What was learned.
    pub lessons: &'static [&'static str],
    /// What was done in a crisis, what then, and how it ended; and where.
    pub crisis: [&'static str; 4],
    /// Why a case waits.
    pub holds: &'static [&'static str],
    /// Why a case is restricted.
    pub restricted: &'static str,
    /// Why a case is opened again.
    pub reopened: &'static str,
    /// How the client gets on in daily life.
    pub functioning: &'static [&'static str],
    /// The final report's first sentence.
    pub final_report: &'static str,
    /// What the family answers to the news of the end.
    pub answers: &'static [&'static str],
    /// What somebody of the support network gives.
    pub gives: &'static [&'static str],
    /// Why a contract or an intervention is over.
    pub fulfilled: &'static str,
    /// The summary of a planned end.
    pub summary: &'static str,
    /// What superiors say to a closure.
    pub closures: &'static [&'static str],
    /// What is kept: bank book, money, clothes; where; from whom.
    pub custody: [&'static str; 5],
    /// Unplanned ends.
    pub ends: Ends,
}

/// What is told of unplanned ends.
pub struct Ends {
    /// The place somebody moved to, and why nobody there is told.
    pub moved: [&'static str; 2],
    /// Who told of a death, and where the paper stands.
    pub died: [&'static str; 2],
    /// The client's own statement.
    pub wish: &'static str,
    /// How a client who left was looked for, and what came of it.
    pub traced: [&'static str; 2],
    /// A service that was tried, and with what result.
    pub tried: [&'static str; 2],
    /// Which need is beyond the agency, and where the client is directed.
    pub beyond: [&'static str; 2],
    /// What is noted of an attempt to reach somebody.
    pub attempt: &'static str,
    /// The summary.
    pub summary: &'static str,
}

/// The wordings of an office of this country.
pub const fn of(country: Country) -> &'static Phrases {
    match country {
        Country::My => &malay::MALAY,
        Country::Id => &indonesian::INDONESIAN,
    }
}
