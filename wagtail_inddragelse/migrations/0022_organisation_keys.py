"""The municipality that an applicant is in is not the organisation that applies."""

from django.db import migrations

from wagtail_inddragelse.denmark.organisations import organisation_key

BATCH = 1000


def fill(apps, schema_editor):
    submissions = apps.get_model("wagtail_inddragelse", "Submission").objects
    last = 0
    while batch := list(submissions.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for row in batch:
            row.organisation_key = organisation_key(
                applies_for=row.applies_for,
                municipality_code=row.municipality_code,
                cvr=row.organisation_cvr,
                name=row.organisation,
                reference=row.reference,
            )
        submissions.bulk_update(batch, ["organisation_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0021_applies_for"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
