"""How long submissions are kept, by the calendar."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.domain.figures import kept as kept_figures
from wagtail_inddragelse.domain.records import Record
from wagtail_inddragelse.domain.retention import Deletion, add_months, delete_after, delete_due
from wagtail_inddragelse.models import (
    Assessment,
    Attachment,
    EarlierAnswers,
    FormVersion,
    Intake,
    Mention,
    Message,
    MoreWanted,
    Note,
    Participant,
    Redaction,
    Submission,
)
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    AttachmentFactory,
    MentionFactory,
    MessageFactory,
    MoreWantedFactory,
    NoteFactory,
    SubmissionFactory,
)

RECEIVED = dt.datetime(2027, 1, 31, 12, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


def kept(months: int | None, *ends: dt.datetime) -> dt.date | None:
    intake = Intake()
    for end in ends:
        intake.sessions.create(starts_at=end - dt.timedelta(hours=1), ends_at=end)
    version = FormVersion(schema={"texts": {"retention_months": months}})
    return delete_after(version, intake, RECEIVED)


class TestDeleteAfter:
    @pytest.mark.parametrize("schema", [{}, {"texts": {}}, {"texts": {"retention_months": None}}])
    def test_form_that_sets_no_period_keeps_them(self, schema):
        assert delete_after(FormVersion(schema=schema), Intake(), RECEIVED) is None

    def test_from_receipt_where_there_are_no_sessions(self):
        assert kept(12) == dt.date(2028, 1, 31)

    def test_from_the_last_session(self):
        first, last = RECEIVED + dt.timedelta(days=9), RECEIVED + dt.timedelta(days=30)
        assert kept(1, last, first) == dt.date(2027, 4, 2)

    def test_from_receipt_when_the_sessions_were_before_it(self):
        assert kept(1, RECEIVED - dt.timedelta(days=30)) == dt.date(2027, 2, 28)

    def test_the_day_is_that_of_the_site(self):
        last = dt.datetime(2027, 6, 30, 22, 30, tzinfo=dt.timezone.utc)  # 1 July in Copenhagen
        assert kept(1, last) == dt.date(2027, 8, 1)


class TestAddMonths:
    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            ("2027-01-15", 1, "2027-02-15"),
            ("2027-01-31", 1, "2027-02-28"),
            ("2028-01-31", 1, "2028-02-29"),
            ("2027-11-30", 3, "2028-02-29"),
            ("2027-12-31", 12, "2028-12-31"),
            ("2028-02-29", 12, "2029-02-28"),
        ],
    )
    def test_last_day_of_a_month_that_is_too_short(self, day, months, expected):
        assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)

    @given(st.dates(max_value=dt.date(2200, 1, 1)), st.integers(0, 600))
    def test_is_so_many_months_on_and_never_in_the_next(self, day, months):
        after = add_months(day, months)
        assert (after.year - day.year) * 12 + after.month - day.month == months
        assert after.day <= day.day


@pytest.mark.django_db
class TestDeleteDue:
    NOW = dt.datetime(2028, 2, 1, 4, tzinfo=ZoneInfo("Europe/Copenhagen"))

    @pytest.fixture
    def due(self):
        return SubmissionFactory(delete_after=dt.date(2028, 1, 31))

    def test_what_is_due_is_gone(self, due):
        assert delete_due(self.NOW) == Deletion(deleted=1)
        assert list(Submission.objects.all()) == []

    def test_the_last_day_belongs_to_the_time_it_is_kept(self):
        SubmissionFactory(delete_after=dt.date(2028, 2, 1))
        assert delete_due(self.NOW) == Deletion()

    def test_what_has_no_end_is_kept(self):
        SubmissionFactory(delete_after=None)
        assert delete_due(self.NOW) == Deletion()

    @pytest.mark.parametrize("state", ["received", "under_assessment", "more_wanted"])
    def test_who_waits_for_a_decision_is_kept(self, due, state):
        Submission.objects.update(state=state)
        assert delete_due(self.NOW) == Deletion(undecided=1)
        assert Submission.objects.get() == due

    def test_people_mails_and_assessments_go_along(self, due):
        MessageFactory(submission=due)
        AssessmentFactory(submission=due, total=50)
        delete_due(self.NOW)
        left = [model.objects.count() for model in (Participant, Message, Assessment)]
        assert left == [0, 0, 0]

    def test_notes_requests_and_earlier_answers_go_along(self, due):
        MentionFactory(note=NoteFactory(submission=due))
        wanted = MoreWantedFactory(submission=due)
        EarlierAnswers.objects.create(submission=due, replaced_by=wanted, number=1, answers={})
        AttachmentFactory(submission=due, last_version=1)
        copy = Redaction.objects.create(submission=due)
        copy.attachments.add(AttachmentFactory(submission=due))
        Submission.objects.update(state="rejected")
        delete_due(self.NOW)
        gone = (Note, Mention, MoreWanted, EarlierAnswers, Redaction, Attachment, Submission)
        assert [model.objects.count() for model in gone] == [0] * len(gone)

    def test_files_go_along(self, due):
        file = AttachmentFactory(submission=due).file
        delete_due(self.NOW)
        assert (Attachment.objects.count(), file.storage.exists(file.name)) == (0, False)

    def test_redacted_files_go_along(self, due):
        row = AttachmentFactory(submission=due)
        row.redacted_file.save("x", ContentFile(b"redacted"))
        copy = row.redacted_file
        delete_due(self.NOW)
        assert not copy.storage.exists(copy.name)

    def test_a_file_that_cannot_be_removed_keeps_its_submission(self, due, monkeypatch):
        attachment = AttachmentFactory(submission=due)
        monkeypatch.setattr(type(attachment.file), "delete", _full_disk)
        with pytest.raises(OSError, match="disk"):
            delete_due(self.NOW)
        assert list(Attachment.objects.all()) == [attachment]

    def test_figures_are_left(self, due):
        delete_due(self.NOW)
        assert kept_figures([due.intake])[due.intake.translation_key].states == {"confirmed": 1}

    def test_each_is_put_on_record_by_its_reference(self, due):
        delete_due(self.NOW)
        entry = ModelLogEntry.objects.get(action=Record.DELETE.log_action)
        assert (entry.label, entry.object_id) == (due.reference, str(due.pk))

    def test_other_submissions_stay(self, due):
        other = SubmissionFactory(intake=due.intake)
        delete_due(self.NOW)
        assert list(Submission.objects.all()) == [other]


def _full_disk(*args, **kwargs):
    raise OSError("disk")
