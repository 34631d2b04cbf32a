"""One attempt to sign up: from a posted form to a submission, or to the form shown again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..blocks.visibility import is_let_in, is_open_to_all
from ..domain.record.form_versions import find_schema, get_form_version
from ..domain.signup.attachments import CannotStore, KeptFileGone
from ..domain.signup.signup import Refusal, SignUp, submit
from ..domain.writing.refused import Refused
from ..models import Intake, Submission
from ..models.keys import parse_key
from ..questions.endings import Ending, find_ending
from ..questions.forms import SchemaForm, get_form_class
from ..questions.schema import FormSchema, Question
from ..questions.sent import IntakeChoice
from ..questions.steps import CHECK, START, Steps
from . import tokens
from .kept_files import KeepsFiles
from .limits import is_over_limit
from .rendering import HONEYPOT, OPENED, get_limits, opened_in, render_sign_up

GO_TO = "go_to"
"""The name of the buttons that lead to the form or one of its steps, whatever was written."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: a submission, the form to show again, or a page that explains."""

    submission: Submission | None = None
    html: str = ""
    status_code: int = 200
    ending: EndingPage | None = None


@dataclass(frozen=True)
class EndingPage:
    """An ending with the names and values that lead back to the form, to the step ``go_to``."""

    ending: Ending
    hidden_inputs: list[tuple[str, str]]
    go_to: str


