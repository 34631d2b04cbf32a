"""The pages are where links from outside will look for them."""

import pytest
from bs4 import BeautifulSoup

from .conftest import WAGTAIL_LEAVES_FILES_OPEN

PATHS = [
    "/",
    "/forloeb/",
    "/forloeb/raadgivningsforloeb/",
    "/forloeb/raadgivningsforloeb/ansoegning/",
    "/forloeb/workshopforloeb/",
    "/forloeb/workshopforloeb/henvendelse/",
    "/forloeb/om-projektet/",
    "/forloeb/erfaringer/",
    "/arrangementer/",
    "/arrangementer/nationalt-temamoede/",
    "/arrangementer/nationalt-temamoede/tilmelding/",
    "/arrangementer/temaforloeb/",
    "/arrangementer/temaforloeb/tilmelding/",
    "/arrangementer/netvaerksmoeder/",
    "/arrangementer/netvaerksmoeder/tilmelding/",
    "/nyheder/",
    "/nyheder/inddragelse-i-egen-sag/",
    "/nyhedsbrev/",
    "/privatliv/",
    "/tilgaengelighed/",
    "/en/",
    "/en/events/",
    "/en/events/themed-course/",
    "/en/events/themed-course/sign-up/",
    "/en/newsletter/",
    "/en/privacy/",
    "/en/accessibility/",
]
FORMS = [path for path in PATHS if path.rstrip("/").endswith(("ansoegning", "henvendelse"))]
OPEN_FORMS = [
    *FORMS,
    "/arrangementer/nationalt-temamoede/tilmelding/",
    "/arrangementer/temaforloeb/tilmelding/",
    "/en/events/themed-course/sign-up/",
]

pytestmark = [
    WAGTAIL_LEAVES_FILES_OPEN,
    pytest.mark.any_database,
    pytest.mark.usefixtures("demo", "db"),
]


@pytest.mark.parametrize("path", PATHS)
def test_each_page_is_served_under_the_policy_and_without_a_cookie(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Security-Policy"] == "default-src 'self'"
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")  # so that caches can keep it


def test_who_is_logged_in_has_the_user_bar_on_a_page_that_caches_leave_alone(admin_client):
    response = admin_client.get("/forloeb/")
    assert "<wagtail-userbar" in response.content.decode()
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("path", PATHS)
def test_no_page_has_inline_script_or_style(client, path):
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    scripts = [
        script
        for script in soup.find_all("script")
        if not script.get("src") and script.get("type") != "application/ld+json"
    ]
    assert scripts == soup.find_all("style") == soup.select("[style]") == []


@pytest.mark.parametrize("path", OPEN_FORMS)
def test_each_open_form_can_be_sent_and_tells_of_privacy(client, path):
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    assert soup.select_one("main form[method=post] button") is not None
    assert "databeskyttelse@example.dk" in soup.main.get_text()


@pytest.mark.parametrize(
    ("path", "language"),
    [("/arrangementer/temaforloeb/", "da"), ("/en/events/themed-course/", "en")],
)
def test_a_page_says_which_language_it_is_in(client, path, language):
    assert f'<html lang="{language}">' in client.get(path).content.decode()


def test_an_address_that_leads_nowhere_is_answered_in_the_look_of_the_site(client, settings):
    settings.DEBUG = False
    response = client.get("/findes-ikke/")
    assert response.status_code == 404
    assert "Siden findes ikke" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [("/", "da", "Der er sket en fejl hos os"), ("/en/", "en", "Sorry, the fault is ours")],
)
def test_a_failure_is_told_in_the_language_of_the_address(
    client, settings, monkeypatch, path, language, words
):
    settings.DEBUG = False
    monkeypatch.setattr("example_site.home.models.HomePage.serve", lambda *args: 1 / 0)
    client.raise_request_exception = False
    response = client.get(path)
    soup = BeautifulSoup(response.content, "html.parser")
    assert (response.status_code, soup.html["lang"], soup.h1.text) == (500, language, words)


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/", ["Nyhedsbrev", "Privatliv", "Tilgængelighed"]),
        ("/en/events/themed-course/", ["Newsletter", "Privacy", "Accessibility"]),
    ],
)
def test_the_footer_leads_to_pages_in_the_language_that_is_read(client, path, titles):
    page = BeautifulSoup(client.get(path).content, "html.parser")
    links = page.select("footer a[href^='/']")
    assert [link.get_text(strip=True) for link in links] == titles
    assert [client.get(link["href"]).status_code for link in links] == [200] * 3
