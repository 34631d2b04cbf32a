"""The database itself refuses what can't be."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from wagtail_inddragelse.models import (
    Assessment,
    ConflictOfInterest,
    EarlierAnswers,
    Export,
    Intake,
    IntakeChange,
    Message,
    Occasion,
    Participant,
    Redaction,
    RoleGrant,
    SavedView,
    Score,
    Session,
    State,
    Submission,
    Subscription,
)
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    AttachmentFactory,
    IntakeFactory,
    MailTextFactory,
    MentionFactory,
    MessageFactory,
    MoreWantedFactory,
    NoteFactory,
    ParticipantFactory,
    SessionFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

NOW = dt.datetime(2027, 6, 1, 10, 0, tzinfo=dt.UTC)


def _user():
    return get_user_model().objects.create_user("assessor")


def intake_that_closes_as_it_opens() -> None:
    IntakeFactory()
    Intake.objects.update(opens_at=NOW, closes_at=NOW)


def intake_for_nobody() -> None:
    IntakeFactory()
    Intake.objects.update(max_participants=0)


def intake_for_none_per_organisation() -> None:
    IntakeFactory()
    Intake.objects.update(max_per_organisation=0)


def session_that_ends_as_it_starts() -> None:
    SessionFactory()
    Session.objects.update(ends_at=F("starts_at"))


def two_active_with_one_email() -> None:
    first = SubmissionFactory(contact_email="ada@example.dk")
    SubmissionFactory(intake=first.intake, contact_email="ADA@example.dk", state=State.WAITING)


def state_that_is_none() -> None:
    SubmissionFactory()
    Submission.objects.update(state="lost")


def offered_place_without_an_end() -> None:
    SubmissionFactory()
    Submission.objects.update(state=State.OFFERED)


def two_participants_in_one_position() -> None:
    submission = SubmissionFactory(people=1)
    ParticipantFactory(submission=submission, position=0)


def message_about_nothing() -> None:
    MessageFactory()
    Message.objects.update(submission=None)


def two_subscriptions_of_one_email() -> None:
    intake = IntakeFactory()
    for _time in range(2):
        Subscription.objects.create(
            intake=intake, email="ada@example.dk", language="da", keep_until=NOW
        )


def two_grants_of_one_role() -> None:
    group, page = Group.objects.create(name="Office"), IntakeFactory().page
    for _time in range(2):
        RoleGrant.objects.create(group=group, page=page, role="see")


def two_assessments_of_one_assessor() -> None:
    submission, assessor = SubmissionFactory(), _user()
    for _time in range(2):
        Assessment.objects.create(submission=submission, assessor=assessor)


def two_scores_on_one_criterion() -> None:
    assessment = Assessment.objects.create(submission=SubmissionFactory(), assessor=_user())
    for _time in range(2):
        Score.objects.create(assessment=assessment, criterion_id="motivation")


def two_declarations_of_one_user() -> None:
    submission, user = SubmissionFactory(), _user()
    for answer in (True, False):
        ConflictOfInterest.objects.create(submission=submission, user=user, has_conflict=answer)


def score_above_100() -> None:
    AssessmentFactory(total=100.01)


def outcome_that_is_none() -> None:
    SubmissionFactory(pending_state="perhaps")


def rejection_without_a_reason() -> None:
    SubmissionFactory(pending_state="reject", decision_reason="")


def ready_export_without_a_file() -> None:
    Export.objects.create(
        order={}, submission_ids=[], language="da", state="ready", total=0, expires_at=NOW
    )


def note_without_a_word() -> None:
    NoteFactory(text="")


def two_mentions_of_one_user() -> None:
    mention = MentionFactory()
    MentionFactory(note=mention.note, user=mention.user)


def answers_of_no_version() -> None:
    SubmissionFactory(answers_version=0)


def file_replaced_before_it_came() -> None:
    AttachmentFactory(first_version=2, last_version=1)


def two_mails_about_one_change() -> None:
    change = IntakeChange.objects.create(intake=IntakeFactory(), kind="cancelled", created_at=NOW)
    first = MessageFactory(change=change)
    MessageFactory(change=change, submission=first.submission)


def two_reminders_of_one_day() -> None:
    first = MessageFactory(session_date=NOW.date())
    MessageFactory(session_date=NOW.date(), submission=first.submission)


def mail_sent_back_for_no_reason() -> None:
    MessageFactory(bounced_at=NOW)


def two_texts_of_one_mail() -> None:
    first = MailTextFactory()
    MailTextFactory(page=first.page)


def text_of_a_mail_that_people_write() -> None:
    MailTextFactory(occasion=Occasion.FREE)


def text_without_a_word() -> None:
    MailTextFactory(text="")


def two_open_requests() -> None:
    first = MoreWantedFactory()
    MoreWantedFactory(submission=first.submission)


def request_that_ended_in_nothing() -> None:
    MoreWantedFactory(closed_at=NOW)


def request_that_was_over_when_made() -> None:
    MoreWantedFactory(asked_at=NOW, due_at=NOW)


def two_answers_of_one_version() -> None:
    wanted = MoreWantedFactory()
    for _time in range(2):
        _earlier(wanted, number=1)


def version_before_the_first() -> None:
    _earlier(MoreWantedFactory(), number=0)


def _earlier(wanted, **values) -> None:
    EarlierAnswers.objects.create(
        submission=wanted.submission, replaced_by=wanted, answers={}, **values
    )


def cleared_at_no_time() -> None:
    Redaction.objects.create(submission=SubmissionFactory(), cleared_by=_user())


def two_views_of_one_name() -> None:
    user = _user()
    for _time in range(2):
        SavedView.objects.create(user=user, name="Mine", query="state=received")


def view_of_everything() -> None:
    SavedView.objects.create(user=_user(), name="Mine", query="")


IMPOSSIBLE = {
    "inddragelse_intake_close_after_open": intake_that_closes_as_it_opens,
    "inddragelse_intake_one_participant": intake_for_nobody,
    "inddragelse_intake_one_per_organisation": intake_for_none_per_organisation,
    "inddragelse_session_end_after_start": session_that_ends_as_it_starts,
    "inddragelse_one_active_per_email": two_active_with_one_email,
    "inddragelse_submission_state": state_that_is_none,
    "inddragelse_offer_has_an_end": offered_place_without_an_end,
    "inddragelse_participant_position": two_participants_in_one_position,
    "inddragelse_message_is_about_something": message_about_nothing,
    "inddragelse_one_subscription_per_email": two_subscriptions_of_one_email,
    "inddragelse_one_grant_per_role": two_grants_of_one_role,
    "inddragelse_one_assessment_per_assessor": two_assessments_of_one_assessor,
    "inddragelse_one_score_per_criterion": two_scores_on_one_criterion,
    "inddragelse_one_declaration_per_user": two_declarations_of_one_user,
    "inddragelse_assessment_total": score_above_100,
    "inddragelse_submission_pending_state": outcome_that_is_none,
    "inddragelse_rejection_has_a_reason": rejection_without_a_reason,
    "inddragelse_ready_export_has_a_file": ready_export_without_a_file,
    "inddragelse_note_says_something": note_without_a_word,
    "inddragelse_one_mention_per_note": two_mentions_of_one_user,
    "inddragelse_answers_version": answers_of_no_version,
    "inddragelse_attachment_versions": file_replaced_before_it_came,
    "inddragelse_one_mail_per_change": two_mails_about_one_change,
    "inddragelse_one_reminder_each": two_reminders_of_one_day,
    "inddragelse_bounce_has_a_reason": mail_sent_back_for_no_reason,
    "inddragelse_one_text_per_mail": two_texts_of_one_mail,
    "inddragelse_mail_text_not_free": text_of_a_mail_that_people_write,
    "inddragelse_mail_text_says_something": text_without_a_word,
    "inddragelse_one_open_request": two_open_requests,
    "inddragelse_request_ends_with_an_outcome": request_that_ended_in_nothing,
    "inddragelse_request_is_due_later": request_that_was_over_when_made,
    "inddragelse_one_row_per_version": two_answers_of_one_version,
    "inddragelse_versions_count_from_one": version_before_the_first,
    "inddragelse_who_cleared_says_when": cleared_at_no_time,
    "inddragelse_saved_view_name": two_views_of_one_name,
    "inddragelse_saved_view_says_something": view_of_everything,
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_impossible_row_is_refused(name):
    with pytest.raises(IntegrityError), transaction.atomic():
        IMPOSSIBLE[name]()


def test_every_constraint_has_its_impossible_row():
    named = {
        constraint.name
        for model in apps.get_app_config("wagtail_inddragelse").get_models()
        for constraint in model._meta.constraints
    }
    assert named == set(IMPOSSIBLE)


class TestWhatIsPossible:
    def test_the_same_email_again_once_the_first_has_withdrawn(self):
        first = SubmissionFactory(contact_email="ada@example.dk", state=State.WITHDRAWN)
        SubmissionFactory(intake=first.intake, contact_email="ada@example.dk")
        SubmissionFactory(
            intake=first.intake, contact_email="ada@example.dk", state=State.WITHDRAWN
        )
        assert Submission.objects.count() == 3

    def test_the_same_email_for_another_intake(self):
        SubmissionFactory(contact_email="ada@example.dk")
        SubmissionFactory(contact_email="ada@example.dk")
        assert Submission.objects.count() == 2

    def test_intake_with_a_deadline_or_an_opening_alone(self):
        assert IntakeFactory(opens_at=NOW).pk
        assert IntakeFactory(closes_at=NOW).pk

    def test_offered_place_with_an_end(self):
        assert SubmissionFactory(state=State.OFFERED, offered_until=timezone.now()).pk

    def test_message_about_a_subscription(self):
        subscription = Subscription.objects.create(
            intake=IntakeFactory(), email="ada@example.dk", language="da", keep_until=NOW
        )
        assert MessageFactory(submission=None, subscription=subscription, to="ada@example.dk").pk

    def test_participants_in_the_same_position_of_two_submissions(self):
        SubmissionFactory()
        SubmissionFactory()
        assert [row.position for row in Participant.objects.all()] == [0, 0]


class TestProtection:
    """What a submission rests on can't be deleted under it."""

    @pytest.fixture
    def submission(self):
        return SubmissionFactory()

    def test_its_intake(self, submission):
        with pytest.raises(models.ProtectedError):
            submission.intake.delete()

    def test_the_form_it_answered(self, submission):
        with pytest.raises(models.ProtectedError):
            submission.form_version.delete()

    def test_the_rows_of_its_page(self, submission):
        page = submission.intake.page
        page.inddragelse_intakes = []
        with pytest.raises(models.ProtectedError):
            page.save()
        assert Submission.objects.get() == submission
