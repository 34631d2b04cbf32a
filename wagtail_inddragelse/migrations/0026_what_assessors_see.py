import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

HELP = (
    "Otherwise they see only those that are assigned to them. Who also decides, or may see "
    "submissions, sees all anyway."
)


def note_as_told(apps, schema_editor):
    """Nobody is written to of what was assigned before there was such a mail."""
    apps.get_model("wagtail_inddragelse", "Assessment").objects.update(told_at=timezone.now())


def field(default: bool) -> models.BooleanField:
    return models.BooleanField(
        default=default, help_text=HELP, verbose_name="assessors see all applications"
    )


class Migration(migrations.Migration):
    """What is there lets assessors see all, as it did; what is made from now on does not."""

    dependencies = [
        ("wagtail_inddragelse", "0025_export_attempts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("intake", "assessors_see_all", field(True)),
        migrations.AlterField("intake", "assessors_see_all", field(False)),
        migrations.AddField(
            "assessment",
            "told_at",
            models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When the assessor was told by mail that it waits for them, or began it alone.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("release", "Release"),
                            ("evenly", "Share evenly"),
                            ("by_region", "Share by region"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "order",
                    models.JSONField(
                        default=dict, help_text="What was asked for: marks, keys, numbers."
                    ),
                ),
                (
                    "left",
                    models.JSONField(
                        help_text="Primary keys of what is still to be done, in order."
                    ),
                ),
                ("total", models.PositiveIntegerField(help_text="Cases asked for.")),
                (
                    "count",
                    models.PositiveIntegerField(default=0, help_text="What came of it so far."),
                ),
                (
                    "refusals",
                    models.JSONField(default=dict, help_text="By reference why a case was left."),
                ),
                ("language", models.CharField(max_length=16)),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_inddragelse.intake",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(note_as_told, migrations.RunPython.noop),
    ]
