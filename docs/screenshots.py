"""Photograph the demo, which is started for it: ``python -m docs.screenshots``.

Without arguments every public page and every state of a form goes to ``var/screenshots``, in each
look: both themes, phone and desktop, dark, forced colours and on paper. The name of a theme keeps
to that theme. ``--readme`` makes the picture of the front page that the README shows instead, and
``--guide`` those of the admin in the guides, or in one of them: ``--guide casework``.
"""

from __future__ import annotations

import os
import shutil
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from docs.caseworkers import CASEWORKERS
from docs.guides import EDITORS, Scene
from tests.e2e.demo import PATHS, Demo
from tests.e2e.editor import log_in
from tests.e2e.forms import APPLICATION, BUTTONS, COURSE_FORM, NETWORK, send, sign_up, take_time
from tests.e2e.states import INDEXES, WAYS, Key

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "var" / "screenshots"
README_PICTURE = ROOT / "docs" / "images" / "front-page.png"
README_SIZE = {"width": 1180, "height": 800}
IMAGES = ROOT / "docs" / "images"
GUIDES = {"guide": EDITORS, "casework": CASEWORKERS}
"""The scenes of each guide, by the folder of its pictures."""
GUIDE_SIZE = {"width": 1180, "height": 800}
GUIDE_SUBMISSIONS = 30
FEW_COLOURS, FEWER_COLOURS = 128, 48

OWN = "inddragelse"
PHONE = {"viewport": {"width": 360, "height": 740}}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
LOOKS: dict[str, dict[str, dict[str, Any]]] = {
    OWN: {
        "phone": PHONE,
        "desktop": DESKTOP,
        "dark": {**DESKTOP, "color_scheme": "dark"},
        "dark-phone": {**PHONE, "color_scheme": "dark"},
        "forced-colors": {**DESKTOP, "forced_colors": "active", "color_scheme": "dark"},
        "print": {"viewport": {"width": 794, "height": 1123}},
    },
    "dkfds": {"phone": PHONE, "desktop": DESKTOP},
}
"""By theme and name of the look: options of the browser's profile."""


def open_with_errors(page: Page, path: str) -> None:
    """Send the form at ``path`` empty."""
    page.goto(path)
    take_time(page)
    send(page, BUTTONS[path])
    page.locator("[data-error-summary]").first.wait_for()


def open_subscription(page: Page) -> None:
    """Open the form that asks to be told when sign-up opens."""
    page.goto(NETWORK)
    page.get_by_role("link", name="Giv mig besked").first.click()


def open_withdrawal(page: Page) -> None:
    """Sign up, and open the page where one withdraws."""
    sign_up(page, COURSE_FORM)
    page.locator("main a[href$='/change/']").click()


def open_municipalities(page: Page) -> None:
    """Open the list of municipalities that is searched while one types."""
    page.goto(COURSE_FORM)
    field = page.get_by_label("Kommune")
    field.press_sequentially("borg")
    field.press("ArrowDown")


def stop_at(key: Key, state: str) -> Callable[[Page], None]:
    """Goes a way of the tests as far as to a state."""

    def arrive(page: Page) -> None:
        next(name for name in WAYS[key](page, {}) if name == state)

    return arrive


STEPS = ("step 2", "step 4", "step 4 with errors", "not eligible", "check your answers")
STAGED = ("full", "waiting-list", "closed", "cancelled")
SCENES: dict[str, Callable[[Page], Any]] = {
    **{path: lambda page, path=path: page.goto(path) for path in PATHS},
    **{f"{path}errors": lambda page, path=path: open_with_errors(page, path) for path in BUTTONS},
    f"{COURSE_FORM}receipt": sign_up,
    f"{COURSE_FORM}withdraw": open_withdrawal,
    f"{NETWORK}subscribe": open_subscription,
    f"{COURSE_FORM}municipalities": open_municipalities,
    **{
        f"{APPLICATION}{state.replace(' ', '-')}": stop_at(("da", "application"), state)
        for state in STEPS
    },
    **{
        path: lambda page, path=path: page.goto(path)
        for slug in STAGED
        for path in (f"{INDEXES['da']}{slug}/", f"{INDEXES['da']}{slug}/form/")
    },
}
"""What is photographed, by the address that names its file: what brings a page there."""


