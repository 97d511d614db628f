//! What is asked of each part of a plan, beside the others: what it names is there, dates are in
//! order, tasks do not wait for each other in a circle, what others name is not taken away.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    AlternativePlan, ConsultationDetails, CrisisPlan, Goal, GoalDetails, GoalId, Indicator,
    IndicatorDetails, Milestone, MilestoneDetails, Objective, ObjectiveDetails, PlanContent,
    PlanRole, PlanTask, PlanTaskDetails, PlanTaskId, RoleDetails, Strategy, StrategyDetails,
    TeamConsultation,
};
use crate::elements::Rules;
use crate::refusal::{Refusal, RefusalCode};
use crate::warnings::{Fault, FaultCode};

impl Rules for Goal {
    fn faults(details: &GoalDetails, _others: &PlanContent, _today: NaiveDate) -> Vec<Fault> {
        let unscaled = details.baseline_level.is_some() && details.scale.is_none();
        unscaled
            .then(|| Fault::new("/scale", FaultCode::Required))
            .into_iter()
            .collect()
    }

    fn keeps(&self, others: &PlanContent) -> Vec<Refusal> {
        let named = others
            .objectives
            .iter()
            .any(|it| it.details.goal_id == self.id)
            || others
                .indicators
                .iter()
                .any(|it| it.details.goal_id == self.id)
            || others
                .milestones
                .iter()
                .any(|it| it.details.goal_id == Some(self.id))
            || others
                .strategies
                .iter()
                .any(|it| it.details.goal_ids.contains(&self.id));
        kept(named)
    }
}

impl Rules for Objective {
    fn faults(details: &ObjectiveDetails, others: &PlanContent, _today: NaiveDate) -> Vec<Fault> {
        others
            .goal("/goal_id", details.goal_id)
            .into_iter()
            .collect()
    }

    fn keeps(&self, others: &PlanContent) -> Vec<Refusal> {
        kept(
            others
                .tasks
                .iter()
                .any(|it| it.details.objective_id == self.id),
        )
    }
}

impl Rules for PlanTask {
    fn faults(details: &PlanTaskDetails, others: &PlanContent, _today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !others
            .objectives
            .iter()
            .any(|it| it.id == details.objective_id)
        {
            faults.push(unknown("/objective_id"));
        }
        faults.extend(not_before("/due_on", details.due_on, details.starts_on));
        faults.extend(each_once("/after", &details.after));
        for (index, id) in details.after.iter().enumerate() {
            if !others.tasks.iter().any(|it| it.id == *id) {
                faults.push(unknown(&format!("/after/{index}")));
            }
        }
        if faults.is_empty() && leads_back(&details.after, others) {
            faults.push(Fault::new("/after", FaultCode::WaitsForItself));
        }
        faults
    }

    fn keeps(&self, others: &PlanContent) -> Vec<Refusal> {
        kept(
            others
                .tasks
                .iter()
                .any(|it| it.details.after.contains(&self.id)),
        )
    }
}

/// Whether the tasks named here wait, by however many steps, for the task that is being told.
/// That one is not among the others, and it is the only one that is named and not there: no task
/// is taken away while another waits for it.
fn leads_back(after: &[PlanTaskId], others: &PlanContent) -> bool {
    let mut next: Vec<PlanTaskId> = after.to_vec();
    let mut seen = BTreeSet::new();
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        match others.tasks.iter().find(|it| it.id == id) {
            Some(task) => next.extend(&task.details.after),
            None => return true,
        }
    }
    false
}

impl Rules for PlanRole {
    fn faults(details: &RoleDetails, _others: &PlanContent, today: NaiveDate) -> Vec<Fault> {
        let (explained, accepted) = (details.explained_on, details.accepted_on);
        let order = match (explained, accepted) {
            (None, Some(_)) => Some(Fault::new("/explained_on", FaultCode::Required)),
            (Some(explained), Some(accepted)) => not_before("/accepted_on", accepted, explained),
            (None | Some(_), None) => None,
        };
        order
            .into_iter()
            .chain(explained.and_then(|date| past("/explained_on", date, today)))
            .chain(accepted.and_then(|date| past("/accepted_on", date, today)))
            .collect()
    }
}

impl Rules for Milestone {
    fn faults(details: &MilestoneDetails, others: &PlanContent, _today: NaiveDate) -> Vec<Fault> {
        let goal = details.goal_id.and_then(|id| others.goal("/goal_id", id));
        goal.into_iter().collect()
    }
}

impl Rules for Strategy {
    fn faults(details: &StrategyDetails, others: &PlanContent, _today: NaiveDate) -> Vec<Fault> {
        let mut faults: Vec<Fault> = each_once("/goal_ids", &details.goal_ids)
            .into_iter()
            .collect();
        for (index, id) in details.goal_ids.iter().enumerate() {
            faults.extend(others.goal(&format!("/goal_ids/{index}"), *id));
        }
        if let (Some(starts), Some(ends)) = (details.starts_on, details.ends_on) {
            faults.extend(not_before("/ends_on", ends, starts));
        }
        faults
    }
}

impl Rules for Indicator {
    fn faults(details: &IndicatorDetails, others: &PlanContent, _today: NaiveDate) -> Vec<Fault> {
        let mut faults: Vec<Fault> = others
            .goal("/goal_id", details.goal_id)
            .into_iter()
            .collect();
        let (least, most) = (details.minimum, details.maximum);
        if let (Some(least), Some(most)) = (least, most)
            && most < least
        {
            faults.push(Fault::new("/maximum", FaultCode::TooSmall).with("min", least));
        }
        if let (Some(least), Some(target)) = (least, details.target)
            && target < least
        {
            faults.push(Fault::new("/target", FaultCode::TooSmall).with("min", least));
        }
        if let (Some(most), Some(target)) = (most, details.target)
            && target > most
        {
            faults.push(Fault::new("/target", FaultCode::TooLarge).with("max", most));
        }
        faults
    }
}

impl Rules for AlternativePlan {}

impl Rules for CrisisPlan {}

impl Rules for TeamConsultation {
    fn faults(
        details: &ConsultationDetails,
        _others: &PlanContent,
        today: NaiveDate,
    ) -> Vec<Fault> {
        past("/held_on", details.held_on, today)
            .into_iter()
            .collect()
    }
}

impl PlanContent {
    fn goal(&self, pointer: &str, id: GoalId) -> Option<Fault> {
        let known = self.goals.iter().any(|goal| goal.id == id);
        (!known).then(|| unknown(pointer))
    }
}

fn unknown(pointer: &str) -> Fault {
    Fault::new(pointer, FaultCode::UnknownReference)
}

fn not_before(pointer: &str, date: NaiveDate, least: NaiveDate) -> Option<Fault> {
    (date < least).then(|| Fault::new(pointer, FaultCode::DateTooEarly).with("min", least))
}

fn past(pointer: &str, date: NaiveDate, today: NaiveDate) -> Option<Fault> {
    (date > today).then(|| Fault::new(pointer, FaultCode::DateInFuture))
}

fn each_once<T: Ord>(pointer: &str, ids: &[T]) -> Option<Fault> {
    let once: BTreeSet<&T> = ids.iter().collect();
    (once.len() < ids.len()).then(|| Fault::new(pointer, FaultCode::RepeatedItem))
}

fn kept(named: bool) -> Vec<Refusal> {
    named
        .then(|| Refusal::new(RefusalCode::StillNamed))
        .into_iter()
        .collect()
}
