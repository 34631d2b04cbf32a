"""Those that are compared."""

from __future__ import annotations

from typing import NamedTuple


class Contestant(NamedTuple):
    """One way to serve the form: its page, and the status that says a post was stored."""

    name: str
    path: str
    stored_status: int


HAND_WRITTEN = Contestant("Hand-written view", "/hand-written/", 302)
CAREFUL = Contestant("Hand-written view, same work", "/hand-written/careful/", 302)
CONTRIB_FORMS = Contestant("wagtail.contrib.forms", "/contrib-forms/", 200)
OURS = Contestant("wagtail-inddragelse", "/temaforloeb/tilmelding/", 303)
CONTESTANTS = (HAND_WRITTEN, CAREFUL, CONTRIB_FORMS, OURS)
