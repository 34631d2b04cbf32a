"""A second click of the same opened form does nothing twice."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from wagtail_inddragelse.casework.once import once
from wagtail_inddragelse.mail import outbox
from wagtail_inddragelse.models import Delivery, Message, Note, Occasion, UsedForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = {"subject": "About {offer}", "text": "Dear {name}"}
LIST = reverse("inddragelse_outbox")


@pytest.fixture
def writing(own_submission):
    return f"{reverse('inddragelse_write')}?submission={own_submission.pk}"


def key_of(response) -> str:
    """The key of the form that a page shows."""
    page = BeautifulSoup(response.content, "html.parser")
    return page.select_one("input[name=once]")["value"]


def opened(client, url: str, **data) -> dict:
    """What a browser sends with the form at ``url``."""
    return {**data, "once": key_of(client.get(url))}


def test_two_clicks_send_one_mail(writer_client, writing):
    form = opened(writer_client, writing, **WORDS, send="")
    first, second = (writer_client.post(writing, form) for _ in range(2))
    assert Message.objects.count() == 1
    assert second.url == first.url == f"{LIST}?occasion=free"


@pytest.mark.parametrize(
    ("led_to", "kept"),
    [
        ("/a/?q=Ada+Holm&state=received#notes", "/a/?state=received#notes"),
        ("/a/?state=received", "/a/?state=received"),
        ("/a/", "/a/"),
    ],
)
def test_where_it_led_is_stored_without_words_searched_for(rf, led_to, kept):
    request = rf.post("/", {"once": "key"})
    once(request, lambda: HttpResponseRedirect(led_to), "/")
    assert UsedForm.objects.get().led_to == kept


def test_sent_forms_are_forgotten_though_nobody_sends_another():
    UsedForm.objects.create(digest="x")
    UsedForm.objects.update(done_at=timezone.now() - dt.timedelta(days=2))
    call_command("clean_exports")
    assert not UsedForm.objects.exists()


def test_the_second_is_told_so(writer_client, writing):
    form = opened(writer_client, writing, **WORDS, drafts="")
    writer_client.post(writing, form)
    page = writer_client.post(writing, form, follow=True)
    assert [str(message).strip() for message in page.context["messages"]] == [
        "1 draft is saved.",
        "You have already sent that. It has been done once, and not again.",
    ]


def test_a_form_that_is_opened_anew_sends_anew(writer_client, writing):
    for _ in range(2):
        writer_client.post(writing, opened(writer_client, writing, **WORDS, send=""))
    assert Message.objects.count() == 2


def test_who_goes_back_can_send_other_words(writer_client, writing):
    form = opened(writer_client, writing, **WORDS, send="")
    writer_client.post(writing, form)
    writer_client.post(writing, {**form, "text": "Something else"})
    assert list(Message.objects.order_by("pk").values_list("own_text", flat=True)) == [
        "Dear {name}",
        "Something else",
    ]


def test_a_preview_is_no_sending(writer_client, writing):
    form = opened(writer_client, writing, **WORDS)
    page = writer_client.post(writing, {**form, "preview": ""})
    writer_client.post(writing, {**WORDS, "send": "", "once": key_of(page)})
    assert Message.objects.count() == 1


def test_a_mail_is_sent_again_once(writer_client, own_submission):
    message = outbox.queue_many([outbox.compose(own_submission, Occasion.RECEIVED)])[0]
    Message.objects.update(delivery=Delivery.FAILED)
    url = reverse("inddragelse_message_resend", args=[message.pk])
    form = opened(writer_client, url, to="new@example.dk")
    for _ in range(2):
        writer_client.post(url, form)
    assert Message.objects.filter(to="new@example.dk").count() == 1


def test_a_note_is_written_once(caseworker_client, own_submission):
    url = reverse("inddragelse_submissions_modeladmin_inspect", args=[own_submission.pk])
    form = opened(caseworker_client, url, text="Called them.", note="")
    for _ in range(2):
        caseworker_client.post(url, form)
    assert Note.objects.count() == 1


def test_what_failed_can_be_sent_again(rf):
    request = rf.post("/", {"once": "key"})

    def fail():
        raise OSError("mail server")

    with pytest.raises(OSError, match="mail server"):
        once(request, fail, "/")
    assert once(request, lambda: HttpResponse("done"), "/").content == b"done"


def test_a_form_that_comes_back_with_errors_can_be_sent_again(rf):
    request, calls = rf.post("/", {"once": "key"}), []

    def refuse():
        calls.append(1)
        return HttpResponse(status=422)

    assert [once(request, refuse, "/").status_code for _ in range(2)] == [422, 422]
    assert len(calls) == 2


def test_a_process_that_dies_leaves_nothing_behind(rf, own_submission):
    """Neither a half-done deed nor the word that it is done."""
    request = rf.post("/", {"once": "key"})

    def die():
        Note.objects.create(submission=own_submission, text="Half")
        raise SystemExit

    with pytest.raises(SystemExit):
        once(request, die, "/")
    assert (Note.objects.count(), UsedForm.objects.count()) == (0, 0)


def test_all_drafts_are_sent_once(writer_client, own_submission):
    outbox.draft_many([outbox.compose(own_submission, Occasion.RECEIVED)])
    url = reverse("inddragelse_outbox_send")
    form = opened(writer_client, url, newest=Message.objects.get().pk)
    writer_client.post(url, form)
    page = writer_client.post(url, form, follow=True)
    said = [str(message).strip() for message in page.context["messages"]]
    assert said == [
        "1 mail is on its way.",
        "You have already sent that. It has been done once, and not again.",
    ]


def test_nothing_is_remembered_for_longer_than_a_day(rf):
    UsedForm.objects.create(digest="old")
    UsedForm.objects.update(done_at=timezone.now() - dt.timedelta(days=1, minutes=1))
    once(rf.post("/", {"once": "key"}), lambda: HttpResponse(status=422), "/")
    assert not UsedForm.objects.exists()


def test_what_is_remembered_holds_nothing_of_the_form(writer_client, writing, own_submission):
    writer_client.post(writing, opened(writer_client, writing, **WORDS, send=""))
    deed = UsedForm.objects.get()
    stored = f"{deed.digest} {deed.led_to}"
    assert own_submission.contact_name not in stored
    assert len(deed.digest) == 64
