"""What one user sees of one case."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from wagtail_inddragelse.casework.access import get_submission
from wagtail_inddragelse.casework.case.case import see_case
from wagtail_inddragelse.domain.assessment import redaction
from wagtail_inddragelse.domain.assessment.reader import Reader
from wagtail_inddragelse.models import Intake, Role, RoleGrant, State
from wagtail_inddragelse.questions.schema import FormSchema, Question, Step
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    AttachmentFactory,
    FormVersionFactory,
    IntakeFactory,
    MessageFactory,
    MoreWantedFactory,
    NoteFactory,
    ParticipantFactory,
    SubmissionFactory,
)

from ..conftest import make_user

pytestmark = pytest.mark.django_db

SCHEMA = FormSchema(
    steps=(
        Step(
            "s",
            "About you",
            questions=(
                Question("cvr", "cvr", "CVR"),
                Question("where", "municipality", "Where"),
                Question("mail", "email", "Mail"),
                Question("why", "long_text", "Why"),
                Question("file", "attachment", "Backing"),
            ),
        ),
    ),
    participant_questions=(Question("area", "short_text", "Area"),),
)
SECRETS = (
    "Ada Holm", "ada@holm.dk", "12 34 56 78", "Holm Forening", "Aarhus", "Bo Vig", "bo@vig.dk",
    "Chef i Vig", "holm-opbakning", "Journal-9", "87 65 43 21", "Region Midtjylland", "Holm note",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def submission(own_offer):
    intake = IntakeFactory(
        page=own_offer,
        title="Round",
        selection=Intake.Selection.ASSESSED,
        assesses_blind=True,
        decision_expected_text="before Christmas",
    )
    submission = SubmissionFactory(
        intake=intake,
        state=State.UNDER_ASSESSMENT,
        form_version=FormVersionFactory(form_schema=SCHEMA),
        contact_name="Ada Holm",
        contact_email="ada@holm.dk",
        contact_phone="12 34 56 78",
        organisation="Holm Forening",
        municipality_code="0751",
        journal_number="Journal-9",
        answers={"cvr": "87654321", "where": "0751", "mail": "ada@holm.dk", "why": "We want to"},
        people=0,
    )
    person = {"name": "Bo Vig", "email": "bo@vig.dk", "role": "Chef i Vig"}
    ParticipantFactory(submission=submission, answers={"area": "School"}, **person)
    ParticipantFactory(submission=submission, position=1, is_guest=True, name="Bo Vig", email="")
    AttachmentFactory(submission=submission, question_id="file", name="holm-opbakning.pdf")
    NoteFactory(submission=submission, text="Holm note")
    MessageFactory(submission=submission, error="ada@holm.dk")
    return submission


def user_with(role: Role, page) -> User:
    user = make_user(role)
    RoleGrant.objects.create(group=user.groups.get(), page_id=page.pk, role=role)
    return user


@pytest.fixture
def decider(own_offer):
    return user_with(Role.DECIDE, own_offer)


@pytest.fixture
def assessor(own_offer):
    return user_with(Role.ASSESS, own_offer)


def told(case) -> str:
    """All that a case tells, the names of its files among it."""
    return repr(case) + " ".join(file.name for file in case.files)


def test_decider_of_a_blind_round_sees_all(submission, decider):
    case = see_case(Reader(decider, submission))
    shown = told(case) + case.notes[0].text
    assert [secret for secret in SECRETS if secret not in shown] == []


def test_assessor_of_a_blind_round_sees_nothing_that_tells(submission, assessor):
    case = see_case(Reader(assessor, submission))
    assert [secret for secret in SECRETS if secret in told(case)] == []
    assert (case.notes, case.people, case.actions, case.may_decide) == ([], [], [], False)


def test_assessor_of_a_blind_round_sees_that_there_are_answers(submission, assessor):
    case = see_case(Reader(assessor, submission))
    hidden, waiting = "Hidden in blind assessment", "Hidden until a caseworker has redacted it"
    assert case.answers == [
        (
            "About you",
            [
                ("CVR", hidden),
                ("Where", hidden),
                ("Mail", hidden),
                ("Why", waiting),
                ("Backing", waiting),
            ],
        )
    ]
    assert [(person.text, person.answers) for person in case.participants] == [
        ("Participant 1", [("Area", hidden)]),
        ("Participant 2 (guest)", [("Area", "Not answered")]),
    ]
    assert case.files == []


def test_assessor_of_an_open_round_sees_all(submission, assessor):
    submission.intake.assesses_blind = False
    submission.intake.save()
    case = see_case(Reader(assessor, submission))
    assert [secret for secret in SECRETS[:-1] if secret not in told(case)] == []


def test_facts_at_a_glance(submission, decider):
    case = see_case(Reader(decider, submission))
    assert [label for label, _ in case.facts] == [
        "State",
        "Offer",
        "Organisation",
        "Municipality",
        "Contact person",
        "Assigned to",
        "Journal number",
        "Received",
        "Answer expected",
    ]
    facts = dict(case.facts)
    assert facts["Offer"] == "Own offer – Round"
    assert facts["Municipality"] == "Aarhus (Region Midtjylland)"
    assert facts["Answer expected"] == "before Christmas"


def test_facts_of_one_who_waits(own_offer, decider):
    intake = IntakeFactory(page=own_offer)
    SubmissionFactory(intake=intake, state=State.WAITING)
    case = see_case(Reader(decider, SubmissionFactory(intake=intake, state=State.WAITING)))
    assert case.facts[0] == ("State", "On the waiting list, number 2 in line")


def test_outcome_is_for_those_who_decide(submission, assessor, decider):
    submission.pending_state, submission.decision_reason = "reject", "Too late"
    assert see_case(Reader(assessor, submission)).assessed.deciding.outcome == ""
    assert see_case(Reader(assessor, submission)).assessed.deciding.reason == ""
    assert see_case(Reader(decider, submission)).assessed.deciding.reason == "Too late"


def test_number_of_queries_does_not_grow(submission, decider, django_assert_num_queries):
    AssessmentFactory(submission=submission, total=50)
    see_case(Reader(decider, submission))
    with CaptureQueriesContext(connection) as few:
        see_case(Reader(decider, type(submission).objects.get()))
    for number in range(5):
        ParticipantFactory(submission=submission, position=number + 2)
        AttachmentFactory(submission=submission)
        NoteFactory(submission=submission)
        MessageFactory(submission=submission)
        AssessmentFactory(submission=submission, total=number)
    with django_assert_num_queries(len(few)):
        see_case(Reader(decider, type(submission).objects.get()))


class TestCost:
    """Of a case with all that can hang on it: what it asks of the database, and of its form."""

    @pytest.fixture
    def full(self, submission, own_offer, assessor):
        """Cleared, with an assessment, a request for more, participants, notes and mails."""
        redaction.save(submission, {"why": "We […]"}, submission.attachments.all(), user=assessor)
        redaction.clear(submission, user=assessor)
        for _ in range(3):
            NoteFactory(submission=submission)
            ParticipantFactory(submission=submission, position=submission.participants.count())
            AttachmentFactory(submission=submission, question_id="file")
            AssessmentFactory(submission=submission, total=50)
            MoreWantedFactory(
                submission=submission,
                question_ids=["why"],
                outcome="answered",
                closed_at=timezone.now(),
            )
        AssessmentFactory(submission=submission, assessor=assessor, total=50)
        return submission

    @pytest.fixture
    def forms_read(self, monkeypatch):
        """Each time that a form is read from what is stored."""
        found, read = [], FormSchema.from_json.__func__
        counting = classmethod(lambda cls, data: found.append(data) or read(cls, data))
        monkeypatch.setattr(FormSchema, "from_json", counting)
        return found

    def cost(self, rf, user, submission) -> int:
        """How many queries it takes to find the case and all that is seen of it."""
        request = rf.get("/")
        request.user = user
        with CaptureQueriesContext(connection) as queries:
            see_case(Reader(user, get_submission(request, submission.pk, Role.SEE)))
        return len(queries)

    def test_of_a_blind_case(self, rf, full, assessor, forms_read):
        full.intake.assessors_see_all = True
        full.intake.save()
        assert (self.cost(rf, assessor, full), len(forms_read)) == (15, 1)

    def test_of_a_blind_case_to_who_decides(self, rf, full, decider, forms_read):
        assert (self.cost(rf, decider, full), len(forms_read)) == (22, 1)

    def test_of_an_open_case(self, rf, full, decider, forms_read):
        full.intake.assesses_blind = False
        full.intake.save()
        assert (self.cost(rf, decider, full), len(forms_read)) == (22, 1)

    def test_of_a_decided_case(self, rf, full, decider, forms_read):
        full.state, full.decided_at = State.REJECTED, timezone.now()
        full.save()
        assert (self.cost(rf, decider, full), len(forms_read)) == (21, 1)
