"""Large workbooks: ordered, made by a task, fetched by whoever ordered them and nobody else."""

import datetime as dt
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.casework.export import background, order
from wagtail_inddragelse.models import Export, RoleGrant
from wagtail_inddragelse.testing.factories import SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def few_at_once(settings):
    """Files of more than one submission take long."""
    settings.WAGTAIL_INDDRAGELSE = {**settings.WAGTAIL_INDDRAGELSE, "EXPORT_AT_ONCE": 1}


@pytest.fixture
def two(own_submission, few_at_once):
    return [own_submission, SubmissionFactory(intake=own_submission.intake)]


@pytest.fixture
def ordered(office, two, django_capture_on_commit_callbacks):
    """An export of two submissions that was ordered and made."""
    with django_capture_on_commit_callbacks(execute=True):
        office.post(format="xlsx", columns=["reference", "contact_name"])
    return Export.objects.get()


def status_url(export):
    return reverse("inddragelse_export_status", args=[export.pk])


def file_url(export):
    return reverse("inddragelse_export_file", args=[export.pk])


def test_what_takes_long_leads_to_a_page_that_waits(office, two):
    response = office.post(format="xlsx", columns=["reference"])
    assert response.url == status_url(Export.objects.get())


def test_a_second_click_orders_nothing_twice(office, two):
    form = {"format": "xlsx", "columns": ["reference"], "once": "opened-once"}
    first, second = (office.post(**form) for _ in range(2))
    assert Export.objects.count() == 1
    assert second.url == first.url == status_url(Export.objects.get())


def test_an_order_is_on_record_on_each_case(office, two):
    office.post(format="xlsx", columns=["reference"])
    log = ModelLogEntry.objects.filter(action="wagtail_inddragelse.take_out")
    assert sorted(int(row.object_id) for row in log) == [row.pk for row in two]


def test_what_is_soon_done_is_sent_at_once(office, own_submission, few_at_once):
    office.post(format="xlsx", columns=["reference"])
    assert not Export.objects.exists()


@pytest.mark.parametrize("format", ["csv", "csv-comma", "zip"])
def test_what_streams_is_sent_at_once(office, two, format):
    office.post(format=format, columns=["reference"])
    assert not Export.objects.exists()


def test_an_order_holds_no_personal_data(ordered, two):
    newest_first = [two[1].pk, two[0].pk]
    assert (ordered.submission_ids, ordered.order) == (
        newest_first,
        {
            "format": "xlsx",
            "columns": ["reference", "contact_name"],
            "participants": False,
            "assessments": False,
        },
    )


def test_the_file_is_what_was_ordered(exporter_client, ordered, two):
    response = exporter_client.get(file_url(ordered))
    sheet = load_workbook(BytesIO(response.getvalue())).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["Reference", "Kontaktperson"],
        [two[1].reference, two[1].contact_name],
        [two[0].reference, two[0].contact_name],
    ]


def test_the_page_has_the_link_and_waits_no_longer(exporter_client, ordered):
    response = exporter_client.get(status_url(ordered))
    assert file_url(ordered) in response.content.decode()
    assert "Refresh" not in response


def test_the_page_shows_how_far_it_is_and_looks_again(exporter_client, ordered):
    Export.objects.update(state="running", done=1)
    response = exporter_client.get(status_url(ordered))
    assert '<progress id="progress" max="2" value="1">' in response.content.decode()
    assert response["Refresh"] == "2"


@pytest.mark.parametrize("state", ["waiting", "running", "failed"])
def test_there_is_no_file_before_it_is_ready(exporter_client, ordered, state):
    Export.objects.update(state=state)
    assert exporter_client.get(file_url(ordered)).status_code == 404


@pytest.mark.parametrize("url", [status_url, file_url])
def test_another_user_finds_nothing(client, ordered, url):
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(url(ordered)).status_code == 404


@pytest.mark.parametrize("url", [status_url, file_url])
def test_a_stranger_is_asked_to_log_in(client, ordered, url):
    client.logout()
    assert client.get(url(ordered)).url.split("?")[0] == "/admin/login/"


def test_who_may_export_no_longer_gets_no_file(exporter_client, ordered):
    RoleGrant.objects.all().delete()
    assert exporter_client.get(file_url(ordered)).status_code == 404


def test_a_file_with_a_deleted_submission_is_not_handed_out(exporter_client, ordered, two):
    two[0].delete()
    assert exporter_client.get(file_url(ordered)).status_code == 404


def test_a_file_whose_time_is_up_is_not_handed_out(exporter_client, ordered):
    Export.objects.update(expires_at=timezone.now())
    assert exporter_client.get(file_url(ordered)).status_code == 404


def test_what_may_not_be_exported_when_it_is_made_is_left_out(office, two, exporter):
    office.post(format="xlsx", columns=["reference"])
    export = Export.objects.get()
    two[0].delete()
    background.make_export.func(export.pk)
    export.refresh_from_db()
    assert (export.submission_ids, export.done, export.total) == ([two[1].pk], 1, 2)


def test_an_export_is_made_once(ordered):
    background.make_export.func(ordered.pk)
    name = ordered.file.name
    ordered.refresh_from_db()
    assert ordered.file.name == name


def test_a_failure_is_marked(office, two, monkeypatch):
    office.post(format="xlsx", columns=["reference"])
    export = Export.objects.get()

    def full(*args):
        raise OSError("disk full")

    monkeypatch.setattr(order, "write_workbook", full)
    with pytest.raises(OSError, match="disk full"):
        background.make_export.func(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file.name) == ("failed", "")


def test_the_export_page_lists_the_users_own(exporter_client, ordered, exporter):
    Export.objects.create(
        user=User.objects.create_user("else"),
        order={},
        submission_ids=[],
        total=0,
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )
    response = exporter_client.get(reverse("inddragelse_export"))
    assert list(response.context["own_exports"]) == [ordered]


def test_expired_exports_are_removed_with_their_files(ordered, capsys):
    name, storage = ordered.file.name, ordered.file.storage
    before = storage.exists(name)
    Export.objects.update(expires_at=timezone.now())
    call_command("clean_exports")
    assert (before, storage.exists(name), Export.objects.count()) == (True, False, 0)
    assert capsys.readouterr().out == "1 removed\n"


def test_exports_that_can_still_be_fetched_are_kept(ordered, capsys):
    call_command("clean_exports")
    assert Export.objects.count() == 1
