"""An answer that ends the form: a page that explains, no error, and nothing stored."""

from __future__ import annotations

import pytest
from django.core import mail

from tests.questions.builders import PDF, only_if, question, several_steps, upload
from wagtail_inddragelse.models import Attachment, Submission

from .browser import CONTACT, read_fields
from .conftest import FORM_PATH

WHY = question("short_text", "Why", required=True)


def sure(**values):
    ending = {"answer": "No", "heading": "Only the sure", "text": "<p>It is <b>hard</b>.</p>"}
    endings = [{"type": "item", "id": "1", "value": {**ending, **values}}]
    return question("yes_no", "Sure", required=True, endings=endings)


def go_back(browser, page):
    """Press the button that leads back to the answers."""
    form = page.soup.select_one("main form")
    button = form.select_one("button")
    return browser.post(form["action"], {**read_fields(form), button["name"]: button["value"]})


@pytest.fixture
def ask_steps(form_page):
    def ask_steps(*parts):
        form_page.steps = several_steps(*parts)
        form_page.one_step_at_a_time = True
        form_page.save()

    return ask_steps


class TestOnOnePage:
    @pytest.fixture
    def page(self, browser, ask):
        ask(sure(url="https://example.dk/other", link_text="See other offers"), WHY)
        return browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-Sure": "no"})

    def test_it_explains(self, page):
        assert (page.status, page.title) == (200, "Only the sure – Sign up")
        assert page.headings() == [("h1", "Only the sure")]
        assert page.soup.main.b.text == "hard"

    def test_the_trail_leads_to_the_form(self, page):
        trail = page.soup.select(".breadcrumbs__list-item")

        assert [item.text for item in trail][-3:] == ["Course", "Sign up", "Only the sure"]
        assert trail[-2].a["href"] == FORM_PATH

    def test_it_is_no_error(self, page):
        assert page.soup.select("[role=alert], .form-error") == []

    def test_it_leads_on(self, page):
        link = page.soup.select_one("main a.button")

        assert (link["href"], link.text) == ("https://example.dk/other", "See other offers")

    def test_nothing_is_stored_or_sent(self, page):
        assert (Submission.objects.count(), mail.outbox) == (0, [])

    def test_it_is_kept_by_the_browser_alone_and_not_indexed(self, page):
        assert page.response["Cache-Control"] == "private, max-age=600"
        assert page.soup.select_one("meta[name=robots]")["content"] == "noindex, nofollow"

    def test_the_way_back_keeps_the_answers(self, browser, page):
        back = go_back(browser, page)

        assert (back.status, back.errors, back.problem) == (200, {}, "")
        assert (back.fields["contact_name"], back.fields["q-Sure"]) == ("Ada Holm", "no")
        assert browser.send(back, **{"q-Sure": "yes", "q-Why": "x"}).status == 303

    def test_another_answer_does_not(self, browser, page):
        form = browser.get(FORM_PATH)

        assert browser.send(form, **CONTACT, **{"q-Sure": "yes", "q-Why": "x"}).status == 303

    def test_a_file_that_came_along_is_not_stored(self, browser, ask, private_files):
        ask(sure(url="https://example.dk"), question("attachment", "plan"))
        file = upload("plan.pdf", PDF)

        page = browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-Sure": "no", "q-plan": file})

        assert page.soup.h1.text == "Only the sure"
        assert (Attachment.objects.count(), private_files()) == (0, [])


class TestTheWayOn:
    def way_on(self, browser, ask, **values):
        ask(sure(**values))
        page = browser.send(browser.get(FORM_PATH), **CONTACT, **{"q-Sure": "no"})
        link = page.soup.select_one("main a.button")
        return link and (link["href"], link.text)

    def test_a_page_gives_its_title(self, browser, ask, event):
        assert self.way_on(browser, ask, page=event.pk) == (event.url, "Course")

    def test_a_page_that_is_not_published_any_more_is_not_linked_to(self, browser, ask, form_page):
        hidden = form_page.get_parent().specific.get_parent()
        hidden.__class__.objects.filter(pk=hidden.pk).update(live=False)

        assert self.way_on(browser, ask, page=hidden.pk) is None


class TestStepByStep:
    @pytest.fixture
    def at_sure(self, browser, ask_steps):
        ask_steps(
            [question("yes_no", "Raw")], [sure(url="https://example.dk"), WHY], [WHY | {"id": "z"}]
        )
        raw = browser.send(browser.get(FORM_PATH), **CONTACT)
        return browser.send(raw, **{"q-Raw": "yes"})

    def test_it_is_told_on_its_step_whatever_else_is_missing(self, browser, at_sure):
        assert browser.send(at_sure, **{"q-Sure": "no"}).soup.h1.text == "Only the sure"

    def test_the_way_back_leads_to_the_step(self, browser, at_sure):
        back = go_back(browser, browser.send(at_sure, **{"q-Sure": "no", "q-Why": "x"}))

        assert back.soup.select_one(".step-subheading").text.strip() == "Step 3 of 5"
        assert (back.fields["q-Sure"], back.fields["q-Raw"]) == ("no", "yes")
        assert back.fields["contact_email"] == "ada@example.dk"

    def test_steps_before_it_can_still_be_gone_through(self, browser, at_sure):
        raw = browser.send(at_sure, go_to="back", **{"q-Sure": "no"})

        assert browser.send(raw).soup.h1.text == "Sign up"

    def test_what_is_sent_in_the_end_is_looked_at_too(self, browser, at_sure):
        answers = {**CONTACT, "q-Raw": "yes", "q-Sure": "no", "q-Why": "x", "q-z": "x"}
        page = browser.send(at_sure, step="check", **answers)

        assert page.soup.h1.text == "Only the sure"
        assert Submission.objects.count() == 0

    def test_a_question_that_is_hidden_ends_nothing(self, browser, ask_steps):
        hidden = sure(url="https://example.dk")
        hidden["value"] |= only_if("Raw", "Yes")
        ask_steps([question("yes_no", "Raw")], [hidden, WHY])
        raw = browser.send(browser.get(FORM_PATH), **CONTACT)
        why = browser.send(raw, **{"q-Raw": "no", "q-Sure": "no"})
        check = browser.send(why, **{"q-Why": "x"})

        assert browser.send(check).status == 303
