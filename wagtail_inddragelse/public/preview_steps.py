"""All steps of a form below one another, as the editor's preview of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..models import Submission
from ..questions.conditions import visible
from ..questions.display import pairs_of
from ..questions.schema import Question, Step
from ..questions.sent import ParticipantData
from ..questions.steps import ShownStep, Steps
from .rendering import RenderedForm, Rendering, step_context

TEMPLATE = "wagtail_inddragelse/public/preview/step.html"
PAGE_TEMPLATE = "wagtail_inddragelse/public/preview/steps.html"


class ExampleSteps(Steps):
    """Every step of an empty ``form``, and the last one with what ``submission`` says."""

    def __init__(self, form, submission: Submission) -> None:
        super().__init__(form)
        self.submission = submission

    def _asked(self, step: Step) -> list[Question]:
        """All questions, also those that wait for an answer: an editor wants to see them."""
        return list(step.questions)

    def _answers_on(self, step: ShownStep) -> list[tuple[str, str]]:
        if step.is_first:
            return self._contact()
        known = {**self.submission.answers, **self._files()}
        shown = {question.id for question in visible(self.form.schema.questions, known)}
        return pairs_of([q for q in self.questions(step) if q.id in shown], known)

    def _files(self) -> dict[str, str]:
        return {each.question_id: each.name for each in self.submission.attachments.all()}

    def _contact(self) -> list[tuple[str, str]]:
        values = vars(self.submission)
        given = {
            question.id: values[question.id]
            for question in self.form.asked_of_contact
            if values.get(question.id)
        }
        asked = [question for question in self.form.asked_of_contact if question.id in given]
        chosen = (
            [(gettext("Start date"), self.submission.intake.title)] if self.form.intakes else []
        )
        return [*chosen, *pairs_of(asked, given)]

    def _people(self) -> list[tuple[ParticipantData, list[tuple[str, str]]]]:
        people = self.submission.participants.all()
        return [
            (person, pairs_of(self.form.schema.participant_questions, person.answers))
            for person in people
        ]


@dataclass(frozen=True)
class StepsRendering(Rendering):
    """A form with all its steps at once, each as it is met."""

    example: Submission | None = None

    @cached_property
    def steps(self) -> Steps:
        """The steps with the answers of ``example``."""
        return ExampleSteps(self.shown_form, self.example)

    def render_page(self) -> RenderedForm:
        """The steps below one another, ready to be placed in the page."""
        return RenderedForm(self.render(), "", self.step)

    def _render_questions(self) -> SafeString:
        steps = [self._render_step(step) for step in self.steps]
        return render_to_string(PAGE_TEMPLATE, {"steps": steps})

    def _render_step(self, step: ShownStep) -> SafeString:
        context = self._form_context() | {"form": self.shown_form}
        return render_to_string(TEMPLATE, context | step_context(self.steps, step))
