"""The looks that the example site can have."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from example_site import themes


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "dist"
    monkeypatch.setitem(themes.PACKAGES, "dkfds", folder)
    return folder


def test_its_own_look_needs_nothing_more():
    assert themes.theme_templates("") + themes.theme_static("") == []


def test_every_theme_has_a_base_template():
    bases = [themes.theme_templates(theme)[0] / "base.html" for theme in themes.PACKAGES]
    assert [base for base in bases if not base.exists()] == []


def test_an_installed_theme_is_served_under_its_name(package):
    package.mkdir()
    assert themes.theme_static("dkfds") == [("dkfds", package)]


def test_a_theme_that_is_not_installed_says_how(package):
    with pytest.raises(ImproperlyConfigured, match="make demo THEME=dkfds"):
        themes.theme_static("dkfds")


def test_an_unknown_theme_is_refused():
    with pytest.raises(ImproperlyConfigured, match="it can be dkfds or empty"):
        themes.theme_static("nope")
