"""Whose words a mail uses: the agency's own or the standard ones."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from bs4 import BeautifulSoup

from tests.site.models import PlainPage
from wagtail_inddragelse.mail.mail_text import Words, words_to_begin_with
from wagtail_inddragelse.mail.placeholders import UnknownPlaceholder, check
from wagtail_inddragelse.mail.rendering import render, render_unlinked
from wagtail_inddragelse.models import MessageTemplate, Occasion, State, Subscription
from wagtail_inddragelse.testing.factories import MessageTemplateFactory

from . import snapshots
from .conftest import COPENHAGEN

pytestmark = pytest.mark.usefixtures("before_the_course")

OWN = {"headline": "Welcome", "text": "Dear {name}\n\nSee {link}."}


@pytest.fixture
def make_template(offer):
    """Set a text for the mail that confirms, in English, on the offer."""

    def make(**values) -> MessageTemplate:
        return MessageTemplateFactory(**{"page": offer, "language": "en", **OWN, **values})

    return make


@pytest.fixture
def rendered(make_submission, make_message):
    """Render the mail that confirms a submission of Ada Holm's, with ``values``."""

    def make(occasion=Occasion.CONFIRMED, **values):
        values = {"contact_name": "Ada Holm", **values}
        submission = make_submission("RX34-K7PQ", **values)
        return render(make_message(submission, occasion=occasion))

    return make


class TestWhichHolds:
    def test_the_standard_text_without_one(self, rendered):
        assert rendered()[0] == "You are signed up: Theme course & talks (RX34-K7PQ)"

    def test_that_of_the_offer(self, make_template, rendered):
        make_template()
        assert rendered()[0] == "Welcome: Theme course & talks (RX34-K7PQ)"

    def test_that_of_a_branch(self, make_template, root, rendered):
        make_template(page=root)
        assert rendered()[0] == "Welcome: Theme course & talks (RX34-K7PQ)"

    def test_the_nearest(self, make_template, root, rendered):
        make_template(headline="Near")
        make_template(page=root, headline="Far")
        assert rendered()[0] == "Near: Theme course & talks (RX34-K7PQ)"

    def test_not_that_of_a_neighbour(self, make_template, root, rendered):
        neighbour = root.add_child(instance=PlainPage(title="Other", slug="other"))
        make_template(page=neighbour)
        assert rendered()[0] == "You are signed up: Theme course & talks (RX34-K7PQ)"

    def test_not_that_of_a_page_below(self, make_template, offer, rendered):
        below = offer.add_child(instance=PlainPage(title="Below", slug="below"))
        make_template(page=below)
        assert rendered()[0] == "You are signed up: Theme course & talks (RX34-K7PQ)"

    @pytest.mark.parametrize("other", [{"language": "da"}, {"occasion": Occasion.WAITING}])
    def test_not_that_of_another_mail(self, make_template, rendered, other):
        make_template(**other)
        assert rendered()[0] == "You are signed up: Theme course & talks (RX34-K7PQ)"

    def test_for_a_subscriber(self, intake, make_template, make_message):
        make_template(occasion=Occasion.NOW_OPEN, text="Go to {link}.")
        about = Subscription.objects.create(
            intake=intake, email="s@example.dk", language="en", keep_until="2030-01-01"
        )
        message = make_message(submission=None, subscription=about, occasion=Occasion.NOW_OPEN)
        subject, _, html = render(message)
        assert subject == "Welcome: Theme course & talks"
        anchor = '<a href="https://www.example.dk/">https://www.example.dk/</a>'
        assert f"Go to {anchor}." in html


class TestOwnWords:
    def test_the_whole_mail(self, make_template, rendered):
        make_template(text="Dear {name}\n\nDeadline: {deadline}\n\nYour page: {link}.\n{starts}")
        subject, text, html = rendered()
        snapshots.assert_matches("own_text", f"{subject}\n\n{text}\n{'=' * 72}\n{html}")

    def test_a_template_that_broke_stops_no_mail(self, make_template, rendered, caplog):
        template = make_template(text="Dear {gone} {name}")
        with caplog.at_level(logging.ERROR):
            subject, text, _ = rendered()
        assert subject == "You are signed up: Theme course & talks (RX34-K7PQ)"
        assert text.startswith("You have a place")
        assert caplog.messages == [
            f"Mail text {template.pk} can't be used, the standard text is: UnknownPlaceholder"
        ]

    def test_what_an_applicant_typed_is_no_markup_and_no_link(self, make_template, rendered):
        make_template()
        name = '<a href="http://evil.example">{link}</a> [[receipt-link]] javascript:alert(1)'
        _, text, html = rendered(contact_name=name)
        soup = BeautifulSoup(html, "html.parser")
        assert {a["href"] for a in soup.find_all("a")} == {
            "[[receipt-link]]",
            "mailto:sager@example.dk",
            "https://meet.example.dk/secret-room",
        }
        assert "http://evil" not in text + html
        assert "evil.example" not in text + html
        assert "{link}</a> [\u200b[receipt-link]]" in text

    def test_django_tags_mean_nothing(self, make_template, rendered):
        make_template(text="{% now 'Y' %} {{ settings.SECRET_KEY }}".replace("{", "<"))
        assert "<% now 'Y' %} << settings.SECRET_KEY }}" in rendered()[1]

    def test_the_offer_and_the_reference_are_said_once_in_the_subject(
        self, make_template, rendered
    ):
        make_template(headline="{reference}: welcome to {offer}")
        assert rendered()[0] == "RX34-K7PQ: welcome to Theme course & talks"


class TestGivenWords:
    def test_they_come_before_all_others(self, make_template, make_submission, make_message):
        make_template()
        message = make_message(make_submission("RX34-K7PQ"), occasion=Occasion.FREE)
        subject, text, _ = render(message, Words("Parking", "Dear {name}"))
        assert subject == "Parking: Theme course & talks (RX34-K7PQ)"
        assert text.startswith(f"Dear {message.submission.contact_name}\n\nReference: RX34-K7PQ\n")

    def test_unknown_ones_are_refused(self, message):
        with pytest.raises(UnknownPlaceholder):
            render(message, Words("Parking", "{xyzzy}"))


class TestUnlinked:
    def test_the_secret_link_leads_nowhere(self, message):
        _, text, html = render_unlinked(message, Words("A", "See {link}."))
        assert "See (the reader’s own link)." in text
        assert 'See <a href="#">(the reader’s own link)</a>.' in html
        assert "receipt" not in text + html


class TestToBeginWith:
    @pytest.mark.parametrize("is_assessed", [True, False])
    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("occasion", sorted(set(Occasion) - {Occasion.FREE}))
    def test_they_can_be_saved(self, occasion, language, is_assessed):
        words = words_to_begin_with(occasion, language, is_assessed=is_assessed)
        assert check(words.headline, occasion, in_subject=True) == []
        assert check(words.text, occasion) == []
        assert 0 < len(words.headline) <= 100
        assert "{offer}" in words.text

    @pytest.mark.parametrize("occasion", [Occasion.OFFERED, Occasion.WAITING, Occasion.ACCEPTED])
    def test_they_say_the_same(self, occasion, make_submission, make_message):
        state = State.WAITING if occasion == Occasion.WAITING else State.OFFERED
        until = dt.datetime(2026, 9, 8, 12, tzinfo=COPENHAGEN)
        submission = make_submission("RX34-K7PQ", state=state, offered_until=until)
        message = make_message(submission, occasion=occasion)
        words = words_to_begin_with(occasion, "en", is_assessed=True)
        assert render(message, words) == render(message)
