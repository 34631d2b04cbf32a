from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_inddragelse", "0030_intakes_in_one_order"),
    ]

    operations = [
        migrations.RenameModel(old_name="MessageTemplate", new_name="MailText"),
    ]
