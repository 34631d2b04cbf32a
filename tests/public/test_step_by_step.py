"""A form that is asked one step at a time, over HTTP."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.questions.builders import PDF, only_if, question, several_steps, upload
from wagtail_inddragelse.models import Attachment, Intake, Submission
from wagtail_inddragelse.testing.factories import IntakeFactory

from .browser import CONTACT
from .conftest import FORM_PATH

WHERE = question("one_of", "Where", choices=["Town", "Sea"], required=True)
BOAT = question("short_text", "Boat", required=True, **only_if("Where", "Sea"))
WHY = question("short_text", "Why", required=True)


@pytest.fixture
def ask_steps(form_page):
    def ask_steps(*parts, **values):
        form_page.steps = several_steps(*parts)
        form_page.one_step_at_a_time = True
        for name, value in values.items():
            setattr(form_page, name, value)
        form_page.save()

    return ask_steps


@pytest.fixture
def first(browser, ask_steps):
    """The first step of a form with three steps of its own, one of which only some are asked."""
    ask_steps([WHERE], [BOAT], [WHY], privacy="<p>We delete it.</p>")
    return browser.get(FORM_PATH)


@pytest.fixture
def where(browser, first):
    return browser.send(first, **CONTACT)


@pytest.fixture
def check(browser, where):
    """The last step, at which the answers are checked."""
    return browser.send(browser.send(where, **{"q-Where": "town"}), **{"q-Why": "Because"})


def step(page) -> tuple[str, str]:
    """Which step is shown, in numbers and by name."""
    return (
        page.soup.select_one(".step-subheading").text.strip(),
        page.soup.select_one(".step-subheading + h2").text,
    )


def visible_inputs(page) -> list[str]:
    fields = page.form.select(":is(input, select, textarea):not([type=hidden], [hidden] *)")
    return [field["name"] for field in fields]


def answered(page) -> list[str]:
    return [tag.text for tag in page.soup.select(".inddragelse-check dd")]


class TestOnTheWay:
    def test_the_privacy_information_stands_before_the_first_answer(self, first, where, check):
        assert ["We delete it." in page.text for page in (first, where, check)] == [
            True,
            False,
            False,
        ]
        assert first.form.select_one(".inddragelse-privacy, .inddragelse-contact")["class"] == [
            "inddragelse-privacy"
        ]

    def test_the_first_step_asks_who_signs_up(self, first):
        assert step(first) == ("Step 1 of 4", "About you")
        assert first.title == "About you – Sign up"
        assert visible_inputs(first) == [
            "contact_name",
            "contact_email",
            "contact_phone",
            "organisation",
            "municipality",
        ]

    def test_the_next_step_asks_its_own_questions_alone(self, where):
        assert (where.status, where.title) == (200, "Trin 1 – Sign up")
        assert step(where) == ("Step 2 of 4", "Trin 1")
        assert set(visible_inputs(where)) == {"q-Where"}

    def test_the_step_indicator_says_where_one_is(self, where):
        steps = [" ".join(tag.text.split()) for tag in where.soup.select(".step-indicator > li")]

        assert steps == ["About you Done", "2 Trin 1", "3 Trin 3", "4 Check your answers"]
        assert where.soup.select_one("[aria-current=step]").find_parent("li")["class"] == [
            "current"
        ]

    def test_a_finished_step_leads_back_to_it_with_what_was_typed(self, browser, where):
        [button] = where.soup.select(".step-indicator button")
        first = browser.send(where, go_to=button["value"], **{"q-Where": "sea"})

        assert (button["form"], step(first)) == (
            where.soup.form["id"],
            ("Step 1 of 5", "About you"),
        )
        assert step(browser.send(first)) == ("Step 2 of 5", "Trin 1")

    def test_enter_leads_on_and_not_back(self, where):
        ours = where.soup.form["id"]
        buttons = where.soup.select(f"button[form={ours}], form#{ours} button")

        assert buttons[0].get("name") is None

    def test_a_step_with_nothing_to_ask_is_left_out(self, browser, where):
        assert step(browser.send(where, **{"q-Where": "town"})) == ("Step 3 of 4", "Trin 3")

    def test_a_step_that_an_answer_calls_for_is_asked(self, browser, where):
        assert step(browser.send(where, **{"q-Where": "sea"})) == ("Step 3 of 5", "Trin 2")

    def test_a_question_that_the_server_decided_on_waits_for_no_script(self, browser, where):
        boat = browser.send(where, **{"q-Where": "sea"})

        assert boat.soup.select("[data-only-if], [data-only-if-hint]") == []

    def test_only_the_step_itself_has_to_be_right(self, browser, first):
        assert browser.send(first, **CONTACT).errors == {}
        assert browser.send(first).errors == {
            "contact_name": "Enter your name",
            "contact_email": "Enter your e-mail",
        }

    def test_an_error_is_told_on_its_step(self, browser, where):
        answer = browser.send(where)

        assert (answer.status, answer.title) == (422, "Error: Trin 1 – Sign up")
        assert answer.errors == {"q-Where": "Choose an answer to “Where”"}
        assert step(answer) == step(where)

    def test_nothing_is_stored_before_it_is_sent(self, check):
        assert Submission.objects.count() == 0

    def test_the_intro_is_for_the_first_step(self, browser, ask_steps):
        ask_steps([WHY], intro="<p>Read this first</p>")
        first = browser.get(FORM_PATH)
        second = browser.send(first, **CONTACT)

        assert ["Read this first" in page.text for page in (first, second)] == [True, False]

    def test_no_cookie_is_set(self, browser, check):
        assert browser.client.cookies == {}


class TestBack:
    def test_it_leads_to_the_step_before(self, browser, where):
        back = browser.send(where, go_to="back")

        assert (back.status, back.errors, step(back)[0]) == (200, {}, "Step 1 of 4")
        assert back.fields["contact_email"] == "ada@example.dk"

    def test_what_is_wrong_goes_along(self, browser, ask_steps):
        ask_steps([question("email", "Other")], [WHY])
        other = browser.send(browser.get(FORM_PATH), **CONTACT)
        back = browser.send(other, go_to="back", **{"q-Other": "not an address"})
        again = browser.send(back)

        assert again.errors == {}
        assert again.fields["q-Other"] == "not an address"
        assert browser.send(again).status == 422

    def test_what_was_answered_later_is_kept(self, browser, check):
        back = browser.send(browser.send(check, go_to="back"), go_to="back")
        why = browser.send(browser.send(back, **{"q-Where": "sea"}), **{"q-Boat": "Gig"})

        assert (step(back)[1], step(why)[1]) == ("Trin 1", "Check your answers")
        assert "Because" in answered(why)

    def test_a_date_and_several_answers_are_kept(self, browser, ask_steps):
        days = question("several_of", "Days", choices=["Mon", "Tue"])
        ask_steps([question("date", "Start"), days], [WHY])
        when = browser.send(browser.get(FORM_PATH), **CONTACT)
        answers = {"q-Start-day": "1", "q-Start-month": "maj", "q-Start-year": "2027"}
        why = browser.send(when, **answers, **{"q-Days": ["mon", "tue"]})
        back = browser.send(why, go_to="back", **{"q-Days": ["mon", "tue"]})

        assert {name: back.fields[name] for name in answers} == answers
        ticked = back.soup.select("[name=q-Days][checked]")
        assert [box["value"] for box in ticked] == ["mon", "tue"]


class TestChecking:
    def test_all_answers_are_shown(self, check):
        assert step(check) == ("Step 4 of 4", "Check your answers")
        assert answered(check) == ["Ada Holm", "ada@example.dk", "Town", "Because"]

    def test_sending_leads_to_the_receipt(self, browser, check):
        receipt = browser.receipt(browser.send(check))

        assert receipt.soup.h1.text == "You are signed up"
        assert Submission.objects.get().answers == {"Where": "town", "Why": "Because"}

    def test_each_part_can_be_changed_and_leads_back(self, browser, check):
        buttons = check.soup.select("form button[name=go_to]:not([value=back])")
        changed = browser.send(check, go_to=buttons[0]["value"])
        again = browser.send(changed, contact_name="Bo Ås")

        assert [" ".join(b.text.split()) for b in buttons] == [
            "Change About you",
            "Change Trin 1",
            "Change Trin 3",
        ]
        assert (step(changed)[1], step(again)[1]) == ("About you", "Check your answers")
        assert "Bo Ås" in answered(again)

    def test_a_change_that_calls_for_another_answer_leads_there(self, browser, check):
        where = browser.send(check, go_to="step1")
        boat = browser.send(where, **{"q-Where": "sea"})
        again = browser.send(boat, **{"q-Boat": "Gig"})

        assert (boat.errors, step(boat)[1]) == ({}, "Trin 2")
        assert step(again)[1] == "Check your answers"

    def test_what_is_sent_is_all_looked_at_again(self, browser, check):
        answer = browser.send(check, contact_email="x", **{"q-Why": ""})

        assert (answer.status, step(answer)[1]) == (422, "About you")
        assert list(answer.errors) == ["contact_email"]
        assert Submission.objects.count() == 0

    def test_a_second_sign_up_with_the_address_is_told_where_it_is_written(self, browser, check):
        browser.send(check)
        answer = browser.send(check, **{"q-Why": "Again"})

        assert (answer.status, step(answer)[1], list(answer.errors)) == (
            409,
            "About you",
            ["contact_email"],
        )

    def test_a_place_that_is_gone_is_told_where_it_was_sent(self, browser, check):
        Intake.objects.update(capacity=0, waiting_list="off")
        answer = browser.send(check)

        assert answer.status == 409
        assert "Ada Holm" in answer.text or answer.soup.find(value="Ada Holm")


class TestTheChoiceOfAStartDate:
    def test_it_is_on_the_first_step_and_goes_along(self, browser, event, first):
        other = IntakeFactory(page=event, title="Start 13 November")
        form = browser.get(FORM_PATH)
        refused = browser.send(form, **CONTACT)
        where = browser.send(refused, intake=other.pk)
        check = browser.send(browser.send(where, **{"q-Where": "town"}), **{"q-Why": "x"})
        browser.send(check)

        assert refused.errors == {"intake": "Choose a start date"}
        assert answered(check)[0].startswith("Start 13 November")
        assert Submission.objects.get().intake == other


class TestParticipants:
    @pytest.fixture(autouse=True)
    def _several(self, intake):
        intake.max_participants = 3
        intake.save()

    def test_they_are_asked_for_first_and_go_along(self, browser, ask_steps):
        ask_steps([WHY])
        form = browser.send(browser.get(FORM_PATH), **CONTACT, add_participant="1")
        people = {"participant-0-name": "Bo", "participant-0-email": "bo@example.dk"}
        check = browser.send(browser.send(form, **people), **{"q-Why": "x"})
        browser.send(check)

        assert step(form)[1] == "About you"
        assert "Bo, bo@example.dk" in check.text
        assert Submission.objects.get().participants.count() == 2

    def test_they_are_asked_for_where_the_editor_says(self, browser, ask_steps):
        ask_steps([WHY], [question("participants", "People")])
        why = browser.send(browser.get(FORM_PATH), **CONTACT)
        who = browser.send(why, **{"q-Why": "x"})
        with_bo = browser.send(who, add_participant="1")
        people = {"participant-0-name": "Bo", "participant-0-email": "bo@example.dk"}
        check = browser.send(with_bo, **people)
        browser.send(check)

        assert "takes_part" not in visible_inputs(why)
        assert who.fields["takes_part"] == "yes"
        assert step(with_bo) == step(who)
        assert Submission.objects.get().participants.count() == 2


class TestFiles:
    @pytest.fixture
    def plan(self, browser, ask_steps, private_files):
        ask_steps([question("attachment", "plan", label="Plan", required=True)], [WHY])
        return browser.send(browser.get(FORM_PATH), **CONTACT)

    def test_a_file_goes_along(self, browser, plan):
        why = browser.send(plan, **{"q-plan": upload("plan.pdf")})
        check = browser.send(why, **{"q-Why": "x"})
        browser.send(check)

        assert "plan.pdf" in answered(check)
        with Submission.objects.get().attachments.get().file.open() as file:
            assert file.read() == PDF

    def test_it_is_stored_once(self, browser, plan, private_files):
        browser.send(plan, **{"q-plan": upload("plan.pdf")})

        assert (Attachment.objects.count(), len(private_files())) == (1, 1)

    def test_it_is_kept_on_the_way_back_too(self, browser, plan):
        back = browser.send(plan, go_to="back", **{"q-plan": upload("plan.pdf")})

        assert "Already uploaded: plan.pdf" in browser.send(back).text

    def test_it_can_be_taken_back(self, browser, plan):
        why = browser.send(plan, **{"q-plan": upload("plan.pdf")})
        answer = browser.send(browser.send(why, go_to="back"), **{"drop-plan": "yes"})

        assert answer.errors == {"q-plan": "Choose a file for “Plan”"}

    def test_one_that_could_not_be_kept_is_told(self, browser, plan, settings):
        settings.WAGTAIL_INDDRAGELSE = {"RATE_LIMIT": 1}
        answers = [browser.send(plan, **{"q-plan": upload("plan.pdf")}) for _attempt in range(2)]

        assert [answer.status for answer in answers] == [200, 429]
        assert step(answers[1]) == step(plan)
        assert Attachment.objects.count() == 1


class TestAgainstRobots:
    def test_steps_do_not_count_as_forms_sent(self, browser, first, settings):
        settings.WAGTAIL_INDDRAGELSE = {"RATE_LIMIT": 1}
        where = browser.send(first, **CONTACT)
        why = browser.send(where, **{"q-Where": "town"})
        check = browser.send(why, **{"q-Why": "x"})

        assert [page.status for page in (where, why, check)] == [200, 200, 200]
        assert browser.send(check).status == 303
        assert browser.send(check, contact_email="bo@example.dk").status == 429

    def test_the_trap_catches_on_every_step(self, browser, first):
        answer = browser.send(first, website_url="x", **CONTACT)

        assert (answer.status, step(answer)[1]) == (400, "About you")
        assert answer.problem == "One field must stay empty. Please send the form again."

    def test_time_is_counted_from_the_first_step(self, browser, first):
        at_once = {"after": dt.timedelta(0)}
        where = browser.send(first, **at_once, **CONTACT)
        why = browser.send(where, **at_once, **{"q-Where": "town"})
        check = browser.send(why, **at_once, **{"q-Why": "x"})
        hasty = browser.send(check, **at_once)

        assert (hasty.status, step(hasty)[1]) == (400, "Check your answers")
        assert browser.send(hasty).status == 303

    def test_what_is_no_field_is_not_shown_again(self, browser, first):
        where = browser.send(first, **CONTACT, hack="<b>", **{"q-none": "x"})

        assert {"hack", "q-none"} & set(where.fields) == set()

    @pytest.mark.parametrize("value", ["", "x", "step2", "check", "9" * 99])
    def test_a_step_that_is_made_up_harms_nothing(self, browser, first, value):
        assert browser.send(first, **{"step": value}).status == 422
        assert browser.send(first, go_to=value or "x").status == 200
        assert Submission.objects.count() == 0


class TestMeanwhile:
    def test_the_way_it_was_asked_is_kept(self, browser, where, form_page):
        form_page.one_step_at_a_time = False
        form_page.save()

        assert step(browser.send(where, **{"q-Where": "town"}))[1] == "Trin 3"

    def test_a_deadline_that_passes_leaves_what_was_written(self, browser, where):
        Intake.objects.update(closes_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        answer = browser.send(where, **{"q-Where": "town"})

        assert answer.form is None
        assert answer.soup.find(value="ada@example.dk")


class TestOnOnePage:
    def test_it_stays_the_way_of_a_form(self, browser, ask):
        ask(WHY)
        form = browser.get(FORM_PATH)

        assert form.soup.select(".step-indicator") == []
        assert browser.send(form, **CONTACT, **{"q-Why": "x"}).status == 303
