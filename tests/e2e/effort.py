"""How long a person takes for what is done in the browser.

By the keystroke-level model (Card, Moran and Newell 1980), which adds up what practised people
need for keys, pointing and thinking. What the browser does in an instant counts as typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

KEY = 0.28  # seconds: an average typist, not a secretary
POINT = 1.1 + 2 * 0.1  # to a target, and pressing it
DECIDE = 1.35  # before each thing that is pointed at
CHANGE_HANDS = 2 * 0.4  # from the mouse to the keyboard and back, for each field
WAIT = 2.0  # for each page that is loaded

LISTEN = """
(() => {
  const FIELDS = 'input, select, textarea, [contenteditable=true]';
  let pointed = null;
  const spent = (what, times = 1) => window.spent(what, times);
  const on = (name, listener) => addEventListener(name, listener, true);
  on('pointerdown', ({target}) => { pointed = target; spent('pointed'); });
  on('focusin', ({target}) => {
    if (!target.matches(FIELDS)) return;
    spent('field');
    if (!target.contains(pointed)) spent('pointed');  // a person would have to
  });
  on('input', event => spent('typed', (event.data ?? event.target.value ?? ' ').length));
  on('keydown', event => { if (event.key.length > 1) spent('typed'); });
  if (window === top) spent('loaded');
})()
"""


class Effort:
    """What has been done, counted as it happens."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    @property
    def seconds(self) -> float:
        """What a person would have needed for it."""
        spent = self.counts
        return (
            spent["typed"] * KEY
            + spent["pointed"] * (DECIDE + POINT)
            + spent["field"] * CHANGE_HANDS
            + spent["loaded"] * WAIT
        )


@contextmanager
def measured(page: Page) -> Iterator[Effort]:
    """Count what is done on ``page`` from now on."""
    effort = Effort()
    page.expose_function("spent", lambda what, times: effort.counts.update({what: times}))
    page.add_init_script(LISTEN)
    yield effort
