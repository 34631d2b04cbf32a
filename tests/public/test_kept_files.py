"""A file that was uploaded with a form that came back need not be chosen again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.questions.builders import PDF, question, upload
from wagtail_inddragelse.domain.signup.attachments import remove_abandoned
from wagtail_inddragelse.models import Attachment, Submission
from wagtail_inddragelse.testing.factories import ApplicationFormPageFactory, IntakeFactory

from .browser import CONTACT
from .conftest import FORM_PATH

NEW = PDF + b"new"


@pytest.fixture(autouse=True)
def _question(ask, private_files):
    ask(question("attachment", "plan", label="Plan", required=True))


@pytest.fixture
def kept(browser):
    """The form that came back without an e-mail, with the file kept."""
    return browser.send(
        browser.get(FORM_PATH), contact_name="Ada Holm", **{"q-plan": upload("plan.pdf")}
    )


def content(row: Attachment) -> bytes:
    with row.file.open() as file:
        return file.read()


def test_the_form_says_that_it_has_the_file(kept):
    assert kept.errors == {"contact_email": "Enter your e-mail"}
    size = f"{len(PDF)}\xa0bytes"
    assert f"Already uploaded: plan.pdf ({size})." in kept.soup.get_text()


def test_it_goes_with_the_form_in_the_end(browser, kept, private_files):
    browser.send(kept, contact_email="ada@example.dk")

    row = Attachment.objects.get()
    assert (row.submission, row.name) == (Submission.objects.get(), "plan.pdf")
    assert (content(row), len(private_files())) == (PDF, 1)


def test_it_is_kept_over_several_attempts(browser, kept, private_files):
    again = browser.send(kept, contact_name="")

    assert browser.send(again, **CONTACT).status == 303
    assert len(private_files()) == 1


def test_a_double_click_is_still_one_sign_up(browser, kept):
    answers = [browser.send(kept, contact_email="ada@example.dk") for _click in range(2)]

    assert [answer.status for answer in answers] == [303, 303]
    assert len({answer.response["Location"] for answer in answers}) == 1


def test_a_new_file_replaces_it(browser, kept):
    browser.send(kept, contact_email="ada@example.dk", **{"q-plan": upload("new.pdf", NEW)})

    (row,) = Submission.objects.get().attachments.all()
    assert (row.name, content(row)) == ("new.pdf", NEW)


def test_a_new_file_replaces_it_also_when_the_form_comes_back_again(browser, kept):
    again = browser.send(kept, **{"q-plan": upload("new.pdf", NEW)})
    browser.send(again, contact_email="ada@example.dk")

    assert Submission.objects.get().attachments.get().name == "new.pdf"


def test_what_was_replaced_is_removed_after_a_day(browser, kept, clock, private_files):
    browser.send(kept, contact_email="ada@example.dk", **{"q-plan": upload("new.pdf", NEW)})
    clock.shift(dt.timedelta(hours=25))

    assert remove_abandoned(timezone.now()) == 1
    assert (Attachment.objects.get().name, len(private_files())) == ("new.pdf", 1)


def test_it_can_be_taken_back(browser, kept):
    answer = browser.send(kept, contact_email="ada@example.dk", **{"drop-plan": "yes"})

    assert answer.errors == {"q-plan": "Choose a file for “Plan”"}
    assert "kept-plan" not in answer.fields


@pytest.mark.parametrize("values", [{"website_url": "x"}, {"add_participant": "1"}, {"token": ""}])
def test_it_is_kept_whyever_the_form_comes_back(browser, intake, values):
    intake.max_participants = 2
    intake.save()
    form, file = browser.get(FORM_PATH), upload("plan.pdf")

    answer = browser.send(form, **CONTACT, **{"q-plan": file}, **values)

    assert "kept-plan" in answer.fields


def test_it_is_kept_when_the_form_was_open_for_too_long(browser):
    answer = browser.send(
        browser.get(FORM_PATH), after=dt.timedelta(days=2), **CONTACT, **{"q-plan": upload("p.pdf")}
    )

    assert browser.send(answer).status == 303


def test_a_file_that_was_refused_is_not_kept(browser, private_files):
    answer = browser.send(browser.get(FORM_PATH), **{"q-plan": upload("plan.pdf", b"MZ")})

    assert ("kept-plan" in answer.fields, private_files()) == (False, [])


def test_it_can_not_be_used_for_another_form(browser, kept, form_page):
    elsewhere = IntakeFactory()
    other = ApplicationFormPageFactory(parent=elsewhere.page, slug="sign-up", steps=form_page.steps)
    form = browser.get(other.url)

    answer = browser.send(form, **CONTACT, **{"kept-plan": kept.fields["kept-plan"]})

    assert answer.errors == {"q-plan": "Choose a file for “Plan”"}
    assert Attachment.objects.get().submission is None


def test_it_can_not_be_used_for_another_question(browser, kept, ask):
    ask(question("attachment", "cv", label="CV", required=True))

    answer = browser.send(
        browser.get(FORM_PATH), **CONTACT, **{"kept-cv": kept.fields["kept-plan"]}
    )

    assert answer.errors == {"q-cv": "Choose a file for “CV”"}


@pytest.mark.parametrize("token", ["", "1", "x:y:z", "\x00"])
def test_a_made_up_token_finds_nothing(browser, kept, token):
    answer = browser.send(kept, contact_email="ada@example.dk", **{"kept-plan": token})

    assert answer.errors == {"q-plan": "Choose a file for “Plan”"}


def test_one_that_was_sent_goes_with_no_other_sign_up(browser, kept):
    browser.send(kept, contact_email="ada@example.dk")

    answer = browser.send(kept, contact_email="bo@example.dk")

    assert answer.status == 409
    problem = "A file from your first attempt is not here any more. Choose it again."
    assert (answer.problem, "kept-plan" in answer.fields) == (problem, False)
    assert browser.send(answer, **{"q-plan": upload("plan.pdf")}).status == 303


def test_after_a_day_it_must_be_chosen_again(browser, kept, clock):
    answer = browser.send(kept, after=dt.timedelta(hours=23), contact_name="")
    again = browser.send(answer, after=dt.timedelta(hours=2), **CONTACT)

    assert again.errors == {"q-plan": "Choose a file for “Plan”"}


def test_an_address_can_not_fill_the_disk(browser, settings, private_files):
    settings.WAGTAIL_INDDRAGELSE = {"RATE_LIMIT": 2}
    form = browser.get(FORM_PATH)

    for _attempt in range(4):
        browser.send(form, **{"q-plan": upload("plan.pdf")})

    assert len(private_files()) == 2
