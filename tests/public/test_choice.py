"""Which start date: the one a link names, the only one, or the one that is chosen in the form."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.domain.builders import NOW
from wagtail_inddragelse.models import Intake, Submission
from wagtail_inddragelse.pages.models import ApplicationFormPage, EventPage
from wagtail_inddragelse.testing.factories import (
    ApplicationFormPageFactory,
    EventPageFactory,
    IntakeFactory,
    SessionFactory,
    SubmissionFactory,
)

from .browser import CONTACT
from .conftest import FORM_PATH


@pytest.fixture
def other(event):
    return IntakeFactory(page=event, title="Start 13 November", capacity=9)


@pytest.fixture
def full(event):
    intake = IntakeFactory(page=event, title="Start 15 November", capacity=1, waiting_list="off")
    SubmissionFactory(intake=intake)
    return intake


def choices(page) -> list[tuple[str, bool]]:
    """Labels of the intakes to choose, and whether they can be."""
    radios = page.form.select("input[type=radio][name=intake]")
    labels = (page.soup.find("label", attrs={"for": radio["id"]}).text for radio in radios)
    return [(label, not r.has_attr("disabled")) for label, r in zip(labels, radios, strict=True)]


def hints(page) -> list[str]:
    """What is said of each intake to choose, found by what its radio button refers to."""
    radios = page.form.select("input[type=radio][name=intake]")
    described = (radio.get("aria-describedby", "") for radio in radios)
    return [" ".join(page.soup.find(id=id_).text.split()) if id_ else "" for id_ in described]


class TestByLink:
    def test_the_link_names_it(self, browser, other):
        form = browser.get(f"{FORM_PATH}?intake={other.pk}")

        assert "You are signing up for: Course – Start 13 November" in form.text
        assert browser.send(form, **CONTACT).status == 303
        assert Submission.objects.get().intake == other

    def test_what_is_posted_besides_can_not_change_it(self, browser, other, intake):
        form = browser.get(f"{FORM_PATH}?intake={other.pk}")
        browser.send(form, **CONTACT, intake=intake.pk)

        assert Submission.objects.get().intake == other

    @pytest.mark.parametrize("wanted", ["0", "x", "", "-1", "9" * 30, "٣", "²", "%00", "1.5"])
    def test_nonsense_is_no_choice(self, browser, other, wanted):
        assert len(choices(browser.get(f"{FORM_PATH}?intake={wanted}"))) == 2

    def test_an_intake_of_another_form_is_no_choice(self, browser, other):
        elsewhere = IntakeFactory(title="Elsewhere")
        ApplicationFormPageFactory(parent=elsewhere.page, slug="sign-up")

        form = browser.get(f"{FORM_PATH}?intake={elsewhere.pk}")

        assert len(choices(form)) == 2
        assert "Elsewhere" not in form.text

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"publication": "cancelled"}, "This has been cancelled."),
            (
                {"publication": "announced", "announced_text": "spring 2027"},
                "Expected: spring 2027. Sign-up has not opened yet.",
            ),
            ({"publication": "announced"}, "Sign-up has not opened yet."),
            ({"opens_at": NOW.replace(day=8)}, "Sign-up opens 8 October 2026 at 12:00."),
            (
                {"closes_at": NOW.replace(hour=9), "opens_at": None},
                "The deadline was 1 October 2026 at 09:00.",
            ),
            ({"capacity": 0, "waiting_list": "off"}, "All places are taken."),
        ],
    )
    def test_one_that_is_not_open_says_why_and_shows_no_form(self, browser, intake, values, words):
        Intake.objects.filter(pk=intake.pk).update(**values)

        page = browser.get(f"{FORM_PATH}?intake={intake.pk}")

        assert page.form is None
        assert words in page.text

    def test_when_none_is_open_each_says_why(self, browser, intake, other):
        Intake.objects.filter(pk=intake.pk).update(publication="cancelled")
        Intake.objects.filter(pk=other.pk).update(publication="announced")

        page = browser.get(FORM_PATH)

        assert page.form is None
        assert "Start 8 November: This has been cancelled." in page.text
        assert "Start 13 November: Sign-up has not opened yet." in page.text

    def test_one_that_opens_later_can_be_waited_for(self, browser, intake, other):
        Intake.objects.filter(pk=intake.pk).update(publication="cancelled")
        Intake.objects.filter(pk=other.pk).update(publication="announced")

        links = browser.get(FORM_PATH).soup.select(".inddragelse-sign-up a")

        assert [(link["href"], link.text) for link in links] == [
            (
                reverse("wagtail_inddragelse:subscribe", args=[other.pk]),
                "Tell me when it opens: Start 13 November",
            )
        ]

    def test_the_one_of_the_link_can_be_waited_for(self, browser, intake, other):
        Intake.objects.filter(pk=other.pk).update(publication="announced")

        page = browser.get(f"{FORM_PATH}?intake={other.pk}")

        assert len(page.soup.select(".inddragelse-sign-up a.button")) == 1

    def test_there_is_a_way_back_to_the_offer_only_from_no_form(self, browser, intake):
        opened = browser.get(FORM_PATH)
        Intake.objects.filter(pk=intake.pk).update(publication="cancelled")
        closed = browser.get(FORM_PATH)

        assert "Back to Course" not in opened.text
        assert closed.soup.find("a", string="Back to Course")["href"] == "/course/"

    def test_without_any_date_it_says_so(self, browser, intake):
        intake.delete()

        page = browser.get(FORM_PATH)

        assert page.form is None
        assert "No dates have been set yet." in page.text


class TestInTheForm:
    def test_the_only_open_one_is_chosen(self, browser, intake, full):
        browser.send(browser.get(FORM_PATH), **CONTACT)

        assert Submission.objects.get(contact_name="Ada Holm").intake == intake

    def test_several_are_offered_with_their_places(self, browser, other, full):
        assert choices(browser.get(FORM_PATH)) == [
            ("Start 8 November (3 places left)", True),
            ("Start 13 November (9 places left)", True),
            ("Start 15 November (Full)", False),
        ]

    def test_each_says_when_and_where_it_is_and_the_deadline(self, browser, intake, other):
        Intake.objects.filter(pk=intake.pk).update(closes_at=NOW + dt.timedelta(days=2))

        assert hints(browser.get(FORM_PATH)) == [
            "Day 1: Sunday 8 November 2026 at 12:00–18:00 Place: Town Hall "
            "The deadline is 3 October 2026 at 12:00.",
            "",
        ]

    def test_days_in_several_places_say_each_their_own(self, browser, other):
        start = NOW + dt.timedelta(days=43)
        SessionFactory(intake=other, title="", starts_at=start, venue="Library")
        SessionFactory(intake=other, title="", starts_at=start + dt.timedelta(days=7), venue="Inn")

        assert hints(browser.get(FORM_PATH))[1] == (
            "Friday 13 November 2026 at 12:00–18:00, Library "
            "Friday 20 November 2026 at 12:00–18:00, Inn"
        )

    def test_one_that_can_not_be_chosen_says_why(self, browser, other, full):
        assert hints(browser.get(FORM_PATH))[2] == "All places are taken."

    def test_the_hints_come_back_with_the_form(self, browser, other):
        form = browser.get(FORM_PATH)

        assert hints(browser.send(form)) == hints(form)

    def test_the_secret_link_to_a_meeting_is_not_told(self, browser, other):
        assert "secret-room" not in str(browser.get(FORM_PATH).soup)

    def test_none_is_chosen_beforehand(self, browser, other):
        assert "intake" not in browser.get(FORM_PATH).fields

    def test_the_one_that_is_chosen_counts(self, browser, other):
        browser.send(browser.get(FORM_PATH), **CONTACT, intake=other.pk)

        assert Submission.objects.get().intake == other

    def test_choosing_none_is_told_kindly(self, browser, other):
        answer = browser.send(browser.get(FORM_PATH), **CONTACT)

        assert (answer.status, answer.problem) == (422, "")
        assert answer.errors == {"intake": "Choose a start date"}
        assert answer.fields["contact_email"] == "ada@example.dk"

    @pytest.mark.parametrize("chosen", ["0", "x", "", "9" * 30])
    def test_nonsense_is_none(self, browser, other, chosen):
        answer = browser.send(browser.get(FORM_PATH), **CONTACT, intake=chosen)

        assert (answer.status, Submission.objects.count()) == (422, 0)

    def test_an_intake_of_another_form_is_none(self, browser, other):
        elsewhere = IntakeFactory()
        answer = browser.send(browser.get(FORM_PATH), **CONTACT, intake=elsewhere.pk)

        assert (answer.status, Submission.objects.count()) == (422, 0)

    def test_the_choice_is_kept_when_something_else_is_wrong(self, browser, other):
        answer = browser.send(browser.get(FORM_PATH), contact_name="Ada Holm", intake=other.pk)

        assert answer.errors == {"contact_email": "Enter your e-mail"}
        assert answer.fields["intake"] == str(other.pk)
        assert browser.send(answer, contact_email="ada@example.dk").status == 303
        assert Submission.objects.get().intake == other

    def test_one_that_fills_meanwhile_is_not_swapped_for_another(self, browser, other, full):
        form = browser.get(FORM_PATH)
        Intake.objects.filter(pk=other.pk).update(capacity=0, waiting_list="off")

        answer = browser.send(form, **CONTACT, intake=other.pk)

        assert answer.problem == "All places were taken before you sent the form."
        assert "You are signing up for" not in answer.text
        assert browser.send(answer).errors == {"intake": "Choose a start date"}

    def test_one_that_is_taken_away_meanwhile_is_not_swapped_for_another(
        self, browser, intake, other
    ):
        IntakeFactory(page=intake.page, title="Start 20 November")
        form = browser.get(FORM_PATH)
        Intake.objects.filter(pk=other.pk).delete()

        answer = browser.send(form, **CONTACT, intake=other.pk)

        assert (answer.status, Submission.objects.count()) == (422, 0)
        assert list(answer.errors) == ["intake"]
        assert answer.fields["contact_name"] == "Ada Holm"

    def test_nor_is_the_one_of_the_link(self, browser, intake, other):
        IntakeFactory(page=intake.page, title="Start 20 November")
        form = browser.get(f"{FORM_PATH}?intake={other.pk}")
        Intake.objects.filter(pk=other.pk).delete()

        answer = browser.send(form, **CONTACT)

        assert (answer.status, Submission.objects.count()) == (409, 0)
        assert answer.problem == "Sign-up here has been closed."

    def test_choosing_none_is_marked_at_the_question(self, browser, other):
        answer = browser.send(browser.get(FORM_PATH), **CONTACT)

        group = answer.soup.find("fieldset", role="radiogroup")
        error = answer.soup.find(id=group["aria-describedby"])
        assert " ".join(error.text.split()) == "Error: Choose a start date"
        assert (group["aria-invalid"], group.parent["class"]) == (
            "true",
            ["form-group", "form-error"],
        )

    def test_the_summary_leads_to_the_first_that_can_be_chosen(self, browser, intake, other):
        third = IntakeFactory(page=intake.page, title="Start 20 November")
        Intake.objects.filter(pk=intake.pk).update(publication="cancelled")

        answer = browser.send(browser.get(FORM_PATH), **CONTACT)

        (link,) = answer.soup.select("[data-error-summary] a")
        assert answer.soup.find(id=link["href"][1:])["value"] == str(other.pk)
        assert third.title in answer.text

    def test_there_is_one_summary_whatever_is_wrong(self, browser, other):
        answer = browser.send(browser.get(FORM_PATH), contact_name="Ada Holm")

        assert list(answer.errors) == ["intake", "contact_email"]
        assert len(answer.soup.select("[role=alert]")) == 1

    def test_the_limits_are_those_of_the_one_that_is_chosen(self, browser, intake, other):
        Intake.objects.filter(pk=other.pk).update(max_participants=2)
        people = {"participant-0-name": "Bo", "participant-0-email": "bo@example.dk"}
        two = {**CONTACT, "takes_part": "yes", "participants-total": "1", **people}
        form = browser.get(FORM_PATH)

        browser.send(form, **two, intake=other.pk)
        browser.send(form, **{**two, "contact_email": "cy@example.dk"}, intake=intake.pk)

        stored = Submission.objects.order_by("pk")
        assert [(row.intake, row.participants.count()) for row in stored] == [
            (other, 2),
            (intake, 1),
        ]


def test_one_form_can_serve_several_offers(browser, intake, form_page, home):
    second = EventPageFactory(parent=home, title="Talk", form_page=form_page)
    talk = IntakeFactory(page=second, title="One evening")

    form = browser.get(FORM_PATH)
    browser.send(form, **CONTACT, intake=talk.pk)

    assert len(choices(form)) == 2
    assert Submission.objects.get().intake == talk


class TestTwoOffers:
    """A form that two offers use: their start dates are told apart by the offer."""

    @pytest.fixture
    def second(self, event):
        """Another course with the same form, and with a start date of the same name."""
        form_page = ApplicationFormPage.objects.get()
        course = EventPageFactory(parent=event.get_parent(), title="Late course", slug="late")
        EventPage.objects.filter(pk=course.pk).update(form_page=form_page)
        return IntakeFactory(page=course, title="Start 8 November")

    def groups(self, page) -> dict[str, int]:
        """How many start dates there are under each name."""
        found = page.soup.select("[role=group][aria-labelledby]:has(input[name=intake])")
        return {
            page.soup.find(id=group["aria-labelledby"]).text: len(group.select("input"))
            for group in found
        }

    def test_each_offer_has_its_own_group(self, browser, intake, other, second):
        assert self.groups(browser.get(FORM_PATH)) == {"Course": 2, "Late course": 1}

    def test_one_offer_has_none(self, browser, intake, other):
        assert self.groups(browser.get(FORM_PATH)) == {}

    def test_what_is_closed_is_told_with_its_offer(self, browser, intake, second):
        Intake.objects.update(publication="cancelled")
        text = " ".join(browser.get(FORM_PATH).text.split())
        assert f"Course – {intake.title}: This has been cancelled." in text
        assert "Late course – Start 8 November: This has been cancelled." in text


class TestNothingToSignUpTo:
    """The form says what is true, and leads to a page that exists."""

    def told(self, browser) -> str:
        page = browser.get(FORM_PATH)
        assert page.form is None
        return " ".join(page.soup.select_one(".alert-text").text.split())

    def test_an_offer_that_is_unpublished(self, browser, event, intake, home):
        EventPage.objects.filter(pk=event.pk).update(first_published_at=NOW)
        EventPage.objects.get(pk=event.pk).unpublish()
        page = browser.get(FORM_PATH)
        assert self.told(browser) == "What you could sign up for here is no longer published."
        assert event.title not in page.soup.find("main").text
        assert not page.soup.find_all("a", href="/course/")
        assert page.soup.find("a", string=f"Back to {home.title}")["href"] == home.url

    def test_an_offer_that_has_expired(self, browser, event, intake):
        EventPage.objects.filter(pk=event.pk).update(live=False, expired=True, expire_at=NOW)
        assert self.told(browser) == "What you could sign up for here is no longer published."

    def test_an_offer_that_was_never_published(self, browser, event, intake):
        EventPage.objects.filter(pk=event.pk).update(live=False, first_published_at=None)
        page = browser.get(FORM_PATH)
        assert self.told(browser) == "What you can sign up for here is not published now."
        assert event.title not in str(page.soup)

    def test_an_offer_that_uses_another_form(self, browser, event, intake):
        other = ApplicationFormPageFactory(parent=event, slug="other")
        EventPage.objects.filter(pk=event.pk).update(form_page=other)
        assert self.told(browser) == "There is nothing to sign up for here."

    def test_it_is_not_remembered_for_longer_than_it_is_true(self, browser, event, intake):
        EventPage.objects.filter(pk=event.pk).update(live=False, first_published_at=None)
        before = self.told(browser)
        EventPage.objects.filter(pk=event.pk).update(first_published_at=NOW)
        assert self.told(browser) != before

    def test_the_address_that_a_form_was_sent_to(self, browser, event, intake):
        form = ApplicationFormPage.objects.get()
        url = reverse("wagtail_inddragelse:sign_up", args=[form.pk])
        assert browser.client.get(url)["Location"] == FORM_PATH
        form.unpublish()
        assert browser.client.get(url)["Location"] == "/course/"
        event.unpublish()
        assert browser.client.get(url)["Location"] == "/"
