//! Every kind of operation, what it is done to, and what it takes: the one table.

use super::Scope;

/// What kind of thing an action is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A case.
    Case,
    /// An intake.
    Intake,
    /// A reassignment of a case to another worker.
    Reassignment,
    /// A transfer of a case to another unit.
    Transfer,
    /// A person.
    Person,
    /// A household, group or community.
    Party,
    /// A unit, or what is made at it.
    Unit,
    /// A worker, with the worker's grants.
    Worker,
    /// An integration.
    Integration,
    /// The list of cases.
    Cases,
    /// The list of intakes.
    Intakes,
    /// The search for persons, and for households and groups.
    Persons,
    /// The lists of units, workers and integrations.
    Register,
    /// The actor's own profile and sessions.
    Own,
    /// What everybody may have.
    Public,
}

/// What an action takes, besides that its record is visible and the token has the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Power {
    /// Nothing more.
    Anyone,
    /// A worker, for what is the worker's own.
    Oneself,
    /// Somebody to whom any record of the list can be visible.
    Browse,
    /// A data officer.
    MatchReader,
    /// A data officer in reach.
    DataOfficer,
    /// Whoever sees at least the spine (file number, unit, stage).
    Glance,
    /// Whoever sees all of it.
    Sight,
    /// A caseworker of the very unit; a supervisor or director in reach.
    Staff,
    /// The same, or an integration in reach.
    StaffOrMachine,
    /// Whoever may write a record that names the person, household or group, or could register one
    /// there.
    PersonWriter,
    /// The same while an intake is undecided; once it is accepted, the responsible worker of the
    /// case it opened.
    Papers,
    /// A supervisor or director in reach.
    Superior,
    /// A supervisor or director in reach of an intake while it is undecided; once it is accepted,
    /// in reach of the case it opened.
    PapersSuperior,
    /// The same, who neither asked for it nor is responsible for the case.
    Approver,
    /// The responsible worker.
    Responsible,
    /// The responsible worker; a supervisor or director in reach.
    ResponsibleOrSuperior,
    /// A caseworker, supervisor or director anywhere.
    Employed,
    /// Whom a case is offered to: the worker; or a supervisor or director in reach of the unit,
    /// who neither asked for it nor is responsible.
    Receiver,
    /// Who offers a case: a supervisor or director in its reach, or who asked for it.
    Offering,
    /// The responsible worker or one of the team.
    Team,
    /// The same, who wrote the note.
    Author,
    /// An administrator or auditor in reach.
    RegisterReader,
    /// The same; a caseworker of the very unit; a supervisor or director in reach.
    QualificationReader,
    /// An administrator in reach.
    RegisterWriter,
}

macro_rules! actions {
    (@scope Free) => { None };
    (@scope $scope:ident) => { Some(Scope::$scope) };
    (@writes Read) => { false };
    (@writes Write) => { true };
    ($($(#[doc = $doc:literal])+
        $action:ident = $code:literal | $target:ident | $scope:ident | $mode:ident | $power:ident,)+) => {
        /// What can be done, one variant for each kind of operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $doc])+ $action),+ }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// Its name in the contract, in logs and in `matrix.txt`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$action => $code),+ }
            }

            /// What it is done to.
            #[must_use]
            pub const fn target(self) -> Target {
                match self { $(Self::$action => Target::$target),+ }
            }

            /// The scope a token needs for it; none for what is public or one's own.
            #[must_use]
            pub const fn scope(self) -> Option<Scope> {
                match self { $(Self::$action => actions!(@scope $scope)),+ }
            }

            /// Whether it changes anything.
            #[must_use]
            pub const fn is_write(self) -> bool {
                match self { $(Self::$action => actions!(@writes $mode)),+ }
            }

            /// What it takes.
            #[must_use]
            pub const fn power(self) -> Power {
                match self { $(Self::$action => Power::$power),+ }
            }
        }
    };
}

