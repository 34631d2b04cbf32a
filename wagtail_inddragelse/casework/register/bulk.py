"""The pages on which something is done with the submissions that are ticked in the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name

from ...domain.assessment import conflicts, decisions
from ...domain.casework import bulk, caseworkers
from ...domain.casework.bulk import Outcome
from ...domain.casework.caseworkers import caseworkers_on
from ...domain.writing.seen import Marks
from ...models import PendingState, Role, Submission
from ..shown import read_marks, write_marks
from ..views import CaseworkView
from . import choices
from .chosen import Chosen, as_listed

TAKE_BACK = "none"


class AssignForm(forms.Form):
    """Who is to work on the submissions."""

    caseworker = forms.ChoiceField(label=gettext_lazy("Caseworker"))

    def __init__(self, *args, submissions: list[Submission], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.paths = {submission.intake.page.path for submission in submissions}
        offered = choices.assignees(self.paths)
        self.fields["caseworker"].choices = [("", _("Choose")), *offered]


class OutcomeForm(forms.Form):
    """One outcome for all, with the reason that a rejection needs."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[*PendingState.choices, (TAKE_BACK, gettext_lazy("Take the outcome back"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=gettext_lazy("A rejection needs one. All of the submissions get the same."),
    )

    def __init__(self, *args, submissions: list[Submission], **kwargs) -> None:
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        """A rejection needs a reason."""
        data = super().clean()
        if data.get("outcome") == PendingState.REJECT and not data.get("reason"):
            self.add_error("reason", _("Give the reason for the rejection."))
        return data


class BulkView(CaseworkView, FormView):
    """One action on the ticked submissions; back to the list with the result."""

    role = Role.DECIDE
    template_name = "wagtail_inddragelse/casework/register/bulk.html"
    header_icon = "form"
    done_text: str
    """The message about those that were done; a lazy plural by ``%(count)d``."""
    mark: Callable[[Submission], str]
    """The mark of what the page shows of a submission and its form changes."""

    def first(self) -> HttpResponse | None:
        return None if self.submissions else self.chosen.ask_to_choose(self.request)

    @property
    def list_query(self) -> str:
        return self.chosen.back

    @cached_property
    def chosen(self) -> Chosen:
        """What was chosen in the register."""
        return Chosen(self.request)

    @cached_property
    def submissions(self) -> list[Submission]:
        """The chosen ones that the user may see."""
        return list(self.chosen.rows().select_related("intake__page", "assigned_to"))

    def get_success_url(self) -> str:
        return self.chosen.back_url

    def get_form_kwargs(self) -> dict:
        return {**super().get_form_kwargs(), "submissions": self.submissions}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            submissions=self._with_present(),
            shown=write_marks({row.pk: type(self).mark(row) for row in self.submissions}),
            back=self.chosen.back,
            listed=as_listed(self.submissions),
            back_url=self.get_success_url(),
            **kwargs,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        keys = [submission.pk for submission in self.submissions]
        result = self.act(keys, form.cleaned_data, self.marks)
        self._report(result)
        return redirect(self.get_success_url())

    @property
    def marks(self) -> Marks | None:
        """What the page showed when it was opened; None when it does not say."""
        sent = self.request.POST.get("shown")
        return read_marks(sent) if sent else None

    @cached_property
    def decided_on(self) -> set[int]:
        """The keys of those that the user decides on, of which the page tells what is prepared."""
        mine = Submission.objects.open_to(self.request.user, Role.DECIDE)
        mine = conflicts.without_undeclared(mine, self.request.user)
        mine = mine.filter(pk__in=[row.pk for row in self.submissions])
        return set(mine.order_by().values_list("pk", flat=True))

    def _with_present(self) -> list[Submission]:
        for row in self.submissions:
            row.present = self.present(row)
        return self.submissions

    def present(self, submission: Submission) -> str:
        """The present value of what the form changes, in words."""
        raise NotImplementedError

    def act(self, keys: list[int], data: Mapping, shown: Marks | None) -> Outcome:
        """Do it, with one function of the domain; ``shown`` are the marks that came back."""
        raise NotImplementedError

    def _report(self, result: Outcome) -> None:
        if result.done:
            messages.success(self.request, self.done_text % {"count": result.done})
        by_reason = defaultdict(list)
        for reference, reason in result.refusals.items():
            by_reason[reason].append(reference)
        for reason, references in by_reason.items():
            messages.error(self.request, f"{reason} ({', '.join(references)})")


class AssignView(BulkView):
    """Give submissions to a caseworker, or to nobody."""

    page_title = gettext_lazy("Assign a caseworker")
    form_class = AssignForm
    header_icon = "user"
    done_text = ngettext_lazy(
        "%(count)d submission is assigned.", "%(count)d submissions are assigned.", "count"
    )

    mark = staticmethod(caseworkers.shown_mark)

    def present(self, submission: Submission) -> str:
        assigned = submission.assigned_to
        return user_display_name(assigned) if assigned else _("nobody yet")

    def act(self, keys: list[int], data: Mapping, shown: Marks | None) -> Outcome:
        caseworker = self._caseworker(data["caseworker"])
        return bulk.assign(keys, caseworker, user=self.request.user, shown=shown)

    def _caseworker(self, chosen: str):
        if chosen == choices.NOBODY:
            return None
        if chosen == choices.ME:
            return self.request.user
        paths = {submission.intake.page.path for submission in self.submissions}
        return caseworkers_on(paths).get(pk=chosen)


class OutcomeView(BulkView):
    """Prepare one outcome for several submissions. Applicants see nothing of it."""

    page_title = gettext_lazy("Prepare an outcome")
    form_class = OutcomeForm
    header_icon = "check"
    done_text = ngettext_lazy(
        "%(count)d outcome is prepared.", "%(count)d outcomes are prepared.", "count"
    )

    mark = staticmethod(decisions.shown_mark)

    def present(self, submission: Submission) -> str:
        if submission.pk not in self.decided_on:
            return ""
        outcome = submission.get_pending_state_display() or _("Undecided")
        return ": ".join(filter(None, [outcome, submission.decision_reason]))

    def act(self, keys: list[int], data: Mapping, shown: Marks | None) -> Outcome:
        outcome = "" if data["outcome"] == TAKE_BACK else data["outcome"]
        reason, user = data["reason"], self.request.user
        return bulk.prepare(keys, outcome, reason=reason, user=user, shown=shown)
