"""The same site, once the package was taken out."""

from . import settings

globals().update({name: value for name, value in vars(settings).items() if name.isupper()})
del globals()["WAGTAIL_INDDRAGELSE"]

OURS = ("wagtail_inddragelse", "wagtail_modeladmin")
INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if not name.startswith(OURS)]
ROOT_URLCONF = "config.without_urls"
