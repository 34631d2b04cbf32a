"""The package is taken out of a site that used it; prints what is left of it as JSON.

Run in the site's folder: ``python ../removal.py with`` makes content and removes it, and then
``python ../removal.py without`` looks around on the site without our apps.
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment


def fill() -> None:
    """An offer with a form, a sign-up with a file, a contact with revisions, a role, a reader."""
    from django.contrib.auth.models import Group
    from django.core.files.base import ContentFile
    from journey import build
    from wagtail.models import ReferenceIndex

    from wagtail_inddragelse.models import Attachment, Intake, Role, RoleGrant
    from wagtail_inddragelse.testing.factories import ContactPersonFactory, SubmissionFactory

    offer, _form = build(
        "wagtail_inddragelse_pages.EventPage", "wagtail_inddragelse_pages.ApplicationFormPage"
    )
    person = ContactPersonFactory()
    offer.contacts.add(person)
    offer.save_revision().publish()
    intake = Intake.objects.get()
    attachment = Attachment(submission=SubmissionFactory(intake=intake), question_id="plan", size=1)
    attachment.file.save("plan.pdf", ContentFile(b"x"))
    RoleGrant.objects.create(group=Group.objects.first(), page_id=offer.pk, role=Role.SEE)
    ReferenceIndex.create_or_update_for_object(offer)


def left() -> dict:
    """What of ours is still in the tables of Django and Wagtail."""
    from django.apps import apps
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from wagtail.models import Page, ReferenceIndex, Revision

    ours = ContentType.objects.filter(app_label__startswith="wagtail_inddragelse")
    index = apps.get_model("wagtailsearch", "IndexEntry")
    tables = [t for t in connection.introspection.table_names() if "inddragelse" in t]
    return {
        "content types": ours.count(),
        "permissions": Permission.objects.filter(content_type__in=ours).count(),
        "revisions": Revision.objects.filter(content_type__in=ours).count()
        + Revision.objects.filter(base_content_type__in=ours).count(),
        "references": ReferenceIndex.objects.filter(content_type__in=ours).count()
        + ReferenceIndex.objects.filter(to_content_type__in=ours).count(),
        "search": index.objects.filter(content_type__in=ours).count(),
        "pages": Page.objects.filter(content_type__in=ours).count(),
        "tables": len(tables),
        "problems": sum(len(found) for found in Page.find_problems()),
        "orphans": _orphans(),
    }


def _orphans() -> int:
    """Rows that point at a page that is gone, or have no content type."""
    from wagtail.models import Page, Revision

    pages = {str(pk) for pk in Page.objects.values_list("pk", flat=True)}
    of_pages = Revision.objects.filter(base_content_type__model="page")
    return sum(key not in pages for key in of_pages.values_list("object_id", flat=True))


def files() -> int:
    """How many files are in the private folder."""
    from django.conf import settings

    root = settings.WAGTAIL_INDDRAGELSE["PRIVATE_ROOT"]
    return sum(len(names) for _folder, _folders, names in os.walk(root))


def with_it() -> dict:
    call_command("migrate", verbosity=0)
    setup_test_environment()
    fill()
    before = left() | {"files": files()}
    call_command("remove_inddragelse", "--delete", stdout=sys.stderr)
    return {"before": before, "after": left() | {"files": files()}}


def without_it() -> dict:
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.urls import reverse
    from wagtail.models import Page

    call_command("check", fail_level="WARNING")
    call_command("migrate", check_unapplied=True, verbosity=0)
    setup_test_environment()
    home = Page.objects.get(depth=2)
    own = home.add_child(instance=apps.get_model("pages.EventPage")(title="Our own", slug="own"))
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"))
    names = ("wagtailadmin_home", "wagtailadmin_reports:site_history")
    urls = [reverse(name) for name in names]
    urls += [reverse("wagtailadmin_explore", args=[home.pk]), own.get_url()]
    return {"status": [editor.get(url).status_code for url in urls], "left": left()}


if __name__ == "__main__":
    is_there = sys.argv[1] == "with"
    settings = "config.settings" if is_there else "config.without"
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    sys.path.insert(0, os.getcwd())
    django.setup()
    print(json.dumps(with_it() if is_there else without_it()))
