"""The caseworker's redacted copy."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from tests.casework.cases import REDACTED, make_case
from wagtail_inddragelse.domain.assessment import blinding, redaction
from wagtail_inddragelse.models import Redaction, Role
from wagtail_inddragelse.testing.factories import EventPageFactory

from ..people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission():
    return make_case(EventPageFactory(), blind=True)


@pytest.fixture
def decider(submission):
    return make_user("decider", submission.intake.page, Role.DECIDE)


def copies(submission) -> list[tuple[str, str]]:
    return [(p.question.id, p.redacted) for p in redaction.passages(submission)]


class TestSuggestion:
    @pytest.mark.parametrize(
        ("text", "suggested"),
        [
            ("Vi i Hjørring Kommune vil", "Vi i […] vil"),
            ("Hjørrings borgere", "[…] borgere"),
            ("HJØRRING", "[…]"),
            ("Skriv til signe@hjoerring.dk", "Skriv til […]"),
            ("Signe og Ridder kommer", "[…] og […] kommer"),
            ("En kommune som vores", "En kommune som vores"),
            ("Designere", "Designere"),
        ],
    )
    def test_leaves_out_what_is_known(self, submission, text, suggested):
        assert redaction.suggest(submission, text) == suggested

    def test_stands_where_nothing_is_kept(self, submission):
        assert copies(submission) == [("why", REDACTED)]

    def test_gives_way_to_what_is_kept(self, submission, decider):
        redaction.save(submission, {"why": "Kort"}, [], user=decider)
        assert copies(submission) == [("why", "Kort")]

    def test_stands_again_when_the_answer_has_changed(self, submission, decider):
        redaction.save(submission, {"why": "Kort"}, [], user=decider)
        submission.answers["why"] = "Ny i Hjørring"
        assert copies(submission) == [("why", "Ny i […]")]

    def test_traces_are_named_once_each(self, submission):
        text = "Hjørring og Signe i Hjørring"
        assert redaction.telling_words(submission, text) == ["Hjørring", "Signe"]

    def test_without_names_nothing_is_found(self, submission):
        assert redaction.telling_words(submission, REDACTED) == []


class TestClear:
    def test_needs_every_answer_in_words(self, submission, decider):
        redaction.clear(submission, user=decider)
        assert not blinding.is_cleared(submission)

    def test_is_on_record_by_reference(self, submission, decider):
        redaction.save(submission, {"why": REDACTED}, [], user=decider)
        redaction.clear(submission, user=decider)
        redaction.take_back(submission, user=decider)
        entries = ModelLogEntry.objects.filter(user=decider).order_by("pk")
        assert [(e.action.rpartition(".")[2], e.label, e.data) for e in entries] == [
            ("redact", submission.reference, {}),
            ("clear", submission.reference, {}),
            ("take_clearing_back", submission.reference, {}),
        ]

    def test_nobody_clears_without_a_time(self, submission, decider):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redaction.objects.create(submission=submission, cleared_by=decider)

    def test_keeping_again_stays_cleared(self, submission, decider):
        redaction.save(submission, {"why": REDACTED}, [], user=decider)
        redaction.clear(submission, user=decider)
        redaction.save(submission, {"why": "Kort"}, [], user=decider)
        assert blinding.is_cleared(submission)


class TestNotCleared:
    def test_lists_what_waits(self, submission, decider):
        assert redaction.not_cleared(decider, submission.intake) == [submission]

    def test_leaves_out_what_is_cleared(self, submission, decider):
        redaction.save(submission, {"why": REDACTED}, [], user=decider)
        redaction.clear(submission, user=decider)
        assert redaction.not_cleared(decider, submission.intake) == []

    def test_lists_nothing_for_those_who_must_not_know(self, submission):
        assessor = make_user("assessor", submission.intake.page, Role.ASSESS)
        assert redaction.not_cleared(assessor, submission.intake) == []
