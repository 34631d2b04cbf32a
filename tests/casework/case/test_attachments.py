"""Attachments go to those who may see the submission, as downloads, and to nobody else."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.models import Attachment

pytestmark = pytest.mark.django_db


def attach(submission) -> Attachment:
    attachment = Attachment(
        submission=submission,
        question_id="q1",
        name="opbakning.html",
        content_type="text/html",
        size=6,
    )
    attachment.file.save("x", ContentFile(b"secret"), save=True)
    return attachment


def url(attachment: Attachment) -> str:
    return reverse("inddragelse_attachment", args=[attachment.pk])


def test_caseworker_gets_the_file(caseworker_client, own_submission):
    response = caseworker_client.get(url(attach(own_submission)))
    assert b"".join(response.streaming_content) == b"secret"


def test_file_is_a_download_whatever_it_claims_to_be(caseworker_client, own_submission):
    response = caseworker_client.get(url(attach(own_submission)))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="opbakning.html"'


def test_file_of_another_offer_does_not_exist(caseworker_client, other_submission):
    assert caseworker_client.get(url(attach(other_submission))).status_code == 404


def test_file_without_submission_does_not_exist(caseworker_client, own_submission):
    assert caseworker_client.get(url(attach(None))).status_code == 404


def test_editor_gets_nothing(editor_client, own_submission):
    assert editor_client.get(url(attach(own_submission))).status_code == 404


def test_visitor_is_asked_to_log_in(client, own_submission):
    response = client.get(url(attach(own_submission)))
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("error", [FileNotFoundError("opbakning"), ConnectionError("opbakning")])
def test_a_file_that_cannot_be_read_is_no_crash(
    caseworker_client, own_submission, monkeypatch, caplog, error
):
    attachment = attach(own_submission)

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(type(attachment.file), "open", fail)
    response = caseworker_client.get(url(attachment))
    assert (response.status_code, "opbakning" in caplog.text) == (503, False)
    assert f"A stored file could not be read: {type(error).__name__}" in caplog.messages


def test_nothing_is_put_on_record_of_it(caseworker_client, own_submission):
    attachment = attach(own_submission)
    attachment.file.storage.delete(attachment.file.name)
    assert caseworker_client.get(url(attachment)).status_code == 503
    assert not ModelLogEntry.objects.filter(action="wagtail_inddragelse.download").exists()
