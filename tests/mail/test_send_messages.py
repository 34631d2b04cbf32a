"""The command that cron runs."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from wagtail_inddragelse.models import Delivery


def run() -> str:
    out = io.StringIO()
    call_command("send_messages", stdout=out)
    return out.getvalue()


def test_it_sends_what_is_left_over(message, mail_server):
    assert run() == "1 sent, 0 to be tried again, 0 given up\n"
    message.refresh_from_db()
    assert message.delivery == Delivery.SENT


def test_with_nothing_to_do_it_is_content(db):
    assert run() == "0 sent, 0 to be tried again, 0 given up\n"


def test_a_mail_that_could_not_be_sent_makes_it_fail(make_message, no_mail_server):
    make_message()
    make_message(attempts=7)
    with pytest.raises(CommandError) as raised:
        run()
    assert str(raised.value) == "0 sent, 1 to be tried again, 1 given up"
    assert raised.value.returncode == 1
