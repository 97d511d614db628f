"""The first case as a Python program lives it, by generated calls only.

`make clients` checks this with mypy --strict and runs it beside a demo (KES_URL, KES_LOGINS). The
story is that of stories/first_case.json with another end. A service keeps real time: the three
attempts over 14 days that lost contact asks for cannot pass while we wait, so here he has died.
"""

import json
import os
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypedDict, TypeVar
from uuid import UUID

from kes_client import AuthenticatedClient, Client
from kes_client.api.cases import get_case, get_checklist, get_timeline, move_case
from kes_client.api.identity import get_me, open_session
from kes_client.api.intake import (
    accept_intake,
    get_intake,
    list_intake_documents,
    receive_document,
    record_intake,
    resubmit_intake,
    return_intake,
    screen_intake,
)
from kes_client.api.parties import register_person
from kes_client.api.records import (
    add_task,
    finish_task,
    get_note,
    record_contact,
    sign_note,
    write_note,
)
from kes_client.api.termination import (
    amend_termination,
    approve_closure,
    get_closure_request,
    get_termination,
    record_termination_notice,
    request_closure,
)
from kes_client.models import (
    AcceptIntake,
    AcuteCondition,
    ApproveClosure,
    Case,
    CaseChecklist,
    CaseStatus,
    CaseTask,
    Category,
    ClosureRequest,
    ClosureStatus,
    ContactChannel,
    ContactPlace,
    ContactPurpose,
    ContactRecord,
    ContactWith,
    DatePrecision,
    DeathPatch,
    DocumentItem,
    DocumentItemPage,
    DocumentStatus,
    DuplicateResult,
    DuplicateReview,
    FamilySupport,
    FamilyView,
    GetChecklistTo,
    Intake,
    IntakeChannel,
    IntakeStatus,
    LogIn,
    Me,
    MoveCase,
    NewContact,
    NewIntake,
    NewNote,
    NewPerson,
    NewTask,
    NewTerminationNotice,
    Note,
    NoteStatus,
    NoticeOutcome,
    NoticeRecipient,
    Problem,
    ReceiveDocument,
    Referrer,
    RequestClosure,
    ResubmitIntake,
    ReturnIntake,
    ScreeningDetails,
    ScreeningTest,
    ScreeningTests,
    Sex,
    Stage,
    TaskStatus,
    Termination,
    TerminationDetailsPatch,
    TerminationNotice,
    TerminationReason,
    TimelineEventPage,
    TokenAnswer,
    Urgency,
    WrittenPerson,
)
from kes_client.types import Response

URL = os.environ.get("KES_URL", "http://127.0.0.1:8080")
LOGINS = Path(os.environ.get("KES_LOGINS", "var/demo.json"))

T = TypeVar("T")


class Worker(TypedDict):
    username: str
    password: str
    role: str


def body(answer: Response[Any], kind: type[T]) -> T:
    """The body of a success; a problem document ends the story."""
    if not isinstance(answer.parsed, kind):
        raise RuntimeError(f"{answer.status_code}: {answer.content!r}")
    return answer.parsed


def version(answer: Response[Any]) -> str:
    """What If-Match wants to hear about this record."""
    return answer.headers["ETag"]


def refused(answer: Response[Any], status: HTTPStatus) -> Problem:
    """The problem document of an act that must not succeed."""
    assert answer.status_code == status, answer.content
    return body(answer, Problem)


def rules(problem: Problem) -> set[str]:
    """The rules, and of gates the requirements, that stand against an act."""
    return {refusal.requirement or refusal.code for refusal in problem.refusals or []}


def log_in(username: str) -> AuthenticatedClient:
    """A client that acts as this worker."""
    workers: list[Worker] = json.loads(LOGINS.read_text())["workers"]
    worker = next(worker for worker in workers if worker["username"] == username)
    credentials = LogIn(username=worker["username"], password=worker["password"])
    session = open_session.sync_detailed(client=Client(URL), body=credentials)
    client = AuthenticatedClient(URL, token=body(session, TokenAnswer).access_token)
    me = body(get_me.sync_detailed(client=client), Me).worker
    assert me and me.username == username
    return client


