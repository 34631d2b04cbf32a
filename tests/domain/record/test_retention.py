"""How long submissions are kept, by the calendar."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from hypothesis import strategies as st
from wagtail.models import Locale, ModelLogEntry

from tests.properties import given
from wagtail_inddragelse.domain.record import retention
from wagtail_inddragelse.domain.record.figures import kept as kept_figures
from wagtail_inddragelse.domain.record.records import Record
from wagtail_inddragelse.domain.record.retention import (
    Deletion,
    add_months,
    delete_after,
    delete_due,
)
from wagtail_inddragelse.models import (
    Assessment,
    Attachment,
    EarlierAnswers,
    Export,
    FormVersion,
    Intake,
    Mention,
    Message,
    MoreWanted,
    Note,
    Participant,
    Redaction,
    Session,
    Submission,
)
from wagtail_inddragelse.models.submission import SubmissionQuerySet
from wagtail_inddragelse.questions.schema import FormSchema
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    AttachmentFactory,
    FormVersionFactory,
    IntakeFactory,
    MentionFactory,
    MessageFactory,
    MoreWantedFactory,
    NoteFactory,
    SessionFactory,
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
        last = dt.datetime(2027, 6, 30, 22, 30, tzinfo=dt.UTC)  # 1 July in Copenhagen
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

    @pytest.mark.parametrize("state", ["received", "under_assessment", "more_wanted", "waiting"])
    def test_who_waits_for_a_decision_or_a_place_is_kept(self, due, state):
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

    def test_a_file_that_cannot_be_removed_keeps_no_other_intake(self, due, monkeypatch):
        stuck = AttachmentFactory(submission=due)
        others = [SubmissionFactory(delete_after=due.delete_after) for _ in range(2)]
        AttachmentFactory(submission=others[0])
        remove = type(stuck.file).delete

        def fail_once(file, **options):
            return _full_disk() if file.name == stuck.file.name else remove(file, **options)

        monkeypatch.setattr(type(stuck.file), "delete", fail_once)
        with pytest.raises(OSError, match="disk"):
            delete_due(self.NOW)
        assert Submission.objects.get() == due

    def test_figures_are_left(self, due):
        SubmissionFactory.create_batch(4, intake=due.intake, delete_after=due.delete_after)
        delete_due(self.NOW)
        assert kept_figures([due.intake])[due.intake.translation_key].states == {"confirmed": 5}

    def test_exports_that_hold_them_go_along(self, due):
        other = SubmissionFactory(intake=due.intake)
        rows = [export_of(due, other), export_of(other)]
        delete_due(self.NOW)
        assert list(Export.objects.all()) == rows[1:]
        assert [row.file.storage.exists(row.file.name) for row in rows] == [False, True]

    @pytest.mark.parametrize("state", ["confirmed", "rejected", "withdrawn", "received"])
    def test_nobody_is_deleted_while_an_objection_is_open(self, due, state):
        Submission.objects.update(state=state, objection_since=dt.date(2027, 12, 1))
        assert delete_due(self.NOW) == Deletion(objections=1)
        Submission.objects.update(state="rejected", objection_since=None)
        assert delete_due(self.NOW) == Deletion(deleted=1)

    def test_the_command_says_how_many_are_held_back_and_why(self, due):
        Submission.objects.update(delete_after=dt.date(2020, 1, 31))
        due.refresh_from_db()
        SubmissionFactory(delete_after=due.delete_after, state="received")
        SubmissionFactory(delete_after=due.delete_after, objection_since=due.delete_after)
        said = StringIO()
        call_command("delete_submissions", stdout=said)
        assert said.getvalue().splitlines() == [
            "1 deleted",
            "1 kept, as they still wait for a decision",
            "1 kept, as an objection is open",
        ]

    def test_each_is_put_on_record_by_its_reference(self, due):
        delete_due(self.NOW)
        entry = ModelLogEntry.objects.get(action=Record.DELETE.log_action)
        assert (entry.label, entry.object_id) == (due.reference, str(due.pk))

    def test_other_submissions_stay(self, due):
        other = SubmissionFactory(intake=due.intake)
        delete_due(self.NOW)
        assert list(Submission.objects.all()) == [other]


@pytest.mark.django_db
class TestFollowsTheSessions:
    """Until when people are kept follows the dates of the course, whenever these are set."""

    DAY_1 = dt.datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))
    LATER = DAY_1 + dt.timedelta(days=365)

    @pytest.fixture
    def intake(self, home):
        return IntakeFactory()

    @pytest.fixture
    def session(self, intake):
        return SessionFactory(intake=intake, starts_at=self.DAY_1)

    @pytest.fixture
    def signed_up(self, intake):
        """Somebody whose form keeps them for three months."""
        version = FormVersionFactory(form_schema=FormSchema(texts={"retention_months": 3}))
        return SubmissionFactory(
            intake=intake,
            form_version=version,
            received_at=RECEIVED,
            delete_after=dt.date(2027, 4, 30),
        )

    def day(self, submission) -> dt.date:
        submission.refresh_from_db()
        return submission.delete_after

    def publish(self, intake, *days: dt.datetime) -> None:
        """Publish the page with sessions of an hour from ``days``, the known ones first."""
        page = type(intake.page.specific).objects.get(pk=intake.page_id)
        row = page.inddragelse_intakes.get(pk=intake.pk)
        known = list(row.sessions.all())
        new = [Session() for _day in days[len(known) :]]
        row.sessions = [*known, *new][: len(days)]
        for session, starts_at in zip(row.sessions.all(), days, strict=True):
            session.starts_at, session.ends_at = starts_at, starts_at + dt.timedelta(hours=1)
        page.inddragelse_intakes = [row]
        page.save_revision().publish()

    def test_when_a_session_is_moved(self, intake, session, signed_up):
        self.publish(intake, self.LATER)
        assert self.day(signed_up) == dt.date(2028, 5, 29)

    def test_when_it_is_moved_ahead(self, intake, session, signed_up):
        self.publish(intake, self.LATER)
        self.publish(intake, self.DAY_1)
        assert self.day(signed_up) == dt.date(2027, 6, 1)

    def test_when_the_first_is_set(self, intake, signed_up):
        self.publish(intake, self.DAY_1)
        assert self.day(signed_up) == dt.date(2027, 6, 1)

    def test_when_another_is_added(self, intake, session, signed_up):
        self.publish(intake, self.DAY_1, self.LATER)
        assert self.day(signed_up) == dt.date(2028, 5, 29)

    def test_when_the_last_is_taken_off(self, intake, session, signed_up):
        self.publish(intake, self.DAY_1, self.LATER)
        self.publish(intake, self.DAY_1)
        assert self.day(signed_up) == dt.date(2027, 6, 1)

    def test_who_waits_for_new_dates_is_kept_as_long_as_before(self, intake, session, signed_up):
        self.publish(intake, self.LATER)
        self.publish(intake)
        assert self.day(signed_up) == dt.date(2028, 5, 29)

    def test_who_came_after_the_last_session_is_kept_from_receipt(self, intake, session, signed_up):
        self.publish(intake, RECEIVED - dt.timedelta(days=2))
        assert self.day(signed_up) == dt.date(2027, 4, 30)

    def test_whoever_signed_up_in_another_language(self, intake, session, signed_up):
        english = Locale.objects.get_or_create(language_code="en")[0]
        page = intake.page.specific.copy_for_translation(english, copy_parents=True)
        Submission.objects.update(intake=page.inddragelse_intakes.get().pk)
        page.save_revision().publish()
        self.publish(intake, self.LATER)
        assert self.day(signed_up) == dt.date(2028, 5, 29)

    def test_a_form_that_sets_no_period_still_sets_none(self, intake, session):
        kept_for_good = SubmissionFactory(intake=intake, delete_after=None)
        self.publish(intake, self.LATER)
        assert self.day(kept_for_good) is None

    def test_another_start_date_is_not_concerned(self, intake, session, signed_up):
        other = IntakeFactory(page=intake.page)
        Submission.objects.update(intake=other, intake_key=other.translation_key)
        session.starts_at, session.ends_at = self.LATER, self.LATER + dt.timedelta(hours=1)
        session.save()
        assert self.day(signed_up) == dt.date(2027, 4, 30)

    def test_the_rule_is_asked_once_more_before_anybody_is_deleted(
        self, intake, session, signed_up
    ):
        Session.objects.update(starts_at=self.LATER, ends_at=self.LATER + dt.timedelta(hours=1))
        assert delete_due(self.LATER + dt.timedelta(days=2)) == Deletion()
        assert self.day(signed_up) == dt.date(2028, 5, 29)

    def test_a_publish_that_moves_no_session_writes_no_submission(
        self, intake, session, signed_up, monkeypatch
    ):
        retention.follow_sessions(intake.translation_key)
        written = []
        monkeypatch.setattr(SubmissionQuerySet, "update", lambda rows, **_: written.extend(rows))
        session.save()
        assert written == []


@pytest.mark.django_db
class TestNobodyBeforeTheCourse:
    """What a stored day can't know: dates by hand, a course that waits for new ones."""

    NOW = TestDeleteDue.NOW

    @pytest.fixture
    def due(self):
        return SubmissionFactory(delete_after=dt.date(2028, 1, 31))

    def test_nobody_is_deleted_before_the_last_session(self, due):
        SessionFactory(intake=due.intake, starts_at=self.NOW + dt.timedelta(days=1))
        Submission.objects.update(delete_after=dt.date(2028, 1, 31))
        assert delete_due(self.NOW) == Deletion()
        assert Submission.objects.get() == due

    def test_who_signed_up_to_what_is_announced_for_new_dates_is_kept(self, due):
        Intake.objects.update(publication="announced")
        assert delete_due(self.NOW) == Deletion()

    def test_who_withdrew_from_it_is_not(self, due):
        Intake.objects.update(publication="announced")
        Submission.objects.update(state="withdrawn")
        assert delete_due(self.NOW) == Deletion(deleted=1)

    def test_who_can_still_answer_an_offer_of_a_place_is_kept(self, due):
        until = self.NOW + dt.timedelta(minutes=1)
        Submission.objects.update(state="offered", offered_until=until)
        assert delete_due(self.NOW) == Deletion(undecided=1)

    def test_an_offer_that_lapsed_keeps_nobody(self, due):
        Submission.objects.update(state="offered", offered_until=self.NOW)
        assert delete_due(self.NOW) == Deletion(deleted=1)


def export_of(*submissions) -> Export:
    """A workbook that was made in the background and is ready."""
    row = Export(
        order={},
        submission_ids=[submission.pk for submission in submissions],
        state=Export.State.READY,
        total=len(submissions),
        expires_at=timezone.now() + dt.timedelta(days=900),
    )
    row.file.save("export", ContentFile(b"names"), save=False)
    row.save()
    return row


def _full_disk(*args, **kwargs):
    raise OSError("disk")
