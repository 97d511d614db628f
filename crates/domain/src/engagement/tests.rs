//! Consents, legal bases and explained rights: who signs, what holds on which day, what is refused.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::cases::disclosures::{DisclosureId, decide_disclose};
use crate::cases::fixture::{CASEWORKER, case, case_in, now};
use crate::cases::{CaseStatus, Stage};
use crate::parties::birth::{ADULT_AGE, DatePrecision};
use crate::refusal::{Decision, RefusalCode};
use crate::termination::TerminationReason;
use crate::words::Word;

pub(super) const ADULT: Signer = Signer {
    born: None,
    adult_age: ADULT_AGE,
};

/// A day of March 2026; today is the 31st.
pub(super) fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

pub(super) fn today() -> NaiveDate {
    day(31)
}

pub(super) fn minor() -> Signer {
    let born = NaiveDate::from_ymd_opt(2012, 5, 1).unwrap();
    Signer {
        born: Some((born, DatePrecision::Day)),
        adult_age: ADULT_AGE,
    }
}

pub(super) fn signed(capacity: &str, on: u32) -> Value {
    json!({"capacity": capacity, "person_name": "Halim", "method": "ink", "signed_on": day(on)})
}

pub(super) fn with(base: Value, more: Value) -> Value {
    let (Value::Object(mut base), Value::Object(more)) = (base, more) else {
        panic!("objects");
    };
    base.extend(more);
    Value::Object(base)
}

fn told(more: Value) -> NewConsent {
    let base = json!({"purpose": "photo", "answer": "given", "signature": signed("client", 10)});
    serde_json::from_value(with(base, more)).unwrap()
}

/// A consent that was recorded in this second of the day.
fn consent(second: i64, more: Value) -> Consent {
    let id = ConsentId(Uuid::from_u128(second.unsigned_abs().into()));
    let at = now() + TimeDelta::seconds(second);
    Consent::recorded(id, case().id, told(more), CASEWORKER, at)
}

fn refused(second: i64, on: u32) -> Consent {
    consent(
        second,
        json!({"answer": "refused", "refusal_reason": "shame", "signature": signed("client", on)}),
    )
}

fn withdrawn(mut consent: Consent, second: i64, on: u32) -> Consent {
    consent.withdraw(
        taken_back(on),
        CASEWORKER,
        now() + TimeDelta::seconds(second),
    );
    consent
}

fn taken_back(on: u32) -> WithdrawConsent {
    let told = json!({"reason": "He asked for it.", "signature": signed("client", on)});
    serde_json::from_value(told).unwrap()
}

pub(super) fn said(decision: Decision<EngagementEvent>) -> Vec<(RefusalCode, String)> {
    let refusals = decision.err().unwrap_or_default().into_iter();
    refusals
        .map(|it| (it.code, it.pointer.unwrap_or_default()))
        .collect()
}

fn record(client: Signer, more: Value) -> Vec<(RefusalCode, String)> {
    let id = ConsentId(Uuid::nil());
    said(decide_record_consent(
        &case(),
        id,
        &told(more),
        client,
        today(),
    ))
}

#[test]
fn an_adult_signs_alone_and_for_a_minor_or_who_cannot_the_guardian() {
    let capacity = |client: Signer, capacity: &str, more: Value| {
        let told = with(json!({"signature": signed(capacity, 10)}), more);
        let said = record(client, told).into_iter();
        said.map(|(code, _)| code).collect::<Vec<_>>()
    };
    let view = json!({"child_view": "He wants his picture on the wall."});
    let cannot = json!({"incapacity": "He does not know what a signature is."});
    let (client, guardian) = ([RefusalCode::ClientSigns], [RefusalCode::GuardianSigns]);
    assert_eq!(capacity(ADULT, "client", json!({})), []);
    assert_eq!(capacity(ADULT, "guardian", cannot.clone()), []);
    for wrong in ["guardian", "next_of_kin", "worker"] {
        assert_eq!(capacity(ADULT, wrong, json!({})), client);
    }
    assert_eq!(capacity(ADULT, "client", cannot.clone()), guardian);
    for right in ["guardian", "legal_representative"] {
        assert_eq!(capacity(minor(), right, view.clone()), []);
    }
    assert_eq!(capacity(minor(), "client", view.clone()), guardian);
    assert_eq!(capacity(minor(), "next_of_kin", view), guardian);
    let unheard = capacity(minor(), "guardian", json!({}));
    assert_eq!(unheard, [RefusalCode::ChildViewMissing]);
}

