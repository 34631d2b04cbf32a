import pytest
from django.utils.module_loading import import_string

from wagtail_inddragelse.checks import mail as checks

from .findings import ids, only

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class OwnSMTP(import_string(SMTP)):
    """A site's own, which waits as Django's does."""


class TestMail:
    @pytest.mark.parametrize(
        "backend",
        [
            "django.core.mail.backends.console.EmailBackend",
            "django.core.mail.backends.dummy.EmailBackend",
            "django.core.mail.backends.filebased.EmailBackend",
            "django.core.mail.backends.locmem.EmailBackend",
            "anymail.backends.test.EmailBackend",
            "anymail.backends.console.EmailBackend",
        ],
    )
    def test_a_live_site_that_sends_nothing_warns(self, send_through, backend):
        import_string(backend)
        send_through(backend)
        assert ids(checks.check_mail) == ["W004"]

    def test_while_developing_mail_may_stay_home(self, settings, send_through):
        settings.DEBUG = True
        send_through("django.core.mail.backends.console.EmailBackend")
        assert ids(checks.check_mail) == []

    @pytest.mark.parametrize(
        "backend",
        [
            "django.core.mail.backends.smtp.EmailBackend",
            "anymail.backends.postmark.EmailBackend",
        ],
    )
    def test_a_live_site_that_sends_is_fine(self, send_through, backend):
        send_through(backend)
        assert ids(checks.check_mail) == []


class TestTimeout:
    @pytest.mark.parametrize("backend", [SMTP, f"{__name__}.OwnSMTP"])
    def test_a_server_that_is_waited_for_without_end_is_told_of(self, send_through, backend):
        send_through(backend, timeout=None)
        assert ids(checks.check_mail_timeout) == ["W005"]

    def test_one_that_is_given_seconds_is_fine(self, send_through):
        send_through(SMTP, timeout=10)
        assert ids(checks.check_mail_timeout) == []

    @pytest.mark.parametrize(
        "backend", ["anymail.backends.postmark.EmailBackend", "no.such.Backend"]
    )
    def test_others_have_times_of_their_own(self, send_through, backend):
        send_through(backend, timeout=None)
        assert ids(checks.check_mail_timeout) == []


class TestAddresses:
    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"CASE_OFFICE_EMAIL": "", "DEFAULT_FROM_EMAIL": ""},
            {"CASE_OFFICE_EMAIL": "sager@example.dk"},
            {"DEFAULT_FROM_EMAIL": "Styrelsen <post@example.dk>"},
        ],
    )
    def test_addresses_are_fine(self, settings, given):
        settings.WAGTAIL_INDDRAGELSE = given
        assert ids(checks.check_addresses) == []

    @pytest.mark.parametrize(
        "text", ["sager", "sager@", "a@example.dk, b@example.dk", "Sager <sager@example.dk>", " "]
    )
    def test_what_is_no_address_of_the_office_is_refused(self, settings, text):
        settings.WAGTAIL_INDDRAGELSE = {"CASE_OFFICE_EMAIL": text}
        message = only(checks.check_addresses)
        assert (message.id, message.msg) == (
            "wagtail_inddragelse.E015",
            f"WAGTAIL_INDDRAGELSE['CASE_OFFICE_EMAIL'] is {text!r}, which is not an e-mail "
            "address.",
        )

    @pytest.mark.parametrize("text", ["Styrelsen", "Styrelsen <post@>"])
    def test_nor_may_a_sender_be(self, settings, text):
        settings.WAGTAIL_INDDRAGELSE = {"DEFAULT_FROM_EMAIL": text}
        assert ids(checks.check_addresses) == ["E015"]


class TestSender:
    def test_the_agencys_own_is_fine(self):
        assert ids(checks.check_sender) == []

    def test_djangos_default_is_told_of_on_a_live_site(self, settings):
        settings.DEFAULT_FROM_EMAIL = "webmaster@localhost"
        assert ids(checks.check_sender) == ["W011"]

    def test_ours_goes_before_it(self, settings):
        settings.DEFAULT_FROM_EMAIL = "webmaster@localhost"
        settings.WAGTAIL_INDDRAGELSE = {"DEFAULT_FROM_EMAIL": "post@example.dk"}
        assert ids(checks.check_sender) == []

    def test_while_developing_it_may_stay(self, settings):
        settings.DEBUG, settings.DEFAULT_FROM_EMAIL = True, "webmaster@localhost"
        assert ids(checks.check_sender) == []


class TestTracking:
    POSTMARK = "anymail.backends.postmark.EmailBackend"

    def test_a_mail_service_that_can_not_report_is_named(self, send_through):
        send_through(self.POSTMARK)
        assert ids(checks.check_tracking) == ["I001"]

    def test_with_its_addresses_it_is_fine(self, settings, send_through):
        settings.ROOT_URLCONF = "tests.mail.anymail_urls"
        send_through(self.POSTMARK)
        assert ids(checks.check_tracking) == []

    def test_a_mail_server_reports_nothing_anyway(self, send_through):
        send_through("django.core.mail.backends.smtp.EmailBackend")
        assert ids(checks.check_tracking) == []
