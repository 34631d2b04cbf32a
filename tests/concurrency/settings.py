"""Settings of the server under test: the tests' own, on the database the tests set up."""

import os

from tests.settings import *

DATABASES["default"] |= {"NAME": os.environ["SERVER_DATABASE"], "CONN_MAX_AGE": None}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["timeout"] = 60
    if "SERVER_UNLOCKED" in os.environ:
        DATABASES["default"]["OPTIONS"]["transaction_mode"] = "DEFERRED"

TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
WAGTAIL_INDDRAGELSE = WAGTAIL_INDDRAGELSE | {"RATE_LIMIT": 0, "MIN_FILL_SECONDS": 0}
