import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def remove_permissions(apps, schema_editor):
    """Roles on offers give rights on submissions; Django's own would only open their history."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(
        content_type__app_label="wagtail_inddragelse", content_type__model="submission"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("wagtail_inddragelse", "0022_organisation_keys"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="submission",
            options={
                "default_permissions": (),
                "ordering": ["-received_at", "-pk"],
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
            },
        ),
        migrations.AlterField(
            model_name="conflictofinterest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(remove_permissions, migrations.RunPython.noop),
    ]
