"""The PDF of a case: what its user sees, and nothing else."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.casework.case import pdf
from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.models import Intake, State
from wagtail_inddragelse.questions.schema import FormSchema, Question, Step
from wagtail_inddragelse.testing.factories import (
    AssessmentFactory,
    FormVersionFactory,
    IntakeFactory,
    NoteFactory,
    SubmissionFactory,
)

from ..conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

SCHEMA = FormSchema(
    steps=(Step("s", "Om jer", questions=(Question("q", "long_text", "Hvorfor"),)),)
)
HOSTILE = (
    "\u202eRTL\u202c שלום مرحبا 👩‍🔧 <img src=file:///etc/passwd> "
    "<link rel=attachment href='file:///etc/passwd'> {{ secret }} &lt; \ufffe ÆØÅæøå"
)


def url(submission) -> str:
    return reverse("inddragelse_case_pdf", args=[submission.pk])


def read(response) -> PdfReader:
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def text_of(response) -> str:
    """The words; pypdf strews NUL over a font that lacks a sign, such as an emoji."""
    return " ".join(
        " ".join(page.extract_text() for page in read(response).pages).replace("\0", "").split()
    )


@pytest.fixture
def answered(own_submission):
    own_submission.form_version = FormVersionFactory(form_schema=SCHEMA)
    own_submission.answers = {"q": "Fordi børn bør høres"}
    own_submission.save()
    return own_submission


def test_is_a_download_under_the_reference(caseworker_client, answered):
    response = caseworker_client.get(url(answered))
    assert response["Content-Disposition"] == f'attachment; filename="{answered.reference}.pdf"'
    assert response["Cache-Control"].startswith("private, no-store")


def test_holds_the_case_and_no_notes(caseworker_client, answered):
    NoteFactory(submission=answered, text="Internal remark")
    text = text_of(caseworker_client.get(url(answered)))
    expected = ("Own Applicant", "Fordi børn bør høres", "Om jer", answered.reference, "1 / 1")
    assert [part for part in expected if part not in text] == []
    assert "Internal remark" not in text


def test_names_nobody_outside_its_text(caseworker_client, answered):
    document = read(caseworker_client.get(url(answered)))
    assert document.metadata.title == answered.reference
    assert "Own Applicant" not in repr(document.metadata)


def test_can_be_read_aloud(caseworker_client, answered):
    catalogue = read(caseworker_client.get(url(answered))).trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "da"
    assert "/StructTreeRoot" in catalogue


def test_hostile_and_endless_text(caseworker_client, answered):
    answered.answers = {"q": HOSTILE + " ord" * 5000 + "x" * 3000 + " SLUT"}
    answered.contact_name = HOSTILE[:200]
    answered.save()
    response = caseworker_client.get(url(answered))
    document = read(response)
    text = text_of(response)
    assert len(document.pages) > 5
    assert f"{len(document.pages)} / {len(document.pages)}" in text
    assert [part for part in ("SLUT", "ÆØÅæøå", "{{ secret }}", "<img") if part not in text] == []
    assert (document.attachments, "root:" in text) == ({}, False)


def test_is_on_record(caseworker_client, caseworker, answered):
    caseworker_client.get(url(answered))
    entry = ModelLogEntry.objects.get(action="wagtail_inddragelse.pdf")
    assert (entry.user, entry.label) == (caseworker, answered.reference)


class TestAssessed:
    @pytest.fixture
    def submission(self, own_offer):
        intake = IntakeFactory(
            page=own_offer, selection=Intake.Selection.ASSESSED, assesses_blind=True
        )
        return SubmissionFactory(
            intake=intake,
            state=State.UNDER_ASSESSMENT,
            contact_name="Blind Applicant",
            organisation="Blind Org",
        )

    def test_not_before_declaring(self, caseworker_client, submission):
        response = caseworker_client.get(url(submission))
        assert response.status_code == 302
        assert not ModelLogEntry.objects.filter(action="wagtail_inddragelse.pdf").exists()

    def test_tells_a_blind_reader_nothing(self, caseworker_client, caseworker, submission):
        conflicts.declare(caseworker, submission, has_conflict=False)
        text = text_of(caseworker_client.get(url(submission)))
        assert submission.reference in text
        assert "Blind" not in text.replace("Blind assessment", "")

    def test_others_assessments_stay_hidden(self, caseworker_client, caseworker, submission):
        conflicts.declare(caseworker, submission, has_conflict=False)
        AssessmentFactory(submission=submission, assessor=caseworker)
        other = make_user("other")
        AssessmentFactory(submission=submission, assessor=other, total=77, comment="Secret view")
        assert "Secret view" not in text_of(caseworker_client.get(url(submission)))


class TestWithout:
    def test_site_without_the_library_offers_none(self, caseworker_client, answered, monkeypatch):
        monkeypatch.setattr(pdf, "find_spec", lambda name: None)
        case = reverse("inddragelse_submissions_modeladmin_inspect", args=[answered.pk])
        assert url(answered) not in caseworker_client.get(case).content.decode()

    def test_who_asks_all_the_same_is_told(self, caseworker_client, answered, monkeypatch):
        monkeypatch.setattr(pdf, "find_spec", lambda name: None)
        response = caseworker_client.get(url(answered), follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
        assert not ModelLogEntry.objects.filter(action="wagtail_inddragelse.pdf").exists()


class TestWrongUsers:
    def test_case_of_another_offer(self, caseworker_client, other_submission):
        assert caseworker_client.get(url(other_submission)).status_code == 404

    def test_editor(self, editor_client, own_submission):
        assert editor_client.get(url(own_submission)).status_code == 404

    def test_conflict(self, caseworker_client, caseworker, own_submission):
        conflicts.declare(caseworker, own_submission, has_conflict=True)
        assert caseworker_client.get(url(own_submission)).status_code == 404

    def test_visitor(self, client, own_submission):
        assert client.get(url(own_submission)).url.startswith("/admin/login/")
