//! The units, people and records of the matrix as rows: every relation of every column.

use std::collections::BTreeMap;

use actix_web::rt::System;
use api::{
    app,
    cases::attachments::content::place,
    cases::offers::Offered,
    db::types::{Id, Levels},
    http::problem::ApiError,
    on,
};
use domain::{
    access::{
        CaseFacts, Facts, Membership,
        relations::{
            CaseRelation, IntakeRelation, Named, Place, Relation, Scene, Standing, Who, relations,
        },
    },
    assessment::{Assessment, AssessmentId},
    cases::{
        Attachment, AttachmentId, AttachmentStatus, Case, CaseId, ContactId, NoteId, OpenedCase,
        Reassignment, TaskId, Transfer,
    },
    elements::{self, ElementKind},
    engagement::{Consent, Contract, EngagementPlace, LegalBasis, RightsExplanation},
    intake::{DocumentItemId, Intake, IntakeId},
    intervention::plan::{Plan, PlanId, PlanProgress},
    intervention::{Crisis, Intervention, StrategyChange, WorkSession},
    parties::{
        GrantId, GroupId, HouseholdId, IntegrationId, MemberId, PersonId, QualificationId,
        RelationshipId, UnitId, WorkerId,
        group::{Group, GroupMember},
        household::{Household, HouseholdMember},
        member::{Member, Party},
        person::Person,
        relationship::Relationship,
    },
    termination::steps::{
        BoardReviewDetails, ClosingDiscussionDetails, FinalReportDetails,
        FunctioningInterviewDetails, FuturePlanItemDetails, PartyReportDetails, Step, StepDetails,
        StepId, SupportContactDetails, TerminationNoticeDetails, TransitionStepDetails,
    },
    words::{RecordId, Word},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tests::{App, Client, SECRET, engagement};

/// When everything was made.
const AT: &str = "2026-03-02T00:30:00Z";

/// A row of the matrix made real for one column.
#[derive(Clone)]
pub struct Record {
    pub name: &'static str,
    pub relation: Relation,
    pub facts: Facts,
    /// Its unit, for what is made there.
    pub unit: String,
    /// Ids by the names they have in addresses.
    pub ids: BTreeMap<&'static str, String>,
    /// A case whose closure is asked for.
    pub ending: bool,
}

/// The part of the scene that is the same for all columns.
pub struct Stage<'a> {
    app: &'a App,
    units: [UnitId; 4],
    colleague: WorkerId,
    /// By place: a worker with a grant and a qualification, and an integration with a secret.
    register: Vec<(Place, BTreeMap<&'static str, String>)>,
    others_session: String,
}

/// One column: who acts, by which token, on what.
pub struct Column {
    pub who: Who,
    pub scene: Scene,
    pub client: Client,
    pub records: Vec<Record>,
}

const PLACES: [Place; 4] = [
    Place::Ancestor,
    Place::Own,
    Place::Descendant,
    Place::Foreign,
];

fn new<T: RecordId>(app: &App) -> T {
    app::App::id_at(app.clock.now())
}

fn of<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value.clone()).unwrap_or_else(|cause| panic!("{cause}: {value:#}"))
}

fn add_unit(app: &App, id: UnitId, line: &[UnitId], code: &str) {
    let db = app.db();
    let mut levels: Vec<_> = line.iter().map(|id| db.id(id)).collect();
    let level = levels.len() - 1;
    let parent = level
        .checked_sub(1)
        .map_or("NULL".into(), |at| levels[at].clone());
    levels.resize(5, "NULL".into());
    db.run(&format!(
        "INSERT INTO units (id, parent_id, level, unit_0, unit_1, unit_2, unit_3, unit_4, kind, \
         country, code, name, time_zone, weekend, version, created_at, modified_at) SELECT {}, \
         {parent}, {level}, {}, kind, country, '{code}', '{code}', time_zone, weekend, 1, \
         created_at, modified_at FROM units WHERE id = {}",
        db.id(id),
        levels.join(", "),
        db.id(app.unit::<UnitId>("my"))
    ));
}

fn add_worker(app: &App, name: &str, unit: UnitId, grant: Option<(GrantId, &str)>) -> WorkerId {
    let (db, id) = (app.db(), new::<WorkerId>(app));
    db.run(&format!(
        "INSERT INTO workers (id, unit_id, username, full_name, password_hash, active, version, \
         created_at, modified_at) SELECT {}, {}, '{name}', 'Somebody', password_hash, active, 1, \
         created_at, modified_at FROM workers WHERE username = 'siti'",
        db.id(id),
        db.id(unit)
    ));
    if let Some((grant, role)) = grant {
        db.run(&format!(
            "INSERT INTO grants (id, worker_id, role, unit_id, granted_at) SELECT {}, id, \
             '{role}', unit_id, created_at FROM workers WHERE username = '{name}'",
            db.id(grant)
        ));
    }
    id
}

fn add_qualification(app: &App, worker: WorkerId) -> QualificationId {
    let (db, id) = (app.db(), new::<QualificationId>(app));
    db.run(&format!(
        "INSERT INTO worker_qualifications (id, worker_id, kind, details, recorded_by, version, \
         created_at, modified_at) SELECT {}, id, 'family_therapy', '{}', id, 1, created_at, \
         modified_at FROM workers WHERE id = {}",
        db.id(id),
        tests::organisation::qualification("family_therapy"),
        db.id(worker)
    ));
    id
}

