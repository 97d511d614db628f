//! The originals: intakes recorded, screened, completed and accepted by the service itself, in
//! every office, with one left waiting for its acceptance.

use domain::{access::Role, intake::Category, words::Word};
use serde_json::{Value, json};
use ureq::http::Response;
use uuid::Uuid;

use crate::{
    Failure,
    ids::ORIGINAL,
    organisation::{OFFICES, Organisation, Worker},
    service::Service,
    tokens::Tokens,
};

/// Cases each office begins with: what they are about, and whether only those named on it, and
/// superiors, may see it.
pub const CASES: [(Category, bool); 4] = [
    (Category::OlderPerson, false),
    (Category::PoorFamily, false),
    (Category::DomesticViolence, true),
    (Category::OlderPerson, false),
];
/// The numbers of the waiting intakes start here.
const WAITING: u64 = ORIGINAL + 0x8000;

/// The number of a case of an office.
pub const fn case_number(office: usize, case: usize) -> u64 {
    ORIGINAL + (office * CASES.len() + case) as u64
}

/// The number of the waiting intake of an office.
pub const fn waiting_number(office: usize) -> u64 {
    WAITING + office as u64
}

/// Whether a caseworker of the office is responsible for this one of its cases.
pub fn is_responsible(organisation: &Organisation, worker: &Worker, case: usize) -> bool {
    caseworker(organisation, worker.office, case).is_some_and(|one| one.id == worker.id)
}

fn caseworker(organisation: &Organisation, office: usize, case: usize) -> Option<&Worker> {
    organisation.staff(Role::Caseworker, office).nth(case % 2)
}

/// What the service made.
#[derive(Default)]
pub struct Originals {
    cases: Vec<(u64, Uuid)>,
    waiting: Vec<(u64, Uuid)>,
    /// The version of every waiting intake, as an ETag.
    pub waiting_etag: String,
}

impl Originals {
    /// Every one that has a number of its own.
    pub fn numbered(&self) -> impl Iterator<Item = (u64, Uuid)> {
        self.cases.iter().chain(&self.waiting).copied()
    }
}

/// Makes them.
pub fn make(
    service: &Service,
    organisation: &Organisation,
    tokens: &Tokens,
) -> Result<Originals, Failure> {
    let caller = Caller {
        agent: ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into(),
        origin: format!("http://{}", service.address),
        tokens,
    };
    let mut made = Originals::default();
    for office in 0..OFFICES {
        let worker = |role, number| {
            let found = organisation.staff(role, office).nth(number).copied();
            found.ok_or("an office without staff")
        };
        let (caseworker, supervisor) = (worker(Role::Caseworker, 0)?, worker(Role::Supervisor, 0)?);
        for (number, (category, _)) in CASES.iter().enumerate() {
            let (intake, etag) = caller.complete_intake(&caseworker, *category)?;
            let responsible = worker(Role::Caseworker, number % 2)?;
            let path = format!("/v1/intakes/{intake}/acceptance");
            let accepted =
                caller.write(&supervisor, &path, Some(&etag), acceptance(&responsible))?;
            let case = accepted.0["case_id"].as_str().or(accepted.0["id"].as_str());
            let case = case.unwrap_or_default().parse()?;
            made.cases.push((case_number(office, number), case));
        }
        let (intake, etag) = caller.complete_intake(&caseworker, Category::OlderPerson)?;
        made.waiting.push((waiting_number(office), intake));
        made.waiting_etag = etag;
    }
    Ok(made)
}

/// The body that accepts an intake.
pub fn acceptance(caseworker: &Worker) -> Value {
    json!({"caseworker_id": caseworker.id, "note": "Complete; first visit this week."})
}

struct Caller<'a> {
    agent: ureq::Agent,
    origin: String,
    tokens: &'a Tokens,
}

