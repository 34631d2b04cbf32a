"""Writing other words for a mail that waits."""

from __future__ import annotations

import pytest

from wagtail_inddragelse.models import Delivery, Message

from .mails import page, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORDS = {"subject": "About {offer}", "text": "Dear {name}"}


def seen(client, draft) -> dict:
    """What the form carries of the words that it showed."""
    return {"shown": client.get(page(draft, "_edit")).context["form"]["shown"].value()}


class TestEdit:
    def test_begins_with_the_words_it_has(self, writer_client, draft):
        initial = writer_client.get(page(draft, "_edit")).context["form"].initial
        assert "{offer}" in initial["text"]

    def test_keeps_other_words(self, writer_client, draft):
        response = writer_client.post(page(draft, "_edit"), WORDS | seen(writer_client, draft))
        assert response.url == page(draft)
        assert (stored(draft).own_subject, stored(draft).own_text) == tuple(WORDS.values())

    @pytest.mark.parametrize(
        "words",
        [
            {"subject": "For {name}"},
            {"subject": "For anne@example.dk"},
            {"subject": ""},
            {"text": "Dear {nam}"},
            {"text": ""},
        ],
    )
    def test_words_that_can_not_be_used_are_shown_again(self, writer_client, draft, words):
        response = writer_client.post(page(draft, "_edit"), WORDS | words)
        form = response.context["form"]
        assert (response.status_code, list(form.errors)) == (422, list(words))
        assert {name: form[name].value() for name in WORDS} == WORDS | words
        assert stored(draft).own_text == ""

    def test_words_that_somebody_else_wrote_meanwhile_are_named_and_stay(
        self, writer_client, draft
    ):
        data = WORDS | seen(writer_client, draft)
        Message.objects.update(own_subject="Theirs", own_text="Their words")
        response = writer_client.post(page(draft, "_edit"), data)
        form = response.context["form"]
        assert (response.status_code, list(form.errors)) == (422, ["subject", "text"])
        assert {name: form[name].value() for name in WORDS} == WORDS
        assert stored(draft).own_text == "Their words"
        again = WORDS | {"shown": form["shown"].value()}
        assert writer_client.post(page(draft, "_edit"), again).status_code == 302
        assert stored(draft).own_text == WORDS["text"]

    def test_too_late_loses_nothing(self, writer_client, draft):
        Message.objects.update(delivery=Delivery.SENT)
        response = writer_client.post(page(draft, "_edit"), WORDS)
        assert response.status_code == 422
        assert response.context["form"]["text"].value() == WORDS["text"]
