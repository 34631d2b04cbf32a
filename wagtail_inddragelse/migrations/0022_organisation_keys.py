"""The municipality that an applicant is in is not the organisation that applies."""

from django.db import migrations

from wagtail_inddragelse.denmark.organisations import key_of

BATCH = 1000


def fill(apps, schema_editor):
    submissions = apps.get_model("wagtail_inddragelse", "Submission").objects
    last = 0
    while batch := list(submissions.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for row in batch:
            row.organisation_key = key_of(row)
        submissions.bulk_update(batch, ["organisation_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0021_applies_for"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
