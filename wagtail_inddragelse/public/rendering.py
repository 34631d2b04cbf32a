"""The sign-up form as HTML: the same in its own page and in any page it is embedded in.

Nothing in a fresh form depends on the visitor, so its rendering is reused until its content, the
state of an intake or the language changes. Only the token is new each time. The questions, which
are most of the work, are kept by themselves: a place taken changes what stands above them only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from ..blocks.visibility import in_preview
from ..conf import get_setting
from ..domain.intakes.intakes import IntakeStatus
from ..domain.offers.pages import why_nothing_is_served
from ..domain.record.form_versions import get_form_version
from ..models import Intake
from ..models.keys import parse_key
from ..questions.forms import SchemaForm, get_form_class
from ..questions.layout import Layout
from ..questions.schema import FormSchema
from ..questions.sent import IntakeChoice, PeopleLimits
from ..questions.steps import ShownStep, Steps
from . import tokens
from .lenient import our_cache

TEMPLATE = "wagtail_inddragelse/public/sign_up.html"
SUMMARY_TEMPLATE = "wagtail_inddragelse/public/error_summary.html"
FORM_TEMPLATE = "wagtail_inddragelse/form/form.html"
HINT_TEMPLATE = "wagtail_inddragelse/public/intake_hint.html"
STEP_TEMPLATE = "wagtail_inddragelse/form/steps.html"
HONEYPOT = "website_url"
BETWEEN_TAGS = re.compile(r">\s*\n\s*<")
"""Indentation, which is a seventh of a form's weight. A text that somebody typed has no such."""
BEFORE_THE_END = re.compile(r"\s*\n\s*>")
"""The same at the end of a tag."""
OPENED = "opened"
"""The name of a field that the form's script fills in, with a number that nobody else has: also
where a cached page gives many people the same token. It travels from step to step."""
TOKEN_PLACEHOLDER = "form-token-placeholder"


class RenderedForm(SafeString):
    """A form as HTML, below the summary of what is wrong with it.

    A page that puts the two in places of their own takes ``error_summary`` and ``form``. Of a form
    that is asked one step at a time, ``step_title`` is for the title of the page, and
    ``is_under_way`` says whether the first step is behind. ``is_closed`` says whether there is no
    form, as nothing is open.
    """

    step_title = ""
    is_under_way = False
    is_closed = False

    def __new__(cls, form: str, error_summary: str, step: ShownStep | None) -> RenderedForm:
        rendered = super().__new__(cls, error_summary + form)
        rendered.form, rendered.error_summary = mark_safe(form), mark_safe(error_summary)
        if step is not None:
            rendered.step_title, rendered.is_under_way = step.title, not step.is_first
        return rendered


def render_sign_up(
    form_page,
    request: HttpRequest,
    *,
    form: SchemaForm | None = None,
    schema: FormSchema | None = None,
    intake_id: int | None = None,
    issued_at: dt.datetime | None = None,
    opening: str = "",
    problem: str = "",
    is_locked: bool = False,
    statuses: list[IntakeStatus] | None = None,
    step: str = "",
) -> RenderedForm:
    """The form of ``form_page``, or the reason why there is none now.

    ``form`` is one that comes back with what was typed, ``schema`` the version it was shown in,
    ``issued_at`` when it was first shown, ``opening`` its number, ``problem`` says why in words,
    ``is_locked`` takes away the button, and ``step`` is the key of the one to show of a form that
    has several. Without ``form`` it is a fresh one, for the intake that ``?intake=`` names.
    ``statuses`` are those of the page unless given. In an editor's preview nothing is stored, and
    the form can't be sent.
    """
    statuses = form_page.get_statuses() if statuses is None else statuses
    schema = schema or form_page.get_schema()
    if form is None:
        intake_id = parse_key(request.GET.get("intake")) if hasattr(request, "GET") else None
    selected = _select(statuses, intake_id, is_fresh=form is None)
    is_preview = in_preview({"request": request})
    context = Rendering(
        form_page, schema, statuses, selected, form, problem, is_locked, is_preview, step
    )
    html = context.render() if form or problem else context.render_fresh()
    token = ""
    if not is_preview:
        token = tokens.issue(
            form_page.pk, schema.digest, context.fixed_intake_id, issued_at, opening
        )
    html = html.replace(TOKEN_PLACEHOLDER, token)
    rendered = RenderedForm(html, context.render_summary(), context.step)
    rendered.is_closed = not context.can_sign_up
    return rendered


