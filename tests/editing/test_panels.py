"""What the panels in the editor of an offer say."""

from __future__ import annotations

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tests.editors import edit_url, log_in, make_editor
from wagtail_inddragelse.domain.offers.readiness import (
    NO_DEADLINE,
    SESSION_WITHOUT_LOCATION,
    Finding,
)
from wagtail_inddragelse.editing.dashboard import register_url
from wagtail_inddragelse.editing.panels import group_findings
from wagtail_inddragelse.models import Role, RoleGrant, State
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    SubmissionFactory,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.usefixtures("in_english"),
]

KEYS = (uuid.UUID(int=1), uuid.UUID(int=2))


@pytest.fixture
def intake(offer):
    """The first start date, of two places: one taken, and one person in line."""
    intake = offer.get_intakes()[0]
    ApplicationFormPageFactory(parent=offer)
    type(intake).objects.filter(pk=intake.pk).update(capacity=2)
    SubmissionFactory(intake=intake)
    SubmissionFactory(intake=intake, state=State.WAITING, people=1)
    return intake


@pytest.fixture
def caseworker(editor, offer):
    """The editor, who may read the submissions as well."""
    group = editor.get("/admin/").wsgi_request.user.groups.get()
    RoleGrant.objects.create(group=group, page_id=offer.pk, role=Role.SEE)
    return editor


def panel(client, page) -> BeautifulSoup | None:
    shown = BeautifulSoup(client.get(edit_url(page)).content, "html.parser")
    return shown.select_one("[data-inddragelse-sign-ups]")


def rows(found) -> list[list[str]]:
    return [
        [cell.get_text(strip=True) for cell in row.select("th, td")] for row in found.select("tr")
    ]


def test_those_who_may_read_submissions_see_all_with_a_link(caseworker, offer, intake):
    found = panel(caseworker, offer)
    assert rows(found)[:2] == [
        ["Start date", "Sign-up", "Places taken", "Waiting", "New", "Submissions"],
        [
            "Start 1",
            "The last places are for those on the waiting list",
            "1 of 2",
            "1",
            "2",
            "See those for Start 1",
        ],
    ]
    assert found.a["href"] == register_url(intake)


def test_others_see_the_places_alone(editor, offer, intake):
    found = panel(editor, offer)
    assert rows(found)[:2] == [
        ["Start date", "Sign-up", "Places taken"],
        ["Start 1", "The last places are for those on the waiting list", "1 of 2"],
    ]
    assert found.a is None


def test_it_shows_what_is_published_and_not_what_is_edited(editor, offer):
    IntakeFactory(page=offer, title="Start 3", sort_order=2)
    assert [row[0] for row in rows(panel(editor, offer))[1:]] == ["Start 1", "Start 2", "Start 3"]


def test_a_draft_has_none(editor, offer):
    offer.unpublish()
    assert panel(editor, offer) is None


class TestPoints:
    def test_a_single_finding_is_told_with_its_start_date(self):
        [point] = group_findings([Finding(NO_DEADLINE, "field", "Start 1", KEYS[0])])
        assert point.title == "Start 1: No deadline"

    def test_the_same_on_several_start_dates_is_told_once(self):
        findings = [
            Finding(SESSION_WITHOUT_LOCATION, f"field-{number}", f"Start, Day {number}", key)
            for number, key in enumerate(KEYS * 3)
        ]
        [point] = group_findings([*findings])
        assert point.title == "2 start dates: A session has neither place nor link"
        assert point.findings == findings

    def test_several_on_one_start_date_are_told_once_as_well(self):
        finding = Finding(SESSION_WITHOUT_LOCATION, "field", "Start", KEYS[0])
        [point] = group_findings([finding, finding])
        assert point.title == "A session has neither place nor link"

    def test_links_lead_to_each_field(self, editor, offer):
        shown = BeautifulSoup(editor.get(edit_url(offer)).content, "html.parser")
        links = {
            link["data-inddragelse-field"]: link.get_text()
            for link in shown.select("[data-inddragelse-readiness] a")
        }
        assert links["inddragelse_intakes-0-closes_at"] == "Start 1"
        assert links["inddragelse_intakes-1-closes_at"] == "Start 2"


class TestLinkedPages:
    def linked(self, client, page) -> BeautifulSoup:
        shown = BeautifulSoup(client.get(edit_url(page)).content, "html.parser")
        return shown.select_one("[data-inddragelse-linked]")

    def test_an_offer_leads_to_its_form_also_while_it_is_a_draft(self, editor, offer):
        form_page = ApplicationFormPageFactory(parent=offer, title="Sign up", live=False)
        found = self.linked(editor, offer)
        assert (found.a["href"], found.a.get_text()) == (edit_url(form_page), "Sign up")
        assert "draft" in found.get_text().lower()

    def test_without_one_it_leads_to_where_it_is_made(self, editor, offer):
        url = reverse("wagtailadmin_pages:add_subpage", args=[offer.pk])
        assert self.linked(editor, offer).a["href"] == url

    def test_a_form_leads_back_to_each_offer(self, editor, offer, home):
        form_page = ApplicationFormPageFactory(parent=offer)
        other = EventPageFactory(parent=home, form_page=form_page)
        EventPageFactory(parent=home)
        links = self.linked(editor, form_page).select("a")
        assert [link["href"] for link in links] == [edit_url(offer), edit_url(other)]

    def test_no_link_to_a_page_that_one_may_not_edit(self, offer, home):
        form_page = ApplicationFormPageFactory(parent=home, title="Sign up")
        type(offer).objects.filter(pk=offer.pk).update(form_page=form_page)
        offer.refresh_from_db()
        offer.save_revision()
        found = self.linked(log_in(make_editor(offer, "other")), offer)
        assert "Sign up" in found.get_text()
        assert found.a is None
