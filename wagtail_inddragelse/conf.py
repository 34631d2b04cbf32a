"""The settings of the app: one dict, ``WAGTAIL_INDDRAGELSE``, over typed defaults.

Each default is also the definition of its type; ``checks`` compares a site's dict with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

SETTING_NAME = "WAGTAIL_INDDRAGELSE"


@dataclass(frozen=True)
class Setting:
    """One key: its default (whose type is the type asked for) and what it means."""

    default: Any
    help: str


SETTINGS: dict[str, Setting] = {
    "BASE_TEMPLATE": Setting(
        "base.html", "The site's template that ours extend; they fill its block ``content``."
    ),
    "STREAMFIELD_BLOCKS": Setting(
        [],
        "Dotted paths of functions that return more ``(name, block)`` pairs for the body of an "
        "offer.",
    ),
    "FEW_PLACES": Setting(
        3,
        "With this many places left or fewer, the badge of an intake warns, and the API and search "
        "engines are told that few are left.",
    ),
    "TOKEN_MAX_AGE_HOURS": Setting(
        24, "Hours that an opened form can wait before it must be sent once more."
    ),
    "MIN_FILL_SECONDS": Setting(
        3, "A form that comes back sooner than this many seconds is taken for a robot's."
    ),
    "RATE_LIMIT": Setting(
        200,
        "Submissions taken from one address in an hour; high enough for a municipality behind "
        "one address. 0 turns the limit off.",
    ),
    "TRUSTED_PROXIES": Setting(
        0, "How many proxies in front of the site add to X-Forwarded-For; 0 uses REMOTE_ADDR."
    ),
    "ATTACHMENT_STORAGE": Setting(
        "wagtail_inddragelse_private",
        "Alias in STORAGES for attachments. Without such an alias files go to PRIVATE_ROOT.",
    ),
    "PRIVATE_ROOT": Setting("", "Folder for attachments, outside MEDIA_ROOT."),
    "ATTACHMENT_MAX_BYTES": Setting(10 * 1024 * 1024, "Largest attachment, in bytes."),
    "ATTACHMENT_TYPES": Setting(
        ["pdf", "docx", "odt", "xlsx", "ods", "png", "jpg", "heic"],
        "File types an attachment may have, by extension.",
    ),
    "ATTACHMENT_SCANNER": Setting(
        "",
        "Dotted path of a function that takes an open file and returns True when it is clean. "
        "When it raises, the file is refused.",
    ),
    "MAX_TEXT_LENGTH": Setting(20_000, "Longest answer to a long-text question, in characters."),
    "DEFAULT_FROM_EMAIL": Setting("", "Sender of our mails; empty means DEFAULT_FROM_EMAIL."),
    "CASE_OFFICE_EMAIL": Setting(
        "", "Where a new submission is announced when its form names no address."
    ),
    "MAIL_MAX_ATTEMPTS": Setting(8, "After this many failed attempts a message is failed."),
    "MAIL_STUCK_MINUTES": Setting(
        15, "A message that has been in sending for this many minutes is taken up again."
    ),
    "MAIL_TIMEOUT": Setting(
        10,
        "Seconds to wait for a mail server that does not answer, where EMAIL_TIMEOUT is not set.",
    ),
    "REMIND_DAYS_BEFORE": Setting(
        0,
        "Days before the first session, and before a later day that does not follow so closely, "
        "that those who take part are reminded. 0: never.",
    ),
    "SUBSCRIPTION_MONTHS": Setting(
        12,
        "Months that the address of someone who asked to be told when sign-up opens is kept at "
        "most. They are told the date.",
    ),
    "EXPORT_AT_ONCE": Setting(
        5_000,
        "A workbook of more submissions than this is made in the background, by a task.",
    ),
    "EXPORT_KEPT_HOURS": Setting(
        24, "Hours that a file made in the background can be fetched before it is removed."
    ),
    "RENDER_CACHE_SECONDS": Setting(
        300, "How long the rendering of a form page may be reused. 0 turns reuse off."
    ),
    "CACHE": Setting("default", "Alias in CACHES for renderings and limits."),
}


def get_setting(name: str) -> Any:
    """The site's value of the setting ``name``, or its default. KeyError for an unknown name.

    What is not a dict counts as empty, so that the system checks get to say so.
    """
    site_settings = getattr(settings, SETTING_NAME, {})
    is_given = isinstance(site_settings, dict) and name in site_settings
    return site_settings[name] if is_given else SETTINGS[name].default
