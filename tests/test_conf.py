import pytest

from wagtail_inddragelse.conf import SETTINGS, get_setting


@pytest.fixture
def site_dict(settings):
    """A function that sets the site's dict."""

    def write(**values):
        settings.WAGTAIL_INDDRAGELSE = values

    return write


@pytest.mark.parametrize("name", SETTINGS)
def test_a_site_that_says_nothing_gets_the_default(settings, name):
    del settings.WAGTAIL_INDDRAGELSE
    assert get_setting(name) == SETTINGS[name].default


def test_the_sites_value_wins(site_dict):
    site_dict(FEW_PLACES=5)
    assert get_setting("FEW_PLACES") == 5


def test_an_empty_value_wins_too(site_dict):
    site_dict(RATE_LIMIT=0)
    assert get_setting("RATE_LIMIT") == 0


def test_other_keys_keep_their_defaults(site_dict):
    site_dict(FEW_PLACES=5)
    assert get_setting("RATE_LIMIT") == SETTINGS["RATE_LIMIT"].default


def test_a_change_is_seen_at_once(site_dict):
    site_dict(FEW_PLACES=5)
    assert get_setting("FEW_PLACES") == 5
    site_dict(FEW_PLACES=6)
    assert get_setting("FEW_PLACES") == 6


@pytest.mark.parametrize("value", [None, 7, [], "FEW_PLACES"])
def test_what_is_not_a_dict_counts_as_empty(settings, value):
    settings.WAGTAIL_INDDRAGELSE = value
    assert get_setting("FEW_PLACES") == SETTINGS["FEW_PLACES"].default


def test_an_unknown_name_is_a_mistake_of_ours(site_dict):
    with pytest.raises(KeyError, match="NO_SUCH"):
        get_setting("NO_SUCH")


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_says_what_it_means(name):
    assert SETTINGS[name].help.endswith(".")
