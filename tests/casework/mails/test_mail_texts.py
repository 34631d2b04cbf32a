"""Finding the texts of mails in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail_inddragelse.casework.mails.mail_texts import PagesView
from wagtail_inddragelse.models import Occasion, Role
from wagtail_inddragelse.testing.factories import (
    EventPageFactory,
    MailTextFactory,
    OfferIndexPageFactory,
)

from ..cases import give
from ..conftest import make_user

pytestmark = pytest.mark.django_db

INDEX = "inddragelse_mail_texts"
PAGE = "inddragelse_page_mail_texts"


@pytest.fixture
def admin(client, db):
    user = User.objects.create_superuser("admin")
    client.force_login(user)
    return client


def get(client, name, *args):
    return client.get(reverse(name, args=args))


def queries(client, name, *args) -> int:
    with CaptureQueriesContext(connection) as captured:
        get(client, name, *args)
    return len(captured)


def titles(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [link.get_text() for link in soup.select("td.title a")]


class TestPages:
    def test_the_offers_of_those_with_the_role(self, writer_client, own_offer, other_offer):
        assert titles(get(writer_client, INDEX)) == ["Own offer"]

    def test_a_branch_with_its_offers(self, client):
        branch = OfferIndexPageFactory(title="Branch")
        OfferIndexPageFactory(title="Between", parent=branch)
        EventPageFactory(title="Below", parent=branch)
        client.force_login(give(make_user("writer"), branch, Role.MESSAGES))
        assert titles(get(client, INDEX)) == ["Branch", "Below"]

    def test_all_for_a_superuser(self, admin, home, own_offer, other_offer):
        found = titles(get(admin, INDEX))
        assert sorted(found) == sorted([home.title, "Other offer", "Own offer"])

    def test_many_are_shown_on_several_pages(self, admin, own_offer, other_offer, monkeypatch):
        monkeypatch.setattr(PagesView, "paginate_by", 2)
        response = admin.get(reverse(INDEX), {"p": 2})
        soup = BeautifulSoup(response.content, "html.parser")
        assert titles(response) == ["Other offer"]
        assert soup.select_one("nav.pagination .prev a")["href"] == f"{reverse(INDEX)}?p=1"

    def test_own_texts_are_counted(self, writer_client, own_offer):
        for language in ("da", "en"):
            MailTextFactory(page=own_offer, language=language)
        soup = BeautifulSoup(get(writer_client, INDEX).content, "html.parser")
        assert [cell.get_text() for cell in soup.select("main td")] == ["Own offer", "2"]

    @pytest.mark.parametrize("role", [Role.SEE, Role.ASSESS, Role.DECIDE, Role.EXPORT])
    def test_nobody_else(self, client, own_offer, role):
        client.force_login(give(make_user("other"), own_offer, role))
        assert get(client, INDEX).status_code == 404

    def test_not_editors(self, editor_client, own_offer):
        assert get(editor_client, INDEX).status_code == 404

    def test_the_queries_do_not_grow(self, admin, own_offer):
        get(admin, INDEX)
        few = queries(admin, INDEX)
        for _ in range(5):
            EventPageFactory()
        assert queries(admin, INDEX) == few


class TestPage:
    def cells(self, client, page) -> dict[str, list[list[str]]]:
        soup = BeautifulSoup(get(client, PAGE, page.pk).content, "html.parser")
        return {
            row.th.get_text(): [list(cell.stripped_strings) for cell in row.find_all("td")]
            for row in soup.select("main tbody tr")
        }

    def test_the_text_that_holds_for_each(self, writer, writer_client, own_offer, home):
        MailTextFactory(page=own_offer, language="da", headline="Velkommen")
        MailTextFactory(page=home, language="en", headline="Welcome")
        cells = self.cells(writer_client, own_offer)
        danish, english = cells["Tilmelding bekræftet"]
        assert (danish[0], english[0]) == ("Velkommen", "Welcome")
        assert home.title in english[1]
        assert len(cells) == len(Occasion) - 1

    def test_the_queries_do_not_grow(self, writer_client, own_offer):
        MailTextFactory(page=own_offer)
        get(writer_client, PAGE, own_offer.pk)
        few = queries(writer_client, PAGE, own_offer.pk)
        for occasion in ("waiting", "received", "offered"):
            MailTextFactory(page=own_offer, occasion=occasion)
        assert queries(writer_client, PAGE, own_offer.pk) == few

    def test_not_of_another_offer(self, writer_client, other_offer):
        response = get(writer_client, PAGE, other_offer.pk)
        assert response.status_code == 404

    def test_not_of_no_page(self, writer_client):
        assert get(writer_client, PAGE, 999999).status_code == 404

    def test_of_all_sites_at_once_where_that_is_granted(self, client, root_page, own_offer):
        client.force_login(give(make_user("all"), root_page, Role.MESSAGES))
        assert titles(get(client, INDEX)) == [root_page.title, "Own offer"]
        assert get(client, PAGE, root_page.pk).status_code == 200

    def test_not_for_editors(self, editor_client, own_offer):
        response = get(editor_client, PAGE, own_offer.pk)
        assert response.status_code == 404


class TestWaysThere:
    def links(self, client, url) -> list[str]:
        soup = BeautifulSoup(client.get(url).content, "html.parser")
        return [a["href"] for a in soup.find_all("a", href=True) if "mail-texts" in a["href"]]

    def test_from_the_register(self, writer_client):
        register = reverse("inddragelse_submissions_modeladmin_index")
        assert self.links(writer_client, register) == [reverse(INDEX)]

    def test_not_for_those_without_the_role(self, caseworker_client):
        register = reverse("inddragelse_submissions_modeladmin_index")
        assert self.links(caseworker_client, register) == []

    def test_from_the_offer(self, admin, own_offer):
        page = reverse(PAGE, args=[own_offer.pk])
        edit = reverse("wagtailadmin_pages:edit", args=[own_offer.pk])
        assert set(self.links(admin, edit)) == {page}

    def test_not_from_other_pages(self, admin, home):
        assert self.links(admin, reverse("wagtailadmin_pages:edit", args=[home.pk])) == []

    def test_not_from_the_offer_for_editors(self, editor_client, own_offer):
        edit = reverse("wagtailadmin_pages:edit", args=[own_offer.pk])
        assert self.links(editor_client, edit) == []
