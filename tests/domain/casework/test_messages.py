"""What caseworkers do with mails, and that a worker and they never undo each other's work."""

from __future__ import annotations

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.casework import messages
from wagtail_inddragelse.mail.links import check_token, receipt_token
from wagtail_inddragelse.mail.rendering import render
from wagtail_inddragelse.models import (
    Delivery,
    Message,
    Occasion,
    State,
    Submission,
    Subscription,
    Trouble,
)
from wagtail_inddragelse.testing.factories import (
    IntakeFactory,
    MessageFactory,
    ParticipantFactory,
    SubmissionFactory,
    UserFactory,
)

from ...refusing import refused
from ..builders import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
RENDERED = {"subject": "Old subject", "text": "Old text", "html": "<p>Old</p>"}


@pytest.fixture
def user():
    return UserFactory()


def make(delivery, **values) -> Message:
    return MessageFactory(**{"delivery": delivery, "occasion": Occasion.CONFIRMED, **values})


def stored(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def recorded(message: Message) -> list[str]:
    entries = ModelLogEntry.objects.filter(object_id=str(message.submission_id)).order_by("pk")
    return [entry.action.removeprefix("wagtail_inddragelse.") for entry in entries]


STEPS = {
    "edit": lambda message, user: messages.edit(message, "S", "T", user=user),
    "hold": lambda message, user: messages.hold(message, user=user),
    "send": lambda message, user: messages.send(message, user=user),
    "regenerate": lambda message, user: messages.regenerate(message, user=user),
    "discard": lambda message, user: messages.discard(message, user=user),
    "resend": lambda message, user: messages.resend(message, message.to, user=user),
}
ALLOWED = {
    "edit": {"draft", "held", "queued"},
    "hold": {"queued"},
    "send": {"draft", "held", "queued"},
    "regenerate": {"draft", "held", "queued", "failed"},
    "discard": {"draft"},
    "resend": {"sent", "failed"},
}


@pytest.mark.parametrize("delivery", Delivery)
@pytest.mark.parametrize("step", STEPS)
class TestWhen:
    def test_only_while_it_makes_sense(self, user, step, delivery):
        message = make(delivery)
        if delivery in ALLOWED[step]:
            STEPS[step](message, user)
            assert recorded(message) == [f"{step}_message"]
            return
        with refused("too_late"):
            STEPS[step](message, user)
        assert stored(message).delivery == delivery
        assert recorded(message) == []

    def test_not_when_a_worker_took_it_meanwhile(self, user, step, delivery):
        message = make(delivery)
        if delivery in {Delivery.SENT, Delivery.SENDING}:
            return
        Message.objects.update(delivery=Delivery.SENDING)
        with refused("too_late"):
            STEPS[step](message, user)
        assert stored(message).delivery == Delivery.SENDING


class TestEdit:
    def test_what_was_rendered_gives_way(self, user):
        message = make(Delivery.QUEUED, **RENDERED)
        messages.edit(message, "Own subject", "Hello {name}", user=user)
        assert stored(message).subject == ""
        subject, text, _html = render(stored(message))
        reference = message.submission.reference
        assert subject.startswith("Own subject")
        assert subject.endswith(f"({reference})")
        assert text.startswith(f"Hello {message.submission.contact_name}")

    def test_the_record_names_nobody(self, user):
        message = make(Delivery.DRAFT, to="leaky@example.dk")
        messages.edit(message, "Leaky subject", "Leaky text", user=user)
        entry = ModelLogEntry.objects.get()
        assert (entry.label, entry.data) == (
            message.submission.reference,
            {"message": message.pk, "occasion": "confirmed"},
        )


class TestSend:
    def test_it_goes_out_after_the_commit(self, user, django_capture_on_commit_callbacks):
        message = make(Delivery.HELD)
        with django_capture_on_commit_callbacks(execute=True):
            messages.send(message, user=user)
            assert mail.outbox == []
        assert [sent.to for sent in mail.outbox] == [[message.to]]

    def test_all_that_wait_and_nothing_else(self, user):
        rows = {delivery: make(delivery) for delivery in Delivery}
        assert messages.send_all(Message.objects.all(), user=user) == 2
        assert {delivery: stored(row).delivery for delivery, row in rows.items()} == {
            "draft": "queued",
            "held": "queued",
            "queued": "queued",
            "sending": "sending",
            "sent": "sent",
            "failed": "failed",
        }


class TestRegenerate:
    def test_an_edited_mail_gets_the_words_of_the_template(self, user):
        message = make(Delivery.FAILED, own_subject="S", own_text="T", **RENDERED)
        messages.regenerate(message, user=user)
        row = stored(message)
        assert (row.own_text, row.subject, row.delivery) == ("", "", "failed")

    def test_one_written_by_hand_keeps_its_words(self, user):
        message = make(
            Delivery.DRAFT, occasion=Occasion.FREE, own_subject="S", own_text="T", **RENDERED
        )
        messages.regenerate(message, user=user)
        assert (stored(message).own_text, stored(message).subject) == ("T", "")


class TestDiscard:
    def test_it_is_gone(self, user):
        message = make(Delivery.DRAFT)
        messages.discard(message, user=user)
        assert not Message.objects.exists()
        assert recorded(message) == ["discard_message"]


class TestResend:
    def test_to_a_corrected_address(self, user):
        message = make(Delivery.FAILED, error="SMTPRecipientsRefused 550")
        again = messages.resend(message, "right@example.dk", user=user)
        assert (again.pk, stored(message).to) == (message.pk, "right@example.dk")
        assert message.submission.contact_email == stored(message).submission.contact_email

    def test_a_bounced_mail_is_dealt_with(self, user):
        message = make(Delivery.SENT, bounced_at=NOW, trouble=Trouble.BOUNCED, **RENDERED)
        again = messages.resend(message, "right@example.dk", user=user)
        assert (again.subject, again.bounced_at) == ("Old subject", None)
        assert list(Message.objects.not_arrived()) == []

    def test_it_corrects_the_case_and_what_waits(self, user):
        message = make(Delivery.FAILED)
        draft = make(Delivery.DRAFT, submission=message.submission)
        other = make(Delivery.DRAFT)
        messages.resend(message, "right@example.dk", correct_case=True, user=user)
        assert stored(message).submission.contact_email == "right@example.dk"
        assert stored(draft).to == "right@example.dk"
        assert stored(other).to == other.submission.contact_email
        assert recorded(message) == ["correct_address", "resend_message"]

    def test_an_address_in_use_changes_nothing(self, user):
        message = make(Delivery.FAILED)
        SubmissionFactory(intake=message.submission.intake, contact_email="taken@example.dk")
        with refused("address_in_use"):
            messages.resend(message, "taken@example.dk", correct_case=True, user=user)
        row = stored(message)
        assert (row.delivery, row.to) == (Delivery.FAILED, message.to)
        assert recorded(message) == []

    def test_too_late_corrects_no_case(self, user):
        message = make(Delivery.FAILED)
        Message.objects.update(delivery=Delivery.SENDING)
        with refused("too_late"):
            messages.resend(message, "right@example.dk", correct_case=True, user=user)
        assert stored(message).submission.contact_email == message.submission.contact_email


class TestCorrectAddress:
    @pytest.fixture
    def submission(self):
        row = SubmissionFactory(contact_email="wrong@example.dk", people=0)
        ParticipantFactory(submission=row, email="Wrong@example.dk")
        ParticipantFactory(submission=row, position=1, email="colleague@example.dk")
        return row

    def test_the_old_link_leads_nowhere(self, submission, user):
        old = receipt_token(submission)
        messages.correct_address(submission, "right@example.dk", user=user)
        row = Submission.objects.get(pk=submission.pk)
        assert (check_token(row, old), check_token(row, receipt_token(row))) == (False, True)

    def test_their_row_as_a_participant_follows_and_nobody_elses(self, submission, user):
        messages.correct_address(submission, "Right@ÅBEN.dk", user=user)
        people = submission.participants.values_list("email", "email_key")
        assert list(people) == [
            ("Right@åben.dk", "right@xn--ben-tla.dk"),
            ("colleague@example.dk", "colleague@example.dk"),
        ]

    def test_mails_that_wait_follow_but_for_those_to_the_office(self, submission, user):
        same = {"submission": submission, "delivery": Delivery.DRAFT, "to": "WRONG@example.dk"}
        MessageFactory(**same)
        MessageFactory(**same, occasion=Occasion.OFFICE_NEW)
        messages.correct_address(submission, "right@example.dk", user=user)
        mails = submission.messages.order_by("pk").values_list("to", flat=True)
        assert list(mails) == ["right@example.dk", "WRONG@example.dk"]

    def test_another_way_to_write_it_changes_nothing(self, submission, user):
        messages.correct_address(submission, "WRONG@example.dk", user=user)
        row = Submission.objects.get(pk=submission.pk)
        assert (row.contact_email, row.token_salt) == ("wrong@example.dk", submission.token_salt)

    def test_an_address_in_use_is_known_however_it_is_written(self, submission, user):
        SubmissionFactory(intake=submission.intake, contact_email="taken@åben.dk")
        with refused("address_in_use"):
            messages.correct_address(submission, "Taken@ÅBEN.DK", user=user)
        row = Submission.objects.get(pk=submission.pk)
        assert (row.contact_email, row.token_salt) == ("wrong@example.dk", submission.token_salt)

    def test_who_has_withdrawn_holds_no_address(self, submission, user):
        other = SubmissionFactory(
            intake=submission.intake, contact_email="free@example.dk", state=State.WITHDRAWN
        )
        messages.correct_address(submission, other.contact_email, user=user)
        assert Submission.objects.get(pk=submission.pk).contact_email == "free@example.dk"


class TestDealWith:
    def test_it_is_no_task_any_more(self, user):
        message = make(Delivery.FAILED)
        messages.deal_with(message, user=user)
        assert list(Message.objects.not_arrived()) == []
        assert recorded(message) == ["deal_with_message"]

    def test_what_arrived_needs_no_dealing_with(self, user):
        message = make(Delivery.SENT)
        messages.deal_with(message, user=user)
        assert (stored(message).dealt_with_at, recorded(message)) == (None, [])


class TestWrite:
    @pytest.fixture
    def two(self):
        intake = IntakeFactory()
        return [SubmissionFactory(intake=intake, language=code) for code in ("da", "en")]

    def test_each_gets_a_draft_in_the_own_language(self, two, user):
        messages.write(two, "S", "T", user=user, send=False)
        rows = Message.objects.order_by("pk")
        assert list(rows.values_list("submission", "language", "delivery", "occasion")) == [
            (two[0].pk, "da", "draft", "free"),
            (two[1].pk, "en", "draft", "free"),
        ]
        assert recorded(rows[0]) == ["write_message"]

    def test_or_a_mail_at_once(self, two, user, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            messages.write(two, "S", "Hello {name}", user=user, send=True)
        assert [sent.to for sent in mail.outbox] == [[row.contact_email] for row in two]
        assert mail.outbox[1].body.startswith(f"Hello {two[1].contact_name}")


def test_mails_to_many_are_stored_in_the_order_in_which_cases_are_locked(user):
    rows = [SubmissionFactory() for _ in range(3)]

    messages.write(reversed(rows), "S", "T", user=user, send=False)

    stored_for = Message.objects.order_by("pk").values_list("submission", flat=True)
    assert list(stored_for) == [row.pk for row in rows]


def test_a_mail_to_a_subscriber_has_a_record_of_its_own(user):
    subscription = Subscription.objects.create(
        intake=IntakeFactory(), email="leaky@example.dk", language="da", keep_until="2030-01-01"
    )
    message = Message.objects.create(
        subscription=subscription,
        occasion=Occasion.NOW_OPEN,
        to=subscription.email,
        language="da",
        next_attempt_at=NOW,
    )
    messages.hold(message, user=user)
    entry = ModelLogEntry.objects.get()
    assert entry.action == "wagtail_inddragelse.hold_message"
    assert "leaky" not in f"{entry.label} {entry.data}"
