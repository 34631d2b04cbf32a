"""Somebody who uses the keyboard alone, and looks where the focus is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

REMEMBER_LOOKS = """
const ring = (...where) => {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(...where);
  return [outlineStyle === "none" ? "" : outlineWidth + outlineColor, boxShadow].join();
};
const look = (element) => [
  ring(element),
  ...[...(element.labels ?? [])].flatMap((label) => [ring(label), ring(label, "::before")]),
].join(";");
const rememberLooks = () => {
  for (const element of document.querySelectorAll("a, button, input, select, textarea")) {
    if (element !== document.activeElement) element.lookAtRest ??= look(element);
  }
};
"""
LOOK_AT_FOCUS = f"""() => {{
  {REMEMBER_LOOKS}
  const element = document.activeElement, last = window.lastFocused;
  const follows = Node.DOCUMENT_POSITION_FOLLOWING;
  window.lastFocused = element;
  const box = element.getBoundingClientRect();
  return {{
    name: element.id || element.textContent.trim() || element.name,
    isVisible: element.checkVisibility() && box.right > 0 && box.bottom > 0,
    isMarked: look(element) !== element.lookAtRest,
    isInOrder: !last?.isConnected || Boolean(last.compareDocumentPosition(element) & follows),
  }};
}}"""
MOST_STOPS = 60


class Keyboard:
    """Moves by Tab and asserts at each stop that the focus is seen and goes down the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, target: Locator) -> None:
        """Press Tab until ``target`` has the focus."""
        self.page.evaluate(f"() => {{ {REMEMBER_LOOKS} rememberLooks(); }}")
        stops = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(LOOK_AT_FOCUS)
            assert stop == stop | {"isVisible": True, "isMarked": True, "isInOrder": True}
            if target.evaluate("element => element === document.activeElement"):
                return
            stops.append(stop["name"])
        raise AssertionError(f"{target} was not reached, but {stops}")

    def write(self, target: Locator, text: str) -> None:
        """Go to a field and type."""
        self.go_to(target)
        self.page.keyboard.type(text)

    def press(self, target: Locator, key: str) -> None:
        """Go to a button, link or box and press ``key``."""
        self.go_to(target)
        self.page.keyboard.press(key)
