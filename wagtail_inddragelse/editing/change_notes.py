"""What editors are told about those who signed up, and rewording or hiding notes on changes."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from ..casework.mails.outbox import outbox_url
from ..casework.shown import ShownFormMixin
from ..domain.offers.change_notes import count_drafts, count_signed_up, edit, notes_on, values_of
from ..domain.writing.seen import ChangedMeanwhile
from ..models import IntakeChange, Role, has_role
from ..models.base import get_page_model
from .dashboard import edit_url

URL_NAME = "inddragelse_change_notes"


def signed_up_text(page: Model) -> str:
    """How many are signed up, for a sentence of its own; empty while nobody is."""
    count = count_signed_up(page)
    text = ngettext("%(count)d sign-up is active.", "%(count)d sign-ups are active.", count)
    return text % {"count": count} if count else ""


def drafts_text(page: Model) -> str:
    """How many mails about changes wait; empty while none does."""
    count = count_drafts(page)
    text = ngettext(
        "%(count)d mail about what has changed waits as a draft.",
        "%(count)d mails about what has changed wait as drafts.",
        count,
    )
    return text % {"count": count} if count else ""


def publish_text(page: Model) -> str:
    """Who is affected by publishing ``page``, and that mails wait; empty if nobody."""
    return _joined(page, signed_up_text(page), drafts_text(page))


def unpublish_text(page: Model) -> str:
    """Who is affected by unpublishing ``page``, and that they are not told."""
    not_told = _(
        "Nobody is told that the page is unpublished. "
        "To write to them, cancel the start dates and publish."
    )
    return _joined(page, signed_up_text(page), not_told, drafts_text(page))


def _joined(page: Model, signed_up: str, *others: str) -> str:
    if not _is_offer(page) or not signed_up:
        return ""
    return " ".join(filter(None, [signed_up, *others]))


def tell_of_publish(request: HttpRequest, page: Model) -> None:
    """Say so after it."""
    _tell(request, page, messages.info, publish_text(page))


def tell_of_unpublish(request: HttpRequest, page: Model) -> None:
    """Say so after it."""
    _tell(request, page, messages.warning, unpublish_text(page))


def _tell(request: HttpRequest, page: Model, say: Callable, text: str) -> None:
    if not text:
        return
    buttons = []
    if drafts_text(page) and has_role(request.user, Role.MESSAGES, page):
        url = outbox_url(f"offer={page.pk}&state=draft")
        buttons.append(messages.button(url, _("See the drafts")))
    say(request, text, buttons=buttons)


def _is_offer(page: Model) -> bool:
    return getattr(page.specific_class, "is_offer", False) and not page.alias_of_id


class NoteForm(ShownFormMixin):
    """What one note says, and whether it is shown."""

    marked = ("is_hidden", "text")

    is_hidden = forms.BooleanField(label=gettext_lazy("Hide this note"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only on this page. Leave empty to keep the text above."),
    )


class ChangeNotesView(WagtailAdminTemplateMixin, View):
    """The notes on changes of one offer, each to be worded or hidden by who edits the page."""

    page_title = gettext_lazy("Notes on changes")
    header_icon = "history"
    template_name = "wagtail_inddragelse/editing/change_notes.html"

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponse:
        page = get_object_or_404(get_page_model(), pk=page_id)
        if not _is_offer(page) or not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        self.page = page
        return super().dispatch(request, page_id)

    @property
    def language(self) -> str:
        """The language of the page, in which its notes are worded."""
        return self.page.locale.language_code

    @cached_property
    def forms(self) -> list[tuple[IntakeChange, NoteForm]]:
        """Each change with its form."""
        data = self.request.POST if self.request.method == "POST" else None
        return [
            (change, NoteForm(data, prefix=f"n{change.pk}", initial=self._values(change)))
            for change in notes_on(self.page)
        ]

    def _values(self, change: IntakeChange) -> dict:
        return values_of(change, self.language)

    def get(self, request: HttpRequest, page_id: int) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Save what was changed; what somebody else changed meanwhile is shown beside it."""
        saved = [self._save(change, form) for change, form in self.forms]
        if not all(saved):
            return self._page(status=422)
        messages.success(request, _("The notes are saved."))
        return redirect(edit_url(self.page))

    def _save(self, change: IntakeChange, form: NoteForm) -> bool:
        if form.add_prefix("shown") not in form.data:
            return True  # it came after the page was opened
        if not form.is_valid():
            return False
        sent = {name: form.cleaned_data[name] for name in NoteForm.marked}
        try:
            edit(change, self.language, sent, form.marks)
        except ChangedMeanwhile as clash:
            change.refresh_from_db(fields=["is_hidden", "own_texts"])
            form.show_clash(clash.names, self._values(change))
            return False
        return True

    def _page(self, status: int = 200) -> HttpResponse:
        context = self.get_context_data(page=self.page, forms=self.forms)
        return self.render_to_response(context, status=status)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": edit_url(self.page), "label": self.get_page_subtitle()},
            {"url": "", "label": self.page_title},
        ]


def change_notes_buttons(page: Model, user) -> list[Button]:
    """The button that leads there, once there is a note, for those who may edit the page."""
    if not _is_offer(page) or not page.permissions_for_user(user).can_edit():
        return []
    if not notes_on(page):
        return []
    url = reverse(URL_NAME, args=[page.pk])
    return [Button(_("Notes on changes"), url, icon_name="history", priority=45)]
