//! The tables, once for both back-ends. Types are those of [`super::types::sql`] where the
//! back-ends differ.

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    meta (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    units (id) {
        id -> Id,
        parent_id -> Nullable<Id>,
        level -> Integer,
        unit_0 -> Id,
        unit_1 -> Nullable<Id>,
        unit_2 -> Nullable<Id>,
        unit_3 -> Nullable<Id>,
        unit_4 -> Nullable<Id>,
        kind -> Text,
        country -> Text,
        code -> Text,
        name -> Text,
        time_zone -> Text,
        weekend -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    workers (id) {
        id -> Id,
        unit_id -> Id,
        username -> Text,
        full_name -> Text,
        email -> Nullable<Text>,
        position -> Nullable<Text>,
        password_hash -> Text,
        active -> Bool,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    grants (id) {
        id -> Id,
        worker_id -> Id,
        role -> Text,
        unit_id -> Id,
        granted_by -> Nullable<Id>,
        granted_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    integrations (id) {
        id -> Id,
        unit_id -> Id,
        name -> Text,
        scopes -> Json,
        active -> Bool,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    integration_secrets (id) {
        id -> Id,
        integration_id -> Id,
        secret_hash -> Binary,
        created_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    sessions (id) {
        id -> Id,
        worker_id -> Nullable<Id>,
        integration_id -> Nullable<Id>,
        client_id -> Text,
        scopes -> Json,
        device -> Nullable<Text>,
        generation -> BigInt,
        rotated_at -> Instant,
        created_at -> Instant,
        expires_at -> Instant,
        revoked_at -> Nullable<Instant>,
        revoked_because -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    guesses (key) {
        key -> Binary,
        failures -> BigInt,
        last_at -> Instant,
        wait_until -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    access_epoch (id) {
        id -> Integer,
        epoch -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    persons (id) {
        id -> Id,
        unit_id -> Id,
        full_name -> Text,
        sex -> Nullable<Text>,
        birth_date -> Nullable<Date>,
        birth_date_precision -> Nullable<Text>,
        deceased_on -> Nullable<Date>,
        merged_into_id -> Nullable<Id>,
        details -> Json,
        registered_by -> Id,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    person_names (person_id, name_key) {
        person_id -> Id,
        name_key -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    person_identifiers (id) {
        id -> Id,
        person_id -> Id,
        unit_id -> Nullable<Id>,
        kind -> Text,
        position -> Integer,
        sealed -> Binary,
        blind -> Binary,
        created_at -> Instant,
        removed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    person_matches (id) {
        id -> Id,
        person_id -> Id,
        other_person_id -> Id,
        kind -> Text,
        found_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    external_refs (record_kind, unit_id, system, value) {
        record_kind -> Text,
        unit_id -> Id,
        system -> Text,
        value -> Text,
        record_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    record_versions (record_id, version) {
        record_id -> Id,
        version -> BigInt,
        record_kind -> Text,
        sealed -> Binary,
        replaced_at -> Instant,
        replaced_by -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    creations (record_id) {
        record_id -> Id,
        record_kind -> Text,
        command_hash -> Binary,
        created_by -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    idempotency_keys (key_hash) {
        key_hash -> Binary,
        fingerprint -> Binary,
        status -> Integer,
        sealed -> Binary,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    document_requirements (unit_id, category, document_type) {
        unit_id -> Id,
        category -> Text,
        document_type -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    intakes (id) {
        id -> Id,
        unit_id -> Id,
        unit_0 -> Id,
        unit_1 -> Nullable<Id>,
        unit_2 -> Nullable<Id>,
        unit_3 -> Nullable<Id>,
        unit_4 -> Nullable<Id>,
        person_id -> Nullable<Id>,
        channel -> Text,
        category -> Text,
        urgency -> Text,
        status -> Text,
        decision -> Nullable<Text>,
        case_id -> Nullable<Id>,
        received_at -> Instant,
        response_due_at -> Instant,
        responded_at -> Nullable<Instant>,
        recorded_by -> Id,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
        client_kind -> Text,
        household_id -> Nullable<Id>,
        group_id -> Nullable<Id>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    intake_documents (id) {
        id -> Id,
        intake_id -> Id,
        document_type -> Text,
        status -> Text,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    intake_contacts (id) {
        id -> Id,
        intake_id -> Id,
        recorded_by -> Id,
        reached -> Bool,
        at -> Instant,
        details -> Json,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    file_counters (unit_id, year) {
        unit_id -> Id,
        year -> Integer,
        last -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    cases (id) {
        id -> Id,
        unit_id -> Id,
        unit_0 -> Id,
        unit_1 -> Nullable<Id>,
        unit_2 -> Nullable<Id>,
        unit_3 -> Nullable<Id>,
        unit_4 -> Nullable<Id>,
        file_number -> Text,
        intake_id -> Id,
        client_kind -> Text,
        person_id -> Id,
        category -> Text,
        confidentiality -> Text,
        stage -> Text,
        status -> Text,
        episode -> Integer,
        responsible_id -> Id,
        opened_at -> Instant,
        closed_at -> Nullable<Instant>,
        termination_reason -> Nullable<Text>,
        stage_before_termination -> Nullable<Text>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
        intake_received_at -> Nullable<Instant>,
        household_id -> Nullable<Id>,
        group_id -> Nullable<Id>,
        risk -> Text,
        due_at -> Nullable<Instant>,
        open_crises -> Integer,
        alarmed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    case_members (case_id, worker_id) {
        case_id -> Id,
        worker_id -> Id,
        membership -> Text,
        opened_at -> Instant,
        since -> Instant,
        unit_id -> Id,
        confidentiality -> Text,
        discipline -> Nullable<Text>,
        function_note -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    case_offers (id) {
        id -> Id,
        case_id -> Id,
        kind -> Text,
        status -> Text,
        from_unit_id -> Id,
        to_unit_id -> Id,
        from_worker_id -> Id,
        to_worker_id -> Nullable<Id>,
        requested_by -> Id,
        decided_by -> Nullable<Id>,
        decided_at -> Nullable<Instant>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    notes (id) {
        id -> Id,
        case_id -> Id,
        author_id -> Id,
        status -> Text,
        occurred_at -> Instant,
        text -> Text,
        signed_at -> Nullable<Instant>,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    note_amendments (id) {
        id -> Id,
        note_id -> Id,
        author_id -> Id,
        text -> Text,
        reason -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    contacts (id) {
        id -> Id,
        case_id -> Id,
        recorded_by -> Id,
        channel -> Text,
        reached -> Bool,
        at -> Instant,
        details -> Json,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    tasks (id) {
        id -> Id,
        case_id -> Id,
        note_id -> Nullable<Id>,
        status -> Text,
        due_on -> Nullable<Date>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    terminations (id) {
        id -> Id,
        case_id -> Id,
        episode -> Integer,
        reason -> Text,
        withdrawn_at -> Nullable<Instant>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    termination_steps (id) {
        id -> Id,
        case_id -> Id,
        episode -> Integer,
        kind -> Text,
        recorded_by -> Id,
        withdrawn_at -> Nullable<Instant>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    closure_requests (id) {
        id -> Id,
        case_id -> Id,
        episode -> Integer,
        status -> Text,
        requested_by -> Id,
        requested_at -> Instant,
        decided_by -> Nullable<Id>,
        decided_at -> Nullable<Instant>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    overrides (id) {
        id -> Id,
        record_kind -> Text,
        record_id -> Id,
        gate -> Text,
        requirement -> Text,
        reason -> Text,
        by_worker -> Id,
        at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    events (seq) {
        seq -> BigInt,
        id -> Id,
        at -> Instant,
        record_kind -> Text,
        record_id -> Id,
        record_version -> BigInt,
        case_id -> Nullable<Id>,
        #[sql_name = "type"]
        type_ -> Text,
        data -> Json,
        actor_kind -> Text,
        actor_id -> Id,
        client_id -> Text,
        request_id -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    read_log (seq) {
        seq -> BigInt,
        at -> Instant,
        record_kind -> Text,
        record_id -> Id,
        actor_kind -> Text,
        actor_id -> Id,
        client_id -> Text,
        request_id -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    engagements (id) {
        id -> Id,
        case_id -> Id,
        kind -> Text,
        word -> Text,
        state -> Text,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
        intake_id -> Nullable<Id>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    intake_engagements (id) {
        id -> Id,
        intake_id -> Id,
        kind -> Text,
        word -> Text,
        state -> Text,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    custody_items (id) {
        id -> Id,
        case_id -> Id,
        kind -> Text,
        status -> Text,
        currency -> Nullable<Text>,
        minor -> Nullable<BigInt>,
        recorded_by -> Id,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    assessments (id) {
        id -> Id,
        case_id -> Id,
        episode -> Integer,
        kind -> Text,
        status -> Text,
        supersedes_id -> Nullable<Id>,
        drafted_by -> Id,
        details -> Json,
        finalised_at -> Nullable<Instant>,
        finalised_by -> Nullable<Id>,
        reassess_by -> Nullable<Date>,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    elements (document_id, id) {
        document_id -> Id,
        id -> Id,
        case_id -> Id,
        kind -> Text,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant};

    element_versions (document_id, element_id, version) {
        document_id -> Id,
        element_id -> Id,
        version -> BigInt,
        kind -> Text,
        sealed -> Binary,
        replaced_at -> Instant,
        replaced_by -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    plans (id) {
        id -> Id,
        case_id -> Id,
        number -> Integer,
        previous_id -> Nullable<Id>,
        status -> Text,
        details -> Json,
        course -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    plan_progress (id) {
        id -> Id,
        plan_id -> Id,
        case_id -> Id,
        element_id -> Id,
        kind -> Text,
        details -> Json,
        recorded_by -> Id,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    observations (id) {
        id -> Id,
        case_id -> Id,
        indicator_id -> Id,
        phase -> Text,
        observed_at -> Instant,
        superseded_by -> Nullable<Id>,
        recorded_by -> Id,
        details -> Json,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    monitoring_plans (id) {
        id -> Id,
        case_id -> Id,
        status -> Text,
        due_by_on -> Nullable<Date>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    progress_reports (id) {
        id -> Id,
        case_id -> Id,
        status -> Text,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    evaluations (id) {
        id -> Id,
        case_id -> Id,
        episode -> Integer,
        plan_id -> Id,
        conclusion -> Text,
        evaluated_on -> Date,
        recorded_by -> Id,
        details -> Json,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    attachments (id) {
        id -> Id,
        case_id -> Id,
        added_by -> Id,
        status -> Text,
        document_type -> Text,
        details -> Json,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        object -> Nullable<Id>,
        stored_at -> Nullable<Instant>,
        withdrawn_at -> Nullable<Instant>,
        withdrawal_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    households (id) {
        id -> Id,
        unit_id -> Id,
        details -> Json,
        registered_by -> Id,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    household_cards (id) {
        id -> Id,
        household_id -> Id,
        unit_id -> Nullable<Id>,
        kind -> Text,
        position -> Integer,
        sealed -> Binary,
        blind -> Binary,
        created_at -> Instant,
        removed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    client_groups (id) {
        id -> Id,
        unit_id -> Id,
        kind -> Text,
        name -> Text,
        details -> Json,
        registered_by -> Id,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    party_members (id) {
        id -> Id,
        household_id -> Nullable<Id>,
        group_id -> Nullable<Id>,
        person_id -> Id,
        role -> Text,
        since -> Nullable<Date>,
        until -> Nullable<Date>,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    custody_movements (id) {
        id -> Id,
        custody_item_id -> Id,
        recorded_by -> Id,
        moved_at -> Instant,
        details -> Json,
        created_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    work_records (id) {
        id -> Id,
        case_id -> Id,
        kind -> Text,
        state -> Text,
        intervention_id -> Nullable<Id>,
        group_session_id -> Nullable<Id>,
        at -> Instant,
        details -> Json,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    disclosures (id) {
        id -> Id,
        case_id -> Id,
        recipient -> Text,
        basis -> Text,
        disclosed_at -> Instant,
        superseded_by -> Nullable<Id>,
        recorded_by -> Id,
        details -> Json,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    relationships (id) {
        id -> Id,
        person_id -> Id,
        other_person_id -> Id,
        kind -> Text,
        since -> Nullable<Date>,
        until -> Nullable<Date>,
        details -> Json,
        recorded_by -> Id,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    attachment_uploads (object) {
        object -> Id,
        attachment_id -> Id,
        started_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::sql::{Id, Instant, Json};

    worker_qualifications (id) {
        id -> Id,
        worker_id -> Id,
        kind -> Text,
        details -> Json,
        withdrawal -> Nullable<Json>,
        recorded_by -> Id,
        version -> BigInt,
        created_at -> Instant,
        modified_at -> Instant,
    }
}

diesel::joinable!(person_identifiers -> persons (person_id));
diesel::joinable!(person_names -> persons (person_id));
diesel::joinable!(case_offers -> cases (case_id));
diesel::joinable!(workers -> units (unit_id));
diesel::joinable!(integrations -> units (unit_id));
diesel::joinable!(grants -> workers (worker_id));
diesel::joinable!(worker_qualifications -> workers (worker_id));
diesel::joinable!(persons -> units (unit_id));
diesel::joinable!(households -> units (unit_id));
diesel::joinable!(household_cards -> households (household_id));
diesel::joinable!(client_groups -> units (unit_id));
diesel::joinable!(party_members -> households (household_id));
diesel::joinable!(party_members -> persons (person_id));
diesel::joinable!(sessions -> workers (worker_id));
diesel::joinable!(sessions -> integrations (integration_id));

diesel::allow_tables_to_appear_in_same_query!(
    meta,
    units,
    workers,
    grants,
    worker_qualifications,
    integrations,
    integration_secrets,
    sessions,
    guesses,
    access_epoch,
    persons,
    person_names,
    person_identifiers,
    person_matches,
    households,
    household_cards,
    client_groups,
    party_members,
    relationships,
    external_refs,
    record_versions,
    creations,
    idempotency_keys,
    document_requirements,
    intakes,
    intake_documents,
    intake_contacts,
    file_counters,
    cases,
    case_members,
    case_offers,
    notes,
    note_amendments,
    contacts,
    attachments,
    attachment_uploads,
    tasks,
    engagements,
    intake_engagements,
    custody_items,
    custody_movements,
    assessments,
    elements,
    element_versions,
    plans,
    plan_progress,
    observations,
    monitoring_plans,
    progress_reports,
    evaluations,
    work_records,
    disclosures,
    terminations,
    termination_steps,
    closure_requests,
    overrides,
    events,
    read_log,
);
