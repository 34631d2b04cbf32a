"""What a page lacks, among the checks that Wagtail shows beside the preview.

Wagtail's checks are rules of axe-core, which looks at the page in the preview. Ours can't be seen
in a page, so the server decides: for each finding the rule meets a check that never succeeds, at
the start date that it is about or else at the heading; the others meet nothing. The side panel
names the rules that were there when the editor was opened, and the page in the preview brings the
rules as they are now: so all of them are always there, and a site's own checks, which come and go,
stand in the editor's panel alone.
"""

from __future__ import annotations

from ..domain.offers.readiness import CHECKS, Check, Finding

PREFIX = "inddragelse-"
NEVER = {
    "id": f"{PREFIX}never",
    "evaluate": "attr-non-space-content-evaluate",
    "options": {"attribute": f"data-{PREFIX}never"},
}
"""A check of axe-core's own that asks for an attribute no element has."""
NOWHERE = ":not(*)"


def add_content_checks(items: list, page) -> None:
    """Give the content checker among the userbar's ``items`` a rule for each of our checks."""
    for item in items:
        if hasattr(item, "axe_custom_rules"):
            _add_rules(item, _found(page))


def _found(page) -> dict[Check, str]:
    """Where in the page each check found something, as a selector."""
    findings = page.get_findings() if hasattr(page, "get_findings") else []
    found: dict[Check, dict[str, None]] = {}
    for finding in findings:
        found.setdefault(finding.check, {})[_selector(finding)] = None
    return {check: ", ".join(selectors) for check, selectors in found.items()}


def _selector(finding: Finding) -> str:
    return f'[data-intake="{finding.intake_key}"]' if finding.intake_key else "h1"


def _add_rules(item, found: dict[Check, str]) -> None:
    rules = [_rule(check, found.get(check, NOWHERE)) for check in CHECKS]
    item.axe_custom_rules = [*item.axe_custom_rules, *rules]
    item.axe_custom_checks = [*item.axe_custom_checks, NEVER]
    item.axe_messages = {**item.axe_messages, **{_id(check): _message(check) for check in CHECKS}}
    if item.axe_run_only:  # without it, all rules run
        item.axe_run_only = [*item.axe_run_only, *(_id(check) for check in CHECKS)]


def _id(check: Check) -> str:
    return f"{PREFIX}{check.code}"


def _rule(check: Check, selector: str) -> dict:
    return {
        "id": _id(check),
        "impact": "serious" if check.blocks else "moderate",
        "selector": selector,
        "tags": ["best-practice"],
        "any": [NEVER["id"]],
        "enabled": True,
    }


def _message(check: Check) -> dict:
    return {"error_name": check.title, "help_text": check.advice}
