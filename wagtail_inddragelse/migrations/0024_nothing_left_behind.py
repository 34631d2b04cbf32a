"""Nothing is left of who is deleted, and nothing goes while an objection is open."""

import datetime as dt

from django.db import migrations, models

from wagtail_inddragelse.domain.record.figures import Figures, protected

STILL_TO_DECIDE = ("draft", "received", "under_assessment", "more_wanted")
BATCH = 500


def in_a_year():
    """Who asked before a date was stated is kept for a year from now."""
    today = dt.date.today()
    return today.replace(year=today.year + 1, day=min(today.day, 28))


def protect_figures(apps, schema_editor):
    summaries = apps.get_model("wagtail_inddragelse", "IntakeSummary").objects
    for summary in summaries.all():
        found = Figures.from_json(summary.figures)
        # How many were assessed is not known: as many as were decided on.
        summary.figures = protected(found, found.decided_within.total()).to_json()
        summary.save(update_fields=["figures"])


def drop_what_was_never_released(apps, schema_editor):
    submissions = apps.get_model("wagtail_inddragelse", "Submission").objects
    never = submissions.filter(decided_at=None).exclude(state__in=STILL_TO_DECIDE)
    prepared = never.exclude(pending_state="", decision_reason="")
    prepared.update(pending_state="", decision_reason="", decided_by=None, approved_by=None)


def forget_details(apps, schema_editor):
    """Journal numbers and the like in the log of cases that have been deleted."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    kind = content_types.filter(app_label="wagtail_inddragelse", model="submission").first()
    entries = apps.get_model("wagtailcore", "ModelLogEntry").objects.filter(content_type=kind)
    deleted = entries.filter(action="wagtail_inddragelse.delete").order_by("object_id")
    keys = list(deleted.values_list("object_id", flat=True).distinct()) if kind else []
    for start in range(0, len(keys), BATCH):
        entries.filter(object_id__in=keys[start : start + BATCH]).update(data={})


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailcore", "0069_log_entry_jsonfield"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtail_inddragelse", "0023_no_meaningless_permissions"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="objection_since",
            field=models.DateField(
                blank=True,
                help_text="Set while an objection is open, which keeps the case from being "
                "deleted.",
                null=True,
                verbose_name="objection open since",
            ),
        ),
        migrations.AddField(
            model_name="subscription",
            name="keep_until",
            field=models.DateField(
                default=in_a_year, help_text="The last day it is kept, as its owner was told."
            ),
            preserve_default=False,
        ),
        migrations.RunPython(protect_figures, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(
            drop_what_was_never_released, migrations.RunPython.noop, elidable=True
        ),
        migrations.RunPython(forget_details, migrations.RunPython.noop, elidable=True),
    ]