actions! {
    // Persons.
    /// Register a person at a unit.
    RegisterPerson = "register_person" | Unit | PersonsWrite | Write | StaffOrMachine,
    /// Search persons by identifier, name or birth date.
    SearchPersons = "search_persons" | Persons | PersonsRead | Read | Browse,
    /// List persons by what another system calls them, or by when they were changed.
    ListPersons = "list_persons" | Persons | PersonsRead | Read | Browse,
    /// Read which persons of two units have an identifier in common.
    ReadPersonMatches = "read_person_matches" | Persons | PersonsRead | Read | MatchReader,
    /// Read a person.
    ReadPerson = "read_person" | Person | PersonsRead | Read | Sight,
    /// Read what a person's record said before.
    ReadPersonHistory = "read_person_history" | Person | PersonsRead | Read | Sight,
    /// Read which other records may be of the same person.
    ReadPossibleDuplicates = "read_possible_duplicates" | Person | PersonsRead | Read | Sight,
    /// Change a person, names, identifiers, contacts and addresses included.
    AmendPerson = "amend_person" | Person | PersonsWrite | Write | PersonWriter,
    /// Merge another record of the same person into this one (rule 36).
    MergePersons = "merge_persons" | Person | PersonsWrite | Write | DataOfficer,

    // Households, groups and relationships.
    /// Register a household at a unit.
    RegisterHousehold = "register_household" | Unit | PersonsWrite | Write | StaffOrMachine,
    /// Search households by a card number.
    SearchHouseholds = "search_households" | Persons | PersonsRead | Read | Browse,
    /// List households by a member, by what another system calls them, or by when they were changed.
    ListHouseholds = "list_households" | Persons | PersonsRead | Read | Browse,
    /// Read a household, its members, and what its record said before.
    ReadHousehold = "read_household" | Party | PersonsRead | Read | Sight,
    /// Change a household, its card numbers and members included.
    AmendHousehold = "amend_household" | Party | PersonsWrite | Write | PersonWriter,
    /// Register a group or community at a unit.
    RegisterGroup = "register_group" | Unit | PersonsWrite | Write | StaffOrMachine,
    /// List groups and communities.
    ListGroups = "list_groups" | Persons | PersonsRead | Read | Browse,
    /// Read a group or community, its members, and what its record said before.
    ReadGroup = "read_group" | Party | PersonsRead | Read | Sight,
    /// Change a group or community, its members included.
    AmendGroup = "amend_group" | Party | PersonsWrite | Write | PersonWriter,
    /// Read a person's relationships to other persons.
    ReadRelationships = "read_relationships" | Person | PersonsRead | Read | Sight,
    /// Record or end a relationship; the other person must be one the actor may amend too.
    RelatePersons = "relate_persons" | Person | PersonsWrite | Write | PersonWriter,

    // Intakes.
    /// Record an intake at a unit.
    RecordIntake = "record_intake" | Unit | IntakesWrite | Write | StaffOrMachine,
    /// List intakes.
    ListIntakes = "list_intakes" | Intakes | IntakesRead | Read | Browse,
    /// Read an intake, its documents, screening and checklist, and what was agreed on it.
    ReadIntake = "read_intake" | Intake | IntakesRead | Read | Sight,
    /// Read which records of persons may be of the one an intake is about.
    ReadIntakeDuplicates = "read_intake_duplicates" | Intake | PersonsRead | Read | Sight,
    /// Change what was recorded.
    AmendIntake = "amend_intake" | Intake | IntakesWrite | Write | StaffOrMachine,
    /// Note documents asked for and received; those of an accepted intake belong to its case.
    ManageIntakeDocuments = "manage_intake_documents" | Intake | IntakesWrite | Write | Papers,
    /// Do without a required document (rule 5).
    WaiveDocument = "waive_document" | Intake | IntakesWrite | Write | PapersSuperior,
    /// Record the three tests and the criteria.
    ScreenIntake = "screen_intake" | Intake | IntakesWrite | Write | Staff,
    /// Record a contact, the first of which is the response (rule 7).
    RecordIntakeContact = "record_intake_contact" | Intake | IntakesWrite | Write | Staff,
    /// Record on it the consents, legal bases, rights explained and contracts that its case takes
    /// over (rule 1).
    KeepIntakeEngagement = "keep_intake_engagement" | Intake | IntakesWrite | Write | Staff,
    /// Accept, return, decline, redirect, advise, or find to be a duplicate.
    DecideIntake = "decide_intake" | Intake | IntakesWrite | Write | Superior,
    /// Bring back what was returned as incomplete.
    ResubmitIntake = "resubmit_intake" | Intake | IntakesWrite | Write | StaffOrMachine,
    /// Override a requirement of acceptance.
    OverrideIntakeRequirement = "override_intake_requirement" | Intake | IntakesWrite | Write | Approver,

    // Cases.
    /// List cases; the data officer's are cut to their spine.
    ListCases = "list_cases" | Cases | CasesRead | Read | Browse,
    /// Read a case; the data officer sees its spine.
    ReadCase = "read_case" | Case | CasesRead | Read | Glance,
    /// Read its team, notes, contacts, tasks, attachments, assessments, interventions, sessions, crises, disclosures, consents, contracts, custody, overrides, termination and
    /// closure requests.
    ReadCaseRecords = "read_case_records" | Case | CasesRead | Read | Sight,
    /// Read a gate's checklist and the allowed actions.
    ReadChecklist = "read_checklist" | Case | CasesRead | Read | Sight,
    /// Read what happened to a case.
    ReadTimeline = "read_timeline" | Case | CasesRead | Read | Sight,
    /// Write a note.
    WriteNote = "write_note" | Case | CasesWrite | Write | Team,
    /// Change a draft, or amend a signed note.
    AmendNote = "amend_note" | Case | CasesWrite | Write | Author,
    /// Sign a note.
    SignNote = "sign_note" | Case | CasesWrite | Write | Author,
    /// Record a contact.
    RecordContact = "record_contact" | Case | CasesWrite | Write | Responsible,
    /// Add a task.
    AddTask = "add_task" | Case | CasesWrite | Write | Responsible,
    /// Complete or cancel a task.
    SettleTask = "settle_task" | Case | CasesWrite | Write | Responsible,
    /// Record consents, legal bases and rights explained; draft, sign and end contracts.
    KeepEngagement = "keep_engagement" | Case | CasesWrite | Write | Responsible,
    /// Plan, start, complete and stop interventions; record changes of strategy.
    KeepInterventions = "keep_interventions" | Case | CasesWrite | Write | Responsible,
    /// Record sessions; report crises, handle and resolve them.
    RecordWork = "record_work" | Case | CasesWrite | Write | Team,
    /// Record a disclosure.
    RecordDisclosure = "record_disclosure" | Case | CasesWrite | Write | Team,
    /// Receive papers and property of the client, move and settle them.
    KeepCustody = "keep_custody" | Case | CasesWrite | Write | Responsible,
    /// Withdraw an item of custody that was recorded by mistake.
    WithdrawCustody = "withdraw_custody" | Case | CasesWrite | Write | Approver,
    /// Add an attachment, send its content, change what is said of it.
    ManageAttachments = "manage_attachments" | Case | CasesWrite | Write | Responsible,
    /// Draft an assessment, edit it and its parts, finalise or withdraw it.
    WriteAssessment = "write_assessment" | Case | CasesWrite | Write | Responsible,
    /// Draft a plan, write its parts, propose it, record the client's agreement, activate it, record
    /// how it goes.
    WritePlan = "write_plan" | Case | CasesWrite | Write | Responsible,
    /// Approve or reject a plan.
    DecidePlan = "decide_plan" | Case | CasesWrite | Write | Approver,
    /// Record an observation of an indicator.
    RecordObservation = "record_observation" | Case | CasesWrite | Write | Team,
    /// Set how a case is monitored, write and submit progress reports, evaluate.
    WriteMonitoring = "write_monitoring" | Case | CasesWrite | Write | Responsible,
    /// Acknowledge a progress report.
    AcknowledgeReport = "acknowledge_report" | Case | CasesWrite | Write | Approver,
    /// Withdraw an attachment.
    WithdrawAttachment = "withdraw_attachment" | Case | CasesWrite | Write | ResponsibleOrSuperior,
    /// Move the case to another stage.
    MoveCase = "move_case" | Case | CasesWrite | Write | Responsible,
    /// Put the case on hold, and end the hold.
    HoldCase = "hold_case" | Case | CasesWrite | Write | Responsible,
    /// Record what the end of the case requires.
    EditTermination = "edit_termination" | Case | CasesWrite | Write | Responsible,
    /// Ask for the closure.
    RequestClosure = "request_closure" | Case | CasesWrite | Write | Responsible,
    /// Take the request back.
    WithdrawClosure = "withdraw_closure" | Case | CasesWrite | Write | Responsible,
    /// Approve or reject the closure.
    DecideClosure = "decide_closure" | Case | CasesWrite | Write | Approver,
    /// Override a requirement of a gate.
    OverrideCaseRequirement = "override_case_requirement" | Case | CasesWrite | Write | Approver,
    /// Acknowledge the alarm of the case.
    AcknowledgeAlarm = "acknowledge_alarm" | Case | CasesWrite | Write | Approver,
    /// Open a closed case again.
    ReopenCase = "reopen_case" | Case | CasesWrite | Write | Superior,
    /// Name the responsible worker, the team and the readers of a restricted case.
    AssignCase = "assign_case" | Case | CasesWrite | Write | Superior,
    /// Ask that another worker takes the case over.
    RequestReassignment = "request_reassignment" | Case | CasesWrite | Write | ResponsibleOrSuperior,
    /// Offer the case to another unit.
    RequestTransfer = "request_transfer" | Case | CasesWrite | Write | Approver,
    /// List the reassignments and transfers that wait for one's answer.
    ListOffers = "list_offers" | Cases | CasesRead | Read | Employed,
    /// Change the confidentiality class.
    SetConfidentiality = "set_confidentiality" | Case | CasesWrite | Write | Superior,

    // Reassignments and transfers.
    /// Read a reassignment.
    ReadReassignment = "read_reassignment" | Reassignment | CasesRead | Read | Sight,
    /// Approve or reject what the responsible worker asked for.
    DecideReassignment = "decide_reassignment" | Reassignment | CasesWrite | Write | Approver,
    /// Accept or decline it.
    AnswerReassignment = "answer_reassignment" | Reassignment | CasesWrite | Write | Receiver,
    /// Take it back.
    WithdrawReassignment = "withdraw_reassignment" | Reassignment | CasesWrite | Write | Offering,
    /// Read a transfer.
    ReadTransfer = "read_transfer" | Transfer | CasesRead | Read | Sight,
    /// Accept or decline it for the unit.
    AnswerTransfer = "answer_transfer" | Transfer | CasesWrite | Write | Receiver,
    /// Take it back.
    WithdrawTransfer = "withdraw_transfer" | Transfer | CasesWrite | Write | Offering,

    // Units, workers, grants, integrations, document requirements.
    /// Read who can be named caseworker at a unit.
    ListCaseworkers = "list_caseworkers" | Unit | CasesRead | Read | Staff,
    /// List units.
    ListUnits = "list_units" | Register | Admin | Read | Browse,
    /// Read a unit.
    ReadUnit = "read_unit" | Unit | Admin | Read | RegisterReader,
    /// Make a unit below this one.
    CreateUnit = "create_unit" | Unit | Admin | Write | RegisterWriter,
    /// Change a unit.
    AmendUnit = "amend_unit" | Unit | Admin | Write | RegisterWriter,
    /// List workers.
    ListWorkers = "list_workers" | Register | Admin | Read | Browse,
    /// Read a worker.
    ReadWorker = "read_worker" | Worker | Admin | Read | RegisterReader,
    /// Add a worker to a unit.
    CreateWorker = "create_worker" | Unit | Admin | Write | RegisterWriter,
    /// Change, deactivate or reactivate a worker; give a new first password.
    AmendWorker = "amend_worker" | Worker | Admin | Write | RegisterWriter,
    /// Read a worker's grants.
    ReadGrants = "read_grants" | Worker | Admin | Read | RegisterReader,
    /// Grant a role, within `may_grant`.
    GrantRole = "grant_role" | Worker | Admin | Write | RegisterWriter,
    /// Revoke a grant, within `may_grant` for its unit and `administrator_stays`.
    RevokeRole = "revoke_role" | Worker | Admin | Write | RegisterWriter,
    /// Read what a worker is qualified for.
    ReadQualifications = "read_qualifications" | Worker | CasesRead | Read | QualificationReader,
    /// Record, change or withdraw a qualification of a worker.
    KeepQualifications = "keep_qualifications" | Worker | Admin | Write | RegisterWriter,
    /// List integrations.
    ListIntegrations = "list_integrations" | Register | Admin | Read | Browse,
    /// Read an integration (never its secrets).
    ReadIntegration = "read_integration" | Integration | Admin | Read | RegisterReader,
    /// Add an integration to a unit.
    CreateIntegration = "create_integration" | Unit | Admin | Write | RegisterWriter,
    /// Change or deactivate an integration; make and revoke its secrets.
    AmendIntegration = "amend_integration" | Integration | Admin | Write | RegisterWriter,
    /// Read which documents an intake of a category needs at a unit.
    ReadDocumentRequirements = "read_document_requirements" | Unit | Admin | Read | RegisterReader,
    /// Say which documents an intake of a category needs at a unit and below.
    SetDocumentRequirements = "set_document_requirements" | Unit | Admin | Write | RegisterWriter,

    // One's own.
    /// Read one's own units, roles and scopes.
    ReadOwnProfile = "read_own_profile" | Own | Free | Read | Anyone,
    /// List one's own sessions.
    ListOwnSessions = "list_own_sessions" | Own | Free | Read | Oneself,
    /// End a session of one's own.
    EndOwnSession = "end_own_session" | Own | Free | Write | Oneself,
    /// Change one's own password.
    ChangeOwnPassword = "change_own_password" | Own | Free | Write | Oneself,

    // Public.
    /// Log in, or change credentials or a refresh token for an access token.
    LogIn = "log_in" | Public | Free | Write | Anyone,
    /// Read code lists and their labels.
    ReadCodeLists = "read_code_lists" | Public | Free | Read | Anyone,
    /// Read what the service says about itself: contract, docs, problem types, keys, health.
    ReadService = "read_service" | Public | Free | Read | Anyone,
}
