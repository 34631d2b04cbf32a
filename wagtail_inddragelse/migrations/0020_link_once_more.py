from django.db import migrations, models

OCCASIONS = [
    ("confirmed", "Sign-up confirmed"),
    ("waiting", "On the waiting list"),
    ("received", "Application received"),
    ("offered", "Place offered"),
    ("more_wanted", "More information wanted"),
    ("more_taken_back", "No more information wanted"),
    ("accepted", "Application accepted"),
    ("rejected", "Application rejected"),
    ("declined", "Place declined"),
    ("expired", "Offer of a place expired"),
    ("over", "Got no place"),
    ("withdrawn", "Withdrawn"),
    ("cancelled", "Cancelled"),
    ("moved", "Moved"),
    ("deadline", "Deadline moved"),
    ("resumed", "Takes place after all"),
    ("reminder", "Reminder"),
    ("office_new", "To the case office: new submission"),
    ("office_withdrawn", "To the case office: withdrawn"),
    ("office_more_given", "To the case office: more information given"),
    ("office_more_overdue", "To the case office: no answer in time"),
    ("link", "The link once more"),
    ("now_open", "Now open"),
    ("free", "Message"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0019_active_email_by_key"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="occasion",
            field=models.CharField(choices=OCCASIONS, max_length=20, verbose_name="occasion"),
        )
        for model in ("message", "messagetemplate")
    ]