/// An integration with every scope one can have, and its secret.
fn add_integration(app: &App, unit: UnitId) -> (IntegrationId, String) {
    let (db, id, secret) = (app.db(), new::<IntegrationId>(app), app.new_id());
    let scopes: Vec<_> = domain::access::Scope::all()
        .iter()
        .map(|scope| scope.code())
        .filter(|code| *code != "admin")
        .collect();
    db.run(
        &format!(
            "INSERT INTO integrations (id, unit_id, name, scopes, active, version, created_at, \
         modified_at) SELECT {}, {}, 'Somebody', '{}', active, 1, created_at, modified_at \
         FROM workers WHERE username = 'siti'",
            db.id(id),
            db.id(unit),
            json!(scopes)
        )
        .replace("active, 1", "TRUE, 1"),
    );
    db.run(&format!(
        "INSERT INTO integration_secrets (id, integration_id, secret_hash, created_at) SELECT {}, \
         id, {}, created_at FROM integrations WHERE id = {}",
        db.id(secret),
        db.bytes(&api::identity::open::secret_hash(SECRET)),
        db.id(id)
    ));
    (id, secret.to_string())
}

fn own_session(client: &Client) -> String {
    client.get("/v1/sessions").send().ok().ids()[0].to_owned()
}

impl<'a> Stage<'a> {
    pub fn new(app: &'a App) -> Self {
        let units @ [above, own, below, foreign] = [(); 4].map(|()| new::<UnitId>(app));
        add_unit(app, above, &[above], "M-ABOVE");
        add_unit(app, own, &[above, own], "M-OWN");
        add_unit(app, below, &[above, own, below], "M-BELOW");
        add_unit(app, foreign, &[above, foreign], "M-FOREIGN");
        let colleague = add_worker(app, "m.colleague", own, Some((new(app), "caseworker")));
        let mut stage = Self {
            app,
            units,
            colleague,
            register: Vec::new(),
            others_session: own_session(&app.as_("m.colleague")),
        };
        for (n, place) in PLACES.into_iter().enumerate() {
            let (unit, grant) = (stage.unit(place), new::<GrantId>(app));
            let name = format!("m.clerk{n}");
            let clerk = add_worker(app, &name, unit, Some((grant, "caseworker")));
            let (integration, secret) = add_integration(app, unit);
            let ids = BTreeMap::from([
                ("unit_id", unit.to_string()),
                ("category", "elder_neglect".to_owned()),
                ("worker_id", clerk.to_string()),
                ("grant_id", grant.to_string()),
                (
                    "qualification_id",
                    add_qualification(app, clerk).to_string(),
                ),
                ("integration_id", integration.to_string()),
                ("secret_id", secret),
            ]);
            stage.register.push((place, ids));
        }
        stage
    }

    fn unit(&self, place: Place) -> UnitId {
        let [above, own, below, foreign] = self.units;
        match place {
            Place::Own => own,
            Place::Descendant => below,
            Place::Ancestor => above,
            Place::Foreign => foreign,
        }
    }

    pub fn column(&self, who: Who) -> Column {
        let [above, own, below, foreign] = self.units;
        let (app, grant) = (self.app, new::<GrantId>(self.app));
        let name = format!("m.{}", who.code());
        let mut worker = self.colleague;
        let mut integration = new::<IntegrationId>(app);
        let (client, session) = match who {
            Who::Role(role) => {
                worker = add_worker(app, &name, own, Some((grant, role.code())));
                let client = app.as_(&name);
                let session = own_session(&client);
                (client, session)
            }
            Who::Nobody => {
                worker = add_worker(app, &name, own, None);
                let client = app.as_(&name);
                let session = own_session(&client);
                (client, session)
            }
            Who::Integration => {
                integration = add_integration(app, own).0;
                let id = integration.to_string();
                let fields = [
                    ("grant_type", "client_credentials"),
                    ("client_id", id.as_str()),
                    ("client_secret", SECRET),
                ];
                let reply = app.anonymous().form("/oauth/token", &fields).send().ok();
                let client = app.with_token(reply["access_token"].as_str().unwrap());
                // It may not end any session, so any will do that is not somebody else's.
                (client, app.new_id().to_string())
            }
        };
        let scene = Scene {
            above,
            own,
            below,
            foreign,
            worker,
            colleague: self.colleague,
            integration,
            grant,
        };
        let records = self.records(who, &scene, &session);
        Column {
            who,
            scene,
            client,
            records,
        }
    }

    fn records(&self, who: Who, scene: &Scene, session: &str) -> Vec<Record> {
        let mut making = Making {
            stage: self,
            scene: *scene,
            rows: Vec::new(),
            members: String::new(),
        };
        let mut records = Vec::new();
        for (name, relation) in relations() {
            if !relation.fits(who) {
                continue;
            }
            for ending in [false, true] {
                if let Some((place, ids)) = making.make(relation, ending, session) {
                    let mut facts = scene.facts(relation, who);
                    if let (Facts::Case(case), false) = (&mut facts, ending) {
                        *case = CaseFacts {
                            requested_by: None,
                            ..case.clone()
                        };
                    }
                    let unit = self.unit(place).to_string();
                    records.push(Record {
                        name,
                        relation,
                        facts,
                        unit,
                        ids,
                        ending,
                    });
                }
            }
        }
        let (rows, members) = (making.rows, making.members);
        let db = self.app.inside().clone();
        let written = System::new().block_on(async move {
            db.db()
                .write_bulk(move |tx| {
                    for row in rows {
                        row(tx)?;
                    }
                    Ok::<_, ApiError>(())
                })
                .await
        });
        assert!(
            written.is_ok(),
            "the rows of {}: {:?}",
            who.code(),
            written.err()
        );
        // An integration is named on nothing.
        if !members.is_empty() {
            self.app.db().run(&members);
        }
        records
    }
}