def take_in(
    zainab: AuthenticatedClient, kamala: AuthenticatedClient, farid: AuthenticatedClient
) -> Case:
    """From the hospital's telephone call to the acceptance."""
    now = datetime.now(UTC)
    person = body(
        register_person.sync_detailed(
            client=zainab,
            body=NewPerson(
                full_name="Pak Long Saad bin Puteh",
                sex=Sex.MALE,
                birth_date=datetime(1946, 9, 15).date(),
                birth_date_precision=DatePrecision.DAY,
            ),
        ),
        WrittenPerson,
    )
    intake = record_intake.sync_detailed(
        client=zainab,
        body=NewIntake(
            channel=IntakeChannel.AGENCY_REFERRAL,
            referrer=Referrer(agency="Hospital Kulim", name="Puan Rohana"),
            person_id=person.id,
            presenting_problem="Lives alone and cannot manage after his discharge.",
            category=Category.OLDER_PERSON,
            urgency=Urgency.URGENT,
            received_at=now,
        ),
    )
    intake_id = body(intake, Intake).id
    refused(get_intake.sync_detailed(intake_id, client=farid), HTTPStatus.NOT_FOUND)

    papers = body(list_intake_documents.sync_detailed(intake_id, client=zainab), DocumentItemPage)
    accept = AcceptIntake(caseworker_id=worker_id(zainab), note="First visit this week.")
    early = accept_intake.sync_detailed(
        intake_id, client=kamala, body=accept, if_match=version(intake)
    )
    assert "documents_complete" in rules(refused(early, HTTPStatus.CONFLICT))
    returned = return_intake.sync_detailed(
        intake_id,
        client=kamala,
        body=ReturnIntake(note="Please send the papers of the list."),
        if_match=version(intake),
    )
    assert body(returned, Intake).status == IntakeStatus.RETURNED_INCOMPLETE

    assert papers.items
    for paper in papers.items:
        received = receive_document.sync_detailed(
            intake_id,
            paper.id,
            client=zainab,
            body=ReceiveDocument(received_on=now.date()),
            if_match=f'"v{paper.version}"',
        )
        assert body(received, DocumentItem).status == DocumentStatus.RECEIVED
    sent_again = resubmit_intake.sync_detailed(
        intake_id,
        client=zainab,
        body=ResubmitIntake(note="Letter and report enclosed."),
        if_match=version(returned),
    )
    assert body(sent_again, Intake).status == IntakeStatus.SCREENING

    screened = screen_intake.sync_detailed(
        intake_id,
        client=zainab,
        body=ScreeningDetails(
            tests=ScreeningTests(
                further_action=ScreeningTest(met=True),
                planning_and_intervention=ScreeningTest(met=True),
                periodic_monitoring=ScreeningTest(met=True),
            ),
            acute_condition=AcuteCondition(present=False),
            family_support=FamilyView(support=FamilySupport.NOT_KNOWN),
            duplicates_reviewed=DuplicateReview(result=DuplicateResult.NO_DUPLICATE_FOUND),
        ),
        if_match=version(sent_again),
    )
    body(screened, Intake)
    accepted = accept_intake.sync_detailed(
        intake_id, client=kamala, body=accept, if_match=version(screened)
    )
    case = body(accepted, Case)
    assert (case.status, case.stage) == (CaseStatus.OPEN, Stage.ASSESSMENT)
    return case


def work(case: Case, zainab: AuthenticatedClient, farid: AuthenticatedClient) -> tuple[UUID, str]:
    """Contacts, a note and a task, which stays open: its id and version."""
    for channel, place in [
        (ContactChannel.PHONE, None),
        (ContactChannel.VISIT, ContactPlace.CLIENT_HOME),
        (ContactChannel.VISIT, ContactPlace.CLIENT_HOME),
    ]:
        contact = record_contact.sync_detailed(
            case.id,
            client=zainab,
            body=NewContact(
                with_=ContactWith.CLIENT,
                person_id=case.person_id or None,
                channel=channel,
                purpose=ContactPurpose.FOLLOW_UP,
                place=place,
                at=datetime.now(UTC),
                reached=False,
                summary="Nobody there.",
            ),
        )
        assert not body(contact, ContactRecord).reached

    note = write_note.sync_detailed(
        case.id,
        client=zainab,
        body=NewNote(
            occurred_at=datetime.now(UTC),
            text="The neighbour says that he was taken to the hospital again.",
        ),
    )
    note_id = body(note, Note).id
    signed = sign_note.sync_detailed(note_id, client=zainab, if_match=version(note))
    assert body(signed, Note).status == NoteStatus.SIGNED
    refused(get_note.sync_detailed(note_id, client=farid), HTTPStatus.NOT_FOUND)

    task = add_task.sync_detailed(
        case.id,
        client=zainab,
        body=NewTask(text="Ask the ward what became of him.", note_id=note_id),
    )
    return body(task, CaseTask).id, version(task)


