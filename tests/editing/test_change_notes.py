"""Editors are told whom a publish concerns, and word or hide the notes on what it changed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.editors import edit_url, log_in, make_editor, messages_of, publish, read_form
from wagtail_inddragelse.models import Intake, IntakeChange, Role, RoleGrant
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
SIGNED_UP = "2 sign-ups are active."
NOT_TOLD = (
    "Nobody is told that the page is unpublished. "
    "To write to them, cancel the start dates and publish."
)
WAIT = "2 mails about what has changed wait as drafts."


@pytest.fixture
def offer(home):
    offer = EventPageFactory(parent=home, title="Course", slug="course")
    offer.save_revision().publish()
    ApplicationFormPageFactory(parent=offer)
    return type(offer).objects.get(pk=offer.pk)


@pytest.fixture
def intake(offer):
    intake = IntakeFactory(page=offer, title="Start")
    offer.save_revision()
    return intake


@pytest.fixture
def two(intake):
    return [SubmissionFactory(intake=intake) for _ in range(2)]


@pytest.fixture
def user(root_page):
    return make_editor(root_page)


@pytest.fixture
def client(user):
    return log_in(user)


def cancel(client, offer):
    form = read_form(client, edit_url(offer))
    form["inddragelse_intakes-0-publication"] = Intake.Publication.CANCELLED
    return publish(client, edit_url(offer), form)


def about_people(response) -> list[str]:
    return [text for text in messages_of(response) if "sign-up" in text]


class TestTold:
    def test_after_a_publish_how_many_and_that_mails_wait(self, client, offer, two):
        assert about_people(cancel(client, offer)) == [f"{SIGNED_UP} {WAIT}"]

    def test_who_sends_mails_is_led_to_them(self, client, offer, two, user):
        group = user.groups.get()
        RoleGrant.objects.create(group=group, page=offer, role=Role.MESSAGES)
        [text] = about_people(cancel(client, offer))
        assert f"offer={offer.pk}&state=draft" in text.replace("&amp;", "&")

    def test_nothing_of_an_offer_without_sign_ups(self, client, offer, intake):
        assert about_people(cancel(client, offer)) == []

    def test_before_in_the_editor(self, client, offer, two):
        html = client.get(edit_url(offer)).content.decode()
        assert SIGNED_UP in html
        assert "When you publish another date or deadline, or a cancellation" in html

    def test_nothing_before_of_an_offer_without_sign_ups(self, client, offer, intake):
        assert "When you publish another date" not in client.get(edit_url(offer)).content.decode()

    def test_before_and_after_unpublishing(self, client, offer, two):
        url = reverse("wagtailadmin_pages:unpublish", args=[offer.pk])
        before, after = client.get(url), client.post(url)
        assert f"{SIGNED_UP} {NOT_TOLD}" in before.content.decode()
        assert about_people(after) == [f"{SIGNED_UP} {NOT_TOLD}"]

    def test_after_unpublishing_several(self, client, offer, two):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        response = client.post(f"{url}?id={offer.pk}")
        assert about_people(response) == [f"{SIGNED_UP} {NOT_TOLD}"]

    def test_other_pages_tell_nothing(self, client, two, home):
        url = reverse("wagtailadmin_pages:unpublish", args=[home.pk])
        assert "sign-up" not in client.get(url).content.decode()


class TestNotes:
    @pytest.fixture
    def url(self, client, offer, two):
        cancel(client, offer)
        return reverse("inddragelse_change_notes", args=[offer.pk])

    @pytest.fixture
    def note(self, url):
        return IntakeChange.objects.get()

    def fields(self, client, url, note, **values) -> dict:
        form = client.get(url).context["forms"][0][1]
        prefix = f"n{note.pk}-"
        return {
            f"{prefix}shown": form.initial["shown"],
            **{f"{prefix}{name}": value for name, value in values.items()},
        }

    def test_the_editor_leads_there_once_there_is_one(self, client, offer, url):
        assert url in client.get(edit_url(offer)).content.decode()

    def test_and_not_before(self, client, offer, intake):
        url = reverse("inddragelse_change_notes", args=[offer.pk])
        assert url not in client.get(edit_url(offer)).content.decode()

    def test_it_is_worded(self, client, url, note, offer):
        data = self.fields(client, url, note, text="The teacher is ill.")
        assert client.post(url, data).status_code == 302
        page = client.get(offer.url).content.decode()
        assert "The teacher is ill." in page

    def test_it_is_hidden(self, client, url, note, offer):
        client.post(url, self.fields(client, url, note, is_hidden="on"))
        note.refresh_from_db()
        assert note.is_hidden

    def test_what_another_wrote_meanwhile_is_shown(self, client, url, note):
        mine = self.fields(client, url, note, text="Mine")
        client.post(url, self.fields(client, url, note, text="Theirs"))
        response = client.post(url, mine)
        assert response.status_code == 422
        assert "Theirs" in response.content.decode()
        note.refresh_from_db()
        assert list(note.own_texts.values()) == ["Theirs"]

    def test_not_by_who_may_not_edit_the_page(self, url, root_page, home):
        elsewhere = make_editor(EventPageFactory(parent=home), name="other")
        elsewhere.groups.clear()
        elsewhere.user_permissions.set([])
        response = log_in(elsewhere).get(url)
        assert response.status_code in (302, 403)

    def test_other_pages_have_none(self, client, home):
        url = reverse("inddragelse_change_notes", args=[home.pk])
        assert client.get(url).status_code in (302, 403)