def _select(
    statuses: list[IntakeStatus], intake_id: int | None, *, is_fresh: bool
) -> IntakeStatus | None:
    """The intake that was asked for, or the only one there is to choose.

    A form that comes back offers the others when the one it was for has closed meanwhile, and
    never chooses for anyone.
    """
    found = next((s for s in statuses if s.intake.pk == intake_id), None)
    others = [status for status in statuses if status.is_open]
    if found is not None:
        return found if is_fresh or found.is_open or not others else None
    choosable = others if is_fresh else statuses
    return choosable[0] if len(choosable) == 1 else None


@dataclass(frozen=True)
class Rendering:
    """One rendering of a form, and what it depends on."""

    form_page: object
    schema: FormSchema
    statuses: list[IntakeStatus]
    selected: IntakeStatus | None
    form: SchemaForm | None = None
    problem: str = ""
    is_locked: bool = False
    is_preview: bool = False
    step_key: str = ""

    @cached_property
    def shown_form(self) -> SchemaForm:
        """The form that came back, or an empty one."""
        if self.form is None:
            return get_form_class(self.schema)(limits=self.limits, intakes=self.intakes)
        self.form.offer(self.intakes)
        return self.form

    @cached_property
    def steps(self) -> Steps | None:
        """The steps, where they are asked one at a time."""
        is_asked = self.schema.one_step_at_a_time and self.can_sign_up and not self.is_locked
        return Steps(self.shown_form) if is_asked else None

    @property
    def step(self) -> ShownStep | None:
        """The step to show."""
        return self.steps and self.steps.find(self.step_key)

    @property
    def has_choice(self) -> bool:
        """Whether the applicant chooses between several intakes in the form itself."""
        return self.selected is None and any(status.is_open for status in self.statuses)

    @property
    def fixed_intake_id(self) -> int | None:
        """The intake the token is bound to; None where the applicant chooses in the form."""
        return self.selected.intake.pk if self.selected else None

    @cached_property
    def intakes(self) -> tuple[IntakeChoice, ...]:
        """What the applicant chooses between, with the places as they are now."""
        return intake_choices(self.statuses) if self.has_choice else ()

    @cached_property
    def nothing_because(self) -> str:
        """Why the form has nothing to sign up to; empty when it has."""
        return "" if self.statuses else why_nothing_is_served(self.form_page)

    @property
    def can_sign_up(self) -> bool:
        """Whether a form makes sense now."""
        return self.selected.is_open if self.selected else self.has_choice

    def render_fresh(self) -> str:
        """The rendering of an empty form, from the cache where nothing has changed."""
        parts = [
            TEMPLATE,
            *self._form_parts(),
            self.form_page.url_path,
            self.form_page.intro,
            self.fixed_intake_id,
            self.nothing_because,
            *(_fingerprint(status) for status in self.statuses),
        ]
        return self._remembered(parts, self.render)

    def _form_parts(self) -> list:
        """All that the questions of an empty form depend on."""
        return [
            self.form_page.pk,
            self.form_page.submit_label,
            self.schema.digest,
            translation.get_language(),
            self.limits,
            self.intakes,
        ]

    def _render_empty_form(self) -> SafeString:
        """The questions with nothing filled in."""
        parts = [FORM_TEMPLATE, *self._form_parts()]
        return mark_safe(self._remembered(parts, self._render_form))

    def _remembered(self, parts: list, render: Callable[[], str]) -> str:
        return str(render()) if self.is_preview else remembered(parts, render)

    def _render_form(self) -> SafeString:
        """The questions, or those of one step."""
        context = self._form_context() | {"form": self.shown_form}
        if self.steps is None:
            return render_to_string(FORM_TEMPLATE, context)
        return render_to_string(STEP_TEMPLATE, context | step_context(self.steps, self.step))

    def render(self) -> str:
        """The rendering, with a placeholder where the token goes."""
        if self.can_sign_up and self.form is None and not self.is_preview:
            get_form_version(self.schema)  # so that what was shown can always be answered
        html = BEFORE_THE_END.sub(">", render_to_string(TEMPLATE, self._context()))
        return BETWEEN_TAGS.sub(">\n<", html)

    def render_summary(self) -> str:
        """What is wrong with the form; empty when nothing is."""
        if self.form is None and not self.problem:
            return ""
        problems = Layout(self.form).problems if self.form else []
        context = {"problem": self.problem, "problems": problems, "is_locked": self.is_locked}
        return str(render_to_string(SUMMARY_TEMPLATE, context))

    def _context(self) -> dict:
        is_locked = self.is_locked or not self.can_sign_up
        return {
            **self._form_context(),
            "page": self.form_page,
            "offer": self.selected.intake.page if self.selected else None,
            "selected": self.selected,
            "statuses": self.statuses,
            "has_several_offers": has_several_offers(self.statuses),
            "nothing_because": self.nothing_because,
            "form": self.form and self.shown_form,
            "form_html": "" if is_locked else self._render_questions(),
            "is_locked": is_locked,
            "step": self.step,
        }

    def _render_questions(self) -> SafeString:
        return self._render_form() if self.form else self._render_empty_form()

    def _form_context(self) -> dict:
        """What the template of the questions gets: nothing that places or the clock change."""
        return {
            "schema": self.schema,
            "form_id": f"sign-up-{self.form_page.pk}",
            "action_url": self._action_url(),
            "token": TOKEN_PLACEHOLDER,
            "submit_label": self.form_page.submit_label,
            "honeypot_name": HONEYPOT,
            "opened_name": OPENED,
            "opened": opened_in(self.form.data) if self.form else "",
            "is_preview": self.is_preview,
        }

    def _action_url(self) -> str:
        """Where the form is sent: nowhere, in the preview of a page that is still being made."""
        page_id = self.form_page.pk
        return reverse("wagtail_inddragelse:sign_up", args=[page_id]) if page_id else ""

    @property
    def limits(self) -> PeopleLimits:
        """How many people a submission may bring."""
        selected = self.selected.intake if self.selected else None
        return get_limits(selected, [status.intake for status in self.statuses])


