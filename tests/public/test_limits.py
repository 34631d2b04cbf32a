"""How many forms one address may send, and whose address that is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from wagtail_inddragelse.models import Submission
from wagtail_inddragelse.public import limits
from wagtail_inddragelse.public.limits import client_address, is_over_limit

PROBLEM = "A lot of forms have come from your network. Wait an hour and send yours again."


@pytest.fixture
def limit(settings):
    def limit(number: int, **values) -> None:
        settings.WAGTAIL_INDDRAGELSE = {"RATE_LIMIT": number, **values}

    return limit


def send(browser, form, n: int, **headers):
    person = {"contact_name": "Ada Holm", "contact_email": f"{n}@example.dk"}
    return browser.send(form, after=dt.timedelta(seconds=9), headers=headers, **person)


class TestSending:
    def test_a_municipality_behind_one_address_can_sign_up(self, browser, form, intake):
        intake.capacity = None
        intake.save()

        assert {send(browser, form, n).status for n in range(40)} == {303}

    def test_what_is_too_much_is_told_and_loses_nothing(self, browser, form, limit):
        limit(2)
        answers = [send(browser, form, n) for n in range(3)]

        assert [answer.status for answer in answers] == [303, 303, 429]
        assert answers[2].problem == PROBLEM
        assert answers[2].fields["contact_email"] == "2@example.dk"
        assert Submission.objects.count() == 2

    def test_after_an_hour_it_can_be_sent(self, browser, form, limit):
        limit(1)
        _first, refused = (send(browser, form, n) for n in range(2))

        assert browser.send(refused, after=dt.timedelta(hours=1, seconds=1)).status == 303

    def test_another_address_has_a_limit_of_its_own(self, browser, form, limit):
        limit(1)
        answers = [send(browser, form, n, REMOTE_ADDR=f"192.0.2.{n}") for n in range(2)]

        assert [answer.status for answer in answers] == [303, 303]

    def test_a_made_up_header_gives_no_other_address(self, browser, form, limit):
        limit(1)
        answers = [send(browser, form, n, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}") for n in range(2)]

        assert [answer.status for answer in answers] == [303, 429]

    def test_a_made_up_start_of_the_header_gives_no_other_address(self, browser, form, limit):
        limit(1, TRUSTED_PROXIES=1)
        headers = [f"192.0.2.{n}, 198.51.100.7" for n in range(2)]
        answers = [
            send(browser, form, n, HTTP_X_FORWARDED_FOR=header) for n, header in enumerate(headers)
        ]

        assert [answer.status for answer in answers] == [303, 429]

    def test_none_at_all_turns_it_off(self, browser, form, limit):
        limit(0)

        assert {send(browser, form, n).status for n in range(3)} == {303}

    def test_the_cache_holds_no_address(self, browser, form):
        send(browser, form, 1, REMOTE_ADDR="198.51.100.7")

        assert [key for key in cache._cache if "limit" in key]
        assert [key for key in cache._cache if "198.51" in key] == []

    def test_a_cache_that_stores_nothing_stops_nobody(self, browser, form, limit, settings):
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        limit(1)

        assert {send(browser, form, n).status for n in range(3)} == {303}


class TestClientAddress:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "expected"),
        [
            (0, None, "10.0.0.1"),
            (0, "192.0.2.1", "10.0.0.1"),
            (1, None, "10.0.0.1"),
            (1, "192.0.2.1", "192.0.2.1"),
            (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
            (2, "203.0.113.9, 192.0.2.1, 198.51.100.7", "192.0.2.1"),
            (2, "192.0.2.1", "10.0.0.1"),
            (1, " , 192.0.2.1 ,", "192.0.2.1"),
            (1, "2001:db8::1", "2001:db8::1"),
        ],
    )
    def test_it_is_the_one_before_the_trusted_proxies(self, limit, proxies, forwarded, expected):
        limit(1, TRUSTED_PROXIES=proxies)
        headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

        request = RequestFactory().post("/", REMOTE_ADDR="10.0.0.1", **headers)

        assert client_address(request) == expected


def test_kinds_are_counted_apart(limit):
    limit(1)
    request = RequestFactory().post("/")

    assert [is_over_limit(request) for _attempt in range(2)] == [False, True]
    assert not is_over_limit(request, "kept")


class TestProxy:
    """A proxy that the settings do not name is seen at work."""

    BEHIND = {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}

    @pytest.fixture(autouse=True)
    def _fresh(self):
        limits._warn_of_proxy.cache_clear()

    def ask(self, **headers) -> bool:
        """Count one attempt with these headers; whether a proxy has been seen by then."""
        is_over_limit(RequestFactory().post("/", **headers))
        return limits.has_unnamed_proxy()

    def test_it_is_noted(self):
        assert self.ask(**self.BEHIND)

    def test_it_is_said_once(self, caplog):
        for _n in range(3):
            self.ask(**self.BEHIND)
        assert caplog.messages == [
            "A proxy stands before the site and TRUSTED_PROXIES is 0: all visitors share one limit."
        ]

    def test_without_the_header_there_is_none(self):
        assert not self.ask()

    def test_a_stranger_who_makes_the_header_up_proves_nothing(self):
        assert not self.ask(REMOTE_ADDR="8.8.8.8", **self.BEHIND)

    def test_a_socket_has_no_address(self):
        assert self.ask(REMOTE_ADDR="", **self.BEHIND)

    def test_one_that_is_named_is_none_to_tell_of(self, limit):
        assert self.ask(**self.BEHIND)
        limit(1, TRUSTED_PROXIES=1)
        assert not self.ask(**self.BEHIND)
