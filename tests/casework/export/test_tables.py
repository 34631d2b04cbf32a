"""What stands in the columns, whatever the format."""

import datetime as dt

import pytest
from django.contrib.auth.models import User

from wagtail_inddragelse.domain.assessment.assessment import criteria_of, summary
from wagtail_inddragelse.models import Assessment, Attachment, Score
from wagtail_inddragelse.questions import registry
from wagtail_inddragelse.questions.types.file import Attachment as FileQuestion
from wagtail_inddragelse.testing.factories import AssessmentFactory, ParticipantFactory

from .conftest import Criterion, Question, form_of

pytestmark = pytest.mark.django_db

CHOICES = {"choices": [["a", "Alene"], ["b", "Begge"]]}


def sheet_rows(workbook, name):
    return [list(row) for row in workbook[name].iter_rows(values_only=True)]


def records(workbook, name="Ansøgninger og tilmeldinger"):
    heading, *rows = sheet_rows(workbook, name)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_all_versions_of_a_form_share_a_column_under_the_newest_label(
    office, own_submission, answered
):
    old = form_of(Question("q", "short_text", "Gammelt navn"))
    new = form_of(Question("q", "short_text", "Nyt navn"))
    own_submission.delete()
    answered(old, {"q": "før"})
    answered(new, {"q": "nu"})
    assert [record["Nyt navn"] for record in office.records()] == ["nu", "før"]


def test_a_question_of_an_old_version_keeps_its_column(office, own_submission, answered):
    answered(form_of(Question("gone", "short_text", "Udgået")), {"gone": "svar"})
    answered(form_of(Question("new", "short_text", "Ny")), {"new": "andet"})
    assert [record["Udgået"] for record in office.records()] == ["", "svar", ""]


def test_questions_of_one_label_are_told_apart(office, own_submission, answered):
    version = form_of(Question("a", "short_text", "Navn"), Question("b", "short_text", "Navn"))
    answered(version, {"a": "første", "b": "anden"})
    record = office.records()[0]
    assert (record["Navn (1)"], record["Navn (2)"]) == ("første", "anden")


def test_a_choice_is_named_as_it_was_when_it_was_answered(office, own_submission, answered):
    renamed = {"choices": [["a", "Kun mig"]]}
    answered(form_of(Question("q", "one_of", "Hvem", options=CHOICES)), {"q": "a"})
    answered(form_of(Question("q", "one_of", "Hvem", options=renamed)), {"q": "a"})
    assert [record["Hvem"] for record in office.records()] == ["Kun mig", "Alene", ""]


@pytest.mark.parametrize(
    ("type_", "options", "answer", "cell"),
    [
        ("number", {"decimals": True}, 2.5, 2.5),
        ("number", {"decimals": False}, -3, -3),
        ("date", {}, "2026-03-29", dt.datetime(2026, 3, 29)),
        ("yes_no", {}, True, "Ja"),
        ("consent", {}, False, "Nej"),
        ("several_of", CHOICES, ["a", "b"], "Alene; Begge"),
        ("municipality", {}, "0461", "Odense"),
        ("long_text", {}, "To\nlinjer", "To\nlinjer"),
        ("a_type_the_site_removed", {}, "tekst", "tekst"),
    ],
)
def test_answers_keep_their_kind_in_a_workbook(
    office, own_submission, answered, type_, options, answer, cell
):
    answered(form_of(Question("q", type_, "Spørgsmål", options=options)), {"q": answer})
    assert records(office.workbook())[0]["Spørgsmål"] == cell


@pytest.mark.parametrize(("format", "text"), [("csv", "2,5"), ("csv-comma", "2.5")])
def test_csv_writes_decimals_as_its_country_does(office, own_submission, answered, format, text):
    answered(form_of(Question("q", "number", "Tal")), {"q": 2.5})
    assert office.records(format=format)[0]["Tal"] == text


def test_moments_are_the_sites_clock(office, own_submission, noon):
    type(own_submission).objects.update(received_at=noon)
    assert records(office.workbook())[0]["Modtaget"] == dt.datetime(2026, 3, 29, 12, 30)


def test_csv_writes_moments_so_that_they_sort(office, own_submission, noon):
    type(own_submission).objects.update(received_at=noon)
    assert office.records()[0]["Modtaget"] == "2026-03-29 12:30"


