from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0014_redacted_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="Of the opened form and of all that was sent with it.",
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "led_to",
                    models.CharField(
                        blank=True,
                        help_text="Address of what came of it; empty while it is done.",
                        max_length=500,
                    ),
                ),
                ("done_at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
    ]
