"""No button and no endpoint of the admin takes a page away from its submissions."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, PageLogEntry

from tests.editors import SOUND, log_in, make_editor, messages_of, tree_problems
from tests.site.models import PlainPage
from wagtail_inddragelse.domain.offers.readiness import NO_PRIVACY
from wagtail_inddragelse.models import Intake, Submission
from wagtail_inddragelse.pages.models import EventPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from .refusing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(root_page):
    return log_in(make_editor(root_page))


@pytest.fixture
def branch(home):
    """A page of the site's own, with a free event and a taken one below it."""
    return home.add_child(instance=PlainPage(title="Branch", slug="branch"))


@pytest.fixture
def free(branch):
    """An event that nobody has signed up to."""
    return IntakeFactory(page=EventPageFactory(parent=branch, title="Free")).page


@pytest.fixture
def taken(branch, free):
    """An event with one submission, behind the free one in the tree."""
    intake = IntakeFactory(page=EventPageFactory(parent=branch, title="Taken"))
    SubmissionFactory(intake=intake)
    return intake.page


@pytest.fixture
def elsewhere(home):
    return home.add_child(instance=PlainPage(title="Elsewhere", slug="elsewhere"))


def refusal(title: str) -> str:
    return (
        f"“{title}” can't be moved or deleted: it holds 1 submission. "
        "Unpublish it or cancel its start dates instead."
    )


def bulk_url(action: str, *pages: Page, query: str = "") -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?{query}{''.join(f'&id={page.pk}' for page in pages)}"


def api_url(page: Page, action: str) -> str:
    return reverse("wagtailadmin_api:pages:action", args=[page.pk, action])


def assert_all_is_there(taken) -> None:
    assert Submission.objects.filter(intake__page=taken).count() == 1
    assert tree_problems() == SOUND


def form_refusal(title: str) -> str:
    return f"“{title}” can't be deleted: 1 sign-up has come through the form. Unpublish it instead."


class TestForm:
    """A form that people have signed up with stays, wherever it is and however it is deleted."""

    @pytest.fixture(params=["below", "shared"])
    def form(self, request, taken, elsewhere):
        """The form of the taken event: below it, or one that several offers name."""
        if request.param == "below":
            return ApplicationFormPageFactory(parent=taken, title="Form")
        form = ApplicationFormPageFactory(parent=elsewhere, title="Form")
        EventPage.objects.filter(pk=taken.pk).update(form_page=form)
        return form

    def assert_stays(self, response, form) -> None:
        assert messages_of(response) == [form_refusal(form.title)]
        assert Page.objects.filter(pk=form.pk).exists()
        assert tree_problems() == SOUND

    def test_its_button(self, client, form):
        url = reverse("wagtailadmin_pages:delete", args=[form.pk])
        self.assert_stays(client.post(url), form)
        assert client.get(url).status_code == 302

    def test_several_at_once(self, client, form, free):
        self.assert_stays(client.post(bulk_url("delete", free, form)), form)

    def test_the_admin_api(self, client, form):
        response = client.post(api_url(form, "delete"))
        assert response.status_code == 400
        assert form_refusal("Form") in response.content.decode()

    def test_code(self, form):
        with refused("has_submissions"):
            form.delete()
        with refused("has_submissions"):
            Page.objects.get(pk=form.pk).delete()

    def test_a_page_above_it(self, client, taken, elsewhere):
        form = ApplicationFormPageFactory(parent=elsewhere, title="Form")
        EventPage.objects.filter(pk=taken.pk).update(form_page=form)
        response = client.post(reverse("wagtailadmin_pages:delete", args=[elsewhere.pk]))
        assert messages_of(response) == [form_refusal("Elsewhere")]

    def test_one_that_is_used_by_an_unpublished_offer(self, client, form, taken):
        EventPage.objects.get(pk=taken.pk).unpublish()
        self.assert_stays(client.post(reverse("wagtailadmin_pages:delete", args=[form.pk])), form)

    def test_one_that_nobody_has_used_goes(self, client, free, taken):
        form = ApplicationFormPageFactory(parent=free)
        client.post(reverse("wagtailadmin_pages:delete", args=[form.pk]))
        assert not Page.objects.filter(pk=form.pk).exists()


