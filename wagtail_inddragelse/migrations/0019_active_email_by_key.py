from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0018_fill_address_keys"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="submission", name="inddragelse_one_active_per_email"
        ),
        migrations.RemoveField(model_name="submission", name="active_email"),
        migrations.AddField(
            model_name="submission",
            name="active_email",
            field=models.GeneratedField(
                db_persist=True,
                expression=Case(
                    When(
                        ~Q(email_key=""),
                        contact_may_repeat=False,
                        state__in=(
                            "received",
                            "under_assessment",
                            "more_wanted",
                            "waiting",
                            "offered",
                            "confirmed",
                            "attended",
                            "absent",
                        ),
                        then=F("email_key"),
                    ),
                    default=Value(None),
                ),
                help_text="The key of the e-mail while active, where it may be so once; else "
                "NULL: what the unique constraint rests on.",
                output_field=models.CharField(max_length=320, null=True),
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("intake_key", "active_email"), name="inddragelse_one_active_per_email"
            ),
        ),
    ]
