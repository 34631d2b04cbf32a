import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0026_what_assessors_see"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="participant",
            field=models.ForeignKey(
                blank=True,
                help_text="Whom it is to; empty for the contact person, a subscriber or the case "
                "office.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="wagtail_inddragelse.participant",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="reader",
            field=models.GeneratedField(
                db_persist=True,
                expression=Coalesce(F("participant"), Value(0)),
                help_text="The participant, or 0: what the unique constraints rest on.",
                output_field=models.BigIntegerField(),
            ),
        ),
        # The new ones first: MariaDB lets no index go that a foreign key still needs.
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("submission", "reader", "change"), name="inddragelse_one_mail_per_change"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("submission", "reader", "session_date"),
                name="inddragelse_one_reminder_each",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="message", name="inddragelse_one_message_per_change"
        ),
        migrations.RemoveConstraint(model_name="message", name="inddragelse_one_reminder_per_date"),
    ]
