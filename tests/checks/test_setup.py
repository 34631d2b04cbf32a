import copy

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from wagtail_inddragelse.checks import setup as checks
from wagtail_inddragelse.testing.factories import EventPageFactory

from .findings import ids, only, ours


def a_function():
    """Something a dotted path can lead to."""


NOT_A_FUNCTION = "text"


class TestSettings:
    def test_a_site_without_the_dict_is_fine(self, settings):
        del settings.WAGTAIL_INDDRAGELSE
        assert ids(checks.check_settings) == []

    def test_every_default_fits_its_own_type(self, settings):
        settings.WAGTAIL_INDDRAGELSE = {
            name: setting.default for name, setting in checks.SETTINGS.items()
        }
        assert ids(checks.check_settings) == []

    @pytest.mark.parametrize("value", [None, [], "base.html", {"BASE_TEMPLATE"}])
    def test_anything_but_a_dict_is_refused(self, settings, value):
        settings.WAGTAIL_INDDRAGELSE = value
        assert ids(checks.check_settings) == ["E001"]

    @pytest.mark.parametrize("value", [None, [], 7])
    def test_the_other_checks_live_with_anything_but_a_dict(self, settings, send_through, value):
        send_through("django.core.mail.backends.smtp.EmailBackend")
        settings.WAGTAIL_INDDRAGELSE = value
        assert ours() == ["E001"]

    @pytest.mark.parametrize(
        ("key", "nearest"),
        [
            ("BASE_TEMPLTE", "BASE_TEMPLATE"),
            ("base_template", "BASE_TEMPLATE"),
            ("CASE_OFFICE_MAIL", "CASE_OFFICE_EMAIL"),
            ("RATELIMIT", "RATE_LIMIT"),
        ],
    )
    def test_an_unknown_key_is_refused_and_the_nearest_named(self, settings, key, nearest):
        settings.WAGTAIL_INDDRAGELSE = {key: "base.html"}
        message = only(checks.check_settings)
        assert (message.id, message.msg, message.hint) == (
            "wagtail_inddragelse.E002",
            f"WAGTAIL_INDDRAGELSE has no key {key!r}.",
            f"Did you mean {nearest!r}?",
        )

    @pytest.mark.parametrize("key", ["XYZ", 7, None])
    def test_a_key_like_no_other_gets_the_whole_list(self, settings, key):
        settings.WAGTAIL_INDDRAGELSE = {key: "base.html"}
        assert only(checks.check_settings).hint == f"Known keys: {', '.join(checks.SETTINGS)}."

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("BASE_TEMPLATE", 7),
            ("BASE_TEMPLATE", None),
            ("FEW_PLACES", "3"),
            ("FEW_PLACES", True),
            ("FEW_PLACES", -1),
            ("FEW_PLACES", 2.5),
            ("ATTACHMENT_TYPES", "pdf"),
            ("ATTACHMENT_TYPES", [1]),
            ("ATTACHMENT_TYPES", None),
        ],
    )
    def test_a_value_of_the_wrong_type_is_refused(self, settings, key, value):
        settings.WAGTAIL_INDDRAGELSE = {key: value}
        assert ids(checks.check_settings) == ["E003"]

    def test_the_hint_says_what_the_setting_means_and_its_default(self, settings):
        settings.WAGTAIL_INDDRAGELSE = {"MAIL_MAX_ATTEMPTS": "many"}
        message = only(checks.check_settings)
        assert (message.msg, message.hint) == (
            "WAGTAIL_INDDRAGELSE['MAIL_MAX_ATTEMPTS'] is 'many' and must be a whole number, "
            "0 or more.",
            "After this many failed attempts a message is failed. Default: 8.",
        )

    def test_each_wrong_key_gets_a_message_of_its_own(self, settings):
        settings.WAGTAIL_INDDRAGELSE = {"FEW": 3, "RATE_LIMIT": "200", "FEW_PLACES": 3}
        assert ids(checks.check_settings) == ["E002", "E003"]

    def test_a_list_may_be_a_tuple_and_a_folder_a_path(self, settings, tmp_path):
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_TYPES": ("pdf",), "PRIVATE_ROOT": tmp_path}
        assert ids(checks.check_settings) == []


class TestApps:
    def test_the_test_site_has_them_all(self):
        assert ids(checks.check_apps) == []

    @pytest.mark.parametrize("name", checks.NEEDED_APPS)
    def test_a_missing_app_is_named(self, uninstall, name):
        uninstall(name)
        message = only(checks.check_apps)
        assert (message.id, message.hint) == (
            "wagtail_inddragelse.E004",
            f'Add "{name}" to INSTALLED_APPS.',
        )


