import django.db.models.deletion
import modelcluster.fields
import swapper
import wagtail.fields
from django.db import migrations, models
from wagtail.images import get_image_model_string

import wagtail_inddragelse.blocks.fields

# Wagtail 7.4 does not set the prefix itself.
swapper.set_app_prefix("wagtailcore", "wagtail")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtail_inddragelse", "0001_initial"),
        ("wagtailcore", "0094_alter_page_locale"),
        migrations.swappable_dependency(get_image_model_string()),
        swapper.dependency("wagtailcore", "Page"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationFormPage",
            fields=[
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
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=swapper.get_model_name("wagtailcore", "Page"),
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
                "verbose_name": "application form",
                "verbose_name_plural": "application forms",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="EventPage",
            fields=[
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
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
                (
                    "practical",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Meals, transport, accessibility, what to bring.",
                        verbose_name="practical information",
                    ),
                ),
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
                        to=swapper.get_model_name("wagtailcore", "Page"),
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
                        to=get_image_model_string(),
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
                "verbose_name": "event",
                "verbose_name_plural": "events",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="OfferIndexPage",
            fields=[
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_inddragelse.audience",
                        verbose_name="audience",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_inddragelse.theme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of offers",
                "verbose_name_plural": "lists of offers",
            },
            bases=("wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="ProgrammePage",
            fields=[
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
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        help_text="For example “January to December”.",
                        max_length=255,
                        verbose_name="period",
                    ),
                ),
                (
                    "preliminary_talk_required",
                    models.BooleanField(
                        default=False,
                        help_text="Applicants must have talked to a contact person before they apply.",
                        verbose_name="talk to us first",
                    ),
                ),
                (
                    "preliminary_talk_text",
                    models.TextField(blank=True, verbose_name="what the talk is about"),
                ),
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
                        to=swapper.get_model_name("wagtailcore", "Page"),
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
                        to=get_image_model_string(),
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
                    "preliminary_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_inddragelse.contactperson",
                        verbose_name="contact person for the talk",
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
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
            },
            bases=("wagtailcore.page", models.Model),
        ),
    ]