/// The person and the household or group that an intake or case names.
type About = (Option<PersonId>, Option<Party>);

/// The same as an intake says it.
fn client(party: Option<Party>) -> Value {
    match party {
        None => json!({"kind": "individual"}),
        Some(Party::Household(id)) => json!({"kind": "family", "household_id": id}),
        Some(Party::Group(id)) => json!({"kind": "group", "group_id": id}),
    }
}

type Row = Box<dyn FnOnce(&mut api::db::Tx<'_>) -> Result<(), ApiError> + Send>;

struct Making<'a> {
    stage: &'a Stage<'a>,
    scene: Scene,
    rows: Vec<Row>,
    /// Statements that name workers on cases.
    members: String,
}

impl Making<'_> {
    fn fresh<T: RecordId>(&self) -> T {
        new(self.stage.app)
    }

    fn row(
        &mut self,
        row: impl FnOnce(&mut api::db::Tx<'_>) -> Result<(), ApiError> + Send + 'static,
    ) {
        self.rows.push(Box::new(row));
    }

    fn levels(&self, place: Place) -> Levels {
        let mut levels = [None; 5];
        for (at, unit) in self.scene.reach(place).into_iter().rev().enumerate() {
            levels[at] = Some(Id::from(unit));
        }
        Levels(levels)
    }

    fn did(&self, actor: bool) -> WorkerId {
        if actor {
            self.scene.worker
        } else {
            self.scene.colleague
        }
    }

    /// The record, where it is, and its ids; nothing where there is no such record.
    fn make(
        &mut self,
        relation: Relation,
        ending: bool,
        session: &str,
    ) -> Option<(Place, BTreeMap<&'static str, String>)> {
        if ending && !matches!(relation, Relation::Case(_)) {
            return None;
        }
        Some(match relation {
            Relation::Case(it) => {
                let (intake, person) = (self.fresh(), self.person(it.place));
                self.intake(
                    intake,
                    it.place,
                    Standing::Accepted(it),
                    false,
                    (None, None),
                    CaseId::from_uuid(self.stage.app.new_id()),
                );
                (
                    it.place,
                    self.case(it, ending, None, intake, (person, None)),
                )
            }
            Relation::Reassignment(it, offered) => {
                let mut ids = self.case_of(it);
                let id = self.reassignment(it, &ids["case_id"], offered);
                ids.insert("reassignment_id", id);
                (it.place, ids)
            }
            Relation::Transfer(it, to) => {
                let mut ids = self.case_of(it);
                let id = self.transfer(it, &ids["case_id"], to);
                ids.insert("transfer_id", id);
                (it.place, ids)
            }
            Relation::Intake(it) => (it.place, self.intake_of(it, (None, None))),
            Relation::Person(place, named) => {
                let person = self.person(place);
                self.name(named, (Some(person), None));
                // Everybody who can see anything at all sees who is registered in the own unit.
                let other = self.person(Place::Own);
                let relationship = self.relationship(person, other);
                let ids = BTreeMap::from([
                    ("person_id", person.to_string()),
                    ("relationship_id", relationship.to_string()),
                ]);
                (place, ids)
            }
            Relation::Party(place, named) => {
                let (household, member) = self.household(place, None);
                let (group, group_member) = self.group(place);
                for party in [Party::Household(household), Party::Group(group)] {
                    self.name(named, (None, Some(party)));
                }
                let ids = BTreeMap::from([
                    ("household_id", household.to_string()),
                    ("member_id", member.to_string()),
                    ("group_id", group.to_string()),
                    ("group_member_id", group_member.to_string()),
                ]);
                (place, ids)
            }
            Relation::Unit(place) | Relation::Worker(place) | Relation::Integration(place) => {
                let ids = self.stage.register.iter().find(|(at, _)| *at == place)?;
                (place, ids.1.clone())
            }
            Relation::Own => (
                Place::Own,
                BTreeMap::from([("session_id", session.to_owned())]),
            ),
            Relation::OwnOfAnother => {
                let session = self.stage.others_session.clone();
                (Place::Own, BTreeMap::from([("session_id", session)]))
            }
            Relation::Public => (
                Place::Own,
                BTreeMap::from([
                    ("code", "not_found".to_owned()),
                    ("name", "category".to_owned()),
                    ("file", "index.css".to_owned()),
                ]),
            ),
            Relation::Cases | Relation::Intakes | Relation::Persons | Relation::Register => {
                (Place::Own, BTreeMap::new())
            }
        })
    }

    /// A case under assessment.
    fn case_of(&mut self, it: CaseRelation) -> BTreeMap<&'static str, String> {
        let (intake, person) = (self.fresh(), self.person(it.place));
        let case_id = self.fresh();
        self.intake(
            intake,
            it.place,
            Standing::Accepted(it),
            false,
            (None, None),
            case_id,
        );
        self.case(it, false, Some(case_id), intake, (person, None))
    }

    /// What a reassignment and a transfer have in common.
    fn offer(&self, it: CaseRelation, case: &str) -> Value {
        json!({
            "id": self.stage.app.new_id(), "case_id": case, "file_number": "M/2026/000001",
            "status": "pending", "reason": "She goes on leave for three months.",
            "requested_by": self.did(it.requested), "requested_at": AT, "offered_at": AT,
            "from_worker_id": self.did(it.member == Some(Membership::Responsible)),
            "version": 1, "created_at": AT, "modified_at": AT
        })
    }

    fn reassignment(&mut self, it: CaseRelation, case: &str, offered: bool) -> String {
        let mut value = self.offer(it, case);
        value["to_worker_id"] = json!(self.did(offered));
        let (one, unit): (Reassignment, _) = (of(value), self.stage.unit(it.place));
        let id = one.id.to_string();
        self.row(move |tx| {
            let row = Offered::Reassignment(&one, unit);
            Ok(on!(tx, case_offers::insert(&row)).map(drop)?)
        });
        id
    }

    fn transfer(&mut self, it: CaseRelation, case: &str, to: Place) -> String {
        let mut value = self.offer(it, case);
        value["from_unit_id"] = json!(self.stage.unit(it.place));
        value["to_unit_id"] = json!(self.stage.unit(to));
        let one: Transfer = of(value);
        let id = one.id.to_string();
        self.row(move |tx| {
            let row = Offered::Transfer(&one);
            Ok(on!(tx, case_offers::insert(&row)).map(drop)?)
        });
        id
    }

    fn person(&mut self, place: Place) -> PersonId {
        let id = self.fresh();
        let person: Person = of(json!({
            "id": id, "unit_id": self.stage.unit(place), "full_name": "Somebody",
            "version": 1, "created_at": AT, "modified_at": AT
        }));
        let by = self.scene.colleague.uuid();
        self.row(move |tx| Ok(on!(tx, persons::insert(&person, by)).map(drop)?));
        id
    }

    /// What names a person, a household or a group.
    fn name(&mut self, named: Named, about: About) {
        match named {
            Named::Nowhere => {}
            Named::Case(it) => {
                let intake = self.fresh();
                let standing = Standing::Accepted(it);
                let case_id = self.fresh();
                self.intake(intake, it.place, standing, false, (None, None), case_id);
                let (person, party) = about;
                let person = person.unwrap_or_else(|| self.person(Place::Foreign));
                self.case(it, false, None, intake, (person, party));
            }
            Named::Intake(it) => {
                self.intake_of(it, about);
            }
            Named::Household(at) => {
                self.household(at, about.0);
            }
            Named::Merged(there) => {
                let (merged, at) = (self.person(there), self.stage.app.clock.now());
                let lead = |person| {
                    move |tx: &mut api::db::Tx<'_>| {
                        Ok(on!(tx, person_merges::lead(merged, person, at)).map(drop)?)
                    }
                };
                about
                    .0
                    .into_iter()
                    .for_each(|person| self.row(lead(person)));
            }
        }
    }

    /// A household with one member.
    fn household(&mut self, place: Place, member: Option<PersonId>) -> (HouseholdId, MemberId) {
        let (id, member_id) = (self.fresh::<HouseholdId>(), self.fresh::<MemberId>());
        let household: Household = of(json!({
            "id": id, "unit_id": self.stage.unit(place), "version": 1, "created_at": AT,
            "modified_at": AT
        }));
        let person = member.unwrap_or_else(|| self.person(place));
        let member: HouseholdMember = of(json!({
            "id": member_id, "household_id": id, "person_id": person, "relation": "head",
            "version": 1, "created_at": AT, "modified_at": AT
        }));
        let by = self.scene.colleague.uuid();
        self.row(move |tx| Ok(on!(tx, households::insert(&household, by)).map(drop)?));
        let member = Member::from(member);
        self.row(move |tx| Ok(on!(tx, party_members::insert(&member)).map(drop)?));
        (id, member_id)
    }

    /// A group with one member.
    fn group(&mut self, place: Place) -> (GroupId, MemberId) {
        let (id, member_id) = (self.fresh::<GroupId>(), self.fresh::<MemberId>());
        let group: Group = of(json!({
            "id": id, "unit_id": self.stage.unit(place), "kind": "group", "name": "Somebody",
            "version": 1, "created_at": AT, "modified_at": AT
        }));
        let person = self.person(place);
        let member: GroupMember = of(json!({
            "id": member_id, "group_id": id, "person_id": person, "role": "spokesperson",
            "version": 1, "created_at": AT, "modified_at": AT
        }));
        let by = self.scene.colleague.uuid();
        self.row(move |tx| Ok(on!(tx, groups::insert(&group, by)).map(drop)?));
        let member = Member::from(member);
        self.row(move |tx| Ok(on!(tx, party_members::insert(&member)).map(drop)?));
        (id, member_id)
    }

    fn relationship(&mut self, person: PersonId, other: PersonId) -> RelationshipId {
        let id = self.fresh();
        let told: Relationship = of(json!({
            "id": id, "person_id": person, "other_person_id": other, "kind": "neighbour",
            "version": 1, "created_at": AT, "modified_at": AT
        }));
        let (kept, by) = (told.kept(), self.scene.colleague.uuid());
        self.row(move |tx| Ok(on!(tx, relationships::insert(&kept, by)).map(drop)?));
        id
    }

    fn intake_of(&mut self, it: IntakeRelation, about: About) -> BTreeMap<&'static str, String> {
        let (id, case_id) = (self.fresh(), self.fresh());
        self.intake(id, it.place, it.standing, it.requested, about, case_id);
        if let Standing::Accepted(case) = it.standing {
            let other = self.person(Place::Foreign);
            self.case(case, false, Some(case_id), id, (other, None));
        }
        let document: DocumentItemId = self.fresh();
        let item = of(json!({
            "id": document, "intake_id": id, "document_type": "medical_report", "required": true,
            "status": "pending", "version": 1, "created_at": AT, "modified_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, intake_documents::insert(&[item])).map(drop)?));
        let place = match it.standing {
            Standing::Accepted(_) => EngagementPlace::Case(case_id, Some(id)),
            Standing::Undecided | Standing::Decided => id.into(),
        };
        let mut ids = BTreeMap::from([
            ("intake_id", id.to_string()),
            ("document_id", document.to_string()),
        ]);
        ids.extend(self.engaged(place));
        ids
    }

    fn intake(
        &mut self,
        id: IntakeId,
        place: Place,
        standing: Standing,
        requested: bool,
        (person, party): About,
        case_id: CaseId,
    ) {
        let mut value = tests::intakes::told();
        let mut screening = tests::intakes::screening();
        screening["screened_by"] = json!(self.did(requested));
        screening["screened_at"] = json!(AT);
        let more = json!({
            "id": id, "unit_id": self.stage.unit(place), "person_id": person,
            "client": client(party), "status": "screening", "screening": screening, "response_due_at": AT,
            "recorded_by": self.scene.colleague, "version": 1, "created_at": AT, "modified_at": AT
        });
        let decided = match standing {
            Standing::Undecided => json!({}),
            Standing::Decided => json!({
                "status": "decided", "decision": "declined", "decided_at": AT,
                "decline_reason": "outside_jurisdiction"
            }),
            Standing::Accepted(_) => json!({
                "status": "decided", "decision": "accepted", "decided_at": AT, "case_id": case_id
            }),
        };
        for more in [more, decided] {
            let (Value::Object(value), Value::Object(more)) = (&mut value, more) else {
                continue;
            };
            value.extend(more);
        }
        let intake: Intake = of(value);
        let (levels, by) = (self.levels(place), Id(self.scene.colleague.uuid()));
        self.row(move |tx| Ok(on!(tx, intakes::insert(&intake, by, &levels)).map(drop)?));
    }

    fn case(
        &mut self,
        it: CaseRelation,
        ending: bool,
        id: Option<CaseId>,
        intake_id: IntakeId,
        (person_id, party): (PersonId, Option<Party>),
    ) -> BTreeMap<&'static str, String> {
        let id = id.unwrap_or_else(|| self.fresh());
        let Scene {
            worker, colleague, ..
        } = self.scene;
        let responsible = it.member == Some(Membership::Responsible);
        let client = client(party);
        let mut value = json!({
            "id": id, "unit_id": self.stage.unit(it.place),
            "file_number": format!("M/2026/{}", self.stage.app.new_id().as_u128() % 1_000_000_007),
            "intake_id": intake_id, "client_kind": client["kind"], "person_id": person_id,
            "household_id": client["household_id"], "group_id": client["group_id"],
            "category": "elder_neglect", "secondary_categories": [],
            "confidentiality": it.class, "responsible_id": self.did(responsible),
            "opened_at": AT, "stage": "assessment", "status": "open", "episode": 1,
            "risk": "none_recorded", "version": 1, "created_at": AT, "modified_at": AT
        });
        if ending {
            value["stage"] = json!("termination");
            value["status"] = json!("closure_requested");
            value["stage_before_termination"] = json!("assessment");
            value["termination_reason"] = json!("moved_away");
        }
        let opened: OpenedCase = of(value.clone());
        let case = Case {
            opened,
            ..of(value)
        };
        let levels = self.levels(it.place);
        self.row(move |tx| Ok(on!(tx, cases::insert(&case, &levels)).map(drop)?));
        let also = match it.member {
            Some(Membership::Responsible) => Some((colleague, Membership::Team)),
            Some(how @ (Membership::Team | Membership::Listed)) => Some((worker, how)),
            None => None,
        };
        if let Some((who, how)) = also {
            let db = self.stage.app.db();
            self.members += &format!(
                "INSERT INTO case_members \
                 (case_id, worker_id, membership, opened_at, since, unit_id, confidentiality) \
                 SELECT id, {}, '{}', opened_at, opened_at, unit_id, confidentiality \
                 FROM cases WHERE id = {};\n",
                db.id(who),
                how.code(),
                db.id(id)
            );
        }
        let mut ids = self.parts(it, id);
        ids.extend(self.assessed(id));
        ids.extend(self.planned(it, ending, id));
        let (plan, indicator) = (ids["plan_id"].clone(), ids["indicator_id"].clone());
        ids.extend(self.monitored(it, ending, id, &plan, &indicator));
        if ending {
            ids.insert("closure_request_id", self.closure(it, id));
        }
        ids.insert("case_id", id.to_string());
        ids.insert("worker_id", colleague.to_string());
        ids
    }

    /// A draft, a signed note with an amendment, a contact, a task, a thing in custody that was
    /// moved, and a disclosure.
    fn parts(&mut self, it: CaseRelation, case: CaseId) -> BTreeMap<&'static str, String> {
        let author = self.did(it.author);
        let (draft, note): (NoteId, NoteId) = (self.fresh(), self.fresh());
        for (id, status) in [(draft, "draft"), (note, "signed")] {
            let mut value = json!({
                "id": id, "case_id": case, "occurred_at": AT, "text": "The door was locked.",
                "status": status, "author_id": author, "version": 1,
                "created_at": AT, "modified_at": AT
            });
            if status == "signed" {
                value["signed_at"] = json!(AT);
            }
            let row = of(value);
            self.row(move |tx| Ok(on!(tx, notes::insert(&row)).map(drop)?));
        }
        let amendment = self.stage.app.new_id();
        let row = of(json!({
            "id": amendment, "note_id": note, "text": "It was open.", "reason": "Wrong.",
            "author_id": author, "created_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, notes::insert_amendment(&row)).map(drop)?));
        let contact: ContactId = self.fresh();
        let row = of(json!({
            "id": contact, "case_id": case, "with": "client", "channel": "phone",
            "purpose": "follow_up", "at": AT, "reached": false,
            "recorded_by": self.scene.colleague, "created_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, contacts::insert(&row)).map(drop)?));
        let task: TaskId = self.fresh();
        let row = of(json!({
            "id": task, "case_id": case, "text": "Ask the village head.", "status": "open",
            "added_by": self.scene.colleague, "version": 1, "created_at": AT, "modified_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, tasks::insert(&row)).map(drop)?));
        let item = self.stage.app.new_id();
        let row = of(json!({
            "id": item, "case_id": case, "kind": "clothes", "description": "Two shirts.",
            "received_from": "The client", "received_at": AT, "place": "Store room",
            "kept_place": "Cupboard", "status": "held", "recorded_by": self.scene.colleague,
            "version": 1, "created_at": AT, "modified_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, custody::insert(&row)).map(drop)?));
        let movement = self.stage.app.new_id();
        let row = of(json!({
            "id": movement, "custody_item_id": item, "from": "Store room", "to": "Cupboard",
            "moved_at": AT, "recorded_by": self.scene.colleague, "created_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, custody::insert_movement(&row)).map(drop)?));
        let disclosure = self.stage.app.new_id();
        let mut value = tests::cases::disclosure();
        value["disclosed_at"] = json!(AT);
        let more = json!({
            "id": disclosure, "case_id": case, "recorded_by": self.scene.colleague,
            "created_at": AT, "modified_at": AT
        });
        if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
            value.extend(more);
        }
        let row = of(value);
        self.row(move |tx| Ok(on!(tx, disclosures::insert(&row)).map(drop)?));
        let engaged = self.engaged(case.into());
        let attachment: AttachmentId = self.fresh();
        let object = self.object(attachment);
        let row = of::<Attachment>(json!({
            "id": attachment, "case_id": case, "document_type": "photo", "title": "The roof",
            "media_type": "image/jpeg", "size": 7, "sha256": "0".repeat(64),
            "status": "awaiting_content", "added_by": self.scene.colleague, "version": 1,
            "created_at": AT, "modified_at": AT
        }));
        self.row(move |tx| {
            on!(tx, attachments::insert(&row))?;
            let stored = Attachment {
                status: AttachmentStatus::Stored,
                stored_at: Some(row.created_at),
                ..row
            };
            Ok(on!(tx, attachments::save(&stored, 1, Some(object))).map(drop)?)
        });
        let mut ids = self.steps(case);
        ids.extend(self.work(case));
        ids.extend([
            ("custody_item_id", item.to_string()),
            ("custody_movement_id", movement.to_string()),
            ("disclosure_id", disclosure.to_string()),
            ("note_id", note.to_string()),
            ("draft_id", draft.to_string()),
            ("amendment_id", amendment.to_string()),
            ("contact_id", contact.to_string()),
            ("task_id", task.to_string()),
            ("attachment_id", attachment.to_string()),
        ]);
        ids.extend(engaged);
        ids
    }

    /// A consent, a legal basis, an explanation of rights and a draft contract.
    fn engaged(&mut self, place: EngagementPlace) -> [(&'static str, String); 4] {
        let by = self.scene.colleague;
        let signature = |capacity: &str| {
            let mut signature = engagement::signed(capacity);
            signature["recorded_by"] = json!(by);
            signature
        };
        let more = |mut told: Value, more: Value| {
            let times = json!({"created_at": AT, "modified_at": AT});
            for more in [more, json!(place), times] {
                if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
                    told.extend(more);
                }
            }
            told
        };
        let [consent, basis, rights, contract] = [(); 4].map(|()| self.stage.app.new_id());
        let told = json!({"id": consent, "signature": signature("client")});
        let row: Consent = of(more(engagement::consent("photo"), told));
        self.row(move |tx| Ok(on!(tx, engagements::insert(row))?));
        let told = json!({"id": basis, "recorded_by": by});
        let row: LegalBasis = of(more(engagement::order(), told));
        self.row(move |tx| Ok(on!(tx, engagements::insert(row))?));
        let told = json!({"id": rights, "explained_to": signature("client")});
        let row: RightsExplanation = of(more(json!({"rights": ["complain"]}), told));
        self.row(move |tx| Ok(on!(tx, engagements::insert(row))?));
        let told = json!({"id": contract, "status": "draft", "drafted_by": by, "version": 1});
        let row: Contract = of(more(engagement::contract(), told));
        self.row(move |tx| Ok(on!(tx, engagements::insert(row))?));
        [
            ("consent_id", consent.to_string()),
            ("legal_basis_id", basis.to_string()),
            ("rights_explanation_id", rights.to_string()),
            ("contract_id", contract.to_string()),
        ]
    }

    /// An intervention, a session, a change of strategy and a crisis.
    fn work(&mut self, case: CaseId) -> BTreeMap<&'static str, String> {
        let by = self.scene.colleague;
        let mut ids = BTreeMap::new();
        let mut made = |app: &App, name: &'static str, mut value: Value, more: Value| {
            let id = app.new_id();
            ids.insert(name, id.to_string());
            let common = json!({
                "id": id, "case_id": case, "recorded_by": by, "created_at": AT, "modified_at": AT
            });
            for more in [common, more] {
                if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
                    value.extend(more);
                }
            }
            value
        };
        let app = self.stage.app;
        let planned = json!({"episode": 1, "status": "planned", "planned_by": by, "version": 1});
        let intervention = made(app, "intervention_id", tests::work::intervention(), planned);
        let reported = json!({"status": "reported", "reported_by": by, "version": 1});
        let crisis = made(app, "crisis_id", tests::work::crisis(), reported);
        let session = tests::work::session();
        let session = made(app, "work_session_id", session, json!({}));
        let change = tests::work::strategy_change();
        let change = made(app, "strategy_change_id", change, json!({}));
        let (intervention, crisis) = (of::<Intervention>(intervention), of::<Crisis>(crisis));
        let (session, change) = (of::<WorkSession>(session), of::<StrategyChange>(change));
        self.row(move |tx| Ok(on!(tx, work_records::insert(intervention)).map(drop)?));
        self.row(move |tx| Ok(on!(tx, work_records::insert(crisis)).map(drop)?));
        self.row(move |tx| Ok(on!(tx, work_records::insert(session)).map(drop)?));
        self.row(move |tx| Ok(on!(tx, work_records::insert(change)).map(drop)?));
        ids
    }

    /// A step of the end of each kind.
    fn steps(&mut self, case: CaseId) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            self.step::<PartyReportDetails>(case, "party_report_id"),
            self.step::<FunctioningInterviewDetails>(case, "functioning_interview_id"),
            self.step::<ClosingDiscussionDetails>(case, "closing_discussion_id"),
            self.step::<FinalReportDetails>(case, "final_report_id"),
            self.step::<BoardReviewDetails>(case, "board_review_id"),
            self.step::<TerminationNoticeDetails>(case, "termination_notice_id"),
            self.step::<FuturePlanItemDetails>(case, "future_plan_item_id"),
            self.step::<SupportContactDetails>(case, "support_contact_id"),
            self.step::<TransitionStepDetails>(case, "transition_step_id"),
        ])
    }

    fn step<D: StepDetails>(&mut self, case: CaseId, id: &'static str) -> (&'static str, String) {
        let step: StepId = self.fresh();
        let mut value = super::table::step(D::KIND.code());
        let more = json!({
            "id": step, "case_id": case, "episode": 1, "recorded_by": self.scene.colleague,
            "version": 1, "created_at": AT, "modified_at": AT
        });
        if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
            value.extend(more);
        }
        let row: Step<D> = of(value);
        self.row(move |tx| Ok(on!(tx, termination_steps::insert(&row)).map(drop)?));
        (id, step.to_string())
    }

    /// A draft assessment with a part of every kind.
    fn assessed(&mut self, case: CaseId) -> BTreeMap<&'static str, String> {
        let draft: AssessmentId = self.fresh();
        let row = of::<Assessment>(json!({
            "id": draft, "case_id": case, "episode": 1, "type": "initial", "status": "draft",
            "drafted_by": self.scene.colleague, "version": 1, "created_at": AT, "modified_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, assessments::insert(&row)).map(drop)?));
        let mut ids = BTreeMap::from([("assessment_id", draft.to_string())]);
        for part in tests::assessments::parts() {
            let id = self.stage.app.new_id();
            let row = elements::Row {
                id,
                kind: ElementKind::parse(part.one).unwrap(),
                details: part.new,
                version: 1,
                created_at: AT.parse().unwrap(),
                modified_at: AT.parse().unwrap(),
            };
            self.row(move |tx| Ok(on!(tx, elements::insert(draft.0, case, &row)).map(drop)?));
            ids.insert(part.id, id.to_string());
        }
        ids
    }

    /// A superseded plan, a draft of its next version with a part of every kind, and how one of
    /// them went. Where a closure is asked for, who asked for it proposed the plan before.
    fn planned(
        &mut self,
        it: CaseRelation,
        ending: bool,
        case: CaseId,
    ) -> BTreeMap<&'static str, String> {
        let (old, draft): (PlanId, PlanId) = (self.fresh(), self.fresh());
        for (id, number, previous, status) in
            [(old, 1, None, "superseded"), (draft, 2, Some(old), "draft")]
        {
            let row = of::<Plan>(json!({
                "id": id, "case_id": case, "number": number, "previous_id": previous,
                "status": status, "model": "full_support", "starts_on": "2026-03-02",
                "proposed_by": ending.then(|| self.did(it.requested)),
                "version": 1, "created_at": AT, "modified_at": AT
            }));
            self.row(move |tx| Ok(on!(tx, plans::insert(&row)).map(drop)?));
        }
        let mut ids = BTreeMap::from([("plan_id", draft.to_string())]);
        let (goal, objective) = (self.stage.app.new_id(), self.stage.app.new_id());
        for part in tests::plans::parts(goal, objective) {
            let id = match part.one {
                "goal" => goal,
                "objective" => objective,
                _ => self.stage.app.new_id(),
            };
            let row = elements::Row {
                id,
                kind: ElementKind::parse(part.one).unwrap(),
                details: part.new,
                version: 1,
                created_at: AT.parse().unwrap(),
                modified_at: AT.parse().unwrap(),
            };
            self.row(move |tx| Ok(on!(tx, elements::insert(draft.0, case, &row)).map(drop)?));
            ids.insert(part.id, id.to_string());
        }
        let progress = self.stage.app.new_id();
        let row = of::<PlanProgress>(json!({
            "id": progress, "plan_id": old, "case_id": case, "kind": "goal", "element_id": goal,
            "level": 0, "on": "2026-03-02", "recorded_by": self.scene.colleague, "created_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, plans::insert_progress(&row)).map(drop)?));
        ids.insert("progress_id", progress.to_string());
        ids
    }

    /// An observation, how it is monitored, a progress report, an evaluation. Where a closure is
    /// asked for, who asked for it submitted the report before.
    fn monitored(
        &mut self,
        it: CaseRelation,
        ending: bool,
        case: CaseId,
        plan: &str,
        indicator: &str,
    ) -> BTreeMap<&'static str, String> {
        let ids = [
            "observation_id",
            "monitoring_plan_id",
            "progress_report_id",
            "evaluation_id",
        ]
        .map(|name| (name, self.stage.app.new_id().to_string()));
        let colleague = self.scene.colleague;
        let whole = |id: &str, mut told: Value, more: Value| {
            let common = json!({
                "id": id, "case_id": case, "recorded_by": colleague, "version": 1,
                "created_at": AT, "modified_at": AT
            });
            for more in [common, more] {
                if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
                    told.extend(more);
                }
            }
            told
        };
        let row = of(whole(
            &ids[0].1,
            tests::monitoring::observation(indicator),
            json!({}),
        ));
        self.row(move |tx| Ok(on!(tx, observations::insert(&row)).map(drop)?));
        let set = tests::monitoring::monitoring_plan(indicator);
        let intervals = json!([{"after_on": set["starts_on"], "every": set["every"]}]);
        let more = json!({"intervals": intervals, "status": "active", "set_by": colleague});
        let row = of(whole(&ids[1].1, set, more));
        self.row(move |tx| Ok(on!(tx, monitoring_plans::insert(&row)).map(drop)?));
        let submitted = ending.then(|| self.did(it.requested));
        let row = of(whole(
            &ids[2].1,
            tests::monitoring::progress_report(),
            json!({
                "status": if ending { "submitted" } else { "draft" },
                "written_by": colleague, "submitted_by": submitted
            }),
        ));
        self.row(move |tx| Ok(on!(tx, progress_reports::insert(&row)).map(drop)?));
        let row = of(whole(
            &ids[3].1,
            json!({
                "plan_id": plan, "evaluated_on": "2026-03-02", "results": [],
                "process": "effective", "outcome": "effective", "conclusion": "continue"
            }),
            json!({"episode": 1, "goals_achieved": false}),
        ));
        self.row(move |tx| Ok(on!(tx, evaluations::insert(&row)).map(drop)?));
        BTreeMap::from(ids)
    }

    /// Content for an attachment.
    fn object(&self, attachment: AttachmentId) -> uuid::Uuid {
        let (object, inside) = (self.stage.app.new_id(), self.stage.app.inside().clone());
        System::new().block_on(async move {
            let place = place(attachment);
            let writing = inside.objects().write(inside.keys(), &place, object);
            let mut writing = writing.await.unwrap();
            writing.take(b"content").await.unwrap();
            writing.finish().await.unwrap();
        });
        object
    }

    fn closure(&mut self, it: CaseRelation, case: CaseId) -> String {
        let row = of(json!({
            "id": self.stage.app.new_id(), "case_id": case, "episode": 1, "reason": "moved_away",
            "planned": false, "version": 1, "created_at": AT, "modified_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, terminations::insert(&row)).map(drop)?));
        let id = self.stage.app.new_id();
        let row = of(json!({
            "id": id, "case_id": case, "episode": 1, "summary": "He has moved.",
            "status": "pending", "requested_by": self.did(it.requested), "requested_at": AT,
            "version": 1, "created_at": AT, "modified_at": AT
        }));
        self.row(move |tx| Ok(on!(tx, terminations::insert_closure(&row)).map(drop)?));
        id.to_string()
    }
}
