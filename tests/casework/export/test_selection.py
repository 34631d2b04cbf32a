import pytest

from wagtail_inddragelse.casework.export.selection import select
from wagtail_inddragelse.models import Submission
from wagtail_inddragelse.testing.factories import SubmissionFactory

pytestmark = pytest.mark.django_db


def most_people(user) -> int:
    return select(user, Submission.objects.all()).most_people()


def test_the_biggest_party_is_counted(exporter, own_submission):
    form = own_submission.form_version
    SubmissionFactory(intake=own_submission.intake, form_version=form, people=3)
    assert most_people(exporter) == 3


def test_a_bigger_party_that_is_not_exported_is_not_told_of(exporter, own_submission):
    SubmissionFactory(form_version=own_submission.form_version, people=5)
    assert most_people(exporter) == 1


def test_nobody_at_all(exporter):
    assert most_people(exporter) == 0
