from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0029_line_tie_break"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="intake",
            options={
                "ordering": ["sort_order", "pk"],
                "verbose_name": "intake",
                "verbose_name_plural": "intakes",
            },
        ),
    ]
