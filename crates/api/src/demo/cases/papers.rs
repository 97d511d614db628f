//! Which papers the ministries ask for, as the stories that are told before say.

use std::collections::BTreeMap;

use domain::parties::unit::Country;

use super::super::story::Story;

/// How many papers an intake of a category needs, by country.
pub struct Papers(BTreeMap<(&'static str, String), usize>);

impl Papers {
    /// What these stories make the headquarters ask for.
    pub fn of(stories: &[Story]) -> Self {
        let mut papers = BTreeMap::new();
        for step in stories.iter().flat_map(|story| &story.steps) {
            for (unit, country) in [("hq_my", "MY"), ("hq_id", "ID")] {
                let asks = format!("PUT /v1/units/{{{unit}/unit/id}}/document-requirements/");
                let Some(category) = step.request.strip_prefix(&asks) else {
                    continue;
                };
                let body = step.body.as_ref();
                let asked = body.and_then(|body| body["document_types"].as_array());
                papers.insert((country, category.to_owned()), asked.map_or(0, Vec::len));
            }
        }
        Self(papers)
    }

    /// How many papers are asked for.
    pub fn asked(&self, country: Country, category: &str) -> usize {
        let country = match country {
            Country::My => "MY",
            Country::Id => "ID",
        };
        let asked = self.0.get(&(country, category.to_owned()));
        asked.copied().unwrap_or_default()
    }
}
