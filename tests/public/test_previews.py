"""What an editor sees of offers and forms before anyone else does."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from tests.editors import log_in, make_editor
from wagtail_inddragelse.models import Attachment, FormVersion, Intake, Message, Submission
from wagtail_inddragelse.pages.models import ApplicationFormPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    MailTextFactory,
    OfferIndexPageFactory,
)

pytestmark = pytest.mark.django_db

KINDS = {
    "short_text": {"label": "What do you do?", "required": True},
    "number": {"label": "How many?"},
    "one_of": {"label": "Which food?", "choices": ["Meat", "Fish"], "required": True},
    "several_of": {"label": "Which days?", "choices": ["Monday", "Tuesday"]},
    "yes_no": {"label": "Do you agree?"},
    "date": {"label": "Born"},
    "municipality": {"label": "Where?"},
    "cvr": {"label": "CVR"},
    "consent": {"label": "I consent"},
    "attachment": {"label": "Signed letter"},
    "participants": {"questions": []},
    "long_text": {"label": "Why?"},
    "email": {"label": "Leader's e-mail"},
}
QUESTIONS = [{"type": kind, "id": f"q-{kind}", "value": value} for kind, value in KINDS.items()]
STEP = {"type": "step", "id": "s-1", "value": {"title": "About you", "questions": QUESTIONS}}


@pytest.fixture
def editor(root_page):
    return log_in(make_editor(root_page))


@pytest.fixture
def offer(home):
    return EventPageFactory(parent=home, title="Course", contacts=[])


@pytest.fixture
def form_page(offer):
    """A form of all kinds of questions whose draft says more than what is published."""
    page = ApplicationFormPageFactory(parent=offer, what_happens_next="<p>We call you.</p>")
    page.steps = ApplicationFormPage._meta.get_field("steps").to_python([STEP])
    page.privacy = "<p>Only in the draft</p>"
    page.save_revision()
    return page


def preview(editor, page, mode: str = "") -> BeautifulSoup:
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    response = editor.get(url, {"mode": mode})
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def state_of(shown: BeautifulSoup) -> str:
    return shown.select_one(".badge").get_text(strip=True)


MODES = ["", "errors", "steps", "receipt", "mail-da", "mail-en", "now"]
ENDING = {
    "answer": "Yes",
    "heading": "Only municipalities can apply",
    "text": "<p>Ask yours.</p>",
    "link_text": "Find it",
    "url": "https://www.example.dk/",
}


class TestOffer:
    @pytest.mark.parametrize(
        ("mode", "state"),
        [
            ("", "20 places left"),
            ("open", "20 places left"),
            ("few_left", "1 place left"),
            ("full", "Full, with a waiting list"),
            ("closed", "Closed"),
            ("announced", "Announced for later"),
        ],
    )
    def test_is_seen_in_each_state(self, editor, offer, form_page, mode, state):
        IntakeFactory(page=offer, capacity=20)
        offer.save_revision()
        assert state_of(preview(editor, offer, mode)) == state

    def test_is_seen_in_the_language_of_its_readers(self, editor, offer):
        Locale.objects.filter(pk=offer.locale_id).update(language_code="da")
        IntakeFactory(page=offer, capacity=20)
        offer.save_revision()
        assert state_of(preview(editor, offer, "few_left")) == "1 plads tilbage"

    def test_its_editor_can_choose_among_them(self, offer):
        modes = [name for name, _label in offer.preview_modes]
        assert modes == ["", "open", "few_left", "full", "closed", "announced"]

    def test_nothing_is_changed(self, editor, offer):
        intake = IntakeFactory(page=offer, capacity=20)
        offer.save_revision()
        for mode, _label in offer.preview_modes:
            preview(editor, offer, mode)
        before = Intake.objects.filter(pk=intake.pk).values()[0]
        assert (before["publication"], before["closes_at"]) == ("scheduled", None)

    def test_links_to_a_form_that_is_not_published_yet(self, editor, offer, form_page):
        IntakeFactory(page=offer)
        ApplicationFormPage.objects.update(live=False)
        offer.save_revision()
        assert preview(editor, offer, "open").select_one("a.button-primary")
        assert offer.get_form_page() is None


class TestForm:
    def test_is_empty_and_can_not_be_sent(self, editor, form_page):
        IntakeFactory(page=form_page.get_parent())
        shown = preview(editor, form_page)
        form = shown.select_one("form.inddragelse-form")
        assert form["method"] == "dialog"
        assert not form.select('[name="token"][value]:not([value=""])')
        assert "Only in the draft" in form.get_text()
        assert not shown.select(".form-error-message")

    @pytest.mark.parametrize("live", [True, False])
    def test_is_shown_before_there_is_anything_to_sign_up_for(self, editor, form_page, live):
        offer = form_page.get_parent().specific
        offer.live = live
        offer.save()
        assert preview(editor, form_page).select('[name="contact_name"]')

    def test_is_shown_for_the_draft_of_its_offer(self, editor, form_page):
        offer = form_page.get_parent().specific
        offer.inddragelse_intakes.add(Intake(title="Start in a draft", capacity=5))
        offer.save_revision()
        assert "Start in a draft" in preview(editor, form_page).get_text()

    def test_intakes_of_a_draft_can_be_told_apart(self, editor, form_page):
        offer = form_page.get_parent().specific
        offer.inddragelse_intakes.add(Intake(title="First"), Intake(title="Second"))
        offer.save_revision()
        values = [each["value"] for each in preview(editor, form_page).select('[name="intake"]')]
        assert len(set(values)) == 2

    def test_is_shown_after_the_deadline(self, editor, form_page):
        IntakeFactory(page=form_page.get_parent(), closes_at=timezone.now())
        assert preview(editor, form_page).select('[name="contact_name"]')

    def test_as_it_is_now_says_why_there_is_none(self, editor, form_page):
        assert not preview(editor, form_page, "now").select('[name="contact_name"]')

    def test_with_errors_has_one_at_each_required_question(self, editor, form_page):
        shown = preview(editor, form_page, "errors")
        assert shown.title.get_text().startswith("Error:")
        assert shown.select_one("#id_q-q-short_text-error, [id$=q-short_text-error]")
        assert shown.select("[data-error-summary]")

    def test_stands_below_a_list_as_well(self, editor, home):
        page = ApplicationFormPageFactory(parent=OfferIndexPageFactory(parent=home))
        page.save_revision()
        for mode in MODES:
            preview(editor, page, mode)


class TestSteps:
    @pytest.fixture
    def form_page(self, form_page):
        """A second step, whose question waits for an answer on the first."""
        question = {
            "type": "short_text",
            "id": "q-late",
            "value": {
                "label": "Which?",
                "only_if_question": "Do you agree?",
                "only_if_answers": ["Yes"],
            },
        }
        step = {"type": "step", "id": "s-2", "value": {"title": "More", "questions": [question]}}
        form_page.steps = ApplicationFormPage._meta.get_field("steps").to_python([STEP, step])
        form_page.save_revision()
        return form_page

    def test_all_are_shown_in_order_with_the_check_last(self, editor, form_page):
        IntakeFactory(page=form_page.get_parent())
        shown = preview(editor, form_page, "steps")
        titles = [each.get_text() for each in shown.select(".inddragelse-steps > div > h2")]
        assert titles == ["About you", "About you", "More", "Check your answers"]
        assert "Which?" in shown.select(".inddragelse-steps")[2].get_text()

    def test_an_invented_applicant_has_answered(self, editor, form_page):
        IntakeFactory(page=form_page.get_parent())
        steps = preview(editor, form_page, "steps").select(".inddragelse-steps")
        for part in ("anne@example.dk", "Monday, Tuesday", "example.pdf"):
            assert part in steps[-1].get_text()
        assert ["Only in the draft" in step.get_text() for step in steps] == [
            True,
            False,
            False,
            False,
        ]

    def test_the_script_is_there_once_and_nothing_can_be_sent(self, editor, form_page):
        IntakeFactory(page=form_page.get_parent())
        shown = preview(editor, form_page, "steps")
        assert len(shown.select('script[src$="form.js"]')) == 1
        assert {form["method"] for form in shown.select("form.inddragelse-form")} == {"dialog"}


class TestEnding:
    @pytest.fixture
    def form_page(self, form_page):
        """A question that ends the form."""
        value = {"label": "Do you agree?", "endings": [ENDING]}
        question = {"type": "yes_no", "id": "q-1", "value": value}
        step = {"type": "step", "id": "s-1", "value": {"title": "You", "questions": [question]}}
        form_page.steps = ApplicationFormPage._meta.get_field("steps").to_python([step])
        form_page.save_revision()
        return form_page

    def test_each_can_be_chosen(self, form_page):
        assert ("ending-1", "Kan ikke deltage: Only municipalities can apply") in (
            form_page.preview_modes
        )

    def test_is_seen_with_its_way_on(self, editor, form_page):
        shown = preview(editor, form_page, "ending-1")
        assert shown.h1.get_text() == ENDING["heading"]
        assert shown.select_one("a.button-primary")["href"] == ENDING["url"]
        assert shown.select_one("main form, .inddragelse form")["method"] == "dialog"

    @pytest.mark.parametrize("mode", ["ending-2", "ending-0", "ending-x"])
    def test_one_that_is_gone_leaves_the_form(self, editor, form_page, mode):
        assert preview(editor, form_page, mode).select_one("form.inddragelse-form")


class TestReceipt:
    def test_says_what_was_sent_and_what_happens_next(self, editor, form_page):
        IntakeFactory(page=form_page.get_parent(), title="Start in May")
        text = preview(editor, form_page, "receipt").get_text()
        for part in (
            "You are signed up",
            "Start in May",
            "We call you.",
            "Meat",
            "Monday, Tuesday",
        ):
            assert part in text

    def test_of_an_application_it_says_that_it_is_received(self, editor, form_page):
        IntakeFactory(page=form_page.get_parent(), selection=Intake.Selection.ASSESSED)
        text = preview(editor, form_page, "receipt").get_text()
        assert "We have received your application." in text


class TestMail:
    @pytest.mark.parametrize(("language", "subject"), [("da", "Emne:"), ("en", "Subject:")])
    def test_is_seen_in_each_language(self, editor, form_page, language, subject):
        IntakeFactory(page=form_page.get_parent(), title="Start in May")
        shown = preview(editor, form_page, f"mail-{language}")
        assert shown.html["lang"] == language
        assert subject in shown.get_text()
        assert "We call you." in shown.get_text()
        assert "[[" not in shown.get_text()

    def test_is_seen_with_the_text_that_the_agency_has_given_it(self, editor, form_page, home):
        IntakeFactory(page=form_page.get_parent())
        text = "Dear {name}, go on at {link}."
        MailTextFactory(page=home, language="en", headline="Welcome", text=text)
        shown = preview(editor, form_page, "mail-en")
        assert shown.h1.get_text() == "Welcome"
        assert "Dear Anne Example, go on at (the reader’s own link)." in shown.get_text()

    def test_there_is_one_for_each_language_of_the_site(self, form_page):
        assert [name for name, _label in form_page.preview_modes] == MODES


@pytest.mark.parametrize("mode", MODES)
def test_a_preview_stores_counts_and_sends_nothing(editor, form_page, mode, settings):
    IntakeFactory(page=form_page.get_parent(), capacity=1)
    cache.clear()
    preview(editor, form_page, mode)
    kept = [model.objects.count() for model in (FormVersion, Submission, Message, Attachment)]
    assert kept == [0, 0, 0, 0]
    assert mail.outbox == []
    assert [status.taken for status in form_page.get_statuses()] == [0]


def test_a_form_in_the_preview_of_another_page_is_not_stored_either(form_page, rf):
    IntakeFactory(page=form_page.get_parent())
    request = rf.get("/")
    request.is_preview = True
    assert 'method="dialog"' in form_page.render_form(request)
    assert not FormVersion.objects.exists()