class TestPageModel:
    def test_the_stock_page_takes_our_page_types(self):
        assert apps.is_installed("wagtail_inddragelse.pages")
        assert ids(checks.check_page_model) == []

    def test_another_page_model_does_not(self, settings):
        settings.WAGTAIL_PAGE_MODEL = "core.BasePage"
        message = only(checks.check_page_model)
        assert message.id == "wagtail_inddragelse.E005"
        assert message.msg.endswith("but WAGTAIL_PAGE_MODEL is 'core.BasePage'.")

    def test_another_page_model_without_our_page_types_is_fine(self, settings, uninstall):
        settings.WAGTAIL_PAGE_MODEL = "core.BasePage"
        uninstall("wagtail_inddragelse.pages")
        assert ids(checks.check_page_model) == []


class TestPageTypes:
    def test_ours_are_enough(self):
        assert ids(checks.check_page_types) == []

    def test_a_site_without_any_is_told_what_is_forgotten(self, monkeypatch):
        monkeypatch.setattr(checks, "get_offer_models", list)
        message = only(checks.check_page_types)
        assert (message.id, message.hint) == (
            "wagtail_inddragelse.W012",
            'Add "wagtail_inddragelse.pages" to INSTALLED_APPS, or the mixins of '
            "wagtail_inddragelse.pages.mixins to page types of your own.",
        )


@pytest.mark.django_db
class TestPagesLeft:
    """Pages of ours are there, and the app that shows them was taken out."""

    ASKED = {"databases": ["default"]}

    @pytest.fixture(autouse=True)
    def _page(self, home):
        page = EventPageFactory()
        label = ContentType.objects.get_for_model(page).app_label
        assert label == checks.PAGES_LABEL

    def test_with_the_app_they_can_be_shown(self):
        assert ids(checks.check_pages_left, **self.ASKED) == []

    def test_without_it_they_are_counted(self, uninstall):
        uninstall("wagtail_inddragelse.pages")
        message = only(checks.check_pages_left, **self.ASKED)
        assert (message.id, message.msg) == (
            "wagtail_inddragelse.W013",
            "wagtail_inddragelse.pages is not in INSTALLED_APPS, and 1 of its pages can’t be "
            "shown.",
        )

    def test_no_database_is_asked_that_was_not_named(self, uninstall):
        uninstall("wagtail_inddragelse.pages")
        assert ids(checks.check_pages_left, databases=None) == []


class TestUrls:
    def test_the_test_site_includes_them(self):
        assert ids(checks.check_urls) == []

    @pytest.mark.urls("wagtail.urls")
    def test_a_site_without_them_is_told_what_to_write(self):
        message = only(checks.check_urls)
        assert (message.id, message.hint) == (
            "wagtail_inddragelse.E006",
            'Add path("inddragelse/", include("wagtail_inddragelse.urls")) to wagtail.urls, '
            "above Wagtail's own include.",
        )


class TestBaseTemplate:
    @pytest.fixture
    def templates(self, settings, tmp_path):
        """A function that writes templates of a site that has no others in its folders."""
        engines = copy.deepcopy(settings.TEMPLATES)
        engines[0]["DIRS"] = [tmp_path]
        settings.TEMPLATES = engines

        def write(**sources):
            for name, source in sources.items():
                (tmp_path / f"{name}.html").write_text(source)

        return write

    def test_the_test_site_has_one(self):
        assert ids(checks.check_base_template) == []

    def test_a_missing_one_is_named(self, settings):
        settings.WAGTAIL_INDDRAGELSE = {"BASE_TEMPLATE": "nowhere.html"}
        message = only(checks.check_base_template)
        assert message.id == "wagtail_inddragelse.E007"
        assert message.msg.startswith("The base template 'nowhere.html' cannot be loaded")

    def test_one_that_extends_a_missing_template_is_refused(self, templates):
        templates(base="{% extends 'gone.html' %}")
        message = only(checks.check_base_template)
        assert message.msg == (
            "The base template 'base.html' cannot be loaded: there is no gone.html."
        )

    def test_one_without_a_block_for_the_content_warns(self, templates):
        templates(base="<main>{% block main %}{% endblock %}</main>")
        assert ids(checks.check_base_template) == ["W001"]

    @pytest.mark.parametrize(
        "base",
        [
            "{% extends 'root.html' %}",
            "{% extends 'root.html' %}{% block title %}{% endblock %}",
            "{% block a %}{% if b %}{% block content %}{% endblock %}{% endif %}{% endblock %}",
            "{% extends chosen_while_rendering %}",
        ],
    )
    def test_the_block_may_be_inherited_or_nested(self, templates, base):
        templates(root="{% block content %}{% endblock %}", base=base)
        assert ids(checks.check_base_template) == []

    def test_a_chain_that_never_has_the_block_warns(self, templates):
        templates(root="{% block main %}{% endblock %}", base="{% extends 'root.html' %}")
        assert ids(checks.check_base_template) == ["W001"]


