"""Writing the text of a mail in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import ModelLogEntry

from wagtail_inddragelse.models import Intake, MailText, Message, Occasion, State, Submission
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    IntakeFactory,
    MailTextFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

TEXT = {"headline": "Welcome", "text": "Dear {name}\n\nGo on: {link}"}


@pytest.fixture
def intake(own_offer):
    return IntakeFactory(page=own_offer)


def url(page, occasion="confirmed", language="en") -> str:
    return reverse("inddragelse_mail_text", args=[page.pk, occasion, language])


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


class TestForm:
    def test_it_begins_with_the_text_that_holds(self, writer_client, own_offer):
        soup = soup_of(writer_client.get(url(own_offer)))
        assert soup.find(id="id_headline")["value"] == "You are signed up"
        assert soup.find(id="id_text").get_text().strip() == "You have a place at {offer}."

    def test_it_names_what_can_be_put_in(self, writer_client, own_offer):
        soup = soup_of(writer_client.get(url(own_offer, "now_open")))
        found = [code.get_text() for code in soup.select("[data-inddragelse-placeholder]")]
        assert found == ["{offer}", "{intake}", "{deadline}", "{link}"]

    @pytest.mark.parametrize(
        ("occasion", "language"), [("free", "en"), ("xyzzy", "en"), ("confirmed", "de")]
    )
    def test_there_is_no_such_mail(self, writer_client, own_offer, occasion, language):
        assert writer_client.get(url(own_offer, occasion, language)).status_code == 404

    def test_not_of_another_offer(self, writer_client, other_offer):
        assert writer_client.get(url(other_offer)).status_code == 404
        assert writer_client.post(url(other_offer), TEXT).status_code == 404
        assert MailText.objects.count() == 0

    def test_not_for_those_who_see(self, caseworker_client, own_offer):
        assert caseworker_client.post(url(own_offer), TEXT).status_code == 404

    def test_not_for_editors(self, editor_client, own_offer):
        assert editor_client.post(url(own_offer), TEXT).status_code == 404


class TestTwoWriters:
    @pytest.fixture
    def opened(self, writer_client, own_offer):
        """What the form sends that was opened before somebody else saved."""
        soup = soup_of(writer_client.get(url(own_offer)))
        MailTextFactory(
            page=own_offer, occasion="confirmed", language="en", headline="Hello", text="Theirs."
        )
        return {**TEXT, "began_from": soup.find(id="id_began_from")["value"]}

    def test_the_second_replaces_nothing(self, writer_client, own_offer, opened):
        response = writer_client.post(url(own_offer), opened)
        assert (response.status_code, MailText.objects.get().text) == (422, "Theirs.")

    def test_both_are_shown(self, writer_client, own_offer, opened):
        soup = soup_of(writer_client.post(url(own_offer), opened))
        assert soup.find(id="id_text").get_text().strip() == TEXT["text"]
        assert "Theirs." in soup.find(class_="help-critical").get_text()

    def test_saving_again_replaces_it_on_purpose(self, writer_client, own_offer, opened):
        soup = soup_of(writer_client.post(url(own_offer), opened))
        again = {**opened, "began_from": soup.find(id="id_began_from")["value"]}
        assert writer_client.post(url(own_offer), again).status_code == 302
        assert MailText.objects.get().text == TEXT["text"]

    def test_a_preview_does_not_mind(self, writer_client, own_offer, opened, intake):
        SubmissionFactory(intake=intake)
        response = writer_client.post(url(own_offer), {**opened, "preview": "1"})
        assert response.status_code == 200


class TestSaving:
    def test_it_is_saved(self, writer, writer_client, own_offer):
        response = writer_client.post(url(own_offer), {**TEXT, "save": "1"})
        assert response.url == reverse("inddragelse_page_mail_texts", args=[own_offer.pk])
        mail_text = MailText.objects.get()
        assert (mail_text.page_id, mail_text.occasion, mail_text.language) == (
            own_offer.pk,
            Occasion.CONFIRMED,
            "en",
        )
        assert (mail_text.headline, mail_text.changed_by) == ("Welcome", writer)
        assert mail_text.text.splitlines() == TEXT["text"].splitlines()

    @pytest.mark.parametrize(
        ("name", "value"),
        [("headline", "{name}"), ("headline", ""), ("text", "{nmae}"), ("text", " ")],
    )
    @pytest.mark.parametrize("button", ["save", "preview"])
    def test_bad_words_are_refused_and_kept(
        self, writer_client, own_offer, intake, button, name, value
    ):
        SubmissionFactory(intake=intake)
        response = writer_client.post(url(own_offer), {**TEXT, name: value, button: "1"})
        soup = soup_of(response)
        assert response.status_code == 422
        assert [bool(each.get_text()) for each in soup.select(".error-message")] == [True]
        if name == "text":
            assert soup.find(id="id_headline")["value"] == "Welcome"
        assert MailText.objects.count() == 0

    def test_it_is_taken_back(self, writer_client, own_offer):
        MailTextFactory(page=own_offer, language="en")
        writer_client.post(url(own_offer), {"take-back": "1"})
        assert MailText.objects.count() == 0

    def test_other_words_than_those_seen_are_not_taken_back(self, writer_client, own_offer):
        mail_text = MailTextFactory(page=own_offer, language="en")
        form = writer_client.get(url(own_offer)).context["form"]
        sent = {**form.initial, "take-back": "1"}
        MailText.objects.filter(pk=mail_text.pk).update(headline="What a colleague wrote")
        response = writer_client.post(url(own_offer), sent)
        assert (response.status_code, MailText.objects.count()) == (422, 1)
        soup = soup_of(response)
        assert "What a colleague wrote" in soup.find("main").get_text()
        again = {**sent, "began_from": soup.find(id="id_began_from")["value"]}
        assert writer_client.post(url(own_offer), again).status_code == 302
        assert MailText.objects.count() == 0

    def test_that_of_a_branch_is_not_taken_back_from_below(self, writer_client, own_offer, home):
        MailTextFactory(page=home, language="en")
        writer_client.post(url(own_offer), {"take-back": "1"})
        assert MailText.objects.count() == 1

    def test_who_changed_it_is_shown(self, writer_client, own_offer):
        writer_client.post(url(own_offer), {**TEXT, "save": "1"})
        soup = soup_of(writer_client.get(url(own_offer)))
        assert "(writer)" in soup.find("main").get_text()


class TestPreview:
    def post(self, client, page, sample, **values):
        data = {**TEXT, "preview": "1", "sample": sample, **values}
        return client.post(url(page, values.pop("occasion", "confirmed")), data)

    def mails(self, response) -> list[str]:
        """The HTML of each, and its text."""
        soup = soup_of(response)
        frames = [frame["srcdoc"] for frame in soup.find_all("iframe")]
        return frames + [text.get_text() for text in soup.select("pre")]

    def test_it_is_in_each_language_with_the_unsaved_text_in_its_own(
        self, writer_client, own_offer, intake
    ):
        made = SubmissionFactory(intake=intake, contact_name="Ada Holm")
        english, danish, english_text, danish_text = self.mails(
            self.post(writer_client, own_offer, made.pk)
        )
        assert "<p>Dear Ada Holm</p>" in english
        assert english_text.startswith("Dear Ada Holm\n")
        assert '<html lang="da">' in danish
        for part in (danish, danish_text):
            assert "Dear" not in part

    def test_nothing_is_saved_or_sent(self, writer_client, own_offer, intake):
        made = SubmissionFactory(intake=intake)
        self.post(writer_client, own_offer, made.pk)
        assert (MailText.objects.count(), Message.objects.count()) == (0, 0)

    def test_it_has_no_secret_link(self, writer_client, own_offer, intake):
        made = SubmissionFactory(intake=intake)
        response = self.post(writer_client, own_offer, made.pk)
        for part in self.mails(response):
            assert "receipt" not in part

    def test_the_look_is_on_record(self, writer, writer_client, own_offer, intake):
        made = SubmissionFactory(intake=intake, contact_name="Ada Holm")
        self.post(writer_client, own_offer, made.pk)
        kind = ContentType.objects.get_for_model(Submission)
        entry = ModelLogEntry.objects.get(content_type=kind, object_id=str(made.pk))
        assert (entry.action, entry.user, entry.data, entry.label) == (
            "wagtail_inddragelse.view",
            writer,
            {"mail": "confirmed"},
            made.reference,
        )

    def test_not_on_that_of_another_offer(self, writer_client, own_offer, other_submission):
        response = self.post(writer_client, own_offer, other_submission.pk)
        assert "Leaky Applicant" not in response.content.decode()
        assert self.mails(response) == []

    def test_not_before_a_declaration(self, writer_client, own_offer):
        assessed = IntakeFactory(page=own_offer, selection=Intake.Selection.ASSESSED)
        made = SubmissionFactory(
            intake=assessed, state=State.RECEIVED, contact_name="Leaky Applicant"
        )
        response = self.post(writer_client, own_offer, made.pk)
        assert "Leaky Applicant" not in response.content.decode()
        assert made.reference not in response.content.decode()

    def test_names_are_in_no_choice(self, writer_client, own_offer, intake):
        made = SubmissionFactory(intake=intake, contact_name="Ada Holm", organisation="Holm & Co")
        page = writer_client.get(url(own_offer)).content.decode()
        assert made.reference in page
        for personal in ("Ada Holm", "Holm &amp; Co", made.contact_email):
            assert personal not in page

    @pytest.mark.parametrize("occasion", sorted(set(Occasion) - {Occasion.FREE}))
    def test_every_mail_has_one(self, writer_client, own_offer, intake, occasion):
        made = SubmissionFactory(intake=intake)
        data = {"headline": "Hello {offer}", "text": "{link}", "preview": "1", "sample": made.pk}
        response = writer_client.post(url(own_offer, occasion), data)
        assert len(self.mails(response)) == 4

    def test_on_somebody_invented(self, writer_client, own_offer, intake):
        ApplicationFormPageFactory(parent=own_offer)
        english = self.mails(self.post(writer_client, own_offer, "example"))[0]
        assert "Dear Anne Example" in english
        assert ModelLogEntry.objects.filter(action="wagtail_inddragelse.view").count() == 0

    def test_with_nothing_to_try_it_on(self, writer_client, own_offer):
        response = self.post(writer_client, own_offer, "1")
        assert (response.status_code, self.mails(response)) == (200, [])
        assert MailText.objects.count() == 0
