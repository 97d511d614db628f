//! The document checklist: the union over the categories, and the life of an item.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::tests::{SUPERVISOR, codes, item, now, received, today};
use super::*;
use crate::words::Word;

#[test]
fn a_document_is_received_once_and_a_waived_one_may_still_come() {
    let (intake, _) = received(Urgency::Routine);
    let mut item = item(1, DocumentType::MedicalReport, true);
    let receive = ReceiveDocument {
        received_on: today(),
        note: None,
    };
    let tomorrow = ReceiveDocument {
        received_on: today() + TimeDelta::days(1),
        note: None,
    };
    assert_eq!(
        codes(decide_receive((&intake, None), &item, &tomorrow, today())),
        ["in_future"]
    );

    item.apply(&decide_waive((&intake, None), &item, SUPERVISOR, now()).unwrap()[0]);
    assert_eq!(
        (item.status, item.waived_by),
        (DocumentStatus::Waived, Some(SUPERVISOR))
    );
    assert!(!item.outstanding());
    assert_eq!(
        codes(decide_waive((&intake, None), &item, SUPERVISOR, now())),
        ["document_already_waived"]
    );
    item.apply(&decide_receive((&intake, None), &item, &receive, today()).unwrap()[0]);
    assert_eq!(
        (item.status, item.received_on),
        (DocumentStatus::Received, Some(today()))
    );
    assert_eq!(
        codes(decide_receive((&intake, None), &item, &receive, today())),
        ["document_already_received"]
    );
    assert_eq!(
        codes(decide_waive((&intake, None), &item, SUPERVISOR, now())),
        ["document_already_received"]
    );
}

#[test]
fn a_document_asked_for_beside_the_categories_is_needed_until_the_intake_is_declined() {
    let (mut intake, _) = received(Urgency::Routine);
    let command = AddDocument {
        id: None,
        document_type: DocumentType::CourtOrder,
    };
    assert!(command.wanted().required);
    let id = DocumentItemId(uuid::Uuid::from_u128(7));
    let events = decide_add_document(&intake, &command, id).unwrap();
    assert_eq!(events[0].kind(), "intake.document_added");

    let decline = DeclineIntake {
        reason: DeclineReason::UnfoundedReport,
        note: None,
    };
    let declined = decide_decline(&intake, &decline, SUPERVISOR, now()).unwrap();
    intake.apply(&declined[0]);
    assert_eq!(
        codes(decide_add_document(&intake, &command, id)),
        ["intake_decided"]
    );
}

fn any_of<W: Word>() -> impl Strategy<Value = W> {
    proptest::sample::select(W::all())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_checklist_is_the_union_over_the_categories(
        categories in proptest::collection::vec(any_of::<Category>(), 0..4),
        rules in proptest::collection::vec((any_of::<Category>(), any_of::<DocumentType>(), any::<bool>()), 0..40),
    ) {
        let rules: Vec<DocumentRequirement> = rules
            .into_iter()
            .map(|(category, document_type, required)| DocumentRequirement { category, document_type, required })
            .collect();
        let list = checklist_for(&categories, &rules);
        for document_type in DocumentType::all() {
            let asking: Vec<_> = rules
                .iter()
                .filter(|rule| rule.document_type == *document_type && categories.contains(&rule.category))
                .collect();
            let found: Vec<_> = list.iter().filter(|want| want.document_type == *document_type).collect();
            prop_assert_eq!(found.len(), usize::from(!asking.is_empty()));
            if let Some(want) = found.first() {
                prop_assert_eq!(want.required, asking.iter().any(|rule| rule.required));
            }
        }
        prop_assert!(not_on_checklist(&[], &list) == list);
    }
}
