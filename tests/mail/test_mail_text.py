"""Whose text a mail has: the agency's own or the standard one."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from bs4 import BeautifulSoup

from tests.site.models import PlainPage
from wagtail_inddragelse.mail.mail_text import standard_text
from wagtail_inddragelse.mail.placeholders import UnknownPlaceholder, check
from wagtail_inddragelse.mail.rendering import render, render_unlinked
from wagtail_inddragelse.models import MailText, Occasion, State, Subscription
from wagtail_inddragelse.testing.factories import MailTextFactory

from . import snapshots
from .conftest import COPENHAGEN

pytestmark = pytest.mark.usefixtures("before_the_course")

OWN = {"headline": "Welcome", "text": "Dear {name}\n\nSee {link}."}


@pytest.fixture
def make_mail_text(offer):
    """Set a text for the mail that confirms, in English, on the offer."""

    def make(**values) -> MailText:
        return MailTextFactory(**{"page": offer, "language": "en", **OWN, **values})

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

    def test_that_of_the_offer(self, make_mail_text, rendered):
        make_mail_text()
        assert rendered()[0] == "Welcome: Theme course & talks (RX34-K7PQ)"

    def test_that_of_a_branch(self, make_mail_text, root, rendered):
        make_mail_text(page=root)
        assert rendered()[0] == "Welcome: Theme course & talks (RX34-K7PQ)"

    def test_the_nearest(self, make_mail_text, root, rendered):
        make_mail_text(headline="Near")
        make_mail_text(page=root, headline="Far")
        assert rendered()[0] == "Near: Theme course & talks (RX34-K7PQ)"

    def test_not_that_of_a_neighbour(self, make_mail_text, root, rendered):
        neighbour = root.add_child(instance=PlainPage(title="Other", slug="other"))
        make_mail_text(page=neighbour)
        assert rendered()[0] == "You are signed up: Theme course & talks (RX34-K7PQ)"

    def test_not_that_of_a_page_below(self, make_mail_text, offer, rendered):
        below = offer.add_child(instance=PlainPage(title="Below", slug="below"))
        make_mail_text(page=below)
        assert rendered()[0] == "You are signed up: Theme course & talks (RX34-K7PQ)"

    @pytest.mark.parametrize("other", [{"language": "da"}, {"occasion": Occasion.WAITING}])
    def test_not_that_of_another_mail(self, make_mail_text, rendered, other):
        make_mail_text(**other)
        assert rendered()[0] == "You are signed up: Theme course & talks (RX34-K7PQ)"

    def test_for_a_subscriber(self, intake, make_mail_text, make_message):
        make_mail_text(occasion=Occasion.NOW_OPEN, text="Go to {link}.")
        about = Subscription.objects.create(
            intake=intake, email="s@example.dk", language="en", keep_until="2030-01-01"
        )
        message = make_message(submission=None, subscription=about, occasion=Occasion.NOW_OPEN)
        subject, _, html = render(message)
        assert subject == "Welcome: Theme course & talks"
        anchor = '<a href="https://www.example.dk/">https://www.example.dk/</a>'
        assert f"Go to {anchor}." in html


class TestOwnText:
    def test_the_whole_mail(self, make_mail_text, rendered):
        make_mail_text(text="Dear {name}\n\nDeadline: {deadline}\n\nYour page: {link}.\n{starts}")
        subject, text, html = rendered()
        snapshots.assert_matches("own_text", f"{subject}\n\n{text}\n{'=' * 72}\n{html}")

    def test_one_that_broke_stops_no_mail(self, make_mail_text, rendered, caplog):
        broken = make_mail_text(text="Dear {gone} {name}")
        with caplog.at_level(logging.ERROR):
            subject, text, _ = rendered()
        assert subject == "You are signed up: Theme course & talks (RX34-K7PQ)"
        assert text.startswith("You have a place")
        assert caplog.messages == [
            f"Mail text {broken.pk} can't be used, the standard text is: UnknownPlaceholder"
        ]

    def test_what_an_applicant_typed_is_no_markup_and_no_link(self, make_mail_text, rendered):
        make_mail_text()
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

    def test_django_tags_mean_nothing(self, make_mail_text, rendered):
        make_mail_text(text="{% now 'Y' %} {{ settings.SECRET_KEY }}".replace("{", "<"))
        assert "<% now 'Y' %} << settings.SECRET_KEY }}" in rendered()[1]

    def test_the_offer_and_the_reference_are_said_once_in_the_subject(
        self, make_mail_text, rendered
    ):
        make_mail_text(headline="{reference}: welcome to {offer}")
        assert rendered()[0] == "RX34-K7PQ: welcome to Theme course & talks"


class TestGivenText:
    def test_they_come_before_all_others(self, make_mail_text, make_submission, make_message):
        make_mail_text()
        message = make_message(make_submission("RX34-K7PQ"), occasion=Occasion.FREE)
        subject, text, _ = render(message, MailText(headline="Parking", text="Dear {name}"))
        assert subject == "Parking: Theme course & talks (RX34-K7PQ)"
        assert text.startswith(f"Dear {message.submission.contact_name}\n\nReference: RX34-K7PQ\n")

    def test_unknown_ones_are_refused(self, message):
        with pytest.raises(UnknownPlaceholder):
            render(message, MailText(headline="Parking", text="{xyzzy}"))


class TestUnlinked:
    def test_the_secret_link_leads_nowhere(self, message):
        _, text, html = render_unlinked(message, MailText(headline="A", text="See {link}."))
        assert "See (the reader’s own link)." in text
        assert 'See <a href="#">(the reader’s own link)</a>.' in html
        assert "receipt" not in text + html


class TestStandardText:
    @pytest.mark.parametrize("is_assessed", [True, False])
    @pytest.mark.parametrize("language", ["da", "en"])
    @pytest.mark.parametrize("occasion", sorted(set(Occasion) - {Occasion.FREE}))
    def test_they_can_be_saved(self, occasion, language, is_assessed):
        standard = standard_text(occasion, language, is_assessed=is_assessed)
        assert check(standard.headline, occasion, in_subject=True) == []
        assert check(standard.text, occasion) == []
        assert 0 < len(standard.headline) <= 100
        assert "{offer}" in standard.text

    @pytest.mark.parametrize("occasion", [Occasion.OFFERED, Occasion.WAITING, Occasion.ACCEPTED])
    def test_they_say_the_same(self, occasion, make_submission, make_message):
        state = State.WAITING if occasion == Occasion.WAITING else State.OFFERED
        until = dt.datetime(2026, 9, 8, 12, tzinfo=COPENHAGEN)
        submission = make_submission("RX34-K7PQ", state=state, offered_until=until)
        message = make_message(submission, occasion=occasion)
        standard = standard_text(occasion, "en", is_assessed=True)
        assert render(message, standard) == render(message)