def end(
    case: Case,
    task: tuple[UUID, str],
    zainab: AuthenticatedClient,
    kamala: AuthenticatedClient,
    farid: AuthenticatedClient,
) -> None:
    """From the news of his death to the closed file."""
    current = get_case.sync_detailed(case.id, client=zainab)
    moved = move_case.sync_detailed(
        case.id,
        client=zainab,
        body=MoveCase(to=Stage.TERMINATION, reason=TerminationReason.DECEASED),
        if_match=version(current),
    )
    assert body(moved, Case).stage == Stage.TERMINATION

    ask = RequestClosure(summary="He died in hospital; nothing is left to be done.")
    early = request_closure.sync_detailed(case.id, client=zainab, body=ask, if_match=version(moved))
    missing = rules(refused(early, HTTPStatus.CONFLICT))
    assert missing == {"nothing_open", "notice_to_family", "reason_requirements"}, missing
    checklist = get_checklist.sync_detailed(case.id, client=zainab, to=GetChecklistTo.CLOSED)
    assert not body(checklist, CaseChecklist).ready

    done = finish_task.sync_detailed(task[0], client=zainab, if_match=task[1])
    assert body(done, CaseTask).status == TaskStatus.DONE
    termination = get_termination.sync_detailed(case.id, client=zainab)
    amended = amend_termination.sync_detailed(
        case.id,
        client=zainab,
        body=TerminationDetailsPatch(
            deceased=DeathPatch(
                died_on=datetime.now(UTC).date(),
                source="Hospital Kulim, ward 4",
                document_reference="A 204417",
            ),
        ),
        if_match=version(termination),
    )
    assert body(amended, Termination).reason == TerminationReason.DECEASED
    notice = record_termination_notice.sync_detailed(
        case.id,
        client=zainab,
        body=NewTerminationNotice(recipient=NoticeRecipient.FAMILY, outcome=NoticeOutcome.NO_FAMILY),
    )
    assert body(notice, TerminationNotice).outcome == NoticeOutcome.NO_FAMILY

    closure = request_closure.sync_detailed(
        case.id, client=zainab, body=ask, if_match=version(moved)
    )
    closure_id = body(closure, ClosureRequest).id
    unseen = get_closure_request.sync_detailed(closure_id, client=farid)
    refused(unseen, HTTPStatus.NOT_FOUND)
    own = approve_closure.sync_detailed(
        closure_id, client=zainab, body=ApproveClosure(), if_match=version(closure)
    )
    assert refused(own, HTTPStatus.FORBIDDEN).code == "not_permitted"
    approved = approve_closure.sync_detailed(
        closure_id,
        client=kamala,
        body=ApproveClosure(note="The file is complete."),
        if_match=version(closure),
    )
    assert body(approved, ClosureRequest).status == ClosureStatus.APPROVED

    assert body(get_case.sync_detailed(case.id, client=zainab), Case).status == CaseStatus.CLOSED
    late = write_note.sync_detailed(
        case.id,
        client=zainab,
        body=NewNote(occurred_at=datetime.now(UTC), text="One more thing."),
    )
    assert rules(refused(late, HTTPStatus.CONFLICT)) == {"case_closed"}


def worker_id(client: AuthenticatedClient) -> UUID:
    """Who this client acts as."""
    me = body(get_me.sync_detailed(client=client), Me)
    assert me.worker
    return me.worker.id


def main() -> None:
    wrong = LogIn(username="zainab", password="not the password")
    refused(open_session.sync_detailed(client=Client(URL), body=wrong), HTTPStatus.UNAUTHORIZED)

    zainab, kamala, farid = log_in("zainab"), log_in("kamala"), log_in("farid")
    case = take_in(zainab, kamala, farid)
    refused(get_case.sync_detailed(case.id, client=farid), HTTPStatus.NOT_FOUND)
    task = work(case, zainab, farid)
    end(case, task, zainab, kamala, farid)

    timeline = body(get_timeline.sync_detailed(case.id, client=zainab), TimelineEventPage)
    assert len(timeline.items) >= 10
    refused(get_timeline.sync_detailed(case.id, client=farid), HTTPStatus.NOT_FOUND)
    print(f"python: {case.file_number} opened, worked, closed; {len(timeline.items)} events")


if __name__ == "__main__":
    main()
