from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from wagtail_inddragelse.testing.factories import EventPageFactory, IntakeFactory, SessionFactory


@pytest.fixture
def in_english():
    """Texts as they are written in the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def offer(home):
    """A published event with two start dates of three sessions each, and a revision."""
    page = EventPageFactory(parent=home, title="Course", slug="course")
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    for number in (1, 2):
        intake = IntakeFactory(page=page, title=f"Start {number}", sort_order=number - 1)
        for day in (1, 2, 3):
            SessionFactory(
                intake=intake,
                title=f"Day {day}",
                starts_at=start + dt.timedelta(days=30 * number + day),
                sort_order=day - 1,
            )
    page.save_revision().publish()
    page.refresh_from_db()
    return page
