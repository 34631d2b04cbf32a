"""What the app adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from .casework import urls
from .casework.admin import SubmissionAdmin
from .casework.case.notes_panel import NotesPanel
from .casework.export.record import EXPORTED, ExportFormatter
from .casework.grants import role_grants
from .casework.mails import outbox
from .casework.mails.mail_texts import mail_texts_buttons
from .domain.offers import publishing
from .domain.offers.pages import get_form_models
from .domain.offers.readiness import refuse_unready
from .domain.record import users
from .domain.record.records import TELLS_THE_OUTCOME, Record
from .domain.record.transitions import Action
from .domain.writing.refused import Refused
from .editing import change_notes, new_offer, on_save
from .editing.content_checks import add_content_checks
from .editing.dashboard import AttentionPanel
from .editing.offer_list import offer_explorer, offer_listing
from .models import Audience, ContactPerson, Organisation, Theme
from .models.base import get_page_model
from .public.outages import keeps_what_was_typed


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "url"]
    search_fields = ["name"]


class ContactPersonViewSet(SnippetViewSet):
    model = ContactPerson
    icon = "user"
    list_display = ["name", "role", "organisation", "email"]
    search_fields = ["name", "role"]


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "view"
    search_fields = ["name"]


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    search_fields = ["name"]


for viewset in (OrganisationViewSet, ContactPersonViewSet, AudienceViewSet, ThemeViewSet):
    register_snippet(viewset)


modeladmin_register(SubmissionAdmin)


@hooks.register("register_admin_viewset")
def register_role_grants():
    """Caseworker roles in the settings menu."""
    return role_grants


@hooks.register("register_admin_viewset")
def register_offer_listings():
    """All offers in the main menu, and those below a list of offers in the page explorer."""
    return [offer_listing, offer_explorer]


@hooks.register("insert_global_admin_js")
def keep_typed_dates() -> SafeString:
    """Calendars that leave alone what was typed; the script is told how the site writes dates."""
    return format_html(
        '<script src="{}" data-date-format="{}" data-datetime-format="{}"></script>',
        versioned_static("wagtail_inddragelse/dates.js"),
        AdminDateInput().js_format,
        AdminDateTimeInput().js_format,
    )


@hooks.register("register_admin_menu_item")
def register_outbox():
    """The outbox in the main menu."""
    return outbox.menu_item()


@hooks.register("register_admin_urls")
def register_admin_urls():
    """Where caseworkers work, and where editors begin an offer."""
    where, new = "inddragelse/new-offer/", "inddragelse/new-offer/<int:parent_id>/"
    return [
        *urls.urlpatterns,
        path(where, new_offer.WhereView.as_view(), name=new_offer.WHERE_URL_NAME),
        path(new, keeps_what_was_typed(new_offer.NewOfferView.as_view()), name=new_offer.URL_NAME),
        path(
            "inddragelse/notes-on-changes/<int:page_id>/",
            keeps_what_was_typed(change_notes.ChangeNotesView.as_view()),
            name=change_notes.URL_NAME,
        ),
    ]


@hooks.register("construct_homepage_panels")
def add_attention_panel(request, panels) -> None:
    """What needs attention, on the admin's front page."""
    panels.append(AttentionPanel())


@hooks.register("construct_homepage_panels")
def add_notes_panel(request, panels) -> None:
    """Notes that ask the user to look, on the admin's front page."""
    panels.append(NotesPanel())


@hooks.register("construct_wagtail_userbar", order=100)
def construct_userbar(request, items, page) -> None:
    """What a page lacks, beside Wagtail's own content checks."""
    add_content_checks(items, page)


@hooks.register("register_page_listing_more_buttons")
def offer_new_offer_in_lists(page, user, next_url=None):
    """“New offer from a pattern” in the menu of a page that offers may stand below."""
    return new_offer.new_offer_buttons(page, user)


@hooks.register("register_page_header_buttons")
def offer_new_offer_in_headers(page, user, view_name, next_url=None):
    """The same in the menu at the top of such a page."""
    return new_offer.new_offer_buttons(page, user)


@hooks.register("register_page_header_buttons")
def offer_mail_texts(page, user, view_name, next_url=None):
    """“Mail texts” in the menu at the top of an offer."""
    return mail_texts_buttons(page, user)


