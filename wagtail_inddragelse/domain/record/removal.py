"""Taking the package out of a site, with all that it holds and all that Wagtail keeps of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model, QuerySet
from wagtail.models import Site

from ...models import Attachment, Export, Submission
from ...models.base import get_page_model, in_batches
from ..writing.refused import Refused
from ..writing.retries import retried

CORE_LABEL, PAGES_LABEL = "wagtail_inddragelse", "wagtail_inddragelse_pages"
LABELS = (PAGES_LABEL, CORE_LABEL)
"""The labels of our apps, in the order in which their tables are dropped."""
FILES = ((Attachment, "redacted_file"), (Attachment, "file"), (Export, "file"))


def count() -> dict[str, int]:
    """How many rows would be deleted, by name of the model; models without rows are left out."""
    rows = {"page": _own_pages().count()}
    rows |= {model._meta.model_name: model.objects.count() for model in (Submission, Attachment)}
    return {name: number for name, number in rows.items() if number}


def find_obstacles() -> list[str]:
    """What of the site's own depends on ours, in words for its developer; empty if nothing does."""
    return [*_migrations_in_the_way(), *_sites_in_the_way(), *_pages_in_the_way()]


def remove() -> None:
    """Delete every page, row, file and table of ours, and what Wagtail and Django keep of them.

    What is logged in a site's history stays. Raises Refused before anything is touched, and
    whatever a storage does that can't delete a file: it can be begun anew.
    """
    if obstacles := find_obstacles():
        raise Refused("\n".join(obstacles), code="obstacles")
    _delete_files()
    _delete_rows()
    for label in filter(apps.app_configs.get, LABELS):
        call_command("migrate", label, "zero", verbosity=0)
    # With a content type go its permissions, revisions, references and entries in the search index.
    ContentType.objects.filter(app_label__in=LABELS).delete()
    ContentType.objects.clear_cache()


def _delete_files() -> None:
    for model, name in FILES:
        storage = model._meta.get_field(name).storage
        for (path,) in in_batches(model.objects.exclude(**{name: ""}).order_by("pk"), name):
            storage.delete(path)


@retried
def _delete_rows() -> None:
    with transaction.atomic():
        Attachment.objects.all().delete()
        Submission.objects.all().delete()
        for page in _topmost():
            get_page_model().objects.get(pk=page.pk).delete()


def _own_pages() -> QuerySet:
    return get_page_model().objects.filter(content_type__app_label=PAGES_LABEL)


def _topmost() -> list[Model]:
    """Our topmost pages; the others go with them."""
    found: list[Model] = []
    for page in _own_pages().order_by("path"):
        if not found or not page.path.startswith(found[-1].path):
            found.append(page)
    return found


def _migrations_in_the_way() -> Iterator[str]:
    """Migrations of other apps that were made on ours: Django would undo them first."""
    loader = MigrationLoader(connection)
    for app, name in sorted(loader.applied_migrations):
        migration = loader.disk_migrations.get((app, name))
        asked = {label for label, _name in migration.dependencies} if migration else set()
        if app not in LABELS and asked & set(LABELS):
            yield f"The migration {app}.{name} depends on ours, and would be undone."


def _sites_in_the_way() -> Iterator[str]:
    for site in Site.objects.select_related("root_page"):
        if any(site.root_page.path.startswith(page.path) for page in _topmost()):
            yield f"The site {site.hostname} begins at a page of ours, and would be deleted."


def _pages_in_the_way() -> Iterator[str]:
    for page in _topmost():
        below = page.get_descendants().exclude(content_type__app_label=PAGES_LABEL)
        for other in below:
            yield f"The page {other.pk} (“{other.title}”) stands below one of ours."
