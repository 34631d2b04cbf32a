from django.db import migrations, models

from wagtail_inddragelse.models.addresses import AddressKeyField, NameKeyField


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0016_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="intake",
            name="several_per_contact",
            field=models.BooleanField(
                default=False,
                help_text="For a secretary who signs up two chiefs, or one who applies for two "
                "themes. Otherwise an e-mail can sign up once.",
                verbose_name="one e-mail may sign up several times",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="name_key",
            field=NameKeyField(
                blank=True, default="", editable=False, max_length=320, source="name"
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="email_key",
            field=AddressKeyField(
                blank=True, default="", editable=False, max_length=320, source="email"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="contact_may_repeat",
            field=models.BooleanField(
                default=False,
                help_text="Whether the intake let one e-mail send several sign-ups when this one "
                "came.",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="email_key",
            field=AddressKeyField(
                blank=True, default="", editable=False, max_length=320, source="contact_email"
            ),
        ),
    ]