def test_the_region_is_that_of_the_day_it_came(office, own_submission):
    model = type(own_submission)
    seen = []
    for year in (2026, 2027):
        received = dt.datetime(year, 1, 2, tzinfo=dt.UTC)
        model.objects.update(municipality_code="0101", received_at=received)
        seen.append(office.records()[0]["Region"])
    assert seen == ["Region Hovedstaden", "Region Østdanmark"]


def test_participants_have_a_sheet_of_their_own(office, own_submission, answered):
    version = form_of(participant_questions=(Question("diet", "short_text", "Kost"),))
    own_submission.delete()
    submission = answered(version, people=1)
    ParticipantFactory(
        submission=submission,
        position=1,
        name="Bo",
        email="",
        role="Leder",
        is_guest=True,
        answers={"diet": "Vegetar"},
    )
    first = submission.participants.first()
    assert sheet_rows(office.workbook(participants="on"), "Deltagere") == [
        ["Reference", "Navn", "E-mail", "Stilling eller rolle", "Gæst", "Kost"],
        [submission.reference, first.name, first.email, None, None, None],
        [submission.reference, "Bo", None, "Leder", "Ja", "Vegetar"],
    ]


def test_without_participants_a_workbook_has_one_sheet(office, own_submission):
    assert office.workbook().sheetnames == ["Ansøgninger og tilmeldinger"]


def test_participants_are_columns_in_csv(office, own_submission, answered):
    answered(own_submission.form_version, people=2)
    lines = office.csv(columns=["participants"], participants="on")
    names = own_submission.participants.get().name
    assert [line[:1] + line[1:2] + line[5:6] for line in lines] == [
        ["Antal deltagere", "Navn 1", "Navn 2"],
        ["2", lines[1][1], lines[1][5]],
        ["1", names, ""],
    ]


def test_attachments_are_named_in_their_column(office, own_submission, answered):
    submission = answered(form_of(Question("q", "attachment", "Bilag")))
    Attachment.objects.create(submission=submission, question_id="q", name="brev.pdf", size=1)
    assert office.records()[0]["Bilag"] == "brev.pdf"


def test_who_got_no_place_has_the_reason_beside_the_state(office, own_submission):
    type(own_submission).objects.update(
        state="over", over_because="late", applies_for="municipality", offered_until=None
    )
    record = office.records()[0]
    names = ("Status", "Hvorfor der ikke er plads", "Repræsenterer", "Svar senest")
    assert [record[name] for name in names] == [
        "Fik ingen plads",
        "Der blev ingen plads ledig i tide",
        "En kommune",
        "",
    ]


@pytest.fixture
def assessed(own_submission, answered):
    """A submission that two assessors have handed in their view of, and a third has not."""
    criteria = (
        Criterion("c", "Motivation"),
        Criterion("d", "Ledelse", children=(Criterion("e", "Opbakning"),)),
    )
    own_submission.delete()
    submission = answered(form_of(criteria=criteria), state="under_assessment")
    for name, value, done in (("Ada", 4, True), ("Bo", 2, True), ("Cy", 1, False)):
        assessment = Assessment.objects.create(
            submission=submission,
            assessor=User.objects.create_user(name),
            recommendation="accept",
            comment=f"{name} mener",
            total=value * 20 if done else None,
            submitted_at=submission.received_at if done else None,
        )
        Score.objects.create(
            assessment=assessment, criterion_id="c", value=value, reason=f"{name} siger"
        )
        Score.objects.create(assessment=assessment, criterion_id="e", value=None)
    return submission


def test_scores_and_reasons_are_columns(office, assessed):
    record = records(office.workbook())[0]
    assert {
        "Vurderinger": record["Vurderinger"],
        "Vægtet": record["Vægtede point"],
        "Gennemsnit": record["Gennemsnitlige point"],
        "Spredning": record["Spredning"],
        "Motivation": record["Point: Motivation"],
        "Opbakning": record["Point: Ledelse – Opbakning"],
        "Anbefalinger": record["Indstillinger"],
        "Uenighed": record["Vurdererne er uenige"],
        "Begrundelser": record["Begrundelser"],
    } == {
        "Vurderinger": 2,
        "Vægtet": 60,
        "Gennemsnit": 50,
        "Spredning": 40,
        "Motivation": 50,
        "Opbakning": None,
        "Anbefalinger": "Imødekom: 2",
        "Uenighed": "Ja",
        "Begrundelser": "Motivation: Ada siger\nAda mener\nMotivation: Bo siger\nBo mener",
    }