#[test]
fn a_refusal_has_its_reason_and_no_last_day_and_a_consent_the_other_way_round() {
    let at = |code, pointer: &str| vec![(code, pointer.to_owned())];
    let reason = at(RefusalCode::RefusalReasonMismatch, "/refusal_reason");
    assert_eq!(record(ADULT, json!({"answer": "refused"})), reason);
    assert_eq!(record(ADULT, json!({"refusal_reason": "fear"})), reason);
    let both = json!({"answer": "refused", "refusal_reason": "fear"});
    assert_eq!(record(ADULT, both.clone()), []);
    let until = with(both, json!({"valid_until": day(20)}));
    let mismatch = at(RefusalCode::ValidUntilMismatch, "/valid_until");
    assert_eq!(record(ADULT, until), mismatch);
    assert_eq!(record(ADULT, json!({"valid_until": day(10)})), []);
    let before = at(RefusalCode::UntilBeforeSince, "/valid_until");
    assert_eq!(record(ADULT, json!({"valid_until": day(9)})), before);
    let tomorrow =
        json!({"signature": with(signed("client", 10), json!({"signed_on": "2026-04-01"}))});
    let future = at(RefusalCode::InFuture, "/signature/signed_on");
    assert_eq!(record(ADULT, tomorrow), future);
}

#[test]
fn withdrawal_and_expiry_end_a_consent_and_change_nothing_before() {
    let open = consent(1, json!({}));
    let timed = consent(1, json!({"valid_until": day(20)}));
    let gone = withdrawn(open.clone(), 2, 15);
    for (consent, before, last, first, after) in [
        (&open, true, 30, 31, ConsentStatus::Given),
        (&timed, true, 20, 21, ConsentStatus::Expired),
        (&gone, true, 14, 15, ConsentStatus::Withdrawn),
        (&refused(1, 10), false, 10, 11, ConsentStatus::Refused),
    ] {
        let purpose = ConsentPurpose::Photo;
        assert!(!consent.holds(purpose, day(9)), "before it was given");
        assert_eq!(consent.holds(purpose, day(last)), before);
        assert_eq!(consent.status(day(first)), after);
        assert!(!consent.holds(ConsentPurpose::Service, day(last)));
    }
}

#[test]
fn what_the_client_said_last_counts() {
    let photo = |consents: &[Consent], on: u32| {
        in_force(consents, ConsentPurpose::Photo, day(on)).map(|one| one.id.0.as_u128())
    };
    let given = consent(1, json!({}));
    let later = consent(2, json!({"signature": signed("client", 12)}));
    assert_eq!(photo(&[], 31), None);
    assert_eq!(photo(&[given.clone(), later.clone()], 31), Some(2));
    assert_eq!(photo(&[given.clone(), later.clone()], 11), Some(1));
    // Withdrawing one, or refusing, ends every consent to the same that was given before.
    let both = [given.clone(), withdrawn(later, 3, 20)];
    assert_eq!((photo(&both, 19), photo(&both, 20)), (Some(2), None));
    let refusal = [given.clone(), refused(4, 20)];
    assert_eq!((photo(&refusal, 19), photo(&refusal, 20)), (Some(1), None));
    // On the same day the one recorded later counts.
    let again = consent(5, json!({"signature": signed("client", 20)}));
    assert_eq!(photo(&[refusal[1].clone(), again.clone()], 20), Some(5));
    assert_eq!(photo(&[again, refused(6, 20)], 20), None);
    // Another purpose is another matter.
    let service = consent(7, json!({"purpose": "service"}));
    assert_eq!(photo(std::slice::from_ref(&service), 31), None);
    assert_eq!(
        photo(&[withdrawn(service, 8, 12), given.clone()], 31),
        Some(1)
    );
    let refusal = consent_to(&[], ConsentPurpose::Assessment, today()).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::ConsentNeeded);
    assert_eq!(refusal.params["purpose"], "assessment");
    assert!(consent_to(&[given], ConsentPurpose::Photo, today()).is_ok());
}

