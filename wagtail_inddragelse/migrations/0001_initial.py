import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import modelcluster.fields
import swapper
from django.conf import settings
from django.db import migrations, models

import wagtail_inddragelse.models.addresses
import wagtail_inddragelse.models.attachment
import wagtail_inddragelse.models.export

# Wagtail 7.4 does not set the prefix itself.
swapper.set_app_prefix("wagtailcore", "wagtail")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0094_alter_page_locale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        swapper.dependency("wagtailcore", "Page"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question_id", models.CharField(max_length=64)),
                (
                    "file",
                    models.FileField(
                        storage=wagtail_inddragelse.models.attachment.get_private_storage,
                        upload_to=wagtail_inddragelse.models.attachment.generated_name,
                        verbose_name="file",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As the applicant named it.", max_length=255, verbose_name="name"
                    ),
                ),
                ("content_type", models.CharField(max_length=127)),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.", verbose_name="size")),
                (
                    "redacted_file",
                    models.FileField(
                        blank=True,
                        help_text="What those who assess blind get in its place, as a caseworker made it.",
                        storage=wagtail_inddragelse.models.attachment.get_private_storage,
                        upload_to=wagtail_inddragelse.models.attachment.generated_name,
                        verbose_name="redacted file",
                    ),
                ),
                ("redacted_name", models.CharField(blank=True, max_length=255)),
                ("redacted_size", models.PositiveBigIntegerField(default=0, help_text="Bytes.")),
                (
                    "first_version",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The version of the answers that it came with."
                    ),
                ),
                (
                    "last_version",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The last version of the answers that it belonged to; NULL while it still does.",
                        null=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="UsedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="Of the opened form and of all that was sent with it.",
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "led_to",
                    models.CharField(
                        blank=True,
                        help_text="Address of what came of it; empty while it is done.",
                        max_length=500,
                    ),
                ),
                ("done_at", models.DateTimeField(auto_now_add=True, db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("schema", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "form version",
                "verbose_name_plural": "form versions",
            },
        ),
        migrations.CreateModel(
            name="IntakeSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("intake_key", models.UUIDField(editable=False, unique=True)),
                ("figures", models.JSONField(default=dict, verbose_name="figures")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated")),
            ],
            options={
                "verbose_name": "summary of an intake",
                "verbose_name_plural": "summaries of intakes",
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accept", "Accept"),
                            ("waiting", "Waiting list"),
                            ("reject", "Reject"),
                        ],
                        max_length=16,
                        verbose_name="recommendation",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "total",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Weighted score from 0 to 100, written when the assessment is handed in.",
                        max_digits=5,
                        null=True,
                        verbose_name="score",
                    ),
                ),
                (
                    "answers_version",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="The version of the applicant’s answers that it was made on.",
                        verbose_name="version of the answers",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted"),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When the assessor was told by mail that it waits for them, or began it alone.",
                        null=True,
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assessor",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "title",
                    models.CharField(
                        help_text="What citizens choose by, for example “Start 8 November in Odense”.",
                        max_length=255,
                        verbose_name="title",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start_date", "Start date"),
                            ("class", "Class"),
                            ("round", "Application round"),
                        ],
                        default="start_date",
                        help_text="The word for it on the page.",
                        max_length=16,
                        verbose_name="called",
                    ),
                ),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("announced", "Announced for later"),
                            ("scheduled", "Open between the dates below"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="scheduled",
                        max_length=16,
                        verbose_name="publication",
                    ),
                ),
                (
                    "announced_text",
                    models.CharField(
                        blank=True,
                        help_text="Shown when it is announced for later, for example “October 2027”.",
                        max_length=255,
                        verbose_name="when it comes",
                    ),
                ),
                (
                    "opens_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Leave empty to open as soon as it is published.",
                        null=True,
                        verbose_name="opens",
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The whole minute counts: 23:59 lasts until midnight. Leave empty for a rolling intake.",
                        null=True,
                        verbose_name="deadline",
                    ),
                ),
                (
                    "selection",
                    models.CharField(
                        choices=[
                            ("first_come", "First come, first served"),
                            ("assessed", "Applications are assessed"),
                        ],
                        default="first_come",
                        max_length=16,
                        verbose_name="how people are chosen",
                    ),
                ),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Leave empty for no limit.",
                        null=True,
                        verbose_name="places",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("participants", "Participants"),
                            ("organisations", "Organisations"),
                        ],
                        default="participants",
                        max_length=16,
                        verbose_name="places are counted in",
                    ),
                ),
                (
                    "max_participants",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="How many people one sign-up may bring, the contact person included.",
                        verbose_name="participants per sign-up",
                    ),
                ),
                (
                    "max_per_organisation",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty for no limit.",
                        null=True,
                        verbose_name="sign-ups per organisation",
                    ),
                ),
                (
                    "several_per_contact",
                    models.BooleanField(
                        default=False,
                        help_text="For a secretary who signs up two chiefs, or one who applies for two themes. Otherwise an e-mail can sign up once.",
                        verbose_name="one e-mail may sign up several times",
                    ),
                ),
                (
                    "guests_allowed",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Extra people one sign-up may bring, known by name alone. Each takes a place.",
                        verbose_name="guests per sign-up",
                    ),
                ),
                (
                    "waiting_list",
                    models.CharField(
                        choices=[
                            ("off", "No waiting list"),
                            ("manual", "A caseworker offers free places"),
                            ("automatic", "The next in line is offered a free place at once"),
                        ],
                        default="manual",
                        help_text="When you switch it off, those who wait are offered the places that are free, and the others are told that there is none for them.",
                        max_length=16,
                        verbose_name="waiting list",
                    ),
                ),
                (
                    "decision_expected_on",
                    models.DateField(blank=True, null=True, verbose_name="answer by"),
                ),
                (
                    "decision_expected_text",
                    models.CharField(
                        blank=True,
                        help_text="For example “mid-December”; used instead of the date.",
                        max_length=255,
                        verbose_name="answer, in words",
                    ),
                ),
                (
                    "assesses_apart",
                    models.BooleanField(
                        default=True,
                        help_text="Nobody sees the others’ assessments before their own is handed in.",
                        verbose_name="assessors assess independently",
                    ),
                ),
                (
                    "assesses_blind",
                    models.BooleanField(
                        default=False,
                        help_text="Only those who decide see who the applicants are, and they cannot assess. Assessors see choices, numbers and dates at once; free text and attachments are hidden until a caseworker has redacted and cleared the case.",
                        verbose_name="blind assessment",
                    ),
                ),
                (
                    "assessors_see_all",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise they see only those that are assigned to them. Anyone who also decides, or may see submissions, sees all of them anyway.",
                        verbose_name="assessors see all applications",
                    ),
                ),
                (
                    "four_eyes",
                    models.BooleanField(
                        default=False,
                        help_text="Each outcome must be approved by another caseworker before it is released.",
                        verbose_name="two people decide",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inddragelse_intakes",
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
            ],
            options={
                "verbose_name": "intake",
                "verbose_name_plural": "intakes",
                "ordering": ["sort_order", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("release", "Release"),
                            ("evenly", "Share evenly"),
                            ("by_region", "Share by region"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "order",
                    models.JSONField(
                        default=dict, help_text="What was asked for: marks, keys, numbers."
                    ),
                ),
                (
                    "left",
                    models.JSONField(
                        help_text="Primary keys of what is still to be done, in order."
                    ),
                ),
                ("total", models.PositiveIntegerField(help_text="Cases asked for.")),
                (
                    "count",
                    models.PositiveIntegerField(default=0, help_text="What came of it so far."),
                ),
                (
                    "refusals",
                    models.JSONField(default=dict, help_text="By reference why a case was left."),
                ),
                ("language", models.CharField(max_length=16)),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("touched_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtail_inddragelse.intake",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IntakeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("deadline", "Deadline moved"),
                            ("session", "Session moved"),
                            ("cancelled", "Cancelled"),
                            ("resumed", "Takes place after all"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("session_uid", models.UUIDField(blank=True, null=True)),
                ("old_value", models.DateTimeField(blank=True, null=True, verbose_name="before")),
                ("new_value", models.DateTimeField(blank=True, null=True, verbose_name="after")),
                (
                    "old_end",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the session ended before; of sessions alone.",
                        null=True,
                    ),
                ),
                ("new_end", models.DateTimeField(blank=True, null=True)),
                (
                    "session_revision",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="The revision of a session that was taken off; new_value is empty.",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="changed")),
                (
                    "is_hidden",
                    models.BooleanField(
                        default=False,
                        help_text="By an editor, or as it was taken back before anybody was told.",
                    ),
                ),
                (
                    "own_texts",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="An editor's words for the public note, by language.",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="wagtail_inddragelse.intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of an intake",
                "verbose_name_plural": "changes of intakes",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MailText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
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
                            ("link", "The link again"),
                            ("now_open", "Now open"),
                            ("free", "Message"),
                        ],
                        max_length=20,
                        verbose_name="occasion",
                    ),
                ),
                ("language", models.CharField(max_length=16, verbose_name="language")),
                (
                    "headline",
                    models.CharField(
                        help_text="Also the start of the subject, followed by offer and reference.",
                        max_length=100,
                        verbose_name="headline",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Plain text. An empty line begins a new paragraph. Reference, dates, link and contact are added automatically.",
                        verbose_name="text",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        help_text="The nearest one at or above an offer holds for it.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=swapper.get_model_name("wagtailcore", "Page"),
                        verbose_name="offer or branch",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail text",
                "verbose_name_plural": "mail texts",
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="text")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="written")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When they first opened the case after it.",
                        null=True,
                        verbose_name="seen",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="wagtail_inddragelse.note",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("url", models.URLField(blank=True, verbose_name="web address")),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, shown on offers.",
                        verbose_name="description",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name"],
                "abstract": False,
            },
            bases=(models.Model,),
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("role", models.CharField(blank=True, max_length=255, verbose_name="job title")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                (
                    "hours",
                    models.CharField(
                        blank=True,
                        help_text="For example “Monday to Thursday 9–15”.",
                        max_length=255,
                        verbose_name="when to call",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contact_people",
                        to="wagtail_inddragelse.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact person",
                "verbose_name_plural": "contact people",
                "ordering": ["name"],
                "abstract": False,
            },
            bases=(models.Model,),
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("see", "See submissions"),
                            ("assess", "Assess submissions"),
                            ("decide", "Decide on submissions"),
                            ("export", "Export submissions"),
                            ("messages", "Manage mails"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inddragelse_grants",
                        to="auth.group",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=swapper.get_model_name("wagtailcore", "Page"),
                        verbose_name="offer or branch",
                    ),
                ),
            ],
            options={
                "verbose_name": "caseworker role",
                "verbose_name_plural": "caseworker roles",
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "query",
                    models.CharField(
                        help_text="Query string of the register: filters and order, never words searched for.",
                        max_length=500,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The one who finds it above the register.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("criterion_id", models.CharField(max_length=64)),
                (
                    "value",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="score"),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="wagtail_inddragelse.assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="For example “Day 1” or “Follow-up”.",
                        max_length=255,
                        verbose_name="title",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("venue", models.CharField(blank=True, max_length=255, verbose_name="venue")),
                ("address", models.CharField(blank=True, max_length=255, verbose_name="address")),
                (
                    "online_link",
                    models.URLField(
                        blank=True,
                        help_text="Shown to confirmed participants only.",
                        verbose_name="online link",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="How often a publish has changed what calendars show, apart from its times.",
                    ),
                ),
                (
                    "intake",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="wagtail_inddragelse.intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(max_length=16, unique=True, verbose_name="reference"),
                ),
                (
                    "intake_key",
                    models.UUIDField(
                        db_index=True,
                        editable=False,
                        help_text="The intake's translation_key: its places are shared across languages.",
                    ),
                ),
                (
                    "answers",
                    models.JSONField(
                        default=dict,
                        help_text="By stable question id, never by label.",
                        verbose_name="answers",
                    ),
                ),
                (
                    "answers_version",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Counts from 1; earlier versions are kept in EarlierAnswers.",
                        verbose_name="version of the answers",
                    ),
                ),
                ("contact_name", models.CharField(max_length=255, verbose_name="name")),
                ("contact_email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "email_key",
                    wagtail_inddragelse.models.addresses.AddressKeyField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=320,
                        source="contact_email",
                    ),
                ),
                (
                    "contact_may_repeat",
                    models.BooleanField(
                        default=False,
                        help_text="Whether the intake let one e-mail send several sign-ups when this one came.",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=32, verbose_name="phone"),
                ),
                (
                    "applies_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("municipality", "A municipality"),
                            ("organisation", "Another organisation"),
                        ],
                        help_text="Empty where it was not asked.",
                        max_length=16,
                        verbose_name="represents",
                    ),
                ),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=255, verbose_name="organisation"),
                ),
                (
                    "organisation_cvr",
                    models.CharField(blank=True, max_length=8, verbose_name="CVR number"),
                ),
                (
                    "organisation_key",
                    models.CharField(
                        help_text="Who it is sent for, see denmark/organisations.py: what places and the limit per organisation count by.",
                        max_length=300,
                    ),
                ),
                (
                    "municipality_code",
                    models.CharField(blank=True, max_length=4, verbose_name="municipality"),
                ),
                ("language", models.CharField(max_length=16, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("received", "Received"),
                            ("under_assessment", "Under assessment"),
                            ("more_wanted", "More information wanted"),
                            ("waiting", "On the waiting list"),
                            ("offered", "Place offered"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Place declined"),
                            ("expired", "Offer of a place expired"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("attended", "Attended"),
                            ("absent", "Absent"),
                            ("over", "Got no place"),
                        ],
                        default="received",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "pending_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accept", "Accept"),
                            ("waiting", "Waiting list"),
                            ("reject", "Reject"),
                        ],
                        max_length=20,
                        verbose_name="prepared outcome",
                    ),
                ),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "offered_until",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="answer to the offer by"
                    ),
                ),
                (
                    "line_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        editable=False,
                        help_text="Mean score when it was put on the waiting list; who has more is before it.",
                        max_digits=5,
                        null=True,
                    ),
                ),
                (
                    "line_tie_break",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        editable=False,
                        help_text="Mean, 0 to 100, on the criterion that decided between equal scores then; who has more is before it.",
                        max_digits=5,
                    ),
                ),
                (
                    "over_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cancelled", "It is cancelled"),
                            ("held", "It has been held"),
                            ("late", "No place came free in time"),
                            ("too_big", "There are more of them than there are places"),
                            ("no_list", "There is no waiting list any more"),
                        ],
                        max_length=16,
                        verbose_name="why there is no place",
                    ),
                ),
                (
                    "active_email",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(("email_key", ""), _negated=True),
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
                                then=models.F("email_key"),
                            ),
                            default=models.Value(None),
                        ),
                        help_text="The key of the e-mail while active, where it may be so once; else NULL: what the unique constraint rests on.",
                        output_field=models.CharField(max_length=320, null=True),
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        help_text="Keyed hash of what was sent, by which a second click is recognised.",
                        max_length=64,
                    ),
                ),
                (
                    "token_salt",
                    models.CharField(
                        help_text="Random part of the secret link; a new one makes old links worthless.",
                        max_length=32,
                    ),
                ),
                (
                    "journal_number",
                    models.CharField(blank=True, max_length=64, verbose_name="journal number"),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("state_changed_at", models.DateTimeField(verbose_name="state changed")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "objection_since",
                    models.DateField(
                        blank=True,
                        help_text="Set while an objection is open, which keeps the case from being deleted.",
                        null=True,
                        verbose_name="objection open since",
                    ),
                ),
                (
                    "delete_after",
                    models.DateField(blank=True, null=True, verbose_name="delete after"),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "form_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="wagtail_inddragelse.formversion",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="wagtail_inddragelse.intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "ordering": ["-received_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.JSONField(
                        default=dict,
                        help_text="By question id: the redacted “text”, and “of”, the digest of the answer it was made from. When the applicant changes the answer, the text no longer holds.",
                        verbose_name="redacted answers",
                    ),
                ),
                (
                    "cleared_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until then those who assess blind see no free text and no attachment.",
                        null=True,
                        verbose_name="cleared for blind assessment",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        auto_now=True,
                        help_text="A file that was exported before this is no longer handed out.",
                    ),
                ),
                (
                    "attachments",
                    models.ManyToManyField(
                        blank=True,
                        help_text="All others are withheld, and so is what the applicant attaches later.",
                        related_name="+",
                        to="wagtail_inddragelse.attachment",
                        verbose_name="attachments that are shown",
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cleared by",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redaction",
                        to="wagtail_inddragelse.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "name_key",
                    wagtail_inddragelse.models.addresses.NameKeyField(
                        blank=True, default="", editable=False, max_length=320, source="name"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "email_key",
                    wagtail_inddragelse.models.addresses.AddressKeyField(
                        blank=True, default="", editable=False, max_length=320, source="email"
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=255, verbose_name="role")),
                ("is_guest", models.BooleanField(default=False, verbose_name="guest")),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="wagtail_inddragelse.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="note",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="wagtail_inddragelse.submission",
            ),
        ),
        migrations.CreateModel(
            name="MoreWanted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "question_ids",
                    models.JSONField(
                        help_text="Ids of the questions of the form version that were chosen.",
                        verbose_name="questions",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="message to the applicant")),
                (
                    "due_at",
                    models.DateTimeField(
                        help_text="The whole minute counts: 23:59 lasts until midnight.",
                        verbose_name="answer by",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Answered"),
                            ("overdue", "Not answered in time"),
                            ("taken_back", "Taken back"),
                            ("withdrawn", "The application was withdrawn"),
                        ],
                        max_length=16,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "open_for",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(outcome="", then=models.F("submission")),
                            default=models.Value(None),
                        ),
                        help_text="The submission while open, else NULL: what the unique constraint rests on.",
                        output_field=models.BigIntegerField(null=True),
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="more_wanted",
                        to="wagtail_inddragelse.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for more information",
                "verbose_name_plural": "requests for more information",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="EarlierAnswers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="Version 1 is what was sent first.", verbose_name="version"
                    ),
                ),
                ("answers", models.JSONField(default=dict, verbose_name="answers")),
                (
                    "replaced_by",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced_answers",
                        to="wagtail_inddragelse.morewanted",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_answers",
                        to="wagtail_inddragelse.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier answers",
                "verbose_name_plural": "earlier answers",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ConflictOfInterest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("has_conflict", models.BooleanField(verbose_name="has a conflict of interest")),
                ("declared_at", models.DateTimeField(auto_now_add=True, verbose_name="declared")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="wagtail_inddragelse.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "conflict of interest",
                "verbose_name_plural": "conflicts of interest",
            },
        ),
        migrations.AddField(
            model_name="attachment",
            name="submission",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="wagtail_inddragelse.submission",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="submission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assessments",
                to="wagtail_inddragelse.submission",
            ),
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(max_length=16, verbose_name="language")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "keep_until",
                    models.DateField(help_text="The last day it is kept, as its owner was told."),
                ),
                ("notified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="wagtail_inddragelse.intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reader",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("participant"), models.Value(0)
                        ),
                        help_text="The participant, or 0: what the unique constraints rest on.",
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
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
                            ("link", "The link again"),
                            ("now_open", "Now open"),
                            ("free", "Message"),
                        ],
                        max_length=20,
                        verbose_name="occasion",
                    ),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="to")),
                ("language", models.CharField(max_length=16, verbose_name="language")),
                ("subject", models.CharField(blank=True, max_length=255, verbose_name="subject")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("html", models.TextField(blank=True)),
                (
                    "own_subject",
                    models.CharField(
                        blank=True,
                        help_text="Nothing about people: a subject is read by anyone who sees the inbox.",
                        max_length=100,
                        verbose_name="subject",
                    ),
                ),
                (
                    "own_text",
                    models.TextField(
                        blank=True,
                        help_text="Reference, link and contacts are added below it.",
                        verbose_name="text",
                    ),
                ),
                (
                    "session_date",
                    models.DateField(
                        blank=True,
                        help_text="The day that it reminds of, which it does once.",
                        null=True,
                    ),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("held", "Held back"),
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=16,
                        verbose_name="delivery",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("next_attempt_at", models.DateTimeField(verbose_name="next attempt")),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("error", models.CharField(blank=True, max_length=255, verbose_name="error")),
                (
                    "provider_id",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="The mail service's id, for tracking.",
                        max_length=255,
                    ),
                ),
                (
                    "delivered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="delivered"),
                ),
                ("bounced_at", models.DateTimeField(blank=True, null=True, verbose_name="bounced")),
                (
                    "complained_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reported as spam"),
                ),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("invalid", "The address is not a valid e-mail address."),
                            (
                                "bounced",
                                "The recipient’s mail server says that there is no such address.",
                            ),
                            ("timed_out", "The recipient’s mail server could not be reached."),
                            (
                                "blocked",
                                "The recipient’s mail server or our mail service blocked it.",
                            ),
                            ("spam", "It was taken for spam."),
                            (
                                "unsubscribed",
                                "The recipient has asked our mail service for no more mails.",
                            ),
                            ("other", "The mail service does not say why."),
                        ],
                        max_length=16,
                        verbose_name="why it did not arrive",
                    ),
                ),
                (
                    "dealt_with_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When somebody took care of it not having arrived.",
                        null=True,
                        verbose_name="dealt with",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "change",
                    models.ForeignKey(
                        blank=True,
                        help_text="What it was drafted for; the first change that the recipient has not heard of.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages",
                        to="wagtail_inddragelse.intakechange",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whom it is to; empty for the contact person, a subscriber or the case office.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="wagtail_inddragelse.participant",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="wagtail_inddragelse.submission",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="wagtail_inddragelse.subscription",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
                "ordering": ["name"],
                "abstract": False,
            },
            bases=(models.Model,),
        ),
        migrations.CreateModel(
            name="Audience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "audience",
                "verbose_name_plural": "audiences",
                "ordering": ["name"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
            bases=(models.Model,),
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.JSONField(help_text="Format and keys of columns.")),
                (
                    "submission_ids",
                    models.JSONField(help_text="Primary keys, in the order of the file."),
                ),
                (
                    "hidden_ids",
                    models.JSONField(
                        default=list,
                        help_text="Those of them whose applicants the file hides, as they are assessed blind.",
                    ),
                ),
                ("language", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be made"),
                            ("running", "Being made"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(help_text="Submissions asked for.")),
                (
                    "done",
                    models.PositiveIntegerField(default=0, help_text="Submissions written so far."),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How often somebody began to make it; only the last one finishes it.",
                    ),
                ),
                (
                    "last_sign_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When it was last put in the queue, or worked on.",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        storage=wagtail_inddragelse.models.attachment.get_private_storage,
                        upload_to=wagtail_inddragelse.models.export.generated_export_name,
                        verbose_name="file",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="ordered")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="kept until")),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The only one who can fetch the file.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(("file", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inddragelse_ready_export_has_a_file",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("closes_at__isnull", True),
                    ("closes_at__gt", models.F("opens_at")),
                    _connector="OR",
                ),
                name="inddragelse_intake_close_after_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_participants__gte", 1)),
                name="inddragelse_intake_one_participant",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("max_per_organisation__isnull", True),
                    ("max_per_organisation__gte", 1),
                    _connector="OR",
                ),
                name="inddragelse_intake_one_per_organisation",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="intake",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="mailtext",
            constraint=models.UniqueConstraint(
                fields=("page", "occasion", "language"), name="inddragelse_one_text_per_mail"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("occasion", "free"), _negated=True),
                name="inddragelse_mail_text_not_free",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("headline", ""), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    models.Q(("language", ""), _negated=True),
                ),
                name="inddragelse_mail_text_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("note", "user"), name="inddragelse_one_mention_per_note"
            ),
        ),
        migrations.AlterUniqueTogether(
            name="organisation",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="contactperson",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(
                fields=("group", "page", "role"), name="inddragelse_one_grant_per_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("user", "name"), name="inddragelse_saved_view_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("query", ""), _negated=True)
                ),
                name="inddragelse_saved_view_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(
                fields=("assessment", "criterion_id"), name="inddragelse_one_score_per_criterion"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="inddragelse_session_end_after_start",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["intake_key", "state"], name="inddragelse_sub_places"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["-received_at", "-id"], name="inddragelse_sub_newest"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["intake_key", "organisation_key"], name="inddragelse_sub_org"
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["municipality_code"], name="inddragelse_sub_municipality"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("intake_key", "active_email"), name="inddragelse_one_active_per_email"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "received",
                            "under_assessment",
                            "more_wanted",
                            "waiting",
                            "offered",
                            "confirmed",
                            "declined",
                            "expired",
                            "rejected",
                            "withdrawn",
                            "attended",
                            "absent",
                            "over",
                        ],
                    )
                ),
                name="inddragelse_submission_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "offered"), _negated=True),
                    ("offered_until__isnull", False),
                    _connector="OR",
                ),
                name="inddragelse_offer_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("pending_state__in", ["", "accept", "waiting", "reject"])),
                name="inddragelse_submission_pending_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pending_state", "reject"), _negated=True),
                    models.Q(("decision_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="inddragelse_rejection_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(("answers_version__gte", 1)), name="inddragelse_answers_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="redaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cleared_at__isnull", False), ("cleared_by__isnull", True), _connector="OR"
                ),
                name="inddragelse_who_cleared_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("submission", "position"), name="inddragelse_participant_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="inddragelse_note_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="morewanted",
            constraint=models.UniqueConstraint(
                fields=("open_for",), name="inddragelse_one_open_request"
            ),
        ),
        migrations.AddConstraint(
            model_name="morewanted",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("outcome", "")),
                    models.Q(
                        ("outcome__in", ["answered", "overdue", "taken_back", "withdrawn"]),
                        ("closed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="inddragelse_request_ends_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="morewanted",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("asked_at"))),
                name="inddragelse_request_is_due_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="earlieranswers",
            constraint=models.UniqueConstraint(
                fields=("submission", "number"), name="inddragelse_one_row_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="earlieranswers",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="inddragelse_versions_count_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=models.UniqueConstraint(
                fields=("submission", "user"), name="inddragelse_one_declaration_per_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_version__isnull", True),
                    ("last_version__gte", models.F("first_version")),
                    _connector="OR",
                ),
                name="inddragelse_attachment_versions",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("submission", "assessor"), name="inddragelse_one_assessment_per_assessor"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total__isnull", True),
                    models.Q(("total__gte", 0), ("total__lte", 100)),
                    _connector="OR",
                ),
                name="inddragelse_assessment_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.UniqueConstraint(
                fields=("intake", "email"), name="inddragelse_one_subscription_per_email"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["delivery", "next_attempt_at"], name="inddragelse_message_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submission__isnull", False), ("subscription__isnull", False), _connector="OR"
                ),
                name="inddragelse_message_is_about_something",
            ),
        ),
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
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("bounced_at__isnull", True),
                    (
                        "trouble__in",
                        [
                            "invalid",
                            "bounced",
                            "timed_out",
                            "blocked",
                            "spam",
                            "unsubscribed",
                            "other",
                        ],
                    ),
                    _connector="OR",
                ),
                name="inddragelse_bounce_has_a_reason",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="theme",
            unique_together={("translation_key", "locale")},
        ),
    ]
