"""Declaring whether the user has a conflict of interest, in one case or in all of a round."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ...domain.assessment import conflicts
from ...models import Role, Submission
from ...models.keys import parse_key
from .. import links
from ..views import CaseView, IntakeView


class DeclarationForm(forms.Form):
    """Whether the user has a conflict of interest; nothing is chosen beforehand."""

    has_conflict = forms.TypedChoiceField(
        label=gettext_lazy("Do you have a conflict of interest in this case?"),
        choices=[
            ("no", gettext_lazy("No, I have none")),
            ("yes", gettext_lazy("Yes. The case is closed to me")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you have a conflict.")},
    )


class DeclareView(CaseView):
    """Takes a declaration, and leads to the case or, with a conflict, back to the register."""

    must_declare = False  # it is what they come for

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return redirect(self.case_url)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        form = DeclarationForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose whether you have a conflict."))
            return redirect(self.case_url)
        has_conflict = form.cleaned_data["has_conflict"]
        conflicts.declare(request.user, self.submission, has_conflict=has_conflict)
        if not has_conflict:
            return redirect(self.case_url)
        messages.success(request, _("Your conflict of interest is on record. The case is closed."))
        return redirect(links.REGISTER)


class UndoView(CaseView):
    """Undo a conflict that another person declared by mistake; for a decider who has none."""

    role = Role.DECIDE

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        declared = conflicts.conflicts_in(self.submission)
        declaration = get_object_or_404(declared, pk=kwargs["declaration_id"])
        conflicts.undo(declaration, user=request.user)
        messages.success(request, _("The conflict of interest is undone. They are asked again."))
        return redirect(self.case_url)


class RoundForm(forms.Form):
    """Confirms that the list was looked through; without it nothing is declared."""

    is_looked_through = forms.BooleanField(
        label=gettext_lazy("I have no conflict of interest in the cases that I have not ticked"),
        error_messages={"required": gettext_lazy("Confirm that you have none in the others.")},
    )


@dataclass(frozen=True)
class Row:
    """A case to declare for; who applied, and hints of a conflict, only for those who may know."""

    submission: Submission
    is_identified: bool
    hints: list[str]
    is_ticked: bool


class DeclareRoundView(IntakeView):
    """All cases of an intake that the user has not declared for yet, on one page.

    The query string is that of the list that the page was opened from, or says ``FROM_SELECTION``.
    """

    role = Role.SEE
    page_title = gettext_lazy("Conflicts of interest")
    header_icon = "warning"
    template_name = "wagtail_inddragelse/casework/case/declare_round.html"
    FROM_SELECTION = {"from": "selection"}
    MOST = 200
    """Cases on one page."""

    def get(self, request: HttpRequest, **kwargs) -> HttpResponse:
        return self._page(RoundForm())

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        """Declare for the cases that were on the page; one that came since waits for the next."""
        form = RoundForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        shown = set(map(parse_key, request.POST.getlist("shown")))
        rows = [row for row in self.rows if row.submission.pk in shown]
        ticked = {row.submission.pk for row in rows if row.is_ticked}
        conflicts.declare_many(request.user, [row.submission for row in rows], ticked)
        text = ngettext(
            "You have declared for %(count)d case.",
            "You have declared for %(count)d cases.",
            len(rows),
        )
        messages.success(request, text % {"count": len(rows)})
        return redirect(request.get_full_path() if self.waiting.exists() else self.way_back)

    @property
    def way_back(self) -> str:
        """What the page was opened from: the selection, or a list."""
        is_from_selection = self.request.GET.dict() == self.FROM_SELECTION
        return links.selection_url(self.intake) if is_from_selection else self.register_url

    @property
    def register_url(self) -> str:
        """The list that the page was opened from."""
        return links.register_url(self.list_query)

    @property
    def list_query(self) -> str:
        return self.request.GET.urlencode()

    @property
    def waiting(self) -> QuerySet:
        """The cases that the user may see and has not declared for, oldest first."""
        visible = Submission.objects.visible_to(self.request.user).for_intake(self.intake)
        return conflicts.undeclared(visible, self.request.user).order_by("pk")

    @cached_property
    def rows(self) -> list[Row]:
        """The first of those that wait."""
        user = self.request.user
        ticked = set(map(parse_key, self.request.POST.getlist("conflict")))
        known = set(self.waiting.identified_to(user).values_list("pk", flat=True))
        return [
            Row(
                submission=row,
                is_identified=row.pk in known,
                hints=conflicts.hints(user, row) if row.pk in known else [],
                is_ticked=row.pk in ticked,
            )
            for row in self.waiting[: self.MOST]
        ]

    def _page(self, form: RoundForm) -> HttpResponse:
        return self.show(
            form=form,
            rows=self.rows,
            is_identified=all(row.is_identified for row in self.rows),
            later=self.waiting.count() - len(self.rows),
            register_url=self.register_url,
        )
