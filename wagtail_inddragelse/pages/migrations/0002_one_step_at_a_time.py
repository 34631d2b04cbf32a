from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wagtail_inddragelse_pages", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="applicationformpage",
            name="one_step_at_a_time",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "Each step is a page of its own, and the last one shows all answers before "
                    "they are sent. Suits a long form."
                ),
                verbose_name="one step at a time",
            ),
        ),
    ]
