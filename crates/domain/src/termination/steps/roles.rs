//! Everybody who has a role in the plan is asked for a report before a planned end (M335).

use super::PartyReportDetails;
use crate::assessment::Informant;
use crate::cases::{GateFacts, Missing, MissingCode, RequirementCode};
use crate::intervention::plan::{PlanParty, PlanRole, plan_part};

impl GateFacts {
    /// Names the roles of the active plan of whom no report was so much as asked for; `reports` are
    /// those that count.
    pub fn ask_roles(&mut self, roles: &[PlanRole], reports: &[PartyReportDetails]) {
        let missing: Vec<Missing> = roles
            .iter()
            .filter(|role| !reporters(role.details.party).is_empty())
            .filter(|role| !reports.iter().any(|report| report.is_of(role)))
            .map(|role| Missing::record(MissingCode::RoleReport, plan_part(role)))
            .collect();
        if !missing.is_empty() {
            let code = RequirementCode::PartyReports;
            self.outstanding.entry(code).or_default().extend(missing);
        }
    }
}

impl PartyReportDetails {
    fn is_of(&self, role: &PlanRole) -> bool {
        match self.plan_role_id {
            Some(id) => id == role.id,
            None => reporters(role.details.party).contains(&self.party),
        }
    }
}

/// As whom somebody with this part in the plan reports. Our own exceptions°: the client is heard in
/// the interview on functioning, the caseworker in the final report.
const fn reporters(party: PlanParty) -> &'static [Informant] {
    match party {
        PlanParty::Client | PlanParty::Caseworker => &[],
        PlanParty::Referrer => &[Informant::Referrer],
        PlanParty::Family => &[Informant::Family, Informant::ClosePerson],
        PlanParty::Agency | PlanParty::ServiceProvider => {
            &[Informant::ServiceProvider, Informant::DirectServiceStaff]
        }
        PlanParty::Community => &[Informant::Community, Informant::ClosePerson],
        PlanParty::School => &[Informant::School],
        PlanParty::Other => &[Informant::Other, Informant::ClosePerson],
    }
}