impl Caller<'_> {
    /// Records an intake and does everything that acceptance waits for; its id and its ETag.
    fn complete_intake(&self, by: &Worker, category: Category) -> Result<(Uuid, String), Failure> {
        let person = json!({
            "full_name": "Mat Isa bin Awang",
            "sex": "male",
            "birth_date": "1948-06-12",
            "birth_date_precision": "day",
            "contacts": [{"kind": "phone", "value": "+60 4 490 1234", "preferred": true}],
            "addresses": [{
                "kind": "home", "country": "MY", "lines": ["Lot 12, Kampung Padang Cina"],
                "district_or_regency": "Kulim", "state_or_province": "Kedah", "postcode": "09000"
            }],
            "languages": ["ms"],
        });
        let (person, _) = self.write(by, "/v1/persons", None, person)?;
        let intake = json!({
            "channel": "agency_referral",
            "referrer": {"agency": "Hospital Kulim", "name": "Puan Rohana"},
            "person_id": person["id"],
            "presenting_problem": "Lives alone and cannot manage after his discharge; nobody has \
                                   visited him for three weeks, and the neighbours are worried.",
            "category": category.code(),
            "urgency": "urgent",
            "received_at": "2026-01-05T01:00:00Z",
        });
        let (intake, _) = self.write(by, "/v1/intakes", None, intake)?;
        let id: Uuid = intake["id"].as_str().unwrap_or_default().parse()?;
        let papers = self.read(by, &format!("/v1/intakes/{id}/documents"))?.0;
        let wanted = papers["items"].as_array().into_iter().flatten();
        for item in wanted.filter(|item| item["status"] == "pending") {
            let paper = item["id"].as_str().unwrap_or_default();
            let path = format!("/v1/intakes/{id}/documents/{paper}/receipt");
            let version = item["version"].as_i64().unwrap_or(1);
            let received = json!({"received_on": "2026-01-06"});
            self.write(by, &path, Some(&format!("\"v{version}\"")), received)?;
        }
        let (_, etag) = self.read(by, &format!("/v1/intakes/{id}"))?;
        let screening = json!({
            "tests": {
                "further_action": {"met": true, "note": "His situation at home is not known."},
                "planning_and_intervention": {"met": true},
                "periodic_monitoring": {"met": true}
            },
            "criteria": [
                {"criterion": "Lives in the district", "effect": "excludes", "result": "met"}
            ],
            "duplicates_reviewed": {"result": "no_duplicate_found"}
        });
        let path = format!("{}/v1/intakes/{id}/screening", self.origin);
        let request = self
            .agent
            .put(path)
            .header("Authorization", self.tokens.bearer(by)?);
        let screened = answer(request.header("If-Match", etag).send_json(screening)?)?;
        Ok((id, screened.1))
    }

    fn read(&self, by: &Worker, path: &str) -> Result<(Value, String), Failure> {
        let request = self.agent.get(format!("{}{path}", self.origin));
        answer(
            request
                .header("Authorization", self.tokens.bearer(by)?)
                .call()?,
        )
    }

    fn write(
        &self,
        by: &Worker,
        path: &str,
        if_match: Option<&str>,
        body: Value,
    ) -> Result<(Value, String), Failure> {
        let request = self.agent.post(format!("{}{path}", self.origin));
        let mut request = request.header("Authorization", self.tokens.bearer(by)?);
        if let Some(etag) = if_match {
            request = request.header("If-Match", etag);
        }
        answer(request.send_json(body)?).map_err(|cause| format!("POST {path}: {cause}").into())
    }
}

/// The document and the ETag of a good answer.
fn answer(mut response: Response<ureq::Body>) -> Result<(Value, String), Failure> {
    let etag = response
        .headers()
        .get("ETag")
        .and_then(|etag| etag.to_str().ok());
    let etag = etag.unwrap_or_default().to_owned();
    let (status, text) = (response.status(), response.body_mut().read_to_string()?);
    if !status.is_success() {
        return Err(format!("{status}: {text}").into());
    }
    Ok((serde_json::from_str(&text)?, etag))
}
