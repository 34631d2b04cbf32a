"""A sign-up on a host site, from empty tables to the mail; prints what happened as JSON.

Run in the site's folder: ``python ../journey.py OFFER_MODEL FORM_MODEL OWN_MODEL``, with the
labels of the page types to use and of one that is the site's own business.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from zoneinfo import ZoneInfo

import django
import factory
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

NOW = dt.datetime(2026, 10, 1, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
SESSION = dt.datetime(2026, 11, 8, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))
ANSWERS = {
    "contact_name": "Åse Ægidius",
    "contact_email": "aase@example.dk",
    "organisation": "Aarhus Kommune",
}


def build(offer_model: str, form_model: str):
    """An offer with one intake of three places, and a form page with one question below it."""
    from django.apps import apps
    from wagtail.models import Site

    from wagtail_inddragelse.models import Intake, Session

    home = Site.objects.get(is_default_site=True).root_page
    offer = home.add_child(instance=apps.get_model(offer_model)(title="Course", slug="course"))
    session = Session(starts_at=SESSION, ends_at=SESSION + dt.timedelta(hours=7), venue="Odense")
    intake = Intake(title="November", locale=offer.locale, capacity=3)
    intake.sessions = [session]
    offer.inddragelse_intakes = [intake]
    offer.save_revision().publish()
    question = {"type": "short_text", "value": {"label": "What do you hope for?", "required": True}}
    step = {"type": "step", "value": {"title": "About you", "questions": [question]}}
    form_page = apps.get_model(form_model)(
        title="Sign up", slug="sign-up", steps=json.dumps([step])
    )
    offer.add_child(instance=form_page).save_revision().publish()
    return offer, form_page


def fill_in(html: str) -> tuple[str, dict[str, str]]:
    """Where the form is sent and what a citizen sends with it."""
    form = BeautifulSoup(html, "html.parser").select_one("form[action*='/sign-up/']")
    data = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    (question,) = (name for name in data if name.startswith("q-"))
    return form["action"], {**data, **ANSWERS, question: "New ideas"}


def sign_up(offer, form_page) -> dict:
    """What a citizen meets on the way from the offer to the receipt."""
    client = Client()
    shown = client.get(offer.get_url())
    with time_machine.travel(NOW, tick=False):
        asked = client.get(form_page.get_url())
    action, data = fill_in(asked.content.decode())
    with time_machine.travel(NOW + dt.timedelta(minutes=5), tick=False):
        answered = client.post(action, data)
    receipt = client.get(answered.headers.get("Location", "/"))
    responses = {"offer": shown, "form": asked, "post": answered, "receipt": receipt}
    return {
        "status": {name: response.status_code for name, response in responses.items()},
        "cookies": sorted({name for r in responses.values() for name in r.cookies}),
        "vary_on_cookie": [
            name for name, r in responses.items() if "Cookie" in r.headers.get("Vary", "")
        ],
        "in_own_layout": [
            name for name, r in responses.items() if b'<main id="site">' in r.content
        ],
    }


def outcome() -> dict:
    """What is stored and sent afterwards."""
    from django.contrib.sessions.models import Session
    from django.core import mail

    from wagtail_inddragelse.models import Submission

    submissions = Submission.objects.values("contact_name", "state", "answers")
    (message,) = mail.outbox
    return {
        "submissions": [
            [row["contact_name"], row["state"], list(row["answers"].values())]
            for row in submissions
        ],
        "mail": [message.to, [name for name, _content, _type in message.attachments]],
        "sessions": Session.objects.count(),
    }


def look_around(own_model: str, *pages) -> dict:
    """The site's own page, and what an editor meets who opens each page."""
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.urls import reverse

    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"))
    own_page = apps.get_model(own_model)(title="Our own", slug="our-own")
    pages[0].get_parent().add_child(instance=own_page)
    edits = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (*pages, own_page)]
    return {
        "own_page": BeautifulSoup(editor.get(own_page.get_url()).content, "html.parser").h1.text,
        "editor": [editor.get(url).status_code for url in edits],
    }


def manufacture(offer_model: str) -> dict:
    """The page types that the factories put intakes on: of themselves, and when given one."""
    from django.apps import apps

    from wagtail_inddragelse.testing import factories

    own = factory.make_factory(apps.get_model(offer_model), FACTORY_CLASS=factories.OfferFactory)
    intakes = factories.SubmissionFactory().intake, factories.IntakeFactory(page=own())
    return {"factories": [intake.page.specific._meta.label for intake in intakes]}


def main(offer_model: str, form_model: str, own_model: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, os.getcwd())
    django.setup()
    call_command("migrate", verbosity=0)
    setup_test_environment()
    with time_machine.travel(NOW, tick=False):
        pages = build(offer_model, form_model)
    happened = sign_up(*pages) | outcome() | look_around(own_model, *pages)
    print(json.dumps(happened | manufacture(offer_model)))


if __name__ == "__main__":
    main(*sys.argv[1:])