def test_each_assessment_is_in_a_sheet_of_its_own(office, assessed):
    rows = sheet_rows(office.workbook(assessments="on"), "Vurderinger")
    assert [(row[1], row[3], row[4]) for row in rows[1:]] == [
        ("Ada", "Motivation", 4),
        ("Ada", "Ledelse – Opbakning", None),
        ("Ada", None, None),
        ("Bo", "Motivation", 2),
        ("Bo", "Ledelse – Opbakning", None),
        ("Bo", None, None),
    ]


def test_an_assessment_that_is_not_handed_in_is_in_no_file(office, assessed):
    workbook = office.workbook(assessments="on")
    cells = [
        cell for name in workbook.sheetnames for row in sheet_rows(workbook, name) for cell in row
    ]
    assert not [cell for cell in cells if "Cy" in str(cell)]


def test_an_assessor_who_owes_their_own_reads_no_others(office, exporter, assessed):
    Assessment.objects.create(submission=assessed, assessor=exporter)
    assert (records(office.workbook())[0]["Begrundelser"]) is None


def test_without_criteria_there_are_no_columns_of_assessment(office, own_submission):
    assert [key for key in office.columns() if key in ("score", "reasons")] == []


def test_the_mean_is_the_one_of_the_case(office, own_submission, answered):
    """Scales of different lengths, and a criterion that only advises."""
    criteria = (
        Criterion("a", "Behov", scale=("nej", "lidt", "noget", "meget")),
        Criterion("b", "Plan", scale=tuple(map(str, range(1, 11)))),
        Criterion("c", "Råd", advisory=True),
    )
    own_submission.delete()
    submission = answered(form_of(criteria=criteria), state="under_assessment")
    for name, steps in (("Ada", {"a": 4, "b": 10, "c": 1}), ("Bo", {"a": 1, "b": 10, "c": None})):
        assessment = Assessment.objects.create(
            submission=submission,
            assessor=User.objects.create_user(name),
            submitted_at=submission.received_at,
            total=0,
        )
        for id_, value in steps.items():
            Score.objects.create(assessment=assessment, criterion_id=id_, value=value)
    shown = summary(criteria_of(submission), submission.assessments.all())["mean"]
    assert records(office.workbook())[0]["Gennemsnitlige point"] == float(shown) == 75


def test_the_mean_of_a_criterion_tells_the_same_on_either_of_two_scales(
    office, own_submission, answered
):
    """The form had five steps, and then three."""
    own_submission.delete()
    assessor = User.objects.create_user("Ada")
    for reference, step, scale in (("A1", 3, ()), ("A2", 3, ("nej", "lidt", "meget"))):
        criteria = (Criterion("c", "Motivation", scale=scale),)
        submission = answered(form_of(criteria=criteria), reference=reference)
        assessment = AssessmentFactory(submission=submission, assessor=assessor, total=0)
        Score.objects.create(assessment=assessment, criterion_id="c", value=step)
    found = {row["Reference"]: row["Point: Motivation"] for row in records(office.workbook())}
    assert found == {"A1": 50, "A2": 100}


def test_choices_with_commas_can_be_told_apart(office, answered):
    choices = {"choices": [["a", "Mandag, kl. 9"], ["b", "Tirsdag"], ["c", "Onsdag; aften"]]}
    days = form_of(Question("q", "several_of", "Dage", options=choices))
    plain = form_of(
        Question("q", "several_of", "Dage", options={"choices": choices["choices"][:2]})
    )
    answered(days, {"q": ["a", "b"]}, reference="A1")
    answered(plain, {"q": ["a", "b"]}, reference="A2")
    found = {record["Reference"]: record["Dage"] for record in office.records()}
    assert (found["A1"], found["A2"]) == ("Mandag, kl. 9 | Tirsdag", "Mandag, kl. 9; Tirsdag")


def test_a_file_question_of_the_sites_own_is_a_file(office, answered, monkeypatch):
    picture = type("Picture", (FileQuestion,), {"name": "picture"})
    monkeypatch.setitem(registry._types, "picture", picture())
    submission = answered(form_of(Question("q", "picture", "Billede")))
    for name in ("a, b.pdf", "c.pdf"):
        Attachment.objects.create(submission=submission, question_id="q", name=name, size=1)
    assert office.records()[0]["Billede"] == "a, b.pdf; c.pdf"