#[test]
fn a_consent_is_withdrawn_once_by_who_may_sign_and_not_before_it_was_given() {
    let given = consent(1, json!({}));
    let take = |consent: &Consent, client: Signer, on: u32| {
        said(decide_withdraw_consent(
            consent,
            &taken_back(on),
            client,
            today(),
        ))
    };
    assert_eq!(take(&given, ADULT, 10), []);
    let early = (
        RefusalCode::BeforeConsent,
        "/signature/signed_on".to_owned(),
    );
    assert_eq!(take(&given, ADULT, 9), [early]);
    let guardian = (RefusalCode::GuardianSigns, "/signature/capacity".to_owned());
    assert_eq!(take(&given, minor(), 20), [guardian]);
    let nothing = [(RefusalCode::ConsentNotGiven, String::new())];
    let expired = consent(1, json!({"valid_until": day(20)}));
    for gone in [withdrawn(given, 2, 15), refused(1, 10), expired] {
        assert_eq!(take(&gone, ADULT, 25), nothing);
    }
}

#[test]
fn a_disclosure_names_a_consent_that_held_on_its_day_if_it_rests_on_one() {
    let tell = |basis: &str, consent: Option<&Consent>, on: u32| {
        let told = json!({"recipient": "school", "recipient_name": "SK Kulim", "what": "His days.",
            "purpose": "A place.", "basis": basis, "basis_reference": "As told.",
            "channel": "phone", "disclosed_at": now()});
        let told = serde_json::from_value(told).unwrap();
        let id = DisclosureId(Uuid::nil());
        let decision = decide_disclose(id, &told, None, consent, day(on), now());
        let refusals = decision.err().unwrap_or_default().into_iter();
        refusals.map(|it| it.code).collect::<Vec<_>>()
    };
    let sharing = consent(1, json!({"purpose": "information_sharing"}));
    let gone = withdrawn(sharing.clone(), 2, 20);
    assert_eq!(tell("consent", Some(&sharing), 31), []);
    assert_eq!(tell("legal_duty", None, 31), []);
    let unnamed = [RefusalCode::ConsentUnnamed];
    assert_eq!(tell("consent", None, 31), unnamed);
    assert_eq!(tell("legal_duty", Some(&sharing), 31), unnamed);
    let not_in_force = [RefusalCode::ConsentNotInForce];
    assert_eq!(tell("consent", Some(&gone), 19), []);
    assert_eq!(tell("consent", Some(&gone), 20), not_in_force);
    assert_eq!(tell("consent", Some(&sharing), 9), not_in_force);
    assert_eq!(
        tell("consent", Some(&consent(1, json!({}))), 31),
        not_in_force
    );
}

#[test]
fn a_closed_case_takes_a_consent_to_share_and_a_withdrawal_and_nothing_else() {
    let closed = case_in(
        Stage::Termination,
        CaseStatus::Closed,
        TerminationReason::MovedAway,
    );
    for purpose in ConsentPurpose::all() {
        let told = told(json!({"purpose": purpose}));
        let decision =
            decide_record_consent(&closed, ConsentId(Uuid::nil()), &told, ADULT, today());
        let sharing = *purpose == ConsentPurpose::InformationSharing;
        assert_eq!(decision.is_ok(), sharing, "{purpose}");
    }
    let closed_only = [(RefusalCode::CaseClosed, String::new())];
    let id = LegalBasisId(Uuid::nil());
    let basis = decide_record_legal_basis(&closed, id, &order(json!({})).details, today());
    assert_eq!(said(basis), closed_only);
    let rights = decide_explain_rights(
        &closed,
        RightsExplanationId(Uuid::nil()),
        &rights(10),
        today(),
    );
    assert_eq!(said(rights), closed_only);
}

fn rights(on: u32) -> NewRightsExplanation {
    let told = json!({"rights": ["complain"], "explained_to": signed("guardian", on)});
    serde_json::from_value(told).unwrap()
}

pub(super) fn order(more: Value) -> LegalBasis {
    let told = with(
        json!({"kind": "court_order", "reference": "83-417", "ordered_by": "Court, Kulim",
            "starts_on": day(10), "ends_on": day(20)}),
        more,
    );
    let details = serde_json::from_value(told).unwrap();
    let id = LegalBasisId(Uuid::from_u128(90));
    LegalBasis::recorded(id, case().id, details, CASEWORKER, now())
}

