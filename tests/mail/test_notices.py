"""The mail that tells of a mention."""

import logging

import pytest
from wagtail.users.models import UserProfile

from tests.domain.people import make_user
from wagtail_inddragelse.domain import conflicts
from wagtail_inddragelse.mail.notices import send_notice
from wagtail_inddragelse.models import Role
from wagtail_inddragelse.testing.factories import MentionFactory, NoteFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mention():
    submission = SubmissionFactory(contact_name="Ada Holm", organisation="Holm Kommune")
    user = make_user("lene", submission.intake.page, Role.SEE)
    UserProfile.objects.create(user=user, preferred_language="en")
    return MentionFactory(
        note=NoteFactory(submission=submission, text="Ada Holm called"), user=user
    )


def test_holds_reference_and_link_alone(mention, mailoutbox):
    assert send_notice(mention.pk)
    submission = mention.note.submission
    (mail,) = mailoutbox
    assert mail.subject == f"{submission.reference}: a note mentions you"
    assert mail.body == (
        f"A note on the case {submission.reference} mentions you. Read it here:\n\n"
        f"http://testserver/admin/inddragelse/submissions/inspect/{submission.pk}/\n"
    )
    assert (mail.to, mail.extra_headers) == (
        [mention.user.email],
        {"Auto-Submitted": "auto-generated"},
    )


def test_not_to_one_without_an_address(mention, mailoutbox):
    mention.user.email = ""
    mention.user.save()
    assert not send_notice(mention.pk)
    assert mailoutbox == []


def test_not_to_one_to_whom_the_case_was_closed_meanwhile(mention, mailoutbox):
    conflicts.declare(mention.user, mention.note.submission, has_conflict=True)
    assert not send_notice(mention.pk)
    assert mailoutbox == []


def test_dead_mail_server_is_logged_without_the_address(mention, monkeypatch, caplog):
    def fail(self, fail_silently=False):
        raise OSError(f"refused {self.to}")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    with caplog.at_level(logging.ERROR):
        assert not send_notice(mention.pk)
    assert caplog.messages == [f"No mail about mention {mention.pk}: OSError"]
