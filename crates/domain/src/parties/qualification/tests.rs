//! When a qualification counts, and what may be said about it.

use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn details(change: Value) -> QualificationDetails {
    let mut details = json!({
        "kind": "family_therapy", "awarded_by": "USM", "obtained_on": "2023-08-31",
        "valid_until": "2026-03-02"
    });
    details
        .as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    serde_json::from_value(details).unwrap()
}

fn qualification() -> Qualification {
    let (id, worker) = (Uuid::from_u128(1), WorkerId(Uuid::from_u128(2)));
    let now = DateTime::UNIX_EPOCH;
    Qualification::recorded(QualificationId(id), worker, details(json!({})), worker, now)
}

fn withdrawn(on: &str) -> Qualification {
    let mut one = qualification();
    one.withdrawal = Some(QualificationWithdrawal {
        withdrawn_on: day(on),
        reason: Lines::new("Revoked.").unwrap(),
        recorded_by: one.recorded_by,
        recorded_at: one.created_at,
    });
    one
}

#[test]
fn it_is_valid_from_its_first_to_its_last_day_unless_it_is_withdrawn() {
    let one = qualification();
    for (on, valid) in [
        ("2023-08-30", false),
        ("2023-08-31", true),
        ("2026-03-02", true),
        ("2026-03-03", false),
    ] {
        assert_eq!(one.valid_on(day(on)), valid, "{on}");
    }
    let one = withdrawn("2024-01-01");
    assert!(one.valid_on(day("2023-12-31")));
    assert!(!one.valid_on(day("2024-01-01")));
    // What was recorded by mistake never counted.
    assert!(!withdrawn("2023-08-31").valid_on(day("2023-08-31")));
    let mut endless = qualification();
    endless.details.valid_until = None;
    assert!(endless.valid_on(day("2099-12-31")));
}

#[test]
fn its_dates_are_in_order_and_another_kind_is_named() {
    let faults = |change| -> Vec<_> {
        let faults = details(change).faults(day("2026-03-02"));
        faults.into_iter().map(|it| (it.pointer, it.code)).collect()
    };
    assert_eq!(faults(json!({})), []);
    assert_eq!(
        faults(json!({"kind": "other", "obtained_on": "2026-03-03"})),
        [
            ("/name".to_owned(), FaultCode::Required),
            ("/obtained_on".to_owned(), FaultCode::DateInFuture),
            ("/valid_until".to_owned(), FaultCode::DateTooEarly)
        ]
    );
    assert_eq!(faults(json!({"kind": "other", "name": "Play therapy"})), []);
}

#[test]
fn it_is_withdrawn_once_between_its_first_day_and_today() {
    let (one, today) = (qualification(), day("2026-03-02"));
    let withdraw = |on: Option<&str>| WithdrawQualification {
        withdrawn_on: on.map(day),
        reason: Lines::new("Revoked.").unwrap(),
    };
    assert_eq!(withdraw(None).on(today), today);
    assert_eq!(withdraw(None).faults(&one, today), []);
    assert_eq!(withdraw(Some("2023-08-31")).faults(&one, today), []);
    for (on, code) in [
        ("2023-08-30", FaultCode::DateTooEarly),
        ("2026-03-03", FaultCode::DateInFuture),
    ] {
        assert_eq!(withdraw(Some(on)).faults(&one, today)[0].code, code);
    }
    assert!(decide_withdraw_qualification(&one, today).is_ok());
    let refused = [
        decide_withdraw_qualification(&withdrawn("2024-01-01"), today),
        decide_amend_qualification(&withdrawn("2024-01-01"), &one.details),
    ];
    for refused in refused {
        let code = refused.unwrap_err()[0].code;
        assert_eq!(code, RefusalCode::QualificationWithdrawn);
    }
}

#[test]
fn a_change_is_told_by_the_names_of_its_fields() {
    let one = qualification();
    assert_eq!(decide_amend_qualification(&one, &one.details), Ok(vec![]));
    let later = details(json!({"valid_until": "2028-03-02"}));
    assert_eq!(
        decide_amend_qualification(&one, &later),
        Ok(vec![QualificationEvent::Amended {
            worker_id: one.worker_id,
            kind: QualificationKind::FamilyTherapy,
            changed: vec!["valid_until".to_owned()]
        }])
    );
}
