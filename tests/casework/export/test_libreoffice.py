"""The workbook as LibreOffice opens it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tests.libreoffice import open_in_libreoffice
from wagtail_inddragelse.models import Score
from wagtail_inddragelse.testing.factories import AssessmentFactory

from .conftest import Criterion, Question, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.office]

FORMULA = '=HYPERLINK("http://example.org";"Læs")'
SHOWN = {
    "Organisation": "Ærø Kommune",
    "Modtaget": "03/29/2026 12:30:00",
    "Hvorfor?": FORMULA,
    "Point: Motivation": "75",
    "Begrundelser": "Motivation: +1 for ledelsen",
}


def test_the_workbook_opens_with_all_its_sheets(office, answered, noon, tmp_path):
    criteria = (Criterion("motivation", "Motivation"), Criterion("ambition", "Ambition"))
    version = form_of(Question("why", "long_text", "Hvorfor?"), criteria=criteria)
    row = answered(version, {"why": FORMULA}, organisation="Ærø Kommune", received_at=noon)
    assessor = User.objects.create_user("vera")
    assessment = AssessmentFactory(submission=row, assessor=assessor, total=75)
    Score.objects.create(
        assessment=assessment, criterion_id="motivation", value=4, reason="+1 for ledelsen"
    )
    response = office.post(
        format="xlsx", columns=office.columns(), participants="on", assessments="on"
    )
    sheets = open_in_libreoffice(response.getvalue(), tmp_path)
    assert sorted(sheets) == ["Ansøgninger og tilmeldinger", "Deltagere", "Vurderinger"]
    heading, *lines = sheets["Ansøgninger og tilmeldinger"]
    shown = {line[0]: dict(zip(heading, line, strict=True)) for line in lines}[row.reference]
    assert {name: shown[name] for name in SHOWN} == SHOWN
    assert sheets["Vurderinger"][1][3:6] == ["Motivation", "4", "+1 for ledelsen"]
