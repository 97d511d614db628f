//! The assessment as a document that has elements.

use domain::{
    assessment::{Assessment, AssessmentContent, AssessmentId},
    cases::{Case, CaseId},
    refusal::Refusal,
};

use crate::{db::Tx, elements::Document, http::problem::ApiError, on};

impl Document for Assessment {
    type Id = AssessmentId;
    type Content = AssessmentContent;

    fn find(tx: &mut Tx<'_>, id: AssessmentId) -> Result<Option<Self>, ApiError> {
        Ok(on!(tx, assessments::find(id))?)
    }

    fn case_id(&self) -> CaseId {
        self.case_id
    }

    fn fixed(&self, case: &Case) -> Vec<Refusal> {
        Self::fixed(self, case)
    }
}
