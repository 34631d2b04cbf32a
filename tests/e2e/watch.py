"""What must not happen in a browser while somebody reads or uses the public pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
SHOWN_AGAIN = {409, 422}
"""What a form that comes back with errors is answered with."""
STOPPED_BY_BROWSER = "net::ERR_ABORTED"
"""How a page that turns out to be a download ends, or a request that a click overtakes."""


class Watch:
    """Collects the problems of all pages of a browser profile; ``hosts`` may be asked."""

    def __init__(self, context: BrowserContext, *hosts: str) -> None:
        self.context = context
        self.hosts = hosts
        self._seen: list[str] = []
        context.expose_binding("reportViolation", lambda _source, text: self._note("CSP", text))
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("page", self._watch_page)
        context.on("request", self._check_host)
        context.on("response", self._check_status)
        context.on("requestfailed", self._check_failure)

    @property
    def problems(self) -> list[str]:
        """Errors and warnings, failed and foreign requests, policy violations and cookies."""
        cookies = [f"cookie: {cookie['name']}" for cookie in self.context.cookies()]
        return [*self._seen, *cookies]

    def take(self) -> list[str]:
        """The problems since they were last taken."""
        problems, self._seen = self.problems, []
        return problems

    def _note(self, kind: str, text: str) -> None:
        self._seen.append(f"{kind}: {text}")

    def _watch_page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("console", self._check_console)

    def _check_console(self, message: ConsoleMessage) -> None:
        is_of_response = message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not is_of_response:
            self._note("console", message.text)

    def _check_failure(self, request: Request) -> None:
        if request.failure != STOPPED_BY_BROWSER:
            self._note("failed", request.url)

    def _check_host(self, request: Request) -> None:
        if urlsplit(request.url).netloc not in self.hosts:
            self._note("other host", request.url)

    def _check_status(self, response: Response) -> None:
        is_form = response.request.resource_type == "document" and response.status in SHOWN_AGAIN
        if response.status >= 400 and not is_form:
            self._note(str(response.status), response.url)
