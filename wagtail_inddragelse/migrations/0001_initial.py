import uuid

import django.db.models.deletion
import django.db.models.functions.text
import modelcluster.fields
import swapper
from django.conf import settings
from django.db import migrations, models

import wagtail_inddragelse.models.attachment

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
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted"),
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
                        help_text="Empty: open as soon as it is published.",
                        null=True,
                        verbose_name="opens",
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The whole minute counts: 23:59 takes what comes until midnight. Empty: rolling intake.",
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
                        blank=True, help_text="Empty: no limit.", null=True, verbose_name="places"
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
                        help_text="Empty: no limit.",
                        null=True,
                        verbose_name="sign-ups per organisation",
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
                "ordering": ["sort_order"],
                "abstract": False,
            },
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
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("session_uid", models.UUIDField(blank=True, null=True)),
                ("old_value", models.DateTimeField(blank=True, null=True, verbose_name="before")),
                ("new_value", models.DateTimeField(blank=True, null=True, verbose_name="after")),
                ("created_at", models.DateTimeField(verbose_name="changed")),
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
                ("contact_name", models.CharField(max_length=255, verbose_name="name")),
                ("contact_email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=32, verbose_name="phone"),
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
                        help_text="Municipality code, else CVR number, else the normalised name, else the reference: what the limit per organisation counts by.",
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
                (
                    "offered_until",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="answer to the offer by"
                    ),
                ),
                (
                    "active_email",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
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
                                then=django.db.models.functions.text.Lower("contact_email"),
                            ),
                            default=models.Value(None),
                        ),
                        help_text="The e-mail while active, else NULL: what the unique constraint rests on.",
                        output_field=models.CharField(max_length=254, null=True),
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
                    "delete_after",
                    models.DateField(blank=True, null=True, verbose_name="delete after"),
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
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
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
                        on_delete=django.db.models.deletion.CASCADE,
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="wagtail_inddragelse.submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["pk"],
            },
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
                    "occasion",
                    models.CharField(
                        choices=[
                            ("confirmed", "Sign-up confirmed"),
                            ("waiting", "On the waiting list"),
                            ("received", "Application received"),
                            ("offered", "Place offered"),
                            ("more_wanted", "More information wanted"),
                            ("accepted", "Application accepted"),
                            ("rejected", "Application rejected"),
                            ("declined", "Place declined"),
                            ("expired", "Offer of a place expired"),
                            ("withdrawn", "Withdrawn"),
                            ("cancelled", "Cancelled"),
                            ("moved", "Moved"),
                            ("reminder", "Reminder"),
                            ("office_new", "To the case office: new submission"),
                            ("office_withdrawn", "To the case office: withdrawn"),
                            ("now_open", "Now open"),
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
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
            model_name="participant",
            constraint=models.UniqueConstraint(
                fields=("submission", "position"), name="inddragelse_participant_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=models.UniqueConstraint(
                fields=("submission", "user"), name="inddragelse_one_declaration_per_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("submission", "assessor"), name="inddragelse_one_assessment_per_assessor"
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
        migrations.AlterUniqueTogether(
            name="theme",
            unique_together={("translation_key", "locale")},
        ),
    ]
