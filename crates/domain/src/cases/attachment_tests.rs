//! The life of an attachment, and what refuses it.

use uuid::Uuid;

use super::fixture::*;
use super::*;
use crate::intake::DocumentType;
use crate::refusal::{Refusal, RefusalCode};
use crate::texts::Line;

fn announced() -> NewAttachment {
    NewAttachment {
        id: None,
        details: AttachmentDetails {
            document_type: DocumentType::Photo,
            title: Line::new("The roof after the storm").unwrap(),
            description: None,
            taken_on: Some(today()),
        },
        content: AttachmentContent {
            media_type: MediaType::Jpeg,
            size: 7,
            sha256: Sha256::of(&[0; 32]),
        },
    }
}

fn attachment() -> Attachment {
    let id = AttachmentId(Uuid::from_u128(70));
    Attachment::added(id, case().id, announced(), CASEWORKER, now())
}

fn apply(to: &Attachment, events: &[AttachmentEvent]) -> Attachment {
    let mut it = to.clone();
    events.iter().for_each(|event| it.apply(event));
    it
}

fn closed() -> Case {
    Case {
        status: CaseStatus::Closed,
        ..case()
    }
}

fn codes<T: std::fmt::Debug>(refused: Result<T, Vec<Refusal>>) -> Vec<RefusalCode> {
    refused.unwrap_err().iter().map(|it| it.code).collect()
}

#[test]
fn an_attachment_is_announced_stored_and_withdrawn() {
    let case = case();
    let waiting = attachment();
    let added = decide_add_attachment(&case, waiting.id, &announced(), true, today()).unwrap();
    assert_eq!(apply(&waiting, &added), waiting);
    assert_eq!(codes(waiting.has_content()), [RefusalCode::ContentAwaited]);

    let stored = apply(
        &waiting,
        &decide_store_content(&case, &waiting, true, now()).unwrap(),
    );
    assert_eq!(
        (stored.status, stored.stored_at),
        (AttachmentStatus::Stored, Some(now()))
    );
    assert_eq!(stored.has_content(), Ok(()));
    // The same content again is no event, on a closed case neither.
    assert_eq!(
        decide_store_content(&case, &stored, true, now()),
        Ok(vec![])
    );
    assert_eq!(
        decide_store_content(&closed(), &stored, true, now()),
        Ok(vec![])
    );

    for one in [&waiting, &stored] {
        let withdrawn = apply(one, &decide_withdraw_attachment(one, now()).unwrap());
        assert_eq!(withdrawn.status, AttachmentStatus::Withdrawn);
        let gone = [RefusalCode::AttachmentWithdrawn];
        assert_eq!(codes(withdrawn.has_content()), gone);
        assert_eq!(codes(decide_withdraw_attachment(&withdrawn, now())), gone);
        assert_eq!(
            codes(decide_store_content(&case, &withdrawn, true, now())),
            gone
        );
        let same = decide_edit_attachment(&case, &withdrawn, &withdrawn.details, true, today());
        assert_eq!(codes(same), gone);
    }
}

#[test]
fn an_edit_names_what_it_changed() {
    let (case, attachment) = (case(), attachment());
    let same = decide_edit_attachment(&case, &attachment, &attachment.details, true, today());
    assert_eq!(same, Ok(vec![]));
    let details = AttachmentDetails {
        document_type: DocumentType::Other,
        taken_on: None,
        ..attachment.details.clone()
    };
    let changed = vec!["document_type".to_owned(), "taken_on".to_owned()];
    assert_eq!(
        decide_edit_attachment(&case, &attachment, &details, true, today()),
        Ok(vec![AttachmentEvent::Edited {
            attachment_id: attachment.id,
            changed
        }])
    );
}

#[test]
fn a_closed_case_takes_nothing_and_nothing_is_of_tomorrow() {
    let waiting = attachment();
    let mut new = announced();
    new.details.taken_on = today().succ_opt();
    let both = [RefusalCode::CaseClosed, RefusalCode::InFuture];
    let added = decide_add_attachment(&closed(), waiting.id, &new, true, today());
    assert_eq!(codes(added), both);
    let edited = decide_edit_attachment(&closed(), &waiting, &new.details, true, today());
    assert_eq!(codes(edited), both);
    let stored = decide_store_content(&closed(), &waiting, true, now());
    assert_eq!(codes(stored), [RefusalCode::CaseClosed]);
    assert!(decide_withdraw_attachment(&waiting, now()).is_ok());
}

#[test]
fn a_picture_comes_in_and_is_called_one_only_while_the_client_consents_to_it() {
    let (case, photo) = (case(), attachment());
    let needed = [RefusalCode::ConsentNeeded];
    let add = decide_add_attachment(&case, photo.id, &announced(), false, today());
    assert_eq!(codes(add), needed);
    let store = decide_store_content(&case, &photo, false, now());
    assert_eq!(codes(store), needed);
    // What is a photo already is edited, withdrawn and, once it has come, kept.
    let mut details = photo.details.clone();
    details.title = Line::new("The roof").unwrap();
    assert!(decide_edit_attachment(&case, &photo, &details, false, today()).is_ok());
    let stored = apply(
        &photo,
        &decide_store_content(&case, &photo, true, now()).unwrap(),
    );
    let again = decide_store_content(&case, &stored, false, now());
    assert_eq!(again, Ok(vec![]));
    let mut scan = announced();
    scan.details.document_type = DocumentType::PoliceReport;
    assert!(decide_add_attachment(&case, photo.id, &scan, false, today()).is_ok());
    let mut paper = photo;
    paper.details.document_type = DocumentType::PoliceReport;
    for kind in [DocumentType::Photo, DocumentType::Video] {
        details.document_type = kind;
        let edit = decide_edit_attachment(&case, &paper, &details, false, today());
        assert_eq!(codes(edit), needed);
    }
}

#[test]
fn a_digest_is_sixty_four_lower_case_digits() {
    assert!(Sha256::try_from("0a".repeat(32)).is_ok());
    for wrong in ["0a".repeat(31), "0A".repeat(32), "0g".repeat(32)] {
        assert_eq!(Sha256::try_from(wrong), Err(NoDigest));
    }
}
