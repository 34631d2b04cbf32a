"""What is chosen in the register is what is done, on every page it leads to."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from wagtail_inddragelse.casework import links
from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.models import Message, Role, RoleGrant, State, Submission
from wagtail_inddragelse.testing.factories import IntakeFactory, SubmissionFactory

from .conftest import LIST

pytestmark = pytest.mark.django_db

PAGES = (
    "inddragelse_bulk_assign",
    "inddragelse_bulk_outcome",
    "inddragelse_write",
    "inddragelse_export",
)
FILTER = "q=BBBB"
WORDS = {"subject": "Hello", "text": "See you."}


@pytest.fixture
def three(own_offer):
    intake = IntakeFactory(page=own_offer)
    return [
        SubmissionFactory(intake=intake, state=State.RECEIVED, reference=reference)
        for reference in ("AAAA-2222", "BBBB-3333", "BBBB-4444")
    ]


@pytest.fixture
def office(client, person, three):
    """The browser of somebody with every role on the offer."""
    client.force_login(person("office", *Role))
    return client


def listed_on(page) -> list[str]:
    """The references that a page of the register's actions is about."""
    context = page.context
    rows = context.get("submissions") or context.get("recipients")
    if rows is None:
        rows = Submission.objects.filter(pk__in=context["view"].contents.ids)
    return sorted(row.reference for row in rows)


@pytest.mark.parametrize("name", PAGES)
class TestOnEveryPage:
    def test_nothing_ticked_is_nothing(self, office, name):
        response = office.get(reverse(name), {"back": FILTER, "which": "ticked"})
        assert response.url == links.register_url(FILTER)

    def test_nothing_ticked_without_a_filter_is_nothing_either(self, office, name):
        assert office.get(reverse(name), {"back": ""}).url == links.register_url()

    def test_those_ticked(self, office, three, name):
        chosen = {"back": FILTER, "which": "ticked", "submission": three[1].pk}
        assert listed_on(office.get(reverse(name), chosen)) == ["BBBB-3333"]

    def test_all_that_match(self, office, three, name):
        page = office.get(reverse(name), {"back": FILTER, "which": "all"})
        assert listed_on(page) == ["BBBB-3333", "BBBB-4444"]

    def test_all_are_those_that_one_may_see(self, client, other_offer, three, name):
        """Somebody with a role on another offer alone finds nothing of this one."""
        SubmissionFactory(intake=IntakeFactory(page=other_offer), reference="BBBB-5555")
        group = Group.objects.create(name="others")
        for role in Role:
            RoleGrant.objects.create(group=group, page_id=other_offer.pk, role=role)
        user = group.user_set.create(username="other", is_staff=True)
        user.groups.add(Group.objects.get(name="Moderators"))
        client.force_login(user)
        page = client.get(reverse(name), {"back": FILTER, "which": "all"})
        assert listed_on(page) == ["BBBB-5555"]

    def test_going_back_leads_back(self, office, three, name):
        chosen = {"back": FILTER, "submission": three[1].pk}
        html = office.get(reverse(name), chosen).content.decode()
        assert f'href="{links.register_url(FILTER)}"' in html

    def test_a_list_that_there_is_not_is_not_found(self, office, name):
        url = reverse(name)
        assert office.get(url, {"back": "received_to=x", "which": "all"}).status_code in {302, 404}


def test_the_list_offers_both(office):
    html = office.get(reverse(LIST), {"q": "BBBB"}).content.decode()
    assert "all 2 that match" in html
    assert '<input type="radio" name="which" value="ticked" checked>' in html


def test_who_comes_while_the_page_is_open_is_not_written_to(office, three):
    """The page listed two; a third matches by the time it is sent."""
    url = f"{reverse('inddragelse_write')}?which=all&back=q%3DBBBB"
    listed = office.get(url).context["listed"]
    SubmissionFactory(intake=three[0].intake, reference="BBBB-9999")
    office.post(url, {**WORDS, "send": "", "listed": listed, "back": FILTER})
    told = Message.objects.values_list("submission__reference", flat=True)
    assert sorted(told) == ["BBBB-3333", "BBBB-4444"]


def test_a_page_acts_on_more_than_a_form_has_fields(office, three, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 6
    url = f"{reverse('inddragelse_bulk_assign')}?which=all&back="
    page = office.get(url)
    sent = {"listed": page.context["listed"], "back": "", "caseworker": "me"}
    assert office.post(url, sent).status_code == 302
    assert Submission.objects.filter(assigned_to__username="office").count() == 3


def test_an_export_of_all_holds_all_that_match(office, three):
    conflicts.declare_many(office.get(reverse(LIST)).wsgi_request.user, three, ())
    url = f"{reverse('inddragelse_export')}?which=all&back=q%3DBBBB"
    response = office.post(url, {"format": "csv", "columns": ["reference"]})
    lines = response.getvalue().decode("utf-8-sig").split()
    assert sorted(lines[1:]) == ["BBBB-3333", "BBBB-4444"]


def test_writing_from_a_case_leads_back_to_it(office, three):
    page = office.get(reverse("inddragelse_write"), {"submission": three[0].pk})
    assert page.context["back_url"] == links.case_url(three[0])
