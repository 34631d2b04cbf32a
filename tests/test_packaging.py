"""What pip installs is whole, and works where nothing of the repository is in reach."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from readme_renderer import markdown

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PACKAGE = "wagtail_inddragelse"
SOURCES = ("pyproject.toml", "setup.cfg", "README.md", "LICENSE", PACKAGE)

pytestmark = pytest.mark.packaging


def run(*command, cwd):
    """The output of a command that neither sees the repository nor writes to it."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "SITE_VAR": str(cwd)}
    environment.pop("PYTHONPATH", None)
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def sources():
    """Every file of the package, relative to the repository."""
    files = (path for path in (ROOT / PACKAGE).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """A folder with sdist and wheel, built from a copy of the sources."""
    copy = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        copy_one = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy_one(ROOT / name, copy / name)
    run(sys.executable, "-m", "build", ".", cwd=copy)
    return copy / "dist"


@pytest.fixture(scope="module")
def wheel(dist):
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """The interpreter of an empty environment in which the wheel was installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    interpreter = folder / "bin" / "python"
    run(interpreter, "-m", "pip", "install", "--quiet", "--no-compile", wheel, cwd=folder)
    return interpreter


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel, sources):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if ".dist-info/" not in name} == sources


def test_the_sdist_holds_every_file_of_the_package(dist, sources):
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"LICENSE", "README.md", "pyproject.toml", *sources} - names == set()


@pytest.mark.parametrize(
    "name",
    [
        "data/kommuner.csv",
        "locale/da/LC_MESSAGES/django.mo",
        "static/wagtail_inddragelse/form.js",
        "static/wagtail_inddragelse/vendor/combobox-nav/combobox-nav.min.js",
        "static/wagtail_inddragelse/vendor/combobox-nav/LICENSE",
        "templates/wagtail_inddragelse/form/form.html",
        "templates/wagtail_inddragelse/mail/message.txt",
    ],
)
def test_the_wheel_holds_one_of_each_kind(wheel, name):
    assert f"{PACKAGE}/{name}" in zipfile.ZipFile(wheel).namelist()


def test_the_wheel_holds_the_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith("/licenses/LICENSE")] != []


def test_an_index_takes_what_was_built(dist):
    run(sys.executable, "-m", "twine", "check", "--strict", *dist.iterdir(), cwd=dist)


def test_what_an_index_shows_leads_nowhere_inside_the_repository():
    shown = markdown.render((ROOT / "README.md").read_text())
    addresses = re.findall(r'(?:href|src)="([^"]+)"', shown)
    assert [one for one in addresses if not one.startswith(("https://", "#"))] == []


def test_it_imports_from_where_it_was_installed(python, tmp_path):
    code = f"import {PACKAGE}; print({PACKAGE}.__file__)"
    path = run(python, "-c", code, cwd=tmp_path).strip()
    assert Path(path).is_relative_to(python.parent.parent)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A copy of a site that installs it."""
    folder = tmp_path_factory.mktemp("agency") / "site"
    return shutil.copytree(ROOT / "tests" / "sites" / "stock", folder)


def test_a_site_that_installs_it_passes_its_checks(python, site):
    output = run(python, "manage.py", "check", "--fail-level", "WARNING", cwd=site)
    assert output == "System check identified no issues (0 silenced).\n"


def test_a_site_that_installs_it_makes_its_tables(python, site):
    run(python, "manage.py", "migrate", "--verbosity", "0", cwd=site)
    listed = run(python, "manage.py", "showmigrations", "--plan", cwd=site).splitlines()
    assert [line for line in listed if not line.startswith("[X]")] == []
    assert any("wagtail_inddragelse_pages.0001_initial" in line for line in listed)


@pytest.fixture(scope="module")
def built_docs(tmp_path_factory):
    """The documentation in HTML; a warning of Sphinx fails it."""
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", DOCS, folder]
    run(*command, "-d", tmp_path_factory.mktemp("doctrees"), cwd=folder)
    return folder


def test_the_built_docs_hold_every_page(built_docs):
    pages = {page.relative_to(DOCS).with_suffix(".html") for page in DOCS.rglob("*.md")}
    assert [page for page in sorted(pages) if not (built_docs / page).is_file()] == []


def test_the_built_docs_hold_what_they_show_and_lead_to(built_docs):
    local = re.compile(r'(?:href|src)="(?!https?:|mailto:|#|data:)([^"#?]+)')
    lost = [
        f"{page.relative_to(built_docs)}: {target}"
        for page in built_docs.rglob("*.html")
        for target in local.findall(page.read_text())
        if not (page.parent / unquote(target)).exists()
    ]
    assert lost == []
