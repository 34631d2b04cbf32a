"""The keys of the addresses and names that are there.

Two active submissions for one intake may turn out to have the same address, where the database
knew no better: both stay, and the later one is marked as a repetition.
"""

from itertools import groupby

from django.db import migrations

from wagtail_inddragelse.models.addresses import address_key, name_key

ACTIVE_STATES = (
    "received",
    "under_assessment",
    "more_wanted",
    "waiting",
    "offered",
    "confirmed",
    "attended",
    "absent",
)
BATCH = 1000


def fill(apps, schema_editor):
    submissions = apps.get_model("wagtail_inddragelse", "Submission").objects
    participants = apps.get_model("wagtail_inddragelse", "Participant").objects
    _fill(submissions, {"email_key": ("contact_email", address_key)})
    _fill(participants, {"email_key": ("email", address_key), "name_key": ("name", name_key)})
    _mark_repetitions(submissions)
    _join_subscriptions(apps.get_model("wagtail_inddragelse", "Subscription").objects)


def _fill(rows, columns):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for row in batch:
            for target, (source, make_key) in columns.items():
                setattr(row, target, make_key(getattr(row, source))[:320])
        rows.bulk_update(batch, list(columns))


def _mark_repetitions(submissions):
    active = submissions.filter(state__in=ACTIVE_STATES).exclude(email_key="")
    rows = active.order_by("intake_key", "email_key", "pk").values_list(
        "intake_key", "email_key", "pk"
    )
    for _same, group in groupby(rows, lambda row: row[:2]):
        repeated = [pk for _intake, _email, pk in group][1:]
        if repeated:
            submissions.filter(pk__in=repeated).update(contact_may_repeat=True)


def _join_subscriptions(subscriptions):
    for row in list(subscriptions.order_by("pk")):
        key = address_key(row.email)[:254]
        if key == row.email:
            continue
        if subscriptions.filter(intake=row.intake, email=key).exclude(pk=row.pk).exists():
            row.delete()
        else:
            subscriptions.filter(pk=row.pk).update(email=key)


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0017_address_keys"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