@hooks.register("before_publish_page")
def tell_before_publishing(request, page) -> None:
    """Tell the editor what on the page does not fit together."""
    on_save.tell_before_publishing(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_after_saving(request, page) -> None:
    """The same when it was only saved."""
    on_save.tell_after_saving(request, page)


@hooks.register("register_page_header_buttons")
def offer_change_notes(page, user, view_name, next_url=None):
    """“Notes on changes” in the menu at the top of an offer that has any."""
    return change_notes.change_notes_buttons(page, user)


@hooks.register("after_publish_page")
def tell_after_publish(request, page) -> None:
    """How many are signed up, and that mails to them wait as drafts."""
    change_notes.tell_of_publish(request, page)


@hooks.register("after_unpublish_page")
def tell_after_unpublish(request, page) -> None:
    """How many are signed up, and that nobody was told."""
    change_notes.tell_of_unpublish(request, page)


@hooks.register("after_bulk_action")
def tell_after_bulk_action(request, action_type, objects, action_class_instance) -> None:
    """The same of each of several pages."""
    tell = {
        "publish": change_notes.tell_of_publish,
        "unpublish": change_notes.tell_of_unpublish,
    }.get(action_type)
    for page in objects if tell else ():
        if isinstance(page, get_page_model()):
            tell(request, page)


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Each step a submission can take and each look at it, by its name in the log."""
    for action in (*Action, *Record):
        actions.register_action(action.log_action, action.label, action.label)
    for record, formatter in TELLS_THE_OUTCOME.items():
        actions.register_action(record.log_action)(formatter)
    actions.register_action(EXPORTED)(ExportFormatter)


@hooks.register("before_delete_page")
def refuse_to_delete(request, page):
    """Send the editor back before the page tree is touched."""
    return _refused(request, [page, *_cascade(page, "delete")], publishing.refuse_to_delete)


@hooks.register("before_move_page")
def refuse_to_move(request, page, destination):
    """Send the editor back unless the page stays below the same parent."""
    if page.get_parent() == destination:
        return None
    return _refused(request, [page, *_cascade(page, "move")], publishing.refuse_if_submissions)


@hooks.register("before_bulk_action")
def refuse_bulk_action(request, action_type, objects, action_class_instance):
    """Send the editor back when one of several pages has submissions."""
    pages = [page for page in objects if isinstance(page, get_page_model())]
    refuse = {
        "delete": publishing.refuse_to_delete,
        "move": publishing.refuse_if_submissions,
    }.get(action_type)
    return _refused(request, pages, refuse) if refuse else None


@hooks.register("before_delete_user")
def refuse_to_delete_user(request, user):
    """Send the administrator to where the user can be deactivated."""
    return _refused_user(request, [user], "wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def refuse_to_delete_users(request, action_type, objects, action_class_instance):
    """The same when one of several has judged applications; none of them is deleted."""
    found = [user for user in objects if isinstance(user, get_user_model())]
    if action_type != "delete" or not found:
        return None
    return _refused_user(request, found, "wagtailusers_users:index")


def _refused_user(request, found, *where):
    try:
        users.refuse_if_judged(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(*where)
    return None


@hooks.register("before_bulk_action")
def refuse_bulk_publish(request, action_type, objects, action_class_instance):
    """Send the editor back when one of several pages lacks what the law asks for."""
    if action_type != "publish":
        return None
    for page in _to_publish(request, objects):
        try:
            refuse_unready(page)
        except Refused as refusal:
            text = _("“%(title)s” can't be published: %(reason)s")
            messages.error(request, text % {"title": page.title, "reason": refusal})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def _to_publish(request, pages) -> Iterator:
    """The latest draft of each form among ``pages``, and among those below that go along."""
    forms = tuple(get_form_models())
    for page in pages:
        below = page.get_descendants().not_live() if "include_descendants" in request.POST else ()
        for each in (page, *below):
            if issubclass(each.specific_class or object, forms):
                yield each.get_latest_revision_as_object()


def _cascade(page, action: str) -> list:
    """The translations and aliases that Wagtail takes along, where the site keeps trees in step."""
    found = (
        hook([page], action) or {}
        for hook in hooks.get_hooks("construct_translated_pages_to_cascade_actions")
    )
    return [other for pages in found for others in pages.values() for other in others]


def _refused(request, pages, refuse):
    try:
        for page in pages:
            refuse(page)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    return None
