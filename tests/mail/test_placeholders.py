"""Placeholders: what a text may hold, and what each gives."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from wagtail_inddragelse.mail import placeholders
from wagtail_inddragelse.mail.placeholder_table import TABLE
from wagtail_inddragelse.mail.placeholders import UnknownPlaceholder, check, fill
from wagtail_inddragelse.models import Occasion, PendingState, State, Subscription
from wagtail_inddragelse.testing.factories import ContactPersonFactory, EventPageFactory

from .conftest import COPENHAGEN

A_DAY = dt.datetime(2026, 10, 1, 23, 59, tzinfo=COPENHAGEN)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class TestCheck:
    def problems(self, text: str, occasion=Occasion.RECEIVED, **options) -> list[str]:
        return check(text, occasion, **options)

    @pytest.mark.parametrize("text", ["", "Hello", "Dear {name}\n\n{deadline}\n{reference}"])
    def test_nothing_is_wrong(self, text):
        assert self.problems(text) == []

    def test_a_misspelt_one_with_its_line_and_the_nearest(self):
        assert self.problems("Hello\nDear {nme}") == [
            "Line 2: There is no placeholder “{nme}”. Did you mean “{name}”?"
        ]

    @pytest.mark.parametrize("name", ["Name", " name ", "NAME"])
    def test_one_in_other_letters(self, name):
        assert self.problems(f"{{{name}}}") == [
            f"Line 1: There is no placeholder “{{{name}}}”. Did you mean “{{name}}”?"
        ]

    @pytest.mark.parametrize("name", ["", "xyzzy", "name.__class__", "name!r", "0", "name:>10"])
    def test_what_is_none_at_all(self, name):
        assert self.problems(f"{{{name}}}")[0].startswith(
            f"Line 1: There is no placeholder “{{{name}}}”."
        )

    def test_one_that_the_occasion_has_nothing_for(self):
        assert self.problems("{answer_by}", Occasion.WAITING) == [
            "Line 1: There is no “{answer_by}” in the mail “On the waiting list”."
        ]

    def test_only_what_the_occasion_has_is_suggested(self):
        assert self.problems("{nam}", Occasion.NOW_OPEN) == [
            "Line 1: There is no placeholder “{nam}”."
        ]

    @pytest.mark.parametrize("text", ["{name", "name}", "{{name}}", "{a{name}", "{\nname}"])
    def test_a_brace_alone(self, text):
        message = "“{” and “}” belong around the name of a placeholder and nowhere else."
        assert f"Line 1: {message}" in self.problems(text)

    def test_what_can_be_empty_beside_another(self):
        text = "Give it a line without other placeholders, which is left out when there is nothing"
        assert self.problems("{name}: {deadline}") == [
            f"Line 1: “{{deadline}}” can be empty. {text} to put in."
        ]

    @pytest.mark.parametrize("name", ["name", "organisation", "link", "reason"])
    def test_what_is_personal_in_the_subject(self, name):
        assert self.problems(f"{{{name}}}", Occasion.REJECTED, in_subject=True) == [
            f"“{{{name}}}” is only for the reader, so it can’t be in the subject."
        ]

    def test_what_can_be_empty_in_the_subject(self):
        assert self.problems("{offer} {deadline}", in_subject=True) == [
            "“{deadline}” can be empty, so it can’t be in the subject."
        ]

    def test_what_may_stand_in_a_subject(self):
        assert self.problems("{offer} {intake} {reference}", in_subject=True) == []

    def test_the_reference_of_nobody(self):
        assert len(self.problems("{reference}", Occasion.NOW_OPEN)) == 1


class TestFill:
    @pytest.fixture
    def filled(self, make_submission, make_message):
        """Fill a text for a submission with ``values``."""

        def fill_in(text: str, occasion=Occasion.RECEIVED, language="en", **values) -> str:
            submission = make_submission("RX34-K7PQ", **values)
            return fill(text, make_message(submission, occasion=occasion, language=language))

        return fill_in

    @pytest.mark.parametrize(
        ("name", "occasion", "values", "text"),
        [
            ("reference", Occasion.RECEIVED, {}, "RX34-K7PQ"),
            ("offer", Occasion.RECEIVED, {}, "Theme course & talks"),
            ("intake", Occasion.RECEIVED, {}, "Start 8 November in Odense"),
            ("name", Occasion.RECEIVED, {"contact_name": "Ada Holm"}, "Ada Holm"),
            ("organisation", Occasion.RECEIVED, {"organisation": "Holm & Co"}, "Holm & Co"),
            ("participants", Occasion.RECEIVED, {"people": 2}, "2"),
            ("answer_by", Occasion.OFFERED, {"offered_until": A_DAY}, "1 October 2026 at 23:59"),
            ("number_in_line", Occasion.WAITING, {"state": State.WAITING}, "1"),
            ("reason", Occasion.REJECTED, {"decision_reason": "Too many."}, "Too many."),
            ("starts", Occasion.REMINDER, {}, "8 November 2026 at 09:00"),
            (
                "sessions",
                Occasion.REMINDER,
                {},
                "- Day 1: 8 November 2026 at 09:00–16:00, Town Hall\n"
                "- Day 2: 9 November 2026 at 09:30–14:30, online",
            ),
            ("journal_number", Occasion.RECEIVED, {"journal_number": "26-1"}, "26-1"),
            ("contact", Occasion.RECEIVED, {"texts": {"case_office_email": "a@b.dk"}}, "a@b.dk"),
            ("link", Occasion.RECEIVED, {}, "[[receipt-link]]"),
        ],
    )
    def test_what_each_gives(self, filled, name, occasion, values, text):
        assert filled(f"{{{name}}}", occasion, **values) == text

    def test_what_the_intake_gives(self, intake, filled):
        intake.closes_at, intake.decision_expected_text = A_DAY, "mid-October"
        intake.save()
        text = filled("{deadline}\n{answer_expected}")
        assert text == "1 October 2026 at 23:59\nmid-October"

    def test_dates_in_the_language_of_the_mail(self, filled):
        text = filled("{starts}", Occasion.REMINDER, language="da")
        assert text.startswith("8. november 2026 kl.")

    def test_the_contact_people_of_the_offer(self, intake, offer, filled):
        person = ContactPersonFactory(name="Bo", phone="00000000", hours="9–15", email="b@b.dk")
        intake.page = EventPageFactory(parent=offer, contacts=[person])
        intake.save()
        assert filled("{contact}") == "Bo, 00000000 (9–15), b@b.dk"

    def test_the_case_office_goes_to_the_admin(self, filled):
        assert filled("{link}", Occasion.OFFICE_NEW).startswith("http://testserver/admin/")

    def test_a_subscriber_goes_to_the_offer(self, intake, make_message):
        about = Subscription.objects.create(
            intake=intake, email="s@example.dk", language="en", keep_until="2030-01-01"
        )
        message = make_message(submission=None, subscription=about, occasion=Occasion.NOW_OPEN)
        assert fill("{offer}: {link}", message) == "Theme course & talks: https://www.example.dk/"

    def test_a_line_with_nothing_to_put_in_is_left_out(self, filled):
        assert filled("Hello\nDeadline: {deadline}\nBye") == "Hello\nBye"

    def test_a_paragraph_with_nothing_to_put_in_leaves_no_gap(self, filled):
        assert filled("Hello\n\nDeadline: {deadline}\n\nBye") == "Hello\n\nBye"

    def test_a_prepared_decision_is_nobodys_to_see(self, filled):
        values = {"pending_state": PendingState.REJECT, "decision_reason": "Secret so far"}
        assert filled("A\n{reason}", Occasion.WAITING, **values) == "A"

    def test_what_was_typed_is_not_filled_in_again(self, filled):
        assert filled("{name}", contact_name="{reference} {link}") == "{reference} {link}"

    def test_what_was_typed_is_no_link(self, filled):
        text = filled("{name}", contact_name="http://evil.example")
        assert text == "http\u200b://evil\u200b.example"

    def test_what_was_typed_is_not_the_sign_of_the_secret_link(self, filled):
        assert filled("{name}", contact_name="[[receipt-link]]") == "[\u200b[receipt-link]]"

    def test_what_was_typed_stays_on_its_line(self, filled):
        assert filled("{name}", contact_name="Ada\n\nYou have won") == "Ada You have won"

    @pytest.mark.parametrize("name", ["xyzzy", "answer_by", "name.__class__", ""])
    def test_what_the_check_refuses_is_never_sent(self, filled, name):
        with pytest.raises(UnknownPlaceholder):
            filled(f"{{{name}}}")

    def test_the_case_office_never_gets_a_name(self, filled):
        with pytest.raises(UnknownPlaceholder):
            filled("{name}", Occasion.OFFICE_NEW)


class TestTable:
    def test_names_are_one_of_a_kind(self):
        names = [placeholder.name for placeholder in TABLE]
        assert len(names) == len(set(names))

    @pytest.mark.parametrize("occasion", sorted(Occasion))
    def test_each_mail_can_name_the_offer_and_lead_on(self, occasion):
        names = {placeholder.name for placeholder in placeholders.for_occasion(occasion)}
        assert names >= {"offer", "intake", "link"}
