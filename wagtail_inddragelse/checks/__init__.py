"""System checks that name what a site still has to set up.

Errors are for a site that could not take sign-ups or would make private files public; warnings for
one where pages stay empty, mail goes nowhere or many visitors at once fail. A number once given
keeps its meaning: sites silence checks by it. ``docs/reference/checks.md`` has them all.
"""

from __future__ import annotations

from django.core import checks

from . import letters, live, mail, setup, storage

ALWAYS = (
    setup.check_settings,
    setup.check_apps,
    setup.check_page_model,
    setup.check_page_types,
    setup.check_urls,
    setup.check_base_template,
    setup.check_database,
    setup.check_dotted_paths,
    setup.check_cache,
    storage.check_storage,
    storage.check_attachments,
    storage.check_folder,
    storage.check_attachment_types,
    mail.check_mail,
    mail.check_mail_timeout,
    mail.check_addresses,
    mail.check_sender,
    mail.check_tracking,
    live.check_time_zone,
    live.check_date_formats,
    live.check_number_of_fields,
    live.check_base_url,
)
ASKS_THE_DATABASE = (setup.check_pages_left, live.check_sites, letters.check_letters)
"""Run by ``migrate`` and ``check --database default`` only, as Django does with such checks."""


def register() -> None:
    """Register the checks; called once when the app is ready."""
    for check in ALWAYS:
        checks.register(check)
    for check in ASKS_THE_DATABASE:
        checks.register(check, checks.Tags.database)
