from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0020_link_once_more"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="applies_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("municipality", "A municipality"),
                    ("organisation", "Another organisation"),
                ],
                help_text="Empty where it was not asked.",
                max_length=16,
                verbose_name="applies for",
            ),
        ),
        migrations.AlterField(
            model_name="submission",
            name="organisation_key",
            field=models.CharField(
                help_text="Who it is sent for, see denmark/organisations.py: what places and the "
                "limit per organisation count by.",
                max_length=300,
            ),
        ),
    ]
