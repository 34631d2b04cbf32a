"""What went wrong, in words for people who know nothing of mail servers."""

import pytest
from django.utils import translation

from wagtail_inddragelse.mail.mail_status import MailStatus, mail_status, trouble_text
from wagtail_inddragelse.models import Delivery, Message, Trouble

from .conftest import NOW


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


SENT = {"delivery": Delivery.SENT}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"delivery": Delivery.HELD}, MailStatus.HELD),
        ({"delivery": Delivery.FAILED}, MailStatus.FAILED),
        (SENT, MailStatus.SENT),
        (SENT | {"delivered_at": NOW}, MailStatus.DELIVERED),
        (SENT | {"bounced_at": NOW}, MailStatus.BOUNCED),
        (SENT | {"delivered_at": NOW, "complained_at": NOW}, MailStatus.COMPLAINED),
    ],
)
def test_what_is_last_known_counts(values, expected):
    assert mail_status(Message(**values)) == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("", ""),
        (
            "SMTPRecipientsRefused 550",
            "The mail server does not take mail for this address: it is probably wrong. "
            "(SMTPRecipientsRefused 550)",
        ),
        (
            "SMTPRecipientsRefused 451",
            "The mail server could not take mail for this address right now. "
            "(SMTPRecipientsRefused 451)",
        ),
        (
            "ConnectionRefusedError",
            "Our mail server could not be reached. (ConnectionRefusedError)",
        ),
        (
            "SMTPAuthenticationError 535",
            "Our mail server did not accept the site’s log-in. (SMTPAuthenticationError 535)",
        ),
        (
            "UnknownPlaceholder",
            "The mail could not be created from the mail text. (UnknownPlaceholder)",
        ),
        ("Interrupted", "The site stopped in the middle of the last attempt. (Interrupted)"),
        (
            "AnymailRequestsAPIError 422",
            "The mail server or mail service refused the mail. (AnymailRequestsAPIError 422)",
        ),
    ],
)
def test_an_error_of_ours(error, expected):
    assert trouble_text(Message(error=error)) == expected


def test_what_the_mail_service_reports_goes_before_an_old_error():
    message = Message(bounced_at=NOW, trouble=Trouble.INVALID, error="TimeoutError")
    assert trouble_text(message) == "The address is not a valid e-mail address."


def test_a_complaint():
    assert trouble_text(Message(complained_at=NOW)) == "The recipient reported it as spam."
