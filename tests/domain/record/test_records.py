"""Everything that is done with a submission is in Wagtail's log, by reference and never by name."""

import datetime as dt
import json
import logging
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from tests.casework.cases import SECRETS, body, clear, give, leaks, make_case
from tests.casework.conftest import make_user
from wagtail_inddragelse.domain.assessment import assessment, conflicts, decisions
from wagtail_inddragelse.domain.assessment.assessment import Given
from wagtail_inddragelse.domain.record import transitions
from wagtail_inddragelse.domain.record.records import Record, put_all_on_record, put_on_record
from wagtail_inddragelse.domain.record.transitions import Action
from wagtail_inddragelse.mail.delivery import deliver
from wagtail_inddragelse.models import Message, Role, Submission
from wagtail_inddragelse.testing.factories import EventPageFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

CASE = "inddragelse_submissions_modeladmin_inspect"


@pytest.fixture
def offer(db):
    return EventPageFactory()


@pytest.fixture
def submission(offer):
    return make_case(offer, blind=True, people=0)


@pytest.fixture
def decider(offer):
    return give(make_user("decider"), offer, Role.DECIDE, Role.EXPORT)


@pytest.fixture
def assessor(offer):
    return give(make_user("assessor"), offer, Role.ASSESS)


@pytest.fixture
def worked_on(client, submission, decider, assessor):
    """A case that everything was done with."""
    client.force_login(decider)
    client.get(reverse(CASE, args=[submission.pk]))
    conflicts.declare(decider, submission, has_conflict=False)
    client.get(reverse(CASE, args=[submission.pk]))
    client.get(reverse("inddragelse_attachment", args=[submission.attachments.get().pk]))
    client.get(reverse("inddragelse_redact", args=[submission.pk]))
    clear(submission, decider)
    made = assessment.assign(submission, assessor, user=decider)
    conflicts.declare(assessor, submission, has_conflict=False)
    assessment.save(made, {"need": Given(3, "Signe Leckage")}, recommendation="accept")
    assessment.hand_in(made)
    for format_ in ("csv", "xlsx", "zip"):
        body(
            client.post(
                reverse("inddragelse_export"), {"format": format_, "columns": "contact_name"}
            )
        )
    decisions.prepare(submission, "reject", reason="Signe Leckage", user=decider)
    decisions.release(submission.intake, user=decider)
    for key in Message.objects.values_list("pk", flat=True):
        deliver(key)
    return submission


def entries() -> list:
    rows = [*ModelLogEntry.objects.order_by("pk"), *PageLogEntry.objects.order_by("pk")]
    return [row for row in rows if row.action.startswith("wagtail_inddragelse.")]


def done(submission) -> list[str]:
    found = registry.get_logs_for_instance(submission).order_by("pk")
    return [entry.action.rpartition(".")[2] for entry in found]


def test_each_step_is_there(worked_on):
    assert done(worked_on) == [
        "asked",
        "declare_no_conflict",
        "view",
        "download",
        "view",
        "redact",
        "clear",
        "assign",
        "declare_no_conflict",
        "hand_in",
        "take_out",
        "take_out",
        "take_out",
        "prepare",
        "reject",
        "mail_sent",
        "mail_sent",
    ]


def test_exports_are_in_the_history_of_the_offer(worked_on, offer, decider):
    found = PageLogEntry.objects.filter(action="wagtail_inddragelse.export").order_by("pk")
    assert [(row.page_id, row.user, row.data) for row in found] == [
        (offer.pk, decider, {"format": name, "count": 1}) for name in ("CSV", "XLSX", "ZIP")
    ]


def test_submissions_are_named_by_their_reference(worked_on):
    labels = set(ModelLogEntry.objects.values_list("label", flat=True))
    assert labels == {worked_on.reference}


def test_nothing_in_the_log_tells_of_a_person(worked_on):
    rows = [[row.label, json.dumps(row.data), row.message, str(row)] for row in entries()]
    assert leaks(str(rows), SECRETS) == []


def test_every_record_has_words_of_its_own():
    records = [record.log_action for record in (*Record, *Action)]
    words = dict(registry.get_choices())
    assert len({str(words[record]) for record in records}) == len(records)


@pytest.mark.parametrize("name", ["wagtailadmin_reports:site_history"])
def test_wagtails_reports_tell_of_no_person(client, worked_on, admin_user, name):
    client.force_login(admin_user)
    found = body(client.get(reverse(name), {"page": 1}))
    assert leaks(found, (worked_on.reference, *SECRETS)) == [worked_on.reference]


def test_the_history_of_an_offer_tells_of_no_person(client, worked_on, offer, admin_user):
    client.force_login(admin_user)
    found = body(client.get(reverse("wagtailadmin_pages:history", args=[offer.pk])))
    exported = [name for name in ("CSV", "XLSX", "ZIP") if f"({name})" in found]
    assert (exported, leaks(found, SECRETS)) == (["CSV", "XLSX", "ZIP"], [])


def test_log_files_tell_of_no_person(caplog, client, submission, decider, monkeypatch):
    words = f"{submission.contact_name} unknown".encode()

    def refuse(*args, **kwargs):
        raise SMTPRecipientsRefused({submission.contact_email: (550, words)})

    monkeypatch.setattr("wagtail_inddragelse.mail.delivery._send", refuse)
    client.force_login(decider)
    with caplog.at_level(logging.DEBUG, logger="wagtail_inddragelse"):
        deliver(Message.objects.get().pk)
        client.get(reverse(CASE, args=[submission.pk]))
    assert len(caplog.records) == 1
    assert leaks(caplog.text, SECRETS) == []


def test_a_mail_that_is_given_up_is_on_record(submission, settings, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    settings.WAGTAIL_INDDRAGELSE = {**settings.WAGTAIL_INDDRAGELSE, "MAIL_MAX_ATTEMPTS": 1}
    monkeypatch.setattr("wagtail_inddragelse.mail.delivery._send", fail)
    message = Message.objects.get()
    deliver(message.pk)
    entry = ModelLogEntry.objects.get(action=Record.MAIL_FAILED.log_action)
    assert (entry.label, entry.data) == (
        submission.reference,
        {"message": message.pk, "occasion": message.occasion},
    )


def test_subjects_of_mails_tell_of_no_person(worked_on):
    assert [leaks(sent.subject, SECRETS) for sent in mail.outbox] == [[]] * len(mail.outbox)


def test_a_withdrawal_by_the_applicant_is_there_without_a_name(submission):
    transitions.apply(submission, Action.WITHDRAW)
    entry = ModelLogEntry.objects.get(action=Action.WITHDRAW.log_action)
    assert (entry.label, entry.user, entry.data) == (submission.reference, None, {})


def test_many_are_put_on_record_at_once_as_each_is_alone(submission, decider):
    others = [SubmissionFactory() for _ in range(2)]
    with CaptureQueriesContext(connection) as queries:
        put_all_on_record(Submission.objects.all(), Record.TAKE_OUT, user=decider)
    put_on_record(submission, Record.TAKE_OUT, user=decider)
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 1
    many, alone = ModelLogEntry.objects.order_by("pk")[:3], ModelLogEntry.objects.latest("pk")
    assert {row.object_id for row in many} == {str(row.pk) for row in (submission, *others)}
    same = next(row for row in many if row.object_id == str(submission.pk))
    kept = ("content_type", "label", "action", "data", "user", "content_changed", "deleted")
    assert [getattr(same, name) for name in kept] == [getattr(alone, name) for name in kept]
    assert abs(same.timestamp - alone.timestamp) < dt.timedelta(minutes=1)
    assert done(submission) == ["take_out", "take_out"]
