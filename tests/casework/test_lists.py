"""What the register and the outbox have in common: with scripts and without."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from wagtail_inddragelse.models import Role, RoleGrant
from wagtail_inddragelse.testing.factories import MessageFactory

pytestmark = pytest.mark.django_db

REGISTER, OUTBOX = "inddragelse_submissions_modeladmin_index", "inddragelse_outbox"
RESULTS = {REGISTER: "inddragelse_register_results", OUTBOX: "inddragelse_outbox_results"}
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def get(caseworker_client, caseworker, own_submission):
    """A page of somebody who may see both lists; there is something in each."""
    MessageFactory(submission=own_submission)
    RoleGrant.objects.create(
        group=caseworker.groups.get(), page_id=own_submission.intake.page_id, role=Role.MESSAGES
    )

    def get(name: str, query: str = "", headers: dict | None = None) -> BeautifulSoup:
        response = caseworker_client.get(f"{reverse(name)}?{query}", headers=headers)
        return BeautifulSoup(response.content, "html.parser")

    return get


@pytest.mark.parametrize("name", RESULTS)
class TestResults:
    def test_are_alone_for_wagtails_script(self, get, name):
        page = get(RESULTS[name], headers=SCRIPT)
        assert (page.select("header, h1"), len(page.select("table.listing"))) == ([], 1)

    def test_are_in_their_page_for_who_opens_the_address(self, get, name):
        page = get(RESULTS[name])
        assert [len(page.select(part)) for part in ("h1", "table.listing")] == [1, 1]

    def test_can_be_asked_for_without_scripts(self, get, name):
        form = get(name).select_one("[role=search]")
        assert (form["action"], form["method"]) == (reverse(RESULTS[name]), "get")
        assert len(form.select("noscript button")) == 1


def test_what_says_nothing_is_left_out_of_what_travels_along(get):
    page = get(RESULTS[REGISTER], "q=&state=confirmed&offer=&_w_filter_fragment=1", SCRIPT)
    assert page.select_one("[name=back]")["value"] == "state=confirmed"
    assert page.select_one("tbody th a")["href"].endswith("/?state=confirmed")


def test_filtering_keeps_the_order(get):
    form = get(REGISTER, "ordering=reference").select_one("[role=search]")
    assert form.select_one("[name=ordering]")["value"] == "reference"


def test_the_results_bring_the_intakes_of_the_offer_along(get, own_submission):
    intake = own_submission.intake
    page = get(RESULTS[REGISTER], f"offer={intake.page_id}", SCRIPT)
    brought = page.find("template", {"data-w-teleport-target-value": "#id_intake"})
    assert [option["value"] for option in brought.find_all("option")] == ["", str(intake.pk)]


def test_what_is_wrong_with_a_filter_is_said_above_the_list(get, in_english):
    page = get(REGISTER, "received_from=2027-01-02&received_to=2027-01-01")
    alert = page.select_one("main ul[role=alert]")
    assert alert.get_text(strip=True) == "The last day must not be before the first."
