"""Public notes on changes: gone when taken back unseen, hidden or worded by an editor."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from wagtail_inddragelse.domain.casework import messages
from wagtail_inddragelse.domain.offers import change_notes
from wagtail_inddragelse.domain.offers.change_notes import count_drafts, count_signed_up
from wagtail_inddragelse.domain.offers.changes import group_changes, list_changes
from wagtail_inddragelse.domain.writing.seen import ChangedMeanwhile, marks
from wagtail_inddragelse.models import Delivery, IntakeChange, Message, State
from wagtail_inddragelse.testing.factories import SubmissionFactory, UserFactory

from .test_change_mails import CANCELLED, JUNE_2, JUNE_9, JUNE_16, SCHEDULED, intake, publish

__all__ = ["intake"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def shown(intake) -> list[str]:
    """The kinds of the notes that the page shows."""
    return [change.kind for change in list_changes([intake])]


def send_drafts() -> None:
    messages.send_all(Message.objects.all(), user=UserFactory())


BACK_AND_FORTH = [
    [{"publication": CANCELLED}, {"publication": SCHEDULED}],
    [{"sessions": {0: JUNE_2}}, {"sessions": {0: JUNE_9}}],
    [{"sessions": {1: None}}, {"sessions": {1: JUNE_16}}],
    [{"closes_at": JUNE_9}, {"closes_at": JUNE_2}],
    [{"closes_at": None}, {"closes_at": JUNE_9}, {"closes_at": JUNE_2}],
]


def go(intake, steps) -> None:
    """Publish each of the steps; what was taken off comes back with the revision before it."""
    before = type(intake.page).objects.get(pk=intake.page_id).save_revision()
    for step in steps:
        if step == {"sessions": {1: JUNE_16}}:
            before.publish()
        else:
            publish(intake, **step)


@pytest.mark.parametrize("steps", BACK_AND_FORTH, ids=str)
class TestTakenBack:
    def test_before_anybody_was_told_it_leaves_nothing(self, intake, steps):
        SubmissionFactory(intake=intake)
        go(intake, steps)
        assert (shown(intake), Message.objects.count()) == ([], 0)

    def test_calendars_still_count_it(self, intake, steps):
        go(intake, steps)
        assert IntakeChange.objects.filter(is_hidden=True).count() == len(steps)

    def test_after_somebody_was_told_it_is_told(self, intake, steps):
        SubmissionFactory(intake=intake)
        SubmissionFactory(intake=intake, state=State.RECEIVED)
        go(intake, steps[:-1])
        send_drafts()
        before = len(shown(intake))
        publish_last(intake, steps)
        assert len(shown(intake)) == before + 1

    def test_it_is_not_taken_back_before_the_last(self, intake, steps):
        go(intake, steps[:-1])
        assert len(shown(intake)) == len(steps) - 1


def publish_last(intake, steps) -> None:
    if steps[-1] == {"sessions": {1: JUNE_16}}:
        revision = intake.page.revisions.order_by("pk")[0]
        revision.publish()
    else:
        publish(intake, **steps[-1])


def test_another_change_stays(intake):
    publish(intake, closes_at=JUNE_9, publication=CANCELLED)
    publish(intake, publication=SCHEDULED)
    assert shown(intake) == ["deadline"]


def test_one_of_two_moves_stays(intake):
    publish(intake, sessions={0: JUNE_2, 1: JUNE_9})
    publish(intake, sessions={0: JUNE_9})
    [left] = list_changes([intake])
    assert (left.old_value, left.new_value) == (JUNE_16, JUNE_9)


def test_what_was_told_stays_and_what_came_after_goes(intake):
    SubmissionFactory(intake=intake, state=State.RECEIVED)
    publish(intake, closes_at=JUNE_9)
    Message.objects.update(delivery=Delivery.SENT, sent_at=JUNE_2 - dt.timedelta(days=60))
    publish(intake, closes_at=JUNE_16)
    publish(intake, closes_at=JUNE_9)
    [left] = list_changes([intake])
    assert (left.old_value, left.new_value) == (JUNE_2, JUNE_9)


def test_who_signed_up_meanwhile_was_told(intake):
    publish(intake, sessions={0: JUNE_2})
    moved_at = dt.datetime(2027, 5, 1, 12, tzinfo=dt.UTC)
    IntakeChange.objects.update(created_at=moved_at)
    SubmissionFactory(intake=intake, received_at=moved_at)
    publish(intake, sessions={0: JUNE_9})
    assert shown(intake) == ["session", "session"]


def text_of(intake, language: str = "en") -> str:
    with translation.override(language):
        notes = group_changes(list_changes([intake]))
        html = render_to_string(
            "wagtail_inddragelse/offers/changes.html", {"changes": notes, "statuses": [intake]}
        )
    return " ".join(html.split())


class TestEdit:
    @pytest.fixture
    def note(self, intake):
        publish(intake, closes_at=JUNE_9)
        return IntakeChange.objects.get()

    def test_words_of_an_editor_are_shown_in_their_language_alone(self, intake, note):
        assert change_notes.edit(note, "en", {"is_hidden": False, "text": "A week <more>"})
        assert "A week &lt;more&gt;" in text_of(intake)
        assert "The deadline has been moved" not in text_of(intake)
        assert "A week" not in text_of(intake, "da")

    def test_empty_words_are_none(self, intake, note):
        change_notes.edit(note, "en", {"is_hidden": False, "text": "A week more"})
        change_notes.edit(note, "en", {"is_hidden": False, "text": " "})
        assert "The deadline has been moved" in text_of(intake)

    def test_a_hidden_one_is_not_shown(self, intake, note):
        change_notes.edit(note, "en", {"is_hidden": True, "text": ""})
        assert shown(intake) == []
        assert [row.pk for row in change_notes.notes_on(intake.page)] == [note.pk]

    def test_it_can_be_shown_again(self, intake, note):
        for is_hidden in (True, False):
            change_notes.edit(note, "en", {"is_hidden": is_hidden, "text": ""})
        assert shown(intake) == ["deadline"]

    def test_what_is_the_same_is_not_written(self, note):
        assert not change_notes.edit(note, "en", {"is_hidden": False, "text": ""})

    def test_not_over_what_somebody_else_wrote(self, note):
        seen = marks(change_notes.values_of(note, "en"))
        change_notes.edit(note, "en", {"is_hidden": False, "text": "Theirs"})
        with pytest.raises(ChangedMeanwhile):
            change_notes.edit(note, "en", {"is_hidden": False, "text": "Mine"}, seen)
        change_notes.edit(note, "en", {"is_hidden": True, "text": ""}, seen)
        note.refresh_from_db()
        assert change_notes.values_of(note, "en") == {"is_hidden": True, "text": "Theirs"}


def test_counts(intake):
    for state in (State.CONFIRMED, State.WAITING, State.WITHDRAWN):
        SubmissionFactory(intake=intake, state=state)
    SubmissionFactory()
    assert (count_signed_up(intake.page), count_drafts(intake.page)) == (2, 0)
    publish(intake, publication=CANCELLED)
    assert (count_signed_up(intake.page), count_drafts(intake.page)) == (2, 2)