class TestDelete:
    def test_page_with_submissions_is_refused_with_a_reason(self, client, taken, branch):
        response = client.post(reverse("wagtailadmin_pages:delete", args=[taken.pk]))
        assert response.url == reverse("wagtailadmin_explore", args=[branch.pk])
        assert messages_of(response) == [refusal("Taken")]
        assert_all_is_there(taken)

    def test_the_confirmation_page_is_not_even_shown(self, client, taken):
        response = client.get(reverse("wagtailadmin_pages:delete", args=[taken.pk]))
        assert response.status_code == 302

    def test_ancestor_is_refused(self, client, taken, branch, home):
        response = client.post(reverse("wagtailadmin_pages:delete", args=[branch.pk]))
        assert messages_of(response) == [refusal("Branch")]
        assert_all_is_there(taken)

    def test_page_without_submissions_goes(self, client, free):
        client.post(reverse("wagtailadmin_pages:delete", args=[free.pk]))
        assert not EventPage.objects.filter(pk=free.pk).exists()
        assert tree_problems() == SOUND

    def test_page_beside_a_taken_one_goes(self, client, free, taken):
        client.post(reverse("wagtailadmin_pages:delete", args=[free.pk]))
        assert not EventPage.objects.filter(pk=free.pk).exists()
        assert_all_is_there(taken)

    def test_translation_that_goes_along_is_refused(self, client, free, home, settings):
        settings.WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
        english = free.copy_for_translation(
            Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
        )
        SubmissionFactory(intake=english.inddragelse_intakes.get())
        response = client.post(reverse("wagtailadmin_pages:delete", args=[free.pk]))
        assert messages_of(response) == [refusal("Free")]
        assert EventPage.objects.filter(pk__in=[free.pk, english.pk]).count() == 2


class TestBulkDelete:
    def test_selected_page_is_refused(self, client, free, taken):
        response = client.post(bulk_url("delete", free, taken))
        assert messages_of(response) == [refusal("Taken")]
        assert EventPage.objects.filter(pk=free.pk).exists()
        assert_all_is_there(taken)

    def test_selected_ancestor_is_refused(self, client, branch, taken, elsewhere):
        response = client.post(bulk_url("delete", elsewhere, branch))
        assert messages_of(response) == [refusal("Branch")]
        assert_all_is_there(taken)

    def test_all_pages_of_a_listing_are_refused(self, client, home, branch, taken):
        response = client.post(bulk_url("delete", query=f"id=all&childOf={home.pk}"))
        assert messages_of(response) == [refusal("Branch")]
        assert_all_is_there(taken)

    def test_pages_without_submissions_go(self, client, free, taken):
        client.post(bulk_url("delete", free))
        assert not EventPage.objects.filter(pk=free.pk).exists()
        assert_all_is_there(taken)

    def test_nothing_to_delete_is_no_error(self, home, taken):
        nobody = make_editor(home, "nobody")
        nobody.groups.first().page_permissions.exclude(permission__codename="add_page").delete()
        response = log_in(nobody).post(bulk_url("delete", taken))
        assert response.status_code == 302
        assert_all_is_there(taken)


class TestBulkPublish:
    @pytest.fixture
    def form_page(self, free):
        """A draft of a form without privacy information."""
        return ApplicationFormPageFactory(parent=free, title="Sign up", live=False)

    def is_live(self, page) -> bool:
        return Page.objects.get(pk=page.pk).live

    def test_selected_form_is_refused_with_a_reason(self, client, form_page, elsewhere):
        elsewhere.unpublish()
        response = client.post(bulk_url("publish", elsewhere, form_page))
        with translation.override("en"):
            reason = f"“Sign up” can't be published: {NO_PRIVACY.advice}"
        assert messages_of(response) == [reason]
        assert not self.is_live(form_page)
        assert not self.is_live(elsewhere)

    def test_form_that_goes_along_is_refused(self, client, free, form_page):
        free.unpublish()
        client.post(bulk_url("publish", free), {"include_descendants": "on"})
        assert not self.is_live(form_page)
        assert not self.is_live(free)

    def test_form_that_stays_behind_does_not_matter(self, client, free, form_page):
        free.unpublish()
        client.post(bulk_url("publish", free))
        assert self.is_live(free)

    def test_complete_form_is_published(self, client, form_page):
        form_page.privacy = "<p>We keep it.</p>"
        form_page.save_revision()
        client.post(bulk_url("publish", form_page))
        assert self.is_live(form_page)


