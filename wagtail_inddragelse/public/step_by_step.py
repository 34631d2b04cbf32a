"""A form that is asked one step at a time: each step is posted, and the next one shown."""

from __future__ import annotations

from django.http import HttpRequest

from ..questions.steps import CHECK, CHECKED, STEP, ShownStep, Steps
from .attempt import GO_TO, Attempt, Outcome, ShownAgain, too_many

BACK = "back"
"""Leads to the step before, where a key would lead to its step."""


class StepByStep(Attempt):
    """A step of a form on its way to the next, and in the end to ``submit``.

    Only what is on the posted step has to be right for the next one to be shown. What is sent from
    the last one is all looked at again, and the first step with something wrong is shown.
    """

    @property
    def steps(self) -> Steps:
        """The steps as the answers have them now."""
        return Steps(self.form)

    @property
    def step(self) -> ShownStep:
        """The step that was posted."""
        return self.steps.find(self.data.get(STEP, ""))

    def run(self) -> Outcome:
        """Go to another step, or try to sign up."""
        try:
            if self.form.people_action():
                return self._show_step(self.step)
            if go_to := self.data.get(GO_TO):
                return self._show_step(self._wanted(go_to))
            return self._send() if self.step.is_last else self._next()
        except ShownAgain as again:
            return self._show_faulty(again)

    def _wanted(self, key: str) -> ShownStep:
        return self.steps.before(self.step) if key == BACK else self.steps.find(key)

    def _next(self) -> Outcome:
        self._refuse_trapped()
        if ended := self._end(self.steps.questions(self.step), self.step.key):
            return ended
        if self.steps.is_faulty(self.step):
            raise ShownAgain("", 422)
        self._keep_files()
        if self.has_lost_files:
            raise self._why_lost()
        return self._show_step(self._next_step())

    def _why_lost(self) -> ShownAgain:
        return ShownAgain(self.storage_problem, 503) if self.storage_problem else too_many()

    def _next_step(self) -> ShownStep:
        """Where the step leads. Nobody checks answers of which one is wrong or missing."""
        after = self.steps.after(self.step)
        if after.is_last or self.data.get(CHECKED):
            return self.steps.first_faulty() or self.steps.find(CHECK)
        return after

    def _show_step(self, step: ShownStep) -> Outcome:
        """Show ``step`` as it is; its errors are shown when it is left."""
        self.form.show_errors_of(())
        return self._show(step=step.key)

    def _show_faulty(self, again: ShownAgain) -> Outcome:
        step = self.step
        if step.is_last:
            step = self.steps.first_faulty() or step
        self.form.show_errors_of(self.steps.names(step))
        return self._show(again, step=step.key)


def make_attempt(request: HttpRequest, form_page) -> Attempt:
    """The attempt that a posted form is, in the way it was shown. Raises as ``Attempt`` does."""
    attempt = Attempt(request, form_page)
    return StepByStep(request, form_page) if attempt.schema.one_step_at_a_time else attempt