def opened_in(data: Mapping[str, str]) -> str:
    """The number that the script gave a posted form; empty without JavaScript."""
    return data.get(OPENED, "")[:64]


def step_context(steps: Steps, step: ShownStep) -> dict:
    """What the template of a step gets besides that of a whole form."""
    return {"steps": steps, "step": step, "hidden_inputs": steps.carried(step)}


def intake_choices(statuses: list[IntakeStatus]) -> tuple[IntakeChoice, ...]:
    """The intakes as the form lets people choose them, by offer where there are several."""
    several = has_several_offers(statuses)
    return tuple(
        IntakeChoice(
            value=str(status.intake.pk),
            label=f"{status.intake.title} ({status.label})",
            is_open=status.is_open,
            hint=_intake_hint(status),
            group=status.intake.page.title if several else "",
        )
        for status in statuses
    )


def has_several_offers(statuses: list[IntakeStatus]) -> bool:
    """Whether the intakes are not all of one offer."""
    return len({status.intake.page_id for status in statuses}) > 1


def _intake_hint(status: IntakeStatus) -> SafeString:
    """When and where it is, and until when one can sign up; nothing while none is known."""
    return mark_safe(render_to_string(HINT_TEMPLATE, {"status": status}).strip())


def remembered(parts: list, render: Callable[[], str]) -> str:
    """What ``render`` gives; reused, while RENDER_CACHE_SECONDS last, for the same ``parts``."""
    seconds = get_setting("RENDER_CACHE_SECONDS")
    if not seconds:
        return str(render())
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    cache, key = our_cache(), f"wagtail_inddragelse.rendering.{digest}"
    html = cache.get(key)
    if html is None:
        html = str(render())
        cache.set(key, html, seconds)
    return html


def get_limits(selected: Intake | None, intakes: list[Intake]) -> PeopleLimits:
    """How many people a submission may bring, and whether it matters who they represent.

    While none is chosen yet, the most of any.
    """
    intakes = [selected] if selected else intakes
    return PeopleLimits(
        max_participants=max((i.max_participants for i in intakes), default=1),
        guests_allowed=max((i.guests_allowed for i in intakes), default=0),
        by_organisation=any(i.counts_organisations for i in intakes),
    )


def _fingerprint(status: IntakeStatus) -> tuple:
    """All of an intake that a form page can show."""
    intake = status.intake
    return (
        status.state,
        status.places_left,
        intake.page.title,
        _values(intake),
        [_values(session) for session in status.sessions],
    )


def _values(row) -> list:
    return [row.__dict__.get(field.attname) for field in row._meta.concrete_fields]
