"""Filters kept under a name: one's own, and no way to what one may not see."""

import pytest
from django.urls import reverse

from wagtail_inddragelse.casework import links
from wagtail_inddragelse.models import SavedView
from wagtail_inddragelse.testing.factories import SubmissionFactory

from .conftest import LIST

pytestmark = pytest.mark.django_db

SAVE = "inddragelse_save_view"


@pytest.fixture
def save(client, decider):
    def post(query: str, name: str = "New ones"):
        client.force_login(decider)
        return client.post(f"{reverse(SAVE)}?{query}", {"name": name})

    return post


def test_keeps_the_filters(save, decider):
    response = save("state=received&q=Anna&nonsense__contains=x")
    view = SavedView.objects.get()
    assert (view.user, view.name, view.query) == (decider, "New ones", "state=received")
    assert response.url == links.register_url("state=received")


def test_a_name_is_taken_once(save):
    save("state=received")
    response = save("state=rejected")
    assert response.status_code == 422
    assert response.context["form"].errors == {"name": ["You have a view of that name already."]}


def test_two_people_can_use_the_same_name(save, assessor):
    SavedView.objects.create(user=assessor, name="New ones", query="state=received")
    save("state=received")
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize("query", ["", "q=Anna", "state=nonsense"])
def test_without_filters_there_is_nothing_to_keep(save, query):
    assert save(query).url == links.register_url()
    assert SavedView.objects.count() == 0


def test_a_shared_link_gives_no_rights(listed, assessor, save, intake, other_submission):
    own = SubmissionFactory(intake=intake, state="received")
    other_submission.state = "received"
    other_submission.save()
    save("state=received")
    assert listed(assessor, state="received") == [own.reference]


def test_only_ones_own_are_shown(client, decider, assessor):
    SavedView.objects.create(user=assessor, name="Theirs", query="state=received")
    mine = SavedView.objects.create(user=decider, name="Mine", query="state=received")
    client.force_login(decider)
    assert list(client.get(reverse(LIST)).context["saved_views"]) == [mine]


class TestDelete:
    def test_own(self, client, decider):
        view = SavedView.objects.create(user=decider, name="Mine", query="state=received")
        client.force_login(decider)
        url = reverse("inddragelse_delete_view", args=[view.pk])
        response = client.post(url, {"back": "state=received"})
        assert response.url == links.register_url("state=received")
        assert SavedView.objects.count() == 0

    def test_somebody_elses_is_not_found(self, client, decider, assessor):
        view = SavedView.objects.create(user=assessor, name="Theirs", query="state=received")
        client.force_login(decider)
        url = reverse("inddragelse_delete_view", args=[view.pk])
        assert client.post(url).status_code == 404
        assert SavedView.objects.count() == 1


def test_who_has_no_role_does_not_find_the_page(client, editor):
    client.force_login(editor)
    assert client.get(f"{reverse(SAVE)}?state=received").status_code == 404
