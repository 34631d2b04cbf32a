"""Who takes part is written to at their own address, about what concerns them and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from wagtail_inddragelse.domain.assessment import decisions
from wagtail_inddragelse.domain.casework import messages
from wagtail_inddragelse.domain.offers.change_mails import draft_mails
from wagtail_inddragelse.domain.record import retention, transitions
from wagtail_inddragelse.domain.record.transitions import Action
from wagtail_inddragelse.domain.signup import reminders, self_service
from wagtail_inddragelse.domain.signup.signup import submit
from wagtail_inddragelse.mail.envelope import as_email
from wagtail_inddragelse.mail.links import receipt_url
from wagtail_inddragelse.mail.rendering import render
from wagtail_inddragelse.models import (
    Delivery,
    Intake,
    IntakeChange,
    Message,
    Occasion,
    Participant,
    State,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    ParticipantFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
)

from ..builders import sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
SECRETS = {
    "contact_name": "Ada Secret",
    "contact_email": "ada.secret@example.dk",
    "contact_phone": "98765432",
    "organisation": "Secret Inc",
}


@pytest.fixture
def intake():
    intake = IntakeFactory(capacity=9)
    SessionFactory(intake=intake, online_link="https://meet.example.dk/room")
    return intake


@pytest.fixture
def user():
    return UserFactory(is_superuser=True)


@pytest.fixture
def party(intake):
    """A sign-up of Ada, who also takes part, Bo and a guest, as it stands when it is made."""

    def make(state=State.CONFIRMED, **values) -> Submission:
        values = {**SECRETS, "language": "en", "intake": intake, **values}
        row = SubmissionFactory(state=state, **values)
        ParticipantFactory(submission=row, position=1, name="Bo Berg", email="bo@example.dk")
        ParticipantFactory(submission=row, position=2, email="", is_guest=True)
        return row

    return make


def told(occasion: str | None = None) -> list[tuple[str, str]]:
    """To whom and about what, the first at the head; the case office is left out."""
    found = Message.objects.order_by("pk").exclude(occasion__startswith="office")
    found = found.filter(occasion=occasion) if occasion else found
    return list(found.values_list("to", "occasion"))


def to_bo() -> Message:
    return Message.objects.filter(to="bo@example.dk").latest("pk")


class TestSignUp:
    def test_each_with_an_address_of_their_own(self, intake):
        submit(sign_up(intake, people=3))
        assert told() == [
            ("ada@example.dk", "confirmed"),
            ("person2-ada@example.dk", "confirmed"),
            ("person3-ada@example.dk", "confirmed"),
        ]
        people = Participant.objects.order_by("position")
        keys = Message.objects.exclude(occasion__startswith="office").order_by("pk")
        assert list(keys.values_list("participant", flat=True)) == [
            None,
            people[1].pk,
            people[2].pk,
        ]

    @pytest.mark.parametrize("address", ["ADA@example.dk", "ada@EXAMPLE.dk", "<ada@example.dk>"])
    def test_nobody_twice(self, intake, address):
        wanted = sign_up(intake, people=4)
        first, second, third, fourth = wanted.data.participants
        people = (first, replace(second, email=address), third, replace(fourth, email=third.email))
        submit(replace(wanted, data=replace(wanted.data, participants=people)))
        assert [to for to, _occasion in told()] == ["ada@example.dk", third.email]

    @pytest.mark.parametrize("values", [{"capacity": 2}, {"selection": "assessed"}])
    def test_not_before_there_is_a_place(self, values):
        intake = IntakeFactory(**values)
        SubmissionFactory(intake=intake)
        submit(sign_up(intake, people=2))
        assert [to for to, _occasion in told()] == ["ada@example.dk"]

    def test_alone_one_insert_holds_all_mails(self, intake):
        submit(sign_up(intake, "warm@example.dk"))
        with CaptureQueriesContext(connection) as captured:
            submit(sign_up(intake))
        about_mails = [query["sql"] for query in captured if "inddragelse_message" in query["sql"]]
        assert [sql.split()[0] for sql in about_mails] == ["INSERT"]


class TestStates:
    def test_a_place_that_was_taken(self, party):
        row = party(State.OFFERED, offered_until=timezone.now() + dt.timedelta(days=1))
        self_service.accept_place(row)
        assert told() == [(row.contact_email, "confirmed"), ("bo@example.dk", "confirmed")]

    def test_an_acceptance_is_the_applicants_and_the_place_everybodys(self, party, user):
        row = party(State.UNDER_ASSESSMENT, decision_reason="Because")
        transitions.apply(row, Action.ACCEPT, user=user)
        assert told() == [(row.contact_email, "accepted"), ("bo@example.dk", "confirmed")]

    def test_a_round_is_looked_up_in_one_query(self, party, user):
        rows = [
            party(State.UNDER_ASSESSMENT, contact_email=f"{name}@example.dk")
            for name in ("ada", "per", "uma")
        ]
        with CaptureQueriesContext(connection) as captured:
            transitions.apply_many(rows, Action.ACCEPT, user=user)
        people = [
            q["sql"] for q in captured if 'FROM "wagtail_inddragelse_participant"' in q["sql"]
        ]
        assert len(people) <= 1
        assert [to for to, _occasion in told()].count("bo@example.dk") == 3

    def test_a_refusal_is_the_applicants_alone(self, party, user):
        row = party(State.UNDER_ASSESSMENT, decision_reason="Because")
        transitions.apply(row, Action.REJECT, user=user)
        assert told() == [(row.contact_email, "rejected")]

    def test_a_withdrawal_is_told_to_who_was_told_of_the_place(self, party):
        row = party(State.OFFERED, offered_until=timezone.now() + dt.timedelta(days=1))
        row = self_service.accept_place(row)
        ParticipantFactory(submission=row, position=3, email="late@example.dk")
        self_service.withdraw(row)
        assert told("withdrawn") == [
            (row.contact_email, "withdrawn"),
            ("bo@example.dk", "withdrawn"),
        ]

    @pytest.mark.parametrize("state", [State.WAITING, State.RECEIVED])
    def test_who_never_heard_of_it_hears_of_no_withdrawal(self, party, state):
        row = party(state)
        self_service.withdraw(row)
        assert told() == [(row.contact_email, "withdrawn")]


def note(intake, kind, **values) -> None:
    values = {"created_at": timezone.now(), **values}
    draft_mails(IntakeChange.objects.create(intake=intake, kind=kind, **values))


class TestChanges:
    FAR = {
        "old_value": dt.datetime(2098, 1, 1, tzinfo=dt.UTC),
        "new_value": dt.datetime(2099, 1, 1, tzinfo=dt.UTC),
        "new_end": dt.datetime(2099, 1, 2, tzinfo=dt.UTC),
    }

    def test_a_moved_session(self, intake, party):
        row = party()
        note(intake, "session", **self.FAR)
        assert told() == [(row.contact_email, "moved"), ("bo@example.dk", "moved")]

    @pytest.mark.parametrize("state", [State.WAITING, State.OFFERED])
    def test_not_those_without_a_place(self, intake, party, state):
        party(state, offered_until=timezone.now() + dt.timedelta(days=1))
        note(intake, "session", **self.FAR)
        assert len(told()) == 1

    def test_a_deadline_is_the_applicants_own_matter(self, intake, party):
        row = party(State.RECEIVED)
        note(intake, "deadline", old_value=self.FAR["old_value"], new_value=self.FAR["new_value"])
        assert told() == [(row.contact_email, "deadline")]

    def test_a_second_change_mends_the_draft_and_one_taken_back_removes_it(self, intake, party):
        row = party()
        note(intake, "session", **self.FAR)
        Intake.objects.filter(pk=intake.pk).update(publication="cancelled")
        note(intake, "cancelled")
        assert told() == [(row.contact_email, "cancelled"), ("bo@example.dk", "cancelled")]
        Intake.objects.filter(pk=intake.pk).update(publication="scheduled")
        note(intake, "resumed")
        assert told() == [(row.contact_email, "moved"), ("bo@example.dk", "moved")]

    def test_what_was_sent_is_followed_by_another(self, intake, party):
        party()
        note(intake, "cancelled")
        Message.objects.update(delivery=Delivery.SENT)
        note(intake, "resumed")
        assert [occasion for to, occasion in told() if to == "bo@example.dk"] == [
            "cancelled",
            "resumed",
        ]

    def test_a_withdrawal_removes_the_drafts(self, intake, party):
        row = party()
        note(intake, "session", **self.FAR)
        self_service.withdraw(row)
        assert not Message.objects.filter(delivery=Delivery.DRAFT).exists()

    def test_more_sign_ups_take_no_more_queries(self, intake, party, django_assert_num_queries):
        party()
        with CaptureQueriesContext(connection) as captured:
            note(intake, "session", **self.FAR)
        Message.objects.all().delete()
        IntakeChange.objects.all().delete()
        party(contact_email="other@example.dk")
        with django_assert_num_queries(len(captured)):
            note(intake, "session", **self.FAR)


def test_a_reminder(intake, party, settings):
    settings.WAGTAIL_INDDRAGELSE = {"REMIND_DAYS_BEFORE": 3}
    row = party(received_at=timezone.now() - dt.timedelta(days=9))
    now = intake.in_order()[0].starts_at - dt.timedelta(days=2)
    assert reminders.remind(now) == 1
    assert told() == [(row.contact_email, "reminder"), ("bo@example.dk", "reminder")]
    assert reminders.remind(now) == 0
    assert len(told()) == 2


def test_the_database_takes_no_second_one_about_the_same(party):
    row = party()
    person = row.participants.get(position=1)
    day = {"session_date": dt.date(2027, 1, 1), "occasion": "reminder", "submission": row}
    values = {**day, "language": "en", "next_attempt_at": timezone.now()}
    Message.objects.create(to="a@example.dk", **values)
    Message.objects.create(to="b@example.dk", participant=person, **values)
    for again in ({}, {"participant": person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.create(to="c@example.dk", **again, **values)


class TestWriting:
    def test_all_participants_are_a_choice(self, party, user):
        row = party()
        for chosen in (True, False):
            messages.write([row], "S", "T", user=user, send=False, to_participants=chosen)
        addresses = [to for to, _occasion in told()]
        assert addresses == [row.contact_email, "bo@example.dk", row.contact_email]

    @pytest.mark.parametrize("state", [State.WAITING, State.UNDER_ASSESSMENT, State.WITHDRAWN])
    def test_who_has_no_place_was_never_told(self, party, user, state):
        row = party(state)
        messages.write([row], "S", "T", user=user, send=False)
        assert told() == [(row.contact_email, "free")]

    def test_each_is_called_by_their_own_name(self, party, user):
        messages.write([party()], "Practical", "Dear {name}", user=user, send=False)
        texts = [render(message)[1].splitlines()[0] for message in Message.objects.order_by("pk")]
        assert texts == ["Dear Ada Secret", "Dear Bo Berg"]

    def test_a_wrong_address_is_corrected_on_the_participant(self, party, user):
        row = party()
        messages.write([row], "S", "T", user=user, send=False)
        Message.objects.update(delivery=Delivery.FAILED)
        before = (row.contact_email, row.token_salt)
        messages.resend(to_bo(), "Bo.Berg@EXAMPLE.dk", correct_case=True, user=user)
        person = row.participants.get(position=1)
        assert (person.email, person.email_key) == ("Bo.Berg@example.dk", "bo.berg@example.dk")
        row.refresh_from_db()
        assert (row.contact_email, row.token_salt) == before

    def test_a_copy_of_a_sent_one_is_still_theirs(self, party, user):
        messages.write([party()], "S", "T", user=user, send=False)
        Message.objects.update(delivery=Delivery.SENT)
        again = messages.resend(to_bo(), "bo@example.dk", user=user)
        assert again.participant == to_bo().participant != None  # noqa: E711

    def test_the_contacts_address_is_theirs_alone(self, party, user):
        row = party()
        messages.write([row], "S", "T", user=user, send=False)
        messages.correct_address(row, "new@example.dk", user=user)
        assert [to for to, _occasion in told()] == ["new@example.dk", "bo@example.dk"]


ALL_TOLD = {
    Occasion.CONFIRMED: State.CONFIRMED,
    Occasion.MOVED: State.CONFIRMED,
    Occasion.CANCELLED: State.CONFIRMED,
    Occasion.RESUMED: State.CONFIRMED,
    Occasion.REMINDER: State.CONFIRMED,
    Occasion.WITHDRAWN: State.WITHDRAWN,
    Occasion.FREE: State.CONFIRMED,
}


class TestWhatIsSaid:
    @pytest.fixture
    def mail(self, party):
        """What a participant gets on an occasion, as it goes out."""

        def make(occasion, language="en", **values):
            row = party(ALL_TOLD[occasion], language=language, answers={"q1": "Secret"}, **values)
            message = Message(
                pk=1,
                submission=row,
                participant=row.participants.get(position=1),
                occasion=occasion,
                to="bo@example.dk",
                language=language,
                created_at=timezone.now(),
            )
            if occasion == Occasion.FREE:
                message.own_subject = "Practical"
                message.own_text = "{name}\n\n{organisation}\n\n{link}\n\n[[receipt-link]]"
            message.subject, message.text, message.html = render(message)
            return as_email(message)

        return make

    @pytest.mark.parametrize("language", ["en", "da"])
    @pytest.mark.parametrize("occasion", sorted(ALL_TOLD))
    def test_no_secret_link_and_nothing_of_the_contacts(self, mail, occasion, language):
        email = mail(occasion, language)
        row = Submission.objects.get()
        parts = [email.subject, email.body, email.alternatives[0].content]
        parts += [attachment.content.replace("\r\n ", "") for attachment in email.attachments]
        for part in parts:
            for secret in (*SECRETS.values(), "Secret", "receipt", receipt_url(row)):
                assert secret not in part
            assert "[[" not in part

    @pytest.mark.parametrize("occasion", sorted(set(ALL_TOLD) - {Occasion.FREE}))
    def test_it_says_why_it_came(self, mail, occasion):
        body = mail(occasion).body
        assert "Somebody signed you up with this e-mail address." in body
        assert "The link is yours alone" not in body

    @pytest.mark.parametrize("occasion", sorted(set(ALL_TOLD) - {Occasion.FREE}))
    def test_that_it_can_be_withdrawn_only_while_it_can(self, mail, occasion):
        can_be = occasion not in {Occasion.WITHDRAWN, Occasion.CANCELLED}
        assert ("They can withdraw the sign-up." in mail(occasion).body) is can_be

    @pytest.mark.parametrize(
        ("occasion", "method"),
        [
            (Occasion.CONFIRMED, "PUBLISH"),
            (Occasion.MOVED, "PUBLISH"),
            (Occasion.WITHDRAWN, "CANCEL"),
            (Occasion.REMINDER, None),
        ],
    )
    def test_the_dates_come_with_it(self, mail, occasion, method):
        files = [Calendar.from_ical(each.content) for each in mail(occasion).attachments]
        assert [calendar["method"] for calendar in files] == ([method] if method else [])

    @pytest.mark.parametrize(
        ("occasion", "words"),
        [
            (Occasion.CONFIRMED, "You have been signed up for"),
            (Occasion.RESUMED, "and you still have your place"),
            (Occasion.WITHDRAWN, "You are no longer signed up for"),
        ],
    )
    def test_it_speaks_to_who_sent_nothing(self, mail, occasion, words):
        assert words in mail(occasion).body

    def test_of_an_application_too(self, mail):
        Intake.objects.update(selection="assessed")
        intake = Intake.objects.get()
        assert "sign-up is withdrawn" in mail(Occasion.WITHDRAWN, intake=intake).subject


class TestWhatIsLeft:
    @pytest.fixture
    def row(self, party, user):
        row = party(delete_after=dt.date(2020, 1, 1))
        messages.write([row], "S", "T", user=user, send=False)
        return row

    def test_nothing_of_a_participant_who_is_deleted(self, row):
        row.participants.get(position=1).delete()
        assert told() == [(row.contact_email, "free")]

    def test_nothing_of_a_deleted_submission(self, row):
        retention.delete_due(timezone.now() + dt.timedelta(days=400))
        assert (Submission.objects.count(), Message.objects.count()) == (0, 0)


def test_a_decision_released_reaches_participants(party, intake, user):
    Intake.objects.update(selection="assessed")
    row = party(State.RECEIVED, intake=Intake.objects.get())
    decisions.prepare(row, "accept", reason="Yes", user=user)
    decisions.release(row.intake, user=user)
    assert told() == [(row.contact_email, "accepted"), ("bo@example.dk", "confirmed")]
