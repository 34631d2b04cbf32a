"""A publish locks places first, and what the database breaks off is begun anew as a whole."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from wagtail.models import Locale, Page

from wagtail_inddragelse.domain.intakes import places
from wagtail_inddragelse.models import Intake, Session
from wagtail_inddragelse.pages.models import EventPage
from wagtail_inddragelse.testing.factories import EventPageFactory, IntakeFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broken_off(monkeypatch) -> list:
    """The first save of a page with its intakes ends in a deadlock."""
    errors = [OperationalError(1213, "Deadlock found when trying to get lock")]
    saved = Page.save

    def save(page, *args, update_fields=None, **kwargs):
        saved(page, *args, update_fields=update_fields, **kwargs)
        if errors and update_fields is None:
            raise errors.pop()

    monkeypatch.setattr(Page, "save", save)
    return errors


def test_nothing_is_lost(home, broken_off):
    broken = broken_off.copy()
    broken_off.clear()
    page = EventPageFactory(parent=home)
    intake = IntakeFactory(page=page, capacity=10)
    session = SessionFactory(intake=intake)
    draft = type(page).objects.get(pk=page.pk)
    row = draft.inddragelse_intakes.get()
    row.capacity = 12
    new = Intake(title="New", locale=page.locale)
    new.sessions = [Session(starts_at=session.starts_at, ends_at=session.ends_at)]
    draft.inddragelse_intakes = [row, new]
    revision = draft.save_revision()

    broken_off.extend(broken)
    revision.publish()

    assert broken_off == []
    rows = Intake.objects.filter(page=page).order_by("sort_order", "pk")
    assert [(r.title, r.capacity, r.sessions.count()) for r in rows] == [
        (intake.title, 12, 1),
        ("New", None, 1),
    ]


@pytest.fixture
def steps(monkeypatch) -> list:
    """In which order places are locked (by which keys) and pages saved (by their names)."""
    taken, lock_all, save = [], places.lock_all, Page.save

    def note_lock(keys):
        taken.append(set(keys))
        lock_all(keys)

    def note_save(page, *args, **kwargs):
        taken.append(page.slug)
        save(page, *args, **kwargs)

    monkeypatch.setattr(places, "lock_all", note_lock)
    monkeypatch.setattr(Page, "save", note_save)
    return taken


class TestOrder:
    """Stored and new intakes are locked before anything of the page is written."""

    @pytest.fixture
    def page(self, home):
        return EventPageFactory(parent=home, slug="course")

    @pytest.fixture
    def stored(self, page):
        return IntakeFactory(page=page)

    def test_publish(self, page, stored, steps):
        draft = EventPage.objects.get(pk=page.pk)
        new = Intake(title="New", locale=page.locale)
        draft.inddragelse_intakes = [stored, new]
        revision = draft.save_revision()
        steps.clear()
        revision.publish()
        assert steps == [{stored.translation_key, new.translation_key}, "course"]

    def test_one_that_the_draft_has_lost(self, page, stored, steps):
        draft = EventPage.objects.get(pk=page.pk)
        draft.inddragelse_intakes = []
        draft.save()
        assert steps == [{stored.translation_key}, "course"]

    def test_unpublish(self, page, stored, steps):
        EventPage.objects.get(pk=page.pk).unpublish()
        assert steps == [{stored.translation_key}, "course"]

    def test_copy_for_translation(self, page, stored, steps):
        locale = Locale.objects.get_or_create(language_code="en")[0]
        home = page.get_parent()
        home.copy_for_translation(locale)
        steps.clear()
        copy = EventPage.objects.get(pk=page.pk).copy_for_translation(locale)
        assert steps[:2] == [{stored.translation_key}, copy.slug]

    def test_a_draft_beside_the_published_page_locks_nothing(self, page, stored, steps):
        EventPage.objects.get(pk=page.pk).save_revision()
        assert steps == ["course"]
