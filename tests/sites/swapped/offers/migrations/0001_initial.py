import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import wagtail_inddragelse.blocks.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0003_revisions"),
        ("wagtail_inddragelse", "0001_initial"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CoursePage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="Two sentences at the top of the page and in lists.",
                        max_length=500,
                        verbose_name="summary",
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("online", "Online"),
                            ("both", "In person and online"),
                        ],
                        default="in_person",
                        max_length=16,
                        verbose_name="format",
                    ),
                ),
                (
                    "duration",
                    models.CharField(
                        blank=True,
                        help_text="For example “12 months”.",
                        max_length=255,
                        verbose_name="duration",
                    ),
                ),
                (
                    "price_text",
                    models.CharField(
                        blank=True,
                        help_text="Empty: free of charge.",
                        max_length=255,
                        verbose_name="price",
                    ),
                ),
                (
                    "eligibility",
                    wagtail.fields.RichTextField(blank=True, verbose_name="who can take part"),
                ),
                (
                    "body",
                    wagtail_inddragelse.blocks.fields.StreamField(
                        blank=True, verbose_name="content"
                    ),
                ),
                ("level", models.CharField(blank=True, max_length=255)),
                (
                    "audiences",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="wagtail_inddragelse.audience",
                        verbose_name="audiences",
                    ),
                ),
                (
                    "contacts",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="wagtail_inddragelse.contactperson",
                        verbose_name="contact people",
                    ),
                ),
                (
                    "form_page",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where people sign up. Empty: the form page below this page.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="form page",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image",
                    ),
                ),
                (
                    "organiser",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_inddragelse.organisation",
                        verbose_name="organiser",
                    ),
                ),
                (
                    "partners",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="wagtail_inddragelse.organisation",
                        verbose_name="partners",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="wagtail_inddragelse.theme",
                        verbose_name="themes",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("core.basepage", models.Model),
        ),
        migrations.CreateModel(
            name="EnrolmentPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "steps",
                    wagtail_inddragelse.blocks.fields.StreamField(
                        blank=True,
                        help_text="Name, e-mail, phone, organisation and municipality are always asked.",
                        verbose_name="questions",
                    ),
                ),
                (
                    "one_step_at_a_time",
                    models.BooleanField(
                        default=False,
                        help_text="Each step is a page of its own, and the last one shows all answers before they are sent. Suits a long form.",
                        verbose_name="one step at a time",
                    ),
                ),
                (
                    "criteria",
                    wagtail_inddragelse.blocks.fields.StreamField(
                        blank=True,
                        help_text="What applications are judged by. Applicants read the same text.",
                        verbose_name="criteria",
                    ),
                ),
                (
                    "phone_required",
                    models.BooleanField(default=False, verbose_name="phone must be given"),
                ),
                (
                    "organisation_required",
                    models.BooleanField(default=False, verbose_name="organisation must be given"),
                ),
                (
                    "municipality_required",
                    models.BooleanField(default=False, verbose_name="municipality must be chosen"),
                ),
                (
                    "privacy",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Who is responsible, why you ask, how long you keep it, and whom you share it with. Shown before the button.",
                        verbose_name="privacy information",
                    ),
                ),
                (
                    "submit_label",
                    models.CharField(
                        blank=True,
                        help_text="Empty: “Send”.",
                        max_length=64,
                        verbose_name="text of the button",
                    ),
                ),
                (
                    "what_happens_next",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="On the receipt and in the mail: what comes next, and when.",
                        verbose_name="what happens next",
                    ),
                ),
                (
                    "case_office_email",
                    models.EmailField(
                        blank=True,
                        help_text="Gets a mail for each submission, and the answers to our mails.",
                        max_length=254,
                        verbose_name="case office e-mail",
                    ),
                ),
                (
                    "answers_in_mail",
                    models.BooleanField(
                        default=False,
                        help_text="Mail is not safe for sensitive answers.",
                        verbose_name="send the answers in the mail",
                    ),
                ),
                (
                    "retention_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="After the last session, or after receipt. Empty: no limit.",
                        null=True,
                        verbose_name="months to keep submissions",
                    ),
                ),
                (
                    "contacts",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        related_name="+",
                        to="wagtail_inddragelse.contactperson",
                        verbose_name="contact people",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("core.basepage", models.Model),
        ),
    ]
