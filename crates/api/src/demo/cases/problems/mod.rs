//! What brings people to an office, by category, in the words of the office.

pub mod indonesia;
pub mod indonesia_families;
pub mod malaysia;
pub mod malaysia_children;

use super::people::Who;

/// A problem, from how it is presented to what becomes of it.
pub struct Problem {
    /// The category.
    pub category: &'static str,
    /// Whom it befalls.
    pub who: Who,
    /// How it reaches the office.
    pub channel: &'static str,
    /// Which agency refers it; none comes for the client's own request.
    pub agency: &'static str,
    /// How soon somebody must respond.
    pub urgency: &'static str,
    /// Whether a court or a statute mandates the work; then by which words it is cited.
    pub order: Option<Order>,
    /// How it is told, in one way or another.
    pub told: [&'static str; 2],
    /// What is to be solved.
    pub issue: &'static str,
    /// Of what kind its cause is.
    pub cause: &'static str,
    /// How severe the needs are: physical, emotional, social, spiritual, socioeconomic.
    pub needs: [u8; 5],
    /// What may happen, how likely it is and how bad.
    pub hazard: (&'static str, u8, u8),
    /// What is done against it.
    pub measure: &'static str,
    /// What there is to draw on: kind and description.
    pub resource: (&'static str, &'static str),
    /// What the client wants.
    pub wish: &'static str,
    /// What is to be reached.
    pub goal: &'static str,
    /// By what one knows that it is.
    pub criterion: &'static str,
    /// What is measured.
    pub indicator: Indicator,
    /// How the goal is to be reached: description, technique, method, level.
    pub strategy: (&'static str, &'static str, &'static str, &'static str),
    /// What is done if that does not work.
    pub otherwise: &'static str,
    /// The intervention, in a line.
    pub title: &'static str,
    /// What sessions are spent on.
    pub sessions: [&'static str; 2],
    /// What could go very wrong.
    pub crisis: &'static str,
    /// What a report finds.
    pub findings: &'static str,
    /// What has changed in the end.
    pub change: &'static str,
    /// How the client goes on: area and plan.
    pub future: (&'static str, &'static str),
    /// What is monitored.
    pub scope: &'static str,
}

/// What is measured, and what it comes to.
pub struct Indicator {
    /// What.
    pub name: &'static str,
    /// How: `frequency`, `rating`, `amount`, `score`.
    pub measure: &'static str,
    /// The most it can be; the least is 0.
    pub most: f64,
    /// What it is at the start.
    pub from: f64,
    /// What it should come to.
    pub to: f64,
}

/// An order.
pub struct Order {
    /// `court_order` or `statute`.
    pub kind: &'static str,
    /// Where it can be found, before a running number.
    pub reference: &'static str,
    /// Who ordered it.
    pub by: &'static str,
}
