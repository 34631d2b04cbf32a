import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import wagtail_inddragelse.models.attachment
import wagtail_inddragelse.models.export


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.JSONField(help_text="Format and keys of columns.")),
                (
                    "submission_ids",
                    models.JSONField(help_text="Primary keys, in the order of the file."),
                ),
                ("language", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be made"),
                            ("running", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(help_text="Submissions asked for.")),
                (
                    "done",
                    models.PositiveIntegerField(default=0, help_text="Submissions written so far."),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        storage=wagtail_inddragelse.models.attachment.get_private_storage,
                        upload_to=wagtail_inddragelse.models.export.generated_export_name,
                        verbose_name="file",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="ordered"),
                ),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="kept until")),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The only one who can fetch the file.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(("file", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inddragelse_ready_export_has_a_file",
                    ),
                ],
            },
        ),
    ]
