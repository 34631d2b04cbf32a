import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0024_nothing_left_behind"),
    ]

    operations = [
        migrations.AddField(
            model_name="export",
            name="attempts",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How often somebody began to make it; only the last one finishes it.",
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="last_sign_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now,
                help_text="When it was last put in the queue, or worked on.",
            ),
        ),
    ]
