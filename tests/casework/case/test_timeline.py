"""What happened to a case, in one line of time."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from wagtail_inddragelse.casework.case.timeline import timeline_of
from wagtail_inddragelse.domain.assessment.reader import Reader
from wagtail_inddragelse.domain.casework import by_hand
from wagtail_inddragelse.domain.record import transitions
from wagtail_inddragelse.domain.record.records import Record, put_on_record
from wagtail_inddragelse.domain.record.transitions import Action
from wagtail_inddragelse.models import Delivery, Occasion, State
from wagtail_inddragelse.testing.factories import (
    MessageFactory,
    ParticipantFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def submission():
    return SubmissionFactory(state=State.OFFERED, offered_until=timezone.now())


@pytest.fixture
def lene():
    return UserFactory(first_name="Lene", last_name="Leder", is_superuser=True)


@pytest.fixture
def blind(submission):
    """Somebody who may not know who applied."""
    submission.intake.assesses_blind = True
    submission.intake.save()
    return UserFactory()


def told(submission, user) -> list[tuple]:
    entries = timeline_of(Reader(user, submission)).entries
    return [(entry.text, entry.who, entry.detail) for entry in entries]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("reject", ["Approved an outcome: Reject", "Prepared an outcome: Reject"]),
        ("", ["Approved an outcome", "Took the prepared outcome back"]),
    ],
)
def test_those_who_decide_read_which_outcome_was_prepared(submission, lene, outcome, expected):
    put_on_record(submission, Record.PREPARE, user=lene, outcome=outcome)
    approved = {"outcome": outcome} if outcome else {}
    put_on_record(submission, Record.APPROVE, user=lene, **approved)
    entries = timeline_of(Reader(lene, submission)).entries
    assert [entry.text for entry in entries] == expected


def test_others_do_not(submission, lene):
    put_on_record(submission, Record.PREPARE, user=lene, outcome="reject")
    assert told(submission, UserFactory()) == [("Prepared an outcome", "Lene Leder", "")]


def test_events_say_who_did_it(submission, lene):
    transitions.apply(submission, Action.ACCEPT_PLACE)
    transitions.apply(submission, Action.MARK_ATTENDED, user=lene)
    submission.messages.all().delete()
    assert told(submission, lene) == [
        ("Attended", "Lene Leder", ""),
        ("Took the place", "the applicant", ""),
    ]


def test_what_the_clock_did_is_not_the_applicants(submission, lene):
    transitions.apply(submission, Action.EXPIRE)
    submission.messages.all().delete()
    assert told(submission, lene) == [("Let the offer of a place expire", "by itself", "")]


def test_mails_stand_among_the_events_by_time(submission, lene):
    now = timezone.now()
    early = MessageFactory(
        submission=submission, delivery=Delivery.SENT, sent_at=now - dt.timedelta(days=1)
    )
    put_on_record(submission, Record.ASSIGN, user=lene, assessor=lene.pk)
    late = MessageFactory(
        submission=submission,
        occasion=Occasion.OFFICE_NEW,
        delivery=Delivery.SENT,
        sent_at=now + dt.timedelta(days=1),
    )
    entries = timeline_of(Reader(lene, submission)).entries
    assert [entry.moment for entry in entries] == [
        late.sent_at,
        entries[1].moment,
        early.sent_at,
    ]
    assert told(submission, lene) == [
        ("Mail: To the case office: new submission", "to the case office", "Sent"),
        ("Assigned an assessor", "Lene Leder", "Lene Leder"),
        ("Mail: Sign-up confirmed", "to the applicant", "Sent"),
    ]


def test_mail_that_failed_says_why(submission, lene):
    MessageFactory(submission=submission, delivery=Delivery.FAILED, error="SMTPDataError 550")
    (entry,) = timeline_of(Reader(lene, submission)).entries
    assert (entry.detail, entry.is_trouble) == (
        "Could not be sent – The mail server or mail service refused the mail. (SMTPDataError 550)",
        True,
    )


def test_details_of_handling(submission, lene):
    by_hand.set_details(submission, journal_number="2026-17", assigned_to=lene, user=lene)
    by_hand.set_details(submission, journal_number="", assigned_to=None, user=lene)
    assert told(submission, lene) == [
        ("Assigned a caseworker", "Lene Leder", "nobody"),
        ("Set the journal number", "Lene Leder", "none"),
        ("Assigned a caseworker", "Lene Leder", "Lene Leder"),
        ("Set the journal number", "Lene Leder", "2026-17"),
    ]


def test_an_objection_with_its_day(submission, lene):
    for since in (dt.date(2026, 11, 3), None):
        by_hand.set_details(submission, objection_since=since, user=lene)
    assert told(submission, lene) == [
        ("Noted that the objection is closed", "Lene Leder", ""),
        ("Noted that an objection is open", "Lene Leder", "3 November 2026"),
    ]


def test_blind_reader_is_told_nothing_that_tells(submission, lene, blind):
    by_hand.set_details(submission, journal_number="Holm-17", assigned_to=lene, user=lene)
    MessageFactory(submission=submission, delivery=Delivery.FAILED, error="ada@holm.dk refused")
    assert {detail for *_, detail in told(submission, blind)} == {"", "Could not be sent"}


def test_looks_are_told_apart(submission, lene):
    for record in (Record.VIEW, Record.PDF, Record.DOWNLOAD, Record.NOTE):
        put_on_record(submission, record, user=lene)
    timeline = timeline_of(Reader(lene, submission))
    assert [entry.text for entry in timeline.entries] == ["Wrote a note"]
    assert (len(timeline.looks), timeline.look_count) == (3, 3)


def test_number_of_queries_does_not_grow(submission, lene, django_assert_num_queries):
    for _ in range(5):
        person = UserFactory()
        put_on_record(submission, Record.ASSIGN_CASEWORKER, user=person, caseworker=person.pk)
        put_on_record(submission, Record.VIEW, user=UserFactory())
        MessageFactory(submission=submission)
    with django_assert_num_queries(4):
        timeline_of(Reader(lene, submission))


def test_a_mail_to_a_participant_names_nobody(submission, lene):
    person = ParticipantFactory(submission=submission, position=1, name="Bo", email="bo@example.dk")
    MessageFactory(submission=submission, participant=person, delivery=Delivery.SENT)
    assert told(submission, lene) == [("Mail: Sign-up confirmed", "to a participant", "Sent")]
