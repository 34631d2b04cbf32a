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
                ("intro", wagtail.fields.RichTextField(blank=True)),
                ("steps", wagtail_inddragelse.blocks.fields.StreamField(blank=True)),
                ("one_step_at_a_time", models.BooleanField(default=False)),
                ("criteria", wagtail_inddragelse.blocks.fields.StreamField(blank=True)),
                ("phone_required", models.BooleanField(default=False)),
                ("organisation_required", models.BooleanField(default=False)),
                ("municipality_required", models.BooleanField(default=False)),
                ("privacy", wagtail.fields.RichTextField(blank=True)),
                ("submit_label", models.CharField(blank=True, max_length=64)),
                ("what_happens_next", wagtail.fields.RichTextField(blank=True)),
                ("case_office_email", models.EmailField(blank=True, max_length=254)),
                ("answers_in_mail", models.BooleanField(default=False)),
                ("retention_months", models.PositiveSmallIntegerField(blank=True, null=True)),
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
                        blank=True, related_name="+", to="wagtail_inddragelse.contactperson"
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
                ("summary", models.TextField(blank=True, max_length=500)),
                ("format", models.CharField(default="in_person", max_length=16)),
                ("duration", models.CharField(blank=True, max_length=255)),
                ("price_text", models.CharField(blank=True, max_length=255)),
                ("eligibility", wagtail.fields.RichTextField(blank=True)),
                ("body", wagtail_inddragelse.blocks.fields.StreamField(blank=True)),
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
                        blank=True, related_name="+", to="wagtail_inddragelse.audience"
                    ),
                ),
                (
                    "contacts",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="wagtail_inddragelse.contactperson"
                    ),
                ),
                (
                    "form_page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=swapper.get_model_name("wagtailcore", "Page"),
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
                    ),
                ),
                (
                    "partners",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="wagtail_inddragelse.organisation"
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="wagtail_inddragelse.theme"
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
                ("intro", wagtail.fields.RichTextField(blank=True)),
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
                ("summary", models.TextField(blank=True, max_length=500)),
                ("format", models.CharField(default="in_person", max_length=16)),
                ("duration", models.CharField(blank=True, max_length=255)),
                ("price_text", models.CharField(blank=True, max_length=255)),
                ("eligibility", wagtail.fields.RichTextField(blank=True)),
                ("body", wagtail_inddragelse.blocks.fields.StreamField(blank=True)),
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
                        blank=True, related_name="+", to="wagtail_inddragelse.audience"
                    ),
                ),
                (
                    "contacts",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="wagtail_inddragelse.contactperson"
                    ),
                ),
                (
                    "form_page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=swapper.get_model_name("wagtailcore", "Page"),
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
                    ),
                ),
                (
                    "partners",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True, related_name="+", to="wagtail_inddragelse.organisation"
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
                        blank=True, related_name="+", to="wagtail_inddragelse.theme"
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