fn ended(mut basis: LegalBasis, on: u32) -> LegalBasis {
    let told = json!({"ended_on": day(on), "reason": "Lifted."});
    basis.finish(serde_json::from_value(told).unwrap(), CASEWORKER, now());
    basis
}

#[test]
fn a_legal_basis_holds_from_its_first_day_to_its_last_or_its_end() {
    let basis = order(json!({}));
    let stands = |basis: &LegalBasis, on: u32| basis.status(day(on));
    assert_eq!(stands(&basis, 9), LegalBasisStatus::Upcoming);
    assert_eq!(stands(&basis, 10), LegalBasisStatus::InForce);
    assert_eq!(stands(&basis, 20), LegalBasisStatus::InForce);
    assert_eq!(stands(&basis, 21), LegalBasisStatus::Expired);
    let lifted = ended(basis.clone(), 15);
    assert_eq!(stands(&lifted, 15), LegalBasisStatus::InForce);
    assert_eq!(stands(&lifted, 16), LegalBasisStatus::Ended);
    let longer = order(json!({"starts_on": day(12), "ends_on": null}));
    let both = [basis.clone(), longer.clone()];
    assert_eq!(basis_in_force(&both, day(15)), Some(&longer));
    assert_eq!(basis_in_force(&both, day(11)), Some(&basis));
    assert_eq!(basis_in_force(&both, day(9)), None);
}

#[test]
fn a_legal_basis_is_told_whole_and_ended_once() {
    let record = |more: Value| {
        let details = order(more).details;
        let id = LegalBasisId(Uuid::nil());
        said(decide_record_legal_basis(&case(), id, &details, today()))
    };
    let at = |code, pointer: &str| vec![(code, pointer.to_owned())];
    assert_eq!(record(json!({})), []);
    assert_eq!(record(json!({"kind": "statute", "ordered_by": null})), []);
    let nobody = at(RefusalCode::OrderedByMissing, "/ordered_by");
    assert_eq!(record(json!({"ordered_by": null})), nobody);
    let future = at(RefusalCode::InFuture, "/ordered_on");
    assert_eq!(record(json!({"ordered_on": "2026-04-01"})), future);
    let before = at(RefusalCode::UntilBeforeSince, "/ends_on");
    assert_eq!(record(json!({"ends_on": day(9)})), before);

    let end = |basis: &LegalBasis, on: &str| {
        let command = json!({"ended_on": on, "reason": "Lifted."});
        let command = serde_json::from_value(command).unwrap();
        said(decide_end_legal_basis(&case(), basis, &command, today()))
    };
    let lasting = order(json!({"ends_on": null}));
    assert_eq!(end(&lasting, "2026-03-31"), []);
    let future = at(RefusalCode::InFuture, "/ended_on");
    assert_eq!(end(&lasting, "2026-04-01"), future);
    let over = at(RefusalCode::LegalBasisOver, "");
    for gone in [
        order(json!({})),
        ended(lasting.clone(), 15),
        ended(lasting, 31),
    ] {
        assert_eq!(end(&gone, "2026-03-31"), over);
    }
}

#[test]
fn rights_are_explained_on_a_day_that_has_come() {
    let explain = |told: &NewRightsExplanation| {
        let id = RightsExplanationId(Uuid::nil());
        said(decide_explain_rights(&case(), id, told, day(10)))
    };
    assert_eq!(explain(&rights(10)), []);
    let future = (RefusalCode::InFuture, "/explained_to/signed_on".to_owned());
    assert_eq!(explain(&rights(11)), [future]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_a_refusal_nothing_given_before_is_in_force(
        given in proptest::collection::vec((1u32..28, proptest::option::of(1u32..28)), 0..6),
        no in 1u32..28, on in 1u32..31,
    ) {
        let mut consents: Vec<Consent> = (1i64..)
            .zip(&given)
            .map(|(second, (signed_on, until))| {
                let until = until.map(|until| day(until.max(*signed_on)));
                consent(second, json!({"signature": signed("client", *signed_on), "valid_until": until}))
            })
            .collect();
        consents.push(refused(100, no));
        let held = in_force(&consents, ConsentPurpose::Photo, day(on));
        if let Some(held) = held {
            prop_assert!(held.holds(ConsentPurpose::Photo, day(on)));
            prop_assert!(on < no || held.signed_on() > day(no));
        }
    }
}
