"""Notes that ask the user to look, on the front page of the admin."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.domain.casework import notes
from wagtail_inddragelse.testing.factories import MentionFactory, NoteFactory

pytestmark = pytest.mark.django_db


def panel(client):
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    return page.select_one("#inddragelse-notes-section")


def states(client) -> list[str]:
    return [row.select("td")[3].text.strip() for row in panel(client).select("tbody tr")]


@pytest.fixture
def mention(caseworker, own_submission):
    note = NoteFactory(submission=own_submission, text="Own Applicant called")
    return MentionFactory(note=note, user=caseworker)


def test_leads_to_the_case_without_its_words(caseworker_client, mention, own_submission):
    found = panel(caseworker_client)
    case = reverse("inddragelse_submissions_modeladmin_inspect", args=[own_submission.pk])
    assert [link["href"] for link in found.select("td a")] == [f"{case}#notes"]
    assert "Own Applicant" not in found.text


def test_says_what_is_seen(caseworker_client, caseworker, mention, own_submission):
    new = states(caseworker_client)
    notes.mark_seen(caseworker, own_submission)
    assert (len(new), new == states(caseworker_client)) == (1, False)


def test_is_not_there_without_notes(caseworker_client, own_submission):
    MentionFactory(note=NoteFactory(submission=own_submission))
    assert panel(caseworker_client) is None


def test_tells_nothing_of_a_case_that_is_closed_since(
    caseworker_client, caseworker, mention, own_submission
):
    conflicts.declare(caseworker, own_submission, has_conflict=True)
    assert panel(caseworker_client) is None


def test_shows_ten_and_says_how_many_more(caseworker_client, caseworker, own_submission):
    for _ in range(12):
        MentionFactory(note=NoteFactory(submission=own_submission), user=caseworker)
    rows = panel(caseworker_client).select("tbody tr")
    assert (len(rows), "2" in rows[-1].text) == (11, True)