class TestDatabase:
    @pytest.fixture
    def database(self, monkeypatch):
        """A function that gives the connection another backend's name and options."""

        def describe(vendor, **options):
            monkeypatch.setattr(connection, "vendor", vendor)
            monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)

        return describe

    def test_the_test_site_is_set_up_right(self):
        assert ids(checks.check_database) == []

    @pytest.mark.parametrize("options", [{}, {"transaction_mode": "DEFERRED"}])
    def test_sqlite_that_locks_late_warns(self, database, options):
        database("sqlite", **options)
        assert ids(checks.check_database) == ["W002"]

    def test_the_hint_says_what_to_write(self, database):
        database("sqlite")
        assert only(checks.check_database).hint == (
            'Set DATABASES[\'default\']["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}.'
        )

    @pytest.mark.parametrize("mode", ["IMMEDIATE", "immediate", "EXCLUSIVE"])
    def test_sqlite_that_locks_at_once_is_fine(self, database, mode):
        database("sqlite", transaction_mode=mode)
        assert ids(checks.check_database) == []

    @pytest.mark.parametrize("vendor", ["postgresql", "mysql"])
    def test_other_databases_lock_rows(self, database, vendor):
        database(vendor)
        assert ids(checks.check_database) == []


class TestDottedPaths:
    def test_none_are_fine(self):
        assert ids(checks.check_dotted_paths) == []

    def test_functions_are_fine(self, settings):
        path = f"{__name__}.a_function"
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_SCANNER": path, "STREAMFIELD_BLOCKS": [path]}
        assert ids(checks.check_dotted_paths) == []

    @pytest.mark.parametrize("path", ["nodots", "no.such.module", f"{__name__}.no_such_function"])
    @pytest.mark.parametrize("key", checks.DOTTED_SETTINGS)
    def test_a_path_that_leads_nowhere_is_refused(self, settings, key, path):
        value = [path] if key == "STREAMFIELD_BLOCKS" else path
        settings.WAGTAIL_INDDRAGELSE = {key: value}
        message = only(checks.check_dotted_paths)
        assert message.id == "wagtail_inddragelse.E010"
        assert message.msg.startswith(f"WAGTAIL_INDDRAGELSE[{key!r}]: {path!r} cannot be imported")

    def test_a_path_to_something_else_than_a_function_is_refused(self, settings):
        settings.WAGTAIL_INDDRAGELSE = {"ATTACHMENT_SCANNER": f"{__name__}.NOT_A_FUNCTION"}
        assert only(checks.check_dotted_paths).msg.endswith("is not a function.")


class TestCache:
    def test_the_default_cache_is_there(self):
        assert ids(checks.check_cache) == []

    def test_an_unknown_one_is_refused_and_the_known_named(self, settings):
        settings.WAGTAIL_INDDRAGELSE = {"CACHE": "fast"}
        message = only(checks.check_cache)
        assert (message.id, message.hint) == ("wagtail_inddragelse.E011", "Use one of: default.")


def test_the_checks_run_with_the_sites_own(settings, send_through):
    send_through("django.core.mail.backends.smtp.EmailBackend")
    settings.USE_TZ = False
    assert ours() == ["E009"]


def test_the_test_site_passes_them_all(send_through):
    send_through("django.core.mail.backends.smtp.EmailBackend")
    assert ours() == []


@pytest.mark.django_db
def test_the_database_is_asked_by_checks_that_say_so(settings, send_through, uninstall, home):
    send_through("django.core.mail.backends.smtp.EmailBackend")
    EventPageFactory()
    uninstall("wagtail_inddragelse.pages")
    of_the_server = {"W021"}  # how the server that the tests run on compares
    found = [each for each in ours(databases=["default"]) if each not in of_the_server]
    assert (ours(), found) == ([], ["W010", "W013"])
