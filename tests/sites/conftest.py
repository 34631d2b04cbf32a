"""Runs each host site in processes of its own; a test module names its site and page types."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import wagtail

HERE = Path(__file__).parent

pytest.register_assert_rewrite("tests.sites.host")
collect_ignore = []
if wagtail.VERSION < (8, 0):
    collect_ignore.append("test_swapped.py")  # the base page can be swapped from Wagtail 8 on
if find_spec("wagtail_localize") is None:
    collect_ignore.append("test_localize.py")  # it is made for the newest Wagtail later than we


@pytest.fixture(scope="module")
def run(request, tmp_path_factory):
    """A function that runs a script of the site on folders of its own, and returns the result."""
    environment = {
        **os.environ,
        "SITE_VAR": str(tmp_path_factory.mktemp("var")),
        "PYTHONPATH": str(HERE.parent.parent),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def run_script(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=HERE / request.module.SITE,
            env=environment,
            capture_output=True,
            text=True,
        )

    return run_script


@pytest.fixture(scope="module")
def journey(request, run):
    """What happened when a citizen signed up on the freshly migrated site."""
    result = run("../journey.py", *request.module.PAGE_TYPES)
    assert (result.returncode, result.stderr) == (0, "")
    return json.loads(result.stdout)
