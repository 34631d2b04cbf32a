import pytest
from wagtail.models import Site

from wagtail_inddragelse.checks import live as checks

from .findings import ids, only


class TestTimeZone:
    def test_aware_times_are_fine(self):
        assert ids(checks.check_time_zone) == []

    def test_naive_times_are_refused(self, settings):
        settings.USE_TZ = False
        assert ids(checks.check_time_zone) == ["E009"]

    @pytest.mark.parametrize("zone", ["UTC", "America/Chicago", "Europe/London"])
    def test_a_danish_site_with_another_clock_is_told(self, settings, zone):
        settings.TIME_ZONE = zone
        message = only(checks.check_time_zone)
        assert (message.id, message.hint) == (
            "wagtail_inddragelse.W008",
            'Set TIME_ZONE = "Europe/Copenhagen".',
        )

    @pytest.mark.parametrize("zone", ["Europe/Copenhagen", "Europe/Berlin", "America/Nuuk"])
    def test_the_same_clock_and_those_of_the_realm_are_fine(self, settings, zone):
        settings.TIME_ZONE = zone
        assert ids(checks.check_time_zone) == []

    def test_a_site_in_another_language_has_a_clock_of_its_own(self, settings):
        settings.TIME_ZONE, settings.LANGUAGE_CODE = "UTC", "en-gb"
        assert ids(checks.check_time_zone) == []


class TestDateFormats:
    def test_a_danish_site_writes_dates_in_its_own_way(self, settings):
        del settings.WAGTAIL_DATE_FORMAT, settings.WAGTAIL_DATETIME_FORMAT
        assert ids(checks.check_date_formats) == ["W020", "W020"]

    def test_one_that_has_chosen_is_left_alone(self):
        assert ids(checks.check_date_formats) == []

    def test_one_in_english_needs_none(self, settings):
        del settings.WAGTAIL_DATE_FORMAT, settings.WAGTAIL_DATETIME_FORMAT
        settings.LANGUAGE_CODE = "en-gb"
        assert ids(checks.check_date_formats) == []


class TestNumberOfFields:
    @pytest.mark.parametrize("taken", [10_000, 20_000, None])
    def test_many_are_fine(self, settings, taken):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = taken
        assert ids(checks.check_number_of_fields) == []

    def test_djangos_default_is_too_few(self, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
        message = only(checks.check_number_of_fields)
        assert (message.id, message.hint) == (
            "wagtail_inddragelse.W007",
            "Set DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000, as Wagtail's own template.",
        )


class TestBaseUrl:
    def test_the_sites_own_is_fine(self, settings):
        settings.WAGTAILADMIN_BASE_URL = "https://www.styrelsen.dk"
        assert ids(checks.check_base_url) == []

    @pytest.mark.parametrize(
        "address", ["", None, "http://example.com", "http://localhost:8000", "www.example.dk"]
    )
    def test_what_a_project_begins_with_is_told_of(self, settings, address):
        settings.WAGTAILADMIN_BASE_URL = address
        assert ids(checks.check_base_url) == ["W009"]

    def test_none_at_all_is_told_of(self, settings):
        del settings.WAGTAILADMIN_BASE_URL
        assert ids(checks.check_base_url) == ["W009"]

    def test_while_developing_it_may_stay(self, settings):
        settings.DEBUG, settings.WAGTAILADMIN_BASE_URL = True, "http://localhost:8000"
        assert ids(checks.check_base_url) == []


@pytest.mark.django_db
class TestSites:
    ASKED = {"databases": ["default"]}

    def name(self, host):
        Site.objects.update(hostname=host)

    def test_the_host_that_a_project_begins_with_is_told_of(self):
        message = only(checks.check_sites, **self.ASKED)
        assert (message.id, message.msg) == (
            "wagtail_inddragelse.W010",
            "A site in Wagtail has the host name 'localhost', and links in mails lead there.",
        )

    def test_the_sites_own_is_fine(self):
        self.name("www.styrelsen.dk")
        assert ids(checks.check_sites, **self.ASKED) == []

    def test_while_developing_it_may_stay(self, settings):
        settings.DEBUG = True
        assert ids(checks.check_sites, **self.ASKED) == []

    def test_a_database_that_is_not_asked_for_is_left_alone(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert ids(checks.check_sites, databases=None) == []

    def test_before_the_tables_are_made_there_is_nothing_to_say(self, monkeypatch):
        monkeypatch.setattr(Site._meta, "db_table", "not_made_yet")
        assert ids(checks.check_sites, **self.ASKED) == []
