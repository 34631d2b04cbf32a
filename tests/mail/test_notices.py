"""The mail that tells of a mention."""

import logging

import pytest
from wagtail.users.models import UserProfile

from tests.domain.people import make_user
from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.mail.notices import send_notice, send_work
from wagtail_inddragelse.models import Role
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    IntakeFactory,
    MentionFactory,
    NoteFactory,
    SubmissionFactory,
)

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


class TestWork:
    """The mail to an assessor of what they were given."""

    @pytest.fixture
    def intake(self):
        return IntakeFactory(selection="assessed", title="Autumn")

    @pytest.fixture
    def assessor(self, intake):
        user = make_user("vera", intake.page, Role.ASSESS)
        UserProfile.objects.create(user=user, preferred_language="en")
        return user

    @pytest.fixture
    def given(self, intake, assessor):
        rows = [
            SubmissionFactory(intake=intake, contact_name="Ada Holm", state="received")
            for _ in range(2)
        ]
        return [AssessmentFactory(submission=row, assessor=assessor) for row in rows]

    def test_one_for_all_without_anything_of_an_applicant(
        self, intake, assessor, given, mailoutbox
    ):
        assert send_work(assessor.pk, intake.pk)
        (mail,) = mailoutbox
        assert (mail.subject, mail.to) == ("2 applications for you to assess", [assessor.email])
        assert mail.body == (
            f"You are asked to assess 2 applications:\n{intake.page.title} – Autumn\n\n"
            "http://testserver/admin/inddragelse/submissions/"
            f"?intake={intake.pk}&assignee=to_assess\n"
        )

    def test_none_of_it_twice(self, intake, assessor, given, mailoutbox):
        assert [send_work(assessor.pk, intake.pk) for _ in range(2)] == [True, False]
        row = SubmissionFactory(intake=intake, state="received")
        AssessmentFactory(submission=row, assessor=assessor)
        assert send_work(assessor.pk, intake.pk)
        subjects = [mail.subject for mail in mailoutbox]
        assert subjects == ["2 applications for you to assess", "1 application for you to assess"]

    def test_nothing_of_what_is_closed_or_done(self, intake, assessor, given, mailoutbox):
        conflicts.declare(assessor, given[0].submission, has_conflict=True)
        type(given[1].submission).objects.filter(pk=given[1].submission_id).update(
            state="confirmed"
        )
        assert not send_work(assessor.pk, intake.pk)

    def test_what_a_dead_mail_server_lost_is_told_of_later(
        self, intake, assessor, given, monkeypatch, mailoutbox, caplog
    ):
        def fail(self, fail_silently=False):
            raise OSError(f"refused {self.to}")

        with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
            patch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
            assert not send_work(assessor.pk, intake.pk)
        assert assessor.email not in caplog.text
        assert send_work(assessor.pk, intake.pk)
