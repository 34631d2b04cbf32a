"""What the views of casework share: who is let in, their breadcrumbs, how they answer.

Each is about a case, about an intake, or about neither; its base says so and guards it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain.assessment import conflicts
from ..domain.assessment.reader import Reader
from ..domain.writing.refused import Refused
from ..models import Intake, Role, Submission, has_role_anywhere
from ..public.outages import keeps_what_was_typed
from . import links
from .access import get_intake, get_submission


class CaseworkView(WagtailAdminTemplateMixin, View):
    """A view for those who have ``role`` on any offer, and for nobody else.

    Without a role it is for what is the user's own, which the view finds itself.
    """

    role: Role | None = None
    denial: type[Exception] = Http404
    """The exception for everybody else; PermissionDenied leads to the front page of the admin."""

    @classmethod
    def as_view(cls, **initkwargs):
        return keeps_what_was_typed(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Guard it, see to what the view asks for first, and answer; a refusal is said in words."""
        try:
            return self.guard() or self.first() or super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.way_back)

    def guard(self) -> HttpResponseBase | None:
        """Let in whom it is for. Raises ``denial``; an answer is given in place of the view's."""
        if self.role and not has_role_anywhere(self.request.user, self.role):
            raise self.denial
        return None

    def first(self) -> HttpResponseBase | None:
        """What this view alone asks for: an answer in place of its own, or None to go on."""
        return None

    @property
    def list_query(self) -> str:
        """The query string of the register's list that the page was opened from."""
        return ""

    @property
    def way_back(self) -> str:
        """Where the user goes when something was refused."""
        return links.register_url(self.list_query)

    def show(self, **context) -> HttpResponse:
        """The page with this context, and with status 422 when a form in it has errors."""
        is_invalid = any(form.errors for form in _forms(context.values()))
        full = self.get_context_data(**context)
        return self.render_to_response(full, status=422 if is_invalid else 200)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """The page with what is wrong, for the views on Django's FormView."""
        return self.show(form=form)

    def get_parents(self) -> list[links.Crumb]:
        """What leads to the page, from the front page of the admin on."""
        return [links.register_item(self.list_query)]

    def get_own_crumb(self) -> str:
        """What the page is called at the end of its breadcrumbs; empty to end at its parents."""
        return self.get_page_title()

    def get_breadcrumbs_items(self) -> list[links.Crumb]:
        own = self.get_own_crumb()
        last = [{"url": "", "label": own}] if own else []
        return [*self.breadcrumbs_items, *self.get_parents(), *last]


def _forms(values: Iterable) -> Iterator[BaseForm]:
    """The forms among ``values``, and those in lists of forms."""
    for value in values:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, BaseForm):
                yield each


class IntakeView(CaseworkView):
    """A view about one intake, for those who have ``role`` on its offer."""

    role = Role.DECIDE
    intake: Intake

    def guard(self) -> HttpResponseBase | None:
        self.intake = self.find_intake()
        return None

    def find_intake(self) -> Intake:
        """The intake that the address names. Raises Http404."""
        return get_intake(self.request, self.kwargs["pk"], self.role)

    @property
    def way_back(self) -> str:
        return links.selection_url(self.intake)

    def get_page_subtitle(self) -> str:
        return f"{self.intake.page.title} – {self.intake.title}"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(intake=self.intake, **kwargs)


class CaseView(CaseworkView):
    """A view about one case, for those who have ``role`` on it and no conflict of interest.

    Whoever has not declared yet whether they have one is led to declare, whatever they ask for.
    """

    role = Role.SEE
    submission: Submission

    def guard(self) -> HttpResponseBase | None:
        self.submission = self.find_submission()
        return self.ask_to_declare() if self.must_declare else None

    def find_submission(self) -> Submission:
        """The case that the address names. Raises Http404."""
        return get_submission(self.request, self.kwargs["pk"], self.role)

    def look_again(self) -> None:
        """Fetch the case again, as somebody has changed it meanwhile."""
        self.submission = self.find_submission()
        vars(self).pop("reader", None)

    @cached_property
    def reader(self) -> Reader:
        """What the user may see of the case and do about it."""
        return Reader(self.request.user, self.submission)

    @property
    def must_declare(self) -> bool:
        """Whether the user has to declare before the case opens."""
        return conflicts.must_declare(self.request.user, self.submission)

    def ask_to_declare(self) -> HttpResponseBase:
        """What they get instead: the case, which asks them."""
        return redirect(self.case_url)

    @property
    def list_query(self) -> str:
        return self.request.GET.urlencode()

    @property
    def case_url(self) -> str:
        """The case, with the way back to its list."""
        return links.case_url(self.submission, self.list_query)

    @property
    def way_back(self) -> str:
        return self.case_url

    def get_parents(self) -> list[links.Crumb]:
        case = links.case_item(self.submission, self.list_query)
        return [*super().get_parents(), case]

    def get_page_subtitle(self) -> str:
        return self.submission.reference

    def get_context_data(self, **kwargs) -> dict:
        query = f"?{self.list_query}" if self.list_query else ""
        about = {"submission": self.submission, "case_url": self.case_url, "list_query": query}
        return super().get_context_data(**{**about, **kwargs})