def main() -> None:
    """Make the pictures that the arguments ask for."""
    parser = ArgumentParser(description="Photograph the demo.")
    parser.add_argument("themes", nargs="*", default=[*LOOKS], help=f"of: {', '.join(LOOKS)}")
    parser.add_argument("--readme", action="store_true", help="only the picture in the README")
    parser.add_argument("--guide", nargs="*", choices=GUIDES, help="only the pictures in guides")
    arguments = parser.parse_args()
    if arguments.readme:
        photograph_for_readme()
    elif arguments.guide is not None:
        for name in arguments.guide or GUIDES:
            photograph_for_guide(name)
    else:
        for theme in arguments.themes:
            photograph_theme(theme)


def photograph_theme(theme: str) -> None:
    """Photograph every scene in every look of the theme, into a folder that is emptied first."""
    shutil.rmtree(FOLDER / theme, ignore_errors=True)
    name = "" if theme == OWN else theme
    with running_demo(name, is_staged=True) as demo, open_browser() as browser:
        for look, options in LOOKS[theme].items():
            with browser.new_context(base_url=demo.url, locale="da-DK", **options) as profile:
                photograph_all(profile, look, FOLDER / theme / look)


def photograph_all(profile: BrowserContext, look: str, folder: Path) -> None:
    """Photograph every scene into the folder, and say so."""
    folder.mkdir(parents=True, exist_ok=True)
    for address, arrive in SCENES.items():
        page = profile.new_page()
        arrive(page)
        page.emulate_media(media="print" if look == "print" else "screen")
        page.screenshot(path=folder / file_name(address), full_page=True)
        page.close()
    print(f"{len(SCENES)} pictures in {folder.relative_to(ROOT)}", flush=True)


def photograph_for_readme() -> None:
    """Write the picture of the front page, with few colours to keep it small."""
    with running_demo("") as demo, open_browser() as browser:
        page = browser.new_page(viewport=README_SIZE, base_url=demo.url)
        page.goto("/")
        page.screenshot(path=README_PICTURE)
    make_small(README_PICTURE, FEW_COLOURS)


def photograph_for_guide(name: str) -> None:
    """Write the pictures of the admin that a guide shows."""
    folder = IMAGES / name
    folder.mkdir(parents=True, exist_ok=True)
    with running_demo("", GUIDE_SUBMISSIONS) as demo, open_browser() as browser:
        photograph_guide(browser, demo, GUIDES[name], folder)
    print(f"{len(GUIDES[name])} pictures in {folder.relative_to(ROOT)}", flush=True)


def photograph_guide(browser: Browser, demo: Demo, scenes: list[Scene], folder: Path) -> None:
    """Photograph the scenes one after the other: later ones find what earlier ones made."""
    pages: dict[str, Page] = {}
    for scene in scenes:
        if scene.first:
            demo.run(scene.first)
        if scene.user not in pages:
            profile = browser.new_context(viewport=GUIDE_SIZE, base_url=demo.url, locale="da-DK")
            pages[scene.user] = profile.new_page()
            log_in(pages[scene.user], scene.user)
        picture = folder / f"{scene.name}.png"
        scene.arrive(pages[scene.user])
        pages[scene.user].screenshot(path=picture, animations="disabled")
        make_small(picture, FEWER_COLOURS)


def make_small(picture: Path, colours: int) -> None:
    """Write the picture again with few colours."""
    with Image.open(picture) as opened:
        few_colours = opened.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    few_colours.save(picture, optimize=True)


def file_name(address: str) -> str:
    """A name of the picture that sorts by address: ``/en/events/`` is ``en-events.png``."""
    return f"{address.strip('/').replace('/', '-') or 'front-page'}.png"


@contextmanager
def running_demo(theme: str, submissions: int = 0, *, is_staged: bool = False) -> Iterator[Demo]:
    """A freshly loaded demo in that theme, with the states of the tests if staged."""
    with TemporaryDirectory() as folder:
        demo = Demo(Path(folder), theme)
        demo.load(submissions)
        if is_staged:
            demo.stage()
        demo.start()
        try:
            yield demo
        finally:
            demo.stop()


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
