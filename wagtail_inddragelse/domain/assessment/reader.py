"""What one user may see of one submission and do about it: worked out once, and handed down."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from wagtail.log_actions import registry as log_registry

from ...models import (
    Assessment,
    Attachment,
    Participant,
    Redaction,
    Role,
    Submission,
    roles_on,
)
from ...questions.display import display_answers, display_participant_answers
from ...questions.schema import FormSchema
from ..record.form_versions import form_of
from ..record.records import Record
from ..signup import more_wanted
from . import blinding

Pairs = list[tuple[str, str]]
"""What was asked, and what stands there as its answer."""


@dataclass(frozen=True)
class Reader:
    """A user before a submission that ``visible_to`` lets them see.

    Each fact is asked for when it is first needed, and once. Made in a request and kept no longer,
    as roles change, and so does the case.
    """

    user: AbstractBaseUser
    submission: Submission

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles that the user has on the offer."""
        return roles_on(self.user, self.submission.intake.page)

    @cached_property
    def form(self) -> FormSchema:
        """The form as it was when it was answered."""
        return form_of(self.submission)

    @property
    def redaction(self) -> Redaction | None:
        """The redacted copy, if a caseworker has begun one."""
        return blinding.get_redaction(self.submission)

    @property
    def is_blind(self) -> bool:
        """Whether those who assess it must not know who the applicant is."""
        return self.submission.intake.assesses_blind

    @property
    def is_identified(self) -> bool:
        """Whether the user may know who the applicant is, by the rule of ``identified_to``."""
        return not self.is_blind or self.may_decide

    @cached_property
    def is_cleared(self) -> bool:
        """Whether a caseworker has cleared it for those who must not, as it stands now."""
        return blinding.is_cleared(self.submission, self.form)

    @property
    def may_decide(self) -> bool:
        """Whether the user decides on it."""
        return Role.DECIDE in self.roles

    @property
    def manages_mails(self) -> bool:
        """Whether the user writes and sends the mails about it."""
        return Role.MESSAGES in self.roles

    @property
    def may_ask(self) -> bool:
        """Whether the user can ask the applicant for more now."""
        return self.may_decide and more_wanted.can_ask(self.submission)

    @cached_property
    def assessment(self) -> Assessment | None:
        """The user's own assessment, when it is assigned or begun."""
        return self.submission.assessments.filter(assessor=self.user).first()

    @property
    def may_assess(self) -> bool:
        """Whether the user may begin or go on with an assessment of their own."""
        if not self.submission.is_decidable:
            return False
        if self.is_blind:
            return not self.is_identified and self.assessment is not None
        return Role.ASSESS in self.roles

    @cached_property
    def files(self) -> list[Attachment]:
        """The attachments that the user may open, under the names that they may read."""
        found = self.submission.current_attachments
        return found if self.is_identified else blinding.renamed(found, self.redaction)

    def find_file(self, attachment: Attachment) -> Attachment | None:
        """``attachment`` of the submission as the user may read it; None when it is withheld.

        One that belongs to earlier answers is for those who know the applicant.
        """
        if self.is_identified:
            return attachment
        return next((row for row in self.files if row.pk == attachment.pk), None)

    @cached_property
    def answers(self) -> list[tuple[str, Pairs]]:
        """Each step of the form with its answers, as the user may read them."""
        answers, names = self.submission.answers, _first_names(self.submission.current_attachments)
        if self.is_identified:
            return display_answers(self.form, answers, names)
        words = blinding.redacted_words(self.redaction, answers) | _names(self.files)
        instead = blinding.instead_of_answers(self.form, words)
        form = blinding.without_identifying(self.form)
        return display_answers(form, answers, names, instead)

    @cached_property
    def participants(self) -> list[tuple[Participant, Pairs]]:
        """Each participant with their answers; nameless where the applicant is hidden."""
        people = self.submission.participants.all()
        if self.is_identified:
            return [(p, display_participant_answers(self.form, p.answers)) for p in people]
        instead = blinding.instead_of_participants_answers(self.form)
        return [
            (blinding.nameless(p), display_participant_answers(self.form, p.answers, instead))
            for p in people
        ]

    @property
    def history(self) -> QuerySet:
        """The log of what has happened, as the user may read it.

        Who has a conflict of interest may tell where the applicant is from.
        """
        entries = log_registry.get_logs_for_instance(self.submission)
        if self.is_identified:
            return entries
        of_others = Q(action=Record.DECLARE_CONFLICT.log_action) & ~Q(user=self.user)
        return entries.exclude(of_others)


def _names(attachments: list[Attachment]) -> dict[str, str]:
    """The name of the last file for each question, by its id."""
    return {row.question_id: row.name for row in attachments}


def _first_names(attachments: list[Attachment]) -> dict[str, str]:
    """The name of the first file for each question, by its id."""
    return _names(attachments[::-1])
