"""What keeps the package from being removed, before anything is touched."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from wagtail_inddragelse.domain.record import removal
from wagtail_inddragelse.models import Submission
from wagtail_inddragelse.testing.factories import EventPageFactory, IntakeFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(home):
    offer = EventPageFactory(parent=home, title="Course")
    SubmissionFactory(intake=IntakeFactory(page=offer))
    return offer


def test_without_being_told_to_it_only_counts(offer, capsys):
    call_command("remove_inddragelse")
    assert capsys.readouterr().out == (
        "1 × page\n1 × submission\nNothing was deleted: that takes --delete.\n"
    )
    assert Submission.objects.count() == 1


def test_a_site_that_begins_at_ours_is_in_the_way(offer):
    Site.objects.update(root_page=offer)
    assert removal.find_obstacles() == [
        "The site localhost begins at a page of ours, and would be deleted."
    ]


def test_so_is_a_page_of_the_sites_own_below_ours(offer):
    own = offer.add_child(instance=Page(title="Our own"))
    assert removal.find_obstacles() == [f"The page {own.pk} (“Our own”) stands below one of ours."]


@pytest.mark.migrated
def test_so_is_a_migration_made_on_ours(monkeypatch):
    monkeypatch.setattr(removal, "LABELS", ("wagtail_inddragelse",))
    name = "wagtail_inddragelse_pages.0001_initial"
    assert f"The migration {name} depends on ours, and would be undone." in removal.find_obstacles()


def test_nothing_is_touched_then(offer):
    Site.objects.update(root_page=offer)
    with pytest.raises(CommandError, match="Nothing was deleted"):
        call_command("remove_inddragelse", "--delete")
    assert Submission.objects.count() == 1
