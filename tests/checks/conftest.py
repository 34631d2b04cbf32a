import django
import pytest
from django.apps import apps


@pytest.fixture
def send_through(settings):
    """A function that names the site's mail backend the way this Django asks for."""

    def choose(backend, timeout=10):
        if django.VERSION >= (6, 1):
            options = {"timeout": timeout} if timeout else {}
            settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        else:
            settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = backend, timeout

    return choose


@pytest.fixture
def uninstall(monkeypatch):
    """A function that takes an app out of the registry until the test ends."""

    def remove(name):
        (label,) = (config.label for config in apps.get_app_configs() if config.name == name)
        monkeypatch.delitem(apps.app_configs, label)

    return remove