class TestMove:
    def test_page_with_submissions_is_refused(self, client, taken, branch, elsewhere):
        url = reverse("wagtailadmin_pages:move_confirm", args=[taken.pk, elsewhere.pk])
        response = client.post(url)
        assert response.url == reverse("wagtailadmin_explore", args=[branch.pk])
        assert messages_of(response) == [refusal("Taken")]
        assert Page.objects.get(pk=taken.pk).get_parent() == branch.page_ptr
        assert_all_is_there(taken)

    def test_ancestor_is_refused(self, client, taken, branch, elsewhere):
        url = reverse("wagtailadmin_pages:move_confirm", args=[branch.pk, elsewhere.pk])
        assert messages_of(client.post(url)) == [refusal("Branch")]
        assert_all_is_there(taken)

    def test_page_without_submissions_moves(self, client, free, elsewhere):
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[free.pk, elsewhere.pk]))
        assert Page.objects.get(pk=free.pk).get_parent() == elsewhere.page_ptr
        assert tree_problems() == SOUND

    def test_translation_that_goes_along_is_refused(self, client, free, elsewhere, settings):
        settings.WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
        english = Locale.objects.get_or_create(language_code="en")[0]
        translated = free.copy_for_translation(english, copy_parents=True)
        elsewhere.copy_for_translation(english)
        SubmissionFactory(intake=translated.inddragelse_intakes.get())
        url = reverse("wagtailadmin_pages:move_confirm", args=[free.pk, elsewhere.pk])
        assert messages_of(client.post(url)) == [refusal("Free")]
        assert Page.objects.get(pk=free.pk).get_parent() != elsewhere.page_ptr

    def test_bulk_move_is_refused(self, client, free, taken, branch, elsewhere):
        response = client.post(bulk_url("move", free, taken), {"chooser": elsewhere.pk})
        assert messages_of(response) == [refusal("Taken")]
        assert Page.objects.get(pk=free.pk).get_parent() == branch.page_ptr
        assert_all_is_there(taken)

    def test_bulk_move_of_pages_without_submissions(self, client, free, taken, elsewhere):
        client.post(bulk_url("move", free), {"chooser": elsewhere.pk})
        assert Page.objects.get(pk=free.pk).get_parent() == elsewhere.page_ptr

    def test_reordering_below_the_same_parent_is_allowed(self, client, free, taken, branch):
        url = reverse("wagtailadmin_pages:set_page_position", args=[taken.pk])
        assert client.post(f"{url}?position=0").status_code == 200
        assert [page.title for page in branch.get_children()] == ["Taken", "Free"]
        assert_all_is_there(taken)

    def test_moving_to_the_same_parent_is_allowed(self, client, taken, branch):
        url = reverse("wagtailadmin_pages:move_confirm", args=[taken.pk, branch.pk])
        assert client.post(url).url == reverse("wagtailadmin_explore", args=[branch.pk])
        assert_all_is_there(taken)


class TestAdminApi:
    def test_delete_is_refused_with_a_reason(self, client, taken):
        response = client.post(api_url(taken, "delete"))
        assert (response.status_code, response.json()) == (400, {"page": [refusal("Taken")]})
        assert_all_is_there(taken)

    def test_deleting_an_ancestor_is_refused(self, client, taken, branch):
        response = client.post(api_url(branch, "delete"))
        assert (response.status_code, response.json()) == (400, {"page": [refusal("Taken")]})
        assert_all_is_there(taken)

    def test_move_is_refused(self, client, taken, elsewhere):
        data = {"destination_page_id": elsewhere.pk, "position": "last-child"}
        response = client.post(api_url(taken, "move"), data)
        assert (response.status_code, response.json()) == (400, {"page": [refusal("Taken")]})
        assert_all_is_there(taken)

    def test_page_without_submissions_goes(self, client, free, taken):
        assert client.post(api_url(free, "delete")).status_code == 204
        assert not EventPage.objects.filter(pk=free.pk).exists()
        assert_all_is_there(taken)


@pytest.mark.django_db(transaction=True)
class TestCode:
    """What a command or another app may call, with no transaction around it."""

    def test_deleting_an_ancestor_is_refused_before_the_tree_is_touched(self, taken, branch):
        with refused("has_submissions"):
            Page.objects.get(pk=branch.pk).delete()
        assert_all_is_there(taken)

    def test_deleting_the_page_is_refused_before_anything_is_logged(self, taken):
        with refused("has_submissions"):
            taken.delete()
        assert not PageLogEntry.objects.filter(action="wagtail.delete").exists()
        assert_all_is_there(taken)

    def test_moving_is_refused(self, taken, elsewhere):
        with refused("has_submissions"):
            taken.move(elsewhere, pos="last-child")
        assert_all_is_there(taken)

    def test_a_queryset_deletes_no_submission(self, taken, branch):
        with pytest.raises(ProtectedError):
            Page.objects.filter(pk=branch.pk).delete()
        assert Submission.objects.filter(intake__page=taken).count() == 1
        assert Intake.objects.count() == 2


def test_a_copy_of_a_site_is_loaded_as_it_is(taken, tmp_path):
    """Rows that are loaded tell of the past; nobody deletes, moves or publishes by them."""
    log = PageLogEntry.objects.log_action(taken, "wagtail.edit")
    PageLogEntry.objects.filter(pk=log.pk).update(action="wagtail.delete")
    SessionFactory(intake=taken.inddragelse_intakes.get())
    copy = tmp_path / "copy.json"
    with copy.open("w") as file:
        call_command("dumpdata", "wagtailcore.pagelogentry", "wagtail_inddragelse", stdout=file)
    PageLogEntry.objects.all().delete()
    call_command("loaddata", copy, verbosity=0)
    assert PageLogEntry.objects.get(pk=log.pk).action == "wagtail.delete"
