import pytest
from django.utils import timezone

from tests.casework.cases import SECRETS, body, leaks, make_case
from wagtail_inddragelse.casework.export.background import may_still_fetch
from wagtail_inddragelse.casework.export.contents import contents_of
from wagtail_inddragelse.domain.assessment import conflicts
from wagtail_inddragelse.models import Export, Submission
from wagtail_inddragelse.testing.factories import SubmissionFactory

pytestmark = pytest.mark.django_db


class TestUndeclared:
    """An export opens the answers, and comes after the declaration as the case does."""

    @pytest.fixture
    def case(self, own_offer):
        return make_case(own_offer)

    @pytest.mark.parametrize("format", ["csv", "csv-comma", "xlsx", "zip"])
    def test_it_is_in_no_file(self, office, own_submission, case, format):
        columns = ["reference", "contact_name", "organisation"]
        response = office.post(format=format, columns=columns, participants="on")
        assert leaks(body(response), SECRETS) == []

    def test_the_others_are(self, office, own_submission, case):
        assert [row["Kontaktperson"] for row in office.records()] == ["Own Applicant"]

    def test_its_questions_are_no_columns(self, office, own_submission, case):
        assert [key for key in office.columns() if key.startswith("answer:why")] == []

    def test_it_is_when_it_is_declared_for(self, office, exporter, case):
        conflicts.declare(exporter, case, has_conflict=False)
        assert [row["Kontaktperson"] for row in office.records()] == ["Signe Leckage"]

    def test_the_page_says_how_many_wait_and_where(self, office, own_submission, case):
        [(title, count)] = office.page().context["undeclared"]
        assert (title.intake, count) == (case.intake_id, 1)

    def test_it_says_so_of_those_in_the_filtered_list_only(self, office, own_submission, case):
        query = f"intake={own_submission.intake_id}&offer={own_submission.intake.page_id}"
        assert list(office.page(query).context["undeclared"]) == []

    def test_it_says_nothing_of_another_offer(self, office, own_submission, other_offer):
        make_case(other_offer)
        assert list(office.page().context["undeclared"]) == []

    def test_a_file_made_earlier_is_closed(self, exporter, case):
        export = Export(user=exporter, submission_ids=[case.pk], hidden_ids=[])
        export.created_at = timezone.now()
        assert not may_still_fetch(export)


def most_people(user) -> int:
    return contents_of(user, Submission.objects.all()).most_people()


def test_the_biggest_party_is_counted(exporter, own_submission):
    form = own_submission.form_version
    SubmissionFactory(intake=own_submission.intake, form_version=form, people=3)
    assert most_people(exporter) == 3


def test_a_bigger_party_that_is_not_exported_is_not_told_of(exporter, own_submission):
    SubmissionFactory(form_version=own_submission.form_version, people=5)
    assert most_people(exporter) == 1


def test_nobody_at_all(exporter):
    assert most_people(exporter) == 0
