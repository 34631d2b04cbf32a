"""The form in other places than its own page: in any page of the site, and on another site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from .demo import Demo
from .editor import add_block, add_page, choose_page, publish
from .forms import COURSE_FORM, introduce_yourself, send, take_time

pytestmark = pytest.mark.e2e


def fill_in(form) -> None:
    """Sign up alone for the first start date; ``form`` is a page or a frame."""
    form.get_by_role("radio", name="Start").first.check()
    introduce_yourself(form)
    form.get_by_role("group", name="Dig", exact=True).get_by_label("Myndighed").check()


def test_the_form_in_another_page_signs_up(log_in, citizen: Page):
    editor = log_in("redaktor")
    add_page(editor, "Forside", "Standardside", "Vær med")
    stream = editor.locator("#panel-child-indhold-body-section")
    block = add_block(stream, "Tilmeldingsskema")
    choose_page(block, "Tilmelding til temaforløb")
    publish(editor)

    citizen.goto("/vær-med/")
    fill_in(citizen)
    take_time(citizen)
    send(citizen, "Tilmeld")

    expect(citizen.get_by_role("heading", level=1)).to_have_text("Du er tilmeldt")


@pytest.fixture
def other_site(demo: Demo) -> Iterator[str]:
    """The address of another site, which shows the form in a frame."""
    content = f'<!doctype html><title>x</title><iframe src="{demo.url}{COURSE_FORM}"></iframe>'

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_args) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"localhost:{server.server_port}"
        server.shutdown()


def test_the_form_in_a_frame_of_another_site_signs_up_without_cookies(open_citizen, other_site):
    page = open_citizen(other_site)
    page.goto(f"http://{other_site}/")
    frame = page.frame_locator("iframe")
    fill_in(frame)
    take_time(page)
    frame.get_by_role("button", name="Tilmeld", exact=True).click()

    page.wait_for_url("**/receipt/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er tilmeldt")
