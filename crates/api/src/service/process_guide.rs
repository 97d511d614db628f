//! The guide to the work, so that an app can show next to each requirement how it is met.

use actix_web::{HttpRequest, HttpResponse};
use domain::{
    cases::{RequirementCode, Stage},
    guide::{GUIDE, GuideStep, process_of},
    words::Word,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::code_lists::CodeWord;
use crate::{
    http::{
        body::query,
        problem::ApiError,
        routes::{Access, Route},
    },
    service::routes::cached,
};

/// The routes of this file.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![crate::route!(get_process_guide, Access::Public)]
}

/// The work processes of the five stages.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"stages": [{"stage": {"code": "termination",
    "labels": {"ms": "Penamatan", "id": "Terminasi", "en": "Termination"}, "source": "M Jadual 1"},
    "processes": []}]}))]
pub struct ProcessGuide {
    /// The stages, in order.
    #[schema(max_items = 5)]
    stages: Vec<GuideStage>,
}

/// A stage and its work processes.
#[derive(Serialize, ToSchema)]
pub struct GuideStage {
    /// The stage.
    stage: CodeWord,
    /// Its processes, in order.
    #[schema(max_items = 50)]
    processes: Vec<GuideProcess>,
}

/// A work process.
#[derive(Serialize, ToSchema)]
pub struct GuideProcess {
    /// The process; `process` of a checklist's item names its code.
    process: CodeWord,
    /// What is done, in order.
    #[schema(max_items = 50)]
    activities: Vec<CodeWord>,
    /// The skills it calls for.
    #[schema(max_items = 50)]
    skills: Vec<CodeWord>,
    /// The knowledge it calls for.
    #[schema(max_items = 50)]
    knowledge: Vec<CodeWord>,
    /// Whether skills and knowledge are taken over from the process before, with which this one
    /// shares a cell of the manual's table.
    inferred: bool,
    /// The requirements of the checklists that its work meets.
    #[schema(max_items = 50)]
    requirements: Vec<CodeWord>,
}

impl GuideProcess {
    fn of(step: &GuideStep) -> Self {
        let requirements = RequirementCode::all().iter().copied();
        Self {
            process: CodeWord::of(step.process),
            activities: words(step.activities),
            skills: words(step.skills),
            knowledge: words(step.knowledge),
            inferred: step.inferred(),
            requirements: requirements
                .filter(|one| process_of(*one) == Some(step.process))
                .map(CodeWord::of)
                .collect(),
        }
    }
}

fn words<W: Word>(words: &[W]) -> Vec<CodeWord> {
    words.iter().copied().map(CodeWord::of).collect()
}

fn guide() -> ProcessGuide {
    let stage = |stage: &Stage| GuideStage {
        stage: CodeWord::of(*stage),
        processes: GUIDE
            .iter()
            .filter(|step| step.stage == *stage)
            .map(GuideProcess::of)
            .collect(),
    };
    ProcessGuide {
        stages: Stage::all().iter().map(stage).collect(),
    }
}

/// Read the process guide
///
/// The work processes of the five stages: what is done in each, the skills and the knowledge it
/// calls for, and the requirements of the checklists that it meets; in Malay, Indonesian and
/// English. It is advice after the manual, in words of our own: a worker may draw on more.
#[utoipa::path(get, path = "/v1/process-guide", tag = "reference",
    responses((status = 200, description = "The guide.", body = ProcessGuide)))]
pub async fn get_process_guide(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    query(&request)?;
    let text = serde_json::to_string(&guide()).map_err(ApiError::internal)?;
    cached(&request, "application/json", &text)
}
