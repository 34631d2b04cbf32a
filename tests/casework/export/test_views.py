"""Who may export, which rows are in the file, and what is put on record."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry, PageLogEntry

from wagtail_inddragelse.casework.case.timeline import timeline_of
from wagtail_inddragelse.domain.assessment.reader import Reader
from wagtail_inddragelse.testing.factories import SubmissionFactory

pytestmark = pytest.mark.django_db

URL = "inddragelse_export"
REGISTER = "inddragelse_submissions_modeladmin_index"
FORMATS = ["xlsx", "csv", "csv-comma", "zip"]


def test_seeing_is_not_exporting(caseworker_client, own_submission):
    assert caseworker_client.get(reverse(URL)).status_code == 404


@pytest.mark.parametrize("format", FORMATS)
def test_whoever_may_only_see_gets_no_file(caseworker_client, own_submission, format):
    data = {"format": format, "columns": ["contact_name"]}
    assert caseworker_client.post(reverse(URL), data).status_code == 404


def test_editing_pages_gives_no_right_to_export(editor_client, own_submission):
    assert editor_client.get(reverse(URL)).status_code == 404


def test_a_stranger_is_asked_to_log_in(client, own_submission):
    response = client.get(reverse(URL))
    assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


def test_rows_of_other_offers_are_not_in_the_file(office, own_submission, other_submission):
    names = [record["Kontaktperson"] for record in office.records()]
    assert names == ["Own Applicant"]


def test_rows_that_may_only_be_seen_are_not_in_the_file(
    office, reader_of_other, own_submission, other_submission
):
    names = [record["Kontaktperson"] for record in office.records()]
    assert names == ["Own Applicant"]


def test_a_superuser_exports_all(client, own_submission, other_submission):
    client.force_login(User.objects.create_superuser("root"))
    response = client.post(reverse(URL), {"format": "csv", "columns": ["contact_name"]})
    assert len(response.getvalue().decode().splitlines()) == 3


def test_the_registers_search_holds(office, own_submission):
    SubmissionFactory(intake=own_submission.intake, contact_name="Somebody Else")
    assert [r["Kontaktperson"] for r in office.records(query="q=Somebody")] == ["Somebody Else"]


def test_the_registers_filter_holds(office, own_submission):
    SubmissionFactory(intake=own_submission.intake, contact_name="Waiting", state="waiting")
    records = office.records(query="state=waiting")
    assert [record["Kontaktperson"] for record in records] == ["Waiting"]


def test_the_order_is_the_registers(office, own_submission):
    later = SubmissionFactory(intake=own_submission.intake)
    references = [record["Reference"] for record in office.records()]
    assert references == [later.reference, own_submission.reference]


def test_a_filter_that_means_nothing_is_not_found(exporter_client, own_submission):
    assert exporter_client.get(f"{reverse(URL)}?state=nonsense").status_code == 404


def test_the_page_says_how_many(office, own_submission, other_submission):
    assert office.page().context["count"] == 1


def test_a_filter_with_no_rows_offers_no_file(office, own_submission):
    response = office.page("q=nobody")
    assert (response.context["count"], b"<fieldset" in response.content) == (0, False)


def test_only_the_chosen_columns_are_in_the_file(office, own_submission):
    assert office.csv(columns=["state", "reference"])[0] == ["Reference", "Status"]


def test_a_column_that_is_not_offered_is_refused(office, own_submission):
    response = office.post(format="csv", columns=["token_salt"])
    assert "columns" in response.context["form"].errors


def test_a_table_needs_a_column(office, own_submission):
    response = office.post(format="csv")
    assert "columns" in response.context["form"].errors


def test_an_export_is_put_on_record_with_who_and_how_many(
    office, exporter, own_submission, other_submission
):
    office.csv()
    entry = PageLogEntry.objects.get(action="wagtail_inddragelse.export")
    assert (entry.user, entry.page_id, entry.data) == (
        exporter,
        own_submission.intake.page_id,
        {"format": "CSV", "count": 1},
    )


def test_the_record_reads_well(office, own_submission):
    office.csv()
    entry = PageLogEntry.objects.get(action="wagtail_inddragelse.export")
    message = log_registry.get_formatter(entry).format_message(entry)
    assert message == "Eksporterede 1 ansøgning eller tilmelding (CSV)"


def taken_out() -> list[tuple]:
    """What cases have on record of exports: the case, how, and by whom."""
    log = ModelLogEntry.objects.filter(action__startswith="wagtail_inddragelse.take_out")
    return sorted((int(row.object_id), row.action, row.user.username) for row in log)


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_on_record_on_each_case_that_it_held(
    office, own_submission, other_submission, format
):
    second = SubmissionFactory(intake=own_submission.intake)
    SubmissionFactory(intake=own_submission.intake, state="waiting")
    office.post("state=confirmed", format=format, columns=["reference"])
    assert taken_out() == [
        (pk, "wagtail_inddragelse.take_out", "exporter") for pk in (own_submission.pk, second.pk)
    ]


def test_the_case_tells_of_it_in_words(office, exporter, own_submission):
    office.csv()
    look = timeline_of(Reader(exporter, own_submission)).looks[0]
    assert (look.text, look.who) == ("Eksporterede sagen", "exporter")


def opened(office, **data) -> dict:
    """What a browser sends with the form of the page."""
    page = BeautifulSoup(office.page().content, "html.parser")
    return {**data, "columns": ["reference"], "once": page.select_one("input[name=once]")["value"]}


@pytest.mark.parametrize("format", FORMATS)
def test_a_second_click_gets_the_file_and_is_no_second_export(office, own_submission, format):
    form = opened(office, format=format)
    with time_machine.travel(timezone.now(), tick=False):  # a workbook tells when it was made
        first, second = (office.post(**form) for _ in range(2))
        contents = [each.getvalue() for each in (first, second)]
    assert (first.status_code, second.status_code) == (200, 200)
    assert len(contents[1]) == len(contents[0]) > 0
    assert len(taken_out()) == 1
    assert PageLogEntry.objects.filter(action="wagtail_inddragelse.export").count() == 1


def test_the_same_form_is_another_export_when_it_holds_another_case(office, own_submission):
    form = opened(office, format="csv")
    office.post(**form)
    SubmissionFactory(intake=own_submission.intake)
    office.post(**form)
    assert len(taken_out()) == 3


def test_the_button_shows_that_it_was_clicked(office, own_submission):
    page = BeautifulSoup(office.page().content, "html.parser")
    button = page.select_one("form[method=post] button[data-controller=w-progress]")
    assert button.get_text(strip=True) == "Eksportér"


@pytest.mark.parametrize("format", FORMATS)
def test_no_cursor_is_opened_on_the_server(office, own_submission, monkeypatch, format):
    """Behind pgbouncer in transaction mode it is gone with the next statement."""

    def refuse(*args, **kwargs):
        raise AssertionError("a cursor on the server")

    monkeypatch.setattr(type(connections["default"]), "chunked_cursor", refuse)
    page = office.page()
    data = {"columns": office.columns(), "participants": "on", "assessments": "on"}
    assert (page.status_code, office.post(format=format, **data).getvalue() != b"") == (200, True)


def test_looking_at_the_page_is_no_export(office, own_submission):
    office.page()
    assert not PageLogEntry.objects.filter(action="wagtail_inddragelse.export").exists()


def test_no_cache_keeps_the_file(office, own_submission):
    response = office.post(format="csv", columns=["reference"])
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize(("format", "ending"), [("csv-comma", "csv"), ("zip", "zip")])
def test_the_file_is_named_by_the_day(office, own_submission, format, ending):
    with time_machine.travel("2026-11-30 23:30+00:00", tick=False):
        response = office.post(format=format, columns=["reference"])
    assert response["Content-Disposition"] == f'attachment; filename="export-2026-12-01.{ending}"'


def test_the_register_leads_to_the_export_with_its_filters(exporter_client, own_submission):
    html = exporter_client.get(reverse(REGISTER), {"q": "Own"}).content.decode()
    assert f'href="{reverse(URL)}?q=Own"' in html


def test_the_register_offers_no_export_to_those_who_may_only_see(caseworker_client, own_submission):
    assert reverse(URL) not in caseworker_client.get(reverse(REGISTER)).content.decode()


def test_more_rows_take_no_more_queries(office, own_submission, django_assert_num_queries):
    office.csv(participants="on")
    with CaptureQueriesContext(connection) as few:
        office.csv(participants="on")
    SubmissionFactory.create_batch(20, intake=own_submission.intake, people=2)
    with django_assert_num_queries(len(few)):
        office.csv(participants="on")
