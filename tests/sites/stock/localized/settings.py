"""The stock site with wagtail-localize."""

from config.settings import *

INSTALLED_APPS = ["wagtail_localize", "wagtail_localize.locales", *INSTALLED_APPS]
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en-gb", "English"), ("da", "Dansk")]