class ShownAgain(Exception):
    """The form has to be shown again; ``problem`` says why, in words for the applicant."""

    def __init__(self, problem: str, status_code: int, *, is_locked: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.status_code, self.is_locked = problem, status_code, is_locked


class Attempt(KeepsFiles):
    """A posted form on its way to ``submit``.

    Making one raises SuspiciousOperation when the form is larger than the site takes, and BadToken
    when it was not issued for this page, unless the page is open to all, or when its bearer may not
    see the page any more: who can't see a page is shown nothing of it.
    """

    def __init__(self, request: HttpRequest, form_page) -> None:
        self.request = request
        self.form_page = form_page
        self.data = request.POST
        self.token = self._read_token()

    @property
    def upload_key(self) -> int:
        return self.form_page.pk

    def _read_token(self) -> tokens.FormToken:
        """What was shown; a token does not outlive that its bearer may see the page."""
        if not is_let_in(self.form_page, self.request):
            raise tokens.BadToken
        try:
            return tokens.read(self.data.get("token", ""), self.form_page.pk)
        except tokens.BadToken:
            if not is_open_to_all(self.form_page, None):
                raise
            return tokens.unknown(self.form_page.pk)

    @cached_property
    def schema(self) -> FormSchema:
        """The form as it was shown, also when it has been changed since."""
        current = self.form_page.get_schema()
        if current.digest == self.token.digest:
            return current
        return find_schema(self.token.digest) or current

    @cached_property
    def intakes(self) -> list[Intake]:
        """The intakes this form takes submissions for."""
        return self.form_page.get_intakes()

    @cached_property
    def intake(self) -> Intake | None:
        """The intake that the form was shown for, or that was chosen in it."""
        wanted = self.token.intake_id or parse_key(self.data.get("intake"))
        return next((intake for intake in self.intakes if intake.pk == wanted), None)

    @property
    def _intake_is_gone(self) -> bool:
        """Whether what the form was shown for is not published any more."""
        return not self.intakes or (self.token.intake_id is not None and self.intake is None)

    @cached_property
    def form(self) -> SchemaForm:
        """The form with what was typed, and the files kept from an earlier attempt."""
        return get_form_class(self.schema)(
            self.data,
            self.request.FILES,
            limits=get_limits(self.intake, self.intakes),
            intakes=self._choices(),
            kept=self._kept_files(),
        )

    def _choices(self) -> tuple[IntakeChoice, ...]:
        """What there was to choose between; closed ones too, as ``submit`` says why it is late."""
        if self.token.intake_id is not None:
            return ()
        return tuple(IntakeChoice(str(intake.pk), intake.title) for intake in self.intakes)

    def run(self) -> Outcome:
        """Try to sign up."""
        try:
            if self.form.people_action():
                return self._show()
            if GO_TO in self.data:
                self.form.show_errors_of(())
                return self._show()
            return self._send()
        except ShownAgain as again:
            return self._show(again)

    def _send(self) -> Outcome:
        self._refuse_unread()
        return self._end(self.schema.questions) or Outcome(submission=self._submit())

    def _end(self, questions: Iterable[Question], go_to: str = START) -> Outcome | None:
        """The explanation for those who cannot take part, whatever else is wrong or missing.

        Nothing is stored: not even a file that came along. ``go_to`` is the step that leads back.
        """
        steps = Steps(self.form)
        ending = find_ending(questions, steps.answers)
        if ending is None:
            return None
        opening = [("token", self._new_token()), (OPENED, opened_in(self.data))]
        inputs = [*opening, *steps.carried(steps.find(CHECK))]
        return Outcome(ending=EndingPage(ending, inputs, go_to))

    def _new_token(self) -> str:
        token = self.token
        issued_at = None if self._is_fresh else token.issued_at
        return tokens.issue(
            self.form_page.pk, self.schema.digest, token.intake_id, issued_at, token.opening
        )

    @property
    def _is_fresh(self) -> bool:
        """Whether the form has to be shown again before it can be sent."""
        return self.token.is_expired or not self.token.is_known

    def _show(self, again: ShownAgain | None = None, **options) -> Outcome:
        """The form again, with what was typed and uploaded."""
        self._keep_files()
        if again is None:
            return Outcome(html=self._render(problem=self.storage_problem, **options))
        problem = again.problem or self.storage_problem
        html = self._render(problem=problem, is_locked=again.is_locked, **options)
        return Outcome(html=html, status_code=again.status_code)

    def _refuse_unread(self) -> None:
        """Raise ShownAgain for what looks like a robot's, or no longer says what it answers."""
        if not self.token.is_known:
            raise ShownAgain(
                _("We could not tell which form it came from. Check it and send it again."),
                400,
            )
        self._refuse_trapped()
        if self.token.is_hasty:
            raise ShownAgain(_("That was very fast. Check your answers and send them again."), 400)
        if self.token.is_expired:
            raise ShownAgain(
                _("The form has been open for a long time. Check it and send it again."),
                400,
            )
        if is_over_limit(self.request):
            raise too_many()

    def _refuse_trapped(self) -> None:
        if self.data.get(HONEYPOT):
            raise ShownAgain(_("One field must stay empty. Please send the form again."), 400)

    def _submit(self) -> Submission:
        is_valid = self.form.is_valid()
        if not self.form_page.live or self._intake_is_gone:
            raise ShownAgain(_("Sign-up here has been closed."), 409, is_locked=True)
        if not is_valid:
            raise ShownAgain("", 422)
        try:
            return submit(self._sign_up())
        except CannotStore as error:
            self.note_failure(error)
            raise ShownAgain(self.storage_problem, 503) from error
        except KeptFileGone as gone:
            self.form.keep({})
            raise ShownAgain(str(gone), 409) from gone
        except Refused as refused:
            raise self._shown_with(refused) from refused

    def _sign_up(self) -> SignUp:
        return SignUp(
            intake=self.intake,
            form_version=get_form_version(self.schema),
            data=self.form.submission_data(),
            language=translation.get_language(),
            opened=f"{self.token.opening} {opened_in(self.data)}",
        )

    def _shown_with(self, refused: Refused) -> ShownAgain:
        if refused.code == Refusal.ALREADY_SIGNED_UP:
            self.form.add_error("contact_email", str(refused))
            return ShownAgain("", 409)
        return ShownAgain(str(refused), 409)

    def _render(self, **options) -> SafeString:
        return render_sign_up(
            self.form_page,
            self.request,
            form=self.form,
            schema=self.schema,
            intake_id=self.token.intake_id,
            issued_at=None if self._is_fresh else self.token.issued_at,
            opening=self.token.opening,
            **options,
        )


def too_many() -> ShownAgain:
    return ShownAgain(
        _("A lot of forms have come from your network. Wait an hour and send yours again."), 429
    )
